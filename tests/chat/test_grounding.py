"""No number, name or direction of a model's text is shown unmarked where the record does not bear it out."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
import pytest

from jupyter_sciassist.chat import conversation, directions, facts, names
from jupyter_sciassist.chat.context import outside
from jupyter_sciassist.chat.conversation import Asked, Outcome
from jupyter_sciassist.chat.grounding import Cited, Sources, stated
from jupyter_sciassist.chat.records import Reply, Run, Source
from tests.chat.written import BLIND, REPLIES, blind_runs, runs, standing

GENERATED = 300
STATISTICS: dict[str, tuple[str, Callable[[pd.Series], float]]] = {
    "mean": ("mean", lambda values: float(values.mean())),
    "median": ("median", lambda values: float(values.median())),
    "standard deviation": ("standard deviation", lambda values: float(values.std())),
    "largest value": ("maximum", lambda values: float(values.max())),
    "smallest value": ("minimum", lambda values: float(values.min())),
}


@cache
def fields() -> pd.DataFrame:
    """Four numbers and a group, drawn once."""
    rng = np.random.default_rng(20)
    size = 240
    height = rng.normal(151.3, 9.7, size)
    return pd.DataFrame(
        {
            "leaf_length_mm": height,
            "stem_mass": 3.1 * height + rng.normal(0, 20, size),
            "charge": rng.normal(-4.6, 1.3, size),
            "yield_kg": rng.normal(5321, 410, size),
            "plot": rng.choice(["north", "south", "valley"], size),
        }
    )


NUMBERS = ("leaf_length_mm", "stem_mass", "charge", "yield_kg")


@dataclass(frozen=True)
class Told:
    """An honest sentence: its text before and after a number, the number, and the outcome that it comments on."""

    outcome: Outcome
    head: str
    value: float
    tail: str
    column: str
    statistic: str


@cache
def outcome(question: str) -> Outcome:
    made = conversation.answer(Asked(question), outside({"fields": fields()}), None)
    assert made.reply.basis == "computed", (question, made.reply)
    return made


def told(rng: random.Random) -> Told:
    """One of many sentences about a number that was asked for; the number comes from pandas."""
    column, asked = rng.choice(NUMBERS), rng.choice(sorted(STATISTICS))
    called, of = STATISTICS[asked]
    table = fields()
    where = ""
    if rng.random() < 0.4:
        level = rng.choice(["north", "south", "valley"])
        table, where = table[table["plot"] == level], f" where plot is {level}"
    made = outcome(f"What is the {asked} of {column}{where}?")
    head, tail = rng.choice(
        [
            (f"The {called} of `{column}`{where} is ", ", which seems plausible."),
            (f"With a {called} of ", f", `{column}` looks unremarkable{where}."),
            (f"{column}{where}: {called} ", "."),
            (f"A {called} of ", " is what one would expect here."),
        ]
    )
    return Told(made, head, of(table[column]), tail, column, called)


def shown(value: float, rng: random.Random) -> str:
    """A number as people and models write it, rounded to three digits at least."""
    digits = rng.choice([4, 5, 6])
    plain = f"{value:.{max(1, digits - len(str(int(abs(value)))))}f}"
    written = rng.choice(["plain", "minus", "exponent", "power", "thousands", "full", "arabic"])
    if written == "minus":
        return plain.replace("-", "−")
    if written == "exponent":
        return f"{value:.{digits - 1}e}"
    if written == "power":
        mantissa, _, power = f"{value:.{digits - 1}e}".partition("e")
        return f"{mantissa} × 10^{int(power)}"
    if written == "thousands":
        return f"{float(plain):,}" if abs(float(plain)) >= 1000 else plain
    if written == "full":
        return plain.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    if written == "arabic":
        return plain.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    return plain


def commented(one: Told, text: str) -> tuple[Run, ...]:
    reply = one.outcome.with_comment(text, ended=True)
    (block,) = [block for block in reply.blocks if block.kind == "comment"]
    assert "".join(run.text for run in block.runs) == text
    assert all((run.source is not None) == (run.standing == "grounded") for run in block.runs)
    assert all(run.source is None or run.source < len(reply.sources) for run in block.runs)
    return block.runs


def marked(found: tuple[Run, ...], text: str, part: str) -> set[str]:
    return standing(found, text, part)


def test_what_is_true_is_grounded_with_its_source() -> None:
    rng = random.Random(1)
    for _ in range(GENERATED):
        one = told(rng)
        number = shown(one.value, rng)
        text = f"{one.head}{number}{one.tail}"
        found = commented(one, text)
        assert marked(found, text, number) == {"grounded"}, (text, found)
        assert not [run for run in found if run.standing == "unverified"], (text, found)


def swapped(number: str, rng: random.Random) -> str:
    """Two different digits next to each other change places."""
    places = [
        at
        for at in range(len(number) - 1)
        if number[at].isdecimal() and number[at + 1].isdecimal() and number[at] != number[at + 1]
    ]
    if not places:
        return changed(number, rng)
    at = rng.choice(places)
    return f"{number[:at]}{number[at + 1]}{number[at]}{number[at + 2 :]}"


def changed(number: str, rng: random.Random) -> str:
    """One digit becomes another of the same script."""
    at = rng.choice([at for at, mark in enumerate(number) if mark.isdecimal()])
    zero = ord(number[at]) - int(number[at])
    other = (int(number[at]) + rng.randint(1, 9)) % 10
    return f"{number[:at]}{chr(zero + other)}{number[at + 1 :]}"


def flipped(number: str, rng: random.Random) -> str:
    return number.lstrip("-−") if number[0] in "-−" else rng.choice("-−") + number


def moved(number: str, rng: random.Random) -> str:
    """Ten times as much."""
    return rng.choice([f"{number} × 10^1", f"{number} thousand", f"{number}%"])


def number_of(text: str) -> float:
    """What a mutated number is, by another reading than the checker's."""
    plain = "".join(str(int(mark)) if mark.isdecimal() else mark for mark in text).replace("−", "-")
    plain = (
        plain.replace(",", "")
        .replace("thousand", "* 1000")
        .replace("%", "/ 100")
        .replace("×", "*")
        .replace("^", "**")
    )
    plain = re.sub(r"(?<![\d.])0+(?=\d)", "", plain)
    return float(eval(plain, {"__builtins__": {}}))


