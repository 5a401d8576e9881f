"""Objects that must not be touched, and tables that are hardly tables."""

from __future__ import annotations

import datetime as dt
import enum
import sys
from collections import UserDict
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

from jupyter_sciassist import profiles
from jupyter_sciassist.errors import DataError
from jupyter_sciassist.profiles import source
from jupyter_sciassist.records import Profile


class Untouchable:
    """Every way to touch it is an error; a real one might never return."""

    def _touched(self, *_: Any, **__: Any) -> Any:
        raise AssertionError("a method of the user's object was called")

    __repr__ = __str__ = __len__ = __eq__ = __hash__ = __bool__ = __iter__ = _touched  # type: ignore[assignment]
    __getattr__ = __getitem__ = __contains__ = __lt__ = __float__ = __int__ = _touched
    __array__ = __dataframe__ = __arrow_c_stream__ = __format__ = __index__ = _touched
    __class__ = property(_touched)  # type: ignore[assignment]


class Frame(pd.DataFrame):
    """A subclass may override anything, so it is not touched."""

    @property
    def shape(self) -> Any:
        raise AssertionError("a property of the user's subclass was called")


class Texts(str):
    def __str__(self) -> str:
        raise AssertionError("str of the user's subclass was called")


class Colour(enum.IntEnum):
    RED = 1


def profile_of(obj: Any) -> Profile:
    found = profiles.profile(obj, "obj")
    assert Profile.from_json(found.to_json()) == found
    return found


def series(values: list[Any]) -> pd.Series:
    """A Series made without pandas looking at the values."""
    cells = np.empty(len(values), dtype=object)
    for place, value in enumerate(values):
        cells[place] = value
    return pd.Series(cells, dtype=object)


OTHERS = {
    "untouchable": Untouchable(),
    "its class": Untouchable,
    "subclass": Frame.__new__(Frame),
    "none": None,
    "number": 3,
    "text": "abc",
    "list of lists": [[1, 2], [3]],
    "list of anything": [1, Untouchable()],
    "dict of scalars": {"a": 1, "b": "two"},
    "dict of unequal columns": {"a": [1], "b": [1, 2]},
    "dict with odd keys": {("a", Untouchable): [1, 2]},
    "empty dict": {},
    "dict subclass": UserDict({"a": [1, 2]}),
    "scalar array": np.array(3),
    "array of four dimensions": np.zeros((2, 2, 2, 2)),
    "array subclass": np.zeros(3).view(np.recarray),
    "masked": np.ma.masked_array([1.0, 2.0], [True, False]),
    "module": sys,
    "function": profile_of,
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_no_data(name: str) -> None:
    found = profile_of(OTHERS[name])
    assert (found.kind, found.columns, found.fingerprint.coverage) == ("other", (), "unhashable")
    assert found.note
    with pytest.raises(DataError, match="obj cannot be read as data: "):
        profiles.read(OTHERS[name], "obj")


def test_generator_is_not_consumed() -> None:
    def numbers() -> Iterator[int]:
        yield from (1, 2, 3)

    made, zipped = numbers(), zip([1], [2], strict=True)
    table = {"a": made}
    for obj in (made, zipped, table, {"a": zipped}):
        assert profile_of(obj).kind == "other"
    assert profiles.namespace({"made": made, "table": table}) == []
    assert list(made) == [1, 2, 3]
    assert list(zipped) == [(1, 2)]


def test_generators_inside_columns_are_not_consumed() -> None:
    made = (i for i in range(3))
    table = pd.DataFrame(
        {"x": [1.5, 2.5, 4.0], "made": pd.Series([made, None, made], dtype=object)}
    )
    assert [column.role for column in profile_of(table).columns] == ["numeric", "text"]
    assert list(made) == [0, 1, 2]


def test_recursive_containers() -> None:
    ring: dict[str, Any] = {}
    ring["self"] = ring
    loop: list[Any] = []
    loop.append(loop)
    assert profile_of(ring).kind == "other"
    assert profile_of(loop).kind == "other"
    held = profile_of({"loop": [loop, loop], "ring": [ring, ring]})
    assert [column.role for column in held.columns] == ["text", "text"]
    assert held.columns[0].note == "holds list objects, which are not read"


@pytest.mark.parametrize(
    "make",
    [
        lambda odd: pd.DataFrame({"x": [1.5, 2.0, 4.0], "odd": series(odd)}),
        lambda odd: {"x": [1.5, 2.0, 4.0], "odd": odd},
        lambda odd: {"x": (1.5, 2.0, 4.0), "odd": series(odd)},
    ],
    ids=["pandas", "dict of lists", "dict of series"],
)
def test_objects_in_a_column_are_counted_and_not_touched(make: Any) -> None:
    table = make([Untouchable(), None, Untouchable()])
    found = profile_of(table)
    x, odd = found.columns
    assert (x.role, odd.role, odd.n, odd.missing) == ("numeric", "text", 3, 1)
    assert "which are not read" in (odd.note or "")
    assert found.fingerprint.coverage == "sampled"
    assert profiles.read(table, "obj", split="explore").n in (0, 1, 2, 3)


def test_objects_in_polars_are_not_touched() -> None:
    class Silent:
        def __str__(self) -> str:
            raise AssertionError("str of a value was called")

        __eq__ = __hash__ = __str__  # type: ignore[assignment]

    table = pl.DataFrame({"odd": pl.Series([Silent(), Silent()], dtype=pl.Object)})
    odd = profile_of(table).columns[0]
    assert (odd.role, odd.dtype, odd.unique) == ("text", "Object", None)


def test_labels_that_must_not_be_touched() -> None:
    class Label:
        def __str__(self) -> str:
            raise AssertionError("str of a label was called")

    rows = pd.Index([Label() for _ in range(40)], dtype=object)
    table = pd.DataFrame({"x": np.arange(40) * 0.5}, index=rows)
    table.columns = pd.Index([Label()], dtype=object)
    found = profiles.read(table, "table", split="explore")
    assert [column.name for column in found.profile.columns] == ["index", "column 0"]
    assert found.rows.labels == "position"
    scope = {"table": table}
    exec(source.preamble(found, ["column 0"]), scope)
    assert len(scope["data"]) == found.n


def test_subclasses_of_plain_types_are_not_touched() -> None:
    table = pd.DataFrame({"a": pd.Series([Texts("x"), Texts("y")], dtype=object)})
    assert (
        profile_of(table).columns[0].note
        == f"holds {Texts.__module__.partition('.')[0]}.Texts objects, which are not read"
    )
    table = pd.DataFrame({"a": pd.Series([Colour.RED, Colour.RED], dtype=object)})
    assert profile_of(table).columns[0].role == "text"


def test_extension_type_of_somebody_else() -> None:
    from pandas.api.extensions import ExtensionArray, ExtensionDtype

    class Own(ExtensionDtype):
        name = "own"
        type = object

    class OwnArray(ExtensionArray):
        dtype = Own()

        def __len__(self) -> int:
            return 3

        def copy(self) -> OwnArray:
            return self

    table = pd.DataFrame({"x": [1.5, 2.0, 4.0]})
    table["own"] = OwnArray()
    for attrs in ({}, {"units": {"x": "mm"}}, {"owner": object()}):
        table.attrs = attrs
        x, own = profile_of(table).columns
        assert (own.role, own.dtype) == ("text", "object")
        assert own.note == "an extension type that is not read"
        assert x.role == ("text" if "owner" in attrs else "numeric")


def test_geometry_is_recognised_and_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    from pandas.api.extensions import ExtensionArray, ExtensionDtype

    class GeometryDtype(ExtensionDtype):
        name = "geometry"
        type = object

    class GeometryArray(ExtensionArray):
        dtype = GeometryDtype()

        def __len__(self) -> int:
            return 3

        def copy(self) -> GeometryArray:
            return self

    module = ModuleType("geopandas.array")
    module.GeometryDtype = GeometryDtype  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "geopandas.array", module)
    table = pd.DataFrame({"x": [1.5, 2.0, 4.0]})
    table["shape"] = GeometryArray()
    shape = profile_of(table).columns[1]
    assert (shape.role, shape.note) == ("geometry", "geometries are not read")


