"""The conversation's history over HTTP: kept outside the notebook, follows it, can be forbidden."""

from __future__ import annotations

import asyncio
import json
import threading
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import nbformat
import pytest

from jupyter_sciassist.chat import history
from jupyter_sciassist.chat.records import Block, Message, Reply, Run
from jupyter_sciassist.server.app import SciAssist
from tests.server.conftest import Ask
from tests.server.conftest import Reply as Answered

AT = "2026-11-26T06:30:00.000Z"
QUESTION = Message("q1", AT, "How many rows?").to_json()
REPLY = Message(
    "r1", AT, reply=Reply("computed", (Block("text", (Run("There are 342."),)),))
).to_json()


@pytest.fixture(autouse=True)
def notebooks(jp_root_dir: Path) -> None:
    for folder in (jp_root_dir, jp_root_dir / "one", jp_root_dir / "two"):
        folder.mkdir(exist_ok=True)
        nbformat.write(nbformat.v4.new_notebook(), folder / "a.ipynb")


@pytest.fixture
def chat(ask: Ask) -> Any:
    async def asked(path: str, *messages: Any, route: str = "chat", **more: Any) -> Answered:
        body = {"messages": list(messages)} if messages else None
        return await ask(route, body, params={"path": path}, **more)

    return asked


async def ids(chat: Any, path: str) -> list[str]:
    return [message["id"] for message in (await chat(path)).json["messages"]]


async def contents(jp_fetch: Any, method: str, path: str, body: Any = None) -> Any:
    data = None if body is None else json.dumps(body)
    return await jp_fetch("api", "contents", *path.split("/"), method=method, body=data)


async def test_what_was_said_is_kept_beside_no_notebook(chat: Any, jp_root_dir: Path) -> None:
    before = (jp_root_dir / "a.ipynb").read_bytes()
    assert (await chat("a.ipynb")).json == {"messages": [], "dropped": 0, "told": None}
    reply = await chat("a.ipynb", QUESTION, REPLY)
    assert (reply.code, reply.json) == (200, {"count": 2, "dropped": 0, "told": None})
    reply = await chat("a.ipynb")
    assert reply.json["messages"] == [QUESTION, REPLY]
    assert reply.headers["Cache-Control"] == "no-store"
    assert (jp_root_dir / "a.ipynb").read_bytes() == before
    assert sorted(one.name for one in jp_root_dir.iterdir()) == ["a.ipynb", "one", "two"]


async def test_edit_and_resend(chat: Any) -> None:
    await chat("a.ipynb", QUESTION, REPLY)
    await chat("a.ipynb", {**QUESTION, "text": "How many columns?"})
    messages = (await chat("a.ipynb")).json["messages"]
    assert [message["text"] for message in messages] == ["How many columns?"]


async def test_two_notebooks_of_one_name_and_the_path_of_collaboration(chat: Any) -> None:
    await chat("one/a.ipynb", QUESTION)
    await chat("RTC:two/a.ipynb", REPLY)
    assert [await ids(chat, path) for path in ("a.ipynb", "one/a.ipynb", "two/a.ipynb")] == [
        [],
        ["q1"],
        ["r1"],
    ]


async def test_it_follows_the_file_browser(chat: Any, jp_fetch: Any) -> None:
    await chat("one/a.ipynb", QUESTION)
    await contents(jp_fetch, "PATCH", "one/a.ipynb", {"path": "two/b.ipynb"})
    assert await ids(chat, "two/b.ipynb") == ["q1"]
    await contents(jp_fetch, "PATCH", "two", {"path": "three"})
    assert await ids(chat, "three/b.ipynb") == ["q1"]
    await contents(jp_fetch, "POST", "", {"copy_from": "three/b.ipynb"})
    assert await ids(chat, "b.ipynb") == [], "a copy begins anew"
    await contents(jp_fetch, "DELETE", "three/b.ipynb")
    assert (await chat("three/b.ipynb")).code == 409
    assert list(history.folder().iterdir()) == []


