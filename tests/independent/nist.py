"""NIST Statistical Reference Datasets (public domain): data and certified values.

National Institute of Standards and Technology, www.itl.nist.gov/div898/strd.
"""

import numpy as np
import pandas as pd

# Certified F statistics of the analyses of variance.
SILVER_F = 15.9467335677930
RESISTANCE_F = 1.18046237440255
LEVELS_F = {21: 21.0, 201: 201.0, 2001: 2001.0}

_SILVER = (
    "568 465 572 785 446 903 526 494 616 587 519 486 419 569 508 672 385 518 662 424 360 333 610 477 "
    "079 344 513 197 604 385 642 365 151 082 517 448 198 482 334 609 101 512 469 360 254 261 450 368"
)
_RESISTANCE = (
    "3052 1240 1890 2569 3403 3042 3825 1669 3257 0422 1303 2005 2889 0343 1811 "
    "2795 1748 1494 1485 -115 2119 1051 1850 0052 2090"
)


def silver():
    """AtmWtAg: atomic weight of silver by two instruments, 24 readings each, 7 constant leading digits."""
    weight = [float(f"107.8681{digits}") for digits in _SILVER.split()]
    return pd.DataFrame({"instrument": ["first"] * 24 + ["second"] * 24, "weight": weight})


def resistance():
    """SiRstv: resistance of silicon wafers by five instruments, five readings each."""
    values = [round(196 + int(digits) / 10000, 4) for digits in _RESISTANCE.split()]
    return pd.DataFrame({"subject": np.repeat(list("abcde"), 5), "ohm": values})


def levels(constant, each):
    """SmLs01 to 09: nine levels of `each` readings about `constant`, which are its leading digits."""
    middle = [4, 3, 5, 3, 5, 3, 5, 3, 5]
    turn = np.r_[0, np.tile([-1, 1], each // 2)]
    tenths = (np.array(middle)[:, None] + turn).ravel()
    values = [float(f"{constant}.{tenth}") for tenth in tenths]
    return pd.DataFrame(
        {"subject": np.repeat([f"s{i}" for i in range(9)], each), "reading": values}
    )


def intraclass(f, each):
    """The intraclass correlation that a certified F of equal groups amounts to."""
    return (f - 1) / (f - 1 + each)


NORRIS_X = (
    "0.2 337.4 118.2 884.6 10.1 226.5 666.3 996.3 448.6 777.0 558.2 0.4 0.6 775.5 666.9 338.0 447.5 11.6 "
    "556.0 228.1 995.8 887.6 120.2 0.3 0.3 556.8 339.1 887.2 999.0 779.0 11.1 118.3 229.2 669.1 448.9 0.5"
)
NORRIS_Y = (
    "0.1 338.8 118.1 888.0 9.2 228.1 668.5 998.5 449.1 778.9 559.2 0.3 0.1 778.1 668.8 339.3 448.9 10.8 "
    "557.7 228.3 998.0 888.8 119.6 0.3 0.6 557.6 339.3 888.0 998.5 778.9 10.2 117.6 228.9 668.4 449.2 0.2"
)
NORRIS = {"slope": 1.00211681802045, "r_squared": 0.999993745883712}
# Longley: slopes on the six columns, and R squared.
LONGLEY = {
    "slopes": (15.0618722713733, -0.358191792925910e-01, -2.02022980381683, -1.03322686717359,
               -0.511041056535807e-01, 1829.15146461355),
    "r_squared": 0.995479004577296,
}  # fmt: skip


def norris():
    """Norris: x and y of the calibration of an ozone monitor, shape (36,) each."""
    return tuple(np.array(text.split(), dtype=float) for text in (NORRIS_X, NORRIS_Y))
