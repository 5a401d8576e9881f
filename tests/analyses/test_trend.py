"""Trends along time."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from jupyter_sciassist.statistics.assumptions import unmet
from tests.analyses import recompute
from tests.chance import few


def test_the_nile_falls():
    frame = sm.datasets.nile.load_pandas().data
    finding = recompute.one(frame, "trend", "year", "volume")
    assert (finding.relation, finding.direction) == ("trend", "-")
    assert finding.evidence.estimate.value == pytest.approx(-2.6, abs=0.01)
    assert finding.evidence.p < 0.05
    (unmet_one,) = unmet(finding.evidence.assumptions)
    assert unmet_one.name == "steady change"
    assert (finding.facts["start"], finding.facts["end"], finding.facts["per"]) == (
        "1871",
        "1970",
        "year",
    )


def test_carbon_dioxide_rises_although_it_wanders():
    """Mauna Loa, weekly 1958 to 2001: 1.36 ppm a year, clearer than 1 random walk in 1 000."""
    series = sm.datasets.co2.load_pandas().data.co2
    (finding,) = recompute.findings(recompute.read(series), "trend")
    estimate = finding.evidence.estimate
    assert estimate.value == pytest.approx(1.36, abs=0.02)
    assert estimate.low < 1.36 < estimate.high
    assert "means of each month of the year taken out first" in finding.evidence.caveats
    assert finding.evidence.p < 0.001
    assert unmet(finding.evidence.assumptions) == ()


def test_random_walks_have_no_asserted_trend():
    """60 walks, at most 2 (a share of .001 is let through)."""
    seed, rng = recompute.fresh()
    hits = 0
    for _ in range(20):
        frame = pd.DataFrame(np.cumsum(rng.normal(size=(150, 3)), axis=0), columns=list("abc"))
        frame.insert(0, "time", np.arange(150))
        found = recompute.findings(recompute.read(frame), "trend")
        assert len(found) == 3
        hits += sum(
            finding.evidence.p <= 0.05 and not unmet(finding.evidence.assumptions)
            for finding in found
        )
    assert few(hits, 60, 0.02), f"{hits} of 60, seed {seed}"


def test_several_rows_at_a_time_are_averaged():
    rng = np.random.default_rng(1)
    years = np.repeat(np.arange(1990, 2020), 5)
    frame = pd.DataFrame({"year": years, "v": 0.1 * (years - 1990) + rng.normal(size=150)})
    finding = recompute.one(frame, "trend", "year", "v")
    assert finding.evidence.n == 30
    assert finding.evidence.caveats == ("150 rows averaged over 30 values of year",)
    assert finding.evidence.estimate.low < 0.1 < finding.evidence.estimate.high


def test_the_order_of_rows_does_not_matter_where_there_is_a_time():
    frame = recompute.ordered(np.random.default_rng(2))
    mixed = frame.sample(frac=1, random_state=3)
    one, other = (
        recompute.one(each, "trend", "date", "smooth").evidence for each in (frame, mixed)
    )
    assert one.p == pytest.approx(other.p)
    assert one.estimate.value == pytest.approx(other.estimate.value)


def test_rows_without_time_have_no_trend():
    frame = pd.DataFrame(
        {"a": np.arange(40) ** 1.1 + 0.5, "b": np.random.default_rng(4).normal(size=40)}
    )
    assert recompute.findings(recompute.read(frame), "trend") == []


def test_a_series_has_its_rows_for_time():
    values = pd.Series(np.random.default_rng(5).normal(size=60) + 0.1 * np.arange(60), name="drift")
    (finding,) = recompute.findings(recompute.read(values), "trend")
    assert finding.variables == ("drift",)
    assert finding.facts["per"] == "row"
    assert finding.evidence.estimate.value == pytest.approx(0.1, abs=0.03)


def test_the_pair_of_time_and_number_is_not_correlated_as_well():
    frame = recompute.ordered(np.random.default_rng(6))
    found = recompute.findings(recompute.read(frame), "association")
    assert not any("date" in finding.variables for finding in found)
