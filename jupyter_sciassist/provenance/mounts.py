"""Whether other machines may write to a folder: there a lock of this machine holds nobody back.

Told on Linux from the type of the mounted file system. Where it cannot be told (other systems, no
`/proc`) a folder counts as local: a fork of the log is then joined by the next record, as ever.
"""

from __future__ import annotations

import contextlib
import os
import select
import threading
from pathlib import Path

_SHARED = frozenset({
    "nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "ncpfs", "afs", "coda", "ceph", "lustre",
    "gpfs", "beegfs", "orangefs", "pvfs2", "panfs", "gfs2", "ocfs2", "glusterfs", "davfs",
    "9p", "virtiofs", "vboxsf", "vmhgfs", "prl_fs",
})  # fmt: skip
# A file system in user space is one of the network unless it is known to lie on a disk of here.
_LOCAL_FUSE = frozenset({
    "fuse.fuse-overlayfs", "fuse.ntfs", "fuse.ntfs-3g", "fuse.exfat", "fuse.ext2", "fuse.ext4",
    "fuse.gocryptfs", "fuse.encfs", "fuse.cryfs", "fuse.zfs", "fuse.lxcfs",
})  # fmt: skip


def is_shared(folder: Path) -> bool:
    """Whether other machines may write to `folder`; False where that cannot be told."""
    try:
        device = folder.stat().st_dev
    except OSError:
        return False
    kind = type_of(mountinfo(), os.major(device), os.minor(device))
    return kind is not None and is_shared_type(kind)


class _Mounts:
    """The text of mountinfo, read again only once the kernel marks the open file as changed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._file: int | None = None
        self._text = ""

    def read(self) -> str:
        """What is mounted now; OSError where that is not told."""
        with self._lock:
            if self._file is None:
                self._file = os.open("/proc/self/mountinfo", os.O_RDONLY)
            elif not self._changed(self._file):
                return self._text
            self._text = self._read(self._file)
            return self._text

    @staticmethod
    def _changed(file: int) -> bool:
        # proc_pid_mounts(5): poll marks a change since the last poll, or since the opening.
        poll = select.poll()
        poll.register(file, select.POLLERR | select.POLLPRI)
        return bool(poll.poll(0))

    @staticmethod
    def _read(file: int) -> str:
        os.lseek(file, 0, os.SEEK_SET)
        text = b"".join(iter(lambda: os.read(file, 65536), b""))
        return text.decode("utf-8", "surrogateescape")

    def close(self) -> None:
        if self._file is not None:
            os.close(self._file)


_mounts = _Mounts()


def _after_fork() -> None:
    # The open file is one with the parent's: to ask in the child would take the mark from the parent.
    global _mounts
    _mounts.close()
    _mounts = _Mounts()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


def mountinfo() -> str:
    """What is mounted, as Linux tells this process (proc_pid_mountinfo(5)); empty elsewhere."""
    with contextlib.suppress(OSError):
        return _mounts.read()
    return ""


def type_of(text: str, major: int, minor: int) -> str | None:
    """The type of the file system with a device number, in the text of a mountinfo; None if not there.

    Network file systems have a device number of their own, which `stat` tells as well; so neither
    symbolic links nor bind mounts nor the escapes in the paths matter.
    """
    number = f"{major}:{minor}"
    for line in text.splitlines():
        fields = line.split(" ")
        if len(fields) > 3 and fields[2] == number and "-" in fields[6:-1]:
            return fields[fields.index("-", 6) + 1]
    return None


def is_shared_type(kind: str) -> bool:
    """Whether file systems of this type are written to from several machines."""
    return kind in _SHARED or (kind.startswith("fuse.") and kind not in _LOCAL_FUSE)
