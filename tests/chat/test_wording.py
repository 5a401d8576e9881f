"""One is one: what code says of a single row, value, column or group reads like a sentence."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

from jupyter_sciassist.chat import conversation
from jupyter_sciassist.chat.context import Context, outside
from jupyter_sciassist.language.wordings.base import counted, interval
from jupyter_sciassist.records import Estimate

WRONG = re.compile(
    r"(?<![\d.,])1 (?:different )?(?:values|rows|numbers|columns|suggestions|groups|tests|days|years)\b|: \.|highest largest"
)
CELL = {
    "cell_type": "code", "id": "c", "source": "print('dose 3.5')", "execution_count": 1,
    "outputs": [{"output_type": "stream", "name": "stdout", "text": "dose 3.5"}],
}  # fmt: skip
DATES = pd.date_range("2020-01-01", periods=60)
TABLES = {
    "row": pd.DataFrame({"mass": [1.5], "site": ["a"]}),
    "column": pd.DataFrame({"mass": np.random.default_rng(5).normal(size=30)}),
    "pair": pd.DataFrame({"mass": [1.5, np.nan], "site": ["a", "b"], "when": DATES[:2]}),
    "dated": pd.DataFrame({"mass": np.sin(np.arange(60.0)), "when": DATES}),
}
QUESTIONS = (
    "describe {0}", "describe mass", "mean mass by site", "test mass against site",
    "predict mass", "/suggest", "which site has the largest mass", "mode of site",
    "is there a trend in mass", "is there a trend in site", "what next", "how are mass and site related",
)  # fmt: skip


def said(text: str, context: Context) -> str:
    made = conversation.answer(conversation.Asked(text), context, None).reply
    return " ".join("".join(run.text for run in block.runs) for block in made.blocks)


@pytest.mark.parametrize("name", TABLES)
def test_no_sentence_counts_one_as_several(name: str) -> None:
    context = outside({name: TABLES[name]}, cells=[CELL], cell="c")
    told = [said(question.format(name), context) for question in (*QUESTIONS, "/explain")]
    assert sum(map(bool, told)) > len(QUESTIONS) / 2
    assert [text for text in told if WRONG.search(text)] == []


@pytest.mark.parametrize(
    ("name", "question", "answer"),
    [
        ("row", "/explain", "It holds 1 number."),
        ("row", "describe mass", "mass (constant): 1 value, 0 missing"),
        ("row", "describe row", "Constant: mass (one value); site (a 1)."),
        ("row", "mode of site", "Most common value of site: a (1 row)."),
        ("pair", "mode of site", "Most common value of site: a, b (1 row each)."),
        ("row", "which site has the largest mass", "site with the largest value of mass: a (1.5, n = 1, of 1 group)."),
        ("row", "test mass against site", "mass has 1 value in 1 row and is read as constant"),
        ("row", "/suggest", "There is nothing to suggest about row: no analysis applies to it."),
        ("pair", "/suggest", "1 suggestion about pair, not established."),
        ("column", "predict mass", "There is no other column to predict mass from."),
        ("dated", "is there a trend in mass", "from 2020-01-01 to 2020-02-29"),
    ],
)  # fmt: skip
def test_what_is_said_of_one(name: str, question: str, answer: str) -> None:
    assert answer in said(question, outside({name: TABLES[name]}, cells=[CELL], cell="c"))


def test_counts_and_units_agree() -> None:
    assert [counted(number, "row") for number in (0, 1, 2)] == ["0 rows", "1 row", "2 rows"]
    told = [
        interval(Estimate("period", value, unit, None, None))
        for value, unit in ((7.5, "day"), (1.0, "day"), (2.0, "mm"))
    ]
    assert told == ["period 7.5 days", "period 1 day", "period 2 mm"]
    assert interval(Estimate("rate of x = 1", 0.5, None, None, None)) == "rate of x = 1: 0.5"
