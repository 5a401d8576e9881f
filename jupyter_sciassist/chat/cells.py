"""Which cell a message is about, what it showed and where it failed: read from the notebook, trusted in nothing."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..cells import digest, trees
from . import planted, untrusted
from .context import Context
from .untrusted import Quoted

_NUMBER = re.compile(
    r"\b(?:cell|output|out|in)\s*\[?\s*(\d{1,6})\b|^\s*\[?(\d{1,6})\]?\s*$", re.IGNORECASE
)
_ARROW = re.compile(r"(?m)^\s*-+>\s*(\d+)\s?(.*)$")
_LINE = re.compile(
    r"(?:Cell In\s?\[?\d*\]?|<ipython-input-[^>]*>|<cell line: \d+>|<stdin>)\S*,? line:? ?(\d+)"
)
_LINE_CHARS = 200
_CLASS = re.compile(r"[A-Za-z_][\w.]{0,80}")


@dataclass(frozen=True)
class Failure:
    """An error of a cell: its type, its message (untrusted), and the line of the cell where it arose; `whole`: all of it."""

    name: str
    message: str
    number: int | None
    line: str
    whole: str = ""


@dataclass(frozen=True)
class Target:
    """The cell that a message is about.

    `shown` is the text of its outputs, untrusted; `kinds` are the types of what it displayed; `place`, from 1, is told
    where other cells bear the same number: one of an earlier kernel may.
    """

    cell: Mapping[str, Any]
    shown: str
    kinds: tuple[str, ...]
    failure: Failure | None
    place: int | None = None

    @property
    def id(self) -> str | None:
        """The cell's id, where it has one."""
        found = self.cell.get("id")
        return found if isinstance(found, str) else None

    @property
    def source(self) -> str:
        """Its source."""
        return str(self.cell.get("source", ""))

    @property
    def told(self) -> str:
        """How a sentence calls it: by the number in its brackets, as the notebook shows it."""
        count = self.cell.get("execution_count")
        if count is None:
            return "The cell"
        return f"Cell [{count}]" + (
            "" if self.place is None else f" (no. {self.place} from the top)"
        )


def target(question: str, context: Context, *, failed: bool) -> Target | None:
    """The cell meant: by the number in its brackets, attached, active, or the last that showed something (`failed`: that failed).

    Of several with one number the attached one is meant, else the last.
    """
    made = _numbered(digest.cut(context.cells))
    attached = [_attached(one.kind, one.name, one.text, made) for one in context.attachments]
    named = [one for one in attached if one is not None]
    match = _NUMBER.search(question)
    if match:
        number = int(match[1] or match[2])
        same = [one for one in made if one.cell["execution_count"] == number]
        return next((one for one in named if one in same), same[-1] if same else None)
    active = [one for one in made if context.cell is not None and one.id == context.cell]
    wanted = [one for one in [*named, *active] if _has(one, failed)]
    if wanted or named:
        return (wanted or named)[0]
    late = [one for one in reversed(made) if _has(one, failed)]
    late.sort(key=lambda one: -(one.cell["execution_count"] or 0))
    return late[0] if late else None


def _numbered(cells: list[dict[str, Any]]) -> list[Target]:
    """The code cells; those that share a number with another know their place among all cells."""
    made = [(at, _target(cell)) for at, cell in enumerate(cells, 1) if cell["cell_type"] == "code"]
    often = Counter(one.cell["execution_count"] for _, one in made)
    return [
        replace(one, place=at) if often[one.cell["execution_count"]] > 1 else one
        for at, one in made
    ]


def _has(one: Target, failed: bool) -> bool:
    return one.failure is not None if failed else bool(one.shown or one.kinds or one.failure)


def _attached(kind: str, name: str, text: str | None, made: list[Target]) -> Target | None:
    if kind not in ("cell", "output"):
        return None
    own = next((one for one in made if one.id == name), None)
    if own is not None:
        return own
    if kind == "output":
        return Target(
            {"id": name, "source": ""}, digest.text_of(text, untrusted.TEXT), ("text",), None
        )
    return Target({"id": name, "source": digest.text_of(text, digest.SOURCE_CHARS)}, "", (), None)


