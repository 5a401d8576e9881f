"""Drafted code as a syntax tree, and its lines that are no Python."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

_MAGIC = re.compile(r"\s*(?:[%!?].*|[\w.*]+\?{1,2}\s*)\Z")
_ASSIGNED = re.compile(r"(\s*[\w., ]+=\s*)([!%].*)\Z")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_MEANT = frozenset("\\'\"\nabfnrtv01234567xNuU")
LONGEST = 20_000


@dataclass(frozen=True)
class Source:
    """A draft that was read.

    Attributes
    ----------
    code : str
        As it is offered.
    python : str
        The same lines with the magics taken out.
    tree : ast.Module
    magics : tuple of (int, str)
        Lines, counted from 1, that IPython and no Python understands, with their text.
    """

    code: str
    python: str
    tree: ast.Module
    magics: tuple[tuple[int, str], ...]


class UnreadableError(ValueError):
    """The code is no Python; the text says where and why."""


def read(code: str) -> Source:
    """Parse drafted code, without a warning on the user's screen.

    Raises
    ------
    UnreadableError
        It does not parse even without its magics.
    """
    if len(code) > LONGEST:
        raise UnreadableError(f"The code has {len(code)} characters, at most {LONGEST} are read.")
    if "\0" in code:
        raise UnreadableError("The code holds a null character.")
    try:
        return Source(code, code, parsed(code), ())
    except SyntaxError as error:
        python, magics = _without_magics(code)
        if not magics:
            raise UnreadableError(_told(error)) from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise UnreadableError("The code is nested too deeply to be read.") from error
    try:
        return Source(code, python, parsed(python), tuple(magics))
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise UnreadableError(_told(error)) from error


def parsed(code: str) -> ast.Module:
    """The tree of Python code. Of a backslash that means nothing Python would warn; it is doubled first."""
    return ast.parse(_ESCAPE.sub(lambda m: m[0] if m[1] in _MEANT else rf"\\{m[1]}", code))


def _without_magics(code: str) -> tuple[str, list[tuple[int, str]]]:
    lines: list[str] = []
    magics: list[tuple[int, str]] = []
    cell = False
    for number, line in enumerate(code.splitlines(), 1):
        cell = cell or (line.startswith("%%") and not any(map(str.strip, lines)))
        assigned = _ASSIGNED.match(line)
        if cell or _MAGIC.match(line):
            magics.append((number, line.strip()))
            # Some statement has to stand there where it was the only one of a block.
            lines.append(line[: len(line) - len(line.lstrip())] + "pass")
        elif assigned:
            magics.append((number, assigned[2].strip()))
            lines.append(f"{assigned[1]}None")
        else:
            lines.append(line)
    return "\n".join(lines), magics


def _told(error: BaseException) -> str:
    if isinstance(error, SyntaxError):
        return f"Line {error.lineno or 1}: {error.msg}."
    return "The code is nested too deeply to be read."
