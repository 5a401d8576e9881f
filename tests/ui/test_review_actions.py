"""What a reviewer does with a log: a note, a redaction, an export, a disclosure, all on a real server."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from jupyter_sciassist.provenance.verify import verify
from tests.provenance.logs import CARD
from tests.ui.lab import Lab
from tests.ui.sink import Sink
from tests.ui.test_review import Review, lab_page, written


def test_note_redact_export_disclose(page: Page, lab: Lab, sink: Sink, screenshots: Path) -> None:
    path = written(lab.folder, "acted.ipynb.prov.jsonl")
    lab_page(page, lab)
    review = Review.open(page, path.name)
    review.rows.filter(has_text=CARD.title).last.click()
    expect(review.details).to_contain_text("Claim and evidence")
    dialog = page.get_by_role("dialog")

    review.details.get_by_role("button", name="Add note…").click()
    dialog.get_by_label("Note", exact=True).fill("Checked against the raw data.")
    dialog.get_by_label("Name or ORCID; empty for none").fill("B. Reviewer")
    page.screenshot(path=screenshots / "review-note.png")
    dialog.get_by_role("button", name="Put on record").click()
    expect(review.root.get_by_text("The note is on record.")).to_be_visible()
    expect(review.details).to_contain_text("Checked against the raw data.")
    expect(review.rows).to_have_count(8)

    review.details.get_by_role("button", name="Redact…").click()
    dialog.get_by_label("/by", exact=False).first.check()
    dialog.get_by_label("Reason; it stands in the log and can be read by all").fill("asked to")
    page.screenshot(path=screenshots / "review-redact.png")
    dialog.get_by_role("button", name="Remove for good").click()
    expect(review.root.get_by_text("Removed: /by.")).to_be_visible()
    expect(review.details).to_contain_text("[redacted] asked to")
    assert b'"Ada"' not in path.read_bytes()
    assert verify(path).exit_code() == 0

    review.root.get_by_role("button", name="Export").click()
    page.get_by_role("menuitem", name="Report (one HTML file)").click()
    expect(review.root.get_by_text("Written:")).to_be_visible()
    assert [one.name for one in lab.folder.glob("acted*.html")] == ["acted.ipynb.provenance.html"]

    review.root.get_by_role("button", name="Disclose").click()
    page.get_by_role("menuitem", name="ICMJE").click()
    text = dialog.get_by_label("Disclosure")
    expect(text).to_contain_text("jupyter_sciassist")
    page.screenshot(path=screenshots / "review-disclosure.png")
    dialog.get_by_role("button", name="Close").click()

    # What is refused is told with its cure, and nothing is lost.
    path.write_bytes(path.read_bytes().replace(b"Ada", b"Ida").replace(b"0.25", b"0.52", 1))
    review.root.get_by_role("button", name="Export").click()
    page.get_by_role("menuitem", name="Table (CSV)").click()
    expect(review.root.get_by_role("alert").first).to_contain_text("does not verify")
    assert list(lab.folder.glob("acted*.csv")) == []
    assert sink.destinations() == []
