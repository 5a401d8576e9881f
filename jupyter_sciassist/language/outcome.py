"""Which columns people want explained: the model's log-probability of each column's name.

A small model cannot choose findings, but it knows what matters (design: the agreement of the
ranking with what analysts reported rose by a third).
"""

from __future__ import annotations

import math
import threading
from collections.abc import Mapping

from ..models.base import LanguageModel
from ..records import Profile
from . import prompts, ranking

CANDIDATE_ROLES = frozenset({"numeric", "count", "category", "boolean"})
AT_MOST = 40
# Natural-log units over which a weight falls from 1 to 0; 5 to 10 rank about alike.
SPAN = 6.0


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
        The mean of the model's weight (0 where it was not asked) and of `ranking.prior`: each is
        wrong at times, and seldom about the same column.

    Raises
    ------
    ModelError
        The model could not answer.
    """
    names = [name for name in columns if roles.get(name) in CANDIDATE_ROLES][:AT_MOST]
    known = ranking.prior({name: roles[name] for name in columns if name in roles}, about)
    if len(names) < 2:
        return known
    shown = [*names, *(name for name in columns if name not in set(names))]
    opening = prompts.table(
        about=about, columns={name: columns[name] for name in shown}, roles=roles
    )
    found = model.score(
        prompts.outcome(opening=opening),
        [prompts.clean(name, prompts.NAME) for name in names],
        cancel=cancel,
    )
    said = dict(zip(names, weights(found), strict=True))
    return {name: (said.get(name, 0.0) + weight) / 2 for name, weight in known.items()}


def weights(found: list[float]) -> list[float]:
    """Log-probabilities as weights in [0, 1], the best 1, falling linearly with the logarithm."""
    best = max(found)
    return [
        max(0.0, 1.0 + (value - best) / SPAN) if math.isfinite(value) else 0.0 for value in found
    ]


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
