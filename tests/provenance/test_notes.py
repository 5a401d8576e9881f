"""What reviewers write about records: what is refused, how it verifies, how it reads, how it goes."""

import json
from pathlib import Path

import pytest

from jupyter_sciassist.cli import main
from jupyter_sciassist.errors import LogWriteError, ProvenanceError, RecordError
from jupyter_sciassist.provenance import review
from jupyter_sciassist.provenance.amend import note, redact
from jupyter_sciassist.provenance.bodies import MAX_NOTE
from jupyter_sciassist.provenance.log import SidecarLog
from jupyter_sciassist.provenance.record import record
from jupyter_sciassist.provenance.verify import verify
from tests.provenance.logs import CARD, small_log

SAID = "Was the season controlled for?"


@pytest.fixture
def sidecar(tmp_path) -> Path:
    return tmp_path / "a.ipynb.prov.jsonl"


@pytest.fixture
def accepted(sidecar) -> str:
    """Id of the record of an acceptance in the log."""
    return record(sidecar, suggestion=CARD, verb="accepted", notebook="a.ipynb").record


def rows(sidecar: Path) -> list[dict]:
    return [json.loads(line) for line in sidecar.read_bytes().splitlines()]


def test_a_note_names_its_record_and_verifies(sidecar, accepted):
    done = note(sidecar, accepted, SAID, by="Rev. Ä")
    *_, target, row = rows(sidecar)
    assert (row["core"]["type"], row["core"]["actor"]) == ("review.note", {"kind": "human"})
    assert row["core"]["body"] == {"record": target["hash"]}
    assert {key: one["v"] for key, one in row["open"].items()} == {"/by": "Rev. Ä", "/text": SAID}
    assert (done.record, done.entry.hash, done.entry.count) == (accepted, row["hash"], 4)
    assert (done.warning, verify(sidecar).exit_code()) == (None, 0)


def test_a_note_by_nobody_about_a_note(sidecar, accepted):
    first = note(sidecar, accepted, SAID, by=None)
    answer = note(sidecar, first.entry.hash[:19], "Yes.", by=None)
    assert answer.record == first.entry.id
    assert list(rows(sidecar)[-1]["open"]) == ["/text"]


@pytest.mark.parametrize(
    ("target", "text", "said"),
    [
        ("0" * 12, SAID, "No records of a.ipynb.prov.jsonl begin with"),
        ("0", SAID, "is too short"),
        (None, " \n", r"The note is empty\. Write"),
        (None, "x" * (MAX_NOTE + 1), "has 20001 characters; at most 20000 are taken"),
    ],
)
def test_what_is_no_note_leaves_the_log_as_it_was(sidecar, accepted, target, text, said):
    before = sidecar.read_bytes()
    with pytest.raises(RecordError, match=said):
        note(sidecar, target or accepted, text, by="R")
    assert sidecar.read_bytes() == before


def test_without_a_log_none_is_begun(sidecar):
    with pytest.raises(ProvenanceError, match="cannot be read: No such file"):
        note(sidecar, "0" * 12, SAID, by=None)
    sidecar.mkdir()
    with pytest.raises(LogWriteError, match="is a folder"):
        note(sidecar, "0" * 12, SAID, by=None)
    assert list(sidecar.parent.iterdir()) == [sidecar]


def test_a_damaged_log_takes_it_with_a_warning(sidecar):
    lines = small_log(sidecar)
    sidecar.write_bytes(lines[0] + lines[2])
    target = json.loads(lines[2])["hash"]
    warning = "Recorded, but line 2 of a.ipynb.prov.jsonl does not hold (a parent is missing"
    assert note(sidecar, target, SAID, by=None).warning.startswith(warning)
    assert redact(sidecar, target, ["/text"], reason="x").warning.startswith(warning)


def test_a_note_about_what_is_not_in_the_log_verifies_all_the_same(sidecar, accepted):
    """It takes nothing away and vouches for nothing, unlike a redaction; readers say so."""
    SidecarLog(sidecar).append("review.note", {"record": "sha256:" + "0" * 64}, {"/text": SAID})
    assert verify(sidecar).exit_code() == 0


def test_a_removed_note_is_gone(sidecar, accepted, capsys):
    done = note(sidecar, accepted, "patient 4711", by="Ada of Ward 9")
    redact(sidecar, done.entry.id, ["/text", "/by"], reason="a name")
    assert b"4711" not in sidecar.read_bytes()
    assert b"Ward 9" not in sidecar.read_bytes()
    assert review.summary(sidecar).records[-2].title is None
    assert main(["show", str(sidecar), accepted]) == 0
    assert f"note {done.entry.id}, " in (said := capsys.readouterr().out)
    assert said.endswith("by redacted:\nredacted\n")
    assert verify(sidecar).exit_code() == 0


def test_a_secret_in_a_note_is_found_elsewhere(sidecar, accepted):
    done = note(sidecar, accepted, f"I know this title: {CARD.title}", by=None)
    found = redact(sidecar, accepted, ["/suggestion/title"], reason="x").elsewhere
    assert found == ((done.entry.id, "/text"),)


def test_the_command_and_what_shows_notes(sidecar, accepted, capsys):
    notebook = str(sidecar.with_name("a.ipynb"))
    assert main(["note", notebook, accepted, f"{SAID}\nAnd the year?", "--by", "Rev"]) == 0
    mark = rows(sidecar)[-1]["core"]["id"]
    assert capsys.readouterr().out == f"noted in {mark} about {accepted}\n"
    assert main(["note", notebook, accepted, "x" * 200]) == 0
    capsys.readouterr()
    assert main(["log", notebook]) == 0
    newest, before, *_ = capsys.readouterr().out.splitlines()[1:]
    assert newest.endswith(f"  review.note           {'x' * 80} ...")
    assert before.endswith(f"  review.note           {SAID} ...")
    assert main(["show", notebook, accepted]) == 0
    said = capsys.readouterr().out
    assert f", by Rev:\n{SAID}\nAnd the year?\n\nnote " in said
    assert said.endswith(f"by nobody named:\n{'x' * 200}\n")
    assert main(["show", "--json", notebook, accepted]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["open"]["/text"] for one in told["notes"]] == [f"{SAID}\nAnd the year?", "x" * 200]
    assert main(["note", notebook, "0" * 12, SAID]) == 2
    assert "No records of a.ipynb.prov.jsonl" in capsys.readouterr().err
