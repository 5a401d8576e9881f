"""Renamed, copied and moved notebooks keep their logs, and no log is ever written over."""

import json
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from jupyter_sciassist.errors import LogWriteError, ProvenanceError
from jupyter_sciassist.provenance.chain import scan, sidecar_of
from jupyter_sciassist.provenance.log import SidecarLog
from jupyter_sciassist.provenance.moving import copy, move
from jupyter_sciassist.provenance.record import record
from jupyter_sciassist.provenance.verify import main, verify
from tests.provenance.logs import CARD


@pytest.fixture
def notebook(tmp_path) -> Path:
    return tmp_path / "a.ipynb"


def accept(notebook: Path, doc_id: str | None = None):
    return record(
        sidecar_of(notebook),
        suggestion=CARD,
        verb="accepted",
        notebook=notebook.name,
        doc_id=doc_id,
    )


def save(notebook: Path, receipt) -> None:
    """What the front end writes into the metadata after an acceptance."""
    told = {key: getattr(receipt, key) for key in ("doc_id", "log", "head", "count")}
    notebook.write_text(json.dumps({"metadata": {"sciassist": told}, "cells": []}))


def rows(notebook: Path) -> list[dict]:
    return [json.loads(line) for line in sidecar_of(notebook).read_bytes().splitlines()]


def types(notebook: Path) -> list[str]:
    return [row["core"]["type"] for row in rows(notebook)]


def test_a_renamed_notebook_takes_its_log_along(notebook, tmp_path):
    save(notebook, accept(notebook))
    (tmp_path / "sub").mkdir()
    target = notebook.rename(tmp_path / "sub" / "b.ipynb")
    torn = sidecar_of(notebook).with_name("a.ipynb.prov.jsonl.torn")
    torn.write_text("x")
    copy = tmp_path / ".ipynb_checkpoints" / "a.ipynb.prov-checkpoint.jsonl"
    copy.parent.mkdir()
    copy.write_text("x")
    entry = move(sidecar_of(notebook), sidecar_of(target), "sub/b.ipynb", "a.ipynb")
    assert entry is not None
    assert not sidecar_of(notebook).exists()
    assert not torn.exists()
    assert not copy.exists()
    assert types(target)[-1] == "log.moved"
    opened = {key: one["v"] for key, one in rows(target)[-1]["open"].items()}
    assert opened == {"/path": "sub/b.ipynb", "/before": "a.ipynb"}
    assert main([str(target)]) == 0
    again = accept(target)
    assert (again.log, again.count) == (entry.log, 6)
    # The old name is free for another notebook.
    assert accept(notebook).count == 3


def test_what_waits_follows_too(notebook, tmp_path):
    sidecar_of(notebook).mkdir()
    assert accept(notebook).warning is not None
    sidecar_of(notebook).rmdir()
    target = tmp_path / "b.ipynb"
    move(sidecar_of(notebook), sidecar_of(target), "b.ipynb", "a.ipynb")
    assert not sidecar_of(target).exists()
    assert accept(target).count == 4
    assert accept(notebook).count == 3


def test_no_log_is_written_over(notebook, tmp_path):
    accept(notebook)
    other = tmp_path / "b.ipynb"
    accept(other)
    both = [sidecar_of(one).read_bytes() for one in (notebook, other)]
    with pytest.raises(LogWriteError, match="is there already"):
        move(sidecar_of(notebook), sidecar_of(other), "b.ipynb", "a.ipynb")
    assert [sidecar_of(one).read_bytes() for one in (notebook, other)] == both
    assert copy(sidecar_of(notebook), sidecar_of(other), "b.ipynb", "1") is None
    assert sidecar_of(other).read_bytes() == both[1]


def test_where_there_is_no_log_nothing_is_made(notebook, tmp_path):
    other = sidecar_of(tmp_path / "b.ipynb")
    assert move(sidecar_of(notebook), other, "b.ipynb", "a.ipynb") is None
    assert copy(sidecar_of(notebook), other, "b.ipynb", "1") is None
    accept(notebook)
    assert move(sidecar_of(notebook), sidecar_of(notebook), "a.ipynb", "a.ipynb") is None
    with pytest.raises(ProvenanceError):
        move(sidecar_of(notebook), tmp_path / "gone" / "b.ipynb.prov.jsonl", "b", "a")
    assert types(notebook)[-1] == "suggestion.accepted"


