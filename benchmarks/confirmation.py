"""What Confirm says of null hypotheses and of planted effects, with exact 95 % intervals.

    python benchmarks/confirmation.py [--nulls 1000] [--planted 1000] [--seed N]

A null hypothesis is the most promising finding (smallest p of the explore side) of a table of noise:
400 rows, numbers, skewed numbers, counts and groups. A planted effect is a difference of half a standard deviation between
two groups, with 100 rows of each group on the confirm side; it is confirmed whatever the explore
side showed of it, in the direction that it has there, so a wrong sign there counts against.
A fresh seed is drawn and printed unless one is given.
"""

from __future__ import annotations

import argparse
import secrets
from collections import Counter
from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import stats

from jupyter_sciassist import pipeline
from jupyter_sciassist.confirmation import confirm
from jupyter_sciassist.errors import DataError
from jupyter_sciassist.pipeline import SALT, Memory
from jupyter_sciassist.profiles.seen import Past, Seen
from jupyter_sciassist.profiles.split import explored
from jupyter_sciassist.records import Profile, Suggestion
from jupyter_sciassist.statistics.multiplicity import Ledger


class Kept(Memory):
    """A memory as a kernel has it: ledgers stay."""

    def __init__(self, rows: Sequence[Seen] = ()) -> None:
        super().__init__(Past(list(rows)))
        self._ledgers: dict[str, Ledger] = {}

    def ledger(self, profile: Profile) -> Ledger:
        digest = profile.fingerprint.digest
        return self._ledgers.setdefault(digest, Ledger(digest))


def noise_table(rng: np.random.Generator, rows: int = 400, numbers: int = 6) -> pd.DataFrame:
    columns = {f"x{k}": rng.normal(size=rows) for k in range(numbers)}
    columns["skewed"] = np.exp(1.5 * rng.normal(size=rows))
    columns["count"] = rng.poisson(2.0, rows)
    columns |= {f"g{k}": rng.choice(list("abcd"[: 2 + k]), size=rows) for k in range(3)}
    return pd.DataFrame(columns)


def promising(frame: pd.DataFrame, memory: Memory) -> Suggestion:
    """The card of the smallest p."""
    cards = pipeline.suggest({"frame": frame}, memory=memory, top=1000)
    claims = [card for card in cards if card.hypothesis and card.evidence and card.evidence.p is not None]  # fmt: skip
    return min(claims, key=lambda card: card.evidence.p)


def planted_table(rng: np.random.Generator, each: int = 100) -> pd.DataFrame:
    """Two groups half a standard deviation apart, `each` of both on either side of the split."""
    sides = explored(SALT, map(str, range(8 * each)))
    rows = np.sort(np.concatenate([np.flatnonzero(sides == side)[: 2 * each] for side in (True, False)]))  # fmt: skip
    frame = pd.DataFrame({"group": "", "y": rng.normal(size=4 * each)}, index=rows)
    for side in (True, False):
        labels = rng.permutation(np.repeat(["a", "b"], each))
        frame.loc[sides[rows] == side, "group"] = labels
    frame["y"] += 0.5 * (frame["group"] == "b")
    return frame


def planted(rng: np.random.Generator) -> bool:
    frame, memory = planted_table(rng), Kept()
    cards = pipeline.suggest({"frame": frame}, memory=memory, top=100)
    card = next(one for one in cards if one.hypothesis and one.hypothesis.relation == "difference")
    return confirm(frame, card, memory).status == "supported"


def outcome(frame: pd.DataFrame, card: Suggestion, memory: Memory) -> str:
    """The status, or "refused" where the rows allow no test."""
    try:
        return confirm(frame, card, memory).status
    except DataError:
        return "refused"


def report(what: str, hits: int, tried: int) -> None:
    interval = stats.binomtest(hits, tried).proportion_ci(0.95, "exact")
    print(f"{what}: {hits} of {tried}, 95 % interval {interval.low:.3f} to {interval.high:.3f}")


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--nulls", type=int, default=1000)
    ask.add_argument("--planted", type=int, default=1000)
    ask.add_argument("--seed", type=int, default=secrets.randbits(32))
    args = ask.parse_args()
    print(f"seed {args.seed}")
    rng = np.random.default_rng(args.seed)
    outcomes: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for _ in range(args.nulls):
        frame, memory = noise_table(rng), Kept()
        card = promising(frame, memory)
        kinds[card.analysis] += 1
        outcomes[outcome(frame, card, memory)] += 1
    report("null hypotheses supported", outcomes["supported"], args.nulls)
    print(f"  outcomes: {dict(outcomes)}; picked: {dict(kinds)}")
    report("planted effects supported", sum(planted(rng) for _ in range(args.planted)), args.planted)  # fmt: skip


if __name__ == "__main__":
    main()
