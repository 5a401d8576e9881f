"""`what next`: cautions first, then what is established and not yet decided, then what waits to be confirmed."""

from __future__ import annotations

from collections.abc import Sequence

from ... import pipeline, profiles
from ...language import prior
from ...records import Suggestion
from ..context import Context
from ..records import Reply
from . import _telling
from ._hearing import Heard, heard, phrases, said
from ._telling import Telling

MOST_OBJECTS = 3
_SHOWN = 3
_CUES = phrases(
    "what next; what now; what s next; whats next; what is next; what should i look at; what should i do; "
    "what should i check; what can i do; what could i do; what should we do; what should we look at; what to do; "
    "what to look at; next step; next steps; where should i start; where do i start; where to start; where should i look; "
    "what else; what do you suggest; what would you suggest; suggest something; suggestions; any suggestions; any ideas; "
    "anything interesting; what is interesting; what s interesting; what stands out; what should i test; "
    "what should i analyse; what should i analyze; what do you recommend; what should i explore"
)
_EXTRA = frozenset(
    "next now first further then else more with do should look at analyse analyze try have got is".split()
)


def respond(question: str, context: Context) -> Reply | None:
    """What to look at next; None where the message asks for something else."""
    cue = said(question, _CUES)
    found = heard(question, context, cue, _EXTRA) if cue else None
    if found is None or found.unread or found.numbers:
        return None
    subjects = _subjects(context, found)
    cards: list[Suggestion] = []
    for name in subjects:
        if context.stopped():
            break
        cards += _ranked(context, name, found.columns)
    telling = Telling(None)
    shown = _told(telling, cards)
    if not shown:
        telling.say(_nothing(subjects, cards, found))
    left = len(context.objects) - len(subjects)
    if left > 0 and not found.named and not found.columns:
        telling.say(f"Looked at {', '.join(subjects)}; name another object to hear of it.")
    return telling.reply(suggestions=shown)


def _subjects(context: Context, found: Heard) -> list[str]:
    if found.named or found.columns:
        return [found.subject]
    return [name for name, columns in context.columns.items() if columns][:MOST_OBJECTS]


def _ranked(context: Context, name: str, columns: Sequence[str]) -> list[Suggestion]:
    """The cards of one object about these columns, best first, what a cell computed already marked."""
    profile = profiles.profile(context.objects[name], name)
    cards = pipeline.marked(context.cards(name), context.cells, [profile])
    about = [
        card
        for card in cards
        if not columns
        or (card.hypothesis is not None and set(columns) <= set(card.hypothesis.variables))
    ]
    return pipeline.ranked(about, {name: prior.of(profile)}, len(about))


def _told(telling: Telling, cards: Sequence[Suggestion]) -> list[Suggestion]:
    """Say the first of each kind; what was said."""
    cautions = [one for one in cards if one.kind == "caution" and one.status == "proposed"]
    sure = [one for one in cards if one.evidence is not None and one.evidence.asserted]
    fresh = [one for one in sure if one.status == "proposed" and one.done_in is None]
    waiting = [
        one
        for one in sure
        if one.status == "accepted" and one.confirmation is None and one.hypothesis is not None
    ]
    shown = []
    for title, kind in (
        ("First what may mislead everything else: ", cautions),
        ("Established and not yet decided: ", fresh),
        ("Accepted and to be confirmed next, on rows that the exploration did not see: ", waiting),
    ):
        for place, card in enumerate(kind[:_SHOWN]):
            measured = () if card.hypothesis is None else (" ", *_telling.measured(card))
            telling.say(title if place == 0 else "", _telling.claim(card), *measured)
            shown.append(card)
    left = len(cautions) + len(fresh) + len(waiting) - len(shown)
    if left > 0:
        telling.say(
            "And ",
            *telling.counted(left, "more suggestion", "suggestions not decided"),
            " of these kinds.",
        )
    return shown


def _nothing(subjects: Sequence[str], cards: Sequence[Suggestion], found: Heard) -> str:
    about = f" about {' and '.join(found.columns)}" if found.columns else ""
    decided = sum(one.status != "proposed" for one in cards)
    if decided:
        return f"Everything{about} that is established in {', '.join(subjects)} has been decided. New rows would tell more."
    return f"Nothing{about} is established in {', '.join(subjects)}, and nothing needs a caution."
