"""Descriptions against pandas."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from jupyter_sciassist.chat.context import outside
from jupyter_sciassist.chat.records import Attachment
from tests.chat.operations.common import BIRDS, PENGUINS, grounded, over, reply, text, told

MASS = BIRDS["body_mass_g"]


def test_a_table_by_the_roles_of_its_columns() -> None:
    said = told("describe penguins")
    assert "penguins is a table (pandas.DataFrame) of 344 rows and 8 columns." in said
    assert f"body_mass_g (g) 2700 to 6300, mean {MASS.mean():.4g}" in said
    assert "species (Adelie 152, Gentoo 124, Chinstrap 68)" in said
    assert "year 2007 to 2009" in said
    assert (
        f"Missing: {BIRDS.isna().sum().sum()} values in 5 columns; most in sex 11 (3.198 %)" in said
    )
    assert "No row repeats another one." in said


@pytest.mark.parametrize(
    "question",
    [
        "What is in this table?",
        "summarise the data",
        "overview",
        "what does penguins contain",
        "tell me about penguins",
    ],
)
def test_ways_to_ask_for_it(question: str) -> None:
    assert "344 rows" in told(question)


def test_a_column_over_all_rows() -> None:
    found = reply("summary of body mass")
    shown = {told: text for text, told in grounded(found)}
    # Four digits are read, all of them stand behind.
    whole = f"{MASS.mean():.6g}"
    assert shown[f"mean of body_mass_g over 344 rows: {whole}"] == f"{MASS.mean():.4g} g"
    assert f"standard deviation of body_mass_g over 344 rows: {MASS.std():.6g}" in shown
    assert shown["25 % quantile of body_mass_g over 344 rows"] == f"{MASS.quantile(0.25):.6g}"
    assert shown["missing values of body_mass_g over 344 rows"] == "2"


def test_a_column_in_one_group_and_in_each() -> None:
    bill = BIRDS.loc[BIRDS["species"] == "Adelie", "bill_length_mm"]
    assert f"Mean {bill.mean():.4g} mm" in told("describe bill length for Adelie")
    means = BIRDS.groupby("species")["body_mass_g"].mean()
    said = told("describe body mass by species")
    for level, mean in means.items():
        assert f"{level} {mean:.4g} g" in said


def test_groups_with_their_counts() -> None:
    assert "3 different: Biscoe 168, Dream 124, Torgersen 52." in told("describe island")


def test_what_keeps_a_mean_from_telling_the_whole() -> None:
    rng = np.random.default_rng(2)
    values = rng.lognormal(0, 1, 300)
    spiked = np.append(rng.normal(0, 1, 299), 60.0)
    where = over(table=pd.DataFrame({"income": values, "spiked": spiked}))
    assert "median and quartiles say more" in told("describe income", where)
    assert "1 value lies far from all others" in told("describe spiked", where)


def test_repeated_rows_units_order_and_notes() -> None:
    rng = np.random.default_rng(4)
    table = pd.DataFrame(
        {
            "subject": np.repeat([f"s{i}" for i in range(20)], 5),
            "value": np.append(rng.normal(size=99), np.inf),
            "more": rng.normal(size=100),
        }
    )
    table.iloc[3] = table.iloc[2]
    said = told("describe table", over(table=table))
    assert "1 row repeats an earlier one in every column, although" in said
    assert "Rows with the same subject belong together" in said
    series = pd.DataFrame({"time": np.arange(50.0), "flux": rng.normal(size=50)})
    assert "in the order of time" in told("describe series", over(series=series))
    assert "infinite value" in told("describe value", over(table=table))


@pytest.mark.parametrize(
    ("obj", "words"),
    [
        (np.arange(12.0).reshape(6, 2) ** 1.5, "an array (numpy.ndarray) of shape (6, 2), 12 values, of type float64"),
        (pd.Series([1.5, 2.5, np.nan], name="flux"), "a series (pandas.Series) of shape (3,), 3 values, of type float64."),
        (
            pd.DataFrame({"wavelength": np.linspace(400, 700, 80), "intensity": np.linspace(1, 2, 80) ** 2}),
            "a spectrum",
        ),
        (pd.DataFrame({"E": [1.0, 2], "px": [0.1, 0.2], "py": [0.3, 0.1], "pz": [0.2, 0.5]}), "4 columns"),
    ],
)  # fmt: skip
def test_other_kinds_of_data(obj: object, words: str) -> None:
    assert words in told("describe thing", over(thing=obj))


def test_the_object_beside_the_message_is_meant() -> None:
    both = {"first": BIRDS, "second": pd.DataFrame({"a": [1.0, 2.0, 4.0], "b": [0.5, 0.25, 3.0]})}
    attached = outside(both, attachments=(Attachment("variable", "second"),))
    assert "second is a table" in told("describe this", attached)
    column = outside(both, attachments=(Attachment("column", "second.b"),))
    assert "b (number)" in told("describe this", column)
    assert "first is a table" in told("describe this", outside(both))
    assert "There is data in second as well" in told("describe this", outside(both))


def test_of_two_tables_with_the_column_the_recent_one_is_taken_and_the_other_offered() -> None:
    both = over(
        new=pd.DataFrame({"mass": [1.0, 2.0, 4.0]}), old=pd.DataFrame({"mass": [7.0, 8.0, 9.0]})
    )
    said = told("describe mass", both)
    assert "Mean 2.333" in said
    assert "for old say for instance “describe mass in old”" in said
    assert "Mean 8," in told("describe mass in old", both)


def test_a_part_of_a_name_is_read_and_said_so() -> None:
    said = told("describe bill")
    assert "“bill” is read as bill_length_mm (it may also mean bill_depth_mm" in said


def test_a_sample_is_called_one() -> None:
    many = pd.DataFrame({"x": np.arange(60_000.0) % 977, "y": np.arange(60_000) % 7})
    assert "looked at 50000 of 60000 rows" in told("describe many", over(many=many))
    assert text(reply("describe x", over(many=many))).startswith("x (number): 60000 values")


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (pd.DataFrame({"a": [], "b": []}), "nothing in it to describe"),
        (pd.DataFrame({"a": [1.0], "b": ["x"]}), "1 row and 2 columns"),
        (pd.DataFrame({"a": [np.nan] * 4, "b": [None] * 4}), "Missing: 8 values"),
        (pd.DataFrame({"{x} (m)": [1.0, 2.0, 3.5], "%d \"q\"": ["a", "b", "a"]}), "{x} (m)"),
    ],
)  # fmt: skip
def test_awkward_tables(table: pd.DataFrame, words: str) -> None:
    assert words in told("describe table", over(table=table))


def test_a_column_without_values() -> None:
    empty = pd.DataFrame({"gone": [np.nan] * 5, "here": [1.0, 2, 3, 4, 5]})
    assert "no values in 5 rows" in told("describe gone", over(table=empty))


def test_penguins_context_is_untouched() -> None:
    assert PENGUINS.objects["penguins"] is BIRDS
