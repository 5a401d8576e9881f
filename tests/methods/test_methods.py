"""Each kind of flaw in its plainest form, and beside it the sound form that looks like it."""

import pytest

from jupyter_sciassist import methods

START = """
import numpy as np, pandas as pd
from scipy import stats
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_score, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
rng = np.random.default_rng(0)
X = rng.normal(size=(200, 5))
y = (X[:, 0] + rng.normal(size=200) > 0).astype(int)
"""
FLAWED = {
    "scaled before the split": ("leakage", """
Z = StandardScaler().fit_transform(X)
a, b, c, d = train_test_split(Z, y)
"""),
    "standardised by hand": ("leakage", """
Z = (X - X.mean(axis=0)) / X.std(axis=0)
print(cross_val_score(LogisticRegression(), Z, y))
"""),
    "features chosen by all labels": ("leakage", """
r = np.array([abs(stats.pearsonr(X[:, j], y)[0]) for j in range(5)])
best = np.argsort(r)[-2:]
print(cross_val_score(LogisticRegression(), X[:, best], y))
"""),
    "target in the features": ("leakage", """
df = pd.DataFrame(X, columns=list("abcde")).assign(price=rng.normal(size=200), sold=y)
df["rate"] = df["price"] / df["a"]
target = df["price"]
inputs = df.drop(columns=["price", "sold"])
a, b, c, d = train_test_split(inputs, target)
"""),
    "patients on both sides": ("leakage", """
df = pd.DataFrame(X, columns=list("abcde")).assign(patient_id=np.repeat(range(40), 5), sick=y)
a, b, c, d = train_test_split(df[["a", "b"]], df["sick"])
"""),
    "chosen by the test score": ("selection on the test set", """
a, b, c, d = train_test_split(X, y)
best = 0
for strength in [0.1, 1, 10]:
    score = LogisticRegression(C=strength).fit(a, c).score(b, d)
    if score > best:
        best = score
print(best)
"""),
    "the best of a list": ("selection on the test set", """
X_train, X_test, y_train, y_test = train_test_split(X, y)
scores = [LogisticRegression(C=c).fit(X_train, y_train).score(X_test, y_test) for c in (0.1, 1, 10)]
print("accuracy", max(scores))
"""),
    "small p told": ("many tests", """
df = pd.DataFrame(X, columns=list("abcde")).assign(arm=y)
for gene in df.columns[:-1]:
    p = stats.ttest_ind(df.loc[df.arm == 0, gene], df.loc[df.arm == 1, gene]).pvalue
    if p < 0.05:
        print(gene, p)
"""),
    "smallest of all": ("many tests", """
p = [stats.spearmanr(X[:, j], y).pvalue for j in range(5)]
print("best predictor", np.argmin(p), min(p))
"""),
    "far values of the outcome": ("outcome dropping", """
df = pd.DataFrame({"weight": rng.normal(size=60), "arm": np.repeat([0, 1], 30)})
df = df[abs(df.weight - df.weight.mean()) < 1.5 * df.weight.std()]
print(stats.ttest_ind(df[df.arm == 0].weight, df[df.arm == 1].weight))
"""),
    "until it is small": ("outcome dropping", """
x = list(rng.normal(0.5, 1, 10))
while stats.ttest_1samp(x, 0).pvalue > 0.05:
    x.append(rng.normal(0.5, 1))
"""),
    "skewed and few": ("broken assumption", """
u, v = np.array([1, 1, 2, 1, 3, 2, 1, 90.0]), np.array([2, 2, 3, 2, 4, 3, 2, 120.0])
print(stats.ttest_ind(u, v))
"""),
    "few expected": ("broken assumption", """
counts = np.array([[1, 2], [3, 2]])
print(stats.chi2_contingency(counts))
"""),
    "two walks": ("broken assumption", """
u, v = np.cumsum(rng.normal(size=(2, 200)), axis=1)
print(stats.pearsonr(u, v))
"""),
    "cells of one mouse": ("repeated measures", """
df = pd.DataFrame({"mouse_id": np.repeat(range(8), 10), "arm": np.repeat([0, 1], 40), "area": rng.normal(size=80)})
print(stats.mannwhitneyu(df.loc[df.arm == 0, "area"], df.loc[df.arm == 1, "area"]))
"""),
    "before and after": ("repeated measures", """
df = pd.DataFrame({"score_pre": rng.normal(size=50), "score_post": rng.normal(1, 1, 50)})
print(stats.ttest_ind(df["score_pre"], df["score_post"]))
"""),
    "scaled in a function": ("leakage", """
def prepare(table):
    return StandardScaler().fit_transform(table)
def judge(table, label):
    a, b, c, d = train_test_split(table, label)
    return LogisticRegression().fit(a, c).score(b, d)
print(judge(prepare(X), y))
"""),
    "chosen by a mask of the labels": ("leakage", """
keep = [j for j in range(5) if abs(X[y == 1, j].mean() - X[y == 0, j].mean()) > 0.3]
print(cross_val_score(LogisticRegression(), X[:, keep], y))
"""),
    "the target's mean of groups": ("leakage", """
df = pd.DataFrame(X, columns=list("abcde")).assign(town=rng.integers(0, 9, 200), sick=y)
df["rate"] = df["town"].map(df.groupby("town")["sick"].mean())
a, b = train_test_split(df)
print(LogisticRegression().fit(a[["a", "rate"]], a["sick"]).score(b[["a", "rate"]], b["sick"]))
"""),
    "scored by hand": ("leakage", """
Z = (X - X.mean(axis=0)) / X.std(axis=0)
order = rng.permutation(200)
first, rest = order[:150], order[150:]
w = np.linalg.lstsq(Z[first], y[first], rcond=None)[0]
print(np.sqrt(np.mean((Z[rest] @ w - y[rest]) ** 2)))
"""),
    "the best of cross-validation": ("selection on the test set", """
scores = {c: cross_val_score(LogisticRegression(C=c), X, y).mean() for c in (0.1, 1, 10)}
best = max(scores, key=scores.get)
print("accuracy", scores[best])
"""),
    "gathered under a condition": ("outcome dropping", """
weights = rng.normal(60, 5, 40)
kept = []
for one in weights:
    if abs(one - weights.mean()) < 1.5 * weights.std():
        kept.append(one)
print(stats.ttest_1samp(kept, 62))
"""),
    "taken out as missing": ("outcome dropping", """
df = pd.DataFrame({"weight": rng.normal(size=60), "arm": np.repeat([0, 1], 30)})
df.loc[df.weight < -1, "weight"] = np.nan
df = df.dropna()
print(stats.ttest_ind(df[df.arm == 0].weight, df[df.arm == 1].weight))
"""),
    "a share of few": ("broken assumption", """
share, n = 0.04, 25
print(share - 1.96 * np.sqrt(share * (1 - share) / n))
"""),
}  # fmt: skip
SOUND = {
    "standardised by the training rows": """
first, rest = np.arange(150), np.arange(150, 200)
mean, deviation = X[first].mean(axis=0), X[first].std(axis=0)
Z = (X - mean) / deviation
print(LogisticRegression().fit(Z[first], y[first]).score(Z[rest], y[rest]))
""",
    "rows left out by another column": """
df = pd.DataFrame({"weight": rng.normal(size=60), "arm": np.repeat([0, 1], 30), "noise": rng.uniform(size=60)})
df = df[df.noise < 0.9]
print(stats.ttest_ind(df[df.arm == 0].weight, df[df.arm == 1].weight))
""",
    "both sides of a limit": """
df = pd.DataFrame({"dose": rng.uniform(size=80), "weight": rng.normal(size=80)})
print(stats.ttest_ind(df[df.dose > 0.5].weight, df[df.dose <= 0.5].weight))
""",
    "means of the rows of a matrix": """
u, v = rng.normal(size=(2, 9, 1)) + rng.normal(size=(2, 9, 20)) / 3
print(stats.ttest_ind(u.mean(axis=1), v.mean(axis=1)))
""",
    "fitted on the training part": """
a, b, c, d = train_test_split(X, y)
scaler = StandardScaler().fit(a)
model = LogisticRegression().fit(scaler.transform(a), c)
print(model.score(scaler.transform(b), d))
""",
    "in a pipeline": """
print(cross_val_score(make_pipeline(StandardScaler(), LogisticRegression()), X, y).mean())
""",
    "chosen on a validation part": """
rest, X_test, y_rest, y_test = train_test_split(X, y)
X_train, X_val, y_train, y_val = train_test_split(rest, y_rest)
best = 0
for strength in [0.1, 1, 10]:
    model = LogisticRegression(C=strength).fit(X_train, y_train)
    score = model.score(X_val, y_val)
    if score > best:
        best, chosen = score, model
print(chosen.score(X_test, y_test))
""",
    "scores of folds": """
from sklearn.model_selection import KFold
scores = []
for train, test in KFold(5).split(X):
    scores.append(LogisticRegression().fit(X[train], y[train]).score(X[test], y[test]))
print(np.mean(scores), max(scores))
""",
    "groups kept whole": """
df = pd.DataFrame(X, columns=list("abcde")).assign(patient_id=np.repeat(range(40), 5), sick=y)
print(cross_val_score(LogisticRegression(), df[["a"]], df["sick"], groups=df["patient_id"], cv=GroupKFold(5)))
""",
    "corrected": """
p = [stats.spearmanr(X[:, j], y).pvalue for j in range(5)]
print(np.flatnonzero(stats.false_discovery_control(p) < 0.05))
""",
    "power by simulation": """
hits = 0
for _ in range(200):
    if stats.ttest_ind(rng.normal(size=20), rng.normal(0.5, 1, 20)).pvalue < 0.05:
        hits += 1
print(hits / 200)
""",
    "rows without a value": """
df = pd.DataFrame({"weight": rng.normal(size=60), "arm": np.repeat([0, 1], 30), "age": rng.uniform(10, 80, 60)})
df = df.dropna(subset=["weight"])
df = df[(df.age >= 18) & df.weight.notna()]
print(stats.ttest_ind(df[df.arm == 0].weight, df[df.arm == 1].weight))
""",
    "ranks for skewed values": """
u, v = np.array([1, 1, 2, 1, 3, 2, 1, 90.0]), np.array([2, 2, 3, 2, 4, 3, 2, 120.0])
print(stats.mannwhitneyu(u, v))
""",
    "one value a mouse": """
df = pd.DataFrame({"mouse_id": np.repeat(range(8), 10), "arm": np.repeat([0, 1], 40), "area": rng.normal(size=80)})
each = df.groupby("mouse_id").agg(area=("area", "mean"), arm=("arm", "first"))
print(stats.ttest_ind(each.loc[each.arm == 0, "area"], each.loc[each.arm == 1, "area"]))
""",
    "paired": """
df = pd.DataFrame({"score_pre": rng.normal(size=50), "score_post": rng.normal(1, 1, 50)})
print(stats.ttest_rel(df["score_pre"], df["score_post"]))
""",
}


