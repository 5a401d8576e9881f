"""Cautions: missing values, repeated rows and units, columns left out, outliers, odd shapes."""

import numpy as np
import pandas as pd

from tests.analyses import recompute
from tests.chance import few


def plain(seed=0, n=200):
    rng = np.random.default_rng(seed)
    return rng, pd.DataFrame(
        {"a": rng.normal(size=n), "b": rng.normal(size=n), "g": rng.choice(["u", "v"], n)}
    )


def only(frame, name):
    found = recompute.findings(recompute.read(frame), name)
    assert len(found) == 1, found
    assert found[0].kind in {"caution", "analysis"}
    return found[0]


def test_missing_values_that_follow_another_column():
    rng, frame = plain()
    frame.loc[(frame.b > 0.5) & (rng.random(200) < 0.6), "a"] = np.nan
    finding = only(frame, "missing")
    assert (finding.facts["column"], finding.facts["related"], finding.facts["more"]) == (
        "a",
        "b",
        "higher",
    )
    assert finding.evidence.p < 1e-6
    assert finding.evidence.estimate.value == frame.a.isna().mean()


def test_missing_values_that_follow_a_group():
    rng, frame = plain(1)
    frame.loc[(frame.g == "v") & (rng.random(200) < 0.4), "a"] = np.nan
    finding = only(frame, "missing")
    assert (finding.facts["related"], finding.facts["more"]) == ("g", "v")


def test_few_values_missing_at_random_are_not_worth_a_card():
    seed, rng = recompute.fresh()
    shown = 0
    for _ in range(100):
        frame = pd.DataFrame(rng.normal(size=(200, 5)), columns=list("abcde"))
        frame.loc[rng.random(200) < 0.1, "a"] = np.nan
        shown += bool(recompute.findings(recompute.read(frame), "missing"))
    assert few(shown, 100), f"{shown} of 100, seed {seed}"


def test_repeated_rows():
    _, frame = plain(2)
    finding = only(
        pd.concat([frame, frame.head(7), frame.head(3)], ignore_index=True), "duplicates"
    )
    assert finding.facts == {"repeats": 10, "distinct": 200, "columns": ("a", "b", "g")}
    assert recompute.findings(recompute.read(frame), "duplicates") == []


def test_equal_rows_of_a_narrow_table_are_no_caution():
    rng = np.random.default_rng(3)
    frame = pd.DataFrame({"sex": rng.choice(["f", "m"], 300), "class": rng.integers(1, 4, 300)})
    assert recompute.findings(recompute.read(frame), "duplicates") == []


def test_repeated_units():
    finding = only(recompute.repeated(np.random.default_rng(4)), "repeated_units")
    assert (finding.facts["unit"], finding.facts["units"]) == ("subject", 24)
    assert finding.facts["alike"] in {"x", "y"}
    assert finding.facts["intraclass"] > 0.7


def test_columns_that_are_left_out():
    _, frame = plain(5)
    frame["sample_id"] = [f"s{i}" for i in range(200)]
    frame["batch"] = 1
    finding = only(frame, "left_out")
    assert finding.facts["constants"] == ("batch",)
    assert finding.facts["ids"] == ("sample_id",)


def test_no_test_touches_an_id_or_a_constant():
    _, frame = plain(6)
    frame["sample_id"] = np.arange(200)
    frame["batch"] = 1
    for finding in recompute.every(recompute.read(frame)):
        if finding.evidence.p is not None:
            assert not {"sample_id", "batch"} & set(finding.variables)


def test_a_value_that_stands_alone():
    _, frame = plain(7)
    frame.loc[11, "b"] = 40.0
    finding = only(frame, "outliers")
    assert (finding.relation, finding.variables, finding.direction) == ("outlier", ("b",), "+")
    assert finding.facts["values"] == ("40",)


def test_a_long_tail_and_many_zeros_hold_no_outliers():
    rng = np.random.default_rng(8)
    frame = pd.DataFrame(
        {"tail": np.exp(1.5 * rng.normal(size=300)), "zeros": rng.poisson(0.2, 300)}
    )
    assert recompute.findings(recompute.read(frame), "outliers") == []


def test_shapes_worth_knowing():
    rng = np.random.default_rng(9)
    heaps = np.where(rng.random(300) < 0.4, rng.normal(0, 1, 300), rng.normal(8, 1, 300))
    frame = pd.DataFrame(
        {"even": rng.normal(size=300), "tail": np.exp(2 * rng.normal(size=300)), "heaps": heaps}
    )
    found = {
        finding.facts["column"]: finding.facts
        for finding in recompute.findings(recompute.read(frame), "distribution")
    }
    assert set(found) == {"tail", "heaps"}
    assert (found["tail"]["shape"], found["tail"]["log"]) == ("skewed", 1)
    assert found["heaps"]["shape"] == "two heaps"
    assert abs(found["heaps"]["high_peak"] - 8) < 1


def test_ordinary_columns_are_not_described():
    seed, rng = recompute.fresh()
    frame = pd.DataFrame(rng.normal(size=(200, 30)), columns=[f"c{i}" for i in range(30)])
    assert len(recompute.findings(recompute.read(frame), "distribution", "outliers")) <= 3, (
        f"seed {seed}"
    )
