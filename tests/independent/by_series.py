"""Series by loops over pairs and places, statsmodels, astropy and simulation."""

import math

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy import stats

from tests.independent import waves
from tests.independent.common import Z, acf, clean, limits
from tests.independent.rows import ITERATED, Near, Row

YEAR, DAY = 31_556_952.0, 86_400.0
WALKS = 20_000


def series(frame, finding, *, season=True):
    """Times and values of a finding: times averaged, the season taken out, in years, days, hours or as they are."""
    *axis, name = finding.variables if finding.candidate.analysis != "lag" else finding.candidate.variables  # fmt: skip
    time, values, per = along(frame, axis[0] if axis else None, name, season=season)
    if any("waves of period" in said for said in finding.evidence.caveats):
        values = without_waves(time, values)
    return time, values, per


def without_waves(time, values):
    """Values less the waves that are clear beside a line and beside two levels, with the multiples that pay."""
    from tests.independent import by_periods

    def clear(of):
        data = by_periods.Data(time, of / np.abs(of).max(), np.ones(len(of)))
        found = by_periods.searched(data, True)
        return [one["frequency"] for one in found if one["p"] <= 0.01 and one["effect_low"] > 0]

    n = len(values)
    places = range(max(5, math.ceil(0.05 * n)), n - max(5, math.ceil(0.05 * n)) + 1)
    levels = [np.repeat([values[:k].mean(), values[k:].mean()], [k, n - k]) for k in places]
    rest = values - min(levels, key=lambda one: np.sum((values - one) ** 2))
    waves = [
        one
        for one in clear(values)
        if min(abs(one - other) for other in clear(rest)) < 1 / np.ptp(time)
    ]
    fits = []
    data = by_periods.Data(time, values, np.ones(n))
    for most in (1, 2, 3):
        many = [k * one for one in waves for k in range(1, most + 1)]
        _, sines = by_periods.beside_line(data, many)
        left = values - sines
        left = left - np.polynomial.Polynomial.fit(time, left, 1)(time)
        fits.append(
            (n * math.log(np.sum(left**2)) + 2 * len(many) * math.log(n), most, values - sines)
        )
    return min(fits, key=lambda one: one[:2])[2]


def along(frame, axis, name, *, season=True):
    """The same of one column along another (None: along the rows)."""
    known = clean(frame if isinstance(frame, pd.DataFrame) else frame.to_frame())
    if axis is None:
        values = known[name].to_numpy(float)
        return np.flatnonzero(~np.isnan(values)).astype(float), values[~np.isnan(values)], "row"
    known = known.dropna(subset=[axis, name])
    values = known.groupby(axis)[name].mean()
    if axis.lower() == "year":  # their first of January, in years of mean length
        values.index = pd.to_datetime([f"{year:.0f}-01-01" for year in values.index])
    if values.index.dtype.kind != "M":
        return values.index.to_numpy(float), values.to_numpy(float), axis
    stamps = values.index
    seconds = stamps.to_numpy().astype("datetime64[us]").astype(np.int64) / 1e6
    span, step = np.ptp(seconds), np.median(np.diff(seconds))
    per, scale = next(
        ((one, size) for one, size in (("year", YEAR), ("day", DAY), ("hour", 3600.0)) if span >= 3 * size), ("second", 1.0)
    )  # fmt: skip
    time, values = seconds / scale, values.to_numpy(float)
    if season and span >= 3 * YEAR and step <= YEAR / 3:
        values = deseasoned(time, values, stamps.month)
    elif season and span >= 3 * DAY and step <= DAY / 3:
        values = deseasoned(time, values, stamps.hour)
    return time, values, per


def deseasoned(time, values, codes):
    """Values less the mean of each month or hour about their straight line."""
    rest = values - np.polynomial.Polynomial.fit(time, values, 1)(time)
    return values - pd.Series(rest).groupby(np.asarray(codes)).transform("mean").to_numpy()


def unbiased(rest, fitted):
    """Lag-1 autocorrelation freed from the bias of `fitted` numbers, at most .99."""
    n = len(rest)
    if n <= 2 * fitted + 6:
        return 0.0
    centred = rest - rest.mean()
    r = np.dot(centred[1:], centred[:-1]) / np.dot(centred, centred)
    return min((n * r + fitted) / (n - 2 * fitted - 2), 0.99)


