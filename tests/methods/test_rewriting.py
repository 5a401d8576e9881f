"""What is found must not hang on how a notebook is written: it is rewritten without a change of meaning, and read again."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

from tests.methods.test_corpus import CORPUS, KINDS, run

OPEN = CORPUS / "open"
KEY = json.loads((OPEN / "key.json").read_text())
SOME = sorted(KEY)[::14]
_SCOPED = (ast.Lambda, ast.ListComp, ast.GeneratorExp, ast.DictComp, ast.SetComp, ast.IfExp)


class Names:
    """Every argument, mask and condition of a plain statement gets a name of its own first."""

    def __init__(self) -> None:
        self.count = 0

    def body(self, body: list[ast.stmt]) -> list[ast.stmt]:
        made: list[ast.stmt] = []
        for one in body:
            for part in ("body", "orelse", "finalbody"):
                inner = getattr(one, part, None)
                if isinstance(inner, list) and inner and not isinstance(one, ast.ClassDef):
                    setattr(one, part, self.body(inner))
            if isinstance(one, (ast.Assign, ast.Expr, ast.Return)) and one.value is not None:
                made += self.arguments(one.value)
            if isinstance(one, ast.If) and isinstance(one.test, ast.Compare):
                one.test = self.named(made, one.test)
            made.append(one)
        return made

    def arguments(self, value: ast.expr) -> list[ast.stmt]:
        made: list[ast.stmt] = []
        if isinstance(value, ast.Call):
            for place, arg in enumerate(value.args):
                if not isinstance(arg, (ast.Name, ast.Constant, ast.Starred, ast.JoinedStr, *_SCOPED)):  # fmt: skip
                    value.args[place] = self.named(made, arg)
        elif isinstance(value, ast.Subscript) and isinstance(value.slice, ast.Compare):
            value.slice = self.named(made, value.slice)
        return made

    def named(self, made: list[ast.stmt], value: ast.expr) -> ast.Name:
        self.count += 1
        made.append(ast.Assign([ast.Name(f"part_{self.count}", ast.Store())], value))
        return ast.Name(f"part_{self.count}", ast.Load())


def with_names(trees: list[ast.Module]) -> None:
    names = Names()
    for tree in trees:
        tree.body = names.body(tree.body)


def renamed(trees: list[ast.Module]) -> None:
    """Variables lose the names that say what they are."""
    nodes = [node for tree in trees for node in ast.walk(tree)]
    kept = {alias.asname or alias.name.split(".")[0] for node in nodes if isinstance(node, (ast.Import, ast.ImportFrom)) for alias in node.names}  # fmt: skip
    kept |= {node.arg for node in nodes if isinstance(node, ast.arg)}
    texts = " ".join(node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))  # fmt: skip
    stored = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}  # fmt: skip
    plain = sorted(name for name in stored - kept if not re.search(rf"\b{name}\b", texts))
    new = {name: f"q{place}" for place, name in enumerate(plain)}
    for node in nodes:
        if isinstance(node, ast.Name):
            node.id = new.get(node.id, node.id)


@pytest.mark.parametrize("rewrite", [with_names, renamed])
def test_another_way_of_writing_changes_nothing(rewrite, tmp_path: Path) -> None:
    wrong = []
    for name in SOME:
        cells = re.split(r"^# %%.*$", (OPEN / name).read_text(), flags=re.MULTILINE)
        trees = [ast.parse(cell) for cell in cells]
        rewrite(trees)
        path = tmp_path / name
        path.write_text("\n# %%\n".join(ast.unparse(ast.fix_missing_locations(tree)) for tree in trees))  # fmt: skip
        kind, found = KEY[name]["kind"], run(path)
        if bool(found) if kind == "sound" else not found & KINDS[kind]:
            wrong.append(f"{name} {kind}: {sorted(found)}")
    assert len(wrong) <= 0.05 * len(SOME), "\n".join(wrong)
