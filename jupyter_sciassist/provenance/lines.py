"""One line of the log: its canonical bytes, its hash, its commitments, and the strict reading.

A line is `{"core":{...},"hash":"sha256:...","open":{...}[,"sig":{...}]}` in RFC 8785 form.
`hash` covers `core` alone. `core.commit` holds salted commitments to the values that may be
removed later; `open` holds the values with their salts.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import rfc8785

MAX_LINE = 8 * 2**20
MAX_DEPTH = 100
VERSION = 1
TYPES = frozenset({
    "log.created", "session.opened", "suggestion.accepted", "suggestion.rejected",
    "suggestion.confirmed", "tests.counted",
    "cell.state", "evidence.replayed", "log.moved", "log.copied", "redaction",
    "checkpoint", "key.added", "review.note",
})  # fmt: skip
Decision = Literal["accepted", "rejected", "confirmed"]
DECISIONS: Mapping[str, Decision] = {
    "suggestion.accepted": "accepted",
    "suggestion.rejected": "rejected",
    "suggestion.confirmed": "confirmed",
}
ROOTS = frozenset({"log.created", "log.copied"})

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
CELL_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")
_HASH = re.compile(r"sha256:[0-9a-f]{64}")
_HMAC = re.compile(r"hmac-sha256:[0-9a-f]{64}")
_SALT = re.compile(r"[0-9a-f]{32}")
_SIGNATURE = re.compile(r"[0-9a-f]{128}")
_POINTER = re.compile(r"(/[a-z0-9_]+)+")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z")
_TYPE = re.compile(r"[a-z]+\.[a-z]+|[a-z]+")
_MAX_INT = 2**53 - 1
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


@dataclass(frozen=True)
class Line:
    """A line that holds in itself: canonical, hash right, every opening fits its commitment."""

    core: Mapping[str, Any]
    hash: str
    open: Mapping[str, Any]
    sig: Mapping[str, Any] | None = None

    @property
    def signed(self) -> bool:
        """Whether the line carries a signature; its key is not examined here."""
        return self.sig is not None

    @property
    def redacted(self) -> tuple[str, ...]:
        """Pointers whose opening is not there: it was removed, or never written."""
        return tuple(sorted(set(self.core.get("commit", ())) - set(self.open)))

    @property
    def withheld(self) -> tuple[str, ...]:
        """Of those, the pointers that were left out when the record was written, by what it says."""
        note = self.core["body"].get("note")
        told = note.get("withheld") if isinstance(note, dict) else None
        return tuple(one for one in self.redacted if isinstance(told, list) and one in told)

    def value(self, pointer: str) -> Any:
        """The opened value at `pointer`, or None where it was redacted or never there."""
        return self.open[pointer]["v"] if pointer in self.open else None


@dataclass(frozen=True)
class Fault:
    """Why a line does not hold. `newer`: it is whole, but of a format version not known here."""

    reason: str
    newer: bool = False


def hash_core(core: bytes, version: int = VERSION) -> str:
    """SHA-256 over the domain line and the canonical bytes of `core`."""
    domain = f"jupyter-sciassist/prov/v{version}\n".encode()
    return "sha256:" + hashlib.sha256(domain + core).hexdigest()


def commitment(salt: str, value: Any) -> str:
    """HMAC-SHA256 with the salt's 16 bytes as key over the canonical bytes of `value`."""
    return commitment_of(salt, rfc8785.dumps(value))


def commitment_of(salt: str, value: bytes) -> str:
    """The commitment to a value whose canonical bytes are given."""
    return "hmac-sha256:" + hmac.new(bytes.fromhex(salt), value, hashlib.sha256).hexdigest()


def encode(
    core: Mapping[str, Any],
    openings: Mapping[str, Any],
    sig: Mapping[str, Any] | None = None,
    values: Mapping[str, bytes] | None = None,
) -> tuple[str, bytes]:
    """Hash and bytes (with the final newline) of a line; ValueError where JCS refuses.

    `values` are the canonical bytes of the opened values, where they were made before.
    """
    body = rfc8785.dumps(dict(core))
    mark = hash_core(body)
    data = {"hash": mark, "open": openings} | ({} if sig is None else {"sig": dict(sig)})
    if values is None:
        values = {key: rfc8785.dumps(opening["v"]) for key, opening in openings.items()}
    return mark, _assembled(data, body, values) + b"\n"


def check(raw: bytes) -> Line | Fault:
    """Read one line, given without its newline; never raises on bad bytes."""
    if len(raw) > MAX_LINE:
        return Fault(f"longer than {MAX_LINE} bytes")
    if too_deep(raw):
        return Fault(f"nested too deeply, over {MAX_DEPTH} levels")
    try:
        data = _strict(raw)
        reason = _envelope_fault(data) or _openings_fault(data["open"])
        if reason:
            return Fault(reason)
        core = rfc8785.dumps(data["core"])
        # Most of a line is opened values: their canonical bytes serve the form and the commitment.
        values = {key: rfc8785.dumps(opening["v"]) for key, opening in data["open"].items()}
        if raw != _assembled(data, core, values):
            return Fault("not in canonical form (RFC 8785)")
        return _content(data, core, values)
    except UnicodeDecodeError as error:
        return Fault(f"not UTF-8 at byte {error.start}")
    except json.JSONDecodeError as error:
        return Fault(f"not JSON: {error.msg} at character {error.pos}")
    except ValueError as error:
        return Fault(f"not canonical JSON: {str(error)[:120]}")


