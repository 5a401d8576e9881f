"""`describe`: what an object or some of its columns hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ... import described, profiles
from ...analyses import _scan, duplicates
from ...profiles import glance, split
from ...records import ColumnProfile, Filter, Profile, Role
from ..context import Context
from ..records import Reply
from . import _columns, _telling, inspecting, warning
from ._hearing import Heard, heard, phrases, said
from ._telling import Part, Parts, Telling, listed

MOST_COLUMNS = 6
MOST_A_ROLE = 12
_CUES = phrases(
    "describe; description; description of; summary; summary of; summary statistics; summarise; summarize; overview; "
    "overview of; what is in; what s in; whats in; contain; contains; profile; info; info on; information; "
    "information on; information about; tell me about; what do we have; what do i have; descriptive statistics; "
    "descriptives; basic statistics; what kind of data; look like; looks like; structure; structure of"
)
_EXTRA = frozenset(
    "do does is are about contents content inside kinds quick short brief full each by we".split()
)
_ROLES: Mapping[str, tuple[Role, ...]] = {
    "Numbers": ("numeric", "count"), "Groups": ("category", "boolean"), "Times": ("time",),
    "Names of rows or units": ("id",), "Texts": ("text",), "Places": ("geometry",), "Constant": ("constant",),
}  # fmt: skip
_KINDS: Mapping[str, str] = {
    "table": "a table", "series": "a series", "array": "an array", "events": "a list of events",
    "spectrum": "a spectrum", "wave": "a wave", "field": "a field", "survival": "a table of survival times",
    "spatial": "a table of places", "counts": "a table of counts", "model": "a model", "figure": "a figure",
}  # fmt: skip


def respond(question: str, context: Context) -> Reply | None:
    """A description of the object or of the columns named; None where the message asks for none."""
    cue = said(question, _CUES)
    found = heard(question, context, cue, _EXTRA) if cue else None
    if found is None or found.unread or found.numbers:
        return None
    telling = Telling(found.subject)
    profile = profiles.profile(context.objects[found.subject], found.subject)
    if found.columns or found.levels:
        if profiles.own_column(context.objects[found.subject], found.subject) in found.columns:
            inspecting.facts(telling, found.subject, glance.glance(context.objects[found.subject]))
        _named(telling, context, found, profile)
    else:
        _whole(telling, context, profile)
        others = [
            name for name, columns in context.columns.items() if columns and name != found.subject
        ]
        if others and not found.named:
            telling.say(
                f"There is data in {', '.join(others[:8])} as well; name one to have it described."
            )
    warning.say(
        telling, context, found.subject, found.columns or [one.name for one in profile.columns]
    )
    _telling.readings(telling, found, f"describe {' and '.join(found.columns[:2])}")
    return telling.reply()


def _named(telling: Telling, context: Context, found: Heard, profile: Profile) -> None:
    names = found.columns or tuple(dict.fromkeys(owner for owner, _ in found.levels))
    obj = context.objects[found.subject]
    by_name = {one.name: one for one in profile.columns}
    wanted = [*names, *(owner for owner, _ in found.levels)]
    raws = profiles.columns(obj, found.subject, wanted)
    keep = np.ones(profiles.rows(obj, found.subject), dtype=bool)
    keep = keep[: len(next(iter(raws.values())).values)]
    filters = [Filter(owner, "==", level) for owner, level in found.levels] if found.columns else []
    for one in filters:
        keep &= described.met(raws[one.column], one)
    where = (
        f" where {' and '.join(f'{one.column} is {one.value}' for one in filters)}"
        if filters
        else ""
    )
    # a column beyond the plan's is in no profile, and is not described
    known = [
        name for name in names if name in by_name and name not in {one.column for one in filters}
    ]
    group = known[-1] if len(known) > 1 and found.says("by", "per", "each", "across") else None
    for name in known[:MOST_COLUMNS]:
        if name == group:
            continue
        _columns.sentences(telling, by_name[name], raws[name], keep, where)
        if (
            group is not None
            and raws[name].values.dtype.kind == "f"
            and by_name[group].role in ("category", "boolean", "count")
        ):
            _columns.by_group(telling, by_name[name], raws[name], group, raws[group], keep)
    if len(known) > MOST_COLUMNS:
        telling.say(f"Of the columns named the first {MOST_COLUMNS} are described.")


def _whole(telling: Telling, context: Context, profile: Profile) -> None:
    shape = profile.shape or (0,)
    kind = _KINDS.get(profile.kind, "an object")
    head: list[Part] = [f"{profile.variable} is {kind} ({profile.type}) of "]
    count = shape[1] if len(shape) > 1 else len(profile.columns)
    head += [*telling.counted(shape[0], "row", f"rows of {profile.variable}"), " and "]
    head += telling.counted(count, "column", f"columns of {profile.variable}")
    telling.say(*head, ".")
    if shape[0] == 0 or not profile.columns:
        telling.say("There is nothing in it to describe.")
        return
    if profile.note:
        telling.say("Note: ", telling.quoted(profile.note, "how the object was read"), ".")
    for title, roles in _ROLES.items():
        of_role = [one for one in profile.columns if one.role in roles]
        if of_role:
            _of_role(telling, title, of_role)
    _missing(telling, profile)
    _rows(telling, context, profile)


def _of_role(telling: Telling, title: str, columns: Sequence[ColumnProfile]) -> None:
    items = [_short(telling, one) for one in columns[:MOST_A_ROLE]]
    rest: Parts = ()
    if len(columns) > MOST_A_ROLE:
        more = len(columns) - MOST_A_ROLE
        rest = ("; and ", telling.figure(more, f"further columns of {telling.subject}"), " more")
    telling.say(f"{title}: ", *listed(items, "; "), *rest, ".")


def _short(telling: Telling, one: ColumnProfile) -> Parts:
    seen, unit = one.summary, f" ({one.unit})" if one.unit else ""
    told = f"of {one.name} over {one.n - one.missing} values"
    parts: list[Part] = [f"{one.name}{unit}"]
    if one.role in ("numeric", "count") and "min" in seen:
        parts += [" ", telling.figure(seen["min"], f"smallest value {told}")]
        parts += [" to ", telling.figure(seen["max"], f"largest value {told}")]
        if "mean" in seen:
            parts += [", mean ", telling.figure(seen["mean"], f"mean {told}")]
    elif one.role == "time" and "min" in seen:
        parts += [
            " ",
            telling.quoted(_columns.moment(seen["min"], one.dtype), f"first time {told}"),
        ]
        parts += [
            " to ",
            telling.quoted(_columns.moment(seen["max"], one.dtype), f"last time {told}"),
        ]
    elif isinstance(seen.get("levels"), Mapping):
        levels = list(seen["levels"].items())
        shown = [
            (f"{name} ", telling.figure(count, f"rows with {name} {told}"))
            for name, count in levels[:5]
        ]
        parts += [" (", *listed(shown)]
        more = (one.unique or len(levels)) - len(shown)
        if more > 0:
            parts += [" and ", telling.figure(more, f"further groups {told}"), " more"]
        parts.append(")")
    elif one.role == "constant":
        parts.append(" (one value)" if one.unique else " (no value)")
    elif one.unique is not None:
        parts += [
            " (",
            telling.figure(one.unique, f"number of different values {told}"),
            " different)",
        ]
    return tuple(parts)


def _missing(telling: Telling, profile: Profile) -> None:
    lacking = sorted((one for one in profile.columns if one.missing), key=lambda one: -one.missing)
    if not lacking:
        telling.say("No value is missing.")
        return
    total = sum(one.missing for one in lacking)
    items: list[Parts] = [
        (
            f"{one.name} ", telling.figure(one.missing, f"missing values of {one.name} in {one.n} rows"),
            " (", telling.rounded(100 * one.missing / one.n, f"missing values of {one.name}, in percent", "%"), ")",
        )
        for one in lacking[:5]
    ]  # fmt: skip
    telling.say(
        "Missing: ", *telling.counted(total, "value", f"missing values of {profile.variable}"), " in ",
        *telling.counted(len(lacking), "column", "columns with missing values"), "; most in ", *listed(items), ".",
    )  # fmt: skip


def _rows(telling: Telling, context: Context, profile: Profile) -> None:
    """Rows that repeat, rows that belong together, an order of time: what later tests must know."""
    unit = split.unit(profile.columns)
    if unit is not None:
        telling.say(
            f"Rows with the same {unit} belong together, and are no independent observations."
        )
    order = split.order(profile.columns)
    if order is not None:
        telling.say(f"The rows stand in the order of {order}, so that neighbours may be alike.")
    if len(profile.columns) < 2 or profile.kind in {"series", "array", "wave", "field"}:
        return
    scan = _scan.of(profiles.read(context.objects[profile.variable], profile.variable))
    repeats = scan.n - len(np.unique(duplicates.keys(scan)))
    if repeats == 0:
        telling.say("No row repeats another one.")
        return
    odd = any(duplicates.Duplicates().applies(profile))
    tail = (
        " repeat an earlier one in every column, although the columns could tell all rows apart."
        if odd
        else " repeat an earlier one in every column, which is to be expected of so few different values."
    )
    told = f"rows of {profile.variable} equal to an earlier one in every column, of {scan.n}"
    telling.say(
        *telling.counted(repeats, "row", told),
        tail if repeats > 1 else tail.replace("repeat", "repeats"),
    )
