"""Relations that need no data to know."""

import numpy as np
import pandas as pd
import pytest

from jupyter_sciassist.analyses import triviality
from tests.analyses import recompute


@pytest.fixture(scope="module")
def table():
    rng = np.random.default_rng(1)
    n = 120
    frame = pd.DataFrame({
        "length_mm": rng.normal(50, 5, n),
        "width_mm": rng.normal(20, 3, n),
        "fish": rng.poisson(6, n),
        "birds": rng.poisson(9, n),
        "n_a": rng.poisson(5, n),
        "n_b": rng.poisson(7, n),
        "n_c": rng.poisson(9, n),
        "city": rng.choice(["Rome", "Turin", "Lyon", "Nice"], n),
        "other": rng.choice(["on", "off"], n),
    })  # fmt: skip
    frame["length_in"] = frame.length_mm / 25.4
    frame["log_length"] = np.log(frame.length_mm)
    frame["noisy_length"] = frame.length_mm + rng.normal(0, 0.05, n)
    frame["minus"] = -frame.length_mm
    frame["area"] = frame.length_mm * frame.width_mm
    frame["ratio"] = frame.fish / frame.width_mm
    frame["animals"] = frame.fish + frame.birds
    frame["n_all"] = frame.n_a + frame.n_b + frame.n_c
    frame["balance"] = frame.fish - frame.n_c
    frame["long"] = (frame.length_mm > 50).astype(int)
    frame["size"] = pd.cut(frame.length_mm, [0, 45, 55, 99], labels=["s", "m", "l"]).astype(str)
    frame["country"] = frame.city.map({"Rome": "I", "Turin": "I", "Lyon": "F", "Nice": "F"})
    return recompute.read(frame)


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        (("length_mm", "length_in"), "order the rows alike"),
        (("length_mm", "log_length"), "order the rows alike"),
        (("length_mm", "noisy_length"), "order the rows alike"),
        (("length_mm", "minus"), "order the rows alike"),
        (("area", "length_mm"), "area is length_mm * width_mm"),
        (("ratio", "fish"), "fish is width_mm * ratio"),
        (("ratio", "width_mm"), "fish is width_mm * ratio"),
        (("animals", "fish"), "animals is fish + birds"),
        (("balance", "fish"), "fish is n_c + balance"),
        (("n_all", "n_b"), "n_all is the total of n_a, n_b, n_c"),
        (("long", "length_mm"), "long is a coarse coding of length_mm"),
        (("size", "length_mm"), "size is a coarse coding of length_mm"),
        (("long", "log_length"), "long is a coarse coding of log_length"),
        (("city", "country"), "each city stands in one country only"),
    ],
)
def test_trivial_pairs_say_why(table, pair, said):
    for variables in (pair, pair[::-1]):
        assert said in (triviality.reason(table, variables) or "")


@pytest.mark.parametrize(
    "pair",
    [("length_mm", "width_mm"), ("fish", "birds"), ("area", "fish"), ("n_a", "n_b"), ("fish", "width_mm"),
     ("fish", "n_c"), ("city", "other"), ("country", "length_mm"), ("long", "width_mm"), ("n_all", "animals")],
)  # fmt: skip
def test_real_pairs_are_left(table, pair):
    assert triviality.reason(table, pair) is None


def test_nothing_is_measured_of_trivial_pairs(table):
    pairs = {
        frozenset(finding.variables)
        for finding in recompute.findings(table)
        if len(finding.variables) == 2
    }
    for pair in (
        ("length_mm", "length_in"),
        ("area", "width_mm"),
        ("size", "length_mm"),
        ("city", "country"),
    ):
        assert frozenset(pair) not in pairs


def test_groups_that_lie_far_apart_are_a_finding():
    """Two kinds of iris part by their petals: a gap of a quarter of the range is no coding."""
    rng = np.random.default_rng(2)
    kind = rng.integers(0, 2, 100)
    frame = pd.DataFrame(
        {"petal": rng.normal(1.5 + 3 * kind, 0.2), "kind": np.where(kind, "b", "a")}
    )
    assert triviality.reason(recompute.read(frame), ("petal", "kind")) is None


def test_few_rows_are_not_judged():
    frame = pd.DataFrame({"a": np.arange(10.0) ** 2, "b": np.arange(10.0)})
    assert triviality.reason(recompute.read(frame), ("a", "b")) is None
