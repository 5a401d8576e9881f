"""The contract with the scientist: each cell prints the numbers of its card."""

import contextlib
import functools
import io
import re
import sys
import warnings
from unittest import mock

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text
from palmerpenguins import load_penguins

from benchmarks.confirmation import events, spectrum
from jupyter_sciassist.analyses import ANALYSES
from tests.analyses import recompute
from tests.analyses.test_counts import berkeley
from tests.analyses.test_joint import planted
from tests.analyses.test_mediation import chain

# Peaks need events, spectra and flux curves, counts a table of counts: test_peak, test_line and test_counts.
WITH_OWN_FRAMES = {"subgroup", "event_peak", "line", "flare", "counts"}
DRAWN = (
    "association", "difference", "groups", "contingency", "trend", "nonlinear", "confounding",
    "missing", "outliers", "distribution", "repeated_units", "heteroscedasticity",
)  # fmt: skip
FRAMES = {
    "penguins": load_penguins,
    "mixed": lambda: recompute.mixed(np.random.default_rng(11)),
    "small": lambda: recompute.mixed(np.random.default_rng(12), n=40),
    "repeated": lambda: recompute.repeated(np.random.default_rng(13)),
    "ordered": lambda: recompute.ordered(np.random.default_rng(14)),
    "unsorted": lambda: recompute.ordered(np.random.default_rng(15)).sample(frac=1, random_state=1),
    "panel": lambda: panel(np.random.default_rng(16)),
    "odd names": lambda: odd(np.random.default_rng(17)),
    "coarse": lambda: coarse(np.random.default_rng(18)),
    "crossed": lambda: crossed(np.random.default_rng(19)),
    "twice": lambda: twice(np.random.default_rng(20)),
    "large": lambda: large(np.random.default_rng(21)),
    "spread": lambda: spread(np.random.default_rng(22)),
    "studied": lambda: studied(np.random.default_rng(19)),
}


def panel(rng):
    """Years repeated, an axis of numbers, averages that must not depend on the order of adding."""
    years = np.repeat(np.arange(1980, 2015), 4)
    return pd.DataFrame({
        "year": years,
        "rain": rng.gamma(2, 30, 140).round(1),
        "storms": rng.poisson(2 + (years - 1980) / 20),
    })  # fmt: skip


def odd(rng):
    """Names that a cell has to quote with care."""
    n = 60
    return pd.DataFrame({
        'say "x"': rng.normal(size=n),
        "b\\c\n": rng.normal(size=n),
        "größe {cm}": rng.normal(size=n),
        "it's": rng.choice(["it's", 'a "b"', "{c}"], n),
        7: rng.choice(["on", "off"], n),
    })  # fmt: skip


def coarse(rng):
    """Few values, many ties, medians that are equal."""
    n = 90
    return pd.DataFrame({
        "score": rng.choice([0, 0, 0, 0, 1, 2, 7], n),
        "half": rng.choice([0.5, 1.0, 1.5], n),
        "side": rng.choice([1, 2], n),
        "kind": rng.choice(["a", "b", "c"], n, p=[0.7, 0.2, 0.1]),
    })  # fmt: skip


def crossed(rng, units=36):
    """Subjects under each of three conditions on both sides, and two columns measured on each of these rows."""
    n = units * 6
    frame = pd.DataFrame({
        "subject": np.repeat([f"s{i:02}" for i in range(units)], 6),
        "condition": np.tile(np.repeat(["low", "mid", "high"], 2), units),
        "side": np.tile(["l", "r"], 3 * units),
    })  # fmt: skip
    own = np.repeat(3 * rng.normal(size=units), 6)
    frame["speed"] = own + rng.normal(size=n) + (frame.condition == "mid")
    frame["tail"] = own + np.exp(2 * rng.normal(size=n)) + 2 * (frame.side == "r")
    frame["pain_pre"] = own + rng.normal(size=n)
    frame["pain_post"] = frame.pain_pre - 1 + rng.normal(size=n)
    frame.loc[5, "speed"] = np.nan
    return frame.sample(frac=1, random_state=1, ignore_index=True)


def twice(rng, n=160):
    """Pairs of columns: near normal, skewed, and in order of time."""
    level = rng.normal(size=n)
    days = pd.date_range("2023-01-01", periods=n)
    frame = pd.DataFrame({"day": days, "mass_before": 70 + 5 * level})
    frame["mass_after"] = frame.mass_before - 1 + rng.normal(size=n)
    frame["cost $_1"] = np.exp(level)
    frame["cost $_2"] = frame["cost $_1"] * np.exp(0.3 + 0.5 * rng.normal(size=n))
    walk = np.cumsum(rng.normal(size=n))
    frame["left"], frame["right"] = walk, walk + pd.Series(rng.normal(size=n)).ewm(alpha=0.5).mean()
    return frame.sample(frac=1, random_state=2)


