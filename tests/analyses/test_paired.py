"""Two values of one unit, and levels within blocks: published numbers, names, structure, noise."""

import warnings

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from jupyter_sciassist.language import statements
from jupyter_sciassist.statistics import effects, paired
from jupyter_sciassist.statistics.assumptions import unmet
from tests.analyses import recompute
from tests.chance import few, most

SLEEP = pd.DataFrame({
    "patient": list(range(1, 11)) * 2,
    "drug": ["one"] * 10 + ["two"] * 10,
    "extra": [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0,
              1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4],
})  # fmt: skip


def wide(rng, n=40, shift=0.5, skewed=False):
    level = rng.normal(size=n) * 3
    noise = np.exp(1.5 * rng.normal(size=n)) if skewed else rng.normal(size=n)
    return pd.DataFrame({"bp_pre": 100 + level, "bp_post": 100 + level + shift + noise})


def long(rng, units=20, levels="abc", each=1, shift=0.0, tail=False):
    """Rows of units under each level, in no order; the units differ more than their rows."""
    n = units * len(levels) * each
    frame = pd.DataFrame({
        "subject": np.repeat([f"s{i:02}" for i in range(units)], len(levels) * each),
        "condition": np.tile(np.repeat(list(levels), each), units),
    })  # fmt: skip
    noise = np.exp(2 * rng.normal(size=n)) if tail else rng.normal(size=n)
    own = np.repeat(3 * rng.normal(size=units), len(levels) * each)
    frame["y"] = own + noise + shift * (frame.condition == levels[-1])
    return frame.sample(frac=1, random_state=int(rng.integers(2**31))).reset_index(drop=True)


def test_students_sleep_paired_as_in_r():
    """R, t.test(extra ~ group, paired = TRUE): limits -2.4598858 and -0.7001142; one far difference takes ranks here."""
    one, two = (SLEEP.extra[SLEEP.drug == drug].to_numpy() for drug in ("one", "two"))
    assert paired.mean_of(one - two)[1:] == pytest.approx((-2.4598858, -0.7001142), abs=1e-7)
    finding = recompute.one(SLEEP, "paired", "extra", "drug")
    assert finding.evidence.method == "Wilcoxon signed rank test within blocks"
    assert finding.evidence.effect.value == 1.0
    assert (finding.level, finding.direction) == ("two", "+")
    assert "same patient" in statements.word(finding).statement
    assert recompute.findings(recompute.read(SLEEP), "difference") == []


def test_skewed_differences_take_signed_ranks():
    rng = np.random.default_rng(2)
    frame = wide(rng, n=60, shift=-1.0, skewed=True)
    frame.loc[:4, "bp_post"] = frame.bp_pre[:5]
    evidence = recompute.one(frame, "paired", "bp_pre", "bp_post").evidence
    assert evidence.method == "Wilcoxon signed rank test"
    assert unmet(evidence.assumptions) == ()


def test_bonetts_example_of_g_av():
    """R, statpsych::ci.stdmean.ps(.05, 110.4, 102.1, 15.3, 14.6, .75, 25): 0.5433, 0.2394905 to 0.8705732."""
    rng = np.random.default_rng(3)
    z = rng.normal(size=(25, 2))
    z = np.linalg.qr(z - z.mean(0))[0] * np.sqrt(24)
    a = 110.4 + 15.3 * z[:, 0]
    b = 102.1 + 14.6 * (0.75 * z[:, 0] + np.sqrt(1 - 0.75**2) * z[:, 1])
    found = paired.hedges_g_av(a, b, 1.0)
    assert found == pytest.approx((0.5433457, 0.2394905, 0.8705732), abs=1e-6)


def test_hodges_lehmann_of_hollander_and_wolfe():
    """Hamilton depression scores (Hollander and Wolfe, 1973, table 3.1): estimate 0.46, 96 % limits 0.01 and 0.786."""
    before = [1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30]
    after = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29]
    middle, low, high = paired.hodges_lehmann(np.subtract(before, after), stats.norm.ppf(0.975))
    assert middle == pytest.approx(0.46, abs=5e-4)
    assert (low, high) == pytest.approx((0.01, 0.786), abs=5e-4)


def test_intervals_cover():
    """95 % of 600 draws."""
    seed, rng = recompute.fresh()
    inside = ranks = 0
    for _ in range(600):
        level = rng.normal(size=30)
        a, b = level + 0.6 * rng.normal(size=30) + 0.5, level + 0.6 * rng.normal(size=30)
        g = paired.hedges_g_av(a, b, 1.0)
        inside += g.low <= 0.5 / np.sqrt(1.36) <= g.high
        _, low, high = paired.hodges_lehmann(a - b, effects.Z95)
        ranks += low <= 0.5 <= high
    assert most(inside, 600, 0.94), f"{inside}, seed {seed}"
    assert most(ranks, 600, 0.94), f"{ranks}, seed {seed}"


