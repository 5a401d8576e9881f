"""Cautions from error outputs: what went wrong in a cell, and the cure, from names that exist."""

from __future__ import annotations

import ast
import difflib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..records import Profile
from . import digest, trees

_QUOTED = re.compile(r"'([^'\n]{1,120})'|\"([^\"\n]{1,120})\"")
_SHAPES = re.compile(r"\(\d+(?:, ?\d*)*,?\)")
_NUMBERS = re.compile(r"\d{1,12}")
_MODULE = re.compile(r"No module named '([A-Za-z_][\w.]{0,80})'")
ALIASES = {
    "np": "import numpy as np",
    "pd": "import pandas as pd",
    "pl": "import polars as pl",
    "pa": "import pyarrow as pa",
    "plt": "import matplotlib.pyplot as plt",
    "sns": "import seaborn as sns",
    "stats": "from scipy import stats",
    "sm": "import statsmodels.api as sm",
    "smf": "import statsmodels.formula.api as smf",
}
_SHAPE_SIGNS = (
    "could not be broadcast",
    "must be the same size",
    "must have same first dimension",
    "must be of the same length",
    "must have the same length",
    "does not match length of index",
    "not aligned",
    "inconsistent numbers of samples",
    "mismatch in its core dimension",
    "all the input array dimensions",
    "arrays must have the same",
    "unequal length",
    "must be broadcastable",
    "incompatible for broadcasting",
    "Shape of passed values",
    "Length mismatch",
    "cannot reshape array",
)
_LISTS_KEYS = ("not in index", "not found in axis", "are in the [", "not found; valid columns")
_DTYPE_SIGNS = (
    "could not convert string to float",
    "Could not convert string",
    "invalid literal for int()",
    "Unable to parse string",
    "unsupported operand type(s)",
    "can only concatenate str",
    "not supported between instances of",
    "agg function failed",
    "ufunc 'isnan' not supported",
    "does not support operation",
    "cannot perform",
    "Cannot perform",
    "no numeric data to plot",
    "must be real number, not str",
)


@dataclass(frozen=True)
class Caution:
    """An error of a cell, its cause in plain words and what to do. All texts are for display only."""

    cell: str
    number: int | None
    title: str
    cause: str
    cure: str


@dataclass(frozen=True)
class _Error:
    name: str
    message: str
    source: str
    variables: frozenset[str]


_Advice = tuple[str, str, str]
"""Title, cause and cure."""


def from_errors(cells: Sequence[Mapping[str, Any]], profiles: Sequence[Profile]) -> list[Caution]:
    """One caution for each error output whose cause can be told.

    Parameters
    ----------
    cells : list of nbformat cells
    profiles : list of Profile
        The tables that exist now; cures name their columns.
    """
    kept = [cell for cell in digest.cut(cells) if cell["cell_type"] == "code"]
    variables = frozenset({profile.variable for profile in profiles} | set(_assigned(kept)))
    found: list[Caution] = []
    for cell in kept:
        number = cell["execution_count"]
        for output in cell["outputs"]:
            if output["output_type"] != "error":
                continue
            error = _Error(output["ename"], output["evalue"], cell["source"], variables)
            advice = _advice(error, profiles)
            if advice is not None:
                found.append(Caution(cell.get("id") or f"[{number}]", number, *advice))
    return found


def _advice(error: _Error, profiles: Sequence[Profile]) -> _Advice | None:
    reader = _READERS.get(error.name)
    return None if reader is None else reader(error, profiles)


def _quoted(message: str) -> list[str]:
    return [single or double for single, double in _QUOTED.findall(message)]


def _keys(message: str) -> list[str]:
    """The keys that a KeyError names: one on its own, or those of a list."""
    text = message.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        text = text[1:-1]
    if not any(sign in text for sign in _LISTS_KEYS):
        return [text[:120]] if text else []
    return [name for name in _quoted(text) if name not in {"object", "str", "string"}][:20]


def near(name: str, names: Iterable[str]) -> str | None:
    """The nearest of `names`: the same but for case and punctuation, else a close spelling."""
    asked = _plain(name)
    if not asked:
        return None
    plain = {_plain(option): option for option in reversed(list(names))}
    close = difflib.get_close_matches(asked, list(plain), n=1, cutoff=0.7)
    return plain.get(asked, plain[close[0]] if close else None)


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).lower()


def _mentioned(source: str, profiles: Sequence[Profile]) -> list[Profile]:
    """The tables that the cell names, or all of them."""
    named = [
        one for one in profiles if re.search(rf"(?<!\w){re.escape(one.variable)}(?!\w)", source)
    ]
    return named or list(profiles)


def _missing_column(error: _Error, profiles: Sequence[Profile]) -> _Advice | None:
    names = _keys(error.message)
    tables = _mentioned(error.source, profiles)
    for name in names:
        if any(name == column.name for table in tables for column in table.columns):
            continue
        for table in tables:
            found = near(name, (column.name for column in table.columns))
            if found is not None:
                return _no_column(name, table, f"Write {found!r} instead of {name!r}.")
    named = [table for table in tables if f"{table.variable}[" in error.source]
    if not named or not names:
        return None
    listed = ", ".join(column.name for column in named[0].columns[:8])
    return _no_column(names[0], named[0], f"Its columns are {listed}.")


