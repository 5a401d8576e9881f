"""A message to a reply, readable from top to bottom.

Understand (routing), compute with the engine, state the result by code (grounding.stated), have the model comment
(commenting), check what it says against the record (grounding.checked). The model supplies no number and no name, and
rewords no result; what code could not answer is general knowledge, and labelled as such.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from .. import answers
from ..errors import SciAssistError
from ..language import vocabulary
from ..language.vocabulary import Named
from ..models.base import LanguageModel
from ..provenance.exports.showing import visible
from . import commenting, existence, facts, following, grounding, reach, routing, untrusted, ways
from .commenting import Kind, Prompt, Turn
from .context import Context, PendingError
from .grounding import Sources, stated
from .records import Block, Piece, Reply
from .routing import Routed
from .ways import Made

_TURNS = 20
_BY_CODE_ALONE = frozenset({"help", "unknown", "confirm"})


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
    wanting : str or None
        What is missing as long as the model has not said what the computation wants to know.
    """

    reply: Reply
    prompt: Prompt | None = None
    grounds: facts.Grounds | None = None
    foreign: tuple[str, ...] = ()
    odd: tuple[str, ...] = ()
    own: str = ""
    columns: Mapping[str, Sequence[Named]] = field(default_factory=dict)
    wanting: str | None = None

    def with_comment(self, text: str, *, ended: bool) -> Reply:
        """The reply with the model's text so far, checked; its unfinished last word is held back."""
        if self.grounds is None:
            return self.reply
        said = _shown(text if ended else _whole_words(text), self)
        sources = Sources([*self.reply.sources])
        checked = grounding.checked(said, self.grounds, sources) if said else ()
        runs = existence.doubted(checked, self.reply, self.columns)
        blocks = (*self.reply.blocks, Block("comment", runs)) if runs else self.reply.blocks
        dropped = self.prompt.dropped if self.prompt else 0
        return replace(self.reply, blocks=blocks, sources=sources.told(), dropped=dropped)

    def unanswered(self, reason: str) -> Reply:
        """The reply where no model speaks: what code computed stands; general knowledge says why there is none."""
        if self.wanting is not None:
            told = stated(Sources([*self.reply.sources]), f"{self.wanting}: {reason}")
            return replace(self.reply, blocks=(*self.reply.blocks, told))
        if self.reply.basis != "general":
            return self.reply
        text = f"Code cannot compute this from the data here, and no model answers it: {reason}"
        return Reply("none", (*self.reply.blocks, stated(Sources(), text)), self.reply.sources)


def answer(asked: Asked, context: Context, model: LanguageModel | None) -> Outcome:
    """What code makes of a message; the model is asked for its reading of a question only.

    Parameters
    ----------
    model : LanguageModel or None
        May raise ModelError at any call: what rests on it is then left out.
    """
    taken = reach.of(asked.text)
    text = visible(taken.question)[: vocabulary.QUESTION]
    if not text.strip():
        return Outcome(ways.plain("Ask something, or write /help."))
    followed = following.followed(text, context)
    if not followed.text:
        return Outcome(ways.plain(followed.told))
    routed, other = _routed(followed.text, context)
    try:
        made = ways.WAYS[routed.way](routed, context, model)
    except PendingError as pending:
        made = Made(pending.reply, wanting="No code is offered")
    except SciAssistError as error:
        made = Made(ways.plain(str(error)))
    notes = [stated(Sources(), told) for told in (taken.told, other) if told]
    if notes:
        made = replace(made, reply=replace(made.reply, blocks=(*notes, *made.reply.blocks)))
    sent = visible(taken.sent) if followed.text == text else followed.text
    outcome = _with_prompt(made, sent, asked, context)
    if not followed.told:
        return outcome
    # After the prompt was made: a small model would repeat it.
    note = stated(Sources(), followed.told)
    return replace(outcome, reply=replace(outcome.reply, blocks=(note, *outcome.reply.blocks)))


def _routed(text: str, context: Context) -> tuple[Routed, str]:
    """The way of a message, in English where it is in another script, and what is to be said of that."""
    routed = routing.route(text, context)
    if routed.way not in ("ask", "general"):
        return routed, ""
    other = answers.in_other_words(routed.rest, context.columns)
    if other is None:
        return routed, ""
    if other.english is None:
        # Words that are not read may turn the meaning of those that are.
        return Routed("general", routed.rest), other.told
    return Routed("ask", other.english), other.told


def preview(asked: Asked, context: Context) -> list[Piece]:
    """What would be sent to the model for a message, piece by piece; nothing where code alone answers."""
    taken = reach.of(asked.text)
    routed, _ = _routed(visible(taken.question), context)
    if routed.way in _BY_CODE_ALONE:
        return []
    kind: Kind = "general" if routed.way == "general" else "comment"
    material = ways.material(routed, context)
    return commenting.pieces(context, visible(taken.sent), material, _last(asked.turns), kind)


def _last(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    return tuple(turns[-_TURNS:])


def _with_prompt(made: Made, text: str, asked: Asked, context: Context) -> Outcome:
    if made.kind is None:
        return Outcome(made.reply, wanting=made.wanting)
    kept = [one for one in made.material if one.id not in asked.without]
    prompt = None if made.silent else commenting.prompt(
        made.kind, text, made.reply, context,
        material=made.material, turns=_last(asked.turns), without=asked.without,
        nonce=f"quoted-{secrets.token_hex(6)}",
    )  # fmt: skip
    grounds = facts.gathered(
        made.reply, context.columns, question=text, outputs=[(one.text, one.cell) for one in kept],
        known=context.names,
    )  # fmt: skip
    foreign = tuple(one.whole for one in made.material)
    odd = commenting.odd_names(context)
    return Outcome(made.reply, prompt, grounds, foreign, odd, text, context.columns)


def _whole_words(text: str) -> str:
    """The text up to its last blank: a number may go on, and a name."""
    return text[: max(text.rfind(" "), text.rfind("\n")) + 1]


def _shown(text: str, made: Outcome) -> str:
    """A model's text fit to be shown: visible, without code, without what the instructions or an output's orders say."""
    said = commenting.prose(visible(text[: commenting.COMMENT]))
    kept = [
        part
        for part in commenting.sentences(said)
        if not commenting.echoes(part)
        and not untrusted.carries(part, made.foreign, made.own, made.odd)
    ]
    return "".join(kept).strip()
