"""The magics of the conversation in a real kernel: computed at once, the model's comment in place, checked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.kernel.gated import Script, speaking
from tests.kernel.kernels import Panel, kernel
from tests.kernel.test_comm import DATA

WAITS = "The model is asked"
NAMES = "print(sorted(name for name in globals() if name[0] != '_'))"


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Panel]:
    folder = tmp_path_factory.mktemp("talk")
    with kernel(cwd=str(folder)) as one:
        one.run(DATA + "%load_ext jupyter_sciassist")
        one.attach()
        yield one


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def panel(started: Panel, script: Script) -> Iterator[Panel]:
    with speaking(script) as url:
        started.handled(started.ask("server", url=url, token="for a moment"))
        yield started


@pytest.fixture
def alone(started: Panel) -> Panel:
    """Where the server has gone away."""
    started.handled(started.ask("server", url="http://127.0.0.1:9/", token="for a moment"))
    return started


def shown(done: dict[str, Any], form: str = "text/plain") -> list[str]:
    """What the output of a cell was, one after the other."""
    kinds = ("display_data", "update_display_data")
    return [m["content"]["data"][form] for m in done["outputs"] if m["msg_type"] in kinds]


def updated(panel: Panel, cell: str, text: str) -> None:
    """Wait until the output of a running cell holds a text."""
    panel.wait(
        lambda m: (
            m["msg_type"] in ("display_data", "update_display_data")
            and m["parent_header"].get("msg_id") == cell
            and text in m["content"]["data"]["text/plain"]
        )
    )


def test_the_computed_part_comes_first_and_the_comment_in_its_place(
    panel: Panel, script: Script
) -> None:
    script.words = ["Rows ", "with 99.5 ", "are ", "rare."]
    script.begin.clear()
    cell = panel.start("%sci chat how is response related to dose in df?")
    updated(panel, cell, WAITS)
    script.begin.set()
    updated(panel, cell, "[not verified: 99.5]")
    script.go.set()
    texts = shown(panel.finish(cell))
    assert texts[0].startswith("Rows with higher dose have higher response")
    assert "The model comments:" not in texts[0]
    assert "rare." in texts[-1]
    assert WAITS not in texts[-1]


def test_numbers_in_the_html_tell_their_computation(panel: Panel, script: Script) -> None:
    script.words = ["It is 41 percent."]
    script.go.set()
    value = shown(panel.run("%sci chat what is the mean of dose in df?"), "text/html")[-1]
    assert 'title="mean of dose' in value
    line = "%sci chat how is response related to dose in df?"
    html = shown(panel.run(line), "text/html")[-1]
    assert "<s>41" in html
    assert "<em>not verified</em>" in html


def test_an_interrupt_stops_the_model_and_keeps_the_computed_part(
    panel: Panel, script: Script
) -> None:
    script.words = ["Well "]
    cell = panel.start("%sci chat how is response related to dose in df?")
    updated(panel, cell, WAITS)
    assert script.asked.wait(60)
    panel.manager.interrupt_kernel()
    done = panel.finish(cell)
    assert done["ename"] == "KeyboardInterrupt"
    assert "Rows with higher dose have higher response" in shown(done)[-1]
    assert WAITS not in shown(done)[-1]
    assert script.gone.wait(60)


def test_a_message_is_said_as_it_was_typed(panel: Panel, script: Script) -> None:
    script.go.set()
    panel.run("x = 3")
    panel.run("""%sci chat what is {x} and $x and 'don't' "quoted" of a p-value?""")
    assert """what is {x} and $x and 'don't' "quoted" of a p-value""" in script.prompts[-1]


def test_what_was_said_before_goes_along(panel: Panel, script: Script) -> None:
    script.words = ["A bootstrap resamples rows."]
    script.go.set()
    panel.run("%sci chat what is a bootstrap?")
    panel.run("%sci chat and what is a jackknife?")
    assert "what is a bootstrap" in script.prompts[-1]
    assert "resamples rows" in script.prompts[-1]


def test_general_knowledge_is_labelled(panel: Panel, script: Script) -> None:
    script.words = ["A median splits the rows."]
    script.go.set()
    text = shown(panel.run("%sci chat what is a median?"))[-1]
    assert text.startswith("General knowledge of the model, not from your data:")


