"""What the extension adds to the start of a Jupyter server: medians of nine fresh processes.

    python benchmarks/startup.py

Prints milliseconds for importing the extension after jupyter_server, and for making its services
and routes in a server; ends with status 1 where the sum reaches 100 ms.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys

RUNS = 9
BOUND = 100.0
MEASURED = """
import json, time
from jupyter_server.serverapp import ServerApp
server = ServerApp(log_level=50, allow_root=True, open_browser=False, port=0)
server.initialize(argv=[], find_extensions=False, new_httpserver=False)
began = time.perf_counter()
from jupyter_sciassist.server.app import SciAssist
imported = time.perf_counter()
app = SciAssist()
app._link_jupyter_server_extension(server)
app.initialize()
done = time.perf_counter()
print(json.dumps([1000 * (imported - began), 1000 * (done - imported)]))
"""


def one() -> tuple[float, float]:
    """Milliseconds of import and of initialisation in a fresh process."""
    command = [sys.executable, "-c", MEASURED]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    imported, made = json.loads(done.stdout)
    return imported, made


def main() -> int:
    """Measure, print, compare with the bound."""
    runs = [one() for _ in range(RUNS)]
    imported, made = (statistics.median(part) for part in zip(*runs, strict=True))
    print(f"import of the extension     {imported:6.1f} ms")
    print(f"services, settings, routes  {made:6.1f} ms")
    print(f"together                    {imported + made:6.1f} ms (bound {BOUND:.0f} ms)")
    return int(imported + made >= BOUND)


if __name__ == "__main__":
    sys.exit(main())
