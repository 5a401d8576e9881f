"""What the independent implementations share: columns as a scientist would take them, dependence, limits."""

import numpy as np
import pandas as pd
from scipy import optimize, stats
from statsmodels.tsa import stattools

from tests.independent import waves

Z = stats.norm.ppf(0.975)
UNITS = ("subject", "plot_id")


def clean(frame):
    """The frame with infinities as missing values and unique names."""
    if isinstance(frame, pd.Series):
        frame = frame.to_frame()
    known = frame.set_axis(list(map(str, frame.columns)), axis=1)
    for name in known.columns[
        [kind.kind == "f" for kind in map(np.dtype, map(_plain, known.dtypes))]
    ]:
        known[name] = known[name].where(np.isfinite(known[name]))
    return known


def _plain(kind):
    return kind if isinstance(kind, np.dtype) else np.dtype(object)


def complete(frame, *names):
    """Rows complete in these columns, and in nothing else."""
    known = clean(frame)
    return known.dropna(subset=list(dict.fromkeys(names)))


def number(column):
    """A column as numbers: codes of ordered or two levels, seconds of times, else as it is."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.cat.codes.to_numpy(float)
    if column.dtype.kind == "M":
        return column.to_numpy().astype("datetime64[us]").astype(np.int64) / 1e6
    if column.dtype == object or isinstance(column.dtype, pd.StringDtype):
        return np.unique(column.to_numpy().astype(str), return_inverse=True)[1].astype(float)
    return column.to_numpy(float)


def label(value):
    """A level as it is shown."""
    if isinstance(value, (bool, np.bool_, str)):
        return str(value)
    return f"{value:g}"


def unit_of(rows):
    """Unit of each row, a row without one a unit of its own; None where the table has no units."""
    name = next((one for one in UNITS if one in rows and rows[one].duplicated().any()), None)
    if name is None:
        return None
    unit = rows[name].astype(object).to_numpy()
    lone = pd.isna(unit)
    return np.where(lone, [f"row {place}" for place in range(len(unit))], unit)


def intraclass(values, unit):
    """Intraclass correlation from the F of SciPy's analysis of variance, and the size of the unit of a row."""
    parts = [part.to_numpy() for _, part in pd.Series(values).groupby(np.asarray(unit))]
    sizes = np.array([len(part) for part in parts])
    usual = np.average(sizes, weights=sizes)
    size = (sizes.sum() - usual) / (len(parts) - 1)
    total = np.concatenate(parts) - np.mean(values)
    within = sum(np.sum((part - part.mean()) ** 2) for part in parts)
    if within <= 1e-25 * np.sum(total**2):
        return 1.0, usual
    f = stats.f_oneway(*parts).statistic
    return max((f - 1) / (f - 1 + size), 0.0), usual


def unit_share(unit, first, second):
    """Share of independent rows where units repeat: Kish's design effect of both columns."""
    own, size = intraclass(second, unit)
    other = max(intraclass(one, unit)[0] for one in first)
    return max(1 / max(1 + (size - 1) * own * other, 1), 3 / len(second))


def acf(values, lags):
    """Autocorrelation by statsmodels, from lag 1."""
    return stattools.acf(values, nlags=lags, fft=False)[1:]


def in_time(rows):
    """Positions of the rows in the order of their time axis, or as they stand."""
    return np.argsort(times(rows), kind="stable")


def times(rows):
    """Time of each row; its place where there is no axis."""
    axis = next((name for name in ("date", "time", "day") if name in rows), None)
    return np.arange(len(rows)) if axis is None else number(rows[axis])


def share_of(method, rows, first, second):
    """Share of independent rows by what the method says was done about them."""
    if "design effect" in method:
        return unit_share(unit_of(rows), first, second)
    if "over space" in method:
        at = rows.latitude.to_numpy(), rows.longitude.to_numpy()
        return min(waves.on_the_earth(one, second, *at) for one in first) / len(second)
    if "effective sample size" in method:
        place = in_time(rows)
        return waves.neighbours([one[place] for one in first], second[place]) / len(second)
    return 1.0


def mixture(value, df1, df2):
    """Distribution function of a noncentral F (chi-square: df2 None) at `value`, of the noncentrality.

    The mixture of central ones over Poisson weights, added up where these are not negligible.
    """

    def cdf(nc):
        spread = 12 * np.sqrt(nc / 2 + 1) + 40
        j = np.arange(max(int(nc / 2 - spread), 0), int(nc / 2 + spread))
        weight = stats.poisson.pmf(j, nc / 2)
        if df2 is None:
            return float(np.sum(weight * stats.chi2.cdf(value, df1 + 2 * j)))
        x = df1 * value / (df1 * value + df2)
        return float(np.sum(weight * stats.beta.cdf(x, df1 / 2 + j, df2 / 2)))

    return cdf


def noncentral(value, df1, df2=None):
    """95 % limits of the noncentrality."""
    cdf = mixture(value, df1, df2)
    limits = []
    for p in (0.975, 0.025):
        top = 4 * df1 * value + 100
        low = cdf(0.0) <= p
        limits.append(
            0.0
            if low
            else optimize.brentq(lambda nc, p=p: cdf(nc) - p, 0, top, xtol=1e-11, rtol=1e-13)
        )
    return limits


def fisher(r, error):
    """Limits of a correlation on Fisher's scale."""
    z = np.log1p(2 * r / (1 - r)) / 2 if r < 1 else np.inf
    return np.tanh(stats.norm.interval(0.95, z, error))


def limits(name, value, low, high):
    """The three numbers of an estimate or effect."""
    return {name: value, f"{name}_low": low, f"{name}_high": high}
