"""Replays on record: appended to a log that is there, shown by every reader, given away by none."""

import csv
import io
import json

import pytest

from jupyter_sciassist.errors import LogDamagedError, RecordError
from jupyter_sciassist.provenance import review
from jupyter_sciassist.provenance.amend import redact
from jupyter_sciassist.provenance.exports import disclosure, page, table
from jupyter_sciassist.provenance.exports.reading import reading
from jupyter_sciassist.provenance.record import record, replayed
from jupyter_sciassist.provenance.verify import verify
from tests.provenance.logs import CARD, NOTED
from tests.provenance.test_schema import EVIDENCE, WORDING

GONE = {"detail": "p: 0.0123 then, 0.0456 now <b>", "now": {"p": 0.0456}}


@pytest.fixture
def path(tmp_path):
    """Two acceptances: the first replayed twice, the second with another wording."""
    path = tmp_path / "a.ipynb.prov.jsonl"
    first, second = (record(path, suggestion=card, verb="accepted").hash for card in (CARD, NOTED))
    passed = {**EVIDENCE, "record": first}
    failed = {**passed, "verdict": "diverged", "differs": ["p"]}
    outcomes = [(passed, None), (failed, GONE), ({**WORDING, "record": second}, GONE)]
    assert replayed(path, outcomes, kernel="k") == 8
    return path


def lines(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_they_follow_in_the_session_that_made_them(path):
    made = lines(path)
    assert verify(path).exit_code() == 0
    assert [one["core"]["type"] for one in made[-4:]] == [
        "session.opened", *["evidence.replayed"] * 3,
    ]  # fmt: skip
    for one in made[-3:]:
        assert one["core"]["actor"] == {"kind": "system"}
        assert one["core"]["body"]["kernel"] == "k"
        assert one["core"]["body"]["session"] == made[-4]["hash"]
    assert [set(one["open"]) for one in made[-3:]] == [set(), {"/result"}, {"/result"}]
    assert "0.0456" not in str([one["core"] for one in made])


def test_no_log_is_begun_by_a_replay(tmp_path):
    path = tmp_path / "a.ipynb.prov.jsonl"
    assert replayed(path, [(EVIDENCE, None)]) is None
    assert not path.exists()
    path.write_text("no log\n")
    with pytest.raises(LogDamagedError):
        replayed(path, [(EVIDENCE, None)])


def test_what_no_record_can_hold_leaves_the_log_as_it_was(path):
    before = path.read_bytes()
    with pytest.raises(RecordError):
        replayed(path, [(EVIDENCE, None), (EVIDENCE, {"now": float("nan")})])
    assert path.read_bytes() == before


def test_every_reader_shows_them(path):
    first = lines(path)[2]["hash"][7:19]
    titles = [one.title for one in review.summary(path).records[-3:]]
    assert titles[0] == f"evidence identical: record {first}"
    assert titles[1] == f"evidence diverged: record {first}"
    assert titles[2].startswith("wording diverged: record ")
    log = reading(path)
    rows = list(csv.DictReader(io.StringIO(table.table(log).decode(), newline="")))
    assert [row["replays"] for row in rows] == [
        "evidence identical; evidence diverged", "wording diverged",
    ]  # fmt: skip
    html = page.page(log).decode()
    assert html.count("<dt>Replayed</dt>") == 3
    assert "evidence: diverged, " in html
    assert "p: 0.0123 then, 0.0456 now &lt;b&gt;" in html
    figures = {one.name: one for one in disclosure.counted(log)}
    assert (figures["replayed"].value, figures["replays_passed"].value) == (3, 1)
    assert figures["replays_passed"].records == (lines(path)[-3]["core"]["id"],)


@pytest.mark.parametrize("style", disclosure.STYLES)
def test_every_disclosure_tells_how_many_passed(path, style):
    text = disclosure.disclosure(reading(path), style).decode()
    assert "Replays on record: 3, of which 1 gave the same." in text


def test_a_redaction_names_what_a_replay_shows_of_it(path):
    made = lines(path)
    done = redact(path, made[2]["hash"], ["/evidence/0/result"], reason="x")
    replay = made[-2]["core"]["id"]
    assert (replay, "/result") in done.elsewhere
    redact(path, replay, ["/result"], reason="x")
    html = page.page(reading(path)).decode()
    assert "evidence: diverged, " in html
    assert "[redacted]" in html
    other = redact(path, made[3]["hash"], ["/suggestion/title"], reason="x")
    assert all(place != "/result" for _, place in other.elsewhere)
