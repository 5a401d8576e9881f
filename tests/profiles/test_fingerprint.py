from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

from jupyter_sciassist import profiles


def frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "i": np.arange(40) * 7919,
            "f": np.sqrt(np.arange(40.0)),
            "b": np.arange(40) % 2 == 0,
            "s": [f"v{i % 6}" for i in range(40)],
            "n": pd.array([None if i % 5 == 0 else i for i in range(40)], dtype="Int64"),
            "t": pd.date_range("2020-01-01", periods=40, freq="h"),
            "c": pd.Categorical([i % 3 for i in range(40)], ordered=True),
        }
    )


def digest(obj: Any) -> str:
    return profiles.profile(obj, "any").fingerprint.digest


def test_same_values_same_digest() -> None:
    found = profiles.profile(frame(), "one").fingerprint
    assert found == profiles.profile(frame(), "two").fingerprint
    assert (found.algo, found.coverage, len(found.digest)) == ("sciassist-fp/1", "full", 64)


def test_a_digest_for_ever() -> None:
    """Sidecars hold digests: a new one would turn every recorded table stale.

    Those of today stand in tests/wire/fingerprints.json; logs that were written before know data by
    others, under which their tests are found.
    """
    assert digest(frame()) == digest(frame()[:])
    table = {"a": [1, 2, 3], "b": ["x", None, "y"]}
    assert profiles.former_digest(table, "any") == (
        "12aee9a036dab5cb3f16cdbb434a6441da2cc97f84e27f06dc8cc9677e2ad3af"
    )


def test_the_former_digest_is_that_of_the_version_that_wrote_it() -> None:
    """Computed by version 0.1.0 before `sciassist-fp/1`."""
    base = frame()
    many = base.assign(
        year=1950 + np.arange(40),
        u=pd.Categorical(base["s"]),
        iso=base["t"].dt.strftime("%Y-%m-%d %H:%M"),
        d=pd.to_timedelta(np.arange(40), unit="s"),
        inf=[np.inf] + [0.5] * 39,
        big=np.array([2**64 - 1 - i for i in range(40)], dtype=object),
        none=None,
        lists=[[1]] * 40,
    )
    assert profiles.former_digest(many, "x") == (
        "9e2c9213bcdcf777dc33dbe05afd5d7f0da856155891e3271860fc45f52650a6"
    )


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("i", 1),
        ("f", 1e-300),
        ("f", np.inf),
        ("f", np.nan),
        ("b", False),
        ("s", "v6"),
        ("s", None),
        ("n", 1),
        ("n", pd.NA),
        ("t", pd.Timestamp("2020-01-01 00:00:00.000001")),
        ("c", 1),
    ],
)
def test_any_changed_value_changes_the_digest(column: str, value: Any) -> None:
    changed = frame()
    place = 8 if column in "bnc" else 0
    changed.loc[place, column] = value
    assert digest(changed) != digest(frame())


def test_infinite_and_missing_differ() -> None:
    assert digest(np.array([1.5, np.inf])) != digest(np.array([1.5, np.nan]))
    assert digest(np.array([1.5, np.inf])) != digest(np.array([1.5, -np.inf]))


def test_names_order_and_rows_count() -> None:
    table = frame()
    others = [
        table.rename(columns={"i": "j"}),
        table[["f", "i", "b", "s", "n", "t", "c"]],
        table.iloc[::-1],
        table.iloc[:-1],
        table.assign(more=1),
    ]
    assert len({digest(one) for one in [table, *others]}) == 6


def test_large_integers_are_told_apart() -> None:
    assert digest(np.array([2**60, 1])) != digest(np.array([2**60 + 1, 1]))
    gaps = pd.DataFrame({"a": pd.array([2**60, None], dtype="Int64")})
    more = pd.DataFrame({"a": pd.array([2**60 + 1, None], dtype="Int64")})
    assert digest(gaps) != digest(more)
    assert digest(pl.DataFrame({"a": [2**60, None]})) != digest(
        pl.DataFrame({"a": [2**60 + 1, None]})
    )


def test_levels_do_not_run_together() -> None:
    assert digest({"a": ["xy", "z"] * 5}) != digest({"a": ["x", "yz"] * 5})


def test_byte_order_and_width_do_not_matter() -> None:
    values = np.arange(9.0) / 8
    assert digest(values) == digest(values.astype(">f8")) == digest(values.astype("f4"))


def test_a_change_outside_the_sample_is_not_seen_and_coverage_says_so() -> None:
    values = np.arange(200_000) / 7
    found = profiles.profile(values, "values")
    assert found.fingerprint.coverage == "sampled"
    assert found.plan.rows == 50_000
