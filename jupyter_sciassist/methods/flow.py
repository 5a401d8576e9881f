"""A notebook's cells as one program: statements in the order of the cells, and imports under their library's names."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..cells import trees


@dataclass(frozen=True)
class Step:
    """One statement and the place of the cell that it stands in."""

    node: ast.stmt
    cell: int

    @property
    def line(self) -> int:
        """Line in the cell, from 1."""
        return self.node.lineno


@dataclass
class Program:
    """The statements of each cell, execution counts, the source of all and the imports."""

    bodies: list[tuple[int, list[ast.stmt]]] = field(default_factory=list)
    numbers: list[int | None] = field(default_factory=list)
    source: str = ""
    imports: dict[str, str] = field(default_factory=dict)


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
            for node in ast.walk(tree):
                _import(program, node)
    return program


def _import(program: Program, node: ast.AST) -> None:
    if isinstance(node, ast.Import):
        for alias in node.names:
            head = alias.name.partition(".")[0]
            program.imports[alias.asname or head] = alias.name if alias.asname else head
    elif isinstance(node, ast.ImportFrom):
        for alias in node.names:
            program.imports[alias.asname or alias.name] = f"{node.module or ''}.{alias.name}"
