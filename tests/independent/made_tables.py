"""Tables that the frames are made of: groups, units, relations, counts."""

import numpy as np
import pandas as pd

from tests.analyses.test_confounding import BERKELEY


def skewed(rng, n=120):
    """Tails so long that means mislead, with unequal spreads, and ties everywhere beside them."""
    frame = pd.DataFrame({"side": rng.choice(["l", "r"], n), "kind": rng.choice(list("uvw"), n)})
    frame["tail"] = np.exp(2 * rng.normal(size=n)) * np.where(frame.kind == "u", 3, 1)
    frame["spread"] = np.exp(rng.normal(size=n) * np.where(frame.side == "l", 0.4, 2.2))
    frame["ties"] = rng.choice([0, 0, 0, 0, 1, 9], n)
    return frame


def floor(rng):
    """Tiny groups at the floor: five rows and more in each of two, three rows in a third that is left out."""
    frame = pd.DataFrame({"g": ["a"] * 5 + ["b"] * 6 + ["c"] * 3, "h": ["p", "q"] * 7})
    return frame.assign(y=rng.normal(size=14).round(1), z=rng.normal(size=14)).sample(
        frac=1, random_state=1
    )


def scales(rng, n=60):
    """Sizes that can just be held, whole numbers beyond 2^53, and columns that follow from another."""
    frame = pd.DataFrame({"large": rng.normal(size=n) * 1e60, "small": rng.normal(size=n) * 1e-60})
    frame["key"] = 2**60 + rng.integers(0, 4096, n) * 512
    frame["g"] = np.where(frame.large + 5e59 * rng.normal(size=n) > 0, "up", "down")
    frame["twin"] = 3 * frame.small + 1e-60
    frame["far"] = np.where(rng.random(n) < 0.1, np.nan, 1e9 + rng.normal(size=n))
    return frame


def crossing(rng, units=24, each=6):
    """Repeated units whose groups change within them, so that rows count by their design effect."""
    n = units * each
    frame = pd.DataFrame({"subject": np.repeat([f"s{i:02}" for i in range(units)], each)})
    mostly = np.repeat(rng.random(units) < 0.5, each)
    frame["phase"] = np.where(rng.random(n) < np.where(mostly, 0.85, 0.15), "on", "off")
    frame["site"] = np.where(mostly, rng.choice(list("abb"), n), rng.choice(list("bcc"), n))
    base = np.repeat(rng.normal(size=units), each)
    frame["level"] = base + 0.5 * rng.normal(size=n)
    frame["tail"] = np.exp(2 * base + 0.8 * rng.normal(size=n))
    frame["spread"] = np.exp(
        (base + 0.6 * rng.normal(size=n)) * np.where(frame.phase == "on", 0.4, 2.4)
    )
    frame["event"] = np.where(base + rng.normal(size=n) > 0, "yes", "no")
    frame["rare"] = np.where(base + rng.normal(size=n) > 2.2, "yes", "no")
    return frame


def averaged(rng, units=60, each=3):
    """Units that stand in one group each, with long tails and unequal spreads, and rare events of them."""
    n = units * each
    frame = pd.DataFrame({"subject": np.repeat([f"s{i:02}" for i in range(units)], each)})
    arm = rng.permutation(np.resize(["drug", "placebo"], units))
    frame["arm"] = np.repeat(arm, each)
    frame["sex"] = np.repeat(rng.choice(["f", "m"], units), each)
    frame["died"] = np.repeat(np.where(rng.random(units) < 0.06, "yes", "no"), each)
    frame["clinic"] = np.repeat(rng.choice(list("abcd"), units, p=[0.4, 0.4, 0.15, 0.05]), each)
    frame["ward"] = np.repeat(rng.choice(list("xyz"), units, p=[0.6, 0.3, 0.1]), each)
    wide = np.repeat(np.where(arm == "drug", 0.2, 1.2), each)
    frame["dose"] = np.exp(
        np.repeat(rng.normal(size=units), each) * wide + 0.01 * rng.normal(size=n)
    )
    frame["tail"] = np.exp(2 * np.repeat(rng.normal(size=units), each) + 0.1 * rng.normal(size=n))
    return frame


