from __future__ import annotations

import numpy as np
import pandas as pd

from jupyter_sciassist import profiles

random = np.random.default_rng(11)


def kind(**columns: object) -> str:
    return profiles.profile(pd.DataFrame(columns), "table").kind


def test_four_vectors() -> None:
    pt, eta, phi = random.exponential(30, 50), random.normal(size=50), random.uniform(-3, 3, 50)
    assert kind(pt1=pt, eta1=eta, phi1=phi) == "events"
    assert kind(pt1=pt, eta1=eta * 40, phi1=phi) == "table"
    assert kind(pt1=pt, eta1=eta) == "table"


def test_survival() -> None:
    time, status = random.exponential(100, 50), random.integers(0, 2, 50)
    assert kind(time=time, status=status) == "survival"
    assert kind(time=time - 200, status=status) == "table"
    assert kind(time=time, status=status + 1) == "table"


def test_spatial() -> None:
    lat, lon = random.uniform(-60, 60, 50), random.uniform(-170, 170, 50)
    assert kind(lat=lat, lon=lon) == "spatial"
    assert kind(latitude=lat, longitude=lon) == "spatial"
    assert kind(lat=lat * 3, lon=lon) == "table"
    assert kind(lat=lat) == "table"


def test_series_and_arrays_keep_their_kind() -> None:
    assert profiles.profile(pd.Series([1.5, 2.5]), "s").kind == "series"
    assert profiles.profile(np.zeros((3, 2)), "a").kind == "array"
