"""`jupyter sciassist export`, `report` and `disclose`."""

import json
import os
import sys
from urllib.parse import unquote

import pytest

from jupyter_sciassist.cli import main
from tests.provenance.exports.logs import full_log
from tests.provenance.logs import small_log


@pytest.fixture
def notebook(tmp_path):
    path = tmp_path / "a b.ipynb"
    path.write_text('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}')
    full_log(tmp_path / "a b.ipynb.prov.jsonl")
    return path


def test_a_crate_beside_the_notebook(notebook, capsys):
    assert main(["export", str(notebook)]) == 0
    told = capsys.readouterr()
    folder = notebook.with_name("a b.ipynb.crate")
    assert told.out.strip() == str(folder)
    assert "names no publisher" in told.err
    metadata = json.loads((folder / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    assert metadata["@context"][0] == "https://w3id.org/ro/crate/1.1/context"
    assert (folder / "a b.ipynb.prov.jsonl").is_file()
    assert sorted(one.name for one in notebook.parent.iterdir()) == [
        "a b.ipynb", "a b.ipynb.crate", "a b.ipynb.prov.jsonl",
    ]  # fmt: skip


@pytest.mark.skipif(sys.platform == "darwin", reason="its file names are always text")
def test_a_file_name_that_is_no_text(notebook, tmp_path, capfd):
    name = os.fsdecode(b"\xff '\"<&>\n.ipynb")
    (tmp_path / name).write_bytes(notebook.read_bytes())
    notebook.with_name(notebook.name + ".prov.jsonl").rename(tmp_path / f"{name}.prov.jsonl")
    (tmp_path / f"{name}.prov.jsonl.torn").touch()
    words = ("--rocrate=1.1", "--prov=json", "--prov=provn", "--agent-trace")
    calls = [("export", one) for one in words] + [("report", "--csv"), ("report", "--html")]
    for verb, option in [*calls, ("disclose", "--style=gamer")]:
        assert main([verb, str(tmp_path / name), option]) == 0
    told = capfd.readouterr().out
    assert "\ufffd" in told
    (metadata,) = tmp_path.glob("*.crate/ro-crate-metadata.json")
    graph = json.loads(metadata.read_text(encoding="utf-8"))["@graph"]
    for one in graph:
        if one["@type"] == "File":
            assert (metadata.parent / unquote(one["@id"])).is_file()


def test_a_log_that_is_named_like_a_part_of_the_crate(notebook, tmp_path):
    odd = tmp_path / "verification.json"
    notebook.with_name(notebook.name + ".prov.jsonl").rename(odd)
    assert main(["export", str(odd), "-o", str(tmp_path / "c")]) == 0
    assert (tmp_path / "c" / "verification.json.prov.jsonl").read_bytes() == odd.read_bytes()
    assert "checks" in json.loads((tmp_path / "c" / "verification.json").read_text("utf-8"))


@pytest.mark.parametrize("there", ["folder", "empty folder", "file", "broken link"])
def test_what_is_there_is_left_as_it_is(there, notebook, tmp_path, capsys):
    place = tmp_path / "mine"
    if there == "file":
        place.write_text("mine")
    elif there == "broken link":
        place.symlink_to(tmp_path / "gone")
    else:
        place.mkdir()
        if there == "folder":
            (place / "thesis.tex").write_text("mine")
    before = sorted(tmp_path.iterdir())
    assert main(["export", str(notebook), "-o", str(place)]) == 2
    assert f"{place} is there already and was left as it is" in capsys.readouterr().err
    assert sorted(tmp_path.iterdir()) == before
    if there == "folder":
        assert (place / "thesis.tex").read_text() == "mine"


def test_a_file_is_never_written_over(notebook, tmp_path, capsys):
    place = tmp_path / "report.html"
    place.write_text("mine")
    assert main(["report", str(notebook), "-o", str(place)]) == 2
    assert place.read_text() == "mine"
    assert main(["report", str(notebook), "-o", str(tmp_path / "no" / "r.html")]) == 2
    assert main(["export", str(notebook), "-o", str(tmp_path / "no" / "crate")]) == 2
    told = capsys.readouterr().err
    assert told.count("cannot be written: No such file or directory") == 2


@pytest.mark.parametrize(
    ("words", "begins"),
    [
        (["export", "--prov", "json"], b'{\n "prefix"'),
        (["export", "--prov", "provn"], b"document\n"),
        (["export", "--agent-trace"], b'{"files"'),
        (["report"], b"<!DOCTYPE html>"),
        (["report", "--csv"], b"record,record_hash"),
        (["disclose"], b"# Use of AI-assisted technology (ICMJE)"),
        (["disclose", "--style", "gamer"], b"# Reporting of generative AI (GAMER"),
    ],
)
def test_the_rest_goes_to_standard_output_or_a_file(words, begins, notebook, capfdbinary, tmp_path):
    verb, *options = words
    assert main([verb, str(notebook), *options]) == 0
    told = capfdbinary.readouterr().out
    assert told.startswith(begins)
    place = tmp_path / "out"
    assert main([verb, str(notebook), *options, "-o", str(place)]) == 0
    assert place.read_bytes() == told


def test_exit_codes(notebook, tmp_path, capsys):
    damaged = tmp_path / "d.ipynb.prov.jsonl"
    lines = small_log(damaged)
    damaged.write_bytes(lines[0] + lines[2])
    place = tmp_path / "out"
    for verb in ("export", "report", "disclose"):
        assert main([verb, str(damaged), "-o", str(place)]) == 1
        assert "does not verify" in capsys.readouterr().err
        assert main([verb, str(tmp_path / "gone.ipynb"), "-o", str(place)]) == 2
    assert not place.exists()
    notebook.write_text('{"metadata": {"sciassist": {"head": "sha256:00"}}}')
    assert main(["report", str(notebook), "-o", str(place)]) == 4
    assert place.is_file()
    assert "does not match the log" in capsys.readouterr().err


def test_what_a_log_does_not_know_can_be_stated(notebook, tmp_path, capsys):
    party, licence = "Uni <https://ror.org/02mhbdp94>", "https://spdx.org/licenses/MIT.html"
    words = [
        "export",
        str(notebook),
        "--rocrate",
        "1.3",
        "--publisher",
        party,
        "--license",
        licence,
    ]
    assert main([*words, "-o", str(tmp_path / "c")]) == 0
    assert capsys.readouterr().err == ""
    graph = json.loads((tmp_path / "c" / "ro-crate-metadata.json").read_text("utf-8"))["@graph"]
    root = next(one for one in graph if one["@id"] == "./")
    assert root["publisher"] == {"@id": "https://ror.org/02mhbdp94"}
    assert root["license"] == {"@id": licence}
    for bad in (
        ["--publisher", "Uni"],
        ["--publisher", "U <https://x.org/>"],
        ["--license", "MIT"],
    ):
        with pytest.raises(SystemExit, match="2"):
            main(["export", str(notebook), *bad])
