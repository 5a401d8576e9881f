"""The astronomy pack: GOES flares against the public record, classes, scales, noise, cells."""

import contextlib
import io
import os
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

from jupyter_sciassist import pipeline
from jupyter_sciassist.packs.astronomy import goes
from jupyter_sciassist.packs.astronomy.analyses import ANALYSES, scale
from jupyter_sciassist.profiles import source
from tests.analyses import recompute
from tests.chance import few

mpl.use("Agg")
(FLARES,) = ANALYSES


def found(frame, split="all"):
    table = recompute.read(frame, split)
    made = [FLARES.measure(table, one) for one in FLARES.applies(table.profile)]
    return table, [one for one in made if one is not None]


def curve(rng, n=600, at=200, height=30.0, every="60s"):
    t = np.arange(n)
    dt = np.maximum(t - at, 0.0)
    shape = np.exp(-dt / 15) * (1 - np.exp(-dt / 4))
    flux = 1e-6 * (1 + height * shape / shape.max()) * np.exp(rng.normal(0, 0.005, n))
    times = pd.date_range("2023-05-04 02:00", periods=n, freq=every)
    return pd.DataFrame({"time": times, "xrsa": flux / 9, "xrsb": flux}), at + int(
        np.argmax(shape[at:])
    )


@pytest.mark.parametrize(
    ("flux", "name"),
    [
        (1e-4, "X1.0"), (1.29e-3, "X12.9"), (9.9999e-6, "C9.9"), (9.999999999999e-6, "C9.9"), (1e-5, "M1.0"),
        (np.float32(2.56e-6), "C2.5"), (4.2e-5, "M4.2"), (3.7e-8, "A3.7"), (1.2e-7, "B1.2"), (8.2e-9, "A0.8"),
        (0.0, "A0.0"), (1.1e-4, "X1.1"), (2.3e-6, "C2.3"),
    ],
)  # fmt: skip
def test_classes_are_cut_not_rounded(flux, name):
    assert goes.flare_class(flux) == name


def test_a_planted_flare_and_its_cell():
    seed, rng = recompute.fresh()
    frame, peak = curve(rng)
    table, flares = found(frame)
    assert len(flares) == 1, seed
    (finding,) = flares
    assert abs(pd.Timestamp(finding.location) - frame.time[peak]) <= pd.Timedelta("3min"), seed
    assert finding.facts["science"].startswith("M3"), seed
    assert finding.facts["operational"].startswith("M2"), seed
    assert finding.variables == ("xrsb",)
    assert finding.evidence.p < 1e-6, seed
    code = source.preamble(table, finding.facts["columns"]) + FLARES.code(table, finding)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(code, {"frame": frame})
    got = {key: float(value) for key, value in (line.split(" = ") for line in out.getvalue().splitlines())}  # fmt: skip
    assert got == pytest.approx(recompute.numbers(finding.evidence), rel=1e-6)


def test_finer_cadence_is_averaged():
    _, rng = recompute.fresh()
    frame, peak = curve(rng, n=36000, at=12000, every="2s")
    t, flux = goes.minute_means(np.arange(36000) * 2.0, frame.xrsb.to_numpy())
    assert len(t) == 1200
    assert flux[3] == pytest.approx(frame.xrsb[90:120].mean())
    assert peak > 12000


def test_the_core_leaves_the_flux_to_the_pack():
    _, rng = recompute.fresh()
    cards = pipeline.suggest({"sun": curve(rng)[0]}, policy="door")
    peaks = [card for card in cards if card.hypothesis and card.hypothesis.relation == "peak"]
    assert {card.pack for card in peaks} == {"astronomy"}
    assert "class M" in peaks[0].title


def test_flux_without_flares():
    """200 curves of steady flux with white, correlated and wandering noise."""
    seed, rng = recompute.fresh()
    hits = 0
    for place in range(200):
        noise = rng.normal(size=1000)
        if place % 3 == 1:
            noise = np.convolve(noise, np.ones(8) / np.sqrt(8), "same")
        log = 0.05 * noise if place % 3 < 2 else 0.01 * np.cumsum(noise)
        made = goes.flare_list(np.arange(1000) * 60.0, 1e-6 * np.exp(log))
        hits += any(one["global_p"] <= 0.05 for one in made)
    assert few(hits, 200), (seed, hits)


def test_nothing_is_followed_over_a_gap():
    _, rng = recompute.fresh()
    frame, peak = curve(rng)
    cut = frame.drop(index=range(peak + 2, peak + 60)).reset_index(drop=True)
    _, flares = found(cut)
    assert [one.facts["end"] for one in flares] == ["not seen"]


@pytest.mark.parametrize("bad", ["constant", "zeros", "missing", "few"])
def test_awkward_flux(bad):
    frame, _ = curve(np.random.default_rng(1))
    if bad == "few":
        frame = frame.head(20)
    else:
        frame["xrsb"] = {"constant": 1e-6, "zeros": 0.0, "missing": np.nan}[bad]
    assert found(frame)[1] == []


def test_the_scale_goes_by_satellite_then_by_date():
    old, new = (np.datetime64(day, "s").astype(float) for day in ("2011-06-07", "2018-01-01"))
    profile = recompute.read(pd.DataFrame({"a": [1.5, 2.5]})).profile
    assert scale(profile, "xrsb", old) == "operational"
    assert scale(profile, "xrsb", new) == "science"
    assert scale(profile, "goes15_xrsb", new) == "operational"
    assert scale(profile, "g16_xrsb", old) == "science"


RECORD = {
    "goes16_20170910_1min.csv": [("15:35", "16:06", "16:31", "X12.9", "science")],
    "goes18_20250328_1min.csv": [("15:01", "15:20", "15:42", "X1.1", "science")],
    "goes15_20110607_1min.csv": [("06:16", "06:41", "06:59", "M2.5", "operational")],
    "goes15_20120601_1min.csv": [
        ("22:29", "22:41", "23:04", "C3.3", "operational"),
        ("17:02", "17:10", "17:16", "C2.4", "operational"),
        ("05:26", "05:34", "05:41", "C2.1", "operational"),
        ("19:37", "19:40", "19:43", "C1.8", "operational"),
        ("07:37", "07:40", "07:43", "C1.1", "operational"),
    ],
}


@pytest.mark.suite
@pytest.mark.parametrize("name", RECORD)
def test_flares_are_within_a_minute_of_the_record(name):
    folder = Path(os.environ["SCIASSIST_SUITE"]).parent / "data" / "goes"
    _, flares = found(pd.read_csv(folder / name))
    assert len(flares) == len(RECORD[name])
    for finding, (*times, wanted, on) in zip(flares, RECORD[name], strict=True):
        facts = finding.facts
        for key, time in zip(("start", "peak", "end"), times, strict=True):
            day = pd.Timestamp(facts["peak"]).strftime("%Y-%m-%d")
            assert abs(pd.Timestamp(facts[key]) - pd.Timestamp(f"{day} {time}")) <= pd.Timedelta(
                "1min"
            )
        assert (facts[on], facts["scale"]) == (wanted, on)
        assert "operational scale" in facts["sentence"]
        assert "science scale" in facts["sentence"]
        assert finding.evidence.p < 0.05
