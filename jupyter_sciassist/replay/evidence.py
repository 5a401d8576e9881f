"""The recorded analysis on present data: the very candidate of the card, on the same side of the split."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from .. import packs, pipeline
from .. import profiles as reading
from ..analyses import ANALYSES, _evidence
from ..analyses.base import Analysis, Finding, candidate_of, place_number
from ..confirmation import tested
from ..errors import SciAssistError
from ..profiles.fingerprint import FORMER
from ..provenance.exports.reading import Row
from ..records import Evidence, Fingerprint, Hypothesis, Profile, Split
from .base import TOLERANCE, Blocked, Replay, State, Verdict, blocked

_RESULT = "/evidence/0/result"
_CONFIRMED = "/confirmation/result"
_NAMES = (("method",), ("estimate", "name"), ("effect", "name"), ("statistic", "name"))
_ALONE = (("n",), ("p",), ("statistic", "value"), ("scan", "local_p"), ("scan", "global_p"))


@dataclass(frozen=True)
class _Told:
    """What a record says of its evidence: enough to compute it again."""

    analysis: Analysis
    identity: str
    subject: str
    split: Split
    numbers: Mapping[str, Any]
    claim: Any
    explored: Any


def evidence(row: Row, objects: Mapping[str, Any], *, run: bool) -> Replay | None:
    """Look at the evidence of a decision, or compute it again; None where it has none.

    Parameters
    ----------
    objects : mapping of variable name to live object
    run : bool
        Compute. Otherwise only what could stand in the way is looked at.
    """
    if row.at("evidence", 0) is None:
        return None
    try:
        with np.errstate(all="ignore"):
            told = _told(row)
            profile = _profile(told, objects)
            mark = _mark(row, told, profile, objects)
            same, doubt = _same_data(row, mark)
            found = _measured(told, objects[told.subject], row) if run else None
    except Blocked as why:
        return blocked(row, "evidence", why)
    data = {"algo": mark.algo, "coverage": mark.coverage, "same": same}
    if not run:
        verdict: Verdict | None = None if same else "not checkable"
        detail = doubt or _versions(told)
        return Replay(row, "evidence", _DOUBT[same], detail, verdict, data=data)
    return _judged(row, told, found, data, doubt)


_DOUBT: Mapping[bool | None, State] = {
    True: "can replay",
    False: "data changed",
    None: "data not comparable",
}


def _told(row: Row) -> _Told:
    name = row.words("suggestion", "analysis")
    analysis = packs.named(ANALYSES, name)
    if analysis is None:
        raise Blocked("analysis unknown", f"there is no analysis {name!r} in this installation")
    confirmed = row.decision == "confirmed"
    if confirmed and row.at("confirmation", "rows") != "confirm side":
        raise Blocked("not on record", "it was tested on new rows; which ones is not on record")
    pointer = _CONFIRMED if confirmed else _RESULT
    if pointer in row.redacted:
        raise Blocked("redacted", f"{pointer} was removed from the record")
    numbers = row.value(pointer, "evidence") if confirmed else row.value(pointer)
    subject = row.words("data", 0, "name")
    if not isinstance(numbers, Mapping) or not subject:
        raise Blocked("not on record", "the record holds no numbers or names no data")
    return _Told(
        analysis=analysis,
        identity=row.words("suggestion", "id"),
        subject=subject,
        split="confirm" if confirmed else _split(numbers),
        numbers=numbers,
        claim=row.value("/claim"),
        explored=row.value(_RESULT),
    )


def _split(numbers: Mapping[str, Any]) -> Split:
    return "explore" if numbers.get("split") == "explore" else "all"


def _profile(told: _Told, objects: Mapping[str, Any]) -> Profile:
    if told.subject not in objects:
        raise Blocked("data gone", f"no data were given for {told.subject}")
    found = reading.profile(objects[told.subject], told.subject)
    if found.kind == "other":
        raise Blocked("data gone", f"{told.subject} holds no data that can be read now")
    return found


def _mark(row: Row, told: _Told, profile: Profile, objects: Mapping[str, Any]) -> Fingerprint:
    """The fingerprint now, by the algorithm of the record where that is the former one."""
    now = profile.fingerprint
    if row.words("data", 0, "algo") != FORMER or now.coverage not in ("full", "sampled"):
        return now
    coverage = row.at("data", 0, "coverage")
    return Fingerprint(FORMER, reading.former_digest(objects[told.subject], told.subject), coverage)


def _same_data(row: Row, now: Fingerprint) -> tuple[bool | None, str]:
    """Whether the data are those of the record, None where that cannot be told; and why not."""
    if "/data/0/digest" in row.redacted:
        return None, "the digest of the data was removed from the record"
    algo, coverage = row.words("data", 0, "algo"), row.words("data", 0, "coverage")
    if (algo, coverage) != (now.algo, now.coverage):
        return None, (
            "whether the data are the same cannot be told: their digest is"
            f" {algo} ({coverage}) on record and {now.algo} ({now.coverage}) now"
        )
    if coverage not in ("full", "sampled"):
        return None, f"these data have no digest of their values ({coverage})"
    before = row.shown("/data/0/digest")
    if before == now.digest:
        return True, ""
    return False, f"the data are not the same: {before[:12]} on record, {now.digest[:12]} now"


def _measured(told: _Told, obj: Any, row: Row) -> Finding | None:
    """The finding of the card's candidate, None where these rows give none."""
    try:
        table = reading.read(obj, told.subject, split=told.split, salt=pipeline.SALT)
        candidate = candidate_of(
            told.analysis, table.profile, told.subject, told.identity, _variables(told)
        )
        if candidate is None and "/claim" in row.redacted:
            raise Blocked("redacted", "the claim, which names the columns, was removed")
        if candidate is None:
            return None
        if row.decision != "confirmed":
            return told.analysis.measure(table, candidate)
        if told.claim is None or told.explored is None:
            raise Blocked("redacted", "the claim or what was explored was removed from the record")
        claim, explored = Hypothesis.from_json(told.claim), Evidence.from_json(told.explored)
        return tested(told.analysis, table, candidate, claim, explored)
    except Blocked:
        raise
    except SciAssistError as error:
        raise Blocked("failed", str(error)) from error
    except Exception as error:  # analyses of any author meet data of any kind
        said = f"{type(error).__name__}: {str(error)[:200]}"
        raise Blocked("failed", f"the analysis {told.analysis.name!r} failed ({said})") from error


