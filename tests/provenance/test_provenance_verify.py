"""The verdict on files as they lie on disk: checks, warnings and exit codes."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import rfc8785

from jupyter_sciassist.provenance.lines import encode, hash_core
from jupyter_sciassist.provenance.log import SidecarLog
from jupyter_sciassist.provenance.record import record
from jupyter_sciassist.provenance.verify import LIMITS, main, verify
from tests.provenance.logs import CARD, rehashed, small_log
from tests.tracked import ROOT


@pytest.fixture
def sidecar(tmp_path):
    return tmp_path / "a.ipynb.prov.jsonl"


@pytest.fixture
def notebook(tmp_path):
    return tmp_path / "a.ipynb"


def keep(notebook, **told):
    notebook.write_text(json.dumps({"metadata": {"sciassist": told}, "cells": []}))


def told_by(receipt) -> dict:
    data = receipt.to_json()
    return {key: data[key] for key in ("doc_id", "log", "head", "count")}


def states(path) -> dict[str, str]:
    return {check.name: check.state for check in verify(path).checks}


def test_verified_with_its_notebook(sidecar, notebook, capsys):
    receipt = record(sidecar, suggestion=CARD, verb="accepted", notebook="a.ipynb")
    keep(notebook, **told_by(receipt))
    for path in (sidecar, notebook):
        assert main([str(path)]) == 0
        assert main(["--strict", str(path)]) == 0
        said = capsys.readouterr().out
        assert said.startswith(f"{sidecar}: verified, 3 records, head {receipt.hash[7:19]}\n")
        assert said.endswith(LIMITS + "\n")
    assert states(sidecar) == {
        "records": "ok",
        "tail": "ok",
        "openings": "ok",
        "signatures": "not_checkable",
        "notebook": "ok",
        "anchor": "not_checkable",
    }
    assert "\n  level L1: the notebook names a record of it; does not show a rewriting" in said
    assert verify(sidecar).to_json()["level"] == 1


def test_an_earlier_head_in_the_notebook_is_fine(sidecar, notebook):
    receipt = record(sidecar, suggestion=CARD, verb="accepted", notebook="a.ipynb")
    record(sidecar, suggestion=CARD, verb="accepted", notebook="a.ipynb")
    keep(notebook, **told_by(receipt))
    assert main(["--strict", str(notebook)]) == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"head": "sha256:" + "0" * 64},
        {"head": None},
        {"head": 7},
        {"log": "85a77024-c6eb-42ba-a69f-ff856f547e33"},
        {"count": 4},
        {"count": 3.5},
    ],
)
def test_a_notebook_that_tells_of_another_log(sidecar, notebook, wrong):
    receipt = record(sidecar, suggestion=CARD, verb="accepted", notebook="a.ipynb")
    keep(notebook, **{**told_by(receipt), **wrong})
    assert main([str(sidecar)]) == 4
    assert states(notebook)["notebook"] == "fail"


def test_a_copy_whose_notebook_names_no_head_is_not_anchored(sidecar, notebook):
    """An original that held no record has no head: none in the notebook is not the same one."""
    original = "85a77024-c6eb-42ba-a69f-ff856f547e33"
    source = {"log": original, "head": None, "count": 0, "before": []}
    SidecarLog(sidecar).append("log.copied", {"from": source})
    keep(notebook, log=original, head=None)
    assert states(sidecar)["notebook"] == "not_checkable"
    assert verify(sidecar).level == 0


def test_records_cut_off_are_seen_by_the_notebook(sidecar, notebook):
    receipt = record(sidecar, suggestion=CARD, verb="accepted", notebook="a.ipynb")
    keep(notebook, **told_by(receipt))
    lines = sidecar.read_bytes().splitlines(keepends=True)
    sidecar.write_bytes(b"".join(lines[:-1]))
    assert main([str(sidecar)]) == 4
    sidecar.write_bytes(b"".join(lines)[:-9])
    assert main([str(sidecar)]) == 4
    sidecar.write_bytes(b"")
    assert main([str(sidecar)]) == 4


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{}", "the notebook names no head"),
        ('{"metadata": []}', "the notebook names no head"),
        ('{"metadata": {"sciassist": {}}}', "the notebook names no head"),
        ("not json", "the notebook cannot be read: "),
        ("[" * 100_000, "the notebook cannot be read: "),
    ],
)
def test_a_notebook_without_metadata_is_not_checkable(sidecar, notebook, text, said):
    small_log(sidecar)
    notebook.write_text(text)
    check = next(check for check in verify(sidecar).checks if check.name == "notebook")
    assert (check.state, check.detail[: len(said)]) == ("not_checkable", said)
    assert main([str(sidecar)]) == 0
    assert main(["--strict", str(sidecar)]) == 3


def test_one_flipped_byte_anywhere_is_1(sidecar, notebook):
    receipt = record(sidecar, suggestion=CARD, verb="accepted", notebook="a.ipynb")
    keep(notebook, **told_by(receipt))
    data = sidecar.read_bytes()
    for place in [*range(0, len(data), 97), len(data) - 1]:
        changed = bytearray(data)
        changed[place] ^= 0x04
        sidecar.write_bytes(changed)
        assert (place, main([str(notebook)])) == (place, 1)


def test_the_first_bad_line_is_named(sidecar, capsys):
    lines = small_log(sidecar)
    sidecar.write_bytes(lines[0] + lines[1].replace(b'"n":1', b'"n":3') + lines[2])
    assert main([str(sidecar)]) == 1
    said = capsys.readouterr().out
    assert "FAILED, 2 records" in said
    assert "line 2: the hash does not fit the core" in said
    assert "line 3: a parent is missing or stands after its child" in said


def test_what_only_warns(sidecar):
    lines = small_log(sidecar)

    def warned(data: bytes) -> str:
        sidecar.write_bytes(data)
        assert (main([str(sidecar)]), main(["--strict", str(sidecar)])) == (0, 3)
        return "; ".join(verify(sidecar).warnings)

    whole = b"".join(lines)
    assert warned(whole) == "no anchor outside the log: there is no notebook beside the log"
    assert "torn tail" in warned(whole[:-9])
    assert "the log holds no record" in warned(b"")
    fork = rehashed(lines[2], lambda core: core.update(id=core["id"][:-4] + "0000"))
    assert "2 heads" in warned(whole + fork)
    assert "2 roots" in warned(whole + b"".join(small_log(sidecar.with_name("b.prov.jsonl"))))
    other = rehashed(lines[2], lambda core: core.update(type="future.thing"))
    assert "1 records of unknown type" in warned(lines[0] + lines[1] + other)
    row = json.loads(lines[1])
    redacted = encode(row["core"], {})[1]
    assert "values removed: 1" in warned(lines[0] + redacted + lines[2])
    beside = sidecar.with_name(sidecar.name + ".torn")
    beside.write_bytes(b"x")
    assert f"torn bytes stand in {beside.name}, which no record names" in warned(whole)


def test_recovered_tails_and_gaps_are_told(sidecar):
    small_log(sidecar)
    with sidecar.open("ab") as file:
        file.write(b'{"core":{')
    os.utime(sidecar, (1, 1))
    SidecarLog(sidecar).append("review.note", {})
    assert "torn bytes were set aside 1 times" in verify(sidecar).warnings
    sidecar.unlink()
    sidecar.mkdir()
    record(sidecar, suggestion=CARD, verb="accepted")
    sidecar.rmdir()
    record(sidecar, suggestion=CARD, verb="accepted")
    assert "1 records were written later than decided" in verify(sidecar).warnings


def newer_line() -> bytes:
    core = b'{"v":2}'
    return b'{"core":%b,"hash":"%b","open":{}}\n' % (core, hash_core(core, 2).encode())


def test_what_cannot_be_read_is_2(tmp_path, sidecar, capsys):
    (tmp_path / "folder.prov.jsonl").mkdir()
    os.mkfifo(tmp_path / "pipe.prov.jsonl")
    (tmp_path / "lonely.ipynb").write_text("{}")
    for name, said in (
        ("missing.prov.jsonl", "No such file"),
        ("missing.ipynb", "has no log"),
        ("lonely.ipynb", "there is no lonely.ipynb.prov.jsonl beside it"),
        ("folder.prov.jsonl", "is no regular file"),
        ("pipe.prov.jsonl", "is no regular file"),
        ("nul\0.prov.jsonl", "cannot be read"),
        ("nul\0.ipynb", "has no log"),
        (".prov.jsonl", "No such file"),
        ("x" * 300 + ".prov.jsonl", "File name too long"),
    ):
        assert main([str(tmp_path / name)]) == 2
        assert said in capsys.readouterr().out
    sidecar.write_bytes(newer_line())
    assert main([str(sidecar)]) == 2
    assert "newer format" in capsys.readouterr().out
    with pytest.raises(SystemExit) as stopped:
        main([])
    assert stopped.value.code == 2


def test_the_worst_of_several_files_counts(tmp_path, capsys):
    good, bad, newer = (tmp_path / f"{name}.prov.jsonl" for name in ("good", "bad", "newer"))
    lines = small_log(good)
    bad.write_bytes(lines[1])
    newer.write_bytes(newer_line())
    assert main([str(good), str(newer)]) == 2
    assert main([str(newer), str(bad), str(good)]) == 1
    assert main(["--strict", str(good), str(newer)]) == 2
    assert main(["--strict", str(good)]) == 3
    capsys.readouterr()
    main(["--json", str(good), str(bad)])
    reports = json.loads(capsys.readouterr().out)
    assert [report["exit"] for report in reports] == [0, 1]
    assert reports[1]["faults"] == [
        {"line": 1, "reason": "a parent is missing or stands after its child"}
    ]
    assert reports[0]["checks"][0] == {
        "name": "records",
        "state": "ok",
        "detail": "3 canonical, hashed and linked",
    }


def test_a_head_kept_elsewhere(sidecar, capsys):
    lines = small_log(sidecar)
    head, before = (json.loads(line)["hash"] for line in (lines[2], lines[1]))
    for anchor in (head, head[7:], head[7:19], head[7:19].upper(), before):
        assert main(["--anchor", anchor, str(sidecar)]) == 0
    assert "level L3: holds the head that you kept elsewhere" in capsys.readouterr().out
    assert main(["--strict", "--anchor", head, str(sidecar)]) == 0
    for cut in (b"".join(lines[:2]), b"".join(lines)[:-1], b"".join(lines)[:-1] + b"x"):
        sidecar.write_bytes(cut)
        assert main(["--anchor", head, str(sidecar)]) == 1
    assert verify(sidecar).level is None
    for wrong in ("0" * 11, "g" * 12, "0" * 65, ""):
        with pytest.raises(SystemExit) as stopped:
            main(["--anchor", wrong, str(sidecar)])
        assert stopped.value.code == 2
    assert main(["--anchor", head, str(sidecar), str(sidecar)]) == 2
    assert "name that log alone" in capsys.readouterr().err


def test_a_folder_stands_for_its_logs(tmp_path, capsys):
    assert main([str(tmp_path)]) == 2
    assert "there is no *.prov.jsonl log in" in capsys.readouterr().out
    (tmp_path / "sub" / ".ipynb_checkpoints").mkdir(parents=True)
    small_log(tmp_path / "b.ipynb.prov.jsonl")
    small_log(tmp_path / "sub" / "a.ipynb.prov.jsonl")
    (tmp_path / "sub" / ".ipynb_checkpoints" / "a.ipynb.prov.jsonl").write_text("x")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "plain.ipynb").write_text("{}")
    (tmp_path / "odd.ipynb").write_text("[")
    assert main(["--json", str(tmp_path)]) == 0
    found = [report["path"] for report in json.loads(capsys.readouterr().out)]
    assert found == [
        str(tmp_path / "b.ipynb.prov.jsonl"),
        str(tmp_path / "sub" / "a.ipynb.prov.jsonl"),
    ]
    keep(tmp_path / "lost.ipynb", head="sha256:" + "0" * 64)
    assert main([str(tmp_path)]) == 2
    assert "lost.ipynb has no log" in capsys.readouterr().out


def test_names_that_are_no_text_are_shown(tmp_path, capsys):
    path = tmp_path / os.fsdecode(b"\xff.prov.jsonl")
    small_log(path)
    assert main([str(path)]) == 0
    assert "\\udcff.prov.jsonl: verified" in capsys.readouterr().out


ALONE = """
import sys
before = set(sys.modules)
sys.argv = ["verify", sys.argv[1]]
import runpy
try:
    runpy.run_module("jupyter_sciassist.provenance.verify", run_name="__main__")
