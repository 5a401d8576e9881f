"""Cells of every analysis on every table of the suite, run in a kernel whose namespace holds the table alone, print the numbers of their cards."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from jupyter_sciassist import pipeline
from tests.analyses.recompute import numbers
from tests.kernel.kernels import Panel, kernel

pytestmark = pytest.mark.suite

TABLES = (
    json.loads(Path(os.environ["SCIASSIST_SUITE"], "items_dev.json").read_text())["datasets"]
    if os.environ.get("SCIASSIST_SUITE")
    else {}
)


@pytest.fixture(scope="module")
def shared() -> Iterator[Panel]:
    """One kernel for all tables: to start one and load pandas takes longer than most tables."""
    with kernel(env={"MPLBACKEND": "Agg"}) as one:
        yield one


@pytest.fixture
def emptied(shared: Panel) -> Panel:
    """The kernel without a name or a figure, as one that was just started."""
    done = shared.run("import matplotlib.pyplot as plt\nplt.close('all')\n%reset -f")
    assert done["status"] == "ok"
    return shared


def wrong(card, text: str) -> str | None:
    """What a cell printed beside what its card says, where the two differ."""
    lines = [line.partition(" = ") for line in text.splitlines() if " = " in line]
    got = {}
    for name, _, value in lines:
        try:
            got[name] = float(value)
        except ValueError:
            continue
    for name, value in numbers(card.evidence).items():
        if name not in got or not abs(got[name] - value) <= 1e-6 * abs(value) + 1e-300:
            return f"{card.analysis}: {card.title}: {name} is {value}, the cell says {got.get(name)}\n{card.code}"
    return None


@pytest.mark.parametrize("name", TABLES)
def test_cells_print_the_numbers_of_their_cards(name: str, emptied: Panel) -> None:
    path = Path(os.environ["SCIASSIST_SUITE"], next(iter(TABLES[name]["tables"].values())))
    frame = pd.read_csv(path, low_memory=False)
    cards = pipeline.suggest({"data": frame}, top=10_000, policy="notebook")
    chosen = {}
    for card in cards:
        if card.evidence is not None and card.code:
            chosen.setdefault((card.analysis, card.evidence.method), card)
    emptied.run(f"import pandas as pd\ndata = pd.read_csv({str(path)!r}, low_memory=False)")
    faults = []
    for card in chosen.values():
        done = emptied.run(card.code)
        told = done.get("evalue") or wrong(card, done["text"])
        if told:
            faults.append(f"{card.analysis}: {told}")
    assert not faults, "\n\n".join(faults)
    assert chosen or not len(frame)