def _no_column(name: str, table: Profile, cure: str) -> _Advice:
    return (
        f"No column {name!r} in {table.variable}",
        f"{table.variable} has no column of that name.",
        cure,
    )


def _attribute(error: _Error, profiles: Sequence[Profile]) -> _Advice | None:
    if "object has no attribute" not in error.message:
        return None
    owner, _, rest = error.message.partition("object has no attribute")
    if not any(kind in owner for kind in ("DataFrame", "Series", "Table")):
        return None
    for name in _quoted(rest)[:1]:
        for table in _mentioned(error.source, profiles):
            found = near(name, (column.name for column in table.columns))
            if found is not None:
                return _no_column(name, table, f"Write {found!r} instead of {name!r}.")
    return None


def _missing_name(error: _Error, profiles: Sequence[Profile]) -> _Advice | None:
    names = _quoted(error.message)
    if not names or not names[0].isidentifier():
        return None
    name = names[0]
    title, cause = f"No name {name!r}", f"Nothing was ever called {name} in this kernel."
    if name in ALIASES:
        return title, "The library was not imported in this kernel.", f"Run `{ALIASES[name]}`."
    found = near(name, error.variables - {name})
    if found is not None:
        return title, cause, f"Write {found} instead of {name}."
    if name in error.variables:
        return (
            title,
            "The cell that makes it was not run in this kernel.",
            f"Run the cell that assigns {name} first.",
        )
    return title, cause, f"Run the cell that makes {name}, or check its spelling."


def _missing_module(error: _Error, profiles: Sequence[Profile]) -> _Advice | None:
    found = _MODULE.search(error.message)
    if found is None:
        return None
    name = found.group(1).partition(".")[0]
    return (
        f"The package {name!r} is not installed",
        "The kernel's environment does not have it.",
        f"Install it into the kernel's environment: `%pip install {name}`, then restart the kernel.",
    )


def _value(error: _Error, profiles: Sequence[Profile]) -> _Advice | None:
    if any(sign in error.message for sign in _SHAPE_SIGNS):
        return _shape(error)
    if any(sign in error.message for sign in _DTYPE_SIGNS):
        return _dtype(error, profiles)
    return None


def _shape(error: _Error) -> _Advice:
    shapes = _SHAPES.findall(error.message) or _NUMBERS.findall(error.message)
    told = f" ({' and '.join(shapes[:3])})" if len(shapes) > 1 else ""
    return (
        "Lengths or shapes do not fit",
        f"Values of different length or shape are put together{told}.",
        "Take both from the same rows: drop missing values on the table before picking columns "
        "(`df[[a, b]].dropna()`), and compare `.shape` of both.",
    )


def _dtype(error: _Error, profiles: Sequence[Profile]) -> _Advice:
    culprit = _text_column(error, profiles)
    title = "Text where numbers are needed"
    if culprit is None:
        return (
            title,
            "A value of the wrong type (text among numbers) takes part in the computation.",
            "Look at `.dtypes`; turn texts into numbers with `pd.to_numeric(..., errors='coerce')`, "
            "or leave text columns out with `numeric_only=True` or `select_dtypes('number')`.",
        )
    table, column = culprit
    if "numbers stored as text" in (column.note or ""):
        cure = f"Convert it: `pd.to_numeric({table.variable}[{column.name!r}], errors='coerce')`."
    else:
        cure = f"Leave {column.name!r} out, or use it as groups: `{table.variable}.groupby({column.name!r})`."
    return title, f"{column.name!r} of {table.variable} holds text.", cure


def _text_column(error: _Error, profiles: Sequence[Profile]) -> Any:
    """The text column that the message or the cell points to, with its table."""
    values = set(_quoted(error.message))
    tables = _mentioned(error.source, profiles)
    textual = [
        (table, column)
        for table in tables
        for column in table.columns
        if column.role in {"category", "text", "id"} and "int" not in column.dtype
    ]
    for table, column in textual:
        levels = column.summary.get("levels")
        if isinstance(levels, Mapping) and values & set(levels):
            return table, column
    for table, column in textual:
        if column.name in error.source:
            return table, column
    return None


_Reader = Callable[[_Error, Sequence[Profile]], _Advice | None]
_READERS: dict[str, _Reader] = {
    "KeyError": _missing_column,
    "ColumnNotFoundError": _missing_column,
    "AttributeError": _attribute,
    "NameError": _missing_name,
    "ModuleNotFoundError": _missing_module,
    "ValueError": _value,
    "TypeError": _value,
    "DTypePromotionError": _value,
}


def _assigned(cells: Sequence[Mapping[str, Any]]) -> Iterable[str]:
    """Names that the cells assign, import or define."""
    for cell in cells:
        tree = trees.parse(cell["source"])
        if tree is None:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield node.id
            elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                yield node.name
            elif isinstance(node, ast.alias):
                yield (node.asname or node.name).partition(".")[0]
