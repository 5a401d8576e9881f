"""W3C PROV: through the formats of the `prov` package, and by the rules that it does not check."""

import copy
import json
import warnings

import pytest
from prov.model import ProvDocument, ProvWarning

from jupyter_sciassist.provenance.exports.prov import VOCABULARY, prov_json, prov_n
from jupyter_sciassist.provenance.exports.reading import reading
from jupyter_sciassist.provenance.exports.showing import visible
from jupyter_sciassist.provenance.record import record
from tests.provenance.exports.constraints import violations
from tests.provenance.exports.logs import HOSTILE, redact
from tests.provenance.logs import CARD


@pytest.fixture(scope="module")
def document(full):
    return json.loads(prov_json(full))


@pytest.fixture(scope="module")
def parsed(full):
    """Undeclared prefixes and times that are none only warn: here they fail."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", ProvWarning)
        return ProvDocument.deserialize(content=prov_json(full).decode(), format="json")


def of_type(document, kind, name):
    found = {}
    for identity, attributes in document[kind].items():
        types = attributes["prov:type"]
        types = types if isinstance(types, list) else [types]
        if any(one["$"] == f"sci:{name}" for one in types):
            found[identity] = attributes
    return found


@pytest.mark.parametrize("form", ["json", "xml", "rdf", "jsonld", "provn"])
def test_through_five_formats(form, parsed):
    again = ProvDocument.deserialize(content=parsed.serialize(format=form), format=form)
    assert again == parsed


def test_both_notations_say_the_same(full, parsed):
    text = prov_n(full).decode()
    with warnings.catch_warnings():
        warnings.simplefilter("error", ProvWarning)
        assert ProvDocument.deserialize(content=text, format="provn", profile="strict") == parsed


def test_the_constraints_hold(document):
    assert violations(document) == []


def turn_round(derivations):
    """Add the first derivation the other way round."""
    keys = ("prov:generatedEntity", "prov:usedEntity")
    first = next(iter(derivations.values()))
    derivations["_:x"] = {keys[0]: first[keys[1]], keys[1]: first[keys[0]]}


BREAKS = {
    "undeclared prefix": lambda made: made["prefix"].pop("sci"),
    "is no declared entity": lambda made: made["entity"].pop("log:data-1"),
    "is no declared agent": lambda made: made["agent"].pop("log:person-1"),
    "is both entity and activity": lambda made: made["activity"].update({"log:data-1": {}}),
    "ends before it starts": lambda made: next(
        one for one in made["activity"].values() if "prov:endTime" in one
    ).update({"prov:startTime": "2999-01-01T00:00:00Z"}),
    "was generated after its activity ended": lambda made: next(
        one for one in made["wasGeneratedBy"].values() if "prov:time" in one
    ).update({"prov:time": "2999-01-01T00:00:00Z"}),
    "was used before it was generated": lambda made: next(
        one for one in made["wasGeneratedBy"].values() if "suggestion-" in one["prov:entity"]
    ).update({"prov:time": "2999-01-01T00:00:00Z"}),
    "was generated twice": lambda made: made["wasGeneratedBy"].update(
        {"_:x": next(iter(made["wasGeneratedBy"].values()))}
    ),
    "is derived from itself": lambda made: turn_round(made["wasDerivedFrom"]),
    "unknown part": lambda made: made.update({"wasInventedBy": {}}),
}


@pytest.mark.parametrize("fault", BREAKS)
def test_the_constraints_find_what_is_broken(fault, document):
    broken = copy.deepcopy(document)
    BREAKS[fault](broken)
    assert any(fault in one for one in violations(broken))


def test_what_the_graph_says(document, full):
    assert document["prefix"]["sci"] == VOCABULARY
    assert document["entity"]["log:log"]["sci:head"] == full.head
    assert len(of_type(document, "activity", "Acceptance")) == 6
    assert len(of_type(document, "activity", "Rejection")) == 1
    assert len(of_type(document, "activity", "Confirmation")) == 1
    assert len(of_type(document, "activity", "AIModelInvocation")) == 4
    assert len(of_type(document, "entity", "Prompt")) == 3
    # One with its file's digest, one of which only the name was on record.
    assert len(of_type(document, "entity", "AIModel")) == 2
    # Three notes beside computed evidence; one suggestion that a model wrote.
    assert len(of_type(document, "entity", "ResponseData")) == 4
    titles = [one["prov:label"] for one in of_type(document, "entity", "Suggestion").values()]
    assert titles[-1] == "[redacted]"
    assert visible(HOSTILE) in titles


def test_digests_that_were_removed_are_not_taken_for_one(tmp_path):
    sidecar = tmp_path / "a.ipynb.prov.jsonl"
    for _ in range(2):
        record(sidecar, suggestion=CARD, verb="accepted")
    assert len(of_type(json.loads(prov_json(reading(sidecar))), "entity", "Data")) == 1
    redact(sidecar, -1)
    redact(sidecar, -2)
    made = of_type(json.loads(prov_json(reading(sidecar))), "entity", "Data")
    assert [one["sci:digest"] for one in made.values()] == ["[redacted]"] * 2
