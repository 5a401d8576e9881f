"""The reviewer's afternoon: open a log, look, filter, compare with the notebook, and meet files that are none."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from jupyter_sciassist.provenance.amend import redact
from jupyter_sciassist.provenance.bodies import ModelPart
from jupyter_sciassist.provenance.log import SidecarLog
from jupyter_sciassist.provenance.record import record
from tests.provenance.logs import CARD, NOTED, PROFILE
from tests.ui.lab import Lab
from tests.ui.notebook import SECONDS, TABLE, Make, Notebook
from tests.ui.panel import Panel
from tests.ui.sink import Sink

MODEL = ModelPart(
    {"name": "a model", "sha256": "cc" * 32, "quantization": "Q4_K_M"},
    {"seed": 7, "temperature": 0.0},
    {"template": "note/1", "messages": [{"role": "user", "content": "What is behind this?"}]},
)
CODE = "rows = penguins.dropna()\nslope = 0.2\nprint(slope)\n"


class Review:
    """The review document in the front tab."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.root = page.locator(".jp-sciassist-review:visible")

    @classmethod
    def open(cls, page: Page, path: str) -> Review:
        """Open a log as a click in the file browser does."""
        page.evaluate(
            "path => { window.jupyterapp.commands.execute('docmanager:open', { path }); }", path
        )
        expect(page.get_by_role("tab", name=path)).to_have_attribute("aria-selected", "true")
        return cls(page)

    @property
    def list(self) -> Locator:
        return self.root.get_by_role("listbox", name="Records")

    @property
    def rows(self) -> Locator:
        return self.list.get_by_role("option")

    @property
    def details(self) -> Locator:
        return self.root.get_by_role("article")

    @property
    def verdict(self) -> Locator:
        return self.root.locator(".jp-sciassist-level")

    def choose(self, label: str, option: str) -> None:
        self.root.get_by_label(label, exact=True).select_option(label=option)


def lab_page(page: Page, lab: Lab) -> None:
    page.goto(lab.url())
    page.wait_for_function("() => window.jupyterapp?.shell.currentWidget != null")


def written(folder: Path, name: str) -> Path:
    """A log with an edited and a noted acceptance, a rejection, a reader's note and a redaction."""
    path = folder / name
    edited = replace(CARD, code=CODE)
    made = record(
        path, suggestion=edited, verb="accepted", by="Ada", notebook="study.ipynb",
        text=CODE.replace("0.2", "0.25"), cell={"id": "one", "index": 0}, profile=PROFILE,
    )  # fmt: skip
    noted = replace(NOTED, id="11" * 8, title="noted by a model")
    second = record(path, suggestion=noted, verb="accepted", by="Grace", model=MODEL)
    record(path, suggestion=replace(CARD, id="22" * 8, kind="caution"), verb="rejected")
    note = {"/text": "Why 0.25?", "/by": "A reviewer"}
    SidecarLog(path).append("review.note", {"record": made.hash}, note)
    assert second.record is not None
    redact(path, second.record, ["/by", "/prompt/messages"], reason="name withdrawn")
    return path


def test_accept_then_review(
    page: Page, lab: Lab, make: Make, sink: Sink, screenshots: Path
) -> None:
    name = make(TABLE)
    notebook = Notebook.open(page, lab, name)
    notebook.run("np.linspace")
    panel = Panel(page)
    panel.wait_for_cards()
    panel.accept(panel.asserted.first)
    notebook.cells.first.click(button="right")
    page.get_by_role("menuitem", name="Open the Provenance Log").click()

    review = Review(page)
    expect(review.verdict).to_have_text("✓ Verified, L1")
    accepted = review.rows.filter(has_text="Accepted")
    expect(accepted).to_contain_text("current")
    accepted.click()
    expect(review.details).to_contain_text(re.compile(r"Cell \d reads as it was accepted"))
    expect(review.details.get_by_text("The same text.")).to_have_count(2)

    # An edit in the notebook, not saved, is seen at once, and the selection stays.
    page.evaluate(
        """path => {
            const notebooks = [...window.jupyterapp.shell.widgets("main")];
            const found = notebooks.find(one => one.context?.path === path);
            const { cells } = found.content.model.sharedModel;
            const accepted = cells.find(one => one.getMetadata("sciassist") !== undefined);
            accepted.setSource(accepted.source + "\\nprint('mine')");
        }""",
        name,
    )
    expect(review.details).to_contain_text(re.compile(r"Cell \d was edited since"))
    added = review.details.locator('.jp-sciassist-diffLine[data-mark="+"]')
    expect(added.last).to_contain_text("print('mine')")
    expect(accepted).to_contain_text("edited since")
    page.screenshot(path=screenshots / "review-accepted.png")

    # What is decided meanwhile comes into the open document by itself.
    before = review.rows.count()
    record(lab.folder / f"{name}.prov.jsonl", suggestion=CARD, verb="rejected")
    expect(review.rows.filter(has_text="Rejected")).to_be_visible(timeout=60 * SECONDS)
    assert review.rows.count() > before
    expect(review.details).to_contain_text(re.compile(r"Cell \d was edited since"))
    assert sink.destinations() == []