def test_attrs_of_any_kind() -> None:
    table = pd.DataFrame({"x": [1.0, 2.0, 4.0], "y_mm": [1.5, 2.5, 3.0]})
    table.attrs = {"units": {"x": "furlong", "y_mm": Texts("cm")}}
    assert [column.unit for column in profile_of(table).columns] == ["furlong", "mm"]
    for attrs in ({"units": Texts("cm")}, {"units": [1]}, {"units": UserDict()}):
        table.attrs = attrs
        assert [column.unit for column in profile_of(table).columns] == [None, "mm"]


def test_attrs_are_not_copied() -> None:
    class Uncopied:
        def __deepcopy__(self, memo: Any) -> Any:
            raise AssertionError("an object in attrs was copied")

        __reduce_ex__ = __deepcopy__  # type: ignore[assignment]

    table = pd.DataFrame({"x": [1.5, 2.5, 4.0]}, index=pd.Index(list("abc"), name="k"))
    table.attrs["owner"] = Uncopied()
    column = pd.Series([1.5, 2.5, 4.0], name="x")
    column.attrs["owner"] = Uncopied()
    for obj in (table, column, {"x": column}):
        assert profile_of(obj).columns[-1].role == "numeric"
        assert profiles.read(obj, "obj", split="explore").profile.shape[0] == 3


