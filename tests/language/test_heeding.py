"""What a request must heed of a question's words, whoever read it."""

from __future__ import annotations

import pandas as pd
import pytest

from jupyter_sciassist import bearing
from jupyter_sciassist.language import heeding, requests
from jupyter_sciassist.records import Filter, Request

TABLE = pd.DataFrame(
    {
        "site": ["north", "south", "north", "west"],
        "water_depth_m": [3.0, 7.5, 2.0, 9.0],
        "orb_per": [300.0, 20.0, 5.0, 80.0],
        "year": [2001, 2002, 2003, 2003],
        "catch": [12, 40, 7, 3],
        "grade": ["a", "b", "a", "b"],
    }
)
COLUMNS = bearing.names_of(TABLE, "data", {"orb_per": "orbital period (d)"})
DEEPEST = Request("data", "best_group", ("water_depth_m",), group="site", by="mean")
SHALLOWEST = Request("data", "worst_group", ("water_depth_m",), group="site", by="mean")
PERIOD = Request("data", "mean", ("orb_per",))
CAUGHT = Request("data", "mean", ("catch",), filter=(Filter("year", ">", 2002),))


@pytest.mark.parametrize(
    ("question", "request_", "heeded"),
    [
        ("at which site is the water deepest, hereabouts", DEEPEST, True),
        ("at which site is the water deepest, hereabouts", SHALLOWEST, False),
        ("at which harbour is the water deepest", DEEPEST, False),
        ("mean of the orbital period", PERIOD, True),
        ("mean orbital eccentricity", PERIOD, False),
        ("median orbital period", PERIOD, False),
        ("mean of the orbital period at a site", PERIOD, True),
        ("mean catch after 2002", CAUGHT, True),
        ("mean catch after 2001", CAUGHT, False),
        ("mean catch in the north after 2002", CAUGHT, False),
        ("does the catch rise or fall after 2002", CAUGHT, False),
        ("how many nets", Request("data", "rows"), True),
        ("how many nets were torn", Request("data", "rows"), False),
        ("what is the catch", Request("data", "rows"), False),
    ],
)
def test_what_a_request_must_heed(question: str, request_: Request, heeded: bool) -> None:
    words = requests.mended(question, COLUMNS)
    assert heeding.heeded(request_, words, COLUMNS) is heeded


def test_the_words_without_a_part_are_told() -> None:
    words = requests.mended("mean of the orbital period, roughly, of whelks", COLUMNS)
    assert heeding.unmet(PERIOD, words, COLUMNS) == ("whelks",)