def _variables(told: _Told) -> tuple[str, ...]:
    found = _at(told.claim, "variables")
    return tuple(map(str, found)) if isinstance(found, list) else ()


def _judged(
    row: Row, told: _Told, found: Finding | None, data: Mapping[str, Any], doubt: str
) -> Replay:
    now = None if found is None else found.evidence.to_json()
    if found is None or now is None:
        said = "the analysis shows nothing of the kind on these data"
        compared: tuple[str, ...] = ("evidence",)
        differs, exact = {"evidence": said}, False
    else:
        compared, differs, exact = _compared(told, now, found, row)
        more = now["n"] > (_number(told.numbers.get("n")) or 0)
        if row.decision == "confirmed" and data["same"] and more:
            return blocked(row, "evidence", Blocked("not on record", _LEFT_OUT))
    detail = "; ".join(f"{name}: {said}" for name, said in differs.items())
    verdict: Verdict = "identical" if exact else "same evidence within tolerance"
    if differs:
        verdict = "diverged"
    if not data["same"]:
        detail = f"{doubt}; computed all the same: {detail or verdict}"
        verdict = "not checkable"
    detail = "; ".join(
        one for one in (detail, "" if verdict == "identical" else _versions(told)) if one
    )
    return Replay(
        row,
        "evidence",
        _DOUBT[data["same"]],
        detail,
        verdict,
        compared,
        tuple(differs),
        data,
        now=now,
    )


_LEFT_OUT = (
    "rows of the confirm side were left out then, because another scan had seen them; which ones is not"
    " on record"
)


def _compared(
    told: _Told, now: Mapping[str, Any], found: Finding, row: Row
) -> tuple[tuple[str, ...], dict[str, str], bool]:
    """Names of what was compared, what differs in words, and whether all else is equal to the last bit."""
    pairs = {".".join(path): (_at(told.numbers, *path), _at(now, *path)) for path in _NAMES}
    numbers = _numbers(told.numbers), _numbers(now)
    if isinstance(told.claim, Mapping) and row.decision != "confirmed":
        for name in ("direction", "level"):
            pairs[name] = (told.claim.get(name), getattr(found, name))
        for side, place in zip(numbers, (told.claim.get("location"), found.location), strict=True):
            where = place_number(place) if isinstance(place, (int, float, str)) else None
            if where is not None:
                side["location"] = (where, abs(where))
    differs = {name: f"{old} then, {new} now" for name, (old, new) in pairs.items() if old != new}
    exact = True
    for name in sorted(numbers[0].keys() | numbers[1].keys()):
        old, new = (side.get(name) for side in numbers)
        exact = exact and old is not None and new is not None and old[0] == new[0]
        if old is None or new is None or not _close(name, old, new):
            differs[name] = f"{_shown(old)} then, {_shown(new)} now"
    names = [name for name, pair in pairs.items() if pair != (None, None)]
    return (*names, *sorted(numbers[0].keys() | numbers[1].keys())), differs, exact


def _numbers(told: Mapping[str, Any]) -> dict[str, tuple[float, float]]:
    """Each number and the size that its tolerance is relative to: of an interval its largest end."""
    found = {".".join(path): _at(told, *path) for path in _ALONE}
    scale: dict[str, float] = {}
    for part in ("estimate", "effect"):
        three = {f"{part}.{key}": _at(told, part, key) for key in ("value", "low", "high")}
        size = max(
            (abs(one) for one in map(_number, three.values()) if one is not None), default=0.0
        )
        found |= three
        scale |= dict.fromkeys(three, size)
    df = _at(told, "statistic", "df")
    parts = df if isinstance(df, list) else []
    found |= {f"statistic.df{place}": one for place, one in enumerate(parts, 1)}
    numbers = {name: _number(one) for name, one in found.items()}
    return {
        name: (one, scale.get(name, abs(one))) for name, one in numbers.items() if one is not None
    }


def _number(value: Any) -> float | None:
    """A number of a record, where the largest stand as strings."""
    if value is None or isinstance(value, (bool, list, dict)):
        return None
    try:
        return float(value)
    except ValueError:
        return None


def _close(name: str, old: tuple[float, float], new: tuple[float, float]) -> bool:
    if name == "n":
        return old[0] == new[0]
    return abs(old[0] - new[0]) <= TOLERANCE * max(old[1], new[1])


def _shown(one: tuple[float, float] | None) -> str:
    return "none" if one is None else f"{one[0]:.12g}"


def _at(value: Any, *keys: str) -> Any:
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def _versions(told: _Told) -> str:
    """What computed then and is of another version now."""
    before = told.numbers.get("versions")
    old = before if isinstance(before, Mapping) else {}
    changed = [
        f"{name} {old[name]} then, {new} now"
        for name, new in _evidence.versions().items()
        if old.get(name) not in (None, new)
    ]
    return f"version differs: {', '.join(changed)}" if changed else ""
