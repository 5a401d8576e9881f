"""What the peaks of a histogram, a spectrum and a flux curve share: significance in words and evidence."""

from __future__ import annotations

from typing import Any

from scipy import special

from ..profiles.table import Table
from ..records import Assumption, Evidence, Scan
from ..statistics.effects import Interval
from . import _scan

CLEAR = 3.0
SHOWN_P = 0.05


def sigma(p: float) -> float:
    """One-sided p as standard deviations, 0 at the least."""
    return float(max(-special.ndtri(min(max(p, 1e-300), 1.0)), 0.0))


def verdict(local_p: float, global_p: float) -> str:
    """What may be said: nothing, "suggestive" (local from 3 sigma) or "clear" (global from 3 sigma).

    Among thousands of places noise reaches 3 sigma somewhere nearly always, so globally 1 sigma is wanted too.
    """
    if sigma(global_p) >= CLEAR:
        return "clear"
    suggestive = sigma(local_p) >= CLEAR and sigma(global_p) >= 1.0
    return "suggestive" if suggestive else "within noise"


def shown(found: dict[str, Any]) -> bool:
    """The peak is worth a card, established or not."""
    sure = verdict(found["local_p"], found["global_p"]) != "within noise"
    return sure or bool(found["global_p"] <= SHOWN_P)


def independent(scan: _scan.Scan) -> Assumption:
    """Rows of one repeated unit are no independent events."""
    if scan.unit is None:
        return Assumption("independent events", "ok", "no repeated units among the rows")
    return Assumption("independent events", "violated", f"rows repeat the same {scan.unit}")


def scanned(evidence: Evidence, local_p: float, global_p: float) -> Evidence:
    """The evidence with both significances; its p is the global one."""
    import dataclasses

    scan = Scan(float(local_p), float(global_p))
    return dataclasses.replace(evidence, p=float(global_p), scan=scan)


def share(excess: float, low: float, high: float, of: float) -> Interval:
    """An excess and its limits as a share of the whole, between 0 and 1."""
    least = max(of, 1e-300)
    return Interval(*(min(max(one / least, 0.0), 1.0) for one in (excess, low, high)))


def control(found: dict[str, Any], kind: str, toys: int, table: Table) -> dict[str, Any]:
    """How many toys without a peak look as strong."""
    return {
        "kind": kind, "runs": toys, "as_strong": found["as_strong"], "seed": table.rows.seed,
    }  # fmt: skip
