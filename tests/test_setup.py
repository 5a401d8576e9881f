"""The set-up's own rules: which Node will do, what makes a step run again, what a failure says."""

import subprocess
import sys

import pytest

from tests.tracked import ROOT

sys.path.insert(0, str(ROOT / "tools"))
import browser
import check
import console
import lab
import stamps
import steps


@pytest.mark.parametrize("version", ["v20.19.0", "v20.20.2", "v22.12.0", "v23.0.1", "v24.1.0"])
def test_node_new_enough(version: str) -> None:
    assert steps._node_is_new_enough(version)


@pytest.mark.parametrize("version", ["v20.18.3", "v21.7.0", "v22.11.0", "v18.20.0", "", "nonsense"])
def test_node_too_old(version: str) -> None:
    assert not steps._node_is_new_enough(version)


def test_digest_follows_bytes_names_and_words(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(stamps, "ROOT", tmp_path)
    (tmp_path / "src").mkdir()
    file = tmp_path / "src" / "a.ts"
    file.write_text("one")
    first = stamps.digest([tmp_path / "src"], "extras")
    assert stamps.digest([tmp_path / "src"], "extras") == first
    assert stamps.digest([tmp_path / "src"], "more extras") != first
    file.write_text("two")
    second = stamps.digest([tmp_path / "src"], "extras")
    file.rename(tmp_path / "src" / "b.ts")
    assert len({first, second, stamps.digest([tmp_path / "src"], "extras")}) == 3


def test_stamp_is_fresh_only_for_what_it_was_made_from(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(stamps, "STATE", tmp_path / "state")
    assert not stamps.fresh("front-end", "abc")
    stamps.write("front-end", "abc")
    assert stamps.fresh("front-end", "abc")
    assert not stamps.fresh("front-end", "abd")


def test_a_failed_step_shows_its_end_and_the_cure(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(console, "STATE", tmp_path)
    command = [sys.executable, "-c", "print('no such package'); raise SystemExit(3)"]
    with pytest.raises(console.SetupError) as caught:
        console.run("Python packages", command, cure="Use a mirror.")
    assert str(caught.value) == (
        "Python packages failed (exit 3):\n    | no such package\n"
        f"Whole log: {tmp_path / 'Python-packages.log'}\nUse a mirror."
    )


def test_local_requirement_is_the_one_of_the_extra() -> None:
    assert steps._local_requirement().startswith("llama-cpp-python")


def without_ensurepip(folder) -> str:
    """A Python that cannot make virtual environments with pip, as Debian's without python3-venv."""
    wrapper = folder / "python3"
    wrapper.write_text(
        '#!/bin/sh\ncase "$1 $2 $3" in\n'
        '"-m venv /"*) echo "ensurepip is not available"; exit 1;;\n"-m pip "*) exit 1;;\nesac\n'
        f'exec {sys.executable} "$@"\n'
    )
    wrapper.chmod(0o755)
    return str(wrapper)


def test_a_python_without_ensurepip_is_told_with_the_cure(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(sys, "executable", without_ensurepip(tmp_path))
    monkeypatch.setattr(steps, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(steps, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(steps.shutil, "which", lambda name: None)
    with pytest.raises(console.SetupError) as caught:
        steps._virtual_environment()
    assert "ensurepip is not available" in str(caught.value)
    assert "apt-get install python3" in str(caught.value)
    assert "make lab PYTHON=" in str(caught.value)
    assert not (tmp_path / ".venv").exists()


def test_without_a_compiler_everything_else_goes_on(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.setattr(stamps, "STATE", tmp_path)
    monkeypatch.setattr(steps, "_has_runtime", lambda: False)
    monkeypatch.setattr(steps, "_compiler", lambda: None)
    steps._runtime()
    assert "No C++ compiler" in capsys.readouterr().out
    steps._runtime()
    assert capsys.readouterr().out == ""


def test_tools_need_the_standard_library_only() -> None:
    code = "import sys; sys.path.insert(0, 'tools'); import lab, check"
    subprocess.run([sys.executable, "-I", "-S", "-c", code], cwd=ROOT, check=True)


def test_no_browser_says_the_cure(monkeypatch) -> None:
    for source in ("find", "_from_debian", "_from_playwright"):
        monkeypatch.setattr(browser, source, lambda: None)
    with pytest.raises(console.SetupError, match="apt-get install chromium"):
        browser.obtain()


def test_named_browser_comes_first(tmp_path, monkeypatch) -> None:
    named = tmp_path / "my-browser"
    named.write_text("#!/bin/sh\nexit 0\n")
    named.chmod(0o755)
    monkeypatch.setenv("SCIASSIST_BROWSER", str(named))
    assert browser.find() == str(named)


def test_a_browser_that_does_not_start_is_passed_over(tmp_path, monkeypatch) -> None:
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("SCIASSIST_BROWSER", str(broken))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(browser, "DOWNLOADS", tmp_path)
    assert browser.find() is None


def test_set_up_failure_is_one_clear_message(monkeypatch, capsys) -> None:
    def refuse(model: str) -> None:
        raise console.SetupError("no network; use a mirror")

    monkeypatch.setattr(lab, "prepare", refuse)
    assert lab.main([]) == 1
    assert capsys.readouterr().out == "\nno network; use a mirror\n"


MEETS = """
import pathlib, sys, time
own, other = map(pathlib.Path, sys.argv[1:])
own.touch()
deadline = time.monotonic() + 60
while not other.exists() and time.monotonic() < deadline:
    time.sleep(0.05)
print("met" if other.exists() else "alone")
print("told", file=sys.stderr)
sys.exit(own.name == "b")
"""


def test_checks_run_side_by_side_and_their_outputs_stay_apart(
    tmp_path, monkeypatch, capsys
) -> None:
    def meeting(name: str, own: str, other: str, **told: bool) -> check.Check:
        command = [sys.executable, "-c", MEETS, tmp_path / own, tmp_path / other]
        return check.Check(name, command, **told)

    one, two = meeting("one", "a", "b", beside=True), meeting("two", "b", "a")
    last = meeting("last", "c", "c", needs_browser=True)
    monkeypatch.setattr(check, "CHECKS", (one, two, last))
    monkeypatch.setattr(check, "STATE", tmp_path)
    monkeypatch.setattr(check, "prepare", lambda model: None)
    monkeypatch.setattr(browser, "obtain", lambda: "/a/browser")
    assert check.main([]) == 1
    shown = capsys.readouterr().out
    for name in ("one", "two", "last"):
        assert f"=== {name}\nmet\ntold\n" in shown
    assert [line.split()[:2] for line in shown.splitlines()[-4:-1]] == [
        ["passed", "one"], ["FAILED", "two"], ["passed", "last"],
    ]  # fmt: skip
    assert shown.splitlines()[-1].startswith("FAILED: two in ")


def test_without_a_browser_only_the_browser_tests_fail(tmp_path, monkeypatch, capsys) -> None:
    def refuse() -> str:
        raise console.SetupError("no browser; name one")

    plain = check.Check("plain", [sys.executable, "-c", ""])
    looks = check.Check("looks", [sys.executable, "-c", ""], needs_browser=True)
    monkeypatch.setattr(check, "CHECKS", (plain, looks))
    monkeypatch.setattr(check, "prepare", lambda model: None)
    monkeypatch.setattr(browser, "obtain", refuse)
    assert check.main([]) == 1
    shown = capsys.readouterr().out
    assert "no browser; name one" in shown
    assert "FAILED: looks in " in shown
