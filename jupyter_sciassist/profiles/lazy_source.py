"""The lines of a cell that bring the rows of a query over: LazyFrame, DuckDB relation, Dask DataFrame.

They bind `sample`, a Polars (LazyFrame) or pandas DataFrame of the chosen columns alone, in their order.
Where a sample is taken, `rows` holds the places of its rows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .lazy import free, quoted
from .table import Table

Literal = Callable[[str], str]


def imports(table: Table) -> list[str]:
    """What those lines import beside NumPy and pandas."""
    kind = table.profile.type
    if kind.startswith("dask."):
        return ["import dask"]
    return ["import polars as pl"] if kind == "polars.LazyFrame" and table.rows.sample else []


def lines(table: Table, live: str, labels: Sequence[str], literal: Literal) -> list[str]:
    """Lines that bind `sample`; `labels` are the columns as the object calls them."""
    sampled = table.rows.sample is not None
    kind = table.profile.type
    if kind == "polars.LazyFrame":
        return _polars(live, labels, literal, sampled)
    if kind == "duckdb.DuckDBPyRelation":
        return _duckdb(live, labels, literal, sampled)
    return _dask(
        live if kind == "dask.DataFrame" else f"{live}.to_frame()", labels, literal, sampled
    )


def _polars(live: str, labels: Sequence[str], literal: Literal, sampled: bool) -> list[str]:
    chosen = f"{live}.select([{', '.join(map(literal, labels))}])"
    if not sampled:
        return [f"sample = {chosen}.collect()"]
    place = literal(free("row number", list(labels)))
    return [
        f"sample = {chosen}.with_row_index({place})",
        f"sample = sample.filter(pl.col({place}).is_in(rows)).sort({place}).drop({place})",
        'sample = sample.collect(engine="streaming")',
    ]


def _duckdb(live: str, labels: Sequence[str], literal: Literal, sampled: bool) -> list[str]:
    columns = ", ".join(map(quoted, labels))
    if not sampled:
        return [f"sample = {live}.project({literal(columns)}).df()"]
    place = quoted(free("row number", list(labels)))
    numbered = literal(f"{columns}, row_number() over () - 1 as {place}")
    return [
        f"sample = {live}.project({numbered})",
        f'sample = sample.filter({literal(f"{place} in (")} + ", ".join(map(str, rows)) + ")")',
        f"sample = sample.order({literal(place)}).project({literal(columns)}).df()",
    ]


def _dask(live: str, labels: Sequence[str], literal: Literal, sampled: bool) -> list[str]:
    parts = f"parts = {live}[[{', '.join(map(literal, labels))}]].to_delayed()"
    if not sampled:
        return [parts, "sample = pd.concat(dask.compute(*parts))"]
    return [
        parts,
        f"sizes = {live}.map_partitions(len).compute()",
        "starts = np.cumsum([0, *sizes])",
        "sample = pd.concat(dask.compute(*[",
        "    part.iloc[rows[(rows >= start) & (rows < end)] - start]",
        "    for part, start, end in zip(parts, starts, starts[1:])",
        "]))",
    ]
