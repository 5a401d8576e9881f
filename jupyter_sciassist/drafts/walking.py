"""A draft is walked as Python would run it, with what is known of each value in place of the value.

Every name that is read has to be made before, by the draft, the notebook or Python. Functions are walked where
they are called, with what is known of their arguments, and once at the end where nothing called them.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..cells import cautions
from . import modules, tables, values
from .base import Missing
from .source import Source
from .values import UNKNOWN, Value

_KNOWN = frozenset(dir(builtins)) | {"display", "get_ipython", "__name__", "exit", "quit", "In", "Out"}
_DEPTH = 4
_NEAR = 3
_DOUBTS = 5


class Walker:
    """One draft.

    Attributes
    ----------
    missing : list of Missing
    doubts : list of str
        What could not be held against anything, in words.
    reads : dict
        Live names that are read, in order.
    """

    def __init__(self, live: Mapping[str, Value]) -> None:
        self.live = live
        self.missing: list[Missing] = []
        self.doubts: list[str] = []
        self.reads: dict[str, None] = {}
        self.scopes: list[dict[str, Value]] = [{}]
        self._functions: list[Value] = []
        self._called: set[int] = set()
        self._depth = 0
        self._tried = 0
        self.called_nodes: set[int] = set()
        self.at: ast.AST = ast.Pass(lineno=1, col_offset=0)

    def walk(self, code: Source) -> None:
        """Walk a whole draft."""
        self.called_nodes = {id(one.func) for one in ast.walk(code.tree) if isinstance(one, ast.Call)}
        self.body(code.tree.body)
        while self._functions:
            function = self._functions.pop(0)
            if id(function.node) not in self._called:
                self.enter(function, [])

    # What is told

    def miss(self, node: ast.AST, what: str, name: object, owner: str = "", near: Iterable[object] = ()) -> None:
        """Something does not exist."""
        options = [str(one) for one in near if isinstance(one, str)]
        told = Missing(getattr(node, "lineno", 1), what, str(name), owner or None, tuple(_like(str(name), options)))
        if told not in self.missing:
            self.missing.append(told)

    def doubt(self, node: ast.AST, text: str) -> None:
        """Something cannot be told."""
        told = f"{text} (line {getattr(node, 'lineno', 1)})"
        if told not in self.doubts and len(self.doubts) < _DOUBTS:
            self.doubts.append(told)

    # Statements

    def body(self, statements: Sequence[ast.stmt]) -> None:
        """One statement after another."""
        for one in statements:
            self.statement(one)

    def statement(self, node: ast.stmt) -> None:
        """One statement."""
        method = getattr(self, f"_{type(node).__name__.lower()}", None)
        if method is not None:
            method(node)
        else:
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.expr):
                    self.eval(child)
                elif isinstance(child, ast.stmt):
                    self.statement(child)

    def _assign(self, node: ast.Assign) -> None:
        made = self.eval(node.value)
        for target in node.targets:
            self.bind(target, made)

    def _annassign(self, node: ast.AnnAssign) -> None:
        self.bind(node.target, self.eval(node.value) if node.value else UNKNOWN)

    def _augassign(self, node: ast.AugAssign) -> None:
        target = node.target
        if isinstance(target, ast.Name):
            self.name(ast.copy_location(ast.Name(target.id, ast.Load()), target))
        self.eval(node.value)
        if not isinstance(target, ast.Name):
            self.eval(target)
        elif self.look(target.id) is not None and self.look(target.id).kind not in {"frame", "series", "array"}:  # type: ignore[union-attr]
            self.bind(target, UNKNOWN)

    def _import(self, node: ast.Import) -> None:
        for one in node.names:
            if not modules.installed(one.name):
                if not self._tried:
                    self.miss(node, "module", one.name)
            first = one.name if one.asname else one.name.partition(".")[0]
            self.put(one.asname or first, Value("module", first))

    def _importfrom(self, node: ast.ImportFrom) -> None:
        module = node.module or ""
        there = not node.level and modules.installed(module)
        if not there and not self._tried:
            self.miss(node, "module", module or ".")
        for one in node.names:
            if one.name == "*":
                for name in modules.starred(module):
                    self.put(name, Value("member", f"{module}.{name}"))
                continue
            if there and modules.offers(module, one.name) is False:
                self.miss(node, "name", one.name, module, modules.names(module))
            whole = f"{module}.{one.name}"
            kind = "module" if modules.loaded(whole) or modules.offers(module, one.name) is None or modules.installed(whole) else "member"  # fmt: skip
            self.put(one.asname or one.name, Value(kind, whole))  # type: ignore[arg-type]

    def _functiondef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        for one in [*node.decorator_list, *_defaults(node.args)]:
            self.eval(one)
        made = Value("function", node.name, node=node, scopes=tuple(self.scopes))
        self.put(node.name, made)
        self._functions.append(made)

    _asyncfunctiondef = _functiondef

    def _classdef(self, node: ast.ClassDef) -> None:
        for one in [*node.bases, *(word.value for word in node.keywords), *node.decorator_list]:
            self.eval(one)
        self.scopes.append({})
        self.body(node.body)
        self.scopes.pop()
        self.put(node.name, UNKNOWN)

    def _for(self, node: ast.For | ast.AsyncFor) -> None:
        self.bind(node.target, tables.each(self, self.eval(node.iter)))
        self._loop(node.body)
        self.body(node.orelse)

    _asyncfor = _for

    def _while(self, node: ast.While) -> None:
        self._hoist(node.body)
        self.eval(node.test)
        self._loop(node.body)
        self.body(node.orelse)

    def _loop(self, body: Sequence[ast.stmt]) -> None:
        self._hoist(body)
        self.body(body)

    def _hoist(self, body: Sequence[ast.stmt]) -> None:
        """What one round of a loop makes, the next one may read above."""
        for name in _stored(body):
            if self.look(name) is None and name not in self.live:
                self.put(name, UNKNOWN)

    def _if(self, node: ast.If) -> None:
        self.eval(node.test)
        before = dict(self.scopes[-1])
        self.body(node.body)
        after = self.scopes[-1]
        self.scopes[-1] = before
        self.body(node.orelse)
        other = self.scopes[-1]
        merged = {**after, **other}
        for name in after.keys() & other.keys():
            merged[name] = values.joined(after[name], other[name])
        after.clear()
        after.update(merged)
        self.scopes[-1] = after

    def _try(self, node: ast.Try) -> None:
        self._tried += 1
        self.body(node.body)
        self._tried -= 1
        for handler in node.handlers:
            if handler.type is not None:
                self.eval(handler.type)
            if handler.name:
                self.put(handler.name, UNKNOWN)
            self.body(handler.body)
        self.body(node.orelse)
        self.body(node.finalbody)

    _trystar = _try

    def _with(self, node: ast.With | ast.AsyncWith) -> None:
        for item in node.items:
            made = self.eval(item.context_expr)
            if item.optional_vars is not None:
                self.bind(item.optional_vars, made)
        self.body(node.body)

    _asyncwith = _with

    def _match(self, node: ast.Match) -> None:
        self.eval(node.subject)
        for case in node.cases:
            for one in ast.walk(case.pattern):
                named = getattr(one, "name", None) or getattr(one, "rest", None)
                if isinstance(named, str):
                    self.put(named, UNKNOWN)
            if case.guard is not None:
                self.eval(case.guard)
            self.body(case.body)

    def _delete(self, node: ast.Delete) -> None:
        for target in node.targets:
            if isinstance(target, ast.Subscript):
                owner = self.eval(target.value)
                tables.remove(self, target, owner, self.eval(target.slice))
            elif isinstance(target, ast.Name):
                self.eval(ast.copy_location(ast.Name(target.id, ast.Load()), target))
                self.scopes[-1].pop(target.id, None)
                if self.look(target.id) is None and target.id in self.live:
                    self.live = {name: one for name, one in self.live.items() if name != target.id}

    def _global(self, node: ast.Global | ast.Nonlocal) -> None:
        for name in node.names:
            found = self.scopes[0].setdefault(name, UNKNOWN)
            self.scopes[-1][name] = found

    _nonlocal = _global

    # Names

    def put(self, name: str, value: Value) -> None:
        """Bind a name where the walk is."""
        self.scopes[-1][name] = value

    def look(self, name: str) -> Value | None:
        """What the draft itself made of a name."""
        return next((scope[name] for scope in reversed(self.scopes) if name in scope), None)

    def name(self, node: ast.Name) -> Value:
        """The value of a name that is read."""
        found = self.look(node.id)
        if found is not None:
            return found
        if node.id in self.live:
            self.reads[node.id] = None
            return self.live[node.id]
        if node.id in _KNOWN:
            return Value("member", f"builtins.{node.id}")
        self.miss(node, "name", node.id, near=[*self.live, *(one for scope in self.scopes for one in scope)])
        return UNKNOWN

    def bind(self, target: ast.expr, value: Value) -> None:
        """Bind what stands left of an assignment."""
        if isinstance(target, ast.Name):
            self.put(target.id, value)
        elif isinstance(target, ast.Starred):
            self.bind(target.value, UNKNOWN)
        elif isinstance(target, (ast.Tuple, ast.List)):
            plain = value.kind in {"pair", "list"} and len(value.items) == len(target.elts)
            for at, part in enumerate(target.elts):
                self.bind(part, value.items[at] if plain else UNKNOWN)
        elif isinstance(target, ast.Subscript):
            owner = self.eval(target.value)
            tables.store(self, target, owner, self.eval(target.slice))
        elif isinstance(target, ast.Attribute):
            owner = self.eval(target.value)
            tables.store_attribute(owner, target.attr, value)

    # Expressions

    def eval(self, node: ast.AST | None) -> Value:
        """What is known of the value of an expression."""
        if node is None:
            return UNKNOWN
        method = getattr(self, f"_eval_{type(node).__name__.lower()}", None)
        if method is not None:
            found: Value = method(node)
            return found
        for child in ast.iter_child_nodes(node):
            if isinstance(child, (ast.expr, ast.keyword)):
                self.eval(child)
        return UNKNOWN

    def _eval_name(self, node: ast.Name) -> Value:
        return self.name(node)

    def _eval_constant(self, node: ast.Constant) -> Value:
        plain = isinstance(node.value, (str, int, float)) and not isinstance(node.value, bool)
        return values.label(node.value) if plain else UNKNOWN  # type: ignore[arg-type]

    def _eval_keyword(self, node: ast.keyword) -> Value:
        return self.eval(node.value)

    def _eval_list(self, node: ast.List | ast.Tuple | ast.Set) -> Value:
        kind: Any = "pair" if isinstance(node, ast.Tuple) else "list"
        if any(isinstance(one, ast.Starred) for one in node.elts):
            inner = [tables.each(self, self.eval(one.value)) if isinstance(one, ast.Starred) else self.eval(one) for one in node.elts]
            return Value("list", items=inner)
        return Value(kind, items=[self.eval(one) for one in node.elts])

    _eval_tuple = _eval_list
    _eval_set = _eval_list

    def _eval_dict(self, node: ast.Dict) -> Value:
        made = Value("dict")
        for key, value in zip(node.keys, node.values, strict=True):
            held = self.eval(value)
            for one, _ in values.labels_of(self.eval(key)) if key is not None else ():
                made.keys[one] = held
            if key is None or self.eval(key).kind != "label":
                made.some = True  # keys that cannot be told
        return made

    def _eval_namedexpr(self, node: ast.NamedExpr) -> Value:
        made = self.eval(node.value)
        self.bind(node.target, made)
        return made

    def _eval_ifexp(self, node: ast.IfExp) -> Value:
        self.eval(node.test)
        return values.joined(self.eval(node.body), self.eval(node.orelse))

    def _eval_binop(self, node: ast.BinOp) -> Value:
        left, right = self.eval(node.left), self.eval(node.right)
        if isinstance(node.op, ast.Add) and left.kind == right.kind == "list":
            return Value("list", items=[*left.items, *right.items])
        if isinstance(node.op, ast.Add) and left.kind == right.kind == "label":
            both = [(a, b) for a in left.labels for b in right.labels if isinstance(a, str) and isinstance(b, str)]
            return values.label(*(a + b for a, b in both)) if both else UNKNOWN
        return tables.arithmetic(left, right)

    def _eval_compare(self, node: ast.Compare) -> Value:
        sides = [self.eval(node.left), *map(self.eval, node.comparators)]
        if any(one.kind in {"series", "frame", "mask"} for one in sides):
            return Value("mask", lib=sides[0].lib)
        return UNKNOWN

    def _eval_boolop(self, node: ast.BoolOp) -> Value:
        found = [self.eval(one) for one in node.values]
        return next((one for one in found if one.kind == "mask"), UNKNOWN)

    def _eval_unaryop(self, node: ast.UnaryOp) -> Value:
        found = self.eval(node.operand)
        if found.kind == "label" and isinstance(node.op, ast.USub) and all(isinstance(one, (int, float)) for one in found.labels):
            return values.label(*(-one for one in found.labels))  # type: ignore[operator]
        return found if found.kind in {"mask", "series", "frame", "array"} else UNKNOWN

    def _eval_joinedstr(self, node: ast.JoinedStr) -> Value:
        for one in node.values:
            self.eval(one)
        return UNKNOWN

    def _eval_starred(self, node: ast.Starred) -> Value:
        return self.eval(node.value)

    def _eval_slice(self, node: ast.Slice) -> Value:
        return Value("mask", items=[self.eval(one) for one in (node.lower, node.upper) if one is not None])

    def _eval_lambda(self, node: ast.Lambda) -> Value:
        for one in _defaults(node.args):
            self.eval(one)
        made = Value("function", node=node, scopes=tuple(self.scopes))
        self._functions.append(made)
        return made

    def _eval_listcomp(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> Value:
        self.scopes.append({})
        for one in node.generators:
            self.bind(one.target, tables.each(self, self.eval(one.iter)))
            for test in one.ifs:
                self.eval(test)
        if isinstance(node, ast.DictComp):
            self.eval(node.key)
            held = self.eval(node.value)
            made = Value("dict", some=True, items=[held])
        else:
            made = Value("list", items=[self.eval(node.elt)])
            for one in made.items:
                made.items = [Value("label", labels=one.labels, some=True)] if one.kind == "label" and node.generators[0].ifs else made.items
        self.scopes.pop()
        return made

    _eval_setcomp = _eval_listcomp
    _eval_generatorexp = _eval_listcomp
    _eval_dictcomp = _eval_listcomp

    def _eval_attribute(self, node: ast.Attribute) -> Value:
        owner = self.eval(node.value)
        if owner.kind == "module":
            return self._member(node, owner)
        return tables.attribute(self, node, owner)

    def _member(self, node: ast.Attribute, owner: Value) -> Value:
        whole = f"{owner.name}.{node.attr}"
        there = modules.offers(owner.name, node.attr)
        if there is False:
            self.miss(node, "attribute", node.attr, owner.name, modules.names(owner.name))
            return UNKNOWN
        if modules.loaded(whole) is not None or there is None or modules.installed(whole):
            return Value("module", whole)
        inner = vars(modules.loaded(owner.name) or ast).get(node.attr)
        module = modules.loaded(getattr(inner, "__name__", "")) if type(inner) is type(ast) else None
        return Value("module", inner.__name__) if module is not None else Value("member", whole)  # type: ignore[union-attr]

    def _eval_subscript(self, node: ast.Subscript) -> Value:
        return tables.subscript(self, node, self.eval(node.value), self.eval(node.slice))

    def _eval_call(self, node: ast.Call) -> Value:
        function = self.eval(node.func)
        given = [self.eval(one) for one in node.args]
        named = {one.arg: self.eval(one.value) for one in node.keywords if one.arg is not None}
        for one in node.keywords:
            if one.arg is None:
                self.eval(one.value)
        if function.kind == "function":
            return self.enter(function, given, named)
        self.at = node
        return tables.call(self, node, function, given, named)

    def enter(self, function: Value, given: Sequence[Value], named: Mapping[str, Value] | None = None) -> Value:
        """Walk the body of a function or lambda with what is known of its arguments."""
        node = function.node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)) or self._depth >= _DEPTH:
            return UNKNOWN
        self._called.add(id(node))
        outer, self.scopes = self.scopes, [*function.scopes, {}]
        self._depth += 1
        arguments = node.args
        for argument in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]:
            if argument is not None:
                self.put(argument.arg, UNKNOWN)
        for argument, value in zip([*arguments.posonlyargs, *arguments.args], given, strict=False):
            self.put(argument.arg, value)
        for name, value in (named or {}).items():
            self.put(name, value)
        made = UNKNOWN
        if isinstance(node, ast.Lambda):
            made = self.eval(node.body)
        else:
            self.body(node.body)
            returned = [one for one in _returns(node.body) if one.value is not None]
            if len(returned) == 1:
                before, self._depth = self._depth, _DEPTH
                missing, doubts = list(self.missing), list(self.doubts)
                made = self.eval(returned[0].value)
                self.missing, self.doubts, self._depth = missing, doubts, before
        self._depth -= 1
        self.scopes = outer
        return made


def _returns(body: Sequence[ast.stmt]) -> Iterator[ast.Return]:
    for one in body:
        if isinstance(one, ast.Return):
            yield one
        elif not isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            for part in ("body", "orelse", "finalbody"):
                yield from _returns(getattr(one, part, []))


def _stored(body: Sequence[ast.stmt]) -> Iterator[str]:
    for statement in body:
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield node.id


def _defaults(arguments: ast.arguments) -> list[ast.expr]:
    return [*arguments.defaults, *(one for one in arguments.kw_defaults if one is not None)]


def _like(name: str, options: Sequence[str]) -> list[str]:
    """Up to three names that are like it, the nearest first."""
    found: list[str] = []
    left = list(dict.fromkeys(options))
    while left and len(found) < _NEAR:
        near = cautions.near(name, left)
        if near is None:
            break
        found.append(near)
        left.remove(near)
    return found
