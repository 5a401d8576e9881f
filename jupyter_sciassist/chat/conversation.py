"""A message to a reply, readable from top to bottom.

Understand (routing), compute with the engine, state the result by code (grounding.stated), have the model comment
(commenting), check what it says against the record (grounding.checked). The model supplies no number and no name, and
rewords no result; what code could not answer is general knowledge, and labelled as such.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from .. import answers
from ..errors import SciAssistError
from ..language import answering
from ..models.base import LanguageModel
from ..provenance.exports.showing import visible
from ..records import Answer, Suggestion
from . import cells, commenting, explaining, facts, grounding, routing, untrusted
from .commenting import Kind, Prompt, Turn
from .context import Context
from .grounding import Cited, Sources, stated
from .records import Block, Piece, Reply, Source
from .routing import Routed
from .untrusted import Quoted

LONGEST = 8_000
_TURNS = 20
_SHOWN = 5


@dataclass(frozen=True)
class Asked:
    """A message as it was sent.

    Attributes
    ----------
    turns : sequence of Turn
        The messages before it.
    without : frozenset of str
        Ids of the pieces that the person took out of what is sent to the model.
    """

    text: str
    turns: tuple[Turn, ...] = ()
    without: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Outcome:
    """What code made of a message, and what the model may add to it.

    Attributes
    ----------
    reply : Reply
        To be shown at once.
    prompt : Prompt or None
        What the model is to be asked for; None where it has nothing to add.
    """

    reply: Reply
    prompt: Prompt | None = None
    grounds: facts.Grounds | None = None
    foreign: tuple[str, ...] = ()
    own: str = ""

    def with_comment(self, text: str, *, ended: bool) -> Reply:
        """The reply with the model's text so far, checked; its unfinished last word is held back."""
        if self.grounds is None:
            return self.reply
        said = _shown(text if ended else _whole_words(text), self.foreign, self.own)
        sources = Sources([*self.reply.sources])
        runs = grounding.checked(said, self.grounds, sources) if said else ()
        blocks = (*self.reply.blocks, Block("comment", runs)) if runs else self.reply.blocks
        dropped = self.prompt.dropped if self.prompt else 0
        return replace(self.reply, blocks=blocks, sources=sources.told(), dropped=dropped)

    def unanswered(self, reason: str) -> Reply:
        """The reply where no model speaks: what code computed stands; general knowledge says why there is none."""
        if self.reply.basis != "general":
            return self.reply
        text = f"Code cannot compute this from the data here, and no model answers it: {reason}"
        return Reply("none", (*self.reply.blocks, stated(Sources(), text)), self.reply.sources)


def answer(
    asked: Asked, context: Context, model: LanguageModel | None, window: int | None = None
) -> Outcome:
    """What code makes of a message; the model is asked for its reading of a question only.

    Parameters
    ----------
    model : LanguageModel or None
        May raise ModelError at any call: what rests on it is then left out.
    window : int, optional
        Tokens of the model's context.
    """
    text, cut = _taken(asked.text)
    if not text.strip():
        return Outcome(_plain("Ask something, or write /help."))
    routed = routing.route(text, context)
    try:
        made = _WAYS[routed.way](routed, context, model)
    except SciAssistError as error:
        made = _Made(_plain(str(error)))
    if cut:
        note = stated(Sources(), f"Only the first {LONGEST} characters of the message were read.")
        made = replace(made, reply=replace(made.reply, blocks=(note, *made.reply.blocks)))
    return _with_prompt(made, text, asked, context, window)


def preview(asked: Asked, context: Context) -> list[Piece]:
    """What would be sent to the model for a message, piece by piece."""
    text, _ = _taken(asked.text)
    routed = routing.route(text, context)
    kind: Kind = "general" if routed.way == "general" else "comment"
    return commenting.pieces(context, _material(routed, context), _last(asked.turns), kind)


@dataclass(frozen=True)
class _Made:
    """A reply by code; `kind` is what the model adds, `material` what it may read beside the record."""

    reply: Reply
    kind: Kind | None = None
    material: tuple[Quoted, ...] = field(default=())


