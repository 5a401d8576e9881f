"""Facts of comparisons and of arithmetic."""

from __future__ import annotations

import ast
import operator as operator_
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .facts import Fact, Learned, Missing, Value, keys, parted, without
from .marks import compare as written_down
from .marks import distance, estimate, learn, note, permuted, reached
from .numeric import rooted

if TYPE_CHECKING:
    from .scopes import Scopes

SINGLE = {1.645, 1.96, 2.576}
NORMAL = {1.28, 1.64, 1.65, 1.96, 2.33, 2.58}  # quantiles

_POLARITY: dict[type[ast.cmpop], tuple[str, bool]] = {
    ast.Lt: ("<", True), ast.GtE: ("<", False), ast.LtE: ("<=", True), ast.Gt: ("<=", False),
    ast.Eq: ("==", True), ast.NotEq: ("==", False), ast.Is: ("==", True), ast.IsNot: ("==", False),
}  # fmt: skip


def compare(walker: Scopes, node: ast.Compare) -> Value:
    """A mask, and the comparisons that it is made of."""
    sides = [walker.eval(one) for one in (node.left, *node.comparators)]
    operators = [_POLARITY.get(type(one)) for one in node.ops]
    marks = set()
    for place, operator in enumerate(operators):
        if operator is None:
            continue
        sign, polarity = operator
        left, right = (node.left, *node.comparators)[place : place + 2]
        left_ = sides[place]
        key = (ast.unparse(left), sign, ast.unparse(right))
        level = sides[place + 1].const if sides[place + 1].const is not Missing else sides[place].const  # fmt: skip
        written_down(walker, key, sign != "==", sides[place], sides[place + 1], level, node)
        drawn = left_.has("draw") and not left_.has("root") and type(level) in {int, float}
        marks.add(Fact("cmp", (("drawn", id(node)) if drawn else key, polarity)))
        if sign != "==":
            pair = sides[place : place + 2]
            for one, bound in (pair, pair[::-1]):  # the level, or the p-values of toys
                told = bound.has("level") or (
                    bound.has("p") and not bound.keys("p") & one.keys("p")
                )
                walker.trace.corrected |= one.keys("p") if told else frozenset()
            marks |= reached(sides[place].all(), sides[place + 1].all()) | _beyond(
                walker, node, pair
            )
        if drawn:
            return Value(frozenset(marks | {Fact("shuffled")}))
    return walker.derive(*sides, add=marks)


def _beyond(walker: Scopes, node: ast.Compare, pair: list[Value]) -> set[Fact]:
    """A statistic is compared with the quantile that one test would need: a test as well."""
    for made, bound in (pair, pair[::-1]):
        limit = node.comparators[0] if made is pair[0] else node.left
        written = any(isinstance(one, ast.Constant) and one.value in SINGLE for one in ast.walk(limit))  # fmt: skip
        whole = made.has("error") and _takes(walker, made, "mean")
        single = (bound.has("critical") or (written and not bound.has("root"))) and not bound.has("level")  # fmt: skip
        if single and (whole or made.has("stat")) and not bound.has("null"):
            note(walker, node, "critical", [made])
            return {Fact("p", id(node)), Fact("beyond")}
    return set()


def unary(walker: Scopes, node: ast.UnaryOp) -> Value:
    """The other side of a mask; a sign."""
    made = walker.eval(node.operand)
    if isinstance(node.op, (ast.Invert, ast.Not)):
        flipped = {Fact("cmp", (place, not side)) for place, side in keys(made.all(), "cmp")}
        return Value(without(made.all(), "cmp") | flipped)
    if type(made.const) in {int, float}:
        return Value(const=-made.const if isinstance(node.op, ast.USub) else made.const)
    minus = {Fact("minus"), *_turned(made)} if isinstance(node.op, ast.USub) else set()
    return Value(made.all() | minus, made.items, made.each)


def _turned(made: Value) -> set[Fact]:
    """Of p-values with the sign changed the smallest stands highest: `-log10(p)`, `1 - p`."""
    return {Fact("turned")} if made.has("p") else set()


def binary(walker: Scopes, node: ast.BinOp) -> Value:
    """What two values make, and what a summary, a count or a level among them says."""
    left, right = walker.eval(node.left), walker.eval(node.right)
    if isinstance(node.op, ast.Add) and (left.items or left.each) and (right.items or right.each):
        return walker.derive(left, right, items=True)  # lists strung together
    noise = isinstance(node.op, ast.BitXor) and any(parted(one)[0][0] == "drawn" for side in (left, right) for one in side.all() if one.kind == "cmp")  # fmt: skip
    add: set[Fact] = {Fact("draw")} if noise else set()
    _multiplied(walker, node.op, left, right)
    if isinstance(node.op, ast.MatMult):
        add.add(Fact("product"))
        if isinstance(node.left, ast.Attribute) and node.left.attr == "T":
            add |= learn(walker, "A product over all rows is taken", False, left, right)
    if isinstance(node.op, ast.Pow) and right.const == 0.5:
        root = ast.copy_location(ast.Call(ast.Name("sqrt"), [node.left], []), node)
        return rooted(walker, root, "sqrt", [left])
    if isinstance(node.op, ast.Div) and left.has("reached"):
        return Value(permuted(walker, node, walker.derive(left, right)))
    if isinstance(node.op, ast.Div):
        add |= _divided(walker, node, left, right)
    add |= _level(node.op, left, right) | _limits(walker, node, left, right)
    if isinstance(node.op, ast.Pow) and right.const == 2:
        add |= distance(left)
    elif isinstance(node.op, ast.Pow) and right.const != 0.5:
        walker.trace.corrected |= left.keys("p")  # Sidak
    if isinstance(node.op, ast.Sub):
        add |= _subtracted(node, left, right)
    made = walker.derive(left, right, add=add)
    if any(_scaled(one, other) for one, other in ((left, right), (right, left))):
        made = Value(without(made.facts, "peak"))
    return Value(made.facts, const=_folded(node.op, left.const, right.const))


