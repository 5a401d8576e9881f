"""Whether a word of a question is the name of a variable, or a word that questions are made of."""

from __future__ import annotations

import re

from . import cues

_PLACED = (
    r"(?i:\b(?:in|of|from|for|within|describe|plot|draw|about|is|does|do|and|or|against|vs|versus|with|by|over|between|"
    r"compare|than|test|whether)\s+(?:the\s+)?)@?{0}\b|[`'\"@]{0}\b"
)
_INSIDE = r"(?i:\b(?:in|within|from)\s+(?:the\s+)?)@?{0}\b"


def by_name(question: str, name: str) -> bool:
    """Whether a word that is in a question names the variable of that name.

    `mean`, `rows`, `values` and single letters do so only where they stand as a name does.

    Examples
    --------
    >>> by_name("how many missing values are there?", "values")
    False
    >>> by_name("mean of values", "values"), by_name("what is the mean of flux?", "flux")
    (True, True)
    """
    low = name.casefold()
    common = low in cues.STOP or (low,) in cues.PHRASES or (low,) in cues.REFUSED or len(name) == 1
    return not common or re.search(_PLACED.format(re.escape(name)), question) is not None


def inside(question: str, name: str) -> bool:
    """Whether something is asked of what is in a variable: `the mean of a in runs`."""
    return re.search(_INSIDE.format(re.escape(name)), question) is not None
