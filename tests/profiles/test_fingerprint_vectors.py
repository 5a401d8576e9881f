"""`sciassist-fp/1` against its published vectors and against a second implementation of its page."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jupyter_sciassist import profiles
from tests.profiles import reference_fingerprint as reference
from tests.profiles.dresses import DRESSES, ENGINES, TWICE, Column

VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "wire" / "fingerprints.json").read_text("utf-8")
)
NAMES = [vector["name"] for vector in VECTORS]
READ = {"integer": int, "real": float, "instant": int, "span": int}


def expanded(vector: dict[str, Any]) -> tuple[int, list[Column]]:
    """Number of rows, and the columns with their values; numbers stand as texts in the file."""
    columns = []
    for one in vector["columns"]:
        read = READ.get(one["type"], lambda value: value)
        if "times" in one:
            factor, modulo = int(one["times"]), int(one["modulo"])
            values: list[Any] = [i * factor % modulo for i in range(vector["rows"])]
        elif "long" in one:
            values = [text * one["length"] for text in one["long"]]
        else:
            values = [None if value is None else read(value) for value in one["values"]]
        names = [f"c{i}" for i in range(one["repeat"])] if "repeat" in one else [one["name"]]
        columns += [{**one, "name": name, "values": values} for name in names]
    return vector["rows"], columns


def found(obj: Any) -> tuple[str, str]:
    mark = profiles.profile(obj, "any").fingerprint
    assert mark.algo == "sciassist-fp/1"
    return mark.digest, mark.coverage


def fits(dress: str, n: int, columns: list[Column]) -> bool:
    names = [one["name"] for one in columns]
    if not columns and not dress.startswith("pandas"):
        return n == 0 and not dress.startswith("dict")  # nothing there knows of rows
    if n * len(columns) > 10_000 and dress not in {"pandas", "polars", "pyarrow"}:
        return False  # those are slow to build
    return len(set(names)) == len(names) or dress in TWICE


@pytest.mark.parametrize("vector", VECTORS, ids=NAMES)
def test_the_second_implementation_gives_the_published_digests(vector: dict[str, Any]) -> None:
    assert reference.fingerprint(*expanded(vector)) == (vector["digest"], vector["coverage"])


@pytest.mark.parametrize("vector", VECTORS, ids=NAMES)
def test_every_library_gives_the_published_digest(vector: dict[str, Any]) -> None:
    n, columns = expanded(vector)
    published = dict.fromkeys(DRESSES, (vector["digest"], vector["coverage"]))
    fit = {dress: make for dress, make in DRESSES.items() if fits(dress, n, columns)}
    assert {dress: found(make(n, columns)) for dress, make in fit.items()} == {
        dress: published[dress] for dress in fit
    }


@pytest.mark.parametrize("dress", ENGINES)
@pytest.mark.parametrize(
    "name",
    [
        "all kinds",
        "beyond 2^63",
        "texts that look like dates",
        "60 000 rows, of which 50 000 are drawn",
    ],
)
def test_a_query_gives_the_digest_of_its_table(dress: str, name: str) -> None:
    vector = VECTORS[NAMES.index(name)]
    expected = (vector["digest"], vector["coverage"])
    if (dress, name) == ("duckdb", "all kinds"):
        # A DuckDB column of an ordered category is a column of texts.
        n, columns = expanded(vector)
        columns[-1]["type"] = "text"
        expected = reference.fingerprint(n, columns)
    assert found(ENGINES[dress](*expanded(vector))) == expected


def test_equal_values_share_a_digest_and_no_others_do() -> None:
    same = [
        {"whole numbers with a missing one", "the same as reals"},
        {"negative zero", "zero"},
        {"all missing", "all missing reals"},
    ]
    by_digest: dict[str, set[str]] = {}
    for vector in VECTORS:
        by_digest.setdefault(vector["digest"], set()).add(vector["name"])
    several = [names for names in by_digest.values() if len(names) > 1]
    assert sorted(map(sorted, several)) == sorted(map(sorted, same))


@pytest.mark.parametrize(
    ("n", "k"), [(60_000, 50_000), (20_001, 20_000), (1_000_000, 50_000), (1_200_000, 50_000)]
)
def test_the_rows_of_the_page_are_those_that_numpy_draws(n: int, k: int) -> None:
    drawn = np.random.default_rng(0).choice(n, k, replace=False, shuffle=False)
    assert reference.rows(n, k) == sorted(drawn.tolist())


def lists(one: st.SearchStrategy[Any], n: int) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.none() | one, min_size=n, max_size=n)


INSTANTS = st.integers(-2_208_988_800_000_000, 4_102_444_800_000_000)  # 1900 to 2100
WHOLE = st.integers(-(2**63), 2**63 - 1)
REALS = st.floats(width=64) | st.sampled_from([0.0, -0.0, 1.0, 2.0**63, -(2.0**63), 2.0**64])
TYPES = {
    "boolean": st.booleans(), "real": REALS, "instant": INSTANTS, "span": INSTANTS,
    "text": st.text(max_size=4) | st.sampled_from(["1", "2020-01-01", "nan", "None", ""]),
    "unread": st.lists(st.integers(0, 9), max_size=2),
}  # fmt: skip


@st.composite
def tables(draw: st.DrawFn) -> tuple[int, list[Column]]:
    n = draw(st.integers(0, 12))
    names = draw(st.lists(st.text(max_size=5), max_size=5, unique=True))
    columns = []
    for name in names:
        kind = draw(st.sampled_from([*TYPES, "integer", "ordered"]))
        column: Column = {"name": name, "type": kind}
        if kind == "ordered":
            column["order"] = draw(st.permutations(["a", "b", "c", "2020-01-01"]))
            values = lists(st.sampled_from(column["order"]), n)
        elif kind == "integer":
            # Those that fit no integer type of a library are numbers of another kind.
            values = (
                lists(WHOLE, n) | lists(st.integers(0, 2**64 - 1), n) | lists(st.integers(-5, 5), n)
            )
        elif kind == "unread":
            values = st.lists(TYPES[kind], min_size=n, max_size=n)
        else:
            values = lists(TYPES[kind], n)
        columns.append({**column, "values": draw(values)})
    return n, columns


def plain(columns: list[Column]) -> list[Column]:
    """NaN as None, which pandas' categories and texts of NaN need to be built at all."""
    return [
        {**one, "values": [None if isinstance(v, float) and math.isnan(v) else v for v in one["values"]]}
        for one in columns
    ]  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables())
