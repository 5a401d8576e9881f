"""The cell's preamble, run, holds exactly the rows and values that the analyses saw."""

from __future__ import annotations

import datetime as dt
import decimal
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from jupyter_sciassist import profiles
from jupyter_sciassist.errors import DataError, UnknownColumnError
from jupyter_sciassist.profiles import source
from jupyter_sciassist.profiles.table import Table

N = 240
BIG = 60_000


def run(code: str, obj: Any, variable: str = "live") -> pd.DataFrame:
    scope = {variable: obj}
    exec(compile(code, "<cell>", "exec"), scope)
    data = scope["data"]
    assert type(data) is pd.DataFrame
    return data


def check(table: Table, data: pd.DataFrame) -> None:
    """`data` has the table's columns, rows and values, exactly."""
    assert len(data) == table.n
    for name, column in table.columns.items():
        assert len(column.values) == table.n
        if column.recipe == "opaque":
            assert name in data
        elif column.levels:
            shown = [None if pd.isna(value) else str(value) for value in data[name]]
            assert shown == [column.levels[i] if i >= 0 else None for i in column.values.tolist()]
        else:
            assert data[name].dtype.kind in "iufb"
            np.testing.assert_array_equal(data[name].to_numpy("float64"), column.values)


def rng() -> np.random.Generator:
    return np.random.default_rng(20_261_123)


def frame(n: int = N) -> pd.DataFrame:
    random = rng()
    mass = random.normal(4000, 800, n)
    mass[3] = np.nan
    return pd.DataFrame(
        {
            "species": random.choice(["Adelie", "Gentoo", "Chinstrap"], n),
            "mass_g": mass,
            "eggs": random.integers(0, 5, n),
            "sexed": random.integers(0, 2, n).astype(bool),
            "year": random.integers(2007, 2010, n),
        }
    )


def mixed() -> pd.DataFrame:
    """Every kind of pandas column; one of them holds objects that nobody touches."""
    random = rng()
    numbers = random.normal(size=N)
    broken = np.where(np.arange(N) % 17 == 0, np.inf, numbers)
    zoned = pd.Series(pd.date_range("2020-10-24", periods=N, freq="h", tz="Europe/Berlin"))
    texts = random.choice(["a", "b", 'quo"te', "back\\slash"], N)
    gaps = np.arange(N) % 11 == 0
    return pd.DataFrame(
        {
            "infinite": broken,
            "single": numbers.astype("float32"),
            "nullable": pd.array(np.where(gaps, None, np.arange(N) % 7), dtype="Int64"),
            "unsigned": pd.array(np.where(gaps, None, np.arange(N) % 5), dtype="UInt8"),
            "real": pd.array(np.where(gaps, None, numbers), dtype="Float64"),
            "flag": pd.array(np.where(gaps, None, numbers > 0), dtype="boolean"),
            "arrow": pd.array(np.where(gaps, None, np.arange(N) % 9), dtype="int64[pyarrow]"),
            "zoned": zoned.where(~gaps),
            "naive": pd.date_range("1960-01-01", periods=N, freq="D").astype("datetime64[s]"),
            "months": pd.period_range("2001-01", periods=N, freq="M"),
            "span": pd.to_timedelta(np.where(gaps, None, np.arange(N) * 90), unit="s"),
            "text": pd.array(np.where(gaps, None, texts), dtype="string"),
            "group": pd.Categorical(
                texts, ["b", "a", "never", 'quo"te', "back\\slash"], ordered=True
            ),
            "sizes": pd.Categorical(np.arange(N) % 4),
            "bins": pd.cut(numbers, 3),
            "price": [None if gap else decimal.Decimal(i % 13) / 10 for i, gap in enumerate(gaps)],
            "dates": [None if gap else dt.date(2019, 1, 1 + i % 28) for i, gap in enumerate(gaps)],
            "iso": [None if g else f"2021-03-0{1 + i % 9} 10:30:00.5" for i, g in enumerate(gaps)],
            "iso_zoned": [f"2021-03-0{1 + i % 9}T10:30:00+05:30" for i in range(N)],
            "odd": [i % 3 if i % 2 else "x" for i in range(N)],
            "yes": [None if gap else bool(i % 2) for i, gap in enumerate(gaps)],
            "lists": [[i] for i in range(N)],
            "empty": [None] * N,
            "sparse": pd.arrays.SparseArray(np.where(np.arange(N) % 3 == 0, 1.5, 0.0)),
            "decade": np.where(gaps, np.nan, 1900 + 10 * (np.arange(N) % 9)),
        }
    ).rename(columns={"decade": "decade year"})


def by_day() -> pd.DataFrame:
    days = pd.date_range("2020-01-01", periods=N, freq="D", name="day")
    return pd.DataFrame({"flux": rng().normal(size=N)}, index=days)


def subjects() -> pd.DataFrame:
    random = rng()
    return pd.DataFrame(
        {"subject": np.repeat(np.arange(100, 140), 6), "score": random.normal(size=N)}
    )


