"""The edit ratio against the published vectors, which the front end is held to as well, and
against the plain recurrence."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jupyter_sciassist.provenance.edits import edit_ratio, normalised
from tests.tracked import ROOT

VECTORS = json.loads((ROOT / "tests" / "wire" / "edits.json").read_text("utf-8"))


def test_there_are_vectors():
    assert len(VECTORS) >= 20


@pytest.mark.parametrize("vector", VECTORS)
def test_vectors(vector):
    times = vector.get("times", 1)
    suggested, inserted = (vector[key] * times for key in ("suggested", "inserted"))
    assert edit_ratio(suggested, inserted) == vector["ratio"]
    assert edit_ratio(inserted, suggested) == vector["ratio"]


def plain_distance(first: str, second: str) -> int:
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        row, before = [i], row
        for j, b in enumerate(second, 1):
            row.append(min(row[-1] + 1, before[j] + 1, before[j - 1] + (a != b)))
    return row[-1]


# A machine that is busy with other tests takes a second over what is a millisecond's work.
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text("ab \n", max_size=40), st.text("ab \n", max_size=40))
def test_it_is_the_levenshtein_distance(first, second):
    a, b = normalised(first), normalised(second)
    longest = max(len(a), len(b), 1)
    hundredths = (200 * plain_distance(a, b) + longest) // (2 * longest)
    assert edit_ratio(first, second) == f"{hundredths // 100}.{hundredths % 100:02d}"


def test_long_texts():
    text = "\n".join(f"row_{number} = {number}" for number in range(50_000))
    assert edit_ratio(text, text.replace("row_25000", "col_25000")) == "0.00"
