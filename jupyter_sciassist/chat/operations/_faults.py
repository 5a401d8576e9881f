"""What is wrong with the values of a column, and the lines that mend it in a copy."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...analyses import outliers
from ...analyses._cell import listed, literal
from ...profiles.raw import Raw
from ...records import ColumnProfile
from ._telling import Part, Parts, Telling

Floats = NDArray[np.float64]
# Numbers that stand for "missing" where they lie far from all others.
# The farthest first: a nearer one is judged by the values that are left.
_CODES = (-99999.0, 99999.0, -9999.0, 9999.0, -999.0, 999.0, -99.0, 99.0, -9.0)
_BLANKS = frozenset({"", "na", "n/a", "nan", "none", "null", "nil", "-", "--", "?", ".", "missing", "unknown", "not available"})  # fmt: skip
_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?")
_WITH_UNIT = re.compile(rf"({_NUMBER.pattern})\s*([A-Za-zµ°%][A-Za-z0-9/^°]*)")
_FENCE = 3.0
_SHOWN = 5
_MOSTLY = 0.8
_FEWEST = 8


@dataclass(frozen=True)
class Fault:
    """One fault: what it is, and lines for `{frame}`, a copy; none where a person has to decide."""

    told: Parts
    lines: tuple[str, ...] = ()


def of_column(telling: Telling, profile: ColumnProfile, raw: Raw) -> Iterator[Fault]:
    """The faults of one column over all rows."""
    label = None if profile.key.label is None else _label(profile.key.label)
    column = f"{{frame}}[{label}]" if label is not None else None
    if profile.name != profile.name.strip():
        yield Fault(
            (f"The name of “{profile.name.strip()}” begins or ends with a blank.",),
            _renamed(profile),
        )
    if raw.missing.all() and len(raw.values):
        lines = () if label is None else (f"{{frame}} = {{frame}}.drop(columns=[{label}])",)
        yield Fault((f"{profile.name} holds no values.",), lines)
        return
    if profile.role == "constant":
        yield Fault((f"{profile.name} holds the same value in every row that has one.",))
        return
    if raw.kind == "opaque":
        yield Fault((f"{profile.name} holds values of a kind that is not read.",))
    elif raw.levels:
        plain = f"{column}.astype(object)" if column and profile.dtype == "category" else column
        yield from _texts(telling, profile.name, raw, (column, plain))
    elif raw.kind in ("integer", "float"):
        yield from numbers(telling, profile, raw, column)


def _label(label: str | int | float | bool) -> str:
    """A column's label as Python writes it, with the braces of a template doubled."""
    text = literal(label) if isinstance(label, str) else repr(label)
    return text.replace("{", "{{").replace("}", "}}")


