"""Trends in words: found where they were made, not where a walk or an order of rows makes them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from jupyter_sciassist.chat.context import Context
from tests.chat.operations.common import BIRDS, PENGUINS, over, reply, respond, text, told

RNG = np.random.default_rng(1)
MONTHS = pd.date_range("2000-01-01", periods=240, freq="MS")
PLACE = np.arange(240)
CLIMATE = pd.DataFrame(
    {
        "date": MONTHS,
        "temp_c": 10 + 0.02 * PLACE + 3 * np.sin(2 * np.pi * PLACE / 12) + RNG.normal(size=240),
        "step": np.where(PLACE < 130, 0.0, 4.0) + RNG.normal(size=240),
    }
)
WHERE = over(climate=CLIMATE)


def test_a_trend_by_sens_slope_with_the_season_out() -> None:
    found = reply("Is there a trend in temp?", WHERE)
    card = found.suggestions[0]
    assert card.analysis == "trend"
    assert card.evidence is not None
    assert card.evidence.asserted
    assert card.evidence.estimate is not None
    assert card.evidence.estimate.value == pytest.approx(0.24, abs=0.02)
    assert "Means of each month of the year taken out first." in text(found)
    assert {one.analysis for one in found.suggestions} == {"trend", "changepoint", "periodicity"}


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("is temp periodic?", "periodicity"), ("any seasonality in temp", "periodicity"),
        ("is there a change point in step", "changepoint"), ("does temp rise over time", "trend"),
        ("trend of temp along date", "trend"),
    ],
)  # fmt: skip
def test_what_was_asked_comes_first(question: str, first: str) -> None:
    found = reply(question, WHERE)
    card = found.suggestions[0]
    assert card.analysis == first
    assert card.evidence is not None
    assert card.evidence.asserted


def test_scans_say_both_significances() -> None:
    said = told("is there a change point in step", WHERE)
    assert "over all places searched" in said
    assert "at this one alone" in said


def test_a_step_is_no_trend_and_the_reason_is_said() -> None:
    said = told("is there a trend in step", WHERE)
    assert "Not established, since “steady change” does not hold" in said


def test_a_random_walk_is_no_trend() -> None:
    rng = np.random.default_rng()
    runs, hits = 25, 0
    for _ in range(runs):
        walk = pd.DataFrame({"time": np.arange(100.0), "level": rng.normal(size=100).cumsum()})
        found = reply("trend in level", over(walk=walk))
        evidence = found.suggestions[0].evidence if found.suggestions else None
        hits += evidence is not None and evidence.asserted
    assert stats.binomtest(hits, runs, 0.05, "greater").pvalue > 1e-6


def test_of_all_columns_what_is_established() -> None:
    found = reply("any trends in climate?", WHERE)
    assert all(one.evidence is not None and one.evidence.asserted for one in found.suggestions)
    assert "Looked at step, temp_c along date." in text(found)


@pytest.mark.parametrize(
    ("question", "where", "why"),
    [
        (
            "is there a trend in body mass",
            over(birds=BIRDS.drop(columns="year")),
            "in which order its rows were taken",
        ),
        ("trend of temp with step", WHERE, "not a time along which"),
        ("is there a trend in temp", over(few=CLIMATE.head(6)), "at least twelve different times"),
        ("is there a trend in temp", over(few=CLIMATE.head(11)), "at least twelve different times"),
        ("is there a trend in island", PENGUINS, "not a number"),
    ],
)
def test_what_has_no_trend_to_look_for_says_why(question: str, where: Context, why: str) -> None:
    found = respond(question, where)
    assert found is not None
    assert found.basis == "none"
    assert why in text(found)


def test_a_series_along_its_rows() -> None:
    rising = pd.Series(np.arange(80.0) / 10 + RNG.normal(size=80), name="flux")
    found = reply("is there a trend", over(flux=rising))
    assert found.suggestions[0].hypothesis is not None
    assert found.suggestions[0].hypothesis.variables == ("flux",)
