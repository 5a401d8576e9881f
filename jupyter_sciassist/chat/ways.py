"""The ways that a message may go: each makes a reply by code, and says what the model may add."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from .. import answers
from ..drafts import Draft, Refused, UntriedError
from ..errors import ModelError
from ..language import answering
from ..models.base import LanguageModel
from ..records import Answer
from . import cells, explaining, fixing, missing, numerals, operations, routing
from .commenting import Kind
from .context import Context, PendingError
from .grounding import Cited, Sources, stated
from .operations import warning
from .records import Basis, Reply, Source
from .routing import Routed
from .untrusted import Quoted

_SHOWN = 5
_EMPTY = (
    "The kernel has no data now: no variable can be read as a table, a series or an array. Run the cells"
    " that make them (a restart empties the kernel), then ask again."
)


@dataclass(frozen=True)
class Made:
    """A reply by code; `kind` is what the model adds, `material` what it may read beside the record.

    `wanting` says what is missing as long as the model has not spoken; `silent` that the model is not asked, since a plain
    value says all there is to say.
    """

    reply: Reply
    kind: Kind | None = None
    wanting: str | None = None
    material: tuple[Quoted, ...] = field(default=())
    silent: bool = False


def plain(text: str) -> Reply:
    """A reply of one sentence by code, where nothing was computed."""
    return Reply("none", (stated(Sources(), text),))


def material(routed: Routed, context: Context) -> tuple[Quoted, ...]:
    """What is shown to the model of the notebook: the cell that is meant, and what the person attached."""
    found = None
    if routed.way in ("explain", "fix"):
        found = cells.target(routed.rest, context, failed=routed.failed)
    elif any(one.kind in ("cell", "output") for one in context.attachments):
        found = cells.target("", context, failed=False)
    return tuple(cells.material(found)) if found is not None else ()


def _help(routed: Routed, context: Context, model: LanguageModel | None) -> Made:
    told = [stated(Sources(), f"/{name}: {what}.") for name, what in routing.COMMANDS.items()]
    return Made(Reply("none", tuple(told)))


def _unknown(routed: Routed, context: Context, model: LanguageModel | None) -> Made:
    known = ", ".join(f"/{name}" for name in routing.COMMANDS)
    return Made(plain(f"There is no command /{routed.rest}. There are {known}."))


def _suggest(routed: Routed, context: Context, model: LanguageModel | None) -> Made:
    """The cards of one object, ranked as its scan ranks them."""
    named = [name for name in context.objects if name in routed.rest.split()]
    if routed.rest and not named:
        return Made(
            plain(
                f"There is no data in a variable of that name. There are: {', '.join(context.objects) or 'none'}."
            )
        )
    if not context.objects:
        return Made(plain(_EMPTY))
    name = (named or list(context.objects))[0]
    cards = tuple(context.cards(name))
    firm = [card for card in cards if card.evidence is not None and card.evidence.asserted]
    sources = Sources()
    source = Source("variable", f"the scan of {name}", name)
    if not cards:
        return Made(plain(f"There is nothing to suggest about {name}: no analysis applies to it."))
    count, sure = Cited(str(len(cards)), source), Cited(str(len(firm)), source)
    several = len(cards) > 1
    verdict: tuple[str | Cited, ...] = (", established." if firm else ", not established.",)
    if several:
        verdict = (", ", sure if firm else "none", " of them established.")
    what = " suggestions about " if several else " suggestion about "
    block = stated(sources, count, what, Cited(name, source), *verdict)
    shown = (*firm, *(card for card in cards if card not in firm))[: 2 * _SHOWN]
    return Made(
        Reply("computed", (block,), sources.told(), suggestions=shown), "comment" if shown else None
    )


def _ask(routed: Routed, context: Context, model: LanguageModel | None) -> Made:
    """A named operation, else a value or a relation."""
    gone = missing.missing(routed.rest, context)
    if gone is not None:
        return Made(plain(missing.told(gone)))
    reply = operations.respond(routed.rest, context)
    if reply is not None:
        return _commented(reply, routed, context)
    if not context.objects:
        return Made(plain(_EMPTY))
    found = answers.ask(context.objects, routed.rest, model=model, cards=context.cards)
    return _commented(warning.beside(replied(found), context), routed, context)


def replied(found: Answer) -> Reply:
    """An answer as a reply: its sentence, with the value and the names cited."""
    sources = Sources()
    blocks = (stated(sources, *_cited(found)),)
    shown = found.suggestions[:_SHOWN]
    basis: Basis = "none"
    refused = found.reading is None and found.text.startswith(tuple(answering.CANNOT.values()))
    if not refused and (found.value is not None or found.suggestions):
        basis = "computed" if found.verified else "unverified"
    return Reply(basis, blocks, sources.told(), replace(found, suggestions=()), shown)


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
    return [f"{head}: ", Cited(shown, source), *_figures(tail, source)]


def _figures(text: str, source: Source) -> list[str | Cited]:
    """The rest of the sentence, its numbers cited as well."""
    parts: list[str | Cited] = []
    end = 0
    for one in numerals.figures(text):
        parts += [text[end : one.start], Cited(text[one.start : one.end], source)]
        end = one.end
    return [*parts, text[end:]]


def _explain(routed: Routed, context: Context, model: LanguageModel | None) -> Made:
    found = cells.target(routed.rest, context, failed=routed.failed)
    failed = found.failure is not None if found is not None else routed.failed
    reply = explaining.explain(found, context, failed=failed)
    return Made(reply, "comment" if found is not None else None, material=material(routed, context))


def _fix(routed: Routed, context: Context, model: LanguageModel | None) -> Made:
    """The error explained, and a draft that may mend it."""
    made = _explain(replace(routed, failed=True), context, model)
    found = cells.target(routed.rest, context, failed=True)
    if found is None or found.failure is None:
        return replace(made, kind=None)
    return _drafted(lambda: fixing.fix(found, context, model), made.reply, context)


def _drafted(write: Callable[[], Draft | Refused], reply: Reply, context: Context) -> Made:
    """A draft beside what was said already; where the model has not spoken yet, the reply as it is so far."""
    try:
        made = write()
    except ModelError:
        return Made(reply, wanting="No code was drafted")
    except UntriedError as error:
        raise PendingError(reply) from error
    if isinstance(made, Refused):
        told = stated(Sources([*reply.sources]), f"No code is offered. {made.told}")
        return Made(replace(reply, blocks=(*reply.blocks, told)))
    if context.store is not None:
        context.store.keep_asked([made.suggestion])
    return Made(replace(reply, basis="computed", draft=made))


def _confirm(routed: Routed, context: Context, model: LanguageModel | None) -> Made:
    """Test a card once, on record."""
    if context.store is None:
        return Made(plain("Confirming needs a kernel with suggestions."))
    number = routed.rest.strip().lstrip("#")
    if not number.isdecimal() or not number.isascii() or len(number) > 6:
        return Made(plain("Give the number of a suggestion, such as /confirm 2."))
    card, told = context.store.confirm(context.store.numbered(int(number)))
    outcome = card.confirmation
    text = f"{outcome.outcome}: {outcome.reason} " if outcome is not None else ""
    return Made(Reply("computed", (stated(Sources(), f"{text}{told}"),), suggestions=(card,)))


def _code(routed: Routed, context: Context, model: LanguageModel | None) -> Made:
    """Code that does what is asked: that of a named operation, else the model's."""
    if not routed.rest:
        return Made(plain("Say what the code is to do, such as /code plot mass against age."))
    reply = operations.respond(routed.rest, context)
    if reply is not None and reply.draft is not None:
        return _commented(reply, routed, context)
    if model is None:
        return Made(Reply("none"), wanting="No code was drafted")
    return _drafted(lambda: fixing.draft(routed.rest, context, model), Reply("none"), context)


