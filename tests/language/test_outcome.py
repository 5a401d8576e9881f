from __future__ import annotations

import math
from pathlib import Path

import pytest

from jupyter_sciassist.language import outcome, ranking
from jupyter_sciassist.models import fetching
from jupyter_sciassist.models.client import WorkerModel
from jupyter_sciassist.models.scripted import ScriptedModel
from jupyter_sciassist.records import ColumnKey, ColumnProfile, Fingerprint, Plan, Profile

COLUMNS = {"row": "", "species": "", "mass": "body mass in grams", "day": "", "bill": ""}
ROLES = {"row": "id", "species": "category", "mass": "numeric", "day": "time", "bill": "numeric"}
LOGS = {"species": -9.0, "mass": -1.0, "bill": -4.0}


def said(found, roles, about=None):
    """The model's part of the weights."""
    known = ranking.prior(roles, about)
    return {name: 2 * weight - known[name] for name, weight in found.items()}


def test_the_likeliest_column_has_weight_one_and_only_candidates_are_asked():
    model = ScriptedModel(scores=LOGS)
    found = outcome.scores(model, about="penguins", columns=COLUMNS, roles=ROLES)
    assert said(found, ROLES, "penguins") == pytest.approx(
        {"row": 0.0, "species": 0.0, "mass": 1.0, "day": 0.0, "bill": 0.5}
    )
    (call,) = model.history
    assert call.details["continuations"] == ("species", "mass", "bill")
    assert "about: penguins" in call.prompt
    assert "- mass (numeric): body mass in grams" in call.prompt


def test_no_model_is_asked_when_there_is_no_choice():
    model = ScriptedModel()
    only = {"a": "numeric", "b": "id"}
    found = outcome.scores(model, about=None, columns=dict.fromkeys(only, ""), roles=only)
    assert found == ranking.prior(only)
    assert outcome.scores(model, about=None, columns={}, roles={}) == {}
    assert model.history == []


def test_at_most_forty_columns_are_scored_and_they_are_the_ones_shown():
    names = [f"c{number}" for number in range(500)]
    roles = {name: "numeric" if number % 2 else "id" for number, name in enumerate(names)}
    model = ScriptedModel()
    found = outcome.scores(model, about=None, columns=dict.fromkeys(names, ""), roles=roles)
    assert list(found) == names
    assert model.history[0].details["continuations"] == tuple(
        f"c{number}" for number in range(1, 81, 2)
    )
    assert model.history[0].prompt.count("\n- ") == 40


@pytest.mark.parametrize(
    ("logs", "expected"),
    [
        ([-1.0, -1.0], [1.0, 1.0]),
        ([-1.0, -4.0, -40.0], [1.0, 0.5, 0.0]),
        ([-1.0, -math.inf], [1.0, 0.0]),
        ([-math.inf, -math.inf], [0.0, 0.0]),
    ],
)
def test_weights_fall_with_the_logarithm(logs, expected):
    assert outcome.weights(logs) == expected


def profile() -> Profile:
    columns = tuple(
        ColumnProfile(ColumnKey(at, name), name, ROLES[name], "x", None, 9, 0, 9, {})
        for at, name in enumerate(COLUMNS)
    )
    fingerprint = Fingerprint("x", "y", "full")
    return Profile("df", "table", "x", (9, 5), columns, fingerprint, Plan(None, 5, 9, "0"))


def test_a_profile_gives_names_and_roles():
    model = ScriptedModel(scores=LOGS)
    found = outcome.for_profile(model, profile(), "penguins", {"mass": "body mass"})
    assert said(found, ROLES, "penguins")["mass"] == pytest.approx(1.0)
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
    assert max(said(first, ROLES, asked["about"]).values()) == pytest.approx(1.0)
    assert all(0.0 <= weight <= 1.0 for weight in first.values())
