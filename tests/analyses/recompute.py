"""Runs the cells of findings and compares what they print with the evidence."""

import contextlib
import io

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from jupyter_sciassist import profiles
from jupyter_sciassist.analyses import ANALYSES, _dependence, _scan, wide
from jupyter_sciassist.profiles import source
from jupyter_sciassist.statistics.assumptions import unmet
from jupyter_sciassist.statistics.multiplicity import benjamini_hochberg

SALT = "5a17"


def fresh():
    """A seed that no earlier run used, to be printed where a test fails, and its generator."""
    seed = int(np.random.SeedSequence().entropy % 2**32)
    return seed, np.random.default_rng(seed)


def read(frame, split="all", salt=SALT):
    """The table of a frame called `frame`."""
    return profiles.read(frame, "frame", split=split, salt=salt)


def findings(table, *names):
    """Every finding that gives a card, of the named analyses or of all."""
    return [finding for finding in every(table, *names) if finding.shown]


def every(table, *names):
    """Every finding, also those that only count in the family."""
    found = []
    for analysis in ANALYSES:
        if not names or analysis.name in names:
            candidates, passed = wide.divided(table, list(analysis.applies(table.profile)))
            made = (analysis.measure(table, candidate) for candidate in candidates)
            found += [*passed, *(finding for finding in made if finding is not None)]
    return found


def one(frame, name, *variables, split="all"):
    """The finding of one analysis about these columns, in whatever order."""
    found = [
        finding
        for finding in findings(read(frame, split), name)
        if set(finding.variables) == set(variables)
    ]
    assert len(found) == 1, [finding.variables for finding in findings(read(frame, split), name)]
    return found[0]


def asserted(table):
    """Findings with q <= .05 in the family of the table and no assumption violated without a fallback.

    Claims of no effect, which hold in noise and have a family of their own, are left aside.
    """
    tested = [
        finding
        for finding in every(table)
        if finding.evidence.p is not None and finding.relation != "null"
    ]
    q = benjamini_hochberg([finding.evidence.p for finding in tested])
    return [
        finding
        for finding, value in zip(tested, q, strict=True)
        if value <= 0.05 and not unmet(finding.evidence.assumptions)
    ]


def unordered(rng, make, *names, split="all", salt=SALT):
    """A frame in whose columns of these names (or in all) no neighbours are alike, as by chance they are in 1 of 700.

    Of eight draws one is: where neighbours are called alike that are not, there is none.
    """
    for _ in range(8):
        frame = make(rng)
        scan = _scan.of(read(frame, split, salt))
        if not any(_dependence.is_serial(scan, name) for name in names or scan.columns):
            return frame
    raise AssertionError("neighbouring rows are called alike in eight draws of eight")


def telling(rng, make, *names, split="all"):
    """A frame, its table and what these analyses show in it: of eight draws the first in which they show anything.

    How often they miss what is planted is no question of the cells.
    """
    for _ in range(8):
        frame = make(rng)
        table = read(frame, split)
        shown = findings(table, *names)
        if shown:
            return frame, table, shown
    raise AssertionError("nothing is shown in eight draws")


def numbers(evidence):
    """What the cell has to print."""
    wanted = {"n": evidence.n}
    for name in ("estimate", "effect"):
        part = getattr(evidence, name)
        if part is not None:
            limits = {f"{name}_low": part.low, f"{name}_high": part.high}
            wanted |= {name: part.value} | {
                key: one for key, one in limits.items() if one is not None
            }
    if evidence.statistic is not None:
        wanted["statistic"] = evidence.statistic.value
    if evidence.p is not None:
        wanted["p"] = evidence.p
    return {key: float(f"{value:.6g}") for key, value in wanted.items()}


def printed_code(table, finding):
    """The cell as a notebook would get it: preamble, then body."""
    analysis = next(item for item in ANALYSES if item.name == finding.candidate.analysis)
    if not finding.shown:
        return ""
    return source.preamble(table, finding.facts["columns"]) + analysis.code(table, finding)


