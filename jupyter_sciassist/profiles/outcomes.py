"""How likely each column is what people set out to explain, by names, roles and positions alone."""

from __future__ import annotations

import re
from collections.abc import Mapping

_OUTCOME_WORDS = frozenset(
    "outcome response target result score rate yield survival survived death deaths died mortality "
    "success win won growth price cost revenue income performance accuracy error speed duration "
    "abundance richness biomass mass weight risk severity disease recovered recovery relapse "
    "satisfaction rating quality value percent index affected cases diagnosis flux signal".split()
)
_GIVEN_WORDS = frozenset(
    "id idx index row name code key date year month day hour time week lat latitude lon lng longitude "
    "site station plot block batch replicate subject participant patient session group treatment "
    "condition arm dose sex gender age race country region state city island species type category "
    "class sample version file source comment note".split()
)
_ROLE = {
    "numeric": 0.5,
    "count": 0.5,
    "boolean": 0.45,
    "category": 0.2,
    "time": 0.0,
    "id": 0.0,
    "text": 0.0,
    "constant": 0.0,
    "geometry": 0.0,
}


def words(name: str) -> list[str]:
    """Lower-case words of a column name, split at case changes, digits and punctuation."""
    spaced = re.sub(r"([a-z])([A-Z])", r"\1 \2", name)
    return [word for word in re.split(r"[^A-Za-z]+", spaced.lower()) if word]


def prior(roles: Mapping[str, str], about: str | None = None) -> dict[str, float]:
    """Weight in [0, 1] of each column as an outcome, from role, name, position and description.

    `roles` maps column names to their roles, in the order of the table.
    """
    told = set(words(about or ""))
    last = max(len(roles) - 1, 1)
    weights = {}
    for place, (name, role) in enumerate(roles.items()):
        own = words(name)
        weight = _ROLE[role]
        if weight:
            weight += 0.3 * any(word in _OUTCOME_WORDS for word in own)
            weight -= 0.25 * any(word in _GIVEN_WORDS for word in own)
            weight += 0.15 * any(len(word) > 3 and word in told for word in own)
            weight += 0.1 * place / last
        weights[name] = min(max(weight, 0.0), 1.0)
    return weights
