"""A network namespace whose default route ends in a tunnel that this process reads.

Loopback works, everything else arrives in the tunnel and is counted; nothing leaves. Names are
asked of an address behind the tunnel, so that a look-up counts as well. Linux only.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import socket
import struct
import tempfile
import threading
from pathlib import Path

CURE = (
    "The browser tests run in a network namespace of their own, to prove that nothing is sent. "
    "This machine refuses one. Run them as root, or allow user namespaces "
    "(sysctl kernel.unprivileged_userns_clone=1 kernel.apparmor_restrict_unprivileged_userns=0), "
    "in a container with --privileged or --cap-add=SYS_ADMIN --device=/dev/net/tun."
)
CLONE_NEWNS, CLONE_NEWUSER, CLONE_NEWNET = 0x00020000, 0x10000000, 0x40000000
MS_BIND, MS_REC, MS_PRIVATE = 0x1000, 0x4000, 0x40000
TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
SIOCGIFINDEX, SIOCSIFFLAGS, SIOCSIFADDR, SIOCADDRT = 0x8933, 0x8914, 0x8916, 0x890B
IFF_UP, IFF_RUNNING, RTF_UP = 0x1, 0x40, 0x1
NAME = b"sink0"
ADDRESS, RESOLVER = "192.0.2.1", "192.0.2.53"
ADDRESS6 = "2001:db8::1"
ICMPV6, HOP_BY_HOP = 58, 0


class Refused(Exception):
    """The machine does not let this process have a namespace; the message holds the cure."""


class Sink:
    """The tunnel's end. `packets` holds what arrived, the kernel's own ICMPv6 housekeeping aside."""

    def __init__(self, tunnel: int) -> None:
        self.packets: list[bytes] = []
        self._tunnel = tunnel
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        while True:
            packet = os.read(self._tunnel, 65536)
            housekeeping = packet[0] >> 4 == 6 and packet[6] in (ICMPV6, HOP_BY_HOP)
            if not housekeeping:
                self.packets.append(packet)

    def destinations(self) -> list[str]:
        """Where the packets wanted to go, in order."""
        return [_destination(packet) for packet in self.packets]


def _destination(packet: bytes) -> str:
    if packet[0] >> 4 == 4:
        host, header = socket.inet_ntop(socket.AF_INET, packet[16:20]), (packet[0] & 15) * 4
    else:
        host, header = socket.inet_ntop(socket.AF_INET6, packet[24:40]), 40
    port = struct.unpack("!H", packet[header + 2 : header + 4])[0]
    asked = f" asking for {_name_in(packet[header + 20 :])}" if port == 53 else ""
    return f"{host} port {port}{asked}"


def _name_in(question: bytes) -> str:
    """The name in a DNS question: labels, each behind its length."""
    labels = []
    while question and question[0]:
        labels.append(question[1 : 1 + question[0]].decode("ascii", "replace"))
        question = question[1 + question[0] :]
    return ".".join(labels)


def enter() -> Sink:
    """Move this process and all that it starts from now on into the namespace.

    Call it from the main thread, before any other thread is started. Raises Refused.
    """
    try:
        _unshare()
        tunnel = _tunnel()
        _configure()
        _ask_names_behind_the_tunnel()
    except OSError as error:
        raise Refused(f"{CURE} ({error})") from error
    return Sink(tunnel)


def _libc_call(name: str, *arguments: object) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if getattr(libc, name)(*arguments) != 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{name}: {os.strerror(code)}")


def _unshare() -> None:
    user, group = os.geteuid(), os.getegid()
    if user == 0:
        _libc_call("unshare", CLONE_NEWNET | CLONE_NEWNS)
        return
    _libc_call("unshare", CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWNS)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"0 {user} 1")
    Path("/proc/self/gid_map").write_text(f"0 {group} 1")


def _tunnel() -> int:
    tunnel = os.open("/dev/net/tun", os.O_RDWR | os.O_CLOEXEC)
    fcntl.ioctl(tunnel, TUNSETIFF, struct.pack("16sH22x", NAME, IFF_TUN | IFF_NO_PI))
    return tunnel


def _configure() -> None:
    """Loopback up; the tunnel up with an address and the default route, for IPv4 and IPv6."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        for name in (b"lo", NAME):
            if name == NAME:
                address = struct.pack(
                    "16sHH4s8x", name, socket.AF_INET, 0, socket.inet_aton(ADDRESS)
                )
                fcntl.ioctl(control, SIOCSIFADDR, address)
            fcntl.ioctl(control, SIOCSIFFLAGS, struct.pack("16sH22x", name, IFF_UP | IFF_RUNNING))
        fcntl.ioctl(control, SIOCADDRT, _default_route())
        found = fcntl.ioctl(control, SIOCGIFINDEX, struct.pack("16si20x", NAME, 0))
        index = struct.unpack("16si20x", found)[1]
    if not Path("/proc/sys/net/ipv6").exists():
        return
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as control:
        address = socket.inet_pton(socket.AF_INET6, ADDRESS6)
        fcntl.ioctl(control, SIOCSIFADDR, struct.pack("16sIi", address, 64, index))
        any_address = bytes(16)
        route = struct.pack(
            "@16s16s16sIHHILIi",
            any_address, any_address, any_address, 0, 0, 0, 1, 0, RTF_UP, index,
        )  # fmt: skip
        fcntl.ioctl(control, SIOCADDRT, route)


def _default_route() -> bytes:
    """`struct rtentry` of <net/route.h>: destination, gateway and mask zero, the device by name."""
    nowhere = struct.pack("H14x", socket.AF_INET)
    device = ctypes.create_string_buffer(NAME)
    _default_route.kept = device  # type: ignore[attr-defined]
    return struct.pack(
        "@L16s16s16sHhLPhPLLH",
        0, nowhere, nowhere, nowhere, RTF_UP, 0, 0, 0, 0, ctypes.addressof(device), 0, 0, 0,
    )  # fmt: skip


def _ask_names_behind_the_tunnel() -> None:
    """A private mount over /etc/resolv.conf: look-ups go where they are counted."""
    _libc_call("mount", b"none", b"/", None, MS_REC | MS_PRIVATE, None)
    target = Path("/etc/resolv.conf").resolve()
    if target.exists():
        with tempfile.NamedTemporaryFile("w", suffix=".conf", delete=False) as own:
            own.write(f"nameserver {RESOLVER}\noptions timeout:1 attempts:1\n")
        _libc_call("mount", own.name.encode(), bytes(target), None, MS_BIND, None)
