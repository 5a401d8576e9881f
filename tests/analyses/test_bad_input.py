"""Odd tables give fewer findings, never an error, a warning of ours or a number that is not finite."""

import json
import math
import time
import warnings

import numpy as np
import pandas as pd
import pytest

from jupyter_sciassist.errors import DataError
from tests.analyses import recompute


def base(n=60):
    rng = np.random.default_rng(n)
    return rng, pd.DataFrame(
        {"a": rng.normal(size=n), "b": rng.normal(size=n), "g": rng.choice(["u", "v"], n)}
    )


def constant_within():
    _, frame = base()
    return frame.assign(
        a=np.where(frame.g == "u", 1.0, 2.0), c=np.where(frame.g == "u", 5.0, frame.b)
    )


def extremes():
    rng, frame = base()
    return frame.assign(
        huge=rng.normal(size=60) * 1e300,
        tiny=rng.normal(size=60) * 1e-300,
        wide=rng.integers(-(2**62), 2**62, 60),
    )


def nearly_constant():
    _, frame = base()
    one = np.zeros(60)
    one[7] = 1.0
    return frame.assign(a=1e9 + 1e-6 * frame.a, spike=one, pair=np.r_[np.zeros(58), 1.0, 2.0])


def never_together():
    _, frame = base()
    frame.loc[frame.g == "u", "a"] = np.nan
    frame.loc[frame.g == "v", "b"] = np.nan
    return frame


def perfect():
    x = np.arange(11.0)
    return pd.DataFrame({"x": x, "y": x**2, "g": ["p"] * 5 + ["q"] * 6, "h": ["p"] * 5 + ["q"] * 6})


def one_row_each():
    _, frame = base()
    return frame.assign(subject=[f"s{i}" for i in range(60)], plot_id=np.arange(60) // 2)


def identical_units():
    _, frame = base()
    return pd.DataFrame({"subject": np.repeat([f"s{i}" for i in range(20)], 3), "x": np.repeat(frame.a[:20].to_numpy(), 3),
                         "y": np.repeat(frame.b[:20].to_numpy(), 3), "g": np.repeat(frame.g[:20].to_numpy(), 3)})  # fmt: skip


def one_moment():
    _, frame = base()
    return frame.assign(
        when=pd.Timestamp("2020-01-01"), then=pd.to_datetime(["2020-01-01"] * 59 + ["2021-01-01"])
    )


def awkward_scales():
    rng, frame = base()
    return frame.assign(
        key=2**60 + rng.integers(0, 50, 60),
        unsigned=np.uint64(2**63) + rng.integers(0, 2**62, 60).astype(np.uint64),
        least=np.r_[-(2**63), np.arange(59)],
        both=np.where(frame.g == "u", 1e300, 1e-300) * rng.normal(size=60),
    )


def old_dates():
    _, frame = base(120)
    days = np.datetime64("1592-03-01") + 40 * np.arange(120)
    return frame.assign(day=days, seen=days.astype(str).astype(object), y=np.arange(120) + frame.a)


def weighted():
    rng, frame = base()
    return frame.assign(weights=rng.exponential(size=60), count=rng.integers(-3, 9, 60))


def same_times():
    _, frame = base(120)
    return frame.assign(time=np.repeat(np.arange(12) * 0.5, 10), when=pd.Timestamp("2020-01-01"))


def gaps_in_a_spectrum():
    _, frame = base(200)
    x = np.linspace(400, 700, 200)
    y = np.where((x > 480) & (x < 520), np.nan, np.exp(-(((x - 550) / 6) ** 2)) + 0.02 * frame.a)
    return pd.DataFrame({"wavelength": x, "intensity": y})


ODD = {
    "awkward scales": awkward_scales,
    "old dates": old_dates,
    "weighted": weighted,
    "same times": same_times,
    "gaps in a spectrum": gaps_in_a_spectrum,
    "empty": lambda: base()[1].head(0),
    "one row": lambda: base()[1].head(1),
    "two rows": lambda: base()[1].head(2),
    "seven rows": lambda: base()[1].head(7),
    "nine rows": lambda: base()[1].head(9),
    "all missing": lambda: base()[1].assign(a=np.nan, g=None),
    "infinite": lambda: base()[1].assign(a=[np.inf, -np.inf] * 30),
    "some infinite": lambda: base()[1].assign(a=lambda frame: frame.a.where(frame.b < 1, np.inf)),
    "constant within groups": constant_within,
    "extremes": extremes,
    "nearly constant": nearly_constant,
    "never together": never_together,
    "perfect": perfect,
    "one row each": one_row_each,
    "identical units": identical_units,
    "one moment": one_moment,
    "two values": lambda: base()[1].assign(a=[1, 2] * 30, b=[0, 0, 1] * 20),
    "same labels": lambda: base()[1].set_axis(["a", "a", "a"], axis=1),
    "two levels of columns": lambda: base()[1].set_axis(pd.MultiIndex.from_tuples([("a", 1), ("a", 2), ("b", 1)]), axis=1),
    "unused levels": lambda: base()[1].assign(g=pd.Categorical(base()[1].g, ["w", "u", "v", "x"])),
    "ordered level missing": lambda: base()[1].assign(g=pd.Categorical(["lo", None, "hi"] * 20, ["lo", "mid", "hi"], ordered=True)),
    "objects": lambda: base()[1].assign(o=[object() for _ in range(60)]),
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_odd_tables_are_read_without_error_or_warning(name):
    frame = ODD[name]()
    for split in ("all", "explore"):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            try:
                table = recompute.read(frame, split)
            except DataError:
                continue
            found = recompute.every(table)
        for finding in found:
            text = json.dumps(finding.evidence.to_json(), allow_nan=False)
            assert "NaN" not in text
            for fact in (finding.facts or {}).values():
                assert not isinstance(fact, float) or math.isfinite(fact), finding
            recompute.printed_code(table, finding)


@pytest.mark.parametrize(
    "name", ["perfect", "two values", "ordered level missing", "some infinite", "same labels"]
)
def test_cells_of_odd_tables_print_the_evidence(name):
    frame = ODD[name]()
    table = recompute.read(frame)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for finding in recompute.findings(table):
            assert recompute.differences(frame, table, finding) is None, finding


@pytest.mark.parametrize("shape", [(200, 14), (2_000, 200), (50_000, 20), (30, 2_000)])
def test_large_tables_stay_within_their_plan(shape):
    """A guard against hanging only, at ten times what is expected on one busy core."""
    rng = np.random.default_rng(1)
    frame = pd.DataFrame(rng.normal(size=shape), columns=[f"c{i}" for i in range(shape[1])])
    table = recompute.read(frame)
    started = time.process_time()
    found = recompute.every(table)
    assert time.process_time() - started < 30
    shown = [finding for finding in found if finding.shown]
    assert len(shown) <= 2 * table.profile.plan.pairs + 3 * shape[1]
    assert len(found) <= 2 * 200 * 199 / 2 + 3 * shape[1]
