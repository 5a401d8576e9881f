"""Pairs that a third variable turns, hides or explains."""

import numpy as np
import pandas as pd
import pytest
from palmerpenguins import load_penguins

from jupyter_sciassist.analyses import confounding
from tests.analyses import recompute

BERKELEY = {  # admitted and rejected men, admitted and rejected women (R, UCBAdmissions)
    "A": (512, 313, 89, 19),
    "B": (353, 207, 17, 8),
    "C": (120, 205, 202, 391),
    "D": (138, 279, 131, 244),
    "E": (53, 138, 94, 299),
    "F": (22, 351, 24, 317),
}


def berkeley():
    """One row for each of the 4 526 applicants, shuffled."""
    cases = [
        (dept, gender, admitted)
        for dept, counts in BERKELEY.items()
        for (gender, admitted), count in zip(
            [("male", "yes"), ("male", "no"), ("female", "yes"), ("female", "no")],
            counts,
            strict=True,
        )
        for _ in range(count)
    ]
    frame = pd.DataFrame(cases, columns=["dept", "gender", "admitted"])
    return frame.sample(frac=1, random_state=0, ignore_index=True)


def cases(frame, split="all", salt=recompute.SALT):
    found = recompute.findings(recompute.read(frame, split, salt), "confounding")
    return {frozenset(finding.variables[:2]): finding for finding in found}


def simpson(rng, n=900):
    """The treatment helps in each severity, and is given to the severe."""
    severity = rng.choice(["mild", "moderate", "severe"], n)
    level = pd.Series(severity).map({"mild": 0, "moderate": 1, "severe": 2}).to_numpy()
    treated = rng.random(n) < np.array([0.15, 0.5, 0.85])[level]
    rate = np.array([0.75, 0.45, 0.15])[level] + 0.15 * treated
    return pd.DataFrame({
        "patient": np.arange(1, n + 1),
        "severity": severity,
        "treatment": np.where(treated, "new", "old"),
        "recovered": (rng.random(n) < rate).astype(int),
        "age": rng.integers(20, 80, n),
    })  # fmt: skip


@pytest.mark.parametrize("split", ["all", "explore"])
@pytest.mark.parametrize("salt", ["a", "b", "c", "d"])
def test_bill_depth_reverses_within_species(split, salt):
    found = cases(load_penguins(), split, salt)
    finding = found[frozenset({"bill_length_mm", "bill_depth_mm"})]
    assert finding.variables[2] == "species"
    assert finding.direction == "+"
    assert finding.facts["crude"] < 0 < finding.facts["adjusted_low"]
    assert (finding.facts["groups"], finding.facts["same_sign"]) == (3, 3)
    assert finding.evidence.p < 1e-3
    assert finding.relation == "confounding"


def test_on_all_penguins_it_is_a_reversal():
    finding = cases(load_penguins())[frozenset({"bill_length_mm", "bill_depth_mm"})]
    assert finding.facts["kind"] == "reversal"
    assert finding.facts["crude_high"] < 0


def test_binary_pairs_turn_within_an_ordinal_third():
    finding = cases(simpson(np.random.default_rng(1)))[frozenset({"treatment", "recovered"})]
    assert finding.variables[2] == "severity"
    assert finding.facts["kind"] == "reversal"
    crude_says_new = finding.facts["crude"] < 0  # levels in order: new, old
    assert not crude_says_new
    assert finding.direction == "-"


def test_berkeley_admissions_are_explained_by_the_department():
    finding = cases(berkeley())[frozenset({"gender", "admitted"})]
    assert (finding.variables[2], finding.facts["kind"]) == ("dept", "explained")
    assert finding.direction == "none"
    assert abs(finding.facts["adjusted"]) < abs(finding.facts["crude"]) / 3


def test_a_common_cause_explains_a_pair_of_numbers():
    rng = np.random.default_rng(2)
    z = rng.normal(size=400)
    frame = pd.DataFrame(
        {"z": z, "x": z + 0.6 * rng.normal(size=400), "y": z + 0.6 * rng.normal(size=400)}
    )
    found = cases(frame)
    finding = found[frozenset({"x", "y"})]
    assert (finding.variables[2], finding.facts["kind"]) == ("z", "explained")
    assert frozenset({"x", "z"}) not in found


def test_a_relation_that_groups_hide_is_masked():
    rng = np.random.default_rng(3)
    group = rng.integers(0, 2, 400)
    x = rng.normal(size=400) + 1.2 * group
    y = 0.6 * rng.normal(size=400) + 0.5 * x - 1.62 * group
    frame = pd.DataFrame({"x": x, "y": y, "g": np.where(group == 1, "a", "b")})
    finding = cases(frame)[frozenset({"x", "y"})]
    assert (finding.facts["kind"], finding.direction) == ("masked", "+")


def test_the_crude_halves_are_those_of_reversals_and_masked_pairs():
    found = list(cases(load_penguins()).values())
    halves = confounding.crude_halves(found)
    assert frozenset({"bill_length_mm", "bill_depth_mm"}) in halves
    explained = [finding for finding in found if finding.facts["kind"] == "explained"]
    assert not halves & {frozenset(finding.variables[:2]) for finding in explained}
    assert confounding.crude_halves([]) == set()


def test_nothing_is_shown_where_no_third_matters():
    rng = np.random.default_rng(4)
    frame = pd.DataFrame(rng.normal(size=(300, 4)), columns=list("abcd"))
    frame["g"] = rng.choice(["u", "v", "w"], 300)
    table = recompute.read(frame)
    assert recompute.findings(table, "confounding") == []
    counted = recompute.every(table, "confounding")
    assert [finding.evidence.p for finding in counted] == [1.0] * 6


def test_series_are_left_alone():
    rng = np.random.default_rng(5)
    frame = pd.DataFrame(np.cumsum(rng.normal(size=(200, 3)), axis=0), columns=list("abc"))
    assert recompute.every(recompute.read(frame), "confounding") == []


def test_two_columns_have_no_third():
    frame = pd.DataFrame(np.random.default_rng(6).normal(size=(60, 2)), columns=list("ab"))
    assert recompute.every(recompute.read(frame), "confounding") == []


def test_the_number_of_thirds_is_bounded():
    rng = np.random.default_rng(7)
    frame = pd.DataFrame(rng.normal(size=(60, 230)), columns=[f"c{i}" for i in range(230)])
    found = recompute.every(recompute.read(frame), "confounding")
    assert max(finding.facts["tried"] for finding in found if finding.facts) <= 200
