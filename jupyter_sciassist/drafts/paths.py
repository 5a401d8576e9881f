"""Files that a draft reads: one that is not there was made up."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from ..cells import cautions
from ..language import coding
from . import harms
from .aliases import Aliases
from .base import Missing
from .source import Source

_READERS = re.compile(
    r"read_(?!clipboard|sql|gbq|html)\w+|scan_\w+|loadtxt|genfromtxt|imread|open_dataset"
)
_LIBRARIES = (
    "pandas",
    "polars",
    "numpy",
    "matplotlib",
    "xarray",
    "imageio",
    "geopandas",
    "builtins",
    "io",
)
_ADDRESS = re.compile(r"\w+://")
_LISTED = 1000


def missing(code: Source, live: Mapping[str, Any]) -> list[Missing]:
    """Files that are read by a name that stands in the code, and that do not exist.

    Parameters
    ----------
    code : Source
    live : mapping of name to live object or None
    """
    aliases = Aliases(code.tree, live, {})
    return [
        Missing(node.lineno, "file", text, near=_near(text))
        for node, text in _read(code.tree, aliases)
        if not _ADDRESS.match(text) and not _exists(text)
    ]


def loading(code: Source, files: Collection[Missing], objects: Collection[str]) -> set[int]:
    """Lines that load, from a file that is not there, a variable that is: `df = pd.read_csv("df.csv")`.

    Models write them by habit, told otherwise or not; without them the code does what is meant.
    """
    made_up = {one.line for one in files}
    return {
        one.lineno
        for one in code.tree.body
        if isinstance(one, ast.Assign)
        and one.lineno == one.end_lineno
        and one.lineno in made_up
        and isinstance(one.targets[0], ast.Name)
        and one.targets[0].id in objects
        and coding.LOADING.match(code.code.splitlines()[one.lineno - 1])
    }


def _read(tree: ast.Module, aliases: Aliases) -> Iterator[tuple[ast.Call, str]]:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and node.args
            and any(_reads(one, node) for one in aliases.of(node.func))
        ):
            texts = aliases.texts(node.args[0])
            if texts is not None and len(texts) == 1:
                yield node, next(iter(texts))


def _reads(dotted: str, node: ast.Call) -> bool:
    library, name = dotted.partition(".")[0], dotted.rpartition(".")[2]
    if dotted in harms.OPENERS:
        return len(node.args) == 1 and not node.keywords
    return library in _LIBRARIES and "()" not in dotted and _READERS.fullmatch(name) is not None


def _exists(text: str) -> bool:
    try:
        return "*" in text or Path(text).expanduser().exists()
    except (OSError, ValueError, RuntimeError):
        return False


def _near(text: str) -> tuple[str, ...]:
    """A file of the same folder whose name is like it."""
    try:
        folder = Path(text).expanduser().parent
        names = [one.name for one, _ in zip(folder.iterdir(), range(_LISTED), strict=False)]
    except (OSError, ValueError, RuntimeError):
        return ()
    found = cautions.near(Path(text).name, names)
    return () if found is None else (found,)
