"""Agent Trace, against a schema written after the specification's text, version 0.1.0."""

import json
from pathlib import Path

import jsonschema
import pytest

from jupyter_sciassist.provenance.exports.agent_trace import agent_trace

SCHEMA = json.loads(Path(__file__).with_name("agent-trace-0.1.0.schema.json").read_text("utf-8"))
CHECKER = jsonschema.Draft202012Validator(
    SCHEMA, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
)


@pytest.fixture(scope="module")
def traces(full):
    return [json.loads(line) for line in agent_trace(full).decode().splitlines()]


def test_every_line_is_valid(traces):
    for trace in traces:
        CHECKER.validate(trace)


def test_one_line_an_acceptance(traces, full):
    accepted = [row for row in full.rows if row.decision == "accepted"]
    assert [trace["id"] for trace in traces] == [row.record for row in accepted]
    assert {trace["metadata"]["jupyter_sciassist"]["log_head"] for trace in traces} == {full.head}
    kinds = [
        trace["files"][0]["conversations"][0]["contributor"] for trace in traces if trace["files"]
    ]
    assert kinds == [
        {"type": "ai"},
        {"type": "mixed"},
        {"type": "ai", "model_id": "local/small"},
        {"type": "ai"},
        {"type": "ai"},
    ]
    assert traces[2]["files"] == [], "a terminal has no file"
    assert traces[0]["files"][0]["path"] == "work/a b.ipynb"
    (lines,) = traces[1]["files"][0]["conversations"][0]["ranges"]
    assert (lines["start_line"], lines["end_line"]) == (1, 2)
    removed = traces[-1]["files"][0]
    assert removed["path"] == "[redacted]"
    assert removed["conversations"][0]["ranges"] == []


def test_the_schema_refuses_what_is_wrong(traces):
    for change in (
        {"version": "0.1"},
        {"id": "no uuid"},
        {"timestamp": "yesterday"},
        {"files": [{"path": "a"}]},
        {
            "files": [
                {"path": "a", "conversations": [{"ranges": [{"start_line": 0, "end_line": 1}]}]}
            ]
        },
        {"vcs": {"type": "cvs", "revision": "1"}},
        {"tool": {"name": "x"}},
    ):
        assert not CHECKER.is_valid({**traces[0], **change}), change
    assert not CHECKER.is_valid({"version": "0.1.0"})
