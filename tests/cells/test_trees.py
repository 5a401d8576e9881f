from __future__ import annotations

import ast
import warnings

import pytest

from jupyter_sciassist.cells.trees import parse


def test_stray_backslashes_warn_nobody() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        tree = parse("import re\nre.sub('\\d', \"it\\'s\", df['a\\\\d'])\nx = 1 + \\\n  2\n")
    assert tree is not None
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    assert set(texts) == {"/d", "it's", "a\\d", 1, 2}


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("%matplotlib inline\n!ls x\na\nb?\n?c\n  %time d\n", ["a"]),
        ("%%time\na", ["a"]),
        ("\n%%capture out\na", ["a"]),
        ("print('%d'\n      % (\n  a, b\n))", ["print", "a", "b"]),
        ("", []),
    ],
)
def test_magics_are_left_out(source: str, names: list[str]) -> None:
    tree = parse(source)
    assert tree is not None
    assert [node.id for node in ast.walk(tree) if isinstance(node, ast.Name)] == names


@pytest.mark.parametrize(
    "source", ["%%bash\nls", "def f(:", "(" * 5_000, "-" * 10_000 + "1", "\x00", "%%"]
)
def test_what_does_not_parse(source: str) -> None:
    assert parse(source) is None
