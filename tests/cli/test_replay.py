"""`jupyter sciassist replay`: what could be replayed, what it gives, and what goes on record."""

from __future__ import annotations

import errno
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from palmerpenguins import load_penguins

from jupyter_sciassist.cli import files, main
from jupyter_sciassist.provenance.amend import redact
from jupyter_sciassist.provenance.exports.reading import reading
from jupyter_sciassist.provenance.verify import verify
from jupyter_sciassist.records import Note, Suggestion
from tests.replay.logs import found, logged


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("table") / "penguins.csv"
    load_penguins().to_csv(path, index=False)
    return path


@pytest.fixture(scope="module")
def cards(table: Path) -> list[Suggestion]:
    return found(files.read(table), "notebook")[:3]


@pytest.fixture
def sidecar(tmp_path: Path, cards: list[Suggestion]) -> Path:
    return logged(tmp_path, cards)


def types(sidecar: Path) -> list[str]:
    return [
        line.split('"type":"')[1].split('"')[0] for line in sidecar.read_text("utf-8").splitlines()
    ]


def test_the_report_says_what_could_be_replayed_and_changes_nothing(
    sidecar: Path, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sidecar.read_bytes()
    assert main(["replay", str(sidecar), "--data", f"frame={table}"]) == 0
    assert capsys.readouterr().out.count("  evidence: can replay") == 3
    assert main(["replay", str(sidecar.with_name("a.ipynb")), "--report"]) == 3
    told = capsys.readouterr().out
    assert told.count("  evidence: not checkable (data gone): no data were given for frame") == 3
    assert sidecar.read_bytes() == before


def test_a_run_goes_on_record(
    sidecar: Path, table: Path, cards: list[Suggestion], capsys: pytest.CaptureFixture[str]
) -> None:
    one = reading(sidecar).rows[0].record
    assert main(["replay", str(sidecar), one[:20], "--run", "--data", f"frame={table}"]) == 0
    out = capsys.readouterr().out
    assert f"{one}  accepted  {cards[0].title}\n  evidence: identical: method, " in out
    assert out.endswith("On record: 1 more, 6 records in all.\n")
    assert types(sidecar)[5:] == ["evidence.replayed"]
    assert verify(sidecar).exit_code() == 0
    assert main(["log", str(sidecar)]) == 0
    assert "evidence identical: record" in capsys.readouterr().out


def test_other_data_are_told_with_both_digests(
    sidecar: Path, table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.csv"
    pd.read_csv(table).iloc[:-30].to_csv(other, index=False)
    assert main(["replay", str(sidecar), "--run", "--data", f"frame={other}"]) == 3
    out = capsys.readouterr().out
    assert out.count("not checkable (data changed): the data are not the same: ") == 3
    assert " on record, " in out
    assert types(sidecar)[5:] == ["evidence.replayed"] * 3


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table of which a notebook reads one column of dates as times, and leaves the other."""
    path = tmp_path_factory.mktemp("dated") / "trial.csv"
    days = pd.date_range("2024-01-01", periods=300).strftime("%Y-%m-%d")
    rng = np.random.default_rng(5)
    dose = rng.normal(size=300)
    made = pd.DataFrame({"born": days[::-1], "enrolled": days, "dose": dose})
    made.assign(effect=2 * dose + rng.normal(size=300)).to_csv(path, index=False)
    return path


@pytest.mark.parametrize("parsed", [["enrolled"], ["born", "enrolled"], []])
def test_texts_are_read_as_times_where_the_record_was_made_of_them(
    tmp_path: Path, dated: Path, parsed: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    cards = found(pd.read_csv(dated, parse_dates=parsed), "notebook")[:2]
    sidecar = logged(tmp_path, cards)
    assert main(["replay", str(sidecar), "--run", "--data", f"frame={dated}"]) == 0
    out = capsys.readouterr().out
    assert out.count("  evidence: identical: ") == 2
    told = f"  frame: read as times, as on record: {', '.join(parsed)}\n"
    assert out.count(told) == (2 if parsed else 0)


def test_other_values_stay_other_whatever_their_types(
    tmp_path: Path, dated: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = pd.read_csv(dated, parse_dates=["enrolled"])
    sidecar = logged(tmp_path, found(table, "notebook")[:1])
    table.loc[7, "enrolled"] += pd.Timedelta(days=1)
    other = tmp_path / "other.csv"
    table.to_csv(other, index=False)
    assert main(["replay", str(sidecar), "--run", "--data", f"frame={other}"]) == 3
    out = capsys.readouterr().out
    assert "not checkable (data changed)" in out
    assert "also with born, enrolled as times" in out
    assert "enrolled (" in out
    assert "--data frame=frame.parquet" in out


def test_what_is_not_as_recorded_is_exit_code_1(
    tmp_path: Path, table: Path, cards: list[Suggestion], capsys: pytest.CaptureFixture[str]
) -> None:
    forged = replace(cards[0], evidence=replace(cards[0].evidence, n=7))
    sidecar = logged(tmp_path, [forged, cards[1]])
    assert main(["replay", str(sidecar), "--run", "--data", f"frame={table}"]) == 1
    out = capsys.readouterr().out
    assert "  evidence: diverged: n: 7 then, " in out
    assert "  evidence: identical: " in out


def test_what_could_not_be_run_is_told_and_not_recorded(
    tmp_path: Path, table: Path, cards: list[Suggestion], capsys: pytest.CaptureFixture[str]
) -> None:
    noted = replace(cards[0], note=Note("Could be size.", "small-model"))
    sidecar = logged(tmp_path, [noted])
    redact(sidecar, reading(sidecar).rows[0].record, ["/evidence/0/result"], reason="x")
    before = sidecar.read_bytes()
    assert main(["replay", str(sidecar), "--run", "--data", f"frame={table}"]) == 3
    out = capsys.readouterr().out
    assert "evidence: not checkable (redacted): /evidence/0/result was removed" in out
    assert "wording: not checkable (not on record): seed, parameters and prompt" in out
    assert sidecar.read_bytes() == before


def test_rejections_are_not_replayed(tmp_path: Path, cards: list[Suggestion]) -> None:
    assert main(["replay", str(logged(tmp_path, cards, "rejected"))]) == 0


def test_a_damaged_log_is_not_replayed(sidecar: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sidecar.write_bytes(sidecar.read_bytes().replace(b'"seq":3', b'"seq":9'))
    assert main(["replay", str(sidecar), "--run"]) == 1
    assert "does not verify" in capsys.readouterr().err


def test_a_log_that_cannot_be_written_to_still_shows_the_outcome(
    sidecar: Path,
    table: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(_: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fsync", broken)
    assert main(["replay", str(sidecar), "--run", "--data", f"frame={table}"]) == 2
    told = capsys.readouterr()
    assert told.out.count("evidence: identical") == 3
    assert "The outcome above is not on record" in told.err


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["012"], "characters or more"),
        (["ffffffffff"], "No acceptances and tests of"),
        (["--data", "frame=gone.csv"], "gone.csv is no file"),
    ],
)
def test_what_is_asked_in_error_is_said(
    sidecar: Path, more: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["replay", str(sidecar), *more]) == 2
    assert said in capsys.readouterr().err


def test_hostile_titles_do_not_reach_the_terminal(
    tmp_path: Path, table: Path, cards: list[Suggestion], capsys: pytest.CaptureFixture[str]
) -> None:
    said = "\x1b[2J\u202eevil\n  evidence: identical"
    odd = replace(cards[0], title=said, evidence=replace(cards[0].evidence, method=said))
    main(["replay", str(logged(tmp_path, [odd])), "--run", "--data", f"frame={table}"])
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert [line[:20] for line in out.splitlines() if "evidence" in line[:20]] == [
        "  evidence: diverged"
    ]
