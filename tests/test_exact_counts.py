"""Counts of what is there are of all rows, in a notebook too: nothing is tested, so nothing is kept back."""

from __future__ import annotations

import numpy as np
import pandas as pd

from jupyter_sciassist import pipeline


def table() -> pd.DataFrame:
    rng = np.random.default_rng(12)
    frame = pd.DataFrame(
        {"x": rng.normal(size=420), "y": rng.normal(size=420), "z": rng.normal(size=420)}
    )
    frame.loc[[3, 77], "x"] = [900.0, -800.0]
    return pd.concat([frame, frame.iloc[[5, 10, 20]]], ignore_index=True)


def test_repeated_rows_and_far_values_are_counted_over_all_rows() -> None:
    cards = {one.analysis: one for one in pipeline.suggest({"t": table()}, top=50)}
    repeats, far = cards["duplicates"], cards["outliers"]
    assert repeats.title.startswith("3 rows repeat")
    for card in (repeats, far):
        assert card.evidence is not None
        assert (card.evidence.n, card.evidence.split) == (423, "all")
    assert far.hypothesis is not None
    assert far.hypothesis.statement.startswith("2 values lie far")


def test_what_tests_still_keeps_half_of_the_rows_back() -> None:
    cards = pipeline.suggest({"t": table()}, top=50)
    tested = [
        one.evidence for one in cards if one.evidence is not None and one.evidence.p is not None
    ]
    assert tested
    assert {one.split for one in tested} == {"explore"}


def test_the_code_of_a_count_counts_all_rows(capsys) -> None:
    frame = table()
    (card,) = [
        one for one in pipeline.suggest({"t": frame}, top=50) if one.analysis == "duplicates"
    ]
    exec(card.code, {"t": frame})
    assert "n = 423" in capsys.readouterr().out
