"""`compare`: two variables that are a column each, side by side in figures, and the table that a test of them needs.

A test is made of one object, so that it is counted in its family and can be confirmed; the draft makes that object.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ... import profiles
from ...language import vocabulary
from ...profiles.raw import Raw
from ...statistics import descriptive
from ..context import Context
from ..records import Reply
from . import _drafting, _telling, inspecting
from ._drafting import Written
from ._hearing import phrases, said
from ._telling import Part, Parts, Telling, listed

_COMPARE = phrases(
    "compare; comparison; compared; differ; differs; different; difference; differences; higher; lower; larger; smaller; "
    "greater; less; same; equal; test; t test; mann whitney; significant; significantly; between"
)
_RELATE = phrases(
    "correlated; correlation; correlate; correlates; related; relation; relationship; association; associated; spearman; "
    "pearson; against; versus; vs; depend; depends"
)  # fmt: skip
_FIGURES = ("mean", "median", "sd")
_NAMES = {"mean": "mean", "median": "median", "sd": "standard deviation"}


def respond(question: str, context: Context) -> Reply | None:
    """Figures of both, with a draft that makes one table of them; None where not two such variables are named."""
    return _drafting.offered(written(question, context), context)


def written(question: str, context: Context) -> Written | Reply | None:
    """The code before it is tried, or why there is none."""
    named = [one for one in inspecting.variables(question, context) if _column(one, context)]
    if len(named) < 2 or _in_one_table(named, context):
        return None
    relate, compare = said(question, _RELATE), said(question, _COMPARE)
    if len(named) > 2 or not (relate or compare):
        return _telling.none(
            f"{', '.join(named[:-1])} and {named[-1]} are variables of their own. Name one of them, or two to compare or to "
            "relate; for anything else make a table that has them as columns."
        )
    first, second = (_values(name, context) for name in named)
    if first is None or second is None:
        odd = named[0] if first is None else named[1]
        return _telling.none(
            f"{odd} holds no numbers that could be compared; ask for a description of it."
        )
    if relate:
        return _related((named[0], named[1]), (first, second), context)
    return _compared((named[0], named[1]), (first, second), context)


def _column(name: str, context: Context) -> str | None:
    """The column of a variable that is nothing else."""
    return profiles.own_column(context.objects[name], name) if name in context.columns else None


def _in_one_table(named: list[str], context: Context) -> bool:
    """Whether one table has columns of all these names: then that is meant."""
    for own in context.columns.values():
        known = {vocabulary.squeezed(one.name) for one in own}
        if len(own) > 1 and all(vocabulary.squeezed(name) in known for name in named):
            return True
    return False


def _values(name: str, context: Context) -> Raw | None:
    """All values of a variable, where they are numbers."""
    own = _column(name, context)
    raw = profiles.columns(context.objects[name], name, [own])[own] if own is not None else None
    return raw if raw is not None and raw.values.dtype.kind == "f" and raw.kind != "time" else None


def _compared(names: tuple[str, str], both: tuple[Raw, Raw], context: Context) -> Written:
    telling = Telling(names[0])
    for name, raw in zip(names, both, strict=True):
        telling.say(f"{name}: ", *_figures(name, raw), ".")
    means = [descriptive.single("mean", np.asarray(one.values, dtype=np.float64)) for one in both]
    if means[0] is not None and means[1] is not None:
        told = f"mean of {names[0]} minus mean of {names[1]}"
        telling.say(
            f"Mean of {names[0]} minus mean of {names[1]}: ",
            telling.figure(means[0] - means[1], told, both[0].unit),
            ".",
        )
    table = free("samples", context)
    telling.say(
        "Whether that is more than chance is not said by these figures. A test is made of one object, so that it is counted and "
        f"can be confirmed: run the draft, which makes a table of both, then ask “test value by sample in {table}”."
    )
    code = (
        f"import pandas as pd\n\n{table} = pd.DataFrame(\n    {{\n"
        f'        "value": [*{names[0]}, *{names[1]}],\n'
        f'        "sample": ["{names[0]}"] * len({names[0]}) + ["{names[1]}"] * len({names[1]}),\n'
        f"    }}\n)\n{table}.head()\n"
    )
    return Written(telling, code, f"A table of {names[0]} and {names[1]}")


def _figures(name: str, raw: Raw) -> list[Part]:
    values: NDArray[np.float64] = np.asarray(raw.values, dtype=np.float64)
    n, gone = int((~raw.missing).sum()), int(raw.missing.sum())
    telling = Telling(name)
    items: list[Parts] = [telling.counted(n, "value", f"number of values of {name}")]
    if gone:
        items.append((telling.figure(gone, f"missing values of {name}"), " missing left out"))
    for operation in _FIGURES:
        found = descriptive.single(operation, values)
        if found is not None:
            items.append(
                (
                    f"{_NAMES[operation]} ",
                    telling.figure(found, f"{_NAMES[operation]} of {name}", raw.unit),
                )
            )
    return list(listed(items))


def _related(names: tuple[str, str], both: tuple[Raw, Raw], context: Context) -> Written | Reply:
    first, second = (np.asarray(one.values, dtype=np.float64) for one in both)
    if len(first) != len(second):
        return _telling.none(
            f"{names[0]} has {len(first)} values and {names[1]} {len(second)}: nothing says which belong together. Two "
            "variables are related row by row; ask to compare them, or bring them to one length."
        )
    telling = Telling(names[0])
    parts: list[Part] = []
    for name, ranks in (("Spearman", True), ("Pearson", False)):
        found, n = descriptive.correlation(first, second, ranks=ranks)
        if found is None:
            return _telling.none(
                f"{names[0]} and {names[1]} have no correlation: fewer than three pairs, or a constant."
            )
        told = f"{name} correlation of {names[0]} and {names[1]}, paired by position"
        parts += [", " if parts else "", f"{name} correlation ", telling.figure(found, told)]
    telling.say(*parts, ", of ", *telling.counted(n, "pair", "pairs with both values"), ".")
    table = free("pairs", context)
    telling.say(
        "Whether that is more than chance is not said by these figures, the less where neighbouring values are alike. A test is "
        f"made of one object: run the draft, which makes a table of both, then ask “is {names[0]} related to {names[1]} in {table}?”."
    )
    code = (
        f'import pandas as pd\n\n{table} = pd.DataFrame({{"{names[0]}": list({names[0]}), "{names[1]}": list({names[1]})}})\n'
        f"{table}.head()\n"
    )
    return Written(telling, code, f"A table of {names[0]} and {names[1]}")


def free(name: str, context: Context) -> str:
    """A name that no variable of the user has."""
    number, free = 2, name
    while free in context.names:
        free, number = f"{name}_{number}", number + 1
    return free
