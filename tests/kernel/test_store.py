from __future__ import annotations

import dataclasses
import threading
from collections.abc import Iterable

import pytest

from jupyter_sciassist.errors import UnknownSuggestionError
from jupyter_sciassist.kernel.store import Store
from jupyter_sciassist.records import ColumnKey, ColumnProfile, Note, Suggestion
from jupyter_sciassist.statistics.multiplicity import Ledger
from tests.kernel.cards import card, profile, scan


def ids(cards: Iterable[Suggestion]) -> list[str]:
    return [one.id for one in cards]


def test_numbers_follow_the_panel() -> None:
    store = Store()
    store.keep_scan(scan(ids="abc"))
    store.follow_panel(["c", "a", "unknown"])
    assert [store.numbered(1).id, store.numbered(2).id] == ["c", "a"]


def test_numbers_of_a_printed_listing_stay_when_the_panel_sorts() -> None:
    store = Store()
    store.keep_scan(scan(ids="abc"))
    store.follow_listing(["b", "a"])
    store.follow_panel(["c", "a", "b"])
    assert [store.numbered(1).id, store.numbered(2).id] == ["b", "a"]


def test_a_draft_alone_takes_no_number_from_the_listing() -> None:
    store = Store()
    store.keep_scan(scan(ids="abc"))
    store.follow_reply(["b", "a"], None)
    store.follow_reply([], "c")
    assert [store.numbered(number).id for number in (1, 2, 3)] == ["b", "a", "c"]
    assert store.number_of("c") == 3
    store.follow_reply(["a"], "c")
    assert [store.numbered(number).id for number in (1, 2)] == ["a", "c"]


def test_a_draft_outlives_a_scan_of_its_variable() -> None:
    store = Store()
    store.keep_scan(scan(ids="ab"))
    draft = dataclasses.replace(card("c"), analysis="draft")
    store.keep_asked([draft, card("d")])
    store.keep_scan(scan(ids="ab"))
    assert store.get("c").status == "proposed"
    with pytest.raises(UnknownSuggestionError):
        store.get("d")


@pytest.mark.parametrize("number", [0, 3, -1])
def test_a_number_outside_the_listing_is_told(number: int) -> None:
    store = Store()
    store.keep_scan(scan(ids="abc"))
    store.follow_panel(["a", "b"])
    with pytest.raises(UnknownSuggestionError, match=rf"no suggestion {number}. .*1 to 2"):
        store.numbered(number)


def test_a_number_before_any_listing_is_told() -> None:
    with pytest.raises(UnknownSuggestionError, match="Run `%sci suggest` first"):
        Store().numbered(1)


def test_an_unchanged_object_is_answered_from_the_store() -> None:
    store = Store()
    kept = store.keep_scan(scan(digest="d1"))
    assert store.scan_of(profile(digest="d1")) is kept
    assert store.scan_of(profile(digest="d2")) is None
    assert store.scan_of(profile("other", digest="d1")) is None


def test_the_same_values_in_other_types_are_scanned_again() -> None:
    """The fingerprint goes by the values alone; a category is not analysed as its numbers are."""
    store = Store()
    column = ColumnProfile(ColumnKey(0, "a"), "a", "count", "int64", None, 30, 0, 3, {})
    one = dataclasses.replace(profile(), columns=(column,))
    kept = store.keep_scan(dataclasses.replace(scan(), profile=one))
    again = dataclasses.replace(one, columns=(dataclasses.replace(column, summary={"min": 1}),))
    assert store.scan_of(again) is kept
    other = dataclasses.replace(column, role="category", dtype="category")
    assert store.scan_of(dataclasses.replace(one, columns=(other,))) is None
    assert store.scan_of(dataclasses.replace(one, type="polars.DataFrame")) is None


def test_a_stopped_scan_is_not_an_answer() -> None:
    store = Store()
    store.keep_scan(scan(complete=False))
    assert store.scan_of(profile()) is None


def test_a_new_scan_keeps_what_the_user_said() -> None:
    store = Store()
    store.keep_scan(scan(ids="ab"))
    note = Note("Look at the island.", "a model")
    store.set_status("a", "accepted", note)
    same = store.keep_scan(scan(ids="ab"))
    assert (same.cards[0].status, same.cards[0].note) == ("accepted", note)
    changed = store.keep_scan(scan(digest="d2", ids="ab"))
    assert (changed.cards[0].status, changed.cards[0].note) == ("accepted", None)


def test_cards_that_are_no_longer_found_go_unless_decided() -> None:
    store = Store()
    store.keep_scan(scan(ids="abc"))
    store.follow_panel(["a", "b", "c"])
    store.set_status("b", "accepted")
    store.keep_scan(scan(digest="d2", ids="c"))
    assert ids(store.cards()) == ["b", "c"]
    with pytest.raises(UnknownSuggestionError, match="no suggestion 'a'"):
        store.get("a")


def test_other_variables_keep_their_cards() -> None:
    store = Store()
    store.keep_scan(scan("df", ids="ab"))
    store.keep_scan(scan("other", ids="x"))
    store.keep_scan(scan("df", digest="d2", ids="b"))
    assert sorted(ids(store.cards())) == ["b", "x"]


def test_current_takes_status_from_the_store_and_done_in_from_the_card() -> None:
    store = Store()
    store.keep_scan(scan(ids="a"))
    store.set_status("a", "rejected")
    (now,) = store.current([card("a", done_in="cell-7")])
    assert (now.status, now.done_in) == ("rejected", "cell-7")


def test_watchers_hear_of_cards_and_scans_until_undone() -> None:
    store = Store()
    heard: list[str] = []
    undo = store.watch(heard.append)
    store.keep_scan(scan(ids="a"))
    store.set_status("a", "accepted")
    undo()
    store.set_status("a", "rejected")
    assert heard == ["", "a"]


def test_one_ledger_a_fingerprint() -> None:
    store = Store()
    first = store.ledger("d1", Ledger)
    assert store.ledger("d1", Ledger) is first
    assert store.ledger("d2", Ledger) is not first


def test_threads_share_the_store() -> None:
    store = Store()
    store.keep_scan(scan(ids="abcdefgh"))

    def decide(identity: str) -> None:
        for _ in range(200):
            store.set_status(identity, "accepted")
            store.keep_scan(scan(ids="abcdefgh"))

    threads = [threading.Thread(target=decide, args=[identity]) for identity in "abcdefgh"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {one.status for one in store.cards()} == {"accepted"}
