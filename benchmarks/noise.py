"""How often something is found in noise: one line a kind of noise, with an exact 95 % interval.

    python benchmarks/noise.py [--scale 1.0] [--only WORDS] [--seed N]

A line "claims" counts tables with any asserted finding (of the named analyses, where some are named); a line
"tests" counts single tests with p at most .05 and no assumption unmet. A line ends in "above" where the
whole interval is above the bound: 5 %, or 1 % for random walks. --scale multiplies the number of tables;
--only picks lines by a part of their name. Shuffled copies of real tables and null twins: suite.py. A fresh seed is drawn and printed unless one is given.
"""

from __future__ import annotations

import argparse
import secrets
import time
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import ndimage, signal, stats

from jupyter_sciassist import profiles
from jupyter_sciassist.analyses import ANALYSES
from jupyter_sciassist.door import suggest
from jupyter_sciassist.statistics.assumptions import unmet

Frame = pd.DataFrame
Make = Callable[[np.random.Generator], Frame]


class Line(NamedTuple):
    """One kind of noise: what is counted in it, by which analyses (all where none is named), and how often."""

    what: str
    make: Make
    analyses: tuple[str, ...]
    tables: int
    counts: str = "tests"
    bound: float = 0.05
    about: tuple[str, ...] = ()


def ar(rng, n: int, phi: float) -> np.ndarray:
    """First-order autocorrelated noise of variance 1."""
    made = signal.lfilter([1.0], [1.0, -phi], rng.normal(size=n + 300))[300:]
    return made * np.sqrt(1 - phi**2)


def long_memory(rng, n: int, d: float = 0.3) -> np.ndarray:
    """Fractionally integrated noise of order d."""
    k = np.arange(1, 2 * n)
    weights = np.concatenate([[1.0], np.cumprod((k - 1 + d) / k)])
    return signal.fftconvolve(rng.normal(size=3 * n), weights)[2 * n : 3 * n]


def dated(columns: dict, freq: str = "D") -> Frame:
    n = len(next(iter(columns.values())))
    return Frame({"date": pd.date_range("2001-01-01", periods=n, freq=freq), **columns})


def series(one: Callable, freq: str = "D", many: int = 1) -> Make:
    """A table with a date and independent series."""
    return lambda rng: dated({f"y{k}": one(rng) for k in range(many)}, freq)


def rows(one: Callable, many: int = 2) -> Make:
    """Series in the order of the rows, without a time."""
    return lambda rng: Frame({f"y{k}": one(rng) for k in range(many)})


def season(rng, n: int = 144, period: float = 12, phi: float = 0.5) -> np.ndarray:
    wave = np.sin(2 * np.pi * np.arange(n) / period + rng.uniform(0, 2 * np.pi))
    return 2 * wave + ar(rng, n, phi)


def climbing(rng, n: int = 100) -> np.ndarray:
    return rng.choice([-1, 1]) * rng.uniform(2, 10) * np.linspace(0, 1, n) + ar(rng, n, 0.3)


def both(rng, n: int = 180) -> np.ndarray:
    return climbing(rng, n) + season(rng, n)


def walk(rng, n: int = 200) -> np.ndarray:
    return np.cumsum(rng.normal(size=n))


