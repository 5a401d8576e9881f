"""Seconds until a notebook's cells carry the badges of its log, in a real browser.

    python benchmarks/badges.py [--records 10000] [--cells 1000] [--drawn 1000] [--repeats 9]

The notebook is open, each of its cells marked as a suggestion, its log put away: every badge reads
"record missing". Then the log is there and the notebook names a head. The clock, the page's, runs
until no badge reads so: asking, transfer, reading the log, and the badges. JupyterLab itself draws
the cells of a long notebook one after another; it is waited until `--drawn` of them are.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "tools"))

import browser as chromium
import nbformat
from playwright.sync_api import Page, sync_playwright

from jupyter_sciassist.provenance import bodies
from jupyter_sciassist.provenance.log import SidecarLog
from jupyter_sciassist.records import Decision
from tests.provenance.logs import CARD
from tests.ui.lab import Lab

CODE = "\n".join(f"line_{number} = {number}  # of a cell" for number in range(30))
NAME = "many.ipynb"
CLOCK = """async name => {
  const model = window.jupyterapp.shell.currentWidget.content.model;
  const missing = () => document.querySelector("[data-kind=missing]") !== null;
  const began = performance.now();
  model.setMetadata("sciassist", { head: name });
  while (missing()) await new Promise(requestAnimationFrame);
  return (performance.now() - began) / 1000;
}"""
MISSING = """([count, name]) => {
  const model = window.jupyterapp.shell.currentWidget.content.model;
  if (model.getMetadata("sciassist")?.head !== name) model.setMetadata("sciassist", { head: name });
  return document.querySelectorAll("[data-kind=missing]").length >= count;
}"""


def card(number: int) -> str:
    return f"{number:016x}"


def write_log(path: Path, records: int) -> None:
    """Acceptances into the cells c0, c1 ...; every third cell was edited since."""
    with SidecarLog(path).writing() as batch:
        batch.add("log.created", {})
        for number in range(records - 1):
            one = replace(CARD, id=card(number), code=f"{CODE}\nn = {number}\n")
            when, cell = "2026-11-01T00:00:00.000Z", f"c{number}"
            made = Decision(one.id, "accepted", "Ada", when, NAME, None, cell, None)
            draft = bodies.decided(
                one,
                made,
                session="sha256:" + "0" * 64,
                doc_id=None,
                index=number,
                shown_ms=None,
                profile=None,
                model=None,
            )
            batch.add(draft.kind, draft.body, draft.openable, actor=draft.actor)


def write_notebook(path: Path, cells: int) -> None:
    made = [
        nbformat.v4.new_code_cell(
            f"{CODE}\nn = {number}\n{'' if number % 3 else 'mine = 1'}",
            id=f"c{number}",
            metadata={"sciassist": {"ids": [card(number)]}},
        )
        for number in range(cells)
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=made), path)


def once(page: Page, log: Path, drawn: int, turn: int) -> float:
    """Seconds from the log's appearance to the last badge."""
    page.wait_for_function(MISSING, arg=[drawn, f"gone-{turn}"], timeout=900_000)
    aside = log.with_name("aside")
    aside.rename(log)
    seconds = float(page.evaluate(CLOCK, f"there-{turn}"))
    log.rename(aside)
    return seconds


def main() -> None:
    """Measure and print all times and their median."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--cells", type=int, default=1_000)
    parser.add_argument("--drawn", type=int, default=1_000)
    parser.add_argument("--repeats", type=int, default=9)
    args = parser.parse_args()
    path = chromium.find()
    if path is None:
        raise SystemExit(chromium.CURE)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder, home = Path(name) / "notebooks", Path(name) / "home"
        folder.mkdir()
        home.mkdir()
        log = folder / f"{NAME}.prov.jsonl"
        write_log(log, args.records)
        size = log.stat().st_size
        log.rename(folder / "aside")
        write_notebook(folder / NAME, args.cells)
        lab = Lab(folder, home, ("--SciAssist.model=none",))
        lab.start()
        try:
            started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
            page = started.new_page()
            page.goto(lab.url(NAME))
            page.wait_for_function("() => window.jupyterapp?.shell.currentWidget?.content?.model")
            times = [once(page, log, args.drawn, turn) for turn in range(args.repeats)]
            started.close()
        finally:
            lab.stop()
    print(f"{args.records} records ({size / 1e6:.0f} MB), {args.cells} cells")
    print("seconds: " + " ".join(f"{one:.2f}" for one in times))
    print(f"median {statistics.median(times):.2f}")


if __name__ == "__main__":
    main()
