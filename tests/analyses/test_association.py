"""Rank correlation: published numbers, dependence of rows, trivial pairs."""

import numpy as np
import pandas as pd
import pytest
from palmerpenguins import load_penguins

from jupyter_sciassist.statistics.multiplicity import benjamini_hochberg
from tests.analyses import recompute
from tests.chance import few


def test_hollander_and_wolfe_tuna():
    """Hollander and Wolfe (1973), p. 187, in R's cor.test: nine pairs, rho = 0.6."""
    lightness = [44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1]
    panel = [2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8]
    frame = pd.DataFrame({"lightness": lightness, "panel": panel})
    evidence = recompute.one(frame, "association", "lightness", "panel").evidence
    assert evidence.effect.value == pytest.approx(0.6)
    assert [item.verdict for item in evidence.assumptions if item.name == "enough rows"] == ["weak"]


def test_below_the_floor_nothing_is_computed():
    frame = pd.DataFrame({"a": np.arange(7) ** 1.5, "b": [3, 1, 2, 7, 5, 6, 4.5]})
    assert recompute.findings(recompute.read(frame), "association") == []


def test_the_slope_is_in_units_of_the_columns():
    frame = load_penguins()
    finding = recompute.one(frame, "association", "flipper_length_mm", "body_mass_g")
    estimate = finding.evidence.estimate
    assert estimate.unit == "g per mm"
    assert estimate.low < 50 < estimate.high
    assert finding.facts["unit_y"] == "g"


@pytest.mark.parametrize("power", [1, 2])
def test_of_a_smooth_curve_along_the_rows_nothing_is_left_to_go_with_anything(power):
    """A line is taken out whole; a slope on what rounding leaves of it was of the order of 1e12."""
    steps = np.linspace(150, 200, 80)
    frame = pd.DataFrame({"a": steps**power, "b": steps + 5 * np.sin(np.arange(80) * 7.3)})
    assert recompute.findings(recompute.read(frame), "association") == []


def test_independent_random_walks_are_hardly_ever_asserted():
    """100 pairs of walks: 1 % at most; 1 in 500 was observed."""
    seed, rng = recompute.fresh()
    hits = 0
    for _ in range(100):
        frame = pd.DataFrame(np.cumsum(rng.normal(size=(200, 2)), axis=0), columns=["a", "b"])
        (finding,) = recompute.findings(recompute.read(frame), "association")
        hits += finding.evidence.p <= 0.05
    assert few(hits, 100, 0.01), f"{hits} of 100, seed {seed}"


@pytest.mark.parametrize("rows", [100, 500])
def test_four_walks_along_a_date_are_not_related(rows):
    seed, rng = recompute.fresh()
    hits = 0
    for _ in range(25):
        walks = pd.DataFrame(np.cumsum(rng.normal(size=(rows, 4)), axis=0), columns=list("abcd"))
        walks.insert(0, "date", pd.date_range("2020-01-01", periods=rows))
        found = recompute.findings(recompute.read(walks), "association")
        q = benjamini_hochberg([finding.evidence.p for finding in found])
        hits += bool(min(q) <= 0.05)
    assert few(hits, 25, 0.01), f"{hits} of 25, seed {seed}"


def test_series_that_move_together_are_still_found():
    rng = np.random.default_rng(4)
    walk = np.cumsum(rng.normal(size=300))
    frame = pd.DataFrame(
        {"a": walk + 2 * rng.normal(size=300), "b": walk + 2 * rng.normal(size=300)}
    )
    evidence = recompute.one(frame, "association", "a", "b").evidence
    assert evidence.p < 0.05
    assert evidence.assumptions[0].verdict == "violated"
    assert evidence.assumptions[0].detail.startswith("fallback: effective sample size")


def test_a_table_sorted_by_its_groups_is_no_series():
    """Penguins stand species by species: alike neighbours, but independent rows."""
    finding = recompute.one(load_penguins(), "association", "flipper_length_mm", "body_mass_g")
    assert finding.evidence.method == "Spearman rank correlation"
    assert finding.evidence.assumptions[0].verdict == "ok"


def test_a_table_sorted_by_a_measurement_is_no_series():
    rng = np.random.default_rng(5)
    x = np.sort(rng.gamma(2, 10, 150))
    frame = pd.DataFrame({"size": x, "load": np.log(x) + 0.5 * rng.normal(size=150)})
    finding = recompute.one(frame, "association", "size", "load")
    assert finding.evidence.method == "Spearman rank correlation"


def test_repeated_units_count_for_fewer_rows():
    """Two columns that vary between 20 subjects only: 200 rows would reject 3 times in 4."""
    seed, rng = recompute.fresh()
    hits = 0
    for _ in range(200):
        frame = recompute.repeated(rng, units=20, each=10).sample(frac=1, random_state=1)
        hits += recompute.one(frame, "association", "x", "y").evidence.p <= 0.05
    assert few(hits, 200), f"{hits} of 200, seed {seed}"


def test_ordered_categories_are_correlated_and_nothing_else_is_said_of_them():
    rng = np.random.default_rng(6)
    frame = recompute.mixed(rng)
    frame["y"] = frame.grade.cat.codes + rng.normal(size=len(frame))
    found = [
        finding
        for finding in recompute.findings(recompute.read(frame))
        if set(finding.variables) == {"grade", "y"}
    ]
    assert [finding.candidate.analysis for finding in found] == ["association"]
    assert found[0].direction == "+"


def test_a_control_comes_with_what_looks_real():
    frame = recompute.mixed(np.random.default_rng(7))
    control = recompute.one(frame, "association", "x", "y").evidence.control
    assert (control["kind"], control["runs"], control["as_strong"]) == ("label permutation", 99, 0)
