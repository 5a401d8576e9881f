"""The cell of a pair with a third column held fixed."""

from __future__ import annotations

from . import _cell, _confounding_cell, _figure, _scan
from .base import Finding

_BESIDE = '''\
def beside(base, v, y):
    """F of v beside `base`, the smaller one of ordinary and of HC3 errors."""
    frame = np.linalg.qr(np.column_stack([np.ones(n), base]))[0]
    own, reduced = (one - frame @ (frame.T @ one) for one in (v, y))
    b = own @ reduced / (own @ own)
    left = reduced - b * own
    leverage = (frame**2).sum(1) + own**2 / (own @ own)
    robust = b**2 / (np.sum((own * left / (1 - leverage)) ** 2) / (own @ own) ** 2)
    plain = (reduced @ reduced - left @ left) / (left @ left / df)
    return min(plain, robust * share, 1e8)
'''

_RESULTS = """\
df = n * share - 3
estimate, estimate_low, estimate_high, _, crude_p = correlation(x, y)
effect, effect_low, effect_high, _, _ = correlation(rest_x, rest_y, controls)
statistic = beside(z, x, y)
# both go with the outcome where the other is held fixed, and they go together
p = max(stats.f.sf(statistic, 1, df), stats.f.sf(beside(x, z, y), 1, df), correlation(x, z)[4])"""


def code(scan: _scan.Scan, finding: Finding) -> str:
    """Body of the cell, after the preamble."""
    facts = finding.facts or {}
    x, y, z = (str(facts[key]) for key in ("x", "y", "third"))
    unit = scan.unit
    return _cell.body(
        "from scipy import stats",
        _cell.INTRACLASS if unit else None,
        _confounding_cell.LIMITS,
        _BESIDE,
        _confounding_cell.rows(scan, x, y, z),
        _cell.unit_share(unit) if unit else "share = 1",
        _confounding_cell.adjustment(scan, z, linear=True),
        _RESULTS,
        _cell.prints(finding.evidence),
        _figure.scatter(
            f"ranks of {x} with {z} held fixed",
            f"ranks of {y} with {z} held fixed",
            "np.polyfit(rest_x, rest_y, 1)[0]",
            "rest_x, rest_y",
        ),
    )
