"""What the expressions of a draft may stand for: dotted names of modules and functions, texts, user's variables.

Assignments are followed wherever they stand, without regard to their order, so that no order hides one: a
name stands for everything that it may ever stand for. `pathlib.Path().parent` is what `Path("x").parent` gives.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from . import harms, trial

LIVE = "live:"
_PASSES = 8
_MOST = 24
_BUILTIN = frozenset(dir(builtins)) | {"get_ipython", "exit", "quit", "raw_input"}
_SEQUENCES = frozenset(
    f"builtins.{one}" for one in "sorted list tuple set iter reversed next".split()
)
_Store = tuple[int, int]


class Aliases:
    """The names of a draft.

    Parameters
    ----------
    tree : ast.Module
    live : mapping of name to live object or None
        What the names that the draft does not make stand for.
    data : collection of str
        Live names that hold the user's data.
    """

    def __init__(self, tree: ast.Module, live: Mapping[str, Any], data: Mapping[str, Any]) -> None:
        self._names: dict[str, set[str]] = {}
        self._texts: dict[str, list[ast.expr]] = {}
        self._open: set[str] = set()
        self._live = live
        self.data = data
        self.bound = _bound(tree)
        bindings = list(_bindings(tree))
        for module, name, dotted in _imports(tree):
            self._names.setdefault(name, set()).add(_plain(dotted))
            if name == "*":
                self._star(module)
        loops = list(_loops(tree))
        for _ in range(_PASSES):
            before = sum(map(len, self._names.values()))
            for name, value in [*bindings, *loops]:
                self._names.setdefault(name, set()).update(list(self.of(value))[:_MOST])
            if before == sum(map(len, self._names.values())):
                break
        self._collect(tree, bindings)
        given = [one for one in ast.walk(tree) if isinstance(one, ast.arguments)]
        self._arguments = {arg.arg for one in given for arg in (*one.posonlyargs, *one.args)}

    def names_pathlib(self, tree: ast.AST) -> bool:
        """Whether a name of the draft stands for something of pathlib."""
        named = (self._name(one) for one in ast.walk(tree) if isinstance(one, ast.Name))
        return any(one.startswith("pathlib") for found in named for one in found)

    def is_argument(self, name: str) -> bool:
        """Whether a name is that of an argument of a function."""
        return name in self._arguments

    def _star(self, module: str) -> None:
        """`from os import *` binds what the tables know of os."""
        for dotted in (*harms.SINGLE, *harms.WHOLE):
            owner, _, name = dotted.rpartition(".")
            if owner == module:
                self._names.setdefault(name, set()).add(dotted)
        if module in harms.BUT or module in harms.WHOLE:
            self._open.add(module)

    def _collect(self, tree: ast.Module, bindings: list[tuple[str, ast.expr]]) -> None:
        for name, value in bindings:
            self._texts.setdefault(name, []).append(value)
        for node in ast.walk(tree):
            if isinstance(node, (ast.For, ast.comprehension)) and isinstance(node.target, ast.Name):
                parts = (
                    node.iter.elts
                    if isinstance(node.iter, (ast.List, ast.Tuple, ast.Set))
                    else [node.iter]
                )
                self._texts.setdefault(node.target.id, []).extend(parts or [node.iter])

    def of(self, node: ast.AST, depth: int = 12) -> set[str]:
        """Dotted names that an expression may stand for; empty where it is none."""
        if not depth:
            return set()
        if isinstance(node, ast.Name):
            return self._name(node)
        if isinstance(node, ast.Attribute):
            return {_plain(f"{one}.{node.attr}") for one in self.of(node.value, depth - 1)}
        if isinstance(node, ast.NamedExpr):
            return self.of(node.value, depth - 1)
        if isinstance(node, ast.IfExp):
            return self.of(node.body, depth - 1) | self.of(node.orelse, depth - 1)
        if isinstance(node, ast.BoolOp):
            return set().union(*(self.of(one, depth - 1) for one in node.values))
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            return {one for one in self.of(node.left, depth - 1) if one.startswith("pathlib")}
        if isinstance(node, ast.Call):
            return self._call(node, depth)
        if isinstance(node, ast.Starred):
            return self._each(node.value, depth)
        if isinstance(node, ast.Await):
            return self.of(node.value, depth - 1)
        return set()

    def _each(self, node: ast.expr, depth: int) -> set[str]:
        """What a loop over something gives: the parts of a list, the paths of a folder."""
        if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            return set().union(*(self.of(one, depth - 1) for one in node.elts))
        return {one for one in self.of(node, depth - 1) if one.startswith("pathlib")}

    def _name(self, node: ast.Name) -> set[str]:
        found = set(self._names.get(node.id, ()))
        if node.id in _BUILTIN and self.is_free(node):
            found.add(f"builtins.{node.id}")
        if node.id in self.data:
            if self.is_free(node):
                found.add(f"{LIVE}{node.id}")
        elif node.id in self._live and self.is_free(node):
            place = trial.importable(self._live[node.id])
            if place is not None:
                found.add(_plain(".".join(filter(None, place))))
        for module in self._open:
            if node.id not in self._names and node.id not in self.bound:
                found.add(f"{module}.{node.id}")
        return found

    def is_free(self, node: ast.Name) -> bool:
        """Whether a name may still be the one from outside here: not made by the draft's own lines above."""
        first = self.bound.get(node.id)
        return first is None or (node.lineno, node.col_offset) < first

    def _call(self, node: ast.Call, depth: int) -> set[str]:
        functions = self.of(node.func, depth - 1)
        made = {f"{one}()" for one in functions if not one.startswith(LIVE)}
        if functions & _SEQUENCES and node.args:
            made |= {one for one in self.of(node.args[0], depth - 1) if one.startswith("pathlib")}
        if "builtins.getattr" in functions and len(node.args) > 1:
            for name in self.texts(node.args[1]) or ():
                made |= {_plain(f"{one}.{name}") for one in self.of(node.args[0], depth - 1)}
        if (
            functions & {"builtins.__import__", "importlib.import_module", "importlib.__import__"}
            and node.args
        ):
            made |= {_plain(name) for name in self.texts(node.args[0]) or ()}
        return made

    def texts(self, node: ast.AST, depth: int = 8) -> set[str] | None:
        """The texts that an expression may be, None where they cannot all be told."""
        if isinstance(node, ast.Constant):
            return {node.value} if isinstance(node.value, str) else {str(node.value)}
        if not depth:
            return None
        if isinstance(node, ast.Name):
            values = self._texts.get(node.id)
            return _all([self.texts(one, depth - 1) for one in values]) if values else None
        if isinstance(node, ast.IfExp):
            return _all([self.texts(one, depth - 1) for one in (node.body, node.orelse)])
        if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Div)):
            between = "/" if isinstance(node.op, ast.Div) else ""
            return self._joined([node.left, node.right], between, depth)
        if isinstance(node, ast.JoinedStr):
            return self._joined(
                [
                    getattr(one, "value", one) if isinstance(one, ast.FormattedValue) else one
                    for one in node.values
                ],
                "",
                depth,
            )
        if isinstance(node, ast.Call) and self.of(node.func) & {
            "pathlib.Path",
            "builtins.str",
            "os.path.join",
        }:
            found = [self.texts(one, depth - 1) for one in node.args]
            if found and all(found) and len(found) < 6:
                return {"/".join(sorted(one)[0] for one in found if one)}
            return None
        return None

    def _joined(self, parts: list[ast.expr], between: str, depth: int) -> set[str] | None:
        made: set[str] | None = None
        for part in parts:
            texts = self.texts(part, depth - 1)
            if texts is None or len(texts) * len(made or "1") > _MOST:
                return None
            made = texts if made is None else {f"{a}{between}{b}" for a in made for b in texts}
        return made


