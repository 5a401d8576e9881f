"""Recorded evidence again: the same on the same data, and never a verdict where there can be none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from palmerpenguins import load_penguins

from jupyter_sciassist import packs, pipeline, profiles, replay
from jupyter_sciassist.analyses.interaction import Interaction
from jupyter_sciassist.confirmation import confirm
from jupyter_sciassist.profiles.fingerprint import FORMER
from jupyter_sciassist.provenance.amend import redact
from jupyter_sciassist.records import (
    Confirmation,
    Evidence,
    Fingerprint,
    Suggestion,
    suggestion_id,
)
from tests.analyses.test_peak import events
from tests.independent.data import FRAMES
from tests.independent.rows import names
from tests.replay.logs import again, found, logged, read

Change = Callable[[Suggestion], Suggestion]
# Between them every analysis of the catalogue finds something in these.
TELLING = (
    "far ones", "uneven levels", "coarse", "drift", "common cause", "mostly gone",
    "berkeley in parts", "sleep of patients", "identical units", "gaps in a spectrum",
    "large and even", "one group", "xrs", "followed", "spectrum", "planted", "decays", "trial",
    "flux", "four",
)  # fmt: skip


def bumps() -> pd.DataFrame:
    return events(np.random.default_rng(5), 3000, 600)


@pytest.fixture(scope="module")
def penguins() -> pd.DataFrame:
    return load_penguins()


@pytest.fixture(scope="module")
def cards(penguins: pd.DataFrame) -> list[Suggestion]:
    return found(penguins, "notebook")


@pytest.fixture
def card(cards: list[Suggestion]) -> Suggestion:
    """Body mass over sex: with a direction, a level, an estimate, intervals, degrees of freedom."""
    return next(one for one in cards if one.analysis == "difference")


def one(folder: Path, card: Suggestion, frame: Any, *, run: bool = True) -> replay.Replay:
    (made,) = again(logged(folder, [card]), frame, run=run)
    return made


def test_every_analysis_gives_the_same_on_the_data_it_was_found_in(tmp_path: Path) -> None:
    seen = set()
    frames = {name: FRAMES[name] for name in TELLING} | {"bumps": bumps}
    for name, make in frames.items():
        frame, folder = make(), tmp_path / name
        folder.mkdir()
        accepted = found(frame)
        seen |= {one.analysis for one in accepted}
        made = again(logged(folder, accepted), make())
        assert len(made) == len(accepted), name
        unlike = [(one.row.at("suggestion", "analysis"), one.detail) for one in made if one.verdict != "identical"]  # fmt: skip
        assert unlike == [], name
    assert seen >= names()


def test_the_explore_side_of_a_notebook_is_looked_at_again(
    tmp_path: Path, cards: list[Suggestion], penguins: pd.DataFrame
) -> None:
    made = again(logged(tmp_path, cards), penguins)
    assert {one.verdict for one in made} == {"identical"}
    assert {one.row.at("evidence", 0, "split") for one in made} == {"explore"}
    assert all(one.data == {"algo": made[0].row.at("data", 0, "algo"), "coverage": "full", "same": True} for one in made)  # fmt: skip
    told = {name for one in made for name in one.compared}
    assert {"n", "p", "effect.value", "effect.low", "estimate.high", "statistic.value"} <= told
    assert {"statistic.df1", "method", "direction", "level"} <= told
    assert all(one.result is None for one in made)


def test_other_data_are_no_ground_for_a_verdict(
    tmp_path: Path, card: Suggestion, penguins: pd.DataFrame
) -> None:
    assert card.hypothesis is not None
    number, group = card.hypothesis.variables
    changed = penguins.copy()
    changed.loc[3, number] = changed[number].max()
    fewer = penguins.iloc[:-40]
    added = penguins.assign(more=1.5)
    renamed = penguins.rename(columns={number: "other"})
    sidecar = logged(tmp_path, [card])
    for frame, differs in (
        (fewer, {"n", "p", "effect.value"}),
        (renamed, {"evidence"}),
        (added, set()),
        (changed, None),
    ):
        (made,) = again(sidecar, frame)
        assert (made.verdict, made.state) == ("not checkable", "data changed")
        assert made.data is not None
        assert made.data["same"] is False
        assert differs is None or set(made.differs) >= differs
        assert bool(made.differs) == bool(differs) or differs is None
        before, now = card.subject.fingerprint, pipeline.profiles({"frame": frame})[0].fingerprint
        assert before is not None
        assert f"{before.digest[:12]} on record, {now.digest[:12]} now" in made.detail
    (made,) = again(sidecar, added)
    assert "computed all the same: identical" in made.detail
    assert group in penguins


def test_data_that_are_gone(tmp_path: Path, card: Suggestion, penguins: pd.DataFrame) -> None:
    sidecar = logged(tmp_path, [card])
    (row,) = read(sidecar).rows
    for objects in ({}, {"frame": "text"}, {"other": penguins}):
        made = replay.evidence(row, objects, run=True)
        assert made is not None
        assert (made.verdict, made.state, made.compared) == ("not checkable", "data gone", ())


def of_evidence(**changes: Any) -> Change:
    def change(card: Suggestion) -> Suggestion:
        assert card.evidence is not None
        return replace(card, evidence=replace(card.evidence, **changes))

    return change


def scaled(part: str, key: str, by: float) -> Change:
    def change(card: Suggestion) -> Suggestion:
        old = getattr(card.evidence, part)
        return of_evidence(**{part: replace(old, **{key: getattr(old, key) * by})})(card)

    return change


@pytest.mark.parametrize(
    ("change", "verdict", "differs"),
    [
        (scaled("effect", "value", 1 + 1e-8), "same evidence within tolerance", ()),
        (scaled("effect", "value", 1 + 1e-5), "diverged", ("effect.value",)),
        (scaled("estimate", "low", 1.01), "diverged", ("estimate.low",)),
        (of_evidence(n=3), "diverged", ("n",)),
        (of_evidence(p=0.5), "diverged", ("p",)),
        (of_evidence(method="by hand"), "diverged", ("method",)),
        (of_evidence(effect=None), "diverged", ("effect.name", "effect.high", "effect.low", "effect.value")),
        (lambda card: replace(card, hypothesis=replace(card.hypothesis, direction="-")), "diverged", ("direction",)),
        (lambda card: replace(card, hypothesis=replace(card.hypothesis, level="none")), "diverged", ("level",)),
        (lambda card: replace(card, hypothesis=replace(card.hypothesis, location=3.0)), "diverged", ("location",)),
        (of_evidence(q=0.9), "identical", ()),
    ],
)  # fmt: skip
def test_what_is_not_as_recorded_is_named(
    tmp_path: Path, card: Suggestion, penguins: pd.DataFrame, change: Change,
    verdict: str, differs: tuple[str, ...],
) -> None:  # fmt: skip
    made = one(tmp_path, change(card), penguins)
    assert (made.verdict, made.differs) == (verdict, differs)
    assert all(name in made.detail for name in differs)


def test_what_was_removed_is_not_compared(
    tmp_path: Path, card: Suggestion, penguins: pd.DataFrame
) -> None:
    whole = one(tmp_path, card, penguins)

    def without(pointer: str) -> replay.Replay:
        redact(sidecar, whole.row.record, [pointer], reason="x")
        return again(sidecar, penguins)[0]

    sidecar = tmp_path / "a.ipynb.prov.jsonl"
    made = without("/claim")
    assert made.verdict == "identical"
    assert set(whole.compared) - set(made.compared) == {"direction", "level"}
    made = without("/data/0/digest")
    assert (made.verdict, made.state) == ("not checkable", "data not comparable")
    assert made.detail.endswith("computed all the same: identical")
    made = without("/evidence/0/result")
    assert (made.verdict, made.state, made.compared) == ("not checkable", "redacted", ())


def test_digests_of_different_kinds_are_not_compared(
    tmp_path: Path, card: Suggestion, penguins: pd.DataFrame
) -> None:
    print_ = card.subject.fingerprint
    assert print_ is not None
    for number, other in enumerate(
        (replace(print_, algo="x/9"), replace(print_, coverage="sampled"))
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        odd = replace(card, subject=replace(card.subject, fingerprint=other))
        made = one(folder, odd, penguins)
        assert (made.verdict, made.state) == ("not checkable", "data not comparable")
        assert made.data is not None
        assert made.data["same"] is None
        assert "cannot be told" in made.detail


def test_a_digest_of_the_former_kind_is_made_again(
    tmp_path: Path, card: Suggestion, penguins: pd.DataFrame
) -> None:
    former = Fingerprint(FORMER, profiles.former_digest(penguins, "frame"), "full")
    sidecar = logged(tmp_path, [replace(card, subject=replace(card.subject, fingerprint=former))])
    (made,) = again(sidecar, penguins)
    assert made.verdict == "identical"
    assert made.data == {"algo": FORMER, "coverage": "full", "same": True}
    (made,) = again(sidecar, penguins.iloc[1:])
    assert (made.verdict, made.state) == ("not checkable", "data changed")


@pytest.mark.parametrize("outcome", ["body_mass_g", "bill_depth_mm"])
def test_a_test_that_was_asked_for_is_made_again(
    tmp_path: Path, penguins: pd.DataFrame, outcome: str
) -> None:
    (profile,) = pipeline.profiles({"frame": penguins})
    asked = Interaction().asked(profile, ("year", "flipper_length_mm", outcome))
    assert asked is not None
    memory = pipeline.Memory()
    cards = pipeline.scan(penguins, profile, memory, "door", asked=[asked])
    own = suggestion_id(asked.analysis, "frame", asked.variables, asked.context)
    (card,) = (one for one in cards if one.id == own)
    made = one(tmp_path, card, penguins)
    assert (made.verdict, made.detail) == ("identical", "")
    redact(tmp_path / "a.ipynb.prov.jsonl", made.row.record, ["/claim"], reason="x")
    (made,) = again(tmp_path / "a.ipynb.prov.jsonl", penguins)
    assert (made.verdict, made.state) == ("not checkable", "redacted")


def test_analyses_that_are_gone_or_fail(
    tmp_path: Path, card: Suggestion, penguins: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = one(tmp_path, replace(card, analysis="gone"), penguins)
    assert (made.verdict, made.state) == ("not checkable", "analysis unknown")
    analysis = packs.named(pipeline.ANALYSES, card.analysis)

    def fails(*_: Any) -> None:
        raise ZeroDivisionError("no rows of that kind")

    monkeypatch.setattr(type(analysis), "measure", fails)
    looked = again(logged(tmp_path, [card]), penguins, run=False)[-1]
    assert (looked.verdict, looked.state) == (None, "can replay")
    made = again(logged(tmp_path, []), penguins)[-1]
    assert (made.verdict, made.state) == ("not checkable", "failed")
    assert "ZeroDivisionError: no rows of that kind" in made.detail


def test_versions_that_differ_are_told(
    tmp_path: Path, card: Suggestion, penguins: pd.DataFrame
) -> None:
    old = of_evidence(versions={"numpy": "0.9"}, p=0.5)(card)
    made = one(tmp_path, old, penguins)
    assert made.verdict == "diverged"
    assert "version differs: numpy 0.9 then, " in made.detail
    assert "version differs" in again(logged(tmp_path, []), penguins, run=False)[0].detail


def test_no_code_of_the_log_is_run(
    tmp_path: Path, card: Suggestion, penguins: pd.DataFrame
) -> None:
    trap = f"open({str(tmp_path / 'ran')!r}, 'w')\n"
    assert one(tmp_path, replace(card, code=trap), penguins).verdict == "identical"
    assert not (tmp_path / "ran").exists()


def test_cautions_without_evidence_have_nothing_to_replay(
    tmp_path: Path, card: Suggestion, penguins: pd.DataFrame
) -> None:
    bare = replace(card, evidence=None, hypothesis=None)
    assert again(logged(tmp_path, [bare]), penguins) == []


def test_numbers_too_large_for_the_log_s_integers_come_back(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    x = rng.normal(size=120)
    arm = np.repeat(["drug", "placebo"], 60)
    noise = rng.normal(size=120)
    frame = pd.DataFrame({"arm": arm, "y": 4e17 * (50 * x + 40 * (arm == "drug") + noise)})
    accepted = found(frame)
    text = logged(tmp_path, accepted)
    assert '"value":"' in text.read_text("utf-8")
    assert {made.verdict for made in again(text, frame)} == {"identical"}


@pytest.mark.parametrize(
    "changes",
    [
        {"n": "many"}, {"n": None}, {"p": [1]}, {"effect": 3}, {"statistic": {"df": "12"}},
        {"statistic": {"df": 3}}, {"versions": 3}, {"estimate": {"value": {}}}, {"split": []},
    ],
)  # fmt: skip
def test_a_log_of_anybody_s_is_no_trouble(
    tmp_path: Path, card: Suggestion, penguins: pd.DataFrame, changes: dict[str, Any]
) -> None:
    (row,) = read(logged(tmp_path, [card])).rows
    odd = {**row.opened["/evidence/0/result"], **changes}
    claim = {**row.opened["/claim"], "location": [changes], "level": {}}
    for opened in (odd, list(odd), "text"):
        made = replay.evidence(
            replace(row, opened={**row.opened, "/evidence/0/result": opened, "/claim": claim}),
            {"frame": penguins}, run=True,
        )  # fmt: skip
        assert made is not None
        assert made.verdict in ("diverged", "not checkable")


def confirmed(frame: pd.DataFrame) -> Suggestion:
    memory = pipeline.Memory()
    (profile,) = pipeline.profiles({"frame": frame})
    cards = pipeline.scan(frame, profile, memory, "notebook")
    card = next(one for one in cards if one.analysis == "difference" and one.evidence.asserted)
    return confirm(frame, card, memory)


def test_a_test_on_unseen_rows_is_made_again(tmp_path: Path, penguins: pd.DataFrame) -> None:
    card = confirmed(penguins)
    (made,) = again(logged(tmp_path, [card], "confirmed"), penguins)
    assert made.verdict == "identical", made.detail
    assert card.confirmation is not None
    assert card.evidence is not None
    assert card.confirmation.evidence.n != card.evidence.n


def test_rows_that_are_not_on_record_are_not_guessed(
    tmp_path: Path, penguins: pd.DataFrame
) -> None:
    card = confirmed(penguins)
    done = card.confirmation
    assert done is not None
    fewer: Evidence = replace(done.evidence, n=done.evidence.n - 5)
    variants: tuple[Confirmation, ...] = (
        replace(done, rows="new rows"),
        replace(done, evidence=fewer),
    )
    for number, made_then in enumerate(variants):
        folder = tmp_path / str(number)
        folder.mkdir()
        odd = replace(card, confirmation=made_then)
        (made,) = again(logged(folder, [odd], "confirmed"), penguins)
        assert (made.verdict, made.state) == ("not checkable", "not on record")