def _report(routed: Routed, context: Context, model: LanguageModel | None) -> Made:
    return _ask(replace(routed, rest=f"report {routed.rest}".strip()), context, model)


def _commented(reply: Reply, routed: Routed, context: Context) -> Made:
    """A reply by code, on which the model comments where it holds findings: values and drafts stand alone."""
    if reply.basis == "none":
        return Made(reply)
    findings = any(card.hypothesis is not None for card in reply.suggestions)
    silent = reply.draft is not None or not findings
    return Made(reply, "comment", material=material(routed, context), silent=silent)


def _general(routed: Routed, context: Context, model: LanguageModel | None) -> Made:
    """A named operation after all, or what the model knows; nobody can tell of what the kernel does not have."""
    gone = None if routing.is_definition(routed.rest) else missing.missing(routed.rest, context)
    if gone is not None:
        return Made(plain(missing.told(gone)))
    reply = operations.respond(routed.rest, context)
    if reply is not None:
        return _commented(reply, routed, context)
    return Made(Reply("general"), "general", material=material(routed, context))


WAYS: Mapping[routing.Way, Callable[[Routed, Context, LanguageModel | None], Made]] = {
    "suggest": _suggest, "ask": _ask, "explain": _explain, "fix": _fix, "confirm": _confirm, "code": _code,
    "report": _report, "help": _help, "unknown": _unknown, "general": _general,
}  # fmt: skip
