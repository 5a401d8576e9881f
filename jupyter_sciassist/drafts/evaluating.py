"""What the expressions of a draft give, as far as it is known, and whether the names in them exist."""

from __future__ import annotations

import ast
import builtins
import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from . import attributes, base, calls, modules, tables, texts, values
from .values import UNKNOWN, Value

_KNOWN = frozenset(dir(builtins)) | {
    "display",
    "get_ipython",
    "__name__",
    "exit",
    "quit",
    "In",
    "Out",
}
_DEPTH = 4
_DOUBTS = 100


class Evaluator:
    """One draft.

    Attributes
    ----------
    missing : list of Missing
    doubts : dict of str to bool
        What could not be held against anything, in words, and whether the draft may end without having come there.
    unloaded : dict
        What is taken from modules that are not loaded here, which importing them will tell.
    reads : dict
        Live names that are read, in order.
    """

    def __init__(self, live: Mapping[str, Value]) -> None:
        self.live = live
        self.missing: list[base.Missing] = []
        self.doubts: dict[str, bool] = {}
        self.reads: dict[str, None] = {}
        self.scopes: list[dict[str, Value]] = [{}]
        self.unloaded: dict[str, None] = {}
        self._functions: list[Value] = []
        self._called: set[int] = set()
        self._depth = 0
        self._perhaps = 0
        self._tried = 0
        self.called_nodes: set[int] = set()
        self.at: ast.AST = ast.Pass(lineno=1, col_offset=0)

    # What is told

    def miss(
        self, node: ast.AST, what: str, name: object, owner: str = "", near: Iterable[object] = ()
    ) -> None:
        """Something does not exist."""
        options = [str(one) for one in near if isinstance(one, str)]
        told = base.Missing(
            getattr(node, "lineno", 1),
            what,
            str(name),
            owner or None,
            tuple(base.like(str(name), options)),
        )
        if told not in self.missing:
            self.missing.append(told)

    def doubt(self, node: ast.AST, text: str) -> None:
        """Something cannot be told."""
        told = f"{text} (line {getattr(node, 'lineno', 1)})"
        if len(self.doubts) < _DOUBTS:
            self.doubts[told] = self.doubts.get(told, False) or self._perhaps > 0

    @contextlib.contextmanager
    def perhaps(self) -> Iterator[None]:
        """What is walked now need not run when the draft does."""
        self._perhaps += 1
        yield
        self._perhaps -= 1

    def body(self, statements: Sequence[ast.stmt]) -> None:
        """One statement after another."""
        raise NotImplementedError

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
        self.miss(
            node,
            "name",
            node.id,
            near=[*self.live, *(one for scope in self.scopes for one in scope)],
        )
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
        return values.label(node.value) if plain else UNKNOWN

    def _eval_keyword(self, node: ast.keyword) -> Value:
        return self.eval(node.value)

    def _eval_list(self, node: ast.List | ast.Tuple | ast.Set) -> Value:
        kind: Any = "pair" if isinstance(node, ast.Tuple) else "list"
        if any(isinstance(one, ast.Starred) for one in node.elts):
            inner = [
                values.each(self.eval(one.value))
                if isinstance(one, ast.Starred)
                else self.eval(one)
                for one in node.elts
            ]
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
        with self.perhaps():
            return values.joined(self.eval(node.body), self.eval(node.orelse))

    def _eval_binop(self, node: ast.BinOp) -> Value:
        left, right = self.eval(node.left), self.eval(node.right)
        if isinstance(node.op, ast.Add) and left.kind == right.kind == "list":
            return Value("list", items=[*left.items, *right.items])
        if isinstance(node.op, ast.Add) and left.kind == right.kind == "label":
            plain = all(isinstance(one, str) for one in (*left.labels, *right.labels))
            return texts.joined([left, right]) if plain else UNKNOWN
        return values.arithmetic(left, right)

    def _eval_compare(self, node: ast.Compare) -> Value:
        sides = [self.eval(node.left), *map(self.eval, node.comparators)]
        if any(_root(one).kind in {"series", "frame", "mask"} for one in sides):
            return Value("mask", lib=sides[0].lib)
        return UNKNOWN

    def _eval_boolop(self, node: ast.BoolOp) -> Value:
        first = self.eval(node.values[0])
        with self.perhaps():
            found = [first, *map(self.eval, node.values[1:])]
        return next((one for one in found if one.kind == "mask"), UNKNOWN)

    def _eval_unaryop(self, node: ast.UnaryOp) -> Value:
        found = self.eval(node.operand)
        numbers = [one for one in found.labels if isinstance(one, (int, float))]
        negated = found.kind == "label" and isinstance(node.op, ast.USub)
        if negated and len(numbers) == len(found.labels):
            return values.label(*(-one for one in numbers))
        return found if found.kind in {"mask", "series", "frame", "array"} else UNKNOWN

    def _eval_joinedstr(self, node: ast.JoinedStr) -> Value:
        return texts.joined([self.eval(one) for one in node.values])

    def _eval_formattedvalue(self, node: ast.FormattedValue) -> Value:
        found = self.eval(node.value)
        self.eval(node.format_spec)
        return found if node.format_spec is None and node.conversion < 0 else UNKNOWN

    def _eval_starred(self, node: ast.Starred) -> Value:
        return self.eval(node.value)

    def _eval_slice(self, node: ast.Slice) -> Value:
        return Value(
            "mask", items=[self.eval(one) for one in (node.lower, node.upper) if one is not None]
        )

    def _eval_lambda(self, node: ast.Lambda) -> Value:
        for one in defaults(node.args):
            self.eval(one)
        made = Value("function", node=node, scopes=tuple(self.scopes))
        self._functions.append(made)
        return made

    def _eval_listcomp(
        self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp
    ) -> Value:
        self.scopes.append({})
        for one in node.generators:
            self.bind(one.target, values.each(self.eval(one.iter)))
            for test in one.ifs:
                self.eval(test)
        with self.perhaps():
            made = self._item(node)
        self.scopes.pop()
        return made

    def _item(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> Value:
        if isinstance(node, ast.DictComp):
            self.eval(node.key)
            return Value("dict", some=True, items=[self.eval(node.value)])
        item = self.eval(node.elt)
        if item.kind == "label" and any(one.ifs for one in node.generators):
            item = Value("label", labels=item.labels, some=True)
        return Value("list", items=[item])

    _eval_setcomp = _eval_listcomp
    _eval_generatorexp = _eval_listcomp
    _eval_dictcomp = _eval_listcomp

    def _eval_attribute(self, node: ast.Attribute) -> Value:
        owner = self.eval(node.value)
        if owner.kind == "module":
            return self._member(node, owner)
        return attributes.attribute(self, node, owner)

    def _member(self, node: ast.Attribute, owner: Value) -> Value:
        whole = f"{owner.name}.{node.attr}"
        there = modules.offers(owner.name, node.attr)
        if there is False:
            self.miss(node, "attribute", node.attr, owner.name, modules.names(owner.name))
            return UNKNOWN
        if modules.loaded(whole) is not None or there is None or modules.installed(whole):
            return Value("module", whole)
        inner = vars(modules.loaded(owner.name) or ast).get(node.attr)
        name = getattr(inner, "__name__", "") if type(inner) is type(ast) else ""
        inside = bool(name) and modules.loaded(name) is not None
        return Value("module", name) if inside else Value("member", whole)

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
        return self.called(node, function, given, named)

    def called(
        self, node: ast.Call, function: Value, given: list[Value], named: dict[str, Value]
    ) -> Value:
        """What a function of a library or a method gives."""
        return calls.call(self, node, function, given, named)

    def callbacks(
        self, given: Sequence[Value], named: Mapping[str, Value], *arguments: Value
    ) -> None:
        """Functions that are handed over are called, with what is known of their arguments."""
        with self.perhaps():
            for one in [*given, *named.values()]:
                if one.kind == "function":
                    self.enter(one, list(arguments))

    def enter(
        self, function: Value, given: Sequence[Value], named: Mapping[str, Value] | None = None
    ) -> Value:
        """Walk the body of a function or lambda with what is known of its arguments."""
        node = function.node
        if (
            not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
            or self._depth >= _DEPTH
        ):
            return UNKNOWN
        self._called.add(id(node))
        outer, self.scopes = self.scopes, [*function.scopes, {}]
        self._depth += 1
        arguments = node.args
        for argument in [
            *arguments.posonlyargs,
            *arguments.args,
            *arguments.kwonlyargs,
            arguments.vararg,
            arguments.kwarg,
        ]:
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
                missing, doubts = list(self.missing), dict(self.doubts)
                made = self.eval(returned[0].value)
                self.missing, self.doubts, self._depth = missing, doubts, before
        self._depth -= 1
        self.scopes = outer
        return made


def _root(value: Value) -> Value:
    """What an attribute of an attribute belongs to: `df` of `df.index.year`."""
    while value.kind == "method" and value.owner is not None:
        value = value.owner
    return value


def _returns(body: Sequence[ast.stmt]) -> Iterator[ast.Return]:
    for one in body:
        if isinstance(one, ast.Return):
            yield one
        elif not isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            for part in ("body", "orelse", "finalbody"):
                yield from _returns(getattr(one, part, []))


def defaults(arguments: ast.arguments) -> list[ast.expr]:
    """Expressions of default values, which are computed where a function is made."""
    return [*arguments.defaults, *(one for one in arguments.kw_defaults if one is not None)]
