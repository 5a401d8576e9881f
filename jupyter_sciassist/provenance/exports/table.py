"""The log as CSV (RFC 4180), one decision a row, then one note a row, fit for a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping

from .reading import REDACTED, Note, Reading, Row
from .showing import visible, words

_RESULT = "/evidence/0/result"
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
# Those and their full-width forms begin a formula; tab and carriage return may hide one.
_FORMULA = frozenset("=+-@\t\r\n|＝＋－＠")


def _body(*keys: str | int) -> Callable[[Row], str]:
    return lambda row: row.words(*keys)


def _open(pointer: str, *keys: str | int) -> Callable[[Row], str]:
    return lambda row: row.shown(pointer, *keys)


def _variables(row: Row) -> str:
    if "/claim" in row.redacted:
        return REDACTED
    found = row.value("/claim", "variables")
    return ", ".join(words(one) for one in found) if isinstance(found, list) else ""


def _replays(log: Reading, row: Row) -> str:
    return "; ".join(f"{one.part} {one.verdict}" for one in log.replays_of(row))


COLUMNS: Mapping[str, Callable[[Row], str]] = {
    "record": lambda row: row.record,
    "record_hash": lambda row: row.hash,
    "seq": lambda row: str(row.seq),
    "time": lambda row: row.time,
    "decision": lambda row: row.decision,
    "by": _open("/by"),
    "notebook": _open("/notebook/path"),
    "doc_id": _body("notebook", "doc_id"),
    "cell": _body("cell", "id"),
    "kernel": _body("kernel"),
    "suggestion": _body("suggestion", "id"),
    "kind": _body("suggestion", "kind"),
    "origin": _body("suggestion", "origin"),
    "pack": _body("suggestion", "pack"),
    "analysis": _body("suggestion", "analysis"),
    "title": _open("/suggestion/title"),
    "statement": _open("/claim", "statement"),
    "relation": _open("/claim", "relation"),
    "variables": _variables,
    "method": _body("evidence", 0, "method"),
    "asserted": _body("evidence", 0, "asserted"),
    "n": _open(_RESULT, "n"),
    "effect": _open(_RESULT, "effect", "name"),
    "effect_value": _open(_RESULT, "effect", "value"),
    "effect_low": _open(_RESULT, "effect", "low"),
    "effect_high": _open(_RESULT, "effect", "high"),
    "p": _open(_RESULT, "p"),
    "q": _open(_RESULT, "q"),
    "family": _body("evidence", 0, "family", "id"),
    "family_size": _body("evidence", 0, "family", "size"),
    "split": _body("evidence", 0, "split"),
    "seed": _body("evidence", 0, "seed"),
    "data": _body("data", 0, "name"),
    "data_coverage": _body("data", 0, "coverage"),
    "data_digest": _open("/data/0/digest"),
    "mode": _body("acceptance", "mode"),
    "edit_ratio": _body("acceptance", "edit_ratio"),
    "suggested_sha256": _body("suggestion", "sha256"),
    "accepted_sha256": _body("acceptance", "sha256"),
    "outcome": _body("confirmation", "outcome"),
    "outcome_rows": _body("confirmation", "rows"),
    "model": _body("model", "name"),
    "model_sha256": _body("model", "sha256"),
    "quantization": _body("model", "quantization"),
    "engine": _body("runtime", "engine"),
    "engine_version": _body("runtime", "version"),
    "model_seed": _body("params", "seed"),
    "redacted": lambda row: " ".join(row.redacted),
}


# A note fills these; `decision` reads `note`, so that a filter tells them from decisions.
NOTE: Mapping[str, Callable[[Note], str]] = {
    "record": lambda note: note.record,
    "record_hash": lambda note: note.hash,
    "seq": lambda note: str(note.seq),
    "time": lambda note: note.time,
    "decision": lambda note: "note",
    "by": lambda note: note.by,
    "redacted": lambda note: " ".join(note.redacted),
    "note_on": lambda note: note.about,
    "note": lambda note: note.text,
}


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula; numbers stay numbers."""
    shown = visible(text)
    begins = shown.lstrip(" ")[:1]
    return "'" + shown if begins in _FORMULA and begins and not _NUMBER.fullmatch(shown) else shown


def table(log: Reading) -> bytes:
    """The rows with a header; a log with neither decision nor note gives one row with its head."""
    out = io.StringIO(newline="")
    header = [*COLUMNS, "replays", "note_on", "note", "log", "log_head", "log_records"]
    writer = csv.DictWriter(out, header, restval="", lineterminator="\r\n")
    writer.writeheader()
    end = {"log": log.log, "log_head": log.head, "log_records": str(log.count)}
    for row in log.rows:
        told = {name: safe(cell(row)) for name, cell in COLUMNS.items()}
        writer.writerow(told | {"replays": safe(_replays(log, row))} | end)
    for note in log.notes:
        writer.writerow({name: safe(cell(note)) for name, cell in NOTE.items()} | end)
    if not log.rows and not log.notes:
        writer.writerow(end)
    return out.getvalue().encode()
