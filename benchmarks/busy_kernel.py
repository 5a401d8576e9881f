"""What the assistant costs a busy kernel, and how soon it answers there. Medians of nine.

    python benchmarks/busy_kernel.py [--rounds 9]

Prints, for a kernel that is idle, sleeps, runs a pure-Python loop or sorts large lists: how long a
Stop takes to be answered, and a table of 1 000 rows by 12 columns to be scanned (data changed each
time). Then what share of its speed a pure-Python loop keeps while a scan runs beside it all along;
loops with and without a scan take turns, so that other load on the machine meets both alike.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.kernel.kernels import Panel, kernel

SETUP = """
import time, numpy as np, pandas as pd
_rng = np.random.default_rng(1)
def table(rows, columns):
    data = {f"x{i}": _rng.normal(size=rows) for i in range(columns - 2)}
    return pd.DataFrame({**data, "g": _rng.choice(list("abc"), rows), "h": _rng.choice(list("de"), rows)})
wide = table(50_000, 60)
"""
CELLS = {
    "idle": None,
    "sleep": "time.sleep({seconds})",
    "loop": "end = time.perf_counter() + {seconds}\nwhile time.perf_counter() < end: pass",
    "sorting": (
        "end, big = time.perf_counter() + {seconds}, list(range(1_000_000, 0, -1))\n"
        "while time.perf_counter() < end: sorted(big + big[::-1])"
    ),
}
# About two seconds; pure Python, no call that lets go of the interpreter.
LOOP = """
began = time.perf_counter()
total = 0
for i in range(25_000_000):
    total += i
print(time.perf_counter() - began)
"""


def stop_seconds(panel: Panel, cell: str | None) -> float:
    """Seconds from a Stop, sent in the middle of a scan, to its answer."""
    panel.run("wide.iloc[0, 0] += 1.0")
    running = panel.start(cell.format(seconds=4)) if cell else None
    asked = panel.ask("suggest", variables=["wide"], top=20, cells=None)
    panel.event("progress", asked)
    time.sleep(0.3)
    began = time.perf_counter()
    answered = panel.event("stopped", panel.ask("stop"))["at"]
    if running:
        panel.finish(running)
    return float(answered - began)


def scan_seconds(panel: Panel, cell: str | None) -> float:
    """Seconds from the request to the suggestions of a small table."""
    panel.run("small = table(1_000, 12)")
    running = panel.start(cell.format(seconds=6)) if cell else None
    began = time.perf_counter()
    asked = panel.ask("suggest", variables=["small"], top=20, cells=None)
    found = panel.event("suggestions", asked)["at"]
    panel.event("done", asked)
    if running:
        panel.finish(running)
    return float(found - began)


def loop_seconds(panel: Panel, beside: bool) -> float:
    """Seconds that the loop takes, with a scan of a wide table beside it all along or without."""
    if beside:
        panel.run("wide.iloc[0, 0] += 1.0")
        asked = panel.ask("suggest", variables=["wide"], top=20, cells=None)
        panel.event("progress", asked)
    took = float(panel.run(LOOP)["text"])
    if beside:
        assert not any(event["event"] == "done" for event in panel.events(asked)), "scan too short"
        panel.ask("stop")
        panel.event("done", asked)
    return took


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--rounds", type=int, default=9)
    rounds = range(ask.parse_args().rounds)
    with kernel() as panel:
        panel.run(SETUP)
        panel.attach()
        scan_seconds(panel, None)
        for name, cell in CELLS.items():
            stops = statistics.median(stop_seconds(panel, cell) for _ in rounds)
            scans = statistics.median(scan_seconds(panel, cell) for _ in rounds)
            print(f"{name:8} stop answered after {stops * 1000:6.1f} ms, scan took {scans:5.2f} s")
        pairs = [(loop_seconds(panel, False), loop_seconds(panel, True)) for _ in rounds]
        alone, beside = (statistics.median(times) for times in zip(*pairs, strict=True))
        lost = statistics.median(1 - one / other for one, other in pairs)
        print(
            f"loop alone {alone:.2f} s, beside a scan {beside:.2f} s: loses {lost:.0%} of its speed"
        )


if __name__ == "__main__":
    main()
