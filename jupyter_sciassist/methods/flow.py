"""A notebook's cells as one program: calls under their library's names, and what comes from what.

The reading is by syntax alone: a name comes from every name in the expressions that were assigned to it.
Functions of the notebook are read where they stand, loops once.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..cells import trees

# What is made of these says where values are known and nothing of the values themselves.
_PRESENCE = frozenset(
    "isna notna isnull notnull isnan isfinite dropna shape len unique nunique index columns "
    "stratify arange range permutation".split()
)


@dataclass(frozen=True)
class Step:
    """One statement: the cell it stands in, its line there, and the loops and functions around it."""

    node: ast.stmt
    cell: int
    around: tuple[ast.stmt, ...] = ()

    @property
    def line(self) -> int:
        """Line in the cell, from 1."""
        return self.node.lineno


@dataclass
class Program:
    """Statements in order, imports, classes of instances and ancestors of names."""

    steps: list[Step] = field(default_factory=list)
    numbers: list[int | None] = field(default_factory=list)
    source: str = ""
    imports: dict[str, str] = field(default_factory=dict)
    classes: dict[str, str] = field(default_factory=dict)
    parents: dict[str, set[str]] = field(default_factory=dict)
    functions: dict[str, ast.FunctionDef] = field(default_factory=dict)
    bodies: list[tuple[int, list[ast.stmt]]] = field(default_factory=list)

    def called(self, node: ast.AST) -> str:
        """Dotted name of what a call calls: the library's, `Class.method`, or as it is written."""
        if not isinstance(node, ast.Call):
            return ""
        return self.dotted(node.func)

    def dotted(self, node: ast.AST) -> str:
        """Dotted name of an expression, aliases resolved; empty where it is none."""
        if isinstance(node, ast.Name):
            return self.imports.get(node.id, node.id)
        if isinstance(node, ast.Attribute):
            owner = node.value
            if isinstance(owner, ast.Name) and owner.id in self.classes:
                return f"{self.classes[owner.id]}.{node.attr}"
            if isinstance(owner, ast.Call):
                made = self.called(owner)
                return f"{made}.{node.attr}" if made else f"?.{node.attr}"
            head = self.dotted(owner)
            return f"{head}.{node.attr}" if head else f"?.{node.attr}"
        return ""

    def ancestors(self, names: set[str]) -> set[str]:
        """The names and all that they come from."""
        found: set[str] = set()
        left = list(names)
        while left:
            name = left.pop()
            if name not in found:
                found.add(name)
                left += self.parents.get(name, ())
        return found

    def calls(self) -> Iterator[tuple[Step, ast.Call, str]]:
        """Every call with its step and dotted name, each once, in order."""
        for step in self.steps:
            for node in own(step.node):
                if isinstance(node, ast.Call):
                    yield step, node, self.called(node)


def last(dotted: str) -> str:
    """Last part of a dotted name."""
    return dotted.rpartition(".")[2]


def own(node: ast.stmt) -> Iterator[ast.AST]:
    """Nodes of a statement without those of statements inside it."""
    left: list[ast.AST] = [node]
    while left:
        one = left.pop()
        yield one
        children = [
            child
            for child in ast.iter_child_nodes(one)
            if not isinstance(child, (ast.stmt, ast.ExceptHandler))
        ]
        left += reversed(children)


def names(node: ast.AST | None, *, values_only: bool = False) -> set[str]:
    """Names that an expression reads; with `values_only` those whose values matter to it."""
    if node is None:
        return set()
    found: set[str] = set()
    left: list[ast.AST] = [node]
    while left:
        one = left.pop()
        if values_only and _presence(one):
            continue
        if isinstance(one, ast.Name):
            found.add(one.id)
        left += ast.iter_child_nodes(one)
    return found


def _presence(node: ast.AST) -> bool:
    if isinstance(node, ast.keyword):
        return node.arg in _PRESENCE
    if isinstance(node, ast.Call):
        func = node.func
        name = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
        return name in _PRESENCE and name != "dropna"
    return isinstance(node, ast.Attribute) and node.attr in {"shape", "index", "columns"}


