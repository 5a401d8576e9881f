"""A notebook's cells within budgets: what is read of them, whatever their outputs hold."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

MOST_CELLS = 500
SOURCE_CHARS = 20_000
TEXT_CHARS = 2_000
ERROR_CHARS = 3_000
_NAME_CHARS = 200
_MOST_OUTPUTS = 20
_CUT = "\n[...]\n"
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def cut(cells: Any) -> list[dict[str, Any]]:
    """Cells of the nbformat, each cut to its budget; what is no cell is left out.

    Text of an output is cut to 2 000 characters (its beginning), an error to 3 000 (its end, where
    the cause stands), an image to the name of its type. Cutting twice changes nothing.
    """
    if not isinstance(cells, (list, tuple)):
        return []
    return [_cell(cell) for cell in cells[:MOST_CELLS] if isinstance(cell, Mapping)]


def text_of(value: Any, limit: int) -> str:
    """A multi-line text of the nbformat, cut to its first `limit` characters."""
    if isinstance(value, (list, tuple)):
        value = "".join(part for part in value if isinstance(part, str))
    if not isinstance(value, str):
        return ""
    return value if len(value) <= limit else value[: limit - len(_CUT)] + _CUT


def clean(text: str) -> str:
    """Text without terminal escapes and control characters."""
    return _CONTROLS.sub("", _ESCAPES.sub("", text))


def _cell(cell: Mapping[str, Any]) -> dict[str, Any]:
    kind, identity, count = cell.get("cell_type"), cell.get("id"), cell.get("execution_count")
    kept: dict[str, Any] = {
        "cell_type": kind if kind in ("code", "markdown") else "raw",
        "source": text_of(cell.get("source"), SOURCE_CHARS),
    }
    if isinstance(identity, str):
        kept["id"] = identity[:_NAME_CHARS]
    if kind == "code":
        outputs = cell.get("outputs")
        kept["execution_count"] = count if type(count) is int else None
        kept["outputs"] = _outputs(outputs if isinstance(outputs, (list, tuple)) else ())
    return kept


def _outputs(outputs: Sequence[Any]) -> list[dict[str, Any]]:
    found = [_output(output) for output in outputs[:_MOST_OUTPUTS] if isinstance(output, Mapping)]
    # an error comes last, so it would be the first to fall out of the budget
    late = [_output(one) for one in outputs[_MOST_OUTPUTS:][-1:] if isinstance(one, Mapping)]
    return [output for output in found + late if output]


def _output(output: Mapping[str, Any]) -> dict[str, Any]:
    kind = output.get("output_type")
    if kind == "stream":
        text = clean(text_of(output.get("text"), TEXT_CHARS))
        return {"output_type": "stream", "name": _name(output.get("name")), "text": text}
    if kind == "error":
        return _error(output)
    if kind in ("display_data", "execute_result"):
        return {"output_type": kind, "data": _data(output.get("data"))}
    return {}


def _name(value: Any) -> str:
    return value[:_NAME_CHARS] if isinstance(value, str) else ""


def _error(output: Mapping[str, Any]) -> dict[str, Any]:
    lines = output.get("traceback")
    parts = lines if isinstance(lines, (list, tuple)) else ()
    tail: list[str] = []
    room = ERROR_CHARS
    for part in reversed(parts):
        line = clean(part[-10 * ERROR_CHARS :]) if isinstance(part, str) else ""
        tail.append(line[-room:] if room else "")
        room -= len(tail[-1])
        if room <= 0:
            break
    return {
        "output_type": "error",
        "ename": _name(output.get("ename")),
        "evalue": clean(text_of(output.get("evalue"), ERROR_CHARS)),
        "traceback": tail[::-1],
    }


def _data(data: Any) -> dict[str, str]:
    """Plain text as it is; every other type by its name only."""
    if not isinstance(data, Mapping):
        return {}
    kept = {}
    for kind, value in list(data.items())[:_MOST_OUTPUTS]:
        if kind == "text/plain":
            kept[kind] = clean(text_of(value, TEXT_CHARS))
        elif isinstance(kind, str):
            kept[kind[:_NAME_CHARS]] = f"[{kind[:_NAME_CHARS]}]"
    return kept
