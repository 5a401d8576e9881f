"""What a comment may say beside its numbers: units, whose a number is, causes, significance, order, directions."""

from __future__ import annotations

from typing import Any

import pytest

from jupyter_sciassist.chat import grounding, measures, names, numerals
from jupyter_sciassist.chat.facts import Fact, Grounds, Trend
from jupyter_sciassist.chat.grounding import Sources
from jupyter_sciassist.chat.records import Source
from jupyter_sciassist.language.vocabulary import Named
from tests.chat.written import standing

SOURCE = Source("evidence", "the record", "table", "card")
COLUMNS = ("body_mass_g", "depth_m", "rain", "flow", "severity", "group", "light", "cluster")
LEVELS = {"group": ("drug", "placebo"), "light": ("high", "low"), "cluster": ("A", "B", "C")}
GOOD, STRUCK = {"grounded"}, {"unverified"}


def fact(
    value: float,
    kind: str,
    *about: str,
    level: str | None = None,
    unit: str | None = None,
    **more: Any,
) -> Fact:
    own = frozenset([*about, *([level] if level else [])])
    needs = frozenset([level] if level else [])
    return Fact(value, SOURCE, frozenset(kind.split()), own, needs, unit, **more)


def record() -> Grounds:
    """Facts of several findings about one table."""
    known = names.of(
        {"table": [Named(name, name not in LEVELS, LEVELS.get(name, ())) for name in COLUMNS]}
    )
    facts = (
        fact(5076.02, "mean", "body_mass_g", unit="g"),
        fact(0.482, "slope", "depth_m", "body_mass_g", unit="g per m", per="depth_m"),
        fact(1714.6, "location", unit="cm-1"),
        fact(0.184, "share", "group", level="drug"), fact(0.097, "share", "group", level="placebo"),
        fact(131, "n", "cluster", level="B"), fact(214, "n", "cluster", level="A"), fact(88, "n", "cluster", level="C"),
        fact(64.8, "mean", "cluster", level="A"), fact(118.3, "mean", "cluster", level="B"),
        fact(0.0124, "sd", side=-1), fact(0.0294, "sd", side=1), fact(2.37, "ratio"),
        fact(12.5, "range interval difference"), fact(19.25, "range interval difference"), fact(15.9, "difference"),
        fact(-0.344, "pearson partial"), fact(0.286, "pearson crude"), fact(0.691, "r2"), fact(3, "df"), fact(92, "df"),
        fact(0.0031, "p"), fact(0.062, "q"), fact(2450, "rows"), fact(312, "n"), fact(137, "missing"),
    )  # fmt: skip
    trends = (
        Trend(frozenset({"body_mass_g", "depth_m"}), 1, SOURCE),
        Trend(frozenset({"rain", "flow"}), 1, SOURCE, first="rain"),
        Trend(frozenset({"severity", "group"}), 1, SOURCE, level="drug"),
    )
    return Grounds(known, facts, trends)


def stands(text: str, part: str, grounds: Grounds | None = None) -> set[str]:
    found = grounding.checked(text, record() if grounds is None else grounds, Sources())
    assert "".join(run.text for run in found) == text
    return standing(found, text, part)


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("grams", "g"), ("kilograms", "kg"), ("cm⁻¹", "cm-1"), ("inverse centimeters", "cm-1"), ("µm²", "um2"),
        ("square micrometres", "um2"), ("cells per microliter", "cells/uL"), ("kelvin", "K per year"), ("days", "d"),
        ("gigaelectronvolts", "GeV"), ("cpm", "counts/min"), ("degrees", "°C"), ("hertz", "hz"), ("t/ha", "t/ha"),
    ],
)  # fmt: skip
def test_a_unit_spelled_out_is_the_unit(written: str, known: str) -> None:
    assert measures.agree(measures.told(written), measures.told(known))
    found = measures.at(f"5 {written}, and more", 1)
    assert found is not None
    assert found.end == 2 + len(written)


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("kilograms", "g"), ("MeV", "GeV"), ("kg/ha", "t/ha"), ("K per month", "K per year"), ("milliwatts", "MW"),
        ("nm", "cm-1"), ("hours", "d"), ("um", "um2"), ("grams per metre", "g"),
    ],
)  # fmt: skip
def test_another_unit_is_not(written: str, known: str) -> None:
    assert not measures.agree(measures.told(written), measures.told(known))


