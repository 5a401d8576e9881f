"""Confirm tests once, on rows that exploration never saw, and says honestly what came out."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from benchmarks.confirmation import Kept, noise_table, outcome, planted, promising
from jupyter_sciassist import pipeline, profiles
from jupyter_sciassist.analyses.base import Finding
from jupyter_sciassist.confirmation import confirm, judge
from jupyter_sciassist.errors import DataError
from jupyter_sciassist.records import (
    Assumption,
    Candidate,
    Effect,
    Estimate,
    Evidence,
    Hypothesis,
    Suggestion,
)
from tests.analyses.recompute import fresh, unordered
from tests.chance import few, most


def table(rng, n=400, effect=1.0):
    x = rng.normal(size=n)
    return pd.DataFrame({"x": x, "y": effect * x + rng.normal(size=n), "z": rng.normal(size=n)})


def card_of(frame, memory, *variables, name="frame"):
    cards = pipeline.suggest({name: frame}, memory=memory, top=100)
    wanted = [
        card
        for card in cards
        if card.analysis in {"association", "contingency"}
        and set(card.hypothesis.variables) == set(variables)
    ]
    assert len(wanted) == 1
    return wanted[0]


def test_a_true_relation_is_supported_on_the_other_rows():
    _, rng = fresh()
    memory = Kept()
    frame = unordered(rng, table, "x", split="confirm", salt=memory.salt(None))
    card = card_of(frame, memory, "x", "y")

    done = confirm(frame, card, memory)

    side = profiles.read(frame, "frame", split="confirm", salt=memory.salt(None))
    x, y = side.columns["x"].values, side.columns["y"].values
    assert done.status == done.confirmation.outcome == "supported"
    assert done.confirmation.rows == "confirm side"
    assert done.confirmation.evidence.n == side.n == len(frame) - card.evidence.n
    assert done.confirmation.evidence.split == "confirm"
    assert done.confirmation.evidence.effect.value == pytest.approx(stats.spearmanr(x, y)[0])
    assert Suggestion.from_json(done.to_json()) == done


def test_the_second_time_answers_from_the_first_and_tests_nothing():
    _, rng = fresh()
    frame, memory = table(rng), Kept()
    card = card_of(frame, memory, "x", "y")
    first = confirm(frame, card, memory)
    counted = memory.ledger(profiles.profile(frame, "frame")).confirmations()

    copy = frame.assign(new=1.0)
    again = confirm(copy, card_of(copy, memory, "x", "y", name="copy"), memory)

    assert again.confirmation == first.confirmation
    assert counted == 1
    assert memory.ledger(profiles.profile(copy, "copy")).confirmations() == 0


def test_the_other_direction_refutes():
    _, rng = fresh()
    frame, memory = table(rng, 2000), Kept()
    card = card_of(frame, memory, "x", "y")
    frame["y"] = -frame["y"]
    done = confirm(frame, card, Kept())
    assert done.status == "refuted"
    assert "other direction" in done.confirmation.reason


RHO, DELTA, ODDS, V = "Spearman's rho", "Cliff's delta", "odds ratio", "Cramér's V"
LOG = "log ratio of spreads"
UP, DOWN = {"direction": "+"}, {"direction": "-"}
A, B = {"direction": "+", "level": "a"}, {"direction": "+", "level": "b"}


@pytest.mark.parametrize(
    ("claim", "explored", "found", "effect", "p", "outcome"),
    [
        (UP, (RHO, 0.4), UP, (RHO, 0.3, 0.2, 0.4), 0.001, "supported"),
        (UP, (RHO, 0.4), UP, (RHO, 0.1, 0.05, 0.15), 0.001, "supported"),
        (UP, (RHO, 0.4), UP, (RHO, 0.2, -0.01, 0.41), 0.06, "inconclusive"),
        (UP, (RHO, 0.4), UP, (RHO, 0.05, -0.09, 0.19), 0.3, "refuted"),
        (UP, (RHO, 0.4), UP, (RHO, 0.05, -0.09, 0.21), 0.3, "inconclusive"),
        (UP, (RHO, 0.4), DOWN, (RHO, -0.3, -0.4, -0.2), 0.001, "refuted"),
        (UP, (RHO, 0.4), DOWN, (RHO, -0.1, -0.3, 0.1), 0.3, "refuted"),
        (DOWN, (RHO, -0.4), DOWN, (RHO, -0.1, -0.19, 0.1), 0.3, "refuted"),
        (DOWN, (RHO, -0.4), DOWN, (RHO, -0.1, -0.21, 0.1), 0.3, "inconclusive"),
        (A, (DELTA, 0.4), A, (DELTA, 0.3, 0.1, 0.5), 0.01, "supported"),
        (A, (DELTA, 0.4), B, (DELTA, 0.3, 0.1, 0.5), 0.01, "refuted"),
        (A, (DELTA, 0.4), B, (DELTA, 0.1, -0.15, 0.35), 0.4, "refuted"),
        (A, (DELTA, 0.4), B, (DELTA, 0.1, -0.25, 0.35), 0.4, "inconclusive"),
        (A, ("Hedges' g", 0.4), A, (DELTA, 0.0, -0.1, 0.1), 0.9, "inconclusive"),
        (A, (V, 0.4), B, (V, 0.3, 0.2, 0.4), 0.001, "inconclusive"),
        (A, (V, 0.4), A, (V, 0.05, 0.0, 0.15), 0.4, "refuted"),
        (UP, (ODDS, 9.0), UP, (ODDS, 1.5, 0.8, 2.9), 0.2, "refuted"),
        (UP, (ODDS, 9.0), UP, (ODDS, 1.5, 0.7, 3.1), 0.2, "inconclusive"),
        (DOWN, (ODDS, 1 / 9), DOWN, (ODDS, 0.7, 0.35, 1.2), 0.2, "refuted"),
        (A, (LOG, 0.8), A, (LOG, 0.7, 0.4, 1.0), 0.001, "supported"),
        (A, (LOG, 0.8), B, (LOG, 0.7, 0.4, 1.0), 0.001, "refuted"),
        (A, (LOG, 0.8), A, (LOG, 0.1, -0.2, 0.35), 0.4, "refuted"),
        (A, (LOG, 0.8), A, (LOG, 0.1, -0.2, 0.45), 0.4, "inconclusive"),
    ],
)
def test_the_rule(claim, explored, found, effect, p, outcome):
    assert judged(claim, Effect(*explored), found, Effect(*effect), p)[0] == outcome


def judged(claim, before, found, effect, p, *, relation="association", **more):
    evidence = Evidence("m", None, before, 100, None, 0.001)
    now = Evidence("m", more.pop("estimate", None), effect, 100, None, p, **more)
    names = ("t", "y")
    candidate = Candidate("a", "frame", names)
    finding = Finding(candidate, "hypothesis", now, relation, names, **found)
    frame = pd.DataFrame({"t": np.arange(101.0), "y": np.arange(101.0) ** 2})
    return judge(
        Hypothesis("s", relation, names, **claim), evidence, finding, profiles.read(frame, "frame")
    )


@pytest.mark.parametrize(
    ("relation", "there", "found", "limits", "outcome"),
    [
        ("changepoint", 50.0, 54.0, None, "supported"),
        ("changepoint", 50.0, 56.0, None, "inconclusive"),
        ("changepoint", 50.0, 56.0, (48.0, 60.0), "supported"),
        ("changepoint", 50.0, None, None, "inconclusive"),
        ("periodicity", 12.0, 12.5, None, "supported"),
        ("periodicity", 12.0, 13.0, None, "inconclusive"),
        ("trend", "1970-01-01 00:00:50", "1970-01-01 00:00:54", None, "supported"),
        ("trend", "1970-01-01 00:00:50", "1970-01-01 00:01:10", None, "inconclusive"),
    ],
)
def test_a_place_has_to_agree(relation, there, found, limits, outcome):
    estimate = None if limits is None else Estimate("place", found, None, *limits)
    effect = Effect("R squared", 0.3, 0.2, 0.4)
    got = judged(
        {"location": there}, effect, {"location": found}, effect, 0.01,
        relation=relation, estimate=estimate,
    )  # fmt: skip
    assert got[0] == outcome


def test_a_broken_assumption_supports_nothing():
    broken = Assumption("rows are independent", "violated", "they wander")
    effect = Effect(RHO, 0.4, 0.3, 0.5)
    got = judged(UP, effect, UP, effect, 0.001, assumptions=(broken,))
    assert got == ("inconclusive", "an assumption does not hold: rows are independent")


def test_the_side_of_a_row_goes_with_its_label_and_not_with_the_name():
    _, rng = fresh()
    frame = table(rng)
    memory = Kept()
    side = profiles.read(frame, "a", split="explore", salt=memory.salt(None))
    kept = set(side.columns["x"].values)
    changed = frame.assign(ratio=frame.x / frame.y)[frame.z > -1].drop(
        index=[3, 5], errors="ignore"
    )
    other = set(
        profiles.read(changed, "b", split="explore", salt=memory.salt(None)).columns["x"].values
    )
    assert other == kept & set(changed.x)


def test_rows_that_a_small_table_showed_are_never_confirmed():
    _, rng = fresh()
    frame, memory = table(rng, 150), Kept()
    card = card_of(frame, memory, "x", "y")
    with pytest.raises(DataError, match="All rows of frame were explored"):
        confirm(frame, card, memory)
    with pytest.raises(DataError, match="All rows of other were explored"):
        confirm(frame.sample(frac=1).reset_index(drop=True), card, memory, "other")

    new = table(rng, 120)
    grown = pd.concat([frame, new], ignore_index=True)
    done = confirm(grown, card, memory)
    assert done.status == "supported"
    assert (done.confirmation.rows, done.confirmation.evidence.n) == ("new rows", 120)

    mixed = grown.sample(frac=1, ignore_index=True)
    with pytest.raises(DataError, match="stand among the others"):
        confirm(mixed, card_of(frame, memory, "x", "y"), Kept(memory.past.rows), "mixed")


def test_new_rows_under_another_name():
    _, rng = fresh()
    frame, memory = table(rng, 150), Kept()
    card = card_of(frame, memory, "x", "y")
    done = confirm(table(rng, 100), card, memory, "_new")
    assert (done.status, done.confirmation.variable) == ("supported", "_new")
    with pytest.raises(DataError, match="has no column 'x'"):
        confirm(frame[["y", "z"]], card, Kept(), "_less")


def test_a_copy_scanned_as_a_whole_leaves_nothing_to_confirm():
    _, rng = fresh()
    frame, memory = table(rng, 220), Kept()
    card = card_of(frame, memory, "x", "y")
    card_of(frame[:190].reset_index(drop=True), memory, "x", "y", name="part")
    with pytest.raises(DataError, match="explored as part"):
        confirm(frame, card, memory)


def test_values_that_repeat_are_known_by_their_places():
    _, rng = fresh()
    memory = Kept()
    group = rng.choice(["a", "b"], 150)
    frame = pd.DataFrame(
        {"group": group, "hit": rng.random(150) < np.where(group == "a", 0.8, 0.2)}
    )
    card = card_of(frame, memory, "group", "hit")
    with pytest.raises(DataError, match="All rows"):
        confirm(frame, card, memory)
    done = confirm(pd.concat([frame, frame[:100]], ignore_index=True), card, memory)
    assert done.confirmation.evidence.n == 100


def test_a_caution_cannot_be_confirmed():
    frame = pd.DataFrame({"x": np.arange(300.0), "y": np.r_[np.full(299, 1.0), np.nan]})
    memory = Kept()
    cautions = [
        card for card in pipeline.suggest({"frame": frame}, memory=memory) if not card.hypothesis
    ]
    with pytest.raises(DataError, match="claims nothing"):
        confirm(frame, cautions[0], memory)


def test_too_few_rows_test_nothing_and_count_nothing():
    _, rng = fresh()
    frame, memory = table(rng, 150), Kept()
    card = card_of(frame, memory, "x", "y")
    with pytest.raises(DataError, match="too few"):
        confirm(table(rng, 5), card, memory, "_few")
    assert memory.past.confirmed == {}


def test_of_null_hypotheses_few_are_supported():
    """The most promising finding of each noise table: a direction that is chosen before has 2.5 %."""
    seed, rng = fresh()
    supported = 0
    for _ in range(80):
        frame, memory = noise_table(rng, 400, 4), Kept()
        card = promising(frame, memory)
        supported += outcome(frame, card, memory) == "supported"
    assert few(supported, 80, 0.03), (supported, seed)


def test_planted_differences_are_supported():
    """d = 0.5 with 100 a group on the confirm side has a power of .94."""
    seed, rng = fresh()
    found = [planted(rng) for _ in range(60)]
    assert most(sum(found), 60, 0.9), (sum(found), seed)
