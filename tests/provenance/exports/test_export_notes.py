"""Notes of reviewers in every export: none dropped, none believed, none of a removed text kept."""

import csv
import io
import json
import shutil
import warnings

import pytest
from prov.model import ProvDocument, ProvWarning

from jupyter_sciassist.provenance.amend import note
from jupyter_sciassist.provenance.amend import redact as removed
from jupyter_sciassist.provenance.exports.agent_trace import agent_trace
from jupyter_sciassist.provenance.exports.crate import Stated
from jupyter_sciassist.provenance.exports.disclosure import disclosure
from jupyter_sciassist.provenance.exports.page import page
from jupyter_sciassist.provenance.exports.prov import prov_json, prov_n
from jupyter_sciassist.provenance.exports.reading import reading
from jupyter_sciassist.provenance.exports.rocrate import crate
from jupyter_sciassist.provenance.exports.showing import visible
from jupyter_sciassist.provenance.exports.table import table
from jupyter_sciassist.provenance.log import SidecarLog
from tests.provenance.exports.constraints import violations
from tests.provenance.exports.forms import FORMS
from tests.provenance.exports.logs import HOSTILE, SECRET
from tests.provenance.exports.test_page import ALLOWED, Reader

PLAIN = "Was the season controlled for?\nAnd the year?"
GONE = "sha256:" + "0" * 64


@pytest.fixture(scope="module")
def noted(full, notebook, tmp_path_factory):
    """The full log with six notes: two on its first decision, one of them hostile, one on the first
    note, one on a decision and then removed, one on the log's beginning, one on what is not there."""
    sidecar = tmp_path_factory.mktemp("noted") / full.name
    shutil.copy(notebook.with_name(full.name), sidecar)
    shutil.copy(notebook, sidecar.parent)
    first, second = full.rows[0].record, full.rows[1].record
    asked = note(sidecar, first, PLAIN, by="Rev. Ä").entry.id
    note(sidecar, first, HOSTILE, by=HOSTILE)
    note(sidecar, asked, "Yes, both.", by=None)
    gone = note(sidecar, second, SECRET, by=SECRET).entry.id
    removed(sidecar, gone, ["/text", "/by"], reason="a name")
    note(sidecar, json.loads(full.data.splitlines()[0])["hash"], "Begun late.", by="Rev. Ä")
    SidecarLog(sidecar).append("review.note", {"record": GONE}, {"/text": "Lost."})
    return reading(sidecar)


def test_each_note_stands_with_its_decision_or_by_itself(noted):
    first, second, *others = noted.rows
    assert [one.text for one in first.notes] == [PLAIN, HOSTILE, "Yes, both."]
    assert [(one.text, one.by) for one in second.notes] == [("[redacted]", "[redacted]")]
    assert not any(row.notes for row in others)
    assert [one.text for one in noted.loose] == ["Begun late.", "Lost."]
    assert len(noted.notes) == 6
    begun, lost = noted.loose
    assert noted.place_of(begun).startswith("log.created ")
    assert noted.place_of(lost) == "a record that is not in this log"
    assert noted.place_of(first.notes[2]) == f"review.note {first.notes[0].record}"


@pytest.mark.parametrize("name", FORMS)
def test_every_form_is_the_same_again_and_keeps_nothing_removed(name, noted):
    made = FORMS[name](noted)
    assert FORMS[name](noted) == made
    assert SECRET.encode() not in made
    for part in made.replace(noted.data, b"").split(b"\0"):
        assert not {letter for letter in part.decode() if ord(letter) < 32} - set("\r\n\t")
        assert "\u202e" not in part.decode()


def test_the_page(noted):
    made = page(noted).decode()
    parsed = Reader(made)
    text = "".join(parsed.text)
    assert (parsed.open, parsed.crossed) == ([], [])
    assert {tag for tag, _ in parsed.elements} <= ALLOWED
    assert "<script" not in made
    for said in (PLAIN, visible(HOSTILE), "Yes, both.", "Begun late.", "Lost."):
        assert said in text
    assert "Notes on other records" in text
    assert "Removed from the record: /by: a name; /text: a name" in text
    assert "8 decisions and 6 notes in a log of 18 records." in text
    own = made.partition('<section id="decision-1"')[2].partition("</section>")[0]
    assert own.count("<blockquote") == 3


def test_the_table(noted):
    rows = list(csv.DictReader(io.StringIO(table(noted).decode(), newline="")))
    notes = [row for row in rows if row["decision"] == "note"]
    assert (len(rows), len(notes)) == (14, 6)
    assert rows[8:] == notes
    assert notes[0]["note"] == PLAIN
    assert notes[0]["note_on"] == noted.rows[0].hash
    assert notes[1]["by"].startswith("'=HYPERLINK")
    assert (notes[3]["note"], notes[3]["redacted"]) == ("[redacted]", "/by /text")
    assert {row["log_head"] for row in rows} == {noted.head}


def test_prov(noted):
    document = json.loads(prov_json(noted))
    assert violations(document) == []
    with warnings.catch_warnings():
        warnings.simplefilter("error", ProvWarning)
        parsed = ProvDocument.deserialize(content=prov_json(noted).decode(), format="json")
        again = ProvDocument.deserialize(
            content=prov_n(noted).decode(), format="provn", profile="strict"
        )
    assert again == parsed
    said = [one["prov:label"] for name, one in document["entity"].items() if "review-note" in name]
    assert said == [PLAIN, visible(HOSTILE), "Yes, both.", "[redacted]", "Begun late.", "Lost."]
    sources = {
        one["prov:generatedEntity"]: one["prov:usedEntity"]
        for one in document["wasDerivedFrom"].values()
    }
    first, *_, lost = noted.notes
    assert sources[f"log:review-note-{first.record}"] == f"log:suggestion-{noted.rows[0].record}"
    assert sources[f"log:review-note-{lost.record}"] == "log:log"


@pytest.mark.parametrize("flavour", ["1.1", "1.3"])
def test_the_crate(noted, flavour):
    files = crate(noted, flavour, Stated())
    graph = {one["@id"]: one for one in json.loads(files["ro-crate-metadata.json"])["@graph"]}
    acts = [one for one in graph.values() if one["@type"] == "CommentAction"]
    assert len(acts) == 6
    assert graph[acts[0]["resultComment"]["@id"]]["text"] == PLAIN
    assert acts[0]["object"] == {"@id": f"#decision-{noted.rows[0].record}"}
    assert all(one["object"]["@id"] in graph for one in acts)
    mentioned = {one["@id"] for one in graph["./"]["mentions"]}
    assert {one["@id"] for one in acts} <= mentioned


def test_agent_trace_and_disclosure(noted):
    first = json.loads(agent_trace(noted).splitlines()[0])
    notes = first["metadata"]["jupyter_sciassist"]["notes"]
    assert [one["text"] for one in notes] == [PLAIN, visible(HOSTILE), "Yes, both."]
    assert "- review notes: 6 (records " in disclosure(noted, "icmje").decode()