except SystemExit as stopped:
    code = stopped.code
new = {name.partition(".")[0] for name in set(sys.modules) - before}
print(code, sorted(new - set(sys.stdlib_module_names)))
"""


BARE = """
import importlib.abc, sys
class Wall(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] not in {"jupyter_sciassist", "rfc8785", *sys.stdlib_module_names}:
            raise ImportError(f"{name} is not installed here")
sys.meta_path.insert(0, Wall())
import runpy
runpy.run_module("jupyter_sciassist.provenance.verify", run_name="__main__")
"""


def test_the_verdict_is_the_same_where_nothing_else_is_installed(sidecar, tmp_path):
    """An isolated Python whose path holds the package and rfc8785 alone."""
    site = tmp_path / "site"
    site.mkdir()
    shutil.copytree(ROOT / "jupyter_sciassist", site / "jupyter_sciassist", ignore=skipped)
    shutil.copytree(Path(rfc8785.__file__).parent, site / "rfc8785", ignore=skipped)
    facts = site / "jupyter_sciassist-1.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: jupyter_sciassist\nVersion: 1\n")
    good, bad = sidecar, tmp_path / "bad.prov.jsonl"
    lines = small_log(good)
    bad.write_bytes(lines[0] + lines[2])
    code = f"import sys; sys.path.insert(0, {str(site)!r})\n{BARE}"
    for words in ([good], [good, bad], ["--strict", good], ["--json", bad], [tmp_path / "none"]):
        bare = [sys.executable, "-I", "-S", "-c", code, *map(str, words)]
        done = subprocess.run(bare, capture_output=True, text=True, check=False, cwd=tmp_path)
        full = [sys.executable, "-m", "jupyter_sciassist.provenance.verify", *map(str, words)]
        here = subprocess.run(full, capture_output=True, text=True, check=False, cwd=ROOT)
        assert (done.returncode, done.stdout, done.stderr) == (here.returncode, here.stdout, "")


def skipped(folder, names):
    return {"__pycache__", "labextension"} & set(names)


def test_it_needs_the_standard_library_and_rfc8785_only(sidecar):
    small_log(sidecar)
    command = [sys.executable, "-c", ALONE, str(sidecar)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "0 ['jupyter_sciassist', 'rfc8785']"
    assert done.stderr == ""


def test_as_a_command(sidecar):
    small_log(sidecar)
    module = [sys.executable, "-W", "error", "-m", "jupyter_sciassist.provenance.verify"]
    assert subprocess.run([*module, sidecar], capture_output=True, check=False).returncode == 0
    sidecar.write_bytes(sidecar.read_bytes() * 2)
    assert subprocess.run([*module, sidecar], capture_output=True, check=False).returncode == 1
    assert subprocess.run(module, capture_output=True, check=False).returncode == 2


def test_a_removal_is_not_hidden_by_a_redaction_of_what_was_never_there(tmp_path):
    path = tmp_path / "a.ipynb.prov.jsonl"
    receipt = record(path, suggestion=CARD, verb="accepted", by="Ann", notebook="a.ipynb")
    lines = [json.loads(line) for line in path.read_bytes().splitlines()]
    del lines[-1]["open"]["/by"]
    path.write_bytes(b"".join(rfc8785.dumps(line) + b"\n" for line in lines))
    told = "values removed: 1, 1 of them without a redaction record"
    assert told in verify(path).warnings
    body = {"record": receipt.hash, "pointers": ["/nothing"], "dropped": None}
    SidecarLog(path).append("redaction", body, {"/reason": "x"})
    assert told in verify(path).warnings


@pytest.mark.parametrize("version", [0, -3])
def test_an_older_version_than_the_first_is_no_newer_one(tmp_path, version):
    core = rfc8785.dumps({"v": version})
    path = tmp_path / "a.ipynb.prov.jsonl"
    mark = hash_core(core, version).encode()
    path.write_bytes(b'{"core":%b,"hash":"%b","open":{}}\n' % (core, mark))
    assert verify(path).exit_code() == 1


def test_a_last_line_that_was_edited_is_not_torn_for_want_of_its_line_feed(sidecar):
    record(sidecar, suggestion=CARD, verb="accepted", notebook="a.ipynb")
    *kept, last = sidecar.read_bytes().removesuffix(b"\n").split(b"\n")
    edited = last.replace(b'"kind":"human"', b'"kind":"agent"')
    assert edited != last
    for line, code in ((last, 0), (edited, 1)):
        sidecar.write_bytes(b"\n".join([*kept, line]))
        assert verify(sidecar).exit_code() == code
