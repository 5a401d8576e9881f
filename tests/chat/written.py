"""Records of the corpus as grounds, and a reply checked against them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jupyter_sciassist.chat import grounding, kinds, names, sides
from jupyter_sciassist.chat.facts import Fact, Grounds, Trend
from jupyter_sciassist.chat.grounding import Sources
from jupyter_sciassist.chat.records import Run, Source
from jupyter_sciassist.language.vocabulary import Named

CORPUS = Path(__file__).parent / "corpus"
REPLIES = json.loads((CORPUS / "replies.json").read_text(encoding="utf-8"))
BLIND = json.loads((CORPUS / "blind.json").read_text(encoding="utf-8"))
SOURCE = Source("evidence", "the record", "table", "card")
_KINDS = {
    "ci_low": {"interval", "low"}, "ci_high": {"interval", "high"}, "diff": {"difference"}, "local_sigma": {"sigma", "local"},
    "global_sigma": {"sigma", "global"}, "p_local": {"p", "local"}, "p_global": {"p", "global"},
    "pct": {"share"}, "missing_pct": {"share", "missing"}, "missing_share": {"share", "missing"}, "before": {"mean"}, "after": {"mean"},
    "total": {"n", "sum"}, "answered": {"n", "present"}, "trials": {"tests"}, "eta2": {"eta"}, "chi2": {"statistic"},
    "position": {"location"}, "n_all": {"rows"}, "excluded": {"n", "excluded"}, "first": {"time"}, "last": {"time"},
    "year": {"time"}, "month": {"time"}, "day": {"time"}, "events": {"n"}, "defects": {"n"}, "min": {"min", "range"}, "max": {"max", "range"},
    "odds_ratio": {"odds"}, "hazard_ratio": {"risk"}, "ratio": {"ratio"}, "slope": {"slope"}, "missing": {"missing", "n"},
}  # fmt: skip
_LEVELS = ("control", "treated", "north", "south", "light", "dark", "a", "b", "before", "after")


def grounds(record: Mapping[str, Any]) -> Grounds:
    """What the record of a corpus reply gives to rest on."""
    columns: list[str] = record["columns"]
    levels = tuple(one for one in _LEVELS if any(_level(key) == one for key in record["numbers"]))
    levels = tuple(one.upper() if len(one) == 1 else one for one in levels)
    named = [Named(name, True, levels if name == columns[0] else ()) for name in columns]
    known = names.of({"table": named})
    facts = [_fact(key, value, record, columns, levels) for key, value in record["numbers"].items()]
    if "day" in record["numbers"]:
        told = "{year}-{month:02}-{day:02}".format(**record["numbers"])
        facts.append(Fact(0.0, SOURCE, text=told))
    if "ci_low" in record["numbers"]:
        facts.append(Fact(95.0, SOURCE, frozenset({"interval"}), frozenset(columns), percent=True))
    trends = []
    if record["direction"] is not None:
        way = 1 if record["direction"] == "+" else -1
        level = _first(record["sentence"], levels)
        trends.append(Trend(frozenset(columns), way, SOURCE, level))
    return Grounds(known, tuple(facts), tuple(trends))


def _level(key: str) -> str | None:
    last = key.rpartition("_")[2]
    return last if last in _LEVELS else None


def _first(sentence: str, levels: tuple[str, ...]) -> str | None:
    places = {sentence.find(f" {level} "): level for level in levels if f" {level} " in sentence}
    return places[min(places)] if places else None


def _fact(
    key: str, value: float, record: Mapping[str, Any], columns: list[str], levels: tuple[str, ...]
) -> Fact:
    level = _level(key)
    kind = key if key in _KINDS else key.partition("_")[0]
    own = _KINDS.get(kind) or {found for _, _, found in kinds.spoken(kind)} or {kind}
    shown = level.upper() if level and len(level) == 1 else level
    about = frozenset({*columns, *([shown] if shown else [])})
    needs = frozenset({shown} if shown else ())
    unit = re.search(rf"{re.escape(str(value))} (per year|days)", record["sentence"])
    return Fact(
        float(value), SOURCE, frozenset(own), about, needs,
        unit=unit[1] if unit else None,
        percent=key.startswith("pct") or key.endswith("pct"), also=frozenset(() if level else levels),
        per=columns[0] if key == "slope" else None,
        bound="<" if f"{key} < " in record["sentence"] else None,
    )  # fmt: skip


def runs(case: Mapping[str, Any]) -> tuple[Run, ...]:
    """A reply of the corpus as runs."""
    return grounding.checked(case["reply"], grounds(case["record"]), Sources())


def standing(found: tuple[Run, ...], reply: str, part: str) -> set[str]:
    """The standings of the runs that a part of the reply overlaps."""
    start = reply.index(part)
    end, at, seen = start + len(part), 0, set()
    for run in found:
        if at < end and start < at + len(run.text):
            seen.add(run.standing)
        at += len(run.text)
    return seen


def blind(record: Mapping[str, Any]) -> Grounds:
    """What a record of the second corpus gives to rest on: each number with its label, level, unit and side."""
    held: Mapping[str, list[str]] = record["levels"]
    named = [
        Named(name, name not in held, tuple(held.get(name, ())))
        for name in dict.fromkeys([*record["columns"], *held])
    ]
    every = frozenset(level for own in held.values() for level in own)
    found = [_labelled(one, record, every) for one in record["numbers"].values()]
    if any("interval" in fact.kinds for fact in found):
        about = frozenset(record["columns"])
        found.append(Fact(95.0, SOURCE, frozenset({"confidence", "interval"}), about, percent=True))
    trends = []
    if record["direction"] is not None:
        places = {record["sentence"].find(f" {level} "): level for level in every}
        places = {place: level for place, level in places.items() if place >= 0}
        trends.append(
            Trend(
                frozenset(record["about"][:2]),
                1 if record["direction"] == "+" else -1,
                SOURCE,
                places[min(places)] if places else None,
                record.get("leader"),
                record.get("ordered", False),
            )
        )
    return Grounds(names.of({"table": named}), tuple(found), tuple(trends))


def _labelled(one: Mapping[str, Any], record: Mapping[str, Any], every: frozenset[str]) -> Fact:
    level = one.get("level")
    own = frozenset({kind for _, _, kind in kinds.spoken(one["is"])} | sides.held(one["is"]))
    about = {*one.get("columns", record["about"]), *record["levels"], *([level] if level else [])}
    return Fact(
        float(one["value"]), SOURCE, own, frozenset(about), frozenset([level] if level else []),
        unit=one.get("unit"), per=one.get("per"), side=one.get("side", 0),
        also=frozenset() if level or own & {"n", "rows"} else every,
    )  # fmt: skip


def blind_runs(case: Mapping[str, Any]) -> tuple[Run, ...]:
    """A reply of the second corpus as runs."""
    return grounding.checked(case["reply"], blind(BLIND["records"][case["record"]]), Sources())
