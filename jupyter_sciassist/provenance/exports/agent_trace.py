"""Agent Trace 0.1.0: one trace record a line for each accepted suggestion.

The format has no word for code that a program without a model wrote. Such code stands as `ai`, or
`mixed` after a person edited it, without a `model_id`; `metadata` says where it came from.
Line numbers are those of the cell's own text: lines of the notebook's file have no lasting meaning.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from .reading import REDACTED, Note, Reading, Row
from .showing import visible

VERSION = "0.1.0"
_LONGEST_MODEL = 250


def agent_trace(log: Reading) -> bytes:
    """JSON Lines, one record for each acceptance; a log without any gives no line."""
    lines = [
        json.dumps(_record(log, row), ensure_ascii=False, sort_keys=True)
        for row in log.rows
        if row.decision == "accepted"
    ]
    return "".join(line + "\n" for line in lines).encode()


def _record(log: Reading, row: Row) -> dict[str, Any]:
    return {
        "version": VERSION,
        "id": row.record,
        "timestamp": row.time,
        "tool": {"name": "jupyter_sciassist", "version": log.version_of(row)},
        "files": _files(row),
        "metadata": {
            "jupyter_sciassist": {
                "log": log.log,
                "log_head": log.head,
                "log_records": log.count,
                "record_hash": row.hash,
                "suggestion": row.at("suggestion", "id"),
                "origin": row.at("suggestion", "origin"),
                "mode": row.at("acceptance", "mode"),
                "edit_ratio": row.at("acceptance", "edit_ratio"),
                "cell": row.at("cell", "id"),
                "lines_of": "cell",
                "model_sha256": row.at("model", "sha256"),
                "redacted": list(row.redacted),
                "notes": [_note(note) for note in row.notes],
            }
        },
    }


def _note(note: Note) -> Mapping[str, str]:
    return {
        "record": note.record,
        "time": note.time,
        "about": note.about,
        "by": visible(note.by),
        "text": visible(note.text),
    }


def _files(row: Row) -> list[Mapping[str, Any]]:
    if row.at("notebook") is None:
        return []
    conversation = {
        "contributor": _contributor(row),
        "ranges": _ranges(row),
        "related": [{"type": "provenance-record", "url": f"urn:uuid:{row.record}"}],
    }
    path = row.shown("/notebook/path") or REDACTED
    return [{"path": path, "conversations": [conversation]}]


def _contributor(row: Row) -> Mapping[str, str]:
    kind = "mixed" if row.edited else "ai"
    # Only where the model wrote the text itself; a note beside the code is no contribution to it.
    if row.at("suggestion", "origin") != "model":
        return {"type": kind}
    name = row.words("model", "id") or row.words("model", "name") or "unknown"
    return {"type": kind, "model_id": f"local/{name}"[:_LONGEST_MODEL]}


def _ranges(row: Row) -> list[Mapping[str, Any]]:
    """All lines of the cell's text; none where the text was removed."""
    text = row.value("/acceptance/text")
    if not isinstance(text, str) or not text:
        return []
    lines = text.removesuffix("\n").count("\n") + 1
    return [{"start_line": 1, "end_line": lines, "content_hash": row.words("acceptance", "sha256")}]
