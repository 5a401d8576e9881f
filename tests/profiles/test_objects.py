"""Objects of xarray, astropy and sunpy, and record arrays: what they hold, in which units, and their cells."""

from __future__ import annotations

from typing import Any

import astropy.units as u
import numpy as np
import pandas as pd
import pytest
import xarray as xr
from astropy.table import QTable, Table
from astropy.time import Time
from astropy.timeseries import TimeSeries

from jupyter_sciassist import profiles
from jupyter_sciassist.door import suggest
from jupyter_sciassist.profiles import source
from tests.profiles.test_source import check, run

DAYS = pd.date_range("2020-01-01", periods=30)


def rng() -> np.random.Generator:
    return np.random.default_rng(20_261_124)


def data_array(days: int = 30) -> xr.DataArray:
    return xr.DataArray(
        rng().normal(size=(days, 4, 5)),
        dims=("time", "lat", "lon"),
        coords={
            "time": pd.date_range("2020-01-01", periods=days),
            "lat": ("lat", [0.0, 10.0, 20.0, 30.0], {"units": "degrees_north"}),
        },
        name="t2m",
        attrs={"units": "K"},
    )


def dataset() -> xr.Dataset:
    height = ("lat", [5.0, 60.0, 300.0, 2.0], {"units": "m"})
    return xr.Dataset({"t2m": data_array(), "height": height})


def table(kind: type = Table, n: int = 240) -> Any:
    random = rng()
    return kind(
        {
            "flux": random.normal(size=n) * u.Jy,
            "n_obs": random.integers(0, 9, n),
            "band": random.choice(["g", "r"], n),
            "seen": Time("2020-01-01T00:00:00") + np.arange(n) * u.hour,
        }
    )


def time_series() -> TimeSeries:
    times = Time("2020-01-01T00:00:00") + np.arange(240) * u.min
    return TimeSeries(time=times, data={"xrsb": rng().random(240) * 1e-6 * u.W / u.m**2})


def records(n: int = 240) -> Any:
    random = rng()
    fields = [random.normal(size=n), random.integers(0, 9, n), random.choice(["a", "b"], n)]
    return np.rec.fromarrays(fields, names="mass,hits,kind")


OBJECTS = {
    "data array": data_array,
    "large data array": lambda: data_array(3_000),
    "unnamed data array": lambda: data_array().rename(None),
    "data array of one dimension": lambda: data_array()[:, 0, 0],
    "dataset": dataset,
    "table": table,
    "quantity table": lambda: table(QTable),
    "large table": lambda: table(n=60_000),
    "time series": time_series,
    "records": records,
    "large records": lambda: records(60_000),
    "quantity": lambda: rng().normal(size=240) * u.km,
    "large quantity": lambda: rng().normal(size=60_000) * u.km,
    "quantities in a plane": lambda: rng().normal(size=(240, 3)) * u.km,
    "list": lambda: [None, *rng().normal(size=240).tolist()],
    "large list": lambda: rng().normal(size=60_000).tolist(),
    "tuple of texts": lambda: tuple("abcd" * 60),
    "dict of numbers": lambda: {place: float(place % 7) for place in range(240)},
}


@pytest.mark.parametrize("split", ["all", "explore"])
@pytest.mark.parametrize("case", OBJECTS)
def test_cell_gives_the_rows_of_the_table(case: str, split: str) -> None:
    live = OBJECTS[case]()
    read = profiles.read(live, "live", split=split, salt="5a17")
    check(read, run(source.preamble(read), live))
    first = next(iter(read.columns))
    assert list(run(source.preamble(read, [first]), live)) == [first]


@pytest.mark.parametrize(
    ("case", "kind", "type_name", "units"),
    [
        ("data array", "field", "xarray.DataArray", {"t2m": "K", "lat": "degrees_north"}),
        ("dataset", "field", "xarray.Dataset", {"t2m": "K", "height": "m"}),
        ("quantity table", "table", "astropy.Table", {"flux": "Jy"}),
        ("time series", "wave", "astropy.TimeSeries", {"xrsb": "W / m2"}),
        ("records", "table", "numpy.recarray", {"mass": None}),
        ("quantity", "array", "astropy.Quantity", {"live": "km"}),
    ],
)
def test_kind_type_and_units(case: str, kind: str, type_name: str, units: dict[str, str]) -> None:
    found = profiles.profile(OBJECTS[case](), "live")
    assert (found.kind, found.type) == (kind, type_name)
    own = {column.name: column.unit for column in found.columns}
    assert {name: own[name] for name in units} == units


def test_a_flux_curve_of_sunpy() -> None:
    timeseries = pytest.importorskip("sunpy.timeseries")
    index = pd.date_range("2017-09-10", periods=300, freq="min")
    frame = pd.DataFrame({"xrsa": 1e-8, "xrsb": 1e-6 + 1e-8 * np.arange(300.0)}, index=index)
    flux = u.W / u.m**2
    live = timeseries.GenericTimeSeries(frame, {}, {"xrsa": flux, "xrsb": flux})
    read = profiles.read(live, "live")
    assert (read.profile.type, read.profile.kind) == ("sunpy.TimeSeries", "wave")
    assert read.columns["xrsb"].profile.unit == "W / m2"
    check(read, run(source.preamble(read), live))


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: data_array().chunk(), "assign its .compute() to a name"),
        (lambda: xr.DataArray(1.0), "a single value"),
        (
            lambda: xr.DataArray(np.broadcast_to(np.float32(0), (5000, 5000))),
            "more than 20 000 000",
        ),
        (lambda: Table({"v": np.zeros((3, 2))}), "'v' holds several values a row"),
        (lambda: 3.0 * u.m, "one to three dimensions"),
        (lambda: np.zeros(3).view(np.recarray), "named fields"),
    ],
)
def test_what_is_refused_says_what_to_do(make: Any, reason: str) -> None:
    found = profiles.profile(make(), "live")
    assert found.kind == "other"
    assert reason in (found.note or "")


def test_a_scan_of_a_field_runs() -> None:
    assert suggest(data_array(), model=None)
