"""Hundreds of notebooks that ran: nothing in them is missed, nothing is marked; a column that is not there is found."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import numpy as np
import pytest

from jupyter_sciassist.drafts import dangers, names, source

CORPUS = Path(__file__).parents[1] / "methods" / "corpus"
NOTEBOOKS = sorted(CORPUS.glob("*/*.py"))
# What this version of NumPy has no more is rightly missed.
GONE = {name for name in ("trapz", "in1d") if not hasattr(np, name)}


def test_there_are_hundreds() -> None:
    assert len(NOTEBOOKS) > 500


@pytest.mark.parametrize("part", range(8))
def test_nothing_is_missed_or_marked(part: int) -> None:
    for path in NOTEBOOKS[part::8]:
        code = source.read(path.read_text(encoding="utf-8"))
        missing = [one.told() for one in names.check(code, {}).missing if one.name not in GONE]
        assert (path.name, missing) == (path.name, [])
        marks = [one.danger for one in dangers.marks(code, {}, {}, {})]
        assert (path.name, marks) == (path.name, [])


@pytest.mark.parametrize("part", range(8))
def test_a_column_that_is_not_there_is_found(part: int) -> None:
    """Of every table that a notebook writes out, a column that it has not, read right after."""
    tried = 0
    for path in NOTEBOOKS[part::8]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for at, statement in enumerate(tree.body):
            name = _table(statement)
            if name is None:
                continue
            tried += 1
            read = ast.parse(f"{name}['no such column']").body
            changed = ast.Module([*tree.body[: at + 1], *read, *tree.body[at + 1 :]], [])
            missing = names.check(source.read(ast.unparse(changed)), {}).missing
            assert "no such column" in {one.name for one in missing}, (path.name, name)
            break
    assert tried > 10


def _table(node: ast.stmt) -> str | None:
    """The name in `name = pd.DataFrame({...})`."""
    if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
        return None
    return (
        node.targets[0].id
        if re.match(r"pd\.DataFrame\(\{'[^*]*\}\)\Z", ast.unparse(node.value))
        else None
    )
