"""The control groups of this process: a container's, and those that systemd puts a user or a service in."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

ROOT = Path("/sys/fs/cgroup")
_SELF = Path("/proc/self/cgroup")


def own(root: Path = ROOT, told: Path = _SELF) -> list[Path]:
    """Folders of the groups around this process, the outermost first; each of them may set a limit.

    Within a container that sees no more than its own group, that is the outermost.
    """
    try:
        lines = told.read_text(encoding="utf-8").splitlines()
    except OSError:
        return [root]
    place = next((line.removeprefix("0::") for line in lines if line.startswith("0::")), "/")
    found = [root]
    for part in PurePosixPath(place).parts[1:]:
        if part == "..":  # the group is outside of what can be seen
            return [root]
        found.append(found[-1] / part)
    return found
