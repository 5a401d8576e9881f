"""A pair that holds in one group only."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from jupyter_sciassist import pipeline
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
            if set(one.variables) == {"dose", "growth"} and one.context["value"] == "shade":
                named += one.context["column"] == "place"
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
        some = [
            one
            for one in found(one_group(rng, treated=True))
            if "dose" in one.variables and one.context["value"] == "shade"
        ]
        assert all((one.relation, one.level) == ("difference", "low") for one in some), seed
        titles += [statements.word(one).title for one in some]
        named += bool(some)
    assert most(named, 6, 0.98), (named, seed)
    assert set(titles) == {"growth is higher for dose = low where place is shade"}


def test_a_pair_that_holds_everywhere_names_no_group():
    """At most 2 % of tables (5 of 480)."""
    seed, rng = recompute.fresh()
    hits = 0
    for _ in range(60):
        frame = one_group(rng, 120)
        frame["growth"] = frame.dose + rng.normal(size=120)
        hits += bool(found(frame))
    assert few(hits, 60, 0.02), f"{hits} of 60, seed {seed}"


def study(rng, n=600):
    """Columns without any relation: what the tables below start from."""
    frame = pd.DataFrame(rng.normal(size=(n, 3)), columns=["age", "dose", "ph"])
    for name, levels in (
        ("arm", "drug placebo"),
        ("site", "north south east west"),
        ("sex", "f m"),
    ):
        frame[name] = rng.choice(levels.split(), n)
    return frame


def in_one_of_four(rng):
    frame = study(rng)
    return frame.assign(score=1.2 * frame.dose * (frame.site == "east") + rng.normal(size=600))


def in_one_of_two(rng):
    frame = study(rng)
    return frame.assign(score=0.9 * frame.dose * (frame.sex == "f") + rng.normal(size=600))


def treated_in_one(rng):
    frame = study(rng)
    told = (frame.site == "east") & (frame.arm == "drug")
    return frame.assign(score=2.0 * told + rng.normal(size=600))


def events_in_one(rng):
    frame = study(rng)
    odds = 2.5 * (frame.site == "east") * np.where(frame.arm == "drug", 1, -1)
    return frame.assign(survived=np.where(odds + rng.logistic(size=600) > 0, "yes", "no"))


def dose_of_events_in_one(rng):
    frame = study(rng)
    odds = 4 * (frame.site == "east") * frame.dose
    return frame.assign(survived=np.where(odds + rng.logistic(size=600) > 0, "yes", "no"))


def twice(rng, form):
    frame = study(rng)
    for stem in ("pain", "mood", "sleep"):
        level = rng.normal(size=600)
        for mark in ("pre", "post") if "pre" in form else ("k", "w"):
            frame[f"{stem}{form[0]}{mark}"] = level + 0.7 * rng.normal(size=600)
    frame[frame.columns[-5]] -= 1.0 * (frame.site == "east")
    return frame


PLANTED = {
    "a slope in one of four": (in_one_of_four, ("dose", "score"), "site", "+", None, "score rises with dose where site is east"),
    "a slope in one of two": (in_one_of_two, ("dose", "score"), "sex", "+", None, "score rises with dose where sex is f"),
    "two groups": (treated_in_one, ("arm", "score"), "site", "+", "drug", "score is higher for arm = drug where site is east"),
    "events": (events_in_one, ("arm", "survived"), "site", "+", "drug",
               "survived = yes is more frequent for arm = drug where site is east"),
    "a number and events": (dose_of_events_in_one, ("dose", "survived"), "site", "+", "yes",
                            "dose is higher for survived = yes where site is east"),
    "before and after": (lambda rng: twice(rng, "_pre"), ("pain_pre", "pain_post"), "site", "-", "pain_pre",
                         "pain_pre is higher than pain_post where site is east"),
    "unknown marks": (lambda rng: twice(rng, ".k"), ("pain.k", "pain.w"), "site", "-", "pain.k",
                      "pain.k is higher than pain.w where site is east"),
}  # fmt: skip


@pytest.mark.parametrize("name", PLANTED)
def test_what_holds_in_one_group_is_asserted_among_the_first_ten(name):
    """Of four tables three at least: rows that look ordered by chance, or another group that comes near, spoil one in a hundred."""
    make, variables, column, direction, level, title = PLANTED[name]
    seed, rng = recompute.fresh()
    hits = 0
    for _ in range(4):
        cards = pipeline.suggest({"data": make(rng)}, top=10, policy="door")
        hits += any(
            card.title == title
            and card.evidence.asserted
            and set(card.hypothesis.variables) == set(variables)
            and (card.hypothesis.direction, card.hypothesis.level) == (direction, level)
            and card.hypothesis.context["column"] == column
            for card in cards
            if card.analysis == "subgroup"
        )
    assert most(hits, 4, 0.95), f"{hits} of 4, seed {seed}"


def everywhere(rng):
    """Strong relations that are the same in all groups, and spreads that are not."""
    frame = study(rng, 200)
    noise = rng.normal(size=200) * np.where(frame.site == "east", 3, 1)
    frame["score"] = 0.5 * frame.dose + (frame.arm == "drug") + 2 * (frame.sex == "f") + noise
    level = np.exp(rng.normal(size=200))
    for mark in ("k", "w"):
        for stem in ("pain", "cost", "time"):
            frame[f"{stem}.{mark}"] = level * np.exp(0.5 * rng.normal(size=200))
    frame["pain.w"] *= 2
    return frame


def nowhere(rng):
    return everywhere(rng).apply(rng.permutation)


@pytest.mark.parametrize("make", [everywhere, nowhere])
def test_what_holds_everywhere_or_nowhere_is_in_no_group(make):
    """Single tests, before the correction."""
    seed, rng = recompute.fresh()
    p = [
        one.evidence.p
        for _ in range(40)
        for one in recompute.every(recompute.read(make(rng)), "subgroup")
    ]
    hits = int(np.sum(np.array(p) <= 0.05))
    assert len(p) >= 40
    assert few(hits, len(p)), f"{hits} of {len(p)}, seed {seed}"


def test_clear_here_and_not_there_is_not_enough():
    """The same slope in a large and in a small group: clear in the one only, and no more there than elsewhere."""
    seed, rng = recompute.fresh()
    hits = 0
    for _ in range(40):
        frame = study(rng, 240)
        frame["site"] = np.where(np.arange(240) < 200, "large", "small")
        frame["score"] = 0.4 * frame.dose + rng.normal(size=240)
        hits += bool(found(frame))
    assert few(hits, 40), f"{hits} of 40, seed {seed}"


def test_a_group_made_of_the_differences_themselves_is_passed_over():
    _, rng = recompute.fresh()
    level = rng.normal(size=200)
    frame = pd.DataFrame({"pain_pre": level, "pain_post": level + rng.normal(size=200)})
    frame["improved"] = np.where(frame.pain_post < frame.pain_pre, "yes", "no")
    named = [
        one
        for one in found(frame.assign(x=rng.normal(size=200)))
        if one.context["column"] == "improved"
    ]
    assert [
        one for one in named if "pain_pre" in one.variables and "pain_post" in one.variables
    ] == []


def test_levels_that_hold_the_same_rows_are_one_place():
    """A batch that stands for a site is told by the site, and costs no more."""
    seed, rng = recompute.fresh()
    names, once = ("pain_pre", "pain_post"), []
    while not once:  # rows that look ordered by chance are left alone
        frame = PLANTED["before and after"][0](rng)
        once = [one for one in found(frame) if one.variables == names]
    frame["batch"] = frame.site.map({"east": "b1", "west": "b2", "north": "b3", "south": "b4"})
    again = [one for one in found(frame) if one.variables == names]
    assert [one.facts["tried"] for one in again] == [one.facts["tried"] for one in once], seed
    assert [one.context for one in again] == [{"column": "site", "value": "east"}], seed


@pytest.mark.parametrize("split", ["all", "explore"])
@pytest.mark.parametrize("name", PLANTED)
def test_the_cells_of_all_kinds_print_the_numbers(split, name):
    seed, rng = recompute.fresh()
    frame = PLANTED[name][0](rng)
    frame.loc[3:7, "site"] = None
    table = recompute.read(frame, split)
    for one in recompute.findings(table, "subgroup"):
        assert recompute.differences(frame, table, one) is None, seed


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
