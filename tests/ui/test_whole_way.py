"""The whole way of one suggestion: accept, edit, move, rename, reload, review, diff, redact, export, disclose."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.ui.lab import Lab
from tests.ui.notebook import TABLE, Make, Notebook
from tests.ui.panel import Panel
from tests.ui.sink import Sink
from tests.ui.test_badges import CARD, EDITED, SOURCE, badge, badges, save, type_into
from tests.ui.test_privacy import both_themes
from tests.ui.test_review import Review

NAME = "Ada Example"
OTHER = "renamed.ipynb"
EXPORTS = {
    "RO-Crate 1.1 with Process Run Crate": "renamed.ipynb.crate",
    "RO-Crate 1.3": "renamed.ipynb-2.crate",
    "W3C PROV-JSON": "renamed.ipynb.provenance.json",
    "W3C PROV-N": "renamed.ipynb.provenance.provn",
    "Agent Trace": "renamed.ipynb.agent-trace.jsonl",
    "Table (CSV)": "renamed.ipynb.provenance.csv",
    "Report (one HTML file)": "renamed.ipynb.provenance.html",
}


def log_of(lab: Lab, name: str) -> Path:
    return lab.folder / f"{name}.prov.jsonl"


def verified(sidecar: Path) -> bool:
    """Whether the verifier that needs no Jupyter lets the log and its notebook pass."""
    command = [sys.executable, "-m", "jupyter_sciassist.provenance.verify", str(sidecar)]
    return subprocess.run(command, capture_output=True).returncode == 0


def wait_until(met: Callable[[], bool]) -> None:
    """Until what the server does after its answer is done; after half a minute it is not."""
    deadline = time.monotonic() + 30
    while not met() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert met()


def holding(text: str, *folders: Path) -> list[Path]:
    """Files that hold the text; a notebook, its checkpoint and its copy in a crate may."""
    return [
        path
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".ipynb" and text.encode() in path.read_bytes()
    ]


def accept(page: Page, lab: Lab, name: str) -> Notebook:
    """Accept a suggestion under a name."""
    notebook = Notebook.open(page, lab, name)
    notebook.run("noise")
    panel = Panel(page)
    panel.wait_for_cards()
    # From the field straight to the button: the name counts before it is saved.
    panel.root.get_by_label("On record as").fill(NAME)
    panel.accept(panel.card(CARD))
    expect(badge(notebook, SOURCE)).to_have_text("AI verbatim")
    counted = ["log.created", "session.opened", "suggestion.accepted", "tests.counted"]
    wait_until(lambda: lab.records(name) == counted)
    assert verified(log_of(lab, name))
    return notebook


def cut_short(sidecar: Path) -> None:
    """As a loss of power in the middle of an append leaves it: a part of a record, its text readable."""
    acceptance = sidecar.read_bytes().splitlines()[2]
    with sidecar.open("ab") as file:
        file.write(acceptance[:-9])


def edit_and_move(notebook: Notebook, lab: Lab, name: str) -> None:
    """Edit the cell, save, move it up, save."""
    mark = badge(notebook, SOURCE)
    type_into(notebook, SOURCE, "\nmine = 1")
    expect(mark).to_have_text(EDITED)
    save(notebook)
    sidecar = log_of(lab, name)
    # What was torn is set aside by the record of this save.
    wait_until(lambda: sidecar.with_name(f"{sidecar.name}.torn").exists())
    wait_until(lambda: lab.records(name)[-1] == "cell.state")
    assert verified(sidecar)

    notebook.command("notebook:enter-command-mode")
    notebook.command("notebook:move-cell-up")
    expect(mark).to_have_text(EDITED)
    expect(badges(notebook)).to_have_count(1)
    save(notebook)
    cells = json.loads((lab.folder / name).read_text(encoding="utf-8"))["cells"]
    starts = ["".join(cell["source"]).split("\n")[0] for cell in cells]
    assert starts.index(SOURCE) < starts.index("own = 1")
    assert verified(sidecar)


def rename_and_reload(notebook: Notebook, lab: Lab, name: str) -> Notebook:
    """Rename the notebook, and open it again in a fresh page."""
    notebook.rename(name, OTHER)
    wait_until(lambda: log_of(lab, OTHER).exists() and lab.records(OTHER)[-1] == "log.moved")
    assert not log_of(lab, name).exists()
    assert verified(log_of(lab, OTHER))
    mark = badge(notebook, SOURCE)
    expect(mark).to_have_text(EDITED)
    shown = mark.inner_text()
    again = Notebook.open(notebook.page, lab, OTHER)
    expect(badge(again, SOURCE)).to_have_text(shown)
    expect(badges(again)).to_have_count(1)
    return again


def review_and_note(notebook: Notebook, lab: Lab, screenshots: Path) -> Review:
    """Open the record by its badge, read what became of it, and add a note."""
    page = notebook.page
    badge(notebook, SOURCE).click()
    review = Review(page)
    expect(page.get_by_role("article", name=CARD)).to_contain_text(NAME)
    expect(review.verdict).to_have_text("✓ Verified, L1")
    expect(review.rows).to_have_count(len(lab.records(OTHER)))
    review.choose("What", "Accepted")
    expect(review.rows).to_have_count(1)
    expect(review.rows.first).to_contain_text("edited since")
    review.root.get_by_role("button", name="Show all").click()

    expect(review.details).to_contain_text("Cell 2 was edited since")
    added = review.details.locator('.jp-sciassist-diffLine[data-mark="+"]')
    expect(added.last).to_contain_text("mine = 1")
    page.evaluate("() => { window.jupyterapp.shell.collapseLeft(); }")
    both_themes(notebook, screenshots, "whole-way-review")

    review.details.get_by_role("button", name="Add note…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Note", exact=True).fill("Why is it mine?")
    dialog.get_by_label("Name or ORCID; empty for none").fill("B. Reviewer")
    dialog.get_by_role("button", name="Put on record").click()
    expect(review.details).to_contain_text("Why is it mine?")
    assert lab.records(OTHER)[-1] == "review.note"
    assert verified(log_of(lab, OTHER))
    return review


def redact(review: Review, lab: Lab, code: str) -> None:
    """Remove the code and the name, which then stand nowhere but in the notebook."""
    page, log = review.page, log_of(lab, OTHER)
    assert {path.name for path in holding(code, lab.folder)} == {log.name, f"{log.name}.torn"}
    review.details.get_by_role("button", name="Redact…").click()
    dialog = page.get_by_role("dialog")
    for pointer in ("/acceptance/text", "/suggestion/text", "/by"):
        dialog.get_by_label(pointer, exact=False).check()
    dialog.get_by_label("Reason; it stands in the log and can be read by all").fill("asked to")
    dialog.get_by_role("button", name="Remove for good").click()
    expect(
        review.root.get_by_text("Removed: /acceptance/text, /by, /suggestion/text.")
    ).to_be_visible()
    expect(review.details).to_contain_text("[redacted] asked to")
    expect(review.verdict).to_have_text("✓ Verified, L1")
    assert lab.records(OTHER)[-1] == "redaction"
    assert verified(log)
    assert holding(code, lab.folder, lab.home) == []
    assert holding(NAME, lab.folder) == []


def export(review: Review, lab: Lab, code: str) -> None:
    """Write every kind of export beside the log."""
    for kind, name in EXPORTS.items():
        review.root.get_by_role("button", name="Export").click()
        review.page.get_by_role("menuitem", name=kind, exact=True).click()
        expect(review.root.get_by_role("button", name=name, exact=True)).to_be_visible()
        assert (lab.folder / name).exists()
    log = log_of(lab, OTHER).read_bytes()
    for crate in (lab.folder / "renamed.ipynb.crate", lab.folder / "renamed.ipynb-2.crate"):
        told = json.loads((crate / "ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]
        entity = next(one for one in told if one["@id"] == f"{OTHER}.prov.jsonl")
        assert entity["sha256"] == hashlib.sha256(log).hexdigest()
        assert (crate / f"{OTHER}.prov.jsonl").read_bytes() == log
        assert verified(crate / f"{OTHER}.prov.jsonl")
    assert holding(code, lab.folder) == []
    assert holding(NAME, lab.folder) == []


def disclose(review: Review, lab: Lab) -> None:
    """Read the draft of a disclosure; it bears the head of the log as it stands on disk."""
    review.root.get_by_role("button", name="Disclose").click()
    review.page.get_by_role("menuitem", name="ICMJE").click()
    dialog = review.page.get_by_role("dialog")
    last = log_of(lab, OTHER).read_text(encoding="utf-8").splitlines()[-1]
    text = dialog.get_by_label("Disclosure")
    expect(text).to_have_value(re.compile(json.loads(last)["hash"]))
    expect(text).to_have_value(re.compile(r"Accepted: 1, of these 1 verbatim and 0 after editing"))
    dialog.get_by_role("button", name="Close").click()


def test_the_whole_way(page: Page, lab: Lab, make: Make, sink: Sink, screenshots: Path) -> None:
    name = make(TABLE, "own = 1")
    notebook = accept(page, lab, name)
    code = re.search(r"card_\w+", notebook.cell(SOURCE).inner_text())
    assert code is not None
    cut_short(log_of(lab, name))
    edit_and_move(notebook, lab, name)
    notebook = rename_and_reload(notebook, lab, name)
    review = review_and_note(notebook, lab, screenshots)
    redact(review, lab, code[0])
    export(review, lab, code[0])
    disclose(review, lab)

    notebook.command("docmanager:open", {"path": OTHER})
    expect(badge(notebook, SOURCE)).to_have_text("redacted")
    both_themes(notebook, screenshots, "whole-way-badge")
    assert verified(log_of(lab, OTHER))
    assert sink.destinations() == []
