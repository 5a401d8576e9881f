"""The physics pack: known truths of open data, planted resonances, noise, cells."""

import contextlib
import io
import os
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

from jupyter_sciassist import pipeline, profiles
from jupyter_sciassist.analyses import _peaks, _scan
from jupyter_sciassist.packs.physics import events, fits, resonances
from jupyter_sciassist.packs.physics.analyses import ANALYSES
from jupyter_sciassist.profiles import source
from jupyter_sciassist.statistics.assumptions import unmet
from tests.analyses import recompute
from tests.chance import few

mpl.use("Agg")


def data(*parts):
    return Path(os.environ["SCIASSIST_SUITE"]).parent.joinpath("data", *parts)


def findings(frame, name, split="all"):
    table = recompute.read(frame, split)
    made = next(one for one in ANALYSES if one.name == f"physics.{name}")
    found = [made.measure(table, one) for one in made.applies(table.profile)]
    return table, made, [one for one in found if one is not None]


def wrong(frame, table, made, finding):
    """Numbers of the cell that are not those of the evidence."""
    code = source.preamble(table, finding.facts["columns"]) + made.code(table, finding)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(code, {"frame": frame})
    got = {key: float(value) for key, value in (line.split(" = ") for line in out.getvalue().splitlines())}  # fmt: skip
    want = recompute.numbers(finding.evidence)
    return {key: (got.get(key), one) for key, one in want.items() if not abs(got.get(key, np.inf) - one) <= 1e-6 * abs(one)}  # fmt: skip


def decays(rng, n, mass, sigma=0.0):
    """n pairs of massless particles from the decay of something of that mass, moving along the beam and across."""
    m = rng.normal(mass, sigma, n) if np.ndim(mass) == 0 else mass
    cos, phi = rng.uniform(-1, 1, n), rng.uniform(-np.pi, np.pi, n)
    sin = np.sqrt(1 - cos**2)
    way = np.stack([sin * np.cos(phi), sin * np.sin(phi), cos], 1)
    boost = np.tanh(rng.normal(0, 0.6, n))
    gamma = 1 / np.sqrt(1 - boost**2)
    parts = {}
    for k, sign in ((1, 1), (2, -1)):
        p = sign * way * (m / 2)[:, None]
        pz = gamma * (p[:, 2] + boost * m / 2)
        pt = np.hypot(p[:, 0], p[:, 1])
        parts |= {
            f"pt{k}": pt,
            f"eta{k}": np.arcsinh(pz / pt),
            f"phi{k}": np.arctan2(p[:, 1], p[:, 0]),
        }
        parts[f"Q{k}"] = np.full(n, sign)
    frame = pd.DataFrame(parts)
    frame.insert(0, "Run", 1)
    frame.insert(1, "Event", np.arange(n) + 10**6)
    return frame


def falling(rng, n):
    return 20 + 25 * rng.exponential(size=n)


def test_the_mass_is_that_of_the_decay():
    _, rng = recompute.fresh()
    frame = decays(rng, 500, 91.2)
    table = recompute.read(frame)
    found = events.vectors(table.profile)
    assert found.hypothesis == "massless particle"
    assert found.event == ("Run", "Event")
    assert events.masses(_scan.of(table), found) == pytest.approx(91.2)
    momenta = pd.DataFrame({
        f"{name}{k}": value
        for k in (1, 2)
        for name, value in {
            "E": frame[f"pt{k}"] * np.cosh(frame[f"eta{k}"]), "px": frame[f"pt{k}"] * np.cos(frame[f"phi{k}"]),
            "py": frame[f"pt{k}"] * np.sin(frame[f"phi{k}"]), "pz": frame[f"pt{k}"] * np.sinh(frame[f"eta{k}"]),
        }.items()
    })  # fmt: skip
    table = recompute.read(momenta)
    assert events.masses(_scan.of(table), events.vectors(table.profile)) == pytest.approx(91.2)


@pytest.mark.parametrize("split", ["all", "explore"])
def test_a_planted_resonance_is_found_fitted_and_named(split):
    seed, rng = recompute.fresh()
    peak, rest = decays(rng, 1500, 60.0, 1.0), decays(rng, 6000, falling(rng, 6000))
    frame = pd.concat([peak, rest], ignore_index=True).sample(frac=1, random_state=1)
    frame["Event"] = np.arange(len(frame))
    frame = frame.reset_index(drop=True)
    table, made, (finding,) = findings(frame, "resonance", split)
    assert abs(finding.location - 60) < 0.3, seed
    assert finding.evidence.p < 1e-4, seed
    assert not unmet(finding.evidence.assumptions), finding.evidence.assumptions
    assert finding.relation == "peak"
    assert wrong(frame, table, made, finding) == {}
    assert "discover" not in finding.facts["sentence"]


