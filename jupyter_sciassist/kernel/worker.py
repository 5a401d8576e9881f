"""One thread that computes beside the user's code, gives way to it, and can always be stopped."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator

# A scan may take a quarter of the user's speed at most: after each stretch of work that had to
# fight for the interpreter the thread rests several times as long as the work took.
REST = 4.0
LONGEST_REST = 2.0
STRETCH = 0.001
# A sleep of 0.1 ms that took as long as this had to wait for the interpreter (see SWITCH).
CONTENDED = 0.0008
# NumPy lets go of the interpreter many times a scan, and beside a pure-Python loop each return waits for
# the switch interval: with Python's 5 ms a scan of 0.1 s of work took 5 s, with 1 ms 1.5 s, rests included.
SWITCH = 0.001
# A stopped job that has not ended after so many seconds is taken to hang in somebody's C code.
PATIENCE = 2.0


@contextlib.contextmanager
def brisk_switching() -> Iterator[None]:
    """A shorter switch interval for the time of a job; what the user sets meanwhile is kept."""
    before = sys.getswitchinterval()
    if before <= SWITCH:
        yield
        return
    sys.setswitchinterval(SWITCH)
    try:
        yield
    finally:
        if abs(sys.getswitchinterval() - SWITCH) < 1e-6:
            sys.setswitchinterval(before)


class Job:
    """One piece of work. `done` is set at its end, also when it failed or was abandoned."""

    def __init__(self, work: Callable[[Job], None]) -> None:
        self._work = work
        self._stop = threading.Event()
        self._mark = 0.0
        self.done = threading.Event()
        self.abandoned = False

    @property
    def stopped(self) -> bool:
        """Whether somebody asked the job to stop."""
        return self._stop.is_set()

    def wait(self, seconds: float) -> bool:
        """Wait for the end; whether it came."""
        return self.done.wait(seconds)

    def stop(self) -> None:
        """Ask the job to stop at its next breath."""
        self._stop.set()

    def run(self) -> None:
        """Work; whatever happens, `done` is set."""
        self._mark = time.thread_time()
        try:
            self._work(self)
        finally:
            self.done.set()

    def breathe(self) -> bool:
        """Let the user's code run, then say whether to stop. Called between measurements.

        A thread that computes takes the interpreter from the user's loop for 5 ms at a time. How
        long a short sleep really took tells whether somebody else wanted the interpreter.
        """
        spent = time.thread_time() - self._mark
        if spent >= STRETCH:
            began = time.perf_counter()
            time.sleep(0.0001)
            if time.perf_counter() - began > CONTENDED:
                self._stop.wait(min(REST * spent, LONGEST_REST))
            self._mark = time.thread_time()
        return self._stop.is_set()


class Worker:
    """Runs jobs in the order they came, on one daemon thread that starts with the first."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: deque[Job] = deque()
        self._running: Job | None = None
        self._thread: threading.Thread | None = None

    def submit(self, work: Callable[[Job], None]) -> Job:
        """Queue `work` and return at once."""
        job = Job(work)
        with self._changed:
            self._waiting.append(job)
            self._ensure_thread()
            self._changed.notify_all()
        return job

    def stop(self) -> None:
        """Stop the running job and every waiting one; each still runs to say that it was stopped."""
        with self._changed:
            jobs = [*self._waiting, *([self._running] if self._running else [])]
            running = self._running
        for job in jobs:
            job.stop()
        if running is not None:
            timer = threading.Timer(PATIENCE, self._abandon, [running])
            timer.daemon = True
            timer.start()

    def _ensure_thread(self) -> None:
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._loop, name="sciassist", daemon=True)
            self._thread.start()

    def _abandon(self, job: Job) -> None:
        """Leave a job that does not stop to itself and go on with a new thread."""
        with self._changed:
            if self._running is not job or job.done.is_set():
                return
            job.abandoned = True
            self._running = None
            self._thread = None
            self._ensure_thread()
        job.done.set()

    def _next(self) -> Job | None:
        """The next job for the calling thread; None when that thread was replaced."""
        with self._changed:
            while self._thread is threading.current_thread():
                if self._waiting:
                    self._running = self._waiting.popleft()
                    return self._running
                self._changed.wait()
        return None

    def _succeed(self) -> None:
        """Give the jobs that wait another thread: the calling one ends with what its job raised."""
        with self._changed:
            if self._thread is threading.current_thread():
                self._thread = None
                if self._waiting:
                    self._ensure_thread()

    def _loop(self) -> None:
        while (job := self._next()) is not None:
            try:
                with brisk_switching():
                    job.run()
            except BaseException:
                self._succeed()
                raise
            finally:
                with self._changed:
                    if self._running is job:
                        self._running = None
            # Nothing of the user's may live on in this frame while the thread waits.
            del job