def texts(node: ast.AST | None) -> set[str]:
    """String constants of an expression, and attributes that may be columns."""
    if node is None:
        return set()
    found = set()
    for one in ast.walk(node):
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            found.add(one.value)
        if isinstance(one, ast.Attribute):
            found.add(one.attr)
    return found


def targets(node: ast.stmt) -> list[str]:
    """Names that a statement binds, in order; a column that is assigned binds its frame."""
    if isinstance(node, ast.Assign):
        nodes: Sequence[ast.expr] = node.targets
    elif isinstance(node, (ast.AnnAssign, ast.AugAssign, ast.For)):
        nodes = [node.target]
    else:
        nodes = []
    return [name for one in nodes for name in _bound(one)]


def _bound(node: ast.expr) -> list[str]:
    if isinstance(node, (ast.Tuple, ast.List)):
        return [name for one in node.elts for name in _bound(one)]
    while isinstance(node, (ast.Subscript, ast.Attribute, ast.Starred)):
        node = node.value
    return [node.id] if isinstance(node, ast.Name) else []


def value(node: ast.stmt) -> ast.expr | None:
    """The expression of an assignment, a loop's iterable or an expression statement."""
    if isinstance(node, ast.For):
        return node.iter
    if isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr, ast.Return)):
        return node.value
    return None


def read(cells: Sequence[Mapping[str, Any]]) -> Program:
    """The program of the code cells, in the order in which they stand."""
    program = Program()
    for place, cell in enumerate(cells):
        program.numbers.append(cell.get("execution_count"))
        if cell.get("cell_type") != "code":
            continue
        source = str(cell.get("source") or "")
        tree = trees.parse(source)
        if tree is not None:
            program.source += source + "\n"
            program.bodies.append((place, tree.body))
            _statements(program, tree.body, place, ())
    return program


def _statements(
    program: Program, body: Sequence[ast.stmt], cell: int, around: tuple[ast.stmt, ...]
) -> None:
    for node in body:
        step = Step(node, cell, around)
        program.steps.append(step)
        _learn(program, node)
        inner: list[ast.stmt] = []
        for part in ("body", "orelse", "finalbody"):
            inner += getattr(node, part, [])
        for handler in getattr(node, "handlers", []):
            inner += handler.body
        _statements(program, inner, cell, (*around, node))


def _learn(program: Program, node: ast.stmt) -> None:
    if isinstance(node, ast.Import):
        for alias in node.names:
            head = alias.name.partition(".")[0]
            program.imports[alias.asname or head] = alias.name if alias.asname else head
    elif isinstance(node, ast.ImportFrom):
        for alias in node.names:
            program.imports[alias.asname or alias.name] = f"{node.module or ''}.{alias.name}"
    elif isinstance(node, ast.FunctionDef):
        program.functions[node.name] = node
    bound, made = targets(node), value(node)
    read_names = names(made, values_only=True)
    if isinstance(node, ast.Assign):
        for one in node.targets:
            if isinstance(one, ast.Subscript):
                read_names |= names(one.slice, values_only=True)
    for name in bound:
        kept = program.parents.setdefault(name, set())
        kept |= read_names - {name}
        if isinstance(made, ast.Call):
            called = program.called(made)
            if last(called)[:1].isupper() or last(called) in {"make_pipeline"}:
                program.classes[name] = called
    _mutated(program, node)


def _mutated(program: Program, node: ast.stmt) -> None:
    """`kept.append(x)` and `model.fit(X, y)` put what they are given into their owner."""
    if not isinstance(node, ast.Expr) or not isinstance(node.value, ast.Call):
        return
    func = node.value.func
    if isinstance(func, ast.Attribute) and isinstance(func.value, ast.Name):
        given = {name for one in node.value.args for name in names(one, values_only=True)}
        if func.attr in {"append", "extend", "add", "update", "fit"}:
            program.parents.setdefault(func.value.id, set()).update(given - {func.value.id})
