"""A draft is walked as Python would run it, with what is known of each value in place of the value.

Every name that is read has to be made before, by the draft, the notebook or Python. Functions are walked where
they are called, with what is known of their arguments, and once at the end where nothing called them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import replace

from . import modules, tables, values
from .evaluating import Evaluator, defaults
from .source import Source
from .values import UNKNOWN, Value


class Walker(Evaluator):
    """One draft, statement by statement."""

    def walk(self, code: Source) -> None:
        """Walk a whole draft."""
        self.called_nodes = {
            id(one.func) for one in ast.walk(code.tree) if isinstance(one, ast.Call)
        }
        self.body(code.tree.body)
        while self._functions:
            function = self._functions.pop(0)
            if id(function.node) not in self._called:
                with self.perhaps():
                    self.enter(function, [])

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
            return
        found = self.look(target.id) or self.live.get(target.id, UNKNOWN)
        known = found.kind in {"frame", "series", "array"}
        self.bind(target, replace(found, rows=None) if known else UNKNOWN)

    def _import(self, node: ast.Import) -> None:
        for one in node.names:
            if not self._tried and not modules.installed(one.name):
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
            offered = modules.offers(module, one.name) if there else None
            if offered is False:
                self.miss(node, "name", one.name, module, modules.names(module))
            elif there and offered is None:
                self.unloaded[f"{one.name} of {module}"] = None
            whole = f"{module}.{one.name}"
            is_module = (
                modules.loaded(whole)
                or modules.offers(module, one.name) is None
                or modules.installed(whole)
            )
            self.put(one.asname or one.name, Value("module" if is_module else "member", whole))

    def _functiondef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        for one in [*node.decorator_list, *defaults(node.args)]:
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
        self.bind(node.target, values.each(self.eval(node.iter)))
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
        with self.perhaps():
            self.body(body)

    def _hoist(self, body: Sequence[ast.stmt]) -> None:
        """What one round of a loop makes, the next one may read above."""
        for name in _stored(body):
            if self.look(name) is None and name not in self.live:
                self.put(name, UNKNOWN)

    def _if(self, node: ast.If) -> None:
        self.eval(node.test)
        before = dict(self.scopes[-1])
        with self.perhaps():
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
        with self.perhaps():
            self._attempt(node)
        self.body(node.finalbody)

    _trystar = _try

    def _attempt(self, node: ast.Try) -> None:
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
            with self.perhaps():
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


def _stored(body: Sequence[ast.stmt]) -> Iterator[str]:
    for statement in body:
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield node.id