MUTATIONS = (swapped, changed, flipped, moved)


@pytest.mark.parametrize("mutate", MUTATIONS, ids=lambda mutate: mutate.__name__)
def test_a_number_that_was_tampered_with_is_not_verified(
    mutate: Callable[[str, random.Random], str],
) -> None:
    rng = random.Random(mutate.__name__)
    tried = 0
    while tried < GENERATED // len(MUTATIONS):
        one = told(rng)
        number = mutate(shown(one.value, rng), rng)
        if abs(number_of(number) - one.value) < 1e-3 * abs(one.value):
            continue
        tried += 1
        text = f"{one.head}{number}{one.tail}"
        found = marked(commented(one, text), text, number)
        assert "unverified" in found, text
        assert "grounded" not in found, text


def test_a_column_that_was_renamed_takes_the_number_with_it() -> None:
    rng = random.Random(3)
    for _ in range(GENERATED // 2):
        one = told(rng)
        if one.column not in one.head + one.tail:
            continue
        number = shown(one.value, rng)
        other = rng.choice([name for name in NUMBERS if name != one.column])
        text = f"{one.head}{number}{one.tail}".replace(one.column, other)
        assert marked(commented(one, text), text, number) == {"unverified"}, text


def test_a_name_that_does_not_exist_is_not_verified() -> None:
    rng = random.Random(4)
    for _ in range(GENERATED // 2):
        one = told(rng)
        if one.column not in one.head + one.tail:
            continue
        number = shown(one.value, rng)
        fake = rng.choice(
            [
                f"{one.column}_2",
                f"log_{one.column}",
                "root_depth",
                "soilMoisture",
                "df.weight",
                "STEM_MASS",
            ]
        )
        text = f"{one.head}{number}{one.tail}".replace(one.column, fake)
        assert "unverified" in marked(commented(one, text), text, fake), text


def test_what_to_do_next_is_no_name() -> None:
    text = "Look at the distribution of mass and compare it, or at the relation of mass and mood."
    assert [text[start:end] for start, end in names.alleged(text)] == ["mass", "mass", "mood"]


def test_where_a_value_lies_is_no_direction() -> None:
    grounds = facts.gathered(Reply("general"), {}, question="", outputs=[])
    for text, told in (
        ("It is a range of values that the mean is likely to fall within.", []),
        ("A fall in one of the values.", ["fall"]),
    ):
        assert [text[start:end] for start, end, _ in directions.told(text, grounds)] == told


def test_another_statistic_or_group_than_was_computed_is_not_verified() -> None:
    rng = random.Random(5)
    for _ in range(GENERATED // 2):
        one = told(rng)
        number = shown(one.value, rng)
        called = rng.choice(
            [called for called, _ in STATISTICS.values() if called != one.statistic]
        )
        text = f"{one.head}{number}{one.tail}".replace(one.statistic, called)
        assert marked(commented(one, text), text, number) == {"unverified"}, text
        level = re.search(r"plot is (\w+)", one.head + one.tail)
        if level:
            other = {"north": "south", "south": "valley", "valley": "north"}[level[1]]
            text = f"{one.head}{number}{one.tail}".replace(level[1], other)
            assert marked(commented(one, text), text, number) == {"unverified"}, text


def test_the_figure_that_a_group_was_chosen_by_is_that_group_s() -> None:
    made = outcome("Which plot has the highest mean stem_mass?")
    means = fields().groupby("plot")["stem_mass"].mean()
    best, other, figure = means.idxmax(), means.idxmin(), f"{means.max():.6g}"
    cited = {run.text for run in made.reply.blocks[0].runs if run.standing == "grounded"}
    assert {best, figure} <= cited
    one = Told(made, "", 0.0, "", "", "")
    for text, standing_of in (
        (f"The mean stem_mass of {best} is {figure}.", "grounded"),
        (f"The mean stem_mass of {other} is {figure}.", "unverified"),
        (f"The median stem_mass of {best} is {figure}.", "unverified"),
    ):
        assert marked(commented(one, text), text, figure) == {standing_of}, text


def test_a_number_and_the_direction_of_a_relation() -> None:
    made = outcome("How is stem_mass related to leaf_length_mm?")
    one = Told(made, "", 0.0, "", "", "")
    for text, part, standings in (
        (
            "Rows with higher leaf_length_mm have higher stem_mass.",
            "higher stem_mass",
            {"grounded", "plain"},
        ),
        ("stem_mass increases with leaf_length_mm.", "increases", {"grounded"}),
        ("stem_mass decreases with leaf_length_mm.", "decreases", {"unverified"}),
        ("Rows with higher leaf_length_mm have lower stem_mass.", "lower", {"unverified"}),
        (
            "There is a negative correlation of stem_mass and leaf_length_mm.",
            "negative",
            {"unverified"},
        ),
        ("stem_mass increases with charge.", "increases", {"unverified"}),
        ("stem_mass does not increase with leaf_length_mm.", "increase", {"unverified"}),
        ("It may help to collect more data.", "more data", {"plain"}),
    ):
        assert marked(commented(one, text), text, part) == standings, text


def unmarked() -> Iterator[tuple[str, str]]:
    for case in REPLIES:
        found = runs(case)
        assert "".join(run.text for run in found) == case["reply"], case["id"]
        for part in case["bad"]:
            if "unverified" not in standing(found, case["reply"], part):
                yield case["id"], part


def test_nothing_wrong_in_the_corpus_is_shown_unmarked() -> None:
    assert list(unmarked()) == []


def test_what_is_right_in_the_corpus_is_seldom_struck() -> None:
    right = [(case, part) for case in REPLIES for part in case["ok"]]
    struck = [
        (case["id"], part)
        for case, part in right
        if "unverified" in standing(runs(case), case["reply"], part)
    ]
    assert len(struck) <= 0.03 * len(right), struck


def unsupported() -> Iterator[tuple[str, str]]:
    for case in BLIND["replies"]:
        found = blind_runs(case)
        assert "".join(run.text for run in found) == case["reply"], case["id"]
        for part in case["bad"]:
            if "unverified" not in standing(found, case["reply"], part):
                yield case["id"], part


def test_nothing_wrong_in_the_blind_corpus_is_shown_unmarked() -> None:
    assert list(unsupported()) == []


def test_what_is_right_in_the_blind_corpus_is_seldom_struck() -> None:
    right = [(case, part) for case in BLIND["replies"] for part in case["ok"]]
    struck = [
        (case["id"], part)
        for case, part in right
        if "unverified" in standing(blind_runs(case), case["reply"], part)
    ]
    assert len(struck) <= 0.075 * len(right), (len(struck), len(right), struck)


def digits_changed(text: str, rng: random.Random) -> str | None:
    """One digit of a number of two digits or more becomes another."""
    places = [at for at, mark in enumerate(text) if mark in "0123456789"]
    if len(places) < 2:
        return None
    at = rng.choice(places)
    return f"{text[:at]}{(int(text[at]) + rng.randint(1, 9)) % 10}{text[at + 1 :]}"


def test_a_digit_changed_in_the_blind_corpus_is_not_verified() -> None:
    rng = random.Random(6)
    tried = 0
    for case in BLIND["replies"]:
        for part in case["ok"]:
            other = digits_changed(part, rng)
            if other is None or "<" in part or other in case["ok"]:
                continue
            if "unverified" in standing(blind_runs(case), case["reply"], part):
                continue
            tried += 1
            mutated = {**case, "reply": case["reply"].replace(part, other, 1)}
            found = standing(blind_runs(mutated), mutated["reply"], other)
            assert "unverified" in found, mutated["reply"]
    assert tried > 300


def test_what_code_states_is_cut_at_its_sources() -> None:
    sources = Sources()
    mean = Source("variable", "mean of mass", "penguins")
    block = stated(
        sources, "The mean of ", Cited("mass", mean), " is ", Cited("4207", mean), "", "."
    )
    assert [(run.text, run.standing, run.source) for run in block.runs] == [
        ("The mean of ", "plain", None), ("mass", "grounded", 0), (" is ", "plain", None),
        ("4207", "grounded", 0), (".", "plain", None),
    ]  # fmt: skip
    assert sources.told() == (mean,)


def test_a_number_of_the_question_may_be_repeated_and_not_turned_into_a_result() -> None:
    made = outcome("What percentage of rows have yield_kg above 5000?")
    one = Told(made, "", 0.0, "", "", "")
    repeated = "Rows above 5000 are common."
    assert marked(commented(one, repeated), repeated, "5000") == {"grounded"}
    claimed = "The mean of yield_kg is 5000."
    assert marked(commented(one, claimed), claimed, "5000") == {"unverified"}
