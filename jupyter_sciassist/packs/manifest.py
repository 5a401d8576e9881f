"""`pack.json`: what a pack says of itself, checked by hand so that discovery needs the standard library alone.

    {"api": 1, "id": "physics", "version": "1.0", "title": "...",
     "recognisers": [{"kinds": [...], "types": [...], "columns": [
         {"role": "flux", "names": ["xrs[ab].*"], "roles": ["numeric"], "units": ["W/m2"], "min": 0, "max": 1}]}],
     "analyses": [{"id": "...", "title": "...", "kinds": [...], "cost": "low", "extras": [],
                   "instead_of": "flare"}]}

A recogniser fits where all that it names is met; a column role is met by a column whose whole name matches one of
`names` (regular expressions, case ignored), whose role, unit and range are as said.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import PackError

API = 1
COSTS = ("low", "medium", "high")
_ID = re.compile(r"[a-z][a-z0-9_]{0,31}\Z")


@dataclass(frozen=True)
class ColumnRole:
    """A column that a recogniser looks for."""

    role: str
    names: tuple[str, ...]
    roles: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    min: float | None = None
    max: float | None = None


@dataclass(frozen=True)
class Recogniser:
    """When an object is of the pack's discipline. Empty `kinds` or `types` mean any."""

    columns: tuple[ColumnRole, ...] = ()
    kinds: tuple[str, ...] = ()
    types: tuple[str, ...] = ()


@dataclass(frozen=True)
class Offer:
    """One analysis that a pack announces; `instead_of` names one of the core that it stands for."""

    id: str
    title: str
    kinds: tuple[str, ...] = ()
    cost: str = "low"
    extras: tuple[str, ...] = ()
    instead_of: str | None = None


@dataclass(frozen=True)
class Pack:
    """A pack as its manifest tells it, or the problem that keeps it from being used."""

    id: str
    module: str
    folder: str
    version: str = ""
    title: str = ""
    recognisers: tuple[Recogniser, ...] = ()
    analyses: tuple[Offer, ...] = ()
    problem: str | None = None


def read(folder: Path, module: str, name: str) -> Pack:
    """The pack in a folder; where it is malformed, a pack called `name` with its problem."""
    try:
        return _read(folder, module)
    except (OSError, ValueError, PackError) as error:
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        return Pack(name, module, str(folder), problem=f"Pack {name!r} is left out: {said}")


def _read(folder: Path, module: str) -> Pack:
    for needed in ("SKILL.md", "pack.json", "analyses.py"):
        if not (folder / needed).is_file():
            raise PackError(f"its folder holds no {needed}.")
    if not (folder / "SKILL.md").read_text(encoding="utf-8").startswith("---"):
        raise PackError("SKILL.md has no front matter with name and description.")
    data = _table(
        json.loads((folder / "pack.json").read_text(encoding="utf-8")), "pack.json", _PACK
    )
    if data["api"] != API:
        raise PackError(f"pack.json is of api {data['api']!r}; this version reads {API}.")
    if not _ID.match(data["id"]):
        raise PackError(f"its id {data['id']!r} is no lower-case word.")
    offers = tuple(_offer(one) for one in data["analyses"])
    return Pack(
        id=data["id"],
        module=module,
        folder=str(folder),
        version=data["version"],
        title=data["title"],
        recognisers=tuple(_recogniser(one) for one in data["recognisers"]),
        analyses=offers,
    )


_PACK = {"api": int, "id": str, "version": str, "title": str, "recognisers": list, "analyses": list}
_OFFER = {"id": str, "title": str}
_OFFER_MORE = {"kinds": list, "cost": str, "extras": list, "instead_of": str}
_RECOGNISER = {"columns": list, "kinds": list, "types": list}
_COLUMN = {"role": str, "names": list}
_COLUMN_MORE = {"roles": list, "units": list, "min": (int, float), "max": (int, float)}


def _table(
    data: Any, where: str, needed: dict[str, Any], more: dict[str, Any] | None = None
) -> dict[str, Any]:
    """The object itself once every field is known, of its type and none is missing."""
    if not isinstance(data, dict):
        raise PackError(f"{where} is no object.")
    known = needed | (more or {})
    for key in needed:
        if key not in data:
            raise PackError(f"{where} lacks {key!r}.")
    for key, value in data.items():
        if key not in known:
            raise PackError(f"{where} has no field {key!r}.")
        if not isinstance(value, known[key]) or isinstance(value, bool):
            raise PackError(f"{where}: {key!r} is of the wrong type.")
        if isinstance(value, list) and known is not _PACK and key != "columns":
            _texts(value, f"{where}: {key!r}")
    return data


def _texts(values: list[Any], where: str) -> None:
    if any(not isinstance(one, (str, dict)) for one in values):
        raise PackError(f"{where} holds something that is no text.")


def _offer(data: Any) -> Offer:
    _table(data, "an analysis in pack.json", _OFFER, _OFFER_MORE)
    offer = Offer(**{key: _frozen(value) for key, value in data.items()})
    if offer.cost not in COSTS:
        raise PackError(f"cost {offer.cost!r} is none of {', '.join(COSTS)}.")
    return offer


def _recogniser(data: Any) -> Recogniser:
    _table(data, "a recogniser in pack.json", {}, _RECOGNISER)
    columns = tuple(_column(one) for one in data.get("columns", []))
    kinds, types = (tuple(data.get(key, [])) for key in ("kinds", "types"))
    if not columns and not kinds and not types:
        raise PackError("a recogniser in pack.json names nothing, so it would fit everything.")
    return Recogniser(columns, kinds, types)


def _column(data: Any) -> ColumnRole:
    _table(data, "a column role in pack.json", _COLUMN, _COLUMN_MORE)
    try:
        for pattern in data["names"]:
            re.compile(pattern)
    except re.error as error:
        raise PackError(f"a name pattern in pack.json is malformed ({error}).") from error
    return ColumnRole(**{key: _frozen(value) for key, value in data.items()})


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