def test_without_a_model_the_computed_part_stands(alone: Panel) -> None:
    done = alone.run("%sci chat what is the mean of dose in df?")
    assert shown(done)[-1].startswith("Mean of dose: ")


def test_the_last_output_or_that_of_a_cell_is_explained(alone: Panel) -> None:
    first = alone.run("df.describe()")["execution_count"]
    alone.run("print('three', 3.5)")
    assert f"Cell [{first + 1}] shows printed text" in shown(alone.run("%sci explain"))[-1]
    assert f"Cell [{first}] shows a table" in shown(alone.run(f"%sci explain {first}"))[-1]
    assert "Run the cell" in shown(alone.run("%sci explain 9999"))[-1]


def test_the_last_error_is_what_fix_is_about(alone: Panel) -> None:
    failed = alone.run("df['dosis'].mean()")
    assert failed["ename"] == "KeyError"
    text = shown(alone.run("%sci fix"))[-1]
    assert f"Cell [{failed['execution_count']}] stopped with KeyError" in text


def test_several_lines_are_one_message(alone: Panel) -> None:
    text = shown(alone.run("%%sci\nwhat is the mean\nof dose in df"))[-1]
    assert text.startswith("Mean of dose: ")


def test_an_instruction_above_code_runs_none_of_it(panel: Panel, script: Script) -> None:
    script.go.set()
    before = panel.run(NAMES)["text"]
    done = panel.run("%%sci explain what this makes\nmade_by_the_code = 1\nraise ValueError")
    assert done["status"] == "ok"
    assert shown(done)
    assert panel.run(NAMES)["text"] == before


def test_lines_below_a_record_verb_are_refused(alone: Panel) -> None:
    done = alone.run("%%sci accept 1\nsome text")
    assert "does not read the lines below it" in done["text"]


def test_ask_answers_what_the_conversation_computes_and_all_else_as_before(alone: Panel) -> None:
    text = shown(alone.run("%sci ask describe df"))[-1]
    assert text.startswith("df is a table")
    text = shown(alone.run("%sci ask what is the largest dose?"))[-1]
    assert "(verified)" in text
    need = shown(alone.run("%sci ask how many rows do I need to detect d = 0.5?"))[-1]
    assert "64 values in each of two groups" in need


def test_a_policy_of_the_server_or_the_environment_turns_it_off(
    panel: Panel, script: Script
) -> None:
    script.policy = "force-off"
    for line in ("%sci chat mean of dose", "%sci explain", "%sci fix", "%%sci\nmean of dose"):
        told = panel.run(line)["text"]
        assert "Conversations are turned off here: chat_policy is force-off. Ask whoever" in told
    script.policy = "user-choice"
    script.go.set()
    assert shown(panel.run("%sci chat mean of dose"))
    panel.run("import os; os.environ['SCIASSIST_CHAT_POLICY'] = 'force-off'")
    try:
        assert "chat_policy is force-off" in panel.run("%sci chat mean of dose")["text"]
        # An answer is computed all the same.
        assert shown(panel.run("%sci ask what is the largest dose?"))
    finally:
        panel.run("del os.environ['SCIASSIST_CHAT_POLICY'], os")


def test_a_draft_is_tried_and_then_offered_through_accept(alone: Panel) -> None:
    done = alone.run("%sci chat plot response against dose in df")
    text = shown(done)[-1]
    assert "On a sample: Ran without an error" in text
    assert text.count("plt.show()") == 1
    assert done["payload"] == []
    number = re.search(r"`%sci accept (\d+)` records it", text)
    assert number is not None
    accepted = alone.run(f"%sci accept {number[1]}")
    assert "Accepted: response against dose." in accepted["text"]
    (offered,) = accepted["payload"]
    assert offered["source"] == "set_next_input"
    assert "plt.show()" in offered["text"]


@pytest.mark.parametrize("verb", ["chat", "explain", "fix"])
def test_each_takes_help(alone: Panel, verb: str) -> None:
    for flag in ("-h", "--help"):
        assert f"usage: %sci {verb}" in alone.run(f"%sci {verb} {flag}")["text"]


def test_nothing_of_it_is_in_the_namespace(alone: Panel) -> None:
    assert "sci" not in alone.run(NAMES)["text"]
