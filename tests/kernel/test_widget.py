"""The widget in a real kernel, its messages as a front end sends them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from jupyter_sciassist.provenance.review import summary
from jupyter_sciassist.provenance.verify import verify
from tests.kernel.kernels import Panel, kernel

DATA = """
import pandas as pd
dose = [(i * 37 % 60) / 7 for i in range(60)]
df = pd.DataFrame({"dose": dose, "<response>": [2 * d + i % 11 for i, d in enumerate(dose)]})
del dose
"""


class View:
    """The state of one widget, as its messages tell it."""

    def __init__(self, panel: Panel) -> None:
        self.panel = panel
        opened = panel.wait(
            lambda m: (
                m["msg_type"] == "comm_open"
                and m["content"]["target_name"] == "jupyter.widget"
                and "cards" in m["content"]["data"]["state"]
            )
        )
        self.id = opened["content"]["comm_id"]
        self.opened = opened["content"]["data"]["state"]

    @property
    def state(self) -> dict[str, Any]:
        state = dict(self.opened)
        for message in list(self.panel.seen):
            content = message["content"]
            if message["msg_type"] == "comm_msg" and content["comm_id"] == self.id:
                state.update(content["data"].get("state", {}))
        return state

    def until(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        self.panel.wait(lambda _: wanted(self.state))
        return self.state

    def click(self, do: str, identity: str | None = None) -> None:
        data = {"method": "custom", "content": {"do": do, "id": identity}}
        self.panel.send(
            "comm_msg", {"comm_id": self.id, "data": data}, subshell=self.panel.subshell
        )


@pytest.fixture
def panel(tmp_path: Path) -> Iterator[Panel]:
    with kernel(cwd=str(tmp_path), env={"JPY_SESSION_NAME": str(tmp_path / "w.ipynb")}) as one:
        one.run(DATA)
        yield one


def shown(panel: Panel) -> View:
    panel.run("from jupyter_sciassist import Assistant\nwidget = Assistant()\nwidget")
    return View(panel)


def test_the_widget_shows_the_suggestions_of_the_store(panel: Panel) -> None:
    view = shown(panel)
    state = view.until(lambda state: state["cards"] and not state["busy"])
    first = state["cards"][0]
    assert first["title"] == "<response> rises with dose"
    assert first["status"] == "proposed"
    assert "import numpy" in first["code"]
    assert state["message"].endswith(("1 suggestion.", "suggestions."))
    panel.run("%load_ext jupyter_sciassist")
    assert "  1. <response> rises with dose" in str(panel.run("%sci suggest df")["outputs"])


def test_accept_without_a_panel_records_and_opens_the_code(panel: Panel, tmp_path: Path) -> None:
    view = shown(panel)
    first = view.until(lambda state: state["cards"] and not state["busy"])["cards"][0]
    view.click("accept", first["id"])
    state = view.until(lambda state: "Copy its code" in state["message"])
    assert state["opened"] == first["id"]
    assert state["cards"][0]["status"] == "accepted"
    sidecar = tmp_path / "w.ipynb.prov.jsonl"
    assert verify(sidecar).exit_code() == 0
    assert summary(sidecar).records[2].suggestion == first["id"]


def test_accept_with_a_panel_leaves_record_and_cell_to_it(panel: Panel, tmp_path: Path) -> None:
    panel.attach()
    view = shown(panel)
    first = view.until(lambda state: state["cards"] and not state["busy"])["cards"][0]
    view.click("accept", first["id"])
    assert panel.event("insert")["suggestion"] == first["id"]
    view.until(lambda state: "The panel puts it on record" in state["message"])
    assert not (tmp_path / "w.ipynb.prov.jsonl").exists()


def test_a_click_is_answered_while_a_cell_draws(panel: Panel, tmp_path: Path) -> None:
    panel.attach()
    view = shown(panel)
    first = view.until(lambda state: state["cards"] and not state["busy"])["cards"][0]
    cell = panel.start(
        "import matplotlib.pyplot as plt, time\nfigure, axes = plt.subplots()\n"
        "time.sleep(3)\nprint(plt.gca() is axes)"
    )
    view.click("reject", first["id"])
    view.until(lambda state: state["cards"][0]["status"] == "rejected")
    assert panel.finish(cell)["text"] == "True\n"


def test_what_panel_and_magics_say_shows_in_the_widget(panel: Panel) -> None:
    panel.attach()
    view = shown(panel)
    first = view.until(lambda state: state["cards"] and not state["busy"])["cards"][0]
    panel.ask("status", suggestion=first["id"], status="accepted", note=None)
    view.until(lambda state: state["cards"][0]["status"] == "accepted")


def test_refresh_finds_new_data_and_an_unknown_id_is_told(panel: Panel) -> None:
    panel.attach()
    view = shown(panel)
    view.until(lambda state: state["cards"] and not state["busy"])
    view.click("accept", "0000000000000000")
    state = view.until(lambda state: "no suggestion" in state["message"])
    assert "Run `%sci suggest` or refresh the panel." in state["message"]
    panel.run("more = df.rename(columns=str.upper)")
    view.click("refresh")
    view.until(lambda state: any("DOSE" in card["title"] for card in state["cards"]))


def test_a_closed_widget_hears_nothing_more(panel: Panel) -> None:
    code = (
        "from jupyter_sciassist import Assistant\n"
        "from jupyter_sciassist.kernel.engine import engine\n"
        "before = len(engine().store._watchers)\n"
        "one = Assistant()\none.close()\nprint(len(engine().store._watchers) - before)"
    )
    assert panel.run(code)["text"] == "0\n"


def test_the_view_needs_no_network() -> None:
    static = files("jupyter_sciassist.kernel") / "static"
    text = "".join((static / name).read_text("utf-8") for name in ("assistant.js", "assistant.css"))
    assert "http" not in text
    assert "import" not in text
    assert "innerHTML" not in text
