from __future__ import annotations

import sys
import threading
import time

import pytest

from jupyter_sciassist.kernel import worker
from jupyter_sciassist.kernel.worker import Job, Worker

LONG = 20.0


def test_jobs_run_in_the_order_they_came_on_one_daemon_thread() -> None:
    own = Worker()
    seen: list[tuple[int, threading.Thread]] = []
    for number in range(5):
        job = own.submit(lambda _, n=number: seen.append((n, threading.current_thread())))
    assert job.done.wait(LONG)
    assert [number for number, _ in seen] == [0, 1, 2, 3, 4]
    (thread,) = {thread for _, thread in seen}
    assert thread.daemon


def test_stop_reaches_the_running_and_the_waiting_jobs() -> None:
    own = Worker()
    running = threading.Event()
    stopped: list[bool] = []

    def work(job: Job) -> None:
        running.set()
        while not job.breathe():
            pass
        stopped.append(job.stopped)

    first, second = own.submit(work), own.submit(lambda job: stopped.append(job.stopped))
    assert running.wait(LONG)
    own.stop()
    assert first.done.wait(LONG)
    assert second.done.wait(LONG)
    assert stopped == [True, True]


def test_a_new_job_after_a_stop_runs() -> None:
    own = Worker()
    own.submit(lambda job: None)
    own.stop()
    seen: list[bool] = []
    assert own.submit(lambda job: seen.append(job.breathe())).done.wait(LONG)
    assert seen == [False]


def test_a_stuck_job_is_left_to_itself_after_a_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "PATIENCE", 0.05)
    own = Worker()
    stuck, release = threading.Event(), threading.Event()

    def hang(job: Job) -> None:
        stuck.set()
        release.wait(LONG)

    hung = own.submit(hang)
    assert stuck.wait(LONG)
    own.stop()
    seen: list[str] = []
    assert own.submit(lambda job: seen.append("next")).done.wait(LONG)
    assert seen == ["next"]
    assert hung.abandoned
    assert hung.done.is_set()
    release.set()
    assert own.submit(lambda job: seen.append("later")).done.wait(LONG)
    assert seen == ["next", "later"]


def test_a_job_that_raises_does_not_stop_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[str] = []
    queued, raised = threading.Event(), threading.Event()

    def hook(args: threading.ExceptHookArgs) -> None:
        told.append(str(args.exc_value))
        raised.set()

    monkeypatch.setattr(threading, "excepthook", hook)
    own = Worker()

    def fail(job: Job) -> None:
        assert queued.wait(LONG)
        raise RuntimeError("broken")

    seen: list[int] = []
    failing = own.submit(fail)
    waiting = own.submit(lambda job: seen.append(1))
    queued.set()
    assert failing.done.wait(LONG)
    assert waiting.done.wait(LONG)
    assert own.submit(lambda job: seen.append(2)).done.wait(LONG)
    assert seen == [1, 2]
    assert raised.wait(LONG)  # the failed job's thread ends beside the next one's work
    assert told == ["broken"]


def test_a_breath_rests_longer_than_it_worked_when_others_want_the_interpreter() -> None:
    rested: list[float] = []
    going = threading.Event()

    def work(job: Job) -> None:
        going.wait(LONG)
        for _ in range(20):
            until = time.thread_time() + 0.01
            while time.thread_time() < until:
                pass
            began = time.perf_counter()
            job.breathe()
            rested.append(time.perf_counter() - began)

    job = Worker().submit(work)
    going.set()
    while not job.done.is_set():
        sum(range(200))
    assert sorted(rested)[10] > 0.01


def test_the_switch_interval_is_shorter_for_a_job_and_back_after_it() -> None:
    before = sys.getswitchinterval()
    seen: list[float] = []
    job = Worker().submit(lambda _: seen.append(sys.getswitchinterval()))
    assert job.done.wait(LONG)
    assert seen == [pytest.approx(worker.SWITCH)]
    deadline = time.monotonic() + LONG
    while sys.getswitchinterval() != before and time.monotonic() < deadline:
        time.sleep(0.01)
    assert sys.getswitchinterval() == before


def test_a_switch_interval_that_the_user_sets_meanwhile_is_kept() -> None:
    before = sys.getswitchinterval()
    try:
        with worker.brisk_switching():
            sys.setswitchinterval(0.02)
        assert sys.getswitchinterval() == pytest.approx(0.02)
    finally:
        sys.setswitchinterval(before)
