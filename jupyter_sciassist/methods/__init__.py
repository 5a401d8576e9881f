"""Methods are read: flaws that run without an error and invalidate a conclusion.

The cells are walked with facts in the place of values (`walking`), the rules ask those facts, and live objects of
exactly known types, where figures decide. They are made to be silent where the code is sound, at the price of flaws that they do not see: what is not named here is not vouched for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ..records import Subject, Suggestion, suggestion_id
from . import assumptions, dropping, flow, leakage, many, selection, units, walking
from .flaw import Flaw

__all__ = ["read"]

_RULES = (leakage.read, selection.read, many.read, dropping.read, units.read, assumptions.read)
_OWN = re.compile(r"^def card_[0-9a-f]{8}\(", re.MULTILINE)


def read(cells: Sequence[Mapping[str, Any]], namespace: Mapping[str, Any]) -> list[Suggestion]:
    """Cautions about the methods of a notebook, at most one a kind and line.

    Parameters
    ----------
    cells : list of nbformat cells
    namespace : mapping of name to live object
        May be empty; then only what the code itself shows is seen.
    """
    written = [cell for cell in cells if not _OWN.search(str(cell.get("source") or ""))]
    program = flow.read(written)
    trace = walking.Walker(program, namespace).run(program.bodies)
    found: dict[tuple[str, int, int], Suggestion] = {}
    for rule in _RULES:
        for flaw in rule(program, trace, namespace):
            key = (flaw.kind, flaw.step.cell, flaw.step.line)
            if flaw.kind == "broken assumption" and ("repeated measures", *key[1:]) in found:
                continue  # rows of one unit stand next to each other: the same, told better
            found.setdefault(key, _card(flaw, program))
    return list(found.values())


def _card(flaw: Flaw, program: flow.Program) -> Suggestion:
    number = program.numbers[flaw.step.cell]
    where = f"Cell [{number}]" if number is not None else f"Code cell {flaw.step.cell + 1}"
    place = f"{where}, line {flaw.step.line}"
    return Suggestion(
        id=suggestion_id(f"method: {flaw.kind}", "", (where, flaw.what), None),
        kind="caution",
        subject=Subject("", None),
        title=f"{place}: {flaw.what}. {flaw.cure}",
        analysis=f"method: {flaw.kind}",
        hypothesis=None,
        evidence=None,
        code="",
    )
