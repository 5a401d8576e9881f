"""What a column is for: its role, decided by values first and by its name second."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ..records import Role
from .raw import Raw, seconds


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ID_WORDS = _set("id ids uid uuid guid identifier rowid rownum rownames barcode")
_ID_ALONE = _set("index idx key row no nr number code record obs observation case ref")
_UNIT_WORDS = _set(
    "subject subjects subj participant participants patient patients donor donors respondent person "
    "individual animal mouse rat specimen household sid pid"
)
_NUMBERING = _set("no nr num number code name id label")
TIME_WORDS = _set(
    "time t date datetime timestamp day days hour hours minute minutes second seconds month months "
    "week weeks quarter year years yr epoch step frame cycle generation elapsed jd mjd bjd hjd"
)
_AXIS_WORDS = TIME_WORDS | _set("age depth distance x position dose height altitude")
_YEAR_WORDS = _set("year years yr yrs date")
_SPLIT = re.compile(r"[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])")
_COUNT_WORDS = _set("count counts cnt")
_WEIGHT_WORDS = _set("weights pweight fweight aweight iweight wgt sampweight")
_DATE = re.compile(r"[012]\d{3}-\d\d-\d\d([T ]\d\d:\d\d.*)?\Z")
LARGEST_WHOLE = 2**53
LARGEST_REAL = 1e70
FEW_LEVELS = 10
LONG_TEXT = 40


@dataclass(frozen=True)
class Judged:
    """A column with its role; `raw` may have been converted on the way (years to times)."""

    raw: Raw
    role: Role
    unique: int | None
    note: str | None
    increasing: bool = False
    unit: bool = False


def words(name: str) -> list[str]:
    """Lower-case words of a column name, split at punctuation and inner capitals."""
    return [word.lower() for word in _SPLIT.split(name) if word]


def is_axis_name(name: str) -> bool:
    """The name is one of a measured axis: a time, an age, a depth."""
    return bool(set(words(name)) & _AXIS_WORDS)


def is_number_name(name: str) -> bool:
    """The name may say that the column numbers the rows (no, index), or may be a quantity's."""
    parts = words(name)
    return name.startswith("Unnamed: ") or (len(parts) == 1 and parts[0] in _ID_ALONE)


def is_id_name(name: str) -> bool:
    """The name says that the column names its rows or its subjects."""
    parts = words(name)
    if not parts:
        return False
    if parts[0] in _UNIT_WORDS and (len(parts) == 1 or parts[-1] in _NUMBERING):
        return True
    return parts[-1] in _ID_WORDS or parts[0] in {"id", "uuid"}


def judge(raw: Raw, name: str, *, sampled: bool) -> Judged:
    """Role of a column; `sampled` says that not all of its rows were seen."""
    judged = _by_kind(raw, name)
    notes = [raw.note, judged.note]
    if raw.infinite:
        values = "value counts" if raw.infinite == 1 else "values count"
        notes.append(f"{raw.infinite} infinite {values} as missing")
    notes += _warnings(raw, judged, name)
    missing = raw.missing
    if missing.all() and len(missing):
        notes.append("holds no values")
    if sampled:
        notes.append(f"judged by a sample of {len(missing)} rows")
    return replace(judged, note="; ".join(note for note in notes if note) or None)


def _warnings(raw: Raw, judged: Judged, name: str) -> list[str]:
    """What of the values keeps analyses from them, or has them taken otherwise than they look."""
    if raw.kind in {"text", "category"} and _are_old_dates(raw.levels):
        return ["dates stored as text, some before 1700; they are read as texts"]
    if judged.role not in {"numeric", "count", "constant", "id"} or raw.levels:
        return []
    notes = []
    if raw.kind == "integer" and len(raw.exact):
        largest = max(int(raw.exact.max()), -int(raw.exact.min()))
        if largest > LARGEST_WHOLE:
            notes.append("holds whole numbers beyond 2^53; they are computed with to 16 digits")
    present = raw.values[~raw.missing]
    size = float(np.max(np.abs(present), initial=0.0))
    if size and not 1 / LARGEST_REAL < size < LARGEST_REAL:
        notes.append("its squares are too large or too small to be held; use another unit")
    parts = set(words(name))
    if parts & _COUNT_WORDS and np.min(present, initial=0.0) < 0:
        notes.append("named a count, yet holds negative numbers")
    if parts & _WEIGHT_WORDS:
        notes.append("named like weights of rows; no analysis weighs rows by it")
    return notes


def _are_old_dates(levels: tuple[str, ...]) -> bool:
    return bool(levels) and min(levels) < "1700" and all(map(_DATE.match, levels))


def _by_kind(raw: Raw, name: str) -> Judged:
    if raw.kind == "opaque":
        return Judged(raw, "text", None, None)
    present = raw.values[~raw.missing]
    unique = len(np.unique(present))
    if unique == 0 or (unique == 1 and len(raw.values) > 0):
        return Judged(raw, "constant", unique, None)
    if raw.kind == "time":
        return Judged(raw, "time", unique, None, _increasing(raw.values))
    if raw.kind == "text":
        return _text(raw, name, len(present), unique)
    if raw.kind == "category":
        named = is_id_name(name) and unique > FEW_LEVELS
        return Judged(raw, "id" if named else "category", unique, None)
    return _number(raw, name, present.astype(np.float64), unique)


