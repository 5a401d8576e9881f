"""Predictions in words: right where the answer is known, none beyond the data, none that the answer gave away."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from sklearn.linear_model import LinearRegression

from tests.chat.operations.common import BIRDS, PENGUINS, noise, over, reply, respond, told

COMPLETE = BIRDS.dropna(subset=["body_mass_g", "flipper_length_mm"])
LINE = LinearRegression().fit(COMPLETE[["flipper_length_mm"]].to_numpy(), COMPLETE["body_mass_g"])


def figure(pattern: str, said: str) -> float:
    found = re.search(pattern, said)
    assert found is not None, said
    return float(found.group(1).replace(",", ""))


def test_a_point_on_the_line_with_its_interval() -> None:
    said = told("what would body mass be at flipper length 200?")
    assert figure(r"is predicted as ([\d.,]+) g", said) == pytest.approx(
        LINE.predict([[200.0]])[0], rel=1e-3
    )
    low, high = figure(r"from ([\d.,]+) to", said), figure(r"from [\d.,]+ to ([\d.,]+) g", said)
    errors = COMPLETE["body_mass_g"] - LINE.predict(COMPLETE[["flipper_length_mm"]].to_numpy())
    assert high - low == pytest.approx(2 * np.quantile(np.abs(errors), 0.95), rel=0.05)


def test_how_good_it_is_against_guessing_the_mean() -> None:
    said = told("predict body mass from flipper length")
    assert said.startswith("The model is better than always guessing the mean")
    assert figure(r"error ([\d.]+) g against", said) == pytest.approx(394, abs=10)
    assert figure(r"against ([\d.]+) g", said) == pytest.approx(
        COMPLETE["body_mass_g"].std(), rel=0.02
    )
    assert "folds drawn with seed 0" in said


@pytest.mark.parametrize(
    "question",
    [
        "predict body mass from flipper length and sex", "regress body mass on flipper length and sex",
        "using flipper length and sex, predict body mass", "can you predict body mass with flipper length and sex",
        "fit a linear model for body mass given flipper length and sex",
    ],
)  # fmt: skip
def test_ways_to_ask_for_it(question: str) -> None:
    said = told(question)
    assert re.search(
        r"linear model of body_mass_g on (flipper_length_mm, sex|sex, flipper_length_mm)", said
    )
    assert "333 complete rows" in said


def test_two_groups_get_a_probability() -> None:
    said = told("what is the expected sex for body mass 5500 and bill length 50")
    assert 50 < figure(r"probability of sex = male is predicted as ([\d.]+) %", said) <= 100
    assert "logistic model of sex" in said
    assert "root of Brier's score" in said


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("what would body mass be at flipper length 300", "the data run from 172 to 231"),
        (
            "what would body mass be at flipper length 200 and year 2030",
            "the data run from 2007 to 2009",
        ),
        ("predict species", "column that says yes or no"),
        (
            "predict body mass from flipper length and sex at sex male",
            "Give a value for flipper_length_mm",
        ),
        ("predict body mass at sex 7", "no group 7"),
        ("what would body mass be at flipper length 200 and 210", "which column 210 is a value of"),
    ],
)
def test_what_cannot_be_predicted_says_why(question: str, why: str) -> None:
    found = reply(question)
    assert found.basis == "none"
    assert why in told(question)


def test_a_combination_that_no_row_is_near_is_refused() -> None:
    x = np.arange(60.0) + 0.25
    wobble = np.random.default_rng(1).normal(0, 0.3, 60)
    table = pd.DataFrame({"a": x**1.01, "b": x + wobble, "y": x + 40 * wobble})
    assert "no row is near their combination" in told(
        "what would y be at a = 5 and b = 50", over(t=table)
    )


def test_what_gives_the_answer_away_is_left_out_and_named() -> None:
    rng = np.random.default_rng(3)
    table = pd.DataFrame(rng.uniform(1, 9, (200, 3)), columns=["first", "second", "other"])
    table["total"] = table["first"] + table["second"]
    table["id"] = np.arange(200) + 1000
    table["total_in_grams"] = table["total"] * 1000
    said = told("predict total", over(shop=table))
    assert "total_in_grams (it gives the answer away: " in said
    assert "first (it gives the answer away: total is first + second)" in said
    assert "id (it names rows or units)" in said
    assert "no better" in said or "not clearly better" in said


def test_noise_is_no_better_than_the_mean_and_a_point_gets_the_mean() -> None:
    rng = np.random.default_rng()
    better = 0
    runs = 60
    for _ in range(runs):
        table = noise(int(rng.integers(2**31)))
        said = told("what would y be at u 0 and v 0", over(t=table))
        if "do not help to predict" in said:
            assert figure(r"of any row: (-?[\d.e-]+)", said) == pytest.approx(
                table["y"].mean(), rel=1e-2
            )
        else:
            better += 1
    assert stats.binomtest(better, runs, 0.05, "greater").pvalue > 1e-6


def test_time_is_split_by_time() -> None:
    rng = np.random.default_rng(8)
    table = pd.DataFrame({"time": np.arange(80.0), "x": rng.normal(size=80)})
    table["y"] = 3 * table["x"] + rng.normal(size=80)
    said = told("predict y from x", over(log=table))
    assert "on the last quarter of the rows along time, by a model of those before" in said
    assert "The model is better than always guessing the mean: it takes away" in said
    sources = {one.told for one in reply("predict y from x", over(log=table)).sources}
    assert "root mean square error over 20 rows held out, model" in sources


def test_rows_of_one_unit_are_held_out_together() -> None:
    rng = np.random.default_rng(9)
    subject = np.repeat([f"s{i}" for i in range(30)], 4)
    table = pd.DataFrame({"subject": subject, "x": rng.normal(size=120)})
    table["y"] = table["x"] + rng.normal(size=120)
    said = told("predict y from x", over(trial=table))
    assert "all rows of one subject together" in said


def test_many_columns_are_chosen_where_the_model_is_fitted() -> None:
    rng = np.random.default_rng(10)
    table = pd.DataFrame(rng.normal(size=(100, 40)), columns=[f"c{i}" for i in range(40)])
    table["y"] = 2 * table["c7"] + rng.normal(size=100)
    said = told("predict y", over(wide=table))
    assert "Of its terms the 10 are used that go most with y in the rows fitted" in said
    assert "The model is better than always guessing" in said


@pytest.mark.parametrize(
    "table",
    [
        pd.DataFrame({"y": [], "x": []}),
        pd.DataFrame({"y": [1.0], "x": [2.0]}),
        pd.DataFrame({"y": [np.nan] * 40, "x": np.arange(40.0)}),
        pd.DataFrame({"y": [2.0] * 40, "x": np.arange(40.0) ** 2}),
        pd.DataFrame({"y": np.arange(40.0) ** 2, "x": [np.nan] * 40}),
    ],
)
def test_too_little_data_says_so(table: pd.DataFrame) -> None:
    found = reply("predict y from x", over(t=table))
    assert found.basis == "none"


def test_whether_a_column_predicts_is_a_question_for_their_relation() -> None:
    for question in ("does flipper length predict body mass?", "which columns predict body mass"):
        assert respond(question, PENGUINS) is None
