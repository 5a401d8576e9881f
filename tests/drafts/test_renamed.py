"""Cells of notebooks with one column renamed, the tables of the cells before live: no renaming passes in silence."""

from __future__ import annotations

import ast
import contextlib
import copy
import io
import itertools
import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from jupyter_sciassist.drafts import names, source
from tests.drafts.test_notebooks import GONE, NOTEBOOKS

MARK = "_renamed"
# Every so many notebooks: the rest was run once while this was written.
EACH = 84
PLACES = 6


def cells(path: Path) -> list[str]:
    parts = re.split(r"(?m)^# %%.*$", path.read_text(encoding="utf-8"))
    return [part for part in parts if part.strip()]


def columns(space: dict[str, Any]) -> set[str]:
    tables = [one for one in space.values() if type(one) is pd.DataFrame]
    return {name for one in tables for name in one.columns if type(name) is str}


def renamings(code: str, known: set[str]) -> Iterator[str]:
    """The cell with one of its texts or attributes renamed that is, or holds, the name of a column."""
    tree = ast.parse(code)
    for at, node in enumerate(ast.walk(tree)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            held = sorted(one for one in known if node.value == one or _within(node.value, one))
            changed = held and re.sub(rf"\b{re.escape(held[0])}\b", held[0] + MARK, node.value)
            field = "value"
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            changed = node.attr in known and not hasattr(pd.DataFrame, node.attr) and node.attr + MARK  # fmt: skip
            field = "attr"
        else:
            continue
        if changed:
            other = ast.parse(code)
            setattr(list(ast.walk(other))[at], field, changed)
            yield ast.unparse(other)


def _within(text: str, name: str) -> bool:
    """A formula or a condition."""
    found = re.search(rf"\b{re.escape(name)}\b", text) is not None
    return found and len(name) > 1 and re.search(r"[~<>=]", text) is not None


def run(code: str, space: dict[str, Any]) -> str | None:
    """The error of a cell; None where there is none."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out), quiet():
        try:
            exec(compile(code, "cell", "exec"), space)
        except Exception as error:
            return str(error) or type(error).__name__
        finally:
            plt.close("all")
    return None


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@pytest.mark.parametrize("part", range(4))
def test_no_renamed_column_passes_in_silence(part: int) -> None:
    """Held against the truth: what counts is a renaming with which the cell fails for that name."""
    tried, silent = 0, []
    for path in NOTEBOOKS[part * EACH // 4 :: EACH]:
        space: dict[str, Any] = {"__name__": "notebook"}
        for number, code in enumerate(cells(path)):
            if number:
                assert (path.name, alarms(code, space)) == (path.name, [])
            changed = itertools.islice(renamings(code, columns(space)), PLACES)
            for one in [one for one in changed if fails(one, space)]:
                tried += 1
                if not noticed(one, space):
                    silent.append((path.name, one))
            assert run(code, space) is None
    assert silent == []
    assert tried > 5


def alarms(code: str, space: dict[str, Any]) -> list[str]:
    missing = names.check(source.read(code), live(space)).missing
    return [one.told() for one in missing if one.name not in GONE]


def fails(code: str, space: dict[str, Any]) -> bool:
    return MARK in (run(code, {name: _copied(one) for name, one in space.items()}) or "")


def noticed(code: str, space: dict[str, Any]) -> bool:
    told = names.check(source.read(code), live(space))
    missed = any(MARK in one.name for one in told.missing)
    return missed or any(MARK in one or "formula" in one for one in told.doubts)


def live(space: dict[str, Any]) -> dict[str, Any]:
    return {name: one for name, one in space.items() if not name.startswith("__")}


def _copied(one: Any) -> Any:
    return copy.deepcopy(one) if type(one) in (list, dict, pd.DataFrame, pd.Series) else one
