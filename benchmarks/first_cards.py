"""Seconds from the data's existence to the first card, in a real browser on the example.

    python benchmarks/first_cards.py [--repeats 9] [--model none]

Each time a fresh kernel, the example's first cell run by Shift + Enter. The clock is the page's: it
starts when the cell shows its number, and stops when the panel shows a card.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "tools"))

import browser as chromium
from playwright.sync_api import Browser, sync_playwright

from tests.ui.lab import Lab
from tests.ui.notebook import Notebook

WATCH = """() => {
  const seen = { ran: null, card: null };
  const look = () => {
    const prompts = [...document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")];
    if (seen.ran === null && prompts.some(one => /\\[\\d+\\]/.test(one.textContent)))
      seen.ran = performance.now();
    if (seen.card === null && document.querySelector(".jp-sciassist-card"))
      seen.card = performance.now();
  };
  new MutationObserver(look).observe(document.body,
    { childList: true, subtree: true, characterData: true });
  window.seen = seen;
}"""


def once(started: Browser, lab: Lab) -> float:
    """Open the example with a fresh kernel, run its first cell; seconds to the first card."""
    page = started.new_context(viewport={"width": 1500, "height": 950}).new_page()
    notebook = Notebook.open(page, lab, "first_look.ipynb")
    page.evaluate(WATCH)
    editor = notebook.cell("load_penguins").locator(".cm-content").first
    editor.click()
    editor.press("Shift+Enter")
    both = "() => window.seen.ran !== null && window.seen.card !== null"
    page.wait_for_function(both, timeout=60_000)
    seconds = float(page.evaluate("() => (window.seen.card - window.seen.ran) / 1000"))
    notebook.shut_kernel_down()
    page.context.close()
    return seconds


def main() -> None:
    """Measure and print all times and their median."""
    ask = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    ask.add_argument("--repeats", type=int, default=9)
    ask.add_argument("--model", default="none", help="language model of the server")
    args = ask.parse_args()
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        folder, home = Path(place, "notebooks"), Path(place, "home")
        folder.mkdir()
        home.mkdir()
        shutil.copy(ROOT / "examples" / "first_look.ipynb", folder)
        lab = Lab(folder, home, (f"--SciAssist.model={args.model}",))
        lab.start()
        started = playwright.chromium.launch(executable_path=chromium.find(), args=["--no-sandbox"])
        try:
            found = [once(started, lab) for _ in range(args.repeats)]
        finally:
            started.close()
            lab.stop()
    print("seconds to the first card:", " ".join(f"{value:.2f}" for value in found))
    print(f"median of {len(found)}: {statistics.median(found):.2f} s, worst {max(found):.2f} s")


if __name__ == "__main__":
    main()
