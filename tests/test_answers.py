"""Questions in words against the same figures by pandas and scipy, over real tables."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from palmerpenguins import load_penguins
from scipy import stats

import jupyter_sciassist
from jupyter_sciassist import answers
from jupyter_sciassist.errors import DataError
from jupyter_sciassist.models.scripted import ScriptedModel
from jupyter_sciassist.records import Answer, Filter, Request

BIRDS = load_penguins()
DREAM = BIRDS[BIRDS["island"] == "Dream"]


def ask(question: str, data: object = BIRDS, **more: object) -> Answer:
    return jupyter_sciassist.ask(data, question, model=None, **more)


def by_species(column: str) -> pd.Series:
    return BIRDS.groupby("species")[column].mean()


VERIFIED = {
    "What is the mean body_mass_g?": BIRDS["body_mass_g"].mean(),
    "average body mass": BIRDS["body_mass_g"].mean(),
    "Median bill length mm, please.": BIRDS["bill_length_mm"].median(),
    "half of the values of bill depth mm lie below what number?": BIRDS["bill_depth_mm"].median(),
    "SD of flipper length mm?": BIRDS["flipper_length_mm"].std(),
    "What is the variance of bill_depth_mm": BIRDS["bill_depth_mm"].var(),
    "largest flipper_length_mm": BIRDS["flipper_length_mm"].max(),
    "smallest bill depth?": BIRDS["bill_depth_mm"].min(),
    "what is the sum of body_mass_g": BIRDS["body_mass_g"].sum(),
    "90th percentile of body_mass_g": np.nanpercentile(BIRDS["body_mass_g"], 90),
    "How many values of sex are missing?": BIRDS["sex"].isna().sum(),
    "how many rows lack body mass?": BIRDS["body_mass_g"].isna().sum(),
    "How many different islands are there?": BIRDS["island"].nunique(),
    "How many rows are there?": len(BIRDS),
    "how many columns are there?": 8,
    "How many rows have island equal to Dream?": len(DREAM),
    "number of Gentoo in species?": (BIRDS["species"] == "Gentoo").sum(),
    "How many rows have body_mass_g above 4000?": (BIRDS["body_mass_g"] > 4000).sum(),
    "how many rows have bill_depth_mm of at least 18.5?": (BIRDS["bill_depth_mm"] >= 18.5).sum(),
    "how many rows have bill_depth_mm between 17 and 18?": BIRDS["bill_depth_mm"].between(17, 18).sum(),
    "How many rows have an island other than Dream?": (BIRDS["island"] != "Dream").sum(),
    "What is the mean body_mass_g for island = Dream?": DREAM["body_mass_g"].mean(),
    "Average body mass among females?": BIRDS.loc[BIRDS["sex"] == "female", "body_mass_g"].mean(),
    "mean bill length where body mass is above 4,500": BIRDS.loc[
        BIRDS["body_mass_g"] > 4500, "bill_length_mm"
    ].mean(),
    "mean body mass of males in Dream": DREAM.loc[DREAM["sex"] == "male", "body_mass_g"].mean(),
    "mean body mass where year = 2008": BIRDS.loc[BIRDS["year"] == 2008, "body_mass_g"].mean(),
    "What percentage of rows have body_mass_g above 4000?": 100
    * (BIRDS["body_mass_g"] > 4000).sum()
    / BIRDS["body_mass_g"].notna().sum(),
    "Which species has the highest mean body_mass_g?": by_species("body_mass_g").idxmax(),
    "In which species is the average bill depth smallest?": by_species("bill_depth_mm").idxmin(),
    "Rank species by mean bill length: who comes first?": by_species("bill_length_mm").idxmax(),
    "mean body_mass_g: Gentoo minus Adelie?": by_species("body_mass_g")["Gentoo"]
    - by_species("body_mass_g")["Adelie"],
    "How much lower is the average bill depth for Gentoo than for Adelie (species)?": by_species(
        "bill_depth_mm"
    )["Adelie"]
    - by_species("bill_depth_mm")["Gentoo"],
    "What is the Spearman correlation between bill_length_mm and body_mass_g?": stats.spearmanr(
        BIRDS["bill_length_mm"], BIRDS["body_mass_g"], nan_policy="omit"
    ).statistic,
    "pearson correlation of bill depth with flipper length": BIRDS["bill_depth_mm"].corr(
        BIRDS["flipper_length_mm"]
    ),
    "Does bill_depth_mm go up or down with flipper_length_mm?": "negative",
    "As flipper length increases, does body mass tend to increase or decrease?": "positive",
    "What is the most common species?": "Adelie",
}  # fmt: skip


@pytest.mark.parametrize("question", VERIFIED)
def test_a_question_that_is_read_whole_gives_the_figure_of_pandas(question: str) -> None:
    answer = ask(question)
    wanted = VERIFIED[question]
    assert answer.verified, answer
    if isinstance(wanted, str):
        assert answer.value == wanted
    else:
        assert answer.value == pytest.approx(float(wanted), rel=1e-9)
    assert answer.evidence is not None
    assert answer.evidence.p is None


@pytest.mark.parametrize(
    "question",
    [
        "What is the mean wing_span?",
        "Which wing_span has the highest body_mass_g?",
        "why are Gentoo heavier?",
        "what will body mass be in the year 2150 according to the literature?",
        "What causes high body mass?",
        "Which species is the best?",
        "How many values of wing span are missing?",
        "mean of species",
        "should we protect the Adelie?",
    ],
)
def test_what_cannot_be_answered_is_said_and_never_verified(question: str) -> None:
    answer = ask(question)
    assert answer.value is None
    assert not answer.verified
    assert answer.text


@pytest.mark.parametrize(
    "question",
    [
        "mean body mass of hungry birds",
        "mean body mass not in Dream or Biscoe",
        "What is the mean and median body_mass_g?",
        "How correlated are bill length and body mass?",
        "Which species has the highest body_mass_g?",
        "mean bill",
        "mean body mass in Dream and Biscoe",
    ],
)
def test_a_question_that_is_not_read_whole_is_not_verified(question: str) -> None:
    assert not ask(question).verified


def test_a_missing_column_gets_the_nearest_names() -> None:
    answer = ask("What is the mean bill_lenght_mn?")
    assert answer.value is None
    assert "bill_length_mm" in answer.text


def test_rival_readings_can_be_asked_for() -> None:
    answer = ask("How correlated are bill length and body mass?")
    assert answer.reading is not None
    rivals = [choice.request for choice in answer.reading.rivals]
    offered = {one.operation: one for one in (answer.reading.request, *rivals)}
    assert set(offered) == {"pearson", "spearman"}
    again = answers.ask({"data": BIRDS}, "How correlated?", request=offered["pearson"])
    assert again.verified
    assert again.value == pytest.approx(BIRDS["bill_length_mm"].corr(BIRDS["body_mass_g"]))


def test_columns_that_go_with_one_come_from_the_engine_with_its_evidence() -> None:
    answer = ask("Which factors go with body mass?")
    assert answer.verified
    assert isinstance(answer.value, str)
    assert "flipper_length_mm" in answer.value
    assert "not cause" in answer.text
    assert answer.evidence is not None
    assert answer.evidence.q is not None
    assert answer.evidence.family is not None
    assert "body_mass_g" in answer.suggestions[0].hypothesis.variables


def test_a_relation_is_answered_from_the_engine() -> None:
    answer = ask("Does body mass differ between species?")
    assert answer.value is True
    assert answer.evidence.asserted


def test_a_relation_that_is_not_established_is_not_claimed() -> None:
    rng = np.random.default_rng(11)
    noise = pd.DataFrame(rng.normal(size=(80, 2)), columns=["left", "right"])
    answer = ask("Is left related to right?", noise)
    assert answer.value is None


def test_no_more_than_a_small_effect_answers_whether_there_is_one() -> None:
    rng = np.random.default_rng(11)
    table = pd.DataFrame({"dose": rng.normal(size=4000), "cost": rng.normal(size=4000)})
    answer = ask("Is dose related to cost?", table)
    assert answer.text.startswith("No rank correlation of cost with dose stronger than 0.1")
    assert answer.value is None
    assert ask("Is there no relation between dose and cost?", table).value is True


def test_a_spread_is_answered_from_the_engine() -> None:
    rng = np.random.default_rng(12)
    dose = rng.uniform(1, 9, 300)
    table = pd.DataFrame({"dose": dose, "response": dose * (1 + rng.normal(size=300) / 3)})
    answer = ask("Does the scatter grow with dose for response?", table)
    assert "scatter more" in answer.text
    assert answer.value is True


def test_a_research_question_gets_the_findings_that_bear_on_it() -> None:
    answer = ask(
        "How does the size of the bill relate to how heavy the animals become on each island?"
    )
    assert not answer.verified
    assert answer.suggestions
    assert set(answer.suggestions[0].hypothesis.variables) & {"bill_length_mm", "bill_depth_mm"}


def test_meanings_of_columns_are_matched_but_not_taken_for_sure() -> None:
    table = pd.DataFrame({"karno": [10.0, 40, 90], "time": [1.0, 2, 3]})
    answer = ask(
        "What is the mean performance status?", table, columns={"karno": "performance status"}
    )
    assert answer.value == pytest.approx(140 / 3)
    assert not answer.verified


def test_of_two_tables_the_one_that_fits_is_taken_and_a_tie_is_a_choice() -> None:
    other = pd.DataFrame({"dose": [1.0, 2.0, 6.0]})
    both = {"birds": BIRDS, "trial": other}
    assert ask("mean dose", both).value == 3.0
    tied = ask("mean dose", {"first": other, "second": other * 2})
    assert not tied.verified
    assert [choice.request.subject for choice in tied.reading.rivals] == ["second"]
    assert ask("mean dose of second", {"first": other, "second": other * 2}).value == 6.0


EVENTS = pd.DataFrame({"mass": [90.0, 91.0, 92.0, 99.0], "side": ["a", "a", "b", "b"]})
PAIRS = pd.DataFrame({"E1": [4.0, 5.0, 6.0], "pt1": [1.0, 3.0, 2.0]})


@pytest.mark.parametrize(
    ("question", "subject", "value"),
    [
        ("What is the mean mass?", "events", 93.0),
        ("mean mass of the pairs", "events", 93.0),
        ("In which side is the mean mass of the pairs highest?", "events", "b"),
        ("largest value of mass", "events", 99.0),
        ("mean E1 of pairs", "pairs", 5.0),
        ("mean E1 of the pairs", "pairs", 5.0),
        ("how many rows are there in pairs?", "pairs", 3),
        ("pairs: how many rows are there?", "pairs", 3),
        ("how many rows are there in 'mass'?", "mass", 5),
        ("how many rows does `mass` have?", "mass", 5),
    ],
)
def test_a_word_that_is_also_the_name_of_a_variable_names_it_only_where_it_is_used_as_one(
    question: str, subject: str, value: object
) -> None:
    data = {"pairs": PAIRS, "mass": np.array([1.0, 2, 3, 4, 6]), "events": EVENTS, "side": "left"}
    for order in (data, dict(reversed(data.items()))):
        answer = ask(question, order)
        assert answer.reading is not None
        assert (answer.reading.request.subject, answer.value) == (subject, value)


def test_a_table_that_is_named_has_what_was_asked_for_or_it_is_said() -> None:
    answer = ask("What is the mean mass in pairs?", {"events": EVENTS, "pairs": PAIRS})
    assert (answer.value, answer.reading) == (None, None)
    assert "mass" in answer.text
    assert "E1" in answer.text


def test_a_name_that_two_tables_may_be_meant_by_is_a_choice() -> None:
    trial = pd.DataFrame({"dose": [1.0, 2.0, 6.0]})
    answer = ask("mean dose", {"trial": trial, "dose": trial * 2})
    assert not answer.verified
    subjects = [answer.reading.request.subject, *(c.request.subject for c in answer.reading.rivals)]
    assert subjects == ["dose", "trial"]


AWKWARD = pd.DataFrame(
    {
        "a": [1.0, 2.0, np.nan, np.inf],
        "b": ["x", "", None, "it's"],
        "mean": [3.0, 5.0, 7.0, 9.0],
        "count": [1, 1, 2, 2],
        "flag": [True, False, True, True],
        "big": [1e300, 1e300, 1e300, 1e300],
        "Größe [m]": [1.5, 2.5, 3.5, 4.5],
        "empty": [np.nan] * 4,
        "when": pd.to_datetime(["2020-01-01", "2021-01-01", "2022-01-01", "2023-06-01"]),
    }
)


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("How many values of a are missing?", 1),
        ("mean of mean", 6.0),
        ("mean of count", 1.5),
        ("median of Größe", 3.0),
        ("mean of big", 1e300),
        ("sd of big", 0.0),
        ("largest when", "2023-06-01 00:00:00"),
        ("How many rows have flag = True?", 3),
        ("mean of empty", None),
        ("sum of b", None),
        ("spearman correlation of big and mean", None),
    ],
)
def test_awkward_columns(question: str, value: object) -> None:
    assert ask(question, AWKWARD).value == value


@pytest.mark.parametrize(
    "question", ["", "?", "???", "=", "mean", "a", "how many", "%", "<>", "x" * 1900]
)
def test_any_text_gets_an_answer(question: str) -> None:
    answer = ask(question, AWKWARD)
    assert Answer.from_json(answer.to_json()) == answer


def test_what_is_no_data_is_refused() -> None:
    with pytest.raises(DataError, match="Nothing here"):
        ask("mean of a", object())


def _told(find: str, of: str, **where: str) -> dict[str, object]:
    conditions = [{"column": column, "is": level} for column, level in where.items()]
    return {"request": {"find": find, "of": of, "where": conditions}}


def test_the_model_confirms_a_reading_and_supplies_nothing() -> None:
    question = "mean mass in Dream"
    assert not ask(question).verified
    model = ScriptedModel([_told("mean", "body_mass_g", island="Dream")])
    agreed = jupyter_sciassist.ask(BIRDS, question, model=model)
    assert agreed.verified
    assert agreed.value == pytest.approx(DREAM["body_mass_g"].mean())
    for other in (
        _told("median", "body_mass_g", island="Dream"),
        _told("mean", "body_mass_g", island="Biscoe"),
        _told("mean", "year", island="Dream"),
        _told("mean", "body_mass_g"),
        {"request": {"find": "not in this table"}},
    ):
        answer = jupyter_sciassist.ask(BIRDS, question, model=ScriptedModel([other]))
        assert not answer.verified
        assert answer.value == agreed.value


@pytest.mark.parametrize(
    "question",
    ["mean body mass of the feathered birds in Dream", "Which unicorn_index has the highest year?"],
)
def test_a_model_that_passes_over_a_word_verifies_nothing(question: str) -> None:
    best = "unicorn" in question
    told = _told("largest value", "year") if best else _told("mean", "body_mass_g", island="Dream")
    words = ask(question)
    agreed = jupyter_sciassist.ask(BIRDS, question, model=ScriptedModel([told]))
    assert not agreed.verified
    assert agreed.value == words.value


def test_the_model_sees_names_only_and_answers_within_them() -> None:
    model = ScriptedModel()
    jupyter_sciassist.ask(BIRDS, "mean mass in Dream", model=model)
    [call] = [one for one in model.history if one.op == "complete"]
    kinds = call.details["schema"]["properties"]["request"]["anyOf"]
    fields = [kind["properties"] for kind in kinds]
    assert {name for one in fields for name in one.get("of", {}).get("enum", ())} == {
        *BIRDS.columns
    }
    levels = [
        kind for one in fields for kind in one.get("where", {}).get("items", {}).get("anyOf", ())
    ]
    assert all(
        "value" not in one["properties"] for one in levels
    )  # no number stands in the question
    assert "3750" not in call.prompt


def test_a_request_is_computed_as_it_is_typed() -> None:
    request = Request(
        "data", "share", by="fraction", threshold=Filter("body_mass_g", ">", 4000),
        filter=(Filter("sex", "==", "male"),),
    )  # fmt: skip
    males = BIRDS[BIRDS["sex"] == "male"]
    answer = answers.ask({"data": BIRDS}, "", request=request)
    assert answer.value == pytest.approx((males["body_mass_g"] > 4000).mean())
