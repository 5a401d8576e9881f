"""Faults of tables: found where they were put, not where there are none; the copy is mended, the original is not."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pytest

from jupyter_sciassist.chat.operations._faults import missing_codes
from tests.chat.operations.common import BIRDS, over, reply, text, told, tried
from tests.chat.operations.test_plotting import code_of

RNG = np.random.default_rng(6)
N = 60
PLACE = np.arange(N)
DIRTY = pd.DataFrame(
    {
        "temp": np.where(PLACE % 10 == 0, -999, RNG.normal(15, 3, N)),
        "age": np.where(PLACE % 20 == 0, 99, RNG.integers(20, 40, N)),
        "size": [f"{value:.2f} kg" for value in RNG.uniform(1, 5, N)],
        "text": [str(value) for value in RNG.integers(0, 50, N)],
        "mixed": [
            str(round(value, 2)) if i % 9 else "broken"
            for i, value in enumerate(RNG.uniform(0, 1, N))
        ],
        "site": [["north", "North ", "south", "SOUTH", "east"][i % 5] for i in PLACE],
        "colour": [["red", "N/A", "blue"][i % 3] for i in PLACE],
        "same": [1] * N,
        "empty": [np.nan] * N,
        "ratio": np.where(PLACE == 3, np.inf, RNG.normal(size=N)),
        " bl{a}nk ": RNG.normal(size=N),
        "peak": np.where(PLACE == 5, 1e4, RNG.normal(size=N)),
        "kind": pd.Categorical([["p", "P", "q"][i % 3] for i in PLACE]),
    }
)
DIRTY.loc[N] = DIRTY.loc[4]
WHERE = over(raw=DIRTY)


@pytest.mark.parametrize(
    "fault",
    [
        "temp is -999 in 6 rows", "age is 99 in 3 rows", "size holds numbers with their unit, kg", "text holds numbers stored as text",
        "mixed mixes 54 numbers with texts: “broken”", "site writes one group in several ways", "colour is “N/A” in 21 rows",
        "same holds the same value", "empty holds no values", "ratio holds 1 infinite value",
        "The name of “bl{a}nk” begins or ends with a blank", "peak holds 1 value far from all others: 10000",
        "1 row repeats an earlier one", "kind writes one group in several ways",
    ],
)  # fmt: skip
def test_every_fault_is_found(fault: str) -> None:
    assert fault in told("clean raw", WHERE)


def test_the_copy_is_mended_and_the_original_is_not() -> None:
    space = {"raw": DIRTY.copy()}
    exec(code_of("clean raw", WHERE), space)
    clean = space["raw_clean"]
    pd.testing.assert_frame_equal(space["raw"], DIRTY)
    assert len(clean) == N
    assert clean["temp"].isna().sum() == 6
    assert clean["age"].isna().sum() == 3
    assert clean["size"].dtype.kind == "f"
    assert clean["text"].dtype.kind in "if"
    assert sorted(clean["site"].unique()) == ["SOUTH", "east", "north"] or set(clean["site"]) == {
        "north",
        "south",
        "east",
    }
    assert clean["colour"].isna().sum() == 20
    assert "empty" not in clean
    assert "bl{a}nk" in clean
    assert not np.isinf(clean["ratio"]).any()
    assert clean["peak"].max() == 1e4
    assert set(clean["kind"]) in ({"p", "q"}, {"P", "q"})


def test_sound_tables_have_no_faults() -> None:
    found = reply("what is wrong with this data?", over(birds=BIRDS))
    assert "no codes for missing values" in text(found)
    assert found.draft is None
    assert all(one.kind == "text" for one in found.blocks)


def test_one_column_only() -> None:
    said = told("clean temp", WHERE)
    assert "temp is -999" in said
    assert "size" not in said.split("The code")[0]


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        ([*range(1, 40), 99, 99], {99}),
        ([*range(60, 100)], set()),
        ([*range(1, 40), 99], set()),
        ([*np.linspace(0, 1, 40), -9999], {-9999}),
        ([*np.linspace(-12000, 12000, 60), -9999], set()),
        ([*np.linspace(0, 1, 40), -99, -99, -999, -999], {-99, -999}),
        ([999] * 20, set()),
    ],
)
def test_codes_for_missing_values_lie_far_from_all_others(
    values: list[float], codes: set[float]
) -> None:
    assert {code for code, _ in missing_codes(np.array(values, dtype=float))} == codes


def test_a_name_in_use_is_not_overwritten() -> None:
    both = over(raw=DIRTY, raw_clean=BIRDS)
    assert "raw_clean_2 = raw.copy()" in code_of("clean raw", both)


def test_other_tables_get_no_pandas_code() -> None:
    where = over(
        raw=pl.DataFrame({"x": [1.0] * 3 + [2.0, 3, 4, 5, 6, 7, 8, -999], "y": list(range(11))})
    )
    found = reply("clean raw", where)
    assert "written for pandas tables" in text(found)
    assert all(one.kind == "text" for one in found.blocks)


def test_labels_that_are_no_texts_and_labels_that_repeat() -> None:
    numbered = pd.DataFrame({0: [*np.linspace(0, 1, 20), -999.0], 1: np.linspace(3, 4, 21) ** 2})
    space: dict[str, pd.DataFrame] = {"raw": numbered}
    exec(code_of("clean raw", over(raw=numbered)), space)
    assert space["raw_clean"][0].isna().sum() == 1
    twice = pd.DataFrame(np.arange(20.0).reshape(10, 2) ** 2, columns=["a", "a"])
    twice.iloc[3, 0] = np.inf
    said = text(reply("clean raw", over(raw=twice)))
    assert "Several columns are called a" in said


@pytest.mark.parametrize(
    "table",
    [
        pd.DataFrame({"a": [], "b": []}), pd.DataFrame({"a": [1.0], "b": ["x"]}),
        pd.DataFrame({"a": [np.nan] * 3}), pd.DataFrame({"a": [None, None]}),
    ],
)  # fmt: skip
def test_tables_with_hardly_anything_in_them(table: pd.DataFrame) -> None:
    assert reply("clean raw", over(raw=table)).blocks


def test_the_draft_ran_on_a_sample_before_it_is_offered() -> None:
    found = tried("clean raw", WHERE)
    assert found.draft is not None
    assert found.draft.trial.state == "ran"
    assert found.draft.suggestion.code == code_of("clean raw", WHERE)
