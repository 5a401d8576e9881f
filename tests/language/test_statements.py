import dataclasses
from types import SimpleNamespace

import pytest

from jupyter_sciassist.language import statements
from jupyter_sciassist.language.wordings.base import number
from jupyter_sciassist.records import Candidate, Effect, Estimate, Evidence


def caution(analysis, **facts):
    one = found(None, (), facts=facts)
    one.candidate = Candidate(analysis, "df", ())
    return statements.word(one)


def found(relation, variables, direction=None, level=None, context=None, facts=None, **evidence):
    known = Evidence("method", None, Effect("Spearman rho", 0.5, 0.4, 0.6), 100, None, 0.01)
    return SimpleNamespace(
        candidate=Candidate("association", "df", variables),
        evidence=dataclasses.replace(known, **evidence),
        relation=relation, variables=variables, direction=direction, level=level,
        context=context, location=None, facts=facts,
    )  # fmt: skip


def test_association_states_direction_effect_and_interval():
    assert statements.word(found("association", ("age", "height"), "+")) == statements.Wording(
        "height rises with age",
        "Rows with higher age have higher height (Spearman rho 0.5, 95 % interval 0.4 to 0.6).",
    )


def test_negative_association():
    assert statements.word(found("association", ("age", "speed"), "-")).title == (
        "speed falls as age rises"
    )


def test_estimate_carries_its_unit():
    slope = Estimate("slope", 0.1234567, "mm", 0.1, 0.2)
    wording = statements.word(found("association", ("a", "b"), "+", estimate=slope))
    assert "slope 0.1235 mm, 95 % interval 0.1 to 0.2" in wording.statement


def difference(level="Gentoo", **facts):
    facts = {"outcome": "mass", "group": "species"} | facts
    return statements.word(found("difference", ("mass", "species"), "+", level, facts=facts))


def test_difference_of_two_groups_says_higher_of_several_highest():
    assert difference(high="Gentoo").title == "mass is higher for species = Gentoo"
    assert difference(groups=3).title == "mass is highest for species = Gentoo"


def test_a_two_level_outcome_is_a_frequency():
    assert difference("f", outcome="survived", group="sex", event="yes", groups=2).title == (
        "survived = yes is more frequent for sex = f"
    )
    assert difference("1st", outcome="survived", group="class", event="yes", groups=3).title == (
        "survived = yes is most frequent for class = 1st"
    )


def test_trend_names_time_and_span():
    facts = {"time": "year", "outcome": "flow", "start": "1871", "end": "1970"}
    wording = statements.word(found("trend", ("year", "flow"), "-", facts=facts))
    assert wording.title == "flow falls over year"
    assert wording.statement.startswith("flow falls over year from 1871 to 1970")
    facts = {"time": "", "outcome": "flow"}
    assert statements.word(found("trend", ("flow",), "+", facts=facts)).title == (
        "flow rises along its rows"
    )


def test_a_change_of_level_names_its_place():
    facts = {"time": "year", "outcome": "flow", "place": "1899", "first": "1897", "last": "1901"}
    wording = statements.word(found("changepoint", ("year", "flow"), "-", facts=facts))
    assert wording.title == "flow is lower from year = 1899 on"
    assert "the change lies between 1897 and 1901" in wording.statement
    facts = {"time": "", "outcome": "v", "place": "row 60", "first": "row 59", "last": "row 61"}
    assert statements.word(found("changepoint", ("v",), "+", facts=facts)).title == (
        "v is higher from row 60 on"
    )


def confounding(kind, crude, adjusted, **facts):
    facts = {
        "x": "x", "y": "y", "third": "z", "kind": kind, "crude": crude, "adjusted": adjusted, **facts
    }  # fmt: skip
    return statements.word(found("confounding", ("x", "y", "z"), "+", facts=facts))


def test_reversal_names_both_signs_and_the_third():
    wording = confounding("reversal", -0.3, 0.5)
    assert wording.title == "y against x reverses within z"
    assert wording.statement.startswith(
        "Over all rows more of x goes with less of y; with z held fixed it goes with more"
    )


def test_a_two_level_column_is_named_by_its_level():
    wording = confounding("reversal", -0.3, 0.5, x_level="new")
    assert wording.title == "y against x = new reverses within z"


def test_what_vanishes_within_the_third_is_said_so():
    assert confounding("explained", 0.5, 0.01).title == "y with x vanishes within z"


def test_what_was_masked_is_said_so():
    wording = confounding("masked", 0.02, -0.4)
    assert wording.title == "y goes with x only where z is held fixed"
    assert "with z held fixed more of x goes with less of y" in wording.statement


def test_context_is_part_of_the_claim():
    wording = statements.word(
        found("association", ("a", "b"), "+", context={"column": "site", "value": "north"})
    )
    assert wording.title == "b rises with a where site is north"


