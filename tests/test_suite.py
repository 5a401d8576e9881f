"""Bars of agreement and of false claims on the benchmark suite, without a model."""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from pathlib import Path

import pytest

from jupyter_sciassist import door

pytestmark = pytest.mark.suite

ROOT = Path(__file__).resolve().parent.parent


def load(name, path):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def suite():
    return Path(os.environ["SCIASSIST_SUITE"])


@pytest.fixture(scope="module")
def bench():
    return load("sciassist_suite_benchmark", ROOT / "benchmarks" / "suite.py")


@pytest.fixture(scope="module")
def score(suite):
    return load("sciassist_suite_score", suite / "score.py")


@pytest.fixture(scope="module")
def items(suite, score):
    return score.load_suite(str(suite / "items_dev.json"))


@pytest.fixture(scope="module")
def blind(suite, bench):
    return bench.blind(suite, json.loads((suite / "items_dev.json").read_text()), None)


def test_agreement_with_analysts_without_a_model(score, items, blind):
    report = score.evaluate(items, blind, "blind", reps=0)
    assert report["typed@10"] >= 0.40
    assert report["null_gold_contradicted"][0] == 0


def test_twins_without_a_signal_are_not_claimed(score, items, bench):
    copies = {
        name: bench.predictions(door.suggest(frame, top=40, model=None))
        for name, frame in score.null_twins(items, 3)
    }
    assert score.twins_report(items, copies)["_mean_any_false"] <= 0.15


def test_shuffled_tables_are_seldom_claimed(suite, score, items, bench):
    tried = claimed = 0
    for name, data in items["datasets"].items():
        if data["kind"] == "simulated":
            continue
        columns = score.columns_of(items, name, str(suite))
        frame = bench.table(suite / next(iter(data["tables"].values())))
        shuffled = score.shuffled(frame, [1, 2])
        found = bench.predictions(door.suggest(shuffled, top=40, model=None))
        claimed += any(score.asserted(one) and score.countable(one, columns) for one in found)
        tried += 1
    # Benjamini and Hochberg at 5 % claims on 1.6 of 32 tables; 7 and more has odds below 1 in 1 000.
    assert tried >= 30
    assert claimed <= 6
