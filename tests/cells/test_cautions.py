from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from jupyter_sciassist import profiles
from jupyter_sciassist.cells.cautions import Caution, from_errors, near

penguins = pd.DataFrame(
    {
        "species": ["Adelie", "Gentoo", "Adelie"] * 5,
        "bill_length_mm": np.arange(15) * 1.5,
        "body_mass_g": np.arange(15) * 2.5,
        "code": ["1", "2", "3"] * 5,
    }
)
cars = pd.DataFrame({"mpg": np.arange(4) * 1.5})
TABLES = [profiles.profile(penguins, "penguins"), profiles.profile(cars, "cars")]


def raised(source: str, scope: dict[str, Any] | None = None) -> dict[str, Any]:
    """A cell with the error that its source really raises."""
    names = {"np": np, "pd": pd, "penguins": penguins, "cars": cars} | (scope or {})
    try:
        exec(source, names)
    except Exception as error:
        return failed(source, type(error).__name__, str(error))
    raise AssertionError(f"{source} raised nothing")


def failed(source: str, name: str, message: str) -> dict[str, Any]:
    output = {"output_type": "error", "ename": name, "evalue": message, "traceback": []}
    return {
        "cell_type": "code",
        "id": "c9",
        "execution_count": 4,
        "source": source,
        "outputs": [output],
    }


def one(cell: dict[str, Any], *before: dict[str, Any]) -> Caution:
    (found,) = from_errors([*before, cell], TABLES)
    return found


@pytest.mark.parametrize(
    ("source", "name", "near_by"),
    [
        ("penguins['bill_lenght_mm']", "bill_lenght_mm", "bill_length_mm"),
        ("penguins['Species']", "Species", "species"),
        ("penguins[['species', 'body mass g']]", "body mass g", "body_mass_g"),
        ("penguins.groupby('specis').mean()", "specis", "species"),
        ("penguins.bill_lengt_mm", "bill_lengt_mm", "bill_length_mm"),
        ("penguins.drop(columns=['specie'])", "specie", "species"),
        ("penguins.sort_values('body_mas_g')", "body_mas_g", "body_mass_g"),
    ],
)
def test_missing_column_and_the_nearest_real_one(source: str, name: str, near_by: str) -> None:
    assert one(raised(source)) == Caution(
        "c9",
        4,
        f"No column {name!r} in penguins",
        "penguins has no column of that name.",
        f"Write {near_by!r} instead of {name!r}.",
    )


def test_missing_column_that_is_near_none() -> None:
    found = one(raised("penguins['temperature']"))
    assert found.cure == "Its columns are species, bill_length_mm, body_mass_g, code."


def test_key_of_something_else_is_passed_over() -> None:
    assert from_errors([raised("{'a': 1}['temperature']")], TABLES) == []


@pytest.mark.parametrize(
    ("source", "title", "cure"),
    [
        ("pengiuns.head()", "No name 'pengiuns'", "Write penguins instead of pengiuns."),
        ("plt.plot()", "No name 'plt'", "Run `import matplotlib.pyplot as plt`."),
        ("heavy_cars", "No name 'heavy_cars'", "Run the cell that assigns heavy_cars first."),
        ("zzz + 1", "No name 'zzz'", "Run the cell that makes zzz, or check its spelling."),
    ],
)
def test_missing_name(source: str, title: str, cure: str) -> None:
    before = {"cell_type": "code", "source": "heavy_cars = cars[cars.mpg < 2]", "outputs": []}
    found = one(raised(source), before)
    assert (found.title, found.cure) == (title, cure)


def test_missing_package() -> None:
    found = one(raised("import seabornn.extra"))
    assert found.title == "The package 'seabornn' is not installed"
    assert found.cure.startswith(
        "Install it into the kernel's environment: `%pip install seabornn`"
    )


@pytest.mark.parametrize(
    "source",
    [
        "np.zeros(3) + np.zeros(4)",
        "np.zeros((2, 3)) @ np.zeros((2, 3))",
        "pd.DataFrame({'a': [1, 2], 'b': [1]})",
        "penguins.assign(x=[1, 2])",
        "from scipy import stats; stats.pearsonr([1, 2, 3], [1, 2])",
        "np.zeros(6).reshape(4, 4)",
    ],
)
def test_shapes_that_do_not_fit(source: str) -> None:
    assert one(raised(source)).title == "Lengths or shapes do not fit"


def test_shapes_are_told() -> None:
    cause = one(raised("np.zeros(3) + np.zeros(4)")).cause
    assert cause == "Values of different length or shape are put together ((3,) and (4,))."


@pytest.mark.parametrize(
    ("source", "cause", "cure"),
    [
        (
            "penguins['species'].astype(float)",
            "'species' of penguins holds text.",
            "Leave 'species' out, or use it as groups: `penguins.groupby('species')`.",
        ),
        (
            "np.array(penguins['code'], dtype=object) + 1",
            "'code' of penguins holds text.",
            "Convert it: `pd.to_numeric(penguins['code'], errors='coerce')`.",
        ),
    ],
)
def test_text_where_numbers_are_needed(source: str, cause: str, cure: str) -> None:
    found = one(raised(source))
    assert (found.title, found.cause, found.cure) == (
        "Text where numbers are needed",
        cause,
        cure,
    )


@pytest.mark.parametrize("source", ["float('abc')", "'a' + 1", "sorted(['a', 1])", "'a' - 1.5"])
def test_wrong_type_of_no_known_column(source: str) -> None:
    found = one(raised(source))
    assert found.title == "Text where numbers are needed"
    assert found.cure.startswith("Look at `.dtypes`")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("ZeroDivisionError", "division by zero"),
        ("ValueError", "something else"),
        ("TypeError", "f() takes 1 positional argument"),
        ("NameError", "no quotes"),
        ("NameError", "name 'not an identifier; import os' is not defined"),
        ("ModuleNotFoundError", "No module named 'a; rm -rf /'"),
        ("AttributeError", "'DataFrame' object has no attribute"),
        ("AttributeError", "'int' object has no attribute 'species'"),
        ("KeyError", ""),
        ("", ""),
    ],
)
def test_errors_that_tell_nothing(name: str, message: str) -> None:
    assert from_errors([failed("1", name, message)], TABLES) == []


def test_hostile_messages_are_bounded() -> None:
    for message in ("'" * 2_999, "'a" * 1_500, "(1, " * 700, "\x1b[31m" * 500, "('x'" * 700):
        for name in ("KeyError", "NameError", "ValueError", "TypeError", "AttributeError"):
            for found in from_errors([failed("penguins['x']", name, message)], TABLES):
                assert len(found.title) + len(found.cause) + len(found.cure) < 1_000


def test_message_is_never_run() -> None:
    trap = "__import__('os').abort()"
    found = one(failed(f"penguins[{trap}]", "KeyError", repr(trap)))
    assert found.cure == "Its columns are species, bill_length_mm, body_mass_g, code."


def test_no_tables_and_no_cells() -> None:
    assert from_errors([], TABLES) == []
    assert from_errors([raised("penguins['bill']")], []) == []


def test_near() -> None:
    assert near("Bill Length (mm)", ["bill_length_mm", "bill_depth_mm"]) == "bill_length_mm"
    assert near("bil_depth", ["bill_length", "bill_depth"]) == "bill_depth"
    assert near("xyz", ["bill_length", "bill_depth"]) is None
    assert near("", ["_", "a"]) is None
    assert near("a", []) is None
