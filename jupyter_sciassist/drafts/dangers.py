"""Calls of a draft that may do harm, found without running it.

Marked is every place that names something of the tables in `harms.py`, called or handed on, under whatever name;
a module of theirs that is handed on as a value; and what reaches things by names that cannot be read. Changes
of the user's own data are marked too; those do no harm to a copy, so a draft with no other mark is still tried.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from . import harms, mutations, sending, writing
from .aliases import LIVE, Aliases
from .records import Danger
from .source import Source

_SHOWN = 80
_SECRET = re.compile(
    r"\.ssh\b|\.aws\b|\.netrc|\.git-credentials|\bid_rsa|\bid_ed25519|/etc/(?:passwd|shadow)|/proc/|"
    r"(?:^|[/\\])\.env\b|credentials|\.kube\b|\.gnupg|jpserver-|\.pgpass|\.docker\b",
    re.IGNORECASE,
)
_PAGE = re.compile(r"<\s*(?:script|iframe|object|embed|img)\b|javascript:", re.IGNORECASE)
_PATCHES = "replaces a part of a library for the whole notebook"
_DUNDER = re.compile(r"__\w+__")
_PLAIN_DUNDERS = frozenset("__name__ __version__ __doc__ __len__ __file__ __annotations__ __class__ __main__ __all__ __init__".split())  # fmt: skip


@dataclass(frozen=True)
class Mark:
    """A danger; `mild` where nothing but the user's own data changes, of which a trial holds a copy."""

    danger: Danger
    mild: bool = False


def marks(
    code: Source, live: Mapping[str, Any], data: Mapping[str, Any], columns: Mapping[str, Any]
) -> list[Mark]:
    """Every place of a draft that may do harm, by line.

    Parameters
    ----------
    code : Source
    live : mapping of name to live object or None
        All live names: a draft may use what the notebook imported.
    data : mapping of name to live object
        Those that hold the user's data.
    columns : mapping of name to collection of labels
        Their columns, where they have any.
    """
    aliases = Aliases(code.tree, live, data)
    found = [
        Mark(Danger(line, text[:_SHOWN], "commands the kernel or the system"))
        for line, text in code.magics
    ]
    found += [
        Mark(Danger(line, _shown(node), told)) for node, told, line in _strong(code.tree, aliases)
    ]
    mild = [*mutations.found(code.tree, aliases, columns), *writing.overwritten(code.tree, aliases)]
    found += [Mark(Danger(node.lineno, _shown(node), told), True) for node, told in mild]
    kept: dict[tuple[int, str], Mark] = {}
    for one in found:
        kept.setdefault((one.danger.line, one.danger.call), one)
    return sorted(kept.values(), key=lambda one: (one.danger.line, one.mild))


def _shown(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _strong(tree: ast.AST, aliases: Aliases) -> Iterator[tuple[ast.AST, str, int]]:
    calls = {id(node.func): node for node in ast.walk(tree) if isinstance(node, ast.Call)}
    bases = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    bases |= {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Assign, ast.NamedExpr)) and node.value
    }
    paths = aliases.names_pathlib(tree)
    for node in ast.walk(tree):
        called = calls.get(id(node))
        if called is not None and sending.is_sum(called, aliases):
            continue
        found = [*_of(node, aliases, id(node) in bases)]
        found += writing.handed(node, aliases) if called is None else []
        found += writing.moved(node, aliases) if paths else []
        for told in found:
            yield called or node, told, getattr(node, "lineno", 1)


def _of(node: ast.AST, aliases: Aliases, base: bool) -> Iterator[str]:
    """What is to be told of one node, seen by itself."""
    if isinstance(node, (ast.Name, ast.Attribute)):
        yield from _reference(node, aliases, base)
    elif isinstance(node, ast.Call):
        yield from _call(node, aliases)
    elif isinstance(node, ast.ImportFrom):
        yield from _star(node)
    elif isinstance(node, ast.Import):
        yield from (harms.NETWORK for one in node.names if one.name == "antigravity")
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        if _DUNDER.fullmatch(node.value) and node.value not in _PLAIN_DUNDERS:
            yield harms.INNER
        elif len(node.value) < 500 and _SECRET.search(node.value):
            yield "names a place where secrets are kept"
        elif _PAGE.search(node.value):
            yield harms.SCRIPTS


def _star(node: ast.ImportFrom) -> Iterator[str]:
    module = harms.OS.get(node.module or "", node.module or "")
    if any(one.name == "*" for one in node.names) and (told := _whole(module)):
        yield told


