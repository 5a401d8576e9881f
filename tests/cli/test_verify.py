"""`jupyter sciassist verify` and `jupyter sciassist log`."""

import argparse
import json

import pytest

from jupyter_sciassist.cli import verify
from jupyter_sciassist.provenance.record import record
from jupyter_sciassist.provenance.spool import spool_of
from tests.provenance.logs import CARD, small_log


@pytest.fixture
def run():
    parser = argparse.ArgumentParser()
    verify.register(parser.add_subparsers())

    def call(*words: object) -> int:
        args = parser.parse_args([str(word) for word in words])
        return args.func(args)

    return call


def test_verify(run, tmp_path, capsys):
    path = tmp_path / "a.ipynb.prov.jsonl"
    lines = small_log(path)
    assert run("verify", path) == 0
    assert run("verify", "--strict", path) == 3
    path.write_bytes(lines[1])
    assert run("verify", path) == 1
    assert run("verify", tmp_path / "gone.ipynb") == 2
    capsys.readouterr()
    assert run("verify", "--json", path) == 1
    assert json.loads(capsys.readouterr().out)[0]["fault_count"] == 1


def test_log(run, tmp_path, capsys):
    path = tmp_path / "a.ipynb.prov.jsonl"
    lines = small_log(path)
    for name in (path, tmp_path / "a.ipynb"):
        assert run("log", name) == 0
        assert capsys.readouterr().out.startswith(
            f"{path}: ok, 3 records, of them decisions: 0, head "
        )
    assert run("log", "--json", path) == 0
    assert [one["count"] for one in json.loads(capsys.readouterr().out)] == [3]
    assert run("log", tmp_path / "new.ipynb") == 0
    assert capsys.readouterr().out.endswith("new.ipynb.prov.jsonl: nothing on record yet\n")
    path.write_bytes(lines[1])
    assert run("log", path) == 1


def test_log_tells_what_waits_to_be_recorded(run, tmp_path, capsys):
    path = tmp_path / "a.ipynb.prov.jsonl"
    path.mkdir()
    record(path, suggestion=CARD, verb="accepted")
    path.rmdir()
    assert run("log", path) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"{path}: nothing on record yet",
        f"  1 not on record yet, in {spool_of(path)}",
    ]
