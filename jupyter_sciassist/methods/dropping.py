"""Rows, runs or subjects leave because of how their outcome came out, or sampling stops on a small p."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from . import trimming
from .facts import Compared, Fact, Facts, Loop, Test, Trace, Value, keys
from .flaw import Flaw
from .flow import Program, Step
from .many import levels

_BOTH = frozenset({"ttest_rel", "wilcoxon"})
_SECOND = frozenset({"linregress", "polyfit", "lstsq", "theilslopes", "siegelslopes"})
_EITHER = frozenset({"pearsonr", "spearmanr", "kendalltau", "pointbiserialr"})
_FIRST = frozenset({"kstest", "ks_1samp", "ttest_1samp", "binomtest"})
LEVELS = (0.035, 0.11)
UNTIL = "Data are taken until the test comes out small"
FIXED = "Fix the number of rows before looking, or use a sequential design with its own limits"
CURE = "Decide on rules that do not look at the outcome, use a robust method, or report both with and without"


def read(program: Program, trace: Trace, namespace: Mapping[str, Any]) -> Iterator[Flaw]:
    """Filters by the tested outcome, and loops that end when a test comes out small."""
    yield from _stopping(trace)
    yield from _first(trace)
    filters = [*_filters(trace, namespace), *trimming.read(trace, namespace)]
    yield from filters[:1]
    yield from _misfits(trace)


def _stopping(trace: Trace) -> Iterator[Flaw]:
    for step, facts, loops in trace.exits:
        if not loops:
            continue
        loop, outer = loops[-1], loops[:-1]
        inside = [one for one in trace.tests if loop.key in {each.key for each in one.loops}]
        if not inside or _simulated(inside, outer):
            continue
        if keys(facts, "p") & {one.key for one in inside} and levels(trace, facts, *LEVELS):
            yield Flaw("outcome dropping", step, UNTIL, FIXED)
            return
        if _bounded(trace, facts, inside):
            yield Flaw("outcome dropping", step, "Data are taken until the interval or the statistic clears its limit", FIXED)  # fmt: skip
            return
        if any(_thinned(one) for one in inside) and any(one.kind in {"stat", "p"} for one in facts):
            yield Flaw("outcome dropping", step, "Rows are taken out until the fit looks good", CURE)  # fmt: skip
            return


def _bounded(trace: Trace, facts: Facts, inside: list[Test]) -> bool:
    """A mean and its error are compared with a limit, in a loop that tests them: the interval leaves zero, t is large."""
    tested = {name for one in inside for arg in one.args for name in arg.keys("of") | arg.keys("is")}  # fmt: skip
    for key, _ in keys(facts, "cmp"):
        for one in trace.compared.get(key, ()):
            sides = one.left | one.right
            kinds = {trace.learned[place].what.partition(" ")[0] for place in keys(sides, "sum")}
            whole = {"std", "var", "sem"} & kinds and "mean" in kinds and keys(sides, "of") & tested
            stat = Fact("stat") in sides
            level = abs(one.level) if type(one.level) in {int, float} else None
            if one.ordered and level is not None and ((whole and (level == 0 or 1.6 <= level <= 5)) or (stat and 1.6 <= level <= 5)):  # fmt: skip
                return True
    return False


def _first(trace: Trace) -> Iterator[Flaw]:
    """Tests of ever more rows, and the place where the first came out small."""
    growing = {one.key for one in trace.tests if one.loops and any(_grows(*key) for arg in one.args for key in arg.keys("piece"))}  # fmt: skip
    places = [(one.step, one.facts) for one in trace.choices if one.how in {"argmax", "first"}]
    for step, facts in [*places, *((step, facts) for step, facts, _ in trace.picked)]:
        if keys(facts, "p") & growing and levels(trace, facts, *LEVELS) and not _resampled(trace, facts):  # fmt: skip
            yield Flaw("outcome dropping", step, UNTIL, FIXED)
            return


def _grows(group: Any, part: Any) -> bool:
    """`x[:n]` with an `n` that moves."""
    return group == "slice" and part[0] in {None, "0"} and part[1] is not None and part[1].isidentifier()  # fmt: skip


def _resampled(trace: Trace, facts: Facts) -> bool:
    """The whole is a simulation: the rows are drawn inside a loop."""
    return bool(keys(facts, "drawn"))


def _simulated(tests: list[Test], outer: tuple[Loop, ...]) -> bool:
    """The whole is repeated on data that are drawn each time."""
    around = {loop.key for loop in outer}
    return any(arg.keys("drawn") & around for one in tests for arg in one.args)


def _thinned(one: Test) -> bool:
    """Rows were deleted by place."""
    pieces = {key for arg in one.args for key in arg.keys("piece")}
    return any(type(group) is tuple and group[0] == "deleted" for group, _ in pieces)


def _filters(trace: Trace, namespace: Mapping[str, Any]) -> Iterator[Flaw]:
    found: list[tuple[int, Step]] = []
    for one in trace.tests:
        if one.name == "fit" and _held_out(trace, one):
            continue
        for key, polarity in _pieces(one):
            if type(key) is tuple and key[0] == "ranked" and _of_ranks(trace, one, key):
                found.append((one.step.cell * 10000 + one.step.line, one.step))
            held = (key, polarity)
            while type(key) is tuple and key[0] == "rows":
                key, polarity = key[1]
            if type(key) is tuple and key[0] == "columns":
                key = key[1] if one.name in _BOTH | _FIRST and _by_means(trace, key[1]) else key
            found += [
                (made.step.cell * 10000 + made.step.line, made.step)
                for made in trace.compared.get(key, ())
                if (made.ordered or Fact("fit") in made.left or (polarity is False and made.worst))
                and _by_outcome(trace, one, made)
                and (not _groups(one, *held) or _own(one, made, held))
                and not any(trimming.simulated(made, arg) for arg in one.args)
                and not trimming.plausible(trace, one, made, held, namespace)
                and not trimming.beside(trace, one, made, held, namespace)
            ]
    for _, step in sorted(found, key=lambda pair: pair[0])[:1]:
        yield Flaw("outcome dropping", step, "Rows are left out by the value of the outcome that is then tested", CURE)  # fmt: skip


def _by_means(trace: Trace, key: Any) -> bool:
    """Columns were chosen by their means, which are what is tested."""
    found = trace.compared.get(key, ())
    return any(trace.learned[place].what.startswith("mean") for made in found for place in keys(made.left, "sum"))  # fmt: skip


def _misfits(trace: Trace) -> Iterator[Flaw]:
    """Rows that a model misses leave before a model is judged."""
    for one in trace.evaluated:
        if not (one.cross or {"division", "folds"} & one.options):
            continue
        labels = keys(one.labels, "is") | keys(one.labels, "root")
        for key, _ in sorted(keys(one.labels, "piece"), key=repr):
            for made in trace.compared.get(key, ()):
                facts = made.left | made.right
                missed = labels & keys(facts, "root") and any(fact.kind == "fit" for fact in facts)
                if (made.ordered or Fact("fit") in made.left) and missed:
                    yield Flaw("outcome dropping", made.step, "Rows that the model misses are left out before it is judged", CURE)  # fmt: skip
                    return


def _of_ranks(trace: Trace, one: Test, key: Any) -> bool:
    """The ends of the sorted outcome are cut off; two ends that are compared are groups."""
    names = frozenset(key[1])
    sides = [{part for group, part in arg.keys("piece") if group == key} for arg in one.args]
    told = [side for side in sides if side]
    if any(side != told[0] for side in told):
        return False
    outcomes = [_identities(one, arg) | trimming.lineage(trace, arg) | {f"off {name}" for name in arg.keys("root")} for arg in one.args]  # fmt: skip
    chosen = outcomes[:1] if one.name == "fit" or one.name[0].isupper() or one.name in _FORMULAS else outcomes  # fmt: skip
    return any(each & names for each in chosen)


def _held_out(trace: Trace, one: Test) -> bool:
    """The fit is judged by other rows."""
    pieces = {group for group, _ in _pieces(one)}
    return bool(pieces & set(trace.divided)) or any(type(group) is int for group in pieces)


def _pieces(one: Test) -> frozenset[Any]:
    return frozenset(key for arg in one.args for key in arg.keys("piece"))


def _groups(one: Test, key: Any, polarity: Any) -> bool:
    """The rows on the other side of the limit are in the test as well, as a group of their own."""
    return any((key, not polarity) in arg.keys("piece") for arg in one.args) or any(
        (key, polarity) not in arg.keys("piece") for arg in one.args if _identities(one, arg)
    )


def _own(one: Test, made: Compared, held: Any) -> bool:
    """One side only is thinned, by its own values."""
    key, polarity = held
    if any((key, not polarity) in arg.keys("piece") for arg in one.args):
        return False
    names = keys(made.left, "is")
    return any(
        (key, polarity) in arg.keys("piece") and names & arg.keys("root") for arg in one.args
    )


def _identities(one: Test, value: Value) -> frozenset[Any]:
    """Names of the values that are tested."""
    if one.name in {"sem", "sf"}:
        return value.keys("of")
    names = value.keys("is")
    if one.name == "sqrt":
        return names
    return names | value.keys("of") if value.has("agg") or not names else names


def _by_outcome(trace: Trace, one: Test, made: Compared) -> bool:
    """The compared values are the outcome or are computed from it."""
    if any(fact.kind in {"draw", "p"} for fact in made.left | made.right):
        return False
    roots = keys(made.left | made.right, "root") | keys(made.left | made.right, "number")
    if one.name == "metric" and Fact("fit") not in made.left | made.right:
        return False
    if Fact("stat") in made.left and any(
        keys(made.left, "sum") & arg.keys("sum") for arg in one.args
    ):
        return True  # how well the line fits where its slope is what is tested
    args = [_identities(one, arg) | arg.keys("number") | (trimming.lineage(trace, arg) if _per_unit(one, arg) else set()) for arg in one.args]  # fmt: skip
    if not args:
        return False
    if one.name in _BOTH:
        return all(names & roots for names in args[:2] if names)
    if one.name in _SECOND:
        return bool(args[min(1, len(args) - 1)] & roots)
    if one.name == "curve_fit":
        return len(args) > 2 and bool(args[2] & roots)
    if one.name in _EITHER:
        spread = _own_spread(made.left | made.right)
        return bool(args[-1] & roots) or (spread and any(names & roots for names in args))
    if one.name in _FIRST or one.name == "fit" or one.name[0].isupper() or one.name in _FORMULAS:
        return bool(args[0] & roots)
    return any(names & roots for names in args)


def _per_unit(one: Test, arg: Value) -> bool:
    """A summary for each unit stands for what it was taken of."""
    return one.name not in {"sem", "sf", "sqrt"} and (arg.has("of") or arg.has("over"))


_FORMULAS = frozenset({"ols", "wls", "gls", "glm", "logit", "poisson", "mixedlm", "rlm", "quantreg", "gee"})  # fmt: skip


def _own_spread(facts: Facts) -> bool:
    """The bound comes from the values themselves."""
    return bool(keys(facts, "sum"))
