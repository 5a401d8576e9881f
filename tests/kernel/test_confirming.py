"""Confirm and the count of tests in a kernel: on record, once, and also after a restart."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from jupyter_sciassist.errors import ProvenanceError, RecordError
from jupyter_sciassist.kernel import counting
from jupyter_sciassist.kernel.engine import Engine
from jupyter_sciassist.profiles import former_digest
from jupyter_sciassist.profiles.seen import Past, Seen
from jupyter_sciassist.provenance import record as recorder
from jupyter_sciassist.provenance.review import counted
from jupyter_sciassist.provenance.verify import verify
from jupyter_sciassist.statistics.multiplicity import Ledger, TestKey
from tests.kernel.shells import Kernel, table, types


def test_confirm_prints_the_outcome_and_it_is_on_record(kernel: Kernel, sidecar: Path) -> None:
    kernel.say("%sci suggest df")
    assert not sidecar.exists()
    out, err = kernel.say("%sci confirm 1")
    assert err == ""
    assert out.startswith("Supported: y rises with x; found again in the same direction.")
    for part in ("Spearman's rho = ", "p = ", "q = ", "of 1 confirmation", "confirm side of df"):
        assert part in out
    assert "On record in " in out
    assert types(sidecar) == [
        "log.created", "session.opened", "suggestion.confirmed", "tests.counted",
    ]  # fmt: skip
    assert verify(sidecar).exit_code() == 0
    assert "supported: y rises with x" in kernel.say("%sci log")[0]
    assert "(supported)" in kernel.say("%sci suggest df")[0]


def test_a_second_confirm_writes_nothing(kernel: Kernel, sidecar: Path) -> None:
    kernel.say("%sci suggest df")
    first, _ = kernel.say("%sci confirm 1")
    before = sidecar.read_bytes()
    again, _ = kernel.say("%sci confirm 1")
    assert again.splitlines()[0] == first.splitlines()[0]
    assert "tested before" in again
    assert sidecar.read_bytes() == before


def test_what_is_inconclusive_is_recorded_too(kernel: Kernel, sidecar: Path) -> None:
    kernel.say("%sci suggest df")
    cards = kernel.engine.store.cards()
    number = 1 + next(
        place for place, card in enumerate(cards) if not card.evidence or not card.evidence.asserted
    )
    out, _ = kernel.say(f"%sci confirm {number}")
    status = kernel.engine.store.numbered(number).status
    assert out.lower().startswith(status)
    assert counted(sidecar).confirmed[0]["confirmation"]["outcome"] == status


def test_after_a_restart_outcomes_and_tests_are_back(kernel: Kernel, sidecar: Path) -> None:
    kernel.say("%sci suggest df")
    kernel.say("%sci confirm 1")
    (digest,) = [one.id for one in kernel.engine.store.ledgers()]
    # More was tested than the scan makes: by an older version, or by questions.
    extra = TestKey.of(digest, "explore", "another method", ("x", "z"))
    kernel.engine.store.ledger(digest, Ledger).add(extra, 0.5)
    size = kernel.engine.store.ledger(digest, Ledger).size(digest)
    kernel.engine.keep_ledger()

    kernel.restart(df=table())
    out, _ = kernel.say("%sci suggest df")

    assert f", {size} tests in one family" in out
    assert "1. y rises with x (supported)" in out
    before = sidecar.read_bytes()
    assert "tested before" in kernel.say("%sci confirm 1")[0]
    assert sidecar.read_bytes() == before


def as_before_fp1(engine: Engine, data: pd.DataFrame) -> Callable[..., str]:
    """`counting.pack` as it was: tests under the former fingerprint, whose algorithm is not named."""

    def pack(ledgers: Iterable[Any], rows: Iterable[Seen]) -> str:
        (own,) = [one.id for one in engine.store.ledgers()]
        text = json.dumps(list(ledgers)).replace(own, former_digest(data, "df"))
        plain = {"ledgers": json.loads(text), "rows": list(map(counting._plain, rows))}
        return base64.b64encode(zlib.compress(json.dumps(plain).encode())).decode()

    return pack


def test_tests_counted_under_the_former_fingerprint_are_taken_over(
    kernel: Kernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel.say("%sci suggest df")
    (digest,) = [one.id for one in kernel.engine.store.ledgers()]
    ledger = kernel.engine.store.ledger(digest, Ledger)
    alone = ledger.size(digest)
    for name in ("x", "z"):
        ledger.add(TestKey.of(f"null-{digest}", "explore", "another method", (name,)), 0.5)
        ledger.add(TestKey.of(digest, "explore", "another method", (name,)), 0.5)
    with monkeypatch.context() as older:
        older.setattr(counting, "pack", as_before_fp1(kernel.engine, table()))
        kernel.say("%sci confirm 1")
    everything = len(ledger)

    for restart in (
        1,
        2,
    ):  # found under the former fingerprint, then on record under the present one
        kernel.restart(df=table(), other=table(seed=8))
        out, _ = kernel.say("%sci suggest df")
        assert f", {alone + 2} tests in one family" in out
        assert "1. y rises with x (supported)" in out
        assert len(kernel.engine.store.ledger(digest, Ledger)) == everything
        assert f", {alone} tests in one family" in kernel.say("%sci suggest other")[0]
        # The split goes by labels: what was explored and what was confirmed are the same rows as before.
        assert "tested before" in kernel.say("%sci confirm 1")[0]
        kernel.say(f"%sci reject {restart + 1}")


def test_after_a_restart_decisions_are_back(kernel: Kernel) -> None:
    kernel.say("%sci suggest df")
    for line in ("%sci accept 1", "%sci confirm 1", "%sci reject 2", "%sci confirm 3"):
        kernel.say(line)
    before = {card.id: card.status for card in kernel.engine.store.cards()}
    assert {"accepted", "rejected", "inconclusive"} == set(before.values())

    kernel.restart(df=table(), other=table())
    kernel.say("%sci suggest df")
    after = {card.id: card.status for card in kernel.engine.store.cards()}

    assert after == before
    assert "decided: 3" in kernel.say("%sci status")[0]
    # The same claim about another variable is another suggestion: it was tested, but nobody accepted it.
    out, _ = kernel.say("%sci suggest other")
    assert "(accepted)" not in out
    assert "(rejected)" not in out


def test_what_was_rejected_and_then_accepted_comes_back_accepted(kernel: Kernel) -> None:
    kernel.say("%sci suggest df")
    kernel.say("%sci reject 1")
    kernel.say("%sci accept 1")
    kernel.restart(df=table())
    assert "1. y rises with x (accepted)" in kernel.say("%sci suggest df")[0]


def test_a_record_that_is_read_late_reaches_the_cards_that_are_there(
    kernel: Kernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(own: Engine) -> None:
        raise ProvenanceError("The disk is away.")

    kernel.say("%sci suggest df")
    kernel.say("%sci accept 1")
    kernel.restart(df=table())
    told: list[str] = []
    kernel.engine.store.watch(told.append)
    with monkeypatch.context() as broken:
        broken.setattr(counting, "_read", away)
        assert "(accepted)" not in kernel.say("%sci suggest df")[0]
    told.clear()
    counting.bring_back(kernel.engine)
    card = kernel.engine.store.numbered(1)
    assert (card.status, told) == ("accepted", [card.id])


def test_rows_of_a_small_table_stay_seen_after_a_restart(kernel: Kernel, sidecar: Path) -> None:
    small = table(150)
    kernel.restart(df=small)
    kernel.say("%sci suggest df")
    kernel.say("%sci reject 2")
    grown = pd.concat([small, table(100, seed=8)], ignore_index=True)
    kernel.restart(df=grown)
    kernel.say("%sci suggest df")
    out, err = kernel.say("%sci confirm 1")
    assert out == ""
    assert "Rows of the confirm side were explored as df" in err
    assert "%sci confirm N --on _name" in err


def test_new_rows_that_no_scan_reads(kernel: Kernel) -> None:
    kernel.restart(df=table(150), _new=table(120, seed=9))
    kernel.say("%sci suggest df")
    refused, err = kernel.say("%sci confirm 1")
    assert (refused, "All rows of df were explored" in err) == ("", True)
    out, _ = kernel.say("%sci confirm 1 --on _new")
    assert "n = 120; new rows of _new" in out
    assert "no variable '_gone'" in kernel.say("%sci confirm 1 --on _gone")[1]


def test_without_a_decision_nothing_is_written(kernel: Kernel, sidecar: Path) -> None:
    kernel.say("%sci suggest df")
    kernel.engine.keep_ledger()
    kernel.settle()
    assert not sidecar.exists()


def test_what_could_not_be_recorded_shows_no_status_and_is_recorded_next_time(
    kernel: Kernel, sidecar: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*args: Any, **kinds: Any) -> None:
        raise ProvenanceError("The disk is full. Make room.")

    kernel.say("%sci suggest df")
    with monkeypatch.context() as broken:
        broken.setattr(recorder, "record", fails)
        out, err = kernel.say("%sci confirm 1")
    assert (out, "The disk is full" in err) == ("", True)
    assert kernel.engine.store.numbered(1).status == "proposed"
    assert "On record" in kernel.say("%sci confirm 1")[0]
    assert types(sidecar).count("suggestion.confirmed") == 1


def test_a_packed_ledger_comes_back_as_it_was(kernel: Kernel) -> None:
    kernel.restart(df=table(150))
    kernel.say("%sci suggest df")
    ledgers = [one.to_json() for one in kernel.engine.store.ledgers()]
    rows = kernel.engine.store.past(Past).rows
    packed = counting.pack(ledgers, rows)
    back, seen, algo = counting.unpack(packed)
    assert algo == "sciassist-fp/1"
    assert [one.to_json() for one in back] == ledgers
    assert [(one.variable, one.n, sorted(one.marks)) for one in seen] == [
        (one.variable, one.n, sorted(one.marks)) for one in rows
    ]
    assert all(np.array_equal(seen[0].marks[name], rows[0].marks[name]) for name in "xyz")
    assert len(packed) < 20_000


@pytest.mark.parametrize("packed", ["", "###", "AAAA", "eJwDAAAAAAE=", "eJyrrgUAAXUA+Q=="])
def test_what_is_no_packed_ledger_is_refused(packed: str) -> None:
    with pytest.raises(RecordError, match="no packed ledger"):
        counting.unpack(packed)


def test_counts_on_record_name_nothing_that_looks_private() -> None:
    key = "AKIA" + "IOSFODNN7EXAMPLQ"
    tests = [
        ["f1", "all", "Spearman", ["dose", key], None, 0.5],
        ["f1", "all", "t", [key], None, 0.1],
    ]
    marks = np.arange(40, dtype=np.uint32)
    seen = Seen("df", "all", f"{key}||", {key: marks, "dose": marks}, 40)
    packed = counting.pack([{"id": "f1", "tests": tests}], [seen])
    assert key.encode() not in zlib.decompress(base64.b64decode(packed))
    (ledger,), (back,) = counting.unpack(packed)[:2]
    assert len(ledger) == 2
    assert np.array_equal(back.marks["dose"], marks)
    assert len(back.marks) == 2
