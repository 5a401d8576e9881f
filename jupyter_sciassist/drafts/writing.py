"""Files that a draft writes, opens or moves, and those that run code when they are read."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from . import harms
from .aliases import Aliases

URL = re.compile(
    r"\s*(https?|ftps?|s3a?|gs|gcs|sftp|ssh|hdfs|abfss?|az|file|wss?)://", re.IGNORECASE
)
_OUTSIDE = re.compile(
    r"\s*(?:[/\\~$]|[A-Za-z]:|\.\.(?:[/\\]|\Z)|%\w+%)|.*[/\\]\.\.(?:[/\\]|\Z)", re.DOTALL
)
_RUNNABLE = re.compile(
    r"(?:.*[/\\\\])?\.\w|.*\.(?:py|pth|sh|bash|bat|cmd|ps1|so|dll|pyd|ipynb|desktop|service|cfg|toml|ini)\Z",
    re.IGNORECASE | re.DOTALL,
)
_ENDING = re.compile(r".*\.\w{1,7}\Z", re.DOTALL)
_NOWHERE = "writes a file to a place that cannot be told"
_OUT = "writes outside of the notebook's folder"
# Methods that are told by a text what to do.
_TOLD = frozenset("agg aggregate apply transform applymap pipe".split())
# They write to a path that may stand anywhere among what they are given.
_ELSEWHERE = frozenset(
    "write dump savemat mmwrite print_figure print_png print_pdf print_svg writeto dump_svmlight_file".split()
)


def may_be_true(node: ast.Call, keyword: str) -> bool:
    """Whether an argument of that keyword is not plainly off."""
    return any(one.arg == keyword and not (isinstance(one.value, ast.Constant) and not one.value.value) for one in node.keywords)  # fmt: skip


def argument(node: ast.Call, place: int, names: tuple[str, ...]) -> ast.expr | None:
    """The argument of a call at a place, or of one of these keywords."""
    for one in node.keywords:
        if one.arg in names:
            return one.value
    return node.args[place] if len(node.args) > place else None


_MODE = re.compile(r"[rwxabtU+]{1,4}")


def opened(node: ast.Call, functions: set[str], aliases: Aliases) -> Iterator[str]:
    """`open` and its like, where the mode is not plainly one of reading."""
    known = bool(functions & harms.OPENERS)
    if not known and not (isinstance(node.func, ast.Attribute) and node.func.attr == "open"):
        return
    mode = argument(node, 1 if known else 0, ("mode",))
    if not known and len(node.args) > 1 and mode is node.args[0]:
        mode = node.args[1]  # `rasterio.open("a.tif", "w")`
    texts = {"r"} if mode is None else aliases.texts(mode)
    starred = any(one.arg is None for one in node.keywords) or any(
        isinstance(one, ast.Starred) for one in node.args
    )
    if starred or texts is None:
        if known or any(one.startswith("pathlib") for one in functions):
            yield "opens a file in a way that cannot be told"
    elif any(_MODE.fullmatch(text) and set(text) & set("wax+") for text in texts):
        yield harms.WRITING


def _elsewhere(node: ast.Call, name: str, aliases: Aliases) -> Iterator[str]:
    """Writing by what takes a path anywhere, or is told by a text to write."""
    if name in _ELSEWHERE:
        for one in [*node.args, *(word.value for word in node.keywords)]:
            paths = aliases.texts(one) or set()
            if any(_OUTSIDE.match(text) and _ENDING.match(text) for text in paths):
                yield _OUT
    if name in _TOLD:
        for one in [*node.args[:1], *(word.value for word in node.keywords if word.arg == "func")]:
            if any(
                text in harms.WRITERS or text in harms.METHODS for text in aliases.texts(one) or ()
            ):
                yield harms.WRITING


def written(node: ast.Call, name: str, aliases: Aliases) -> Iterator[str]:
    """Writing to a path that is, or may be, outside of the notebook's folder."""
    yield from _elsewhere(node, name, aliases)
    if name not in harms.WRITERS:
        return
    if any(one.arg is None for one in node.keywords):
        yield _NOWHERE
    target = argument(node, 0, harms.PATHS)
    if target is None or (isinstance(target, ast.Constant) and not isinstance(target.value, str)):
        return
    if any(
        one.startswith(("io.StringIO()", "io.BytesIO()", "pandas.ExcelWriter()"))
        for one in aliases.of(target)
    ):
        return
    texts = aliases.texts(target)
    if texts is None and isinstance(target, ast.JoinedStr):
        head = target.values[0] if target.values else None
        literal = isinstance(head, ast.Constant) and str(head.value)
        texts = (
            {"".join(str(one.value) for one in target.values if isinstance(one, ast.Constant))}
            if literal
            else None
        )
    if texts is None:
        yield _NOWHERE
    elif any(URL.match(one) for one in texts):
        yield harms.NETWORK
    elif any(_OUTSIDE.match(one) for one in texts):
        yield _OUT
    elif any(_RUNNABLE.match(one) for one in texts):
        yield "writes a hidden file, or one that may be run"


def handed(node: ast.AST, aliases: Aliases) -> Iterator[str]:
    """What writes files, or reaches attributes, handed on to be called elsewhere."""
    if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
        if node.attr in harms.WRITERS and node.attr not in ("save", "to_string"):
            yield "hands on what writes a file"
    elif isinstance(node, ast.Name) and "builtins.getattr" in aliases.of(node):
        yield harms.UNREADABLE


def moved(node: ast.AST, aliases: Aliases) -> Iterator[str]:
    """`one.rename("b.csv")` of something that may be a path, in a draft that has to do with paths."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return
    owner = node.func.value
    lone = len(node.args) == 1 and not node.keywords and not isinstance(node.args[0], ast.Dict)
    named = lone and isinstance(owner, ast.Name) and aliases.is_argument(owner.id)
    if named and node.func.attr in harms.OF_PATHS and not aliases.of(owner):
        yield harms.OF_PATHS[node.func.attr]


def unpickled(node: ast.Call, functions: set[str]) -> Iterator[str]:
    """Arrays and files that run code when they are loaded, or are changed while they are read."""
    of_numpy = "numpy.load" in functions
    starred = any(one.arg is None for one in node.keywords)
    third = node.args[2] if of_numpy and len(node.args) > 2 else None
    by_place = third is not None and not (isinstance(third, ast.Constant) and not third.value)
    if may_be_true(node, "allow_pickle") or (of_numpy and starred) or by_place:
        yield harms.LOADING
    if any(one.startswith("fileinput.") for one in functions) and may_be_true(node, "inplace"):
        yield harms.WRITING


def overwritten(tree: ast.Module, aliases: Aliases) -> Iterator[tuple[ast.Call, str]]:
    """Files of the notebook's folder that are there and would be written over."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        target = argument(node, 0, harms.PATHS) if node.func.attr in harms.WRITERS else None
        for text in (aliases.texts(target) or ()) if target is not None else ():
            if _is_file(text):
                yield node, f"writes over your file {text}"


def _is_file(text: str) -> bool:
    try:
        return Path(text).is_file()
    except (OSError, ValueError):
        return False
