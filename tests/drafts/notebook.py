"""A live notebook for the tests of drafted code."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import polars as pl

from jupyter_sciassist import bearing

NUMBERS = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"]


def penguins(rows: int = 60) -> pd.DataFrame:
    rng = np.random.default_rng(7)
    return pd.DataFrame(
        {
            "species": rng.choice(["Adelie", "Chinstrap", "Gentoo"], rows),
            "island": rng.choice(["Biscoe", "Dream", "Torgersen"], rows),
            **{name: rng.normal(100, 10, rows) for name in NUMBERS},
            "sex": rng.choice(np.array(["female", "male", None], dtype=object), rows),
            "year": rng.integers(2007, 2010, rows),
        }
    )


def data() -> dict[str, Any]:
    return {
        "penguins": penguins(),
        "stations": pd.DataFrame(
            {"station": ["a", "b"], "island": ["Dream", "Biscoe"], "depth": [3.0, 4.0]}
        ),
        "sites": pl.DataFrame({"site": ["a", "b", "a"], "depth": [1.0, 4.0, 5.0], "n": [2, 3, 4]}),
        "x": np.arange(5.0),
        "note": "deep water",
        "settings": {"alpha": 0.05},
    }


MODULES = {"pd": pd, "np": np, "plt": plt, "os": os}


@dataclasses.dataclass(frozen=True)
class Notebook:
    """What `drafts.base.Live` asks for."""

    objects: Mapping[str, Any]
    columns: Mapping[str, Sequence[Any]]
    names: Any
    cells: Sequence[Mapping[str, Any]] = ()
    cell: str | None = None
    stopped: Callable[[], bool] = lambda: False


def notebook(objects: Mapping[str, Any] | None = None, **more: Any) -> Notebook:
    held = data() if objects is None else objects
    columns = {name: bearing.names_of(obj, name, {}) for name, obj in held.items()}
    return Notebook(held, columns, more.pop("names", {**MODULES, **held}), **more)
