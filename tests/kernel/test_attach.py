from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from jupyter_sciassist import __version__
from tests.kernel.kernels import ATTACH, Panel, kernel

STATE = "(sorted(dir()), sorted(globals()), get_ipython().execution_count)"
COUNT = """
fired = []
get_ipython().events.register("pre_execute", lambda: fired.append("pre"))
get_ipython().events.register("post_execute", lambda: fired.append("post"))
"""


@pytest.fixture(scope="module")
def panel() -> Iterator[Panel]:
    with kernel() as one:
        one.run("a = 1")
        yield one


def test_attaching_leaves_namespace_and_count_as_they_are(panel: Panel) -> None:
    before = panel.silent(f"repr({STATE})")
    assert json.loads(panel.silent(ATTACH)) == {"version": __version__, "protocol": 1}
    assert json.loads(panel.silent(ATTACH)) == {"version": __version__, "protocol": 1}
    assert panel.silent(f"repr({STATE})") == before


def test_registering_fires_no_event_of_the_shell(panel: Panel) -> None:
    panel.run(COUNT)
    code = f"before = list(fired); {ATTACH}; print(fired == before)"
    assert panel.run(code)["text"] == "True\n"


def test_requests_fire_no_event_of_the_shell(panel: Panel) -> None:
    panel.run("import pandas as pd\ndf = pd.DataFrame({'x': range(40), 'y': range(40)})")
    panel.attach()
    panel.run(COUNT)
    cell = panel.start("import time\nbefore = list(fired)\ntime.sleep(3)\nprint(fired == before)")
    asked = panel.ask("suggest", variables=None, top=5, cells=None)
    panel.event("done", asked)
    panel.event("ack", panel.ask("stop"))
    assert panel.finish(cell)["text"] == "True\n"


def test_a_restarted_kernel_attaches_again() -> None:
    with kernel() as one:
        one.attach()
        one.event("variables", one.ask("list"))
        one.restart()
        one.run("values = {'x': [1, 2, 3], 'y': [2, 1, 3]}")
        one.attach()
        (found,) = one.event("variables", one.ask("list"))["variables"]
        assert found["variable"] == "values"
