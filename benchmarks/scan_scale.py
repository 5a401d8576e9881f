"""The default scan beside one Spearman matrix of the same table: time, exactness, growth, peers.

    python benchmarks/scan_scale.py [--repeats 3] [--peer-python PATH] [--quick]

Tables of 1 000 000 x 20 and 100 000 x 200 hold related columns and planted reversals. Door is
`door.suggest(model=None)`, notebook the scan of one side of the split; both are divided by
`DataFrame.corr(method="spearman")` in the same run, their turns interleaved. Then, against all rows:
the largest error of the 50 strongest pairs' effects, and how many planted reversals are asserted,
with the exact figures beside them. Growth is told as the power of rows and of columns.

`--peer-python` names the interpreter of another environment; ydata-profiling (minimal report) and
Lux describe the same table there, each if it is installed there. `--quick` takes a tenth of the rows.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from jupyter_sciassist import pipeline
from jupyter_sciassist.door import suggest
from jupyter_sciassist.records import Suggestion

STRONGEST, REVERSALS = 50, 3
ALL = 10**6
PEERS = {
    "ydata-profiling": "from ydata_profiling import ProfileReport\n"
    "def describe(frame): ProfileReport(frame, minimal=True, progress_bar=False).get_description()",
    "Lux": "import lux\nfrom lux.core.frame import LuxDataFrame\n"
    "def describe(frame): LuxDataFrame(frame).recommendation",
}
PEER = """
import sys, time, warnings
import numpy as np, pandas as pd
warnings.simplefilter("ignore")
{imports}
with np.load(sys.argv[1]) as kept:
    frame = pd.DataFrame(kept["values"], columns=[f"c{{i}}" for i in range(kept["values"].shape[1])])
describe(frame.head(1000).copy())
began = time.perf_counter()
describe(frame)
print(time.perf_counter() - began)
"""


def table(rows: int, columns: int, seed: int = 1) -> pd.DataFrame:
    """Columns that share eight factors; the last ones hold reversals, each within its own 0/1 column."""
    rng = np.random.default_rng(seed)
    loads = rng.normal(size=(8, columns)) * (rng.random((8, columns)) < 0.25)
    values = rng.normal(size=(rows, 8)) @ loads + rng.normal(size=(rows, columns))
    for k in range(REVERSALS):
        x, y, group = (columns - 3 * k - place for place in (1, 2, 3))
        half = rng.random(rows) < 0.5
        values[:, group] = half
        values[:, x] = rng.normal(size=rows) - 3.0 * half
        values[:, y] = values[:, x] + 7.0 * half + rng.normal(size=rows)
    return pd.DataFrame(values, columns=[f"c{i}" for i in range(columns)])


def planted(columns: int) -> set[frozenset[str]]:
    return {
        frozenset(f"c{columns - 3 * k - place}" for place in (1, 2, 3)) for k in range(REVERSALS)
    }


def door(frame: pd.DataFrame) -> list[Suggestion]:
    return suggest(frame, model=None, top=ALL)


def notebook(frame: pd.DataFrame) -> list[Suggestion]:
    return pipeline.suggest({"data": frame}, top=ALL, policy="notebook")


def seconds(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    found = work()
    return time.perf_counter() - began, found


def effects(cards: list[Suggestion]) -> dict[frozenset[str], float]:
    """Spearman's rho by pair."""
    return {
        frozenset(card.hypothesis.variables[:2]): card.evidence.effect.value
        for card in cards
        if card.analysis == "association"
        and card.hypothesis
        and card.evidence
        and card.evidence.effect
    }


def reversals(cards: list[Suggestion]) -> set[frozenset[str]]:
    return {
        frozenset(card.hypothesis.variables)
        for card in cards
        if card.hypothesis is not None
        and card.hypothesis.relation == "confounding"
        and card.evidence is not None
        and card.evidence.asserted
    }


