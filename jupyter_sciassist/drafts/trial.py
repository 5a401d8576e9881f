"""A draft is tried before it is offered: on copies, in a process of its own that is thrown away.

The copies go to the process over a pipe, as a pickle that this side made; back comes one line of JSON, which is
read as untrusted text. No file holds any of the data.
"""

from __future__ import annotations

import abc
import contextlib
import hashlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import types
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..cells import digest
from ..profiles import known
from . import sampling
from .records import Trial

SECONDS = 30
MEMORY = 2 * 2**30
FILE = 16 * 2**20
OUTPUT = 2000
_LONGEST_REPLY = 64 * 1024
_MESSAGE = 300
_POLL = 0.05
_REMEMBERED = 32
_CLASSES = (type, abc.ABCMeta)
_RUNNER = Path(__file__).with_name("runner.py")
_KEPT = ("SYSTEMROOT", "SYSTEMDRIVE", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TZ")
_ONE_THREAD = (
    "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS",
    "POLARS_MAX_THREADS", "RAYON_NUM_THREADS", "LOKY_MAX_CPU_COUNT", "VECLIB_MAXIMUM_THREADS",
)  # fmt: skip


_lock = threading.Lock()
_made: dict[str, Tried] = {}


@dataclass(frozen=True)
class Job:
    """All that the process needs. Nothing of the user's objects is touched once it is made."""

    code: str
    copies: sampling.Copies
    modules: Mapping[str, tuple[str, str]]

    def key(self) -> str:
        """The same code on the same copies: a conversation that is computed again need not try it again."""
        told = json.dumps([self.code, sorted(self.modules.items()), SECONDS]).encode()
        return hashlib.sha256(told + self.copies.data).hexdigest()


@dataclass(frozen=True)
class Failure:
    """How a draft failed: names of the error's class and its parents, its message, the line in the draft."""

    kinds: tuple[str, ...]
    message: str
    line: int | None

    def told(self) -> str:
        """The error as a notebook would name it."""
        where = "" if self.line is None else f" in line {self.line}"
        return (
            f"{self.kinds[0]}: {self.message}{where}" if self.message else f"{self.kinds[0]}{where}"
        )


@dataclass(frozen=True)
class Tried:
    """A trial, and how it failed where it did."""

    trial: Trial
    failure: Failure | None = None


def not_run(why: str) -> Tried:
    """A trial that was not made."""
    return Tried(Trial("not run", f"Not run: {why}"))


def prepared(
    code: str, reads: Collection[str], objects: Mapping[str, Any], names: Mapping[str, Any]
) -> Job | Tried:
    """The job of trying a draft, or why it cannot be tried. To be called where objects may be touched.

    Parameters
    ----------
    code : str
        Python without magics.
    reads : collection of str
        Live names that it reads.
    objects : mapping of name to live object
        Those that hold data.
    names : mapping of name to live object or None
        All live names.
    """
    modules = {name: found for name in reads if (found := importable(names.get(name))) is not None}
    data = [name for name in reads if name not in modules]
    strange = [name for name in data if name not in objects and not _is_data(names.get(name))]
    if strange:
        return not_run(f"it uses {', '.join(strange)}, which only exists in your kernel.")
    try:
        return Job(code, sampling.copies(data, {**names, **objects}), modules)
    except sampling.CannotCopyError as error:
        return not_run(f"{error}, which is not copied.")


def importable(obj: Any) -> tuple[str, str] | None:
    """(module, member) from which another process gets the same module, function or class; else None."""
    if type(obj) is types.ModuleType:
        spec = vars(obj).get("__spec__")
        return (spec.name, "") if spec is not None and sys.modules.get(spec.name) is obj else None
    if type(obj) is types.MethodType and type(obj.__self__) in _CLASSES:
        # A method of a class, such as statsmodels' `ols`.
        owner = importable(obj.__self__)
        return None if owner is None else (owner[0], f"{owner[1]}.{obj.__name__}")
    if type(obj) in {types.FunctionType, types.BuiltinFunctionType, *_CLASSES}:
        module, name = getattr(obj, "__module__", None), getattr(obj, "__qualname__", "")
        if type(module) is str and module != "__main__" and known.member(module, name) is obj:
            return module, name
    return None


def _is_data(obj: Any) -> bool:
    return obj is not None and (
        type(obj) in known.scalars() or type(obj) in {list, tuple, dict, set}
    )


def run(job: Job, stopped: Callable[[], bool] = lambda: False) -> Tried:
    """Try a draft. Takes up to half a minute and touches nothing of the user's: for any thread.

    What was tried before on the same copies is remembered.

    Parameters
    ----------
    stopped : callable
        Looked at all the while; the process is ended within a tenth of a second.
    """
    key = job.key()
    with _lock:
        if key in _made:
            return _made[key]
    tried, final = _run(job, stopped)
    if final:
        with _lock:
            _made[key] = tried
            while len(_made) > _REMEMBERED:
                del _made[next(iter(_made))]
    return tried


def _run(job: Job, stopped: Callable[[], bool]) -> tuple[Tried, bool]:
    """The trial, and whether it came to an end of its own."""
    if not sys.executable:
        return not_run("this Python does not know its own program."), False
    with tempfile.TemporaryDirectory(prefix="sciassist-", ignore_cleanup_errors=True) as home:
        _lend_fonts(Path(home))
        try:
            child = _Child(job, home)
        except OSError as error:
            return not_run(f"no process could be started ({error.strerror})."), False
        ended = child.wait(stopped)
    if ended == "stopped":
        return not_run("you stopped it."), False
    return _judged(job, child, late=ended == "late"), True


class _Child:
    """The process of one trial."""

    def __init__(self, job: Job, home: str) -> None:
        # The folder of the notebook stays out: its modules are the user's code.
        folder = Path.cwd()
        head = {
            "code": job.code, "home": home, "path": [one for one in sys.path if Path(one).is_absolute() and Path(one) != folder],
            "reads": [home], "modules": job.modules, "seconds": SECONDS, "memory": MEMORY, "file": FILE,
            "output": OUTPUT,
        }  # fmt: skip
        self._job = json.dumps(head).encode("ascii") + b"\n" + job.copies.data
        self.reply = b""
        self._read = threading.Event()
        self.process = subprocess.Popen(  # noqa: S603 - this Python, with our own file
            [sys.executable, "-I", "-X", "utf8", str(_RUNNER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=home,
            env=_environment(home),
            start_new_session=True,
        )
        for work in (self._write, self._receive):
            threading.Thread(target=work, name="sciassist-trial", daemon=True).start()

    def _write(self) -> None:
        pipe = self.process.stdin
        with contextlib.suppress(OSError):
            if pipe is not None:
                pipe.write(self._job)
                pipe.close()

    def _receive(self) -> None:
        pipe = self.process.stdout
        with contextlib.suppress(OSError, ValueError):
            if pipe is not None:
                self.reply = pipe.readline(_LONGEST_REPLY)
        self._read.set()

    def wait(self, stopped: Callable[[], bool]) -> str:
        """Wait for the reply, the clock or Stop, whichever comes first; then end the whole group."""
        end = time.monotonic() + SECONDS
        how = "late"
        while time.monotonic() < end:
            if stopped():
                how = "stopped"
                break
            if self._read.wait(_POLL):
                how = "ended"
                break
        # Not waited for so far, so the number still is this process's. The status of one that has ended stays.
        if hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.kill()
        self.process.wait()
        self._read.wait(1.0)
        return how


def _environment(home: str) -> dict[str, str]:
    """What Python needs and nothing else: no token, no address, no name of the user's."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    made = {
        "HOME": home, "USERPROFILE": home, "TMPDIR": home, "TEMP": home, "TMP": home, "LC_ALL": "C.UTF-8",
        "MPLBACKEND": "Agg", "MPLCONFIGDIR": home, "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    return {**kept, **made, **dict.fromkeys(_ONE_THREAD, "1")}


def _lend_fonts(home: Path) -> None:
    """Matplotlib's list of fonts, which it would otherwise spend the time of the trial on."""
    cache = known.member("matplotlib", "get_cachedir")
    if cache is None:
        return
    with contextlib.suppress(OSError):
        for one in Path(cache()).glob("fontlist-v*.json"):
            (home / one.name).write_bytes(one.read_bytes())


def _judged(job: Job, child: _Child, *, late: bool) -> Tried:
    on = _on(job)
    rows = max((few for few, _ in job.copies.rows.values()), default=None)
    if late:
        return _failed(f"Stopped after {SECONDS} s {on}.", Failure(("TimeoutError",), f"it took more than {SECONDS} s", None), rows)  # fmt: skip
    reply = _reply(child.reply)
    if reply is None:
        return _failed(f"Failed {on}: {_ended(child.process.returncode)}.", Failure(("Ended",), _ended(child.process.returncode), None), rows)  # fmt: skip
    output = digest.clean(reply.output)[:OUTPUT] or None
    if reply.failure is None:
        told = f"Ran without an error {on}, in {reply.seconds:.2g} s. {_fenced(reply.held)}"
        return Tried(Trial("ran", told, rows, reply.seconds, output))
    if _lacks_file(reply.failure):
        return not_run("it reads a file, and a trial has none of yours.")
    told = f"Failed {on}: {reply.failure.told()}"
    return Tried(Trial("failed", told, rows, reply.seconds, output), reply.failure)


def _failed(told: str, failure: Failure, rows: int | None) -> Tried:
    return Tried(Trial("failed", told, rows), failure)


def _lacks_file(failure: Failure) -> bool:
    return "FileNotFoundError" in failure.kinds


def _on(job: Job) -> str:
    """What it ran on, in words."""
    sizes = job.copies.rows
    if not sizes:
        return "in a process of its own"
    name, (few, all_) = max(sizes.items(), key=lambda one: one[1][1])
    return (
        f"on a copy of {name}"
        if few == all_
        else f"on a sample of {few:,} of the {all_:,} rows of {name}"
    )


@dataclass(frozen=True)
class _Reply:
    seconds: float
    output: str
    failure: Failure | None
    held: Mapping[str, bool] = field(default_factory=dict)


def _reply(line: bytes) -> _Reply | None:
    """What the process said, None where it is not what the runner says."""
    try:
        told = json.loads(line)
        failed = told.get("error")
        failure = None
        if told["state"] == "failed":
            kinds = tuple(str(one)[:100] for one in failed["kinds"])
            failure = Failure(
                kinds or ("Error",), _line(str(failed["message"])), _number(failed["line"])
            )
        held = {str(key): value is True for key, value in told["held"].items()}
        return _Reply(float(told.get("seconds", 0.0)), str(told.get("output", "")), failure, held)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _line(message: str) -> str:
    text = " ".join(digest.clean(message).split())
    return text if len(text) <= _MESSAGE else text[: _MESSAGE - 1] + "…"


def _number(line: Any) -> int | None:
    return line if type(line) is int else None


def _ended(status: int) -> str:
    if status < 0 and hasattr(signal, "SIGXCPU") and -status == signal.SIGXCPU:
        return f"it used more than {SECONDS} s of the processor"
    if status < 0:
        return f"its process was ended by signal {-status}"
    return "its process ended without a result"


def _fenced(held: Mapping[str, bool]) -> str:
    """What kept it from doing harm, and what did not on this system."""
    kernel = {
        "no network": held.get("network") or held.get("calls"),
        "no access to your files": held.get("files"),
        "no other programs": held.get("calls"),
    }
    by_system = [one for one, holds in kernel.items() if holds]
    by_python = [one for one, holds in kernel.items() if not holds]
    said = [f"{', '.join(by_system)}"] if by_system else []
    if by_python:
        said.append(f"{', '.join(by_python)} by Python's own checks alone")
    said.append("limits on time" + (" and memory" if held.get("memory") else ", none on memory"))
    return f"It had {'; '.join(said)}."
