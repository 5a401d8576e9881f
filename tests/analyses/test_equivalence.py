"""No effect beyond a bound: sizes, power from the shape, the family of its own, and its place."""

import warnings

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from jupyter_sciassist import confirmation, pipeline
from jupyter_sciassist.analyses.equivalence import NoEffect
from jupyter_sciassist.language import statements
from jupyter_sciassist.statistics import equivalence
from tests.analyses import recompute
from tests.chance import few, most


def frame(rng, n=2400, gap=0.0, rho=0.0, tail=False):
    """A cost without relation to x, or of a given correlation, and two groups `gap` deviations apart."""
    x, which = rng.normal(size=n), rng.integers(0, 2, n)
    cost = rho * x + np.sqrt(1 - rho**2) * rng.normal(size=n) + gap * which
    return pd.DataFrame({
        "x": x, "two": np.array(["a", "b"])[which],
        "cost_usd": 50 + 8 * cost if not tail else np.exp(1.5 * cost),
    })  # fmt: skip


def both(table):
    """The finding of the groups and that of the number."""
    found = {one.variables[1]: one for one in recompute.every(table, "equivalence")}
    return found["two"], found["x"]


def test_a_null_of_means_names_its_bound():
    data = frame(np.random.default_rng(1))
    table = recompute.read(data)
    groups, _ = both(table)
    assert (groups.relation, groups.direction, groups.level) == ("null", "none", None)
    statement = statements.word(groups).statement
    assert f"larger than {groups.facts['bound']:.4g} USD between two = a and b" in statement
    assert recompute.differences(data, table, groups) is None


def test_ranks_where_means_are_no_fair_summary():
    data = frame(np.random.default_rng(2), tail=True)
    table = recompute.read(data)
    groups, _ = both(table)
    assert groups.evidence.method == "two one-sided tests of Cliff's delta"
    assert "Cliff's delta 0.1125" in statements.word(groups).statement
    assert recompute.differences(data, table, groups) is None


def test_a_null_of_a_correlation_names_its_bound():
    data = frame(np.random.default_rng(3))
    table = recompute.read(data)
    _, number = both(table)
    assert "stronger than 0.1" in statements.word(number).statement
    assert recompute.differences(data, table, number) is None


def test_power_is_that_of_simulated_tests():
    """1 000 draws each: the rate is within .01 of what the shape promises."""
    seed, rng = recompute.fresh()
    promised = equivalence.power_of_groups(450, 450)
    assert promised > 0.8 > equivalence.power_of_groups(400, 400)
    made = [rng.normal(size=(2, 450)) for _ in range(1000)]
    hits = sum(equivalence.means(*one, 1.0).p <= 0.05 for one in made)
    assert most(hits, 1000, promised - 0.01), (hits, seed)
    assert few(hits, 1000, promised + 0.01), (hits, seed)
    promised = equivalence.power_of_correlation(900)
    assert promised > 0.8 > equivalence.power_of_correlation(800)
    rates = rng.normal(size=(1000, 900)), rng.normal(size=(1000, 900))
    rho = [
        np.corrcoef(a.argsort().argsort(), b.argsort().argsort())[0, 1]
        for a, b in zip(*rates, strict=True)
    ]
    hits = sum(equivalence.correlation(one, 900).p <= 0.05 for one in rho)
    assert most(hits, 1000, promised - 0.01), (hits, seed)
    assert few(hits, 1000, promised + 0.01), (hits, seed)


@pytest.mark.parametrize("kind", ["means", "deltas", "correlation"])
def test_an_effect_at_the_margin_is_called_none_in_5_percent_at_most(kind):
    seed, rng = recompute.fresh()
    hits = 0
    for _ in range(1000):
        a, b = rng.normal(size=(2, 500))
        if kind == "means":
            p = equivalence.means(a + 0.2, b, 1.0).p
        elif kind == "deltas":
            a, b = np.exp(2 * (a + 0.2)), np.exp(2 * b)
            p = equivalence.deltas(a, b, float(np.mean(np.sign(a[:, None] - b))), 1.0).p
        else:  # a Pearson correlation of 2 sin(pi / 60) is a rank correlation of .1
            r = 2 * np.sin(np.pi * 0.1 / 6)
            rho = stats.spearmanr(a, r * a + np.sqrt(1 - r**2) * b).statistic
            p = equivalence.correlation(float(rho), 500).p
        hits += p <= 0.05
    assert few(hits, 1000), f"{hits}, seed {seed}"


