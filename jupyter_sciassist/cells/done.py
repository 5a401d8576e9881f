"""What the notebook's cells already computed, by their syntax trees; nothing is run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from . import digest, trees
from .names import Names, Ref, texts

_KINDS = """
association trend: corr corrwith pearsonr spearmanr kendalltau corrcoef linregress theilslopes
association trend: scatterplot lmplot regplot residplot jointplot scatter scatter_matrix pairplot
association trend: polyfit lineplot relplot line plot
association trend difference: OLS WLS GLS GLM Logit
association difference: crosstab chi2_contingency fisher_exact barnard_exact
difference: ttest_ind ttest_rel mannwhitneyu wilcoxon kruskal f_oneway brunnermunzel
difference: alexandergovern tukey_hsd permutation_test ks_2samp boxplot box violinplot boxenplot
difference null: ttost_ind ttost_paired
heteroscedasticity: levene bartlett fligner het_breuschpagan het_white het_goldfeldquandt
difference: friedmanchisquare AnovaRM
difference: stripplot swarmplot barplot catplot pointplot pivot_table
distribution: hist histplot kdeplot displot describe shapiro normaltest ecdfplot
distribution outlier: zscore skew kurtosis
counts: value_counts countplot
missing: isna isnull notna
duplicates: duplicated drop_duplicates
"""
_METHODS = {
    method: kinds
    for kinds, _, methods in (line.partition(":") for line in _KINDS.split("\n"))
    for method in methods.split()
}
_SUMMARIES = frozenset(
    {"mean", "median", "std", "var", "min", "max", "sum", "agg", "aggregate", "describe", "size"}
)
_WIDE = frozenset(
    {"corr", "corrcoef", "pairplot", "scatter_matrix", "describe", "isna", "isnull", "hist"}
    | {"duplicated", "drop_duplicates"}
)
_NUMBERS_ONLY = frozenset({"corr", "corrcoef", "pairplot", "scatter_matrix"})
_NUMBERS = frozenset({"numeric", "count", "boolean", "time"})
_FORMULA = re.compile(r"\s*([^~]{1,200})~([^~]{1,1000})\Z")
_FORMULA_NAME = re.compile(r"Q\(\s*['\"]([^'\"]+)['\"]\s*\)|([A-Za-z_][\w.]*)(?![\w.]*\s*\()")


@dataclass(frozen=True)
class Done:
    """One computation that a cell holds.

    Attributes
    ----------
    cell : str
        Id of the cell, or "[n]" of its execution count where it has none.
    number : int or None
        Execution count.
    subject : str
        Variable of the table.
    core, allowed : frozenset of str
        Columns that belong to it for certain, and all that it may cover (None: any of the table).
    kinds : frozenset of str
        Relations of `records.Relation`, or distribution, counts, missing, duplicates.
    method : str
        Name of the function.
    """

    cell: str
    number: int | None
    subject: str
    core: frozenset[str]
    allowed: frozenset[str] | None
    kinds: frozenset[str]
    method: str

    def covers(self, variables: Iterable[str], relation: str) -> bool:
        """Whether it answers a question of that relation about exactly these columns."""
        asked = frozenset(variables)
        within = self.allowed is None or asked <= self.allowed
        return relation in self.kinds and bool(asked) and self.core <= asked and within


def computed(cells: Sequence[Mapping[str, Any]]) -> list[Done]:
    """Everything that the cells computed, in their order. Cells that do not parse hold nothing."""
    names = Names()
    found: list[Done] = []
    for cell in digest.cut(cells):
        if cell["cell_type"] != "code":
            continue
        number = cell["execution_count"]
        identity = cell.get("id") or f"[{number}]"
        for node in _nodes(cell["source"]):
            names.bind(node)
            if isinstance(node, ast.Call):
                found += _call(node, names, identity, number)
    return list(dict.fromkeys(found))


def match(
    variables: Iterable[str],
    relation: str,
    subject: str,
    computed: Sequence[Done],
    roles: Mapping[str, str] | None = None,
) -> str | None:
    """Id of the latest cell that already computed this, or None.

    Parameters
    ----------
    variables : iterable of str
        Display names of the suggestion's columns.
    relation : str
        Its relation.
    subject : str
        Variable of its table.
    computed : list of Done
    roles : mapping of column to role, optional
        With it, a correlation matrix of a whole table does not cover its text columns.
    """
    asked = tuple(variables)
    numbers = roles is None or all(roles.get(name, "numeric") in _NUMBERS for name in asked)
    for one in reversed(computed):
        fits = numbers or one.method not in _NUMBERS_ONLY
        if fits and one.subject == subject and one.covers(asked, relation):
            return one.cell
    return None


def _nodes(source: str) -> Iterator[ast.AST]:
    """Nodes of a cell in the order in which they run, as far as that matters here."""
    tree = trees.parse(source)
    if tree is None:
        return
    for statement in tree.body:
        yield from _walk(statement)


def _walk(statement: ast.AST) -> Iterator[ast.AST]:
    """Loops before their bodies, assignments after what they hold."""
    nodes = list(ast.walk(statement))
    yield from (node for node in nodes if isinstance(node, (ast.For, ast.comprehension)))
    yield from (node for node in nodes if not isinstance(node, (ast.For, ast.comprehension)))


def _call(node: ast.Call, names: Names, cell: str, number: int | None) -> Iterator[Done]:
    method = _method(node)
    formula = _formula(node)
    if formula is not None:
        yield from _modelled(node, names, cell, number, method, formula)
        return
    if method not in _METHODS and method not in _SUMMARIES:
        return
    ref, hue = _arguments(node, names)
    if ref is None:
        return
    columns = ref.columns | ref.by
    core = columns
    allowed: frozenset[str] | None = columns | hue
    kinds = frozenset(_METHODS.get(method, "").split())
    if ref.by and method in _SUMMARIES:
        kinds, core = frozenset({"difference"}), ref.by
        allowed = columns if ref.columns else None
    elif method in _WIDE and (len(columns) > 2 or not ref.columns):
        core, allowed = frozenset(), ref.columns or None
    elif "distribution" in kinds and hue:
        kinds |= {"difference"}
    if kinds and (allowed is None or allowed):
        yield Done(cell, number, ref.subject, core, allowed, kinds, method)


def _method(node: ast.Call) -> str:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    if isinstance(node.func, ast.Name):
        name = node.func.id
    if name == "plot":
        kind = [texts(word.value) for word in node.keywords if word.arg == "kind"]
        return kind[0][0] if kind and kind[0] else "plot"
    return name


_COLUMN_ARGUMENTS = frozenset({"x", "y", "columns", "column", "values", "vars", "index"})
_GROUP_ARGUMENTS = frozenset({"by", "groupby"})


def _arguments(node: ast.Call, names: Names) -> tuple[Ref | None, frozenset[str]]:
    """The table of a call with the columns that take part, and those that only colour a plot."""
    owner = names.resolve(node.func.value) if isinstance(node.func, ast.Attribute) else None
    given = [word.value for word in node.keywords if word.arg == "data"]
    refs = [names.resolve(argument) for argument in [*given, *node.args]]
    named: set[str] = set()
    grouped: set[str] = set()
    hue: set[str] = set()
    for word in node.keywords:
        if word.arg in _COLUMN_ARGUMENTS:
            named.update(texts(word.value))
            refs.append(names.resolve(word.value) if not texts(word.value) else None)
        elif word.arg in _GROUP_ARGUMENTS:
            grouped.update(texts(word.value))
        elif word.arg in {"hue", "color", "style"}:
            hue.update(texts(word.value))
    for argument in node.args:
        named.update(texts(argument))
    found = [ref for ref in refs if ref is not None]
    picked = [ref for ref in found if ref.columns or ref.by]
    base = next(iter([*picked, *found]), owner)
    if base is None or len({ref.subject for ref in picked}) > 1:
        return None, frozenset()
    same = [ref for ref in found if ref.subject == base.subject]
    if owner is not None and owner.subject == base.subject:
        same.append(owner)
    columns = frozenset(named).union(*(ref.columns for ref in same))
    by = frozenset(grouped).union(*(ref.by for ref in same))
    return Ref(base.subject, columns, by), frozenset(hue)


def _formula(node: ast.Call) -> tuple[list[str], list[str], str] | None:
    """Response, predictors and right side of a model formula among the arguments."""
    given = [word.value for word in node.keywords if word.arg == "formula"]
    for argument in [*given, *node.args[:1]]:
        for text in texts(argument)[:1]:
            parts = _FORMULA.match(text)
            if parts is not None:
                return _terms(parts.group(1)), _terms(parts.group(2)), parts.group(2)
    return None


def _terms(side: str) -> list[str]:
    return [quoted or plain for quoted, plain in _FORMULA_NAME.findall(side)]


def _modelled(
    node: ast.Call,
    names: Names,
    cell: str,
    number: int | None,
    method: str,
    formula: tuple[list[str], list[str], str],
) -> Iterator[Done]:
    response, predictors, right = formula
    given = [word.value for word in node.keywords if word.arg == "data"]
    tables = [names.resolve(argument) for argument in [*given, *node.args[1:]]]
    table = next((ref for ref in tables if ref is not None), None)
    if table is None or not response or not predictors:
        return
    kinds = {"association", "trend", "difference"}
    if len(predictors) > 1:
        kinds.add("confounding")
    if "*" in right or ":" in right:
        kinds.add("interaction")
    columns = frozenset({*response, *predictors})
    yield Done(cell, number, table.subject, frozenset(response), columns, frozenset(kinds), method)
