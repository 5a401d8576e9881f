"""What the tests of the operations share: tables with known answers, replies as text."""

from __future__ import annotations

import numpy as np
import pandas as pd
from palmerpenguins import load_penguins

from jupyter_sciassist.chat import context
from jupyter_sciassist.chat.context import Context
from jupyter_sciassist.chat.operations import respond
from jupyter_sciassist.chat.records import Reply

BIRDS = load_penguins()


def over(**objects: object) -> Context:
    return context.outside(objects)


PENGUINS = over(penguins=BIRDS)


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
