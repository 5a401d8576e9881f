"""Random logs such as forgers, merges and other programs may leave, and notebooks beside them.

Every line that is meant to hold has a hash and commitments that fit, so that what is tried is how
records hang together and not how a line is read.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import rfc8785

from jupyter_sciassist.provenance.lines import commitment, hash_core
from tests.provenance.test_lines import CORE

SALT = "00112233445566778899aabbccddeeff"
LOGS = [f"85a77024-c6eb-42ba-a69f-ff856f547e3{digit}" for digit in "345"]
FOREIGN = "sha256:" + "0" * 64
POINTERS = ["/by", "/text", "/suggestion/title"]
TYPES = ["review.note", "suggestion.accepted", "checkpoint", "future.thing"]
ODD = [None, True, 7, 1.5, "", "x", [], {}, ["x"], {"a": 1}]
SIGNATURE = {"alg": "ed25519", "key": "sha256:" + "a" * 64, "value": "b" * 128}


def line_of(
    core: dict[str, Any], openings: object, sig: object = None, version: object = 1
) -> bytes:
    """Canonical bytes with the hash that belongs to format `version`."""
    mark = hash_core(rfc8785.dumps(core), version)  # type: ignore[arg-type]
    signed = {} if sig is None else {"sig": sig}
    return rfc8785.dumps({"core": core, "hash": mark, "open": openings, **signed}) + b"\n"


@dataclass
class Forgery:
    """A log in the making; `wild` is how often something is wrong."""

    rng: random.Random
    wild: float
    lines: list[bytes] = field(default_factory=list)
    seqs: dict[str, tuple[int, str]] = field(default_factory=dict)
    closed: dict[str, list[str]] = field(default_factory=dict)
    heads: list[str] = field(default_factory=list)
    number: int = 0

    def odd(self) -> bool:
        return self.rng.random() < self.wild

    def add(self) -> None:
        """One record more, as a rule one that fits."""
        rng = self.rng
        self.number += 1
        prev = self._parents()
        parents = [self.seqs[mark] for mark in prev if mark in self.seqs]
        kind = rng.choice(["log.created", "log.copied"] if not prev else [*TYPES, "redaction"])
        core: dict[str, Any] = {
            **CORE,
            "type": kind,
            "prev": sorted(prev),
            "seq": min(1 + max((seq for seq, _ in parents), default=-1), 2**53 - 1),
            "log": rng.choice(parents)[1] if parents else rng.choice(LOGS),
            "id": f"01a20a01-fa85-7326-a692-{self.number:012x}",
            "body": self._body(kind),
            "commit": {},
        }
        openings = self._openings(core["commit"])
        if self.odd():
            self._twist(core)
        sig = SIGNATURE if rng.random() < 0.1 else None
        if self.odd() and sig:
            sig = {**SIGNATURE, rng.choice(["alg", "key", "value", "more"]): "B" * 128}
        version = core.get("v", 1) if rng.random() < 0.7 else 1
        made = line_of(core, openings, sig, version)
        mark = hash_core(rfc8785.dumps(core), version)
        self.lines.append(made)
        seq, log = core.get("seq"), core.get("log")
        if type(seq) is int and isinstance(log, str):
            self.seqs[mark] = (seq, log)
            self.closed[mark] = [*set(POINTERS) - set(openings)]
            self.heads = [*(head for head in self.heads if head not in prev), mark]

    def _parents(self) -> list[str]:
        rng = self.rng
        if not self.seqs or rng.random() < self.wild / 4:
            return []
        if self.odd():
            return rng.sample([*self.seqs, FOREIGN], k=min(2, len(self.seqs)))
        return rng.choice([self.heads, self.heads, self.heads, [rng.choice(list(self.seqs))]])

    def _body(self, kind: str) -> dict[str, Any]:
        rng, body = self.rng, {}
        if kind == "redaction":
            body["record"] = rng.choice([FOREIGN, 7, None] if self.odd() else [*self.seqs])
            body["pointers"] = self.closed.get(body["record"], [])
            if self.odd():
                body["pointers"] = rng.choice([*ODD, [7], POINTERS])
        if kind == "log.copied":
            body["from"] = self._source() if not self.odd() else rng.choice(ODD)
        if rng.random() < 0.2:
            body["note"] = rng.choice(
                [{"torn": {}}, {"gap": 1, "torn": None}, {"surrogates": 1}, *ODD]
            )
        return body

    def _source(self) -> dict[str, Any]:
        source = {"log": LOGS[0], "head": FOREIGN, "before": [LOGS[1]], "count": 3}
        if self.odd():
            source[self.rng.choice([*source])] = self.rng.choice(ODD)
        if self.odd():
            del source[self.rng.choice([*source])]
        return source

    def _openings(self, commit: dict[str, str]) -> dict[str, Any]:
        rng, openings = self.rng, {}
        for pointer in rng.sample(POINTERS, k=rng.randrange(4)):
            value = rng.choice([*ODD, "é\U0001f9ea\n", 0.1, {"__proto__": 1, "10": 2, "9": 3}])
            commit[pointer] = commitment(SALT, value)
            if rng.random() < 0.8:
                openings[pointer] = {"salt": SALT, "v": "other" if self.odd() else value}
        return openings

    def _twist(self, core: dict[str, Any]) -> None:
        rng = self.rng
        key = rng.choice([*core, "v", "seq", "log", "id", "type", "__proto__", "more"])
        values: dict[str, list[Any]] = {
            "v": [2, 2, 3, 0, -1, True, False, "1", None, 1.5, 1e21],
            "seq": [min(core["seq"] + 1, 2**53 - 1), 0, -1, 2**53 - 1, "0"],
            "log": [*LOGS, LOGS[0].upper()],
            "id": ["01a20a01-fa85-7326-a692-000000000001"],
            "type": [
                "log.created",
                "log.copied",
                "review.note",
                "odd",
                "Odd",
                "a.b.c",
                "future.type",
            ],
            "prev": [[], [FOREIGN], [FOREIGN] * 2, sorted(self.seqs, reverse=True)],
            "actor": [{"kind": "human"}, {"__proto__": 1}],
        }
        core[key] = rng.choice(values.get(key, ODD))
        if rng.random() < 0.1:
            del core[key]


def forged(rng: random.Random) -> tuple[bytes, dict[str, str]]:
    """A log, and the log ids of its records by their hashes."""
    work = Forgery(rng, wild=rng.choice((0.0, 0.0, 0.02, 0.1)))
    for _ in range(rng.randrange(1, 9)):
        work.add()
    rows = work.lines
    if work.odd():
        rng.shuffle(rows)
    if work.odd():
        rows.append(rng.choice(rows))
    if work.odd():
        del rows[rng.randrange(len(rows))]
    tail = b""
    if rng.random() < 0.3:
        whole = line_of({**CORE, "body": {"text": "é\U0001f9ea" * 300}}, {})
        version = rng.choice((2, 3, 0, True))
        newer = line_of({**CORE, "v": version}, {}, version=version)
        cut = whole[: rng.randrange(len(whole))]
        tail = rng.choice((cut, bytes(rng.randrange(600)), b"x", whole[:-1] + b"}", newer))
    return b"".join(rows) + tail, {mark: log for mark, (_, log) in work.seqs.items()}


def beside(rng: random.Random, logs: dict[str, str], data: bytes) -> Any:
    """A notebook, or null for none."""
    count = data.count(b"\n")
    head = rng.choice([*logs] * 3 + [FOREIGN, *ODD])
    log = logs.get(head) if isinstance(head, str) and rng.random() < 0.7 else None
    told: dict[str, Any] = {
        "head": head,
        "log": log or rng.choice([*LOGS, *LOGS, *ODD]),
        "count": rng.choice([*[count] * 9, count + 1, count + 0.5, 0, -1, 1e300, *ODD]),
    }
    if rng.random() < 0.1:
        del told[rng.choice([*told])]
    whole = {"metadata": {"sciassist": told}}
    bare = {"metadata": {"sciassist": rng.choice(ODD)}}
    return rng.choice([None, whole, whole, whole, bare, {"metadata": []}, []])


def kept(rng: random.Random, marks: Iterable[str]) -> str | None:
    """A head that was kept elsewhere, in one of the ways to write it, or null for none."""
    mark = rng.choice([*marks, FOREIGN])
    return rng.choice([None, None, mark, mark[7:], mark[7:19], mark[7:].upper(), mark.upper()])
