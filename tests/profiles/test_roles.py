from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from jupyter_sciassist import profiles
from jupyter_sciassist.profiles.roles import is_id_name, words
from jupyter_sciassist.records import ColumnProfile

SIXTY = np.arange(60)


def column(name: str, values: Any) -> ColumnProfile:
    return profiles.profile(pd.DataFrame({name: values}), "table").columns[0]


@pytest.mark.parametrize(
    ("name", "values", "role", "note"),
    [
        ("mass", SIXTY / 7, "numeric", None),
        ("change", SIXTY % 20 - 5, "numeric", None),
        ("eggs", SIXTY % 20, "count", None),
        ("cyl", SIXTY % 3 * 2 + 4, "count", "takes 3 whole values only"),
        ("with_gaps", np.where(SIXTY % 7 == 0, np.nan, SIXTY % 20), "count", None),
        ("smoker", SIXTY % 2, "boolean", None),
        ("smoker", (SIXTY % 2).astype(bool), "boolean", None),
        ("smoker", np.where(SIXTY % 7 == 0, np.nan, SIXTY % 2), "boolean", None),
        ("trt", SIXTY % 2 + 1, "count", "takes 2 whole values only"),
        ("same", [5] * 60, "constant", None),
        ("same", ["x"] * 60, "constant", None),
        ("nothing", [np.nan] * 60, "constant", "holds no values"),
        ("year", 1990 + SIXTY % 30, "time", None),
        ("year", 2007 + SIXTY % 3, "time", "takes 3 whole values only"),
        ("pub_year", np.where(SIXTY % 7 == 0, np.nan, 1990.0 + SIXTY % 30), "time", None),
        ("study year", SIXTY % 15, "count", None),
        ("year", np.where(SIXTY == 7, np.inf, 1990 + SIXTY % 30), "count",
         "1 infinite value counts as missing"),
        ("time", 1871 + SIXTY, "time", None),
        ("time", SIXTY[::-1] * 20 + 1600, "count", None),
        ("yearsmarried", SIXTY % 15, "count", None),
        ("price", 1990 + SIXTY % 30, "count", None),
        ("at", pd.date_range("2020-01-01", periods=60, tz="Asia/Tokyo"), "time", None),
        ("at", [f"2020-01-{1 + i % 28:02d}" for i in range(60)], "time", None),
        ("at", [f"2020-13-{1 + i % 28:02d}" for i in range(60)], "category", None),
        ("months", pd.period_range("2001-01", periods=60, freq="M"), "time", None),
        ("wait", pd.to_timedelta(SIXTY, unit="min"), "numeric", None),
        ("species", np.resize(["Adelie", "Gentoo"], 60), "category", None),
        ("grade", pd.Categorical(SIXTY % 4), "category", None),
        ("code", np.resize(["1", "2.5"], 60), "category",
         "numbers stored as text; pd.to_numeric reads them as numbers"),
        ("odd", [1 if i % 2 else "a" for i in range(60)], "category", "mixes int and str values"),
        ("author", [f"{i % 40} writes" for i in range(60)], "text", None),
        ("remark", [f"{i} " + "long words " * 9 for i in range(60)], "text", None),
        ("name", [f"n{i}" for i in range(60)], "id", None),
        ("station_id", SIXTY % 25, "id", "each value stands in 2.4 rows on average"),
        ("patient", [f"p{i % 20}" for i in range(60)], "id",
         "each value stands in 3.0 rows on average"),
        ("page_id", [f"p{i % 6}" for i in range(60)], "category", None),
        ("no", SIXTY * 3 % 61, "id", None),
        ("no", SIXTY % 30, "count", None),
        ("site", SIXTY + 1, "id", None),
        ("hour", SIXTY, "count", None),
        ("trust_index", SIXTY % 9, "count", "takes 9 whole values only"),
    ],
)  # fmt: skip
def test_role_and_note(name: str, values: Any, role: str, note: str | None) -> None:
    found = column(name, values)
    assert (found.role, found.note) == (role, note)


def test_ordered_categories_keep_their_order_and_lose_unused_ones() -> None:
    sizes = pd.Categorical(["big", "small"] * 5, ["tiny", "small", "big"], ordered=True)
    found = profiles.read(pd.DataFrame({"size": sizes}), "table").columns["size"]
    assert (found.levels, found.ordered) == (("small", "big"), True)
    assert list(found.profile.summary["levels"]) == ["small", "big"]


def test_categories_with_one_display_form_are_one_level() -> None:
    either = pd.Series([1, "1", 2, "2"] * 5, dtype=object)
    found = profiles.read(pd.DataFrame({"either": either}), "table").columns["either"]
    assert found.levels == ("1", "2")
    assert found.values.tolist() == [0, 0, 1, 1] * 5


def test_counts_and_summaries() -> None:
    found = column("mass", [1.5, 2.5, np.nan, 5.0])
    assert (found.n, found.missing, found.unique) == (4, 1, 3)
    assert found.summary == {
        "min": 1.5,
        "max": 5.0,
        "mean": 3.0,
        "std": float(np.std([1.5, 2.5, 5.0], ddof=1)),
        "median": 2.5,
    }
    assert column("g", ["b", "a", "b", "b"] * 3).summary == {"levels": {"b": 9, "a": 3}}
    assert column("s", [True, False, True]).summary == {"levels": {"0": 1, "1": 2}}
    assert column("at", pd.to_datetime(["1970-01-02", "1970-01-01", "1970-01-02"])).summary == {
        "min": 0.0,
        "max": 86_400.0,
    }


def test_rising_columns_say_so() -> None:
    assert column("hour", SIXTY).summary["increasing"] is True
    assert column("at", pd.date_range("2020-01-01", periods=60)).summary["increasing"] is True
    assert "increasing" not in column("hour", SIXTY[::-1]).summary
    assert "increasing" not in column("mass", [1.5, np.nan, 2.5, 4.0]).summary


def test_years_are_seconds() -> None:
    table = profiles.read(pd.DataFrame({"year": [1969, 1970, 1971]}), "table")
    assert table.columns["year"].values.tolist() == [-31_536_000.0, 0.0, 31_536_000.0]


def test_index_that_says_something_becomes_a_column() -> None:
    days = pd.date_range("2020-01-01", periods=3)
    frames = {
        ("index", "x"): pd.DataFrame({"x": [1.5, 2.5, 0.5]}, index=days),
        ("car", "x"): pd.DataFrame({"x": [1.5, 2.5, 0.5]}, pd.Index(list("abc"), name="car")),
        ("x",): pd.DataFrame({"x": [1.5, 2.5, 0.5]}, index=[5, 3, 9]),
        ("level_0", "b", "x"): pd.DataFrame(
            {"x": [1.5, 2.5]}, pd.MultiIndex.from_tuples([(1, 2), (1, 3)], names=[None, "b"])
        ),
    }
    for names, frame in frames.items():
        columns = profiles.profile(frame, "frame").columns
        assert tuple(one.name for one in columns) == names
        places = [one.key.position for one in columns]
        assert places == [*range(1 - len(names), 0), 0]


def test_words() -> None:
    assert words("billLength_mm [x]") == ["bill", "length", "mm", "x"]


def test_id_names() -> None:
    yes = ["id", "patient_id", "userId", "UUID", "subject", "participant_no", "id_patient"]
    no = ["", "trust_index", "width", "species", "patient_age", "idea", "subjects.r"]
    assert [name for name in yes if not is_id_name(name)] == []
    assert [name for name in no if is_id_name(name)] == []
