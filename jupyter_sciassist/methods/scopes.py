"""State of the walk: what the names stand for, how values are made and bound, and functions that are entered."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from typing import Any

from . import sizes
from .facts import NOTHING, Choice, Fact, Facts, Loop, Trace, Value, joined, keys, parted, without
from .flow import Program, Step
from .marks import column, extremes, learn
from .names import calls_itself, constants, flipped, settle
from .reading import EXPRESSIONS

DEPTH = 6
BUDGET = 60_000


class Scopes:
    """Scopes, loops, the statement at hand, and the trace that is written."""

    def __init__(self, program: Program, namespace: Mapping[str, Any]) -> None:
        self.program = program
        self.namespace = namespace
        self.trace = Trace()
        self.scopes: list[dict[str, Value]] = [{}]
        self.loops: list[Loop] = []
        self.calls: list[ast.AST] = []
        self.returns: list[list[Value]] = []
        self.left, self.cell = BUDGET, 0
        self.step = Step(ast.Pass(lineno=1, col_offset=0), 0)
        self.printing = 0
        self.words: list[dict[str, ast.expr]] = []
        self.sites: list[int] = []
        self.outer: set[str] = set()
        self.questions: dict[str, ast.Compare] = {}
        self.models: dict[Any, ast.Call] = {}
        self.passed: list[set[Fact]] = []
        self.told: list[Facts] = []
        self.order: dict[str, int] = {}

    def body(self, body: Sequence[ast.stmt]) -> None:
        """Statements one after another."""
        raise NotImplementedError

    def eval(self, node: ast.expr | None) -> Value:
        """Facts of an expression."""
        self.left -= 1
        if node is None or self.left < 0:
            return Value()
        handler = EXPRESSIONS.get(type(node))
        if handler is not None:
            return handler(self, node)
        return self.derive(*(self.eval(one) for one in ast.iter_child_nodes(node) if isinstance(one, ast.expr)))  # fmt: skip

    def derive(
        self, *values: Value | None, add: frozenset[Fact] | set[Fact] = NOTHING, items: bool = False
    ) -> Value:
        """A value made of others: their facts without their identities."""
        facts = without(joined(*values), "is", "size", "at", "row", "object") | add
        if not items:
            return Value(facts)
        members: dict[Any, Value] = {}
        for one in values:
            for key, member in one.items.items() if one is not None else ():
                members[key] = self.derive(members[key], member, items=True) if key in members else member  # fmt: skip
        kept = [one.each for one in values if one is not None and one.each is not None]
        each = kept[0] if len(kept) == 1 else self.derive(*kept) if kept else None
        own = frozenset(one for value in values if value is not None for one in value.facts)
        return Value(own | add, members, each)

    def look(self, name: str) -> Value | None:
        """The value under a name."""
        for scope in reversed(self.scopes):
            if name in scope:
                return scope[name]
        return None

    def element(self, container: Value) -> Value:
        """Any member of a container."""
        if container.each is not None:
            return container.each
        if container.items and all(type(key) is int for key in container.items):
            return self.derive(*container.items.values(), items=True)
        return Value(without(container.facts, "over", "size") | {Fact("row")})

    def member(self, container: Value, place: int, count: int) -> Value:
        """One place of an unpacked value."""
        if place in container.items:
            return container.items[place]
        if container.each is not None and count != 1:
            return container.each
        return Value(container.all())

    def is_folds(self, iterated: Value) -> bool:
        """The loop goes over the folds of a division."""
        return any(one.kind == "folds" for one in iterated.all())

    def enter(
        self,
        made: Value,
        given: Sequence[Value],
        named: Mapping[str, Value],
        words: dict[str, ast.expr] | None = None,
    ) -> Value:
        """A function of the notebook is entered with its arguments."""
        node = made.node
        if node is None or len(self.calls) >= DEPTH or self.calls.count(node) > 1:
            return self.derive(*given, *named.values())
        scope = self._arguments(node, given, named)
        scopes, cell, step = self.scopes, self.cell, self.step
        printing, self.printing = self.printing, 0
        self.scopes, self.cell = [*made.closure, scope], made.cell
        self.calls.append(node)
        self.words.append(words or {})
        self.returns.append([])
        again = calls_itself(node)
        if again:
            loop = Loop(node)
            self.trace.loops[loop.key] = loop
            self.loops.append(loop)
        if isinstance(node, ast.Lambda):
            self.returns[-1].append(self.eval(node.body))
        else:
            self.body(node.body)
        if again:
            self.loops.pop()
        found = self.returns.pop()
        self.calls.pop()
        self.words.pop()
        self.scopes, self.cell, self.step, self.printing = scopes, cell, step, printing
        if len(found) == 1:
            return found[0]
        return self.derive(*found, items=True) if found else Value()

    def _arguments(
        self, node: ast.FunctionDef | ast.Lambda, given: Sequence[Value], named: Mapping[str, Value]
    ) -> dict[str, Value]:
        words = node.args
        places = [*words.posonlyargs, *words.args]
        scope = {one.arg: Value() for one in [*places, *words.kwonlyargs]}
        for one, default in zip(places[len(places) - len(words.defaults) :], words.defaults, strict=True):  # fmt: skip
            scope[one.arg] = self.eval(default)
        scope.update({one.arg: value for one, value in zip(places, given, strict=False)})
        scope.update({name: value for name, value in named.items() if name in scope})
        if words.vararg is not None:
            rest = given[len(places) :]
            scope[words.vararg.arg] = Value(items=dict(enumerate(rest)))
        return scope

    def bind(self, target: ast.expr, made: Value, node: ast.expr | None = None) -> None:
        """A name, a column, a member or a tuple of them takes a value."""
        if isinstance(target, ast.Starred):
            target = target.value
        if isinstance(target, ast.Name):
            scope = self.scopes[0 if target.id in self.outer else -1]
            scope[target.id] = self.named(made, target.id)
            self.order[target.id] = len(self.order) + self.order.get(target.id, 0)
            if self.words and node is not None:
                self.words[-1][target.id] = node
        elif isinstance(target, (ast.Tuple, ast.List)):
            for place, one in enumerate(target.elts):
                self.bind(one, self.member(made, place, len(target.elts)))
        elif isinstance(target, ast.Subscript):
            self._into(target, made)
        elif isinstance(target, ast.Attribute):
            self.eval(target.value).items[target.attr] = self.named(made, target.attr)

    def _into(self, target: ast.Subscript, made: Value) -> None:
        owner, place = self.eval(target.value), self.eval(target.slice)
        if made.dotted.endswith("nan"):  # taken out, one by one
            gone = {Fact("piece", (where, not side)) for where, side in keys(place.all(), "cmp")}
            self._put(owner, place, gone)
            return
        if (made.has("sum") and not constants(place)) or len(place.items) == 2:
            self._filled(owner, place, made)
            return
        for key in constants(place) or sizes.names(target.slice, self.namespace):
            owner.items[key] = self.named(made, str(key))
        if constants(place) or sizes.names(target.slice, self.namespace):
            self.collected(owner, made, keep=True)
            return
        if type(made.const) is bool:
            pieces = joined(place)
            mark = {Fact("cmp", (("rows", one.key), made.const)) for one in pieces if one.kind == "piece"}  # fmt: skip
            owner.facts |= mark
            return
        settle(made)
        owner.facts |= without(made.all(), "is", "draw", "piece", "cmp", "drawn")
        self.collected(owner, made, keep=True)

    def _filled(self, owner: Value, place: Value, made: Value) -> None:
        """Some rows take a value, of an array or of a column; a summary of the others fills them."""
        strong: set[Fact] = set()
        if made.has("sum") and made.keys("root") & owner.keys("root"):
            strong = learn(self, "Missing values are filled from the column's own summary", True, owner, made)  # fmt: skip
        passes = set() if place.has("cmp") else {Fact("over", loop.key) for loop in self.loops}
        gone = ["is", "draw", "cmp", "drawn", "size", *([] if made.has("fit") else ["piece"])]
        self._put(owner, place, without(made.all(), *gone) | strong | passes)

    def _put(self, owner: Value, place: Value, told: Facts | set[Fact]) -> None:
        for key in constants(place):
            owner.items[key] = Value(column(owner, key).facts | told)
        if not constants(place):
            owner.facts |= told

    def collected(self, owner: Value, made: Value, keep: bool = False, rows: bool = False) -> None:
        """A container takes a member, one each pass of the loops around, or the rows of each."""
        if not made.has("boot"):
            settle(made)
        over = {Fact("over", loop.key) for loop in self.loops} if not rows else {Fact("pooled")}
        over |= {Fact("nested")} if len(self.loops) > 1 else set()
        over |= {one for kept in self.passed for one in kept}
        member = Value(made.facts | over, made.items, made.each, node=made.node)
        owner.each = self.derive(owner.each, member, items=True) if owner.each else member
        if not keep:
            owner.facts |= over

    def removed(self, owner: Value, at: Value) -> None:
        """A member leaves: the most extreme one, or one for which the conditions around hold."""
        held = {one for kept in self.passed for one in flipped(kept) if one.kind == "piece"}
        held |= flipped({one for one in at.all() - owner.all() if one.kind == "piece" and type(parted(one)[1]) is bool})  # fmt: skip
        gone = held | extremes(self, at.all())
        for one in (owner, *([owner.each] if owner.each is not None else [])):
            one.facts |= gone

    def named(self, made: Value, name: str) -> Value:
        """A value under a name; random numbers start a history of their own."""
        if made.node is not None or made.dotted or any(one.kind in {"object", "user class"} for one in made.facts):  # fmt: skip
            return made
        settle(made)
        self.trace.parents.setdefault(name, set()).update(set(made.keys("root")) - {name})
        self.trace.pieces[name] = made.keys("piece")
        facts = made.facts | {Fact(kind, name) for kind in ("is", "root", "via", "from")}
        if made.each is not None and not made.items:
            made.each = Value(made.each.facts | {Fact("root", name), Fact("via", name)}, made.each.items, made.each.each, made.each.const, made.each.dotted, made.each.node, made.each.cell, made.each.closure)  # fmt: skip
        if made.items or made.each is not None:
            made.facts = (without(facts, "is") if made.items else facts) | {Fact("is", name)}
            return made
        return Value(facts, const=made.const, cell=made.cell)

    def choose(self, facts: Facts, how: str) -> None:
        """A choice is written down."""
        self.trace.choices.append(
            Choice(self.step, facts, how, tuple(self.loops), bool(self.printing))
        )