def grouped(one: Callable, freq: str) -> Make:
    """A series, and groups by the terciles of another one."""

    def make(rng):
        other = one(rng)
        label = np.array(["low", "mid", "high"])[np.argsort(np.argsort(other)) * 3 // len(other)]
        two = np.where(one(rng) > 0, "on", "off")
        return dated({"y": one(rng), "level": label, "side": two}, freq)

    return make


def noise(rng, n: int = 200) -> Frame:
    columns = {f"x{k}": rng.normal(size=n) for k in range(12)}
    return Frame(columns | {f"g{k}": rng.choice(list("abcd"[: 2 + k]), n) for k in range(2)})


def tails(rng, n: int = 200) -> Frame:
    frame = Frame({f"t{k}": rng.standard_t(2, n) for k in range(6)})
    return frame.assign(side=rng.choice(["l", "r"], n, p=[0.85, 0.15]))


def zeros(rng, n: int = 250) -> Frame:
    """Counts with many zeros, rounded values, very unequal groups."""
    frame = Frame({f"c{k}": rng.poisson(rng.gamma(0.4, 3, n)) for k in range(4)})
    frame["round"], frame["half"] = rng.normal(size=n).round(), (2 * rng.normal(size=n)).round() / 2
    return frame.assign(kind=rng.choice(list("klmnop"), n, p=rng.dirichlet(np.full(6, 0.7))))


def missing(rng, n: int = 250) -> Frame:
    frame = noise(rng, n)
    return frame.mask(rng.random(frame.shape) < rng.uniform(0.05, 0.6, frame.shape[1]))


def sorted_rows(rng) -> Frame:
    return noise(rng).sort_values(["g1", "x0"], ignore_index=True)


def units(rng) -> Frame:
    """Subjects of very unequal numbers of rows; all columns vary between and within them."""
    sizes = rng.geometric(0.12, 25)
    frame = Frame({"subject": np.repeat([f"s{k:02}" for k in range(25)], sizes)})
    for k in range(4):
        frame[f"x{k}"] = np.repeat(rng.normal(size=25), sizes) + 0.5 * rng.normal(size=len(frame))
    return frame.assign(arm=np.repeat(rng.choice(["a", "b"], 25), sizes))


def field(rng, smooth: float = 3.0, scattered: bool = False) -> Frame:
    """Two smooth fields over a map, independent of each other."""
    m = 20
    made = ndimage.gaussian_filter(rng.normal(size=(2, m + 20, m + 20)), (0, smooth, smooth))
    made = made[:, 10:-10, 10:-10].reshape(2, -1)
    made = made / made.std(axis=1, keepdims=True) + 0.3 * rng.normal(size=made.shape)
    lat, lon = np.meshgrid(np.linspace(40, 50, m), np.linspace(0, 15, m), indexing="ij")
    frame = Frame({"lat": lat.ravel(), "lon": lon.ravel(), "a": made[0], "b": made[1]})
    return frame.sample(200, random_state=int(rng.integers(2**31))) if scattered else frame


def spectrum(kind: str) -> Make:
    def make(rng):
        x = np.linspace(400, 700, 500)
        base = 50 + 30 * np.exp(-((x - rng.uniform(400, 700)) ** 2) / 2e4)
        y = {
            "white": rng.normal(size=500),
            "baseline": base + rng.normal(size=500),
            "Poisson": rng.poisson(base).astype(float),
            "correlated": base + 3 * ar(rng, 500, 0.6),
            "uneven": base + rng.normal(size=500) * np.linspace(0.3, 3, 500),
            "fringed": base + 10 * np.sin(x / 7) + rng.normal(size=500),
            "few counts": rng.poisson(2.0, 500).astype(float),
            "heavy-tailed": base + rng.standard_t(5, 500),
        }[kind]
        return Frame({"wavelength": x, "intensity": y})

    return make


def flux(rng) -> Frame:
    """Two channels of X-ray flux without a flare: slow background, noise in proportion."""
    t = np.arange(1440)
    slow = 1 + 0.25 * np.sin(2 * np.pi * t / 1440 + rng.uniform(0, 6)) + 0.1 * np.sin(t / 111)
    made = {
        name: level * slow * np.exp(rng.normal(0, wide, 1440))
        for name, level, wide in (("xrsa_flux", 3e-8, 0.06), ("xrsb_flux", 4e-7, 0.03))
    }
    return dated(made, "min")


def turn_on(rng, n: int) -> np.ndarray:
    """An exponential behind a trigger that opens at 15 within 2."""
    x = rng.exponential(25, 2 * n)
    return x[rng.random(2 * n) < 1 / (1 + np.exp((15 - x) / 2))][:n]


def events(kind: str) -> Make:
    def make(rng):
        n = int(rng.choice([400, 2000, 9000]))
        mass = (
            100
            + {
                "exponential": rng.exponential(25, n),
                "power law": 60 * (rng.power(3, n) ** -1 - 1),
                "normal": np.abs(rng.normal(60, 15, n)),
                "rounded": rng.exponential(25, n).round(1),
                "uniform": rng.uniform(0, 60, n),
                "gamma": rng.gamma(2.5, 10, n),
                "beta": 80 * rng.beta(2, 5, n),
                "logistic": np.abs(rng.logistic(45, 6, n)),
                "Student": np.abs(40 + 6 * rng.standard_t(2, n)),
                "turn-on": turn_on(rng, n),
            }[kind]
        )
        return Frame({"mass": mass[mass < 180]})

    return make


PAIRS = ("association", "lag")
ALONE = ("trend", "changepoint", "periodicity")
GROUPS = ("difference", "groups", "contingency")
STRUCTURE = ("joint", "interaction", "nonlinear", "mediation", "confounding")


def lines() -> list[Line]:
    found = [
        Line(f"{name}, any", make, (), 300, "claims")
        for name, make in {
            "noise tables": noise, "heavy tails": tails, "zeros, rounding, unequal groups": zeros,
            "missing values": missing, "sorted rows": sorted_rows, "units of unequal size": units,
        }.items()
    ]  # fmt: skip
    found += [Line("AR(1) .7, 100", series(lambda rng: ar(rng, 100, 0.7)), ALONE, 600)]
    for phi, n in ((0.3, 30), (0.5, 60), (0.7, 40), (0.9, 100), (0.95, 500)):
        found.append(Line(f"AR(1) {phi:g}, {n}", series(lambda rng, phi=phi, n=n: ar(rng, n, phi), many=2), (*ALONE, *PAIRS), 250))  # fmt: skip
    found += [
        Line("season + AR, months", series(season, "MS"), ("trend", "changepoint"), 300),
        Line("long memory .3, 200", series(lambda rng: long_memory(rng, 200)), ALONE, 300),
        Line("random walk, 200", series(walk), ALONE, 300),
        Line("t(2) series, 100", series(lambda rng: rng.standard_t(2, 100)), ALONE, 300),
        Line("rounded AR(1) .5", series(lambda rng: ar(rng, 120, 0.5).round()), ALONE, 300),
        Line("two seasons, months", series(season, "MS", 2), PAIRS, 400),
        Line("two seasons, rows", rows(season), ("association",), 400),
        Line("two seasons, hours", series(lambda rng: season(rng, 240, 24, 0.7), "h", 2), PAIRS, 300),
        Line("two weekly seasons, days", series(lambda rng: season(rng, 210, 7), "D", 2), PAIRS, 300),
        Line("two trends, years", series(climbing, "YS", 2), PAIRS, 400),
        Line("two trends, rows", rows(climbing), ("association",), 400),
        Line("two trends with seasons", series(both, "MS", 2), PAIRS, 300),
        Line("two periods", series(lambda rng: season(rng, 200, rng.uniform(8, 40)), "D", 2), PAIRS, 300),
        Line("walks, rows", rows(walk), (), 400, "claims", 0.01, ("association", "nonlinear")),
        Line("walks, days", series(walk, "D", 2), (), 400, "claims", 0.01, ("association", "lag", "nonlinear")),
        Line("walks 80, days", series(lambda rng: walk(rng, 80), "D", 2), (), 300, "claims", 0.01, ("association", "lag", "nonlinear")),
        Line("groups of seasons", grouped(season, "MS"), GROUPS, 300),
        Line("groups of AR(1) .8", grouped(lambda rng: ar(rng, 150, 0.8), "D"), GROUPS, 300),
        Line("groups of trends", grouped(climbing, "YS"), GROUPS, 300),
        Line("groups of walks", grouped(walk, "D"), GROUPS, 300),
        Line("structure of seasons", series(season, "MS", 4), STRUCTURE, 150),
        Line("structure of seasons, rows", rows(season, 4), STRUCTURE, 150),
        Line("structure of AR(1) .8, rows", rows(lambda rng: ar(rng, 120, 0.8), 4), STRUCTURE, 150),
        Line("structure of walks", series(walk, "D", 4), STRUCTURE, 150),
        Line("smooth fields, grid", field, (), 200, "claims", 0.05, ("association",)),
        Line("smooth fields, scattered", lambda rng: field(rng, 3.0, True), (), 200, "claims", 0.05, ("association",)),
        *(Line(f"{kind} spectrum", spectrum(kind), (), 150, "claims", 0.05, ("peak",)) for kind in ("white", "baseline", "Poisson", "correlated", "uneven", "fringed", "few counts", "heavy-tailed")),
        Line("quiet X-ray flux", flux, (), 120, "claims", 0.05, ("peak",)),
        *(Line(f"{kind} events", events(kind), (), 150, "claims", 0.05, ("peak",)) for kind in ("exponential", "power law", "normal", "rounded", "uniform", "gamma", "beta", "logistic", "Student", "turn-on")),
    ]  # fmt: skip
    return found


def claimed(frame: Frame, relations: tuple[str, ...]) -> bool:
    """Whether a card asserts something (of these relations, where some are named)."""
    return any(
        card.evidence is not None
        and card.evidence.asserted
        and (not relations or (card.hypothesis and card.hypothesis.relation in relations))
        for card in suggest(frame, model=None, top=200)
    )


def tested(frame: Frame, names: tuple[str, ...]) -> dict[str, tuple[int, int]]:
    """By analysis: tests that would claim something alone, and tests made."""
    table = profiles.read(frame, "frame", split="all", salt="")
    counts = {}
    for analysis in ANALYSES:
        if analysis.name in names:
            found = [analysis.measure(table, one) for one in analysis.applies(table.profile)]
            made = [one.evidence for one in found if one is not None]
            made = [one for one in made if one.p is not None]
            sure = [one for one in made if one.p <= 0.05 and not unmet(one.assumptions)]
            counts[analysis.name] = (len(sure), len(made))
    return counts


def report(what: str, hits: int, tried: int, bound: float = 0.05) -> None:
    """One line of the table."""
    if not tried:
        print(f"{what:48} nothing tested", flush=True)
        return
    interval = stats.binomtest(hits, tried).proportion_ci(0.95, "exact")
    above = "  above" if interval.low > bound else ""
    print(f"{what:48} {hits:4} of {tried:5}  {interval.low:.4f} to {interval.high:.4f}{above}", flush=True)  # fmt: skip


def measured(line: Line, rng: np.random.Generator, scale: float) -> None:
    many = max(round(line.tables * scale), 1)
    if line.counts == "claims":
        report(line.what, sum(claimed(line.make(rng), line.about) for _ in range(many)), many, line.bound)  # fmt: skip
        return
    total: dict[str, list[int]] = {name: [0, 0] for name in line.analyses}
    for _ in range(many):
        for name, (hits, tried) in tested(line.make(rng), line.analyses).items():
            total[name][0] += hits
            total[name][1] += tried
    for name, (hits, tried) in total.items():
        report(f"{line.what}: {name}", hits, tried, line.bound)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--scale", type=float, default=1.0)
    ask.add_argument("--only", default="")
    ask.add_argument("--seed", type=int, default=secrets.randbits(32))
    args = ask.parse_args()
    print(f"seed {args.seed}")
    for place, line in enumerate(lines()):
        if args.only in line.what:
            started = time.perf_counter()
            measured(line, np.random.default_rng([args.seed, place]), args.scale)
            print(f"  {time.perf_counter() - started:.0f} s", flush=True)


if __name__ == "__main__":
    main()
