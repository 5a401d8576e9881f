"""One series behind another."""

import numpy as np
import pandas as pd
import pytest
from scipy import signal

from jupyter_sciassist.statistics import leads
from tests.analyses import recompute
from tests.chance import few


def ar(phi, n, rng):
    return signal.lfilter([1], [1, -phi], rng.normal(size=n + 200))[200:]


def followed(rng, n=250, lag=3, sign=1.0):
    """Daily values, the second `lag` days behind the first."""
    x = ar(0.6, n + lag, rng)
    frame = pd.DataFrame({"date": pd.date_range("2021-01-01", periods=n), "late": sign * x[:n]})
    frame["late"] += 0.5 * ar(0.3, n, rng)
    frame["early"] = x[lag:]
    return frame


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_the_follower_its_lag_and_its_sign(sign):
    seed, rng = recompute.fresh()
    frame = followed(rng, sign=sign)
    (finding,) = recompute.findings(recompute.read(frame), "lag")
    assert finding.variables == ("early", "late"), f"seed {seed}"
    assert finding.location == pytest.approx(3.0), f"seed {seed}"
    assert finding.direction == ("+" if sign > 0 else "-"), f"seed {seed}"
    assert finding.evidence.p == finding.evidence.scan.global_p < 1e-6
    assert recompute.differences(frame, recompute.read(frame), finding) is None


def test_gaps_and_order_do_no_harm():
    seed, rng = recompute.fresh()
    frame = followed(rng).drop(range(90, 120)).sample(frac=1, random_state=1)
    frame.iloc[3, 1] = np.nan
    (finding,) = recompute.findings(recompute.read(frame), "lag")
    assert (finding.variables, finding.location) == (("early", "late"), 3.0), f"seed {seed}"
    assert recompute.differences(frame, recompute.read(frame), finding) is None


@pytest.mark.parametrize("phi", [0.0, 0.7, 1.0])
def test_independent_series_do_not_follow_each_other(phi):
    """White, AR(1) .7, random walks."""
    seed, rng = recompute.fresh()
    hits = 0
    for _ in range(300):
        made = np.cumsum(rng.normal(size=(2, 150)), 1) if phi == 1 else None
        first, second = (ar(phi, 150, rng) for _ in range(2)) if made is None else made
        sides = [leads.innovations(one, 4) for one in (first, second)]
        hits += leads.lead(*sides, 30)["global_p"] <= 0.05
    assert few(hits, 300), f"{hits} of 300, seed {seed}"


@pytest.mark.parametrize("kind", ["same", "constant", "ties", "tiny", "huge", "few"])
def test_awkward_series_raise_nothing(kind):
    rng = np.random.default_rng(2)
    frame = followed(rng, 30 if kind == "few" else 100)
    change = {
        "same": lambda v: v, "constant": lambda v: v * 0, "ties": lambda v: v.round(),
        "tiny": lambda v: v * 1e-60, "huge": lambda v: v * 1e60, "few": lambda v: v,
    }[kind]  # fmt: skip
    frame["late"] = change(frame["early"] if kind == "same" else frame["late"])
    for finding in recompute.every(recompute.read(frame), "lag"):
        assert 0 <= finding.evidence.p <= 1
        if finding.shown:
            assert recompute.differences(frame, recompute.read(frame), finding) is None
