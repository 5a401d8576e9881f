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
from . import cues, dating, labels, levelling, measuring, naming, spelling, vocabulary
from .drafting import Draft
from .fillers import drafts
from .slots import Slots
from .vocabulary import GUESS, SURE, Named, squeezed

_IGNORED = frozenset({"which", "rows", "columns", "aside", "when"})
_ENDS = frozenset("first last earliest latest".split())
_ROWS = frozenset("row record case sample item observation entry subject".split())
_SINGLES = frozenset({"max", "min", "mean", "median", "sum"})
_FILTERING = frozenset({"number", "level", "date", "compare"})
_RIVALS = 4
_NEAREST = 3
_MARGIN = 0.4
_RIVAL, _REFUSED = 15, 6
_BEFORE_A_NAME = frozenset(
    "of in for does is mean median average sd with between and the largest".split()
)


@dataclass(frozen=True)
class Read:
    """One reading. `sure`: no word is left over, no name was guessed, no slot filled by default.

    `dropped` are the unread words that say which rows are meant.
    """

    request: Request
    unread: tuple[str, ...]
    sure: bool
    score: float
    dropped: tuple[str, ...] = ()


def _columns(request: Request) -> frozenset[str]:
    """The columns that a request is about."""
    filters = (*request.filter, *([request.threshold] if request.threshold else []))
    named = {*request.variables, request.group or "", *(one.column for one in filters)}
    return frozenset(named - {""})


@dataclass(frozen=True)
class Asked:
    """A question as read: its readings, best first; what cannot be known; what names no column."""

    readings: tuple[Read, ...]
    refused: frozenset[str] = frozenset()
    unknown: tuple[str, ...] = ()
    mentioned: tuple[str, ...] = ()

    @property
    def plain(self) -> bool:
        """Whether nothing is left to be understood, or all is that cannot be known."""
        return bool(self.refused or (self.readings and not self.readings[0].unread))

    @property
    def torn(self) -> tuple[Read, ...]:
        """Readings of other columns that fit as well as the first does, it among them; none where it is alone."""
        tied = [
            one
            for one in self.readings
            if one.score > self.readings[0].score - 1e-9
            and one.request.operation == self.readings[0].request.operation
        ]
        different = {_columns(one.request) for one in tied}
        return tuple(tied) if len(different) > 1 else ()

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
    words = spotted(question, columns)
    asked = _read(words, subject, columns)
    if asked.plain:
        return asked
    other = mended(question, columns)
    if other.text != words.text:
        again = _read(other, subject, columns)
        if _fewer(again, asked):
            words, asked = other, again
            if asked.plain:
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


def mended(question: str, columns: Sequence[Named]) -> vocabulary.Words:
    """What the words of a question name, slips of the pen mended."""
    words = spotted(question, columns)
    other = spelling.mended(words, columns)
    return words if other is None else spotted(other.text, columns, other.doubts)


def _fewer(again: Asked, asked: Asked) -> bool:
    """Whether the question with its slips mended is read better."""
    best, old = ((one.readings[0].score if one.readings else -1e9) for one in (again, asked))
    return best > old or bool(again.refused) or len(again.unknown) < len(asked.unknown)


def spotted(
    question: str, columns: Sequence[Named], doubts: frozenset[int] = frozenset()
) -> vocabulary.Words:
    """The question with all that its words name for sure, or as a guess at one of the `doubts`."""
    words = vocabulary.spot(cues.DOTTED.sub(lambda one: " " * len(one[0]), question), columns)
    words.mentions += naming.written_out(words, columns)
    words.mentions += levelling.partly(words, columns)
    words.mentions += dating.dates(words, columns)
    words.mentions += measuring.spelled_numbers(words)
    words.mentions += measuring.wondered(words, columns)
    words.mentions += naming.explained(words)
    words.doubts = frozenset(at for at, one in enumerate(words.tokens) if one.start in doubts)
    words.mentions = [
        replace(one, quality=min(one.quality, GUESS))
        if words.doubts & set(range(one.start, one.end))
        else one
        for one in words.mentions
    ]
    return words


