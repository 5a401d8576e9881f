"""Columns that no test may use: constants, ids and free texts. A caution without a test.

facts: constants, ids, texts (tuples of names), columns.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..profiles.table import Table
from ..records import Candidate, Profile
from . import _cell, _evidence
from .base import Facts, Finding


class LeftOut:
    """Columns that are left out of every test."""

    name = "left_out"
    floor = 1

    def applies(self, profile: Profile) -> Iterator[Candidate]:
        """Tables that have such columns beside others."""
        names = _names(profile)
        found = sum(map(len, names))
        if 0 < found < len(profile.columns):
            yield Candidate(self.name, profile.variable, ())

    def measure(self, table: Table, candidate: Candidate) -> Finding | None:
        """Their names."""
        constants, ids, texts = _names(table.profile)
        evidence = _evidence.of(table, "roles of columns", table.n, None)
        facts: Facts = {
            "constants": constants,
            "ids": ids,
            "texts": texts,
            "columns": (*constants, *ids, *texts),
        }
        return Finding(candidate, "caution", evidence, facts=facts)

    def code(self, table: Table, finding: Finding) -> str:
        """The cell that counts the values of each."""
        names = (finding.facts or {})["columns"]
        assert isinstance(names, tuple)
        return _cell.body(
            "n = len(data)",
            f"values = data[{_cell.listed(names)}].astype(object).nunique()  # distinct values of each",
            _cell.prints(finding.evidence),
        )


def _names(profile: Profile) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    def of(role: str) -> tuple[str, ...]:
        return tuple(column.name for column in profile.columns if column.role == role)

    return of("constant"), of("id"), of("text")
