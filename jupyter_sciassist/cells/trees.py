"""Syntax trees of cells, without a word on the user's screen."""

from __future__ import annotations

import ast
import re

_MAGIC = re.compile(r"\s*(?:[%!?]|.*\?\s*\Z)")
_CELL_MAGICS = frozenset({"%%time", "%%timeit", "%%capture", "%%prun"})
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


def parse(source: str) -> ast.Module | None:
    """Tree of a cell's Python, its magics left out; None where it does not parse.

    Python warns of a backslash before a plain letter while it parses, which would show below the cell that
    happens to run. So backslashes that only make characters are taken out first.
    """
    if source.lstrip().startswith("%%"):
        first, _, source = source.lstrip().partition("\n")
        if first.split()[0] not in _CELL_MAGICS:
            return None
    # A line within brackets may begin with an operator: as it stands first, without what may be magics after.
    lines = ["" if _MAGIC.match(line) else line for line in source.splitlines()]
    return _tree(source) or _tree("\n".join(lines))


def _tree(source: str) -> ast.Module | None:
    try:
        return ast.parse(_ESCAPE.sub(_plain, source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _plain(escape: re.Match[str]) -> str:
    kept = escape.group(1) in "\\'\"\n"
    return escape.group() if kept else f"/{escape.group(1)}"