@pytest.mark.parametrize("relation", ["association", "difference", "trend", "confounding"])
@pytest.mark.parametrize("kind", ["reversal", "masked", "explained"])
def test_no_causal_verbs(relation, kind):
    facts = {
        "x": "a", "y": "b", "third": "c", "kind": kind, "crude": 0.3, "adjusted": -0.2,
        "outcome": "a", "group": "b", "time": "a", "groups": 3,
    }  # fmt: skip
    wording = statements.word(found(relation, ("a", "b", "c"), "-", "north", facts=facts))
    text = f"{wording.title} {wording.statement}".lower()
    for verb in ("cause", "lead", "drive", "increase", "decrease", "effect of", "impact", "due to"):
        assert verb not in text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.123456, "0.1235"), (4207.4, "4207"), (123456.0, "123,456"), (1e-7, "1e-07")],
)
def test_numbers_read_as_a_person_writes_them(value, text):
    assert number(value) == text


@pytest.mark.parametrize(
    ("analysis", "facts", "title", "sentence"),
    [
        ("duplicates", {"repeats": 1}, "1 row repeats another row", "1 row repeats another row in"),
        (
            "repeated_units", {"unit": "mouse", "units": 9},
            "rows repeat the same mouse", "100 rows come from 9 values of mouse",
        ),
        (
            "missing", {"column": "a", "missing": 0.25, "related": "b", "more": "higher"},
            "a is missing more often where b is higher", "a is missing in 25 % of the rows, more often",
        ),
        (
            "missing", {"column": "a", "missing": 0.25, "related": "", "more": ""},
            "a has missing values", "a is missing in 25 % of the rows",
        ),
        (
            "outliers",
            {"column": "a", "values": ("99", "98"), "outliers": 2, "median": 1.5, "unit": "mm"},
            "a has far values", "2 values lie far from all others: 99, 98 mm, against a median of 1.5 mm",
        ),
        (
            "distribution",
            {"column": "a", "shape": "two heaps", "low_peak": 1.0, "high_peak": 5.0, "unit": ""},
            "a has two heaps", "a gathers about 1 and 5",
        ),
        (
            "distribution", {"column": "a", "shape": "skewed", "log": 1, "unit": ""},
            "a is skewed", "a is very skewed and even on a logarithmic scale",
        ),
        (
            "left_out", {"constants": ("k",), "ids": (), "texts": ("t", "u")},
            "columns left out of every test", "Left out of every test: k (constant); t, u (free text)",
        ),
    ],
)  # fmt: skip
def test_cautions_say_what_was_seen(analysis, facts, title, sentence):
    wording = caution(analysis, **facts)
    assert wording.title == title
    assert wording.statement.startswith(sentence)


def interaction(**facts):
    known = {"x": "dose", "moderator": "shade", "outcome": "growth", "event": "", "unit": "cm"}
    known |= {"what": "slope", "where": ("no", "yes"), "sizes": ("3", "1"), "high": "", "low": ""}
    return statements.word(found("interaction", ("dose", "shade", "growth"), "+", "no", facts=known | facts))  # fmt: skip


def test_an_interaction_tells_the_slope_in_each_group():
    wording = interaction()
    assert wording.title == "the slope of growth on dose differs by shade"
    assert wording.statement.startswith(
        "The slope of growth on dose is 3 cm where shade is no and 1 cm where shade is yes"
    )


def test_an_interaction_of_groups_tells_the_difference_in_each():
    wording = interaction(what="gap", high="b", low="a", event="yes", unit="")
    assert wording.statement.startswith(
        "The difference of growth = yes between dose = b and a is 3 where shade is no and 1 where"
    )
    assert interaction(what="pattern", where=(), sizes=()).statement.startswith(
        "How growth goes with dose is not the same for all of shade"
    )


def test_a_period_names_its_unit_and_what_was_out():
    facts = {"outcome": "spots", "period": 11.0039, "per": "year", "rank": 1}
    wording = statements.word(found("periodicity", ("year", "spots"), "none", facts=facts))
    assert wording.title == "spots comes back every 11 years"
    facts |= {"rank": 2, "period": 44.3, "per": "month"}
    second = found("periodicity", ("month", "p"), "none", context={"rank": "2"}, facts=facts)
    wording = statements.word(second)
    assert "with a period of 44.3 month, once one period is out" in wording.statement


def test_a_lag_names_leader_and_follower():
    facts = {"leader": "rain", "follower": "flow", "lag": 3.0, "per": "day"}
    wording = statements.word(found("lag", ("rain", "flow"), "+", facts=facts))
    assert wording.title == "flow follows rain by 3 days"
    assert "flow rises 3 days later" in wording.statement