def _reference(node: ast.Name | ast.Attribute, aliases: Aliases, base: bool) -> Iterator[str]:
    if isinstance(node, ast.Name) and _DUNDER.fullmatch(node.id) and node.id not in _PLAIN_DUNDERS:
        yield harms.INNER
    if isinstance(node, ast.Attribute):
        if _DUNDER.fullmatch(node.attr) and node.attr not in _PLAIN_DUNDERS:
            yield harms.INNER
        if node.attr in harms.METHODS:
            yield harms.METHODS[node.attr]
        if isinstance(node.ctx, ast.Store) and _is_class(node.value, aliases):
            yield _PATCHES
    for dotted in aliases.of(node):
        if isinstance(node.ctx, ast.Load):
            yield from _named(dotted, base)
        elif isinstance(node, ast.Attribute) and _foreign(dotted):
            yield _PATCHES


def _is_class(node: ast.AST, aliases: Aliases) -> bool:
    """`type(x)` and `x.__class__`: what is set there is set for all of their kind."""
    if isinstance(node, ast.Call):
        return "builtins.type" in aliases.of(node.func)
    return isinstance(node, ast.Attribute) and node.attr == "__class__"


def _named(dotted: str, base: bool) -> Iterator[str]:
    if dotted.startswith(LIVE):
        return
    single = harms.SINGLE.get(dotted.removesuffix("()"))
    if single is not None and not dotted.endswith("()"):
        yield single
    elif dotted.startswith(harms.FETCHES):
        yield harms.NETWORK
    else:
        owner, told = _owner(dotted)
        rest = dotted[len(owner) + 1 :].partition(".")[0].removesuffix("()")
        if told and rest and not (owner in harms.BUT and rest in harms.BUT[owner][0]):
            yield told
        elif told and not rest and not base:
            yield f"hands on the module {owner}"
    if dotted.startswith("sys.path.") or dotted.startswith(("sys.stdout.", "sys.stderr.")):
        last = dotted.rpartition(".")[2]
        if last not in ("write", "flush", "exists"):
            yield "changes where modules are found or output goes"
    if (
        dotted.startswith("pathlib.")
        and "()" in dotted
        and dotted.rpartition(".")[2] in harms.OF_PATHS
    ):
        yield harms.OF_PATHS[dotted.rpartition(".")[2]]


def _owner(dotted: str) -> tuple[str, str]:
    """The module of the tables that a dotted name lies in, and what is told of it; empty where none."""
    parts = dotted.split(".")
    for count in range(len(parts), 0, -1):
        owner = ".".join(parts[:count])
        if told := _whole(owner):
            return owner, told
    return "", ""


def _whole(module: str) -> str:
    if module in harms.BUT:
        return harms.BUT[module][1]
    return harms.WHOLE.get(module, "")


def _foreign(dotted: str) -> bool:
    """Whether an attribute that is set belongs to a library, its settings excepted."""
    settings = ("rcParams", ".options", ".rc")
    return (
        not dotted.startswith(LIVE)
        and "()" not in dotted
        and not any(one in dotted for one in settings)
    )


def _call(node: ast.Call, aliases: Aliases) -> Iterator[str]:
    functions = aliases.of(node.func)
    name = _last(node.func, functions)
    if (
        functions & {"builtins.getattr", "builtins.hasattr"}
        and len(node.args) > 1
        and aliases.texts(node.args[1]) is None
    ):
        yield harms.UNREADABLE
    if "builtins.getattr" in functions and len(node.args) > 1:
        for one in aliases.of(node):
            yield from _named(one, base=False)
        for text in aliases.texts(node.args[1]) or ():
            if text in harms.METHODS:
                yield harms.METHODS[text]
            elif _DUNDER.fullmatch(text) and text not in _PLAIN_DUNDERS:
                yield harms.INNER
    if "builtins.vars" in functions or ("builtins.dir" in functions and not node.args):
        yield harms.UNREADABLE
    if functions & {"builtins.type"} and len(node.args) > 1:
        yield harms.INNER
    if name in harms.SHOWN and any(map(_is_active, _texts_in(node))):
        yield harms.SCRIPTS
    yield from writing.opened(node, functions, aliases)
    yield from writing.written(node, name, aliases)
    yield from sending.sent(node, name, aliases)
    yield from sending.evaluated(node, name, functions, aliases)
    for tree in sending.formulas(node, functions, aliases):
        yield from (told for _, told, _ in _strong(tree, aliases))
    yield from writing.unpickled(node, functions)
    if name == "display" and writing.may_be_true(node, "raw"):
        yield harms.SCRIPTS


_ACTIVE = re.compile(
    r"<\s*(?:script|iframe|object|embed|img|link)|\bon\w+\s*=|javascript:|https?:", re.IGNORECASE
)


def _is_active(text: str) -> bool:
    return _ACTIVE.search(text) is not None


def _texts_in(node: ast.Call) -> Iterator[str]:
    for one in ast.walk(node):
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            yield one.value


def _last(function: ast.expr, dotted: set[str]) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return next((one.rpartition(".")[2] for one in sorted(dotted)), "")
