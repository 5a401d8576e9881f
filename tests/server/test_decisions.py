"""POST /sciassist/decisions and GET /sciassist/log on a real server with real sessions and files."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import stat
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import nbformat
import pytest

from jupyter_sciassist.language.asked import from_record
from jupyter_sciassist.provenance.chain import sidecar_of
from jupyter_sciassist.provenance.verify import main as verify
from jupyter_sciassist.records import Confirmation, Note
from jupyter_sciassist.server.app import SciAssist
from tests.server.cards import CARDS, card, decision, notes_request
from tests.server.conftest import Ask
from tests.server.models import REASON, Fluent

Session = Callable[..., Awaitable[tuple[str, str]]]


@pytest.fixture
def root(jp_root_dir: Path) -> Path:
    return jp_root_dir


def saved(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(), path)
    return path


@pytest.fixture
def session(jp_fetch: Any) -> Session:
    """Open a session as JupyterLab does; (session id, kernel id)."""

    async def opened(path: str, kind: str = "notebook") -> tuple[str, str]:
        kernel = {"name": "echo"}
        body = {"path": path, "name": Path(path).name, "type": kind, "kernel": kernel}
        made = await jp_fetch("api", "sessions", method="POST", body=json.dumps(body))
        found = json.loads(made.body)
        return found["id"], found["kernel"]["id"]

    return opened


def lines(sidecar: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in sidecar.read_text("utf-8").splitlines()]


def types(sidecar: Path) -> list[str]:
    return [line["core"]["type"] for line in lines(sidecar)]


async def test_an_acceptance_is_on_disk_when_the_answer_comes(
    ask: Ask, root: Path, session: Session
) -> None:
    notebook = saved(root / "morning" / "first.ipynb")
    _, kernel = await session("morning/first.ipynb")
    reply = await ask("decisions", decision(kernel=kernel))
    sidecar = sidecar_of(notebook)
    last = lines(sidecar)[-1]
    assert reply.code == 200
    assert reply.json == {
        "record": last["core"]["id"],
        "hash": last["hash"],
        "log": last["core"]["log"],
        "head": last["hash"],
        "count": 3,
        "decisions": 1,
        "path": "morning/first.ipynb.prov.jsonl",
        "doc_id": lines(sidecar)[0]["core"]["body"]["notebook"]["doc_id"],
        "warning": None,
        "withheld": [],
    }
    assert types(sidecar) == ["log.created", "session.opened", "suggestion.accepted"]
    assert verify([str(sidecar)]) == 0


async def test_what_the_panel_knows_stands_in_the_record(
    ask: Ask, root: Path, session: Session
) -> None:
    notebook, doc_id = saved(root / "a.ipynb"), str(uuid4())
    _, kernel = await session("a.ipynb")
    await ask("decisions", decision(kernel=kernel, doc_id=doc_id, text="print(1)\n"))
    opened, accepted = lines(sidecar_of(notebook))[1:]
    body, told = accepted["core"]["body"], accepted["open"]
    assert body["notebook"] == {"doc_id": doc_id}
    assert body["kernel"] == kernel
    assert (body["cell"]["id"], body["cell"]["index"]) == ("a1b2c3d4", 2)
    assert body["acceptance"]["mode"] == "edited"
    assert body["acceptance"]["shown_ms"] == 4200
    assert body["suggestion"]["origin"] == "engine"
    assert body["data"][0]["shape"] == [300, 1]
    assert told["/by"]["v"] == "Ada"
    assert told["/notebook/path"]["v"] == "a.ipynb"
    assert opened["core"]["body"]["told"] == {"kernel_spec": "echo"}


async def test_the_path_follows_a_rename(
    ask: Ask, root: Path, session: Session, jp_fetch: Any
) -> None:
    saved(root / "old.ipynb")
    opened, kernel = await session("old.ipynb")
    body = json.dumps({"path": "sub/new.ipynb"})
    (root / "sub").mkdir()
    await jp_fetch("api", "contents", "old.ipynb", method="PATCH", body=body)
    renamed = json.dumps({"path": "sub/new.ipynb", "name": "new.ipynb", "type": "notebook"})
    await jp_fetch("api", "sessions", opened, method="PATCH", body=renamed)
    reply = await ask("decisions", decision(kernel=kernel, notebook="old.ipynb"))
    assert reply.json["path"] == "sub/new.ipynb.prov.jsonl"
    assert sidecar_of(root / "sub" / "new.ipynb").is_file()
    assert not sidecar_of(root / "old.ipynb").exists()


async def test_without_a_session_the_named_notebook_counts(ask: Ask, root: Path) -> None:
    saved(root / "b.ipynb")
    reply = await ask("decisions", decision(kernel="gone", notebook="/b.ipynb"))
    assert (reply.code, reply.json["path"]) == (200, "b.ipynb.prov.jsonl")


async def test_the_notebook_of_a_kernel_that_a_console_shares(
    ask: Ask, root: Path, session: Session, jp_fetch: Any
) -> None:
    saved(root / "c.ipynb")
    _, kernel = await session("c.ipynb")
    console = {"path": "console-1", "name": "", "type": "console", "kernel": {"id": kernel}}
    await jp_fetch("api", "sessions", method="POST", body=json.dumps(console))
    reply = await ask("decisions", decision(kernel=kernel))
    assert reply.json["path"] == "c.ipynb.prov.jsonl"


async def test_many_at_once_stand_one_after_another(ask: Ask, root: Path, session: Session) -> None:
    notebook = saved(root / "d.ipynb")
    _, kernel = await session("d.ipynb")
    replies = await asyncio.gather(
        *(ask("decisions", decision(one, kernel=kernel)) for one in CARDS * 3)
    )
    assert sorted(reply.json["count"] for reply in replies) == list(range(3, 18))
    assert types(sidecar_of(notebook))[2:] == ["suggestion.accepted"] * 15
    assert verify([str(sidecar_of(notebook))]) == 0


async def test_a_rejection_is_recorded_unless_turned_off(
    ask: Ask, root: Path, app: SciAssist
) -> None:
    notebook = saved(root / "e.ipynb")
    body = decision(verb="rejected", notebook="e.ipynb", cell=None, text=None)
    assert (await ask("decisions", body)).json["count"] == 3
    app.record_rejections = False
    reply = await ask("decisions", body)
    assert (reply.code, reply.json["record"], reply.json["warning"]) == (200, None, None)
    assert types(sidecar_of(notebook))[2:] == ["suggestion.rejected"]


async def test_the_model_that_wrote_the_note_is_named(
    ask: Ask, root: Path, scripted: Fluent
) -> None:
    notebook = saved(root / "f.ipynb")
    noted = card(note=Note("Could be size.", "scripted"))
    await ask("decisions", decision(noted, notebook="f.ipynb"))
    body = lines(sidecar_of(notebook))[-1]["core"]["body"]
    assert body["suggestion"]["origin"] == "both"
    assert body["model"] == {"id": "scripted", "name": "Scripted"}
    assert body["runtime"] == {"engine": "scripted", "version": "1"}


async def test_what_the_model_was_asked_goes_on_record_with_its_note(
    ask: Ask, root: Path, scripted: Fluent, jp_fetch: Any
) -> None:
    notebook = saved(root / "n.ipynb")
    body = json.dumps(notes_request(CARDS[0]))
    answered = await jp_fetch("sciassist", "notes", method="POST", body=body)
    events = [json.loads(line) for line in answered.body.decode().splitlines()]
    [note] = [event["note"] for event in events if event["event"] == "note"]
    noted = replace(CARDS[0], note=Note(**note))
    await ask("decisions", decision(noted, notebook="n.ipynb"))
    # Another text, as if by another model or from before: nothing is claimed of it.
    other = replace(CARDS[0], note=Note("Could be size.", "scripted"))
    await ask("decisions", decision(other, notebook="n.ipynb"))
    known, unknown = lines(sidecar_of(notebook))[-2:]
    [call] = [call for call in scripted.history if call.op == "complete"]
    body, told = known["core"]["body"], {key: one["v"] for key, one in known["open"].items()}
    again = from_record(body["params"], told["/prompt/messages"], told["/prompt/context"])
    assert (again.prompt, again.choices) == (call.prompt, ("species",))
    assert (body["params"]["seed"], body["params"]["temperature"]) == ("0", "0.0")
    assert body["params"]["max_tokens"] == call.details["max_tokens"]
    assert body["prompt"].keys() == {"template", "template_sha256"}
    rendered = hashlib.sha256(call.prompt.encode()).hexdigest()
    assert told["/prompt/rendered_sha256"] == f"sha256:{rendered}"
    assert json.loads(told["/suggestion/reply"])["idea"] == REASON
    assert (unknown["core"]["body"]["params"], unknown["core"]["body"]["prompt"]) == (None, None)
    assert verify([str(sidecar_of(notebook))]) == 0


async def test_the_log_is_read_back(ask: Ask, root: Path) -> None:
    saved(root / "g.ipynb")
    nothing = {"state": "none", "count": 0, "decisions": 0, "head": None, "records": []}
    empty = {"path": "g.ipynb.prov.jsonl", **nothing}
    assert (await ask("log", params={"path": "g.ipynb"})).json == empty
    made = (await ask("decisions", decision(notebook="g.ipynb"))).json
    found = (await ask("log", params={"path": "g.ipynb"})).json
    assert {key: found[key] for key in ("path", "state", "count", "decisions", "head")} == {
        "path": "g.ipynb.prov.jsonl",
        "state": "ok",
        "count": 3,
        "decisions": 1,
        "head": made["head"],
    }
    assert [one["type"] for one in found["records"]] == [
        "log.created",
        "session.opened",
        "suggestion.accepted",
    ]
    assert found["records"][-1]["title"] == CARDS[0].title
    assert found["records"][-1]["suggestion"] == CARDS[0].id


async def test_a_damaged_and_a_torn_log_are_told(ask: Ask, root: Path) -> None:
    sidecar = sidecar_of(saved(root / "h.ipynb"))
    await ask("decisions", decision(notebook="h.ipynb"))
    whole = sidecar.read_bytes()
    sidecar.write_bytes(whole + b'{"core":{"v"')
    assert (await ask("log", params={"path": "h.ipynb"})).json["state"] == "torn"
    sidecar.write_bytes(whole.replace(b'"seq":1', b'"seq":7'))
    assert (await ask("log", params={"path": "h.ipynb"})).json["state"] == "damaged"


SAVE = "Save the notebook, then try again."


@pytest.mark.parametrize(
    ("path", "status", "message", "cure"),
    [
        ("new.ipynb", 409, "There is no file 'new.ipynb' yet.", SAVE),
        (
            "../outside.ipynb",
            404,
            "'../outside.ipynb' is no path below this server's root folder.",
            "Open the notebook from the server's file browser.",
        ),
        (
            "a/../../outside.ipynb",
            404,
            "'a/../../outside.ipynb' is no path below this server's root folder.",
            "Open the notebook from the server's file browser.",
        ),
        (
            "nul\0.ipynb",
            404,
            "'nul\\x00.ipynb' is no path below this server's root folder.",
            "Open the notebook from the server's file browser.",
        ),
        (
            "x" * 300,
            404,
            f"'{'x' * 300}' is no path below this server's root folder.",
            "Open the notebook from the server's file browser.",
        ),
        (
            "half\ud800.ipynb",
            404,
            "'half\\ud800.ipynb' is no path below this server's root folder.",
            "Open the notebook from the server's file browser.",
        ),
        (
            ".secret/x.ipynb",
            403,
            "'.secret/x.ipynb' is hidden, and this server does not serve hidden files.",
            "Move the notebook to a visible folder.",
        ),
        (".x.ipynb", 403, "'.x.ipynb' is hidden, and this server does not serve hidden files.",
         "Move the notebook to a visible folder."),
        ("folder", 409, "There is no file 'folder' yet.", SAVE),
    ],
)  # fmt: skip
async def test_paths_that_are_none(
    ask: Ask, root: Path, path: str, status: int, message: str, cure: str
) -> None:
    saved(root.parent / "outside.ipynb")
    saved(root / ".secret" / "x.ipynb")
    saved(root / ".x.ipynb")
    (root / "folder").mkdir()
    assert (await ask("decisions", decision(notebook=path))).refused == (status, message, cure)
    assert list(root.parent.rglob("*.prov.jsonl")) == []


async def test_no_kernel_and_no_notebook(ask: Ask, session: Session) -> None:
    assert (await ask("decisions", decision())).refused == (
        404,
        "No saved notebook belongs to this kernel.",
        SAVE,
    )
    assert (await ask("decisions", decision(kernel="nobody"))).refused == (
        404,
        "This server has no kernel 'nobody'.",
        "Start or choose a kernel for the notebook, then refresh the panel.",
    )
    _, kernel = await session("console-1", "console")
    reply = await ask("decisions", decision(kernel=kernel))
    assert reply.refused[0:2] == (404, "No saved notebook belongs to this kernel.")


async def test_a_log_without_a_path(ask: Ask) -> None:
    assert (await ask("log")).refused == (
        400,
        "The request names no notebook.",
        "Add ?path=<contents path>.",
    )


@pytest.fixture
def unwritable(root: Path) -> Path:
    """A notebook whose sidecar cannot be written: a folder stands in its place."""
    notebook = saved(root / "j.ipynb")
    sidecar_of(notebook).mkdir()
    return notebook


async def test_a_sidecar_that_cannot_be_written_warns(ask: Ask, unwritable: Path) -> None:
    reply = await ask("decisions", decision(notebook="j.ipynb"))
    assert (reply.code, reply.json["record"], reply.json["count"]) == (200, None, None)
    assert reply.json["warning"].startswith("Not on record yet: ")
    sidecar_of(unwritable).rmdir()
    again = await ask("decisions", decision(notebook="j.ipynb"))
    assert (again.json["count"], again.json["warning"]) == (4, None)
    assert types(sidecar_of(unwritable))[2:] == ["suggestion.accepted"] * 2


async def test_a_sidecar_that_cannot_be_written_refuses_where_it_should(
    ask: Ask, app: SciAssist, unwritable: Path
) -> None:
    app.on_failure = "block"
    status, message, cure = (await ask("decisions", decision(notebook="j.ipynb"))).refused
    assert status == 507
    assert message.endswith("is a folder; a log is a regular file.")
    assert cure == "Move it away."


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
async def test_a_read_only_folder_refuses_with_its_cure(
    ask: Ask, app: SciAssist, root: Path
) -> None:
    app.on_failure = "block"
    folder = saved(root / "ro" / "k.ipynb").parent
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    status, message, cure = (await ask("decisions", decision(notebook="ro/k.ipynb"))).refused
    folder.chmod(0o700)
    assert (status, cure) == (507, "Make the file and its folder writable.")
    assert message.endswith("cannot be written: Permission denied.")


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"verb": "liked"}, "/verb"),
        ({"doc_id": "42"}, "/doc_id"),
        ({"cell": {"id": "a b", "index": 0}}, "/cell/id"),
        ({"cell": {"index": 0}}, "/cell"),
        ({"shown_ms": -1}, "/shown_ms"),
        ({"profile": {"variable": "x"}}, "/profile"),
        ({"colour": "red"}, "the whole"),
    ],
)
async def test_bad_decisions_are_named(ask: Ask, change: dict[str, Any], place: str) -> None:
    reply = await ask("decisions", decision(notebook="a.ipynb", **change))
    assert reply.code == 400
    assert reply.json["message"].startswith(f"DecisionRequest: at {place}: ")


async def test_the_log_gets_a_document_id_where_none_was_told(ask: Ask, root: Path) -> None:
    saved(root / "l.ipynb")
    first = await ask("decisions", decision(notebook="l.ipynb"))
    second = await ask("decisions", decision(notebook="l.ipynb"))
    assert UUID(first.json["doc_id"]).version == 4
    assert second.json["doc_id"] == first.json["doc_id"]


async def test_tests_are_counted_where_there_is_a_log_and_come_back(
    ask: Ask, root: Path, session: Session
) -> None:
    notebook = saved(root / "a.ipynb")
    _, kernel = await session("a.ipynb")
    families = {"f": {"tests": 40, "confirmations": 0}}
    body = {"kernel": kernel, "families": families, "packed": "abc"}
    assert (await ask("ledger", body)).json == {"count": None}
    assert (await ask("ledger", params={"kernel": kernel})).json == {
        "packed": [], "confirmed": [], "decided": [],
    }  # fmt: skip
    assert not sidecar_of(notebook).exists()

    await ask("decisions", decision(kernel=kernel))
    assert (await ask("ledger", body)).json == {"count": 4}
    assert (await ask("ledger", params={"kernel": kernel})).json == {
        "packed": ["abc"],
        "confirmed": [],
        "decided": [{"suggestion": CARDS[0].id, "status": "accepted"}],
    }
    assert types(sidecar_of(notebook))[-1] == "tests.counted"
    assert verify([str(notebook)]) == 0


async def test_a_confirmation_is_on_disk_when_the_answer_comes(
    ask: Ask, root: Path, session: Session
) -> None:
    notebook = saved(root / "a.ipynb")
    _, kernel = await session("a.ipynb")
    made = Confirmation("refuted", "small", "confirm side", "penguins", CARDS[0].evidence)
    done = card(status="refuted", confirmation=made)
    body = decision(done, verb="confirmed", kernel=kernel, cell=None, text=None)
    reply = await ask("decisions", body)
    assert (reply.code, reply.json["count"]) == (200, 3)
    last = lines(sidecar_of(notebook))[-1]
    assert last["core"]["type"] == "suggestion.confirmed"
    assert last["core"]["body"]["confirmation"]["outcome"] == "refuted"
    told = (await ask("ledger", params={"kernel": kernel})).json
    assert [one["confirmation"] for one in told["confirmed"]] == [made.to_json()]
    assert told["decided"] == [{"suggestion": done.id, "status": "refuted"}]


async def test_a_confirmation_without_an_outcome_is_refused(
    ask: Ask, root: Path, session: Session
) -> None:
    notebook = saved(root / "a.ipynb")
    _, kernel = await session("a.ipynb")
    reply = await ask("decisions", decision(verb="confirmed", kernel=kernel))
    assert reply.code == 400
    assert not sidecar_of(notebook).exists()
