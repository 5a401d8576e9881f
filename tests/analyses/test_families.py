"""Columns of one quantity by their names: words of occasions, numbers, marks that recur."""

import numpy as np
import pandas as pd
import pytest

from jupyter_sciassist.analyses import _families
from tests.analyses import recompute


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("bp_pre", "bp_post"), ("Before", "After"), ("weightBefore", "weightAfter"), ("Left eye", "Right eye"),
        ("prescore", "postscore"), ("score_baseline", "score_follow-up"), ("height_1", "height_2"), ("t0", "t1"),
        ("pain t1", "pain t4"), ("initial mass", "final mass"), ("BP_pre_sitting", "BP_post_sitting"),
    ],
)  # fmt: skip
def test_names_of_one_quantity(first, second):
    rng = np.random.default_rng(10)
    level = rng.normal(size=40)
    frame = pd.DataFrame({second: level + 0.3 * rng.normal(size=40), "other": rng.normal(size=40)})
    frame[first] = level + 0.3 * rng.normal(size=40)
    (family,) = _families.pairs(recompute.read(frame).profile)
    assert (family.first.name, family.second.name) == (first, second)
    assert {f.variables for f in recompute.findings(recompute.read(frame), "paired")} == {
        (first, second)
    }


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("x", "y"), ("pre", "price"), ("pre_mass", "post_height"), ("left", "leftover"), ("mass_g", "mass_kg"),
        ("1", "2"), ("ci_lower", "ci_upper"), ("temp_min", "temp_max"), ("a_pre_left", "a_post_right"),
    ],
)  # fmt: skip
def test_names_of_other_things(first, second):
    rng = np.random.default_rng(11)
    frame = pd.DataFrame({first: rng.normal(size=40), second: rng.normal(size=40)})
    assert _families.pairs(recompute.read(frame).profile) == []


MARKED = ("size", "cost", "staff", "area2")


def marked(rng, n=80, form="{}.{}", marks=("k", "w"), stems=MARKED):
    """Several quantities, each measured twice; the columns bear one of two marks, or as `form` says."""
    frame = pd.DataFrame({"site": rng.choice(["a", "b"], n)})
    for stem in stems:
        level = rng.normal(size=n)
        for mark in marks:
            frame[form.format(stem, mark)] = level + 0.6 * rng.normal(size=n)
    return frame


@pytest.mark.parametrize("form", ["{}.{}", "{}_{}", "{1}_{0}", "mean_{}_{}_score"])
@pytest.mark.parametrize("marks", [("k", "w"), ("x", "y"), ("ours", "theirs"), ("Before", "After")])
def test_any_two_marks_that_recur_tell_pairs(form, marks):
    frame = marked(np.random.default_rng(23), form=form, marks=marks)
    found = _families.pairs(recompute.read(frame).profile)
    assert [(one.first.name, one.second.name) for one in found] == [
        tuple(form.format(stem, mark) for mark in marks) for stem in MARKED
    ]


def test_marks_are_also_found_where_they_end_a_word_and_beside_columns_that_are_no_numbers():
    rng = np.random.default_rng(24)
    frame = marked(rng, stems=("size", "cost"))
    frame["town.k"], frame["town.w"] = rng.choice(["p", "q"], (2, 80))
    level = rng.normal(size=80)
    frame["yieldk"], frame["yieldw"], frame["weak"] = level, level + rng.normal(size=80), level
    found = _families.pairs(recompute.read(frame).profile)
    names = [(one.first.name, one.second.name) for one in found]
    assert names == [("size.k", "size.w"), ("cost.k", "cost.w"), ("yieldk", "yieldw")]


@pytest.mark.parametrize(
    ("form", "marks", "stems"),
    [
        pytest.param("{}.{}", ("k", "w"), MARKED[:2], id="two stems"),
        pytest.param("{}.{}", ("k", "v", "w"), MARKED, id="three marks"),
        pytest.param("{}_{}", ("mean", "sd"), MARKED, id="summaries"),
        pytest.param("{}_{}", ("length", "width"), MARKED, id="measures"),
        pytest.param("{1}_{0}m", ("forest", "meadow"), ("50", "100", "500"), id="quantities at three distances"),
    ],
)  # fmt: skip
def test_other_words_that_recur_are_no_marks(form, marks, stems):
    frame = marked(np.random.default_rng(25), form=form, marks=marks, stems=stems)
    assert [one for one in _families.pairs(recompute.read(frame).profile) if one.marks] == []


def test_columns_with_marks_are_paired_where_others_with_them_go_together():
    """A quantity of which the first value tells nothing of the second is compared within rows all the same."""
    rng = np.random.default_rng(26)
    frame = marked(rng)
    frame["luck.k"], frame["luck.w"] = rng.normal(size=(2, 80))
    frame["luck.w"] += 2
    assert recompute.one(frame, "paired", "luck.k", "luck.w").evidence.p < 1e-6
    shuffled = frame.apply(rng.permutation)
    assert recompute.every(recompute.read(shuffled), "paired") == []
    del frame["size.k"], frame["cost.k"], frame["staff.k"]
    assert "luck.k" not in {
        f.variables[0] for f in recompute.every(recompute.read(frame), "paired")
    }


def test_scales_and_units_must_agree():
    rng = np.random.default_rng(12)
    x = rng.normal(size=40)
    for other in (20 * x, x + 100):
        frame = pd.DataFrame({"v_pre": x, "v_post": other})
        assert _families.pairs(recompute.read(frame).profile) == []
