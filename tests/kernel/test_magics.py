from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell

from jupyter_sciassist import __version__
from jupyter_sciassist.kernel.engine import Engine
from jupyter_sciassist.kernel.magics import SciMagics
from jupyter_sciassist.provenance.review import summary
from jupyter_sciassist.provenance.verify import verify

Run = Callable[..., tuple[str, str]]


def table() -> pd.DataFrame:
    rng = np.random.default_rng(7)
    dose = rng.normal(size=120)
    return pd.DataFrame(
        {
            "dose": dose,
            "<b>response</b>": 2 * dose + rng.normal(size=120),
            "weight": rng.normal(size=120),
        }
    )


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[InteractiveShell]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    monkeypatch.delenv("JPY_PARENT_PID", raising=False)
    one = InteractiveShell(history_manager=None)
    own = Engine(shell=lambda: one)
    one.register_magics(SciMagics(one, own))
    one.user_ns["df"] = table()
    yield one
    own.stop()


@pytest.fixture
def run(shell: InteractiveShell, capsys: pytest.CaptureFixture[str]) -> Run:
    def cell(source: str, ok: bool = True) -> tuple[str, str]:
        result = shell.run_cell(source)
        assert result.success == ok
        told = capsys.readouterr()
        assert "Traceback" not in told.out + told.err
        return told.out, told.err

    return cell


def test_suggest_lists_numbered_cards_with_their_evidence(run: Run) -> None:
    out, err = run("%sci suggest df")
    lines = out.splitlines()
    assert lines[0].startswith("df: pandas.DataFrame, 120 x 3, ")
    assert lines[1].startswith("  1. ")
    assert "dose" in lines[1]
    assert "<b>response</b>" in lines[1]
    assert " q = " in out
    assert " n = 120" in out
    assert err == ""


def test_suggest_without_a_name_reads_all_that_is_data(run: Run, shell: InteractiveShell) -> None:
    shell.user_ns["other"] = table().rename(columns=str.upper)
    out, _ = run("%sci suggest --top 1")
    assert "df: pandas" in out
    assert "other: pandas" in out
    assert "  2. " in out
    assert "  3. " not in out


def test_accept_records_and_then_offers_the_code(run: Run, shell: InteractiveShell) -> None:
    run("%sci suggest df")
    out, _ = run("%sci accept 1")
    path = Path("ipython.prov.jsonl")
    assert f"On record in {path.absolute()} (3 records)." in out
    assert verify(path).exit_code() == 0
    last = summary(path).records[2]
    assert last.type == "suggestion.accepted"
    assert last.title is not None
    assert last.title in out
    assert "import numpy as np" in shell.rl_next_input
    assert "  1. " + last.title + " (accepted)" in run("%sci suggest df")[0]


def test_the_offered_cell_prints_the_numbers_of_the_card(run: Run, shell: InteractiveShell) -> None:
    out, _ = run("%sci suggest df --top 1")
    run("%sci accept 1")
    printed, _ = run(shell.rl_next_input)
    assert "n = 120\n" in printed
    q = next(part for part in out.split("; ") if part.startswith("p = "))
    p = next(line for line in printed.splitlines() if line.startswith("p = "))
    assert float(p[4:]) == pytest.approx(float(q[4:]), rel=0.05)


def with_a_key(shell: InteractiveShell) -> str:
    """Data in which somebody's key became the name of a column."""
    key = "AKIA" + "IOSFODNN7EXAMPLQ"
    shell.user_ns["df"] = table().rename(columns={"<b>response</b>": key})
    return key


def test_accept_leaves_out_what_looks_private_and_says_so(
    run: Run, shell: InteractiveShell, tmp_path: Path
) -> None:
    key = with_a_key(shell)
    run("%sci suggest df")
    out, _ = run("%sci accept 1")
    assert "On record in " in out
    assert "Left out of the record, as it looks private (AWS access key): /acceptance/text," in out
    assert "The cell itself holds it, and so will the notebook" in out
    for path in tmp_path.rglob("*"):
        assert path.is_dir() or key.encode() not in path.read_bytes(), path
    assert verify(tmp_path / "ipython.prov.jsonl").exit_code() == 0