def test_two_that_change_places_do_not_wait_for_each_other(notebook, tmp_path):
    accept(notebook)
    names = [sidecar_of(notebook), sidecar_of(tmp_path / "b.ipynb")]

    failed = []

    def work(source: Path, target: Path) -> None:
        try:
            for _ in range(20):
                move(source, target, "x.ipynb", None)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=pair) for pair in (names, names[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    left = [name for name in names if name.exists()]
    assert len(left) == 1
    chain = scan(left[0])
    assert (chain.fault_count, len(chain.heads)) == (0, 1)


def test_a_copy_begins_its_own_log_that_names_the_original(notebook, tmp_path):
    receipt = accept(notebook)
    save(notebook, receipt)
    before = sidecar_of(notebook).read_bytes()
    copied = tmp_path / "a-Copy1.ipynb"
    copied.write_bytes(notebook.read_bytes())
    assert copy(sidecar_of(notebook), sidecar_of(copied), "a-Copy1.ipynb", "1") is not None
    root = rows(copied)[0]["core"]["body"]
    assert root["from"] == {
        "log": receipt.log,
        "head": receipt.hash,
        "count": 3,
        "doc_id": receipt.doc_id,
        "before": [],
    }
    assert main([str(copied)]) == 0
    assert "which this was copied from" in next(
        check.detail for check in verify(copied).checks if check.name == "notebook"
    )
    save(copied, replace(receipt, head=json.loads(before.splitlines()[0])["hash"], count=1))
    assert main(["--strict", str(copied)]) == 3
    twice = tmp_path / "twice.ipynb"
    twice.write_bytes(copied.read_bytes())
    copy(sidecar_of(copied), sidecar_of(twice), "twice.ipynb", "1")
    assert main(["--strict", str(twice)]) == 3
    second = rows(twice)[0]["core"]["body"]
    assert second["from"]["before"] == [receipt.log]
    assert accept(twice, doc_id=receipt.doc_id).doc_id == second["notebook"]["doc_id"]
    # The copy still names the original's document: it gets an id of its own.
    own = accept(copied, doc_id=receipt.doc_id)
    assert own.doc_id == root["notebook"]["doc_id"] != receipt.doc_id
    assert (own.count, own.log == receipt.log) == (3, False)
    save(copied, own)
    assert main([str(copied)]) == 0
    assert sidecar_of(notebook).read_bytes() == before


def test_renamed_outside_jupyter_the_log_is_found_by_the_documents_id(notebook, tmp_path):
    receipt = accept(notebook)
    other = tmp_path / "other.ipynb"
    other.write_text("{}")
    accept(other)
    notebook.write_text("{}")
    target = notebook.rename(tmp_path / "b.ipynb")
    again = accept(target, doc_id=receipt.doc_id)
    opened = ["log.moved", "session.opened", "suggestion.accepted"]
    assert (again.log, types(target)[3:]) == (receipt.log, opened)
    assert not sidecar_of(notebook).exists()


@pytest.mark.parametrize("case", ["its notebook is there", "two have the id", "another id"])
def test_a_log_is_not_taken_from_another_notebook(notebook, tmp_path, case):
    receipt = accept(notebook)
    doc_id = receipt.doc_id
    if case == "its notebook is there":
        notebook.write_text("{}")
    elif case == "two have the id":
        twin = sidecar_of(tmp_path / "twin.ipynb")
        twin.write_bytes(sidecar_of(notebook).read_bytes())
    else:
        doc_id = "85a77024-c6eb-42ba-a69f-ff856f547e33"
    (tmp_path / "junk.ipynb.prov.jsonl").write_text("junk")
    target = tmp_path / "b.ipynb"
    made = accept(target, doc_id=doc_id)
    assert (made.count, made.log == receipt.log) == (3, False)
    assert sidecar_of(notebook).exists()


def test_a_forged_copy_still_has_to_hold(notebook, tmp_path):
    log = SidecarLog(sidecar_of(notebook))
    log.append("log.copied", {"from": {"log": 3, "before": 4}, "notebook": None})
    log.append("review.note", {})
    assert scan(log.path).fault_count == 0
    with pytest.raises(ProvenanceError):
        copy(tmp_path, sidecar_of(tmp_path / "b.ipynb"), "b.ipynb", "1")
