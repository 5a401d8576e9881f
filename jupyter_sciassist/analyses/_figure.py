"""Plain matplotlib lines at the end of cells: what a scientist would draw."""

from __future__ import annotations

HISTOGRAM = """\
import matplotlib.pyplot as plt

centres = (edges[:-1] + edges[1:]) / 2
plt.figure(figsize=(6, 4))
plt.errorbar(centres, counts, np.sqrt(counts), fmt=".", color="black", label="events")
plt.plot(centres, found["mu"], label="background from the sidebands")
plt.axvspan(found["low"], found["high"], alpha=0.2, label="window")
plt.xlabel({x})
plt.ylabel("events per bin")
plt.legend()
plt.show()"""

SERIES = """\
import matplotlib.pyplot as plt

plt.figure(figsize=(8, 3.5))
plt.plot(x, y, lw=0.8, color="black")
plt.axvspan(x[found["first"]], x[found["last"]], alpha=0.3)
plt.xlabel({x})
plt.ylabel({y})
plt.show()"""

CURVE = """\
import matplotlib.pyplot as plt

order = np.argsort(x)
plt.figure(figsize=(6, 4))
plt.plot(x, y, ".", alpha=0.5, color="black")
plt.plot(x[order], ({columns}(z, place) @ coefficients)[order], lw=2)
plt.xlabel({x})
plt.ylabel({y})
plt.show()"""

STEP = """\
import matplotlib.pyplot as plt

plt.figure(figsize=(8, 3.5))
plt.plot(t, y, ".-", lw=0.6, color="black")
plt.hlines([y[:place].mean(), y[place:].mean()], [t[0], t[place]], [t[place], t[-1]], color="C1")
plt.axvspan(t[near[0]], t[near[-1]], alpha=0.3, label="95 % of the change's place")
plt.xlabel({x})
plt.ylabel({y})
plt.legend()
plt.show()"""

FOLDED = """\
import matplotlib.pyplot as plt

fig, (left, right) = plt.subplots(1, 2, figsize=(9, 3.5))
left.plot(t, y, ".-", lw=0.4, ms=3, color="black")
left.set_xlabel({x})
left.set_ylabel({y})
right.plot((t - t[0]) / estimate % 1, y, ".", ms=3, color="black")
right.set_xlabel(f"phase of the period {{estimate:.6g}}")
plt.show()"""

LAGS = """\
import matplotlib.pyplot as plt

r, pairs = correlations(*sides, {lags})
plt.figure(figsize=(7, 3.5))
plt.vlines(np.arange(-{lags}, {lags} + 1), 0, r, color="black")
plt.fill_between(np.arange(-{lags}, {lags} + 1), -2 / np.sqrt(pairs), 2 / np.sqrt(pairs), alpha=0.2)
plt.xlabel("lag in steps")
plt.ylabel("correlation of what the past does not tell")
plt.show()"""
