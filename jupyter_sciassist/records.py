"""The frozen records that travel between kernel, browser, server and disk, and their JSON.

`to_json` gives plain dicts with the field names as keys; `from_json` rejects unknown
and missing fields and non-finite numbers. `labextension/src/records.ts` mirrors this file;
`tests/wire/*.json` holds an example of each record, read by both test suites.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from typing_extensions import Self

from .errors import RecordError

JSON = Any

Role = Literal[
    "id", "numeric", "count", "category", "boolean", "time", "text", "constant", "geometry"
]
Kind = Literal[
    "table", "series", "array", "events", "spectrum", "wave", "field",
    "survival", "spatial", "counts", "model", "figure", "other",
]  # fmt: skip
Relation = Literal[
    "association", "difference", "trend", "nonlinear", "interaction", "confounding",
    "mediation", "changepoint", "periodicity", "peak", "heteroscedasticity", "lag",
    "null", "cluster", "outlier",
]  # fmt: skip
Direction = Literal["+", "-", "none"]
Verdict = Literal["ok", "weak", "violated", "not checkable"]
Split = Literal["all", "explore", "confirm"]
Outcome = Literal["supported", "refuted", "inconclusive"]
SuggestionKind = Literal["hypothesis", "analysis", "caution", "next step"]
Status = Literal[
    "proposed", "accepted", "rejected", "supported", "refuted", "inconclusive", "stale"
]
Verb = Literal["accepted", "rejected", "edited", "confirmed"]


def _plain(value: Any, where: str) -> JSON:
    if isinstance(value, Record):
        return value.to_json()
    if isinstance(value, (tuple, list)):
        return [_plain(item, where) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(item, where) for key, item in value.items()}
    if isinstance(value, float) and not math.isfinite(value):
        raise RecordError(f"{where} is {value}; a record holds finite numbers or null.")
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    raise RecordError(f"{where} holds a {type(value).__name__}; records hold JSON values only.")


@dataclass(frozen=True)
class Record:
    """Base of all records. `_nested` names the fields that hold records (or tuples of them)."""

    _nested: ClassVar[Mapping[str, Any]] = {}

    def to_json(self) -> dict[str, JSON]:
        """Plain dict, keys in the order of the fields."""
        name = type(self).__name__
        return {
            field.name: _plain(getattr(self, field.name), f"{name}.{field.name}")
            for field in dataclasses.fields(self)
        }

    @classmethod
    def from_json(cls, data: JSON) -> Self:
        """Rebuild a record; RecordError names the field that is wrong."""
        if not isinstance(data, Mapping):
            raise RecordError(f"{cls.__name__} wants an object, got {type(data).__name__}.")
        fields = {field.name: field for field in dataclasses.fields(cls)}
        unknown = sorted(set(data) - set(fields))
        if unknown:
            raise RecordError(f"{cls.__name__} has no field {', '.join(map(repr, unknown))}.")
        missing = [
            name
            for name, field in fields.items()
            if name not in data
            and field.default is dataclasses.MISSING
            and field.default_factory is dataclasses.MISSING
        ]
        if missing:
            raise RecordError(f"{cls.__name__} lacks {', '.join(map(repr, missing))}.")
        return cls(**{key: cls._field(key, value) for key, value in data.items()})

    @classmethod
    def _field(cls, name: str, value: JSON) -> Any:
        nested = cls._nested.get(name)
        if nested is not None and value is not None:
            if isinstance(value, list):
                return tuple(nested.from_json(item) for item in value)
            return nested.from_json(value)
        if isinstance(value, list):
            return tuple(_freeze(item) for item in value)
        _plain(value, f"{cls.__name__}.{name}")
        return value


def _freeze(value: JSON) -> Any:
    return tuple(_freeze(item) for item in value) if isinstance(value, list) else value


@dataclass(frozen=True)
class ColumnKey(Record):
    """Where a column sits. `label` is null where the label is no JSON scalar (a tuple, a date)."""

    position: int
    label: str | int | float | bool | None


@dataclass(frozen=True)
class ColumnProfile(Record):
    """One column. `summary` is role-dependent: {min, max, mean, std, median} or {levels: {..}}."""

    _nested: ClassVar[Mapping[str, Any]] = {"key": ColumnKey}
    key: ColumnKey
    name: str
    role: Role
    dtype: str
    unit: str | None
    n: int
    missing: int
    unique: int | None
    summary: Mapping[str, JSON]
    note: str | None = None


@dataclass(frozen=True)
class Fingerprint(Record):
    """Digest of an object's values. `coverage`: full, sampled, schema-only or unhashable."""

    algo: str
    digest: str
    coverage: Literal["full", "sampled", "schema-only", "unhashable"]


@dataclass(frozen=True)
class Plan(Record):
    """The budget, fixed from shape and types before measuring (design rule 12).

    `rows`: rows drawn without replacement by numpy's default_rng(seed), or null for all.
    `columns`: how many of the columns are looked at; `pairs`: how many pairs are tried.
    `complete` is false when the emergency clock stopped the scan; such a scan asserts nothing.
    """

    rows: int | None
    columns: int
    pairs: int
    seed: str
    complete: bool = True


