"""The crates, before `rocrate-validator` and by what they hold."""

import copy
import hashlib
import json
from urllib.parse import unquote

import pytest

from jupyter_sciassist.provenance.amend import note
from jupyter_sciassist.provenance.exports.crate import Stated
from jupyter_sciassist.provenance.exports.reading import reading
from jupyter_sciassist.provenance.exports.rocrate import crate
from jupyter_sciassist.provenance.exports.writing import new_folder
from jupyter_sciassist.provenance.record import record
from tests.provenance.exports import validator
from tests.provenance.exports.forms import STATED
from tests.provenance.exports.logs import redact
from tests.provenance.logs import CARD

METADATA = "ro-crate-metadata.json"


@pytest.fixture(scope="session")
def cache(tmp_path_factory):
    return validator.fill(tmp_path_factory.mktemp("cache") / "http")


def graph_of(files):
    return {one["@id"]: one for one in json.loads(files[METADATA])["@graph"]}


@pytest.fixture
def few(full, tmp_path):
    """The first decisions of the full log, the second redacted, and notes on a decision and a session.

    Not the full log: the checks of 1.3 take their time.
    """
    sidecar = tmp_path / "few.ipynb.prov.jsonl"
    sidecar.write_bytes(b"".join(full.data.splitlines(keepends=True)[:6]))
    redact(sidecar, 3)
    for number, by in ((2, "https://orcid.org/0000-0002-1825-0097"), (2, "Rev"), (1, None)):
        target = json.loads(sidecar.read_bytes().splitlines()[number])["hash"]
        note(sidecar, target, "Why this sample?", by=by)
    log = reading(sidecar)
    assert [row.decision for row in log.rows] == ["accepted", "accepted", "rejected", "confirmed"]
    return log


def test_process_run_crate_has_no_issue_at_recommended(full, cache, tmp_path):
    new_folder(tmp_path / "crate", crate(full, "1.1", Stated()))
    assert validator.issues(cache, tmp_path / "crate", "process-run-crate", tmp_path) == []


def test_the_same_with_a_person_as_publisher(few, cache, tmp_path):
    stated = Stated(("Ann", "https://orcid.org/0000-0002-1825-0097"))
    new_folder(tmp_path / "crate", crate(few, "1.1", stated))
    assert validator.issues(cache, tmp_path / "crate", "process-run-crate", tmp_path) == []


def test_1_3_has_no_issue_at_recommended(few, cache, tmp_path):
    new_folder(tmp_path / "crate", crate(few, "1.3", STATED))
    assert validator.issues(cache, tmp_path / "crate", "ro-crate-1.3", tmp_path) == []


def without_instrument(files, graph):
    next(one for one in graph.values() if one["@type"] == "UpdateAction").pop("instrument")


def without_profile(files, graph):
    graph["./"].pop("conformsTo")


def without_a_file(files, graph):
    files.pop("disclosure.md")


@pytest.mark.parametrize(
    ("broken", "check"),
    [
        (without_instrument, "Action MUST have an instrument property"),
        (without_profile, "MUST reference a CreativeWork entity with an @id URI"),
        (without_a_file, "disclosure.md"),
    ],
)
def test_a_broken_crate_fails_at_the_right_check(broken, check, cache, tmp_path):
    sidecar = tmp_path / "a.ipynb.prov.jsonl"
    record(sidecar, suggestion=CARD, verb="accepted", by="Ann", notebook="a.ipynb")
    files = crate(reading(sidecar), "1.1", Stated())
    graph = copy.deepcopy(graph_of(files))
    broken(files, graph)
    document = {**json.loads(files[METADATA]), "@graph": list(graph.values())}
    new_folder(tmp_path / "crate", {**files, METADATA: json.dumps(document).encode()})
    found = validator.issues(cache, tmp_path / "crate", "process-run-crate", tmp_path)
    assert any(one.startswith("REQUIRED") and check in one for one in found), found