def _imports(tree: ast.Module) -> Iterator[tuple[str, str, str]]:
    """(module, name, dotted name) of everything that is imported."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for one in node.names:
                first = one.name.partition(".")[0]
                yield one.name, one.asname or first, one.name if one.asname else first
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            for one in node.names:
                yield (
                    module,
                    one.asname or one.name,
                    f"{module}.{one.name}" if one.name != "*" else "",
                )


def _bindings(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """Names with the expressions that are assigned to them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                yield from _pairs(target, node.value)
        elif isinstance(node, (ast.AnnAssign, ast.NamedExpr)) and node.value is not None:
            yield from _pairs(node.target, node.value)
        elif isinstance(node, ast.withitem) and node.optional_vars is not None:
            yield from _pairs(node.optional_vars, node.context_expr)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            given = node.args
            plain = [*given.posonlyargs, *given.args]
            for argument, default in zip(plain[::-1], given.defaults[::-1], strict=False):
                yield argument.arg, default
            for argument, value in zip(given.kwonlyargs, given.kw_defaults, strict=True):
                if value is not None:
                    yield argument.arg, value


def _loops(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """Names that go through something, as starred expressions."""
    for node in ast.walk(tree):
        if not isinstance(node, (ast.For, ast.AsyncFor, ast.comprehension)):
            continue
        if isinstance(node.target, ast.Name):
            yield node.target.id, ast.copy_location(ast.Starred(node.iter), node.iter)


def _pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, (ast.Tuple, ast.List)) and isinstance(value, (ast.Tuple, ast.List)):
        for one, part in zip(target.elts, value.elts, strict=False):
            yield from _pairs(one, part)


