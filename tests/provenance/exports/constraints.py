"""The rules of PROV-CONSTRAINTS that the `prov` package does not check, on a PROV-JSON document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

# Relation: its two arguments and the kinds they are of.
RELATIONS = {
    "wasGeneratedBy": (("prov:entity", "entity"), ("prov:activity", "activity")),
    "used": (("prov:activity", "activity"), ("prov:entity", "entity")),
    "wasAssociatedWith": (("prov:activity", "activity"), ("prov:agent", "agent")),
    "wasAttributedTo": (("prov:entity", "entity"), ("prov:agent", "agent")),
    "wasDerivedFrom": (("prov:generatedEntity", "entity"), ("prov:usedEntity", "entity")),
}
ELEMENTS = ("entity", "activity", "agent")


def violations(document: Mapping[str, Any]) -> list[str]:
    """Every rule that is broken, in words; empty for a document that holds."""
    return [
        *_names(document),
        *_declared(document),
        *_times(document),
        *_once(document),
        *_cycles(document),
    ]


def _relations(document: Mapping[str, Any], kind: str) -> list[Mapping[str, Any]]:
    return list(document.get(kind, {}).values())


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def _names(document: Mapping[str, Any]) -> Iterator[str]:
    unknown = set(document) - {"prefix", *ELEMENTS, *RELATIONS}
    yield from (f"unknown part {name}" for name in sorted(unknown))
    prefixes = {"prov", "xsd", *document.get("prefix", {})}
    for kind in ELEMENTS:
        for name, attributes in document.get(kind, {}).items():
            types = attributes.get("prov:type", [])
            types = types if isinstance(types, list) else [types]
            for used in (name, *attributes, *(one["$"] for one in types)):
                if used.partition(":")[0] not in prefixes:
                    yield f"undeclared prefix in {used}"


def _declared(document: Mapping[str, Any]) -> Iterator[str]:
    for kind, arguments in RELATIONS.items():
        for relation in _relations(document, kind):
            for key, wanted in arguments:
                if relation[key] not in document.get(wanted, {}):
                    yield f"{kind}: {relation[key]} is no declared {wanted}"
    for name in set(document.get("entity", {})) & set(document.get("activity", {})):
        yield f"{name} is both entity and activity"


def _times(document: Mapping[str, Any]) -> Iterator[str]:
    activities = document.get("activity", {})
    for name, attributes in activities.items():
        start, end = attributes.get("prov:startTime"), attributes.get("prov:endTime")
        if start and end and _time(start) > _time(end):
            yield f"{name} ends before it starts"
    made = {}
    for relation in _relations(document, "wasGeneratedBy"):
        when = relation.get("prov:time")
        end = activities.get(relation["prov:activity"], {}).get("prov:endTime")
        if when is not None:
            made[relation["prov:entity"]] = _time(when)
            if end is not None and _time(when) > _time(end):
                yield f"{relation['prov:entity']} was generated after its activity ended"
    for relation in _relations(document, "used"):
        when = relation.get("prov:time") or activities.get(relation["prov:activity"], {}).get(
            "prov:endTime"
        )
        first = made.get(relation["prov:entity"])
        if when is not None and first is not None and first > _time(when):
            yield f"{relation['prov:entity']} was used before it was generated"


def _once(document: Mapping[str, Any]) -> Iterator[str]:
    seen = set()
    for relation in _relations(document, "wasGeneratedBy"):
        if relation["prov:entity"] in seen:
            yield f"{relation['prov:entity']} was generated twice"
        seen.add(relation["prov:entity"])


def _cycles(document: Mapping[str, Any]) -> Iterator[str]:
    sources: dict[str, set[str]] = {}
    for relation in _relations(document, "wasDerivedFrom"):
        sources.setdefault(relation["prov:generatedEntity"], set()).add(relation["prov:usedEntity"])
    for start in sources:
        reached, waiting = set(), set(sources[start])
        while waiting:
            name = waiting.pop()
            reached.add(name)
            waiting |= sources.get(name, set()) - reached
        if start in reached:
            yield f"{start} is derived from itself"
