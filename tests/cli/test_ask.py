import json
import subprocess
import sys

import pytest
from palmerpenguins import load_penguins

from jupyter_sciassist import cli
from jupyter_sciassist.records import Answer

BIRDS = load_penguins()


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    path = tmp_path_factory.mktemp("tables") / "bird data.csv"
    BIRDS.to_csv(path, index=False)
    return path


def run(capsys, *args):
    code = cli.main(["ask", *map(str, args), "--model", "none"])
    return code, capsys.readouterr()


def test_text_gives_the_value_first(capsys, table):
    code, told = run(capsys, table, "What is the mean body_mass_g?")
    assert code == 0
    assert told.out.startswith(f"{BIRDS['body_mass_g'].mean():.6g} g (verified)")


def test_json_is_the_record(capsys, table):
    _, told = run(capsys, table, "Which species has the highest mean body mass?", "--json")
    answer = Answer.from_json(json.loads(told.out))
    assert (answer.value, answer.verified) == ("Gentoo", True)
    assert answer.reading.request.subject == "bird_data"


def test_a_question_about_factors_lists_findings(capsys, table):
    _, told = run(capsys, table, "which", "factors", "go", "with", "body mass?")
    assert "Findings that bear on it:" in told.out
    assert "q = " in told.out


def test_what_has_no_column_is_said_with_the_nearest(capsys, table):
    code, told = run(capsys, table, "mean wing_length")
    assert code == 0
    assert told.out.startswith("no answer")
    assert "Nearest: " in told.out


def test_it_runs_as_a_subcommand_of_jupyter(table):
    done = subprocess.run(
        [sys.executable, "-m", "jupyter", "sciassist", "ask", str(table), "how many rows?", "--model", "none"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.startswith("344 (")
