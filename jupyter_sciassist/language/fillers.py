"""From slots to typed requests: one filler for each kind of question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..records import Filter, Operation, Relation, Request
from . import further
from .drafting import Draft, accounted, conditions
from .labels import Item
from .slots import Slots
from .vocabulary import Named

_SINGLE: Mapping[Operation, tuple[frozenset[str], frozenset[str]]] = {
    "mean": (frozenset({"mean"}), frozenset({"mean", "count"})),
    "median": (frozenset({"median", "half"}), frozenset({"median", "half", "less", "more", "under"})),
    "sd": (frozenset({"sd", "vary"}), frozenset({"sd", "vary", "differs"})),
    "variance": (frozenset({"variance"}), frozenset({"variance"})),
    "sum": (frozenset({"sum"}), frozenset({"sum", "count"})),
    "max": (frozenset({"high"}), frozenset({"high"})),
    "min": (frozenset({"low"}), frozenset({"low"})),
    "range": (frozenset({"range"}), frozenset({"range"})),
    "missing": (frozenset({"missing"}), frozenset({"missing", "count", "rows"})),
    "present": (frozenset({"present"}), frozenset({"present", "count", "rows"})),
    "unique": (frozenset({"unique"}), frozenset({"unique", "count"})),
    "mode": (frozenset({"mode"}), frozenset({"mode"})),
    "quantile": (frozenset({"percentile"}), frozenset({"percentile"})),
}  # fmt: skip
_NUMERIC = frozenset({"mean", "median", "sd", "variance", "sum", "range", "quantile"})
_RELATIONS: Mapping[str, Relation] = {
    "interaction": "interaction", "confounding": "confounding", "mediation": "mediation",
    "trend": "trend", "periodicity": "periodicity", "changepoint": "changepoint", "peak": "peak",
    "outlier": "outlier", "nonlinear": "nonlinear", "heteroscedasticity": "heteroscedasticity",
    "null": "null", "lag": "lag", "cluster": "cluster", "differs": "difference",
    "related": "association", "correlated": "association",
}  # fmt: skip
_LEAST: Mapping[str, int] = {
    "association": 2, "difference": 2, "interaction": 3, "confounding": 2, "mediation": 3, "lag": 2,
    "nonlinear": 2, "heteroscedasticity": 2, "null": 2,
}  # fmt: skip


def drafts(slots: Slots, subject: str) -> Iterator[Draft]:
    """Every request that the slots can be."""
    yield from _tables(slots, subject)
    yield from _singles(slots, subject)
    yield from _counts(slots, subject)
    yield from _shares(slots, subject)
    yield from _ranked(slots, subject)
    yield from _diffs(slots, subject)
    yield from _pairs(slots, subject)
    yield from _relations(slots, subject)
    yield from _two_groups(slots, subject)
    yield from further.drafts(slots, subject)


def _tables(slots: Slots, subject: str) -> Iterator[Draft]:
    if slots.targets() or slots.conditions:
        return
    cues = frozenset({"columns", "count", "factors", "rows"})
    if slots.has("columns") and not slots.has("missing"):
        by = "count" if slots.has("count") else None
        yield Draft(Request(subject, "columns", by=by), frozenset(accounted(slots, cues)))
    if slots.has("rows"):
        total = {"sum"} if slots.has("count") else set()
        yield Draft(Request(subject, "rows"), frozenset(accounted(slots, cues | total)))
    if slots.has("columns", "factors") and slots.has("missing"):
        cues |= {"missing"}
        yield Draft(Request(subject, "columns", by="missing"), frozenset(accounted(slots, cues)))
    if slots.has("missing") and not slots.has("columns", "percent", "share", "fraction"):
        cues |= {"missing", "sum"}
        yield Draft(Request(subject, "missing"), frozenset(accounted(slots, cues)))


def _singles(slots: Slots, subject: str) -> Iterator[Draft]:
    filters, taken, doubt = conditions(slots)
    targets = slots.targets()
    for operation, (triggers, cues) in _SINGLE.items():
        if not slots.has(*triggers):
            continue
        if (
            operation == "median"
            and not slots.has("median")
            and not slots.has("less", "more", "under")
        ):
            continue
        soft = doubt or (operation == "sd" and not slots.has("sd"))
        # "total count of X" may mean a sum of X or a number of rows
        soft = soft or (operation == "sum" and slots.has("count"))
        # "the star with the largest parallax" asks for a star
        soft = soft or (operation in ("min", "max") and slots.asks_row(*triggers))
        target = targets[0] if targets else _limited(slots)
        if target is not None and _is_group(slots, targets) and operation in _NUMERIC:
            continue  # "mean of that by arm" is of something else than arm
        if target is not None and (len(targets) == 1 or (not targets and operation in _NUMERIC)):
            threshold = _level_of(slots) if operation == "quantile" else None
            if operation == "quantile" and threshold is None:
                continue
            used = accounted(slots, cues, target) | taken | _percentile(slots)
            request = Request(
                subject, operation, (target.column,), threshold=threshold, filter=filters
            )
            yield Draft(request, frozenset(used), soft or not targets)
        elif len(targets) == 2 and slots.has("by"):
            group = _after_by(slots, targets)
            value = next((one for one in targets if one is not group), None)
            if group is not None and value is not None:
                used = accounted(slots, cues | {"by"}, *targets) | taken
                request = Request(
                    subject, operation, (value.column,), group=group.column, filter=filters
                )
                yield Draft(request, frozenset(used), soft)


def _is_group(slots: Slots, targets: list[Item]) -> bool:
    """Whether the only column stands after "by" and holds no numbers."""
    alone = len(targets) == 1 and _after_by(slots, targets) is targets[0]
    return alone and not slots.columns[targets[0].column].numbers


def _limited(slots: Slots) -> Item | None:
    """The column that the first condition names."""
    items = slots.conditions[0].items if slots.conditions else ()
    return next((one for one in reversed(items) if one.kind == "column"), None)


def _level_of(slots: Slots) -> Filter | None:
    """The level of a quantile, in percent: the number that stands nearest to its word."""
    numbers = [
        one
        for one in slots.items
        if one.kind == "number" and one.mention is not None and one.start not in slots.taken
    ]
    words = [one.start for one in slots.items if "percentile" in one.cues]
    numbers.sort(key=lambda one: min(abs(one.start - at) for at in words))
    if not numbers or numbers[0].mention is None:
        return None
    level = numbers[0].mention.number
    level = 100 * level if 0 < level < 1 else level
    return Filter("", "<=", level) if 0 <= level <= 100 else None


def _percentile(slots: Slots) -> set[int]:
    return (
        {item.start for item in slots.items if item.kind == "number"}
        if slots.has("percentile")
        else set()
    )


def _after_by(slots: Slots, targets: list[Item]) -> Item | None:
    places = [one.start for one in slots.items if "by" in one.cues]
    return next((one for one in targets if any(place < one.start for place in places)), None)


def _counts(slots: Slots, subject: str) -> Iterator[Draft]:
    if not slots.has("count") or slots.has("percent", "share", "fraction", "missing"):
        return
    filters, taken, doubt = conditions(slots)
    targets = slots.targets()
    cues = frozenset({"count", "rows", "not", "sum"})
    used = frozenset(accounted(slots, cues, *targets) | taken)
    if filters and not targets:
        alone = len(filters) == 1 and filters[0].op == "=="
        yield Draft(
            Request(subject, "count_group" if alone else "count", filter=filters), used, doubt
        )
    if not filters and len(targets) == 1 and slots.columns[targets[0].column].grouping:
        column = targets[0].column
        if slots.has("by"):
            yield Draft(
                Request(subject, "count", group=column),
                used | accounted(slots, frozenset({"by"})),
            )
        else:
            yield Draft(Request(subject, "unique", (column,)), used, True)
    if not filters and not targets:
        yield Draft(Request(subject, "rows"), used, not (slots.has("rows") or slots.nouns()))


def _shares(slots: Slots, subject: str) -> Iterator[Draft]:
    if not slots.has("percent", "share", "fraction"):
        return
    by = "fraction" if slots.has("fraction") and not slots.has("percent") else "percent"
    cues = frozenset({"percent", "share", "fraction", "count", "not", "rows"})
    filters, taken, doubt = conditions(slots)
    targets = slots.targets()
    used = frozenset(accounted(slots, cues) | taken)
    if slots.has("missing") and len(targets) == 1:
        missing = Filter(targets[0].column, "missing")
        used |= accounted(slots, frozenset({"missing"}), *targets)
        yield Draft(Request(subject, "share", by=by, threshold=missing, filter=filters), used)
        return
    if len(targets) == 1 and (yes := _yes(slots.columns[targets[0].column])):
        threshold = Filter(targets[0].column, "==", yes)
        used |= accounted(slots, frozenset(), *targets)
        yield Draft(
            Request(subject, "share", by=by, threshold=threshold, filter=filters), used, True
        )
    if targets or not slots.conditions:
        return
    if len(filters) == 1:
        yield Draft(Request(subject, "share", by=by, threshold=filters[0]), used, doubt)
        return
    based = [one for one in slots.conditions if one.base]
    for one in slots.conditions:
        rest = tuple(other.filter for other in slots.conditions if other is not one)
        sure = one not in based and len(based) == len(filters) - 1 and not doubt
        yield Draft(
            Request(subject, "share", by=by, threshold=one.filter, filter=rest), used, not sure
        )


def _yes(column: Named) -> str | int | None:
    """The level that a yes-or-no column counts."""
    for level in column.levels:
        if len(column.levels) == 2 and level.casefold() in ("yes", "true", "y", "1"):
            return level
    return 1 if set(column.few) == {0.0, 1.0} else None


def _aggregate(slots: Slots) -> str | None:
    found = [name for name in ("mean", "median", "sum", "sd") if slots.has(name)]
    return found[0] if len(found) == 1 else None


def _ranked(slots: Slots, subject: str) -> Iterator[Draft]:
    """Which group has the highest mean of a column."""
    triggers: tuple[str, ...] = ("high", "low", "most", "fewest", "first", "last")
    if not slots.has(*triggers):
        asked = slots.has("which") or slots.says("with")
        if not asked or slots.has("than", "or", "diff") or not slots.has("more", "less"):
            return
        triggers = ("more", "less")  # which group has the higher mean
    worst = slots.has("low", "fewest", "last") or (
        triggers == ("more", "less") and slots.has("less")
    )
    mixed = worst and slots.has("high", "most", "first", "more")
    filters, taken, doubt = conditions(slots)
    operation: Operation = "worst_group" if worst else "best_group"
    aggregate, targets = _aggregate(slots), slots.targets()
    cues = frozenset({*triggers, "rank", "by", "which"}) | ({aggregate} if aggregate else set())
    if len(targets) == 2:
        group = _ranked_group(slots, targets)
        value = targets[1] if group is targets[0] else targets[0]
        used = frozenset(accounted(slots, cues, *targets) | taken)
        sure = slots.columns[value.column].numbers and not mixed and not doubt
        for by in [aggregate] if aggregate else ["mean", "sum", "min" if worst else "max"]:
            request = Request(
                subject, operation, (value.column,), group=group.column, by=by, filter=filters
            )
            yield Draft(request, used, not sure or aggregate is None)
    elif len(targets) == 1 and aggregate is None and slots.has("rows", "count", "most", "fewest"):
        used = frozenset(accounted(slots, cues | {"rows", "count"}, *targets) | taken)
        request = Request(subject, operation, group=targets[0].column, by="count", filter=filters)
        yield Draft(request, used, mixed or doubt)


def _ranked_group(slots: Slots, targets: list[Item]) -> Item:
    """The column right after "which" or "rank"; else the one after "by"; else what groups."""
    for item in targets:
        before = slots.before(item)
        asked = before is not None and before.words.casefold() not in ("where", "whose")
        if before is not None and asked and before.cues & {"which", "rank"}:
            return item
    by = _after_by(slots, targets)
    if by is not None:
        return by
    return next((one for one in targets if slots.columns[one.column].grouping), targets[0])


def _diffs(slots: Slots, subject: str) -> Iterator[Draft]:
    pair, targets = slots.pair(), slots.targets()
    if pair is None or len(targets) != 1 or not slots.has("diff", "minus", "more", "less"):
        return
    column = str(pair[0].filter.column)
    first, second = (str(one.filter.value) for one in pair)
    if slots.has("less") and not slots.has("more"):
        first, second = second, first
    filters, taken, doubt = conditions(slots, pair)
    taken |= {part.start for one in pair for part in one.items}
    aggregate = _aggregate(slots)
    cues = frozenset({"diff", "minus", "more", "less", "than", "count", "by"})
    cues |= {aggregate} if aggregate else set()
    used = frozenset(accounted(slots, cues, *targets) | taken)
    request = Request(
        subject, "diff", (targets[0].column,), group=column, levels=(first, second),
        by=aggregate or "mean", filter=filters,
    )  # fmt: skip
    yield Draft(request, used, doubt or aggregate is None)


def _pairs(slots: Slots, subject: str) -> Iterator[Draft]:
    """Correlation and sign of two columns."""
    targets = slots.targets()
    if len(targets) != 2:
        return
    filters, taken, doubt = conditions(slots)
    names = tuple(one.column for one in targets)
    extra = frozenset({"correlation", "correlated", "than", "related"})
    for operation in ("spearman", "pearson"):
        other = "pearson" if operation == "spearman" else "spearman"
        if slots.has(other) or not slots.has(operation, "correlation", "correlated"):
            continue
        used = frozenset(accounted(slots, extra | {operation}, *targets) | taken)
        request = Request(subject, operation, names, filter=filters)
        yield Draft(request, used, doubt or not slots.has(operation))
    if slots.has("sign"):
        cues = extra | {"sign", "moves", "more", "less", "or"}
        used = frozenset(accounted(slots, cues, *targets) | taken)
        yield Draft(Request(subject, "sign", names, filter=filters), used, doubt)


def _relations(slots: Slots, subject: str) -> Iterator[Draft]:
    """Questions that an analysis answers, and those for the factors of a column."""
    filters, taken, doubt = conditions(slots)
    targets = slots.targets()
    names = tuple(one.column for one in targets)
    asked = [relation for cue, relation in _RELATIONS.items() if slots.has(cue)]
    asking = frozenset(
        {*_RELATIONS, "factors", "correlation", "diff", "moves", "by", "high", "low"}
    )
    if len(names) == 1 and slots.has("which", "factors", "related", "correlated"):
        used = frozenset(accounted(slots, asking | {"columns", "most"}, *targets) | taken)
        soft = doubt or not slots.has("factors", "related", "correlated")
        yield Draft(Request(subject, "factors", names, filter=filters), used, soft)
    if slots.says("how") and slots.has("correlated"):
        asked = []
    for relation in dict.fromkeys(asked):
        if len(names) >= _LEAST.get(relation, 1) and not filters and len(names) <= 4:
            used = frozenset(accounted(slots, asking, *targets) | taken)
            yield Draft(Request(subject, "relation", names, relation=relation), used, doubt)
    if len(names) == 2 and slots.has("than") and slots.has("more", "less") and not filters:
        # Which is the higher one is in the finding's words; a bare yes could be read as either.
        way = "less" if slots.has("less") else "more"
        used = frozenset(accounted(slots, asking | {"than", "more", "less"}, *targets) | taken)
        request = Request(subject, "relation", names, relation="difference", by=way)
        yield Draft(request, used, True)
    if len(names) == 2 and not asked and slots.has("diff", "moves") and not filters:
        relation = "difference" if slots.has("diff") else "association"
        used = frozenset(accounted(slots, asking, *targets) | taken)
        yield Draft(Request(subject, "relation", names, relation=relation), used, doubt)


def _two_groups(slots: Slots, subject: str) -> Iterator[Draft]:
    """Whether the only two groups of a column differ: "do males and females differ in mass?"."""
    pair, targets = slots.pair(), slots.targets()
    if pair is None or len(targets) != 1 or not slots.has("differs"):
        return
    column = str(pair[0].filter.column)
    filters, taken, doubt = conditions(slots, pair)
    if filters or len(slots.columns[column].levels) != 2:
        return
    taken |= {part.start for one in pair for part in one.items}
    used = frozenset(accounted(slots, frozenset({"differs"}), *targets) | taken)
    names = (targets[0].column, column)
    yield Draft(Request(subject, "relation", names, relation="difference"), used, doubt)