def test_wrong_charges_and_repeats_are_left_out():
    _, rng = recompute.fresh()
    frame = decays(rng, 400, falling(rng, 400))
    frame.loc[:49, "Q2"] = 1
    twice = pd.concat([frame, frame.iloc[100:200]], ignore_index=True)
    table = recompute.read(twice)
    assert len(events.masses(_scan.of(table), events.vectors(table.profile))) == 350
    _, _, (finding,) = findings(twice, "duplicates")
    assert finding.kind == "caution"
    assert "400 distinct" in finding.facts["title"]
    assert findings(frame, "duplicates")[2] == []


def test_pairs_without_a_resonance():
    """60 lists of pairs; asserted is p <= .05 and no assumption unmet."""
    seed, rng = recompute.fresh()
    hits = 0
    for _ in range(60):
        n = int(rng.choice([300, 1000]))
        found = findings(decays(rng, n, falling(rng, n)), "resonance")[2]
        hits += any(one.evidence.p <= 0.05 and not unmet(one.evidence.assumptions) for one in found)
    assert few(hits, 60), (seed, hits)


def test_four_leptons_without_an_excess():
    """200 mass lists that fall smoothly."""
    seed, rng = recompute.fresh()
    hits = 0
    for place in range(200):
        m = 100 + 40 * rng.exponential(size=int(rng.choice([40, 100, 400])))
        found = fits.sideband_scan(m, 100, 175, (6, 8, 10), 15, 199, place)
        hits += found["global_p"] <= 0.05
    assert few(hits, 200), (seed, hits)


def test_the_table_of_resonances():
    assert resonances.nearest(91.0, 1).name == "Z"
    assert resonances.nearest(3.1, 0.05).name == "J/psi"
    assert resonances.nearest(60.0, 3) is None
    particle = pytest.importorskip("particle")
    for name, number in (("Z", 23), ("J/psi", 443), ("Upsilon(1S)", 553), ("phi(1020)", 333)):
        known = particle.Particle.from_pdgid(number)
        own = next(one for one in resonances.TABLE if one.name == name)
        assert own.mass == pytest.approx(known.mass / 1000, rel=2e-4)
        assert own.width == pytest.approx(known.width / 1000, rel=0.02)


@pytest.mark.suite
def test_z_to_two_muons_has_a_poor_fit_and_no_deviation():
    frame = pd.read_csv(data("cms", "Zmumu_Run2011A.csv"))
    table, made, (finding,) = findings(frame, "resonance")
    assert finding.evidence.estimate.value == pytest.approx(90.78, abs=0.06)
    assert finding.evidence.p < 1e-6
    assert not unmet(finding.evidence.assumptions)
    said = finding.facts["title"] + finding.facts["sentence"]
    assert "Z at 91.188" in said
    assert "fit poor" in said
    assert "statistical error only" in said
    assert "deviates" not in said
    assert wrong(frame, table, made, finding) == {}


@pytest.mark.suite
def test_four_leptons_are_suggestive():
    files = sorted(data("cms").glob("[24]*_201[12].csv"))
    assert len(files) == 6
    frame = pd.concat([pd.read_csv(one) for one in files], ignore_index=True)
    table, made, (finding,) = findings(frame, "four_leptons")
    assert finding.location == 123
    assert _peaks.sigma(finding.evidence.scan.local_p) == pytest.approx(3.25, abs=0.01)
    assert _peaks.sigma(finding.evidence.scan.global_p) == pytest.approx(2.0, abs=0.2)
    assert finding.facts["verdict"] == "suggestive"
    assert wrong(frame, table, made, finding) == {}


@pytest.mark.suite
def test_repeated_events_are_named_before_anything():
    uproot = pytest.importorskip("uproot")
    tree = uproot.open(data("root", "uproot-Zmumu.root"))["events"]
    frame = tree.arrays([name for name in tree.keys() if name != "Type"], library="pd")  # noqa: SIM118
    cards = pipeline.suggest({"events": frame}, policy="door")
    assert "2304 rows hold 500 distinct events" in cards[0].title
    assert cards[0].pack == "physics"
    profile = profiles.profile(frame, "events")
    assert events.vectors(profile) is not None
