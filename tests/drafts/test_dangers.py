"""Calls that may do harm are marked, every one; code that does none is not."""

import os
from typing import Any

import numpy as np
import pandas as pd
import pytest

from jupyter_sciassist.drafts import dangers, source
from tests.drafts.corpus import DANGEROUS, HARMLESS

DF = pd.DataFrame({"a": [1.0, 2.0], "b": [3.0, 4.0], "c": [5, 6], "g": ["x", "y"]})
LIVE: dict[str, Any] = {"os": os, "pd": pd, "np": np, "df": DF, "con": None}


def marks(code: str) -> list[dangers.Mark]:
    return dangers.marks(source.read(code), LIVE, {"df": DF}, {"df": list(DF.columns)})


def test_the_corpus_is_large_enough() -> None:
    assert len(DANGEROUS) >= 40
    assert len(HARMLESS) >= 40


@pytest.mark.parametrize(("code", "lines"), DANGEROUS)
def test_dangers_are_marked_in_full(code: str, lines: set[int]) -> None:
    assert lines <= {one.danger.line for one in marks(code)}


@pytest.mark.parametrize("code", HARMLESS)
def test_harmless_code_is_not_marked(code: str) -> None:
    assert marks(code) == []


def test_what_the_notebook_imported_is_known() -> None:
    (one,) = marks("tidy = os.unlink\n")
    assert (one.danger.line, one.danger.call) == (1, "os.unlink")


@pytest.mark.parametrize(
    "code", ["df.drop(columns=['a'], inplace=True)", "df['a'] = 0", "del df", "df = df.dropna()"]
)
def test_changes_of_the_users_data_are_mild(code: str) -> None:
    (one,) = marks(code)
    assert one.mild
    assert "your" in one.danger.told


def test_harm_is_never_mild() -> None:
    for code, _ in DANGEROUS:
        for one in marks(code):
            assert one.mild == ("your" in one.danger.told)


def test_a_line_of_thousands_of_characters_is_shown_short() -> None:
    (one,) = marks(f"os.remove({'x' * 5000!r})")
    assert len(one.danger.call) <= 80
