"""Questions of more than one word for what is asked: ranges, quartiles, times, gaps between years, single rows."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from jupyter_sciassist import answers

RANDOM = np.random.default_rng(11)
ROWS = 90
VISITS = pd.DataFrame(
    {
        "Comet": [f"C/{at:04d}" for at in range(ROWS)],
        "Seen": pd.date_range("2019-03-02", periods=ROWS, freq="9D").to_series().sample(frac=1, random_state=3).to_numpy(),
        "Year": RANDOM.choice([1990, 1995, 2001], ROWS),
        "Observatory": RANDOM.choice(["Lick", "Palomar", "Keck"], ROWS, p=[0.5, 0.3, 0.2]),
        "Coma size (km)": RANDOM.normal(900, 120, ROWS).round(1),
        "Tail": np.where(RANDOM.random(ROWS) < 0.2, np.nan, RANDOM.gamma(3, 2, ROWS)),
    }
)  # fmt: skip
COMA, TAIL = VISITS["Coma size (km)"], VISITS["Tail"]
BY_YEAR = COMA.groupby(VISITS["Year"]).mean()


def ask(question: str) -> answers.Answer:
    return answers.ask({"data": VISITS}, question)


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("coma size: max - min", COMA.max() - COMA.min()),
        ("maximum minus minimum of Tail", TAIL.max() - TAIL.min()),
        ("how far is it between the lowest and the highest coma size?", COMA.max() - COMA.min()),
        ("first quartile of the coma size", COMA.quantile(0.25)),
        ("What is the upper quartile of Tail?", TAIL.quantile(0.75)),
        ("interquartile range of Tail", TAIL.quantile(0.75) - TAIL.quantile(0.25)),
        ("below which coma size do 80 % of the comets lie?", COMA.quantile(0.8)),
        ("above which Tail do 5 percent lie", TAIL.quantile(0.95)),
        ("how many comets have no tail?", TAIL.isna().sum()),
        ("number of comets without Tail", TAIL.isna().sum()),
        ("gaps in Tail?", TAIL.isna().sum()),
        ("mean coma size in 2001 minus 1990", BY_YEAR[2001] - BY_YEAR[1990]),
        ("difference in mean coma size: year 1995 minus year 1990", BY_YEAR[1995] - BY_YEAR[1990]),
        ("coma size of C/0017", COMA[17]),
        ("sigma of the coma size", COMA.std()),
        ("how many comets are there?", ROWS),
    ],
)  # fmt: skip
def test_a_figure(question: str, value: float) -> None:
    found = ask(question)
    assert found.value == pytest.approx(value)


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("when was the first comet seen?", str(VISITS["Seen"].min())),
        ("latest Seen", str(VISITS["Seen"].max())),
        ("when was the coma size highest?", str(VISITS["Seen"][COMA.idxmax()])),
        ("which comet has the largest coma size?", VISITS["Comet"][COMA.idxmax()]),
        ("the comet with the smallest tail", VISITS["Comet"][TAIL.idxmin()]),
        ("Observatory of C/0040", VISITS["Observatory"][40]),
        ("which observatory has the most comets?", VISITS["Observatory"].mode()[0]),
    ],
)
def test_a_name(question: str, value: str) -> None:
    assert ask(question).value == value


@pytest.mark.parametrize("question", ["mean tail by observatory", "average Tail by Observatory?"])
def test_the_word_before_a_group_is_no_part_of_its_name(question: str) -> None:
    found = ask(question)
    means = TAIL.groupby(VISITS["Observatory"]).mean()
    assert found.verified
    assert found.value == ", ".join(f"{level}: {mean:.6g}" for level, mean in means.items())


def test_a_time_is_told_as_one() -> None:
    twice = pd.concat([VISITS, VISITS.iloc[[5]]], ignore_index=True)
    told = answers.ask({"data": twice}, "most common Seen")
    assert told.value == str(VISITS["Seen"][5])


@pytest.mark.parametrize("question", ["total comet count", "count of comets in total"])
def test_a_total_count_is_one_of_rows_or_no_verified_figure(question: str) -> None:
    found = ask(question)
    assert found.value == ROWS or not found.verified


def test_the_label_that_is_asked_for_is_not_answered_by_a_figure() -> None:
    for question in ("which comet has the longest tail?", "find the comet with the largest Tail"):
        found = ask(question)
        assert isinstance(found.value, str) or not found.verified


def test_rows_with_several_values_are_no_single_value() -> None:
    twice = pd.concat([VISITS, VISITS.assign(Tail=1.0)], ignore_index=True)
    found = answers.ask({"data": twice}, "Tail of C/0003")
    assert found.value is None or not found.verified


PATIENTS = pd.DataFrame(
    {
        "age": RANDOM.integers(20, 90, 120),
        "sex": RANDOM.choice(["female", "male"], 120),
        "arm": RANDOM.choice(["drug", "placebo"], 120),
        "weight_kg": RANDOM.normal(70, 9, 120).round(1),
        "before": RANDOM.normal(140, 8, 120),
    }
)
PATIENTS["after"] = PATIENTS["before"] - RANDOM.normal(6, 2, 120)


def test_older_than_is_of_an_age_beside_another_column() -> None:
    found = answers.ask({"data": PATIENTS}, "mean weight_kg of females older than 40 by arm")
    chosen = PATIENTS[(PATIENTS["age"] > 40) & (PATIENTS["sex"] == "female")]
    means = chosen.groupby("arm")["weight_kg"].mean()
    assert found.value == ", ".join(f"{level}: {mean:.6g}" for level, mean in means.items())


def test_what_is_grouped_is_not_the_group() -> None:
    found = answers.ask({"data": PATIENTS}, "mean of cholesterol by arm")
    assert found.value is None
    assert "no column that “cholesterol" in found.text


@pytest.mark.parametrize("question", ["Is after lower than before?", "is after higher than before"])
def test_which_of_two_columns_is_higher_is_told_in_words(question: str) -> None:
    found = answers.ask({"data": PATIENTS}, question)
    assert "before is higher than after" in found.text
    assert found.value is None