@pytest.mark.parametrize(
    ("table", "shape", "roles"),
    [
        (pd.DataFrame(), (0, 0), []),
        (pd.DataFrame({"a": []}), (0, 1), ["constant"]),
        (pd.DataFrame({"a": pd.Series([], dtype=str)}), (0, 1), ["constant"]),
        (pd.DataFrame(index=range(3)), (3, 0), []),
        (pd.DataFrame({"a": [1.5], "b": ["x"]}), (1, 2), ["constant", "constant"]),
        (
            pd.DataFrame({"a": [None, None], "b": [np.nan, np.nan]}),
            (2, 2),
            ["constant", "constant"],
        ),
        (pd.DataFrame({"a": [np.inf, -np.inf, np.inf]}), (3, 1), ["constant"]),
        (pl.DataFrame(), (0, 0), []),
        (pl.DataFrame({"a": [None]}), (1, 1), ["constant"]),
        (pd.Series([], dtype=float), (0,), ["constant"]),
        (np.zeros(0), (0,), ["constant"]),
        (np.zeros((0, 2)), (0, 2), ["constant", "constant"]),
        (np.zeros((3, 0)), (3, 0), []),
        ({"a": []}, (0, 1), ["constant"]),
    ],
)
def test_hardly_a_table(table: Any, shape: tuple[int, ...], roles: list[str]) -> None:
    found = profile_of(table)
    assert (found.shape, [column.role for column in found.columns]) == (shape, roles)
    for split in ("all", "explore", "confirm"):
        read = profiles.read(table, "table", split=split, salt="1")
        scope = {"table": table}
        exec(source.preamble(read), scope)
        assert len(scope["data"]) == read.n


def test_infinite_values_are_missing_and_said_so() -> None:
    table = pd.DataFrame({"a": [1.5, np.inf, 2.5, np.nan, -np.inf]})
    column = profile_of(table).columns[0]
    assert (column.role, column.missing, column.summary["max"]) == ("numeric", 3, 2.5)
    assert column.note == "2 infinite values count as missing"


def test_names_that_repeat_or_are_no_texts() -> None:
    table = pd.DataFrame(np.arange(24.0).reshape(3, 8) ** 1.5)
    table.columns = pd.Index(
        ["x", "x", "x (2)", "", 3, None, ("a", 1), dt.date(2020, 1, 1)], dtype=object
    )
    columns = profile_of(table).columns
    assert [column.name for column in columns] == [
        *("x", "x (3)", "x (2)", "column 3", "3", "None", "a / 1", "2020-01-01"),
    ]
    assert [column.key.label for column in columns] == ["x", "x", "x (2)", "", 3, None, None, None]
    assert [column.key.position for column in columns] == list(range(8))


def test_long_name_is_cut() -> None:
    table = pd.DataFrame({"n" * 5_000: [1.5, 2.5], "n" * 4_999: [1.5, 3.5]})
    assert [len(column.name) for column in profile_of(table).columns] == [200, 204]


def test_lone_surrogates_in_names_values_and_labels() -> None:
    broken = "a\ud800"
    values = pd.Series([broken, "b"] * 10, dtype=object)
    values.index = pd.Index([f"{broken}{i}" for i in range(20)], dtype=object)
    frame = values.to_frame()
    frame.columns = pd.Index([broken], dtype=object)
    table = profiles.read(frame, "table", split="explore")
    assert table.rows.labels == "position"
    assert table.columns[broken].levels == (broken, "b")


def test_huge_integers() -> None:
    table = pd.DataFrame(
        {"big": pd.Series([10**400, 1, 2], dtype=object), "u": np.uint64(2**64 - 1)}
    )
    big, constant = profile_of(table).columns
    assert (big.role, big.note) == ("text", "holds integers too large to compute with")
    assert constant.role == "constant"


def test_values_whose_moments_overflow() -> None:
    column = profile_of(pd.DataFrame({"a": [1e308, -1e308, 1.5e308]})).columns[0]
    assert set(column.summary) == {"min", "max", "mean", "median"}


def test_time_zones_and_the_end_of_summer_time() -> None:
    times = pd.date_range("2020-10-25 00:30", periods=4, freq="h", tz="Europe/Berlin")
    table = profiles.read(pd.DataFrame({"at": times, "x": [1.5, 2.5, 0.5, 3.5]}), "table")
    first = dt.datetime(2020, 10, 24, 22, 30, tzinfo=dt.timezone.utc).timestamp()
    assert table.columns["at"].values.tolist() == [first + 3600 * i for i in range(4)]


def test_ten_thousand_columns() -> None:
    table = pd.DataFrame(np.random.default_rng(7).normal(size=(100, 10_000)))
    found = profile_of(table)
    assert (found.shape, len(found.columns), found.plan.columns) == ((100, 10_000), 200, 200)
    assert found.plan.pairs == 1_000
    assert found.fingerprint.coverage == "sampled"
    assert found.note == (
        "looked at the first 200 of 10000 columns; "
        "of 19900 pairs the 1000 strongest are measured in full, "
        "the 250 strongest as two groups and the 250 beside third columns"
    )


def test_ten_million_rows_are_sampled_and_said_so() -> None:
    table = pd.DataFrame({"x": np.arange(10_000_000) % 1000 / 7, "k": np.arange(10_000_000) % 3})
    found = profile_of(table)
    assert (found.shape, found.plan.rows, found.plan.complete) == ((10_000_000, 2), 50_000, True)
    assert found.note == "looked at 50000 of 10000000 rows, drawn at random"
    assert found.columns[0].note == "judged by a sample of 50000 rows"
    assert found.columns[0].n == 50_000
    assert found.fingerprint.coverage == "sampled"
