"""What is kept of conversations: whole, private, bounded, each notebook's own, wherever it moves."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from jupyter_sciassist.chat import history
from jupyter_sciassist.chat.records import Block, Message, Reply, Run
from jupyter_sciassist.errors import DataError, HistoryError, LogWriteError

A, B = "/srv/ada/one/a.ipynb", "/srv/ada/two/a.ipynb"


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


def said(number: int, text: str = "How many rows?") -> Message:
    return Message(f"m{number}", "2026-11-26T06:30:00.000Z", text)


def replied(number: int, text: str = "There are 342.") -> Message:
    reply = Reply("computed", (Block("text", (Run(text),)),))
    return Message(f"m{number}", "2026-11-26T06:30:01.000Z", reply=reply)


def ids(name: str) -> list[str]:
    return [message.id for message in history.read(name).messages]


def test_what_was_said_is_read_again() -> None:
    assert history.read(A) == history.Kept()
    messages = (
        said(1, "Umlaute äöü, \N{GRINNING FACE}, \ud83d half, \x85\u2028\r\n\x00"),
        replied(2),
    )
    history.add(A, messages[:1])
    history.add(A, messages[1:])
    assert history.read(A) == history.Kept(messages)


def test_two_notebooks_of_one_name_are_apart() -> None:
    history.add(A, [said(1)])
    history.add(B, [said(2)])
    history.delete(B)
    assert (ids(A), ids(B)) == (["m1"], [])


def test_a_known_id_is_replaced_and_what_came_after_it_goes() -> None:
    history.add(A, [said(1), replied(2), said(3), replied(4)])
    history.add(A, [said(3, "And how many columns?"), replied(5)])
    kept = history.read(A).messages
    assert [message.id for message in kept] == ["m1", "m2", "m3", "m5"]
    assert kept[2].text == "And how many columns?"


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_only_its_owner_may_read_it() -> None:
    before = os.umask(0)
    try:
        history.add(A, [said(1)])
        history.add(A, [said(2)])
    finally:
        os.umask(before)
    file = history.file_of(A)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert list(file.parent.iterdir()) == [file]


def test_the_oldest_are_dropped_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "MOST_MESSAGES", 4)
    for number in range(1, 7, 2):
        history.add(A, [said(number), replied(number + 1)])
    assert ids(A) == ["m3", "m4", "m5", "m6"]
    # m3 would go; its reply says nothing without it.
    kept = history.add(A, [said(7)])
    assert [message.id for message in kept.messages] == ["m5", "m6", "m7"]
    assert kept.dropped == history.read(A).dropped == 4


def test_its_size_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "MOST_BYTES", 10_000)
    for number in range(50):
        history.add(A, [said(number, "x" * 1000)])
    assert history.file_of(A).stat().st_size < 10_500
    assert ids(A)[-1] == "m49"
    assert history.read(A).dropped == 50 - len(ids(A))


def test_a_message_that_is_too_long_is_refused_and_loses_nothing() -> None:
    history.add(A, [said(1)])
    history.add(A, [said(2, "x" * 100_000)])
    with pytest.raises(DataError, match=r"too long to be kept.* Send it in parts"):
        history.add(A, [said(3, "x" * history.MOST_OF_ONE)])
    assert ids(A) == ["m1", "m2"]


@pytest.mark.parametrize(
    "damage",
    [b"", b"\xff\xfe", b"{", b"[]\n", b"null\n", b'{"version": "x"}\n', b"[" * 100_000],
    ids=["empty", "no text", "torn", "a list", "null", "no version", "deep"],
)
def test_a_damaged_file_is_set_aside_and_told(damage: bytes) -> None:
    history.add(A, [said(1)])
    file = history.file_of(A)
    file.write_bytes(damage)
    told = history.read(A).told or ""
    aside = file.with_name(file.name + ".damaged")
    assert str(aside) in told
    assert "a new one begins" in told
    assert aside.read_bytes() == damage
    assert history.read(A) == history.Kept()
    # A second damage does not overwrite the first.
    file.write_bytes(b"again")
    kept = history.add(A, [said(2)])
    assert (kept.told or "").count(".damaged-2") == 1
    assert aside.read_bytes() == damage
    assert ids(A) == ["m2"]
    history.delete(A)
    assert list(file.parent.iterdir()) == []


def test_a_torn_line_is_damage() -> None:
    history.add(A, [said(1), replied(2)])
    file = history.file_of(A)
    file.write_bytes(file.read_bytes()[:-20])
    assert "damaged" in (history.read(A).told or "")


def test_a_newer_file_is_left_alone() -> None:
    history.add(A, [said(1)])
    file = history.file_of(A)
    head, line = file.read_text("utf-8").splitlines()
    newer = json.dumps({**json.loads(head), "version": 2}) + "\n" + line + "\n"
    file.write_text(newer, "utf-8")
    for call in (lambda: history.read(A), lambda: history.add(A, [said(2)])):
        with pytest.raises(HistoryError, match=r"newer jupyter_sciassist\. Upgrade"):
            call()
    assert file.read_text("utf-8") == newer


def test_it_follows_a_renamed_notebook() -> None:
    history.add(A, [said(1)])
    to = "/srv/ada/three/b.ipynb"
    history.move(A, to)
    assert (ids(A), ids(to)) == ([], ["m1"])
    history.move(to, A)
    assert (ids(A), ids(to)) == (["m1"], [])


def test_what_was_set_aside_follows_too() -> None:
    history.add(A, [said(1)])
    history.file_of(A).write_bytes(b"damaged")
    history.read(A)
    history.move(A, B)
    (left,) = history.folder().iterdir()
    assert left.name == history.file_of(B).name + ".damaged"


def test_that_of_a_notebook_that_is_gone_gives_way() -> None:
    history.add(B, [said(9)])
    history.move(A, B)
    assert ids(B) == [], "the renamed notebook had no conversation"
    history.add(A, [said(1)])
    history.add(B, [said(9)])
    history.move(A, B)
    assert ids(B) == ["m1"]


def test_it_follows_a_renamed_folder_and_a_deleted_one() -> None:
    beside = "/srv/ada/one-more/a.ipynb"
    deeper = "/srv/ada/one/sub/c.ipynb"
    for name in (A, B, beside, deeper):
        history.add(name, [said(1)])
    history.move("/srv/ada/one", "/srv/ada/1")
    now = ["/srv/ada/1/a.ipynb", "/srv/ada/1/sub/c.ipynb"]
    assert [ids(name) for name in (A, deeper, *now)] == [[], [], ["m1"], ["m1"]]
    history.delete("/srv/ada/1")
    assert [ids(name) for name in (*now, B, beside)] == [[], [], ["m1"], ["m1"]]


def test_a_file_that_cannot_be_read_is_told_and_left() -> None:
    file = history.file_of(A)
    file.mkdir(parents=True)
    for call in (lambda: history.read(A), lambda: history.add(A, [said(1)])):
        with pytest.raises(HistoryError, match=r"cannot be read: .* Make it readable"):
            call()
    assert file.is_dir()


def test_a_write_that_fails_keeps_the_old(monkeypatch: pytest.MonkeyPatch) -> None:
    history.add(A, [said(1)])

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(history.disk, "sync", full)
        with pytest.raises(LogWriteError, match="free some space"):
            history.add(A, [said(2)])
    assert ids(A) == ["m1"]
    assert list(history.folder().iterdir()) == [history.file_of(A)]