def test_filter_keys_and_details(page: Page, lab: Lab, screenshots: Path) -> None:
    path = written(lab.folder, "study.ipynb.prov.jsonl")
    lab_page(page, lab)
    review = Review.open(page, "study.ipynb.prov.jsonl")
    expect(review.verdict).to_have_text("✓ Verified, L0")
    expect(review.rows).to_have_count(7)

    review.choose("What", "Accepted")
    expect(review.rows).to_have_count(2)
    review.choose("Status", "redacted")
    expect(review.rows).to_have_count(1)
    review.root.get_by_role("button", name="Show all").click()
    review.root.get_by_role("searchbox").fill("why 0.25")
    expect(review.rows).to_have_count(1)
    review.root.get_by_role("button", name="Show all").click()
    expect(review.rows).to_have_count(7)

    review.list.focus()
    review.list.press("End")
    expect(review.rows.last).to_have_attribute("aria-selected", "true")
    for _ in range(2):
        review.list.press("ArrowUp")
    chosen = review.rows.and_(page.locator('[aria-selected="true"]'))
    expect(chosen).to_contain_text(CARD.title)
    active = review.list.get_attribute("aria-activedescendant")
    assert active == chosen.get_attribute("id")
    review.list.press("Enter")
    expect(review.details).to_be_focused()
    expect(review.details).to_contain_text("Why 0.25?")
    changes = review.details.get_by_role("group", name="Changes")
    expect(changes).to_contain_text("slope = 0.2")
    expect(changes).to_contain_text("slope = 0.25")

    review.rows.filter(has_text="noted by a model").click()
    expect(review.details).to_contain_text("Q4_K_M")
    expect(review.details).to_contain_text("[redacted] name withdrawn")
    page.evaluate("() => { window.jupyterapp.shell.collapseLeft(); }")
    page.screenshot(path=screenshots / "review-light.png")

    # As a badge does: the record comes into view, also where a filter hides it.
    review.choose("What", "Rejected")
    wanted = SidecarLog(path).append("review.note", {}, {"/text": "asked for"})
    page.evaluate(
        "args => { window.jupyterapp.commands.execute('sciassist:open-record', args); }",
        {"path": path.name, "record": wanted.id},
    )
    expect(review.details.get_by_role("heading", name="asked for")).to_be_visible()
    expect(chosen).to_contain_text("asked for")


def test_dark(page: Page, lab: Lab, screenshots: Path) -> None:
    written(lab.folder, "dark.ipynb.prov.jsonl")
    lab_page(page, lab)
    review = Review.open(page, "dark.ipynb.prov.jsonl")
    review.rows.filter(has_text=CARD.title).last.click()
    dark = "() => { window.jupyterapp.commands.execute('apputils:change-theme', { theme: 'JupyterLab %s' }); }"
    page.evaluate(dark % "Dark")
    expect(page.locator("body")).to_have_attribute("data-jp-theme-light", "false")
    expect(review.details).to_contain_text("Claim and evidence")
    # JupyterLab draws its moons over the page while a theme is loaded.
    expect(page.locator("#jupyterlab-splash")).to_have_count(0)
    page.screenshot(path=screenshots / "review-dark.png")
    page.evaluate(dark % "Light")
    expect(page.locator("body")).to_have_attribute("data-jp-theme-light", "true")


def test_a_damaged_log_says_where(page: Page, lab: Lab, screenshots: Path) -> None:
    path = written(lab.folder, "damaged.ipynb.prov.jsonl")
    lines = path.read_bytes().splitlines(keepends=True)
    lines[2] = lines[2].replace(b"0.25", b"0.52", 1)
    path.write_bytes(b"".join([*lines[:-1], b"no record at all\n", lines[-1]]))
    lab_page(page, lab)
    review = Review.open(page, path.name)
    expect(review.verdict).to_have_text("✗ Does not verify")
    expect(review.rows.filter(has_text="Line 7 holds no record")).to_be_visible()
    review.verdict.click()
    review.root.get_by_role("button", name="line 3").click()
    expect(review.details).to_contain_text("This line does not hold")
    changed = review.rows.and_(page.locator('[aria-selected="true"]'))
    expect(changed).to_contain_text("does not hold")
    page.screenshot(path=screenshots / "review-damaged.png")


@pytest.mark.parametrize(
    ("name", "data", "title"),
    [
        ("empty", b"", "Nothing on record"),
        ("foreign", b'{"level": "info"}\n{"level": "warn"}\n', "This is no provenance log"),
        ("binary", bytes(range(256)) * 4, "This is no provenance log"),
    ],
)
def test_a_file_that_is_no_log(page: Page, lab: Lab, name: str, data: bytes, title: str) -> None:
    path = lab.folder / f"{name}.prov.jsonl"
    path.write_bytes(data)
    lab_page(page, lab)
    review = Review.open(page, path.name)
    expect(review.root.get_by_role("heading", name=title)).to_be_visible()
    expect(review.root.get_by_role("button", name="Export")).to_be_disabled()


def test_a_notebook_that_cannot_be_read(page: Page, lab: Lab) -> None:
    path = written(lab.folder, "broken.ipynb.prov.jsonl")
    (lab.folder / "broken.ipynb").write_text("no JSON", encoding="utf-8")
    lab_page(page, lab)
    review = Review.open(page, path.name)
    expect(review.root.get_by_role("alert")).to_contain_text("broken.ipynb cannot be read")
    expect(review.verdict).to_have_text("✓ Verified, L0")
    expect(review.rows).to_have_count(7)


def test_a_log_that_goes_away(page: Page, lab: Lab) -> None:
    path = written(lab.folder, "gone.ipynb.prov.jsonl")
    lab_page(page, lab)
    review = Review.open(page, path.name)
    expect(review.rows).to_have_count(7)
    path.unlink()
    review.root.get_by_role("button", name="Read again").click()
    expect(review.root.get_by_role("alert")).to_contain_text(re.compile("gone.ipynb.prov.jsonl"))
    expect(review.rows).to_have_count(7)