def _plain(text: str) -> Reply:
    return Reply("none", (stated(Sources(), text),))


def _taken(text: str) -> tuple[str, bool]:
    """The message made visible, and whether it was cut."""
    return visible(text[:LONGEST]), len(text) > LONGEST


def _last(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    return tuple(turns[-_TURNS:])


def _with_prompt(
    made: _Made, text: str, asked: Asked, context: Context, window: int | None
) -> Outcome:
    if made.kind is None:
        return Outcome(made.reply)
    kept = [one for one in made.material if one.id not in asked.without]
    prompt = commenting.prompt(
        made.kind, text, made.reply, context,
        material=made.material, turns=_last(asked.turns), without=asked.without,
        nonce=f"quoted-{secrets.token_hex(6)}", window=window,
    )  # fmt: skip
    grounds = facts.gathered(
        made.reply, context.columns, question=text, outputs=[(one.text, one.cell) for one in kept],
        known=context.names,
    )  # fmt: skip
    foreign = (*(one.whole for one in made.material), *_odd_names(context))
    return Outcome(made.reply, prompt, grounds, foreign, text)


def _odd_names(context: Context) -> list[str]:
    """Names of columns and levels that read like sentences: somebody may have planted them."""
    named = [
        name
        for columns in context.columns.values()
        for column in columns
        for name in (column.name, *column.levels[:50])
    ]
    return [name for name in named if untrusted.reads_like_a_sentence(name)]


def _whole_words(text: str) -> str:
    """The text up to its last blank: a number may go on, and a name."""
    return text[: max(text.rfind(" "), text.rfind("\n")) + 1]


def _shown(text: str, foreign: Sequence[str], own: str) -> str:
    """A model's text fit to be shown: visible, without code, without sentences that carry on what an output orders."""
    said = commenting.prose(visible(text))
    kept = [
        part for part in commenting.sentences(said) if not untrusted.carries(part, foreign, own)
    ]
    return "".join(kept).strip()


def _material(routed: Routed, context: Context) -> tuple[Quoted, ...]:
    """What is shown to the model of the notebook: the cell that is meant, and what the person attached."""
    found = None
    if routed.way in ("explain", "fix"):
        found = cells.target(routed.rest, context, failed=routed.failed)
    elif any(one.kind in ("cell", "output") for one in context.attachments):
        found = cells.target("", context, failed=False)
    return tuple(cells.material(found)) if found is not None else ()


def _help(routed: Routed, context: Context, model: LanguageModel | None) -> _Made:
    told = [stated(Sources(), f"/{name}: {what}.") for name, what in routing.COMMANDS.items()]
    return _Made(Reply("none", tuple(told)))


def _unknown(routed: Routed, context: Context, model: LanguageModel | None) -> _Made:
    known = ", ".join(f"/{name}" for name in routing.COMMANDS)
    return _Made(_plain(f"There is no command /{routed.rest}. There are {known}."))


def _suggest(routed: Routed, context: Context, model: LanguageModel | None) -> _Made:
    """The cards of one object, ranked as its scan ranks them."""
    named = [name for name in context.objects if name in routed.rest.split()]
    if routed.rest and not named:
        return _Made(
            _plain(
                f"There is no data in a variable of that name. There are: {', '.join(context.objects) or 'none'}."
            )
        )
    if not context.objects:
        return _Made(_plain("Nothing here can be read as data. Load a table, then ask again."))
    name = (named or list(context.objects))[0]
    cards = tuple(context.cards(name))
    firm = [card for card in cards if card.evidence is not None and card.evidence.asserted]
    sources = Sources()
    source = Source("variable", f"the scan of {name}", name)
    block = stated(
        sources, Cited(str(len(cards)), source), " suggestions about ", Cited(name, source), ", ",
        Cited(str(len(firm)), source), " of them established.",
    )  # fmt: skip
    shown = (*firm, *(card for card in cards if card not in firm))[: 2 * _SHOWN]
    return _Made(
        Reply("computed", (block,), sources.told(), suggestions=shown), "comment" if shown else None
    )


def _ask(routed: Routed, context: Context, model: LanguageModel | None) -> _Made:
    """A named operation, else a value or a relation."""
    for respond in OPERATIONS:
        reply = respond(routed.rest, context)
        if reply is not None:
            return _Made(
                reply, "comment" if reply.basis == "computed" else None, _material(routed, context)
            )
    if not context.objects:
        return _Made(_plain("Nothing here can be read as data. Load a table, then ask again."))
    found = answers.ask(context.objects, routed.rest, model=model, cards=context.cards)
    return _Made(replied(found), _comments(found), _material(routed, context))


def replied(found: Answer) -> Reply:
    """An answer as a reply: its sentence, with the value and the names cited."""
    sources = Sources()
    blocks = (stated(sources, *_cited(found)),)
    shown = found.suggestions[:_SHOWN]
    basis = "computed" if found.value is not None or found.suggestions else "none"
    return Reply(basis, blocks, sources.told(), replace(found, suggestions=()), shown)  # type: ignore[arg-type]


def _cited(found: Answer) -> list[str | Cited]:
    """The sentence of an answer, cut at its value."""
    if found.reading is None:
        return [found.text]
    request = found.reading.request
    source = Source("variable", answering.described(request), request.subject)
    shown = answering.number(found.value) if found.value is not None else ""
    head, mark, tail = found.text.rpartition(f": {shown}") if shown else ("", "", "")
    if not mark:
        return [found.text]
    return [f"{head}: ", Cited(shown, source), tail]


def _comments(found: Answer) -> Kind | None:
    return "comment" if found.value is not None or found.suggestions else None


def _explain(routed: Routed, context: Context, model: LanguageModel | None) -> _Made:
    found = cells.target(routed.rest, context, failed=routed.failed)
    failed = found.failure is not None if found is not None else routed.failed
    reply = explaining.explain(found, context, failed=failed)
    return _Made(reply, "comment" if found is not None else None, _material(routed, context))


def _fix(routed: Routed, context: Context, model: LanguageModel | None) -> _Made:
    return _explain(replace(routed, failed=True), context, model)


def _confirm(routed: Routed, context: Context, model: LanguageModel | None) -> _Made:
    """Test a card once, on record."""
    if context.store is None:
        return _Made(_plain("Confirming needs a kernel with suggestions."))
    number = routed.rest.strip().lstrip("#")
    if not number.isdecimal() or not number.isascii() or len(number) > 6:
        return _Made(_plain("Give the number of a suggestion, such as /confirm 2."))
    card, told = context.store.confirm(context.store.numbered(int(number)))
    outcome = card.confirmation
    text = f"{outcome.outcome}: {outcome.reason} " if outcome is not None else ""
    return _Made(Reply("computed", (stated(Sources(), f"{text}{told}"),), suggestions=(card,)))


def _code(routed: Routed, context: Context, model: LanguageModel | None) -> _Made:
    return _Made(_plain("No code can be drafted here."))


def _report(routed: Routed, context: Context, model: LanguageModel | None) -> _Made:
    return _ask(replace(routed, rest=f"report {routed.rest}".strip()), context, model)


def _general(routed: Routed, context: Context, model: LanguageModel | None) -> _Made:
    """A named operation after all, or what the model knows."""
    for respond in OPERATIONS:
        reply = respond(routed.rest, context)
        if reply is not None:
            return _Made(
                reply, "comment" if reply.basis == "computed" else None, _material(routed, context)
            )
    return _Made(Reply("general"), "general", _material(routed, context))


Respond = Callable[[str, Context], Reply | None]
OPERATIONS: tuple[Respond, ...] = ()
_WAYS: Mapping[routing.Way, Callable[[Routed, Context, LanguageModel | None], _Made]] = {
    "suggest": _suggest, "ask": _ask, "explain": _explain, "fix": _fix, "confirm": _confirm, "code": _code,
    "report": _report, "help": _help, "unknown": _unknown, "general": _general,
}  # fmt: skip
__all__ = ["Asked", "Outcome", "Suggestion", "answer", "preview", "replied"]
