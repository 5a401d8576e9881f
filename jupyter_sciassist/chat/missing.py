"""Variables that a message names, that the notebook makes, and that the kernel does not have: deleted, or not made yet."""

from __future__ import annotations

import ast
import re

from ..cells import trees
from ..language import cues
from .context import Context


def missing(text: str, context: Context) -> str | None:
    """The first word of a message that a cell assigns and that is no variable now; None where there is none.

    Examples
    --------
    >>> from jupyter_sciassist.chat.context import Context
    >>> cell = {"cell_type": "code", "source": "birds = load()"}
    >>> missing("How many rows has birds?", Context({}, {}, None, (cell,)))
    'birds'
    """
    made = _made(context) - context.names.keys()
    columns = {one.name.casefold() for own in context.columns.values() for one in own}
    words: list[str] = re.findall(r"[^\W\d]\w*", text)
    for word in words:
        low = word.casefold()
        # A word of the question that means a column, or belongs to the question, is no variable.
        if word in made and low not in columns | cues.STOP and (low,) not in cues.PHRASES:
            return word
    return None


def told(name: str) -> str:
    """What is the matter with it, and what helps."""
    return f"There is no variable {name} in the kernel now: it was deleted, or not made yet. Run the cell that makes it, then ask again."


def _made(context: Context) -> set[str]:
    """Names that the cells of the notebook assign."""
    found: set[str] = set()
    for cell in context.cells:
        tree = trees.parse(str(cell.get("source", ""))) if cell.get("cell_type") == "code" else None
        for statement in tree.body if tree is not None else ():
            targets = statement.targets if isinstance(statement, ast.Assign) else []
            found |= {
                node.id for one in targets for node in ast.walk(one)
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
            }  # fmt: skip
    return found