def large(rng, n=2600):
    """Enough rows to say that an effect is small at most."""
    return pd.DataFrame({
        "x": rng.normal(size=n), "two": rng.choice(["a", "b"], n), "even": rng.choice([1, 2], n),
        "cost": np.exp(1.5 * rng.normal(size=n)),
    })  # fmt: skip


def spread(rng, n=240):
    """Spread that rises, with light and with heavy tails, and that differs by group."""
    x = rng.uniform(1, 9, n)
    group = rng.choice(["p", "q", "r"], n)
    return pd.DataFrame({
        "g": group, "x": x, "y": x + 0.4 * x * rng.normal(size=n), "heavy": 3 * x + x * rng.standard_t(2, n),
        "rate": np.exp(rng.normal(size=n) * np.where(group == "q", 0.4, 1.2)),
    })  # fmt: skip


def studied(rng):
    """A score before and after in two arms, two kinds of plant, and two rows of mixed-up scores."""
    n = 600
    kind = rng.random(n) < 0.4
    frame = pd.DataFrame({
        "arm": rng.choice(["drug", "placebo"], n),
        "score_pre": rng.normal(50, 9, n).round(1),
        "leaf_mm": np.exp(3 + 0.2 * rng.normal(size=n) + 1.5 * kind),
        "stem_mm": np.exp(4 + 0.2 * rng.normal(size=n) + 1.5 * kind),
    })  # fmt: skip
    frame["score_post"] = (frame.score_pre + 5 * (frame.arm == "drug") + rng.normal(0, 4, n)).round(
        1
    )
    frame.loc[100:101, ["score_pre", "score_post"]] = [20, 90]
    return frame


@functools.cache
def shown(name, split):
    """A frame, its table, and the findings of it that give a card."""
    frame = FRAMES[name]()
    table = recompute.read(frame, split)
    return frame, table, recompute.findings(table)


@pytest.mark.parametrize("split", ["all", "explore", "confirm"])
@pytest.mark.parametrize("name", FRAMES)
def test_cells_print_the_evidence(name, split):
    frame, table, found = shown(name, split)
    assert found
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        for finding in found:
            wrong = recompute.differences(frame, table, finding)
            assert wrong is None, (finding.candidate, finding.evidence.method, wrong)


def test_these_frames_reach_every_analysis_and_method():
    analyses, methods = set(), set()
    for name in FRAMES:
        for split in ("all", "explore"):
            for finding in shown(name, split)[2]:
                analyses.add(finding.candidate.analysis)
                methods.add(finding.evidence.method)
    assert analyses >= {analysis.name for analysis in ANALYSES} - {"duplicates"} - WITH_OWN_FRAMES
    for part in (
        "Spearman rank correlation", "design effect of repeated units", "effective sample size",
        "and of the steps", "Welch t test", "Welch t test on unit means", "Mann-Whitney test",
        "Welch analysis of variance", "Kruskal-Wallis test", "on unit means", "chi-square test",
        "Fisher's exact test", "Monte Carlo chi-square test", "Mann-Kendall", "within ", "missing ",
        "shape: skewed", "robust z", "paired t test", "paired t test on unit means", "within blocks",
        "Wilcoxon signed rank test", "paired t test, effective sample size", "randomised-block", "Friedman test",
        "one-sided tests of Cliff's delta", "one-sided tests of Spearman's rho", "Koenker", "Brown-Forsythe test",
        "rank correlation of the size of residuals of Huber's fit",
    ):  # fmt: skip
        assert any(part in method for method in methods), part


def test_cells_are_short_and_use_no_package_of_ours():
    table = recompute.read(load_penguins())
    for finding in recompute.findings(table):
        analysis = next(one for one in ANALYSES if one.name == finding.candidate.analysis)
        code = analysis.code(table, finding)
        assert "sciassist" not in code
        assert len(code.splitlines()) <= 100, code
        imports = re.findall(r"^(?:from|import) (\w+)", code, re.M)
        assert set(imports) <= {"scipy", "matplotlib"}, code


def test_duplicates_are_counted_by_their_cell():
    frame = recompute.mixed(np.random.default_rng(3)).drop(columns="big")
    frame = pd.concat([frame, frame.head(11)], ignore_index=True)
    table = recompute.read(frame)
    (finding,) = recompute.findings(table, "duplicates")
    assert finding.facts["repeats"] == 11
    assert recompute.differences(frame, table, finding) is None


