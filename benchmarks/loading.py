"""What the extension adds to the start of a Jupyter server, and to what a browser loads at the start of JupyterLab.

    python benchmarks/loading.py [--repeats 9] [--no-browser]

Server: fresh processes in turn with and without the extension, each once more before it counts;
milliseconds of processor time and of the clock from the start of Python to a server that is ready
to listen, as medians. The processor's are judged: the start is one thread's work, and on a machine
that has other work its clock measures that. The modules are compiled before, as pip compiles what it
installs: without that, half of what is measured is Python's compiler.

Browser: the files of the extension that a real Chromium has asked for when JupyterLab has opened a
notebook with the panel showing and nothing more comes, with their sizes by gzip. The bundle must be
a production build (cd labextension; jlpm build:prod).

Ends with status 1 where the server's part is 100 ms or more, or the browser's 100 kB or more.
"""

from __future__ import annotations

import argparse
import gzip
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "tools"))

BOUND_MS = 100.0
BOUND_KB = 100.0
BUNDLE = ROOT / "jupyter_sciassist" / "labextension"
START = """
import sys
from jupyter_server.serverapp import ServerApp
server = ServerApp(log_level=50, allow_root=True, open_browser=False, port=0)
extensions = {"jupyter_sciassist": True} if sys.argv[1] == "with" else {}
server.jpserver_extensions = extensions
server.initialize(argv=[], find_extensions=False)
loaded = server.extension_manager.extension_apps.get("jupyter_sciassist")
assert bool(loaded) == bool(extensions)
"""
LOADED = """() => performance.getEntriesByType("resource")
    .map(entry => entry.name).filter(name => name.includes("/jupyter-sciassist/"))"""


class Start(NamedTuple):
    """Milliseconds of one start."""

    processor: float
    clock: float


def start(which: str, home: Path) -> Start:
    """Start a server in a fresh process and end it before it listens."""
    places = {f"JUPYTER_{name}_DIR": str(home / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    env = {**os.environ, **places, "PYTHONPYCACHEPREFIX": str(home / "compiled")}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    began = time.perf_counter()
    child = subprocess.Popen([sys.executable, "-c", START, which], env=env)
    _, status, used = os.wait4(child.pid, 0)
    clock = time.perf_counter() - began
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"The server {which} the extension did not start.")
    return Start(1000 * (used.ru_utime + used.ru_stime), 1000 * clock)


def server(repeats: int) -> float:
    """Print the server's part; the processor's milliseconds that are added."""
    starts: dict[str, list[Start]] = {"with": [], "without": []}
    with tempfile.TemporaryDirectory() as home:
        for number in range(repeats + 1):
            for which, made in starts.items():
                one = start(which, Path(home))
                if number:
                    made.append(one)
    medians = {
        which: Start(*(statistics.median(part) for part in zip(*made, strict=True)))
        for which, made in starts.items()
    }
    added = [a - b for a, b in zip(medians["with"], medians["without"], strict=True)]
    print(f"start of the server, medians of {repeats}     processor      clock")
    for which, one in medians.items():
        print(f"  {which + ' the extension':32} {one.processor:8.0f} ms {one.clock:7.0f} ms")
    print(f"  {'added':32} {added[0]:8.0f} ms {added[1]:7.0f} ms (bound {BOUND_MS:.0f} ms)")
    return added[0]


def asked_for() -> list[str]:
    """Names of the extension's files that a browser asks for at the start."""
    import browser as chromium
    from playwright.sync_api import sync_playwright

    from tests.ui.conftest import FLAGS
    from tests.ui.lab import Lab

    path = chromium.find()
    if path is None:
        raise SystemExit(f"No browser. {chromium.CURE}")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        for name in ("notebooks", "home", "labextensions"):
            (Path(folder) / name).mkdir()
        # The bundle that is here, whatever is installed.
        (Path(folder) / "labextensions" / "jupyter-sciassist").symlink_to(BUNDLE)
        os.environ["JUPYTER_PATH"] = folder
        shutil.copy(ROOT / "examples" / "first_look.ipynb", Path(folder) / "notebooks")
        lab = Lab(Path(folder) / "notebooks", Path(folder) / "home", ("--SciAssist.model=none",))
        lab.start()
        started = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            page = started.new_page()
            page.goto(lab.url("first_look.ipynb"))
            page.get_by_role("region", name="Research Assistant", exact=True).wait_for()
            page.locator(".jp-Notebook .jp-Cell").first.wait_for()
            page.wait_for_load_state("networkidle")
            found: list[str] = page.evaluate(LOADED)
        finally:
            started.close()
            lab.stop()
    parts = {urlsplit(name).path.partition("/jupyter-sciassist/")[2] for name in found}
    return sorted(name for name in parts if name.endswith((".js", ".css")))


def browser() -> float:
    """Print the browser's part; the compressed kilobytes."""
    if not (BUNDLE / "static" / "third-party-licenses.json").is_file():
        raise SystemExit("No production build is here. Make one: cd labextension; jlpm build:prod")
    names = asked_for()
    later = [
        f"static/{file.name}"
        for file in sorted((BUNDLE / "static").glob("*.js"))
        if f"static/{file.name}" not in names
    ]
    total = 0.0
    for title, group in (("at the start", names), ("when it is needed", later)):
        sizes = [(_kilobytes(BUNDLE / name), name) for name in group]
        amount = sum(size for size, _ in sizes)
        print(f"the browser loads {title}: {amount:.1f} kB by gzip, {len(sizes)} files")
        for size, name in sorted(sizes, reverse=True):
            print(f"  {size:7.1f} kB  {name}")
        total = total or amount
    print(f"at the start {total:.1f} kB (bound {BOUND_KB:.0f} kB)")
    return total


def _kilobytes(file: Path) -> float:
    return len(gzip.compress(file.read_bytes())) / 1000


def main() -> int:
    """Measure, print, compare with the bounds."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--repeats", type=int, default=9)
    arguments.add_argument("--no-browser", action="store_true")
    asked = arguments.parse_args()
    added = server(asked.repeats)
    size = 0.0 if asked.no_browser else browser()
    return int(added >= BOUND_MS or size >= BOUND_KB)


if __name__ == "__main__":
    sys.exit(main())
