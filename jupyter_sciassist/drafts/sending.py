"""Addresses that a draft reads from, and texts that a library runs for it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from . import harms, source
from .aliases import Aliases
from .writing import URL

_TAKES_URLS = re.compile(
    r"read|load|open|scan|get|fetch|retrieve|download|imread|connect|request|Path|genfromtxt|File|Source|from_",
    re.IGNORECASE,
)
_LONGEST = 2000
_ADDRESS = re.compile(r"\b(?:https?|s3|gs|gcs|az|ftp)://", re.IGNORECASE)
_SQL = re.compile(
    r"\s*(?:with\b.*\)\s*)?(drop|delete|truncate|alter|update|insert|create|replace|attach|detach|copy|export|"
    r"install|load|vacuum|pragma|grant|call|merge|import)\b(?!\s*(?:[<>=!(+*/-]|and\b|or\b|in\b|not\b))|;\s*\w",
    re.IGNORECASE | re.DOTALL,
)


def sent(node: ast.Call, name: str, aliases: Aliases) -> Iterator[str]:
    """Addresses that something reads from."""
    if not _TAKES_URLS.search(name):
        return
    for one in [*node.args, *(word.value for word in node.keywords)]:
        texts = aliases.texts(one)
        if texts is None:
            texts = _head(one, aliases)
        if any(URL.match(text) for text in texts or ()):
            yield harms.NETWORK


def _head(node: ast.expr, aliases: Aliases) -> set[str] | None:
    """How a text begins of which not all is known."""
    while True:
        if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Mod)):
            node = node.left
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr != "format":
                return None
            node = node.func.value
        elif isinstance(node, ast.JoinedStr) and node.values:
            first = node.values[0]
            node = first.value if isinstance(first, ast.FormattedValue) else first
        else:
            return aliases.texts(node)


def is_sum(node: ast.Call, aliases: Aliases) -> bool:
    """`pd.eval("1 + 2")`: a text that does no more than to compute."""
    if aliases.of(node.func) != {"pandas.eval"} or len(node.args) != 1 or node.keywords:
        return False
    texts = aliases.texts(node.args[0])
    return bool(texts) and not any(map(_expression_calls, texts or ()))


def formulas(node: ast.Call, functions: set[str], aliases: Aliases) -> Iterator[ast.Module]:
    """The code of formulas: patsy runs it with the names of the notebook."""
    whole = any(
        one.startswith(("patsy.", "formulaic.")) or one.endswith("from_formula")
        for one in functions
    )
    for one in [*node.args, *(word.value for word in node.keywords)]:
        for text in aliases.texts(one) or ():
            if (whole or "~" in text) and "(" in text and len(text) < _LONGEST:
                try:
                    yield source.parsed(f"({re.sub(r'[~:|]', '+', text)})")
                except (SyntaxError, ValueError, RecursionError, MemoryError):
                    continue


def evaluated(node: ast.Call, name: str, functions: set[str], aliases: Aliases) -> Iterator[str]:
    """Texts that a library runs: the expressions of pandas, the statements of a database."""
    if (not isinstance(node.func, ast.Attribute) and name not in harms.SQL) or not node.args:
        return
    text = node.args[0]
    whole = isinstance(text, ast.JoinedStr)
    texts = _pieces(text) if whole else aliases.texts(text)
    if name in harms.SQL and (texts is not None or name != "query"):
        if texts is None:
            yield "sends a statement to a database that cannot be read from the code"
        elif any(_SQL.search(one) for one in texts):
            yield "changes a database"
        elif any(_ADDRESS.search(one) for one in texts):
            yield harms.NETWORK
    of_pandas = name in ("query", "eval") and "builtins.eval" not in functions
    if of_pandas and (texts is None or any(map(_expression_calls, texts))):
        yield harms.TEXTS


def _pieces(node: ast.expr) -> set[str]:
    values = node.values if isinstance(node, ast.JoinedStr) else []
    return {"".join(str(one.value) if isinstance(one, ast.Constant) else " x0 " for one in values)}


_QUIET = frozenset("sin cos tan exp log log10 log1p sqrt abs isnull notnull isna notna isin between contains startswith endswith lower upper str dt year month day hour round mean median sum std min max rank any all".split())  # fmt: skip


def _expression_calls(text: str) -> bool:
    """Whether an expression of pandas calls more than arithmetic, or names what it has no business with."""
    if "__" in text:
        return True
    try:
        tree = source.parsed(f"({text.replace('@', '').replace('`', '')})")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return "@" in text and "(" in text
    called = [one.func for one in ast.walk(tree) if isinstance(one, ast.Call)]
    names = {
        one.attr if isinstance(one, ast.Attribute) else getattr(one, "id", "") for one in called
    }
    return not names <= _QUIET
