"""Snippets by an attacker and a careless model: each is marked; what only looks like them is not."""

import os
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from jupyter_sciassist.drafts import dangers, source
from tests.drafts.attacks import AROUND, DANGEROUS, HARMLESS, LIKE_AROUND
from tests.drafts.notebook import penguins

DATA = {"penguins": penguins(), "x": np.arange(5.0), "settings": {"alpha": 0.05}}
LIVE = {"os": os, "pd": pd, "np": np, "plt": plt, **DATA}


def marks(code: str) -> list[dangers.Mark]:
    columns = {"penguins": list(DATA["penguins"].columns)}
    return dangers.marks(source.read(code), LIVE, DATA, columns)


def test_there_are_enough() -> None:
    assert len({*DANGEROUS, *AROUND}) >= 120
    assert len({*HARMLESS, *LIKE_AROUND}) >= 60


@pytest.mark.parametrize("code", [*DANGEROUS, *AROUND])
def test_an_attack_is_marked_and_would_not_be_tried(code: str) -> None:
    assert any(not one.mild for one in marks(code))


@pytest.mark.parametrize("code", [*HARMLESS, *LIKE_AROUND])
def test_what_looks_like_one_is_not_marked(code: str) -> None:
    assert marks(code) == []


def test_a_file_that_is_there_is_not_written_over_unmarked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code = "penguins.to_csv('penguins.csv')"
    assert marks(code) == []
    (tmp_path / "penguins.csv").write_text("raw")
    (one,) = marks(code)
    assert (one.mild, one.danger.told) == (True, "writes over your file penguins.csv")
