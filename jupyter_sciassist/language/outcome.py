"""Which columns people want explained: the model's log-probabilities of their names, together with the prior.

A small model cannot choose findings, but it knows what matters. Its raw preferences are those of any text, though: frequent
words and the columns that were shown first come easily whatever is asked. So it is asked twice about the same
table, for the outcome and for an explanatory column, and the difference counts: what makes a name likely after
any question cancels out (calibration by contrast, as the content-free prompt of Zhao et al. 2021 and the
mutual information of Holtzman et al. 2021). The difference is a log-odds like the prior's, and the two are added, but
no more than BOUND of it counts: one sign among those of the prior, as heavy as the heaviest. As a choice of *the*
outcome the whole difference is best (of 30 tables made up for the purpose it names the right column first in 27, bounded
in 23, the prior alone in 16); in the order of cards it leaves one column alone, and what is known of the others falls out
of the first ten. Bounded, a say that is wrong costs next to nothing.
"""

from __future__ import annotations

import math
import re
import threading
from collections.abc import Mapping

from ..errors import ModelScoresError
from ..models.base import LanguageModel
from ..profiles import outcomes
from ..records import Profile
from . import prior, prompts

AT_MOST = 40
BOUND = outcomes.LAST


def scores(
    model: LanguageModel,
    *,
    about: str | None,
    columns: Mapping[str, str],
    roles: Mapping[str, str],
    cancel: threading.Event | None = None,
) -> dict[str, float]:
    """How likely each column is the outcome of interest.

    Parameters
    ----------
    about : str or None
        What the table is.
    columns : mapping of column name to meaning (or "")
        In the caller's order; the first 40 that can be an outcome are looked at.
    roles : mapping of column name to role

    Returns
    -------
    dict of column name to weight in [0, 1]
        The best is 1; 0 where a column cannot be an outcome. The prior alone where the model gives
        no log-probabilities.

    Raises
    ------
    ModelError
        The model could not answer.
    """
    known = {name: roles[name] for name in columns if name in roles}
    odds = prior.log_odds(known, about, columns)
    told = bounded(said(model, list(odds)[:AT_MOST], about, columns, roles, cancel))
    untold = -BOUND if told else 0.0
    both = {name: score + told.get(name, untold) for name, score in odds.items()}
    return {**dict.fromkeys(known, 0.0), **outcomes.weights(both)}


def said(
    model: LanguageModel,
    names: list[str],
    about: str | None,
    columns: Mapping[str, str],
    roles: Mapping[str, str],
    cancel: threading.Event | None = None,
) -> dict[str, float]:
    """The model's log-odds of each name: as the outcome, against as an explanatory column."""
    if len(names) < 2 or not _telling(names, columns):
        return {}
    opening = prompts.table(about=about, columns=first(columns, names), roles=roles)
    shown = [prompts.clean(name, prompts.NAME) for name in names]
    try:
        outcome, given = (
            model.score(prompt(opening=opening), shown, cancel=cancel)
            for prompt in (prompts.outcome, prompts.given)
        )
    except ModelScoresError:
        # Some endpoints tell no log-probabilities; the model's status says so.
        return {}
    return {name: yes - no for name, yes, no in zip(names, outcome, given, strict=True)}


def bounded(odds: Mapping[str, float]) -> dict[str, float]:
    """What the model holds against each column beside its favourite, from -BOUND to 0."""
    best = max(filter(math.isfinite, odds.values()), default=0.0)
    return {
        name: max(score - best, -BOUND) if math.isfinite(score) else -BOUND
        for name, score in odds.items()
    }


def _telling(names: list[str], columns: Mapping[str, str]) -> bool:
    """Names that are numbers, as v01 to v40 are, tell a model nothing but the order of the columns."""
    told = {re.sub(r"\d+", "", f"{name} {columns[name]}").casefold() for name in names}
    return 2 * len(told) > len(names)


def first(columns: Mapping[str, str], names: list[str]) -> dict[str, str]:
    """The columns with their meanings, those that are asked about before the others."""
    shown = dict.fromkeys([*names, *columns])
    return {name: columns[name] for name in shown}


def for_profile(
    model: LanguageModel,
    profile: Profile,
    about: str | None = None,
    meanings: Mapping[str, str] | None = None,
    cancel: threading.Event | None = None,
) -> dict[str, float]:
    """`scores` of the columns of a profile."""
    told = meanings or {}
    return scores(
        model,
        about=about,
        columns={column.name: told.get(column.name, "") for column in profile.columns},
        roles={column.name: column.role for column in profile.columns},
        cancel=cancel,
    )