@pytest.mark.parametrize("flavour", ["1.1", "1.3"])
def test_every_file_is_described_with_its_digest(flavour, full, notebook):
    files = crate(full, flavour, STATED)
    graph = graph_of(files)
    described = {unquote(name): one for name, one in graph.items() if one["@type"] == "File"}
    assert set(described) == set(files) - {METADATA}
    for name, data in files.items():
        if name != METADATA:
            assert described[name]["sha256"] == hashlib.sha256(data).hexdigest()
            assert described[name]["contentSize"] == str(len(data))
    assert "a%20b%231%2050%25%20é.ipynb" in graph
    assert files[full.name] == full.data
    assert files[notebook.name] == notebook.read_bytes()
    assert {unquote(one["@id"]) for one in graph["./"]["hasPart"]} == set(described)
    for row in full.rows[:-1]:
        code = files[f"suggested/{row.record}.py"]
        assert f"sha256:{hashlib.sha256(code).hexdigest()}" == row.words("suggestion", "sha256")


def test_the_actions_are_the_decisions(full):
    graph = graph_of(crate(full, "1.1", Stated()))
    kinds = [one["@type"] for one in graph.values()]
    assert (kinds.count("UpdateAction"), kinds.count("RejectAction")) == (6, 1)
    # Eight suggestions, three notes of a model, one confirmation.
    assert kinds.count("CreateAction") == 12
    first, edited, *_, written, _, removed = full.rows
    assert graph["#log-head"]["value"] == full.head

    def source(name):
        return graph[name]["digitalSourceType"]["@id"].rpartition("/")[2]

    assert source(f"accepted/{first.record}.py") == "AlgorithmicMediaDigitalSource"
    assert source(f"accepted/{edited.record}.py") == "CompositeDigitalSource"
    assert source(f"accepted/{written.record}.py") == "TrainedAlgorithmicMediaDigitalSource"
    assert source(f"#note-{edited.record}") == "TrainedAlgorithmicMediaDigitalSource"
    gone = graph[f"#suggested-{removed.record}"]
    assert gone["name"] == "Code as suggested, [redacted]"
    assert gone["sha256"] == removed.words("suggestion", "sha256").removeprefix("sha256:")
    assert graph[f"#note-{removed.record}"]["text"] == "[redacted]"


def test_nobody_is_invented(full):
    for flavour in ("1.1", "1.3"):
        graph = graph_of(crate(full, flavour, Stated()))
        publisher = graph[graph["./"]["publisher"]["@id"]]
        assert publisher["name"] == "Not on record"
        assert graph[graph["./"]["license"]["@id"]]["name"] == "Copyright not evaluated"
    stated = graph_of(crate(full, "1.3", STATED))
    assert stated["./"]["publisher"] == {"@id": STATED.publisher[1]}
    assert stated["./"]["license"] == {"@id": STATED.licence}


def test_an_orcid_on_record_is_the_persons_id(tmp_path):
    sidecar = tmp_path / "a.ipynb.prov.jsonl"
    orcid = "https://orcid.org/0000-0002-1825-0097"
    record(sidecar, suggestion=CARD, verb="accepted", by=orcid)
    for flavour in ("1.1", "1.3"):
        graph = graph_of(crate(reading(sidecar), flavour, Stated()))
        (act,) = (one for one in graph.values() if one["@type"] == "UpdateAction")
        assert act["agent"] == {"@id": orcid}
        assert graph[orcid]["@type"] == "Person"


def test_the_contexts_are_those_that_were_published():
    """With the licence that lets them lie here."""
    published = {"1.1": "bb5dd0a79ebd5a3b", "1.3": "5a3df1a43185501d"}
    for address, path in validator.CONTEXTS.items():
        data = path.read_bytes()
        assert hashlib.sha256(data).hexdigest()[:16] == published[address.split("/")[-2]]
        told = json.loads(data)
        assert told["@id"] == address
        assert "creativecommons.org/publicdomain/zero/1.0" in told["license"]["@id"]
