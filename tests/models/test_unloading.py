from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable

import psutil
import pytest

from jupyter_sciassist.config import SciAssistSettings
from jupyter_sciassist.errors import ModelCancelled, ModelCrashed
from jupyter_sciassist.models.client import WorkerModel
from jupyter_sciassist.models.idle import Idle
from jupyter_sciassist.server.model import ModelHost

GUARD = 60.0


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + GUARD
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.mark.model
def test_a_model_that_nobody_asks_leaves_memory_and_comes_back(model_file):
    worker = WorkerModel(model_file, unload_after=0.2)
    before = worker.score("The sky is", [" blue"])
    pid = worker.pid
    until(lambda: worker.state == "idle")
    assert worker.pid is None
    until(lambda: pid is None or not psutil.pid_exists(pid))
    assert worker.score("The sky is", [" blue"]) == before
    worker.close()


@pytest.mark.model
def test_after_each_crash_in_a_row_the_next_start_waits_longer(model_file):
    worker = WorkerModel(model_file)
    for pause in (0, 1, 2, 4, 8, 16, 30):
        before = time.monotonic()
        worker._drop(crashed=True)
        assert before + pause <= worker._not_before <= time.monotonic() + pause
    cancel = threading.Event()
    threading.Timer(0.1, cancel.set).start()
    with pytest.raises(ModelCancelled, match="while the model was restarted"):
        worker.complete("Once", cancel=cancel)
    worker._not_before = 0.0
    assert worker.complete("Once", max_tokens=2).tokens_out == 2
    # An answer ends the row.
    worker._drop(crashed=True)
    assert worker._not_before <= time.monotonic()
    worker.close()


@pytest.mark.model
def test_an_answer_under_way_is_no_idleness(model_file):
    worker = WorkerModel(model_file, unload_after=0.05)
    made = worker.complete("Once upon a time", max_tokens=60, on_token=lambda _: time.sleep(0.01))
    assert made.tokens_out == 60
    worker.close()


@pytest.mark.model
@pytest.mark.skipif(os.name == "nt", reason="no such signal")
def test_a_process_that_the_system_killed_is_told_as_such(model_file):
    worker = WorkerModel(model_file)
    worker.load()
    pid = worker.pid
    assert pid is not None
    with pytest.raises(ModelCrashed, match=r"killed, as a system does when memory runs out"):
        worker.complete("Once", max_tokens=1000, on_token=lambda _: os.kill(pid, signal.SIGKILL))
    worker.close()


@pytest.mark.model
@pytest.mark.skipif(not os.path.exists("/proc/self/oom_score_adj"), reason="Linux only")  # noqa: PTH110
def test_where_memory_runs_out_the_model_goes_before_the_server(model_file):
    worker = WorkerModel(model_file)
    worker.load()
    with open(f"/proc/{worker.pid}/oom_score_adj") as file:  # noqa: PTH123
        assert int(file.read()) == 500
    worker.close()


def test_the_setting_reaches_the_model(model_file):
    settings = SciAssistSettings(model=str(model_file), unload_after=7)
    host = ModelHost(settings)
    assert host.get()._idle._seconds == 7
    host.close()


def test_each_touch_begins_anew_and_a_stop_ends_it():
    done = threading.Event()
    idle = Idle(0.05, done.set)
    idle.touch()
    assert done.wait(GUARD)
    assert idle.over
    done.clear()
    idle.touch()
    idle.stop()
    assert not done.wait(0.2)


def test_zero_means_never():
    done = threading.Event()
    idle = Idle(0, done.set)
    idle.touch()
    assert not done.wait(0.2)
    assert not idle.over
