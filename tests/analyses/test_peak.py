"""A bump in a histogram of events: found where planted, rare where there is none."""

from itertools import pairwise

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

from jupyter_sciassist.analyses import _peaks
from jupyter_sciassist.analyses.peak import TOYS, WIDTHS, EventPeak
from jupyter_sciassist.language import statements
from jupyter_sciassist.statistics import bump
from jupyter_sciassist.statistics.assumptions import unmet
from tests.analyses import recompute
from tests.chance import few

mpl.use("Agg")


def events(rng, n=2000, signal=0, at=131.0, wide=1.2):
    mass = np.concatenate([
        100 + 25 * rng.exponential(size=n), rng.normal(at, wide, signal)
    ])  # fmt: skip
    mass = rng.permutation(mass[mass < 180]).round(4)
    return pd.DataFrame({"mass_GeV": mass, "isolation": rng.random(len(mass))})


def bump_of_300(rng):
    return events(rng, 3000, 300)


def histogram(x):
    edges = bump.bin_edges(x)
    counts = np.histogram(x, edges)[0].astype(float)
    return counts, edges, tuple(width for width in WIDTHS if width <= len(counts) // 6)


@pytest.mark.parametrize("split", ["all", "explore"])
def test_a_planted_bump_is_found_where_it_is(split):
    seed, rng = recompute.fresh()
    frame, table, (finding,) = recompute.telling(rng, bump_of_300, "event_peak", split=split)
    assert finding.variables == ("mass_GeV",), seed
    assert abs(finding.location - 131) < 2, seed
    assert finding.evidence.p < 0.001, seed
    assert finding.evidence.scan.local_p <= finding.evidence.scan.global_p == finding.evidence.p
    assert not unmet(finding.evidence.assumptions), seed
    low, high = finding.evidence.estimate.low, finding.evidence.estimate.high
    planted = 300 if split == "all" else 150
    assert low - 80 < planted < high + 80, seed
    assert recompute.differences(frame, table, finding) is None


def test_a_small_excess_is_suggestive_and_never_a_discovery():
    shares = np.array([1e-8, 2e-4, 0.02])
    for local, over, word in zip(shares, [1e-6, 0.02, 0.6], ["clear", "suggestive", "within"], strict=True):  # fmt: skip
        assert word in _peaks.verdict(local, over)
    _, rng = recompute.fresh()
    _, _, (finding,) = recompute.telling(rng, bump_of_300, "event_peak")
    said = statements.word(finding)
    assert "GeV" in said.title
    assert "local" in said.statement
    assert "global" in said.statement
    assert "discover" not in said.statement.lower() + said.title.lower()


def test_event_lists_without_a_peak():
    """150 lists, each one's global p at .05; falling, normal, log-normal, rounded."""
    seed, rng = recompute.fresh()
    hits, lists = 0, 150
    for place in range(lists):
        n = int(rng.choice([200, 600, 3000]))
        x = [
            100 + 20 * rng.exponential(size=n),
            rng.normal(50, 3, n),
            rng.lognormal(3, 0.6, n),
            np.round(100 + 60 * rng.random(n), 2),
            np.round(40 * (rng.pareto(5, n) + 1), 2),
        ][place % 5]
        counts, edges, widths = histogram(x)
        hits += bump.bump_hunt(counts, edges, widths, 199, place)["global_p"] <= 0.05
    assert few(hits, lists), (seed, hits)


def test_long_tails_and_turn_ons_are_no_peaks():
    """60 lists; where the background was a polynomial of degree 3 at most, 59 of them had a peak."""
    seed, rng = recompute.fresh()
    hits = 0
    for place in range(60):
        trigger = 30 + rng.exponential(40, 6000)
        x = [
            rng.logistic(100, 9, 3000),
            90 + 10 * rng.standard_t(2, 3000),
            trigger[rng.random(6000) < 1 / (1 + np.exp((60 - trigger) / 4))],
        ][place % 3]
        counts, edges, widths = histogram(x[(x > 0) & (x < 200)])
        hits += bump.bump_hunt(counts, edges, widths, 199, place)["global_p"] <= 0.05
    assert few(hits, 60), (seed, hits)


def test_a_selection_that_the_resolution_blurs_makes_no_peak():
    """100 lists cut at 100 and 160 and measured to 1.2 per cent."""
    seed, rng = recompute.fresh()
    hits = 0
    for place in range(100):
        x = 100 + rng.choice([20, 40]) * rng.exponential(size=4000)
        x = x[x < 160] * rng.normal(1, 0.012, np.sum(x < 160))
        counts, edges, widths = histogram(x[(x > 100) & (x < 160)].round(4))
        hits += bump.bump_hunt(counts, edges, widths, 199, place)["global_p"] <= 0.05
    assert few(hits, 100), (seed, hits)


def test_toys_give_the_p_and_their_tail_goes_on():
    strongest = np.linspace(0, 3, 999)
    assert bump.toy_p(1.5, strongest) == pytest.approx(0.5, abs=0.01)
    tail = [bump.toy_p(z, strongest) for z in (2.5, 3.0, 4.0, 6.0, 8.0)]
    assert all(a > b > 0 for a, b in pairwise(tail))
    assert 1e-15 <= tail[-1] < 1e-9


AWKWARD = {
    "one value": np.full(400, 7.0),
    "two values": np.repeat([1.0, 2.0], 200),
    "rounded": np.round(np.random.default_rng(1).exponential(3, 400), 1),
    "tiny": np.random.default_rng(2).exponential(1e-300, 400),
    "huge": np.random.default_rng(3).exponential(1e300, 400),
    "infinite": np.where(np.arange(400) < 5, np.inf, np.random.default_rng(4).exponential(3, 400)),
    "missing": np.where(np.arange(400) < 300, np.nan, 1.0),
    "few": np.random.default_rng(5).exponential(3, 100),
    "one far": np.append(np.random.default_rng(6).exponential(3, 400), 1e9),
    "heap": np.append(np.random.default_rng(7).exponential(3, 300), np.full(100, 2.0)),
    "integers": np.random.default_rng(8).integers(0, 1000, 400).astype(float),
}


@pytest.mark.parametrize("name", AWKWARD)
def test_awkward_values(name):
    frame = pd.DataFrame({"mass": AWKWARD[name], "other": np.arange(len(AWKWARD[name])) % 7 / 3})
    table = recompute.read(frame)
    for finding in recompute.every(table, "event_peak"):
        assert 0 < finding.evidence.p <= 1
        if finding.shown:
            assert recompute.differences(frame, table, finding) is None


def test_rows_in_an_order_that_matters_carry_no_claim():
    _, rng = recompute.fresh()
    walk = np.cumsum(rng.normal(size=3000))
    frame = pd.DataFrame({"energy": walk - walk.min() + 1})
    assert recompute.findings(recompute.read(frame), "event_peak") == []


def test_few_columns_are_looked_at():
    _, rng = recompute.fresh()
    frame = pd.DataFrame({f"c{i}": rng.exponential(size=500) for i in range(12)})
    assert len(list(EventPeak().applies(recompute.read(frame).profile))) <= 3
    frame["invariant_mass"] = rng.exponential(size=500)
    chosen = list(EventPeak().applies(recompute.read(frame).profile))
    assert [one.variables for one in chosen] == [("invariant_mass",)]
    assert TOYS >= 199
