"""The records of a conversation that travel between kernel, browser and disk.

`labextension/src/chat/records.ts` mirrors this file. Text travels as runs, not as offsets into a
string, because Python and JavaScript count characters differently.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from ..drafts.records import Danger as Danger
from ..drafts.records import Draft as Draft
from ..drafts.records import Trial as Trial
from ..records import Answer, Record, Suggestion

AttachmentKind = Literal["variable", "column", "cell", "output"]
Basis = Literal["computed", "unverified", "general", "none"]
BlockKind = Literal["text", "comment", "code"]
Standing = Literal["plain", "grounded", "unverified"]
SourceKind = Literal["evidence", "variable", "output", "question"]


@dataclass(frozen=True)
class Attachment(Record):
    """What the person put beside a message.

    `name` is a variable, `variable.column`, or a cell's id; `text` is the source of a cell or the
    text of an output, untrusted, null for the others.
    """

    kind: AttachmentKind
    name: str
    text: str | None = None


@dataclass(frozen=True)
class Piece(Record):
    """One piece of what would be sent to the model: shown, and removable by `id` unless `fixed`, before it is sent.

    `tokens` is an estimate until a model that is loaded has counted.
    """

    id: str
    told: str
    text: str
    tokens: int
    fixed: bool = False


@dataclass(frozen=True)
class Source(Record):
    """What a number or a name in a reply comes from; `told` is the computation in words.

    `suggestion` is the card that holds the evidence, `cell` the cell whose output it was.
    """

    kind: SourceKind
    told: str
    variable: str | None = None
    suggestion: str | None = None
    cell: str | None = None


@dataclass(frozen=True)
class Run(Record):
    """A stretch of text of one standing; `source` is its place in `Reply.sources`, where grounded."""

    text: str
    standing: Standing = "plain"
    source: int | None = None


@dataclass(frozen=True)
class Block(Record):
    """A paragraph stated by code (text), one by the model (comment), or code."""

    _nested: ClassVar[Mapping[str, Any]] = {"runs": Run}
    kind: BlockKind
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Reply(Record):
    """What the assistant says to one message.

    `basis` is "computed" where code computed it from the data, "unverified" where code computed it for
    a reading that may not be what was asked, "general" for general knowledge of the model, "none" where nothing could be said. `dropped` counts old turns left out of the prompt
    for want of room.
    """

    _nested: ClassVar[Mapping[str, Any]] = {
        "blocks": Block,
        "sources": Source,
        "answer": Answer,
        "suggestions": Suggestion,
        "draft": Draft,
    }
    basis: Basis
    blocks: tuple[Block, ...] = ()
    sources: tuple[Source, ...] = ()
    answer: Answer | None = None
    suggestions: tuple[Suggestion, ...] = ()
    draft: Draft | None = None
    dropped: int = 0

    def paragraphs(self) -> list[Block]:
        """The blocks, without code that the draft holds as well."""
        drafted = None if self.draft is None else self.draft.suggestion.code.strip()
        return [
            block
            for block in self.blocks
            if block.kind != "code" or "".join(run.text for run in block.runs).strip() != drafted
        ]


@dataclass(frozen=True)
class Message(Record):
    """One message of a conversation, as it is kept in its history; exactly one of `text`, `reply`.

    `id` is made by the front end, `at` is ISO 8601 in UTC.
    """

    _nested: ClassVar[Mapping[str, Any]] = {"reply": Reply, "attachments": Attachment}
    id: str
    at: str
    text: str | None = None
    reply: Reply | None = None
    attachments: tuple[Attachment, ...] = ()
    stopped: bool = False
