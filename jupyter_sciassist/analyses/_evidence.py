"""Evidence with what every record carries: rows, split, seed, plan, versions."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.metadata import version

from ..profiles.table import Table
from ..records import JSON, Assumption, Effect, Estimate, Evidence, Scan, Statistic
from ..statistics.effects import Interval


@lru_cache(maxsize=1)
def versions() -> dict[str, str]:
    """Versions of the libraries that computed."""
    return {name: version(name) for name in ("numpy", "scipy", "pandas")}


def estimate(name: str, interval: Interval, unit: str | None = None) -> Estimate | None:
    """An estimate in data units, None where a limit is not finite."""
    if not all(map(math.isfinite, interval)):
        return None
    return Estimate(name, *_plain(interval)[:1], unit, *_plain(interval)[1:])


def effect(name: str, interval: Interval) -> Effect:
    """A standardised effect with its interval."""
    return Effect(name, *_plain(interval))


def _plain(interval: Interval) -> tuple[float, float, float]:
    return float(interval.value), float(interval.low), float(interval.high)


def statistic(name: str, value: float, df: Sequence[float] = ()) -> Statistic:
    """A test statistic in plain numbers."""
    return Statistic(name, float(value), tuple(float(one) for one in df))


def of(
    table: Table,
    method: str,
    n: int,
    p: float | None,
    *,
    estimate: Estimate | None = None,
    effect: Effect | None = None,
    statistic: Statistic | None = None,
    scan: Scan | None = None,
    assumptions: Sequence[Assumption] = (),
    caveats: Sequence[str] = (),
    control: Mapping[str, JSON] | None = None,
) -> Evidence:
    """Evidence of one measurement on the rows of `table`."""
    return Evidence(
        method=method,
        estimate=estimate,
        effect=effect,
        n=int(n),
        statistic=statistic,
        scan=scan,
        p=None if p is None else float(min(max(p, 0.0), 1.0)),
        assumptions=tuple(assumptions),
        control=control,
        caveats=tuple(caveats),
        split=table.rows.split,
        seed=str(table.rows.seed),
        plan=table.profile.plan,
        versions=versions(),
    )
