"""A pair that holds in one group only."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from jupyter_sciassist.language import statements
from tests.analyses import recompute
from tests.chance import few, most


def one_group(rng, n=300, treated=False):
    """Growth rises with dose in the shade only."""
    frame = pd.DataFrame({"dose": rng.normal(size=n), "height": rng.normal(size=n)})
    frame["place"] = rng.choice(["shade", "sun", "mixed"], n)
    if treated:
        frame["dose"] = rng.choice(["high", "low"], n)
        frame["growth"] = 2.0 * ((frame.dose == "low") & (frame.place == "shade")) + rng.normal(
            size=n
        )
    else:
        frame["growth"] = 1.5 * frame.dose * (frame.place == "shade") + rng.normal(size=n)
    return frame


def found(frame, split="all"):
    return recompute.findings(recompute.read(frame, split), "subgroup")


def test_the_group_is_named_with_direction_and_correlation():
    """By chance rows look ordered, or another group comes near, in 3 of 1 000 tables."""
    seed, rng = recompute.fresh()
    named = 0
    for _ in range(6):
        frame = one_group(rng)
        some = frame[frame.place == "shade"]
        for one in found(frame):
            if set(one.variables) == {"dose", "growth"}:
                named += one.context == {"column": "place", "value": "shade"}
                assert (one.relation, one.direction, one.level) == ("association", "+", None), seed
                rho = stats.spearmanr(some.dose, some.growth).statistic
                assert one.evidence.effect.value == pytest.approx(rho), seed
                assert one.evidence.n == len(some)
                title = "growth rises with dose where place is shade"
                assert statements.word(one).title == title
    assert most(named, 6, 0.98), (named, seed)


def test_two_groups_of_x_are_a_difference():
    seed, rng = recompute.fresh()
    titles, named = [], 0
    for _ in range(6):
        some = [one for one in found(one_group(rng, treated=True)) if "dose" in one.variables]
        assert all((one.relation, one.level) == ("difference", "low") for one in some), seed
        titles += [statements.word(one).title for one in some]
        named += bool(some)
    assert most(named, 6, 0.98), (named, seed)
    assert set(titles) == {"growth is higher for dose = low where place is shade"}


def test_a_pair_that_holds_everywhere_names_no_group():
    """At most 1 % of tables."""
    seed, rng = recompute.fresh()
    hits = 0
    for _ in range(60):
        frame = one_group(rng, 120)
        frame["growth"] = frame.dose + rng.normal(size=120)
        hits += bool(found(frame))
    assert few(hits, 60, 0.01), f"{hits} of 60, seed {seed}"


@pytest.mark.parametrize("treated", [True, False])
@pytest.mark.parametrize("split", ["all", "explore"])
def test_the_cells_print_the_numbers(split, treated):
    def make(rng):
        frame = one_group(rng, 600, treated)
        frame.loc[3:7, "growth"] = np.nan
        return frame

    seed, rng = recompute.fresh()
    frame, table, some = recompute.telling(rng, make, "subgroup", split=split)
    for one in some:
        assert recompute.differences(frame, table, one) is None, seed


@pytest.mark.parametrize(
    "odd",
    [
        pytest.param({"place": ["sun"] * 300}, id="one level"),
        pytest.param({"place": ["sun"] * 295 + ["shade"] * 5}, id="tiny group"),
        pytest.param({"dose": [1.0] * 300}, id="constant"),
        pytest.param({"dose": [0.0, 1.0, 1e300] * 100}, id="huge"),
        pytest.param({"growth": [0, 1] * 150}, id="two values"),
    ],
)
def test_awkward_columns_are_survived(odd):
    _, rng = recompute.fresh()
    frame = one_group(rng).assign(**odd)
    table = recompute.read(frame)
    for one in recompute.findings(table, "subgroup"):
        assert recompute.differences(frame, table, one) is None
