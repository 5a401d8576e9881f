"""`cell.state`: what a save puts on record of accepted cells, and when it keeps silent."""

import json
from dataclasses import replace

import nbformat
import pytest
import rfc8785

from jupyter_sciassist.errors import LogDamagedError, LogWriteError, ProvenanceError
from jupyter_sciassist.provenance import review, states
from jupyter_sciassist.provenance.amend import redact
from jupyter_sciassist.provenance.lines import hash_core
from jupyter_sciassist.provenance.record import record
from jupyter_sciassist.provenance.states import Watched
from jupyter_sciassist.provenance.trace import cells
from jupyter_sciassist.provenance.values import digest
from jupyter_sciassist.provenance.verify import verify
from tests.provenance.logs import CARD

CODE = "import math\nx = 1\nprint(x)\n"
EDITED = CODE.replace("x = 1", "x = 2")


class Story:
    """A notebook that is saved again and again, and the server that watches."""

    def __init__(self, folder):
        self.notebook = folder / "a.ipynb"
        self.sidecar = folder / "a.ipynb.prov.jsonl"
        self.watched = Watched(self.sidecar)

    def accept(self, cell="c", code=CODE):
        card = replace(CARD, code=code)
        place = None if cell is None else {"id": cell, "index": 0}
        return record(
            self.sidecar, suggestion=card, verb="accepted", notebook="a.ipynb", cell=place
        )

    def save(self, *rows):
        """Cells of (id, source) or (id, source, count, printed); the record that came of it, if any."""
        made = []
        for row in rows:
            name, source, count, printed = (*row, None, None)[:4]
            outputs = [nbformat.v4.new_output("stream", text=printed)] if printed else []
            made.append(
                nbformat.v4.new_code_cell(source, id=name, execution_count=count, outputs=outputs)
            )
        nbformat.write(nbformat.v4.new_notebook(cells=made), self.notebook)
        before = self.lines()
        entry = states.saved(self.watched, self.notebook)
        new = self.lines()[len(before) :]
        assert [line["hash"] for line in new] == ([] if entry is None else [entry.hash])
        return new[0] if new else None

    def restart(self):
        self.watched = Watched(self.sidecar)

    def lines(self):
        if not self.sidecar.exists():
            return []
        return [json.loads(line) for line in self.sidecar.read_bytes().splitlines()]


@pytest.fixture
def story(tmp_path):
    return Story(tmp_path)


def drift(line):
    return [one["state"] for one in line["core"]["body"]["cells"]]


def outputs(line):
    return line["core"]["body"]["cells"][0]["outputs"]


def test_the_first_save_after_an_acceptance(story):
    assert story.save(("c", CODE)) is None
    assert not story.sidecar.exists()
    made = story.accept()
    line = story.save(("a", "own = 1"), ("c", CODE))
    assert line["core"]["type"] == "cell.state"
    assert line["core"]["actor"] == {"kind": "system"}
    assert line["core"]["body"] == {
        "notebook": {"doc_id": made.doc_id},
        "cells": [
            {
                "record": made.hash,
                "cell": "c",
                "index": 1,
                "state": "current",
                "edit_ratio": "0.00",
                "outputs": "none",
                "execution_count": None,
            }
        ],
    }
    assert {key: opening["v"] for key, opening in line["open"].items()} == {
        "/sources_sha256": digest(f"{digest('own = 1')}\n{digest(CODE)}"),
        "/cells/0/sha256": digest(CODE),
        "/cells/0/outputs_sha256": digest("[]"),
    }
    assert CODE not in json.dumps(line["core"])
    assert verify(story.sidecar).exit_code() == 0


def test_what_changes_nothing_writes_nothing(story):
    story.accept()
    story.save(("c", CODE))
    size = story.sidecar.stat().st_size
    assert story.save(("c", CODE)) is None
    assert story.save(("new", "own = 1"), ("c", CODE)) is None
    assert story.save(("new", "own = 2"), ("c", CODE)) is None
    story.restart()
    assert story.save(("new", "own = 2"), ("c", CODE)) is None
    assert story.sidecar.stat().st_size == size


