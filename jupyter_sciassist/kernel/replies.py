"""A reply of the conversation as text and as HTML: where its numbers come from, and what is not verified."""

from __future__ import annotations

from collections.abc import Sequence

from ..chat import standing
from ..chat.records import Block, Draft, Reply, Run, Source
from ..language import answering
from . import display as showing
from .display import Place, clean, safe

WAITS = "The model is asked; interrupting keeps what stands here."
GENERAL = "General knowledge of the model, not from your data:"
COMMENTS = "The model comments:"
_MOST = 5
_FAINT = "opacity: .75; font-size: 92%"
_CITED = "border-bottom: 1px dotted currentColor; cursor: help"
_CODE = "margin: .3em 0; white-space: pre-wrap"
_BESIDE = "margin: .3em 0; padding-left: .8em; border-left: 3px solid currentColor"


class ReplyDisplay:
    """A reply as the output of a cell, drawn anew as it grows."""

    def __init__(self, *, in_place: bool) -> None:
        self._place = Place(in_place=in_place)
        self._last: Reply | None = None
        self._number: int | None = None

    def grow(self, reply: Reply, number: int | None = None) -> None:
        """Show what is there while the model is asked; a terminal gets its computed part at once, the rest at the end."""
        if self._place.in_place or self._last is None:
            self._put(reply, number, waits=True)

    def show(self, reply: Reply, number: int | None = None) -> None:
        """Show the whole; `number` is that by which its draft is accepted, the next after its cards where none is given."""
        self._put(reply, number, waits=False)

    def settle(self) -> None:
        """Nothing more will come: what is shown says so."""
        if self._last is not None:
            self._put(self._last, self._number, waits=False)

    def _put(self, reply: Reply, number: int | None, *, waits: bool) -> None:
        self._last, self._number = reply, number
        self._place.show(
            as_text(reply, waits=waits, number=number), as_html(reply, waits=waits, number=number)
        )


def as_text(reply: Reply, *, waits: bool = False, number: int | None = None) -> str:
    """A reply for terminals and for `text/plain`."""
    lines = [GENERAL] if reply.basis == "general" else _doubts(reply)
    stated = [block for block in reply.paragraphs() if block.kind != "comment"]
    for block in stated:
        lines += _plain(block)
    lines += [*_standing(reply), *_told(stated, reply.sources)]
    if reply.suggestions:
        lines.append(showing.as_text([], reply.suggestions))
    if reply.draft is not None:
        lines += _drafted(reply.draft, number or len(reply.suggestions) + 1)
    # Last, so that a terminal has the rest before the model has spoken.
    for block in reply.paragraphs():
        if block.kind == "comment":
            lines += _plain(block)
    lines += [f"({one})" for one in _remarks(reply)]
    return clean("\n".join([*lines, *([WAITS] if waits else [])]))


def as_html(reply: Reply, *, waits: bool = False, number: int | None = None) -> str:
    """The same for notebooks; inherits the colours of the theme. All text is escaped, nothing is a link."""
    opening = [GENERAL] if reply.basis == "general" else _doubts(reply)
    parts = [_faint(one) for one in opening]
    parts += [_paragraph(block, reply.sources) for block in reply.paragraphs()]
    parts += [_faint(one) for one in _standing(reply)]
    if reply.suggestions:
        parts.append(showing.as_html([], reply.suggestions))
    if reply.draft is not None:
        parts.append(_draft(reply.draft, number or len(reply.suggestions) + 1))
    parts += [_faint(one) for one in [*_remarks(reply), *([WAITS] if waits else [])]]
    return f'<div class="sciassist-reply">{"".join(parts)}</div>'


def _doubts(reply: Reply) -> list[str]:
    """That a question may have been read otherwise than it was meant, before what was computed for it."""
    told = standing.doubt(reply)
    return [f"? {told}", *(f"  {one}" for one in standing.choices(reply))] if told else []


def _standing(reply: Reply) -> list[str]:
    """That the answer is verified; what is in doubt is said before it."""
    answer = reply.answer
    if answer is None or reply.basis == "unverified":
        return []
    return [f"({answering.standing(answer)})"]


def _remarks(reply: Reply) -> list[str]:
    if not reply.dropped:
        return []
    return [f"{reply.dropped} older messages were left out of what the model was asked"]


def _told(blocks: Sequence[Block], sources: Sequence[Source]) -> list[str]:
    """What was computed for some paragraphs, in a line."""
    cited = {run.source for block in blocks for run in block.runs if run.source is not None}
    computed = [
        one.told
        for place, one in enumerate(sources)
        if place in cited and one.kind in ("variable", "evidence")
    ]
    told = list(dict.fromkeys(computed))
    if not told:
        return []
    more = f"; and {len(told) - _MOST} more" if len(told) > _MOST else ""
    return [f"Computed: {'; '.join(told[:_MOST])}{more}."]


def _plain(block: Block) -> list[str]:
    text = "".join(_marked(run) for run in block.runs)
    if block.kind == "code":
        return [f"    {line}" for line in text.split("\n")]
    return [text if block.kind == "text" else f"{COMMENTS} {text}"]


def _marked(run: Run) -> str:
    return f"[not verified: {run.text}]" if run.standing == "unverified" else run.text


def _paragraph(block: Block, sources: Sequence[Source]) -> str:
    if block.kind == "code":
        code = "".join(run.text for run in block.runs)
        return f'<pre style="{_CODE}">{safe(code)}</pre>'
    text = "".join(_run(run, sources) for run in block.runs).replace("\n", "<br>")
    if block.kind == "text":
        return f"<p>{text}</p>"
    return f'<div style="{_BESIDE}"><span style="{_FAINT}">{COMMENTS}</span> {text}</div>'


def _run(run: Run, sources: Sequence[Source]) -> str:
    if run.standing == "unverified":
        return f"<s>{safe(run.text)}</s> <em>not verified</em>"
    if run.source is None or not 0 <= run.source < len(sources):
        return safe(run.text)
    told = safe(sources[run.source].told)
    return f'<span style="{_CITED}" title="{told}">{safe(run.text)}</span>'


def _faint(text: str) -> str:
    return f'<p style="{_FAINT}">{safe(text)}</p>'


def _drafted(draft: Draft, number: int) -> list[str]:
    code = [f"    {line}" for line in draft.suggestion.code.rstrip("\n").split("\n")]
    return [f"{draft.suggestion.title}:", *code, *_trial(draft), _offer(number)]


def _draft(draft: Draft, number: int) -> str:
    told = "".join(_faint(one) for one in [*_trial(draft), _offer(number)])
    return (
        f"<p>{safe(draft.suggestion.title)}:</p>"
        f'<pre style="{_CODE}">{safe(draft.suggestion.code)}</pre>{told}'
    )


def _trial(draft: Draft) -> list[str]:
    dangers = [f"! line {one.line}, {one.call}: {one.told}" for one in draft.dangers]
    return [f"On a sample: {draft.trial.told}", *dangers]


def _offer(number: int) -> str:
    return (
        f"`%sci accept {number}` records it and offers it as the next cell; nothing has run here."
    )
