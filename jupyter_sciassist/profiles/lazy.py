"""Queries that have not run yet: Polars LazyFrames, DuckDB relations and Dask DataFrames.

Looking at one runs the user's query in its own engine, so it is done on a named request alone (`profile`,
`read`), never when a whole namespace is looked over. The table stays where it is: one query brings the
number of rows and the exact figures of each column, a second one the rows of the plan's sample.

Rows are known by their place in the result. DuckDB and Polars hand tables and files out in one order each
time; a query whose order is left open (a grouping, a join) may give other rows to the next look.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import narwhals as nw

from . import columnar, dasks, frames, known, plan
from .base import Exact, Positions, Slot, Source
from .raw import Raw

Fetch = Callable[[Positions, list[str]], Source]

UNASKED = (
    "its query is run only when it is asked for by name: `%sci suggest {name}`, or a click on it"
)
_TYPES = (
    ("polars", "LazyFrame"),
    ("duckdb", "DuckDBPyRelation"),
    ("dask.dataframe", "DataFrame"),
    ("dask.dataframe", "Series"),
)


def is_lazy(obj: Any) -> bool:
    """The object is a query of a known engine; nothing of it is run to tell."""
    return any(known.is_exact(obj, module, name) for module, name in _TYPES)


def source(obj: Any) -> Source | str:
    """Source of a query, which runs once to count the rows; where it fails, the reason."""
    try:
        if known.is_exact(obj, "polars", "LazyFrame"):
            return _of(obj, "polars.LazyFrame", columnar.frame(obj.head(0).collect()), _polars(obj))
        if known.is_exact(obj, "duckdb", "DuckDBPyRelation"):
            empty = frames.frame(obj.limit(0).df())
            return _of(obj, "duckdb.DuckDBPyRelation", empty, _duckdb(obj))
        return _dask(obj)
    except Exception as error:  # whatever the user's query or the engine raises
        return f"its query failed: {type(error).__name__}: {str(error)[:300]}"


def _of(obj: Any, kind: str, empty: Source, fetch: Fetch) -> Source:
    names = [slot.title for slot in empty.slots(empty.columns)]
    rows, exact = _figures(obj, names[: plan.MAX_COLUMNS])
    shape = (rows, empty.columns)
    return Source(
        kind, "table", shape, rows, empty.columns,
        lambda count: _slots(empty, fetch, names[:count], count), None, None, lambda: exact,
    )  # fmt: skip


def _dask(obj: Any) -> Source:
    found = dasks.counted(obj, plan.MAX_COLUMNS)
    empty = frames.frame(found.frame._meta)
    shape = (found.rows, len(found.frame.columns))
    return Source(
        f"dask.{type(obj).__name__}", "table", shape, found.rows, empty.columns,
        lambda count: _slots(empty, found.fetch, list(found.frame.columns), count),
        None, None, lambda: found.exact,
    )  # fmt: skip


def _slots(empty: Source, fetch: Fetch, names: list[str], count: int) -> list[Slot]:
    """Columns of a sample that the first one to be read brings over for all of them."""
    brought: list[Slot] = []

    def take(place: int, positions: Positions) -> Raw:
        if not brought:
            brought.extend(fetch(positions, names).slots(count))
        return brought[place].take(None)

    def slot(place: int, one: Slot) -> Slot:
        return Slot(
            one.position, one.label, one.title, one.dtype, lambda rows: take(place, rows), one.unit
        )

    return [slot(place, one) for place, one in enumerate(empty.slots(count))]


def _figures(obj: Any, names: list[str]) -> tuple[int, dict[int, Exact]]:
    """Number of rows, and the exact figures of each column, in one query."""
    frame = nw.from_native(obj)
    schema = frame.collect_schema()
    wanted = [nw.len().alias("rows")]
    for place, name in enumerate(names):
        column = nw.col(name)
        if schema[name].is_float():
            column = nw.when(column.is_finite()).then(column)
        wanted.append(column.count().alias(f"{place} count"))
        if schema[name].is_numeric():
            parts = {
                "min": column.min(),
                "max": column.max(),
                "mean": column.mean(),
                "std": column.std(),
            }
            wanted += [one.alias(f"{place} {part}") for part, one in parts.items()]
    backend = "pandas" if known.is_exact(obj, "duckdb", "DuckDBPyRelation") else None
    row: Mapping[str, Any] = frame.select(*wanted).collect(backend).rows(named=True)[0]
    rows = int(row["rows"])
    return rows, {
        place: Exact(
            rows - int(row[f"{place} count"]),
            {part: row.get(f"{place} {part}") for part in ("min", "max", "mean", "std")},
        )
        for place in range(len(names))
    }


def _polars(obj: Any) -> Fetch:
    def fetch(positions: Positions, names: list[str]) -> Source:
        chosen = obj.select(names)
        if positions is None:
            return columnar.frame(chosen.collect())
        place = free("row number", names)
        column = known.member("polars", "col")(place)
        rows = chosen.with_row_index(place).filter(column.is_in(positions)).sort(place)
        return columnar.frame(rows.drop(place).collect(engine="streaming"))

    return fetch


def _duckdb(obj: Any) -> Fetch:
    def fetch(positions: Positions, names: list[str]) -> Source:
        columns = ", ".join(map(quoted, names))
        if positions is None:
            return frames.frame(obj.project(columns).df())
        place = quoted(free("row number", names))
        chosen = ", ".join(map(str, positions.tolist()))
        rows = obj.project(f"{columns}, row_number() over () - 1 as {place}")
        rows = rows.filter(f"{place} in ({chosen})").order(place)
        return frames.frame(rows.project(columns).df())

    return fetch


def quoted(name: str) -> str:
    """A column name in SQL."""
    return '"' + name.replace('"', '""') + '"'


def free(name: str, taken: list[str]) -> str:
    """`name`, or what is free of the taken names (SQL ignores case)."""
    used = {one.lower() for one in taken}
    while name.lower() in used:
        name += "_"
    return name
