"""Whether other machines may write to a folder: there a lock of this machine holds nobody back.

Told on Linux from the type of the mounted file system. Where it cannot be told (other systems, no
`/proc`) a folder counts as local: a fork of the log is then joined by the next record, as ever.
"""

from __future__ import annotations

import os
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


def mountinfo() -> str:
    """What is mounted, as Linux tells this process (proc_pid_mountinfo(5)); empty elsewhere."""
    try:
        return Path("/proc/self/mountinfo").read_text("utf-8", "surrogateescape")
    except OSError:
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
