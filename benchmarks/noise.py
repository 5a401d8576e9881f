"""How often a table of pure noise is said to hold a finding, with an exact 95 % interval.

    python benchmarks/noise.py [--tables 1000] [--walks 200] [--series 400] [--seed N]

Tables have 200 rows, 12 numeric and 2 categorical columns. Walks are pairs of independent random
walks of 200 steps. Series are 100 values each of first-order autocorrelated noise (.7) along time, two
a table: how often is p at most .05 and no assumption unmet, by analysis. A fresh seed is drawn and printed unless one is given.
"""

from __future__ import annotations

import argparse
import secrets

import numpy as np
import pandas as pd
from scipy import signal, stats

from jupyter_sciassist import profiles
from jupyter_sciassist.analyses import ANALYSES
from jupyter_sciassist.door import suggest
from jupyter_sciassist.statistics.assumptions import unmet

SERIES = ("association", "trend", "changepoint", "periodicity", "lag")


def noise_table(rng: np.random.Generator) -> pd.DataFrame:
    columns = {f"x{k}": rng.normal(size=200) for k in range(12)}
    columns |= {f"g{k}": rng.choice(list("abcd"[: 2 + k]), size=200) for k in range(2)}
    return pd.DataFrame(columns)


def walk_table(rng: np.random.Generator) -> pd.DataFrame:
    return pd.DataFrame({name: np.cumsum(rng.normal(size=200)) for name in ("left", "right")})


def claims(frame: pd.DataFrame, pair: bool = False) -> bool:
    return any(
        card.evidence is not None
        and card.evidence.asserted
        and not (pair and card.hypothesis and len(card.hypothesis.variables) < 2)
        for card in suggest(frame, model=None, top=200)
    )


def series_claims(rng: np.random.Generator) -> dict[str, tuple[int, int]]:
    """By analysis of series: tests that claim something in one table, and tests made."""
    made = signal.lfilter([1.0], [1.0, -0.7], rng.normal(size=(2, 300)))[:, 200:]
    frame = pd.DataFrame({"time": np.arange(100), "left": made[0], "right": made[1]})
    table = profiles.read(frame, "frame", split="all", salt="")
    counts = {}
    for analysis in ANALYSES:
        if analysis.name in SERIES:
            found = [analysis.measure(table, one) for one in analysis.applies(table.profile)]
            tested = [
                one.evidence for one in found if one is not None and one.evidence.p is not None
            ]
            sure = [one for one in tested if one.p <= 0.05 and not unmet(one.assumptions)]
            counts[analysis.name] = (len(sure), len(tested))
    return counts


def report(what: str, hits: int, tried: int) -> None:
    interval = stats.binomtest(hits, tried).proportion_ci(0.95, "exact")
    print(f"{what}: {hits} of {tried}, 95 % interval {interval.low:.3f} to {interval.high:.3f}")


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--tables", type=int, default=1000)
    ask.add_argument("--walks", type=int, default=200)
    ask.add_argument("--series", type=int, default=400)
    ask.add_argument("--seed", type=int, default=secrets.randbits(32))
    args = ask.parse_args()
    print(f"seed {args.seed}")
    rng = np.random.default_rng(args.seed)
    report("noise tables with a claim", sum(claims(noise_table(rng)) for _ in range(args.tables)), args.tables)  # fmt: skip
    report("random walks related", sum(claims(walk_table(rng), True) for _ in range(args.walks)), args.walks)  # fmt: skip
    tables = [series_claims(rng) for _ in range(args.series)]
    for name in SERIES:
        counts = [table[name] for table in tables if name in table]
        hits, tried = (sum(column) for column in zip(*counts, strict=True)) if counts else (0, 0)
        if tried:
            report(f"AR(1) .7 called {name}", hits, tried)


if __name__ == "__main__":
    main()
