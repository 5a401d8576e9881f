"""How many threads pay: cores that this process may use, not processors of the machine."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from . import groups

_TOPOLOGY = Path("/sys/devices/system/cpu")


def usable() -> int:
    """Cores of the affinity mask, two threads of one core counted once, within the quotas around them."""
    quotas = [quota for group in groups.own() if (quota := _quota(group)) is not None]
    return max(1, min([_cores(_allowed(), _TOPOLOGY), *map(int, quotas)]))


def _allowed() -> Iterable[int]:
    if hasattr(os, "sched_getaffinity"):
        return os.sched_getaffinity(0)
    return range(os.cpu_count() or 1)


def _cores(processors: Iterable[int], topology: Path) -> int:
    """Different cores among processors; the second thread of a core adds nothing to a matrix product."""
    found = set()
    for number in processors:
        siblings = topology / f"cpu{number}" / "topology" / "thread_siblings_list"
        try:
            found.add(siblings.read_text(encoding="ascii").strip())
        except OSError:
            found.add(str(number))
    return max(1, len(found))


def _quota(group: Path) -> float | None:
    """Processors' worth of time that a group may use (cgroup v2, else v1); None without a limit."""
    try:
        limit, period = (group / "cpu.max").read_text(encoding="ascii").split()
        return None if limit == "max" else int(limit) / int(period)
    except (OSError, ValueError):
        pass
    try:
        limit, period = (
            (group / "cpu" / f"cpu.cfs_{name}_us").read_text(encoding="ascii")
            for name in ("quota", "period")
        )
        return int(limit) / int(period) if int(limit) > 0 else None
    except (OSError, ValueError):
        return None
