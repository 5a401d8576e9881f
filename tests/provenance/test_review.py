"""What the ledger line and `%sci log` show."""

import json
from dataclasses import replace

import pytest

from jupyter_sciassist.errors import ProvenanceError, RecordError
from jupyter_sciassist.provenance import review
from jupyter_sciassist.provenance.lines import MAX_LINE, encode
from jupyter_sciassist.provenance.record import count, record
from jupyter_sciassist.provenance.verify import verify
from jupyter_sciassist.records import Confirmation
from tests.provenance.logs import CARD, small_log


@pytest.fixture
def sidecar(tmp_path):
    return tmp_path / "a.ipynb.prov.jsonl"


def test_nothing_yet(sidecar):
    found = review.summary(sidecar)
    assert found.to_json() == {
        "path": str(sidecar),
        "state": "none",
        "count": 0,
        "decisions": 0,
        "head": None,
        "doc_id": None,
        "damage": None,
        "records": [],
    }
    assert review.text(found) == f"{sidecar}: nothing on record yet"
    sidecar.touch()
    assert review.summary(sidecar).state == "none"


def test_records_in_brief(sidecar):
    receipt = record(sidecar, suggestion=CARD, verb="accepted", notebook="a.ipynb")
    found = review.summary(sidecar)
    assert (found.state, found.count, found.head) == ("ok", 3, receipt.hash)
    assert found.doc_id == receipt.doc_id
    assert [brief.type for brief in found.records] == [
        "log.created",
        "session.opened",
        "suggestion.accepted",
    ]
    last = found.records[-1]
    assert (last.id, last.title, last.suggestion) == (receipt.record, CARD.title, CARD.id)
    assert review.Summary.from_json(found.to_json()) == found
    shown = review.text(found).splitlines()
    assert shown[0] == f"{sidecar}: ok, 3 records, of them decisions: 1, head {receipt.hash[7:19]}"
    assert shown[1].endswith(f"  suggestion.accepted   {CARD.title}")
    again = record(sidecar, suggestion=CARD, verb="rejected", notebook="a.ipynb")
    assert (receipt.decisions, again.decisions, review.summary(sidecar).decisions) == (1, 2, 2)


def test_the_last_fifty_are_kept(sidecar):
    small_log(sidecar, records=60)
    found = review.summary(sidecar)
    assert (found.count, len(found.records)) == (60, 50)


def test_torn_and_damaged(sidecar):
    lines = small_log(sidecar)
    sidecar.write_bytes(b"".join(lines)[:-5])
    assert review.summary(sidecar).state == "torn"
    sidecar.write_bytes(lines[0] + lines[2])
    found = review.summary(sidecar)
    assert (found.state, found.damage) == (
        "damaged",
        "line 2: a parent is missing or stands after its child",
    )
    assert found.damage in review.text(found)
    sidecar.unlink()
    sidecar.mkdir()
    with pytest.raises(ProvenanceError, match="no regular file"):
        review.summary(sidecar)


def test_a_redacted_title_is_null(sidecar):
    record(sidecar, suggestion=CARD, verb="accepted")
    lines = sidecar.read_bytes().splitlines(keepends=True)
    row = json.loads(lines[-1])
    del row["open"]["/suggestion/title"]
    sidecar.write_bytes(b"".join([*lines[:-1], encode(row["core"], row["open"])[1]]))
    found = review.summary(sidecar)
    assert (found.state, found.records[-1].title) == ("ok", None)


def test_what_was_counted_and_confirmed_comes_back(sidecar):
    assert count(sidecar, kernel="k", families={}, packed="p") is None
    assert review.counted(sidecar) == review.Counted((), (), ())
    assert not sidecar.exists()
    made = Confirmation("refuted", "too small", "confirm side", "penguins", CARD.evidence)
    done = replace(CARD, status="refuted", confirmation=made)
    record(sidecar, suggestion=done, verb="confirmed", kernel="k")
    families = {"f": {"tests": 40, "confirmations": 1}}
    assert count(sidecar, kernel="k", families=families, packed="abc") == 4
    found = review.counted(sidecar)
    assert found.packed == ("abc",)
    assert found.confirmed[0] == {
        "analysis": CARD.analysis,
        "claim": CARD.hypothesis.to_json(),
        "confirmation": made.to_json(),
    }
    titles = [one.title for one in review.summary(sidecar).records[-2:]]
    assert titles == [f"refuted: {CARD.title}", "40 tests and 1 confirmations of 1 data"]
    assert verify(sidecar).exit_code() == 0


def test_a_confirmation_without_its_outcome_is_refused(sidecar):
    with pytest.raises(RecordError, match="was not confirmed"):
        record(sidecar, suggestion=CARD, verb="confirmed")
    assert not sidecar.exists()


def test_a_record_is_found_once_and_never_in_the_rest_of_a_long_line(sidecar):
    lines = small_log(sidecar)
    sidecar.write_bytes(b"".join([*lines, lines[1]]))
    whole = [json.loads(line) for line in lines]
    assert review.find(sidecar, whole[1]["hash"]).core == whole[1]["core"]
    sidecar.write_bytes(b"".join([lines[0], b"x" * (MAX_LINE + 1), lines[1]]))
    assert review.find(sidecar, whole[0]["core"]["id"].upper()).hash == whole[0]["hash"]
    for missing in (whole[1]["hash"], "\ud800" * 8):
        with pytest.raises(RecordError, match="No records"):
            review.find(sidecar, missing)
