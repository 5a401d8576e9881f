"""What is read from a log before anything is exported, and what every export keeps to."""

import hashlib
import os
import shutil
import subprocess
import sys

import pytest

from jupyter_sciassist.errors import LogDamagedError, ProvenanceError
from jupyter_sciassist.provenance.exports.reading import reading
from jupyter_sciassist.provenance.exports.showing import at, visible, words
from jupyter_sciassist.provenance.log import SidecarLog
from tests.provenance.exports.forms import FORMS
from tests.provenance.exports.logs import HOSTILE, SECRET, full_log, redact
from tests.provenance.logs import small_log
from tests.tracked import ROOT


def test_the_rows_are_the_decisions_in_file_order(full, notebook):
    assert [row.decision for row in full.rows] == [
        "accepted", "accepted", "rejected", "confirmed",
        "accepted", "accepted", "accepted", "accepted",
    ]  # fmt: skip
    assert [row.edited for row in full.rows].count(True) == 1
    assert [row.words("suggestion", "origin") for row in full.rows] == [
        "engine", "both", "both", "engine", "engine", "model", "engine", "both",
    ]  # fmt: skip
    assert (full.count, full.heads, full.title, full.notebook) == (11, 1, notebook.name, notebook)
    last = full.rows[-1]
    assert "/suggestion/title" in last.redacted
    assert (last.shown("/suggestion/title"), last.value("/suggestion/title")) == (
        "[redacted]",
        None,
    )
    assert full.rows[0].shown("/suggestion/note") == ""
    assert reading(notebook.with_name(full.name)) == full


def test_values_as_text():
    assert at({"a": [{"b": 1}]}, "a", 0, "b") == 1
    for broken in (("a", 1), ("a", 0, "c"), ("x",), ("a", "b"), (0,)):
        assert at({"a": [{"b": 1}]}, *broken) is None
    assert [words(one) for one in (None, "x", True, 0.5, [1, "a"])] == [
        "",
        "x",
        "true",
        "0.5",
        '[1,"a"]',
    ]
    assert visible("a\x00\u202eb\r\nc\td\ufeff") == "a<U+0000><U+202E>b\nc\td<U+FEFF>"
    assert visible("é ‌ 👩‍🔬") == "é ‌ 👩‍🔬"


def test_nothing_is_exported_from_a_log_that_does_not_verify(tmp_path):
    path = tmp_path / "a.ipynb.prov.jsonl"
    lines = small_log(path)
    path.write_bytes(lines[0] + lines[2])
    with pytest.raises(LogDamagedError, match=r"does not verify \(line 2: a parent is missing"):
        reading(path)
    path.write_bytes(b"".join(lines).replace(b'"v":1', b'"v":2'))
    with pytest.raises(LogDamagedError):
        reading(path)
    path.write_bytes(b"")
    with pytest.raises(ProvenanceError, match="holds no record"):
        reading(path)
    with pytest.raises(ProvenanceError, match="has no log"):
        reading(tmp_path / "b.ipynb")


def test_a_log_that_grows_meanwhile_is_refused(tmp_path, monkeypatch):
    from jupyter_sciassist.provenance.exports import reading as module

    path = tmp_path / "a.ipynb.prov.jsonl"
    small_log(path)
    real = module.verify

    def checked(where):
        report = real(where)
        SidecarLog(path).append("review.note", {"n": 9})
        return report

    monkeypatch.setattr(module, "verify", checked)
    with pytest.raises(ProvenanceError, match="written to while it was read"):
        reading(path)


def test_torn_tails_forks_and_a_notebook_that_differs(tmp_path, notebook):
    path = tmp_path / "a.ipynb.prov.jsonl"
    shutil.copy(notebook.with_name(notebook.name + ".prov.jsonl"), path)
    whole = reading(path)
    with path.open("ab") as file:
        file.write(b'{"core":{"acto')
    torn = reading(path)
    assert (torn.head, torn.rows, torn.notebook) == (whole.head, whole.rows, None)
    assert torn.report.exit_code(strict=True) == 3
    lines = path.read_bytes().splitlines(keepends=True)[:-1]
    other = tmp_path / "other.prov.jsonl"
    other.write_bytes(b"".join(lines[:3]))
    SidecarLog(other).append("review.note", {"n": 1})
    path.write_bytes(b"".join(lines) + other.read_bytes().splitlines(keepends=True)[-1])
    forked = reading(path)
    assert (forked.heads, forked.rows) == (2, whole.rows)
    for made in FORMS.values():
        made(forked)
    (tmp_path / "a.ipynb").write_text(
        '{"metadata": {"sciassist": {"head": "sha256:00", "log": "x", "count": 1}}}'
    )
    differing = reading(path)
    assert not differing.matches_notebook
    assert b"does not match" in FORMS["page"](differing)
    assert b"does not match" in FORMS["disclosure icmje"](differing)