def _subtracted(node: ast.BinOp, left: Value, right: Value) -> set[Fact]:
    """A difference has a name of its own; `1 - p` turns the order of p-values."""
    turned = _turned(right) if type(left.const) in {int, float} else set()
    if not (left.facts and right.facts):
        return turned
    text = ast.unparse(node)
    centred = {Fact("centred")} if right.has("sum") else set()
    return {Fact("is", text), Fact("root", text)} | centred | turned


def _limits(walker: Scopes, node: ast.BinOp, left: Value, right: Value) -> set[Fact]:
    """`mean + z * sd` with a quantile of the normal distribution: limits that a share of the values passes."""
    if isinstance(node.op, ast.Mult):
        for z, other in ((left, right), (right, left)):
            quantile = z.has("quantile") or (type(z.const) is float and round(z.const, 2) in NORMAL)
            if quantile and _takes(walker, other, "std") and not other.has("error"):
                return {Fact("spread")}
    if isinstance(node.op, (ast.Add, ast.Sub)) and right.has("spread") and _takes(walker, left, "mean"):  # fmt: skip
        note(walker, node, "limits", (left, right))
    return set()


def _takes(walker: Scopes, made: Value, name: str) -> bool:
    return any(walker.trace.learned[one].what.startswith(name) for one in made.keys("sum"))


def _divided(walker: Scopes, node: ast.BinOp, left: Value, right: Value) -> set[Fact]:
    """By a count: the error of a mean; by the deviation: standardised values."""
    if right.has("size") and left.has("of"):
        estimate(walker, node, left)
        return {Fact("error")}
    return _standardised(walker, left, right)


def _scaled(one: Value, other: Value) -> bool:
    """A whole array is divided by its own largest value, or moved by it."""
    mine = bool(one.keys("root") & other.keys("root"))
    return one.has("peak") and not other.has("peak") and not other.has("sum") and mine


def _folded(operator: ast.operator, left: Any, right: Any) -> Any:
    """The value of an operation on two written numbers."""
    made = _FOLDED.get(type(operator))
    if made is None or type(left) not in {int, float} or type(right) not in {int, float}:
        return Missing
    if isinstance(operator, ast.Div) and right == 0:
        return Missing
    return made(left, right)


_FOLDED: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator_.add, ast.Sub: operator_.sub, ast.Mult: operator_.mul, ast.Div: operator_.truediv,
}  # fmt: skip


def _multiplied(walker: Scopes, operator: ast.operator, left: Value, right: Value) -> None:
    """P-values that a number of tests went into; twice a one-sided one is none."""
    for one, other in ((left, right), (right, left)):
        divided = isinstance(operator, ast.Div) and one is right
        if one.has("p") and not one.has("counted") and not divided and isinstance(operator, (ast.Mult, ast.Div)) and (other.has("size") or other.const is Missing or (type(other.const) is int and other.const > 2)):  # fmt: skip
            walker.trace.corrected |= one.keys("p")


def _level(operator: ast.operator, left: Value, right: Value) -> set[Fact]:
    """A level that a number of tests went into: `0.05 / m`, `0.05 * ranks / m`."""
    divided = isinstance(operator, ast.Div) and type(left.const) in {int, float} and left.const <= 1
    small = type(left.const) is float and 0 < left.const < 0.2 and right.const is Missing
    if (divided and (right.has("size") or type(right.const) is int)) or (small and isinstance(operator, (ast.Mult, ast.Div))):  # fmt: skip
        return {Fact("level")}
    root = isinstance(operator, ast.Pow) and type(left.const) is float and 0.8 < left.const < 1
    return {Fact("level")} if root else set()  # Sidak's `1 - 0.95 ** (1 / m)`


def _standardised(walker: Scopes, left: Value, right: Value) -> set[Fact]:
    """`(X - X.mean()) / X.std()`: both are summaries of the same values."""
    table = walker.trace.learned
    if not left.has("centred"):
        return set()
    for one in left.keys("sum"):
        for other in right.keys("sum"):
            if table[one].roots & table[other].roots and left.keys("root") >= table[other].roots:
                what = "Values are standardised by their mean and deviation"
                walker.trace.learned.append(Learned(table[one].step, what, True, table[one].roots, table[one].pieces))  # fmt: skip
                return {Fact("learned", len(table) - 1)}
    return set()
