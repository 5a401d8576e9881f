"""Certified values of NIST for the parts that analyses are made of, where no analysis tells them as they are."""

import numpy as np
import pytest
import statsmodels.api as sm

from jupyter_sciassist.analyses import joint
from jupyter_sciassist.statistics import linear
from jupyter_sciassist.statistics.assumptions import intraclass
from tests.independent import nist


@pytest.mark.parametrize("each", nist.LEVELS_F)
@pytest.mark.parametrize(("constant", "rel"), [(1, 1e-12), (10**6, 1e-9), (10**12, 1e-4)])
def test_analysis_of_variance_of_levels(constant, each, rel):
    """SmLs01 to 09. Beside 10^12 doubles hold the data to 1.2e-4 of the step of .1 only."""
    frame = nist.levels(constant, each)
    codes = np.unique(frame.subject, return_inverse=True)[1]
    got, size = intraclass(frame.reading.to_numpy(), codes)
    assert size == each
    assert got == pytest.approx(nist.intraclass(nist.LEVELS_F[each], each), rel=rel)


def test_analysis_of_variance_of_resistance():
    """SiRstv."""
    frame = nist.resistance()
    codes = np.unique(frame.subject, return_inverse=True)[1]
    got = intraclass(frame.ohm.to_numpy(), codes)[0]
    assert got == pytest.approx(nist.intraclass(nist.RESISTANCE_F, 5), rel=1e-9)


def test_norris():
    x, y = nist.norris()
    made = joint.fit(x[:, None], y)
    assert made.r_squared == pytest.approx(nist.NORRIS["r_squared"], rel=1e-12)
    assert made.slopes[0] == pytest.approx(nist.NORRIS["slope"], rel=1e-12)


def test_longley():
    """Six columns that are nearly collinear: seven digits and more of each slope, and R squared."""
    data = sm.datasets.longley.load_pandas()
    x, y = data.exog.to_numpy(float), data.endog.to_numpy(float)
    z = (x - x.mean(0)) / x.std(0)
    made = linear.tested(z[:, :0], z, y)
    assert made.coefficients / x.std(0) == pytest.approx(np.array(nist.LONGLEY["slopes"]), rel=1e-7)
    lost = float(made.residuals @ made.residuals) / float(np.sum((y - y.mean()) ** 2))
    assert 1 - lost == pytest.approx(nist.LONGLEY["r_squared"], rel=1e-9)


def standardised(powers):
    return (powers - powers.mean(0)) / powers.std(0)


def test_wampler():
    """Wampler1: the powers 1 to 5 of 0 ... 20, all slopes 1."""
    powers = np.column_stack([np.arange(21.0) ** k for k in range(1, 6)])
    z = standardised(powers)
    made = linear.tested(z[:, :0], z, 1 + powers.sum(1))
    assert made.coefficients / powers.std(0) == pytest.approx(np.ones(5), rel=1e-7)


def test_powers_that_doubles_cannot_part_are_refused():
    """Filip's ten powers of -9 ... -3: no answer rather than wrong digits."""
    powers = np.column_stack([np.linspace(-9, -3, 82) ** k for k in range(1, 11)])
    z = standardised(powers)
    assert joint.fit(powers, 1 + powers.sum(1)) is None
    assert linear.tested(z[:, :0], z, 1 + powers.sum(1)) is None
