"""A question whether two columns interact is answered by that very test, whatever the scan chose to test."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf

from jupyter_sciassist import answers, bearing, pipeline, profiles
from jupyter_sciassist.analyses.interaction import Interaction
from jupyter_sciassist.confirmation import confirm
from jupyter_sciassist.kernel.scanning import KernelMemory
from jupyter_sciassist.kernel.store import Store
from jupyter_sciassist.language import goals, prior
from jupyter_sciassist.records import Answer, Suggestion
from tests.analyses import recompute
from tests.analyses.recompute import fresh

WEAK = "Do humidity and coating interact in affecting strength?"


def table(rng: np.random.Generator, rows: int = 900, product: float = 0.0) -> pd.DataFrame:
    """Strength hangs on six columns; whether humidity matters hangs on the coating by `product` alone."""
    made = {name: rng.normal(size=rows) for name in ("heat", "load", "speed", "depth", "pressure")}
    made["humidity"] = rng.normal(size=rows)
    made["coating"] = rng.choice(["none", "wax"], rows)
    strong = sum(made[name] for name in ("heat", "load", "speed", "depth", "pressure"))
    wax = (made["coating"] == "wax") * product
    made["strength"] = strong + made["humidity"] * wax + rng.normal(size=rows)
    return pd.DataFrame(made)


def not_chosen(rng: np.random.Generator) -> tuple[pd.DataFrame, list[Suggestion]]:
    """A table whose scan tells nothing of humidity and coating, as it does by chance in one of some hundred; its cards."""
    three = {"humidity", "coating", "strength"}
    for _ in range(8):
        frame = table(rng)
        alone = pipeline.suggest({"frame": frame}, top=1_000, policy="door")
        if three not in [set(one.hypothesis.variables) for one in alone if one.hypothesis]:
            return frame, alone
    raise AssertionError("humidity and coating are chosen in eight draws of eight")


def asked(answer: Answer, *names: str) -> Suggestion:
    found = [
        card
        for card in answer.suggestions
        if card.hypothesis is not None
        and card.hypothesis.relation == "interaction"
        and set(card.hypothesis.variables) == set(names)
    ]
    assert len(found) == 1
    return found[0]


def test_it_is_computed_although_the_scan_did_not_choose_it():
    _, rng = fresh()
    frame, alone = not_chosen(rng)
    answer = answers.ask({"frame": frame}, WEAK)
    card = asked(answer, "humidity", "coating", "strength")
    assert answer.suggestions[0] == card
    doubt = "" if card.evidence.asserted else "Nothing is established; the nearest finding: "
    rows = f" (n = {card.evidence.n})."
    assert answer.text == doubt + card.hypothesis.statement.removesuffix(".") + rows
    assert card.id not in {one.id for one in alone}

    fit = smf.ols(
        "strength ~ humidity * coating + I(humidity ** 2)", frame
    ).fit(cov_type="HC3")  # fmt: skip
    name = "humidity:coating[T.wax]"
    assert card.evidence.estimate.value == pytest.approx(fit.params[name], rel=1e-6)
    assert card.evidence.p >= fit.wald_test(name, scalar=True, use_f=True).pvalue * (1 - 1e-6)


def test_another_finding_about_the_same_columns_is_no_answer():
    _, rng = fresh()
    frame, _ = not_chosen(rng)
    scan = bearing.scanner({"frame": frame})
    other = dataclasses.replace(
        next(card for card in scan("frame") if card.hypothesis is not None).hypothesis,
        relation="confounding", variables=("humidity", "coating", "strength"),
    )  # fmt: skip
    tests = []

    def cards(name, asked=(), /):
        tests.extend(asked)
        found = scan(name, asked)
        return [dataclasses.replace(one, hypothesis=other) for one in found[:1]] + found

    names = bearing.names_of(frame, "frame", {})
    tables = bearing.Tables({"frame": frame}, {"frame": names}, None, cards, None)
    bearing.ranked(tables, WEAK, "frame")
    assert {"humidity", "coating", "strength"} in [set(one.variables) for one in tests]


def test_its_cell_prints_its_numbers():
    seed, rng = recompute.fresh()
    frame = recompute.mixed(rng)
    table = recompute.read(frame)
    names = [one.name for one in table.profile.columns]
    own = Interaction()
    tests = [own.asked(table.profile, three) for three in itertools.permutations(names, 3)]
    found = pipeline.examined(table, [one for one in tests if one is not None])
    assert len(found) > 20
    for finding in found[:: len(found) // 12]:
        assert recompute.differences(frame, table, finding) is None, (finding.variables, seed)


def test_it_joins_the_family_of_the_scan():
    _, rng = fresh()
    frame = table(rng)
    memory = pipeline.Memory()
    (profile,) = pipeline.profiles({"frame": frame})
    pipeline.scan(frame, profile, memory, "door")
    before = memory.ledger(profile).size(profile.fingerprint.digest)
    test = Interaction().asked(profile, ("humidity", "coating", "strength"))
    (card,) = pipeline.scan(frame, profile, memory, "door", asked=[test])
    assert card.evidence.family.size == before + 1
    assert card.evidence.q >= card.evidence.p
    pipeline.scan(frame, profile, memory, "door", asked=[test])
    assert memory.ledger(profile).size(profile.fingerprint.digest) == before + 1


def test_it_is_kept_in_the_kernel_and_can_be_confirmed():
    _, rng = fresh()
    frame, store = table(rng, product=1.5), Store()
    memory = KernelMemory(store)
    (profile,) = pipeline.profiles({"frame": frame})
    test = Interaction().asked(profile, ("humidity", "coating", "strength"))
    cards = pipeline.scan(frame, profile, memory, "notebook", asked=[test])
    (card,) = store.keep_asked(cards)
    assert store.get(card.id) == card
    done = confirm(frame, card, memory)
    assert done.confirmation.outcome == "supported"
    assert done.confirmation.evidence.n == len(frame) - card.evidence.n


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (WEAK, [("humidity", "coating", "strength")]),
        ("Does the effect of heat on strength depend on coating?", [("heat", "coating", "strength")]),
        ("does strength differ by coating across speed?", [("speed", "coating", "strength")]),
        ("Does coating moderate speed?", 3),
        ("Is heat related to strength?", []),
        ("Does strength depend on heat?", []),
        ("Which columns interact?", []),
        ("Does nothing interact with anything?", []),
    ],
)  # fmt: skip
def test_only_questions_that_ask_for_it_get_it(question, expected):
    _, rng = fresh()
    frame = table(rng)
    columns = bearing.names_of(frame, "frame", {})
    profile = profiles.profile(frame, "frame")
    outcome = prior.of(profile, None, {})
    usable = [one.name for one in profile.columns]
    found = goals.interplay(question, columns, usable, outcome)
    if isinstance(expected, int):
        assert len(found) == expected
        assert {one[:2] for one in found} == {("speed", "coating")}
    else:
        assert found == expected


def test_columns_that_cannot_interact_are_not_asked():
    _, rng = fresh()
    frame = table(rng, rows=60).assign(name=[f"plate {k}" for k in range(60)])
    (profile,) = pipeline.profiles({"frame": frame})
    own = Interaction()
    assert own.asked(profile, ("humidity", "coating", "strength")) is not None
    assert own.asked(profile, ("humidity", "name", "strength")) is None
    assert own.asked(profile, ("humidity", "humidity", "strength")) is None
    assert own.asked(profile, ("humidity", "gone", "strength")) is None
    assert own.asked(profile, ("humidity", "coating")) is None
