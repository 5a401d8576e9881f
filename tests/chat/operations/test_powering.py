"""Plans in words against statsmodels, with the spread computed by pandas."""

from __future__ import annotations

import math
import re

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats import power as reference
from statsmodels.stats.proportion import proportion_effectsize

from tests.chat.operations.common import BIRDS, over, reply, text, told

SEXED = BIRDS.dropna(subset=["sex", "body_mass_g"])
WITHIN = math.sqrt(
    sum((len(one) - 1) * one.var() for _, one in SEXED.groupby("sex")["body_mass_g"])
    / (len(SEXED) - 2)
)
MASS = BIRDS["body_mass_g"].std()
PLAN = reference.TTestIndPower()
PRE = np.random.default_rng(3).normal(20, 5, 20)
PAIRS = pd.DataFrame({"pre": PRE, "post": PRE + np.tile([1.0, 3.0], 10)})


def first_figure(question: str, **tables: object) -> float:
    found = reply(question, over(**tables)) if tables else reply(question)
    shown = [
        run.text
        for run in found.blocks[0].runs
        if run.source is not None and found.sources[run.source].kind == "variable"
    ]
    return float(re.sub(r"[^\d.]", "", shown[0].split(" ")[0].replace(",", "")))


NEEDED = {
    "How many samples do I need to see a difference of 200 in body mass between male and female?": PLAN.solve_power(
        200 / WITHIN, power=0.8, alpha=0.05
    ),
    "sample size for a difference of 300 g in body mass with 90 % power": PLAN.solve_power(
        300 / MASS, power=0.9, alpha=0.05
    ),
    "sample size for an effect size of 0.5": PLAN.solve_power(0.5, power=0.8, alpha=0.05),
    "how many subjects are needed to detect d = 0.4 at alpha 0.01 with power 0.95": PLAN.solve_power(
        0.4, power=0.95, alpha=0.01
    ),
    "sample size to detect a difference of 3 with sd 8": PLAN.solve_power(
        3 / 8, power=0.8, alpha=0.05
    ),
    "how many samples do I need to tell a rate of 20 % from 30 %": reference.NormalIndPower().solve_power(
        proportion_effectsize(0.2, 0.3), power=0.8, alpha=0.05
    ),
    "sample size to see proportions 0.5 and 0.6": reference.NormalIndPower().solve_power(
        proportion_effectsize(0.5, 0.6), power=0.8, alpha=0.05
    ),
    "how many pairs do I need for a paired effect size of 0.5": reference.TTestPower().solve_power(
        0.5, power=0.8, alpha=0.05
    ),
    "how many pairs do we need to see a correlation of 0.3": 84.9,
}


@pytest.mark.parametrize("question", NEEDED)
def test_values_needed(question: str) -> None:
    assert first_figure(question) == math.ceil(abs(NEEDED[question]))


def test_pairs_go_by_the_spread_of_their_differences() -> None:
    sd = (PAIRS["post"] - PAIRS["pre"]).std()
    wanted = math.ceil(reference.TTestPower().solve_power(0.8 / sd, power=0.8, alpha=0.05))
    question = "how many subjects do I need to see a paired difference of 0.8 between pre and post"
    assert first_figure(question, trial=PAIRS) == wanted


def test_power_of_a_given_number() -> None:
    wanted = 100 * PLAN.power(300 / MASS, 20, 0.05)
    question = "what power do I have with 20 per group to see a difference of 300 in body mass"
    assert first_figure(question) == pytest.approx(wanted, rel=1e-3)
    assert first_figure("power to detect d = 0.4 with n = 50") == pytest.approx(
        100 * PLAN.power(0.4, 50, 0.05), rel=1e-3
    )


def test_smallest_difference_of_a_given_number() -> None:
    size = PLAN.solve_power(None, nobs1=30, power=0.8, alpha=0.05) * MASS
    question = "what is the smallest detectable difference in body mass with 30 per group"
    assert first_figure(question) == pytest.approx(size, rel=1e-3)


def test_the_spread_and_what_was_supposed_are_said() -> None:
    found = reply(
        "how many samples do I need to see a difference of 200 in body mass between sexes"
    )
    said = text(found)
    assert "80 %" in said
    assert "0.05" in said
    assert "usual power, as none was given" in {one.told for one in found.sources}
    assert "pooled, n = 333" in said
    assert "within its 95 % interval" in said


def test_values_of_one_subject_are_averaged_first() -> None:
    rng = np.random.default_rng(5)
    level = np.repeat(rng.normal(0, 3, 30), 4)
    table = pd.DataFrame(
        {"subject": np.repeat(np.arange(30), 4), "score": level + rng.normal(0, 1, 120)}
    )
    means = table.groupby("subject")["score"].mean().std()
    wanted = math.ceil(PLAN.solve_power(1 / means, power=0.8, alpha=0.05))
    question = "sample size for a difference of 1 in score"
    assert first_figure(question, table=table) == wanted
    assert "The numbers count subject, not rows" in told(question, over(table=table))


@pytest.mark.parametrize(
    "question",
    [
        "what power did I have?", "what was the observed power", "what power did I have for body mass by sex",
        "was my study underpowered", "post hoc power for body mass by sex",
    ],
)  # fmt: skip
def test_power_after_the_fact_is_refused_with_the_reason(question: str) -> None:
    found = reply(question)
    assert "p-value in other words" in text(found)
    assert "power of" not in text(found)
    if "mass" in question:
        assert found.suggestions[0].evidence is not None


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("how many samples do I need", "smallest effect that would matter"),
        ("sample size for a difference of 5", "without the spread"),
        ("sample size for a difference of 5 mm in wing span", "names no column"),
        ("sample size for a difference of 5 mm in body mass", "the column is in g"),
        ("sample size for a correlation of 1.2", "between -1 and 1"),
        ("how many samples do I need to tell 20 % from 20 %", "equal proportions"),
        ("sample size for a difference of 0 in body mass", "difference of 0"),
        ("sample size for a rate of 20 %", "both proportions"),
        ("power with 1 per group to see a difference of 5 in body mass", "at least two values"),
        ("sample size for a paired difference of 5 in body mass", "spread of the differences"),
        ("sample size for a difference of 0.0001 in body mass", "More than ten million"),
    ],
)
def test_what_cannot_be_planned_says_why(question: str, why: str) -> None:
    assert why in told(question)


def test_a_column_that_does_not_vary_has_no_spread() -> None:
    table = pd.DataFrame({"mass": [2.0] * 5 + [np.nan], "length": [1.0, 2, 3, 4, 5, 6]})
    assert told("sample size for a difference of 1 in mass", over(table=table))
    assert reply("sample size for a difference of 1 in mass", over(table=table)).basis == "none"


@pytest.mark.parametrize(
    ("question", "told_of"),
    [
        ("how many do I need to see a difference of 5 in sbp_after between two arms", "in each of two groups"),
        ("how many do I need to see a difference of 5 in sbp_after between placebo and high", "in each of two groups"),
        ("sample size for a paired difference of 5 between sbp_before and sbp_after", "pairs are needed"),
        ("sample size for a difference of 5 before and after", "the two columns that are compared"),
    ],
)  # fmt: skip
def test_a_column_called_after_makes_no_pairs(question: str, told_of: str) -> None:
    own = np.random.default_rng(9)
    trial = pd.DataFrame(
        {
            "arm": own.choice(["placebo", "high"], 90),
            "sbp_before": own.normal(125, 12, 90),
            "sbp_after": own.normal(120, 12, 90),
        }
    )
    assert told_of in told(question, over(trial=trial))
