"""How soon a long log is open for review in JupyterLab, and whether its rows are all there while it scrolls.

    python benchmarks/review.py [--records 10000] [--opens 5]

A real server and a real Chromium. Prints, as medians of the openings, the milliseconds from the
command to the first rows, to a timeline of all records that can be filtered and scrolled, and to the
verdict on every hash; then how long a search takes, and how many of the frames of a scroll through
the whole log had a place without a row. Ends with status 1 where the timeline took 2 s or more, or a
row was blank.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "tools"))

import browser as chromium

from jupyter_sciassist.provenance.lines import commitment, encode
from jupyter_sciassist.provenance.log import uuid7
from jupyter_sciassist.provenance.record import record
from tests.provenance.logs import NOTED, PROFILE
from tests.ui.conftest import FLAGS
from tests.ui.lab import Lab

BOUND_MS = 2000.0
NAME = "long.ipynb.prov.jsonl"
NAMES = ("Ada", "Grace", "Emmy", "Sofia")
CODE = "\n".join(f"value_{line} = rows[{line}].mean()  # a line of code" for line in range(20))
OPEN = """
async name => {
    const shown = (test) => new Promise(resolve => {
        const look = () => test() ? resolve(performance.now()) : requestAnimationFrame(look);
        look();
    });
    const find = selector => [...document.querySelectorAll(selector)].find(one => one.checkVisibility());
    const began = performance.now();
    const widget = await window.jupyterapp.commands.execute("docmanager:open", { path: name });
    const first = await shown(() => find(".jp-sciassist-row"));
    const all = await shown(() => Number(find(".jp-sciassist-row")?.ariaSetSize) === RECORDS);
    const verified = await shown(() => find(".jp-sciassist-checks"));
    return [first, all, verified].map(time => time - began);
}
"""
SEARCH = """
async words => {
    const input = document.querySelector('.jp-sciassist-reviewFilters input[type="search"]');
    const before = document.querySelector(".jp-sciassist-row").ariaSetSize;
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
    const began = performance.now();
    set.call(input, words);
    input.dispatchEvent(new Event("input", { bubbles: true }));
    while (document.querySelector(".jp-sciassist-row").ariaSetSize === before) {
        await new Promise(requestAnimationFrame);
    }
    return performance.now() - began;
}
"""
SCROLL = """
async () => {
    const list = document.querySelector(".jp-sciassist-timeline");
    const { left, top, height } = list.getBoundingClientRect();
    let frames = 0, blank = 0;
    // A third of the height a frame, then leaps: as a wheel and as a scroll bar that is dragged.
    for (const step of [height / 3, height * 20]) {
        list.scrollTop = 0;
        while (list.scrollTop + list.clientHeight < list.scrollHeight - 1 && frames < 4000) {
            list.scrollTop += step;
            await new Promise(requestAnimationFrame);
            frames += 1;
            for (let y = 10; y < height - 10; y += 40) {
                blank += document.elementFromPoint(left + 60, top + y)?.closest(".jp-sciassist-row") ? 0 : 1;
            }
        }
    }
    return [frames, blank];
}
"""


def long_log(path: Path, records: int) -> None:
    """A log of so many records that verifies, each an acceptance with the openings of a real one."""
    record(
        path, suggestion=NOTED, verb="accepted", by="Ada", notebook="long.ipynb", profile=PROFILE
    )
    made = path.read_bytes()
    pattern = json.loads(made.splitlines()[-1])
    head, seq = pattern["hash"], pattern["core"]["seq"]
    with path.open("ab") as file:
        for number in range(records - seq - 1):
            seq += 1
            head, line = _another(pattern, head, seq, number)
            file.write(line)


def _another(pattern: dict[str, Any], head: str, seq: int, number: int) -> tuple[str, bytes]:
    values = {pointer: one["v"] for pointer, one in pattern["open"].items()}
    values["/suggestion/title"] = f"column_{number % 97} rises with column_{number % 89}, {number}"
    values["/suggestion/text"] = values["/acceptance/text"] = CODE
    values["/by"] = NAMES[number % len(NAMES)]
    openings = {
        pointer: {"salt": secrets.token_hex(16), "v": value} for pointer, value in values.items()
    }
    commit = {pointer: commitment(one["salt"], one["v"]) for pointer, one in openings.items()}
    core = {**pattern["core"], "seq": seq, "prev": [head], "id": uuid7(), "commit": commit}
    return encode(core, openings)


def opened(page: Page, records: int) -> list[float]:
    """Milliseconds to the first rows, all rows and the verdict; the document is left open."""
    found: list[float] = page.evaluate(OPEN.replace("RECORDS", str(records)), NAME)
    return found


def close(page: Page) -> None:
    page.evaluate("() => { window.jupyterapp.shell.currentWidget.close(); }")
    page.wait_for_function("() => document.querySelector('.jp-sciassist-review') === null")


def measured(page: Page, records: int, opens: int) -> int:
    times = []
    for number in range(opens):
        times.append(opened(page, records))
        if number < opens - 1:
            close(page)
    first, whole, verified = (statistics.median(part) for part in zip(*times, strict=True))
    print(f"load of the machine         {os.getloadavg()[0]:7.1f}")
    print(f"first rows                  {first:7.0f} ms")
    print(f"timeline of all records     {whole:7.0f} ms (bound {BOUND_MS:.0f} ms)")
    print(f"   first opening            {times[0][1]:7.0f} ms")
    print(f"every hash checked          {verified:7.0f} ms")
    frames, blank = page.evaluate(SCROLL)
    print(f"scroll through the whole    {frames:7d} frames, {blank} places without a row")
    print(f"search in all records       {page.evaluate(SEARCH, 'column_5 grace'):7.0f} ms")
    return int(whole >= BOUND_MS or blank > 0 or frames == 0)


def main() -> int:
    """Make the log, open it, print, compare with the bound."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--opens", type=int, default=5)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder, home = Path(name) / "notebooks", Path(name) / "home"
        folder.mkdir()
        home.mkdir()
        long_log(folder / NAME, args.records)
        size = (folder / NAME).stat().st_size / 2**20
        print(f"a log of {args.records} records, {size:.1f} MiB")
        lab = Lab(folder, home)
        lab.start()
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=FLAGS)
        try:
            page = browser.new_page(viewport={"width": 1500, "height": 950})
            page.goto(lab.url())
            page.wait_for_function("() => window.jupyterapp?.shell.currentWidget != null")
            return measured(page, args.records, args.opens)
        finally:
            browser.close()
            lab.stop()


if __name__ == "__main__":
    sys.exit(main())
