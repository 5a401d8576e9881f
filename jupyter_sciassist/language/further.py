"""Requests that take more than one word to name: ranges, quantiles, times, gaps between numbered groups, single rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..records import Filter, Operation, Request
from .drafting import Draft, accounted, conditions
from .labels import Item
from .slots import Condition, Slots
from .vocabulary import parts, stem

_QUARTERS = {"quartile1": 25, "quartile3": 75}
_SILENT = frozenset({"which", "rows", "columns", "aside", "when", "not"})
_UPPER = frozenset("above over higher more exceeded".split())


def drafts(slots: Slots, subject: str) -> Iterator[Draft]:
    """Every request of these kinds that the slots can be."""
    yield from _ranges(slots, subject)
    yield from _quantiles(slots, subject)
    yield from _ends(slots, subject)
    yield from _moments(slots, subject)
    yield from _labels(slots, subject)
    yield from _gaps(slots, subject)
    yield from _rows(slots, subject)


def _ranges(slots: Slots, subject: str) -> Iterator[Draft]:
    """From the lowest to the highest: both named, and a word for what lies between."""
    targets = slots.targets()
    between = slots.has("minus", "vary", "diff", "range") or slots.says("between")
    if len(targets) != 1 or not (slots.has("high") and slots.has("low") and between):
        return
    filters, taken, doubt = conditions(slots)
    cues = frozenset({"high", "low", "minus", "vary", "diff", "range", "count"})
    request = Request(subject, "range", (targets[0].column,), filter=filters)
    yield Draft(request, frozenset(accounted(slots, cues, *targets) | taken), doubt)


def _quantiles(slots: Slots, subject: str) -> Iterator[Draft]:
    """Quartiles, the distance of both, and the value that a given part of the rows stays below."""
    targets = slots.targets()
    if len(targets) != 1:
        return
    filters, taken, doubt = conditions(slots)
    name = (targets[0].column,)
    for cue, level in _QUARTERS.items():
        if slots.has(cue):
            request = Request(
                subject, "quantile", name, threshold=Filter("", "<=", level), filter=filters
            )
            used = accounted(slots, frozenset({cue}), *targets) | taken | _again(slots, level)
            yield Draft(request, frozenset(used), doubt)
    if slots.has("iqr"):
        used = accounted(slots, frozenset({"iqr"}), *targets) | taken
        yield Draft(Request(subject, "iqr", name, filter=filters), frozenset(used), doubt)
    yield from _below(slots, subject, targets)


def _again(slots: Slots, level: int) -> set[int]:
    """Words that say once more what a quartile is: the value that 75 % lie below."""
    numbers = [one for one in slots.items if one.kind == "number" and one.mention is not None]
    if [one.mention.number for one in numbers if one.mention is not None] != [level]:
        return set()
    return accounted(slots, frozenset({"percent", "less", "under"}), *numbers)


def _below(slots: Slots, subject: str, targets: Sequence[Item]) -> Iterator[Draft]:
    """Below which value do 90 % of the rows lie: the level is a percentage, the words say from which end."""
    percent = slots.has("percent") or slots.says("%") or slots.says("percent")
    numbers = [one for one in slots.items if one.kind == "number" and one.mention is not None]
    if not slots.has("under") or not percent or len(numbers) != 1 or slots.conditions:
        return
    level = numbers[0].mention.number if numbers[0].mention else 0.0
    if not 0 < level < 100:
        return
    upper = any(
        one.cues & {"under"} and _UPPER & set(one.words.casefold().split()) for one in slots.items
    )
    level = 100 - level if upper else level
    threshold = Filter("", "<=", int(level) if level == int(level) else level)
    used = accounted(slots, frozenset({"under", "percent", "by"}), *targets, *numbers)
    request = Request(subject, "quantile", (targets[0].column,), threshold=threshold)
    yield Draft(request, frozenset(used))


def _ends(slots: Slots, subject: str) -> Iterator[Draft]:
    """The first and the last of a column of times; without its name where there is only one."""
    first, last = slots.has("first", "low"), slots.has("last", "high")
    if first == last:
        return
    targets = slots.targets()
    times = [name for name, column in slots.columns.items() if column.time]
    named = len(targets) == 1 and slots.columns[targets[0].column].time
    if not named and (targets or len(times) != 1 or not slots.has("when")):
        return
    filters, taken, doubt = conditions(slots)
    operation: Operation = "min" if first else "max"
    cues = frozenset({"when", "which", *(("first", "low") if first else ("last", "high"))})
    request = Request(
        subject, operation, (targets[0].column if named else times[0],), filter=filters
    )
    used = frozenset(accounted(slots, cues, *targets) | taken)
    yield Draft(request, used, doubt or not named)


def _moments(slots: Slots, subject: str) -> Iterator[Draft]:
    """When a column was highest or lowest: the time of that row."""
    high, low = slots.has("high", "peak"), slots.has("low")
    times = [name for name, column in slots.columns.items() if column.time]
    targets = [one for one in slots.targets() if one.column not in times]
    asked = [one for one in slots.targets() if one.column in times]
    group = asked[0].column if len(asked) == 1 else times[0] if len(times) == 1 else ""
    if high == low or len(targets) != 1 or not group or not (slots.has("when") or asked):
        return
    if not slots.columns[targets[0].column].numbers:
        return
    cues = frozenset({"when", "which", "peak", "high", "low"})
    yield _extreme(slots, subject, (targets[0].column, group, high), cues, *targets, *asked)


def _labels(slots: Slots, subject: str) -> Iterator[Draft]:
    """The label of the row that has the highest or lowest value: the star with the largest parallax."""
    high, low = slots.has("high", "most", "last"), slots.has("low", "fewest", "first")
    targets = slots.targets()
    if (
        high == low
        or slots.has("when")
        or len(targets) != 1
        or not slots.asks_row("high", "low", "most", "fewest")
    ):
        return
    said = {stem(one.words.casefold()) for one in slots.nouns()}
    keys = [
        name
        for name, column in slots.columns.items()
        if column.each and said & {stem(part) for part in parts(name)}
    ]
    if (
        len(keys) != 1
        or not slots.columns[targets[0].column].numbers
        or keys[0] == targets[0].column
    ):
        return
    cues = frozenset({"which", "high", "low", "most", "fewest"})
    asked = (targets[0].column, keys[0], high)
    yield _extreme(slots, subject, asked, cues, *targets, *slots.nouns())


def _extreme(
    slots: Slots, subject: str, asked: tuple[str, str, bool], cues: frozenset[str], *items: Item
) -> Draft:
    """Where a column has its extreme: `asked` are the column, what the row is told by, and whether the highest counts."""
    column, group, high = asked
    filters, taken, doubt = conditions(slots)
    operation: Operation = "best_group" if high else "worst_group"
    by = "max" if high else "min"
    request = Request(subject, operation, (column,), group=group, by=by, filter=filters)
    used = frozenset(accounted(slots, cues, *items) | taken)
    return Draft(request, used, doubt or slots.has("mean", "median", "sum"))


def _gaps(slots: Slots, subject: str) -> Iterator[Draft]:
    """The difference between two groups that are numbers: 1980 minus 1970."""
    if not slots.has("diff", "minus", "more", "less"):
        return
    numbers = [one for one in slots.items if one.kind == "number" and one.mention is not None]
    pair = list(dict.fromkeys(one.mention.number for one in numbers if one.mention is not None))
    if len(pair) != 2:
        return
    fitting = [name for name, column in slots.columns.items() if set(pair) <= set(column.few)]
    said = {one.column for one in slots.items if one.kind == "column"}
    owners = [name for name in fitting if name in said] or fitting
    if len(owners) != 1:
        return
    group = owners[0]
    own = [
        one
        for one in slots.conditions
        if set(numbers) & set(one.items)
        or (one.filter.column == group and one.filter.value in pair)
    ]
    values = _values(slots, group, own)
    if len(values) != 1:
        return
    filters, taken, doubt = conditions(slots, tuple(own))
    levels = tuple(f"{value:.15g}" for value in pair)
    if slots.has("less") and not slots.has("more"):
        levels = levels[::-1]
    by = [name for name in ("mean", "median", "sum", "sd") if slots.has(name)]
    cues = frozenset({"diff", "minus", "more", "less", "than", "count", "by", *by})
    used = accounted(slots, cues, *values, *numbers) | taken
    used |= {one.start for one in slots.items if one.kind == "column" and one.column == group}
    request = Request(
        subject, "diff", (values[0].column,), group=group, levels=levels,
        by=by[0] if len(by) == 1 else "mean", filter=filters,
    )  # fmt: skip
    yield Draft(request, frozenset(used), doubt or len(by) != 1)


def _values(slots: Slots, group: str, own: Sequence[Condition]) -> list[Item]:
    """The columns that are compared: those that no other condition takes."""
    free = {part.start for one in own for part in one.items}
    others = slots.taken - free
    found: dict[str, Item] = {}
    for one in slots.items:
        if one.kind == "column" and one.column != group and one.start not in others:
            found.setdefault(one.column, one)
    return list(found.values())


def _rows(slots: Slots, subject: str) -> Iterator[Draft]:
    """The value of one row that its label names: the poverty of Texas."""
    targets = slots.targets()
    silent = all(one.cues <= _SILENT for one in slots.items if one.kind == "cue")
    if len(targets) != 1 or not silent:
        return
    filters, taken, doubt = conditions(slots)
    if not any(one.op == "==" and slots.columns[one.column].each for one in filters):
        return
    request = Request(subject, "value", (targets[0].column,), filter=filters)
    yield Draft(request, frozenset(accounted(slots, frozenset(), *targets) | taken), doubt)