def _bound(tree: ast.Module) -> dict[str, _Store]:
    """Where the draft first makes a name of its own, by statements that are run whatever comes."""
    found: dict[str, _Store] = {}
    deleted: set[str] = set()
    for statement in tree.body:
        for name in _makes(statement):
            # From the end of the statement on: its own value is computed before.
            end = (statement.end_lineno or statement.lineno, statement.end_col_offset or 0)
            found.setdefault(name, end)
    for node in ast.walk(tree):
        if isinstance(node, ast.Delete):
            deleted |= {one.id for one in node.targets if isinstance(one, ast.Name)}
    return {name: place for name, place in found.items() if name not in deleted}


def _makes(statement: ast.stmt) -> Iterator[str]:
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield statement.name
    elif isinstance(statement, (ast.Import, ast.ImportFrom)):
        for one in statement.names:
            yield one.asname or one.name.partition(".")[0]
    else:
        targets: list[ast.expr] = []
        if isinstance(statement, ast.Assign):
            targets = statement.targets
        elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
            targets = [statement.target]
        elif isinstance(statement, ast.With):
            targets = [
                one.optional_vars for one in statement.items if one.optional_vars is not None
            ]
        for target in targets:
            for node in ast.walk(target):
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                    yield node.id


def _plain(dotted: str) -> str:
    """A dotted name with the roundabout ways to the same thing taken out: `glob.os.remove` is `os.remove`."""
    parts = dotted.split(".")
    parts[0] = harms.OS.get(parts[0], parts[0])
    parts = ".".join(parts).split(".")
    for at in range(len(parts) - 1, 0, -1):
        # A module within another is that module; `()` before it: an attribute of a value.
        inner = _PRIVATE.get(parts[at], parts[at])
        if (inner in _WITHIN or inner != parts[at]) and not any(
            "()" in one or ":" in one for one in parts[:at]
        ):
            parts = [inner, *parts[at + 1 :]]
            break
    return ".".join(parts)


_WITHIN = frozenset(
    "os sys subprocess shutil socket ctypes importlib pickle builtins pathlib".split()
)
# How modules of the standard library hide what they import.
_PRIVATE = {f"_{one}": one for one in (*_WITHIN, "io")}


def _all(found: Sequence[set[str] | None]) -> set[str] | None:
    """All of these texts, None where some cannot be told."""
    told = [one for one in found if one is not None]
    return set().union(*told) if len(told) == len(found) else None