def too_deep(raw: bytes) -> bool:
    """Whether brackets outside of texts nest deeper than `MAX_DEPTH`.

    A limit of the format: that of an interpreter's stack differs with its version and the caller.
    """
    if raw.count(b"[") + raw.count(b"{") <= MAX_DEPTH:
        return False
    outside = raw.replace(b"\\\\", b"").replace(b'\\"', b"").split(b'"')[::2]
    depth = 0
    for bracket in b"".join(outside).translate(None, _NO_BRACKETS):
        depth += 1 if bracket in b"[{" else -1
        if depth > MAX_DEPTH:
            return True
    return False


def _strict(raw: bytes) -> Any:
    text = raw.decode("utf-8")
    if not text.strip():
        raise ValueError("an empty line")
    return json.loads(
        text, object_pairs_hook=_unique, parse_int=_integer, parse_constant=_no_constant
    )


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _integer(text: str) -> int:
    if len(text) > 17:
        raise ValueError("an integer above 2^53 - 1")
    return int(text)


def _no_constant(text: str) -> Any:
    raise ValueError(f"{text} is no JSON")


def _envelope_fault(data: Any) -> str | None:
    if not isinstance(data, dict) or not {"core", "hash", "open"} <= set(data):
        return "not an object with core, hash and open"
    unknown = sorted(set(data) - {"core", "hash", "open", "sig"})
    if unknown:
        return f"unknown key {unknown[0][:40]!r}"
    if not isinstance(data["core"], dict):
        return "core is no object"
    return None


def _assembled(data: Mapping[str, Any], core: bytes, values: Mapping[str, bytes]) -> bytes:
    openings = data["open"]
    parts = [
        b'%b:{"salt":%b,"v":%b}'
        % (rfc8785.dumps(key), rfc8785.dumps(openings[key]["salt"]), values[key])
        for key in sorted(values)
    ]
    mark = rfc8785.dumps(data["hash"])
    sig = b',"sig":' + rfc8785.dumps(data["sig"]) if "sig" in data else b""
    return b'{"core":%b,"hash":%b,"open":{%b}%b}' % (core, mark, b",".join(parts), sig)


def _content(data: dict[str, Any], core_bytes: bytes, values: Mapping[str, bytes]) -> Line | Fault:
    core = data["core"]
    version = core.get("v")
    if version != VERSION or isinstance(version, bool):
        later = type(version) is int and version > VERSION
        whole = later and data["hash"] == hash_core(core_bytes, version)
        return Fault(f"format version {version!r:.20} is not known here", newer=whole)
    if data["hash"] != hash_core(core_bytes):
        return Fault("the hash does not fit the core")
    reason = _core_fault(core) or _commit_fault(core, data["open"], values) or _sig_fault(data)
    if reason:
        return Fault(reason)
    return Line(core, data["hash"], data["open"], data.get("sig"))


def _text(pattern: re.Pattern[str]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


def _is_seq(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MAX_INT


def _is_parents(value: Any) -> bool:
    is_hash = _text(_HASH)
    return (
        isinstance(value, list)
        and all(is_hash(item) for item in value)
        and value == sorted(set(value))
    )


def _is_commit(value: Any) -> bool:
    return isinstance(value, dict) and all(
        _POINTER.fullmatch(key) and _text(_HMAC)(item) for key, item in value.items()
    )


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)


_REQUIRED: Mapping[str, Callable[[Any], bool]] = {
    "v": _is_seq,
    "type": _text(_TYPE),
    "seq": _is_seq,
    "prev": _is_parents,
    "id": _text(UUID),
    "ts": _text(_TIME),
    "log": _text(UUID),
    "writer": _text(UUID),
    "body": _is_object,
}
_OPTIONAL: Mapping[str, Callable[[Any], bool]] = {"actor": _is_object, "commit": _is_commit}


def _core_fault(core: Mapping[str, Any]) -> str | None:
    for key, good in _REQUIRED.items():
        if key not in core:
            return f"core lacks {key!r}"
        if not good(core[key]):
            return f"core.{key} is malformed"
    for key, value in core.items():
        if key in _REQUIRED:
            continue
        if key not in _OPTIONAL:
            return f"unknown key {key[:40]!r} in core"
        if not _OPTIONAL[key](value):
            return f"core.{key} is malformed"
    return None


def _openings_fault(openings: Any) -> str | None:
    if not isinstance(openings, dict):
        return "open is no object"
    for pointer, opening in openings.items():
        if not _POINTER.fullmatch(pointer):
            return f"an opening at {pointer[:60]!r}, which is no pointer"
        if not isinstance(opening, dict) or set(opening) != {"salt", "v"}:
            return f"the opening at {pointer[:60]} is malformed"
        if not _text(_SALT)(opening["salt"]):
            return f"the salt at {pointer[:60]} is malformed"
    return None


def _commit_fault(
    core: Mapping[str, Any], openings: Mapping[str, Any], values: Mapping[str, bytes]
) -> str | None:
    commits = core.get("commit", {})
    for pointer, opening in openings.items():
        if pointer not in commits:
            return f"an opening at {pointer[:60]} without a commitment"
        made = commitment_of(opening["salt"], values[pointer])
        if not hmac.compare_digest(made, commits[pointer]):
            return f"the opening at {pointer[:60]} does not fit its commitment"
    return None


def _sig_fault(data: Mapping[str, Any]) -> str | None:
    if "sig" not in data:
        return None
    sig = data["sig"]
    whole = (
        isinstance(sig, dict)
        and set(sig) == {"alg", "key", "value"}
        and sig["alg"] == "ed25519"
        and _text(_HASH)(sig["key"])
        and _text(_SIGNATURE)(sig["value"])
    )
    return None if whole else "sig is malformed"