def test_random_tables_agree_in_every_library(table: tuple[int, list[Column]]) -> None:
    n, columns = table
    expected = reference.fingerprint(n, columns)
    for dress, make in DRESSES.items():
        if fits(dress, n, columns):
            assert (dress, *found(make(n, plain(columns)))) == (dress, *expected)


def test_arrays_are_tables_of_their_places() -> None:
    values = np.arange(24.0).reshape(4, 3, 2) / 7
    columns = [
        {"name": f"column_{i}_{j}", "type": "real", "values": values[:, i, j].tolist()}
        for i in range(3)
        for j in range(2)
    ]
    assert found(values) == reference.fingerprint(4, columns)
    assert found(values.astype(">f8")) == reference.fingerprint(4, columns)
    fields = np.array([(1, 2.5), (3, 4.5)], dtype=[("a", "i2"), ("b", "f8")])
    assert found(fields) == found({"a": [1, 3], "b": [2.5, 4.5]})
    assert found(fields.view(np.recarray)) == found(fields)
    for nameless in (np.array([1, 2]), pd.Series([1, 2]), pl.Series([1, 2])):
        assert found(nameless) == found({"value": [1, 2]})


def test_which_index_counts() -> None:
    """As the page says: none that numbers rows; all others as columns in front."""
    plain = pd.DataFrame({"a": [1, 2, 3]})
    numbered = plain.set_axis([7, 3, 5], axis=0)
    assert found(numbered) == found(plain) == found(pl.DataFrame({"a": [1, 2, 3]}))
    for index, name in (
        (["x", "y", "z"], "index"),
        ([0.5, 1.5, 2.5], "index"),
        (pd.Index([4, 5, 6], name="k"), "k"),
        (pd.RangeIndex(3, name="k"), "k"),
    ):
        assert found(plain.set_axis(index, axis=0)) == found({name: list(index), "a": [1, 2, 3]})
    levels = pd.MultiIndex.from_arrays([[1, 2, 3], ["x", "y", "z"]], names=[None, "b"])
    assert found(plain.set_axis(levels, axis=0)) == found(
        {"level_0": [1, 2, 3], "b": ["x", "y", "z"], "a": [1, 2, 3]}
    )


