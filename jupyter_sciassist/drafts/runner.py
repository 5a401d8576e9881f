"""The throw-away process of a trial: `python -I runner.py`, a job on standard input, one JSON line back.

Standard library only, and nothing of this package: the child knows nothing but its job. The job is a line of
JSON and then a pickle of copies, which the parent made of exact types that it knows; back goes JSON alone.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import importlib
import importlib.util
import io
import json
import os
import pickle
import re
import sys
import time
import types
from pathlib import Path
from typing import Any

NAME = "<draft>"
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_REFUSED = (
    "socket. subprocess. os.system os.exec os.fork os.forkpty os.posix_spawn os.spawn os.startfile pty. "
    "os.kill os.killpg os.chdir os.fchdir signal.pthread_kill webbrowser. urllib.Request ftplib. smtplib. "
    "poplib. imaplib. nntplib. telnetlib. winreg. _winapi. syslog. resource. setopencodehooks"
).split()
_HARMLESS = frozenset({"socket.gethostname", "resource.getrlimit"})
_CHANGES = {
    "os.remove": 1, "os.rename": 2, "os.rmdir": 1, "os.mkdir": 1, "os.chmod": 1, "os.chown": 1,
    "os.link": 2, "os.symlink": 2, "os.truncate": 1, "os.utime": 1, "os.setxattr": 1, "os.removexattr": 1,
    "shutil.rmtree": 1, "shutil.move": 2, "shutil.chown": 1, "tempfile.mkstemp": 1, "tempfile.mkdtemp": 1,
}  # fmt: skip


class Start(io.TextIOBase):
    """What is printed, as far as it is shown; the rest is dropped."""

    def __init__(self, limit: int) -> None:
        self.room = limit
        self.parts: list[str] = []

    def writable(self) -> bool:
        """Always."""
        return True

    def write(self, text: str) -> int:
        """Keep what there is room for."""
        if self.room > 0:
            self.parts.append(text[: self.room])
            self.room -= len(text)
        return len(text)


def main() -> None:
    """Do the job that stands on standard input."""
    head, _, copies = sys.stdin.buffer.read().partition(b"\n")
    back = _alone()
    job = json.loads(head)
    home = os.path.realpath(job["home"])
    sys.path += [one for one in job["path"] if one not in sys.path]
    fence = _sibling("fence")
    fence.with_parent()
    with contextlib.suppress(OSError, AttributeError):
        os.nice(10)
    held = {
        "network": fence.network(),
        "files": fence.files([*job["reads"], *sys.path, *_own()], home),
    }
    result: dict[str, Any]
    try:
        space = _namespace(job, copies)
        held |= {"memory": _limits(job), "calls": fence.calls()}
        sys.addaudithook(_refusing(home))
        result = _run(job, space)
    except BaseException as error:  # whatever it is, it ends here
        result = {"state": "failed", **_told(error, None)}
    line = json.dumps({**result, "held": held}).encode("ascii")
    os.write(back, line + b"\n")
    os._exit(0)


def _alone() -> int:
    """The way back, where nothing that prints finds it."""
    back = os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    return back


def _sibling(name: str) -> Any:
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    if spec is None or spec.loader is None:
        raise ImportError(name)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _own() -> list[str]:
    """What Python and its libraries read of a machine: themselves, fonts, zones, and how large it is."""
    told = "cpuinfo meminfo stat uptime version filesystems mounts sys/vm/overcommit_memory".split()
    return [
        *{sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix},
        *"/usr /lib /lib32 /lib64 /nix /gnu /etc /System /Library /sys /dev/urandom /proc/self".split(),
        *(f"/proc/{one}" for one in told),
    ]  # fmt: skip


def _namespace(job: dict[str, Any], copies: bytes) -> dict[str, Any]:
    """The names of the draft: copies of data, modules as the notebook imported them."""
    main_module = types.ModuleType("__main__")
    space = vars(main_module)
    space["__builtins__"] = builtins
    space["display"] = lambda *shown: [print(repr(one)) for one in shown]
    for name, (module, member) in job["modules"].items():
        found = importlib.import_module(module)
        for part in filter(None, member.split(".")):
            found = getattr(found, part)
        space[name] = found
    space |= pickle.loads(copies)  # noqa: S301 - the parent's own
    sys.modules["__main__"] = main_module
    return space


def _limits(job: dict[str, Any]) -> bool:
    """Seconds of the processor, bytes of files and of memory beyond what is in use already."""
    try:
        import resource
    except ImportError:  # Windows
        return False
    seconds, room = job["seconds"], job["memory"]
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (job["file"], job["file"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        room += pages * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (room, room))
    except (OSError, ValueError):  # macOS has the limit in name only
        return False
    return True


def _refusing(home: str) -> Any:
    """The hook that refuses what a draft has no business with, on machines without fences as well."""
    own, below, nothing = str(os.getpid()), home + os.sep, os.devnull
    process = re.compile(r"/proc/(\d+)(/|$)")

    def outside(path: Any) -> bool:
        if isinstance(path, int) or path is None:
            return False
        place = os.path.realpath(os.fsdecode(path))
        return not (place in (home, nothing) or place.startswith(below))

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event == "open":
            path, mode, flags = args
            writes = any(one in (mode or "") for one in "wax+") or (flags or 0) & _WRITES
            if writes and outside(path):
                raise PermissionError("a trial writes nowhere but in its own empty folder")
            foreign = process.match(os.fsdecode(path)) if isinstance(path, (str, bytes)) else None
            if foreign is not None and foreign[1] != own:
                raise PermissionError("a trial does not look at other processes")
        elif event in _CHANGES:
            if any(outside(one) for one in args[: _CHANGES[event]]):
                raise PermissionError(f"{event} outside of the trial's own folder")
        elif event not in _HARMLESS and event.startswith(tuple(_REFUSED)):
            raise PermissionError(f"{event} is not allowed in a trial")

    return hook


def _run(job: dict[str, Any], space: dict[str, Any]) -> dict[str, Any]:
    """Run the code as a cell: the value of its last line is shown."""
    tree = ast.parse(job["code"], NAME)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    printed = Start(job["output"])
    sys.stdout = printed
    sys.stderr = io.StringIO()
    begun = time.monotonic()
    error: BaseException | None = None
    try:
        exec(compile(tree, NAME, "exec"), space)  # noqa: S102
        if last is not None:
            exec(compile(ast.Interactive([last]), NAME, "single"), space)  # noqa: S102
    except BaseException as raised:
        error = raised
    told = {"seconds": time.monotonic() - begun, "output": "".join(printed.parts)}
    return {"state": "ran", **told} if error is None else {"state": "failed", **told, **_told(error, NAME)}  # fmt: skip


def _told(error: BaseException, file: str | None) -> dict[str, Any]:
    """What went wrong: names of the error's types, its message, the line of the draft."""
    line, frame = None, error.__traceback__
    while frame is not None:
        if frame.tb_frame.f_code.co_filename == file:
            line = frame.tb_lineno
        frame = frame.tb_next
    if file is not None and line is None and isinstance(error, SyntaxError):
        line = error.lineno
    try:
        message = str(error)[:1000]
    except BaseException:  # the draft's own class of error
        message = ""
    kinds = [one.__name__ for one in type(error).__mro__]
    return {"error": {"kinds": kinds, "message": message, "line": line}}


if __name__ == "__main__":
    main()
