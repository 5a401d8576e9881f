"""`report`: what was asked, found, accepted and confirmed in this notebook so far, with the count of tests.

Nothing is computed for it: what nobody looked at is not in it.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...language import ranking
from ...records import Suggestion
from ..context import Context
from ..grounding import Cited
from ..records import Reply, Source
from . import _telling
from ._hearing import Heard, heard, phrases, said
from ._telling import Part, Telling

_CUES = phrases(
    "report; reports; recap; what have we found; what have i found; what did we find; what did i find; what was found; "
    "what has been found; findings so far; what have we done; what was accepted; what was confirmed; what did we do; "
    "results so far; found so far; summary so far"
)
_EXTRA = frozenset(
    "report write so far notebook what was were have has been found done accepted confirmed asked findings results this "
    "of summary session until now everything we".split()
)  # fmt: skip
_QUESTIONS, _SHOWN = 10, 5


def respond(question: str, context: Context) -> Reply | None:
    """The notebook so far; None where the message asks for something else."""
    cue = said(question, _CUES)
    if not cue:
        return None
    found = heard(question, context, cue, _EXTRA)
    if found is None:
        return _telling.none(
            "There is no data yet, so nothing was found. Load a table, then ask again."
        )
    if found.unread or found.numbers or found.columns or found.levels:
        return None
    if context.store is None:
        return _telling.none(
            "A report is of what a notebook's kernel found, and here is none. Ask for it in a notebook."
        )
    known = {
        one.id: one
        for one in context.store.cards()
        if not found.named or one.subject.variable == found.subject
    }
    cards = [known[identity] for identity in ranking.order(known.values())]
    telling = Telling(None)
    _say_asked(telling, context)
    shown = _say_cards(telling, cards)
    _say_tests(telling, context, cards, found)
    return telling.reply(suggestions=shown)


def _say_asked(telling: Telling, context: Context) -> None:
    if not context.asked:
        return
    own = Source("question", "as it was asked")
    last = context.asked[-_QUESTIONS:]
    parts: list[Part] = ["Asked" if len(last) == len(context.asked) else "Asked last", ": "]
    for place, text in enumerate(last):
        parts += ["; " if place else "", Cited(f"“{' '.join(text.split())[:120]}”", own)]
    telling.say(*parts, ".")


def _say_cards(telling: Telling, cards: Sequence[Suggestion]) -> list[Suggestion]:
    """Say what was accepted, confirmed, found and warned of; those cards."""
    claims = [one for one in cards if one.hypothesis is not None]
    accepted = [one for one in claims if one.status == "accepted"]
    tested = [one for one in claims if one.confirmation is not None and one not in accepted]
    sure = [
        one
        for one in claims
        if one.status == "proposed" and one.evidence is not None and one.evidence.asserted
    ]  # fmt: skip
    cautions = [one for one in cards if one.kind == "caution" and one.status == "proposed"]
    shown: list[Suggestion] = []
    for title, kind in (
        ("Accepted: ", accepted), ("Tested on other rows: ", tested), ("Established, not decided: ", sure), ("Cautions: ", cautions),
    ):  # fmt: skip
        for place, card in enumerate(kind[:_SHOWN]):
            evidence = (" ", *_telling.measured(card)) if card.hypothesis is not None else ()
            telling.say(
                title if place == 0 else "", _telling.claim(card), *evidence, *_outcome(card)
            )
            shown.append(card)
        if len(kind) > _SHOWN:
            telling.say(
                "And ",
                telling.figure(len(kind) - _SHOWN, f"cards beyond the first {_SHOWN}"),
                " more of these.",
            )
    if not shown:
        telling.say("Nothing was established, accepted or confirmed so far.")
    rejected = sum(one.status == "rejected" for one in cards)
    if rejected:
        telling.say(
            "Rejected: ",
            *telling.counted(rejected, "suggestion", "suggestions that were rejected"),
            ".",
        )
    return shown


def _outcome(card: Suggestion) -> _telling.Parts:
    made = card.confirmation
    if made is None:
        return ()
    own = Source(
        "evidence",
        f"{made.evidence.method}, n = {made.evidence.n} ({made.rows})",
        card.subject.variable,
        card.id,
    )
    parts: list[Part] = [f" On the {made.rows} it was {made.outcome}: ", Cited(made.reason, own)]
    if made.evidence.p is not None:
        parts += [" p = ", Cited(f"{made.evidence.p:.2g}", own)]
    return (*parts, ", n = ", Cited(str(made.evidence.n), own), ".")


def _say_tests(
    telling: Telling, context: Context, cards: Sequence[Suggestion], found: Heard
) -> None:
    assert context.store is not None
    looked = sorted({one.subject.variable for one in cards if one.subject.variable})
    if looked:
        telling.say(f"Looked at: {', '.join(looked)}.")
    told = "tests in the ledgers of all data, what found nothing among them"
    telling.say(
        *telling.counted(context.store.tests(), "test", told),
        " were made so far, those that found nothing among them; q corrects for all tests of an object together.",
    )  # fmt: skip