def test_words_are_not_taken_for_units() -> None:
    for text in ("5 in the sample", "5 a day", "37 degrees of freedom", "5 rows", "5 as before"):
        assert measures.at(text, 1) is None, text


@pytest.mark.parametrize(
    ("text", "part", "standings"),
    [
        # units
        ("The mean body mass is 5076.02 grams.", "5076.02", GOOD),
        ("The mean body mass is 5076.02 kilograms.", "5076.02", STRUCK),
        ("The mean body mass is 5076.02 bushels.", "5076.02", STRUCK),
        ("A band stands at 1714.6 cm⁻¹.", "1714.6", GOOD),
        ("A band stands at 1714.6 nm.", "1714.6", STRUCK),
        ("Body mass changes by 0.482 g for each meter.", "0.482", GOOD),
        ("Each meter of depth goes with a change of 0.482 g.", "0.482", GOOD),
        ("Each millimeter of depth goes with a change of 0.482 g.", "millimeter", STRUCK),
        ("The mean body mass is about 5,080 g.", "5,080", GOOD),
        ("The mean body mass is 5,080 g.", "5,080", STRUCK),
        ("The mean body mass is about 5,090 g.", "5,090", STRUCK),
        # whose a number is
        ("Clusters A and B hold 214 and 131 rows.", "214", GOOD),
        ("Clusters A and B hold 131 and 214 rows.", "131", STRUCK),
        ("Means of A and B are 64.8 and 118.3 respectively.", "118.3", GOOD),
        ("Means of A and B are 118.3 and 64.8 respectively.", "118.3", STRUCK),
        ("Cluster A contains 131 rows and cluster B 214 rows.", "131", STRUCK),
        ("Cluster A contains 214 rows and cluster B 131 rows.", "214", GOOD),
        ("In group drug the share is 0.184, whereas in the tall one it is 0.097.", "0.097", STRUCK),
        ("| cluster | mean | n |\n|---|---|---|\n| A | 64.8 | 214 |\n| B | 118.3 | 131 |", "131", GOOD),
        ("| cluster | mean | n |\n|---|---|---|\n| A | 64.8 | 131 |\n| B | 118.3 | 214 |", "131", STRUCK),
        ("| cluster | median | n |\n|---|---|---|\n| A | 64.8 | 214 |", "64.8", STRUCK),
        ("The standard deviation is 0.0124 below that place and 0.0294 above it.", "0.0294", GOOD),
        ("The standard deviation is 0.0294 below that place and 0.0124 above it.", "0.0294", STRUCK),
        ("The adjusted correlation is -0.344.", "-0.344", GOOD),
        ("The crude correlation is -0.344.", "-0.344", STRUCK),
        # what a number is
        ("The difference is 15.9, between 12.5 and 19.25.", "12.5", GOOD),
        ("The difference is 12.5.", "12.5", STRUCK),
        ("The spread is 2.37 times as large.", "2.37 times", GOOD),
        ("It is three times as large.", "three times", STRUCK),
        ("The curve has 69.1% of the variance.", "69.1%", GOOD),
        ("The difference is 69.1%.", "69.1%", STRUCK),
        ("It is F(3, 92).", "3, 92", {"grounded", "plain"}),
        ("Of the rows, 137 values are missing out of 2450.", "2450", GOOD),
        ("It is not significant in the family (p = 0.0031).", "0.0031", GOOD),
        ("The p is not 0.0031.", "0.0031", STRUCK),
        ("From plus 0.286 to minus 0.344.", "minus 0.344", GOOD),
        # two that stand together
        ("Of the rows, 137 of 2450 are missing.", "137", GOOD),
        ("Of clusters A and B it has 214 of 131 rows.", "214", STRUCK),
        ("There are 214 of 88 rows.", "214", STRUCK),
        ("There are 312 of 2450 rows.", "312", GOOD),
        ("There are 2450 of 312 rows.", "2450", STRUCK),
        ("Out of 214 rows, 88 are of one cluster.", "88", GOOD),
        ("Out of 88 rows, 214 are of one cluster.", "214", STRUCK),
        ("The difference lies between 19.25 and 12.5.", "19.25", STRUCK),
        ("The standard deviation goes from 0.0124 to 0.0294.", "0.0294", GOOD),
        ("The standard deviation goes from 0.0294 to 0.0124.", "0.0294", STRUCK),
        # causes
        ("Depth causes body mass to differ.", "causes", STRUCK),
        ("The drug leads to another severity.", "leads to", STRUCK),
        ("Depth makes the animals heavier.", "makes", STRUCK),
        ("Depth increases body mass.", "increases", STRUCK),
        ("Body mass increases with depth.", "increases", GOOD),
        ("It could be that food causes this.", "causes", {"plain"}),
        ("This does not show that depth causes it.", "causes", {"plain"}),
        ("A log scale improves the fit.", "improves", {"plain"}),
        # significance
        ("The difference is significant.", "significant", STRUCK),
        ("The difference is not significant.", "significant", GOOD),
        ("Before correction the difference is significant.", "significant", GOOD),
        ("Two significant digits are enough.", "significant", {"plain"}),
        # which comes first, and what is held fixed
        ("`rain` leads `flow`.", "leads", GOOD),
        ("`flow` follows `rain`.", "follows", GOOD),
        ("`rain` follows `flow`.", "follows", STRUCK),
        ("It reverses after adjusting for `depth_m`.", "depth_m", STRUCK),
        ("One could adjust it for severity.", "severity", GOOD),
        # directions
        ("Check whether some values of severity are unusually high or low.", "high or low", {"plain"}),
        ("The values of severity are unusually high.", "high", STRUCK),
        ("Perhaps light is higher there.", "higher", {"plain"}),
        ("Perhaps body mass is lower where depth is higher.", "lower", STRUCK),
        ("Severity is higher in drug than in placebo.", "higher", GOOD),
        ("Severity is lower in placebo than in drug.", "lower", GOOD),
        ("Severity is higher in placebo than in drug.", "higher", STRUCK),
        ("The adjusted correlation is negative (-0.344).", "negative", GOOD),
        ("The adjusted correlation is positive (-0.344).", "positive", STRUCK),
        ("The surface cools with depth.", "cools", STRUCK),
        ("The slope is flatter at one end.", "flatter", STRUCK),
    ],
)  # fmt: skip
def test_what_a_comment_says_is_held_against_the_record(
    text: str, part: str, standings: set[str]
) -> None:
    assert stands(text, part) == standings, grounding.checked(text, record(), Sources())


