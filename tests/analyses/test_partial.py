"""Pairs with a third column held fixed, in small tables too."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from jupyter_sciassist import pipeline
from jupyter_sciassist.analyses import partial_association
from jupyter_sciassist.language import statements
from tests.analyses import recompute
from tests.chance import few, most


def masked(rng, n=17, noise=0.25):
    """Two correlated columns of opposite sign, one of them on a logarithmic scale, as brain and body are."""
    brain = rng.normal(size=n)
    body = 0.8 * brain + 0.6 * rng.normal(size=n)
    frame = pd.DataFrame({"brain": brain, "body": np.exp(2 * body), "score": brain - body})
    frame["score"] += noise * rng.normal(size=n)
    return frame


def found(frame, outcome="score", split="all"):
    every = recompute.every(recompute.read(frame, split), "partial")
    return [one for one in every if one.facts["y"] == outcome]


def drawn(rng, make):
    """A frame whose two columns are not one quantity and in which one crude relation is not clear."""
    while True:
        frame = recompute.unordered(rng, make, "score")
        r = [stats.spearmanr(frame[name], frame.score).pvalue for name in ("brain", "body")]
        if max(r) > 0.1 and 0.5 < stats.spearmanr(frame.brain, frame.body).statistic < 0.88:
            return frame


def test_two_columns_that_mask_each_other_are_found_in_17_rows():
    """Missed in 7 of 150."""
    seed, rng = recompute.fresh()
    hits = 0
    for _ in range(40):
        (one,) = found(drawn(rng, masked))
        masking = one.shown and one.facts["kind"] == "masked"
        hits += masking
        # One in some hundred draws stands by itself and is called an association, rightly.
        if masking:
            assert one.relation == "confounding", seed
            assert one.direction == ("+" if one.variables[0] == "brain" else "-"), seed
            assert set(one.variables) == {"brain", "body", "score"}, seed
    assert most(hits, 40, 0.9), f"{hits} of 40, seed {seed}"


def added(rng):
    frame = masked(rng, 200)
    return frame.assign(score=frame.brain + np.log(frame.body) / 2 + 0.5 * rng.normal(size=200))


def small(rng):
    return drawn(rng, lambda rng: masked(rng, 40))


def large(rng):
    return masked(rng, 300)


def test_a_pair_that_stands_is_an_association_with_its_third_in_the_context():
    seed, rng = recompute.fresh()
    (one,) = found(recompute.unordered(rng, added, "score"))
    assert one.shown, seed
    assert one.relation == "association", seed
    assert set(one.variables) | {one.context["given"]} == {"brain", "body", "score"}, seed
    wording = statements.word(one)
    assert wording.statement.startswith(
        f"Rows with higher {one.variables[0]} have higher score, also with"
    )
    assert "partial rank correlation" in wording.statement


def test_a_relation_that_is_hidden_in_part_is_suppressed():
    """800 rows: in fewer the relation without adjustment is not always clear, and the pair is called masked."""
    seed, rng = recompute.fresh()
    (one,) = found(recompute.unordered(rng, lambda rng: masked(rng, 800), "score"))
    assert (one.facts["kind"], one.relation) == ("suppressed", "confounding"), seed
    assert "more than twice as strong" in statements.word(one).statement


def test_a_masked_pair_reaches_the_cards_of_a_table():
    seed, rng = recompute.fresh()
    hits = 0
    for _ in range(8):
        frame = drawn(rng, lambda rng: masked(rng, 24, 0.1))
        cards = pipeline.suggest({"frame": frame}, policy="door")
        partial = [one for one in cards if one.analysis == "partial"]
        told = [one for one in partial if one.hypothesis.variables[1] == "score"]
        told = [one for one in told if one.hypothesis.relation == "confounding"]
        hits += any(one.evidence.asserted for one in told)
    assert most(hits, 8, 0.95), (hits, seed)


@pytest.mark.parametrize("kind", ["third only", "third on another scale", "long tails"])
@pytest.mark.parametrize("n", [17, 120])
def test_nothing_is_claimed_where_one_column_tells_nothing_of_its_own(n, kind):
    """At most 5 % of tables at p <= .05."""
    seed, rng = recompute.fresh()
    hits = 0
    for _ in range(60):
        frame = masked(rng, n)
        body = np.log(frame.body) / 2
        told = {
            "nothing": 0 * body,
            "third only": body,
            "third on another scale": np.exp(body),
            "long tails": 0 * body,
        }
        noise = rng.normal(size=n)
        frame["score"] = told[kind] + (0.7 * noise if kind != "long tails" else np.exp(2 * noise))
        hits += any(one.evidence.p <= 0.05 for one in found(frame))
    assert few(hits, 60), f"{hits} of 60, seed {seed}"


@pytest.mark.parametrize("split", ["all", "explore"])
def test_the_cells_print_the_numbers(split):
    seed, rng = recompute.fresh()
    for make in (small, large, repeated) if split == "all" else (large, repeated):
        frame, table, shown = recompute.telling(rng, make, "partial", split=split)
        for one in shown:
            assert recompute.differences(frame, table, one) is None, seed


def repeated(rng):
    """Subjects seen five times."""
    one = drawn(rng, lambda rng: masked(rng, 60))
    frame = one.loc[np.repeat(np.arange(60), 5)].reset_index(drop=True)
    frame.insert(0, "subject", [f"s{i}" for i in np.repeat(np.arange(60), 5)])
    frame["score"] += 0.1 * rng.normal(size=300)
    return frame


def test_rows_of_one_subject_count_for_fewer():
    _, rng = recompute.fresh()
    frame = repeated(rng)
    units = partial_association.held(recompute.read(frame), "brain", "score", "body")
    rows = partial_association.held(
        recompute.read(frame.drop(columns="subject")), "brain", "score", "body"
    )
    assert units.adjusted.df < 80 < rows.adjusted.df
    assert units.f < rows.f


def test_series_and_one_quantity_twice_are_left_alone():
    _, rng = recompute.fresh()
    walks = pd.DataFrame(np.cumsum(rng.normal(size=(200, 4)), axis=0), columns=list("abcd"))
    assert recompute.every(recompute.read(walks), "partial") == []
    frame = masked(rng, 80)[["brain", "score"]]
    assert found(frame.assign(half=frame.brain / 2)) == []


def test_the_number_of_tests_is_bounded():
    _, rng = recompute.fresh()
    wide = pd.DataFrame(
        rng.normal(size=(60, 1)) + rng.normal(size=(60, 40)), columns=[f"c{i}" for i in range(40)]
    )
    assert len(recompute.every(recompute.read(wide), "partial")) <= 9