def party():
    """Agresti (2007), p. 39: party by gender, one row a person."""
    counts = [[762, 327, 468], [484, 239, 477]]
    return expanded(counts, "FM", ["Democrat", "Independent", "Republican"])


def expanded(counts, rows, columns):
    """One row for each counted case, shuffled."""
    cases = [
        (row, column)
        for row, line in zip(rows, counts, strict=True)
        for column, count in zip(columns, line, strict=True)
        for _ in range(count)
    ]
    frame = pd.DataFrame(cases, columns=["group", "outcome"])
    return frame.sample(frac=1, random_state=0, ignore_index=True)


def sleep():
    """Student's sleep data, as in R."""
    extra = [
        0.7,
        -1.6,
        -0.2,
        -1.2,
        -0.1,
        3.4,
        3.7,
        0.8,
        0.0,
        2.0,
        1.9,
        0.8,
        1.1,
        0.1,
        -0.1,
        4.4,
        5.5,
        1.6,
        4.6,
        3.4,
    ]
    return pd.DataFrame({"extra": extra, "group": ["one"] * 10 + ["two"] * 10})


def berkeley(parts=False):
    """Admissions to Berkeley (R, UCBAdmissions), counted."""
    rows = []
    for dept, (men, no_men, women, no_women) in BERKELEY.items():
        rows += [(dept, "male", men, no_men), (dept, "female", women, no_women)]
    frame = pd.DataFrame(rows, columns=["dept", "gender", "admit", "reject"])
    return frame if parts else frame.assign(applications=frame.admit + frame.reject)


def reversal():
    """Within each severity the new treatment is better; it is given to the severe cases."""
    return pd.DataFrame({
        "severity": ["mild", "mild", "fair", "fair", "severe", "severe"],
        "treatment": ["new", "old"] * 3,
        "recovered": [95, 720, 70, 60, 360, 25],
        "treated": [100, 800, 100, 101, 800, 100],
    })  # fmt: skip


def one_group(rng, n=300):
    """Growth goes with dose in the shade only."""
    frame = pd.DataFrame({"dose": rng.normal(size=n), "height": rng.normal(size=n)})
    frame["place"] = rng.choice(["shade", "sun", "mixed"], n)
    return frame.assign(growth=1.5 * frame.dose * (frame.place == "shade") + rng.normal(size=n))


def one_arm(rng, n=300):
    """A treatment that goes with more growth, and with an event, on one soil only; the number likewise."""
    frame = pd.DataFrame({"dose": rng.normal(size=n), "arm": rng.choice(["new", "old"], n)})
    frame["soil"] = rng.choice(["clay", "loam", "sand", "peat"], n, p=[0.4, 0.3, 0.27, 0.03])
    told = 2.0 * ((frame.arm == "new") & (frame.soil == "loam"))
    frame["growth"] = told + rng.normal(size=n)
    return frame.assign(survived=np.where(told + rng.logistic(size=n) > 0.7, "yes", "no"))


def in_one_ward(rng, n=160):
    """Before and after: pain falls in one ward only, cost falls in long tails there, mood nowhere."""
    frame = pd.DataFrame(
        {"ward": rng.choice(["east", "north", "west"], n), "sex": rng.choice(["f", "m"], n)}
    )
    north = (frame.ward == "north").to_numpy()
    for name, tail in (("pain", False), ("cost", True), ("mood", False)):
        level = 2 * rng.normal(size=n)
        steps = (
            np.exp(1.5 * rng.normal(size=n)) * rng.choice([-1, 1], n)
            if tail
            else rng.normal(size=n)
        )
        fall = north * (np.abs(steps) * 1.5 if tail else 1.5) * (name != "mood")
        frame[f"{name}.k"], frame[f"{name}.w"] = level, level + steps - fall
    frame.loc[:4, "ward"] = None
    return frame.round(2)


