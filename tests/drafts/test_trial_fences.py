"""The process of a trial is fenced in: what it tries is tried for real."""

from __future__ import annotations

import ctypes
import platform
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.drafts.trials import attempts, left, tried


@pytest.fixture(scope="module")
def fenced() -> None:
    """Where the kernel has the fences they have to stand."""
    library = ctypes.CDLL(None)
    there = (
        sys.platform == "linux"
        and platform.machine() in ("x86_64", "aarch64")
        and library.syscall(444, None, 0, 1) > 0
        and library.prctl(21, 0, 0, 0, 0) >= 0
    )
    if not there:
        pytest.skip("this machine's kernel has no Landlock or no seccomp")
    assert "Python's own checks" not in tried("1").trial.told


@pytest.fixture
def listener() -> Iterator[tuple[int, list[Any]]]:
    met: list[Any] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def accept() -> None:
            while True:
                try:
                    met.append(server.accept())
                except OSError:
                    return

        threading.Thread(target=accept, daemon=True).start()
        yield server.getsockname()[1], met
        server.shutdown(socket.SHUT_RDWR)


def test_it_reaches_nobody(listener: tuple[int, list[Any]]) -> None:
    port, met = listener
    codes = [
        "import socket\nsocket.create_connection(('127.0.0.1', port), 2)",
        "import urllib.request\nurllib.request.urlopen(f'http://127.0.0.1:{port}', timeout=2)",
        "s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\ns.sendto(b'x', ('127.0.0.1', port))",
        "import pandas as pd\npd.read_csv(f'http://127.0.0.1:{port}/a.csv')",
        "import asyncio\nasyncio.run(asyncio.open_connection('127.0.0.1', port))",
        "import http.client\nhttp.client.HTTPConnection('localhost', port).connect()",
    ]
    assert "done" not in attempts(codes, port=port)
    assert met == []


@pytest.mark.usefixtures("fenced")
def test_it_reaches_nobody_past_python_either(listener: tuple[int, list[Any]]) -> None:
    port, met = listener
    code = (
        "import ctypes, struct\nc = ctypes.CDLL(None, use_errno=True)\n"
        f"a = struct.pack('<HH4s8x', 2, {socket.htons(port)}, bytes([127, 0, 0, 1]))\n"
        "s = c.socket(2, 1, 0)\nprint(s, c.connect(s, a, 16), ctypes.get_errno())"
    )
    assert tried(code).trial.output == "-1 -1 9\n"
    assert met == []


@pytest.mark.usefixtures("fenced")
def test_it_writes_nowhere_else(tmp_path: Path) -> None:
    codes = [
        "open(path, 'w').write('x')",
        "import os\nos.open(path, os.O_CREAT | os.O_WRONLY)",
        "from pathlib import Path\nPath(path).write_text('x')",
        "os.symlink('/', 'there')\nopen('there' + path, 'w')",
        "os.mkdir(path)",
        "import numpy as np\nnp.save(path + '.npy', np.zeros(3))",
        "import shutil\nopen('a', 'w').close()\nshutil.move('a', path)",
        "import sqlite3\nsqlite3.connect(path).execute('create table t (a)')",
        "os.link('a', path)",
        "import ctypes\nassert ctypes.CDLL(None).creat(path.encode(), 0o600) >= 0",
    ]
    assert "done" not in attempts(codes, path=str(tmp_path / "made"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("fenced")
def test_it_harms_and_reads_no_file(tmp_path: Path) -> None:
    path = tmp_path / "kept.txt"
    path.write_text("hunter2")
    mode = path.stat().st_mode
    codes = [
        "import os\nos.remove(path)",
        "os.rename(path, 'here')",
        "os.truncate(path, 0)",
        "import shutil\nshutil.rmtree(os.path.dirname(path))",
        "open(path, 'r+').write('x')",
        "os.chmod(path, 0)",
        "import ctypes\nassert ctypes.CDLL(None).unlink(path.encode()) == 0",
        "assert ctypes.CDLL(None).truncate(path.encode(), 0) == 0",
        "open(path).read()",
        "os.listdir(os.path.dirname(path))",
        "assert ctypes.CDLL(None).open(path.encode(), 0) >= 0",
    ]
    assert "done" not in attempts(codes, path=str(path))
    assert (path.read_text(), path.stat().st_mode) == ("hunter2", mode)


def test_it_starts_no_process() -> None:
    codes = [
        "import os\nif os.fork() == 0:\n    os._exit(0)",
        "import subprocess\nsubprocess.run(['true'])",
        "os.system('true')",
        "os.posix_spawn('/bin/true', ['true'], {})",
        "import multiprocessing as m\nm.get_context('spawn').Process(target=print).start()",
        "m.get_context('fork').Process(target=print).start()",
        "os.execv('/bin/true', ['true'])",
        "import pty\npty.fork()",
    ]
    assert "done" not in attempts(codes)
    assert left() == []


@pytest.mark.usefixtures("fenced")
def test_it_starts_no_process_past_python_either() -> None:
    code = (
        "import ctypes\nc = ctypes.CDLL(None)\nprint(c.fork(), c.vfork(), c.system(b'true') == 0)\n"
        "print(c.execv(b'/bin/true', None))"
    )
    assert tried(code).trial.output == "-1 -1 False\n-1\n"


@pytest.mark.usefixtures("fenced")
def test_threads_work_and_do_not_outlive_it() -> None:
    code = (
        "import threading, time\nt = threading.Thread(target=print, args=('there',))\nt.start()\nt.join()\n"
        "threading.Thread(target=time.sleep, args=(600,)).start()"
    )
    assert tried(code).trial.output == "there\n"
    assert left() == []


@pytest.mark.usefixtures("fenced")
def test_it_cannot_take_its_limits_off() -> None:
    codes = [
        "import resource\nresource.setrlimit(resource.RLIMIT_AS, (-1, -1))",
        "resource.setrlimit(resource.RLIMIT_CPU, (-1, -1))",
        "import ctypes\nassert ctypes.CDLL(None).unshare(0x10000000) == 0",
        "assert ctypes.CDLL(None).mount(b'none', b'/', None, 1 << 18, None) == 0",
        "assert ctypes.CDLL(None).ptrace(16, 1, 0, 0) == 0",
    ]
    assert "done" not in attempts(codes)


@pytest.mark.usefixtures("fenced")
def test_it_sees_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "hunter2")
    code = (
        "import os\nprint(dict(os.environ))\n"
        "for pid in [os.getppid(), 1]:\n    for name in ['environ', 'cmdline', 'maps']:\n"
        "        try:\n            print(open(f'/proc/{pid}/{name}', 'rb').read())\n"
        "        except PermissionError as error:\n            print('refused')\n"
        "import ctypes\nprint(ctypes.CDLL(None).open(f'/proc/{os.getppid()}/environ'.encode(), 0))"
    )
    made = tried(code).trial
    assert made.state == "ran"
    assert made.output is not None
    assert made.output.count("refused") == 6
    assert made.output.endswith("-1\n")
    assert "hunter2" not in str(made)


def test_it_signals_nobody() -> None:
    process = psutil.Popen(["sleep", "60"])
    try:
        codes = [
            "import os\nos.kill(pid, 9)",
            "os.killpg(pid, 9)",
            "import signal\nos.kill(pid, signal.SIGSTOP)",
        ]
        assert "done" not in attempts(codes, pid=process.pid)
        assert process.is_running()
        assert process.status() not in {psutil.STATUS_ZOMBIE, psutil.STATUS_STOPPED}
    finally:
        process.kill()
        process.wait()
