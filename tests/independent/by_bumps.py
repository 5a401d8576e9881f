"""Bumps in histograms: Poisson fits by statsmodels, likelihood ratios, binomial tests and own toys."""

import functools

import numpy as np
import statsmodels.api as sm
from scipy import stats

from tests.independent.common import Z, clean, limits
from tests.independent.rows import ITERATED, Row, Share

WIDTHS = (2, 3, 4, 6, 8, 12)
RUNS = 150


def binned(x):
    """Even bins over the bulk of values that are not rounded: about one for five of them, 30 to 120."""
    q1, q3 = np.percentile(x, [25, 75])
    low, high = max(x.min(), q3 - 8 * (q3 - q1)), min(x.max(), q1 + 8 * (q3 - q1))
    margin = 0.05 * (high - low)
    bins = min(max(len(x) // 5, 30), 120)
    edges = np.linspace(low + margin, high - margin, bins + 1)
    return edges, np.histogram(x, edges)[0].astype(float)


def forms(edges, counts):
    """Ladders of smooth forms: polynomials in x, in log x where that exists, long tails about the median."""
    middle = (edges[1:] + edges[:-1]) / 2
    x = 2 * (middle - middle.mean()) / np.ptp(middle)
    found = {"x": [np.vander(x, k + 1) for k in range(1, 9)]}
    if edges[0] > 0:
        log = np.log(middle)
        log = 2 * (log - log.mean()) / np.ptp(log)
        found["log"] = [np.vander(log, k + 1) for k in range(1, 7)]
    low, half, high = (
        np.interp(q, np.cumsum(counts) / counts.sum(), edges[1:]) for q in (0.25, 0.5, 0.75)
    )
    t = (middle - half) / max(high - low, edges[1] - edges[0])
    tails = {
        "student": np.log(1 + (2 * t) ** 2),
        "wider": np.log(1 + 1.4 * t**2),
        "widest": np.log(1 + t**2 / 2),
        "hyperbola": np.hypot(1, 2 * t),
    }
    for name, one in tails.items():
        found[name] = [
            np.column_stack([np.ones(len(t)), one]),
            np.column_stack([np.ones(len(t)), one, x]),
        ]
    return found


def poisson(counts, design, used):
    """Expectation in every bin and the covariance of the coefficients, by statsmodels."""
    model = sm.Poisson(counts[used], design[used])
    weights = np.sqrt(counts[used] + 0.5)  # a start near the end, where counts of 0 do no harm
    start = np.linalg.lstsq(
        weights[:, None] * design[used], weights * np.log(weights**2), rcond=None
    )[0]
    fit = model.fit(start_params=start, method="newton", tol=1e-13, maxiter=100, disp=False)
    return np.exp(design @ fit.params), np.asarray(fit.cov_params())


def backgrounds(counts, edges, used):
    """(AICc, design) of the forms; a ladder ends where AICc has risen twice."""
    found = []
    for ladder in forms(edges, counts).values():
        scores = []
        for design in ladder:
            if len(scores) > 2 and scores[-1] > scores[-2] > scores[-3]:
                break
            mu = poisson(counts, design, used)[0][used]
            k, bins = design.shape[1], used.sum()
            scores.append(
                -2 * np.sum(counts[used] * np.log(mu) - mu)
                + 2 * k
                + 2 * k * (k + 1) / (bins - k - 1)
            )
            found.append((scores[-1], design))
    return sorted(found, key=lambda one: one[0])


def ratio(on, off, tau):
    """Signed root of twice the log likelihood of two rates over that of one."""

    def log(seen, mean):
        return seen * np.log(mean) - mean if seen > 0 else -mean

    one = (on + off) / (1 + tau)
    gain = (
        log(on, max(on, 1e-300)) + log(off, max(off, 1e-300)) - log(on, one) - log(off, tau * one)
    )
    return np.sign(on - off / tau) * np.sqrt(2 * max(gain, 0))


def scanned(counts, design, widths):
    """(z, first bin, width) of the strongest window: its own pull taken off the fit to all bins."""
    mu, covariance = poisson(counts, design, np.ones(len(counts), bool))
    best = (-np.inf, 0, 0)
    for width in widths:
        for first in range(width, len(counts) - 2 * width + 1):
            window = slice(first, first + width)
            expected, on = mu[window].sum(), counts[window].sum()
            if expected < 1:
                continue
            pull = mu[window] @ design[window]
            h = min(max(pull @ covariance @ pull / expected, 1e-6), 0.9)
            others = max(expected - h / (1 - h) * (on - expected), 0.1 * expected)
            if on > others:
                tau = (1 - h) / h
                best = max(best, (ratio(on, others * tau, tau), first, width))
    return best


def hunted(x, seed):
    """The strongest excess, and how often own toys have as strong a one."""
    edges, counts = binned(x)
    widths = [one for one in WIDTHS if one <= len(counts) // 6]
    used = np.ones(len(counts), bool)
    for _ in range(2):
        design = backgrounds(counts, edges, used)[0][1]
        z, first, width = scanned(counts, design, widths)
        guard = (width + 1) // 2
        used = np.ones(len(counts), bool)
        used[max(first - guard, 0) : first + width + guard] = False
        if z < 3:
            break
    fits = backgrounds(counts, edges, used)
    least = [
        excess(counts, edges, first, width, used, one)
        for score, one in fits if score <= fits[0][0] + 6
    ]  # fmt: skip
    found = min(least, key=lambda one: abs(one["statistic"]))
    z = min(z, found["statistic"])
    rng = np.random.default_rng(seed)
    smooth = poisson(counts, design, used)[0]
    hits = sum(
        scanned(rng.poisson(smooth).astype(float), design, widths)[0] >= z for _ in range(RUNS)
    )
    return found | {"n": counts.sum(), "p": Share(hits, RUNS, 999)}


def excess(counts, edges, first, width, used, design):
    """Events of one window beyond what a form expects there."""
    mu, covariance = poisson(counts, design, used)
    window = slice(first, first + width)
    pull = mu[window] @ design[window]
    on, expected, error = counts[window].sum(), mu[window].sum(), np.sqrt(pull @ covariance @ pull)
    local = ratio(on, expected * expected / error**2, expected / error**2)
    half, over = Z * np.sqrt(max(on, 1) + error**2), on - expected
    middle = (edges[window] + edges[first + 1 : first + width + 1]) / 2
    return {
        "statistic": local, "local_p": stats.norm.sf(local), "on": on,
        "centre": np.clip((counts - mu)[window] @ middle / over, edges[first], edges[first + width]),
        **limits("estimate", over, over - half, over + half),
    }  # fmt: skip


def shared(found, of):
    """Effect of an excess: its share of the whole, between 0 and 1."""
    three = (found["estimate"], found["estimate_low"], found["estimate_high"])
    return limits("effect", *(min(max(one / of, 0), 1) for one in three))


def bump(frame, finding):
    """One column of events."""
    x = clean(frame)[finding.variables[0]].dropna().to_numpy(float)
    found = _hunted(tuple(x))
    kept = {key: value for key, value in found.items() if key not in ("on", "centre")}
    return kept | shared(found, found["on"])


@functools.cache
def _hunted(x):
    return hunted(np.array(x), len(x))


def resonance(frame, finding):
    """Masses from angles and transverse momenta; a least-squares fit by own steps."""
    rows = clean(frame)
    rows = rows[(rows.Q1 + rows.Q2 == 0)].drop_duplicates(["Run", "Event"])
    m = np.sqrt(
        2 * rows.pt1 * rows.pt2 * (np.cosh(rows.eta1 - rows.eta2) - np.cos(rows.phi1 - rows.phi2))
    )
    found = _hunted(tuple(m))
    centre = found["centre"]
    reach = 0.22 * centre
    bins = int(np.clip(np.sum(abs(m - centre) < reach) // 40, 30, 120))
    edges = np.linspace(round(centre) - reach, round(centre) + reach, bins + 1)
    counts = np.histogram(m, edges)[0].astype(float)
    mass, error, total, spread = fitted(edges, counts, round(centre), reach)
    peak = {
        "estimate": total,
        "estimate_low": total - 1.96 * spread,
        "estimate_high": total + 1.96 * spread,
    }
    return {
        "n": counts.sum(), "statistic": found["statistic"], "local_p": found["local_p"], "p": found["p"],
        **limits("estimate", mass, mass - Z * error, mass + Z * error), **shared(peak, counts.sum()),
    }  # fmt: skip


def fitted(edges, counts, centre, reach):
    """Mass and events of a normal peak over an exponential, with their errors."""
    middle, step = (edges[1:] + edges[:-1]) / 2, np.diff(edges)[0]
    weight = 1 / np.sqrt(np.maximum(counts, 1))

    def rest(v):
        total, mass, sigma, level, fall = v
        model = total * stats.norm.pdf(middle, mass, abs(sigma)) + np.exp(
            level - fall * (middle - mass)
        )
        return (step * model - counts) * weight

    side = np.log(max(np.mean([counts[:3].mean(), counts[-3:].mean()]), 0.1) / step)
    start = np.array([counts.sum() / 2, centre, reach / 8, side, 0.0])
    scale = np.array([start[0], reach, reach, 1.0, 1 / reach])

    def slopes(v):
        return np.stack(
            [(rest(v + d) - rest(v - d)) / (2 * d.max()) for d in np.diag(1e-5 * scale)], 1
        )

    found, damping = start, 1.0
    for _ in range(400):  # Levenberg and Marquardt's steps in scaled parameters
        slope = slopes(found) * scale
        normal = slope.T @ slope + damping * np.eye(5)
        tried = found - scale * np.linalg.solve(normal, slope.T @ rest(found))
        better = np.sum(rest(tried) ** 2) < np.sum(rest(found) ** 2)
        found, damping = (tried, damping / 3) if better else (found, damping * 4)
    slope = slopes(found)
    errors = np.sqrt(np.diag(np.linalg.inv(slope.T @ slope)))
    return found[1], errors[1], found[0], errors[0]


def four(frame, finding):
    """Binomial tests of windows over sidebands by SciPy, with own toys."""
    total = {
        part: sum(frame[f"{part}{k}"] for k in range(1, 5)) for part in ("E", "px", "py", "pz")
    }
    m = np.sqrt(total["E"] ** 2 - total["px"] ** 2 - total["py"] ** 2 - total["pz"] ** 2)
    edges = np.arange(100, 176.0)
    counts = np.histogram(m, edges)[0].astype(float)
    p, first, width, on, off, tau = sidebands(counts)
    used = np.ones(len(counts), bool)
    used[first : first + width] = False
    smooth = poisson(counts, backgrounds(counts, edges, used)[0][1], used)[0]
    smooth *= counts.sum() / smooth.sum()
    rng = np.random.default_rng(len(counts))
    hits = sum(sidebands(rng.poisson(smooth))[0] <= p for _ in range(RUNS))
    half = Z * np.sqrt(max(on, 1) + max(off, 1) / tau**2)
    excess = on - off / tau
    found = {
        "n": counts.sum(),
        "statistic": stats.norm.isf(p),
        "local_p": p,
        "p": Share(hits, RUNS, 999),
    }
    found |= limits("estimate", excess, excess - half, excess + half)
    return found | shared(found, max(on, 1))


def sidebands(counts):
    """The window of least p, over sidebands of 15 bins on either side."""
    tried = []
    for width in (6, 8, 10):
        for first in range(width, len(counts) - 2 * width + 1):
            around = counts[max(first - 15, 0) : first + width + 15]
            on = counts[first : first + width].sum()
            tau = (len(around) - width) / width
            tried.append((on, around.sum() - on, tau, first, width))
    on, off, tau = np.array([one[:3] for one in tried]).T
    each = stats.binom.sf(on - 1, on + off, 1 / (1 + tau))
    best = int(np.argmin(each))
    return (each[best], tried[best][3], tried[best][4], on[best], off[best], tau[best])


ROWS = [
    *(
        Row("event_peak", "scan for an excess of events, background from sidebands, global p by toys", data, bump,
            "statsmodels GLM, own toys", rel=ITERATED)
        for data in ("bumps", "decays", "four")
    ),
    Row("physics.resonance", "invariant mass, scan for its peak (global p by toys), fit of peak and background", "decays",
        resonance, "statsmodels GLM, own Levenberg-Marquardt and toys", rel=1e-5,
        why="curve_fit takes the slopes of its model from finite differences"),
    Row("physics.four_leptons", "scan of the mass of four leptons over sidebands (binomial), global p by toys", "four",
        four, "scipy.stats.binom, own toys", rel=ITERATED),
]  # fmt: skip
