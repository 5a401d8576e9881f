"""Which columns people want explained, without a model: names, roles, positions, and what is told of them.

To the log-odds of `profiles.outcomes` come two signs from words: the description names the column, or names what the
column's meaning says. A word that many columns share says little about which is meant, so it counts by its rarity
(inverse document frequency, Sparck Jones 1972).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from ..profiles import outcomes
from ..records import Profile
from .vocabulary import kin

TOLD, MEANT, NAMED_SO = 1.5, 1.0, 0.5
_SHORTEST = 4


def log_odds(
    roles: Mapping[str, str],
    about: str | None = None,
    meanings: Mapping[str, str] | None = None,
) -> dict[str, float]:
    """Log-odds (natural, up to a constant) of each column that can be an outcome.

    Parameters
    ----------
    roles : mapping of column name to role, in the order of the table
    about : str, optional
        What the table is.
    meanings : mapping of column name to meaning, optional
    """
    found = outcomes.log_odds(roles)
    said = meanings or {}
    told = _long(about or "")
    names = {name: _long(name) for name in found}
    meant = {name: _long(said.get(name) or "") for name in found}
    by_name, by_meaning = _told(told, names), _told(told, meant)
    return {
        name: score
        + TOLD * by_name[name]
        + MEANT * by_meaning[name]
        + NAMED_SO * outcomes.named(said.get(name) or "")
        for name, score in found.items()
    }


def of(
    profile: Profile, about: str | None = None, meanings: Mapping[str, str] | None = None
) -> dict[str, float]:
    """Weight in [0, 1] of each column of a profile as an outcome; 0 where it cannot be one."""
    roles = {column.name: column.role for column in profile.columns}
    return {**dict.fromkeys(roles, 0.0), **outcomes.weights(log_odds(roles, about, meanings))}


def _long(text: str) -> list[str]:
    return [word for word in dict.fromkeys(outcomes.words(text)) if len(word) >= _SHORTEST]


def _told(told: Sequence[str], owned: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """The rarity, from 0 to 1, of the rarest word of each column that the description holds."""
    every = {word for own in owned.values() for word in own}
    hit = {word for word in every if any(kin(word, one) for one in told)}
    n = len(owned)
    rarity = {
        word: math.log1p(n / sum(any(kin(word, one) for one in own) for own in owned.values()))
        / math.log1p(n)
        for word in hit
    }
    return {
        name: max((rarity[word] for word in own if word in hit), default=0.0)
        for name, own in owned.items()
    }
