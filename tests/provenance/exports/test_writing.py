"""Exports on disk: whole or not at all, under the first free name, and nothing packed by a link."""

import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from jupyter_sciassist.cli import main
from jupyter_sciassist.errors import LogWriteError
from jupyter_sciassist.provenance.exports.kinds import KINDS, write_beside
from jupyter_sciassist.provenance.exports.reading import Reading, reading
from jupyter_sciassist.provenance.exports.writing import IsThereError, new_file, new_folder
from jupyter_sciassist.provenance.record import record
from tests.provenance.logs import CARD
from tests.provenance.test_log_processes import as_nobody

KEY = "-----BEGIN OPENSSH PRIVATE KEY----- 4711"


@pytest.fixture
def log(tmp_path) -> Reading:
    """A log with one decision; no notebook beside it."""
    sidecar = tmp_path / "a b.ipynb.prov.jsonl"
    record(sidecar, suggestion=CARD, verb="accepted", notebook="a b.ipynb")
    return reading(sidecar)


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def test_the_names(log, tmp_path):
    made = [write_beside(tmp_path, log, kind).name for kind in KINDS]
    assert made == [
        "a b.ipynb.crate", "a b.ipynb-2.crate", "a b.ipynb.provenance.json",
        "a b.ipynb.provenance.provn", "a b.ipynb.agent-trace.jsonl", "a b.ipynb.provenance.csv",
        "a b.ipynb.provenance.html",
    ]  # fmt: skip
    assert sorted([*made, log.name]) == names(tmp_path)


@pytest.mark.parametrize("kind", ["rocrate-1.1", "html"])
def test_what_is_there_is_left_whatever_it_is(kind, log, tmp_path):
    ending = KINDS[kind].ending
    (tmp_path / f"a b.ipynb{ending}").write_text("mine")
    (tmp_path / f"a b.ipynb-2{ending}").mkdir()
    (tmp_path / f"a b.ipynb-3{ending}").symlink_to(tmp_path / "gone")
    before = names(tmp_path)
    place = write_beside(tmp_path, log, kind)
    assert place.name == f"a b.ipynb-4{ending}"
    assert sorted([*before, place.name]) == names(tmp_path)
    assert (tmp_path / f"a b.ipynb{ending}").read_text() == "mine"
    assert not (tmp_path / "gone").exists()


@pytest.mark.parametrize("kind", ["rocrate-1.1", "csv"])
def test_many_at_once_take_a_name_each(kind, log, tmp_path):
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: write_beside(tmp_path, log, kind), range(8)))
    assert len(set(made)) == 8
    assert sorted([*(one.name for one in made), log.name]) == names(tmp_path)


FULL = """
import subprocess, sys
from pathlib import Path
from jupyter_sciassist.errors import LogWriteError
from jupyter_sciassist.provenance.exports.writing import new_file, new_folder
folder = Path(sys.argv[1])
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], check=True)
for made in (
    lambda: new_file(folder / "a.html", b"x" * 100_000),
    lambda: new_folder(folder / "a.crate", {"one": b"x" * 30_000, "two/three": b"x" * 70_000}),
):
    try:
        made()
    except LogWriteError as error:
        print(error)
    print([one.name for one in folder.iterdir()])
"""


def test_a_full_disk_leaves_nothing(tmp_path):
    if subprocess.run(["unshare", "--mount", "--map-root-user", "true"], check=False).returncode:
        pytest.skip("mount namespaces are refused here")
    run = ["unshare", "--mount", "--map-root-user", sys.executable, "-c", FULL, str(tmp_path)]
    told = subprocess.run(run, capture_output=True, text=True, check=True).stdout
    said = "cannot be written: No space left on device. The disk is full: free some space."
    assert told.splitlines() == [
        f"{tmp_path}/a.html {said}", "[]", f"{tmp_path}/a.crate {said}", "[]"
    ]  # fmt: skip


def test_a_folder_that_is_read_only():
    def tried(make) -> str:
        try:
            make()
        except LogWriteError as error:
            return str(error)
        return "written"

    # Not under pytest's own folder, which other users may not enter.
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o555)
        said = "cannot be written: Permission denied. Make the file and its folder writable."
        for make in (
            lambda: new_file(folder / "a", b"x"),
            lambda: new_folder(folder / "a", {"b": b"x"}),
        ):
            assert as_nobody(lambda make=make: tried(make)) == f"{folder / 'a'} {said}"
        assert names(folder) == []
        folder.chmod(0o755)


def test_an_interruption_leaves_nothing(tmp_path):
    class Interrupted(dict):
        def items(self):
            yield "one", b"1"
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        new_folder(tmp_path / "a.crate", Interrupted())
    assert names(tmp_path) == []


def test_names_that_cannot_be(tmp_path):
    for made in (
        lambda name: new_file(tmp_path / name, b""),
        lambda name: new_folder(tmp_path / name, {}),
    ):
        with pytest.raises(LogWriteError, match=r"File name too long\. Give the notebook"):
            made("x" * 300)
    (tmp_path / "there").touch()
    with pytest.raises(IsThereError):
        new_file(tmp_path / "there", b"x")
    assert (tmp_path / "there").read_bytes() == b""


def test_a_notebook_that_is_a_link_is_not_packed(log, tmp_path, capsys):
    """It may point to what its owner would never publish."""
    (tmp_path / "id_ed25519").write_text(KEY)
    (tmp_path / "a b.ipynb").symlink_to(tmp_path / "id_ed25519")
    linked = reading(tmp_path / log.name)
    assert (linked.notebook, linked.linked) == (None, True)
    assert linked.warnings(crate=False) == []
    (warning,) = linked.warnings(crate=True)
    assert main(["export", str(tmp_path / log.name)]) == 0
    assert warning in capsys.readouterr().err
    for one in (tmp_path / "a b.ipynb.crate").rglob("*"):
        assert one.is_dir() or KEY not in one.read_text("utf-8")


def test_an_append_in_between_is_read_again(log, tmp_path, monkeypatch):
    from jupyter_sciassist.provenance.exports import reading as module

    real, calls = module.verify, []

    def checked(where):
        report = real(where)
        if not calls:
            record(tmp_path / log.name, suggestion=CARD, verb="rejected")
        calls.append(where)
        return report

    monkeypatch.setattr(module, "verify", checked)
    assert [row.decision for row in module.reading(tmp_path / log.name).rows] == [
        "accepted", "rejected",
    ]  # fmt: skip
    assert len(calls) == 2