def test_accept_openly_records_it_whole(run: Run, shell: InteractiveShell, tmp_path: Path) -> None:
    key = with_a_key(shell)
    run("%sci suggest df")
    out, _ = run("%sci accept 1 --openly")
    assert "Left out" not in out
    assert key in (tmp_path / "ipython.prov.jsonl").read_text("utf-8")


def test_reject_is_on_record(run: Run, shell: InteractiveShell) -> None:
    run("%sci suggest df")
    out, _ = run("%sci reject 2")
    assert out.startswith("Rejected: ")
    types = [one.type for one in summary(Path("ipython.prov.jsonl")).records]
    assert types[2] == "suggestion.rejected"
    assert getattr(shell, "rl_next_input", None) is None


def test_rejections_are_not_recorded_when_that_is_off(run: Run, shell: InteractiveShell) -> None:
    shell.config.SciAssistSettings.record_rejections = False
    run("%sci suggest df")
    out, _ = run("%sci reject 2")
    assert "Not recorded: record_rejections is off." in out
    assert not Path("ipython.prov.jsonl").exists()


def test_an_acceptance_beside_a_notebook(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JPY_SESSION_NAME", str(tmp_path / "study.ipynb"))
    run("%sci suggest df")
    out, _ = run("%sci accept 1 --edit")
    assert str(tmp_path / "study.ipynb.prov.jsonl") in out
    assert verify(tmp_path / "study.ipynb.prov.jsonl").exit_code() == 0


def test_a_sidecar_that_cannot_be_written_is_told(run: Run, shell: InteractiveShell) -> None:
    Path("ipython.prov.jsonl").mkdir()
    run("%sci suggest df")
    out, _ = run("%sci accept 1")
    assert "Not on record yet" in out
    assert shell.rl_next_input is not None


def test_a_sidecar_that_cannot_be_written_may_refuse(run: Run, shell: InteractiveShell) -> None:
    shell.config.SciAssistSettings.on_failure = "block"
    Path("ipython.prov.jsonl").mkdir()
    run("%sci suggest df")
    out, err = run("%sci accept 1")
    assert out == ""
    assert err.startswith("%sci accept: ")
    assert len(err.splitlines()) == 1
    assert getattr(shell, "rl_next_input", None) is None


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("%sci accept 1", "%sci accept: There are no suggestions yet. Run `%sci suggest` first."),
        ("%sci reject 4", "%sci reject: There are no suggestions yet. Run `%sci suggest` first."),
        ("%sci suggest fd", "%sci suggest: There is no variable 'fd'. Run the cell that makes it"),
        ("%sci suggest words", "%sci suggest: words holds no data that can be read. "),
    ],
)
def test_what_cannot_be_done_is_one_line(
    run: Run, shell: InteractiveShell, line: str, told: str
) -> None:
    shell.user_ns["words"] = "some text"
    out, err = run(line)
    assert out == ""
    assert err.startswith(told)
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("%sci sugest df", "%sci has no `sugest`. Did you mean `%sci suggest`?"),
        ("%sci {1 + 1} $df", "%sci has no `{1`. See `%sci help`."),
        ("%sci accept", "%sci accept: the following arguments are required: N."),
        ("%sci accept none", "%sci accept: argument N: 'none' is no number from 1 up."),
        ("%sci suggest df --top 0", "%sci suggest: argument --top: '0' is no number from 1 up."),
        ("%sci suggest df --fast", "%sci suggest: unrecognized arguments: --fast."),
        ("%%sci accept 1\nprint(1)", "%%sci accept does not read the lines below it."),
        ("%%sci\n  ", "%sci chat: what?"),
        ("%%sci make it a loop\n  ", "%%sci: the lines below an instruction are the code"),
    ],
)
def test_wrong_use_is_one_line(run: Run, cell: str, told: str) -> None:
    out, err = run(cell, ok=False)
    assert out == ""
    assert err.startswith(f"UsageError: {told}")
    assert len(err.splitlines()) == 1


