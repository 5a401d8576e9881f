"""The cells are walked as they would run, with facts in the place of values.

Functions of the notebook are entered where they are called, loops are walked twice (a written list member by member),
both branches of a condition are taken. Nothing is computed and nothing of the user's is called.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any

from . import sizes
from .facts import NOTHING, Fact, Loop, Trace, Value
from .flow import Step
from .marks import counter, passed
from .names import MEMBERS, flipped, tells, written
from .scopes import Scopes


class Walker(Scopes):
    """The statements of a notebook, one kind after another."""

    def run(self, bodies: Sequence[tuple[int, Sequence[ast.stmt]]]) -> Trace:
        """The trace of the cells' statements, each with the place of its cell."""
        for cell, body in bodies:
            self.cell = cell
            self.body(body)
        self.trace.order = self.order
        return self.trace

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
            if isinstance(node.value, ast.IfExp):
                self._best(node.value, node, self.eval(node.value.test))
        for target in node.targets:
            if isinstance(target, ast.Name) and isinstance(node.value, ast.Compare):
                self.questions[target.id] = node.value
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

    def when(self, node: ast.If) -> None:
        """Both branches, from the same state; what they bind is joined."""
        test = self.eval(node.test)
        if any(isinstance(one, (ast.Break, ast.Return)) for one in node.body) and self.loops:
            self.trace.exits.append((self.step, test.all(), tuple(self.loops)))
        for one in node.body:
            self._best(node, one, test)
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

    def _best(self, node: ast.If | ast.IfExp, bound: ast.stmt, test: Value) -> None:
        """`if score > best: best = score`, or `best = score if score > best else best`: a choice."""
        question = self.questions.get(getattr(node.test, "id", ""), node.test)
        taken = {one.id for one in ast.walk(bound) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)}  # fmt: skip
        compared = {one.id for one in ast.walk(question) if isinstance(one, ast.Name)}
        ordered = any(isinstance(one, (ast.Lt, ast.Gt, ast.LtE, ast.GtE)) for one in ast.walk(question))  # fmt: skip
        if self.loops and ordered and taken & compared:
            over = {Fact("over", loop.key) for loop in self.loops}
            self.choose(test.all() | over, "if")

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


def _matched(walker: Walker, node: ast.Match) -> None:
    """Every case may hold."""
    walker.eval(node.subject)
    for case in node.cases:
        walker.body(case.body)


def _deleted(walker: Walker, node: ast.Delete) -> None:
    """`del points[worst]`."""
    for target in node.targets:
        if isinstance(target, ast.Subscript):
            walker.removed(walker.eval(target.value), walker.eval(target.slice))


def _class(walker: Walker, node: ast.ClassDef) -> None:
    """A class of the notebook: its methods are its members."""
    fields = [one.target.id for one in node.body if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)]  # fmt: skip
    made = Value(frozenset({Fact("user class", node.name), *(Fact("field", pair) for pair in enumerate(fields))}))  # fmt: skip
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
    ast.Match: _matched,
    ast.Delete: _deleted,
    ast.Global: lambda walker, node: walker.outer.update(node.names),
}
