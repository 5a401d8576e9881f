from __future__ import annotations

import math
from pathlib import Path

import pytest

from jupyter_sciassist.language import outcome, prior
from jupyter_sciassist.models import fetching
from jupyter_sciassist.models.client import WorkerModel
from jupyter_sciassist.models.scripted import ScriptedModel
from jupyter_sciassist.profiles import outcomes
from jupyter_sciassist.records import ColumnKey, ColumnProfile, Fingerprint, Plan, Profile

COLUMNS = {"row": "", "species": "", "mass": "body mass in grams", "day": "", "bill": ""}
ROLES = {"row": "id", "species": "category", "mass": "numeric", "day": "time", "bill": "numeric"}
ABOUT = "penguins"


class Contrary:
    """Says other log-probabilities when it is asked for an explanatory column."""

    def __init__(self, outcome, given):
        self.models = ScriptedModel(scores=outcome), ScriptedModel(scores=given)
        self.prompts = []

    def score(self, prefix, continuations, *, cancel=None):
        self.prompts.append(prefix)
        model = self.models["explanatory" in prefix.rsplit("</data>", 1)[1]]
        return model.score(prefix, continuations, cancel=cancel)


def odds(**said):
    """Weights that the prior has with these log-odds added."""
    known = prior.log_odds(ROLES, ABOUT, COLUMNS)
    return outcomes.weights({name: score + said.get(name, 0.0) for name, score in known.items()})


def test_the_models_log_odds_are_added_to_those_of_the_prior_up_to_a_bound():
    model = Contrary(
        {"species": -9.0, "mass": -1.0, "bill": -4.0}, {"species": -6.0, "mass": -2.5, "bill": -4.9}
    )
    found = outcome.scores(model, about=ABOUT, columns=COLUMNS, roles=ROLES)
    assert found == pytest.approx(
        {"row": 0.0, "day": 0.0, **odds(species=-outcome.BOUND, mass=0.0, bill=-0.6)}
    )
    for one in model.models:
        (call,) = one.history
        assert call.details["continuations"] == ("species", "mass", "bill")
        assert "about: penguins" in call.prompt
        assert "- mass (numeric): body mass in grams" in call.prompt
    first, second = model.prompts
    assert first.rsplit("</data>", 1)[0] == second.rsplit("</data>", 1)[0]


def test_a_name_that_is_likely_after_any_question_gains_nothing():
    liked = {"species": -8.0, "mass": -0.1, "bill": -8.0}
    found = outcome.scores(Contrary(liked, liked), about=ABOUT, columns=COLUMNS, roles=ROLES)
    assert found == pytest.approx({"row": 0.0, "day": 0.0, **odds()})


def test_log_probabilities_without_a_bottom_count_as_the_bound():
    model = Contrary({"mass": -math.inf}, {"mass": -math.inf})
    found = outcome.scores(model, about=ABOUT, columns=COLUMNS, roles=ROLES)
    assert found == pytest.approx({"row": 0.0, "day": 0.0, **odds(mass=-outcome.BOUND)})


def test_however_sure_a_model_is_it_weighs_no_more_than_one_sign_of_the_prior():
    """A say that is wrong must leave the column that the prior is sure of among the first."""
    wrong = Contrary({"mass": -40.0, "bill": -40.0, "species": 0.0}, {"species": -40.0})
    alone = prior.of(profile(), ABOUT, COLUMNS)
    found = outcome.scores(wrong, about=ABOUT, columns=COLUMNS, roles=ROLES)
    for name, weight in found.items():
        assert abs(weight - alone[name]) <= outcomes.LAST / outcomes.SPAN + 1e-9


def test_no_model_is_asked_when_there_is_no_choice():
    model = ScriptedModel()
    only = {"a": "numeric", "b": "id"}
    found = outcome.scores(model, about=None, columns=dict.fromkeys(only, ""), roles=only)
    assert found == {"a": 1.0, "b": 0.0}
    assert outcome.scores(model, about=None, columns={}, roles={}) == {}
    assert model.history == []


def test_a_model_is_not_asked_about_names_that_are_numbers():
    roles = {f"v{number:02}": "numeric" for number in range(1, 9)}
    model = ScriptedModel()
    found = outcome.scores(model, about=ABOUT, columns=dict.fromkeys(roles, ""), roles=roles)
    assert found == outcomes.weights(prior.log_odds(roles, ABOUT))
    assert model.history == []


def test_at_most_forty_columns_are_scored_and_they_are_the_ones_shown():
    names = [f"c{number}" for number in range(500)]
    roles = {name: "numeric" if number % 2 else "id" for number, name in enumerate(names)}
    meanings = {name: "quantity " + "of x" * number for number, name in enumerate(names)}
    model = ScriptedModel()
    found = outcome.scores(model, about=None, columns=meanings, roles=roles)
    assert model.history
    assert set(found) == set(names)
    for call in model.history:
        assert call.details["continuations"] == tuple(f"c{number}" for number in range(1, 81, 2))
        assert call.prompt.count("\n- ") == 40


def profile() -> Profile:
    columns = tuple(
        ColumnProfile(ColumnKey(at, name), name, ROLES[name], "x", None, 9, 0, 9, {})
        for at, name in enumerate(COLUMNS)
    )
    fingerprint = Fingerprint("x", "y", "full")
    return Profile("df", "table", "x", (9, 5), columns, fingerprint, Plan(None, 5, 9, "0"))


def test_a_profile_gives_names_and_roles():
    model = ScriptedModel(scores={"species": -9.0, "mass": -1.0, "bill": -4.0})
    found = outcome.for_profile(model, profile(), ABOUT, {"mass": "body mass"})
    assert set(found) == set(COLUMNS)
    assert "- mass (numeric): body mass" in model.history[0].prompt


@pytest.mark.model
def test_a_real_model_gives_the_same_weights_every_time():
    worker = WorkerModel(Path(fetching.fetch("test")))
    try:
        asked = {"about": "Survival of patients", "columns": COLUMNS, "roles": ROLES}
        first = outcome.scores(worker, **asked)
        worker.complete("Something else", max_tokens=3)
        assert outcome.scores(worker, **asked) == pytest.approx(first, abs=1e-3)
    finally:
        worker.close()
    assert max(first.values()) == pytest.approx(1.0)
    assert all(0.0 <= weight <= 1.0 for weight in first.values())
