"""How much memory is to be had, so that loading a model does not push the machine into swap."""

from __future__ import annotations

import os
from pathlib import Path

from . import groups


def available() -> int | None:
    """Bytes that can be used without swapping: of the machine, or of a group around this process if that is less.

    None where the system does not tell.
    """
    told = (_of_machine(), *map(_of_group, groups.own()))
    return min((amount for amount in told if amount is not None), default=None)


def resident(pid: int) -> int | None:
    """Bytes of memory that a process holds; None where the system does not tell or it is gone."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        pass
    try:
        import psutil  # a dependency of ipykernel, so it is there where notebooks are
    except ImportError:
        return None
    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return None


def _of_machine() -> int | None:
    try:
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    try:
        return int(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    except (AttributeError, ValueError, OSError):
        return None


def _of_group(group: Path) -> int | None:
    """Limit of a group (cgroup v2) minus what it holds and cannot give back."""
    try:
        limit = (group / "memory.max").read_text(encoding="ascii").strip()
        if limit == "max":
            return None
        used = int((group / "memory.current").read_text(encoding="ascii"))
        stat = dict(line.split() for line in (group / "memory.stat").read_text().splitlines())
        return int(limit) - used + int(stat.get("file", 0)) - int(stat.get("shmem", 0))
    except (OSError, ValueError):
        return None
