from __future__ import annotations

import pytest

from jupyter_sciassist.language import prior
from jupyter_sciassist.profiles import outcomes


def best(roles, about=None, meanings=None):
    found = prior.log_odds(roles, about, meanings)
    return max(found, key=found.get)


def numbers(*names):
    return dict.fromkeys(names, "numeric")


@pytest.mark.parametrize(
    ("roles", "outcome"),
    [
        ({"site": "category", "year": "time", "survival_rate": "numeric", "n": "count"}, "survival_rate"),
        (numbers("dose", "alter", "Körpergewicht", "Ertrag", "pH"), "Ertrag"),
        (numbers("Zeit", "Festigkeit", "Temperatur", "Dosis"), "Festigkeit"),
        (numbers("âge", "température", "Mortalité", "dose"), "Mortalité"),
        (numbers("année", "prixVente", "surface", "étage"), "prixVente"),
        ({"x": "numeric", "y": "numeric", "batch": "numeric"}, "y"),
        ({"time": "numeric", "age": "numeric", "karno": "numeric", "status": "boolean", "sex": "category"}, "time"),
    ],
)  # fmt: skip
def test_names_of_several_fields_and_languages_are_read(roles, outcome):
    assert best(roles) == outcome


def test_without_names_that_tell_anything_the_ends_of_the_table_come_first():
    roles = numbers(*(f"v{place:02}" for place in range(1, 11)))
    found = prior.log_odds(roles)
    ranked = sorted(found, key=lambda name: -found[name])
    assert ranked[:2] == ["v10", "v01"]
    assert len({found[name] for name in ranked[2:]}) == 1


def test_the_description_names_the_outcome_in_another_form():
    names = ("alpha", "breakage", "bravo", "charlie")
    assert best(numbers(*names), "What goes with breakages of yarn") == "breakage"
    assert best(numbers(*names)) != "breakage"


def test_meanings_name_it_where_names_do_not():
    names = ("ca", "medv", "rm", "tx")
    meanings = {"ca": "cars", "medv": "value of homes", "rm": "number of rooms", "tx": "tax"}
    assert best(numbers(*names), "Housing: values of homes near Boston", meanings) == "medv"


def test_a_word_that_all_columns_share_tells_nothing_apart():
    roles = numbers("flow_a", "flow_b", "flow_c", "flow_d")
    plain, told = prior.log_odds(roles), prior.log_odds(roles, "The flow of a river")
    gains = {name: told[name] - plain[name] for name in roles}
    assert max(gains.values()) == pytest.approx(min(gains.values()))
    alone = prior.log_odds(numbers("flow_a", "b", "c", "d"), "The flow of a river")
    assert alone["flow_a"] - prior.log_odds(numbers("flow_a", "b", "c", "d"))["flow_a"] > max(
        gains.values()
    )


def test_what_cannot_be_an_outcome_has_no_weight():
    roles = {"id": "id", "day": "time", "note": "text", "k": "constant", "geo": "geometry"}
    assert outcomes.prior(roles) == dict.fromkeys(roles, 0.0)
    assert outcomes.prior({}) == {}
    both = outcomes.prior({**roles, "a": "numeric", "b": "count"})
    assert both["b"] == 1.0
    assert 0.0 < both["a"] < 1.0


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([-1.0, -1.0], [1.0, 1.0]),
        ([-1.0, -1.0 - outcomes.SPAN / 2, -40.0], [1.0, 0.5, 0.0]),
        ([-1.0, float("-inf")], [1.0, 0.0]),
        ([float("-inf"), float("-inf")], [0.0, 0.0]),
    ],
)
def test_weights_fall_with_the_logarithm(scores, expected):
    named = dict(zip("abc", scores, strict=False))
    assert list(outcomes.weights(named).values()) == expected


@pytest.mark.parametrize(
    ("name", "role", "expected"),
    [
        ("treatment", "numeric", True),
        ("Behandlung", "boolean", True),
        ("colour", "category", True),
        ("day", "time", True),
        ("yield", "numeric", False),
        ("age_at_death", "numeric", False),
        ("height", "numeric", False),
    ],
)
def test_given_columns(name, role, expected):
    assert outcomes.given(name, role) is expected


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("bodyMass_g", ["body", "mass", "g"]),
        ("Zielgröße", ["zielgrosse"]),
        ("Décès.2020", ["deces"]),
        ("VO2max", ["vo", "max"]),
        ("_1_", []),
    ],
)
def test_words_of_a_name(name, words):
    assert outcomes.words(name) == words
