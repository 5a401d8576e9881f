"""Which operation takes which message, and which messages none of them takes."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from jupyter_sciassist.chat import context
from jupyter_sciassist.chat.context import Context
from tests.chat.operations.common import BIRDS, PENGUINS, over, respond, told, untried

TAKEN = {
    "describing": [
        "describe penguins", "describe the data", "What is in this table?", "summary of body mass", "give me an overview of penguins",
        "summarise bill length by species", "tell me about the island column", "what does penguins contain",
    ],
    "trending": [
        "is there a trend in body mass?", "does bill length drift over time", "any change points in body mass", "is body mass seasonal",
        "trend of body mass",
    ],
    "predicting": [
        "predict body mass from flipper length and sex", "predict sex", "what would body mass be at flipper length 200?",
        "regress body mass on bill length", "can you predict body mass using bill length", "forecast body mass from year",
        "what is the expected body mass for flipper length 210",
    ],
    "plotting": [
        "plot body mass by species", "histogram of bill length", "scatter plot of bill length and bill depth",
        "draw body mass against flipper length", "show me a boxplot of body mass by island", "please visualise island",
        "bar chart of species",
    ],
    "testing": [
        "test whether body mass differs between sexes", "t test of body mass by sex", "anova of bill length by species",
        "is body mass significantly different between sexes?", "run a chi square test of species and island",
        "mann whitney test of bill depth by sex", "is bill length significantly correlated with bill depth",
    ],
    "correlating": [
        "what is the correlation between bill length and bill depth", "correlation of body mass and bill length",
        "correlation coefficient of body mass with flipper length",
    ],
    "powering": [
        "how many samples do I need to see a difference of 5 in bill length", "what power did I have?", "sample size for an effect size of 0.5",
        "how many penguins do I need to detect a correlation of 0.3", "power analysis for a difference of 300 in body mass",
    ],
    "cleaning": [
        "clean penguins", "what is wrong with this data?", "are there any problems with penguins", "data quality of penguins",
        "tidy up the data",
    ],
    "nexting": [
        "what next?", "what should I look at?", "any ideas", "where should I start", "what else should I do", "next steps",
    ],
    "reporting": ["/report", "report", "what have we found so far?", "recap", "write a report"],
}  # fmt: skip
LEFT = [
    "what is the mean body mass?", "mean body mass by species", "how many rows are there", "how many penguins are there",
    "how many rows have body mass above 4000", "which species has the highest mean body mass", "how many values are missing in sex",
    "spearman correlation of bill length and bill depth", "correlation of species and island", "does flipper length predict body mass?",
    "which columns predict body mass", "does body mass differ between species?", "is bill length related to bill depth",
    "does body mass go up or down with flipper length", "what is the range of bill length", "why are gentoos heavier",
    "what should I have for lunch", "describe the relation between body mass and species", "explain the plot", "fix the error",
    "what is a p value", "what does the error mean", "hello", "", "?", "write code to merge two tables",
    "how do I install seaborn", "what power stations are there", "plot twist", "is this model any good", "thank you",
    "difference in mean body mass between male and female", "what is the median of bill depth for Gentoo",
    "90th percentile of body mass", "what percentage of rows have bill length above 45", "list the columns",
    "what is the test statistic of a t test", "how large is the largest bill", "test", "drop the missing rows", "summary of the literature",
    "what will body mass be according to the literature",
]  # fmt: skip


def taken(question: str, where: Context) -> str | None:
    found = untried(question, where)
    return None if found is None else found[0]


@pytest.mark.parametrize(
    ("question", "operation"), [(one, name) for name, own in TAKEN.items() for one in own]
)
def test_an_operation_takes_what_is_its_own(question: str, operation: str) -> None:
    assert taken(question, PENGUINS) == operation


@pytest.mark.parametrize("question", LEFT)
def test_none_takes_what_is_another_kind_of_question(question: str) -> None:
    assert taken(question, PENGUINS) is None


def test_words_of_operations_that_name_columns() -> None:
    table = pd.DataFrame(
        {
            "power": np.arange(20.0) ** 1.3,
            "plot": list("abcde") * 4,
            "test": np.arange(20.0)[::-1] ** 1.2,
            "trend": [1.5, 2.5] * 10,
        }
    )
    where = over(field=table)
    for question in (
        "what is the mean power",
        "mean power by plot",
        "how many rows have plot = a",
        "largest test",
        "median trend",
    ):
        assert respond(question, where) is None, question


def test_a_word_of_the_operation_names_a_column_too() -> None:
    rng = np.random.default_rng(3)
    table = pd.DataFrame(
        {"plot": list("abcd") * 10, "mass": rng.normal(size=40), "test": rng.normal(size=40)}
    )
    field = over(field=table)
    assert told("plot mass by plot", field).startswith("mass for each plot")
    assert "test (number)" in told("describe test", field)
    assert "mass" in told("t test of mass by plot", field)
    waves = pd.DataFrame({"time": np.arange(60.0), "period": rng.normal(size=60)})
    assert "period" in told("is there a trend in period", over(waves=waves))


def test_without_data_only_plans_are_made() -> None:
    nothing = context.outside({})
    for own in TAKEN.values():
        for question in own:
            found = respond(question, nothing)
            assert found is None or found.basis in ("none", "computed")
    plan = respond("sample size for an effect size of 0.5", nothing)
    assert plan is not None
    assert plan.basis == "computed"


@pytest.mark.suite
def test_no_question_with_a_known_value_is_taken() -> None:
    folder = os.environ.get("SCIASSIST_SUITE")
    if not folder:
        pytest.skip("SCIASSIST_SUITE names no folder")
    suite = Path(folder)
    datasets = json.loads((suite / "items_dev.json").read_text())["datasets"]
    where: dict[str, Context] = {}
    for one in json.loads((suite / "questions_dev.json").read_text())["questions"]:
        name = one["dataset"]
        if name not in where:
            file = next(iter(datasets[name]["tables"].values()))
            where[name] = over(data=pd.read_csv(suite / file, low_memory=False))
        assert respond(one["question"], where[name]) is None, one["question"]


def test_penguins_are_the_same_after_all_of_it() -> None:
    assert len(BIRDS) == 344
