"""What cells already computed. A case: sources, then (subject, core, allowed, kinds)."""

from __future__ import annotations

from typing import Any

import pytest

from jupyter_sciassist.cells.done import Done, computed, match

PAIRED = {"association", "trend"}


def cells(*sources: str) -> list[dict[str, Any]]:
    return [
        {
            "cell_type": "code",
            "id": f"c{i}",
            "execution_count": i + 1,
            "source": source,
            "outputs": [],
        }
        for i, source in enumerate(sources)
    ]


def last(*sources: str) -> Done:
    return computed(cells(*sources))[-1]


@pytest.mark.parametrize(
    ("source", "core", "allowed", "kinds"),
    [
        ("df.corr()", "", None, PAIRED),
        ("df[['a', 'b', 'c']].corr()", "", "abc", PAIRED),
        ("df['a'].corr(df['b'])", "ab", "ab", PAIRED),
        ("df[['a', 'b']].corr(method='spearman').round(2)", "ab", "ab", PAIRED),
        ("np.corrcoef(df.a, df.b)", "ab", "ab", PAIRED),
        ("stats.pearsonr(df['a'], df['b'])", "ab", "ab", PAIRED),
        ("stats.spearmanr(df.a, df.b).statistic", "ab", "ab", PAIRED),
        ("x = df['a'].values; y = df.b.to_numpy()\nr, p = stats.kendalltau(x, y)", "ab", "ab", PAIRED),
        ("d = df[['a', 'b']].dropna()\nstats.linregress(d['a'], d['b'])", "ab", "ab", PAIRED),
        ("sns.scatterplot(data=df, x='a', y='b')", "ab", "ab", PAIRED),
        ("sns.scatterplot(data=df, x='a', y='b', hue='s')", "ab", "abs", PAIRED),
        ("sns.lmplot(df, x='a', y='b')", "ab", "ab", PAIRED),
        ("sns.pairplot(df, hue='s')", "", None, PAIRED),
        ("plt.scatter(df.a, df.b)", "ab", "ab", PAIRED),
        ("df.plot.scatter(x='a', y='b')", "ab", "ab", PAIRED),
        ("df.plot(x='a', y='b', kind='scatter')", "ab", "ab", PAIRED),
        ("px.scatter(df, x='a', y='b')", "ab", "ab", PAIRED),
        ("stats.ttest_ind(df[df.s == 'm']['x'], df[df['s'] == 'f']['x'])", "sx", "sx", {"difference"}),
        ("stats.ttest_rel(df.x, df.y)", "xy", "xy", {"difference"}),
        ("stats.levene(df[df.s == 'm']['x'], df[df['s'] == 'f']['x'])", "sx", "sx", {"heteroscedasticity"}),
        ("ttost_ind(df[df.s == 'm']['x'], df[df['s'] == 'f']['x'], -1, 1)", "sx", "sx", {"difference", "null"}),
        ("m = df['s'] == 'm'\nstats.ttest_ind(df[m].x, df[~m].x)", "sx", "sx", {"difference"}),
        ("stats.mannwhitneyu(df.query(\"s=='m'\").x, df.query(\"s=='f'\").x)", "sx", "sx", {"difference"}),
        ("a = df.loc[df.s == 'm', 'x']\nb = df.loc[df.s == 'f', 'x']\nstats.ttest_ind(a, b)",
         "sx", "sx", {"difference"}),
        ("stats.kruskal(*[g['x'] for _, g in df.groupby('s')])", "sx", "sx", {"difference"}),
        ("gs = [g.x.dropna() for _, g in df.groupby('s')]\nstats.f_oneway(*gs)", "sx", "sx", {"difference"}),
        ("for k, g in df.groupby('s'):\n    stats.wilcoxon(g['x'])", "sx", "sx", {"difference"}),
        ("sns.boxplot(df, x='s', y='x')", "sx", "sx", {"difference"}),
        ("df.boxplot(column='x', by='s')", "sx", "sx", {"difference"}),
        ("df.pivot_table(values='x', index='s')", "sx", "sx", {"difference"}),
        ("df.groupby('s')['x'].mean()", "s", "sx", {"difference"}),
        ("df.groupby('s').x.describe()", "s", "sx", {"difference"}),
        ("df.groupby('s').mean(numeric_only=True)", "s", None, {"difference"}),
        ("df.groupby(['s', 't']).agg({'x': 'mean'})", "st", None, {"difference"}),
        ("pd.crosstab(df['a'], df['b'])", "ab", "ab", {"association", "difference"}),
        ("t = pd.crosstab(df.a, df.b)\nstats.chi2_contingency(t)", "ab", "ab",
         {"association", "difference"}),
        ("smf.ols('y ~ a', data=df).fit()", "y", "ya", {"association", "trend", "difference"}),
        ("smf.ols('y ~ a + C(b)', df).fit().summary()", "y", "yab",
         {"association", "trend", "difference", "confounding"}),
        ("smf.ols('np.log(y) ~ a * Q(\"b\")', df)", "y", "yab",
         {"association", "trend", "difference", "confounding", "interaction"}),
        ("df['a'].hist()", "a", "a", {"distribution"}),
        ("sns.histplot(data=df, x='a', hue='s')", "a", "as", {"distribution", "difference"}),
        ("df.describe()", "", None, {"distribution"}),
        ("stats.shapiro(df.a)", "a", "a", {"distribution"}),
        ("df['s'].value_counts()", "s", "s", {"counts"}),
        ("df.isna().sum()", "", None, {"missing"}),
        ("df.duplicated().sum()", "", None, {"duplicates"}),
    ],
)  # fmt: skip
def test_one_computation(source: str, core: str, allowed: str | None, kinds: set[str]) -> None:
    found = last(source)
    assert found.subject == "df"
    assert found.core == frozenset(core)
    assert found.allowed == (None if allowed is None else frozenset(allowed))
    assert found.kinds == frozenset(kinds)


