"""Stretches of time as they stand in a condition: 2020, 1990s, 2020-Q3, 2020-03, 2020-03-14, Q3, --03 (any March).

A month without a year is written as in ISO 8601:2000.
"""

from __future__ import annotations

import calendar
import re

_DECADE = re.compile(r"(\d\d\d)0s")
_YEARLY = re.compile(r"(\d{4})(?:-(?:Q([1-4])|(\d\d)(?:-(\d\d))?))?")
_PART = re.compile(r"Q([1-4])|--(\d\d)")


def bounds(value: str) -> tuple[str, str] | None:
    """First day of a stretch of time and the day after its last, as ISO dates; None for a part of every year."""
    decade = _DECADE.fullmatch(value)
    if decade:
        year = int(decade[1] + "0")
        return f"{year:04d}-01-01", f"{year + 10:04d}-01-01"
    found = _YEARLY.fullmatch(value)
    if found is None:
        return None
    year, quarter, month, day = (int(one) if one else 0 for one in found.groups())
    if day:
        start = f"{year:04d}-{month:02d}-{day:02d}"
        last = day >= calendar.monthrange(year, month)[1]
        return start, _month(year, month + 1) if last else f"{year:04d}-{month:02d}-{day + 1:02d}"
    if quarter:
        return _month(year, 3 * quarter - 2), _month(year, 3 * quarter + 1)
    if month:
        return _month(year, month), _month(year, month + 1)
    return _month(year, 1), _month(year, 13)


def _month(year: int, month: int) -> str:
    return f"{year + (month - 1) // 12:04d}-{(month - 1) % 12 + 1:02d}-01"


def months(value: str) -> tuple[int, ...]:
    """The months (1 to 12) of a part of every year: Q3 is July to September; empty where it is none."""
    found = _PART.fullmatch(value)
    if found is None:
        return ()
    if found[1]:
        last = 3 * int(found[1])
        return last - 2, last - 1, last
    return (int(found[2]),)


def number(value: str) -> int | None:
    """A year, quarter or month as a column of such numbers has it."""
    found = _PART.fullmatch(value)
    if found:
        return int(found[1] or found[2])
    return int(value) if value.isdigit() else None


def told(value: str) -> str:
    """A stretch of time in words."""
    found = _PART.fullmatch(value)
    return calendar.month_name[int(found[2])] if found and found[2] else value
