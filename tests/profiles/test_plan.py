import numpy as np
import pytest

from jupyter_sciassist.profiles import plan


@pytest.mark.parametrize(
    ("rows", "columns", "expected"),
    [
        (0, 0, (None, 0, 0)),
        (200, 14, (None, 14, 91)),
        (50_000, 8, (None, 8, 28)),
        (50_001, 8, (50_000, 8, 28)),
        (1_000_000, 20, (50_000, 20, 190)),
        (100_000, 200, (20_000, 200, 1_000)),
        (1_000, 10_000, (None, 200, 1_000)),
    ],
)
def test_budget_by_shape(rows: int, columns: int, expected: tuple[int | None, int, int]) -> None:
    found = plan.budget(rows, columns)
    assert (found.rows, found.columns, found.pairs) == expected
    assert (found.seed, found.complete) == ("0", True)


def test_positions_are_the_same_each_time_and_rise() -> None:
    budget = plan.budget(1_000_000, 20)
    once, again = plan.positions(budget, 1_000_000), plan.positions(budget, 1_000_000)
    assert once is not None
    np.testing.assert_array_equal(once, again)
    assert len(once) == 50_000
    assert (np.diff(once) > 0).all()
    assert plan.positions(plan.budget(10, 2), 10) is None
