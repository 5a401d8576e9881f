"""`jupyter sciassist redact` and `jupyter sciassist repair`."""

import json

import pytest

from jupyter_sciassist.cli import main
from jupyter_sciassist.provenance.gitattributes import LINE
from tests.provenance.logs import small_log


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "a.ipynb.prov.jsonl"
    small_log(path)
    return path


def test_redact(path, tmp_path, capsys):
    identity = json.loads(path.read_bytes().splitlines()[1])["core"]["id"]
    assert main(["redact", str(tmp_path / "a.ipynb"), identity, "/text", "--reason", "why"]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"removed /text of {identity}, noted in ")
    assert "git filter-repo" in said
    assert "é 1".encode() not in path.read_bytes()
    assert main(["verify", str(path)]) == 0
    assert main(["redact", str(path), identity, "/text", "--reason", "again"]) == 2
    assert "Nothing is open at '/text'; open here: nothing." in capsys.readouterr().err


def test_a_reason_is_asked_for(path):
    with pytest.raises(SystemExit) as stopped:
        main(["redact", str(path), "0" * 12, "/text"])
    assert stopped.value.code == 2


def test_repair(path, capsys):
    assert main(["repair", str(path)]) == 0
    assert capsys.readouterr().out == f"{path}: nothing to repair\n"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines, lines[1], b"=======\n"]))
    assert main(["repair", "--merge", str(path)]) == 0
    said = capsys.readouterr().out
    assert "1 conflict markers removed; 1 records that stood twice made one" in said
    path.write_bytes(lines[0] + lines[2])
    assert main(["repair", str(path)]) == 1
    assert "1 faults inside the log cannot be mended" in capsys.readouterr().out
    assert main(["repair", str(path.with_name("gone.ipynb"))]) == 2


def test_a_merge_in_git_without_the_rule_is_told_of_it(tmp_path, capsys):
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    path = tmp_path / "a.ipynb.prov.jsonl"
    small_log(path)
    told = f"{tmp_path / '.gitattributes'} should say how git merges logs: {LINE}"
    assert main(["repair", "--merge", str(path)]) == 0
    assert told in capsys.readouterr().out
    (tmp_path / ".gitattributes").write_text(f"{LINE}\n")
    assert main(["repair", "--merge", str(path)]) == 0
    assert main(["repair", str(path)]) == 0
    assert told not in capsys.readouterr().out
