"""The shape of a model's reply, and its reading."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

SHORTEST, LONGEST = 4, 70
CHOICES = 30


@dataclass(frozen=True)
class Reply:
    """What a note is composed of; `look_at` is null where the table has no other column."""

    idea: str
    look_at: str | None


def schema(others: Sequence[str]) -> dict[str, Any]:
    """JSON schema of a reply: plain lower-case words, and one of the real other columns."""
    properties: dict[str, Any] = {
        "idea": {"type": "string", "pattern": f"^[a-z][a-z ,'-]{{{SHORTEST - 1},{LONGEST - 1}}}$"}
    }
    if others:
        properties["look_at"] = {"enum": list(others)[:CHOICES]}
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def parse(text: str) -> Reply | None:
    """The reply in a text, or None where it is no such object."""
    try:
        told = json.loads(text)
    except ValueError:
        return None
    if not isinstance(told, dict) or not set(told) <= {"idea", "look_at"}:
        return None
    idea, look_at = told.get("idea"), told.get("look_at")
    if not isinstance(idea, str) or not isinstance(look_at, str | None):
        return None
    return Reply(" ".join(idea.split()).rstrip(" ,'-"), look_at)