def tie_sum(*columns):
    """18 times the variance of Kendall's S with ties."""
    n = len(columns[0])
    total = n * (n - 1) * (2 * n + 5)
    for column in columns:
        for count in pd.Series(column).value_counts():
            total -= count * (count - 1) * (2 * count + 5)
    return total


def trend(frame, finding):
    """Kendall's S as a sum over pairs, its variance widened by Hamed and Rao's and by an AR(1) factor."""
    time, values, _ = series(frame, finding)
    n = len(values)
    sign = np.sign(np.subtract.outer(values, values))
    s = np.sum(np.tril(sign, -1))
    run = np.arange(n)
    rest = values - np.polynomial.Polynomial.fit(run, values, 2)(run)
    r = acf(stats.rankdata(rest), max(n // 4, 1))
    lag = np.arange(1, len(r) + 1)
    clear = np.abs(r) > Z / np.sqrt(n)
    hamed = 1 + 2 / (n * (n - 1) * (n - 2)) * np.sum(
        ((n - lag) * (n - lag - 1) * (n - lag - 2) * r)[clear]
    )
    persistent = max(unbiased(rest, 3), 0)
    wider = max(hamed, (1 + persistent) / (1 - persistent), 1)
    variance = tie_sum(values) / 18
    z = (s - np.sign(s)) / np.sqrt(variance * wider)
    df = max(n / wider - 2, 1)
    p = 2 * stats.t.sf(abs(z), df)
    quantile = stats.t.ppf(0.975, df)
    pairs = n * (n - 1) / 2
    half = quantile * np.sqrt(variance * wider) / pairs
    found = {"n": n, "statistic": z, "p": p}
    found |= limits("effect", s / pairs, max(s / pairs - half, -1), min(s / pairs + half, 1))
    take = np.arange(n) if n <= 300 else np.linspace(0, n - 1, 300).astype(int)
    wide = max(wider * len(take) / n, 1) * (quantile / Z) ** 2
    found |= sen(time[take], values[take], wide)
    if unbiased(rest, 3) > 0.8:
        rho = stats.spearmanr(run, values).statistic
        found["p"] = walk(abs(rho), p)
    return found


def sen(time, values, wide):
    """Sen's slope and its limits by rank from all slopes."""
    slopes = sorted(
        (values[j] - values[i]) / (time[j] - time[i]) for j in range(len(time)) for i in range(j) if time[i] != time[j]
    )  # fmt: skip
    m = len(slopes)
    half = Z * math.sqrt(max(tie_sum(time, values), 0) / 18 * wide)
    if half == 0:
        return {}
    low = min(max(round((m - half) / 2) - 1, 0), m - 1)
    high = min(max(round((m + half) / 2), 0), m - 1)
    return limits("estimate", np.median(slopes), slopes[low], slopes[high])


_walks = []


def walk(rho, p):
    """The share of random walks that correlate with time as much, simulated; our table interpolates.

    The error: five standard errors of the simulation and 8 % of interpolation between the shares of the table.
    """
    if not _walks:
        rng = np.random.default_rng(200)
        steps = np.cumsum(rng.normal(size=(WALKS, 200)), axis=1)
        ranked = np.argsort(np.argsort(steps, axis=1), axis=1)
        _walks.append(np.abs([np.corrcoef(np.arange(200), one)[0, 1] for one in ranked]))
    share = np.mean(_walks[0] >= rho)
    if share <= p:
        return p
    return Near(share, 5 * np.sqrt(share * (1 - share) / WALKS) + 0.08 * share + 1e-4)


def change(frame, finding):
    """SciPy's t of the values before and after each place, the largest of them, widened for an AR(1)."""
    _, values, _ = series(frame, finding)
    n = len(values)
    edge = max(5, math.ceil(0.05 * n))
    tests = {
        k: stats.ttest_ind(values[k:], values[:k]).statistic for k in range(edge, n - edge + 1)
    }
    place = max(tests, key=lambda k: abs(tests[k]))
    sides = values[:place], values[place:]
    rest = np.concatenate([one - one.mean() for one in sides])
    r = max(unbiased(rest, 3), 0)
    factor = (1 + r) / (1 - r)
    t, df = tests[place] / np.sqrt(factor), max(n / factor - 2, 1)
    local = 2 * stats.t.sf(abs(t), df)
    size = sides[1].mean() - sides[0].mean()
    half = stats.t.ppf(0.975, df) * abs(size / t)
    spread = np.sqrt(np.sum(rest**2) / (n - 2))
    found = {"n": n, "statistic": t, "df1": df, "local_p": local, "p": largest(local, edge / n)}
    found |= limits("estimate", size, size - half, size + half)
    return found | limits("effect", size / spread, (size - half) / spread, (size + half) / spread)


def largest(local, share):
    """Miller and Siegmund (1982), eq. 8, for the maximum between `share` and 1 - `share`."""
    z = stats.norm.isf(max(local, 1e-300) / 2)
    if z < 1.5:
        return 1.0
    log = np.log((1 - share) ** 2 / share**2)
    return float(np.clip(stats.norm.pdf(z) * ((z - 1 / z) * log + 4 / z), local, 1))


def lag(frame, finding):
    """Prewhitening by statsmodels' least squares, correlations at each lag by loops over pairs."""
    axis, *names = finding.candidate.variables
    sides = [along(frame, axis, name, season=False)[:2] for name in names]
    both = np.intersect1d(sides[0][0], sides[1][0])
    place = waves.on_a_grid(both)
    known = [stats.zscore(values[np.isin(time, both)]) for time, values in sides]
    columns = waves.slow_columns(known[:1], known[1], place)
    fitted, made = columns.shape[1], []
    for values in known:
        full = np.full(place[-1] + 1, np.nan)
        full[place] = waves.rest(columns, values)
        made.append(whitened(full))
    x, y = made
    most = min(30, int(np.sum(~np.isnan(x + y))) // 4)
    found = {}
    for k in range(-most, most + 1):
        products = [x[i] * y[i + k] for i in range(len(x)) if 0 <= i + k < len(x)]
        known = [one for one in products if not np.isnan(one)]
        found[k] = (sum(known) / len(known), len(known))
    score = {k: abs(r) * np.sqrt(max(m - fitted, 1)) for k, (r, m) in found.items()}
    best = max((k for k in score if k), key=lambda k: score[k])
    r, m = found[best]
    local = 2 * stats.norm.sf(score[best])
    several = 1 - (1 - local) ** (2 * most) if local > 1e-9 else 2 * most * local
    error = 1 / np.sqrt(max(m - fitted - 2, 1))
    return {"n": m, "statistic": score[best], "local_p": local, "p": 1.0 if score[0] >= score[best] else several} | limits(
        "effect", r, *np.tanh(np.arctanh(r) + np.array([-Z, Z]) * error)
    )  # fmt: skip


def whitened(values, most=4):
    """Scaled residuals of the autoregression that the information criterion chooses, by statsmodels."""
    back = pd.concat([pd.Series(values).shift(k) for k in range(most + 1)], axis=1)
    known = back.dropna()
    fits = []
    for order in range(most + 1):
        fit = sm.OLS(
            known[0], sm.add_constant(known[list(range(1, order + 1))], has_constant="add")
        ).fit()
        fits.append(
            (len(known) * np.log(fit.ssr / len(known)) + (order + 1) * np.log(len(known)), fit)
        )
    fit = min(fits, key=lambda one: one[0])[1]
    return (fit.resid / np.sqrt(np.mean(fit.resid**2))).reindex(range(len(values))).to_numpy()


def nile_falls(frame, finding):
    """Cobb (1978): the level of the Nile falls by about 248 after 1898."""
    return {"estimate": Near(-247.78, 0.005)}


ALONG = (
    "ordered",
    "unsorted",
    "panel",
    "nile",
    "old dates",
    "enso",
    "drift",
    "runs of gaps",
    "hourly",
)
# their waves are an optimum that both sides look for
WAVED = {"enso": {"rel": ITERATED}, "runs of gaps": {"rel": ITERATED}}
ROWS = [
    *(
        Row("trend", "Mann-Kendall test for autocorrelated series", data, trend, "sums over pairs, statsmodels acf",
            why="p of a series that wanders comes from a table of simulated random walks: see walk", **WAVED.get(data, {}))
        for data in ALONG
    ),
    *(
        Row("changepoint", "largest t over all places, for autocorrelated series", data, change, "scipy.stats.ttest_ind", **WAVED.get(data, {}))
        for data in (*ALONG, "step")
    ),
    Row("changepoint", "largest t over all places, for autocorrelated series", "nile", nile_falls, "Cobb (1978)",
        only=("estimate",), why="two printed decimals"),
    *(
        Row("lag", "largest cross-correlation of prewhitened series over lags", data, lag, "statsmodels OLS, loops", rel=ITERATED)
        for data in ("ordered", "unsorted", "series", "followed", "old dates")
    ),
]  # fmt: skip
