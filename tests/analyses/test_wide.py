"""On wide tables all pairs are screened and count, and the strong ones are found wherever they stand."""

import numpy as np
import pandas as pd

from jupyter_sciassist import pipeline
from jupyter_sciassist.analyses import wide
from jupyter_sciassist.analyses.association import Association
from jupyter_sciassist.analyses.confounding import Confounding
from jupyter_sciassist.analyses.difference import Difference
from tests.analyses import recompute

COLUMNS, ROWS = 120, 600


def table(rng, columns=COLUMNS):
    values = rng.normal(size=(ROWS, columns))
    values[:, -1] += values[:, -2]
    site = np.arange(ROWS) % 2 == 0
    values[:, -4] -= 3.0 * site
    values[:, -5] += values[:, -4] + 7.0 * site
    frame = pd.DataFrame(values, columns=[f"c{i}" for i in range(columns)])
    return frame.assign(site=site)


def test_far_pairs_and_reversals_of_a_wide_table_are_found():
    seed, rng = recompute.fresh()
    cards = pipeline.suggest({"wide": table(rng)}, policy="door", top=10_000)
    found = {
        (card.hypothesis.relation, frozenset(card.hypothesis.variables)): card
        for card in cards
        if card.hypothesis is not None and card.evidence is not None and card.evidence.asserted
    }
    assert ("association", frozenset({"c118", "c119"})) in found, seed
    reversal = found.get(("confounding", frozenset({"c115", "c116", "site"})))
    assert reversal is not None, seed
    assert reversal.hypothesis.direction == "+", seed


def test_every_pair_of_a_wide_table_counts():
    read = recompute.read(table(np.random.default_rng(3)))
    for analysis in (Association(), Confounding()):
        candidates = list(analysis.applies(read.profile))
        kept, passed = wide.divided(read, candidates)
        assert len(kept) + len(passed) == len(candidates) > read.profile.plan.pairs
        assert len(kept) <= read.profile.plan.pairs
        assert {one.evidence.p for one in passed} == {1.0}
        assert not any(one.shown for one in passed)


def test_the_screen_keeps_the_strongest_pairs():
    frame = table(np.random.default_rng(4))
    read = recompute.read(frame)
    kept, passed = wide.divided(read, list(Association().applies(read.profile)))
    rho = frame.corr(method="spearman").abs()
    weakest = min(rho.loc[one.variables] for one in kept)
    assert all(rho.loc[one.candidate.variables] <= weakest + 1e-12 for one in passed)


def test_comparisons_of_two_groups_of_a_wide_table_are_screened_and_count():
    rng = np.random.default_rng(6)
    frame = table(rng).assign(**{f"half{k}": rng.random(ROWS) < 0.5 for k in range(2)})
    read = recompute.read(frame)
    candidates = list(Difference().applies(read.profile))
    kept, passed = wide.divided(read, candidates)
    assert len(candidates) == 3 * COLUMNS
    assert len(kept) == read.profile.plan.pairs // 4
    assert {one.evidence.p for one in passed} == {1.0}
    assert {one.candidate for one in passed} | set(kept) == set(candidates)
    rho = frame.corr(method="spearman").abs()
    weakest = min(rho.loc[one.variables] for one in kept)
    assert all(rho.loc[one.candidate.variables] <= weakest + 1e-12 for one in passed)


def test_a_comparison_of_three_groups_has_no_screen():
    rng = np.random.default_rng(7)
    frame = table(rng).assign(
        **{f"half{k}": rng.random(ROWS) < 0.5 for k in range(2)},
        third=rng.choice(["a", "b", "c"], ROWS),
    )
    read = recompute.read(frame)
    kept, passed = wide.divided(read, list(Difference().applies(read.profile)))
    assert sum("third" in one.variables for one in kept) == COLUMNS
    assert not any("third" in one.candidate.variables for one in passed)


def test_a_narrow_table_is_measured_in_full():
    read = recompute.read(table(np.random.default_rng(5)).iloc[:, -8:])
    candidates = list(Association().applies(read.profile))
    assert wide.divided(read, candidates) == (candidates, [])
    assert wide.divided(read, []) == ([], [])
