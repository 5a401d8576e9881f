"""Fitted models, splits, figures and printed p-values, beside statsmodels' own diagnostics."""

import contextlib
import io

import matplotlib
import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
import statsmodels.formula.api as smf
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from statsmodels.stats.diagnostic import acorr_breusch_godfrey, het_breuschpagan
from statsmodels.stats.outliers_influence import OLSInfluence, variance_inflation_factor

from jupyter_sciassist import results
from jupyter_sciassist.statistics import diagnostics

matplotlib.use("Agg")
import matplotlib.pyplot as plt


def kinds(namespace, cells=()):
    return {card.analysis.removeprefix("result: ") for card in results.read(namespace, cells)}


def agrees(namespace):
    """Every cell prints the numbers of its card."""
    cards = results.read(namespace, [])
    for card in cards:
        if not card.code:
            continue
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(card.code, dict(namespace))
        got = {name: float(value) for name, value in (line.split(" = ") for line in out.getvalue().splitlines())}  # fmt: skip
        evidence = card.evidence
        wanted = {"n": evidence.n, "p": evidence.p}
        wanted["estimate"] = evidence.estimate and evidence.estimate.value
        wanted["statistic"] = evidence.statistic and evidence.statistic.value
        wanted = {name: value for name, value in wanted.items() if value is not None}
        assert set(got) == set(wanted), card.title
        for name, value in wanted.items():
            assert got[name] == pytest.approx(value, rel=1e-5), (card.title, name)
    return cards


@pytest.fixture
def rng():
    return np.random.default_rng(11)


def data(rng, n=300):
    frame = pd.DataFrame(rng.normal(size=(n, 3)), columns=list("abc"))
    frame["y"] = frame.a - frame.b + rng.normal(size=n)
    return frame


def test_sound_fits_are_left_in_peace(rng):
    frame = data(rng)
    fits = {
        "plain": smf.ols("y ~ a + b + c", frame).fit(),
        "counts": sm.GLM(rng.poisson(np.exp(0.3 * frame.a)), sm.add_constant(frame[["a"]]), family=sm.families.Poisson()).fit(),
        "binary": smf.logit("hit ~ a", frame.assign(hit=(frame.y > 0).astype(int))).fit(disp=0),
    }  # fmt: skip
    assert results.read(fits, []) == []


def test_each_fault_of_a_linear_fit_is_named(rng):
    frame = data(rng)
    uneven = frame.assign(y=frame.a + np.exp(frame.b) * rng.normal(size=300))
    walk = frame.assign(y=np.cumsum(rng.normal(size=300)))
    twin = frame.assign(d=frame.a + 0.01 * rng.normal(size=300))
    far = frame.copy()
    far.loc[7, ["a", "y"]] = [40.0, -200.0]
    assert "spread" in kinds({"m": smf.ols("y ~ a + b", uneven).fit()})
    assert "spread" not in kinds({"m": smf.ols("y ~ a + b", uneven).fit(cov_type="HC3")})
    assert kinds({"m": smf.ols("y ~ a", walk).fit()}) >= {"order"}
    assert kinds({"m": smf.ols("y ~ a + d", twin).fit()}) == {"collinearity"}
    assert "influence" in kinds({"m": smf.ols("y ~ a", far).fit()})
    fits = [smf.ols("y ~ a + b", uneven), smf.ols("y ~ a", walk), smf.ols("y ~ a + d", twin), smf.ols("y ~ a", far)]  # fmt: skip
    for model in fits:
        assert agrees({"m": model.fit()})


def test_overdispersed_counts_are_named_and_negative_binomial_is_not(rng):
    x = sm.add_constant(rng.normal(size=400))
    y = rng.negative_binomial(1, 0.2, 400)
    poisson = sm.GLM(y, x, family=sm.families.Poisson()).fit()
    assert kinds({"m": poisson}) == {"overdispersion"}
    assert kinds({"m": sm.Poisson(y, x).fit(disp=0)}) == {"overdispersion"}
    assert kinds({"m": sm.NegativeBinomial(y, x).fit(disp=0)}) == set()
    assert agrees({"m": poisson})


def test_a_second_model_of_the_same_counts_answers_the_first():
    rng = np.random.default_rng(11)
    x = sm.add_constant(rng.normal(size=150))
    counts = rng.negative_binomial(1, 0.1, 150)
    first = sm.GLM(counts, x, family=sm.families.Poisson()).fit()
    second = sm.NegativeBinomial(counts, x).fit(disp=0)
    kinds = {card.analysis for card in results.read({"first": first}, [])}
    assert "result: overdispersion" in kinds
    both = {card.analysis for card in results.read({"first": first, "second": second}, [])}
    assert "result: overdispersion" not in both
    other = sm.NegativeBinomial(counts[::-1].copy(), x).fit(disp=0)
    apart = {card.analysis for card in results.read({"first": first, "other": other}, [])}
    assert "result: overdispersion" in apart


