"""Both coefficients of a pair, against SciPy, beside the counted test."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from tests.chat.operations.common import BIRDS, PENGUINS, over, reply, told


def test_both_coefficients_stand_with_their_intervals_and_the_counted_p() -> None:
    question = "what is the correlation between bill length and bill depth"
    both = BIRDS[["bill_length_mm", "bill_depth_mm"]].dropna()
    pearson = stats.pearsonr(both.bill_length_mm, both.bill_depth_mm)
    spearman = stats.spearmanr(both.bill_length_mm, both.bill_depth_mm)
    low, high = pearson.confidence_interval()
    text = told(question, PENGUINS)
    assert f"Pearson's r = {pearson.statistic:.4g} (95 % interval {low:.4g} to {high:.4g})" in text
    assert f"Spearman's rho {spearman.statistic:.4g} (95 % interval " in text
    assert f"n = {len(both)} (all rows)" in text
    assert "p = " in text
    assert "q = " in text
    (card,) = reply(question, PENGUINS).suggestions
    assert card.evidence is not None
    assert card.evidence.p is not None


def test_what_is_not_established_says_so_first() -> None:
    rng = np.random.default_rng(2)
    table = pd.DataFrame({"crp": rng.normal(5, 1, 120), "age": rng.normal(50, 9, 120)})
    text = told("correlation between crp and age", over(trial=table))
    assert text.startswith("Not established: ")
    assert "Pearson's r = " in text
