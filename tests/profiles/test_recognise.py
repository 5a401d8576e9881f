from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from jupyter_sciassist import profiles

random = np.random.default_rng(11)


def kind(**columns: object) -> str:
    return profiles.profile(pd.DataFrame(columns), "table").kind


def test_four_vectors() -> None:
    pt, eta, phi = random.exponential(30, 50), random.normal(size=50), random.uniform(-3, 3, 50)
    assert kind(pt1=pt, eta1=eta, phi1=phi) == "events"
    assert kind(pt1=pt, eta1=eta * 40, phi1=phi) == "table"
    assert kind(pt1=pt, eta1=eta) == "table"
    momentum = random.normal(size=(3, 50))
    energy = np.sqrt((momentum**2).sum(0) + 0.1)
    px, py, pz = momentum
    assert kind(E=energy, px=px, py=py, pz=pz) == "events"
    assert kind(E=energy / 2, px=px, py=py, pz=pz) == "table"


def test_numbered_events() -> None:
    run, event = np.repeat([165617, 165618], 25), random.permutation(50) + 74969000
    mass, energy = random.normal(90, 3, 50), random.exponential(40, 50)
    assert kind(Run=run, Event=event, E1=energy, M=mass) == "events"
    assert kind(Run=run, Event=event, height=energy, speed=mass) == "table"
    assert kind(Event=event, E1=energy, M=mass) == "table"


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


def genes(rate: float, count: int = 14) -> dict[str, np.ndarray]:
    return {f"gene{i}": random.poisson(rate, 80) for i in range(count)}


def test_counts() -> None:
    cells = [f"cell {i}" for i in range(80)]
    assert kind(cell=cells, **genes(0.3)) == "counts"
    assert kind(cell=cells, **genes(4.0)) == "table"
    assert kind(cell=cells, **genes(0.3, 5)) == "table"
    assert kind(cell=cells, **{name: one - 1 for name, one in genes(0.3).items()}) == "table"
    flags = {f"f{i}": random.integers(0, 2, 80) * random.integers(0, 2, 80) for i in range(14)}
    assert kind(**flags) == "table"


@pytest.mark.parametrize("n", [400, 60_000])
def test_wave(n: int) -> None:
    t = np.arange(n) * 0.002
    signal = np.sin(40 * t) + random.normal(size=n)
    assert kind(time_s=t, acceleration=signal) == "wave"
    assert kind(t=np.sort(random.random(n)), acceleration=signal) == "table"
    assert kind(dose=t, acceleration=signal) == "table"
    assert kind(time_s=t, acceleration=signal, arm=np.resize(["a", "b"], n)) == "table"
    assert kind(time_s=t[:40], acceleration=signal[:40]) == "table"


def test_flux_curve() -> None:
    time = pd.date_range("2017-09-10", periods=600, freq="min")
    flux = 1e-7 + 1e-6 * np.exp(-(((np.arange(600) - 300) / 20) ** 2)) + 1e-9 * random.random(600)
    assert kind(time_tag=time, xrsb_flux=flux) == "wave"
    assert kind(time_tag=time, xrsb_flux=flux * 1e9) == "table"
    assert kind(time_tag=time, dose=flux) == "table"


def test_spectrum() -> None:
    x = np.linspace(400, 700, 300)
    y = 1 / (1 + ((x - 550) / 5) ** 2) + 0.01 * random.normal(size=300)
    assert kind(wavelength=x, intensity=y) == "spectrum"
    assert kind(**{"x [nm]": x[::-1], "y": y}) == "spectrum"
    assert kind(**{"two_theta": x, "counts": random.poisson(50 + 100 * np.abs(y))}) == "spectrum"
    assert kind(height=x, weight=y) == "table"
    assert kind(wavelength=random.permutation(x), intensity=y) == "table"
    assert kind(wavelength=x, intensity=y, lamp=np.resize(["a", "b"], 300)) == "table"


def test_field() -> None:
    x, y = np.meshgrid(np.linspace(0, 3, 40), np.linspace(0, 2, 30))
    plane = np.sin(x) * np.cos(y)
    assert profiles.profile(plane, "a").kind == "field"
    assert profiles.profile(random.normal(size=(40, 30)), "a").kind == "array"
    assert profiles.profile(random.normal(size=(40, 30)) + np.arange(30) ** 2, "a").kind == "array"
    assert profiles.profile(plane[:, :3], "a").kind == "array"


def test_series_and_arrays_keep_their_kind() -> None:
    assert profiles.profile(pd.Series([1.5, 2.5]), "s").kind == "series"
    assert profiles.profile(np.zeros((3, 2)), "a").kind == "array"
