"""Cards, profiles and requests as the panel sends them."""

from __future__ import annotations

from typing import Any

from jupyter_sciassist.records import (
    ColumnKey,
    ColumnProfile,
    Effect,
    Evidence,
    Family,
    Fingerprint,
    Hypothesis,
    Plan,
    Profile,
    Subject,
    Suggestion,
    suggestion_id,
)

FINGERPRINT = Fingerprint("sciassist-fp/1", "ab" * 32, "full")
COLUMNS = {"species": "species of penguin", "bill": "bill length, mm", "mass": "body mass, g"}
ROLES = {"species": "category", "bill": "numeric", "mass": "numeric"}


def card(
    first: str = "bill", second: str = "mass", effect: float = 0.6, **changes: Any
) -> Suggestion:
    variables = (first, second)
    fields: dict[str, Any] = {
        "id": suggestion_id("association", "penguins", variables, None),
        "kind": "hypothesis",
        "subject": Subject("penguins", FINGERPRINT),
        "title": f"{first} with {second}",
        "analysis": "association",
        "hypothesis": Hypothesis(f"{first} rises with {second}.", "association", variables, "+"),
        "evidence": Evidence(
            method="Spearman",
            estimate=None,
            effect=Effect("Spearman rho", effect, effect - 0.1, effect + 0.1),
            n=300,
            statistic=None,
            p=1e-9,
            q=1e-8,
            family=Family("f1", 10),
            asserted=True,
        ),
        "code": "print('n = 300')\n",
    }
    return Suggestion(**{**fields, **changes})


CARDS = (
    card("bill", "mass", 0.6),
    card("species", "mass", 0.5),
    card("species", "bill", 0.4),
    card("bill", "depth", 0.3),
    card("depth", "mass", 0.2),
)


def profile() -> Profile:
    column = ColumnProfile(
        ColumnKey(0, "bill"), "bill", "numeric", "float64", "mm", 300, 0, 160, {}
    )
    plan = Plan(rows=None, columns=1, pairs=0, seed="1")
    return Profile("penguins", "table", "pandas.DataFrame", (300, 1), (column,), FINGERPRINT, plan)


def notes_request(*cards: Suggestion, **changes: Any) -> dict[str, Any]:
    table = {"about": "Penguins of Palmer Station", "columns": COLUMNS, "roles": ROLES}
    return {
        "suggestions": [one.to_json() for one in cards or CARDS],
        "tables": {"penguins": table},
        "opened": None,
        "kernel": None,
        **changes,
    }


def decision(one: Suggestion = CARDS[0], **changes: Any) -> dict[str, Any]:
    return {
        "suggestion": one.to_json(),
        "verb": "accepted",
        "kernel": None,
        "notebook": None,
        "doc_id": None,
        "cell": {"id": "a1b2c3d4", "index": 2},
        "text": one.code,
        "by": "Ada",
        "shown_ms": 4200,
        "profile": profile().to_json(),
        **changes,
    }
