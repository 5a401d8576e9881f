"""`correlation`: both coefficients of two numbers with their intervals, and the engine's own test of the pair.

The p is that of the engine's card, which is counted and corrected with all other tests; the coefficients are of
the same rows.
"""

from __future__ import annotations

import numpy as np

from ...analyses import _roles, _scan
from ...profiles.table import Table
from ...records import Suggestion
from ...statistics import descriptive, effects
from ..context import Context
from ..records import Reply
from . import _model, _telling, testing
from ._hearing import heard, phrases, said
from ._telling import Part, Telling

_CUES = phrases(
    "correlation; correlations; correlation between; correlation of; correlation coefficient; correlation coefficients; corr"
)
_EXTRA = frozenset(
    "between and of with versus vs how strong coefficient compute calculate give".split()
)
_FEWEST = 10


def respond(question: str, context: Context) -> Reply | None:
    """The correlation of two numbers; None where the message asks for another thing, or for some of the rows."""
    cue = said(question, _CUES)
    found = heard(question, context, cue, _EXTRA) if cue else None
    if found is None or found.unread or found.numbers or found.levels or len(found.columns) != 2:
        return None
    first, second = found.columns
    table = _model.rows(context, found.subject)
    known = all(
        name in table.columns and _roles.is_number(table.columns[name].profile)
        for name in found.columns
    )
    if not known:
        return None
    card = testing.card_of(context, found, (first, second))
    if card is None or card.analysis != "association":
        return None  # of ordered rows: what the engine says of series
    telling = Telling(found.subject)
    telling.say(_telling.claim(card), " ", *_telling.measured(card))
    _coefficients(telling, table, first, second, _effect(card))
    telling.say(*testing.closing(card))
    _telling.readings(telling, found, f"correlation of {first} and {second}")
    return telling.reply(suggestions=(card,))


def _effect(card: Suggestion) -> str:
    """Which coefficient the card has told with its interval already."""
    effect = card.evidence.effect if card.evidence is not None else None
    return effect.name if effect is not None else ""


def _coefficients(telling: Telling, table: Table, first: str, second: str, told_of: str) -> None:
    """Spearman's and Pearson's coefficient of the complete rows, each with its 95 % interval, but the one told already."""
    scan = _scan.of(table)
    keep = scan.complete(first, second)
    x, y = (np.asarray(scan.values(name)[keep], dtype=np.float64) for name in (first, second))
    parts: list[Part] = []
    for ranks, name, interval in (
        (True, "Spearman's rho", effects.spearman_interval),
        (False, "Pearson's r", effects.correlation_interval),
    ):
        if name == told_of:
            continue
        value, n = descriptive.correlation(x, y, ranks=ranks)
        if value is None or n < _FEWEST:
            return
        told = f"{name} of {first} and {second}, n = {n}"
        found = interval(value, n)
        parts += [
            "; " if parts else "",
            f"{name} = ",
            telling.rounded(value, told),
            " (95 % interval ",
        ]
        parts += [telling.rounded(found.low, told), " to ", telling.rounded(found.high, told), ")"]
    rows = "explore half of the rows" if table.rows.split == "explore" else "all rows"
    count = telling.figure(len(x), f"rows complete in {first} and {second}")
    parts += [
        ", n = ",
        count,
        f" ({rows}). Ranks show any steady rise or fall; Pearson's r a straight line, and single far ",
    ]
    parts += ["values weigh in it."]
    telling.say(*parts)
