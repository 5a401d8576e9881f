"""Badges by the table that the front end is held to as well: both read tests/wire/badges.json."""

import json

import pytest

from jupyter_sciassist.provenance.trace import Accepted, acceptances, blame, blamed, cells
from tests.tracked import ROOT

TABLE = json.loads((ROOT / "tests" / "wire" / "badges.json").read_text("utf-8"))
MADE = [Accepted(**one) for one in TABLE["acceptances"]]


@pytest.fixture
def notebook(tmp_path):
    return tmp_path / "a.ipynb"


def test_the_lines_of_the_table_are_a_log(notebook):
    sidecar = notebook.with_name("a.ipynb.prov.jsonl")
    sidecar.write_text("".join(f"{line}\n" for line in TABLE["lines"]), "utf-8")
    assert acceptances(sidecar) == MADE
    (case,) = [case for case in TABLE["cases"] if case["name"] == "edited back to the suggestion"]
    notebook.write_text(json.dumps({"cells": case["cells"]}))
    assert [one.badge for one in blame(sidecar, notebook)] == ["AI verbatim"]


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: case["name"])
def test_badges(notebook, case):
    notebook.write_text(json.dumps({"cells": case["cells"]}))
    made = [MADE[index] for index in case["acceptances"]]
    told = [[one.badge, one.accepted] for one in blamed(made, cells(notebook))]
    assert told == [[badge, None if n is None else MADE[n]] for badge, n in case["badges"]]
