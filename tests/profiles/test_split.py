from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd
import polars as pl

from jupyter_sciassist import profiles
from jupyter_sciassist.profiles import split
from jupyter_sciassist.profiles.table import Table


def plain(n: int = 400) -> pd.DataFrame:
    random = np.random.default_rng(5)
    return pd.DataFrame({"x": random.normal(size=n), "y": random.normal(size=n)})


def explore(obj: object, salt: str = "ab") -> Table:
    return profiles.read(obj, "obj", split="explore", salt=salt)


def kept(table: Table) -> set[float]:
    return set(table.columns["x"].values.tolist())


def test_side_of_a_label() -> None:
    labels = ["0", "1", "('a', 2)", "é"]
    by_hand = [
        hashlib.blake2b(f"ab|{label}".encode(), digest_size=8).digest()[0] < 128 for label in labels
    ]
    assert split.explored("ab", labels).tolist() == by_hand


def test_a_new_column_and_a_dropped_row_move_no_row() -> None:
    table = plain()
    first = kept(explore(table))
    assert kept(explore(table.assign(z=table.x * 2))) == first
    assert kept(explore(table.drop(index=[0, 7, 300]))) == first - set(table.x[[0, 7, 300]])
    assert kept(explore(table.sample(frac=1, random_state=1))) == first


def test_another_salt_is_another_split() -> None:
    first, second = kept(explore(plain())), kept(explore(plain(), salt="cd"))
    assert first != second
    assert kept(explore(plain())) == first


def test_same_rows_in_pandas_and_polars() -> None:
    assert kept(explore(pl.DataFrame(plain().to_dict("list")))) == kept(explore(plain()))


def test_sides_are_disjoint_and_whole() -> None:
    table = plain()
    confirm = profiles.read(table, "obj", split="confirm", salt="ab")
    assert kept(explore(table)) | kept(confirm) == set(table.x)
    assert kept(explore(table)) & kept(confirm) == set()


def test_index_label_is_hashed_where_it_tells_rows_apart() -> None:
    table = plain().set_index(pd.Index([f"row{i}" for i in range(400)]))
    assert explore(table).rows.labels == "index"
    table.index = pd.Index(["a", "b"] * 200)
    assert explore(table).rows.labels == "position"
    assert explore(plain().to_numpy()).rows.labels == "position"


def test_repeated_units_stay_whole() -> None:
    table = plain().assign(subject=np.arange(400) // 10)
    for side in ("explore", "confirm"):
        found = profiles.read(table, "obj", split=side, salt="ab")
        assert (found.rows.unit, found.rows.block) == ("subject", None)
        assert set(np.unique(found.columns["subject"].values, return_counts=True)[1]) == {10}


def test_fewer_than_ten_units_cannot_be_split() -> None:
    assert explore(plain().assign(subject=np.arange(400) // 50)).rows.unit is None


def test_unit_stays_on_its_side_when_a_missing_value_makes_it_a_float() -> None:
    table = plain().assign(subject=np.arange(400) // 10)
    gaps = table.assign(subject=table.subject.astype(float).where(table.index != 399))
    assert kept(explore(gaps)) - {table.x[399]} == kept(explore(table)) - {table.x[399]}


def test_ordered_rows_stay_in_blocks() -> None:
    table = plain().assign(at=pd.date_range("2020-01-01", periods=400, freq="h"))
    found = explore(table)
    assert (found.rows.unit, found.rows.block) == (None, 8)
    position = (found.columns["at"].values - table["at"][0].timestamp()) / 3600
    blocks, sizes = np.unique(position // 8, return_counts=True)
    assert set(sizes) == {8}
    assert 10 <= len(blocks) <= 40


def test_rows_added_at_the_end_of_a_series_move_none() -> None:
    table = plain(500).assign(at=pd.date_range("2020-01-01", periods=500, freq="h"))
    assert kept(explore(table[:300])) == kept(explore(table)) & set(table.x[:300])


def test_order_is_time_and_nothing_else() -> None:
    rising = np.sort(plain()["x"])
    named = {
        name: profiles.order(profiles.profile(plain().assign(**{name: rising}), "t").columns)
        for name in ("hour", "mjd", "age", "depth", "elevation")
    }
    assert named == {"hour": "hour", "mjd": "mjd", "age": None, "depth": None, "elevation": None}


def test_block_sizes_are_powers_of_two() -> None:
    assert [split.block_size(n) for n in (0, 63, 64, 200, 255, 256, 1440, 10**6)] == [
        *(1, 1, 2, 4, 4, 8, 32, 16_384),
    ]


def test_read_of_all_rows_names_no_unit() -> None:
    rows = profiles.read(plain().assign(subject=np.arange(400) // 10), "obj").rows
    assert (rows.split, rows.unit, rows.block, rows.salt) == ("all", None, None, "")
