"""`predict`: a simple model, judged on rows that it did not see, against always guessing the mean.

A point gets a prediction interval from the held-out errors; nothing is said beyond the range of the data, and columns
that give the answer away are left out and named.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...language.answering import number as exact
from ...profiles.table import Table
from ...statistics import prediction
from ...statistics.prediction import HeldOut
from ..context import Context
from ..records import Reply
from . import _columns, _model, _prediction_words, _telling, warning
from ._hearing import Heard, heard, said
from ._model import Design
from ._prediction_words import Asked
from ._telling import Part, Parts, Telling, listed

FLOOR = 30
ROWS_A_COEFFICIENT = 10
SEED = 0
_SHOWN = 8
Floats = NDArray[np.float64]


def respond(question: str, context: Context) -> Reply | None:
    """A prediction and how good such predictions are; None where the message asks for none."""
    cue = said(question, _prediction_words.CUES)
    found = heard(question, context, cue, _prediction_words.EXTRA) if cue else None
    if found is None or found.unread:
        return None
    asked = _prediction_words.read(question, found, cue)
    if asked is None:
        return None
    if asked.loose:
        return _telling.none(
            f"It is not clear which column {exact(asked.loose[0])} is a value of. Write each value behind its column, with an "
            "equals sign: “at x = 5 and y = 7”."
        )
    made = _design(context, found, asked)
    if isinstance(made, str):
        return _telling.none(made)
    telling = Telling(found.subject)
    told = _told(telling, made, asked)
    if told is not None:
        return _telling.none(told)
    warning.say(telling, context, found.subject, (made.target, *made.predictors))
    _telling.readings(telling, found, f"predict {asked.target}")
    return telling.reply()


def _design(context: Context, found: Heard, asked: Asked) -> Design | str:
    """The coded rows, or why nothing can be predicted."""
    table = _model.rows(context, found.subject)
    target = asked.target
    if target not in table.columns:
        return f"{target} lies beyond the columns that are looked at."
    profile = table.columns[target].profile
    if profile.role not in ("numeric", "count") and not _model.is_two_groups(profile):
        return (
            f"{target} is read as {profile.role}; a number or a column of two groups can be predicted. For one group of "
            f"several make a column that says yes or no, and predict that."
        )
    names = [name for name in asked.predictors if name in table.columns]
    everything = not names
    names = names or [name for name in table.columns if name != target]
    usable, left_out = _model.usable(table, target, names)
    if not usable:
        why = "; ".join(f"{name} ({reason})" for name, reason in list(left_out.items())[:_SHOWN])
        if not why:
            return f"There is no other column to predict {target} from."
        return f"Nothing is left to predict {target} from. Left out: {why}."
    if everything:
        usable = _mostly_there(usable, table, left_out)
    made = _model.design(table, target, usable, left_out)
    if len(made.y) < FLOOR:
        return (
            f"Only {len(made.y)} rows are complete in {target} and {', '.join(usable[:_SHOWN])}; below {FLOOR} a model cannot be "
            "judged on rows that it did not see."
        )
    if not np.ptp(made.y) > 0:
        return f"{target} does not vary in the rows that are complete."
    return made


def _mostly_there(names: list[str], table: Table, left_out: dict[str, str]) -> list[str]:
    """Of columns that nobody named those that are there in most rows: one empty column would leave no complete row."""
    kept = []
    for name in names:
        if 2 * table.columns[name].profile.missing > table.columns[name].profile.n:
            left_out[name] = "more than half of its values are missing"
        else:
            kept.append(name)
    return kept


def _told(telling: Telling, made: Design, asked: Asked) -> str | None:
    """Say the prediction at the point, how good the model is and what it rests on; or why there is no prediction."""
    most = max(len(made.y) // ROWS_A_COEFFICIENT, 1)
    fit = prediction.screened(prediction.logistic if made.event else prediction.linear, most)
    fold = _folds(made)
    seen = prediction.held_out(fit, made.x, made.y, fold, ordered=made.order is not None)
    if asked.point:
        point = _checked(made, asked)
        if isinstance(point, str):
            return point
        _say_point(telling, made, asked, seen, fit(made.x, made.y)(point[None, :])[0])
    _say_quality(telling, made, seen, fold)
    _say_model(telling, made, asked, most)
    return None


def _folds(made: Design) -> NDArray[np.int64]:
    if made.order is not None:
        return prediction.last(len(made.y))
    return prediction.folds(len(made.y), SEED, made.units)


def _checked(made: Design, asked: Asked) -> Floats | str:
    """The point coded like the rows, or why the data do not reach it."""
    point: dict[str, float | str] = {}
    missing = [name for name in made.predictors if name not in asked.point]
    if missing:
        return f"Give a value for {' and '.join(missing)} as well, or leave it out of the model."
    for name in made.predictors:
        value = asked.point[name]
        levels = _model.levels_of(made.table, name)
        if levels:
            text = exact(value) if isinstance(value, float) else value
            if text not in levels:
                return f"{name} has no group {text}. It has {', '.join(levels[:_SHOWN])}."
            point[name] = text
            continue
        if isinstance(value, str):
            return f"{name} holds numbers; give one."
        moment = _as_read(made, name, value)
        column = made.x[:, made.coded.index((name, ""))]
        low, high = float(column.min()), float(column.max())
        if not low <= moment <= high:
            return (
                f"Nothing is predicted at {name} = {exact(value)}: the data run from {_shown(made, name, low)} to "
                f"{_shown(made, name, high)}, and what holds inside need not hold beyond."
            )
        point[name] = moment
    row = made.row(point)
    own, largest = prediction.leverage(made.x, row)
    if own > largest:
        return (
            "Nothing is predicted there: each value lies within the data, but no row is near their combination, and "
            "what holds inside need not hold beyond."
        )
    return row


def _as_read(made: Design, name: str, value: float) -> float:
    """A year as the seconds that a column of times holds."""
    if made.table.columns[name].profile.role != "time":
        return value
    return float(np.datetime64(int(value) - 1970, "Y").astype("datetime64[s]").astype(np.int64))


def _shown(made: Design, name: str, value: float) -> str:
    profile = made.table.columns[name].profile
    return _columns.moment(value, profile.dtype) if profile.role == "time" else exact(value)


def _unit(made: Design) -> str | None:
    return made.table.columns[made.target].profile.unit


def _say_point(telling: Telling, made: Design, asked: Asked, seen: HeldOut, value: float) -> None:
    items: list[Parts] = [
        (f"{name} = ", _telling.asked(given if isinstance(given, str) else exact(given)))
        for name, given in asked.point.items()
    ]
    what = f"{made.target} = {made.event}" if made.event else made.target
    told = f"model of {made.target} fitted to {len(made.y)} rows, at this point"
    head: list[Part] = ["At ", *listed(items, " and "), ", "]
    if not seen.better:
        mean = float(made.y.mean())
        base = f"mean of {made.target} over {len(made.y)} rows"
        shown = telling.rounded(100 * mean, f"share of {what} in {len(made.y)} rows", "%") if made.event else (
            telling.rounded(mean, base, _unit(made))
        )  # fmt: skip
        telling.say(
            *head, "these columns do not help to predict ", what, " (see below). The best guess is that of any row: ", shown,
            *_limits(telling, made, seen.y - seen.baseline, mean), ".",
        )  # fmt: skip
        return
    if made.event:
        telling.say(
            *head,
            f"the probability of {what} is predicted as ",
            telling.rounded(100 * value, told, "%"),
            ".",
        )
        return
    telling.say(
        *head, f"{made.target} is predicted as ", telling.rounded(value, told, _unit(made)),
        *_limits(telling, made, seen.y - seen.model, value), ".",
    )  # fmt: skip


def _limits(telling: Telling, made: Design, errors: Floats, value: float) -> Parts:
    """The 95 % prediction interval; of a probability there is none."""
    if made.event:
        return ()
    far = prediction.reach(errors)
    if far is None:
        return (" (too few rows were held out for a prediction interval)",)
    told = f"prediction ± the 95 % quantile of {len(errors)} held-out absolute errors"
    return (
        ", with a 95 % prediction interval from ", telling.rounded(value - far, told), " to ",
        telling.rounded(value + far, told, _unit(made)),
    )  # fmt: skip


def _say_quality(telling: Telling, made: Design, seen: HeldOut, fold: NDArray[np.int64]) -> None:
    what = "root of Brier's score" if made.event else "root mean square error"
    unit = None if made.event else _unit(made)
    told = f"{what} over {len(seen.y)} rows held out"
    base = "always giving the share of all rows" if made.event else "always guessing the mean"
    verdict = (
        ["The model is better than ", base, ": it takes away ", telling.rounded(100 * seen.gain, f"share of the squared error of {base}, {told}", "%"), " of the squared error"]
        if seen.better
        else [f"The model is {'not clearly' if seen.gain > 0 else 'no'} better than ", base]
    )  # fmt: skip
    telling.say(
        *verdict, f" ({what} ", telling.rounded(seen.error, f"{told}, model", unit), " against ",
        telling.rounded(seen.baseline_error, f"{told}, {base}", unit), f", {_split(made, fold)}).",
    )  # fmt: skip


def _split(made: Design, fold: NDArray[np.int64]) -> str:
    if made.order is not None:
        return f"on the last quarter of the rows along {made.order}, by a model of those before"
    kept = f", all rows of one {made.unit} together" if made.unit else ""
    return f"on rows held out in folds drawn with seed {SEED}{kept}"


def _say_model(telling: Telling, made: Design, asked: Asked, most: int) -> None:
    kind = "logistic model" if made.event else "linear model"
    half = " of the explore half" if made.table.rows.split == "explore" else ""
    parts: list[Part] = [
        f"It is a {kind} of {made.target} on {', '.join(made.predictors[:_SHOWN])}"
    ]
    if len(made.predictors) > _SHOWN:
        parts += [
            " and ",
            telling.figure(len(made.predictors) - _SHOWN, "further predictors"),
            " more",
        ]
    parts += [", fitted to ", telling.figure(len(made.y), "rows complete in target and predictors")]
    parts.append(f" complete rows{half}.")
    if made.x.shape[1] > most:
        parts += [
            " Of its terms the ",
            telling.figure(most, f"one term for {ROWS_A_COEFFICIENT} rows"),
        ]
        parts.append(f" are used that go most with {made.target} in the rows fitted.")
    telling.say(*parts)
    if made.left_out:
        items = [f"{name} ({why})" for name, why in list(made.left_out.items())[:_SHOWN]]
        rest = " and others" if len(made.left_out) > _SHOWN else ""
        telling.say(f"Left out: {'; '.join(items)}{rest}.")
    telling.say(
        "It tells what to expect of further rows of the same kind, not what would happen if somebody changed a column."
    )