@pytest.mark.parametrize("name", FORMS)
def test_every_form_bears_the_head_and_comes_out_the_same(name, full, notebook):
    made = FORMS[name](full)
    short = full.head.removeprefix("sha256:")[:12]
    assert short.encode() in made
    assert FORMS[name](reading(notebook)) == made
    assert str(notebook.parent).encode() not in made


def test_another_process_makes_the_same_bytes(full, notebook):
    """Another hash seed would show an order that comes from a set."""
    code = (
        "import sys, hashlib; from pathlib import Path;"
        "from tests.provenance.exports.forms import FORMS;"
        "from jupyter_sciassist.provenance.exports.reading import reading;"
        "log = reading(Path(sys.argv[1]));"
        "print([hashlib.sha256(made(log)).hexdigest() for made in FORMS.values()])"
    )
    mine = [hashlib.sha256(made(full)).hexdigest() for made in FORMS.values()]
    done = subprocess.run(
        [sys.executable, "-c", code, str(notebook)],
        env={**os.environ, "PYTHONHASHSEED": "4711", "TZ": "Pacific/Chatham", "LC_ALL": "C"},
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == str(mine)


@pytest.mark.parametrize("name", FORMS)
def test_what_was_removed_is_nowhere(name, full):
    made = FORMS[name](full)
    assert SECRET.encode() not in made
    assert SECRET.encode() not in full.data


@pytest.mark.parametrize("name", FORMS)
def test_direction_overrides_and_control_characters_are_spelled_out(name, full):
    made = FORMS[name](full)
    # The files of a crate are joined by NULs here, and the sidecar is among them as it is.
    for part in made.replace(full.data, b"").split(b"\0") if name.startswith("crate") else [made]:
        text = part.decode()
        assert not {letter for letter in text if ord(letter) < 32} - set("\r\n\t")
        for hidden in ("\u202e", "\\u202e", "\\u0000"):
            assert hidden not in text


@pytest.mark.parametrize("name", FORMS)
def test_a_log_without_decisions(name, tmp_path):
    path = tmp_path / "new.ipynb.prov.jsonl"
    small_log(path)
    log = reading(path)
    made = FORMS[name](log)
    if name == "agent trace":
        assert made == b""
    else:
        assert log.short_head.encode() in made


@pytest.mark.parametrize("name", FORMS)
def test_a_log_of_which_everything_was_removed(name, tmp_path):
    path = full_log(tmp_path / "a.ipynb.prov.jsonl")
    for number in range(11):
        redact(path, number)
    made = FORMS[name](reading(path)).decode()
    assert HOSTILE[:20] not in made
    assert "Lovelace" not in made
    assert "redacted" in made or "removed" in made


@pytest.mark.parametrize("name", FORMS)
def test_bodies_of_another_shape_break_nothing(name, tmp_path):
    """A log verifies whatever its bodies hold; a reader must not fall over them."""
    path = tmp_path / "a.ipynb.prov.jsonl"
    log = SidecarLog(path)
    log.append("log.created", {"tool": "x"})
    for body in (
        {},
        {"suggestion": [], "evidence": {}, "data": "no", "model": 3, "prompt": [], "cell": "c"},
        {"suggestion": {"origin": "both", "id": 5}, "data": [None], "notebook": 7, "params": [1]},
        {"suggestion": {"origin": ["x"]}, "data": [{"name": {}}], "acceptance": {"mode": "edited"}},
        {"suggestion": {"origin": "model"}, "prompt": {}, "params": {"a": {"b": None}}},
    ):
        for kind in ("accepted", "rejected", "confirmed"):
            openings = {
                "/suggestion/title": 5, "/suggestion/text": {"a": 1}, "/by": [], "/claim": "x",
                "/evidence/0/result": [1], "/acceptance/text": 2.5, "/prompt/messages": None,
            }  # fmt: skip
            log.append(f"suggestion.{kind}", body, openings)
    FORMS[name](reading(path))
