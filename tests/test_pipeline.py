import dataclasses
import time

import numpy as np
import pandas as pd
import pytest
from palmerpenguins import load_penguins

from jupyter_sciassist import door, pipeline
from jupyter_sciassist import profiles as reading
from jupyter_sciassist.errors import DataError
from jupyter_sciassist.statistics.multiplicity import Ledger, benjamini_hochberg


@pytest.fixture(scope="module")
def penguins():
    return load_penguins()


@pytest.fixture(scope="module")
def cards(penguins):
    return pipeline.suggest({"penguins": penguins}, top=100)


class Failing:
    """An analysis that finds one thing and then fails."""

    name, floor = "failing", 1

    def applies(self, profile):
        yield from ()
        raise ZeroDivisionError("no rows of that kind")


def test_an_analysis_that_fails_is_told_and_costs_the_others_nothing(penguins, cards, monkeypatch):
    monkeypatch.setattr(pipeline, "ANALYSES", (Failing(), *pipeline.ANALYSES))
    found = pipeline.suggest({"penguins": penguins}, top=100)
    told = [card for card in found if card.analysis == "fault"]
    assert [card.kind for card in told] == ["caution"]
    assert "'failing'" in told[0].title
    assert "ZeroDivisionError: no rows of that kind" in told[0].title
    assert {card.id for card in found} - {told[0].id} == {card.id for card in cards}


def claims(cards):
    return [card for card in cards if card.hypothesis is not None]


def test_penguins_reverse_within_species(cards):
    reversal = next(
        card
        for card in claims(cards)
        if card.hypothesis.relation == "confounding"
        and set(card.hypothesis.variables) == {"bill_length_mm", "bill_depth_mm", "species"}
    )
    assert reversal.evidence.asserted
    assert reversal.hypothesis.direction == "+"
    assert reversal.title.endswith("reverses within species")


def test_the_crude_half_of_a_reversal_is_not_shown(cards):
    pairs = [set(card.hypothesis.variables) for card in claims(cards)]
    assert {"bill_length_mm", "bill_depth_mm"} not in pairs


def test_body_mass_with_flipper_length_is_asserted_and_early(cards):
    titles = [card.title for card in cards]
    place = next(
        place
        for place, card in enumerate(cards)
        if card.hypothesis
        and set(card.hypothesis.variables) == {"flipper_length_mm", "body_mass_g"}
    )
    assert place < 5, titles[:6]
    assert cards[place].evidence.asserted
    assert not any("year" in card.hypothesis.variables for card in claims(cards[:5]))


def test_a_notebook_scan_looks_at_the_explore_side_only(cards, penguins):
    assert {card.evidence.split for card in claims(cards)} == {"explore"}
    assert max(card.evidence.n for card in claims(cards)) < len(penguins)


def test_a_door_scan_and_a_short_table_use_all_rows(penguins):
    found = door.suggest(penguins, model=None)
    assert {card.evidence.split for card in claims(found)} == {"all"}
    short = pipeline.suggest({"penguins": penguins.head(150)})
    assert {card.evidence.split for card in claims(short)} == {"all"}


def test_all_tests_of_a_table_are_one_family(cards):
    tested = [card.evidence for card in cards if card.evidence.p is not None]
    assert len({evidence.family for evidence in tested}) == 1
    assert tested[0].family.size >= len(tested)


def test_q_is_benjamini_hochberg_over_the_ledger(penguins):
    class Kept(pipeline.Memory):
        kept = Ledger("kept")

        def ledger(self, profile):
            return self.kept

    found = pipeline.suggest({"penguins": penguins}, memory=Kept(), top=100)
    ledger = Kept.kept.to_json()["tests"]
    q = dict(
        zip(
            [row[-1] for row in ledger],
            benjamini_hochberg([row[-1] for row in ledger]),
            strict=True,
        )
    )
    for card in found:
        if card.evidence.p is not None:
            assert card.evidence.q == pytest.approx(q[card.evidence.p])
            assert card.evidence.asserted <= (card.evidence.q <= 0.05)
    before = len(Kept.kept)
    pipeline.suggest({"penguins": penguins}, memory=Kept(), top=100)
    assert len(Kept.kept) == before


def test_a_stopped_scan_asserts_nothing(penguins):
    asked = iter([False] * 20 + [True] * 10_000)
    found = pipeline.suggest({"penguins": penguins}, cancelled=lambda: next(asked))
    assert found
    assert not any(card.evidence.asserted for card in found)
    assert not any(card.evidence.plan.complete for card in found)


def test_waiting_for_others_ends_no_scan(penguins, monkeypatch):
    """The emergency stop counts the scan's own work: time that passes meanwhile changes nothing."""
    small = penguins.head(60)[["bill_length_mm", "bill_depth_mm"]]
    monkeypatch.setattr(pipeline, "EMERGENCY_SECONDS", 2.0)
    waited = pipeline.suggest({"penguins": small}, progress=lambda *_: time.sleep(0.1))
    assert all(card.evidence.plan.complete for card in waited if card.evidence is not None)
    monkeypatch.setattr(pipeline, "EMERGENCY_SECONDS", 0.0)
    stopped = pipeline.suggest({"penguins": small})
    assert not any(card.evidence.plan.complete for card in stopped if card.evidence is not None)