def test_blocks_take_the_place_of_groups():
    rng = np.random.default_rng(4)
    frame = long(rng, units=12, levels="abcd", shift=1.0)
    finding = recompute.one(frame, "blocks", "y", "condition")
    assert finding.evidence.method == "randomised-block analysis of variance"
    assert finding.level == "d"
    assert recompute.findings(recompute.read(frame), "groups") == []


def test_epsilon_is_1_where_all_pairs_are_equally_alike_and_least_where_two_levels_go_apart():
    even = np.linalg.qr(np.random.default_rng(6).normal(size=(40, 3)))[0]
    even -= even.mean(0)
    assert paired.sphericity(np.linalg.qr(even)[0]) == pytest.approx(1)
    rng = np.random.default_rng(7)
    apart = np.outer(rng.normal(size=40), [1.0, -1.0, 0.0]) + rng.normal(size=(40, 1))
    assert paired.sphericity(apart) == pytest.approx(0.5)


def test_uneven_pairs_of_levels_take_greenhouse_and_geisser():
    rng = np.random.default_rng(8)
    frame = long(rng, units=25)
    drift = pd.Series(rng.normal(size=25) * 4, index=[f"s{i:02}" for i in range(25)])
    frame["y"] += frame.subject.map(drift) * frame.condition.map({"a": -1, "b": 0, "c": 1})
    table = recompute.read(frame)
    (finding,) = recompute.findings(table, "blocks")
    assert finding.evidence.method.endswith("Greenhouse-Geisser correction")
    assert recompute.differences(frame, table, finding) is None
    cells = frame.pivot(index="subject", columns="condition", values="y").to_numpy()
    assert finding.evidence.statistic.df[0] == pytest.approx(2 * paired.sphericity(cells))


@pytest.mark.parametrize("levels", ["ab", "abc"])
@pytest.mark.parametrize("each", [1, 4])
def test_units_that_differ_are_no_finding(levels, each):
    """150 tables, 4.8 to 5.5 % of which (2 800 each) test below .05. Four rows a cell count once."""
    seed, rng = recompute.fresh()
    p = []
    for _ in range(150):
        frame = long(rng, levels=levels, each=each)
        kept = frame.subject + frame.condition
        frame["y"] += kept.map({one: rng.normal() for one in kept.unique()})
        (finding,) = recompute.findings(recompute.read(frame), "paired", "blocks")
        p.append(finding.evidence.p)
    hits = int(np.sum(np.array(p) <= 0.05))
    assert few(hits, 150, 0.065), f"{hits}, seed {seed}"


def test_pairs_in_order_of_time_count_for_less():
    """200 series whose difference drifts about 0: 5 to 6 % below .05 (2 200), without allowance three in ten."""
    seed, rng = recompute.fresh()
    hits = 0
    for _ in range(200):
        shared = np.cumsum(rng.normal(size=150))
        drift = stats_ar(rng, 150, 0.5)
        frame = pd.DataFrame({
            "date": pd.date_range("2020-01-01", periods=150),
            "level_left": shared, "level_right": shared + drift,
        })  # fmt: skip
        evidence = recompute.one(frame, "paired", "level_left", "level_right").evidence
        assert evidence.method.endswith("effective sample size")
        hits += evidence.p <= 0.05
    assert few(hits, 200, 0.07), f"{hits}, seed {seed}"


def stats_ar(rng, n, r):
    from scipy.signal import lfilter

    return lfilter([1], [1, -r], rng.normal(size=n + 50))[50:]


def test_a_difference_that_wanders_is_not_asserted():
    rng = np.random.default_rng(9)
    shared, apart = np.cumsum(rng.normal(size=(2, 300)), axis=1)
    frame = pd.DataFrame({"year": np.arange(300), "left": shared, "right": shared + apart})
    evidence = recompute.one(frame, "paired", "left", "right").evidence
    assert [one.name for one in unmet(evidence.assumptions)] == ["no wandering"]


@pytest.mark.parametrize(("shift", "way"), [(1.0, "+"), (-1.0, "-")])
def test_direction_is_that_from_the_first_to_the_second(shift, way):
    frame = wide(np.random.default_rng(27), n=80, shift=shift)
    found = recompute.one(frame, "paired", "bp_pre", "bp_post")
    assert (found.direction, found.level) == (way, "bp_post" if shift > 0 else "bp_pre")


def test_many_numbered_columns_are_no_pairs_and_two_unrelated_ones_neither():
    rng = np.random.default_rng(13)
    frame = pd.DataFrame(rng.normal(size=(80, 6)), columns=[f"item_{i}" for i in range(1, 7)])
    assert recompute.every(recompute.read(frame), "paired") == []
    assert recompute.every(recompute.read(frame[["item_1", "item_2"]]), "paired") == []