def test_small_tables_pay_nothing():
    rng = np.random.default_rng(4)
    assert recompute.every(recompute.read(frame(rng, n=1400)), "equivalence") == []
    groups = frame(rng, n=2400).assign(two=lambda one: np.where(np.arange(2400) < 150, "a", "b"))
    found = recompute.every(recompute.read(groups), "equivalence")
    assert {one.variables[1] for one in found} == {"x"}


def test_dependent_rows_are_worth_fewer():
    rng = np.random.default_rng(5)
    units = 300
    own = rng.normal(size=(units, 2))
    data = pd.DataFrame(
        np.repeat(own, 8, axis=0) + 0.1 * rng.normal(size=(8 * units, 2)), columns=["x", "cost"]
    )
    data["subject"] = np.repeat([f"s{i}" for i in range(units)], 8)
    assert recompute.every(recompute.read(data), "equivalence") == []
    walks = pd.DataFrame(np.cumsum(rng.normal(size=(3000, 2)), axis=0), columns=["x", "cost"])
    assert recompute.every(recompute.read(walks), "equivalence") == []


def test_a_small_effect_that_is_there_gives_no_card():
    data = frame(np.random.default_rng(6), n=20_000, gap=0.08, rho=0.05)
    for finding in both(recompute.read(data)):
        assert finding.evidence.p < 1e-6
        assert not finding.shown


def test_many_sure_nulls_do_not_let_others_claim_more():
    rng = np.random.default_rng(7)
    data = pd.DataFrame(rng.normal(size=(4000, 9)), columns=[*"abcdefgh", "cost"])
    cards = pipeline.suggest({"data": data}, policy="door", top=1000)
    nulls = [card for card in cards if card.hypothesis and card.hypothesis.relation == "null"]
    others = [card for card in cards if card.evidence and card.evidence.q and card not in nulls]
    assert len(nulls) >= 6
    assert all(card.evidence.asserted for card in nulls)
    assert {card.evidence.family.size for card in nulls} == {8}
    sizes = {(card.evidence.family.id, card.evidence.family.size) for card in others}
    assert len(sizes) == 1
    assert nulls[0].evidence.family.id not in {one for one, _ in sizes}


def test_no_effect_stands_behind_what_is_there():
    rng = np.random.default_rng(8)
    data = frame(rng, rho=0.15).assign(noise=rng.normal(size=2400))
    cards = pipeline.suggest({"data": data}, policy="door", top=1000)
    order = [card for card in cards if card.hypothesis and "cost_usd" in card.hypothesis.variables]
    sure = [card.hypothesis.relation for card in order if card.evidence.asserted]
    assert "null" in sure
    assert "association" in sure
    assert sure.index("association") < sure.index("null")


@pytest.mark.parametrize(
    ("gap", "outcome"), [(0.0, "supported"), (0.5, "refuted"), (0.2, "inconclusive")]
)
def test_confirm_supports_and_refutes_it(gap, outcome):
    rng = np.random.default_rng(9)
    memory = pipeline.Memory()
    explored = frame(rng)
    cards = pipeline.suggest({"frame": explored}, memory=memory, policy="door", top=1000)
    card = next(
        one for one in cards
        if one.hypothesis and one.hypothesis.relation == "null" and "two" in one.hypothesis.variables
    )  # fmt: skip
    new = pd.concat([frame(rng, gap=gap)], ignore_index=True)
    done = confirmation.confirm(new, card, memory, "new")
    assert done.status == outcome, done.confirmation.reason


@pytest.mark.parametrize(
    "change",
    [{"x": 1.0}, {"cost_usd": 3.0}, {"two": "a"}, {"x": np.nan}, {"x": [0.0, 1.0] * 600}, {"cost_usd": np.inf}],
)  # fmt: skip
def test_awkward_columns(change):
    data = frame(np.random.default_rng(10), n=1200).assign(**change)
    table = recompute.read(data)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for finding in recompute.every(table, "equivalence"):
            assert 0 <= finding.evidence.p <= 1
    assert len(list(NoEffect().applies(table.profile))) <= 12
