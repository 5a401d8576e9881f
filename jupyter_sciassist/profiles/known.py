"""Which objects may be touched: exact types, looked up where the user imported them.

Nothing is imported here for the user, `isinstance` is not used (it may call `__class__` of a
foreign object), and no other method of an object is called before its exact type is known.
"""

from __future__ import annotations

import datetime
import decimal
import fractions
import sys
import uuid
from typing import Any

import numpy as np
from numpy.typing import NDArray

TEXTS: frozenset[type] = frozenset({str, np.str_})
BOOLEANS: frozenset[type] = frozenset({bool, np.bool_})
INTEGERS: frozenset[type] = frozenset({int, *(np.dtype(code).type for code in "bBhHiIlLqQ")})
REALS: frozenset[type] = frozenset(
    {float, decimal.Decimal, fractions.Fraction, *(np.dtype(code).type for code in "efdg")}
)
DATES: frozenset[type] = frozenset({datetime.datetime, datetime.date, np.datetime64})
SPANS: frozenset[type] = frozenset({datetime.timedelta, np.timedelta64})
OTHERS: frozenset[type] = frozenset({datetime.time, bytes, uuid.UUID})

_PLAIN = TEXTS | BOOLEANS | INTEGERS | REALS | OTHERS | DATES | SPANS
_WITH_NAN = REALS | {np.datetime64, np.timedelta64}
_PANDAS = {"dates": ("Timestamp",), "spans": ("Timedelta",), "others": ("Interval", "Period")}


def member(module: str, name: str) -> Any:
    """Attribute `name` of a module that is imported already, else None; never triggers an import."""
    loaded = sys.modules.get(module)
    return None if loaded is None else vars(loaded).get(name)


def is_exact(obj: object, module: str, name: str) -> bool:
    """The type of `obj` is exactly `module.name`, and that module is loaded."""
    found = member(module, name)
    return found is not None and type(obj) is found


def module_of(cls: type) -> str:
    """First part of the name of the module of a class, past whatever its metaclass says."""
    module = type.__dict__["__module__"].__get__(cls)
    return module.partition(".")[0] if type(module) is str else ""


def type_name(obj: object) -> str:
    """`module.Class` of an object, read from the type alone."""
    name = str(type.__dict__["__qualname__"].__get__(type(obj)))
    package = module_of(type(obj))
    return name if package in {"", "builtins", "__main__"} else f"{package}.{name}"


def _of_pandas(*kinds: str) -> frozenset[type]:
    names = [name for kind in kinds for name in _PANDAS[kind]]
    return frozenset(found for name in names if (found := member("pandas", name)) is not None)


def dates() -> frozenset[type]:
    """Types of single dates and times."""
    return DATES | _of_pandas("dates")


def spans() -> frozenset[type]:
    """Types of single durations."""
    return SPANS | _of_pandas("spans")


def scalars() -> frozenset[type]:
    """Types whose `str`, hash and comparison are safe to call."""
    return _PLAIN | _of_pandas(*_PANDAS)


def blanks() -> frozenset[type]:
    """Types of the missing values None, NA and NaT."""
    singles = (member("pandas", "NA"), member("pandas", "NaT"))
    return frozenset({type(single) for single in singles if single is not None} | {type(None)})


def missing(items: list[Any]) -> NDArray[np.bool_]:
    """Which items are None, NA, NaT or a NaN of a known type, shape (n,)."""
    empty = blanks()
    types = list(map(type, items))
    gone = np.zeros(len(items), dtype=bool)
    if (empty | _WITH_NAN).isdisjoint(types):
        return gone
    for place, cls in enumerate(types):
        gone[place] = cls in empty or (cls in _WITH_NAN and _is_nan(items[place], cls))
    return gone


def _is_nan(value: Any, cls: type) -> bool:
    return bool(value.is_nan()) if cls is decimal.Decimal else bool(value != value)


def label_text(label: Any) -> str | None:
    """Display form of a row or column label, or None where its type is not known to be safe."""
    if type(label) is tuple:
        parts = [label_text(part) if type(part) is not tuple else None for part in label]
        return None if any(part is None for part in parts) else " / ".join(map(str, parts))
    safe = type(label) in _PLAIN or type(label) in scalars() | blanks()
    return str(label) if safe else None


def json_label(label: Any) -> str | int | float | bool | None:
    """The label itself where it is a finite JSON scalar, else None."""
    if type(label) in {str, int, bool}:
        plain: str | int | bool = label
        return plain
    if type(label) is float and np.isfinite(label):
        return label
    return None
