"""Results are read, not only data: fitted models, splits, figures and printed p-values of a notebook.

Objects are recognised by their exact type, looked up where the user imported it; nothing is
imported and nothing is fitted again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..records import Suggestion
from . import figures, models, printed, splits

__all__ = ["read"]


def read(namespace: Mapping[str, Any], cells: Sequence[Mapping[str, Any]]) -> list[Suggestion]:
    """Cautions about the results at hand.

    Parameters
    ----------
    namespace : mapping of name to live object
        The user's variables; results that stand in `Out` alone may be added as `Out[3]`.
    cells : list of nbformat cells
        Their outputs are searched for printed p-values.
    """
    objects = list(namespace.values())
    found = [card for name, obj in namespace.items() for card in models.read(name, obj, objects)]
    return [
        *found,
        *splits.read(namespace),
        *figures.read(namespace),
        *printed.read(cells),
    ]
