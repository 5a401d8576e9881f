"""The comms of a real kernel, while the user's own code runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jupyter_sciassist.records import Answer, Profile, Suggestion
from tests.kernel.kernels import Panel, kernel, pushed

DATA = """
import numpy as np, pandas as pd
_rng = np.random.default_rng(7)
x = _rng.normal(size=400)
df = pd.DataFrame({"dose": x, "response": 2 * x + _rng.normal(size=400),
                   "weight": _rng.normal(size=400), "site": _rng.choice(["a", "b", "c"], 400)})
del x
"""
# Many pairs: a scan that takes a while, so that it can be met in the middle.
WIDE = """
wide = pd.DataFrame(_rng.normal(size=(20_000, 40)), columns=[f"c{i}" for i in range(40)])
"""
# Each runs until the test says so: what arrives before that arrived while the cell ran.
BUSY = {
    "sleep": "import os, time\nwhile not os.path.exists(flag): time.sleep(0.5)",
    "loop": (
        "import os\ntotal = 0\nwhile not os.path.exists(flag):\n"
        "    for i in range(1_000_000): total += i\n"
        "assert total % 499999500000 == 0"
    ),
    "sorting": (
        "import os\nbig = list(range(1_000_000, 0, -1))\nwhile not os.path.exists(flag):\n"
        "    again = sorted(big + big[::-1])\n"
        "    assert again[:2] == [1, 1]"
    ),
}


@pytest.fixture(scope="module")
def panel() -> Iterator[Panel]:
    with kernel() as one:
        one.run(DATA)
        one.attach()
        yield one


@pytest.fixture
def flag(tmp_path: Path) -> Iterator[Path]:
    """A file whose appearance ends the busy cell, at the latest with the test."""
    path = tmp_path / "go"
    yield path
    path.touch()


def suggest(panel: Panel, *names: str) -> list[dict[str, Any]]:
    asked = panel.ask("suggest", variables=list(names), top=20, cells=None)
    panel.event("done", asked)
    return panel.events(asked)


@pytest.mark.parametrize("kind", BUSY)
def test_suggestions_and_stop_are_answered_while_a_cell_runs(
    panel: Panel, flag: Path, kind: str
) -> None:
    panel.run(DATA)
    panel.run(f"df = df.head({300 + len(kind)})")
    cell = panel.start(f"flag = {str(flag)!r}\n{BUSY[kind]}\nprint('whole')")
    asked = panel.ask("suggest", variables=["df"], top=20, cells=None)
    found = panel.event("suggestions", asked)
    panel.event("done", asked)
    panel.event("stopped", panel.ask("stop"))
    flag.touch()
    result = panel.finish(cell)
    assert found["suggestions"]
    assert found["complete"]
    assert (result["status"], result["text"]) == ("ok", "whole\n")
    panel.run(DATA)


def test_pushes_during_a_cell_do_not_make_the_next_request_wait_for_it(
    panel: Panel, flag: Path
) -> None:
    panel.run(WIDE)
    asked = panel.ask("suggest", variables=["wide", "df"], top=20, cells=None)
    panel.event("progress", asked)
    cell = panel.start(f"flag = {str(flag)!r}\n{BUSY['sleep']}\nprint('whole')")
    panel.event("done", asked)
    panel.event("stopped", panel.ask("stop"))
    panel.event("variables", panel.ask("list"))
    flag.touch()
    assert panel.finish(cell)["text"] == "whole\n"


def test_the_events_of_a_request_come_in_order(panel: Panel) -> None:
    events = suggest(panel, "df")
    kinds = [event["event"] for event in events]
    assert kinds[0] == "ack"
    assert kinds[-2:] == ["suggestions", "done"]
    (found,) = [event for event in events if event["event"] == "suggestions"]
    cards = [Suggestion.from_json(card) for card in found["suggestions"]]
    assert {card.subject.variable for card in cards} == {"df"}
    assert found["split"] == "explore"
    assert found["ledger"]["size"] >= 3
    assert any(
        card.hypothesis is not None
        and set(card.hypothesis.variables) == {"dose", "response"}
        and card.evidence is not None
        and card.evidence.asserted
        for card in cards
    )


def test_an_unchanged_object_is_not_scanned_again(panel: Panel) -> None:
    first, second = suggest(panel, "df"), suggest(panel, "df")
    assert [event["event"] for event in second] == ["ack", "suggestions", "done"]
    cards = [
        [event["suggestions"] for event in events if event["event"] == "suggestions"]
        for events in (first, second)
    ]
    assert cards[0] == cards[1]


def test_variables_are_listed_with_their_profiles(panel: Panel) -> None:
    found = panel.event("variables", panel.ask("list"))["variables"]
    profiles = {profile.variable: profile for profile in map(Profile.from_json, found)}
    assert profiles["df"].shape == (400, 4)


def test_a_missing_variable_is_told_and_the_others_are_read(panel: Panel) -> None:
    events = suggest(panel, "nothing_here", "df")
    (error,) = [event for event in events if event["event"] == "error"]
    assert error["subject"] == "nothing_here"
    assert error["message"] == "There is no variable 'nothing_here'."
    assert error["cure"]
    assert [event["subject"] for event in events if event["event"] == "suggestions"] == ["df"]


@pytest.mark.parametrize(
    "data",
    [{"do": "fly"}, {"do": "status"}, {"do": "order", "ids": 3}, {"do": "suggest", "top": "x"}],
)
def test_a_request_that_makes_no_sense_is_refused(panel: Panel, data: dict[str, Any]) -> None:
    error = panel.event("error", panel.ask(**data))
    assert error["message"]
    assert error["cure"]


def test_an_error_output_yields_a_caution_and_a_done_cell_is_marked(panel: Panel) -> None:
    error = {
        "output_type": "error",
        "ename": "KeyError",
        "evalue": "'respons'",
        "traceback": [],
    }
    cells = [
        {"cell_type": "code", "id": "c1", "source": "df['dose'].corr(df['response'], method='spearman')",
         "execution_count": 2, "metadata": {}, "outputs": []},
        {"cell_type": "code", "id": "c2", "source": "df['respons']",
         "execution_count": 3, "metadata": {}, "outputs": [error]},
    ]  # fmt: skip
    asked = panel.ask("suggest", variables=["df"], top=20, cells=cells, notebook="n.ipynb")
    panel.event("done", asked)
    found = {e["subject"]: e["suggestions"] for e in panel.events(asked) if "suggestions" in e}
    (caution,) = map(Suggestion.from_json, found[""])
    assert caution.kind == "caution"
    assert "'respons'" in caution.title
    assert "Write 'response' instead of 'respons'." in caution.title
    done = [card["title"] for card in found["df"] if card["done_in"] == "c1"]
    assert done == ["response rises with dose"]
    asked = panel.ask("suggest", variables=["df"], top=20, cells=cells[:1], notebook="n.ipynb")
    panel.event("done", asked)
    found = {e["subject"]: e["suggestions"] for e in panel.events(asked) if "suggestions" in e}
    assert found[""] == []


def test_a_status_is_told_to_every_panel(panel: Panel) -> None:
    events = suggest(panel, "df")
    (found,) = [event for event in events if event["event"] == "suggestions"]
    identity = found["suggestions"][0]["id"]
    before = len(panel.seen)
    panel.ask("status", suggestion=identity, status="accepted", note=None)
    told = panel.event("status", after=before)
    assert (told["suggestion"], told["status"]) == (identity, "accepted")
    again = [event for event in suggest(panel, "df") if event["event"] == "suggestions"]
    assert again[0]["suggestions"][0]["status"] == "accepted"


def test_stop_ends_a_scan_which_then_asserts_nothing(panel: Panel) -> None:
    panel.run(WIDE)
    asked = panel.ask("suggest", variables=["wide"], top=20, cells=None)
    panel.event("progress", asked)
    panel.event("stopped", panel.ask("stop"))
    assert panel.event("done", asked)["stopped"]
    for event in panel.events(asked):
        if event["event"] == "suggestions":
            assert not event["complete"]
            assert not any(
                (card["evidence"] or {}).get("asserted") for card in event["suggestions"]
            )


def test_a_request_after_a_stop_is_answered_whole(panel: Panel) -> None:
    panel.run(WIDE)
    panel.ask("suggest", variables=["wide"], top=20, cells=None)
    panel.ask("stop")
    events = suggest(panel, "df")
    assert events[-1]["stopped"] is False
    assert [event["complete"] for event in events if event["event"] == "suggestions"] == [True]


def test_two_requests_at_once_are_both_answered(panel: Panel) -> None:
    first = panel.ask("suggest", variables=["df"], top=20, cells=None)
    second = panel.ask("suggest", variables=["df"], top=3, cells=None)
    panel.event("done", first)
    panel.event("done", second)
    cards = [
        [event["suggestions"] for event in panel.events(asked) if event["event"] == "suggestions"]
        for asked in (first, second)
    ]
    assert len(cards[0]) == len(cards[1]) == 1
    assert cards[0][0][:3] == cards[1][0]


def test_a_figure_that_a_cell_draws_is_untouched(panel: Panel, flag: Path) -> None:
    cell = panel.start(
        "import matplotlib.pyplot as plt\n"
        "figure, axes = plt.subplots()\n"
        "axes.plot([1, 2, 3])\n"
        f"print('half')\nflag = {str(flag)!r}\n{BUSY['sleep']}\n"
        "plt.title('whole')\n"
        "print(plt.get_fignums(), plt.gca() is axes, len(axes.lines))"
    )
    panel.wait(lambda m: m["msg_type"] == "stream" and "half" in m["content"]["text"])
    suggest(panel, "df")
    panel.event("variables", panel.ask("list"))
    flag.touch()
    result = panel.finish(cell)
    assert result["text"] == "half\n[1] True 1\n"
    drawn = [m for m in result["outputs"] if m["msg_type"] == "display_data"]
    assert len(drawn) == 1
    others = [m for m in panel.seen if m["msg_type"] == "display_data" and m not in drawn]
    assert others == []


HOSTILE = """
class Hostile:
    def _refuse(self, *_):
        raise RuntimeError("touched")
    __eq__ = __hash__ = __repr__ = __len__ = __bool__ = __iter__ = __array__ = _refuse
    def __getattr__(self, name):
        touched.append(name)
        raise RuntimeError("touched")
