"""Figures: the kind that the roles call for, by code that runs on the live object and holds no data."""

from __future__ import annotations

import warnings

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import polars as pl
import pytest

from jupyter_sciassist.chat.context import Context
from tests.chat.operations.common import BIRDS, PENGUINS, over, reply, text, told, tried


def code_of(question: str, where: Context = PENGUINS) -> str:
    found = reply(question, where)
    return next("".join(run.text for run in one.runs) for one in found.blocks if one.kind == "code")


def drawn(question: str, where: Context = PENGUINS) -> plt.Axes:
    """Run the code as a cell would, and give the axes that it drew."""
    source = code_of(question, where)
    plt.close("all")
    space = dict(where.objects)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", "FigureCanvasAgg is non-interactive")
        exec(source, space)
    left = set(space) - set(where.objects) - {"__builtins__"}
    assert len(left) == 1  # the function alone
    return plt.gca()


def labels(axes: plt.Axes) -> tuple[str, str]:
    return axes.get_xlabel(), axes.get_ylabel()


def test_a_number_in_groups_is_drawn_in_boxes() -> None:
    axes = drawn("plot body mass by species")
    assert labels(axes) == ("species", "body_mass_g (g)")
    assert [tick.get_text() for tick in axes.get_xticklabels()] == ["Adelie", "Chinstrap", "Gentoo"]
    middles = [line.get_ydata()[0] for line in axes.lines if len(set(line.get_ydata())) == 1]
    for median in BIRDS.groupby("species")["body_mass_g"].median():
        assert median in middles


@pytest.mark.parametrize(
    "question",
    ["plot body mass against flipper length", "scatter plot of flipper length and body mass"],
)
def test_two_numbers_are_drawn_as_points(question: str) -> None:
    axes = drawn(question)
    assert labels(axes) == ("flipper_length_mm (mm)", "body_mass_g (g)")
    both = BIRDS[["flipper_length_mm", "body_mass_g"]].dropna()
    assert axes.lines[0].get_xydata() == pytest.approx(both.to_numpy(float))


def test_a_third_column_colours_them() -> None:
    axes = drawn("plot body mass vs flipper length coloured by species")
    assert [entry.get_text() for entry in axes.get_legend().get_texts()] == [
        "Adelie",
        "Chinstrap",
        "Gentoo",
    ]
    assert [len(line.get_xdata()) for line in axes.lines] == [151, 68, 123]


def test_one_number_is_drawn_as_a_histogram() -> None:
    for question in (
        "histogram of bill length",
        "plot bill length",
        "plot the distribution of bill length",
    ):
        axes = drawn(question)
        assert labels(axes) == ("bill_length_mm (mm)", "rows")
        assert sum(bar.get_height() for bar in axes.patches) == 342


def test_groups_are_counted_in_bars() -> None:
    axes = drawn("bar chart of island")
    assert [bar.get_height() for bar in axes.patches] == [168, 124, 52]
    shares = drawn("plot species by island")
    assert labels(shares) == ("island", "share of the rows")
    wanted = pd.crosstab(BIRDS["island"], BIRDS["species"], normalize="index")
    assert [bar.get_height() for bar in shares.patches] == pytest.approx(
        wanted.to_numpy().T.ravel()
    )


def test_a_time_is_drawn_as_a_line_in_its_order() -> None:
    times = pd.date_range("2001-01-01", periods=40)[::-1]
    log = pd.DataFrame({"date": times, "flow": np.arange(40.0) ** 1.5, "site": ["a", "b"] * 20})
    axes = drawn("plot flow over date", over(log=log))
    assert labels(axes) == ("date", "flow")
    assert axes.lines[0].get_ydata().tolist() == sorted(log["flow"], reverse=True)
    assert len(drawn("plot flow over date by site", over(log=log)).lines) == 2


def test_only_some_rows() -> None:
    axes = drawn("histogram of bill length for Adelie")
    assert sum(bar.get_height() for bar in axes.patches) == 151
    assert "where species is Adelie" in told("histogram of bill length for Adelie")


def test_a_year_of_few_values_labels_groups() -> None:
    axes = drawn("plot body mass by year")
    assert [tick.get_text() for tick in axes.get_xticklabels()] == ["2007", "2008", "2009"]


@pytest.mark.parametrize(
    ("obj", "question"),
    [
        (pl.DataFrame({"x": [1.0, 2.0, 4.5] * 5, "g": ["u", "v", "v"] * 5}), "plot x by g"),
        (pd.Series(np.arange(30.0) ** 1.1, name="flux"), "plot thing"),
        (np.arange(30.0).reshape(15, 2) ** 1.1, "plot thing"),
        ({"a": np.arange(12.0) ** 1.2, "b": np.arange(12.0) ** 2.1}, "plot a and b"),
        (pd.DataFrame({"ok": [True, False, True, None] * 5, "n": np.arange(20.0) ** 1.5}), "plot n by ok"),
    ],
)  # fmt: skip
def test_other_kinds_of_objects(obj: object, question: str) -> None:
    assert drawn(question, over(thing=obj)).has_data()


@pytest.mark.parametrize("name", ["body {mass} (g)", "the \"mass\"", "mass\\n", "$m$ass", "mass's %d"])  # fmt: skip
def test_awkward_names(name: str) -> None:
    table = pd.DataFrame({name: np.arange(20.0) ** 1.3, "kind of thing": ["$a$", "b{}"] * 10})
    question = f"plot {name} by kind of thing"
    axes = drawn(question, over(table=table))
    assert [tick.get_text() for tick in axes.get_xticklabels()] == [r"\$a\$", "b{}"]


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("plot penguins", "Name the columns to draw"),
        ("histogram of species", "not what a histogram shows"),
        ("box plot of bill length", "needs a number and groups"),
        ("scatter plot of species and island", "needs two numbers"),
    ],
)
def test_what_cannot_be_drawn_says_why(question: str, why: str) -> None:
    found = reply(question)
    assert found.basis == "none"
    assert why in text(found)


@pytest.mark.parametrize(
    "table", [pd.DataFrame({"x": []}), pd.DataFrame({"x": [np.nan] * 4, "y": [1.0, 2, 3, 4]})]
)
def test_nothing_to_draw_says_so(table: pd.DataFrame) -> None:
    assert reply("plot x", over(t=table)).basis == "none"


def test_the_code_holds_no_data() -> None:
    source = code_of("plot body mass by species")
    assert not [value for value in ("3750", "4050", "181") if value in source]


def test_the_draft_ran_on_a_sample_before_it_is_offered() -> None:
    found = tried("plot body mass by species")
    assert found.draft is not None
    assert found.draft.trial.state == "ran"
    assert found.draft.dangers == ()
    assert found.draft.suggestion.title == "body_mass_g for each species"
    assert found.draft.suggestion.code == code_of("plot body mass by species")