def columns_twice() -> pd.DataFrame:
    table = pd.DataFrame(rng().normal(size=(N, 4)))
    table.columns = pd.Index(["x", "x", 3, ("a", 1)], dtype=object)
    return table


def levels_everywhere() -> pd.DataFrame:
    index = pd.MultiIndex.from_product([list("abcdefgh"), range(30)], names=["site", None])
    columns = pd.MultiIndex.from_tuples([("t", "min"), ("t", "max"), ("u", "min")])
    return pd.DataFrame(rng().normal(size=(N, 3)), index=index, columns=columns)


def structured() -> np.ndarray:
    cells = np.zeros(
        N, dtype=[("name", "U4"), ("mass", ">f4"), ("at", "M8[ms]"), ("pair", "f8", 2)]
    )
    cells["name"] = np.resize(["a", "b", "c"], N)
    cells["mass"] = rng().normal(size=N)
    cells["at"] = np.datetime64("2020-01-01") + np.arange(N)
    return cells


def polars_frame(n: int = N) -> pl.DataFrame:
    random = rng()
    gaps = np.arange(n) % 11 == 0
    return pl.DataFrame(
        {
            "a": pl.Series([None if gap else i % 7 for i, gap in enumerate(gaps)], dtype=pl.Int16),
            "b": random.normal(size=n),
            "c": pl.Series([None if gap else "xyz"[i % 3] for i, gap in enumerate(gaps)]),
            "d": pl.Series([None if gap else bool(i % 2) for i, gap in enumerate(gaps)]),
            "e": pl.Series([dt.datetime(2020, 1, 1, 5) + dt.timedelta(i % 99) for i in range(n)]),
            "f": pl.Series(np.resize(["low", "high"], n), dtype=pl.Enum(["low", "mid", "high"])),
            "g": pl.Series(np.resize(["u", "v", "w"], n), dtype=pl.Categorical),
            "h": pl.Series([decimal.Decimal(i % 13) / 10 for i in range(n)]),
        }
    )


def polars_rest() -> pl.DataFrame:
    zoned = [dt.datetime(2020, 1, 1, tzinfo=dt.timezone.utc) + dt.timedelta(i) for i in range(N)]
    return pl.DataFrame(
        {
            "zoned": pl.Series(zoned).dt.convert_time_zone("Asia/Tokyo"),
            "date": [dt.date(2020, 1, 1) + dt.timedelta(i % 50) for i in range(N)],
            "span": [dt.timedelta(seconds=i % 60) for i in range(N)],
            "clock": [dt.time(i % 24) for i in range(N)],
            "nothing": pl.Series([None] * N),
            "list": [[i] for i in range(N)],
            "struct": [{"k": i} for i in range(N)],
            "inf": np.where(np.arange(N) % 9 == 0, -np.inf, 1.0 * np.arange(N)),
            "bytes": [b"x"] * N,
        }
    )


def arrow_twice() -> pa.Table:
    table = polars_frame().to_arrow()
    return pa.Table.from_arrays(
        [
            *table.columns,
            *polars_rest().to_arrow().columns,
            pa.chunked_array([[1] * 100, [2] * 140]),
        ],
        names=[*table.column_names, *polars_rest().columns, "a"],
    )


def lists(n: int = N) -> dict[Any, Any]:
    return {
        "a": [None if i % 5 == 0 else i * 0.5 for i in range(n)],
        "b": tuple("xyz"[i % 3] for i in range(n)),
        3: np.arange(n) % 6,
        ("t", 1): pd.Series(np.arange(n) % 4, index=np.arange(n)[::-1]),
        "p": pl.Series(np.arange(n) % 8),
        "when": [dt.datetime(2020, 1, 1) + dt.timedelta(hours=i) for i in range(n)],
        "cat": pd.Series(pd.Categorical(np.resize(["q", "r"], n))),
    }


SMALL = {
    "frame": frame,
    "mixed": mixed,
    "shuffled": lambda: frame().sample(frac=1, random_state=1),
    "by_day": by_day,
    "subjects": subjects,
    "columns_twice": columns_twice,
    "levels_everywhere": levels_everywhere,
    "series": lambda: frame()["mass_g"],
    "series_by_day": lambda: by_day()["flux"],
    "series_unnamed": lambda: pd.Series(rng().normal(size=N)),
    "polars": polars_frame,
    "polars_rest": polars_rest,
    "polars_series": lambda: polars_frame()["c"],
    "arrow": arrow_twice,
    "array_1d": lambda: rng().normal(size=N),
    "array_2d": lambda: rng().integers(-5, 90, (N, 3)),
    "array_3d": lambda: rng().normal(size=(N, 2, 3)).astype(">f8"),
    "array_dates": lambda: np.datetime64("2020-01-01T00:00", "ns") + np.arange(N),
    "array_objects": lambda: np.resize(np.array(["a", None, 2], dtype=object), N),
    "structured": structured,
    "dict": lists,
}
LARGE = {
    "frame": lambda: frame(BIG),
    "shuffled": lambda: frame(BIG).sample(frac=1, random_state=1),
    "series": lambda: frame(BIG)["mass_g"],
    "polars": lambda: polars_frame(BIG),
    "polars_series": lambda: polars_frame(BIG)["b"],
    "arrow": lambda: polars_frame(BIG).to_arrow(),
    "array_1d": lambda: rng().normal(size=BIG),
    "array_2d": lambda: rng().normal(size=(BIG, 3)),
    "array_3d": lambda: rng().normal(size=(BIG, 2, 2)),
    "structured": lambda: np.resize(structured(), BIG),
    "dict": lambda: lists(BIG),
}