def found(source, run=True):
    cells = [{"cell_type": "code", "source": START, "execution_count": 1}]
    cells.append({"cell_type": "code", "source": source, "execution_count": 2})
    namespace = {}
    if run:
        for cell in cells:
            exec(cell["source"], namespace)
    return methods.read(cells, namespace)


@pytest.mark.parametrize("name", FLAWED)
def test_a_flaw_is_named_with_its_line_and_cure(name):
    kind, source = FLAWED[name]
    cards = found(source)
    assert [card.analysis for card in cards] == [f"method: {kind}"]
    assert cards[0].kind == "caution"
    assert cards[0].title.startswith("Cell [2], line ")


@pytest.mark.parametrize("name", SOUND)
def test_sound_code_is_left_in_peace(name):
    assert [card.title for card in found(SOUND[name])] == []


@pytest.mark.parametrize("source", ["def broken(:", "%%bash\nls", "x = = 1", "", "import nothing_here"])  # fmt: skip
def test_what_cannot_be_read_is_passed_over(source):
    assert found(source, run=False) == []
    assert methods.read([{"cell_type": "markdown", "source": source}], {}) == []


def test_foreign_objects_are_not_touched():
    class Trap:
        def __getattribute__(self, name):
            raise AssertionError(name)

    cells = [{"cell_type": "code", "source": "print(stats.ttest_ind(u, v), pearsonr(u.x, v['x']))"}]
    assert methods.read(cells, {"u": Trap(), "v": Trap(), "stats": Trap()}) == []


def test_the_cells_of_accepted_cards_are_passed_over():
    source = "def card_0a1b2c3d(df):\n    p = [pearsonr(df[c], df.y).pvalue for c in df]\n    print(min(p))"
    assert methods.read([{"cell_type": "code", "source": source}], {}) == []
