"""The count of tests outlives the kernel: what is new goes to the sidecar, what stands there comes back.

So do outcomes and decisions: what was accepted is not offered again as if nobody had looked at it.

A family that started anew with each kernel would let a restart make a finding of chance. A record
holds the tests since the one before it. A notebook without a sidecar, on which nobody decided yet, keeps
its count in the kernel alone.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ..confirmation import about
from ..errors import ProvenanceError, RecordError, ServerError
from ..pipeline import FAMILY_ID
from ..profiles.fingerprint import ALGO
from ..profiles.seen import Confirmed, Past, Seen
from ..records import Confirmation, Hypothesis
from ..statistics.multiplicity import Ledger
from . import recording, web

if TYPE_CHECKING:
    from .engine import Engine

# Rows of larger tables keep their side of the split by their labels alone.
_ROWS_KEPT = 1000
_LARGEST = 16 * 2**20
_TROUBLE = (ServerError, ProvenanceError, RecordError, OSError)


def keep(own: Engine) -> None:
    """Append what is not on record yet. Trouble is left to the next time: the kernel still has it."""
    bring_back(own)
    done, past = own.store.counted, own.store.past(Past)
    ledgers = [one for one in own.store.ledgers() if len(one) > done.tests.get(one.id, 0)]
    lengths = {one.id: len(one) for one in ledgers}
    rows = [one for one in _small(past.rows) if not any(one is known for known in done.rows)]
    if not ledgers and not rows:
        return
    families = {
        one.id[:FAMILY_ID]: {
            "tests": len(one) - one.confirmations(),
            "confirmations": one.confirmations(),
        }
        for one in ledgers
    }
    packed = pack([one.to_json(done.tests.get(one.id, 0)) for one in ledgers], rows)
    try:
        written = _written(own, families, packed)
    except _TROUBLE:
        return
    if written is not None:
        done.tests.update(lengths)
        done.rows += rows


def _small(rows: Iterable[Seen]) -> list[Seen]:
    """Tables that were looked at as a whole; of the others the split says which rows were seen."""
    return [one for one in rows if one.split == "all" and one.n <= _ROWS_KEPT]


def _written(own: Engine, families: Mapping[str, Any], packed: str) -> int | None:
    """Length of the log, None where there is none."""
    kernel, server = recording.kernel_id(), web.server(own)
    if server is not None and kernel is not None:
        body = {"kernel": kernel, "families": families, "packed": packed}
        try:
            count: int | None = server.ask("sciassist/ledger", body)["count"]
            return count
        except web.NotThereError:
            pass
    from ..provenance.record import count as append

    return append(recording.sidecar(), kernel=kernel, families=families, packed=packed)


def bring_back(own: Engine) -> None:
    """Merge what is on record for this notebook into the store, once, before the first correction."""
    if own.store.counted.back:
        return
    try:
        packed, confirmed, decided = _read(own)
    except _TROUBLE:
        return
    own.store.counted.back = True
    past = own.store.past(Past)
    first = not own.store.ledgers()
    for text in packed:
        _merge(own, past, text)
    if first:  # else tests were made before the record could be read: all are written again
        own.store.counted.tests.update({one.id: len(one) for one in own.store.ledgers()})
        own.store.counted.rows = list(past.rows)
    for one in confirmed:
        claim = Hypothesis.from_json(one["claim"])
        made = Confirmation.from_json(one["confirmation"])
        past.confirmed.setdefault(about(one["analysis"], claim), Confirmed(made, None))
    own.store.remember({one["suggestion"]: one["status"] for one in decided})


def _read(
    own: Engine,
) -> tuple[Iterable[str], Iterable[Mapping[str, Any]], Iterable[Mapping[str, Any]]]:
    """Packed ledgers, confirmations and decisions on record."""
    kernel, server = recording.kernel_id(), web.server(own)
    if server is not None and kernel is not None:
        try:
            answer = server.ask("sciassist/ledger", query={"kernel": kernel})
            return answer["packed"], answer["confirmed"], answer["decided"]
        except web.NotThereError:
            pass
    from ..provenance.review import counted

    found = counted(recording.sidecar())
    return found.packed, found.confirmed, found.decided


def _merge(own: Engine, past: Past, packed: str) -> None:
    """One record; one that is no ledger is passed over, since the log may be anybody's."""
    try:
        found = unpack(packed)
    except RecordError:
        return
    for ledger in found.ledgers:
        if found.algo == ALGO:
            own.store.ledger(ledger.id, Ledger).merge(ledger)
        else:  # matched when the data are scanned: `KernelMemory.take_over`
            own.store.former.setdefault(ledger.id, Ledger(ledger.id)).merge(ledger)
    for one in found.rows:
        past.look(one)


class Packed(NamedTuple):
    """What one record holds. `algo` made the fingerprints; the first versions did not write it."""

    ledgers: list[Ledger]
    rows: list[Seen]
    algo: str | None


def pack(ledgers: Iterable[Mapping[str, Any]], rows: Iterable[Seen]) -> str:
    """Ledgers and rows as text: base64 of zlib of JSON, without what looks private."""
    from ..provenance.privacy import veiled

    # A name that a decision leaves out of the record must not come in by this door.
    plain = {
        "algo": ALGO,
        "ledgers": veiled(list(ledgers)),
        "rows": [_plain(one, veiled) for one in rows],
    }
    text = json.dumps(plain, separators=(",", ":"), ensure_ascii=False)
    squeezed = zlib.compress(text.encode("utf-8", "surrogatepass"), 9)
    return base64.b64encode(squeezed).decode()


def unpack(packed: str) -> Packed:
    """What `pack` packed; RecordError where it is something else."""
    try:
        reader = zlib.decompressobj()
        text = reader.decompress(base64.b64decode(packed, validate=True), _LARGEST)
        plain = json.loads(text.decode("utf-8", "surrogatepass"))
        rows = [_seen(one) for one in plain["rows"]]
        ledgers = [Ledger.from_json(one) for one in plain["ledgers"]]
        return Packed(ledgers, rows, plain.get("algo"))
    except (ValueError, zlib.error, KeyError, TypeError) as error:
        raise RecordError(f"This is no packed ledger: {error!r}.") from error


def _plain(rows: Seen, veiled: Callable[[str], str]) -> dict[str, Any]:
    marks = {
        veiled(name): base64.b64encode(one.astype("<u4").tobytes()).decode()
        for name, one in rows.marks.items()
    }
    return {
        "variable": rows.variable, "split": rows.split, "division": veiled(rows.division),
        "marks": marks, "n": rows.n,
    }  # fmt: skip


def _seen(plain: Mapping[str, Any]) -> Seen:
    marks = {
        str(name): np.frombuffer(base64.b64decode(one), dtype="<u4").astype(np.uint32)
        for name, one in plain["marks"].items()
    }
    if any(len(one) != plain["n"] for one in marks.values()):
        raise ValueError("rows of unlike length")
    return Seen(str(plain["variable"]), plain["split"], str(plain["division"]), marks, plain["n"])
