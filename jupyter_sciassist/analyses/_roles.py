"""Which columns an analysis may take, judged by profiles alone."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator

from ..records import ColumnProfile, Profile

MOST_LEVELS = 30
TIME_GROUPS = 12
AXIS_POINTS = 10
_LARGEST = 1e70

_TIME_WORDS = frozenset(
    [
        "time",
        "t",
        "date",
        "datetime",
        "timestamp",
        "day",
        "days",
        "hour",
        "hours",
        "hr",
        "minute",
        "minutes",
        "second",
        "seconds",
        "sec",
        "month",
        "months",
        "week",
        "weeks",
        "quarter",
        "year",
        "years",
        "yr",
        "epoch",
        "elapsed",
        "step",
        "frame",
        "jd",
        "mjd",
        "bjd",
        "hjd",
    ]
)
_OUTCOME_LABELS = frozenset(
    ["yes", "no", "true", "false", "0", "1", "y", "n", "t", "f", "positive", "negative"]
)


def words(name: str) -> set[str]:
    """Lower-case words of a column name."""
    spaced = re.sub(r"([a-z])([A-Z])", r"\1 \2", name)
    return {word.lower() for word in re.split(r"[^A-Za-z]+", spaced) if word}


def is_number(column: ColumnProfile) -> bool:
    """Numeric or count with more than two values, of a size whose squares and products can be held."""
    if column.role not in {"numeric", "count"} or (column.unique or 0) <= 2:
        return False
    size = max(abs(column.summary.get(end, 0.0)) for end in ("min", "max"))
    return bool(1 / _LARGEST < size < _LARGEST)


def is_binary(column: ColumnProfile) -> bool:
    """Boolean, or another column of two values, which acts as two groups."""
    if column.role == "boolean":
        return True
    return column.role in {"category", "numeric", "count"} and column.unique == 2


def is_group(column: ColumnProfile) -> bool:
    """Two or more groups: category, boolean, two values, or a time that is a repeated label."""
    if is_binary(column):
        return True
    unique = column.unique or 0
    if column.role == "category":
        return 2 <= unique <= MOST_LEVELS
    return is_time_label(column)


def is_scalar(column: ColumnProfile) -> bool:
    """A number, two groups, or a category that may turn out to be ordered."""
    return (
        is_number(column) or is_binary(column) or (column.role == "category" and is_group(column))
    )


def is_time_label(column: ColumnProfile) -> bool:
    """A time that only labels groups of rows, as the year of a survey does."""
    unique = column.unique or 0
    present = column.n - column.missing
    return column.role == "time" and 2 <= unique <= TIME_GROUPS and present >= 5 * unique


def is_axis(column: ColumnProfile) -> bool:
    """Time along which the rows can stand: a time, or a rising number that is named like one."""
    if (column.unique or 0) < AXIS_POINTS or is_time_label(column):
        return False
    if column.role == "time":
        return True
    rising = bool(column.summary.get("increasing"))
    return is_number(column) and rising and bool(words(column.name) & _TIME_WORDS)


def axis(profile: Profile) -> ColumnProfile | None:
    """The time axis of a table: the first column that rises, else the first time."""
    found = [column for column in profile.columns if is_axis(column)]
    rising = [column for column in found if column.summary.get("increasing")]
    first = rising or found
    return first[0] if first else None


def is_yes_no(levels: tuple[str, ...]) -> bool:
    """The levels read as an outcome (yes / no, 0 / 1, true / false)."""
    return all(level.strip().lower() in _OUTCOME_LABELS for level in levels)


def pairs(
    profile: Profile, wanted: Callable[[ColumnProfile, ColumnProfile], bool]
) -> Iterator[tuple[ColumnProfile, ColumnProfile]]:
    """Pairs that are `wanted`, the first `plan.pairs` of them, first columns first."""
    found = (pair for pair in every_pair(profile) if wanted(*pair))
    return itertools.islice(found, profile.plan.pairs)


def every_pair(
    profile: Profile, wanted: Callable[[ColumnProfile], bool] = lambda column: True
) -> Iterator[tuple[ColumnProfile, ColumnProfile]]:
    """All pairs of `wanted` columns that can be related, for analyses that `wide` thins by a screen."""
    usable = [
        column
        for column in profile.columns
        if (is_number(column) or is_group(column) or is_axis(column)) and wanted(column)
    ]
    for j, second in enumerate(usable):
        for first in usable[:j]:
            yield first, second