@pytest.mark.parametrize("split", ["all", "explore", "confirm"])
@pytest.mark.parametrize("case", SMALL)
def test_preamble_gives_the_rows_of_the_table(case: str, split: str) -> None:
    obj = SMALL[case]()
    table = profiles.read(obj, "live", split=split, salt="5a17")
    check(table, run(source.preamble(table), obj))


@pytest.mark.parametrize("split", ["all", "confirm"])
@pytest.mark.parametrize("case", LARGE)
def test_preamble_draws_the_sample_again(case: str, split: str) -> None:
    obj = LARGE[case]()
    table = profiles.read(obj, "live", split=split, salt="5a17")
    assert table.rows.sample == table.profile.plan.rows == 50_000
    check(table, run(source.preamble(table), obj))


@pytest.mark.parametrize("split", ["all", "explore"])
def test_wide_table_is_chosen_by_position(split: str) -> None:
    obj = pd.DataFrame(rng().normal(size=(21_000, 210)))
    table = profiles.read(obj, "live", split=split, salt="")
    assert (len(table.columns), table.rows.sample) == (200, 20_000)
    check(table, run(source.preamble(table), obj))


def test_split_sides_are_the_whole() -> None:
    obj = frame()
    explore, confirm = (
        profiles.read(obj, "live", split=s, salt="1") for s in ("explore", "confirm")
    )
    both = pd.concat([run(source.preamble(side), obj) for side in (explore, confirm)])
    assert explore.n + confirm.n == N
    assert sorted(both.index) == list(range(N))


def test_only_the_columns_asked_for() -> None:
    table = profiles.read(frame(), "live")
    assert source.preamble(table, ["mass_g", "species"]) == (
        'import numpy as np\nimport pandas as pd\n\ndata = live[["mass_g", "species"]].copy()\n'
    )
    assert list(run(source.preamble(table, ["mass_g"]), frame())) == ["mass_g"]
    assert "\n\ndata = live.copy()\n" in source.preamble(table)


def test_unit_comes_along_because_its_value_is_hashed() -> None:
    obj = subjects()
    table = profiles.read(obj, "live", split="explore", salt="")
    assert table.rows.unit == "subject"
    data = run(source.preamble(table, ["score"]), obj)
    assert len(data) == table.n
    assert data.groupby("subject").size().eq(6).all()


def test_missing_texts_of_a_unit_stay_together() -> None:
    obj = pd.DataFrame({"patient_id": [None if i % 4 == 0 else f"p{i % 40}" for i in range(N)]})
    obj["x"] = np.arange(N) * 0.5
    for side in ("explore", "confirm"):
        table = profiles.read(obj, "live", split=side, salt="")
        assert table.rows.unit == "patient_id"
        check(table, run(source.preamble(table), obj))


def test_block_given_by_the_caller() -> None:
    obj = frame()
    table = profiles.read(obj, "live", split="explore", salt="", block=40)
    data = run(source.preamble(table), obj)
    check(table, data)
    assert set(data.index.value_counts()) == {1}
    assert (data.index // 40).value_counts().eq(40).all()


def test_unknown_names() -> None:
    table = profiles.read(frame(), "live")
    with pytest.raises(UnknownColumnError, match="live has no column 'nope'"):
        source.preamble(table, ["nope"])
    with pytest.raises(UnknownColumnError, match="live has no column 'nope' to keep whole"):
        profiles.read(frame(), "live", split="explore", unit="nope")


def test_column_of_objects_is_no_unit() -> None:
    with pytest.raises(DataError, match="'lists' of live holds values that are not read"):
        profiles.read(mixed(), "live", split="explore", unit="lists")


def test_user_object_is_untouched() -> None:
    for case, make in SMALL.items():
        obj, twin = make(), make()
        table = profiles.read(obj, "live", split="explore", salt="")
        run(source.preamble(table), obj)
        assert same(obj, twin), case


def same(one: Any, other: Any) -> bool:
    if isinstance(one, dict):
        return all(list(map(str, one[key])) == list(map(str, other[key])) for key in one)
    if isinstance(one, np.ndarray):
        return one.tobytes() == other.tobytes() or list(one) == list(other)
    if isinstance(one, pa.Table):
        return one.equals(other)
    return bool(one.equals(other))


def test_variable_that_is_no_identifier() -> None:
    obj = frame()
    table = profiles.read(obj, "my table")
    check(table, run(source.preamble(table), obj, variable="my table"))
