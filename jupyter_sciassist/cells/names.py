"""Where a piece of a cell's source comes from: which table, which columns, which groups."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field, replace

from . import trees

_DEPTH = 40
_PASSES = (
    "dropna copy to_numpy astype head tail reset_index query fillna sort_values sample round loc "
    "iloc values array T to_frame rename set_index drop_duplicates replace sort_index clip abs "
    "numeric_only where mask filter select_dtypes to_pandas to_list tolist plot apply map "
    "rank log log10 sqrt array_split asarray ravel flatten unique"
)
_PASSING = frozenset(_PASSES.split())


@dataclass(frozen=True)
class Ref:
    """A table, the columns picked of it (none: all) and the columns that pick or group its rows."""

    subject: str
    columns: frozenset[str] = frozenset()
    by: frozenset[str] = frozenset()


@dataclass
class Names:
    """What the names of a notebook stood for as its cells ran from top to bottom."""

    known: dict[str, Ref] = field(default_factory=dict)

    def bind(self, statement: ast.AST) -> None:
        """Take over what an assignment or a loop binds."""
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            self._assign(statement.targets[0], self.resolve(statement.value))
        elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
            self._assign(statement.target, self.resolve(statement.value))
        elif isinstance(statement, (ast.For, ast.comprehension)):
            self._each(statement.target, self.resolve(statement.iter))

    def _assign(self, target: ast.expr, ref: Ref | None) -> None:
        if not isinstance(target, ast.Name):
            return
        derived = ref is not None and (ref.columns or ref.by or ref.subject != target.id)
        if derived and ref is not None:
            self.known[target.id] = ref
        else:
            self.known.pop(target.id, None)

    def _each(self, target: ast.expr, ref: Ref | None) -> None:
        """`for name, part in df.groupby(...)`: the part stands for the grouped table."""
        if ref is None or not ref.by:
            return
        last = target.elts[-1] if isinstance(target, ast.Tuple) and target.elts else target
        self._assign(last, ref)

    def resolve(self, node: ast.AST, depth: int = 0) -> Ref | None:
        """The table behind an expression, or None where it cannot be told."""
        if depth > _DEPTH:
            return None
        if isinstance(node, ast.Name):
            return self.known.get(node.id, Ref(node.id))
        if isinstance(node, ast.Starred):
            return self.resolve(node.value, depth + 1)
        if isinstance(node, ast.Subscript):
            return self._subscript(node, depth)
        if isinstance(node, ast.Attribute):
            return self._attribute(node, depth)
        if isinstance(node, ast.Call):
            return self._call(node, depth)
        if isinstance(node, (ast.ListComp, ast.GeneratorExp)):
            for generator in node.generators:
                self.bind(generator)
            return self.resolve(node.elt, depth + 1)
        if isinstance(node, (ast.List, ast.Tuple)):
            return merged([self.resolve(part, depth + 1) for part in node.elts])
        if isinstance(node, (ast.Compare, ast.BinOp, ast.BoolOp, ast.UnaryOp)):
            return self._operands(node, depth)
        return None

    def _operands(self, node: ast.AST, depth: int) -> Ref | None:
        parts = [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]
        found = [self.resolve(part, depth + 1) for part in parts]
        return merged([ref for ref in found if ref is not None and (ref.columns or ref.by)])

    def _subscript(self, node: ast.Subscript, depth: int) -> Ref | None:
        ref = self.resolve(node.value, depth + 1)
        if ref is None:
            return None
        index = node.slice
        parts = index.elts if isinstance(index, ast.Tuple) else [index]
        for part in parts:
            names = texts(part)
            if names:
                ref = replace(ref, columns=frozenset(names))
            elif isinstance(part, (ast.Compare, ast.BinOp, ast.BoolOp, ast.UnaryOp, ast.Call)):
                mask = self.resolve(part, depth + 1)
                ref = replace(ref, by=ref.by | (mask.columns if mask else frozenset()))
        return ref

    def _attribute(self, node: ast.Attribute, depth: int) -> Ref | None:
        ref = self.resolve(node.value, depth + 1)
        if ref is None or node.attr in _PASSING:
            return ref
        if isinstance(node.value, ast.Name) or ref.by:
            return replace(ref, columns=frozenset({node.attr}))
        return ref

    def _call(self, node: ast.Call, depth: int) -> Ref | None:
        if not isinstance(node.func, ast.Attribute):
            return merged([self.resolve(arg, depth + 1) for arg in node.args])
        owner = self.resolve(node.func.value, depth + 1)
        if node.func.attr == "groupby" and owner is not None:
            named = [word.value for word in node.keywords if word.arg == "by"]
            by = [name for arg in [*node.args[:1], *named] for name in texts(arg)]
            grouped = [self.resolve(arg, depth + 1) for arg in node.args[:1]]
            more = frozenset(name for ref in grouped if ref is not None for name in ref.columns)
            return replace(owner, by=owner.by | frozenset(by) | more)
        if node.func.attr == "query" and owner is not None:
            asked = frozenset(name for arg in node.args[:1] for name in _asked(arg))
            return replace(owner, by=owner.by | asked)
        if node.func.attr in _PASSING and owner is not None and not _is_module(node.func.value):
            return owner
        found = merged([self.resolve(arg, depth + 1) for arg in node.args])
        return found if found is not None and (found.columns or found.by) else owner


def _asked(node: ast.expr) -> list[str]:
    """Columns that the text of a `query` names."""
    found = [trees.parse(text) for text in texts(node)]
    parts = [part for tree in found if tree is not None for part in ast.walk(tree)]
    return [part.id for part in parts if isinstance(part, ast.Name)]


def _is_module(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in {"np", "numpy", "pd", "plt", "sns", "stats"}


def merged(refs: list[Ref | None]) -> Ref | None:
    """One reference for several of the same table; None where tables differ."""
    found = [ref for ref in refs if ref is not None]
    if not found or len({ref.subject for ref in found}) != 1:
        return None
    columns = frozenset(name for ref in found for name in ref.columns)
    by = frozenset(name for ref in found for name in ref.by)
    return Ref(found[0].subject, columns, by)


def texts(node: ast.AST) -> list[str]:
    """The text, or the texts of a list, that a literal holds."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, (ast.List, ast.Tuple)):
        return [text for part in node.elts for text in texts(part)]
    return []