def test_each_change_is_told_once(story):
    story.accept()
    told = [
        story.save(("c", CODE)),
        story.save(("c", EDITED)),
        story.save(("c", EDITED)),
        story.save(("c", EDITED + "y = 3\n")),
        story.save(("other", "z = 1")),
        story.save(("other", CODE)),
        story.save(("other", CODE)),
        story.save(("c", CODE)),
    ]
    assert [line and drift(line) for line in told] == [
        ["current"],
        ["edited since"],
        None,
        ["edited since"],
        ["cell gone"],
        ["moved"],
        None,
        ["current"],
    ]
    assert told[1]["core"]["body"]["cells"][0]["edit_ratio"] == "0.04"
    gone = told[4]["core"]["body"]["cells"][0]
    assert (gone["cell"], gone["index"], gone["edit_ratio"]) == (None, None, None)
    assert list(told[4]["open"]) == ["/sources_sha256"]


def test_only_what_changed_is_told_of_many(story):
    first = story.accept("c1")
    second = story.accept("c2")
    story.accept(None)
    both = story.save(("c1", CODE), ("c2", CODE))
    assert len(both["core"]["body"]["cells"]) == 2
    one = story.save(("c1", CODE), ("c2", EDITED))
    assert [cell["record"] for cell in one["core"]["body"]["cells"]] == [second.hash]
    last = states.on_record(story.sidecar)
    assert (last[first.hash].drift, last[second.hash].drift) == ("current", "edited since")


def test_the_record_in_a_line(story):
    for cell in ("c1", "c2", "c3"):
        story.accept(cell)
    story.save(("c1", CODE), ("c2", EDITED), ("c3", CODE))
    assert review.summary(story.sidecar).records[-1].title == "2 current, 1 edited since"


def test_an_accepted_cell_that_was_never_seen(story):
    story.accept()
    assert drift(story.save(("own", "z = 1"))) == ["cell gone"]


def test_outputs_older_than_the_source(story):
    story.accept()
    assert outputs(story.save(("c", CODE))) == "none"
    assert outputs(story.save(("c", CODE, 5, "1"))) == "not checkable"
    assert outputs(story.save(("c", EDITED, 5, "1"))) == "older than source"
    # Back to the text that the outputs were first saved with: it may be theirs.
    assert outputs(story.save(("c", CODE, 5, "1"))) == "not checkable"
    assert outputs(story.save(("c", EDITED, 5, "1"))) == "older than source"
    assert outputs(story.save(("c", EDITED, 6, "2"))) == "not checkable"
    assert story.save(("c", EDITED, 7, "3")) is None
    assert outputs(story.save(("c", CODE, 7, "3"))) == "older than source"
    assert outputs(story.save(("c", CODE))) == "none"


@pytest.mark.parametrize("run", [(6, "1"), (5, "2")])
def test_edited_and_run_between_two_saves(story, run):
    story.accept()
    story.save(("c", CODE, 5, "1"))
    assert outputs(story.save(("c", EDITED, *run))) == "not checkable"


def test_a_new_server_takes_up_where_the_log_ends(story):
    story.accept()
    story.save(("c", CODE, 5, "1"))
    story.restart()
    assert outputs(story.save(("c", EDITED, 5, "1"))) == "older than source"
    story.restart()
    assert story.save(("c", EDITED, 5, "1")) is None
    # A run in between that was not on record: what is on record says older, and it stays.
    story.save(("c", EDITED, 6, "1"))
    story.save(("c", EDITED, 7, "1"))
    story.save(("c", CODE, 7, "1"))
    story.restart()
    assert story.save(("c", CODE, 7, "1")) is None
    assert states.on_record(story.sidecar)[story.lines()[2]["hash"]].outputs == "older than source"


def test_outputs_that_have_no_hash(story):
    made = story.accept()
    story.save(("c", CODE, 5, "1"))
    data = json.loads(story.notebook.read_text())
    data["cells"][0]["source"] = EDITED
    data["cells"][0]["outputs"] = [{"output_type": "x", "data": {"n": float("nan")}}]
    story.notebook.write_text(json.dumps(data))
    states.saved(story.watched, story.notebook)
    last = states.on_record(story.sidecar)[made.hash]
    assert (last.outputs, last.outputs_sha256) == ("not checkable", None)


def test_a_text_that_is_secret_can_be_taken_out_of_the_record(story):
    story.accept()
    story.save(("c", CODE))
    line = story.save(("c", "pin = 1234"))
    redact(story.sidecar, line["core"]["id"], ["/cells/0", "/sources_sha256"], reason="a pin")
    kept = story.sidecar.read_bytes()
    assert digest("pin = 1234").encode() not in kept
    assert verify(story.sidecar).exit_code() == 0
    # And the next save of the same does not bring it back.
    assert story.save(("c", "pin = 1234")) is None
    assert story.sidecar.read_bytes() == kept


