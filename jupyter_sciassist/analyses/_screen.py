"""Which third variables are worth holding fixed for which pairs: all of them at once, on a bounded sample.

Only a screen: it reads no p, and what it lets through is computed again on all rows.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..statistics import ranks
from ..statistics.series import thinned
from . import _roles
from ._scan import Scan

Floats = NDArray[np.float64]

MOST_COLUMNS = 200
_MOST_ROWS = 1000
_MOST_HITS = 500
_LEAST_ADJUSTED = 0.08
_LEAST_CRUDE = 0.1

Thirds = dict[tuple[str, str], tuple[str, ...]]


def thirds(scan: Scan) -> Thirds:
    """Third variables by pair (in column order), those that change most first."""
    if scan.thirds is None:
        scan.thirds = _find(scan)
    return scan.thirds


def strengths(scan: Scan) -> dict[frozenset[str], float]:
    """By how much the third that changes a pair most changes its correlation, where one does."""
    thirds(scan)
    found: dict[frozenset[str], float] = scan.made.get(("changes",), {})
    return found


def tried(scan: Scan, a: str, b: str) -> int:
    """How many third variables are tried for a pair."""
    return len([name for name in _controls(scan) if name not in (a, b)])


def is_pair(scan: Scan, a: str, b: str) -> bool:
    """Both can be read as numbers."""
    known = _scalars(scan)
    return a in known and b in known


def is_linear(scan: Scan, name: str) -> bool:
    """The third is held fixed by a line on its ranks, not within its groups."""
    return not _roles.is_group(scan.column(name).profile)


def _scalars(scan: Scan) -> list[str]:
    if scan.scalars is not None:
        return scan.scalars
    found = [name for name, column in scan.columns.items() if _roles.is_scalar(column.profile)]
    scan.scalars = [
        name
        for name in found
        if not scan.column(name).levels
        or len(scan.column(name).levels) == 2
        or scan.column(name).ordered
    ][:MOST_COLUMNS]
    return scan.scalars


def _controls(scan: Scan) -> list[str]:
    def found() -> list[str]:
        return [
            name
            for name, column in scan.columns.items()
            if _roles.is_number(column.profile) or _roles.is_group(column.profile)
        ][:MOST_COLUMNS]

    return scan.once(("controls",), found)


def _find(scan: Scan) -> Thirds:
    names, rows = _scalars(scan), thinned(scan.n, _MOST_ROWS)
    if len(names) < 2 or len(rows) < 8:
        return {}
    scores = np.stack([_filled(scan, name, rows) for name in names], axis=1)
    crude = _correlations(scores)
    found: dict[tuple[str, str], list[tuple[float, str]]] = {}
    for third in _controls(scan):
        if is_linear(scan, third):
            adjusted = _partial(crude, scores, _filled(scan, third, rows))
        else:
            adjusted = _correlations(_within(scan, third, rows, scores))
        change = np.abs(adjusted - crude) * np.triu(_changed(crude, adjusted), 1)
        for place in np.argsort(-change, axis=None, kind="stable")[:_MOST_HITS].tolist():
            i, j = divmod(place, len(names))
            if change[i, j] == 0:
                break
            if third not in (names[i], names[j]):
                found.setdefault((names[i], names[j]), []).append((float(change[i, j]), third))
    scan.made["changes",] = {frozenset(pair): max(hits)[0] for pair, hits in found.items()}
    return {
        pair: tuple(third for _, third in sorted(hits, key=lambda hit: -hit[0]))
        for pair, hits in found.items()
    }


def _changed(crude: Floats, adjusted: Floats) -> NDArray[np.bool_]:
    """Pairs that turn, appear or vanish."""
    clear = np.abs(adjusted) >= _LEAST_ADJUSTED
    turns = (crude * adjusted < 0) & clear
    appears = (np.abs(adjusted) > 2 * np.abs(crude)) & clear
    vanishes = (np.abs(crude) >= _LEAST_CRUDE) & (np.abs(adjusted) < 0.5 * np.abs(crude))
    return np.asarray(turns | appears | vanishes, dtype=bool)


def _filled(scan: Scan, name: str, rows: NDArray[np.int64]) -> Floats:
    """Ranks of a column, the missing ones at the mean rank."""
    codes = scan.codes(name)[rows]
    present = codes >= 0
    scores = np.zeros(len(rows))
    if present.any():
        ranked = ranks.ranks_of_codes(np.unique(codes[present], return_inverse=True)[1])
        scores[present] = ranked - ranked.mean()
    return scores


def _partial(crude: Floats, scores: Floats, control: Floats) -> Floats:
    """Correlations less the line on `control`, from those with it (Fisher 1924)."""
    lengths = np.sqrt((scores**2).sum(0) * float(control @ control))
    with_it = (scores.T @ control) / np.where(lengths > 0, lengths, np.inf)
    left = np.sqrt(np.maximum(1 - with_it**2, 0.0))
    whole = np.where(left > 1e-6, left, np.inf)
    return np.asarray((crude - np.outer(with_it, with_it)) / np.outer(whole, whole))


def _within(scan: Scan, third: str, rows: NDArray[np.int64], scores: Floats) -> Floats:
    codes = scan.groups(third).codes[rows]
    codes = np.unique(codes, return_inverse=True)[1]
    counts = np.bincount(codes)
    hot = np.zeros((len(codes), len(counts)))
    hot[np.arange(len(codes)), codes] = 1.0
    return np.asarray(scores - hot @ ((hot.T @ scores) / counts[:, None]), dtype=np.float64)


def _correlations(scores: Floats) -> Floats:
    centred = scores - scores.mean(0)
    lengths = np.sqrt((centred**2).sum(0))
    whole = np.where(lengths > 1e-9 * max(len(scores), 1), lengths, np.inf)
    return np.asarray((centred.T @ centred) / np.outer(whole, whole), dtype=np.float64)


def strongest(scan: Scan, names: list[str], most: int) -> list[tuple[str, str]]:
    """The pairs of numbers with the largest rank correlation, at most `most`, strongest first."""
    rows = thinned(scan.n, _MOST_ROWS)
    if len(names) < 2 or len(rows) < 8:
        return []
    crude = np.abs(_correlations(np.stack([_filled(scan, name, rows) for name in names], axis=1)))
    first, second = np.triu_indices(len(names), 1)
    order = np.argsort(-crude[first, second], kind="stable")[:most]
    return [(names[first[place]], names[second[place]]) for place in order]


def rank_correlations(scan: Scan) -> tuple[dict[str, int], Floats]:
    """Rank correlations of all columns on all rows, missing values at the mean rank.

    Returns
    -------
    places : dict of name to row
        Columns that vary.
    matrix : ndarray, shape (columns + 1, columns + 1)
        The last row and column are 0: for the columns that do not.
    """

    def correlated() -> tuple[dict[str, int], Floats]:
        rows = np.ones(scan.n, dtype=bool)
        filled = {name: filled_ranks(scan, name, rows) for name in scan.columns}
        scores = {name: one for name, one in filled.items() if one is not None}
        columns = np.stack([*scores.values(), np.zeros(scan.n)], axis=1)
        return {name: place for place, name in enumerate(scores)}, columns.T @ columns

    return scan.once(("correlations",), correlated)


def filled_ranks(scan: Scan, name: str, rows: NDArray[np.bool_]) -> Floats | None:
    """Ranks of a column in `rows` as a unit vector, the missing ones at the mean rank; None if constant."""
    both = rows & scan.complete(name)
    count = int(both.sum())
    if count == int(rows.sum()):
        return scan.unit_ranks(name, rows)
    if count == 0:
        return None
    ranked = scan.ranks(name, both)
    scores = np.full(scan.n, ranked.mean())
    scores[both] = ranked
    return ranks.unit(scores[rows])
