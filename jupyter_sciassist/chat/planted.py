"""Code that has no place in an analysis, and texts in it that speak to a reader: what no model is shown of a cell."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from typing import Any

from ..cells import trees
from . import untrusted

_SAFE_MODULES = frozenset(
    "numpy pandas polars scipy matplotlib seaborn statsmodels sklearn math statistics datetime itertools functools collections "
    "re pyarrow xarray astropy plotly altair".split()
)
_UNSAFE = frozenset(
    "os sys subprocess shutil socket ctypes importlib builtins exec eval compile open input __import__ globals locals vars "
    "getattr setattr delattr get_ipython requests urllib pickle breakpoint exit quit help".split()
)


def is_plain(cell: Mapping[str, Any]) -> bool:
    """A cell of analysis code that does nothing to the machine and holds no texts that read like sentences."""
    tree = trees.parse(str(cell.get("source", "")))
    if tree is None:
        return False
    return not any(_is_unsafe(node) for node in ast.walk(tree))


def _is_unsafe(node: ast.AST) -> bool:
    """A part of code that has no place in an analysis, or a text that reads like a sentence."""
    if isinstance(node, (ast.While, ast.AsyncFunctionDef, ast.Global)):
        return True
    if isinstance(node, ast.Name):
        return node.id in _UNSAFE
    if isinstance(node, ast.Attribute):
        return node.attr.startswith("__")
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return not _imports_safely(node)
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and untrusted.is_odd(node.value)
    )


def _imports_safely(node: ast.Import | ast.ImportFrom) -> bool:
    found = (
        [one.name for one in node.names] if isinstance(node, ast.Import) else [node.module or ""]
    )
    return all(name.partition(".")[0] in _SAFE_MODULES for name in found)


def texts(source: str) -> list[str]:
    """What of a cell is no analysis: comments, harmful statements, texts; all of one that is no Python."""
    tree = trees.parse(source)
    if tree is None:
        return [source]
    found = [
        text
        for text in re.findall(r"#\s*([^\n]+)", source)
        if untrusted.reads_like_a_sentence(text)
    ]
    unsafe = [one for one in tree.body if any(_is_unsafe(node) for node in ast.walk(one))]
    return [*found, *map(ast.unparse, unsafe)]
