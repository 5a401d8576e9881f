"""Awkward values are read without a warning or a number that is not finite, and a note says what is odd."""

from __future__ import annotations

import datetime as dt
import json
import warnings

import numpy as np
import pandas as pd
import polars as pl
import pytest

from jupyter_sciassist import profiles
from jupyter_sciassist.profiles import source
from jupyter_sciassist.records import ColumnProfile
from tests.profiles.test_source import check, run

N = 240
NUMBERS = np.random.default_rng(20_261_124).normal(size=N)
OLD = np.datetime64("1592-03-01") + np.arange(N) * 30

CASES = {
    "beyond 2^53": (2**60 + np.arange(N), "whole numbers beyond 2^53", None),
    "unsigned beyond 2^63": (np.uint64(2**63) + np.arange(N, dtype=np.uint64), "beyond 2^53", None),
    "least integer": (np.r_[-(2**63), np.arange(N - 1)], "beyond 2^53", "numeric"),
    "beyond 2^64": ([2**70 + i for i in range(N)], "whole numbers beyond 2^53", None),
    "huge": (NUMBERS * 1e300, "too large or too small to be held; use another unit", "numeric"),
    "tiny": (NUMBERS * 1e-300, "too large or too small to be held; use another unit", "numeric"),
    "old dates": (OLD, None, "time"),
    "old days": ([dt.date(1592, 1, 1) + dt.timedelta(i) for i in range(N)], None, "time"),
    "old texts": (OLD.astype(str).astype(object), "dates stored as text, some before 1700", None),
    "sampling weights": (np.abs(NUMBERS) + 0.1, "no analysis weighs rows by it", "numeric"),
    "photon count": (np.arange(N) % 30 - 3, "named a count, yet holds negative numbers", "numeric"),
    "one moment": (np.full(N, np.datetime64("2020-01-01")), None, "constant"),
    "few moments": (np.datetime64("2020-01-01") + np.arange(N) // 80, None, "time"),
    "mixed ends": (np.where(np.arange(N) % 2, 1e300, 1e-300), None, None),
}


def column(name: str) -> tuple[ColumnProfile, pd.DataFrame]:
    frame = pd.DataFrame({name: CASES[name][0], "x": NUMBERS})
    found = profiles.profile(frame, "live")
    assert found.kind == "table"
    return found.columns[0], frame


@pytest.mark.parametrize("name", CASES)
def test_awkward_values_are_read_and_told(name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found, frame = column(name)
        table = profiles.read(frame, "live", split="explore", salt="5a17")
    json.dumps(found.to_json(), allow_nan=False)
    _, note, role = CASES[name]
    if note is None:
        assert found.note is None or "beyond" not in found.note
    else:
        assert note in (found.note or "")
    if role is not None:
        assert found.role == role
    check(table, run(source.preamble(table), frame))


def test_ordinary_columns_carry_no_such_note() -> None:
    frame = pd.DataFrame({"count": np.arange(N) % 9, "weight": np.abs(NUMBERS), "y": NUMBERS})
    notes = [one.note or "" for one in profiles.profile(frame, "live").columns]
    assert not any("negative" in note or "weigh" in note or "beyond" in note for note in notes)


@pytest.mark.parametrize("name", ["beyond 2^53", "huge", "tiny", "old dates", "few moments"])
def test_awkward_values_in_polars(name: str) -> None:
    live = pl.from_pandas(pd.DataFrame({name: CASES[name][0], "x": NUMBERS}))
    for one in (live, live.lazy()):
        table = profiles.read(one, "live", split="explore", salt="5a17")
        check(table, run(source.preamble(table), one))
