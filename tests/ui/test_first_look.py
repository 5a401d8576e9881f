"""The scientist's morning: open the example, run it, look, accept, rerun, verify."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.ui.lab import Lab
from tests.ui.notebook import SECONDS, Notebook
from tests.ui.panel import Panel
from tests.ui.sink import Sink

NOTEBOOK = "first_look.ipynb"
REVERSAL = "bill_depth_mm against bill_length_mm reverses within species"


@pytest.fixture
def looked(page: Page, lab: Lab) -> tuple[Notebook, Panel]:
    """The example with its table loaded and the panel's cards there."""
    notebook = Notebook.open(page, lab, NOTEBOOK)
    notebook.run("load_penguins")
    panel = Panel(page)
    panel.wait_for_cards()
    return notebook, panel


def verify(sidecar: Path) -> int:
    program = Path(sys.executable).with_name("jupyter")
    return subprocess.run([program, "sciassist", "verify", sidecar], capture_output=True).returncode


def printed(text: str) -> dict[str, float]:
    """The `name = value` lines that the cell of a card prints."""
    return {name: float(value) for name, value in re.findall(r"^(\w+) = (\S+)$", text, re.M)}


def three_digits(shown: str) -> list[float]:
    """The numbers of a line of the card, as `0.541 [0.425, 0.639]`."""
    return [float(number) for number in re.findall(r"-?\d[\d.]*", shown.replace("\u2212", "-"))]


def as_shown(found: dict[str, float], name: str) -> list[float]:
    """A printed value and its interval, rounded as the card rounds them."""
    return [float(f"{found[key]:.3g}") for key in (name, f"{name}_low", f"{name}_high")]


def test_the_cards_of_the_penguins(looked: tuple[Notebook, Panel]) -> None:
    panel = looked[1]
    titles = panel.titles()
    assert panel.asserted.count() >= 5
    expect(panel.card(REVERSAL)).to_have_attribute("data-asserted", "true")
    expect(panel.card("body_mass_g rises with flipper_length_mm")).to_have_attribute(
        "data-asserted", "true"
    )
    assert [title for title in titles[:5] if re.search(r"\b(year|id|rowid)\b", title)] == []
    assert "bill_depth_mm falls as bill_length_mm rises" not in titles


def test_the_local_model_takes_part(looked: tuple[Notebook, Panel], lab: Lab) -> None:
    ready = looked[1].root.get_by_text("Model: SmolLM2-135M-Instruct", exact=True)
    expect(ready).to_be_visible(timeout=120 * SECONDS)
    assert lab.request("sciassist/status")["model"]["state"] == "ready"


def test_accept_puts_a_cell_and_a_record(
    looked: tuple[Notebook, Panel], lab: Lab, sink: Sink, screenshots: Path
) -> None:
    notebook, panel = looked
    card = panel.card(REVERSAL)
    shown = panel.evidence(card)
    panel.widen()
    card.evaluate("node => node.scrollIntoView({ block: 'start' })")
    notebook.page.screenshot(path=screenshots / "light.png")
    before = notebook.cells.count()
    panel.accept(card)
    expect(notebook.cells).to_have_count(before + 1)

    sidecar = lab.folder / f"{NOTEBOOK}.prov.jsonl"
    records = lab.records(NOTEBOOK)
    assert records[:3] == ["log.created", "session.opened", "suggestion.accepted"]
    notebook.run(f"# {REVERSAL}")
    found = printed(notebook.output(f"# {REVERSAL}"))
    assert as_shown(found, "estimate") == three_digits(shown["rank correlation without adjustment"])
    assert as_shown(found, "effect") == three_digits(shown["partial rank correlation"])
    assert found["n"] == three_digits(shown["n"])[0]
    assert found["p"] < 1e-4
    assert shown["p"] == "< 0.0001"
    notebook.page.screenshot(path=screenshots / "accepted.png")

    assert verify(sidecar) == 0
    flipped = bytearray(sidecar.read_bytes())
    flipped[len(flipped) // 2] ^= 1
    broken = sidecar.with_name("flipped.ipynb.prov.jsonl")
    broken.write_bytes(flipped)
    assert verify(broken) == 1
    assert sink.destinations() == []


def test_dark(looked: tuple[Notebook, Panel], screenshots: Path) -> None:
    notebook, panel = looked
    notebook.command("apputils:change-theme", {"theme": "JupyterLab Dark"})
    expect(notebook.page.locator("body")).to_have_attribute(
        "data-jp-theme-light", "false", timeout=30 * SECONDS
    )
    panel.evidence(panel.card(REVERSAL))
    panel.widen()
    notebook.page.screenshot(path=screenshots / "dark.png")
    notebook.command("apputils:change-theme", {"theme": "JupyterLab Light"})