def printed(frame, table, finding):
    """What the cell prints, and its code."""
    code = printed_code(table, finding)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(code, {"frame": frame})
    plt.close("all")
    lines = [line.split(" = ") for line in out.getvalue().splitlines()]
    return {name: float(value) for name, value in lines}, code


def differences(frame, table, finding):
    """Numbers of the cell that are not those of the evidence."""
    got, code = printed(frame, table, finding)
    wanted = numbers(finding.evidence)
    wrong = {
        key: (got.get(key), value)
        for key, value in wanted.items()
        if key not in got or not abs(got[key] - value) <= 1e-6 * abs(value)
    }
    return (wrong, set(got) ^ set(wanted), code) if wrong or set(got) != set(wanted) else None


def mixed(rng, n=160):
    """A table with every role, missing values and real relations."""
    x = rng.normal(size=n)
    frame = pd.DataFrame({
        "x": x,
        "y": 0.6 * x + rng.normal(size=n),
        "skewed": np.exp(1.5 * rng.normal(size=n)) * np.where(x > 0, 3, 1),
        "count": rng.poisson(1.5, n),
        "group": rng.choice(["red", "green", "blue"], n),
        "two": np.where(x + rng.normal(size=n) > 0, "yes", "no"),
        "flag": rng.random(n) < 0.4,
        "rare": (rng.random(n) < 0.06).astype(int),
        "many": rng.choice(list("abcdefghij"), n),
        "grade": pd.Categorical(rng.choice(["low", "mid", "high"], n), ["low", "mid", "high"], ordered=True),
        "big": pd.array(rng.integers(0, 10**6, n), dtype="Int64"),
    })  # fmt: skip
    frame["y"] += (frame.group == "red") * 1.2
    frame.loc[rng.random(n) < 0.1, "x"] = np.nan
    frame.loc[(rng.random(n) < 0.3) & (frame.group == "blue"), "big"] = pd.NA
    frame.loc[rng.random(n) < 0.05, "group"] = None
    frame.loc[3, "y"] = np.inf
    frame.loc[5, "skewed"] = 1e5
    frame["hump"] = rng.normal(size=n) - x**2
    return frame


def repeated(rng, units=24, each=6):
    """Subjects measured several times: x, y and group vary between them only, z within."""
    n = units * each
    frame = pd.DataFrame({"subject": np.repeat([f"s{i:02}" for i in range(units)], each)})
    frame["x"] = np.repeat(rng.normal(size=units), each) + 0.3 * rng.normal(size=n)
    frame["y"] = np.repeat(rng.normal(size=units), each) + 0.3 * rng.normal(size=n)
    frame["z"] = rng.normal(size=n)
    frame["tail"] = np.exp(2 * rng.normal(size=n))
    frame["arm"] = np.repeat(rng.permutation(np.resize(["drug", "placebo"], units)), each)
    frame["clinic"] = np.repeat(np.array(["a", "b", "c"])[np.arange(units) % 3], each)
    frame["day"] = rng.choice(["mon", "tue", "wed"], n)
    frame.loc[4, "subject"] = None
    frame.loc[9, "x"] = np.nan
    return frame


def ordered(rng, n=180):
    """Daily values: two random walks, an autocorrelated one, noise, and phases of the time."""
    walk = np.cumsum(rng.normal(size=(n, 2)), axis=0)
    frame = pd.DataFrame({"date": pd.date_range("2021-03-01", periods=n)})
    frame["walk"], frame["other"] = walk[:, 0], walk[:, 1]
    frame["near"] = walk[:, 0] + rng.normal(size=n)
    frame["smooth"] = pd.Series(rng.normal(size=n)).ewm(alpha=0.4).mean() + 0.01 * np.arange(n)
    frame["noise"] = rng.normal(size=n)
    frame["phase"] = np.array(["early", "mid", "late"])[np.arange(n) * 3 // n]
    frame["law"] = np.arange(n) > 100
    frame["season"] = np.where(np.arange(n) // 30 % 2 == 0, "dry", "wet")
    frame.loc[7, "walk"] = np.nan
    return frame