def test_what_is_violated_without_a_fallback_is_not_asserted(penguins):
    profile = reading.profile(penguins, "penguins")
    table = reading.read(penguins, "penguins")
    findings = pipeline.measure(table, lambda: False, None).findings
    clear = next(one for one in findings if one.evidence.p is not None and one.evidence.p < 1e-6)
    from jupyter_sciassist.records import Assumption

    broken = dataclasses.replace(
        clear.evidence, assumptions=(Assumption("independent rows", "violated", "they are not"),)
    )
    one = dataclasses.replace(clear, evidence=broken)
    [corrected] = pipeline.correct([one], Ledger(profile.fingerprint.digest), table, True)
    assert corrected.evidence.q < 1e-6
    assert not corrected.evidence.asserted


def test_every_cell_runs_and_prints_the_numbers_of_its_card(cards, penguins, capsys):
    for card in cards:
        capsys.readouterr()
        exec(card.code, {"penguins": penguins})
        printed = dict(
            line.split(" = ", 1) for line in capsys.readouterr().out.splitlines() if " = " in line
        )
        evidence = card.evidence
        if evidence.p is None:
            continue
        assert int(printed["n"]) == evidence.n, card.title
        assert float(printed["p"]) == pytest.approx(float(f"{evidence.p:.6g}"), rel=1e-6)
        assert float(printed["effect"]) == pytest.approx(
            float(f"{evidence.effect.value:.6g}"), rel=1e-6
        )
        assert f"family {evidence.family.id}" in card.code


def test_the_code_leaves_objects_and_names_untouched(penguins):
    before = penguins.copy()
    for card in pipeline.suggest({"data": penguins}, top=5):
        names = {"data": penguins, "x": "mine", "__builtins__": __builtins__}
        exec(card.code, names)
        assert names["data"] is penguins
        assert names["x"] == "mine"
        assert set(names) - {"data", "x", "__builtins__"} == {f"card_{card.id[:8]}"}
    pd.testing.assert_frame_equal(penguins, before)


def test_ids_stand_over_refresh_and_data_change(penguins):
    first = {card.id: card.title for card in pipeline.suggest({"penguins": penguins}, top=100)}
    second = {card.id for card in pipeline.suggest({"penguins": penguins.iloc[:-5]}, top=100)}
    assert len(first.keys() & second) > 0.8 * len(first)


def test_top_is_a_bound_for_each_variable(penguins):
    found = pipeline.suggest({"a": penguins, "b": penguins.head(100)}, top=4)
    names = [card.subject.variable for card in found]
    assert names.count("a") == 4
    assert names.count("b") == 4


def test_what_a_cell_did_is_marked_and_comes_last(penguins):
    cells = [
        {
            "cell_type": "code", "id": "cell-one", "execution_count": 3, "outputs": [], "metadata": {},
            "source": "penguins[['flipper_length_mm', 'body_mass_g']].corr()",
        }
    ]  # fmt: skip
    found = pipeline.suggest({"penguins": penguins}, cells=cells, top=100)
    marked = [card for card in found if card.done_in is not None]
    assert [set(card.hypothesis.variables) for card in marked] == [
        {"flipper_length_mm", "body_mass_g"}
    ]
    assert marked[0].done_in == "cell-one"
    assert found[-1].id == marked[0].id


def test_the_door_names_dicts_of_tables_and_tables_of_columns(penguins):
    assert set(pipeline.named({"a": penguins, "b": penguins})) == {"a", "b"}
    columns = {"x": np.arange(20.0), "y": np.arange(20.0) ** 2}
    assert set(pipeline.named(columns)) == {"data"}
    assert set(pipeline.named(penguins)) == {"data"}


@pytest.mark.parametrize("data", [None, 3, "text", object(), iter([1, 2])])
def test_what_is_no_data_is_refused_with_a_reason(data):
    with pytest.raises(DataError, match="Nothing here can be read as data"):
        door.suggest(data, model=None)


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame(),
        pd.DataFrame({"a": []}),
        pd.DataFrame({"a": [1.0], "b": ["x"]}),
        pd.DataFrame({"a": [None] * 30, "b": [np.nan] * 30}),
        pd.DataFrame({"a": [np.inf, -np.inf, 1.0] * 10, "b": range(30)}),
        pd.DataFrame([[1, 2], [3, 4]] * 20, columns=["same", "same"]),
        pd.DataFrame({("a", 1): range(30), ("a", 2): np.arange(30) ** 2}),
        pd.DataFrame({"mixed": [1, "a", None, (1, 2), {}] * 6, "n": range(30)}),
    ],
)
def test_odd_tables_give_cards_or_none_but_never_a_fault(frame):
    for card in door.suggest(frame, model=None):
        exec(card.code, {"data": frame})


@pytest.mark.parametrize("rows", [150, 600])
def test_the_slope_of_a_series_is_one_per_row_in_a_notebook_too(rows):
    """Half of its rows, picked apart, would rise twice as fast from one to the next."""
    level = pd.Series(0.01 * np.arange(rows) + np.tile([-0.02, 0.01, 0.01], rows // 3))
    cards = pipeline.suggest({"level": level}, policy="notebook")
    (card,) = [card for card in cards if card.analysis == "trend"]
    assert card.evidence.estimate.value == pytest.approx(0.01, rel=1e-3)
    assert (card.evidence.n, card.evidence.split) == (rows, "all")
