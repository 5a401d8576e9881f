"""Places on a map, rows in heaps, large samples and units under several levels."""

import numpy as np
import pandas as pd


def on_a_map(rng, n=220):
    """Places with smooth fields, shared in part, a bent one, and groups and events that come in patches."""
    frame = pd.DataFrame({"latitude": rng.uniform(40, 52, n), "longitude": rng.uniform(-5, 15, n)})
    far = np.subtract.outer(frame.latitude.to_numpy(), frame.latitude.to_numpy()) ** 2
    far += np.subtract.outer(frame.longitude.to_numpy(), frame.longitude.to_numpy()) ** 2 / 2
    smooth = np.exp(-far / 8) @ rng.normal(size=(n, 4))
    smooth /= smooth.std(axis=0)
    frame["rain"] = smooth[:, 0] + 0.6 * rng.normal(size=n)
    frame["growth"] = smooth[:, 0] + smooth[:, 1] + 0.5 * rng.normal(size=n)
    frame["slope"] = frame.rain**2 + smooth[:, 2] + 0.5 * rng.normal(size=n)
    frame["side"] = np.where(smooth[:, 1] + 0.3 * rng.normal(size=n) > 0, "in", "out")
    frame["soil"] = np.array(["clay", "loam", "sand"])[
        (smooth[:, 0] > -0.5) * 1 + (smooth[:, 0] > 0.5)
    ]
    return frame.assign(grazed=np.where(smooth[:, 1] + 0.5 * rng.normal(size=n) > 0.3, "yes", "no"))


def heaps(rng, n=110):
    """Two heaps apart in three columns, one of them on a logarithmic scale."""
    frame = pd.DataFrame(
        0.3 * rng.normal(size=(n, 3)) + 2.5 * (rng.random((n, 1)) < 0.4), columns=["a", "b", "c"]
    )
    return frame.assign(c=np.exp(frame.c))


def skewed_normal(rng, n=110):
    """Two columns of one mode each, one of them on a logarithmic scale."""
    near = rng.normal(size=(n, 1)) + 0.7 * rng.normal(size=(n, 2))
    return pd.DataFrame({"length": near[:, 0], "mass": np.exp(near[:, 1])})


def large_and_even(rng, n=2400):
    """Enough rows to say that a difference of means is small at most, in groups of unequal size and spread."""
    frame = pd.DataFrame({"x": rng.normal(size=n), "two": rng.choice(["a", "b"], n, p=[0.4, 0.6])})
    return frame.assign(cost_usd=50 + rng.normal(size=n) * np.where(frame.two == "a", 8, 9))


def uneven_levels(rng, units=25):
    """Units under three levels, two of which go apart."""
    frame = pd.DataFrame(
        {"subject": np.repeat([f"s{i:02}" for i in range(units)], 3), "level": list("abc") * units}
    )
    apart = np.repeat(4 * rng.normal(size=units), 3) * np.tile([-1, 0, 1], units)
    return frame.assign(
        y=apart + np.repeat(3 * rng.normal(size=units), 3) + rng.normal(size=3 * units)
    )
