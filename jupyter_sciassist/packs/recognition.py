"""Does an object belong to the discipline of a pack? Judged by its profile alone."""

from __future__ import annotations

import re

from ..records import ColumnProfile, Profile
from .manifest import ColumnRole, Recogniser


def fits(recogniser: Recogniser, profile: Profile) -> bool:
    """All that the recogniser names is met, each column role by a column of its own."""
    if recogniser.kinds and profile.kind not in recogniser.kinds:
        return False
    if recogniser.types and profile.type not in recogniser.types:
        return False
    left = list(profile.columns)
    for role in recogniser.columns:
        match = next((column for column in left if plays(role, column)), None)
        if match is None:
            return False
        left.remove(match)
    return True


def plays(role: ColumnRole, column: ColumnProfile) -> bool:
    """The column has the name, role, unit and range of a column role."""
    if not any(re.fullmatch(pattern, column.name, re.IGNORECASE) for pattern in role.names):
        return False
    if role.roles and column.role not in role.roles:
        return False
    if role.units and column.unit is not None and column.unit not in role.units:
        return False
    low, high = column.summary.get("min"), column.summary.get("max")
    if role.min is not None and (low is None or low < role.min):
        return False
    return role.max is None or (high is not None and high <= role.max)
