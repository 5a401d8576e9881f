"""Names, levels and conditions of questions against the same figures by pandas."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import jupyter_sciassist
from jupyter_sciassist.records import Answer


def _lakes() -> pd.DataFrame:
    draw = np.random.default_rng(20)
    n = 240
    return pd.DataFrame(
        {
            "SampleID": [f"S{at:03d}" for at in range(n)],
            "Lake": draw.choice(
                ["Loch Ness (Scotland)", "Lough Neagh (Ireland)", "Llyn Tegid (Wales)"], n
            ),
            "Season": draw.choice(["early spring", "late summer"], n),
            "SampledOn": pd.date_range("2018-11-03", periods=n, freq="5D").astype(str),
            "WaterTemp (degC)": draw.normal(12, 4, n).round(2),
            "Ca (mg/l)": draw.gamma(6, 4, n).round(2),
            "ColourInt": draw.gamma(3, 10, n).round(1),
            "DO %": draw.normal(90, 8, n).round(1),
            "depth_top": draw.integers(0, 10, n),
            "depth_bottom": draw.integers(10, 30, n),
            "mean": draw.normal(5, 1, n).round(3),
            "IsStratified": draw.random(n) < 0.4,
            "Bloom": draw.integers(0, 2, n),
            "Gear": draw.integers(1, 4, n),
            "TurbNTU": draw.gamma(2, 3, n).round(2),
        }
    )


LAKES = _lakes()
MEANINGS = {
    "TurbNTU": "turbidity of the water",
    "Gear": "sampling gear: 1 = bottle, 2 = net, 3 = pump",
    "depth_top": "depth of the upper end (m)",
}
DAY = pd.to_datetime(LAKES["SampledOn"])
NESS = LAKES["Lake"].str.contains("Ness")
TEMP = LAKES["WaterTemp (degC)"]


def ask(question: str, data: object = LAKES, columns: dict[str, str] = MEANINGS) -> Answer:
    return jupyter_sciassist.ask(data, question, model=None, columns=columns)


FIGURES = {
    # a part of a label that no other has
    "mean water temp in Loch Ness": TEMP[NESS].mean(),
    "average water temperature of Ness samples": TEMP[NESS].mean(),
    "how many samples were taken in late summer?": (LAKES["Season"] == "late summer").sum(),
    "How many stratified samples are there in Tegid?": (
        LAKES["IsStratified"] & LAKES["Lake"].str.contains("Tegid")
    ).sum(),
    # times
    "mean water temperature in 2020": TEMP[DAY.dt.year == 2020].mean(),
    "mean water temperature in July": TEMP[DAY.dt.month == 7].mean(),
    "mean water temperature in March 2021": TEMP[(DAY.dt.year == 2021) & (DAY.dt.month == 3)].mean(),
    "How many samples are there from 2019 to 2020?": DAY.dt.year.isin([2019, 2020]).sum(),
    "how many rows have SampledOn after 2020?": (DAY.dt.year > 2020).sum(),
    "how many rows were sampled before March 2019?": (DAY < "2019-03-01").sum(),
    "How many rows are there since 2020-06-15?": (DAY >= "2020-06-15").sum(),
    "median DO in the third quarter of 2020": LAKES.loc[
        (DAY.dt.year == 2020) & (DAY.dt.quarter == 3), "DO %"
    ].median(),
    "What percentage of samples is from Q4?": 100 * (DAY.dt.quarter == 4).mean(),
    # yes-or-no columns
    "mean DO of stratified samples": LAKES.loc[LAKES["IsStratified"], "DO %"].mean(),
    "mean DO of samples that are not stratified": LAKES.loc[~LAKES["IsStratified"], "DO %"].mean(),
    "How many unstratified samples are there?": (~LAKES["IsStratified"]).sum(),
    "How many blooms are there?": (LAKES["Bloom"] == 1).sum(),
    # what numbers stand for
    "mean turbidity of net samples": LAKES.loc[LAKES["Gear"] == 2, "TurbNTU"].mean(),
    # two-sided ranges, units, numbers in words
    "mean DO for water temperatures from 10 to 15 degrees": LAKES.loc[
        TEMP.between(10, 15), "DO %"
    ].mean(),
    "How many samples have more than 95 % DO?": (LAKES["DO %"] > 95).sum(),
    "How many samples have a depth top of at least seven?": (LAKES["depth_top"] >= 7).sum(),
    "How many samples have Ca over 20 mg/l?": (LAKES["Ca (mg/l)"] > 20).sum(),
    # columns in other words
    "mean calcium": LAKES["Ca (mg/l)"].mean(),
    "median calcium content": LAKES["Ca (mg/l)"].median(),
    "largest color intensity": LAKES["ColourInt"].max(),
    "max of mean": LAKES["mean"].max(),
    "average turbidity": LAKES["TurbNTU"].mean(),
    "What is the mean dissolved oxygen?": LAKES["DO %"].mean(),
    # slips of the pen
    "What is the averge calcium?": LAKES["Ca (mg/l)"].mean(),
    "mean calcuim": LAKES["Ca (mg/l)"].mean(),
    "meadian water temperature": TEMP.median(),
}  # fmt: skip


@pytest.mark.parametrize("question", FIGURES)
def test_a_name_or_condition_in_other_words_gives_the_figure_of_pandas(question: str) -> None:
    answer = ask(question)
    assert answer.value == pytest.approx(float(FIGURES[question]), rel=1e-9), answer


VERIFIED = {
    "mean calcium": LAKES["Ca (mg/l)"].mean(),
    "largest color intensity": LAKES["ColourInt"].max(),
    "mean water temperature in 2020": TEMP[DAY.dt.year == 2020].mean(),
    "mean DO of stratified samples": LAKES.loc[LAKES["IsStratified"], "DO %"].mean(),
    "mean calcium where Lake is Lough Neagh": LAKES.loc[
        LAKES["Lake"].str.contains("Neagh"), "Ca (mg/l)"
    ].mean(),
}


@pytest.mark.parametrize("question", VERIFIED)
def test_the_whole_of_a_name_label_or_time_is_no_guess(question: str) -> None:
    answer = ask(question)
    assert answer.verified, answer
    assert answer.value == pytest.approx(float(VERIFIED[question]), rel=1e-9)


GAPS = pd.DataFrame({"e": [1.0, 2.0], "g": [3.0, 5.0], "i": [7.0, 9.0], "Eg": [1.25, 1.5]})


@pytest.mark.parametrize("aside", ["i.e.", "I.e.", "i. e.", "e.g.", "ie", "namely", "that is"])
def test_what_only_introduces_other_words_names_no_column(aside: str) -> None:
    answer = ask(f"the mean, {aside} the average, of g", GAPS, {})
    assert (answer.value, answer.verified) == (4.0, True)


def test_a_column_that_is_called_like_a_short_form_is_a_column() -> None:
    answer = ask("mean of Eg", GAPS, {})
    assert (answer.value, answer.verified) == (1.375, True)


@pytest.mark.parametrize(
    "question",
    [
        "mean calcuim",
        "average turbidity",
        "mean water temperature in Loch Nes",
        "mean oxygen",
    ],
)
def test_a_guessed_or_mended_name_is_never_verified(question: str) -> None:
    answer = ask(question)
    assert not answer.verified


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What is the mean depth?", {"depth_top", "depth_bottom"}),
        ("largest depth in 2020", {"depth_top", "depth_bottom"}),
    ],
)
def test_of_two_columns_that_fit_alike_none_is_taken(question: str, names: set[str]) -> None:
    answer = ask(question)
    assert (answer.value, answer.verified) == (None, False)
    assert answer.reading is not None
    rivals = [answer.reading.request, *(one.request for one in answer.reading.rivals)]
    assert names <= {name for one in rivals for name in one.variables}
    assert all(name in answer.text for name in names)


@pytest.mark.parametrize(
    "question",
    [
        "mean depth_top above 400 fathoms of sunken wrecks in the year of 12",
        "How many samples have a salinity above 12?",
        "mean calcium of samples over 300",
        "mean water temperature for chlorophyll below 3",
        "How many haunted samples are there in the moat?",
    ],
)
def test_a_condition_that_is_not_understood_leaves_no_figure(question: str) -> None:
    answer = ask(question)
    assert (answer.value, answer.verified) == (None, False)


def test_words_that_were_left_out_are_said_before_the_figure() -> None:
    answer = ask("mean calcium of haunted samples")
    assert not answer.verified
    assert "haunted" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "mean water level",
        "What is the mean water clarity?",
        "average colour temperature",
        "mean depth charge",
        "mean pH",
        "mean air temperature",
    ],
)
def test_a_name_that_is_not_there_is_no_other_column_by_a_shared_word(question: str) -> None:
    answer = ask(question)
    assert not answer.verified
    assert answer.value is None or "Not understood" in answer.text


def test_a_stated_bound_of_another_unit_is_no_bound_on_the_nearest_column() -> None:
    table = pd.DataFrame(
        {"Wavelength (nm)": np.arange(300.0, 700.0), "Signal (mV)": np.arange(400.0) % 7}
    )
    answer = ask("mean signal between 350 and 420 nm", table, {})
    inside = table["Wavelength (nm)"].between(350, 420)
    assert answer.value == pytest.approx(table.loc[inside, "Signal (mV)"].mean())
    assert not answer.verified


def test_a_label_that_is_two_words_is_not_named_by_an_ordinary_one_for_sure() -> None:
    table = pd.DataFrame({"town": ["New York", "San Jose", "Old Forge"] * 9, "age": range(27)})
    assert not ask("mean age of new patients", table, {}).verified


def test_a_word_for_the_rows_is_no_column_and_one_of_them_is_asked_for() -> None:
    answer = ask("How many samples have Ca above 30?")
    assert answer.verified
    assert not ask("Which sample has the largest Ca?").verified


def test_years_in_a_column_of_their_own_are_conditions() -> None:
    table = pd.DataFrame({"year": [1990, 1990, 1991, 1992], "catch": [1.0, 3.0, 7.0, 9.0]})
    assert ask("mean catch in 1990", table, {}).value == 2.0
    assert ask("mean catch after 1990", table, {}).value == 8.0
    assert ask("mean catch from 1991 to 1992", table, {}).value == 8.0


def test_a_variable_that_a_column_was_made_of_is_no_other_meaning() -> None:
    height = np.linspace(150.0, 190.0, 60)
    people = pd.DataFrame({"height": height, "weight": height - 100})
    same = {"height": height, "people": people}
    for question in ("mean of height", "What goes with height?"):
        assert jupyter_sciassist.ask(same, question).verified
    other = jupyter_sciassist.ask({**same, "height": height + 1}, "mean of height")
    assert (other.value, other.verified) == (pytest.approx(170), False)
    assert other.reading is not None
    assert [choice.text for choice in other.reading.rivals] == ["height: mean of height"]
    assert jupyter_sciassist.ask({**same, "height": height + 1}, "What goes with height?").verified


def test_whether_the_only_two_groups_of_a_column_differ() -> None:
    draw = np.random.default_rng(4)
    sex = draw.permutation(["female", "male"] * 40)
    mass = draw.normal(40, 2, 80) + 10 * (sex == "male")
    birds = pd.DataFrame({"sex": sex, "mass": mass, "site": ["a", "b", "c", "d"] * 20})
    two = jupyter_sciassist.ask(birds, "Do males and females differ in mass?")
    assert (two.value, two.verified) == (True, True)
    assert two.reading is not None
    assert two.reading.request.variables == ("mass", "sex")
    assert not jupyter_sciassist.ask(birds, "Do a and b differ in mass?").verified
