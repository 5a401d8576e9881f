"""From live objects to ranked suggestions: profile, candidates, evidence, one correction, words, order."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from . import packs
from . import profiles as reading
from .analyses import ANALYSES, _cell, _roles, wide
from .analyses.base import Analysis, Finding
from .analyses.confounding import crude_halves
from .cells import done
from .errors import DataError
from .language import prior, ranking, statements
from .profiles import source
from .profiles.seen import Past, looked_at
from .profiles.table import Table
from .records import (
    Candidate,
    Family,
    Hypothesis,
    Profile,
    Split,
    Subject,
    Suggestion,
    suggestion_id,
)
from .statistics.assumptions import unmet
from .statistics.multiplicity import Ledger, TestKey

SPLIT_FLOOR = 200
# Half the points of a curve are no curve: such objects are looked at whole, and Confirm waits for another one.
CURVES = frozenset({"spectrum", "wave"})
ALONG = frozenset({"trend", "changepoint", "periodicity"})
EMERGENCY_SECONDS = 30.0
ALPHA = 0.05
FAMILY_ID = 12
SALT = "sciassist"
NULLS = "null-"
# Counts of what is there test nothing, so they keep no rows back for confirming.
EXACT = frozenset({"duplicates", "outliers"})
# What two columns of one quantity differ by, and a spread, do not hang on how levels go together.
NO_LEVELS = frozenset({"paired", "heteroscedasticity"})
COLUMN_LIKE = {"series", "array", "other"}

Policy = Literal["notebook", "door"]
Progress = Callable[[str, int, int], None]


class Memory:
    """What outlives one scan of a kernel: ledgers of tests, rows seen, confirmations made.

    The salt of the split is one for all data. A row's label alone then says on which side it is, under
    any name of the table, after a restart, with columns added or rows dropped, and nobody finds
    a side that suits by trying another salt.
    """

    def __init__(self, past: Past | None = None) -> None:
        self.past = Past() if past is None else past
        self._ledgers: dict[str, Ledger] = {}

    def ledger(self, profile: Profile) -> Ledger:
        """The family of tests of these data."""
        digest = profile.fingerprint.digest
        return self._ledgers.setdefault(digest, Ledger(digest))

    def salt(self, profile: Profile) -> str:
        """Salt of the explore and confirm split."""
        return SALT


def named(data: Any) -> dict[str, Any]:
    """The objects of the Python door: a dict of tables stays, anything else is called `data`."""
    if type(data) is dict and data and all(type(key) is str for key in data):
        kinds = [reading.profile(value, key).kind for key, value in data.items()]
        columns = reading.profile(data, "data").kind != "other"
        if any(kind not in COLUMN_LIKE for kind in kinds) or not columns:
            return dict(data)
    return {"data": data}


def profiles(objects: Mapping[str, Any]) -> list[Profile]:
    """Profiles of the objects that are data."""
    found = [reading.profile(value, name) for name, value in objects.items()]
    return [profile for profile in found if profile.kind != "other"]


def suggest(
    objects: Mapping[str, Any],
    *,
    about: str | None = None,
    columns: Mapping[str, str] | None = None,
    top: int = 20,
    memory: Memory | None = None,
    outcome: ranking.Weights | None = None,
    cells: Sequence[Mapping[str, Any]] | None = None,
    policy: Policy = "notebook",
    cancelled: Callable[[], bool] = lambda: False,
    progress: Progress | None = None,
) -> list[Suggestion]:
    """Suggestions over named objects, best first, at most `top` a variable.

    Parameters
    ----------
    objects : mapping of name to live object
    about : description of the data; read by the ranking only
    columns : mapping of column name to meaning, optional; read by the ranking only
    memory : Memory, optional
        Ledgers and salts that outlive the call; without one they live for the call.
    outcome : mapping of variable to mapping of column to weight, optional
        From the language model; otherwise names, roles and positions stand in.
    cells : list of nbformat cells, optional
        What they computed is marked as done.
    policy : "notebook" splits tables of 200 rows and more into explore and confirm sides; "door" uses all rows.

    Raises
    ------
    DataError
        No object is data.
    """
    memory = memory or Memory()
    found = profiles(objects)
    if not found:
        notes = [reading.profile(value, name).note or "" for name, value in objects.items()]
        raise DataError(
            "Nothing here can be read as data. " + " ".join(note for note in notes if note)
            or "Give a table, a Series, an array or a dict of columns of equal length."
        )
    cards: list[Suggestion] = []
    weights = dict(outcome or {})
    for profile in found:
        if profile.variable not in weights:
            weights[profile.variable] = prior.of(profile, about, columns)
        cards += scan(objects[profile.variable], profile, memory, policy, cancelled, progress)
    return ranked(marked(cards, cells, found), weights, top)


def ranked(cards: Sequence[Suggestion], weights: ranking.Weights, top: int) -> list[Suggestion]:
    """The first `top` cards of each variable, in one order."""
    by_id = {card.id: card for card in cards}
    kept: list[Suggestion] = []
    count: dict[str, int] = {}
    for identity in ranking.order(cards, weights):
        card = by_id[identity]
        count[card.subject.variable] = count.get(card.subject.variable, 0) + 1
        if count[card.subject.variable] <= top:
            kept.append(card)
    return kept


def marked(
    cards: Sequence[Suggestion],
    cells: Sequence[Mapping[str, Any]] | None,
    seen: Sequence[Profile],
) -> list[Suggestion]:
    """The cards, those that a cell already computed marked with its id; `seen` tells the roles."""
    computed = done.computed(cells or [])
    if not computed:
        return list(cards)
    roles = {
        profile.variable: {column.name: column.role for column in profile.columns}
        for profile in seen
    }

    def found(card: Suggestion) -> str | None:
        claim, subject = card.hypothesis, card.subject.variable
        if claim is None:
            return None
        return done.match(claim.variables, claim.relation, subject, computed, roles.get(subject))

    return [dataclasses.replace(card, done_in=found(card)) for card in cards]


def scan(
    obj: Any,
    profile: Profile,
    memory: Memory,
    policy: Policy,
    cancelled: Callable[[], bool] = lambda: False,
    progress: Progress | None = None,
    asked: Sequence[Candidate] | None = None,
) -> list[Suggestion]:
    """Every suggestion about one object, corrected as one family, in no particular order.

    With `asked` only these tests, which somebody asked for by name: whatever they find is shown.
    """
    whole = looked_at_whole(profile, asked or ())
    split: Split = "explore" if policy == "notebook" and not whole else "all"
    try:
        table = reading.read(obj, profile.variable, split=split, salt=memory.salt(profile))
        full = table if split == "all" else reading.read(obj, profile.variable)
    except DataError:
        return []
    memory.past.look(looked_at(table))
    if asked is None:
        measured = measure(table, cancelled, progress, full)
    else:
        measured = Measured(examined(table, asked), True, {})
    by_name = {analysis.name: analysis for analysis in packs.catalogue(ANALYSES, table.profile)}
    corrected = correct(measured.findings, memory.ledger(profile), table, measured.complete)
    rows_of = {full.rows.split: full, table.rows.split: table}
    cards = [
        card(one, by_name[one.candidate.analysis], rows_of[one.evidence.split]) for one in corrected
    ]
    return [*cards, *(fault(name, error, profile) for name, error in measured.faults.items())]


def looked_at_whole(profile: Profile, asked: Sequence[Candidate] = ()) -> bool:
    """Whether a scan in a notebook leaves no rows to confirm on.

    Small objects, and those that are followed along their rows: picked apart, rows that bear no time are no series
    any more, and a slope per row would be one per row that was picked.
    """
    rows = profile.shape[0] if profile.shape else 0
    by_rows = profile.kind == "series" and _roles.axis(profile) is None
    along = any(len(one.variables) == 1 and one.analysis in ALONG for one in asked)
    return rows < SPLIT_FLOOR or profile.kind in CURVES or by_rows or along


class Measured(NamedTuple):
    """What the catalogue measured, whether the scan went to its end, and analyses that failed."""

    findings: list[Finding]
    complete: bool
    faults: dict[str, Exception]


def measure(
    table: Table,
    cancelled: Callable[[], bool],
    progress: Progress | None,
    full: Table | None = None,
) -> Measured:
    """All measurements that the core and the packs that fit the table offer; exact counts are of all rows, `full`.

    An analysis that fails is left at its first error and told (`fault`); the others go on.
    """
    # Seconds of this thread's own work: a busy machine must not change what is found.
    deadline = time.thread_time() + EMERGENCY_SECONDS
    findings: list[Finding] = []
    faults: dict[str, Exception] = {}
    offered = packs.catalogue(ANALYSES, table.profile)
    for place, analysis in enumerate(offered):
        if progress is not None:
            progress(table.profile.variable, place, len(offered))
        try:
            candidates, passed = wide.divided(table, list(analysis.applies(table.profile)))
            findings += passed
            for candidate in candidates:
                if cancelled() or time.thread_time() > deadline:
                    return Measured(findings, False, faults)
                finding = analysis.measure(
                    full if full and analysis.name in EXACT else table, candidate
                )
                if finding is not None:
                    findings.append(finding)
        except Exception as error:  # data of any kind meet analyses of any author
            faults[analysis.name] = error
    return Measured(findings, True, faults)


def examined(table: Table, asked: Sequence[Candidate]) -> list[Finding]:
    """What tests that somebody asked for find, shown also where that is nothing."""
    catalogue = {one.name: one for one in packs.catalogue(ANALYSES, table.profile)}
    found = [catalogue[one.analysis].measure(table, one) for one in asked]
    return [dataclasses.replace(one, shown=True) for one in found if one is not None]


def fault(name: str, error: Exception, profile: Profile) -> Suggestion:
    """The card of an analysis that failed: what it found before stands, what is left out is said."""
    first = (str(error).splitlines() or [""])[0][:300]
    return Suggestion(
        id=suggestion_id("fault", profile.variable, (name,), None),
        kind="caution",
        subject=Subject(profile.variable, profile.fingerprint),
        title=f"The analysis {name!r} failed on {profile.variable} and is left out in part "
        f"({type(error).__name__}: {first}). The others are not touched; please report this line.",
        analysis="fault",
        hypothesis=None,
        evidence=None,
        code="",
    )


def correct(
    findings: Sequence[Finding], ledger: Ledger, table: Table, complete: bool
) -> list[Finding]:
    """One Benjamini-Hochberg correction over every test of these data, and what may be asserted.

    All findings count, those that are shown come back. Asserted is q <= .05, no assumption violated
    without a fallback, and not the crude half of a reversal. A scan that was stopped asserts nothing.
    Claims of no effect beyond a bound are a family of their own: in a large table nearly all of them
    hold, and each that does would let the others claim more by chance.
    """
    shown: list[tuple[Finding, TestKey]] = []
    for finding in findings:
        key = _key(finding, table)
        if finding.evidence.p is not None:
            ledger.add(key, finding.evidence.p)
        if finding.shown:
            shown.append((finding, key))
    families = {
        own: Family(id=own[:FAMILY_ID], size=ledger.size(own))
        for own in {key.fingerprint for _, key in shown}
    }
    plan = dataclasses.replace(table.profile.plan, complete=complete)
    corrected = []
    for finding, key in shown:
        evidence = dataclasses.replace(finding.evidence, plan=plan)
        if evidence.p is not None:
            q = ledger.q(key)
            sure = complete and q <= ALPHA and not unmet(evidence.assumptions)
            family = families[key.fingerprint]
            evidence = dataclasses.replace(evidence, q=q, family=family, asserted=sure)
        corrected.append(dataclasses.replace(finding, evidence=evidence))
    return replaced(corrected)


def replaced(findings: Sequence[Finding]) -> list[Finding]:
    """Reversals in the place of their pairs; a pair that a third weakens or strengthens says so itself."""
    changed = [one for one in findings if one.relation == "confounding" and one.evidence.asserted]
    crude = crude_halves(changed)
    held = {frozenset(one.variables[:2]): one for one in changed}
    kept = []
    for finding in findings:
        pair = frozenset(finding.variables)
        level = finding.relation is not None and finding.candidate.analysis not in NO_LEVELS
        if len(pair) != 2 or not level or pair not in held:
            kept.append(finding)
        elif pair not in crude:
            stronger = (held[pair].facts or {}).get("kind") == "suppressed"
            told = "is far stronger" if stronger else "vanishes"
            caveat = f"{told} with {held[pair].variables[2]} held fixed"
            evidence = finding.evidence
            evidence = dataclasses.replace(evidence, caveats=(*evidence.caveats, caveat))
            kept.append(dataclasses.replace(finding, evidence=evidence))
    return kept


def _key(finding: Finding, table: Table) -> TestKey:
    digest = table.profile.fingerprint.digest
    return TestKey.of(
        f"{NULLS}{digest}" if finding.relation == "null" else digest,
        finding.evidence.split,
        finding.evidence.method,
        finding.candidate.variables,
        finding.candidate.context,
    )


def card(finding: Finding, analysis: Analysis, table: Table) -> Suggestion:
    """A finding in words, with the cell that computes it again."""
    profile, candidate, evidence = table.profile, finding.candidate, finding.evidence
    wording = statements.word(finding)
    hypothesis = None
    if finding.relation is not None:
        hypothesis = Hypothesis(
            statement=wording.statement,
            relation=finding.relation,
            variables=finding.variables,
            direction=finding.direction,
            level=finding.level,
            context=finding.context,
            location=finding.location,
        )
    else:
        # A caution claims nothing, so no hypothesis carries its sentence.
        caveats = (wording.statement, *evidence.caveats)
        evidence = dataclasses.replace(evidence, caveats=caveats)
    identity = suggestion_id(
        candidate.analysis, profile.variable, candidate.variables, candidate.context
    )
    rows = source.preamble(table, needed(finding))
    return Suggestion(
        id=identity,
        kind=finding.kind,
        subject=Subject(profile.variable, profile.fingerprint),
        title=wording.title,
        analysis=candidate.analysis,
        hypothesis=hypothesis,
        evidence=evidence,
        code=_cell.whole(
            identity,
            profile.variable,
            wording.title,
            rows,
            analysis.code(table, finding),
            evidence,
        ),
        pack=packs.pack_of(candidate.analysis),
    )


def needed(finding: Finding) -> tuple[str, ...]:
    """The columns that the cell of a finding reads."""
    columns = (finding.facts or {}).get("columns")
    return columns if isinstance(columns, tuple) else finding.candidate.variables