def exactness(frame: pd.DataFrame, rho: pd.DataFrame, cards: list[Suggestion]) -> str:
    """Errors of the strongest pairs; pairs of a 0/1 column are told by another effect and left out."""
    names = [name for name in frame if frame[name].nunique() > 2]
    upper = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :]]
    strongest = sorted(upper, key=lambda pair: -abs(rho.loc[pair]))[:STRONGEST]
    told = effects(cards)
    errors = {
        pair: abs(told[frozenset(pair)] - rho.loc[pair])
        for pair in strongest
        if frozenset(pair) in told
    }
    worst = max(errors, key=errors.__getitem__)
    replaced = len(strongest) - len(errors)
    found, wanted = reversals(cards), planted(frame.shape[1])
    return (
        f"worst error of the {len(errors)} strongest pairs told {errors[worst]:.4f} "
        f"({worst[0]}, {worst[1]}: exact {rho.loc[worst]:+.4f}, told {told[frozenset(worst)]:+.4f}), "
        f"{replaced} replaced by a reversal or suppressed; reversals {len(found & wanted)} of {len(wanted)}"
    )


def compared(rows: int, columns: int, repeats: int, peer: Path | None) -> None:
    frame = table(rows, columns)
    door(frame.head(2_000))
    times: dict[str, list[float]] = {"spearman": [], "door": [], "notebook": []}
    for _ in range(repeats):
        took, rho = seconds(lambda: frame.corr(method="spearman"))
        times["spearman"].append(took)
        took, cards = seconds(lambda: door(frame))
        times["door"].append(took)
        times["notebook"].append(seconds(lambda: notebook(frame))[0])
    for name in ("door", "notebook"):
        ratio = statistics.median(
            one / other for one, other in zip(times[name], times["spearman"], strict=True)
        )
        median = statistics.median(times[name])
        print(f"{rows} x {columns} {name:9} {median:7.2f} s, {ratio:.2f} of Spearman's matrix")
    print(
        f"{rows} x {columns} spearman  {statistics.median(times['spearman']):7.2f} s (all rows, exact)"
    )
    print(f"{rows} x {columns} {exactness(frame, rho, cards)}")
    complete = all(
        card.evidence.plan.complete for card in cards if card.evidence and card.evidence.plan
    )
    print(f"{rows} x {columns} {len(cards)} cards, scan {'complete' if complete else 'STOPPED'}")
    print(f"{rows} x {columns} left out: {pipeline.profiles({'data': frame})[0].note}")
    beside(frame, peer)


def beside(frame: pd.DataFrame, peer: Path | None) -> None:
    """The peers on the same table, in their own environment."""
    if peer is None:
        print("peers: not run; --peer-python names an environment with ydata-profiling or Lux")
        return
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder, "table.npz")
        np.savez(kept, values=frame.to_numpy())
        for name, imports in PEERS.items():
            made = subprocess.run(
                [str(peer), "-c", PEER.format(imports=imports), str(kept)],
                capture_output=True, text=True, check=False,
            )  # fmt: skip
            shape = f"{len(frame)} x {frame.shape[1]}"
            if made.returncode == 0:
                print(f"{shape} {name:9} {float(made.stdout.split()[-1]):7.2f} s")
            else:
                last = (made.stderr.strip().splitlines() or ["no message"])[-1]
                print(f"{shape} {name:9} does not run there: {last[:120]}")


def growth(repeats: int) -> None:
    """Powers of time in rows and columns, from medians."""
    for what, shapes in (
        ("rows", [(10_000, 12), (40_000, 12), (160_000, 12), (640_000, 12)]),
        ("columns", [(5_000, 20), (5_000, 40), (5_000, 80), (5_000, 160), (5_000, 320)]),
    ):
        taken = []
        for rows, columns in shapes:
            frame = table(rows, columns)
            taken.append(
                statistics.median(seconds(partial(door, frame))[0] for _ in range(repeats))
            )
        sizes = [rows if what == "rows" else columns for rows, columns in shapes]
        power = np.polyfit(np.log(sizes), np.log(taken), 1)[0]
        line = ", ".join(f"{size}: {took:.2f} s" for size, took in zip(sizes, taken, strict=True))
        print(f"growth in {what}: {line}; power {power:.2f}")


def main() -> None:
    ask = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ask.add_argument("--repeats", type=int, default=3)
    ask.add_argument("--peer-python", type=Path, default=None)
    ask.add_argument("--quick", action="store_true")
    args = ask.parse_args()
    part = 10 if args.quick else 1
    for rows, columns in ((1_000_000, 20), (100_000, 200)):
        compared(rows // part, columns, args.repeats, args.peer_python)
    growth(1 if args.quick else args.repeats)


if __name__ == "__main__":
    sys.exit(main())