@dataclass(frozen=True)
class Profile(Record):
    """One live object, read without copying it and without calling its methods blindly."""

    _nested: ClassVar[Mapping[str, Any]] = {
        "columns": ColumnProfile,
        "fingerprint": Fingerprint,
        "plan": Plan,
    }
    variable: str
    kind: Kind
    type: str
    shape: tuple[int, ...]
    columns: tuple[ColumnProfile, ...]
    fingerprint: Fingerprint
    plan: Plan
    note: str | None = None


@dataclass(frozen=True)
class Candidate(Record):
    """One analysis that could be made: `variables` are display names of the subject's columns."""

    analysis: str
    subject: str
    variables: tuple[str, ...]
    context: Mapping[str, JSON] | None = None


@dataclass(frozen=True)
class Hypothesis(Record):
    """A typed claim. `statement` is written by code (language/statements.py)."""

    statement: str
    relation: Relation
    variables: tuple[str, ...]
    direction: Direction | None = None
    level: str | None = None
    context: Mapping[str, JSON] | str | None = None
    location: float | str | None = None


@dataclass(frozen=True)
class Estimate(Record):
    """A quantity in the units of the data, with its 95 % interval where there is one."""

    name: str
    value: float
    unit: str | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Effect(Record):
    """A standardised effect size with its 95 % interval."""

    name: str
    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Family(Record):
    """The family of tests that a q belongs to: its id and its size."""

    id: str
    size: int


@dataclass(frozen=True)
class Assumption(Record):
    """One assumption, its computed verdict and what was seen or used instead."""

    name: str
    verdict: Verdict
    detail: str


@dataclass(frozen=True)
class Scan(Record):
    """Significance of a scan over location, width, period or lag: local and global p."""

    local_p: float
    global_p: float


@dataclass(frozen=True)
class Statistic(Record):
    """The test statistic, its degrees of freedom where it has any."""

    name: str
    value: float
    df: tuple[float, ...] = ()


@dataclass(frozen=True)
class Evidence(Record):
    """What was computed. p and q are two-sided; q is Benjamini-Hochberg within `family`."""

    _nested: ClassVar[Mapping[str, Any]] = {
        "estimate": Estimate,
        "effect": Effect,
        "statistic": Statistic,
        "family": Family,
        "scan": Scan,
        "assumptions": Assumption,
        "plan": Plan,
    }
    method: str
    estimate: Estimate | None
    effect: Effect | None
    n: int
    statistic: Statistic | None
    p: float | None
    q: float | None = None
    family: Family | None = None
    scan: Scan | None = None
    assumptions: tuple[Assumption, ...] = ()
    control: Mapping[str, JSON] | None = None
    caveats: tuple[str, ...] = ()
    split: Split = "all"
    asserted: bool = False
    seed: str = "0"
    plan: Plan | None = None
    versions: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class Subject(Record):
    """The object a suggestion is about."""

    _nested: ClassVar[Mapping[str, Any]] = {"fingerprint": Fingerprint}
    variable: str
    fingerprint: Fingerprint | None


@dataclass(frozen=True)
class Note(Record):
    """The model's comment beside a finding; never a number, a verdict or a column of its own."""

    text: str
    model: str | None


@dataclass(frozen=True)
class Confirmation(Record):
    """One test of a hypothesis on rows that its exploration never saw.

    `variable` held the rows. `evidence.q` is corrected among the confirmations of the notebook so far,
    which `evidence.family` counts; the outcome goes by `evidence.p`.
    """

    _nested: ClassVar[Mapping[str, Any]] = {"evidence": Evidence}
    outcome: Outcome
    reason: str
    rows: Literal["confirm side", "new rows"]
    variable: str
    evidence: Evidence


@dataclass(frozen=True)
class Suggestion(Record):
    """One card."""

    _nested: ClassVar[Mapping[str, Any]] = {
        "subject": Subject,
        "hypothesis": Hypothesis,
        "evidence": Evidence,
        "note": Note,
        "confirmation": Confirmation,
    }
    id: str
    kind: SuggestionKind
    subject: Subject
    title: str
    analysis: str
    hypothesis: Hypothesis | None
    evidence: Evidence | None
    code: str
    pack: str = "core"
    done_in: str | None = None
    status: Status = "proposed"
    note: Note | None = None
    confirmation: Confirmation | None = None


@dataclass(frozen=True)
class Decision(Record):
    """What the scientist did with a suggestion. `notebook`, `kernel` and `cell` may be null."""

    suggestion: str
    verb: Verb
    by: str | None
    when: str
    notebook: str | None
    kernel: str | None
    cell: str | None
    text: str | None


def suggestion_id(analysis: str, subject: str, variables: tuple[str, ...], context: JSON) -> str:
    """16 hex digits of SHA-256: the same question keeps its id over refresh and data change."""
    key = json.dumps(
        [analysis, subject, sorted(variables), context], sort_keys=True, ensure_ascii=False
    )
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]
