"""Functions of the package as plain source in a cell: what was computed and what is shown cannot differ."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable
from functools import lru_cache
from typing import Any


def sources(*functions: Callable[..., Any]) -> str:
    """Source of functions that need nothing but `np`, `special`, `ndimage` and each other.

    Annotations go, since their names mean nothing in a cell; of a docstring the first line stays.
    """
    return "\n\n\n".join(map(_source, functions))


@lru_cache(maxsize=64)
def _source(function: Callable[..., Any]) -> str:
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    made = tree.body[0]
    assert isinstance(made, ast.FunctionDef)
    tree = ast.fix_missing_locations(_Plain().visit(tree))
    first = (ast.get_docstring(made) or "").split("\n")[0]
    made.body[0] = ast.Expr(ast.Constant(first))
    return ast.unparse(tree)


class _Plain(ast.NodeTransformer):
    """Annotated functions and assignments become plain ones."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        for argument in (*node.args.args, node.args.vararg):
            if argument is not None:
                argument.annotation = None
        self.generic_visit(node)
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        assert node.value is not None
        return ast.copy_location(ast.Assign([node.target], node.value), node)
