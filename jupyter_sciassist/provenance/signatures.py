"""Signatures of records by OpenSSH keys: made and checked by `ssh-keygen -Y`, kept as hex.

What is signed is the text of the record's hash, in the namespace `sciassist-provenance@jupyter`.
The log keeps the 64 bytes of the Ed25519 signature and the SHA-256 of the public key; the envelope
that ssh-keygen reads (PROTOCOL.sshsig of OpenSSH) is built again from them and from the public key in
the reader's `allowed_signers`. So a key that the reader does not list is never trusted.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import struct
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import ProvenanceError

NAMESPACE = "sciassist-provenance@jupyter"
_MAGIC = b"SSHSIG"
_KIND = b"ssh-ed25519"
_LISTED = re.compile(r"(?:^|\s)ssh-ed25519\s+([A-Za-z0-9+/]+=*)")
_SECONDS = 60


@dataclass(frozen=True)
class Signature:
    """A signature as a log holds it: the hash it stands under, the record's seq, key and value."""

    hash: str
    seq: int
    key: str
    value: str


def key_id(public: bytes) -> str:
    """`sha256:` and the hex digest of a public key in SSH wire form."""
    return "sha256:" + hashlib.sha256(public).hexdigest()


def sign(mark: str, key: Path) -> Mapping[str, str]:
    """The `sig` of a record with hash `mark`, made with an Ed25519 key file (or its .pub and an agent).

    Raises
    ------
    ProvenanceError
        ssh-keygen is missing, refuses, or the key is of another kind.
    """
    command = ["ssh-keygen", "-Y", "sign", "-n", NAMESPACE, "-f", str(key)]
    done = _run(command, mark)
    if done.returncode:
        raise ProvenanceError(f"{key} cannot sign: {_last(done)}.")
    public, value = _opened(done.stdout, key)
    return {"alg": "ed25519", "key": key_id(public), "value": value.hex()}


def fault(
    signature: Signature, allowed: Path, revoked: Path | None = None
) -> tuple[str | None, str | None]:
    """Why a signature does not hold, and who made it where it holds; one of the two is null.

    Raises
    ------
    ProvenanceError
        It cannot be checked: ssh-keygen is missing or a file unreadable.
    """
    public = _listed(allowed).get(signature.key)
    if public is None:
        return f"by key {signature.key[7:19]}, which {allowed.name} does not list", None
    with tempfile.TemporaryDirectory() as folder:
        envelope = Path(folder) / "sig"
        envelope.write_text(_envelope(public, bytes.fromhex(signature.value)), encoding="ascii")
        principals = _run(
            ["ssh-keygen", "-Y", "find-principals", "-f", str(allowed), "-s", str(envelope)], ""
        )
        names = principals.stdout.splitlines()
        if principals.returncode or not names:
            return f"by a key that is not valid now: {_last(principals)}", None
        verify = ["ssh-keygen", "-Y", "verify", "-n", NAMESPACE, "-f", str(allowed)]
        verify += ["-I", names[0], "-s", str(envelope)]
        if revoked is not None:
            verify += ["-r", str(revoked)]
        done = _run(verify, signature.hash)
    return (f"does not hold: {_last(done)}", None) if done.returncode else (None, names[0])


def _run(command: Sequence[str], text: str) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(  # noqa: S603
            command, input=text, capture_output=True, text=True, check=False, timeout=_SECONDS
        )
    except FileNotFoundError as error:
        raise ProvenanceError("ssh-keygen is not installed; it comes with OpenSSH.") from error
    except (OSError, UnicodeError, subprocess.TimeoutExpired) as error:
        raise ProvenanceError(f"ssh-keygen could not be run: {error}.") from error


def _last(done: subprocess.CompletedProcess[str]) -> str:
    said = (done.stderr.strip() or done.stdout.strip()).splitlines()
    return said[-1].strip().rstrip(".\r") if said else f"ssh-keygen ended with {done.returncode}"


def _listed(allowed: Path) -> Mapping[str, bytes]:
    """The Ed25519 keys of an allowed_signers file, by their ids."""
    try:
        text = allowed.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise ProvenanceError(f"{allowed} cannot be read: {error.strerror}.") from error
    found = {}
    for line in text.splitlines():
        match = None if line.lstrip().startswith("#") else _LISTED.search(line)
        if match is not None:
            try:
                public = base64.b64decode(match[1], validate=True)
            except binascii.Error:
                continue
            found[key_id(public)] = public
    return found


def _packed(*parts: bytes) -> bytes:
    return b"".join(struct.pack(">I", len(part)) + part for part in parts)


def _envelope(public: bytes, value: bytes) -> str:
    blob = _MAGIC + struct.pack(">I", 1)
    blob += _packed(public, NAMESPACE.encode(), b"", b"sha512", _packed(_KIND, value))
    text = base64.encodebytes(blob).decode()
    return f"-----BEGIN SSH SIGNATURE-----\n{text}-----END SSH SIGNATURE-----\n"


def _opened(armored: str, key: Path) -> tuple[bytes, bytes]:
    """Public key and raw signature out of what ssh-keygen printed."""
    lines = [line for line in armored.splitlines() if not line.startswith("-----")]
    public, namespace, _, digest, signature = _unpacked(base64.b64decode("".join(lines))[10:])
    kind, value = [*_unpacked(signature), b""][:2]
    if kind != _KIND or len(value) != 64 or digest != b"sha512" or namespace != NAMESPACE.encode():
        raise ProvenanceError(
            f"{key} is no Ed25519 key. Make one with: ssh-keygen -t ed25519 -f FILE"
        )
    return public, value


def _unpacked(blob: bytes) -> list[bytes]:
    found = []
    while blob:
        size = struct.unpack(">I", blob[:4])[0]
        found.append(blob[4 : 4 + size])
        blob = blob[4 + size :]
    return found
