"""Benjamini and Hochberg's correction, and the ledger that keeps every test of an object's data."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import RecordError

CONFIRM = "confirm"


def benjamini_hochberg(p: Sequence[float] | NDArray[np.float64]) -> NDArray[np.float64]:
    """q-values, shape (m,): the smallest rate of false discoveries at which each test counts.

    Benjamini and Hochberg, J. R. Stat. Soc. B 57 (1995) 289.
    """
    values = np.asarray(p, dtype=np.float64)
    m = len(values)
    order = np.argsort(values, kind="stable")
    scaled = values[order] * m / np.arange(1, m + 1)
    q = np.empty(m)
    q[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return q


@dataclass(frozen=True)
class TestKey:
    """What makes a test the same test. `variables` are kept sorted."""

    __test__ = False

    fingerprint: str
    split: str
    method: str
    variables: tuple[str, ...]
    context: str = ""

    @classmethod
    def of(
        cls,
        fingerprint: str,
        split: str,
        method: str,
        variables: Iterable[str],
        context: Mapping[str, Any] | str | None = None,
    ) -> TestKey:
        """The key of a test, whatever the order of its variables and the form of its context."""
        text = context if isinstance(context, str) else ""
        if context and not isinstance(context, str):
            text = json.dumps(context, sort_keys=True)
        return cls(
            fingerprint, split, method, tuple(sorted(variables)), "" if text == "{}" else text
        )


class Ledger:
    """Every test made on an object's data; q-values over the family of one fingerprint.

    Repeating a test adds nothing, another method, split or variable does. Confirmations are
    planned tests of other rows: they are counted, but in a family of their own.
    """

    def __init__(self, id: str) -> None:
        self.id = id
        self._tests: dict[TestKey, float] = {}
        self._q: dict[TestKey, float] = {}

    def __len__(self) -> int:
        return len(self._tests)

    def __contains__(self, key: object) -> bool:
        return key in self._tests

    def add(self, key: TestKey, p: float) -> None:
        """Enter a test; a key that is there keeps its first p.

        Raises
        ------
        RecordError
            `p` is no probability.
        """
        if not (math.isfinite(p) and 0.0 <= p <= 1.0):
            raise RecordError(f"The ledger of {self.id} got p = {p} for {key.method}.")
        before = len(self._tests)
        self._tests.setdefault(key, float(p))
        if len(self._tests) > before:
            self._q = {}

    def size(self, fingerprint: str) -> int:
        """Tests in the family of that fingerprint, without confirmations."""
        return sum(key.fingerprint == fingerprint and key.split != CONFIRM for key in self._tests)

    def confirmations(self) -> int:
        """Confirmations among the tests."""
        return sum(key.split == CONFIRM for key in self._tests)

    def merge(self, other: Ledger) -> None:
        """Enter the tests of another ledger; those that are here keep their p."""
        for key, p in other._tests.items():
            self.add(key, p)

    def take_over(self, former: Ledger) -> None:
        """Enter the tests of a ledger of the same data, whose id is their former fingerprint."""
        for key, p in former._tests.items():
            now = key.fingerprint.replace(former.id, self.id)
            self.add(replace(key, fingerprint=now), p)

    def q(self, key: TestKey) -> float:
        """The test's q in its family, which are all tests of its fingerprint so far.

        Raises
        ------
        KeyError
            The test is not in the ledger.
        """
        if key not in self._tests:
            raise KeyError(key)
        if not self._q:
            self._correct()
        return self._q[key]

    def _correct(self) -> None:
        families: dict[tuple[str, bool], list[TestKey]] = {}
        for key in self._tests:
            families.setdefault((key.fingerprint, key.split == CONFIRM), []).append(key)
        for keys in families.values():
            q = benjamini_hochberg([self._tests[key] for key in keys])
            self._q.update(zip(keys, q.tolist(), strict=True))

    def to_json(self, start: int = 0) -> dict[str, Any]:
        """Plain dict: id and one list [fingerprint, split, method, variables, context, p] a test.

        Of the tests in the order they were entered, those from `start` on.
        """
        return {
            "id": self.id,
            "tests": [
                [key.fingerprint, key.split, key.method, list(key.variables), key.context, p]
                for key, p in list(self._tests.items())[start:]
            ],
        }

    @classmethod
    def from_json(cls, data: Any) -> Ledger:
        """Rebuild a ledger; RecordError where the form is another one."""
        try:
            ledger = cls(str(data["id"]))
            for fingerprint, split, method, variables, context, p in data["tests"]:
                ledger.add(TestKey.of(fingerprint, split, method, variables, context), float(p))
        except (KeyError, TypeError, ValueError) as error:
            raise RecordError(f"This is no ledger of tests: {error!r}.") from error
        return ledger
