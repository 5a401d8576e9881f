"""Small records for tests of the kernel side."""

from __future__ import annotations

from typing import Any

from jupyter_sciassist.kernel.store import Scan
from jupyter_sciassist.records import (
    Effect,
    Evidence,
    Family,
    Fingerprint,
    Hypothesis,
    Plan,
    Profile,
    Subject,
    Suggestion,
)


def profile(variable: str = "df", digest: str = "d1", coverage: Any = "full") -> Profile:
    return Profile(
        variable=variable,
        kind="table",
        type="pandas.DataFrame",
        shape=(30, 2),
        columns=(),
        fingerprint=Fingerprint("test/1", digest, coverage),
        plan=Plan(None, 2, 1, "0"),
    )


def card(identity: str, variable: str = "df", digest: str = "d1", **changes: Any) -> Suggestion:
    values: dict[str, Any] = {
        "id": identity,
        "kind": "hypothesis",
        "subject": Subject(variable, Fingerprint("test/1", digest, "full")),
        "title": f"title of {identity}",
        "analysis": "association",
        "hypothesis": Hypothesis("x rises with y.", "association", ("x", "y"), "+"),
        "evidence": Evidence(
            method="Spearman",
            estimate=None,
            effect=Effect("rho", 0.5, 0.2, 0.7),
            n=30,
            statistic=None,
            p=0.004,
            q=0.01,
            family=Family("d1", 12),
            asserted=True,
        ),
        "code": "print(1)\n",
    }
    return Suggestion(**{**values, **changes})


def scan(variable: str = "df", digest: str = "d1", ids: str = "abc", **changes: Any) -> Scan:
    values: dict[str, Any] = {
        "profile": profile(variable, digest),
        "cards": tuple(card(identity, variable, digest) for identity in ids),
        "complete": True,
        "family": 12,
        "split": "all",
    }
    return Scan(**{**values, **changes})
