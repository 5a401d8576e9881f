import dataclasses
import math

import pytest

from jupyter_sciassist.errors import RecordError
from jupyter_sciassist.records import (
    Assumption,
    ColumnKey,
    Effect,
    Evidence,
    Family,
    Hypothesis,
    Subject,
    Suggestion,
    suggestion_id,
)

EVIDENCE = Evidence(
    method="Spearman rank correlation",
    estimate=None,
    effect=Effect("Spearman rho", 0.5, 0.4, 0.6),
    n=100,
    statistic=None,
    p=0.001,
    q=0.01,
    family=Family("f", 10),
    assumptions=(Assumption("independent rows", "ok", "no repeated ids"),),
    caveats=("one",),
)
CARD = Suggestion(
    id="0" * 16,
    kind="hypothesis",
    subject=Subject("df", None),
    title="b with a",
    analysis="association",
    hypothesis=Hypothesis("a and b rise together.", "association", ("a", "b"), "+"),
    evidence=EVIDENCE,
    code="print(1)",
)


def test_round_trip():
    assert Suggestion.from_json(CARD.to_json()) == CARD


def test_unknown_field_is_named():
    with pytest.raises(RecordError, match="'colour'"):
        ColumnKey.from_json({"position": 0, "label": "a", "colour": "red"})


def test_missing_field_is_named():
    with pytest.raises(RecordError, match="'label'"):
        ColumnKey.from_json({"position": 0})


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_numbers_are_finite_both_ways(value):
    with pytest.raises(RecordError, match="finite"):
        Effect("rho", value).to_json()
    with pytest.raises(RecordError, match="finite"):
        Effect.from_json({"name": "rho", "value": value})


def test_objects_are_no_json():
    with pytest.raises(RecordError, match="object"):
        ColumnKey(0, object()).to_json()


def test_records_are_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        CARD.title = "other"


def test_id_stands_over_the_order_of_variables_and_differs_with_context():
    one = suggestion_id("association", "df", ("a", "b"), None)
    assert one == suggestion_id("association", "df", ("b", "a"), None)
    assert len(one) == 16
    assert one != suggestion_id("association", "df", ("a", "b"), {"species": "Gentoo"})
    assert one != suggestion_id("association", "other", ("a", "b"), None)
