"""No source file over 400 lines, no function over 50: what is longer is two things."""

import ast

import pytest

from tests.tracked import ROOT, tracked

SOURCES = [
    name
    for name in tracked()
    if name.endswith((".py", ".ts", ".tsx"))
    and not name.startswith(("tests/", "labextension/src/__tests__/"))
]
PYTHON = [name for name in SOURCES if name.endswith(".py")]


def functions_of(name: str) -> list[tuple[str, int]]:
    tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    found = [node for node in ast.walk(tree) if isinstance(node, kinds)]
    return [(node.name, node.end_lineno - node.lineno + 1) for node in found]


def test_there_are_sources() -> None:
    assert "jupyter_sciassist/records.py" in PYTHON


@pytest.mark.parametrize("name", SOURCES)
def test_at_most_400_lines(name: str) -> None:
    assert len((ROOT / name).read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("name", PYTHON)
def test_functions_at_most_50_lines(name: str) -> None:
    assert [(found, lines) for found, lines in functions_of(name) if lines > 50] == []
