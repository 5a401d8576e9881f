"""Tests that are asked for: which is taken, the same figures by scipy, and why not the one that was named."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from tests.chat.operations.common import BIRDS, PENGUINS, grounded, noise, over, reply, text, told

SEXED = BIRDS.dropna(subset=["sex", "body_mass_g"])
RNG = np.random.default_rng(11)
SKEWED = pd.DataFrame(
    {
        "dose": RNG.lognormal(0, 1.5, 40),
        "arm": np.repeat(["control", "treated"], 20),
        "other": RNG.normal(size=40),
    }
)
BEFORE = RNG.normal(50, 10, 40)
PAIRED = pd.DataFrame(
    {
        "score_before": BEFORE,
        "score_after": BEFORE + RNG.normal(2, 1, 40),
        "age": RNG.normal(size=40),
    }
)


def shown_p(question: str, where: object = None) -> float:
    found = reply(question, over(table=where)) if where is not None else reply(question)
    evidence = found.suggestions[0].evidence
    assert evidence is not None
    assert evidence.p is not None
    assert f"p = {evidence.p:.2g}" in text(found)
    return evidence.p


def test_two_groups_by_welch() -> None:
    male, female = (SEXED.loc[SEXED["sex"] == one, "body_mass_g"] for one in ("male", "female"))
    wanted = stats.ttest_ind(male, female, equal_var=False).pvalue
    assert shown_p("Test whether body mass differs between sexes") == pytest.approx(
        wanted, rel=1e-6
    )
    said = told("t test of body mass by sex")
    assert "Test taken: Welch t test" in said
    assert "does not assume equal spreads" in said
    assert (
        said.index("95 % interval")
        < said.index("q = ")
        < said.index("p = ")
        < said.index("n = 333")
    )


def test_two_numbers_by_ranks() -> None:
    both = BIRDS[["flipper_length_mm", "body_mass_g"]].dropna()
    wanted = stats.spearmanr(both["flipper_length_mm"], both["body_mass_g"]).pvalue
    question = "is flipper length significantly correlated with body mass?"
    assert shown_p(question) == pytest.approx(wanted, rel=1e-6)
    assert "ranks also show a bent relation" in told("pearson test of flipper length and body mass")


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("t test of bill length by species", "it compares two groups, and there are 3"),
        ("anova of body mass by sex", "with two groups it is a test of two groups"),
        ("chi square test of body mass by sex", "a number is compared between groups"),
        ("t test of island and species", "both hold groups"),
        ("t test of body mass and flipper length", "their relation is tested"),
        (
            "paired t test of body mass by sex",
            "nothing in the data says which rows belong together",
        ),
        ("mann whitney test of body mass by sex", "near enough to normal"),
    ],
)
def test_a_test_that_is_not_apt_is_not_taken(question: str, reason: str) -> None:
    assert reason in told(question)


def test_small_skewed_groups_are_ranked() -> None:
    said = told("t test of dose by arm", over(trial=SKEWED))
    assert "Test taken: Mann-Whitney" in said
    assert "too far from normal (fallback: " in said
    assert "skewness" in said


def test_values_of_one_row_are_paired() -> None:
    where = over(trial=PAIRED)
    for question in (
        "test whether score_before and score_after differ",
        "t test of score_before and score_after, do they differ",
    ):
        found = reply(question, where)
        evidence = found.suggestions[0].evidence
        assert evidence is not None
        wanted = stats.ttest_rel(PAIRED["score_after"], PAIRED["score_before"]).pvalue
        assert evidence.method == "paired t test"
        assert evidence.p == pytest.approx(wanted, rel=1e-6)
    assert "no independent samples" in text(found)


def test_the_ledger_counts_it_once() -> None:
    sizes = []
    for _ in range(2):
        evidence = reply("test body mass by sex", PENGUINS).suggestions[0].evidence
        assert evidence is not None
        assert evidence.family is not None
        sizes.append(evidence.family.size)
    assert sizes[0] == sizes[1] > 1


def test_two_of_several_groups_are_not_picked() -> None:
    said = told("test whether body mass differs between Adelie and Gentoo")
    assert "test of all groups of species, not of Adelie and Gentoo alone" in said


def test_a_reversal_is_told_beside_the_test() -> None:
    found = reply("test whether bill depth is related to body mass")
    assert "with species held fixed" in text(found)


@pytest.mark.parametrize(
    ("question", "cure"),
    [
        ("test body mass", "needs two columns"),
        ("test whether body mass, bill length and year differ", "Name two of them"),
        ("test whether body mass differs between sexes for Adelie", "Make a variable"),
    ],
)
def test_what_cannot_be_tested_says_how(question: str, cure: str) -> None:
    found = reply(question)
    assert found.basis == "none"
    assert cure in text(found)


def test_identities_are_not_tested() -> None:
    table = SKEWED.assign(grams=SKEWED["other"] * 1000)
    assert "the answer is known" in told(
        "test whether other is related to grams", over(table=table)
    )


def test_too_few_rows_say_so() -> None:
    said = told("test dose by arm", over(table=SKEWED.iloc[[0, 1, 20, 21]]))
    assert "4 values in 4 rows" in said


def test_noise_is_rarely_called_established() -> None:
    hits = 0
    runs = 25
    for _ in range(runs):
        where = over(table=noise(int(np.random.default_rng().integers(2**31)), 60))
        evidence = reply("test whether y differs between sides", where).suggestions[0].evidence
        hits += evidence is not None and evidence.asserted
    assert stats.binomtest(hits, runs, 0.05, "greater").pvalue > 1e-6


def test_every_number_comes_from_the_card() -> None:
    found = reply("test body mass by sex")
    assert {one.suggestion for one in found.sources} == {found.suggestions[0].id}
    assert any("Welch t test, n = 333 (all rows)" in source for _, source in grounded(found))
