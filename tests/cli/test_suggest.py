import json
import subprocess
import sys

import pytest
from palmerpenguins import load_penguins

from jupyter_sciassist import cli
from jupyter_sciassist.records import Suggestion


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    path = tmp_path_factory.mktemp("tables") / "bird data.csv"
    load_penguins().to_csv(path, index=False)
    return path


def run(capsys, *args):
    code = cli.main(["suggest", *map(str, args)])
    told = capsys.readouterr()
    return code, told.out, told.err


def test_text_lists_cards_with_their_evidence(capsys, table):
    code, out, _ = run(capsys, table, "--model", "none", "--top", 5)
    assert code == 0
    assert out.splitlines()[0] == f"{table}: 344 rows, 8 columns"
    assert out.count("q = ") == 5
    assert "  5. " in out
    assert "  6. " not in out


def test_json_is_the_records_by_file(capsys, table):
    code, out, _ = run(capsys, table, "--model", "none", "--json", "--top", 3)
    found = json.loads(out)
    assert code == 0
    cards = [Suggestion.from_json(card) for card in found[str(table)]]
    assert len(cards) == 3
    assert {card.subject.variable for card in cards} == {"bird_data"}


def test_the_code_of_a_card_runs_on_the_loaded_file(capsys, table):
    from jupyter_sciassist.cli import files

    _, out, _ = run(capsys, table, "--model", "none", "--json", "--top", 1)
    [card] = json.loads(out)[str(table)]
    scope = {}
    exec("import pandas as pd\n" + files.loading(table, "bird_data") + "\n" + card["code"], scope)
    assert f"p = {card['evidence']['p']:.6g}" in capsys.readouterr().out


def test_a_bad_file_is_one_line_and_exit_code_2(capsys, tmp_path):
    code, out, err = run(capsys, tmp_path / "gone.csv")
    assert code == 2
    assert out == ""
    assert err.count("\n") == 1
    assert "gone.csv is no file" in err


def test_an_unknown_model_is_one_line_and_exit_code_2(capsys, table):
    code, _, err = run(capsys, table, "--model", "no-such-model")
    assert code == 2
    assert err.count("\n") == 1
    assert "no-such-model" in err


def test_it_runs_as_a_subcommand_of_jupyter(table):
    done = subprocess.run(
        [sys.executable, "-m", "jupyter", "sciassist", "suggest", str(table), "--model", "none", "--top", "1"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "  1. " in done.stdout


def test_status_names_versions_and_no_folder_of_the_user(capsys):
    from pathlib import Path

    assert cli.main(["status"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("jupyter_sciassist ")
    assert str(Path.home()) not in out
