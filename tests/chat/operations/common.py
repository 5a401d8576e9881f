"""What the tests of the operations share: tables with known answers, replies as text."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from palmerpenguins import load_penguins

from jupyter_sciassist.chat import context
from jupyter_sciassist.chat.context import Context
from jupyter_sciassist.chat.operations import OPERATIONS, cleaning, plotting
from jupyter_sciassist.chat.operations import respond as responded
from jupyter_sciassist.chat.operations._drafting import Written
from jupyter_sciassist.chat.records import Block, Reply, Run
from jupyter_sciassist.kernel.engine import Engine

BIRDS = load_penguins()


def over(**objects: object) -> Context:
    return context.outside(objects)


PENGUINS = over(penguins=BIRDS)


def untried(question: str, where: Context) -> tuple[str, Reply] | None:
    """Name of the operation that takes a message, and its reply, code not run in a process of its own yet: that takes seconds."""
    early = {one.respond: one.written for one in (plotting, cleaning)}
    for operation in OPERATIONS:
        with np.errstate(all="ignore"):
            made = early.get(operation, operation)(question, where)
        name = operation.__module__.rsplit(".", 1)[-1]
        if isinstance(made, Written):
            so_far = made.telling.reply(suggestions=made.suggestions)
            return name, replace(so_far, blocks=(*so_far.blocks, Block("code", (Run(made.code),))))
        if made is not None:
            return name, made
    return None


def respond(question: str, where: Context) -> Reply | None:
    found = untried(question, where)
    return None if found is None else found[1]


def tried(question: str, where: Context = PENGUINS) -> Reply:
    found = responded(question, where)
    assert found is not None, question
    return Reply.from_json(found.to_json())


def reply(question: str, where: Context = PENGUINS) -> Reply:
    found = respond(question, where)
    assert found is not None, question
    return Reply.from_json(found.to_json())


def text(found: Reply) -> str:
    return "\n".join("".join(run.text for run in block.runs) for block in found.blocks)


def told(question: str, where: Context = PENGUINS) -> str:
    return text(reply(question, where))


def grounded(found: Reply) -> list[tuple[str, str]]:
    """Each grounded text with the words of its source."""
    return [
        (run.text, found.sources[run.source].told)
        for block in found.blocks
        for run in block.runs
        if run.source is not None
    ]


def noise(seed: int, n: int = 120) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(rng.normal(size=(n, 4)), columns=["y", "u", "v", "w"])
    return frame.assign(side=rng.choice(["left", "right"], n))


def answered(own: Engine, message: str, turns: list[dict[str, str]] | None = None) -> Reply:
    """The last reply of a kernel's engine to a message."""
    replies = []

    def take(event: str, **fields: object) -> None:
        if event == "reply":
            replies.append(fields["reply"])
        assert event != "error", fields

    turn = own.chat(message, cells=[], turns=turns or [], reply=take)
    assert turn.wait(120)
    return Reply.from_json(replies[-1])


def said(own: Engine, message: str, turns: list[dict[str, str]] | None = None) -> str:
    return text(answered(own, message, turns))
