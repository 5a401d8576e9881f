"""Tables that are already counted."""

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.contingency_tables import StratifiedTable

from jupyter_sciassist.language import statements
from jupyter_sciassist.statistics import stratified
from tests.analyses import recompute
from tests.analyses.test_confounding import BERKELEY
from tests.chance import few


def berkeley(parts=False):
    rows = []
    for dept, (men, no_men, women, no_women) in BERKELEY.items():
        rows += [(dept, "male", men, no_men), (dept, "female", women, no_women)]
    frame = pd.DataFrame(rows, columns=["dept", "gender", "admit", "reject"])
    return frame if parts else frame.assign(applications=frame.admit + frame.reject)


def claims(frame):
    table = recompute.read(frame)
    return {one.facts["claim"]: one for one in recompute.findings(table, "counts")}


@pytest.mark.parametrize("parts", [True, False])
def test_the_gap_of_berkeley_is_gone_within_departments(parts):
    found = claims(berkeley(parts))
    assert (found["group"].variables, found["group"].level) == (("admit", "gender"), "male")
    assert (found["stratum"].variables, found["stratum"].level) == (("admit", "dept"), "A")
    one = found["within"]
    assert one.relation == "confounding"
    assert one.variables == ("gender", "admit", "dept")
    assert one.facts["kind"] == "explained"
    assert one.evidence.n == 4526
    assert one.evidence.assumptions[1].verdict == "weak"
    assert (
        statements.word(one).title == "the rate of admit by gender is no longer clear within dept"
    )


def test_a_planted_reversal_is_told():
    """Within each severity the new treatment is better; it is given to the severe cases."""
    frame = pd.DataFrame({
        "severity": ["mild", "mild", "fair", "fair", "severe", "severe"],
        "treatment": ["new", "old"] * 3,
        "recovered": [95, 720, 70, 60, 360, 25],
        "treated": [100, 800, 100, 101, 800, 100],
    })  # fmt: skip
    one = claims(frame)["within"]
    assert (one.facts["kind"], one.direction) == ("reversal", "+")
    assert "reverses within severity" in statements.word(one).title


@pytest.mark.parametrize("make", ["berkeley", "parts", "reversal", "numbers", "random"])
def test_the_cells_print_the_numbers(make):
    _, rng = recompute.fresh()
    frame = berkeley(make == "parts").sample(frac=1, random_state=1)
    if make == "numbers":
        frame["gender"] = frame.gender == "male"
    if make == "random":
        frame["admit"] = rng.binomial(frame.applications, 0.2 + 0.1 * (frame.gender == "male"))
        frame = frame.drop(columns="reject")
    table = recompute.read(frame)
    found = recompute.findings(table, "counts")
    assert len(found) >= 1
    for one in found:
        assert recompute.differences(frame, table, one) is None


@pytest.mark.parametrize("seed", range(5))
def test_breslow_and_days_p_is_that_of_statsmodels(seed):
    rng = np.random.default_rng(seed)
    cases = rng.integers(20, 90, (2, 6)).astype(float)
    hits = rng.binomial(cases.astype(int), rng.uniform(0.2, 0.8, (2, 1))).astype(float)
    tables = [np.array([[a, m - a], [b, n - b]]) for a, b, m, n in zip(*hits, *cases, strict=True)]
    p = StratifiedTable(tables).test_equal_odds().pvalue
    assert stratified.common(hits, cases).spread_p == pytest.approx(p)


def test_equal_rates_are_hardly_ever_told_apart():
    """Three claims at 5 % each."""
    seed, rng = recompute.fresh()
    frame = berkeley().drop(columns="reject")
    hits = 0
    for _ in range(100):
        frame["admit"] = rng.binomial(frame.applications, 0.3)
        hits += bool(claims(frame))
    assert few(hits, 100, 0.15), f"{hits} of 100, seed {seed}"


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda frame: frame.assign(admit=-frame.admit), id="negative"),
        pytest.param(lambda frame: frame.assign(admit=frame.admit + 0.5), id="no counts"),
        pytest.param(lambda frame: frame.assign(admit=0, reject=0, applications=0), id="zeros"),
        pytest.param(lambda frame: frame.assign(dept=frame.dept.to_numpy()[::-1]), id="no cross"),
        pytest.param(lambda frame: frame.iloc[1:], id="one row short"),
        pytest.param(lambda frame: frame.assign(gender="male"), id="one level"),
        pytest.param(lambda frame: frame.assign(admit=frame.applications, reject=0), id="always"),
        pytest.param(lambda frame: frame.assign(dept=[None, *frame.dept[1:]]), id="missing"),
        pytest.param(lambda frame: frame.drop(columns=["admit", "reject"]), id="one count"),
    ],
)
def test_awkward_tables_are_survived(spoil):
    frame = spoil(berkeley())
    table = recompute.read(frame)
    for one in recompute.findings(table, "counts"):
        assert recompute.differences(frame, table, one) is None


def test_strata_without_cases_of_a_group_are_left_out():
    frame = berkeley()
    frame.loc[0, ["admit", "reject", "applications"]] = 0
    one = claims(frame)["within"]
    assert one.evidence.n == 4526 - 825 - 108
    assert recompute.differences(frame, recompute.read(frame), one) is None
