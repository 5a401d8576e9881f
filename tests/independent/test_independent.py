"""Every number of every analysis against an implementation that shares no code with it."""

import functools
import warnings

import pytest

from tests.independent.data import FRAMES
from tests.independent.rows import ITERATED, disagreements, found, names, rows


@pytest.mark.parametrize("row", rows(), ids=str)
def test_both_agree(row):
    frame, every = found(row.data)
    matching = [finding for finding in every if row.covers(finding)]
    assert matching, f"no finding of {row.analysis} by {row.method!r} in {row.data}"
    for finding in matching:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            wrong = disagreements(row, frame, finding)
        assert not wrong, (finding.variables, finding.context, finding.facts, wrong)


@functools.cache
def produced():
    """Analyses and methods that the frames of the table lead to."""
    return {
        (finding.candidate.analysis, finding.evidence.method): (data, finding)
        for data in FRAMES
        for finding in found(data)[1]
    }


def test_every_method_has_a_row():
    whole = [row for row in rows() if not row.only]
    bare = {
        key: (data, finding.variables)
        for key, (data, finding) in produced().items()
        if not any(row.covers(finding) for row in whole if not row.variables or row.data == data)
    }
    assert not bare, "methods without a row that compares all of their numbers"


def test_every_analysis_has_a_row_and_is_reached():
    assert names() == {row.analysis for row in rows()}
    assert names() == {analysis for analysis, _ in produced()}


def test_loose_rows_say_why():
    assert [str(row) for row in rows() if row.rel > ITERATED and not row.why] == []