def _braced(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _renamed(profile: ColumnProfile) -> tuple[str, ...]:
    if not isinstance(profile.key.label, str):
        return ()
    old, new = _label(profile.key.label), _label(profile.key.label.strip())
    return (f"{{frame}} = {{frame}}.rename(columns={{{{{old}: {new}}}}})",)


def numbers(
    telling: Telling, profile: ColumnProfile, raw: Raw, column: str | None
) -> Iterator[Fault]:
    """The faults of a column of numbers; `column` is what a line assigns to."""
    name = profile.name
    values = np.asarray(raw.values, dtype=np.float64)
    present = values[~np.isnan(values)]
    if raw.infinite:
        told = f"infinite values of {name}"
        yield Fault(
            (f"{name} holds ", *telling.counted(raw.infinite, "infinite value", told), "."),
            () if column is None else (f"{column} = {column}.replace([np.inf, -np.inf], np.nan)",),
        )
    codes = missing_codes(present)
    for code, count in codes:
        told = f"rows with {code:g} in {name}, far from all other values"
        yield Fault(
            (
                f"{name} is ", telling.figure(code, told), " in ", *telling.counted(count, "row", told),
                ", far from all other values: probably a code for a missing one.",
            ),
            () if column is None else (f"{column} = {column}.replace({code:g}, np.nan)",),
        )  # fmt: skip
    rest = present[~np.isin(present, [code for code, _ in codes])]
    yield from _far(telling, name, rest)


def missing_codes(values: Floats) -> list[tuple[float, int]]:
    """Values that look like codes for a missing one, with how often they come.

    A code is the largest or smallest value, and lies beyond the outer fences (3 interquartile ranges from the quartiles)
    of all others; of the short ones (9, 99) twice and more.
    """
    found = []
    rest = values
    for code in _CODES:
        count = int((values == code).sum())
        others = rest[rest != code]
        if count == 0 or len(others) < _FEWEST or (count < 2 and abs(code) < 999):
            continue
        low, high = np.percentile(others, [25, 75])
        fence = _FENCE * max(high - low, 1e-12)
        beyond = code > max(high + fence, others.max()) or code < min(low - fence, others.min())
        if beyond:
            found.append((code, count))
            rest = others
    return found


def _far(telling: Telling, name: str, values: Floats) -> Iterator[Fault]:
    if len(values) < 20 or not np.ptp(values) > 0:
        return
    far = outliers.is_far(values)
    if values.min() > 0:
        far &= outliers.is_far(np.log(values))
    count = int(far.sum())
    if not 0 < count <= max(3, 0.01 * len(values)):
        return
    told = f"values of {name} beyond 3 interquartile ranges from the quartiles and 6 robust deviations from the median"
    shown = ", ".join(f"{value:.6g}" for value in values[far][:_SHOWN])
    yield Fault(
        (
            f"{name} holds ", *telling.counted(count, "value", told), " far from all others: ",
            telling.quoted(shown, told), ". Left as they are: look where they come from.",
        )
    )  # fmt: skip


def _texts(
    telling: Telling, name: str, raw: Raw, own: tuple[str | None, str | None]
) -> Iterator[Fault]:
    """Faults of a column of texts; `own` is what a line assigns to and what it reads, categories as plain values."""
    column, plain = own
    counts = dict(
        zip(
            raw.levels,
            np.bincount(raw.values[raw.values >= 0].astype(np.int64), minlength=len(raw.levels)),
            strict=True,
        )
    )
    used: Counter[str] = Counter({level: int(count) for level, count in counts.items() if count})
    blanks = [level for level in used if level.strip().casefold() in _BLANKS]
    if blanks:
        total = sum(used.pop(level) for level in blanks)
        told = f"rows of {name} with {', '.join(map(ascii, blanks))}"
        named = " or ".join(f"“{level}”" for level in blanks[:_SHOWN])
        lines = (
            ()
            if column is None
            else (f"{column} = {plain}.replace({_braced(listed(blanks))}, np.nan)",)
        )
        shown = telling.quoted(named, told)
        yield Fault(
            (
                f"{name} is ",
                shown,
                " in ",
                *telling.counted(total, "row", told),
                ", which stands for a missing value.",
            ),
            lines,
        )
    numeric = _as_numbers(telling, name, used, column)
    if numeric is not None:
        yield numeric
        return
    yield from _variants(telling, name, used, own)


def _as_numbers(
    telling: Telling, name: str, used: Counter[str], column: str | None
) -> Fault | None:
    """Numbers stored as text, with a unit or among other texts."""
    total = sum(used.values())
    plain = {level for level in used if _NUMBER.fullmatch(level.strip())}
    share = sum(used[level] for level in plain)
    measured = {level: one for level in used if (one := _WITH_UNIT.fullmatch(level.strip()))}
    told = f"values of {name} that read as numbers, of {total}"
    if total and share == total:
        lines = () if column is None else (f"{column} = pd.to_numeric({column})",)
        return Fault((f"{name} holds numbers stored as text.",), lines)
    units = {one.groups()[-1] for one in measured.values()}
    with_unit = sum(used[level] for level in measured)
    if len(units) == 1 and measured and with_unit + share == total:
        unit = next(iter(units))
        lines = () if column is None else (
            f"{column} = pd.to_numeric({column}.astype(str).str.replace({_braced(literal(unit))}, \"\", regex=False).str.strip(), errors=\"coerce\")",
        )  # fmt: skip
        return Fault((f"{name} holds numbers with their unit, {unit}, as text.",), lines)
    if total and _MOSTLY * total <= share < total:
        others = [level for level in used if level not in plain]
        shown = ", ".join(f"“{level[:30]}”" for level in others[:_SHOWN])
        parts: list[Part] = [
            f"{name} mixes ",
            *telling.counted(share, "number", told),
            " with texts: ",
            telling.quoted(shown, told),
            ".",
        ]
        lines = (
            ()
            if column is None
            else (
                f'{column} = pd.to_numeric({column}, errors="coerce")  # other texts become missing',
            )
        )
        return Fault(tuple(parts), lines)
    return None


def _variants(
    telling: Telling, name: str, used: Counter[str], own: tuple[str | None, str | None]
) -> Iterator[Fault]:
    """Levels that differ in blanks or capitals only."""
    families: dict[str, list[str]] = {}
    for level in used:
        families.setdefault(" ".join(level.split()).casefold(), []).append(level)
    renamed: dict[str, str] = {}
    for members in families.values():
        kept = max(members, key=lambda level: (used[level], level == level.strip()))
        kept_clean = " ".join(kept.split())
        renamed.update({level: kept_clean for level in members if level != kept_clean})
    if not renamed or len(renamed) > 200:
        return
    rows = sum(used[level] for level in renamed)
    told = f"rows of {name} whose group is written otherwise in blanks or capitals only"
    shown = ", ".join(f"“{old}” for “{new}”" for old, new in list(renamed.items())[:_SHOWN])
    pairs = ", ".join(
        f"{_braced(literal(old))}: {_braced(literal(new))}" for old, new in renamed.items()
    )
    column, plain = own
    lines = () if column is None else (f"{column} = {plain}.replace({{{{{pairs}}}}})",)
    counted = telling.counted(rows, "row", told)
    yield Fault(
        (
            f"{name} writes one group in several ways, in ",
            *counted,
            ": ",
            telling.quoted(shown, told),
            ".",
        ),
        lines,
    )
