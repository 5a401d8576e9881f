"""What is slow in two series, and how many independent pairs series and places are worth, from first principles.

Powers are sums of sines and cosines, what is taken out are residuals of statsmodels' least squares on powers of time,
sines and cosines as they are; places on the Earth are compared pair by pair.
"""

import numpy as np
import statsmodels.api as sm
from scipy import signal
from statsmodels.tsa import stattools


def on_a_grid(time):
    """Whole steps since the first time; the rows where there is no usual step."""
    steps, n = np.diff(time), len(time)
    usual = np.median(steps[steps > 0]) if (steps > 0).any() else None
    if usual is None:
        return np.arange(n)
    place = [0]
    for step in steps:
        place.append(place[-1] + int(np.rint(step / usual)))
    return np.array(place) if n / 8 <= place[-1] <= 8 * n else np.arange(n)


def transform(place):
    """Sines and cosines at eighths of a cycle of the span, up to half a cycle a step: (2, frequencies, n)."""
    span = place[-1] + 1
    size = 2 ** int(np.ceil(np.log2(8 * span)))
    angle = 2 * np.pi * np.outer(np.arange(size // 2 + 1) / size, place)
    return np.stack([np.cos(angle), np.sin(angle)]), size / span


def standing_out(values, waves, step):
    """Power at each frequency over median / ln 2 of its neighbourhood: ten cycles, or half of the frequency."""
    power = ((waves @ values) ** 2).sum(0)
    found, start = np.zeros(len(power)), int(step)
    while start < len(power):
        end = int(max(start + 10 * step, 1.5 * start))
        if end + 5 * step >= len(power):
            end = len(power)
        found[start:end] = power[start:end] * np.log(2) / np.median(power[start:end])
        start = end
    return found


def rest(columns, values):
    """Residuals of least squares."""
    return sm.OLS(values, columns).fit().resid


def slow_columns(first, second, place):
    """A constant, a line and a parabola, and a cosine and a sine of each wave that stands out, shape (n, k)."""
    turn = 2 * place / place[-1] - 1
    columns = [np.ones(len(place)), turn, turn**2]
    waves, step = transform(place)
    while len(columns) < 3 + 2 * min(6, len(place) // 16):
        held = np.column_stack(columns)
        one = np.max([standing_out(rest(held, v), waves, step) for v in first], axis=0)
        other = standing_out(rest(held, second), waves, step)
        clear = ((one >= 4) & (other >= 4)) | (one >= 30) | (other >= 30)
        if not clear.any():
            break
        best = np.argmax(np.where(clear, one * other, 0))
        columns += list(waves[:, best])
    return np.column_stack(columns)


def worth(first, second, fitted, fitted_second):
    """Independent pairs of two series, less what was fitted, between 3 and n."""
    n = len(first)
    lags = max(n // 4, 1)
    a, b = (stattools.acf(one, nlags=max(lags, 1), fft=False)[1:] for one in (first, second))
    pyper = n / max(1 + 2 * sum((1 - (j + 1) / n) * a[j] * b[j] for j in range(lags)), 1)
    power = [
        signal.periodogram(one, detrend="constant", scaling="spectrum")[1][1:]
        for one in (first, second)
    ]
    if n % 2 == 0:  # a one-sided spectrum doubles all but the last
        for one in power:
            one[-1] *= 2
    ebisuzaki = 1 + 2 / np.dot(power[0] / power[0].sum(), power[1] / power[1].sum())
    lag_one = [
        min((n * r[0] + k) / max(n - 2 * k - 2, 1), 0.99)
        for r, k in ((a, fitted), (b, fitted_second))
    ]
    both = max(lag_one[0], 0) * max(lag_one[1], 0)
    least = min(n, pyper, ebisuzaki, n * (1 - both) / (1 + both))
    return max(least * (n - fitted + 1) / n, 3)


def neighbours(first, second):
    """Independent pairs by the likeness of neighbours alone (Bretherton et al. 1999)."""
    n = len(second)
    own = [
        min((n * stattools.acf(one, nlags=1, fft=False)[1] + 1) / (n - 4), 0.99)
        for one in (*first, second)
    ]
    both = max(own[:-1]) * max(own[-1], 0)
    return max(n * (1 - both) / (1 + both), 3) if both > 0 else n


def on_the_earth(first, second, latitude, longitude):
    """Independent pairs of two fields: Dutilleul (1993), 1 + tr(A) tr(B) / tr(A B) of centred correlations by distance."""
    n = len(second)
    assert n <= 300
    angles = np.radians([latitude, longitude])
    haversine = np.sin((angles[0][:, None] - angles[0]) / 2) ** 2
    haversine += (
        np.cos(angles[0])[:, None]
        * np.cos(angles[0])
        * np.sin((angles[1][:, None] - angles[1]) / 2) ** 2
    )
    chord = 2 * np.sqrt(haversine)
    width = chord.max() / 2 / 20
    kind = np.minimum(np.floor(chord / width), 20).astype(int)
    centre = np.eye(n) - 1 / n
    made = []
    for values in (first, second):
        z = (values - values.mean()) / values.std()
        product, matrix = np.outer(z, z), np.eye(n)
        for one in np.unique(kind[~np.eye(n, dtype=bool)]):
            pairs = (kind == one) & ~np.eye(n, dtype=bool)
            matrix[pairs] = product[pairs].mean()
        made.append(centre @ matrix @ centre)
    found = 1 + np.trace(made[0]) * np.trace(made[1]) / np.trace(made[0] @ made[1])
    return min(max(found, 3), n) if found > 1 else n
