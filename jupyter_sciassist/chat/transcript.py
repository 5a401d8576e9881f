"""A conversation as Markdown: what was computed with its sources as footnotes, the rest marked.

All text is escaped: what a notebook, an output or a model says becomes neither HTML nor a link nor
an image in the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from . import standing
from .records import Attachment, Block, Draft, Message, Reply, Source

# Figures stay legible: a point, a sign or a colon is escaped only where Markdown would read it.
_SPECIAL = re.compile(
    r"[\\`*_\[\]<>#|~^$&@]|(?:^|(?<=^ ))(?:=|[-+](?=[-\s]|$))|(?<!\d)\.|\.(?!\d)|\)(?=\s)|:(?=//)"
)
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_BREAK = "\\\n"
_OF_CELLS = {"cell": "a cell", "output": "the output of a cell"}
_MARKS = {"general": "General knowledge of the model, not from your data."}


def markdown(title: str, messages: Sequence[Message], dropped: int = 0) -> str:
    """The conversation as one document.

    Parameters
    ----------
    title : str
        Name of the notebook.
    dropped : int
        How many older messages are no longer kept.
    """
    notes = _Footnotes()
    parts = [f"# Conversation about {escaped(title)}"]
    if dropped:
        parts.append(f"*The {dropped} oldest messages are no longer kept.*")
    for message in messages:
        parts.extend(_message(message, notes))
    parts.extend(notes.list())
    return "\n\n".join(parts) + "\n"


def of(reply: Reply) -> str:
    """One reply, for a chat that knows no footnotes: its sources are a list below it."""
    notes = _Listed()
    return "\n\n".join([*_reply(reply, notes), *notes.list()])


def escaped(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    flat = " ".join(_UNSEEN.sub("\N{REPLACEMENT CHARACTER}", text).split())
    return _SPECIAL.sub(r"\\\g<0>", flat)


class _Footnotes:
    """Sources, numbered through the document; the same source has one number."""

    def __init__(self) -> None:
        self._numbers: dict[Source, int] = {}

    def mark(self, source: Source) -> str:
        return f"[^{self._number(source)}]"

    def list(self) -> Iterable[str]:
        for number, told in self._told():
            yield f"[^{number}]: {told}"

    def _number(self, source: Source) -> int:
        return self._numbers.setdefault(source, len(self._numbers) + 1)

    def _told(self) -> Iterable[tuple[int, str]]:
        for source, number in self._numbers.items():
            about = "" if source.variable is None else f" ({escaped(source.variable)})"
            yield number, f"{escaped(source.told)}{about}"


class _Listed(_Footnotes):
    """Sources of one reply, numbered in brackets."""

    def mark(self, source: Source) -> str:
        return rf"\[{self._number(source)}\]"

    def list(self) -> Iterable[str]:
        told = [f"{number}. {text}" for number, text in self._told()]
        if told:
            yield "\n".join(["Sources:", *told])


def _message(message: Message, notes: _Footnotes) -> Iterable[str]:
    who = "You" if message.reply is None else "Research Assistant"
    yield f"## {who}, {escaped(message.at)}"
    if message.text is not None:
        yield _lines(message.text.strip())
    for attachment in message.attachments:
        yield from _attachment(attachment)
    if message.reply is not None:
        yield from _reply(message.reply, notes)
    if message.stopped:
        yield "*Stopped before it was complete.*"


def _attachment(attachment: Attachment) -> Iterable[str]:
    # The id of a cell tells nobody anything; its text follows.
    told = _OF_CELLS.get(attachment.kind) or f"{attachment.kind} {escaped(attachment.name)}"
    yield f"*Attached: {told}*"
    if attachment.text is not None:
        yield _fenced(attachment.text, "")


def _reply(reply: Reply, notes: _Footnotes) -> Iterable[str]:
    if reply.basis in _MARKS:
        yield f"**{_MARKS[reply.basis]}**"
    if doubt := standing.doubt(reply):
        told = [
            f"**? {escaped(doubt)}**",
            *(f"- {escaped(one)}" for one in standing.choices(reply)),
        ]
        yield "\n".join(told)
    for block in reply.paragraphs():
        yield _block(block, reply.sources, notes)
    if reply.suggestions:
        yield "\n".join(f"- {escaped(card.title)}" for card in reply.suggestions)
    if reply.draft is not None:
        yield from _draft(reply.draft)
    if reply.dropped:
        yield f"*{reply.dropped} older messages were left out of what the model was asked.*"


def _block(block: Block, sources: Sequence[Source], notes: _Footnotes) -> str:
    if block.kind == "code":
        return _fenced("".join(run.text for run in block.runs), "python")
    text = ""
    for run in block.runs:
        if run.standing == "unverified":
            text += _struck(run.text)
        elif run.source is not None and 0 <= run.source < len(sources):
            text += _lines(run.text) + notes.mark(sources[run.source])
        else:
            text += _lines(run.text)
    if block.kind == "text":
        return text.strip()
    return "> *The model comments:* " + text.strip().replace("\n", "\n> ")


def _struck(text: str) -> str:
    bare = text.strip()
    before, _, after = text.partition(bare)
    return f"{_lines(before)}~~{escaped(bare)}~~ *(not verified)*{_lines(after)}" if bare else text


def _draft(draft: Draft) -> Iterable[str]:
    yield f"*Draft: {escaped(draft.suggestion.title)}*"
    yield _fenced(draft.suggestion.code, "python")
    yield f"*On a sample: {escaped(draft.trial.told)}*"
    if draft.dangers:
        yield "\n".join(
            f"- Line {danger.line}, {escaped(danger.call)}: {escaped(danger.told)}"
            for danger in draft.dangers
        )


def _lines(text: str) -> str:
    """Text that Markdown shows as it is, with its lines and the blanks at its ends."""
    seen = _UNSEEN.sub(
        "\N{REPLACEMENT CHARACTER}", re.sub(r"\r\n?|[\x0b\f\x85\u2028\u2029]", "\n", text)
    )
    spaced = (re.sub(r"[^\S\n]+", " ", line) for line in seen.split("\n"))
    return _BREAK.join(_SPECIAL.sub(r"\\\g<0>", line) for line in spaced)


def _fenced(text: str, language: str) -> str:
    longest = max((len(found) for found in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    seen = _UNSEEN.sub("\N{REPLACEMENT CHARACTER}", text)
    return f"{fence}{language}\n{seen}\n{fence}"