def _target(cell: Mapping[str, Any]) -> Target:
    shown, kinds = [], []
    failure = None
    for one in cell["outputs"]:
        if one["output_type"] == "stream":
            shown.append(one["text"])
            kinds.append("printed text")
        elif one["output_type"] == "error":
            failure = _failure(one, cell["source"])
        else:
            shown.append(one["data"].get("text/plain", ""))
            kinds += [kind for kind in one["data"] if kind != "text/plain"] or ["text"]
    return Target(cell, "\n".join(part for part in shown if part), tuple(kinds), failure)


def _failure(output: Mapping[str, Any], source: str) -> Failure:
    """The error of an output; its line is taken from the cell's source, not from what the output says."""
    name = output["ename"] if _CLASS.fullmatch(output["ename"]) else "an error"
    whole = "\n".join([f"{output['ename']}: {output['evalue']}", *output["traceback"]])
    lines = source.splitlines()
    text = "\n".join(output["traceback"])
    own = re.search(r"(?:Cell In|ipython-input|<cell line)", text)
    part = text[own.start() :] if own else ""
    found = (
        _ARROW.search(part) or _LINE.search(part) or re.search(r"\bline (\d+)\b", output["evalue"])
    )
    number = int(found[1]) if found else None
    if number is None or not 0 < number <= len(lines):
        line = lines[0].strip() if len(lines) == 1 else ""
        return Failure(name, output["evalue"], None, line, whole)
    return Failure(name, output["evalue"], number, lines[number - 1].strip(), whole)


def names_in(line: str) -> list[str]:
    """Names that a line of code reads, in order."""
    tree = trees.parse(line) or trees.parse(
        line.rstrip(":") + ": pass" if line.endswith(":") else line
    )
    if tree is None:
        return list(dict.fromkeys(re.findall(r"(?<![\w.'\"])[A-Za-z_]\w*", line)))
    found = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    ]
    found.sort(key=lambda node: (node.lineno, node.col_offset))
    return list(dict.fromkeys(node.id for node in found))


def last_expression(source: str) -> str | None:
    """The expression whose value a cell shows, None where its last line is none."""
    tree = trees.parse(source)
    if tree is None or not tree.body or not isinstance(tree.body[-1], ast.Expr):
        return None
    try:
        return ast.unparse(tree.body[-1].value)
    except (RecursionError, ValueError):
        return None


def material(found: Target) -> list[Quoted]:
    """What the model may be shown of a cell: the line in question, its output and its error within their budgets.

    Of the source no more than one line of plain code is shown; the whole is kept to hold comments against.
    """
    own, told = found.id or "active", found.told.lower()
    made = []
    if found.source.strip():
        line = (
            found.failure.line if found.failure is not None else last_expression(found.source) or ""
        )
        line = bare(line)
        made.append(
            Quoted(
                f"source:{own}",
                f"line of {told}",
                untrusted.private(line),
                "\n".join(planted.texts(found.source)),
                found.id,
            )
        )
    if found.shown.strip():
        made.append(
            untrusted.quoted(
                f"output:{own}", f"output of {told}", found.shown, untrusted.TEXT, found.id
            )
        )
    if found.failure is not None:
        text = found.failure.whole.partition("\n")[0]
        sent = untrusted.quoted(f"error:{own}", f"error of {told}", text, untrusted.ERROR, found.id)
        made.append(replace(sent, whole=found.failure.whole))
    return made


def bare(line: str) -> str:
    """A line of code without its comment; nothing of one that holds texts which read like sentences."""
    tree = trees.parse(line)
    if tree is None or len(line) > _LINE_CHARS:
        return ""
    texts = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    return "" if any(untrusted.is_odd(text) for text in texts) else ast.unparse(tree)
