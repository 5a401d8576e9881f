"""What the ledger line and `%sci log` show."""

from dataclasses import replace

import pytest

from jupyter_sciassist.errors import ProvenanceError
from jupyter_sciassist.provenance import review
from jupyter_sciassist.provenance.lines import encode
from jupyter_sciassist.provenance.record import record
from jupyter_sciassist.records import Family
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
    assert shown[0] == f"{sidecar}: ok, 3 records, head {receipt.hash[7:19]}"
    assert shown[1].endswith(f"  suggestion.accepted   {CARD.title}")


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
    import json

    record(sidecar, suggestion=CARD, verb="accepted")
    lines = sidecar.read_bytes().splitlines(keepends=True)
    row = json.loads(lines[-1])
    del row["open"]["/suggestion/title"]
    sidecar.write_bytes(b"".join([*lines[:-1], encode(row["core"], row["open"])[1]]))
    found = review.summary(sidecar)
    assert (found.state, found.records[-1].title) == ("ok", None)


def test_families_have_the_largest_size_seen(sidecar):
    for name, size in (("a", 12), ("b", 3), ("a", 40), ("a", 20)):
        card = replace(CARD, evidence=replace(CARD.evidence, family=Family(name, size)))
        record(sidecar, suggestion=card, verb="accepted")
    record(sidecar, suggestion=replace(CARD, evidence=None), verb="rejected")
    assert review.families(sidecar) == {"a": 40, "b": 3}
