"""Units that no name gives away; noise and derived columns must not make any."""

from __future__ import annotations

import numpy as np
import pandas as pd

from jupyter_sciassist import profiles


def unit_of(table: pd.DataFrame) -> str | None:
    return profiles.unit(profiles.profile(table, "table").columns)


def chimpanzees(seed: int) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    who = np.repeat(random.permutation(20), 6)
    return pd.DataFrame(
        {
            "chimpanzee": who,
            "sex": np.array(["m", "f"])[who * 7 % 20 % 2],
            "age": 3 + who * 7 % 20 // 2,
            "nuts": random.poisson(5, 120),
        }
    )


def test_numbers_on_which_traits_hang_are_a_unit_and_no_quantity() -> None:
    table = chimpanzees(1)
    assert unit_of(table) == "chimpanzee"
    column = profiles.profile(table, "table").columns[0]
    assert (column.role, column.summary) == ("id", {"unit": True})
    assert column.note == "other columns hang on it: rows of one value belong together"


def test_names_on_which_traits_hang_stay_a_category() -> None:
    table = chimpanzees(2)
    table["chimpanzee"] = [f"c{i:02d}" for i in table["chimpanzee"]]
    assert unit_of(table) == "chimpanzee"
    assert profiles.profile(table, "table").columns[0].role == "category"


def test_a_trait_that_changes_now_and_then_still_hangs() -> None:
    table = chimpanzees(3)
    table.loc[::12, "age"] += 1
    assert unit_of(table) == "chimpanzee"


def test_a_score_and_its_grades_are_no_unit() -> None:
    score = np.random.default_rng(4).integers(0, 40, 200)
    grades = pd.cut(score, 5, labels=list("EDCBA")).astype(str)
    table = pd.DataFrame({"score": score, "grade": grades, "passed": score > 20})
    assert unit_of(table) is None


def test_a_category_with_one_large_level_is_no_unit() -> None:
    random = np.random.default_rng(5)
    language = np.where(
        random.random(400) < 0.8, "English", random.choice(list("abcdefghijkl"), 400)
    )
    native = language == "English"
    table = pd.DataFrame({"language": language, "native": native, "alphabet": native * 1.5})
    assert unit_of(table) is None


def test_noise_has_no_units() -> None:
    for seed in range(40):
        random = np.random.default_rng(seed)
        numbers = {f"k{i}": random.integers(0, 12 + 6 * i, 200) for i in range(6)}
        groups = {
            f"g{i}": random.choice(list("abcdefghijklmnopqr")[: 2 + 3 * i], 200) for i in range(6)
        }
        assert unit_of(pd.DataFrame({**numbers, **groups})) is None
