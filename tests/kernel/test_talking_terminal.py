"""The conversation in a plain IPython terminal: text, a model of its own, and Ctrl-C."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from jupyter_sciassist.models import fetching
from tests.kernel.gated import Script, speaking
from tests.kernel.test_terminal import DATA, terminal

TOLD = "print('worker', __import__('jupyter_sciassist.kernel.engine', fromlist='x').engine().own_model.get().pid)"
GUARD = 120.0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data.py").write_text(DATA)
    (tmp_path / ".ipython" / "profile_default").mkdir(parents=True)
    return tmp_path


def configure(folder: Path, **settings: str) -> None:
    """What the user wrote into ipython_config.py."""
    lines = [f"c.SciAssistMagics.{name} = {value!r}" for name, value in settings.items()]
    file = folder / ".ipython" / "profile_default" / "ipython_config.py"
    file.write_text("\n".join(["c = get_config()", *lines, ""]))


def test_replies_are_plain_text(folder: Path) -> None:
    configure(folder, model="none")
    told = terminal(
        folder,
        "%load_ext jupyter_sciassist",
        "%run data.py",
        """%sci chat what's the mean of {dose} in "values"?""",
        "print('seen', 3.5)",
        "%sci explain",
        "values['dosis']",
        "%sci fix",
        "%sci status",
        "print(sorted(name for name in dir() if name[0] != '_'))",
    )
    assert "Mean of dose: 4.21429 (n = 60).\n(verified)\nComputed: mean of dose" in told
    assert "Cell [4] shows printed text" in told
    assert "Cell [6] stopped with KeyError" in told
    assert "model: none; the settings say none" in told
    assert "<div" not in told
    assert "['In', 'Out', 'exit', 'get_ipython', 'open', 'pd', 'quit', 'values']" in told


def test_the_policy_of_the_configuration_turns_it_off(folder: Path) -> None:
    configure(folder, chat_policy="force-off")
    told = terminal(folder, "%load_ext jupyter_sciassist", "%sci chat mean of dose")
    assert "%sci chat: Conversations are turned off here: chat_policy is force-off. Ask" in told


@pytest.mark.model
def test_a_model_of_its_own_comments_and_ends_with_the_terminal(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SCIASSIST_MODEL_POLICY")
    file = fetching.fetch("test")
    configure(folder, model=str(file))
    told = terminal(
        folder,
        "%load_ext jupyter_sciassist",
        "%run data.py",
        "print('before', len(__import__('psutil').Process().children()))",
        "%sci chat how is response related to dose in values?",
        TOLD,
        "%sci status",
    )
    assert "before 0" in told
    computed, _, comment = told.partition("The model is asked")
    assert "Rows with higher dose have higher response" in computed
    assert "The model comments:" in comment
    found = re.search(r"worker (\d+)", told)
    assert found is not None
    assert not psutil.pid_exists(int(found[1]))
    assert f"model: {file}, of this kernel alone (ready)" in told


class Typed:
    """An `ipython` at work: lines go in one at a time, what it prints is read as it comes."""

    def __init__(self, folder: Path) -> None:
        env = {key: value for key, value in os.environ.items() if not key.startswith("JPY_")}
        env["IPYTHONDIR"] = str(folder / ".ipython")
        env["JUPYTER_RUNTIME_DIR"] = str(folder / ".runtime")
        env["PYTHONUNBUFFERED"] = "1"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "IPython", "--no-banner", "--colors=NoColor", "--simple-prompt"],
            cwd=folder, env=env, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )  # fmt: skip
        self.told = ""
        self._changed = threading.Condition()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        while piece := self.process.stdout.read(1):
            with self._changed:
                self.told += piece
                self._changed.notify_all()

    def type(self, *lines: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("\n".join(lines) + "\n")
        self.process.stdin.flush()

    def until(self, text: str) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: text in self.told, GUARD), self.told


@pytest.fixture
def typed(folder: Path) -> Iterator[Typed]:
    configure(folder, model="none")
    one = Typed(folder)
    yield one
    one.process.kill()
    one.process.wait(GUARD)


def test_control_c_stops_the_model_and_keeps_what_was_computed(typed: Typed) -> None:
    script = Script()
    with speaking(script) as url:
        typed.type(
            "%load_ext jupyter_sciassist",
            "%run data.py",
            f"__import__('jupyter_sciassist.kernel.engine', fromlist='x').engine().hand_server({url!r}, 'x')",
            "%sci chat how is response related to dose in values?",
        )
        typed.until("The model is asked; interrupting keeps what stands here.")
        assert script.asked.wait(GUARD)
        typed.process.send_signal(signal.SIGINT)
        typed.until("KeyboardInterrupt")
        assert script.gone.wait(GUARD)
        typed.type("print('go' + 'ing on')")
        typed.until("going on")
    assert "Rows with higher dose have higher response" in typed.told
