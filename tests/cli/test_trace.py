"""`jupyter sciassist show`, `diff` and `blame` on a notebook that lived on after its acceptances."""

import json
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest

from jupyter_sciassist.cli import main
from jupyter_sciassist.provenance.amend import redact
from jupyter_sciassist.provenance.record import record
from tests.provenance.logs import CARD

CODE = "import math\nx = 1\ny = 2\nprint(x + y)\n"
SUGGESTED = replace(CARD, code=CODE)


@pytest.fixture
def notebook(tmp_path) -> Path:
    return tmp_path / "a.ipynb"


def accept(notebook: Path, cell: str, text: str | None = None) -> str:
    """Id of the record of an acceptance into the cell with that id."""
    receipt = record(
        notebook.with_name(notebook.name + ".prov.jsonl"),
        suggestion=SUGGESTED,
        verb="accepted",
        by="Ada",
        notebook=notebook.name,
        cell={"id": cell, "index": 0},
        text=text,
    )
    return receipt.record


def save(notebook: Path, *cells: tuple[str, str, bool | str]) -> None:
    """A notebook of code cells: id, source, whether the metadata name the suggestion, or another."""
    made = [
        nbformat.v4.new_code_cell(
            source, id=name, metadata={"sciassist": {"ids": [names or CARD.id]}} if named else {}
        )
        for name, source, named in cells
        for names in [named if isinstance(named, str) else ""]
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=made), notebook)


def badges(capsys, notebook: Path) -> list[str]:
    assert main(["blame", str(notebook)]) == 0
    return [line[6:24].strip() for line in capsys.readouterr().out.splitlines()]


def test_blame(notebook, capsys):
    first = accept(notebook, "verbatim")
    accept(notebook, "edited", CODE.replace("y = 2", "y = 3"))
    accept(notebook, "later")
    accept(notebook, "gone")
    save(
        notebook,
        ("verbatim", CODE + "\n", True),
        ("edited", CODE.replace("y = 2", "y = 3"), True),
        ("later", CODE.replace("y = 2\n", ""), True),
        ("own", "z = 3", False),
        ("lost", "z = 4", False),
    )
    assert badges(capsys, notebook) == [
        "AI verbatim",
        "AI edited 3 %",
        "AI edited 17 %",
        *["unknown"] * 2,
    ]
    main(["blame", str(notebook)])
    said = capsys.readouterr().out.splitlines()
    assert said[2].endswith("(3 of 4 suggested lines are there)")
    assert f"  {first}  Ada  " in said[0]
    assert CARD.title in said[0]


def test_a_cell_that_names_what_is_not_on_record(notebook, capsys):
    accept(notebook, "c")
    save(notebook, ("c", CODE, True), ("d", "z = 1", "ffeeddccbbaa0099"))
    assert badges(capsys, notebook) == ["AI verbatim", "record missing"]


def test_a_copy_and_a_part_of_an_accepted_cell(notebook, capsys):
    accept(notebook, "c")
    accept(notebook, "d", CODE + "more = 1\n")
    half = CODE.replace("import math\nx = 1\n", "")
    save(notebook, ("c", CODE, True), ("e", half, True), ("d", "z", True), ("f", CODE, True))
    assert badges(capsys, notebook) == [
        "AI verbatim",
        "AI edited 50 %",
        "AI edited 100 %",
        "AI verbatim",
    ]


def test_outputs_data_and_evidence_in_diff(notebook, capsys):
    accept(notebook, "c")
    save(notebook, ("c", CODE, True))
    main(["diff", str(notebook)])
    said = capsys.readouterr().out
    assert "\noutputs: none, the cell was not run" in said
    assert "\ndata, evidence: not checkable here" in said


def test_moved_by_a_text_round_trip_and_edited_after(notebook, capsys):
    first = accept(notebook, "old-1")
    save(notebook, ("new-1", CODE, False))
    assert badges(capsys, notebook) == ["AI verbatim"]
    assert main(["diff", str(notebook), first]) == 0
    assert "now: moved, cell [0]" in capsys.readouterr().out
    save(notebook, ("new-1", CODE + "more = 1", True))
    assert badges(capsys, notebook) == ["AI edited 20 %"]
    main(["diff", str(notebook), first])
    assert "now: moved and edited, cell [0]" in capsys.readouterr().out


def test_diff(notebook, capsys):
    first = accept(notebook, "c", CODE.replace("x = 1", "x = 7"))
    save(notebook, ("c", CODE.replace("x = 1", "x = 8"), True))
    assert main(["diff", str(notebook)]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"{first}  edited  {CARD.title}\n--- suggested\n+++ accepted\n")
    assert "\n-x = 1\n+x = 7\n" in said
    assert "\nnow: edited since, cell [0]\n--- accepted\n+++ now\n" in said
    assert "\n-x = 7\n+x = 8\n" in said
    save(notebook, ("other", "z = 1", False))
    main(["diff", str(notebook)])
    assert "accepted -> now: cell gone" in capsys.readouterr().out
    notebook.unlink()
    main(["diff", str(notebook)])
    assert "there is no notebook beside the log" in capsys.readouterr().out


def test_what_was_redacted_is_said_and_its_hash_still_tells(notebook, capsys):
    one = accept(notebook, "c")
    save(notebook, ("c", CODE, True))
    log = notebook.with_name(notebook.name + ".prov.jsonl")
    redact(log, one, ["/suggestion", "/acceptance", "/by"], reason="x")
    assert badges(capsys, notebook) == ["AI verbatim"]
    main(["diff", str(notebook), one])
    assert "suggested -> accepted: the text was redacted" in capsys.readouterr().out
    assert main(["show", str(log), one]) == 0
    said = capsys.readouterr().out
    assert "\n/by: redacted\n" in said
    assert "/claim:\n{\n" in said
    save(notebook, ("c", CODE + "z", True))
    assert badges(capsys, notebook) == ["redacted"]


def test_show(notebook, capsys):
    one = accept(notebook, "c")
    assert main(["show", str(notebook), one]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"suggestion.accepted  {one}\nhash    sha256:")
    assert f"/acceptance/text:\n{CODE}" in said
    assert main(["show", "--json", str(notebook), one]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["open"]["/by"] == "Ada"
    assert told["core"]["id"] == one
    assert main(["show", str(notebook), "0" * 12]) == 2
    assert "No records of a.ipynb.prov.jsonl begin with" in capsys.readouterr().err


def test_what_is_no_acceptance_or_no_notebook(notebook, capsys):
    accept(notebook, "c")
    log = notebook.with_name(notebook.name + ".prov.jsonl")
    first = json.loads(log.read_bytes().splitlines()[0])["core"]["id"]
    assert main(["diff", str(notebook), first]) == 2
    assert "is no acceptance" in capsys.readouterr().err
    for wrong in ("[1]", '{"cells": [3]}', "no json", '{"cells": null}'):
        notebook.write_text(wrong)
        assert main(["blame", str(notebook)]) == 2
        assert "is no notebook" in capsys.readouterr().err
    assert main(["blame", str(notebook.with_name("none.ipynb"))]) == 2
