"""How often a thing may come by chance: the two exact binomial questions that tests with fresh seeds ask.

Each fails without a fault once in 100 000 runs at most: a run asks some hundred of them, and the whole of it
has to fail by chance less than once in 1 000 runs. Rates of what is found were measured first, and are stated with margin.
"""

from scipy import stats

ONCE = 1e-5


def few(hits, n, rate=0.05):
    """No more of n than come once in 100 000 runs where each comes at `rate`."""
    return stats.binom.sf(int(hits) - 1, int(n), rate) > ONCE


def most(hits, n, rate):
    """No fewer of n than come once in 100 000 runs where each comes at `rate`."""
    return stats.binom.cdf(int(hits), int(n), rate) > ONCE
