"""Cross tables against R's examples and SciPy."""

import numpy as np
import pandas as pd
import pytest

from tests.analyses import recompute


def expanded(counts, rows, columns, names=("group", "outcome")):
    """One row for each counted case, shuffled."""
    cases = [
        (row, column)
        for row, line in zip(rows, counts, strict=True)
        for column, count in zip(columns, line, strict=True)
        for _ in range(count)
    ]
    return pd.DataFrame(cases, columns=list(names)).sample(
        frac=1, random_state=0, ignore_index=True
    )


def test_small_tables_of_two_by_two_take_fishers_exact_test():
    frame = expanded([[1, 6], [8, 3]], ["dizygotic", "monozygotic"], ["yes", "no"])
    finding = recompute.one(frame, "contingency", "group", "outcome")
    assert finding.evidence.method == "Fisher's exact test"
    assert (finding.level, finding.facts["event"]) == ("monozygotic", "yes")


def test_the_yes_no_column_is_the_outcome_wherever_it_stands():
    frame = expanded([[60, 20], [20, 60]], ["female", "male"], ["yes", "no"], ("sex", "survived"))
    for columns in (["sex", "survived"], ["survived", "sex"]):
        finding = recompute.one(frame[columns], "contingency", "sex", "survived")
        assert (finding.level, finding.facts["outcome"]) == ("female", "survived")
        assert finding.relation == "difference"
        assert finding.evidence.estimate.value == pytest.approx(0.5)
        assert finding.facts["odds_ratio"] == 9.0


def test_many_levels_on_both_sides_have_no_direction():
    frame = expanded([[30, 5, 5], [5, 30, 5], [5, 5, 30]], "abc", "uvw")
    finding = recompute.one(frame, "contingency", "group", "outcome")
    assert (finding.relation, finding.direction, finding.level) == ("association", None, None)


def test_small_expected_counts_are_drawn_at_random_from_the_margins():
    frame = expanded([[8, 1, 1], [1, 8, 1], [0, 1, 7], [0, 1, 1]], "abcd", "uvw")
    finding = recompute.one(frame, "contingency", "group", "outcome")
    assert finding.evidence.method == "Monte Carlo chi-square test"
    assert finding.evidence.p == 1 / 2000


def test_units_that_repeat_both_columns_count_once():
    rng = np.random.default_rng(1)
    frame = recompute.repeated(rng)
    frame["sex"] = np.repeat(rng.choice(["f", "m"], 24), 6)
    finding = recompute.one(frame, "contingency", "arm", "sex")
    assert finding.evidence.n in (24, 25)
    assert finding.evidence.method.endswith("of units")


def test_a_level_for_each_row_is_no_group():
    rng = np.random.default_rng(2)
    frame = pd.DataFrame({"g": [f"g{i // 2}" for i in range(40)], "h": rng.choice(["x", "y"], 40)})
    assert recompute.findings(recompute.read(frame), "contingency") == []
