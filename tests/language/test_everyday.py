"""Questions in everyday wording: what adjectives ask for, names in brackets, slips, words for the data themselves."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from jupyter_sciassist import answers

RANDOM = np.random.default_rng(29)
ROWS = 160
CATCH = pd.DataFrame(
    {
        "Crab No.": np.arange(1, ROWS + 1),
        "Net No.": RANDOM.choice([11, 12, 13], ROWS, p=[0.5, 0.3, 0.2]),
        "Lake": RANDOM.choice(["Upper", "Lower"], ROWS),
        "Weight (g)": RANDOM.normal(900, 120, ROWS).round(1),
        "Age (yr)": RANDOM.integers(1, 14, ROWS),
        "Fat (%)": np.where(RANDOM.random(ROWS) < 0.1, np.nan, RANDOM.normal(9, 2, ROWS).round(2)),
        "Salinity": RANDOM.normal(20, 6, ROWS).round(2),
        "tl_mm": RANDOM.normal(300, 30, ROWS).round(0),
        "tl_sex": RANDOM.choice(["F", "M"], ROWS),
        "nst": RANDOM.integers(1, 9, ROWS),
        "Year": RANDOM.choice([1980, 1985, 1990], ROWS),
    }
)
MEANINGS = {"nst": "number of stations", "tl_mm": "total length"}
WEIGHT, AGE, FAT, SALT = (CATCH[one] for one in ("Weight (g)", "Age (yr)", "Fat (%)", "Salinity"))
MEAN_OF_YEAR = WEIGHT.groupby(CATCH["Year"]).mean()
BY_LAKE = WEIGHT.groupby(CATCH["Lake"]).mean()


@pytest.mark.parametrize(
    ("question", "value"),
    [
        # what an adjective behind "how", or a verb, asks for
        ("How heavy are the crabs on average?", WEIGHT.mean()),
        ("how old is the oldest?", AGE.max()),
        ("what do crabs from Upper weigh on average?", BY_LAKE["Upper"]),
        ("how many crabs are over 9 years old?", (AGE > 9).sum()),
        # a name in brackets behind what it is called
        ("mean of the brine strength (Salinity)", SALT.mean()),
        ("how many have no oiliness (Fat (%)) listed", FAT.isna().sum()),
        # a unit in brackets is a part of the name
        ("number of empty Fat (%) cells", FAT.isna().sum()),
        # words for the data
        ("How many crabs are in the data set?", ROWS),
        ("highest salinity anywhere in the file", SALT.max()),
        # slips
        ("how many have a salinity less then 18", (SALT < 18).sum()),
        ("average wieght of the crabs", WEIGHT.mean()),
        # the column between a comparison and its number
        ("what percent is beyond salinity 25", 100 * (SALT > 25).mean()),
        # the level stands beside its word, and may be said twice
        ("salinity exceeded by only 10 %, so the 0.9 quantile of Salinity", SALT.quantile(0.9)),
        ("third quartile of Salinity, i.e. the value that 75 % of the crabs are below", SALT.quantile(0.75)),
        # "exceed" compares two groups
        (
            "By how many grams does the mean weight of Upper exceed that of Lower?",
            BY_LAKE["Upper"] - BY_LAKE["Lower"],
        ),
        ("diff in avg weight between Upper and Lower", BY_LAKE["Upper"] - BY_LAKE["Lower"]),
        # a comparative without "than" is the end of a scale
        ("lake with the greater mean weight?", BY_LAKE.idxmax()),
        # a number of something may be a column
        ("sign of the relation between salinity and the number of stations", None),
        ("Which net number has the most crabs?", "11"),
    ],
)  # fmt: skip
def test_everyday_words(question: str, value: object) -> None:
    answer = answers.ask({"data": CATCH}, question, columns=MEANINGS)
    if value is None:
        assert answer.reading is not None
        assert set(answer.reading.request.variables) == {"Salinity", "nst"}
    elif isinstance(value, str):
        assert answer.value == value
    else:
        assert answer.value == pytest.approx(value)


@pytest.mark.parametrize(
    "question",
    [
        "mean wingspan of the crabs", "how hot are the lakes?", "how many crabs have a price above 3?",
        "mean mercury (Hg)", "what percent is beyond mercury 25",
    ],
)  # fmt: skip
def test_what_no_word_names_is_still_refused(question: str) -> None:
    answer = answers.ask({"data": CATCH}, question, columns=MEANINGS)
    assert not answer.verified
    assert answer.value is None
