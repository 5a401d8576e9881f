"""The table: what each analysis says by each of its methods beside an implementation that shares no code.

A row is added in one line, `Row(analysis, method, data, implementation, by)`, in any file `by_*.py` of this
folder that lists it in `ROWS`. `method` may hold `*` where a name of the data stands. The implementation gets the
frame as it was made and a finding, and returns what it finds under the keys of `numbers`; every finding of that
analysis and method in that data is compared.
"""

import fnmatch
import functools
import importlib
import math
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from scipy import stats

from jupyter_sciassist import pipeline
from jupyter_sciassist.analyses import ANALYSES
from jupyter_sciassist.analyses.base import Finding
from jupyter_sciassist.packs import discovery
from tests.analyses import recompute
from tests.independent.data import FRAMES

SAME = 1e-9  # the same formula
ITERATED = 1e-6  # a root or an optimum that both sides look for
ODDS = 1e-6  # of a simulated p outside of its bounds by chance


class Share(NamedTuple):
    """A simulated p: `hits` of `runs` draws of the implementation, held against ours of `of` draws.

    Past the strongest of our draws p goes on by a tail that no number of draws can vouch for; it counts as none.
    """

    hits: int
    runs: int
    of: int

    def agrees(self, p: float) -> bool:
        """Both counts can come from one probability: Fisher's exact test of the two."""
        ours = max(round(p * (self.of + 1)) - 1, 0)
        table = [[self.hits, self.runs - self.hits], [ours, self.of - ours]]
        return float(stats.fisher_exact(table).pvalue) > ODDS


class Near(NamedTuple):
    """A number that holds to a stated error only, absolute or of the value; the row says why."""

    value: float
    error: float

    def agrees(self, value: float) -> bool:
        """Within the error."""
        return abs(value - self.value) <= self.error


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes
    ----------
    analysis, method : str
        `*` in the method stands for names.
    data : str
        Key of `data.FRAMES`.
    check : callable
        (frame, finding) -> numbers by another implementation.
    by : str
        What that is.
    rel : float
        Relative tolerance.
    only : tuple of str
        Keys that this row compares; all that the evidence holds where empty.
    variables : tuple of str
        Only the finding about these; all where empty.
    why : str
        The reason for a tolerance above `ITERATED`, or for numbers that hold to an error only.
    """

    analysis: str
    method: str
    data: str
    check: Callable[[Any, Finding], dict[str, Any]]
    by: str
    rel: float = SAME
    only: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()
    why: str = ""

    def __str__(self) -> str:
        return f"{self.analysis}: {self.method}: {self.data}: {self.by}"

    def covers(self, finding: Finding) -> bool:
        """The finding is of this row's analysis and method, and about its columns."""
        same = finding.candidate.analysis == self.analysis
        about = not self.variables or set(self.variables) == set(finding.variables)
        return same and about and fnmatch.fnmatchcase(finding.evidence.method, self.method)


@functools.cache
def rows() -> tuple[Row, ...]:
    """Every row of every file `by_*.py` here."""
    files = sorted(Path(__file__).parent.glob("by_*.py"))
    modules = [importlib.import_module(f"tests.independent.{file.stem}") for file in files]
    return tuple(row for module in modules for row in module.ROWS)


@functools.cache
def found(data: str) -> tuple[Any, tuple[Finding, ...]]:
    """A frame and every finding about it, of the core and of the packs, shown or not."""
    frame = FRAMES[data]()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        made = pipeline.measure(recompute.read(frame), lambda: False, None)
    assert made.complete, data
    assert not made.faults, made.faults
    return frame, tuple(made.findings)


def names() -> set[str]:
    """Names of every analysis of the catalogue, of the core and of the packs."""
    packs = {f"{pack.id}.{offer.id}" for pack in discovery.discover() for offer in pack.analyses}
    return {analysis.name for analysis in ANALYSES} | packs


def numbers(finding: Finding) -> dict[str, float]:
    """All numbers of a piece of evidence, in full precision."""
    evidence = finding.evidence
    wanted: dict[str, float | None] = {"n": evidence.n, "p": evidence.p}
    for name in ("estimate", "effect"):
        part = getattr(evidence, name)
        if part is not None:
            wanted |= {name: part.value, f"{name}_low": part.low, f"{name}_high": part.high}
    if evidence.statistic is not None:
        wanted["statistic"] = evidence.statistic.value
        wanted |= {f"df{place}": one for place, one in enumerate(evidence.statistic.df, 1)}
    if evidence.scan is not None:
        wanted["local_p"] = evidence.scan.local_p
    return {key: value for key, value in wanted.items() if value is not None}


def agree(row: Row, key: str, ours: float, theirs: Any) -> bool:
    """Ours is theirs within the row's tolerance; a small p within that of its logarithm, of 1e-280 none is told."""
    if isinstance(theirs, (Share, Near)):
        assert row.why or not isinstance(theirs, Near), f"{row} gives no reason for its error"
        return theirs.agrees(ours)
    if not math.isfinite(theirs):
        return ours == theirs
    room = row.rel * max(abs(ours), abs(theirs)) + 1e-280
    if key in ("p", "local_p") and 0 < theirs < 1:
        room *= max(1.0, -math.log(theirs))
    return abs(ours - theirs) <= room


def disagreements(row: Row, frame: Any, finding: Finding) -> dict[str, tuple[Any, Any]]:
    """What the two sides do not have in common: key, ours, theirs."""
    ours = numbers(finding)
    theirs = {key: one for key, one in row.check(frame, finding).items() if one is not None}
    if row.only:
        ours, theirs = ({key: one[key] for key in row.only} for one in (ours, theirs))
    keys = ours.keys() | theirs.keys()
    return {
        key: (ours.get(key), theirs.get(key))
        for key in sorted(keys)
        if key not in ours or key not in theirs or not agree(row, key, ours[key], theirs[key])
    }