def test_blocks_by_name_and_by_design():
    rng = np.random.default_rng(14)
    frame = long(rng, units=8, levels="abc", shift=2.0)
    named = frame.assign(batch=frame.subject.str[1:].astype(int)).drop(columns="subject")
    assert recompute.one(named, "blocks", "y", "condition").facts["block"] == "batch"
    designed = frame.rename(columns={"subject": "soil"})
    assert recompute.one(designed, "blocks", "y", "condition").facts["block"] == "soil"
    loose = designed.assign(soil=rng.permutation(designed.soil))
    assert recompute.findings(recompute.read(loose), "blocks") == []


@pytest.mark.parametrize(
    "change",
    [
        {"bp_post": np.nan},
        {"bp_post": 100.0},
        {"bp_post": np.inf},
        {"bp_pre": np.arange(40.0), "bp_post": np.arange(40.0) + 2},
        {"bp_pre": np.r_[np.zeros(37), 1, 2, 3], "bp_post": np.r_[np.zeros(37), 1, 2, 4]},
    ],
)
def test_awkward_pairs(change):
    frame = wide(np.random.default_rng(15)).assign(**change)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert recompute.every(recompute.read(frame), "paired") == []


@pytest.mark.parametrize("factor", [1e-60, 1e60])
def test_awkward_scales(factor):
    frame = wide(np.random.default_rng(16)) * factor
    table = recompute.read(frame)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        (finding,) = recompute.findings(table, "paired")
    assert recompute.differences(frame, table, finding) is None


def test_units_without_a_level_are_left_out_and_named():
    rng = np.random.default_rng(17)
    frame = long(rng, units=20)
    frame = frame[~((frame.subject == "s03") & (frame.condition == "b"))]
    evidence = recompute.one(frame, "blocks", "y", "condition").evidence
    assert evidence.n == 57
    assert evidence.caveats == ("1 of subject lack a level of condition and are left out",)


@pytest.mark.parametrize(
    ("low", "high"),
    [
        (False, True), (1, 2), (2019, 2020), (pd.Timestamp("2019-01-01"), pd.Timestamp("2020-01-01")), ("it's", 'a "b"'),
    ],
)  # fmt: skip
def test_cells_find_levels_and_units_of_any_kind(low, high):
    rng = np.random.default_rng(18)
    frame = long(rng, units=24, levels=[low, high], shift=1.5)
    name = "year" if isinstance(low, int) and low > 2 else "when"
    frame = frame.rename(columns={"condition": name})
    for subject in (
        frame.subject,
        frame.subject.str[1:].astype(int),
        frame.subject.astype("category"),
    ):
        made = frame.assign(subject=subject)
        table = recompute.read(made)
        (finding,) = recompute.findings(table, "paired")
        assert "paired t test within blocks" in finding.evidence.method
        assert recompute.differences(made, table, finding) is None


def test_columns_that_do_not_go_together_are_not_paired_by_their_rows():
    """Each column shuffled on its own keeps its mean; what is left is no comparison within rows."""
    rng = np.random.default_rng(22)
    frame = wide(rng, n=200)
    frame["bp_post"] = rng.permutation(frame.bp_post + 2)
    assert recompute.every(recompute.read(frame), "paired") == []


def test_a_larger_and_a_smaller_one_are_no_pair():
    rng = np.random.default_rng(19)
    both = np.sort(rng.exponential(size=(200, 2)), axis=1)
    frame = pd.DataFrame({"pt_1": both[:, 1], "pt_2": both[:, 0]})
    assert recompute.every(recompute.read(frame), "paired") == []


def test_rows_of_one_cell_count_once_by_their_mean():
    rng = np.random.default_rng(20)
    frame = long(rng, units=16, levels="ab", each=5, shift=1.0)
    frame = frame.drop(index=rng.choice(len(frame), 30, replace=False))
    means = frame.groupby(["subject", "condition"]).y.mean().unstack()
    finding = recompute.one(frame, "paired", "y", "condition")
    wanted = stats.ttest_rel(means.b, means.a)
    assert finding.evidence.n == 16
    assert finding.evidence.p == pytest.approx(wanted.pvalue, rel=1e-6)


@pytest.mark.parametrize("sign", [1, -1])
def test_cells_of_many_coarse_differences_agree_whichever_column_is_higher(sign):
    """Of 450 differences 400 quantiles are taken, which must be those of higher less lower on both sides."""
    rng = np.random.default_rng(21)
    steps = np.round(rng.gamma(0.4, 1.0, 450) - 0.1, 2)
    frame = pd.DataFrame({"share_before": np.round(rng.random(450), 2)})
    frame["share_after"] = frame.share_before + sign * steps
    table = recompute.read(frame)
    (finding,) = recompute.findings(table, "paired")
    assert finding.evidence.method == "Wilcoxon signed rank test"
    assert recompute.differences(frame, table, finding) is None
