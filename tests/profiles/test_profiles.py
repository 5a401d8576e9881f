"""The package's door: profile, read, namespace; and that it imports nothing for the user."""

from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pandas as pd
import polars as pl

from jupyter_sciassist import profiles
from jupyter_sciassist.records import Profile

_NO_IMPORTS = """
import sys
{setup}
obj = {made}
before = set(sys.modules)
from jupyter_sciassist import profiles
from jupyter_sciassist.profiles import source
table = profiles.read(obj, "table", split="explore")
source.preamble(table)
new = {{name.partition(".")[0] for name in set(sys.modules) - before}}
print(sorted(new & {{"pandas", "polars", "pyarrow", "scipy", "IPython", "dask", "modin", "matplotlib"}}))
print(table.profile.type)
"""


def imported(setup: str, made: str) -> list[str]:
    code = _NO_IMPORTS.format(setup=setup, made=made)
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True
    )
    return done.stdout.splitlines()


def test_nothing_is_imported_for_the_user() -> None:
    columns = "{'a': [1.5, 2.5, None], 'b': ['x', 'y', None]}"
    assert imported("", columns) == ["[]", "dict"]
    assert imported("import numpy as np", "np.zeros(3)") == ["[]", "numpy.ndarray"]
    assert imported("import polars as pl", f"pl.DataFrame({columns})") == [
        *("[]", "polars.DataFrame"),
    ]
    assert imported("import pandas as pd", f"pd.DataFrame({columns})") == [
        *("[]", "pandas.DataFrame"),
    ]
    assert imported("import pyarrow as pa", f"pa.table({columns})") == ["[]", "pyarrow.Table"]


def test_a_module_of_that_name_without_the_type() -> None:
    code = """
import sys, types
sys.modules["pandas"] = types.ModuleType("pandas")
sys.modules["polars"] = types.ModuleType("polars")
from jupyter_sciassist import profiles
print(profiles.profile({"a": [1.5, None]}, "d").kind, profiles.profile(object(), "o").kind)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True
    )
    assert done.stdout.split() == ["table", "other"]


def test_profile_is_a_record() -> None:
    found = profiles.profile(pd.DataFrame({"mass_g": [1.5, 2.5, 4.0], "g": ["a", "b", "a"]}), "t")
    assert Profile.from_json(found.to_json()) == found
    assert (found.variable, found.kind, found.type, found.shape) == (
        *("t", "table", "pandas.DataFrame", (3, 2)),
    )
    assert [(one.name, one.role, one.dtype, one.unit) for one in found.columns] == [
        ("mass_g", "numeric", "float64", "g"),
        ("g", "text", str(pd.Series(["a"]).dtype), None),
    ]


def test_namespace() -> None:
    table, numbers = pd.DataFrame({"a": [1.5, 2.5]}), np.zeros(3)
    variables = {
        "first": table,
        "numbers": numbers,
        "np": np,
        "_hidden": pd.DataFrame({"a": [1.5]}),
        "In": ["", "df"],
        "Out": {1: 2},
        "text": "abc",
        "settings": {"alpha": 0.05, "beta": 1},
        "function": test_profile_is_a_record,
        "cls": pd.DataFrame,
        "alias": table,
        "series": table["a"],
        "lazy": pl.LazyFrame({"a": [1]}),
        "columns": {"x": [1, 2, 3]},
        "ns": SimpleNamespace(a=1),
        3: table,
    }
    found = profiles.namespace(variables)
    assert [one.variable for one in found] == ["columns", "first", "series", "numbers", "lazy"]
    assert [one.kind for one in found] == ["table", "table", "series", "array", "other"]
    assert found[-1].note is not None


def test_units_of_attrs_come_before_names() -> None:
    table = pd.DataFrame({"depth_m": [1.5, 2.5], "T": [3.5, 4.5]})
    table.attrs["units"] = {"depth_m": "km", "T": "K"}
    assert [one.unit for one in profiles.profile(table, "t").columns] == ["km", "K"]
