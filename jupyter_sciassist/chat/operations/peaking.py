"""`peak`: whether something stands out along a spectrum, a flux curve or a histogram of events, by the engine's own cards."""

from __future__ import annotations

from ... import profiles
from ...records import Suggestion
from ..context import Context
from ..records import Reply
from . import _drafting, _telling, comparing, inspecting
from ._drafting import Written
from ._hearing import heard, phrases, said
from ._telling import Telling

_CUES = phrases(
    "a peak; any peak; peaks; any peaks; a bump; bump; bumps; a spike; spike; spikes; a flare; flare; flares; "
    "spectral line; spectral lines; emission line; emission lines; absorption line; absorption lines; resonance; resonances"
)
_EXTRA = frozenset(
    "is there any are does do have has show shows see find found look search along significant".split()
)
_MOST = 3


def respond(question: str, context: Context) -> Reply | None:
    """The peaks that are established, or why none can be tested; None where the message asks for something else."""
    return _drafting.offered(written(question, context), context)


def written(question: str, context: Context) -> Written | Reply | None:
    """The code of the table that a test needs before it is tried, or what was found."""
    cue = said(question, _CUES)
    found = heard(question, context, cue, _EXTRA) if cue else None
    if found is None or found.unread or found.numbers or found.levels:
        return None
    if not found.columns and not found.named:
        return None
    wanted = set(found.columns)
    cards = [one for one in context.cards(found.subject) if _is_peak(one, wanted)]
    if not cards:
        return _untested(found.subject, context)
    cards.sort(key=lambda one: not (one.evidence is not None and one.evidence.asserted))
    telling = Telling(found.subject)
    for place, card in enumerate(cards[:_MOST]):
        telling.say(_telling.claim(card), " ", *_telling.measured(card))
        if place == 0:
            telling.say(*_telling.assumptions(card))
    telling.say(*_telling.caveats(cards[:_MOST]))
    _telling.readings(telling, found, f"is there a peak in {' and '.join(found.columns[:1])}")
    return telling.reply(suggestions=cards[:_MOST])


def _is_peak(card: Suggestion, wanted: set[str]) -> bool:
    claim = card.hypothesis
    return claim is not None and claim.relation == "peak" and wanted <= set(claim.variables)


def _untested(subject: str, context: Context) -> Written | Reply:
    """Where the largest value stands, and what a test of a peak needs."""
    needs = (
        "A peak is tested along a rising column that is named like a wavelength, energy, angle or channel, in a flux along "
        "time, or in a histogram of masses"
    )
    telling = Telling(subject)
    own = profiles.own_column(context.objects[subject], subject)
    if own is None or not inspecting.place(telling, subject, context, high=True):
        return _telling.none(f"No peak of {subject} can be tested. {needs}.")
    table = comparing.free("spectrum_table", context)
    telling.say(
        f"Whether {subject} has a peak cannot be tested of its values alone. {needs}. Run the draft, which makes such a table "
        "(put the true axis into it where there is one), then ask “are there peaks in intensity?”."
    )
    code = (
        f"import pandas as pd\n\n{table} = pd.DataFrame(\n    {{\n"
        f'        "channel": range(len({subject})),\n        "intensity": {subject},\n    }}\n)\n{table}.head()\n'
    )
    return Written(telling, code, f"A table of {subject} along its channels")
