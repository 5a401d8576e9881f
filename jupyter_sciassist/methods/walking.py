"""The cells are walked as they would run, with facts in the place of values.

Functions of the notebook are entered where they are called, loops are walked twice (a written list member by member),
both branches of a condition are taken. Nothing is computed and nothing of the user's is called.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from . import sizes
from .facts import NOTHING, Choice, Fact, Facts, Loop, Trace, Value, joined, keys, without
from .flow import Program, Step
from .marks import column, counter, learn, passed
from .names import MEMBERS, constants, flipped, settle, tells, written
from .reading import EXPRESSIONS

DEPTH = 6
BUDGET = 60_000


class Walker:
    """State of the walk: scopes, loops, the statement at hand, and the trace that is written."""

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
        self.models: dict[Any, ast.Call] = {}
        self.passed: list[set[Fact]] = []
        self.told: list[Facts] = []
        self.order: dict[str, int] = {}

    def run(self, bodies: Sequence[tuple[int, Sequence[ast.stmt]]]) -> Trace:
        """The trace of the cells' statements, each with the place of its cell."""
        for cell, body in bodies:
            self.cell = cell
            self.body(body)
        self.trace.order = self.order
        return self.trace

    # Statements

    def body(self, body: Sequence[ast.stmt]) -> None:
        """Statements one after another; those after `if ...: continue` run where its condition fails."""
        for place, node in enumerate(body):
            self.left -= 1
            if self.left < 0:
                return
            before, self.step = self.step, Step(node, self.cell)
            self.statement(node)
            self.step = before
            if isinstance(node, ast.If) and isinstance(node.body[-1], ast.Continue):
                kept = passed(self.eval(node.test).all())
                self.within(body[place + 1 :], flipped(kept))
                return

    def statement(self, node: ast.stmt) -> None:
        """One statement."""
        handler = _STATEMENTS.get(type(node))
        if handler is not None:
            handler(self, node)

    def function(self, node: ast.FunctionDef) -> None:
        """A definition binds its name; its body is walked where it is called."""
        self.scopes[-1][node.name] = Value(node=node, cell=self.cell, closure=tuple(self.scopes))

    def assign(self, node: ast.Assign) -> None:
        """Targets take the value."""
        made = self.eval(node.value)
        if self.loops and isinstance(node.targets[0], (ast.Name, ast.Tuple)):
            made = self._accumulated(node, made)
        for target in node.targets:
            self.bind(target, made, node.value)

    def _accumulated(self, node: ast.Assign, made: Value) -> Value:
        """`total = total + one.sum()` in a loop: counts of several units strung together."""
        bound = {one.id for one in ast.walk(node.targets[0]) if isinstance(one, ast.Name)}
        added = {one.left.id for one in ast.walk(node.value) if isinstance(one, ast.BinOp) and isinstance(one.op, ast.Add) and isinstance(one.left, ast.Name)}  # fmt: skip
        if not bound & added:
            return made
        pooled = {Fact("summed")}
        items: dict[Any, Value] = {key: Value(one.facts | pooled) for key, one in made.items.items()}  # fmt: skip
        return Value(made.facts | pooled, items, made.each)

    def augment(self, node: ast.AugAssign) -> None:
        """`x += y` is `x = x + y`, in place."""
        old, new = self.eval(node.target), self.eval(node.value)
        made = self.eval(ast.copy_location(ast.BinOp(node.target, node.op, node.value), node))
        if self.loops:
            counted = counter(self.told) if type(new.const) in {int, float} else NOTHING
            made = Value(made.facts | counted | {Fact("summed")}, made.items, made.each)
        if isinstance(node.target, ast.Name):
            made.each, made.items = old.each, old.items
            if old.each is not None or isinstance(node.value, (ast.List, ast.ListComp)):
                made.each = self.derive(old.each, new.each)
        self.bind(node.target, made, node.value)

    def bind(self, target: ast.expr, made: Value, node: ast.expr | None = None) -> None:
        """A name, a column, a member or a tuple of them takes a value."""
        if isinstance(target, ast.Starred):
            target = target.value
        if isinstance(target, ast.Name):
            self.scopes[-1][target.id] = self.named(made, target.id)
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
        self._put(owner, place, without(made.all(), "is", "draw", "piece", "cmp", "drawn", "size") | strong)  # fmt: skip

    def _put(self, owner: Value, place: Value, told: Facts | set[Fact]) -> None:
        for key in constants(place):
            owner.items[key] = Value(column(owner, key).facts | told)
        if not constants(place):
            owner.facts |= told

    def collected(self, owner: Value, made: Value, keep: bool = False) -> None:
        """A container takes a member, one each pass of the loops around."""
        over = {Fact("over", loop.key) for loop in self.loops}
        over |= {one for kept in self.passed for one in kept}
        member = Value(made.facts | over, made.items, made.each, node=made.node)
        owner.each = self.derive(owner.each, member, items=True) if owner.each else member
        if not keep:
            owner.facts |= over

    def named(self, made: Value, name: str) -> Value:
        """A value under a name; random numbers start a history of their own."""
        if made.node is not None or made.dotted or any(one.kind in {"object", "user class"} for one in made.facts):  # fmt: skip
            return made
        settle(made)
        facts = made.facts | {Fact(kind, name) for kind in ("is", "root", "via", "from")}
        if made.items or made.each is not None:
            made.facts = without(facts, "is") | {Fact("is", name)}
            return made
        return Value(facts, const=made.const, cell=made.cell)

    def when(self, node: ast.If) -> None:
        """Both branches, from the same state; what they bind is joined."""
        test = self.eval(node.test)
        if any(isinstance(one, (ast.Break, ast.Return)) for one in node.body) and self.loops:
            self.trace.exits.append((self.step, test.all(), tuple(self.loops)))
        self._best(node, test)
        if tells(node.body):
            self.trace.picked.append((self.step, test.all(), tuple(self.loops)))
        before = dict(self.scopes[-1])
        kept = passed(test.all())
        self.told.append(test.all())
        self.within(node.body, kept)
        self.told.pop()
        after = self.scopes[-1]
        self.scopes[-1] = dict(before)
        self.within(node.orelse, flipped(kept))
        for name, made in after.items():
            other = self.scopes[-1].get(name)
            if other is None or other is before.get(name):
                self.scopes[-1][name] = made
            elif other is not made:
                self.scopes[-1][name] = self.derive(made, other, items=True)

    def within(self, body: Sequence[ast.stmt], kept: set[Fact]) -> None:
        """Statements that run where a condition holds: what they gather has passed it."""
        self.passed.append(kept)
        self.body(body)
        self.passed.pop()

    def _best(self, node: ast.If, test: Value) -> None:
        """`if score > best: best = score`: a choice."""
        bound = {one.id for stmt in node.body for one in ast.walk(stmt) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)}  # fmt: skip
        compared = {one.id for one in ast.walk(node.test) if isinstance(one, ast.Name)}
        ordered = any(isinstance(one, (ast.Lt, ast.Gt, ast.LtE, ast.GtE)) for one in ast.walk(node.test))  # fmt: skip
        if self.loops and ordered and bound & compared:
            over = {Fact("over", loop.key) for loop in self.loops}
            self.choose(test.all() | over, "if")

    def choose(self, facts: Facts, how: str) -> None:
        """A choice is written down."""
        self.trace.choices.append(
            Choice(self.step, facts, how, tuple(self.loops), bool(self.printing))
        )

    def loop(self, node: ast.For) -> None:
        """A written list member by member, anything else twice."""
        iterated = self.eval(node.iter)
        loop = Loop(node, sizes.size(node.iter, self.namespace), self.is_folds(iterated))
        self.trace.loops[loop.key] = loop
        self.loops.append(loop)
        members = list(iterated.items.values()) if written(node.iter) else []
        if 0 < len(members) <= MEMBERS:
            passes = members if len(members) > 1 else members * 2
        else:
            passes = [self.element(iterated)] * 2
        for one in passes:
            self.bind(node.target, one)
            self.body(node.body)
        self.loops.pop()
        self.body(node.orelse)

    def repeat(self, node: ast.While) -> None:
        """The condition, the body twice, the condition again."""
        loop = Loop(node)
        self.trace.loops[loop.key] = loop
        self.loops.append(loop)
        for _ in range(2):
            self.trace.exits.append((self.step, self.eval(node.test).all(), tuple(self.loops)))
            self.body(node.body)
        self.trace.exits.append((self.step, self.eval(node.test).all(), tuple(self.loops)))
        self.loops.pop()

    def inside(self, node: Any) -> None:
        """`with` and `try`: their bodies as they stand."""
        for item in getattr(node, "items", []):
            made = self.eval(item.context_expr)
            if item.optional_vars is not None:
                self.bind(item.optional_vars, made)
        self.body(node.body)
        for handler in getattr(node, "handlers", []):
            self.body(handler.body)
        self.body(getattr(node, "orelse", []))
        self.body(getattr(node, "finalbody", []))

    def give(self, node: ast.Return) -> None:
        """A value for the caller."""
        made = self.eval(node.value) if node.value is not None else Value()
        if self.returns:
            self.returns[-1].append(made)

    def expression(self, node: ast.Expr) -> None:
        """An expression for what it does or shows."""
        made = self.eval(node.value)
        self.trace.told.append((self.step, made.all()))

    # Values

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
        facts = without(joined(*values), "is", "size", "at") | add
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
        if node is None or len(self.calls) >= DEPTH or node in self.calls:
            return self.derive(*given, *named.values())
        scope = self._arguments(node, given, named)
        scopes, cell, step = self.scopes, self.cell, self.step
        printing, self.printing = self.printing, 0
        self.scopes, self.cell = [*made.closure, scope], made.cell
        self.calls.append(node)
        self.words.append(words or {})
        self.returns.append([])
        if isinstance(node, ast.Lambda):
            self.returns[-1].append(self.eval(node.body))
        else:
            self.body(node.body)
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


def _class(walker: Walker, node: ast.ClassDef) -> None:
    """A class of the notebook: its methods are its members."""
    made = Value(frozenset({Fact("user class", node.name)}))
    for one in node.body:
        if isinstance(one, ast.FunctionDef):
            made.items[one.name] = Value(node=one, cell=walker.cell, closure=tuple(walker.scopes))
    walker.scopes[-1][node.name] = made


_STATEMENTS: dict[type[ast.AST], Callable[[Walker, Any], None]] = {
    ast.FunctionDef: Walker.function,
    ast.ClassDef: _class,
    ast.Assign: Walker.assign,
    ast.AugAssign: Walker.augment,
    ast.AnnAssign: lambda walker, node: walker.bind(node.target, walker.eval(node.value)),
    ast.If: Walker.when,
    ast.For: Walker.loop,
    ast.While: Walker.repeat,
    ast.With: Walker.inside,
    ast.Try: Walker.inside,
    ast.Return: Walker.give,
    ast.Expr: Walker.expression,
}
