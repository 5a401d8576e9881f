"""Real and awkward frames that the table runs over. Every one is made from a fixed seed or a published table."""

import numpy as np
import pandas as pd
import statsmodels.api as sm

from tests.analyses.enso import ENSO
from tests.analyses.test_bad_input import ODD
from tests.analyses.test_cells import FRAMES as CELLS
from tests.analyses.test_confounding import simpson
from tests.analyses.test_derived import trial
from tests.analyses.test_far_rows import planted
from tests.independent import made_rows, made_series, made_tables, nist


def seeded(make, seed, **more):
    """A frame drawn from a fixed seed."""
    return lambda: make(np.random.default_rng(seed), **more)


FRAMES = {
    **CELLS,
    **{name: ODD[name] for name in ODD if name not in ("empty", "one row", "two rows", "objects")},
    "skewed": seeded(made_tables.skewed, 21),
    "floor": seeded(made_tables.floor, 22),
    "scales": seeded(made_tables.scales, 23),
    "crossing": seeded(made_tables.crossing, 24),
    "averaged": seeded(made_tables.averaged, 25),
    "series": seeded(made_series.ordered, 26),
    "party": made_tables.party,
    "twins": lambda: made_tables.expanded(
        [[1, 6], [8, 3]], ["dizygotic", "monozygotic"], ["yes", "no"]
    ),
    "sleep": made_tables.sleep,
    "sleep of patients": lambda: made_tables.sleep().assign(patient=list(range(1, 11)) * 2),
    "map": seeded(made_rows.on_a_map, 45),
    "heaps": seeded(made_rows.heaps, 46),
    "skewed normal": seeded(made_rows.skewed_normal, 47),
    "large and even": seeded(made_rows.large_and_even, 48),
    "uneven levels": seeded(made_rows.uneven_levels, 49),
    "planted": seeded(planted, 50),
    "trial": seeded(trial, 51),
    "nile": lambda: sm.datasets.nile.load_pandas().data,
    "enso": lambda: pd.DataFrame({"month": np.arange(1, 169), "pressure": ENSO}),
    "silver": nist.silver,
    "one group": seeded(made_tables.one_group, 27),
    "one arm": seeded(made_tables.one_arm, 52),
    "in one ward": seeded(made_tables.in_one_ward, 53),
    "common cause": seeded(made_tables.thirds, 28, kind="common cause"),
    "masked": seeded(made_tables.thirds, 3, kind="masked"),
    "explained": seeded(made_tables.thirds, 30, kind="explained"),
    "simpson": seeded(simpson, 1),
    "exact sum": seeded(made_tables.exact, 33),
    "exact product": seeded(made_tables.exact, 34, product=True),
    "chain": seeded(made_tables.chain, 35),
    "events": seeded(made_tables.events, 36, kind="rows"),
    "events of units": seeded(made_tables.events, 37, kind="units"),
    "events in order": seeded(made_tables.events, 38, kind="order"),
    "runs of gaps": seeded(made_series.runs, 39),
    "hourly": seeded(made_series.hourly, 40),
    "followed": seeded(made_series.followed, 41),
    "star": seeded(made_series.star, 42),
    "step": seeded(made_series.step, 43),
    "drift": seeded(made_series.drift, 44),
    "sunspots": lambda: sm.datasets.sunspots.load_pandas().data,
    "far ones": seeded(made_tables.far, 45),
    "bumps": seeded(made_series.bumps, 46),
    "spectrum": seeded(made_series.spectrum, 47),
    "flux": seeded(made_series.flux, 48),
    "xrs": seeded(made_series.xrs, 49),
    "decays": seeded(made_series.decays, 50),
    "four": seeded(made_series.four, 51),
    "bends": seeded(made_tables.bends, 31),
    "wide": seeded(made_tables.wide, 32),
    "berkeley": made_tables.berkeley,
    "berkeley in parts": lambda: made_tables.berkeley(parts=True),
    "reversal": made_tables.reversal,
    "mostly gone": lambda: pd.DataFrame(
        {"v": [1.5, 2.5, 4.0] + [None] * 30, "w": np.arange(33) // 11}
    ),
}