def test_the_description_reaches_the_ranking_as_it_was_typed(
    run: Run, shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str | None] = []
    own = shell.magics_manager.registry["SciMagics"]._engine
    asked = own.suggest

    def listen(names: object, *, about: str | None, **rest: object) -> object:
        told.append(about)
        return asked(names, about=about, **rest)

    monkeypatch.setattr(own, "suggest", listen)
    run("%sci suggest df --about a {dose} of $5")
    run('%%sci suggest df\nPatients\' {dose}\nand a "response"\n')
    run("%sci suggest df --about the patient's weight")
    assert told == ["a {dose} of $5", 'Patients\' {dose} and a "response"', "the patient's weight"]


@pytest.mark.parametrize(
    "line", ["%sci", "%sci help", "%sci -h", "%sci --help", "%sci suggest -h", "%sci accept --help"]
)
def test_help_is_printed(run: Run, line: str) -> None:
    out, err = run(line)
    assert "%sci " in out
    assert err == ""


def test_version_status_and_log(run: Run) -> None:
    assert run("%sci version")[0] == f"{__version__}\n"
    run("%sci suggest df")
    run("%sci accept 1")
    status, _ = run("%sci status")
    assert f"jupyter_sciassist {__version__}" in status
    assert "decided: 1" in status
    assert str(Path("ipython.prov.jsonl").absolute()) in status
    log, _ = run("%sci log")
    # The count of tests follows in its own time.
    assert "ok, 3 records" in log or "ok, 4 records" in log
    assert "suggestion.accepted" in log


def test_no_name_is_left_and_nothing_is_returned(run: Run, shell: InteractiveShell) -> None:
    before = set(shell.user_ns)
    for line in ("%sci suggest df", "%sci accept 1", "%sci status", "%sci log"):
        assert shell.run_cell(line).result is None
    assert {name for name in set(shell.user_ns) - before if not name.startswith("_i")} == set()


def test_without_data_the_cure_is_told(run: Run, shell: InteractiveShell) -> None:
    del shell.user_ns["df"]
    out, err = run("%sci suggest")
    assert out == ""
    assert err == "%sci suggest: No variable holds data yet. Load a table, then ask again.\n"


def test_ask_answers_from_the_variable_that_fits(run: Run, shell: InteractiveShell) -> None:
    wanted = f"{shell.user_ns['df']['dose'].mean():.6g}"
    out, err = run("%sci ask what's the mean of dose?")
    assert out.startswith(f"{wanted} (verified)")
    assert err == ""
    for end in ("?", "??", " ?", "? "):
        assert (
            run(f"x = 1\n%sci ask mean of dose{end}\ny = 2")[0] == run("%sci ask mean of dose")[0]
        )


def test_ask_passes_braces_and_quotes_as_they_are_typed(run: Run) -> None:
    out, _ = run("%sci ask mean of {dose} in \"df\" it's 'so")
    assert "Mean of dose" in out


def test_ask_lists_findings_that_can_be_accepted(run: Run) -> None:
    out, _ = run("%sci ask which factors go with dose?")
    assert "With dose go: <b>response</b>" in out
    assert "  1. " in out
    accepted, _ = run("%sci accept 1")
    assert accepted.startswith("Accepted: ")


def test_ask_offers_the_tables_that_fit_alike(run: Run, shell: InteractiveShell) -> None:
    shell.user_ns["other"] = table() * 2
    out, _ = run("%sci ask mean of dose")
    assert "unverified: read as other: mean of dose" in out
    assert "or: df: mean of dose" in out
    out, _ = run("%sci ask mean of dose in df")
    assert "(verified)" in out


def test_ask_below_a_cell_and_without_words(run: Run) -> None:
    out, _ = run("%%sci ask\nlargest\nweight")
    assert "Largest value of weight" in out
    _, err = run("%sci ask", ok=False)
    assert "what?" in err + _


def test_ask_without_data_says_what_to_do(run: Run, shell: InteractiveShell) -> None:
    del shell.user_ns["df"]
    _, err = run("%sci ask mean of dose")
    assert "Load a table" in err
