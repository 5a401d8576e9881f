"""Series, spectra and lists of events that the frames are made of."""

import numpy as np
import pandas as pd


def ordered(rng, n=240):
    """A daily series with long tails, events that come in stretches, and groups that do."""
    slow = pd.Series(rng.normal(size=n)).ewm(alpha=0.35).mean().to_numpy() * 2
    other = pd.Series(rng.normal(size=n)).ewm(alpha=0.35).mean().to_numpy() * 2
    frame = pd.DataFrame({"date": pd.date_range("2019-05-01", periods=n)})
    frame["level"], frame["tail"] = slow, np.exp(2.2 * slow)
    frame["spread"] = np.exp(other * np.where(np.arange(n) // 12 % 2, 0.2, 1.0))
    frame["season"] = np.where(np.arange(n) // 12 % 2, "dry", "wet")
    frame["phase"] = np.array(["early", "mid", "late"])[np.arange(n) * 3 // n]
    frame["event"] = np.where(other > 0.4, "yes", "no")
    frame["few"] = np.where(other > 2.0, "yes", "no")
    return frame


def runs(rng, n=160):
    """Rows in time with runs of missing values, and times that come again."""
    frame = pd.DataFrame({"time": np.r_[0, 0, 0, np.arange(n - 3)], "v": rng.normal(size=n)})
    frame["v"] += np.sin(np.arange(n) / 3)
    frame.loc[40:59, "v"] = np.nan
    frame.loc[100:103, "v"] = np.inf
    return frame.assign(tied=rng.choice([0, 0, 0, 1, 2], n))


def hourly(rng, n=24 * 9):
    """A season of the day beside a rise."""
    frame = pd.DataFrame({"time": pd.date_range("2022-05-01", periods=n, freq="h")})
    hour = np.arange(n) % 24
    return frame.assign(load=3 * np.sin(hour / 4) + 0.01 * np.arange(n) + rng.normal(size=n))


def followed(rng, n=250, lag=3):
    """Daily values, the second three days behind the first, with a gap."""
    slow = pd.Series(rng.normal(size=n + lag)).ewm(alpha=0.5).mean().to_numpy()
    frame = pd.DataFrame({"date": pd.date_range("2021-01-01", periods=n), "late": -slow[:n]})
    frame["late"] += 0.2 * rng.normal(size=n)
    return frame.assign(early=slow[lag:]).drop(range(90, 120))


def star(rng):
    """A saw-tooth light curve with errors, at night only."""
    time = np.sort(np.concatenate([night + 0.3 + 0.25 * rng.random(2) for night in range(90)]))
    error = rng.uniform(0.015, 0.035, len(time))
    mag = 14 - 0.4 * (time / 2.3 % 1) + rng.normal(0, error)
    return pd.DataFrame({"bjd": 2459000.5 + time, "mag": mag, "mag_err": error})


def step(rng, n=120):
    """A level that falls once, at 1e60."""
    values = (rng.normal(size=n) - 2.0 * (np.arange(n) >= 70)) * 1e60
    return pd.DataFrame({"time": np.arange(n), "v": values})


def drift(rng):
    """A series without a time that drifts."""
    return pd.Series(rng.normal(size=90) + 0.02 * np.arange(90), name="drift")


def bumps(rng, n=700):
    """Events that fall, with a small excess."""
    mass = np.concatenate([100 + 25 * rng.exponential(size=n), rng.normal(131, 1.2, 22)])
    mass = rng.permutation(mass[mass < 180])
    return pd.DataFrame({"mass_GeV": mass, "isolation": rng.random(len(mass))})


def spectrum(rng, n=300):
    """Weak lines up and down, with a gap."""
    x = np.linspace(400, 700, n)
    y = 50 + 0.03 * x + 5 * np.sin(x / 90) + rng.normal(size=n)
    for at, height in ((520.0, 3.4), (610.0, -2.5)):
        y = y + height * np.exp(-0.5 * ((x - at) / 3) ** 2)
    frame = pd.DataFrame({"wavelength_nm": x.round(3), "signal": y})
    return frame.drop(range(100, 130)).reset_index(drop=True)


def flux(rng, n=300, channel="soft_flux", sure=1.0):
    """A curve of flux with one flare that hardly stands out."""
    t = np.arange(n)
    dt = np.maximum(t - 180, 0.0)
    shape = np.exp(-dt / 15) * (1 - np.exp(-dt / 4))
    values = 1e-6 * (1 + sure * shape / shape.max()) * np.exp(rng.normal(0, 0.2, n))
    return pd.DataFrame(
        {"time": pd.date_range("2023-05-04 02:00", periods=n, freq="min"), channel: values}
    )


def xrs(rng):
    """The same as a long channel of GOES, quieter and with more flares, at two seconds and a half."""
    frame = flux(rng, 300, "xrsb", 40.0)
    t = np.arange(300)
    frame["xrsb"] = 1e-6 * np.exp(rng.normal(0, 0.03, 300))
    for at, height in ((60, 2.0), (180, 30.0)):
        dt = np.maximum(t - at, 0.0)
        frame["xrsb"] += 1e-6 * height * np.exp(-dt / 15) * (1 - np.exp(-dt / 4))
    return frame


def decays(rng, n=900, particles=2):
    """Events of massless particles at random, with charges, some of them told twice."""
    frame = pd.DataFrame({"Run": 1, "Event": np.arange(n) + 10**6})
    mass = np.r_[rng.normal(60.0, 1.0, n // 36), 20 + 25 * rng.exponential(size=n - n // 36)]
    cos, phi = rng.uniform(-1, 1, n), rng.uniform(-np.pi, np.pi, n)
    for k, sign in ((1, 1), (2, -1)):
        boost = np.full(n, 0.0)
        sin = np.sqrt(1 - cos**2)
        frame[f"pt{k}"] = mass / 2 * sin
        frame[f"eta{k}"] = np.arctanh(sign * cos) + boost
        frame[f"phi{k}"] = (phi + (np.pi if sign < 0 else 0) + np.pi) % (2 * np.pi) - np.pi
        frame[f"Q{k}"] = sign
    return pd.concat([frame, frame.head(5)], ignore_index=True)


def four(rng, n=260):
    """Four momenta in each row, their mass near 125 a little more often."""
    parts = {}
    mass = np.r_[rng.normal(125, 2, 6), rng.uniform(95, 180, n - 6)]
    for k in range(1, 5):
        way = rng.normal(size=(n, 3))
        way /= np.sqrt((way**2).sum(1))[:, None]
        for name, part in zip(("px", "py", "pz"), way.T, strict=True):
            parts[f"{name}{k}"] = part
    total = [sum(parts[f"{name}{k}"] for k in range(1, 5)) for name in ("px", "py", "pz")]
    scale = mass / np.sqrt(16 - sum(one**2 for one in total))
    frame = pd.DataFrame({name: part * scale for name, part in parts.items()})
    for k in range(1, 5):
        frame[f"E{k}"] = scale
    return frame