class Forever(Hostile):
    def __len__(self):
        while True: pass
    __repr__ = __eq__ = __iter__ = __len__
touched = []
hostile, forever = Hostile(), Forever()
looped = []; looped.append(looped)
round_dict = {}; round_dict["self"] = round_dict
numbers = (i for i in range(5))
"""


def test_objects_of_unknown_types_are_not_touched(panel: Panel) -> None:
    panel.run(HOSTILE)
    found = panel.event("variables", panel.ask("list"))["variables"]
    assert "df" in [profile["variable"] for profile in found]
    events = suggest(panel, "hostile", "forever", "looped", "round_dict", "numbers", "df")
    refused = [event["subject"] for event in events if event["event"] == "error"]
    assert refused == ["hostile", "forever", "looped", "round_dict", "numbers"]
    assert panel.run("print(touched, list(numbers))")["text"] == "[] [0, 1, 2, 3, 4]\n"
    panel.run("del hostile, forever, looped, round_dict, numbers, touched, Hostile, Forever")


@pytest.mark.parametrize(
    "change",
    ["del wide", "wide = 3", "wide.drop(columns=list(wide.columns[:20]), inplace=True)",
     "wide['c1'] = 'text'"],
)  # fmt: skip
def test_a_variable_that_changes_while_it_is_scanned(panel: Panel, change: str) -> None:
    panel.run(WIDE)
    asked = panel.ask("suggest", variables=["wide"], top=20, cells=None)
    panel.event("progress", asked)
    assert panel.run(change)["status"] == "ok"
    panel.event("done", asked)
    assert suggest(panel, "df")[-1]["event"] == "done"


def test_what_was_scanned_is_not_kept_alive(panel: Panel) -> None:
    panel.run(DATA + "import weakref\nkept = weakref.ref(df)")
    suggest(panel, "df")
    freed = panel.run("del df\nimport gc\ngc.collect()\nprint(kept() is None)\n" + DATA)
    assert freed["text"] == "True\n"


ODD = """
odd = pd.DataFrame({"same": 1.0, "inf": [np.inf, 1.0] * 30, "huge": [1e308, -1e308] * 30,
                    "gone": np.nan, "x": np.arange(60) ** 1.5, "few": ["a"] * 59 + ["b"]})
