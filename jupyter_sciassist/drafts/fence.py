"""Fences of the Linux kernel around a process: what it may read and write, no network, no children.

Standard library only and no sibling: `runner.py` loads it in a process where nothing is imported yet. Each
function says whether its fence stands; where the kernel has none, nothing is changed. Numbers are those of
`linux/landlock.h`, `linux/seccomp.h`, `linux/filter.h` and the system call tables of the two machines.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import platform
import struct
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

_NEWUSER, _NEWIPC, _NEWNET, _THREAD = 0x10000000, 0x08000000, 0x40000000, 0x00010000
_NO_NEW_PRIVILEGES, _DIE_WITH_PARENT, _SIGKILL = 38, 1, 9
_RULESET, _RULE, _RESTRICT = 444, 445, 446  # landlock_*: the same numbers on every machine

_READ_FILE, _READ_DIR, _WRITE_FILE, _TRUNCATE, _REFER = 1 << 2, 1 << 3, 1 << 1, 1 << 14, 1 << 13
_OF_FILES = 1 | _WRITE_FILE | _READ_FILE | _TRUNCATE
_NEVER = (
    1 | 1 << 6 | 1 << 9 | 1 << 10 | 1 << 11 | 1 << 12
)  # execute, devices, sockets, pipes, links

# Of each machine: the audit number, `seccomp`, `clone`, `clone3`, and the calls that are refused: fork, vfork,
# execve, execveat, socket, ptrace, process_vm_readv and _writev, kill, tkill, tgkill, pidfd_open and
# _send_signal, mount, unshare, setns, bpf, io_uring_setup, setrlimit, add_key, keyctl.
_MACHINES = {
    "x86_64": (
        0xC000003E, 317, 56, 435,
        (57, 58, 59, 322, 41, 101, 310, 311, 62, 200, 234, 434, 424, 165, 272, 308, 321, 425, 160, 248, 250),
    ),
    "aarch64": (
        0xC00000B7, 277, 220, 435,
        (221, 281, 198, 117, 270, 271, 129, 130, 131, 434, 424, 40, 97, 268, 280, 425, 164, 217, 219),
    ),
}  # fmt: skip
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000


def _libc() -> Callable[..., int] | None:
    if sys.platform != "linux":
        return None
    try:
        library = ctypes.CDLL(None, use_errno=True)
    except OSError:
        return None
    library.syscall.restype = ctypes.c_long
    return library.syscall


def with_parent() -> None:
    """End this process when the thread that started it ends."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, _SIGKILL, 0, 0, 0)


def network() -> bool:
    """A network of its own, with nothing in it. To be called before a second thread is started."""
    if sys.platform != "linux":
        return False
    user, group = os.getuid(), os.getgid()
    try:
        library = ctypes.CDLL(None, use_errno=True)
        alone = library.unshare(_NEWUSER | _NEWNET | _NEWIPC) == 0
        if not alone:
            return bool(library.unshare(_NEWNET) == 0)
    except (OSError, AttributeError):
        return False
    for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):  # fmt: skip
        with contextlib.suppress(OSError):  # it works without a name of its own
            Path(f"/proc/self/{name}").write_text(text, encoding="ascii")
    return True


def files(reads: Iterable[str], writes: str) -> bool:
    """Reading below `reads` alone, writing below `writes` alone, no program started (Landlock)."""
    call = _libc()
    if call is None:
        return False
    version = call(_RULESET, None, 0, 1)
    if version < 1:
        return False
    handled = (1 << 13) - 1
    handled |= (_REFER if version > 1 else 0) | (_TRUNCATE if version > 2 else 0)
    network = 3 if version > 3 else 0  # bind and connect of TCP
    scoped = 3 if version > 5 else 0  # abstract sockets and signals of others
    fields = (handled, network, scoped)[: 1 if version < 4 else 2 if version < 6 else 3]
    asked = struct.pack(f"={len(fields)}Q", *fields)
    rules = call(_RULESET, asked, len(asked), 0)
    if rules < 0:
        return False
    for path in reads:
        _permit(call, rules, path, _READ_FILE | _READ_DIR)
    _permit(call, rules, writes, handled & ~_NEVER)
    _permit(call, rules, os.devnull, _READ_FILE | _WRITE_FILE)
    held = _unprivileged() and call(_RESTRICT, rules, 0) == 0
    os.close(rules)
    return held


def _permit(call: Callable[..., int], rules: int, path: str, access: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:  # what is not there needs no permission
        return
    if not Path(path).is_dir():
        access &= _OF_FILES
    call(_RULE, rules, 1, struct.pack("=Qi", access, place), 0)
    os.close(place)


def calls() -> bool:
    """No process, no socket, no signal to others, no new limits, in any thread of this process (seccomp)."""
    call, machine = _libc(), _MACHINES.get(platform.machine())
    if call is None or machine is None or sys.maxsize < 2**32:
        return False
    program = _program(*machine)
    code = ctypes.create_string_buffer(program, len(program))
    asked = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code))
    # 1: a filter; 1: for all threads
    return _unprivileged() and call(machine[1], 1, 1, asked) == 0


def _unprivileged() -> bool:
    return bool(ctypes.CDLL(None).prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0)


def _program(audit: int, _: int, clone: int, clone3: int, refused: tuple[int, ...]) -> bytes:
    """The filter: system calls of another machine's table and those of `refused` fail, all others pass."""
    deny = (_RETURN, 0, 0, _REFUSE | errno.EPERM)
    steps = [(_LOAD, 0, 0, 4), (_EQUAL, 1, 0, audit), deny, (_LOAD, 0, 0, 0)]
    steps += [(_AT_LEAST, 0, 1, 0x40000000), deny]
    for number in refused:
        steps += [(_EQUAL, 0, 1, number), deny]
    # libc asks by `clone` then, whose flags a filter can read: threads pass, processes do not
    steps += [(_EQUAL, 0, 1, clone3), (_RETURN, 0, 0, _REFUSE | errno.ENOSYS)]
    steps += [(_EQUAL, 0, 3, clone), (_LOAD, 0, 0, 16), (_ANY_BIT, 1, 0, _THREAD), deny]
    steps += [(_RETURN, 0, 0, _ALLOW)]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)
