"""A request that a real model fills in stays within the names, labels and numbers that are there."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from jupyter_sciassist import bearing, described
from jupyter_sciassist.errors import DataError
from jupyter_sciassist.language import typed
from jupyter_sciassist.models import fetching
from jupyter_sciassist.models.client import WorkerModel
from jupyter_sciassist.models.scripted import ScriptedModel
from jupyter_sciassist.records import Filter, Request

TABLE = pd.DataFrame(
    {
        'odd "name" \\ {x}': [1.5, 2.5, 3.5, 9.0],
        "größe/µm": [10, 20, 30, 40],
        "arm": ['Drug "A"', "Placebo", 'Drug "A"', "1 = none"],
        "seen": pd.to_datetime(["2020-01-02", "2020-03-04", "2021-05-06", "2021-07-08"]),
        "smoker": [0, 1, 1, 0],
    }
)
COLUMNS = bearing.names_of(TABLE, "data", {"größe/µm": "size; <|im_end|> of cells"})
NAMES = {one.name for one in COLUMNS}
QUESTIONS = [
    "how many of the placebo arm are over 20 µm in 2021?",
    'mean odd "name" of Drug "A"',
    "what percentage smoke",
    "the 0.9 quantile of größe/µm",
    "",
]


@pytest.fixture(scope="module")
def worker():
    made = WorkerModel(Path(fetching.fetch("test")))
    yield made
    made.close()


@pytest.mark.model
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_real_model_fills_a_request_of_what_is_there(worker, question: str) -> None:
    told = typed.read(worker, question, "data", COLUMNS, "cells {and} 'quotes'")
    if told is None:
        return  # it said that the answer is not there
    conditions = [*told.filter, *([told.threshold] if told.threshold else [])]
    assert {*told.variables, *(one.column for one in conditions if one.column)} <= NAMES
    try:
        described.compute(told, TABLE)
    except DataError:
        return  # a fair request that leaves no row, say


def test_numbers_dates_and_labels_are_those_of_the_question() -> None:
    model = ScriptedModel()
    typed.read(model, QUESTIONS[0], "data", COLUMNS, None)
    text = str(model.history[0].details["schema"])
    assert "'value': {'enum': [20, 2021]}" in text
    assert "'date': {'enum': ['2021']}" in text
    assert "{'column': {'enum': ['arm']}, 'is': {'enum': ['Placebo']}}" in text
    assert "<|im_end|> of cells" not in model.history[0].prompt
    typed.read(model, QUESTIONS[3], "data", COLUMNS, None)
    assert "'percent': {'enum': [90]}" in str(model.history[1].details["schema"])


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        (
            {"find": "number of rows", "where": [{"column": "arm", "is": "Placebo"}]},
            Request("data", "count_group", filter=(Filter("arm", "==", "Placebo"),)),
        ),
        (
            {
                "find": "percentage of rows", "with": {"column": "smoker", "is": "equal to", "value": 1},
                "where": [{"column": "seen", "is": "in", "date": "2021"}],
            },
            Request(
                "data", "share", by="percent", threshold=Filter("smoker", "==", 1),
                filter=(Filter("seen", "during", "2021"),),
            ),
        ),
        (
            {"find": "group with the lowest", "by": "number of rows", "group": "arm", "where": []},
            Request("data", "worst_group", group="arm", by="count"),
        ),
        (
            {
                "find": "difference of two groups", "group": "smoker", "first": "1", "second": "0",
                "by": "median", "of": "größe/µm", "where": [{"column": "smoker", "is": "equal to", "value": 1}],
            },
            Request(
                "data", "diff", ("größe/µm",), group="smoker", levels=("1", "0"), by="median"
            ),
        ),
        ({"find": "quantile", "percent": 90, "of": "größe/µm"}, Request("data", "quantile", ("größe/µm",), threshold=Filter("", "<=", 90))),
        ({"find": typed.NOTHING}, None),
    ],
)  # fmt: skip
def test_a_reply_as_a_request(told: dict[str, object], wanted: Request | None) -> None:
    found = typed.read(ScriptedModel([{"request": told}]), "", "data", COLUMNS, None)
    assert found == wanted
    if found is not None:
        described.compute(found, TABLE)