def _read(words: vocabulary.Words, subject: str, columns: Sequence[Named]) -> Asked:
    by_name = {column.name: column for column in columns}
    own, counted = vocabulary.parts(subject), naming.counted(columns)
    nouns = _row_words(words, own, counted | {vocabulary.stem(one) for one in own})
    rows = {at for at, one in enumerate(words.tokens) if vocabulary.stem(one.low) in counted}
    best: dict[Request, Read] = {}
    refusals: dict[float, frozenset[str]] = {}
    fewest, plain = 10**6, Asked(())
    for items in labels.labelings(words):
        slots = Slots.of(items, by_name, frozenset(rows))
        slots.doubtful |= any(
            words.doubts & set(range(one.start, one.end)) and one.kind in ("cue", "compare")
            for one in items
        )
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


def _row_words(words: vocabulary.Words, own: Sequence[str], stems: set[str]) -> set[int]:
    """Tokens that stand for the table or its rows: its name, or plurals, for one star is one that is asked for."""
    lows = ["", *(token.low for token in words.tokens)]
    return {
        at
        for at, token in enumerate(words.tokens)
        if (noun := vocabulary.stem(token.low)) in stems
        and (token.low != noun or noun in own or ("when" in lows and lows[at] in _ENDS))
        and lows[at] not in ("which", "what", "whose")
    }


def _is_unread(item: labels.Item, nouns: set[int]) -> bool:
    """A word that is no name, no cue and no word for the rows of this table."""
    return item.kind == "unread" and item.start not in nouns


def _mentioned(items: Sequence[labels.Item]) -> list[str]:
    found: dict[str, None] = {}
    for one in items:
        if one.kind == "column":
            found[one.column] = None
        elif one.kind == "level" and one.mention is not None and len(one.mention.columns) == 1:
            found[one.mention.columns[0]] = None
    return list(found)


def _scored(draft: Draft, slots: Slots, nouns: set[int]) -> Read:
    """How much of the question a draft accounts for."""
    left = [
        one
        for one in slots.items
        if one.start not in draft.used
        and not (one.kind == "cue" and one.cues & _IGNORED)
        and not (one.kind == "unread" and not _is_unread(one, nouns))
    ]
    guessed = slots.doubtful or slots.quality() < SURE
    guessed |= _tallied(draft.request, slots) or _of_a_row(draft.request, slots)
    soft = draft.soft or guessed
    score = -10.0 * sum(one.end - one.start for one in left) - 4.0 * draft.soft - 4.0 * guessed
    score -= 6.0 * (_of_text(draft.request, slots) or _numbering(draft.request, slots))
    score += sum(one.mention.quality for one in slots.items if one.mention) / 10
    score += sum(_placed(one, slots) for one in slots.items if one.kind == "column")
    every = draft.request.operation == "rows"
    dropped = tuple(
        one.words for one in left if one.kind in _FILTERING or (every and _limits(one, slots))
    )
    return Read(
        draft.request, tuple(one.words for one in left), not left and not soft, score, dropped
    )


def _of_text(request: Request, slots: Slots) -> bool:
    """Whether a statistic is read of a column that has no numbers."""
    named = [slots.columns[name] for name in request.variables]
    return request.operation in _SINGLES and not all(one.numbers or one.time for one in named)


def _numbering(request: Request, slots: Slots) -> bool:
    """Whether what is averaged only numbers the rows: how heavy the fish are asks for no mean of fish numbers."""
    named = [slots.columns[name] for name in request.variables]
    averaged = request.operation in ("mean", "median", "sum")
    return averaged and any(one.each and naming.numbers_rows(one) for one in named)


def _tallied(request: Request, slots: Slots) -> bool:
    """Whether what is summed numbers the rows: a total event count is no sum of event numbers."""
    each = any(slots.columns[name].each for name in request.variables)
    return request.operation == "sum" and each and slots.has("count")


def _of_a_row(request: Request, slots: Slots) -> bool:
    """Whether a row is asked for where a figure is read: which sample has the largest mass."""
    return request.operation in _SINGLES and slots.asks_for(_ROWS)


def _limits(item: labels.Item, slots: Slots) -> bool:
    """Whether a word that was left says which rows to count; the one behind "how many" names them all."""
    before = slots.before(item)
    noun = item.kind == "unread" and before is not None and "count" in before.cues
    return item.kind in ("unread", "column") and not noun


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
