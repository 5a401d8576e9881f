"""The edit ratio against a table worked out by hand and against the plain recurrence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_sciassist.provenance.edits import edit_ratio, normalised

VECTORS = [
    ("", "", "0.00"),
    ("a", "a", "0.00"),
    ("a", "", "1.00"),
    ("", "abc", "1.00"),
    ("a", "b", "1.00"),
    ("ab", "ba", "1.00"),
    ("kitten", "sitting", "0.43"),
    ("flaw", "lawn", "0.50"),
    ("x = 1", "x = 2", "0.20"),
    ("x = 1\n", "x = 1", "0.00"),
    ("x = 1\r\ny = 2\r\n", "x = 1\ny = 2\n", "0.00"),
    ("x = 1   \ny = 2", "x = 1\ny = 2", "0.00"),
    ("x = 1\n\n\n", "x = 1", "0.00"),
    ("x = 1", "\nx = 1", "0.17"),
    ("print(n)", "print(n)  # checked", "0.58"),
    ("abcdef", "azced", "0.50"),
    ("aaaa", "aa", "0.50"),
    ("naïve", "naive", "0.20"),
    ("\U0001f9ea", "\U0001f9eb", "1.00"),
    ("a" * 200, "a" * 199 + "b", "0.01"),
]


@pytest.mark.parametrize(("suggested", "inserted", "ratio"), VECTORS)
def test_vectors(suggested, inserted, ratio):
    assert edit_ratio(suggested, inserted) == ratio
    assert edit_ratio(inserted, suggested) == ratio


def plain_distance(first: str, second: str) -> int:
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        row, before = [i], row
        for j, b in enumerate(second, 1):
            row.append(min(row[-1] + 1, before[j] + 1, before[j - 1] + (a != b)))
    return row[-1]


@given(st.text("ab \n", max_size=40), st.text("ab \n", max_size=40))
def test_it_is_the_levenshtein_distance(first, second):
    a, b = normalised(first), normalised(second)
    longest = max(len(a), len(b), 1)
    hundredths = (200 * plain_distance(a, b) + longest) // (2 * longest)
    assert edit_ratio(first, second) == f"{hundredths // 100}.{hundredths % 100:02d}"


def test_long_texts():
    text = "\n".join(f"row_{number} = {number}" for number in range(50_000))
    assert edit_ratio(text, text.replace("row_25000", "col_25000")) == "0.00"
    assert edit_ratio("a" * 20_000, "b" * 20_000) == "1.00"
    assert edit_ratio("a" * 20_001, "b" * 20_001) is None
