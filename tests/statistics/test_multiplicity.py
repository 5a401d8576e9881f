"""Benjamini and Hochberg, and the ledger."""

import json

import numpy as np
import pytest
from scipy import stats

from jupyter_sciassist.errors import RecordError
from jupyter_sciassist.statistics.multiplicity import Ledger, TestKey, benjamini_hochberg


def key(method="t", variables=("a", "b"), fingerprint="f", split="all", context=None):
    return TestKey.of(fingerprint, split, method, variables, context)


def test_q_is_scipys():
    p = np.random.default_rng(0).random(57) ** 3
    assert benjamini_hochberg(p) == pytest.approx(stats.false_discovery_control(p), rel=1e-12)
    assert benjamini_hochberg([]).shape == (0,)


def test_the_example_of_benjamini_and_hochberg():
    """Their section 3.2: of 15 p-values the first four are rejected at .05."""
    p = [.0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .3240, .4262, .5719, .6528, .7590, 1.0]  # fmt: skip
    assert (benjamini_hochberg(p) <= 0.05).sum() == 4


def test_repeating_a_test_adds_nothing():
    ledger = Ledger("one")
    ledger.add(key(), 0.01)
    ledger.add(key(variables=("b", "a")), 0.5)
    assert len(ledger) == 1
    assert ledger.q(key()) == 0.01


def test_another_split_method_or_context_is_another_test():
    ledger = Ledger("one")
    for one in (key(), key(split="explore"), key(method="u"), key(context={"sex": "male"})):
        ledger.add(one, 0.01)
    assert ledger.size("f") == 4


def test_families_are_kept_apart():
    ledger = Ledger("one")
    ledger.add(key(), 0.01)
    for name in "abcdefghi":
        ledger.add(key(fingerprint="g", variables=(name,)), 0.5)
    assert ledger.q(key()) == 0.01
    assert ledger.size("f") == 1


def test_a_later_test_corrects_the_earlier_one():
    ledger = Ledger("one")
    ledger.add(key(), 0.03)
    assert ledger.q(key()) == 0.03
    ledger.add(key(method="u"), 0.9)
    assert ledger.q(key()) == 0.06


def test_json_brings_it_back():
    ledger = Ledger("one")
    ledger.add(key(context={"sex": "male"}), 0.03)
    ledger.add(key(), 0.2)
    again = Ledger.from_json(json.loads(json.dumps(ledger.to_json())))
    assert again.to_json() == ledger.to_json()
    assert again.q(key(context={"sex": "male"})) == 0.06


@pytest.mark.parametrize("p", [float("nan"), -0.1, 1.1, float("inf")])
def test_what_is_no_probability_is_refused(p):
    with pytest.raises(RecordError, match="got p ="):
        Ledger("one").add(key(), p)


@pytest.mark.parametrize("data", [None, {}, {"id": "x", "tests": [[1]]}, {"id": "x", "tests": 3}])
def test_what_is_no_ledger_is_refused(data):
    with pytest.raises(RecordError, match="no ledger"):
        Ledger.from_json(data)


def test_an_unknown_test_has_no_q():
    with pytest.raises(KeyError):
        Ledger("one").q(key())


def test_tests_of_the_same_data_under_a_former_fingerprint_are_taken_over():
    former, now = Ledger("f" * 64), Ledger("a" * 64)
    for name in "xy":
        former.add(key(fingerprint=former.id, variables=(name,)), 0.25)
    former.add(key(fingerprint=f"null-{former.id}"), 0.5)
    now.add(key(fingerprint=now.id, variables=("x",)), 0.75)
    for _ in range(2):
        now.take_over(former)
        assert (len(now), now.size(now.id), now.size(f"null-{now.id}")) == (3, 2, 1)
    assert now.q(key(fingerprint=now.id, variables=("x",))) == 0.75