def test_labels_of_several_parts() -> None:
    frame = pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_tuples([("a", "b"), ("a", 1)]))
    assert found(frame) == found({"a / b": [1], "a / 1": [2]})


def test_times_count_by_the_moment_to_the_microsecond() -> None:
    """Units, zones, dates, periods and digits beyond the microsecond."""
    days = ["2020-01-01", "1969-12-31"]
    expected = found({"a": np.array(days, "M8[us]")})
    for unit in ("D", "s", "ms", "ns"):
        assert found({"a": np.array(days, f"M8[{unit}]")}) == expected
    assert found(pl.DataFrame({"a": days}).with_columns(pl.col("a").str.to_date())) == expected
    assert found(pd.DataFrame({"a": pd.PeriodIndex(days, freq="D")})) == expected
    zoned = pd.DataFrame({"a": pd.DatetimeIndex(days).tz_localize("UTC").tz_convert("Asia/Tokyo")})
    assert found(zoned) == expected
    assert found(zoned.astype(object)) == expected
    assert found({"a": days}) != expected
    finer = np.array([-1, 1_999], "M8[ns]")
    assert found({"a": finer}) == found({"a": np.array([-1, 1], "M8[us]")})
    assert found({"a": finer.view("m8[ns]")}) == found({"a": np.array([-1, 1], "m8[us]")})


def test_numbers_that_no_float_holds() -> None:
    wide = {"a": [2**53 + 1, 1]}
    assert found(wide) != found({"a": [2**53, 1]})
    # Beside a real number, or beyond 64 bits, integers are rounded.
    assert found({"a": [2**53 + 1, 0.5]}) == found({"a": [2.0**53, 0.5]})
    assert found({"a": [2**70 + 1, -1]}) == found({"a": [2.0**70, -1.0]})
    assert found({"a": [True, 2]}) == found({"a": [1, 2]})
    assert found({"a": np.array([0.1], "f4")}) != found({"a": [0.1]})
    assert found({"a": np.array([0.1], "f4")}) == found({"a": [float(np.float32(0.1))]})


def test_lone_surrogates_are_encoded_as_characters() -> None:
    columns = [{"name": "a\ud800", "type": "text", "values": ["\udfff", "\ue000", "\ud7ff"]}]
    assert found({one["name"]: one["values"] for one in columns}) == reference.fingerprint(
        3, columns
    )


def test_levels_that_do_not_occur_never_count() -> None:
    few = pd.Series(pd.Categorical(["b", "a"], categories=["c", "b", "a"]), name="a")
    assert found(few) == found(pl.Series("a", ["b", "a"]))
    numbers = pd.Series(pd.Categorical([2, None, 1], categories=[9, 2, 1]), name="a")
    assert found(numbers) == found(pl.Series("a", [2, None, 1]))
    nothing = pd.Series(pd.Categorical([None, None], categories=[]), name="a")
    assert found(nothing) == found(pl.Series("a", [None, None], dtype=pl.String))
