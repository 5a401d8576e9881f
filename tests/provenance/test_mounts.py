"""Which folders other machines may write to, from real texts of /proc/self/mountinfo."""

import subprocess
import sys
from pathlib import Path

import pytest

from jupyter_sciassist.provenance import mounts

LAPTOP = """\
21 26 0:20 / /sys rw,nosuid,nodev,noexec,relatime shared:7 - sysfs sysfs rw
26 1 259:2 / / rw,relatime shared:1 - ext4 /dev/nvme0n1p2 rw,errors=remount-ro
31 26 0:27 / /run/user/1000/doc rw,nosuid,nodev,relatime shared:600 - fuse.portal portal rw,user_id=1000
97 26 259:1 / /boot/efi rw,relatime shared:34 - vfat /dev/nvme0n1p1 rw,fmask=0077
120 26 8:17 / /media/ada/USB\\040STICK rw,nosuid,nodev,relatime shared:61 - fuseblk /dev/sdb1 rw,user_id=0
"""
CLUSTER = """\
22 1 0:2 / / rw - rootfs rootfs rw
40 22 0:35 / /home rw,relatime shared:391 - nfs4 10.1.0.4:/export/home rw,vers=4.2,proto=tcp
41 22 0:36 / /scratch rw,noatime shared:12 master:3 - lustre 10.1.0.9@o2ib:/scratch rw,flock
42 22 0:37 / /nfs3 rw,relatime - nfs nas:/vol rw,vers=3,nolock
43 22 0:38 / /gpfs/p rw - gpfs project rw
44 22 0:39 / /remote/ada rw - fuse.sshfs ada@host: rw,user_id=1000
"""
CONTAINER = """\
1021 950 0:61 / / rw,relatime master:310 - overlay overlay rw,lowerdir=/var/lib/l/A:/var/lib/l/B
1022 1021 0:64 / /tmp rw,nosuid - tmpfs tmpfs rw,size=65536k
1023 1021 0:52 / /drives/c rw,noatime - 9p C:\\134 rw,dirsync,aname=drvfs;path=C:\\
1024 1021 0:66 /jovyan /jovyan rw - ceph 10.0.0.1:6789:/volumes rw,name=k8s
1025 1021 0:67 / /data rw shared:5 - fuse.fuse-overlayfs fuse-overlayfs rw
1026 1021 0:68 / /share rw - cifs //nas/team rw,vers=3.1.1
"""


@pytest.mark.parametrize(
    ("text", "number", "kind", "shared"),
    [
        (LAPTOP, (259, 2), "ext4", False),
        (LAPTOP, (8, 17), "fuseblk", False),
        (LAPTOP, (0, 27), "fuse.portal", True),
        (CLUSTER, (0, 35), "nfs4", True),
        (CLUSTER, (0, 36), "lustre", True),
        (CLUSTER, (0, 37), "nfs", True),
        (CLUSTER, (0, 38), "gpfs", True),
        (CLUSTER, (0, 39), "fuse.sshfs", True),
        (CONTAINER, (0, 61), "overlay", False),
        (CONTAINER, (0, 64), "tmpfs", False),
        (CONTAINER, (0, 52), "9p", True),
        (CONTAINER, (0, 66), "ceph", True),
        (CONTAINER, (0, 67), "fuse.fuse-overlayfs", False),
        (CONTAINER, (0, 68), "cifs", True),
    ],
)
def test_the_type_is_told_by_the_number_of_the_device(text, number, kind, shared):
    assert mounts.type_of(text, *number) == kind
    assert mounts.is_shared_type(kind) is shared


@pytest.mark.parametrize(
    "text",
    ["", "\n\n", "36 35 8:1", "36 35 8:1 / / rw -", "36 35 8:1 / / rw - ", "a b c d e f g h"],
)
def test_a_text_that_tells_nothing_counts_as_local(text):
    assert mounts.type_of(text, 8, 1) in (None, "")


def test_the_folders_of_this_machine_are_told(tmp_path):
    """Where tests run is local; so is a file system in memory, mounted after the first look."""
    assert not mounts.is_shared(tmp_path)
    assert not mounts.is_shared(tmp_path / "nothing")
    probe = ["unshare", "--mount", "--map-root-user", "true"]
    if subprocess.run(probe, capture_output=True, check=False).returncode:
        pytest.skip("mount namespaces are refused here")
    code = (
        "import subprocess, sys; from pathlib import Path\n"
        "from jupyter_sciassist.provenance.mounts import *\n"
        "import os; folder = Path(sys.argv[1]); is_shared(folder)\n"
        "subprocess.run(['mount', '-t', 'tmpfs', 'tmpfs', folder], check=True)\n"
        "device = folder.stat().st_dev\n"
        "print(type_of(mountinfo(), os.major(device), os.minor(device)), is_shared(folder))"
    )
    run = ["unshare", "--mount", "--map-root-user", sys.executable, "-c", code, str(tmp_path)]
    done = subprocess.run(run, capture_output=True, text=True, check=True)
    assert done.stdout == "tmpfs False\n"


def test_the_text_of_this_machine_is_read():
    if Path("/proc/self/mountinfo").exists():
        assert " - " in mounts.mountinfo()
