"""What a replay gives: whether it can be made, and what came out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ..errors import RecordError
from ..provenance.exports.reading import Reading, Row
from ..provenance.exports.showing import visible
from ..provenance.values import decimal

TOLERANCE = 1e-6
_SHORTEST = 6

Part = Literal["evidence", "wording"]
State = Literal[
    "can replay", "not on record", "redacted", "analysis unknown", "data gone", "data changed",
    "data not comparable", "model missing", "model hash differs", "version differs", "failed",
]  # fmt: skip
Verdict = Literal["identical", "same evidence within tolerance", "diverged", "not checkable"]


class Blocked(Exception):  # noqa: N818 - no error: it says why there is no verdict
    """A part of a record cannot be replayed, or its outcome says nothing."""

    def __init__(self, state: State, detail: str) -> None:
        super().__init__(detail)
        self.state = state


@dataclass(frozen=True)
class Replay:
    """One part of one record, looked at or made again.

    Attributes
    ----------
    state : str
        "can replay", or what stands in the way.
    detail : str
        The reason, the differences or the reservations, for a reader.
    verdict : str or None
        None where it was only looked at and could be made.
    compared, differs : tuple of str
        Names of what was held against the record, and of what is not the same beyond the tolerance.
        Empty where nothing was run.
    data : mapping, optional
        algo, coverage and whether the data are the same (null where that cannot be told).
    runtime : mapping, optional
        What the model ran on this time.
    now : JSON value
        What came out, where it is not what stands in the record.
    """

    row: Row
    part: Part
    state: State
    detail: str
    verdict: Verdict | None
    compared: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()
    data: Mapping[str, Any] | None = None
    runtime: Mapping[str, Any] | None = None
    now: Any = None

    @property
    def body(self) -> dict[str, Any]:
        """What goes on record for good: no number, text or digest that may be removed elsewhere."""
        return {
            "record": self.row.hash,
            "part": self.part,
            "verdict": self.verdict,
            "tolerance": decimal(TOLERANCE) if self.part == "evidence" else None,
            "compared": list(self.compared),
            "differs": list(self.differs),
            "data": None if self.data is None else dict(self.data),
            "runtime": None if self.runtime is None else dict(self.runtime),
        }

    @property
    def result(self) -> dict[str, Any] | None:
        """What goes on record and may be removed; nothing where all is as it was."""
        if self.verdict == "identical":
            return None
        return {"detail": self.detail, "now": self.now}


def blocked(row: Row, part: Part, why: Blocked) -> Replay:
    """The replay that cannot be made."""
    return Replay(row, part, why.state, str(why), "not checkable")


def chosen(log: Reading, records: Sequence[str]) -> list[Row]:
    """The acceptances and tests of a log, or those whose id or hash begins as one of `records`.

    Raises
    ------
    RecordError
        One of them names no such record, or more than one.
    """
    rows = [row for row in log.rows if row.decision != "rejected"]
    if not records:
        return rows
    picked: dict[str, Row] = {}
    for text in records:
        wanted = text.removeprefix("sha256:").lower()
        found = [
            one for one in rows if one.record.startswith(wanted) or one.hash[7:].startswith(wanted)
        ]
        if len(wanted) < _SHORTEST or len(found) != 1:
            raise RecordError(
                f"{len(found) or 'No'} acceptances and tests of {log.name} begin with {text!r:.80}. "
                f"Name {_SHORTEST} characters or more of an id that `jupyter sciassist log --json` lists."
            )
        picked[found[0].hash] = found[0]
    return list(picked.values())


def told(row: Row, made: Sequence[Replay]) -> Iterator[str]:
    """A record and its parts for a reader, a line each."""
    yield visible(
        f"{row.record}  {row.decision}  {' '.join(row.shown('/suggestion/title').split())}"
    )
    if not made:
        yield "  nothing to replay: no evidence was computed and no model took part"
    for one in made:
        said: str = one.verdict or one.state
        if one.verdict == "not checkable":
            said += f" ({one.state})"
        # One line each: values of the log must not look like outcomes of their own.
        more = (
            ", ".join(one.compared) if one.verdict == "identical" else " ".join(one.detail.split())
        )
        yield visible(f"  {one.part}: {said}{f': {more}' if more else ''}")