def test_names_are_followed_from_cell_to_cell() -> None:
    found = last("sub = df.dropna()", "two = sub[['a', 'b']]", "two.corr()")
    assert (found.subject, found.core, found.cell, found.number) == ("df", {"a", "b"}, "c2", 3)


def test_a_name_given_anew_is_forgotten() -> None:
    assert last("sub = df.dropna()", "sub = load()", "sub.corr()").subject == "sub"


def test_cell_without_an_id_is_named_by_its_number() -> None:
    bare = [{"cell_type": "code", "execution_count": 7, "source": "df.corr()", "outputs": []}]
    assert computed(bare)[0].cell == "[7]"


@pytest.mark.parametrize(
    "source",
    [
        "",
        "x = 1",
        "df.head()",
        "df['a'].mean()",
        "def f(:",
        "(" * 5_000,
        "-" * 10_000 + "1",
        "a" + ".b" * 9_000,
        "f(" * 90 + ")" * 90,
        "\x00",
        "%%bash\ndf.corr()",
        "stats.pearsonr(one['a'], other['b'])",
        "stats.pearsonr()",
        "smf.ols('y ~ a')",
        "smf.ols('~', df)",
        "for c in cs:\n    stats.shapiro(c(1))",
        "sns.boxplot()",
    ],
)
def test_cells_that_computed_nothing_that_can_be_told(source: str) -> None:
    assert computed(cells(source)) == []


def test_magics_are_passed_over() -> None:
    for source in ("%matplotlib inline\n!ls\ndf?\ndf.corr()", "%%time\ndf.corr()"):
        assert last(source).method == "corr"


def test_match() -> None:
    done = computed(
        cells(
            "stats.spearmanr(df.a, df.b)",
            "df.groupby('s').mean()",
            "smf.ols('y ~ a + s', df).fit()",
            "stats.spearmanr(df.b, df.a)",
        )
    )
    assert match(("b", "a"), "association", "df", done) == "c3"
    assert match(("a", "b"), "difference", "df", done) is None
    assert match(("a", "b"), "association", "other", done) is None
    assert match(("a", "c"), "association", "df", done) is None
    assert match(("s", "mass"), "difference", "df", done) == "c1"
    assert match(("a", "y"), "association", "df", done) == "c2"
    assert match(("y", "a", "s"), "confounding", "df", done) == "c2"
    assert match((), "association", "df", done) is None


def test_a_correlation_matrix_covers_numbers_only() -> None:
    done = computed(cells("df.corr(numeric_only=True)"))
    roles = {"a": "numeric", "b": "count", "s": "category"}
    assert match(("a", "b"), "association", "df", done, roles) == "c0"
    assert match(("a", "s"), "association", "df", done, roles) is None
    assert match(("a", "s"), "association", "df", done) == "c0"


def test_nothing_is_run() -> None:
    assert last("raise SystemExit\ndf[__import__('os').abort()].corr()").method == "corr"