def test_a_redacted_suggestion_has_no_ratio(story):
    made = story.accept()
    redact(story.sidecar, made.record, ["/suggestion", "/acceptance"], reason="x")
    line = story.save(("c", EDITED))
    assert line["core"]["body"]["cells"][0]["edit_ratio"] is None


def test_a_cell_id_that_no_record_may_hold(story):
    story.accept()
    nbformat.write(nbformat.v4.new_notebook(), story.notebook)
    data = json.loads(story.notebook.read_text())
    odd = {"cell_type": "code", "id": "<b>ö</b>", "source": CODE, "metadata": {}}
    story.notebook.write_text(json.dumps({**data, "cells": [odd]}))
    states.saved(story.watched, story.notebook)
    told = story.lines()[-1]["core"]["body"]["cells"][0]
    assert (told["state"], told["cell"], told["index"]) == ("moved", None, 0)


def test_other_writers_and_torn_tails(story):
    story.accept("c1")
    story.save(("c1", CODE))
    with story.sidecar.open("ab") as file:
        file.write(b'{"core":{"body":')
    story.watched.read_on()
    second = story.accept("c2")
    line = story.save(("c1", CODE), ("c2", CODE))
    assert [one["record"] for one in line["core"]["body"]["cells"]] == [second.hash]
    assert verify(story.sidecar).exit_code() == 0


def test_a_log_or_notebook_that_cannot_be_read_or_written(story, monkeypatch):
    story.accept()
    story.save(("c", CODE))
    story.notebook.write_text("{")
    with pytest.raises(ProvenanceError, match="is no notebook"):
        states.saved(story.watched, story.notebook)

    def full(*_args, **_options):
        raise LogWriteError("no space")

    with monkeypatch.context() as patch:
        patch.setattr("jupyter_sciassist.provenance.disk.append", full)
        with pytest.raises(LogWriteError):
            story.save(("c", EDITED))
    assert drift(story.save(("c", EDITED))) == ["edited since"]


def test_a_log_of_a_newer_version_is_left_alone(story):
    story.accept()
    core = rfc8785.dumps({**story.lines()[-1]["core"], "v": 2})
    newer = b'{"core":%b,"hash":"%b","open":{}}\n' % (core, hash_core(core, 2).encode())
    with story.sidecar.open("ab") as file:
        file.write(newer)
    nbformat.write(nbformat.v4.new_notebook(), story.notebook)
    with pytest.raises(LogDamagedError, match="newer version"):
        states.saved(story.watched, story.notebook)
    assert story.sidecar.read_bytes().endswith(newer)


def test_reading_on_is_not_reading_all(story, monkeypatch):
    for number in range(20):
        story.accept(f"c{number}")
    story.save(("own", "z"))
    checked = []
    really = states.check
    monkeypatch.setattr(states, "check", lambda raw: checked.append(raw) or really(raw))
    story.accept("last")
    story.save(("own", "z"))
    # The save's own record of before, and the acceptance since.
    assert len(checked) == 2


def test_many_acceptances_and_many_cells(story):
    """Not a time but a count: each cell's text is hashed once, not once an acceptance."""
    for number in range(30):
        story.accept(f"c{number}")
    story.watched.read_on()
    nbformat.write(
        nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(f"z = {n}") for n in range(50)]),
        story.notebook,
    )
    there = cells(story.notebook)
    hashed = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("jupyter_sciassist.provenance.trace.digest", lambda t: hashed.append(t) or t)
        story.watched.now(there)
    assert len(hashed) == 50


def test_of_a_text_that_was_left_out_or_removed_no_hash_is_written(story):
    story.accept("a")
    secret = replace(CARD, code='key = "1234"\n')
    place = {"id": "c", "index": 1}
    left_out = ["/suggestion/text", "/acceptance/text"]
    record(
        story.sidecar, suggestion=secret, verb="accepted", notebook="a.ipynb", cell=place,
        withhold=left_out,
    )  # fmt: skip
    line = story.save(("a", CODE), ("c", 'key = "1234"\nprint(key)\n'))
    assert drift(line) == ["current", "edited since"]
    assert sorted(line["core"]["commit"]) == ["/cells/0/outputs_sha256", "/cells/0/sha256"]
    assert story.save(("a", CODE), ("c", 'key = "1234"\nprint(key)\n')) is None
    receipt = story.accept("d")
    redact(story.sidecar, str(receipt.record), ["/acceptance/text"], reason="a key")
    line = story.save(("a", CODE), ("c", 'key = "1234"\nprint(key)\n'), ("d", CODE))
    assert drift(line) == ["current"]
    assert line["core"]["commit"] == {}
