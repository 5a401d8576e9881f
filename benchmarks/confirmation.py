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

from jupyter_sciassist import packs, pipeline, profiles
from jupyter_sciassist.analyses import ANALYSES
from jupyter_sciassist.confirmation import confirm
from jupyter_sciassist.errors import DataError
from jupyter_sciassist.pipeline import SALT, Memory
from jupyter_sciassist.profiles.seen import Past, Seen, looked_at
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


def events(rng: np.random.Generator, peak: float) -> pd.DataFrame:
    """Energies that fall off, with a narrow peak of about `peak` events in 2 000."""
    x = rng.exponential(40.0, 2000) + 20
    hit = rng.random(2000) < peak / 2000
    return pd.DataFrame({"mass": np.where(hit, rng.normal(75.0, 1.2, 2000), x)})


def series(rng: np.random.Generator, step: float, wave: float) -> pd.DataFrame:
    """1 000 hours of a level that changes, of a wave, and of one number behind another."""
    n = 1000
    hours, lead = np.arange(n), rng.normal(size=n)
    return pd.DataFrame({
        "time": pd.date_range("2021-03-01", periods=n, freq="h"),
        "level": rng.normal(size=n) + step * (hours >= 0.6 * n),
        "wave": rng.normal(size=n) + wave * np.sin(hours * 2 * np.pi / 17.3),
        "lead": lead,
        "follow": rng.normal(size=n) + step * np.roll(lead, 3),
    })  # fmt: skip


def spectrum(rng: np.random.Generator, height: float) -> pd.DataFrame:
    x = np.linspace(400, 700, 600)
    y = rng.normal(size=600) + height * np.exp(-(((x - 520) / 3) ** 2))
    return pd.DataFrame({"wavelength": x, "flux": y})


def scanned(frame: pd.DataFrame, memory: Memory, analysis: str, *names: str) -> Suggestion:
    """The card of a scan's strongest place in the explored rows, whether it is worth a card or not."""
    profile = profiles.profile(frame, "frame")
    split = "all" if profile.kind in pipeline.CURVES else "explore"
    table = profiles.read(frame, "frame", split=split, salt=memory.salt(profile))
    memory.past.look(looked_at(table))
    own = packs.named(ANALYSES, analysis)
    for candidate in own.applies(profile):
        if not names or set(names) == set(candidate.variables[-len(names) :]):
            found = own.measure(table, candidate)
            if found is not None:
                return pipeline.card(found, own, table)
    raise DataError("The analysis finds no place.")


PLACES = {
    "event_peak": lambda rng, real: events(rng, 150 if real else 0),
    # a step of half a deviation is often found days off its place, where the other rows hardly show it
    "changepoint": lambda rng, real: series(rng, 1.0 if real else 0, 0)[["time", "level"]],
    "periodicity": lambda rng, real: series(rng, 0, 0.5 if real else 0)[["time", "wave"]],
    "lag": lambda rng, real: series(rng, 0.5 if real else 0, 0)[["time", "lead", "follow"]],
    "line": lambda rng, real: spectrum(rng, 3 if real else 0),
}


def placed(rng: np.random.Generator, analysis: str, real: bool) -> str:
    """Outcome of a place that a scan of one draw chose and that other rows, or another curve, then tested."""
    memory = Kept()
    frame = PLACES[analysis](rng, real)
    try:
        card = scanned(frame, memory, analysis)
        if analysis == "line":
            return confirm(PLACES[analysis](rng, real), card, memory, "_again").status
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
    ask.add_argument("--places", type=int, default=200, help="draws for each scan")
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
    for analysis in PLACES:
        for real, tried in ((False, args.places), (True, args.places)):
            outcomes = Counter(placed(rng, analysis, real) for _ in range(tried))
            what = f"{'planted' if real else 'null'} places of {analysis} supported"
            report(what, outcomes["supported"], tried)
            print(f"  outcomes: {dict(outcomes)}")
    report("planted effects supported", sum(planted(rng) for _ in range(args.planted)), args.planted)  # fmt: skip


if __name__ == "__main__":
    main()