def test_rows_of_coarse_columns_may_well_coincide():
    rng = np.random.default_rng(12)
    coarse = pd.DataFrame(rng.integers(0, 5, (600, 4)), columns=list("abcd"))
    found = results.read({"train": coarse[:400], "test": coarse[400:]}, [])
    assert "result: shared rows" not in {card.analysis for card in found}


def test_hazards_that_drift_are_named(rng):
    group = rng.integers(0, 2, 400)
    # Shape 0.6 against 2.5: the curves cross, the ratio of hazards runs from above to below 1.
    times = np.where(group == 1, rng.weibull(0.6, 400), rng.weibull(2.5, 400))
    cards = agrees({"cox": sm.PHReg(times, group[:, None].astype(float)).fit()})
    assert [card.analysis for card in cards] == ["result: hazards"]
    steady = rng.exponential(np.exp(-0.7 * group))
    assert kinds({"cox": sm.PHReg(steady, group[:, None].astype(float)).fit()}) == set()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_diagnostics_are_those_of_statsmodels(seed):
    rng = np.random.default_rng(seed)
    x = sm.add_constant(rng.normal(size=(90, 3)) @ [[1, 0.5, 0], [0, 1, 0.3], [0, 0, 1]])
    fit = sm.OLS(x @ [1, 2, 0, -1] + np.exp(0.5 * x[:, 1]) * rng.normal(size=90), x).fit()
    residuals = fit.resid
    ours, theirs = diagnostics.breusch_pagan(residuals, x), het_breuschpagan(residuals, x)
    assert ours.statistic == pytest.approx(theirs[0])
    assert ours.p == pytest.approx(theirs[1])
    ours, theirs = (
        diagnostics.breusch_godfrey(residuals, x),
        acorr_breusch_godfrey(fit, nlags=1, result_object=False),
    )
    assert ours.statistic == pytest.approx(theirs[0])
    assert ours.p == pytest.approx(theirs[1])
    np.testing.assert_allclose(diagnostics.cook(residuals, x), OLSInfluence(fit).cooks_distance[0])
    factors = [variance_inflation_factor(x, place) for place in (1, 2, 3)]
    np.testing.assert_allclose(diagnostics.inflation(x)[1:], factors)


def test_shared_rows_and_rare_classes_are_named(rng):
    frame = data(rng, 400)[["a", "b", "c"]]
    labels = pd.Series((rng.random(400) < 0.04).astype(int))
    doubled = pd.concat([frame, frame], ignore_index=True)
    parts = train_test_split(doubled, pd.concat([labels, labels]), random_state=0)
    leaking = dict(zip(("X_train", "X_test", "y_train", "y_test"), parts, strict=True))
    model = LogisticRegression().fit(leaking["X_train"], leaking["y_train"])
    assert kinds(leaking | {"model": model}) == {"shared rows", "rare class"}
    assert agrees(leaking)
    clean = dict(zip(("X_train", "X_test"), train_test_split(frame, random_state=0), strict=True))
    weighed = LogisticRegression(class_weight="balanced").fit(leaking["X_train"], leaking["y_train"])  # fmt: skip
    assert kinds(clean | {"y_train": leaking["y_train"], "model": weighed}) == set()


def printed(*texts, source="print(p)"):
    outputs = [{"output_type": "stream", "name": "stdout", "text": text} for text in texts]
    return [{"cell_type": "code", "source": source, "outputs": outputs}]


def test_printed_p_values_are_counted():
    lines = "\n".join(f"gene {i}: t = 2.1, p = 0.0{i + 1}" for i in range(9))
    more = "TtestResult(statistic=np.float64(1.2), pvalue=np.float64(0.23), df=8)"
    (card,) = results.read({}, printed(lines, more))
    assert card.title.startswith("10 p-values printed in this notebook, none corrected (5 of them")
    assert results.read({}, printed("p = 0.03\nsteps = 0.05\nmap = .3")) == []
    for magic in ("%load_ext jupyter_sciassist\n%sci suggest df", "%%sci ask\nwhat goes with x?"):
        assert results.read({}, printed(lines, more, source=magic)) == []
    corrected = printed(lines, source="q = multipletests(p, method='fdr_bh')")
    assert results.read({}, corrected) == []


def test_figures_without_labels_are_named():
    bare, axes = plt.subplots()
    axes.plot([1, 2])
    told, axes = plt.subplots()
    axes.plot([1, 2])
    axes.set(xlabel="time (s)", ylabel="flux")
    empty, _ = plt.subplots()
    cards = results.read({"bare": bare, "told": told, "empty": empty}, [])
    plt.close("all")
    assert [card.title for card in cards] == [
        "bare: its axes have no label on x or y. "
        "Name the quantity and its unit with set_xlabel and set_ylabel"
    ]


def test_foreign_objects_are_not_touched():
    class RegressionResultsWrapper:
        def __getattr__(self, name):
            raise AssertionError(f"{name} was read")

    assert results.read({"m": RegressionResultsWrapper(), "X_train": object(), "X_test": 3}, []) == []  # fmt: skip
