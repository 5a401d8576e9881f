"""What a message asks to be predicted: the target, from which columns, and at which point."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ._hearing import Heard, phrases, said

CUES = phrases(
    "predict; predicting; predicted; prediction of; prediction for; forecast; regress; regression of; regression for; "
    "model of; model for; fit a model; fit a regression; linear model; logistic model; what would; what will; what is the expected; "
    "what s the expected; expected; expect; how much would; how large would; how big would; how high would; "
    "how heavy would; how long would; linear regression; logistic regression; estimate"
)
EXTRA = frozenset(
    "from using with by at when if given where for on be have be and model simple linear logistic regression value "
    "values based can you do we i it make fit well could how were was had equal equals = than next knowing other all "
    "everything rest else".split()
)  # fmt: skip
_FROM = frozenset("from using with by at when if given where for on based knowing".split())
# A question whether columns predict another one is one for their relation.
_QUESTIONS = frozenset("does do which who why whether significantly".split())
_POINTED = phrases(
    "what would; what will; what is the expected; what s the expected; expected; expect; how much would; how large would; "
    "how big would; how high would; how heavy would; how long would; estimate"
)


@dataclass
class Asked:
    """`point` holds a number or a level for each predictor whose value was given, `loose` numbers of none."""

    target: str
    predictors: tuple[str, ...]
    point: Mapping[str, float | str] = field(default_factory=dict)
    loose: tuple[float, ...] = ()


def read(question: str, found: Heard, cue: set[int]) -> Asked | None:
    """What is to be predicted; None where the message asks for no prediction."""
    if found.says(*_QUESTIONS) or not found.columns:
        return None
    target = _target(found, min(cue))
    point, loose = _point(found, target)
    pointed = said(question, _POINTED) and not said(question, CUES - _POINTED)
    if pointed and not point and not loose:
        return None
    others = [name for name in found.columns if name != target]
    owners = [owner for owner, _ in found.levels if owner != target]
    return Asked(target, tuple(dict.fromkeys([*others, *owners])), point, loose)


def _target(found: Heard, cue: int) -> str:
    """The first column after the cue ("using x predict y"), else the first one before a word such as "from"."""
    later = [name for name in found.columns if found.places[name] > cue]
    starts = set(found.words[:cue]) & _FROM
    if later and starts:
        return later[0]
    return found.columns[0]


def _point(found: Heard, target: str) -> tuple[dict[str, float | str], tuple[float, ...]]:
    """Each number beside the column that it stands closest after, and the levels."""
    point: dict[str, float | str] = {
        owner: level for owner, level in found.levels if owner != target
    }
    loose = []
    for value, at in found.numbers:
        near = [
            (place, name) for name, place in found.places.items() if place < at and name != target
        ]
        after = [
            (place, name) for name, place in found.places.items() if place > at and name != target
        ]
        name = max(near)[1] if near else min(after)[1] if after else None
        if name is None or name in point:
            loose.append(value)
        else:
            point[name] = value
    return point, tuple(loose)
