"""What is known of a value without computing it: where it comes from, which rows it holds, what it learned."""

from __future__ import annotations

import ast
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .flow import Step


class Fact(NamedTuple):
    """One thing known of a value.

    Kinds: `is` (the name or column that it is), `root` (names and columns that it is made of), `piece` (rows that it
    holds: a division and a part of it), `cmp` (a comparison that it is made of), `learned` (something was computed over
    rows and put into it), `fit` (a model's numbers are in it), `over` (one value each pass of a loop), `p`
    (p-values of a test), `stat` (a measure of relation), `best` (chosen out of many), `cv` (scores of
    cross-validation), `draw` (random numbers), `drawn` (loop in which they were drawn), `agg` (one row a unit),
    `pooled` (the rows of several units strung together), `nested` (gathered by loops within loops), `stacked` (columns
    of one table below each other), `within` (the rows of one group), `shift` (of an earlier row), `size` (a count of
    rows), `vector` (one call gave many p-values), `peak` (the largest of an array), `distance` (how far off),
    `error` (of a mean), `spread` (a quantile times a deviation), `critical` (a quantile that a statistic is held
    against), `made` (call that made the data), `turned` (large where the p-value is small), `number` (a number of a
    fit: of which, and its name), `ends` (places in the order of size), `taught` (data of a fit), `origin` (data sets with nothing in common).
    """

    kind: str
    key: Hashable = None


Facts = frozenset[Fact]
NOTHING: Facts = frozenset()


class Missing:
    """No constant."""


@dataclass(eq=False)
class Value:
    """Facts of a value; of a container also its members (columns, keys, places) and those of any member."""

    facts: Facts = NOTHING
    items: dict[Any, Value] = field(default_factory=dict)
    each: Value | None = None
    const: Any = Missing
    dotted: str = ""
    node: ast.FunctionDef | ast.Lambda | None = None
    cell: int = 0
    closure: tuple[dict[str, Value], ...] = ()

    def all(self) -> Facts:
        """Facts of the value and of its members."""
        return self._gather(4)

    def _gather(self, depth: int) -> Facts:
        if not depth:
            return self.facts
        found = set(self.facts)
        for one in [*self.items.values(), *([self.each] if self.each else [])]:
            found |= one._gather(depth - 1)
        return frozenset(found)

    def keys(self, kind: str) -> frozenset[Any]:
        """Keys of the facts of one kind, those of members included."""
        return keys(self.all(), kind)

    def has(self, kind: str) -> bool:
        """Whether there is a fact of this kind."""
        return any(one.kind == kind for one in self.all())


def keys(facts: Iterable[Fact], kind: str) -> frozenset[Any]:
    """Keys of the facts of one kind."""
    return frozenset(one.key for one in facts if one.kind == kind)


def parted(fact: Fact) -> tuple[Any, Any]:
    """Division and part of a `piece`, condition and side of a `cmp`."""
    key: Any = fact.key
    return key[0], key[1]


def without(facts: Iterable[Fact], *kinds: str) -> Facts:
    """Facts of other kinds."""
    return frozenset(one for one in facts if one.kind not in kinds)


def joined(*values: Value | None) -> Facts:
    """Facts of all of the values."""
    found: set[Fact] = set()
    for one in values:
        if one is not None:
            found |= one.all()
    return frozenset(found)


@dataclass(frozen=True, eq=False)
class Loop:
    """A repetition: its node, how often it runs (None where that is not known), whether over folds."""

    node: ast.AST
    size: int | None = None
    folds: bool = False

    @property
    def key(self) -> int:
        """A name of the loop."""
        return id(self.node)

    def many(self, fewest: int) -> bool:
        """It runs that often, as far as is known."""
        return self.size is None or self.size >= fewest


@dataclass(frozen=True, eq=False)
class Learned:
    """A computation over rows: the statement, what it is called, what it read and which rows."""

    step: Step
    what: str
    strong: bool
    roots: frozenset[str]
    pieces: frozenset[Any]
    via: frozenset[str] = frozenset()


