"""Several groups against SciPy and statsmodels."""

import numpy as np
import pandas as pd
from palmerpenguins import load_penguins

from tests.analyses import recompute


def test_levels_stand_from_the_highest():
    frame = load_penguins().dropna()
    finding = recompute.one(frame, "groups", "body_mass_g", "species")
    assert finding.evidence.method == "Welch analysis of variance"
    assert finding.level == "Gentoo"
    assert finding.facts["levels"] == ("Gentoo", "Chinstrap", "Adelie")


def test_hollander_and_wolfe_mucociliary():
    """Hollander and Wolfe (1973), 116, in R's kruskal.test: H = 0.77143, doubled sample aside."""
    from jupyter_sciassist.analyses.groups import _kruskal

    values = [2.9, 3.0, 2.5, 2.6, 3.2, 3.8, 2.7, 4.0, 2.4, 2.8, 3.4, 3.7, 2.2, 2.0]
    sample = type("S", (), {"numbers": np.array(values), "codes": np.repeat([0, 1, 2], [5, 4, 5])})
    assert round(_kruskal(sample), 5) == 0.77143


def test_a_year_that_labels_rows_is_a_group():
    found = recompute.findings(recompute.read(load_penguins()), "groups", "trend")
    with_year = [finding for finding in found if "year" in finding.variables]
    assert {finding.candidate.analysis for finding in with_year} == {"groups"}
    assert {finding.level for finding in with_year} <= {"2007", "2008", "2009"}


def test_the_extremes_are_compared_with_room_for_all_pairs():
    rng = np.random.default_rng(2)
    frame = pd.DataFrame({"y": rng.normal(size=120), "g": rng.choice(list("abcdef"), 120)})
    estimate = recompute.one(frame, "groups", "y", "g").evidence.estimate
    assert estimate.low < 0 < estimate.value < estimate.high


def test_units_are_averaged():
    finding = recompute.one(recompute.repeated(np.random.default_rng(3)), "groups", "y", "clinic")
    assert finding.evidence.method.endswith("on unit means")
    assert finding.evidence.n in (24, 25)
