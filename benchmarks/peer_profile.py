"""The scan beside ydata-profiling's minimal report, on the same tables, in the peer's environment.

    python benchmarks/peer_profile.py --folder DIR [--rows 1000 100000 1000000] [--repeats 9]

DIR gets an environment with ydata-profiling and this project (made once; ydata-profiling wants
pandas < 3). Every measurement is a process of its own that builds the table, warms its program up
on a small one, then measures once: wall time, and the highest resident memory above what the
process held with the table built. The two programs take turns. Linux only.
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import json
import os
import statistics
import subprocess
import sys
import time
import venv
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PEER = ["ydata-profiling", "setuptools<81"]
TIME_BAR, MEMORY_BAR_MB = 0.2, 200.0


def table(rows: int, seed: int) -> Any:
    """20 columns: 13 numeric (some related), a count, 4 categories, a flag, an id."""
    import numpy as np
    import pandas as pd

    rng = np.random.default_rng(seed)
    group = rng.choice(["north", "south", "east", "west"], rows)
    size = rng.normal(50, 10, rows) + 4 * (group == "north")
    columns = {"sample_id": np.arange(rows), "site": group, "size_mm": size}
    columns |= {"mass_g": 3 * size + rng.normal(0, 20, rows), "eggs": rng.poisson(4, rows)}
    columns |= {f"signal_{k}": rng.normal(size=rows) for k in range(1, 12)}
    columns |= {f"kind_{k}": rng.choice(list("abcdefgh"[: 2 + 2 * k]), rows) for k in range(1, 4)}
    columns |= {"tagged": rng.random(rows) < 0.3}
    frame = pd.DataFrame(columns)
    frame.loc[rng.random(rows) < 0.05, "signal_3"] = np.nan
    return frame


def ours(frame: Any) -> int:
    """The scan of a notebook, to the ranked cards. The number of cards."""
    from jupyter_sciassist import pipeline

    return len(pipeline.suggest({"frame": frame}))


def peer(frame: Any) -> int:
    """The peer's minimal report, to HTML. The number of characters."""
    from ydata_profiling import ProfileReport

    return len(ProfileReport(frame, minimal=True, progress_bar=False).to_html())


PROGRAMS: dict[str, Callable[[Any], int]] = {"ours": ours, "peer": peer}


def _resident(field: str) -> float:
    """A line of /proc/self/status in MB: VmRSS is the memory now, VmHWM the highest."""
    lines = Path("/proc/self/status").read_text().splitlines()
    found = next(line for line in lines if line.startswith(field + ":"))
    return int(found.split()[1]) / 1024


def measure(program: str, rows: int, seed: int) -> None:
    """Measure once in this process and print the result as JSON."""
    work = PROGRAMS[program]
    work(table(300, seed + 1))
    frame = table(rows, seed)
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)  # what was freed already is no room to hide a peak in
    Path("/proc/self/clear_refs").write_text("5")
    held = _resident("VmRSS")
    began = time.perf_counter()
    yielded = work(frame)
    seconds = time.perf_counter() - began
    print(json.dumps({"s": seconds, "mb": _resident("VmHWM") - held, "yielded": yielded}))


def environment(folder: Path) -> Path:
    """The Python of the peer's environment, made where it is not there yet."""
    python = folder / "peer" / "bin" / "python"
    if not (folder / "peer" / "made").exists():
        print(f"making the peer's environment in {folder / 'peer'} ...", flush=True)
        venv.create(folder / "peer", with_pip=True, clear=True)
        skip = {**os.environ, "HATCH_JUPYTER_BUILDER_SKIP_NPM": "1"}
        command = [str(python), "-m", "pip", "install", "-q", *PEER, "-e", str(ROOT)]
        subprocess.run(command, check=True, env=skip)
        (folder / "peer" / "made").touch()
    return python


def _once(python: Path, program: str, rows: int, seed: int) -> dict[str, float]:
    command = [str(python), "-W", "ignore", __file__, "--measure", program]
    command += ["--rows", str(rows), "--seed", str(seed)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def compare(python: Path, rows: int, repeats: int, seed: int) -> str:
    """One line of the report: medians of time and memory, and their ratio."""
    runs: dict[str, list[dict[str, float]]] = {"ours": [], "peer": []}
    for repeat in range(repeats):
        for program, found in runs.items():
            found.append(_once(python, program, rows, seed + repeat))
    seconds = {name: statistics.median(run["s"] for run in found) for name, found in runs.items()}
    memory = {name: statistics.median(run["mb"] for run in found) for name, found in runs.items()}
    ratio = seconds["ours"] / seconds["peer"]
    held = "yes" if ratio <= TIME_BAR and memory["ours"] <= MEMORY_BAR_MB else "NO"
    return (
        f"{rows:>9} x 20  ours {seconds['ours']:7.2f} s {memory['ours']:7.0f} MB   "
        f"peer {seconds['peer']:7.2f} s {memory['peer']:7.0f} MB   ratio {ratio:.3f}   bar held: {held}"
    )


def main() -> None:
    """Read the command line, compare at each size, print a line each."""
    ask = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    ask.add_argument("--folder", type=Path, help="where the peer's environment is made")
    ask.add_argument("--rows", type=int, nargs="+", default=[1_000, 100_000, 1_000_000])
    ask.add_argument("--repeats", type=int, default=9)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--measure", choices=PROGRAMS, help=argparse.SUPPRESS)
    args = ask.parse_args()
    if args.measure:
        measure(args.measure, args.rows[0], args.seed)
        return
    if args.folder is None:
        ask.error("name a folder for the peer's environment: --folder DIR")
    python = environment(args.folder.resolve())
    print(f"medians of {args.repeats}, one process a measurement, taking turns; seed {args.seed}")
    for rows in args.rows:
        print(compare(python, rows, args.repeats, args.seed), flush=True)


if __name__ == "__main__":
    sys.exit(main())