def test_a_column_that_the_number_is_not_of_is_marked_with_it() -> None:
    text = "The mean of `depth_m` is 5076.02."
    assert stands(text, "depth_m") == stands(text, "5076.02") == STRUCK


def test_the_only_relation_on_record_may_be_called_by_its_sign() -> None:
    known = record()
    alone = Grounds(known.names, (), known.trends[:1])
    assert stands("The relation is positive.", "positive", alone) == GOOD
    assert stands("The relation is inverse.", "inverse", alone) == STRUCK
    assert stands("The relation is positive.", "positive", known) == STRUCK


def test_what_rises_over_time_rises_by_itself() -> None:
    known = record()
    trend = Trend(frozenset({"flow", "rain"}), 1, SOURCE, ordered=True)
    over = Grounds(known.names, (), (trend,))
    assert stands("`flow` rises.", "rises", over) == GOOD
    assert stands("`flow` rises with age.", "rises", over) == STRUCK
    assert stands("`flow` falls.", "falls", over) == STRUCK


def test_general_knowledge_claims_nothing_of_the_data() -> None:
    text = "Smoking causes cancer, a significant burden."
    general = Grounds(names.of({}))
    assert stands(text, "causes", general) == stands(text, "significant", general) == {"plain"}


def test_words_of_names_count_nothing() -> None:
    for text in (
        "a half-life of it",
        "full width at half maximum",
        "a log2 fold change",
        "the two columns",
    ):
        assert numerals.figures(text) == [], text
    assert [one.value for one in numerals.figures("a three-day delay, half of it")] == [3.0, None]
