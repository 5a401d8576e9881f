"""The frozen records that travel between kernel, browser, server and disk, and their JSON.

`to_json` gives plain dicts with the field names as keys; `from_json` rejects unknown
and missing fields and non-finite numbers. `labextension/src/records.ts` mirrors this file;
`tests/wire/*.json` holds an example of each record, read by both test suites.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from .wire import JSON as JSON
from .wire import Record as Record

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
Operation = Literal[
    "rows", "columns", "count", "count_group", "share", "mean", "median", "sd", "variance", "min",
    "max", "range", "iqr", "value", "quantile", "sum", "missing", "present", "unique", "mode", "best_group",
    "worst_group", "diff", "spearman", "pearson", "sign", "relation", "factors",
]  # fmt: skip
Comparison = Literal["==", "!=", "<", "<=", ">", ">=", "missing", "present", "during"]


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
    """Digest of an object's values, as docs/fingerprint.md has it; digests of two `algo` tell nothing.

    `coverage`: all values; some; none but their names; or the object could not be read.
    """

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


@dataclass(frozen=True)
class Filter(Record):
    """A condition on a column's values; `value` is null for "missing" and "present".

    Dates are compared with ISO dates; with "during" they lie in a stretch of time: 2020, 1990s, 2020-Q3,
    2020-03, 2020-03-14, Q3 or --03 (a quarter and a month of any year).
    """

    column: str
    op: Comparison
    value: str | float | int | bool | None = None


@dataclass(frozen=True)
class Request(Record):
    """A question in typed form.

    `variables` are what the operation is about; `group` with `levels` names groups; `by` is the
    statistic that groups are compared in; `threshold` is what a share counts, or a quantile's level
    in percent; `filter` holds the conditions that all of the rows used meet, a subgroup among them.
    """

    _nested: ClassVar[Mapping[str, Any]] = {"threshold": Filter, "filter": Filter}
    subject: str
    operation: Operation
    variables: tuple[str, ...] = ()
    relation: Relation | None = None
    group: str | None = None
    levels: tuple[str, ...] = ()
    by: str | None = None
    threshold: Filter | None = None
    filter: tuple[Filter, ...] = ()


@dataclass(frozen=True)
class Choice(Record):
    """A way to read a question, in words and typed."""

    _nested: ClassVar[Mapping[str, Any]] = {"request": Request}
    text: str
    request: Request


@dataclass(frozen=True)
class Reading(Record):
    """How a question was read: `unread` are its words that play no part, `rivals` other readings."""

    _nested: ClassVar[Mapping[str, Any]] = {"request": Request, "rivals": Choice}
    text: str
    request: Request
    unread: tuple[str, ...] = ()
    rivals: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Answer(Record):
    """The answer to a question. `verified`: the reading accounts for the question, code computed it.

    Not verified is also what cannot be answered: `value` is null then and `text` says why.
    """

    _nested: ClassVar[Mapping[str, Any]] = {
        "reading": Reading,
        "evidence": Evidence,
        "suggestions": Suggestion,
    }
    text: str
    value: str | float | int | bool | None
    verified: bool
    unit: str | None = None
    reading: Reading | None = None
    evidence: Evidence | None = None
    suggestions: tuple[Suggestion, ...] = ()


def suggestion_id(analysis: str, subject: str, variables: tuple[str, ...], context: JSON) -> str:
    """16 hex digits of SHA-256: the same question keeps its id over refresh and data change."""
    key = json.dumps(
        [analysis, subject, sorted(variables), context], sort_keys=True, ensure_ascii=False
    )
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]