"""


@pytest.mark.parametrize("mode", ["default", "always", "error"])
def test_warnings_of_the_scan_reach_nobody(panel: Panel, mode: str) -> None:
    panel.run(ODD + f"import warnings\nwarnings.simplefilter({mode!r})")
    cell = panel.start("import time\ntime.sleep(2)\nwarnings.warn('mine')")
    before = len(panel.seen)
    events = suggest(panel, "odd")
    assert [event["event"] for event in events if "Warning" in str(event)] == []
    mine = panel.finish(cell)
    streams = [m["content"]["text"] for m in panel.seen[before:] if m["msg_type"] == "stream"]
    panel.run("warnings.resetwarnings()")
    assert [text for text in streams if "mine" not in text] == []
    assert mine["status"] == ("error" if mode == "error" else "ok")
    assert "mine" in (mine["evalue"] if mode == "error" else mine["text"])


def test_on_a_kernel_without_subshells_the_answer_follows_the_cell() -> None:
    with kernel() as one:
        one.run(DATA)
        one.attach(subshell=False)
        cell = one.start("import time\ntime.sleep(2)\nprint('done')")
        asked = one.ask("suggest", variables=["df"], top=20, cells=None)
        assert one.finish(cell)["text"] == "done\n"
        assert one.event("suggestions", asked)["suggestions"]


def test_the_handed_secret_stays_out_of_the_namespace(panel: Panel) -> None:
    panel.handled(panel.ask("server", url="http://127.0.0.1:1/", token="s3cret-of-panel"))
    code = (
        "from jupyter_sciassist.kernel.engine import engine\n"
        "kept, word = engine().server, 's3cret' + '-of-panel'\n"
        "print(kept.token == word, word in repr(kept), word in repr(vars(engine())), "
        "any(word in str(value) for name, value in list(globals().items()) if name != 'word'))\n"
        "del kept, word, engine"
    )
    assert panel.run(code)["text"] == "True False False False\n"


def test_requests_of_two_panels_are_answered_apart() -> None:
    with kernel() as one:
        one.run(DATA)
        one.attach()
        other = Panel(one.manager)
        other.attach()
        first = one.ask("suggest", variables=["df"], top=1, cells=None)
        second = other.ask("suggest", variables=["df"], top=2, cells=None)
        assert first == second
        one.event("done", first)
        other.event("done", second)
        sizes = [
            [len(event["suggestions"]) for event in panel.events(first) if "suggestions" in event]
            for panel in (one, other)
        ]
        other.close()
        assert sizes == [[1], [2]]


def test_a_question_is_answered_over_the_comm(panel: Panel) -> None:
    asked = panel.ask("ask", question="How many rows have site equal to a?")
    answer = Answer.from_json(panel.event("answer", asked)["answer"])
    panel.event("done", asked)
    assert answer.verified
    assert answer.reading is not None
    assert answer.reading.request.filter[0].column == "site"
    again = panel.ask("ask", question="", request=answer.reading.request.to_json())
    assert panel.event("answer", again)["answer"]["value"] == answer.value


def test_a_question_is_answered_while_a_cell_runs(panel: Panel, flag: Path) -> None:
    running = panel.start(f"flag = {str(flag)!r}\n" + BUSY["sleep"])
    asked = panel.ask("ask", question="largest dose?")
    answer = panel.event("answer", asked)["answer"]
    flag.touch()
    panel.finish(running)
    assert answer["verified"]


def test_who_wants_replies_alone_is_no_panel() -> None:
    look = (
        "print(__import__('jupyter_sciassist.kernel.engine', fromlist='x').engine().hub.attached)"
    )
    with kernel() as quiet:
        quiet.run(DATA)
        quiet.attach(replies=True)
        assert quiet.run(look)["text"] == "False\n"
        other = Panel(quiet.manager)
        other.attach()
        assert quiet.run(look)["text"] == "True\n"
        card = quiet.event("suggestions", quiet.ask("suggest", variables=["df"], top=1))
        (one,) = card["suggestions"]
        asked = other.ask("status", suggestion=one["id"], status="rejected", note=None)
        other.event("status")
        other.handled(asked)
        assert not [m for m in quiet.seen if pushed(m, quiet.push_id).get("event") == "status"]
        other.close()