async def test_a_question_waits_until_the_folder_has_moved(
    chat: Any, jp_fetch: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved, under_way = history.move, threading.Event()

    def slow(*names: str) -> None:
        under_way.wait(30)
        moved(*names)

    await chat("two/a.ipynb", QUESTION)
    monkeypatch.setattr(history, "move", slow)
    await contents(jp_fetch, "PATCH", "two", {"path": "three"})
    asked = asyncio.ensure_future(ids(chat, "three/a.ipynb"))
    assert (await chat("one/a.ipynb")).code == 200, "another folder does not wait"
    assert not asked.done()
    under_way.set()
    assert await asked == ["q1"]


async def test_a_deleted_folder_takes_its_conversations_along(chat: Any, jp_fetch: Any) -> None:
    await chat("one/a.ipynb", QUESTION)
    await chat("two/a.ipynb", QUESTION)
    await contents(jp_fetch, "DELETE", "one")
    assert await ids(chat, "two/a.ipynb") == ["q1"]
    assert len(list(history.folder().iterdir())) == 1


async def test_delete(chat: Any) -> None:
    await chat("one/a.ipynb", QUESTION)
    await chat("two/a.ipynb", QUESTION)
    assert (await chat("one/a.ipynb", method="DELETE")).code == 204
    assert (await chat("one/a.ipynb", method="DELETE")).code == 204
    assert [await ids(chat, path) for path in ("one/a.ipynb", "two/a.ipynb")] == [[], ["q1"]]


async def test_download_as_markdown(chat: Any, jp_fetch: Any) -> None:
    await chat("one/a.ipynb", QUESTION, REPLY)
    answer = await jp_fetch("sciassist", "chat", "markdown", params={"path": "one/a.ipynb"})
    assert answer.headers["Content-Type"] == "text/markdown; charset=utf-8"
    name = answer.headers["Content-Disposition"].removeprefix("attachment; filename*=UTF-8''")
    assert unquote(name) == "a.chat.md"
    text = answer.body.decode()
    assert text.startswith("# Conversation about a\\.ipynb\n")
    assert "How many rows?" in text
    assert "There are 342\\." in text


async def test_a_damaged_history_is_set_aside_and_told(chat: Any, jp_root_dir: Path) -> None:
    await chat("a.ipynb", QUESTION)
    (file,) = history.folder().iterdir()
    file.write_bytes(b"damaged")
    reply = (await chat("a.ipynb")).json
    assert reply["messages"] == []
    assert "It was set aside as" in reply["told"]
    assert file.with_name(file.name + ".damaged").read_bytes() == b"damaged"


async def test_messages_at_once_are_all_kept(chat: Any) -> None:
    messages = [{**QUESTION, "id": f"q{number}"} for number in range(20)]
    await asyncio.gather(*(chat("a.ipynb", message) for message in messages))
    assert sorted(await ids(chat, "a.ipynb")) == sorted(message["id"] for message in messages)


@pytest.mark.parametrize(
    "message",
    [
        {**QUESTION, "text": None},
        {**QUESTION, "reply": REPLY["reply"]},
        {**QUESTION, "text": 7},
        {**QUESTION, "colour": "red"},
        {**REPLY, "reply": {**REPLY["reply"], "basis": "guessed"}},
    ],
)
async def test_what_is_no_message_is_refused(chat: Any, message: Any) -> None:
    status, said, _ = (await chat("a.ipynb", QUESTION, message)).refused
    assert status == 400
    assert said.startswith("ChatRequest: at /messages/1")
    assert await ids(chat, "a.ipynb") == []


async def test_a_message_that_is_too_long_is_refused(chat: Any) -> None:
    long = {**QUESTION, "text": "x" * (history.MOST_OF_ONE + 1)}
    status, said, cure = (await chat("a.ipynb", long)).refused
    assert (status, cure) == (400, "Send it in parts.")
    assert "is too long to be kept" in said
    assert (await chat("a.ipynb", {**QUESTION, "text": "x" * 100_000})).code == 200


@pytest.mark.parametrize("path", ["", "../a.ipynb", "no.ipynb", ".hidden/a.ipynb", "one"])
async def test_where_there_is_no_notebook_there_is_no_conversation(
    chat: Any, jp_root_dir: Path, path: str
) -> None:
    (jp_root_dir / ".hidden").mkdir()
    nbformat.write(nbformat.v4.new_notebook(), jp_root_dir / ".hidden" / "a.ipynb")
    for reply in (await chat(path), await chat(path, QUESTION), await chat(path, method="DELETE")):
        assert reply.code in (400, 403, 404, 409)
        assert reply.json["cure"]
    assert not history.folder().exists()


@pytest.mark.parametrize("by", ["setting", "environment"])
async def test_a_policy_turns_it_off(
    chat: Any, app: SciAssist, by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await chat("a.ipynb", QUESTION)
    with monkeypatch.context() as patch:
        if by == "setting":
            patch.setattr(app, "chat_policy", "force-off")
        else:
            patch.setenv("SCIASSIST_CHAT_POLICY", "force-off")
        for reply in (
            await chat("a.ipynb"),
            await chat("a.ipynb", REPLY),
            await chat("a.ipynb", method="DELETE"),
            await chat("a.ipynb", route="chat/markdown"),
        ):
            assert reply.refused == (
                403,
                "Conversations are turned off here: chat_policy is force-off.",
                "Ask whoever set c.SciAssist.chat_policy or SCIASSIST_CHAT_POLICY.",
            )
    assert await ids(chat, "a.ipynb") == ["q1"]
