"""A question as typed requests, read from its words alone.

Every word must play a part: a column, a level, a number, a word of the operation, or a word such as "the"
that changes nothing. A reading that accounts for all of them, and has no rival that does, may be shown as
verified; any other is a guess, shown as a choice.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ..records import Request
from . import cues, dating, labels, levelling, naming, vocabulary
from .fillers import Draft, drafts
from .slots import Slots
from .vocabulary import SURE, Named, squeezed

_IGNORED = frozenset({"which", "rows", "columns", "aside", "when"})
_RIVALS = 4
_NEAREST = 3
_MARGIN = 0.4
_RIVAL, _REFUSED = 15, 6
_BEFORE_A_NAME = frozenset(
    "of in for does is mean median average sd with between and the largest".split()
)


@dataclass(frozen=True)
class Read:
    """One reading. `sure`: no word is left over, no name was guessed, no slot filled by default."""

    request: Request
    unread: tuple[str, ...]
    sure: bool
    score: float


@dataclass(frozen=True)
class Asked:
    """A question as read: its readings, best first; what cannot be known; what names no column."""

    readings: tuple[Read, ...]
    refused: frozenset[str] = frozenset()
    unknown: tuple[str, ...] = ()
    mentioned: tuple[str, ...] = ()

    @property
    def verified(self) -> bool:
        """Whether the first reading accounts for the question and no other does."""
        if not self.readings or not self.readings[0].sure or self.refused:
            return False
        best = self.readings[0].score
        return not any(one.sure and one.score > best - _MARGIN for one in self.readings[1:])


def read(question: str, subject: str, columns: Sequence[Named]) -> Asked:
    """Readings of a question about one table.

    Where its words name too little, they are taken once more for the columns that they may mean by
    part of a name or by its meaning; such a reading is never sure.
    """
    words = vocabulary.spot(question, columns)
    words.mentions += naming.written_out(words, columns)
    words.mentions += [*levelling.partly(words, columns), *dating.dates(words, columns)]
    asked = _read(words, subject, columns)
    if (asked.readings and not asked.readings[0].unread) or asked.refused:
        return asked
    left = {word for one in asked.readings[:1] for word in one.unread} | {*asked.unknown}
    guessed = naming.guessed(words, frozenset(map(str.casefold, left)), columns)
    if not guessed:
        return asked
    words.mentions += guessed
    again = _read(words, subject, columns)
    if not again.readings or (
        asked.readings and asked.readings[0].score >= again.readings[0].score
    ):
        return asked
    return replace(again, refused=asked.refused)


def _read(words: vocabulary.Words, subject: str, columns: Sequence[Named]) -> Asked:
    by_name = {column.name: column for column in columns}
    nouns = _stems(vocabulary.parts(subject)) | naming.counted(columns)
    best: dict[Request, Read] = {}
    refusals: dict[float, frozenset[str]] = {}
    fewest, plain = 10**6, Asked(())
    for items in labels.labelings(words):
        slots = Slots.of(items, by_name, frozenset(nouns))
        refused = frozenset(cue for one in items if one.kind == "refused" for cue in one.cues)
        unread = tuple(one.words for one in items if _is_unread(one, nouns))
        if len(unread) + len(refused) < fewest:
            fewest = len(unread) + len(refused)
            plain = Asked((), unknown=unread, mentioned=tuple(_mentioned(items)))
        for draft in drafts(slots, subject):
            made = _scored(draft, slots, nouns)
            if refused:
                refusals[made.score] = refused
            elif draft.request not in best or made.score > best[draft.request].score:
                best[draft.request] = made
    ordered = sorted(best.values(), key=lambda one: (-one.score, repr(one.request)))
    top = ordered[0].score if ordered else float("-inf")
    denied = max(refusals, default=float("-inf"))
    known = denied > top - _REFUSED if refusals else False
    return replace(
        plain,
        readings=tuple(one for one in ordered if one.score > top - _RIVAL)[:_RIVALS],
        refused=refusals[denied] if known else _plainly(words, ordered),
    )


def _plainly(words: vocabulary.Words, ordered: Sequence[Read]) -> frozenset[str]:
    """What cannot be known, in a question that no sure reading takes otherwise."""
    if ordered and ordered[0].sure:
        return frozenset()
    named = {
        at
        for one in words.mentions
        if one.kind != "number" and one.quality >= SURE
        for at in range(one.start, one.end)
    }
    found: set[str] = set()
    for at, token in enumerate(words.tokens):
        if at not in named:
            found.update(cues.REFUSED.get((token.low,), ()))
    return frozenset(found)


def _is_unread(item: labels.Item, nouns: set[str]) -> bool:
    """A word that is no name, no cue and no word for the rows of this table."""
    return item.kind == "unread" and vocabulary.stem(item.words.casefold()) not in nouns


def _stems(words: Sequence[str]) -> set[str]:
    return {vocabulary.stem(word) for word in words}


def _mentioned(items: Sequence[labels.Item]) -> list[str]:
    found: dict[str, None] = {}
    for one in items:
        if one.kind == "column":
            found[one.column] = None
        elif one.kind == "level" and one.mention is not None and len(one.mention.columns) == 1:
            found[one.mention.columns[0]] = None
    return list(found)


def _scored(draft: Draft, slots: Slots, nouns: set[str]) -> Read:
    """How much of the question a draft accounts for."""
    left = [
        one
        for one in slots.items
        if one.start not in draft.used
        and not (one.kind == "cue" and one.cues & _IGNORED)
        and not (one.kind == "unread" and not _is_unread(one, nouns))
    ]
    soft = draft.soft or slots.doubtful or slots.quality() < SURE
    score = -10.0 * sum(one.end - one.start for one in left) - 4.0 * soft
    score += sum(one.mention.quality for one in slots.items if one.mention) / 10
    score += sum(_placed(one, slots) for one in slots.items if one.kind == "column")
    return Read(draft.request, tuple(one.words for one in left), not left and not soft, score)


def _placed(item: labels.Item, slots: Slots) -> float:
    """A name stands after a word such as "of"; what stands elsewhere may be no name at all."""
    before = slots.word_before(item)
    return 0.5 if before in _BEFORE_A_NAME else 0.0


def nearest(words: Sequence[str], columns: Sequence[Named]) -> list[str]:
    """Names of columns that some words come closest to, at most three."""
    text = squeezed("".join(words))
    scored: Mapping[str, float] = vocabulary.guesses(words, columns) if words else {}
    close = {
        column.name: difflib.SequenceMatcher(None, text, squeezed(column.name)).ratio()
        for column in columns
    }
    order = sorted(columns, key=lambda one: -(scored.get(one.name, 0.0) + close[one.name]))
    return [one.name for one in order[:_NEAREST]]
