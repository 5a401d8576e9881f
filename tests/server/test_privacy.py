"""POST /sciassist/provenance/scan and .../gitattributes, and decisions that leave values out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from jupyter_sciassist.provenance.chain import sidecar_of
from jupyter_sciassist.provenance.gitattributes import LINE
from jupyter_sciassist.provenance.verify import main as verify
from jupyter_sciassist.server import contract
from jupyter_sciassist.server.app import SciAssist
from tests.server.cards import card, decision
from tests.server.conftest import Ask
from tests.server.test_decisions import lines, saved

KEY = "AKIA" + "IOSFODNN7EXAMPLQ"
LEAKY = card(code=f"key = '{KEY}'\n")
PLACES = ["/acceptance/text", "/suggestion/text"]


@pytest.fixture
def root(jp_root_dir: Path) -> Path:
    return jp_root_dir


def fits(reply: Any, schema: str) -> bool:
    components = contract.document()["components"]
    found = Draft202012Validator(
        {"$ref": f"#/components/schemas/{schema}", "components": components}
    )
    return found.is_valid(reply)


async def test_a_scan_tells_what_would_be_written_and_writes_nothing(ask: Ask, root: Path) -> None:
    notebook = saved(root / "a.ipynb")
    before = sorted(root.iterdir())
    reply = await ask("provenance/scan", decision(LEAKY, notebook="a.ipynb"))
    assert reply.code == 200
    assert fits(reply.json, "ScanReply")
    assert reply.json["gitattributes"] is None
    assert [(one["pointer"], one["what"], one["excerpt"]) for one in reply.json["findings"]] == [
        (place, "AWS access key", "AKI\u2026 (20 characters)") for place in PLACES
    ]
    assert sorted(root.iterdir()) == before
    await ask("decisions", decision(notebook="a.ipynb"))
    plain = (await ask("provenance/scan", decision(notebook="a.ipynb"))).json
    assert plain == {"findings": [], "gitattributes": None}
    assert sidecar_of(notebook).is_file()


@pytest.mark.parametrize("withhold", [None, PLACES])
async def test_what_is_left_out_is_nowhere(ask: Ask, root: Path, withhold: Any) -> None:
    notebook = saved(root / "b.ipynb")
    reply = await ask("decisions", decision(LEAKY, notebook="b.ipynb", withhold=withhold))
    assert fits(reply.json, "DecisionReply")
    assert reply.json["withheld"] == [
        {"pointer": place, "what": "AWS access key"} for place in PLACES
    ]
    assert KEY not in sidecar_of(notebook).read_text("utf-8")
    assert lines(sidecar_of(notebook))[-1]["core"]["body"]["note"] == {"withheld": PLACES}
    assert verify([str(sidecar_of(notebook))]) == 0


async def test_a_person_may_want_it_on_record(ask: Ask, root: Path) -> None:
    notebook = saved(root / "c.ipynb")
    reply = await ask("decisions", decision(LEAKY, notebook="c.ipynb", withhold=[]))
    assert reply.json["withheld"] == []
    assert KEY in sidecar_of(notebook).read_text("utf-8")


async def test_a_pointer_to_nothing_is_refused_and_nothing_is_written(ask: Ask, root: Path) -> None:
    notebook = saved(root / "d.ipynb")
    reply = await ask("decisions", decision(notebook="d.ipynb", withhold=["/claim/statement"]))
    assert reply.code == 400
    assert reply.json["message"].startswith("Nothing can be left out at '/claim/statement'")
    assert (
        await ask("decisions", decision(notebook="d.ipynb", withhold=["no pointer"]))
    ).code == 400
    assert not sidecar_of(notebook).exists()


async def test_a_rejection_that_is_not_recorded_is_not_asked_about(
    ask: Ask, root: Path, app: SciAssist
) -> None:
    saved(root / "e.ipynb")
    app.record_rejections = False
    asked = decision(LEAKY, verb="rejected", notebook="e.ipynb")
    assert (await ask("provenance/scan", asked)).json["findings"] == []


async def test_a_scan_without_a_notebook_on_disk_is_refused(ask: Ask, root: Path) -> None:
    reply = await ask("provenance/scan", decision(notebook="gone.ipynb"))
    assert (reply.code, reply.json["cure"]) == (409, "Save the notebook, then try again.")
    assert (await ask("provenance/scan", decision(notebook="../a.ipynb"))).code == 404
    assert (await ask("provenance/scan", {})).code == 400


async def test_the_rule_of_a_repository_is_offered_and_added_once(ask: Ask, root: Path) -> None:
    saved(root / "deep" / "f.ipynb")
    (root / ".git").mkdir()
    (root / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    (root / ".gitattributes").write_bytes(b"*.md text\r\n*.txt text")
    asked = decision(notebook="deep/f.ipynb")
    lacks = {"folder": str(root), "line": LINE}
    reply = await ask("provenance/scan", asked)
    assert reply.json["gitattributes"] == lacks
    assert fits(reply.json, "ScanReply")
    file = root / ".gitattributes"
    for _ in range(2):
        reply = await ask("provenance/gitattributes", {"path": "deep/f.ipynb"})
        assert (reply.code, reply.json) == (200, {"file": str(file), "line": LINE})
        assert fits(reply.json, "GitAttributesReply")
    assert file.read_bytes() == b"*.md text\r\n*.txt text\r\n" + LINE.encode() + b"\r\n"
    assert (await ask("provenance/scan", asked)).json["gitattributes"] is None


async def test_a_rule_that_cannot_be_added_is_refused_with_a_cure(ask: Ask, root: Path) -> None:
    saved(root / "g.ipynb")
    reply = await ask("provenance/gitattributes", {"path": "g.ipynb"})
    assert (reply.code, reply.json["cure"]) == (507, "Run `git init` there first.")
    (root / ".git").mkdir()
    (root / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    (root / ".gitattributes").symlink_to(root / "elsewhere")
    reply = await ask("provenance/gitattributes", {"path": "g.ipynb"})
    assert (reply.code, reply.json["cure"]) == (507, f"Add this line by hand: {LINE}")
    assert (await ask("provenance/gitattributes", {"path": "../g.ipynb"})).code == 404
    assert (await ask("provenance/gitattributes", {"path": ""})).code == 400
