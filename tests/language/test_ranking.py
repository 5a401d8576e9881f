import dataclasses
import math

import pytest

from jupyter_sciassist.language import ranking
from jupyter_sciassist.records import (
    Effect,
    Evidence,
    Hypothesis,
    Subject,
    Suggestion,
)


def card(name, variables, size, *, asserted=True, kind="hypothesis", **more):
    evidence = Evidence("m", None, Effect("Spearman rho", size), 100, None, 0.01, asserted=asserted)
    hypothesis = Hypothesis(".", "association", variables, "+")
    return Suggestion(
        id=name, kind=kind, subject=Subject("df", None), title=name, analysis="association",
        hypothesis=hypothesis, evidence=evidence, code="", **more,
    )  # fmt: skip


def test_the_outcome_outweighs_a_larger_correlation():
    cards = [card("strong", ("a", "b"), 0.8), card("wanted", ("c", "d"), 0.4)]
    assert ranking.order(cards) == ["strong", "wanted"]
    assert ranking.order(cards, {"df": {"d": 1.0}}) == ["wanted", "strong"]


def test_what_is_not_established_comes_after_what_is():
    cards = [card("weak", ("a", "b"), 0.8, asserted=False), card("sure", ("c", "d"), 0.1)]
    assert ranking.order(cards) == ["sure", "weak"]


def test_what_a_cell_already_computed_comes_last():
    cards = [card("done", ("a", "b"), 0.8, done_in="c1"), card("new", ("c", "d"), 0.1)]
    assert ranking.order(cards) == ["new", "done"]


def test_the_same_question_of_two_near_equal_columns_is_asked_once_first():
    cards = [
        card("twins", ("urban_50m", "urban_500m"), 0.95),
        card("first", ("urban_50m", "plants"), 0.6),
        card("again", ("urban_500m", "plants"), 0.59),
        card("other", ("slope", "plants"), 0.3),
    ]
    assert ranking.order(cards) == ["twins", "first", "other", "again"]


def test_data_faults_that_invalidate_tests_come_before_all():
    fault = dataclasses.replace(card("fault", ("a",), 0.0, kind="caution"), analysis="duplicates")
    assert ranking.order([card("sure", ("c", "d"), 0.9), fault]) == ["fault", "sure"]


@pytest.mark.parametrize(
    ("effect", "size"),
    [
        (Effect("Spearman rho", -0.5), 0.5),
        (Effect("Hedges g", 2.0), 2 / 8**0.5),
        (Effect("epsilon squared", 0.25), 0.5),
        (Effect("odds ratio", 1.0), 0.0),
        (Effect("log ratio of spreads", math.log(3)), 0.5),
        (None, 0.0),
    ],
)
def test_strength_puts_effects_on_one_scale(effect, size):
    assert ranking.strength(effect) == pytest.approx(size)


def test_the_level_comes_before_the_spread_and_no_effect_behind_what_is_there():
    def with_relation(name, relation, variables, size):
        one = card(name, variables, size)
        return dataclasses.replace(
            one, hypothesis=dataclasses.replace(one.hypothesis, relation=relation)
        )

    cards = [
        with_relation("none", "null", ("x", "y"), 0.0),
        with_relation("spread", "heteroscedasticity", ("x", "y"), 0.5),
        with_relation("level", "association", ("x", "y"), 0.3),
        with_relation("weak", "association", ("z", "y"), 0.1),
        card("chance", ("w", "y"), 0.4, asserted=False),
    ]
    assert ranking.order(cards, {"df": {"y": 1.0}}) == ["level", "spread", "weak", "none", "chance"]


def test_two_measurements_of_one_quantity_get_no_credit_for_the_outcome():
    cards = [
        card("same", ("price_min", "price_max"), 0.97),
        card("explains", ("power", "price_max"), 0.6),
    ]
    assert ranking.order(cards, {"df": {"price_max": 1.0}}) == ["explains", "same"]


def test_which_of_two_measurements_is_higher_and_what_a_third_adds_get_that_credit():
    same = card("same", ("pain_pre", "pain_post"), 0.97)
    higher = card("higher", ("pain_pre", "pain_post"), 0.4)
    higher = dataclasses.replace(
        higher, hypothesis=dataclasses.replace(higher.hypothesis, relation="difference")
    )
    third = card("third", ("pain_pre", "dose", "pain_post"), 0.6)
    mirrored = card("mirrored", ("pain_post", "dose", "pain_pre"), 0.55)
    cards = [same, card("other", ("age", "ph"), 0.9), higher, mirrored, third]
    order = ranking.order(cards, {"df": {"pain_post": 1.0}})
    assert order == ["third", "higher", "same", "other", "mirrored"]


def test_of_findings_of_like_size_the_simpler_comes_first():
    cards = [card("three", ("a", "b", "y"), 0.55), card("two", ("a", "y"), 0.5)]
    assert ranking.order(cards) == ["two", "three"]
    assert ranking.order([card("three", ("a", "b", "y"), 0.65), cards[1]]) == ["three", "two"]