def _text(raw: Raw, name: str, n: int, unique: int) -> Judged:
    long = float(np.median([len(level) for level in raw.levels])) > LONG_TEXT
    if long and unique > n / 2:
        return Judged(raw, "text", unique, None)
    alone = unique == n and n >= max(3, len(raw.values) / 2)
    if alone or (is_id_name(name) and unique > FEW_LEVELS):
        return Judged(raw, "id", unique, _repeats(n, unique))
    if unique <= n / 2 and (unique <= 50 or unique <= n / 5):
        return Judged(raw, "category", unique, _numbers_as_text(raw.levels))
    return Judged(raw, "text", unique, _numbers_as_text(raw.levels))


def _numbers_as_text(levels: tuple[str, ...]) -> str | None:
    if all(re.fullmatch(r"\s*[-+]?\d+(\.\d*)?([eE][-+]?\d+)?\s*", level) for level in levels):
        return "numbers stored as text; pd.to_numeric reads them as numbers"
    return None


def _repeats(n: int, unique: int) -> str | None:
    return f"each value stands in {n / unique:.1f} rows on average" if unique < n else None


def _number(raw: Raw, name: str, present: NDArray[np.float64], unique: int) -> Judged:
    if raw.kind == "boolean" or (unique == 2 and np.isin(present, (0.0, 1.0)).all()):
        return Judged(raw, "boolean", unique, None)
    increasing = _increasing(raw.values)
    whole = raw.kind in {"integer", "float"} and bool((present == np.floor(present)).all())
    if not whole:
        return Judged(raw, "numeric", unique, None, increasing)
    if _is_year(raw, present, name, increasing):
        return Judged(_years(raw), "time", unique, _few(unique, len(present)), increasing)
    if _is_id(raw, name, present, unique):
        return Judged(raw, "id", unique, _repeats(len(present), unique), increasing)
    role: Role = "count" if present.min() >= 0 else "numeric"
    return Judged(raw, role, unique, _few(unique, len(present)), increasing)


def _few(unique: int, n: int) -> str | None:
    return f"takes {unique} whole values only" if unique <= min(FEW_LEVELS, n / 3) else None


def _increasing(values: NDArray[np.float64] | NDArray[np.int64]) -> bool:
    """Never falls and mostly rises from row to row; no value missing."""
    if len(values) < 3 or np.isnan(values).any():
        return False
    before, after = values[:-1], values[1:]
    return bool((after >= before).all() and (after > before).mean() > 0.5)


def _is_year(raw: Raw, present: NDArray[np.float64], name: str, increasing: bool) -> bool:
    if raw.infinite or present.min() < 1500 or present.max() > 2100:
        return False
    parts = set(words(name))
    return bool(parts & _YEAR_WORDS) or (increasing and bool(parts & {"time", "t", "index"}))


def _years(raw: Raw) -> Raw:
    years = (raw.values - 1970).astype("datetime64[Y]")
    return replace(raw, kind="time", values=seconds(years), recipe="year")


def _is_id(raw: Raw, name: str, present: NDArray[np.float64], unique: int) -> bool:
    n = len(present)
    if is_axis_name(name):
        return False
    if is_id_name(name):
        return unique > 2
    if is_number_name(name) and unique == len(raw.values) >= 3:
        return True
    by_one = raw.values[1:] == raw.values[:-1] + 1
    return n >= 10 and n == len(raw.values) and present[0] in (0.0, 1.0) and bool(by_one.all())


def summary(judged: Judged, limit: int = 12) -> dict[str, object]:
    """Small description by role: {min, max, mean, std, median}, {min, max} or {levels: {...}}."""
    raw = judged.raw
    present = raw.values[~raw.missing]
    found: dict[str, object] = {}
    if raw.levels and judged.role in {"category", "constant"}:
        counts = np.bincount(present.astype(np.int64), minlength=len(raw.levels))
        order = range(len(counts)) if raw.ordered else np.argsort(-counts, kind="stable")
        found["levels"] = {raw.levels[i][:60]: int(counts[i]) for i in list(order)[:limit]}
    elif judged.role == "boolean":
        found["levels"] = {"0": int((present == 0).sum()), "1": int((present == 1).sum())}
    elif judged.role == "time" and len(present):
        found = {"min": float(present.min()), "max": float(present.max())}
    elif judged.role in {"numeric", "count", "constant"} and len(present):
        found = _moments(present.astype(np.float64))
    if judged.increasing:
        found["increasing"] = True
    if judged.unit:
        found["unit"] = True
    return found


def _moments(present: NDArray[np.float64]) -> dict[str, object]:
    with np.errstate(over="ignore", invalid="ignore"):
        moments = {
            "min": float(present.min()),
            "max": float(present.max()),
            "mean": float(present.mean()),
            "std": float(present.std(ddof=1)) if len(present) > 1 else 0.0,
            "median": float(np.median(present)),
        }
    return {key: value for key, value in moments.items() if np.isfinite(value)}