def test_every_hypothesis_is_drawn_and_the_numbers_stand_before_its_figure():
    """Without matplotlib the numbers are there all the same."""
    frame = recompute.mixed(np.random.default_rng(11))
    table = recompute.read(frame)
    for finding in recompute.findings(table, *DRAWN):
        code = recompute.printed_code(table, finding)
        if finding.kind == "hypothesis":
            assert "plt.show()" in code, finding.candidate
        if "plt." not in code:
            continue
        out = io.StringIO()
        absent = mock.patch.dict(sys.modules, {"matplotlib": None, "matplotlib.pyplot": None})
        with absent, contextlib.redirect_stdout(out), pytest.raises(ImportError):
            exec(code, {"frame": frame})
        assert f"n = {finding.evidence.n}" in out.getvalue()


def marked(frame):
    """The frame with names and levels that a figure must not read as formulas."""
    texts = frame.select_dtypes(["object", "string", "category"])
    frame = frame.assign(**{
        name: column.astype(object).map(lambda one: f"{one} $_{{^}}$", na_action="ignore")
        for name, column in texts.items()
    })  # fmt: skip
    return frame.rename(columns=lambda name: f"{name} $_{{^%}}$")


def drawn_apart(frame, *analyses):
    """Texts of every figure of the frame's findings that matplotlib would read as a formula, by analysis."""
    table = recompute.read(frame)
    seen, wrong = set(), []
    for finding in recompute.findings(table, *analyses):
        code = recompute.printed_code(table, finding)
        if "plt." not in code:
            continue
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exec(code, {"frame": frame})
            for number in plt.get_fignums():
                # Tick labels get their text when the figure is laid out; a formula that is none raises there.
                with contextlib.suppress(ValueError):
                    plt.figure(number).canvas.draw()
                for text in plt.figure(number).findobj(Text):
                    if text._preprocess_math(text.get_text())[1] is True:
                        wrong.append((finding.candidate, text.get_text()))
        plt.close("all")
        seen.add(finding.candidate.analysis)
    return seen, wrong


def series(rng):
    """A level that changes, a wave and a flux with a flare along time, one number behind another."""
    n = 400
    at, lead = np.arange(n), rng.normal(size=n)
    return pd.DataFrame({
        "time": pd.date_range("2021-03-01", periods=n, freq="h"),
        "level": rng.normal(size=n) + 3 * (at > 250),
        "wave": rng.normal(size=n) + 2 * np.sin(at / 3),
        "flux": 5 + rng.normal(size=n) + 60 * np.exp(-np.maximum(at - 200, 0) / 5) * (at >= 200),
        "lead": lead,
        "follow": rng.normal(size=n) + 2 * np.roll(lead, 3),
    })  # fmt: skip


def turning(rng):
    """Two groups whose slopes differ."""
    site, z = rng.choice(["a", "b"], 300), rng.normal(size=300)
    slope = np.where(site == "a", 2.0, -1.0) * z + rng.normal(size=300)
    return pd.DataFrame({"site": site, "z": z, "slope": slope})


MARKED = {
    "mixed": (recompute.mixed, tuple(set(DRAWN) - {"trend", "heteroscedasticity"})),
    "spread": (spread, ("heteroscedasticity",)),
    "crossed": (crossed, ("blocks", "paired")),
    "large": (large, ("equivalence",)),
    "studied": (studied, ("derived", "cluster", "far_rows")),
    "series": (series, ("changepoint", "periodicity", "lag", "trend", "flare")),
    "line": (lambda rng: spectrum(rng, 8), ("line",)),
    "events": (lambda rng: events(rng, 300), ("event_peak",)),
    "turning": (turning, ("interaction", "subgroup")),
    "chain": (chain, ("mediation",)),
    "counts": (lambda rng: berkeley(), ("counts",)),
    "joint": (planted, ("joint",)),
}


@pytest.mark.parametrize("name", MARKED)
def test_a_name_with_dollar_signs_is_a_name_and_no_formula(name):
    """In every figure of every analysis: axes, ticks, legends."""
    plt.close("all")
    make, analyses = MARKED[name]
    seen, wrong = drawn_apart(marked(make(np.random.default_rng(11))), *analyses)
    assert wrong == []
    # The slope of two groups is one analysis, the same pair in one group another; either draws by one function.
    assert seen >= set(analyses) - {"repeated_units", "subgroup", "outliers", "confounding"}