def thirds(rng, kind, n=400):
    """A pair that a third number explains, that groups hide, or that groups explain."""
    if kind == "common cause":
        z = rng.normal(size=n)
        return pd.DataFrame(
            {"z": z, "x": z + 0.6 * rng.normal(size=n), "y": z + 0.6 * rng.normal(size=n)}
        )
    group = rng.integers(0, 2, n)
    x = rng.normal(size=n) + (1.2 if kind == "masked" else 2.0) * group
    y = 0.6 * rng.normal(size=n) + (0.5 * x - 1.62 * group if kind == "masked" else 2.0 * group)
    return pd.DataFrame({"x": x, "y": y, "g": np.where(group == 1, "a", "b")})


def bends(rng, n=300):
    """One relation of each shape, in columns of their own."""
    frame = pd.DataFrame({name: rng.uniform(0.1, 10, n) for name in ("t", "s", "h", "p", "e", "u")})
    frame["t1"] = 2 * np.maximum(frame.t - 6, 0) + 0.7 * rng.normal(size=n)
    frame["s1"] = np.where(frame.s > 4, 3.0, 0.0) + 0.5 * rng.normal(size=n)
    frame["h1"] = 10 * frame.h / (frame.h + 1) + 0.4 * rng.normal(size=n)
    frame["p1"] = abs(2 * frame.p**2.5 + 8 * rng.normal(size=n))
    frame["e1"] = np.exp(frame.e / 1.5) / 50 + 0.7 * rng.normal(size=n)
    frame["u1"] = frame.u + -((frame.u - 5) ** 2) / 2 + 0.8 * rng.normal(size=n)
    return frame


def exact(rng, n=80, *, product=False):
    """An outcome that two columns make without a rest."""
    frame = pd.DataFrame(rng.normal(size=(n, 3)), columns=["a", "b", "c"])
    return frame.assign(score=frame.a + frame.b * (1 + product * frame.a) + 1)


def chain(rng, n=200):
    """Treatment goes with dust, dust with the score; age is beside them."""
    frame = pd.DataFrame({"treatment": rng.choice(["new", "old"], n), "age": rng.normal(50, 9, n)})
    frame["dust"] = (frame.treatment == "old") * 1.2 + rng.normal(size=n)
    return frame.assign(score=-0.8 * frame.dust + rng.normal(size=n))


def events(rng, kind, n=240):
    """An outcome of two values beside five columns, in rows of their own, of units or in order."""
    frame = pd.DataFrame(rng.normal(size=(n, 4)), columns=["a", "b", "c", "d"])
    frame["g"] = rng.choice(["u", "v", "w"], n)
    alike = np.zeros(n)
    if kind == "units":
        frame.insert(0, "subject", np.repeat([f"s{i:02}" for i in range(n // 6)], 6))
        alike = 2 * np.repeat(rng.normal(size=n // 6), 6)
    if kind == "order":
        frame.insert(0, "date", pd.date_range("2020-01-01", periods=n))
        slow = [pd.Series(rng.normal(size=n)).ewm(alpha=0.3).mean() * 5 for _ in range(3)]
        alike, frame["a"], frame["b"] = slow[0].to_numpy(), slow[1], slow[2]
    line = 0.5 * frame.a - 0.4 * frame.b + 0.8 * (frame.g == "u") + alike
    return frame.assign(survived=np.where(line + rng.logistic(size=n) > 0, "yes", "no"))


def far(rng, n=70):
    """One value far from all others, with ties about the median, and the same at 1e-60."""
    y = np.r_[rng.normal(9, 1, n - 1).round(1), 71.5]
    return pd.DataFrame({"y": rng.permutation(y), "tiny": rng.permutation(-y * 1e-60)})


def wide(rng):
    """More pairs than a plan holds."""
    frame = pd.DataFrame(rng.normal(size=(80, 90))).rename(columns=lambda name: f"c{name}")
    return frame.assign(site=np.arange(80) % 2 == 0)
