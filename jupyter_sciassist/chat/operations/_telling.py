"""Sentences by code: paragraphs with a source behind every number, and a card's evidence in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ...language.answering import number as exact
from ...language.wordings.base import counted, number
from ...pipeline import ALPHA
from ...records import Evidence, Suggestion
from ...statistics.assumptions import unmet
from ..grounding import Cited, Sources, stated
from ..records import Basis, Block, Draft, Reply, Source
from ._hearing import Heard

Part = str | Cited
Parts = tuple[Part, ...]
_VERDICTS = {
    "ok": "holds", "weak": "holds roughly", "violated": "does not hold", "not checkable": "cannot be checked",
}  # fmt: skip


class Telling:
    """A reply under way about one object."""

    def __init__(self, subject: str | None) -> None:
        self.subject = subject
        self._sources = Sources()
        self._blocks: list[Block] = []

    @property
    def figures(self) -> bool:
        """Whether something was cited so far."""
        return bool(self._sources.told())

    def say(self, *parts: Part) -> None:
        """Add a paragraph; an empty one is left out."""
        block = stated(self._sources, *parts)
        if block.runs:
            self._blocks.append(block)

    def figure(self, value: float | int, told: str, unit: str | None = None) -> Cited:
        """A number from the data of the object, in four digits; the computation in words beside it has all."""
        shown, whole = (exact(value) if isinstance(value, int) else number(value)), exact(value)
        told = told if shown == whole else f"{told}: {whole}"
        return self.quoted(f"{shown} {unit}" if unit else shown, told)

    def counted(self, count: int, what: str, told: str) -> Parts:
        """`1 row`, `2 rows`: how many there are."""
        return self.figure(count, told), f" {what}" if count == 1 else f" {what}s"

    def rounded(self, value: float, told: str, unit: str | None = None) -> Cited:
        """A number in four digits, as effects and estimates are read."""
        return self.quoted(f"{number(value)} {unit}" if unit else number(value), told)

    def quoted(self, text: str, told: str) -> Cited:
        """A text that was computed from the object, such as a date or a name of a group."""
        return Cited(text, Source("variable", told, self.subject))

    def after(self, reply: Reply) -> Reply:
        """A reply with what was told so far behind it."""
        if not self._blocks:
            return reply
        sources = Sources([*reply.sources])
        own = self._sources.told()
        blocks = [
            stated(
                sources,
                *(
                    run.text if run.source is None else Cited(run.text, own[run.source])
                    for run in one.runs
                ),
            )
            for one in self._blocks
        ]
        return replace(reply, blocks=(*reply.blocks, *blocks), sources=sources.told())

    def reply(
        self,
        basis: Basis = "computed",
        suggestions: Iterable[Suggestion] = (),
        draft: Draft | None = None,
    ) -> Reply:
        """What was told so far."""
        return Reply(
            basis, tuple(self._blocks), self._sources.told(), None, tuple(suggestions), draft
        )


def asked(value: float | str) -> Cited:
    """A number that the person gave."""
    text = value if isinstance(value, str) else exact(value)
    return Cited(text, Source("question", "as asked"))


def default(text: str, told: str) -> Cited:
    """A figure that nobody gave and that is usual."""
    return Cited(text, Source("question", told))


def listed(items: Sequence[Parts], between: str = ", ") -> Parts:
    """The items one after the other."""
    found: list[Part] = []
    for place, one in enumerate(items):
        found += [between, *one] if place else one
    return tuple(found)


def none(text: str) -> Reply:
    """A reply that says why nothing was computed, and the cure."""
    return Reply("none", (stated(Sources(), text),))


def readings(telling: Telling, heard: Heard, example: str) -> None:
    """Say how the message was read where it can be read otherwise, and how to say the other."""
    told = []
    for words, column, others in heard.guessed:
        more = (
            f" (it may also mean {' or '.join(others)}: write the name in full)" if others else ""
        )
        told.append(f"“{words}” is read as {column}{more}.")
    if heard.rivals:
        told.append(
            f"Read as a question about {heard.subject}, the more recent object; for {' or '.join(heard.rivals)} say "
            f"for instance “{example} in {heard.rivals[0]}”."
        )
    telling.say(" ".join(told))


def rows(evidence: Evidence) -> str:
    """Over which rows a card was computed."""
    if evidence.split == "explore":
        return "explore half of the rows"
    return "rows set aside for confirming" if evidence.split == "confirm" else "all rows"


def source(card: Suggestion) -> Source:
    """A card as what a number comes from."""
    evidence = card.evidence
    told = card.title
    if evidence is not None:
        told = f"{evidence.method}, n = {evidence.n} ({rows(evidence)}): {card.title}"
    return Source("evidence", told, card.subject.variable or None, card.id)


def claim(card: Suggestion) -> Cited:
    """The sentence of a card, with a word before it where it is not established."""
    evidence = card.evidence
    if card.hypothesis is None:
        return Cited(f"{card.title}.", source(card))
    sure = evidence is not None and evidence.asserted
    text = card.hypothesis.statement
    return Cited(text if sure else f"Not established: {text}", source(card))


def measured(card: Suggestion) -> Parts:
    """Effect with its interval first, then q, p and n with the family: design rule 1."""
    evidence = card.evidence
    if evidence is None:
        return ()
    own = source(card)
    parts: list[Part] = []
    effect = evidence.effect
    if effect is not None:
        parts += [f"{effect.name[0].upper()}{effect.name[1:]} ", Cited(number(effect.value), own)]
        if effect.low is not None and effect.high is not None:
            parts += [
                " (95 % interval ", Cited(f"{number(effect.low)} to {number(effect.high)}", own), ")"
            ]  # fmt: skip
        parts.append("; ")
    if evidence.q is not None and evidence.family is not None:
        parts += [
            "q = ", Cited(f"{evidence.q:.2g}", own), " in a family of ",
            Cited(counted(evidence.family.size, "test"), own), ", ",
        ]  # fmt: skip
    if evidence.scan is not None:
        parts += [
            "p = ",
            Cited(f"{evidence.scan.global_p:.2g}", own),
            " over all places searched, ",
        ]
        parts += [Cited(f"{evidence.scan.local_p:.2g}", own), " at this one alone, "]
    elif evidence.p is not None:
        parts += ["p = ", Cited(f"{evidence.p:.2g}", own), ", "]
    parts += ["n = ", Cited(f"{evidence.n}", own), f" ({rows(evidence)})."]
    return (*parts, *_why_not(card))


def _why_not(card: Suggestion) -> Parts:
    """What keeps a clear test from being established: design section 4, `asserted`."""
    evidence = card.evidence
    if evidence is None or evidence.asserted or evidence.q is None or evidence.q > ALPHA:
        return ()
    missed = unmet(evidence.assumptions)
    if missed:
        return (
            f" Not established, since “{missed[0].name}” does not hold: ",
            Cited(missed[0].detail, source(card)),
            ".",
        )
    if evidence.plan is not None and not evidence.plan.complete:
        return (" Not established, since the scan was stopped.",)
    return ()


def assumptions(card: Suggestion) -> Parts:
    """Each assumption with its verdict and what was seen."""
    evidence = card.evidence
    if evidence is None or not evidence.assumptions:
        return ()
    own = source(card)
    items: list[Parts] = [
        (f"{one.name}: {_VERDICTS[one.verdict]} (", Cited(one.detail, own), ")")
        for one in evidence.assumptions
    ]
    return ("Assumptions: ", *listed(items, "; "), ".")


def caveats(cards: Iterable[Suggestion]) -> Parts:
    """What the evidence of some cards warns of, each warning once."""
    found: dict[str, Cited] = {}
    for card in cards:
        for one in card.evidence.caveats if card.evidence is not None else ():
            found.setdefault(one, Cited(f"{one[0].upper()}{one[1:]}.", source(card)))
    return listed([(one,) for one in found.values()], " ")
