"""Queries are run by their own engine, on request alone, and give the rows that a cell draws again."""

from __future__ import annotations

import dask.dataframe as dd
import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pytest

from jupyter_sciassist import profiles
from jupyter_sciassist.door import suggest
from jupyter_sciassist.profiles import source
from tests.profiles.test_source import check, run

N = 60_000
GROUPS = ["u", "v", "w"]


def table(n: int) -> pd.DataFrame:
    random = np.random.default_rng(20_261_124)
    x = random.normal(size=n)
    frame = pd.DataFrame(
        {
            "x": x,
            "y": x + random.normal(size=n),
            "whole": random.integers(-3, 90, n),
            "row number": random.poisson(2.0, n),
            "group": random.choice(GROUPS, n),
            "when": pd.date_range("2020-01-01", periods=n, freq="min"),
            "flag": random.random(n) < 0.3,
            'say "x"': random.normal(size=n),
        }
    )
    frame.loc[::97, "x"] = np.nan
    frame.loc[::401, "y"] = np.inf
    frame.loc[::53, "group"] = None
    return frame


def polars_query(frame: pd.DataFrame) -> pl.LazyFrame:
    return pl.from_pandas(frame).lazy()


def duckdb_query(frame: pd.DataFrame) -> duckdb.DuckDBPyRelation:
    connection = duckdb.connect()
    connection.register("given", frame)
    connection.execute("create table kept as select * from given")
    return connection.table("kept")


def dask_query(frame: pd.DataFrame) -> dd.DataFrame:
    return dd.from_pandas(frame, npartitions=7, sort=False)


def dask_by_time(frame: pd.DataFrame) -> dd.DataFrame:
    return dd.from_pandas(frame.set_index("when"), npartitions=7)


ENGINES = {
    "polars": polars_query,
    "duckdb": duckdb_query,
    "dask": dask_query,
    "dask_by_time": dask_by_time,
    "dask_series": lambda frame: dask_query(frame)["x"],
}


@pytest.mark.parametrize("split", ["all", "explore"])
@pytest.mark.parametrize("rows", [240, N])
@pytest.mark.parametrize("engine", ENGINES)
def test_cell_draws_the_rows_of_the_table_again(engine: str, rows: int, split: str) -> None:
    frame = table(rows)
    live = ENGINES[engine](frame)
    read = profiles.read(live, "live", split=split, salt="5a17")
    assert (read.rows.sample is None) == (rows == 240)
    check(read, run(source.preamble(read), live))
    chosen = ["x"]
    assert list(run(source.preamble(read, chosen), live)) == chosen


@pytest.mark.parametrize("engine", ["polars", "duckdb", "dask"])
def test_sampled_rows_are_those_of_the_plan(engine: str) -> None:
    frame = table(N)
    read = profiles.read(ENGINES[engine](frame), "live")
    places = np.sort(np.random.default_rng(0).choice(N, 50_000, replace=False, shuffle=False))
    np.testing.assert_array_equal(
        read.columns["whole"].values, frame["whole"].to_numpy()[places].astype(float)
    )


@pytest.mark.parametrize(
    "make",
    [
        *(ENGINES[name] for name in ("polars", "duckdb", "dask")),
        pl.from_pandas,
        lambda frame: pl.from_pandas(frame).to_arrow(),
    ],
)
def test_figures_are_those_of_all_rows(make) -> None:
    frame = table(N)
    found = profiles.profile(make(frame), "live")
    assert (found.kind, found.shape, found.plan.rows) == ("table", (N, 8), 50_000)
    assert found.fingerprint.coverage == "sampled"
    assert "mean, std, min and max are those of all rows" in (found.note or "")
    columns = {column.name: column for column in found.columns}
    for name in ("x", "y", "whole", "row number"):
        exact = frame[name].replace([np.inf, -np.inf], np.nan)
        column = columns[name]
        assert (column.n, column.missing) == (N, exact.isna().sum())
        for part in ("min", "max", "mean", "std"):
            assert column.summary[part] == pytest.approx(getattr(exact, part)(), rel=1e-12)
    assert columns["group"].missing == frame["group"].isna().sum()


def test_rows_below_the_sample_that_are_negative_make_no_count() -> None:
    values = np.ones(N, dtype=int) * np.arange(1, N + 1)
    places = np.random.default_rng(0).choice(N, 50_000, replace=False, shuffle=False)
    unseen = np.setdiff1d(np.arange(N), places)[0]
    values[unseen] = -7
    (column,) = profiles.profile(pl.LazyFrame({"rank sum": values}), "live").columns
    assert (column.role, column.summary["min"]) == ("numeric", -7)


@pytest.mark.parametrize("engine", ["polars", "duckdb", "dask"])
def test_a_scan_finds_what_the_table_holds(engine: str) -> None:
    cards = suggest(ENGINES[engine](table(N)), model=None)
    first = cards[0].hypothesis
    assert first is not None
    assert (first.relation, set(first.variables), first.direction) == (
        "association", {"x", "y"}, "+",
    )  # fmt: skip


def test_a_namespace_is_looked_over_without_running_a_query() -> None:
    runs = []
    counted = pl.LazyFrame({"a": [1.0, 2.0]}).map_batches(lambda frame: runs.append(1) or frame)
    (found,) = profiles.namespace({"query": counted})
    assert (found.variable, found.kind, found.type) == ("query", "other", "polars.LazyFrame")
    assert found.note == (
        "its query is run only when it is asked for by name: `%sci suggest query`, or a click on it"
    )
    assert runs == []
    assert profiles.profile(counted, "query").kind == "table"
    ran = len(runs)
    assert ran > 0
    profiles.read(counted, "query", split="explore", salt="1")
    assert len(runs) == ran


@pytest.mark.parametrize(
    "query",
    [
        pl.LazyFrame({"a": ["x"]}).select(pl.col("a").str.to_integer()),
        duckdb.sql("select error('boom') as a from range(3)"),
        dd.from_pandas(pd.DataFrame({"a": [1.0]}), npartitions=1).map_partitions(
            lambda frame: frame.loc["none"], meta={"a": float}
        ),
    ],
)
def test_a_query_that_fails_says_so(query) -> None:
    found = profiles.profile(query, "query")
    assert found.kind == "other"
    assert "its query failed: " in (found.note or "")


@pytest.mark.parametrize("engine", ["polars", "duckdb", "dask"])
def test_an_empty_result(engine: str) -> None:
    found = profiles.profile(ENGINES[engine](table(3).head(0)), "live")
    assert (found.kind, found.shape) == ("table", (0, 8))