@dataclass(frozen=True, eq=False)
class Compared:
    """A comparison by size or for equality."""

    step: Step
    node: ast.expr
    ordered: bool
    left: Facts
    right: Facts
    level: Any
    loops: tuple[Loop, ...]

    @property
    def worst(self) -> bool:
        """Compared with the place of the largest or smallest."""
        return any(one.kind == "extreme" for one in self.right)


@dataclass(frozen=True, eq=False)
class Test:
    """A call of a significance test, a fit with errors, or an interval; `sites` are the calls that led into it."""

    step: Step
    call: ast.AST
    name: str
    args: tuple[Value, ...]
    loops: tuple[Loop, ...]
    words: tuple[dict[str, ast.expr], ...]
    key: Hashable
    sites: tuple[int, ...] = ()


@dataclass(frozen=True, eq=False)
class Choice:
    """The largest, the smallest, the first of a sorting, or a comparison with the best so far."""

    step: Step
    facts: Facts
    how: str
    loops: tuple[Loop, ...]
    printed: bool


@dataclass(frozen=True, eq=False)
class Evaluated:
    """A model meets rows: those of a held-out part, or all of them in cross-validation."""

    step: Step
    facts: Facts
    labels: Facts
    cross: bool
    loops: tuple[Loop, ...]
    features: Value | None = None
    options: frozenset[str] = frozenset()
    node: ast.AST | None = None


def disjoint(one: Any, other: Any) -> bool:
    """Two pieces of the same division that have no row in common."""
    (group, part), (another, place) = one, other
    if group != another or part == place:
        return False
    if group == "slice":
        return _after(part, place) or _after(place, part)
    if group == "label slice":
        return (part[0] is None and place[1] is None) or (part[1] is None and place[0] is None)
    return True


def is_division(group: Any) -> bool:
    """Pieces of a split, not of a mask by values."""
    if type(group) is tuple:
        return bool(group[0] == "drawn")
    return type(group) is int or group in {"slice", "label slice"}


def _after(part: Any, place: Any) -> bool:
    """One slice starts where the other ends, or later."""
    end, start = part[1], place[0]
    if end is None or start is None:
        return False
    if end == start:
        return True
    if end.isdecimal() and start.isdecimal():
        return int(end) <= int(start)
    signed = end.lstrip("-").isdecimal() or start.lstrip("-").isdecimal()
    return not signed and part[0] is None and place[1] is None


def apart(pieces: Iterable[Any]) -> list[tuple[Any, Any]]:
    """Pairs of pieces that have no row in common."""
    listed = sorted(pieces, key=repr)
    return [
        (one, other)
        for place, one in enumerate(listed)
        for other in listed[place + 1 :]
        if disjoint(one, other)
    ]


@dataclass
class Trace:
    """What happened in a notebook, in order."""

    learned: list[Learned] = field(default_factory=list)
    compared: dict[Hashable, list[Compared]] = field(default_factory=dict)
    tests: list[Test] = field(default_factory=list)
    estimates: list[Test] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    evaluated: list[Evaluated] = field(default_factory=list)
    picked: list[tuple[Step, Facts, tuple[Loop, ...]]] = field(default_factory=list)
    exits: list[tuple[Step, Facts, tuple[Loop, ...]]] = field(default_factory=list)
    told: list[tuple[Step, Facts]] = field(default_factory=list)
    corrected: set[Hashable] = field(default_factory=set)
    grouped: bool = False
    folded: set[int] = field(default_factory=set)
    order: dict[str, int] = field(default_factory=dict)
    divided: dict[Hashable, tuple[Step, str, Facts]] = field(default_factory=dict)
    loops: dict[int, Loop] = field(default_factory=dict)
    remedies: dict[str, set[str]] = field(default_factory=dict)
    parents: dict[str, set[str]] = field(default_factory=dict)
    pieces: dict[str, frozenset[Any]] = field(default_factory=dict)
