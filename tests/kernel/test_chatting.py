"""The conversation in a real kernel: what code computes at once, the comment as it comes, checked."""

from __future__ import annotations

from typing import Any

import pytest

from jupyter_sciassist.chat.records import Piece, Reply
from tests.kernel.kernels import Panel, kernel
from tests.kernel.speaking import Script
from tests.kernel.test_comm import DATA

FAILED = {
    "cell_type": "code", "id": "c1", "source": "mean = df['doze'].mean()", "execution_count": 3,
    "outputs": [{"output_type": "error", "ename": "KeyError", "evalue": "'doze'",
                 "traceback": ["Cell In[3], line 1\n----> 1 mean = df['doze'].mean()"]}],
}  # fmt: skip
SHOWN = {
    "cell_type": "code", "id": "c2", "source": "df.mean(numeric_only=True)", "execution_count": 4,
    "outputs": [{"output_type": "execute_result", "data": {"text/plain": "dose  0.1057\nweight  -0.2"}}],
}  # fmt: skip


def ask(panel: Panel, text: str, **fields: Any) -> int:
    more = {"cells": [FAILED, SHOWN], "attachments": [], "without": [], "turns": [], "cell": None}
    return panel.ask("chat", text=text, **{**more, **fields})


def replies(panel: Panel, asked: int) -> list[Reply]:
    """All replies to a message, after its end; one and only the last is final."""
    panel.event("done", asked)
    found = [event for event in panel.events(asked) if event["event"] == "reply"]
    assert [event["final"] for event in found] == [False] * (len(found) - 1) + [True]
    return [Reply.from_json(event["reply"]) for event in found]


def said(reply: Reply, kind: str) -> str:
    return " ".join(
        "".join(run.text for run in block.runs) for block in reply.blocks if block.kind == kind
    )


def test_the_result_comes_at_once_and_the_comment_checked_as_it_comes(
    started: Panel, script: Script
) -> None:
    script.go.clear()
    script.says = ["The mean of dose is 99.5 and `nothing_such` may matter."]
    asked = ask(started, "How is response related to dose?")
    first = Reply.from_json(started.event("reply", asked)["reply"])
    assert (first.basis, said(first, "comment")) == ("computed", "")
    assert "higher dose have higher response" in said(first, "text")
    assert script.asked.wait(60)
    script.go.set()
    *_, last = replies(started, asked)
    assert said(last, "text") == said(first, "text")
    (comment,) = [block for block in last.blocks if block.kind == "comment"]
    standing = {run.text: run.standing for run in comment.runs}
    assert standing["99.5"] == standing["nothing_such"] == "unverified"
    assert standing["dose"] == "grounded"


def test_a_number_is_never_shown_before_it_is_whole_and_marked(
    started: Panel, script: Script
) -> None:
    script.says = ["It is 1234567 here."]
    for reply in replies(started, ask(started, "How is response related to dose?")):
        for block in reply.blocks:
            if block.kind == "comment":
                shown = [run for run in block.runs if any(mark.isdigit() for mark in run.text)]
                assert [(run.text, run.standing) for run in shown] in (
                    [],
                    [("1234567", "unverified")],
                )


def test_a_stop_ends_the_comment_and_keeps_what_was_said(started: Panel, script: Script) -> None:
    script.go.clear()
    script.says = ["Perhaps the dose was set by hand."]
    asked = ask(started, "How is response related to dose?")
    assert script.asked.wait(60)
    started.event("stopped", started.ask("stop"))
    assert started.event("done", asked)["stopped"]
    *_, last = replies(started, asked)
    assert "higher dose have higher response" in said(last, "text")
    assert script.gone.wait(60)


def test_while_the_model_speaks_the_kernel_computes_on(started: Panel, script: Script) -> None:
    script.go.clear()
    first = ask(started, "How is response related to dose?")
    assert script.asked.wait(60)
    second = started.ask("ask", question="largest dose?")
    started.event("answer", second)
    assert not any(event["event"] == "done" for event in started.events(first))
    script.go.set()
    started.event("done", first)
    started.event("done", second)


def test_general_knowledge_is_labelled_and_its_figures_are_not_verified(
    started: Panel, script: Script
) -> None:
    script.says = [
        "It is the chance of such data under the null, often held against 0.05 by habit."
    ]
    *_, last = replies(started, ask(started, "What is a p-value?"))
    assert last.basis == "general"
    (block,) = last.blocks
    assert [run.text for run in block.runs if run.standing == "unverified"] == ["0.05"]
    assert "dose" not in script.prompts[-1]


@pytest.mark.parametrize("state", ["absent", "failed"])
def test_without_a_model_code_still_answers_and_the_rest_says_why(
    started: Panel, script: Script, state: str
) -> None:
    script.state = state
    *_, computed = replies(started, ask(started, "What is the mean of dose?"))
    assert (computed.basis, said(computed, "comment")) == ("computed", "")
    *_, general = replies(started, ask(started, "What is a p-value?"))
    assert general.basis == "none"
    assert "no model answers it: Nobody fetched it." in said(general, "text")
    *_, code = replies(started, ask(started, "/code the mean of dose for each site"))
    assert "No code was drafted: Nobody fetched it." in said(code, "text")
    assert script.prompts == []


def test_a_model_that_fails_leaves_the_result(started: Panel, script: Script) -> None:
    script.says = [503]
    asked = ask(started, "How is response related to dose?")
    *_, last = replies(started, asked)
    assert "The model crashed" in started.event("error", asked)["message"]
    assert (last.basis, said(last, "comment")) == ("computed", "")


def test_an_error_is_explained_from_what_exists_and_mended_by_code(
    started: Panel, script: Script
) -> None:
    script.state = "absent"
    *_, last = replies(started, ask(started, "/explain error"))
    assert "Cell [3] stopped with KeyError at line 1: mean = df['doze'].mean()" in said(
        last, "text"
    )
    assert "Write 'dose' instead of 'doze'" in said(last, "text")
    assert "df is a pandas.DataFrame of 400 rows and 4 columns" in said(last, "text")
    *_, mended = replies(started, ask(started, "/fix"))
    assert mended.draft is not None
    assert mended.draft.suggestion.code == "mean = df['dose'].mean()"
    assert mended.draft.trial.state == "ran"
    known = started.silent(
        "__import__('jupyter_sciassist.kernel.engine', fromlist=['engine']).engine()"
        f".store.get({mended.draft.suggestion.id!r}).code"
    )
    assert known == mended.draft.suggestion.code


def test_code_by_the_model_is_checked_and_tried_before_it_is_offered(
    started: Panel, script: Script
) -> None:
    script.says = [{"uses": ["df"], "code": "print(df.groupby('site')['dose'].mean())"}]
    *_, last = replies(started, ask(started, "/code the mean of dose for each site"))
    assert last.draft is not None
    assert last.draft.trial.state == "ran"
    assert last.draft.suggestion.note is not None
    assert last.draft.suggestion.note.model == "m"
    script.says = [{"uses": ["df"], "code": "print(df['no_such'].mean())"}] * 6
    *_, refused = replies(started, ask(started, "/code the mean of no such thing"))
    assert refused.draft is None
    assert "no_such" in said(refused, "text")


def test_a_variable_that_was_deleted_meanwhile_is_told(started: Panel, script: Script) -> None:
    started.run("gone = df.rename(columns=str.upper)")
    *_, before = replies(started, ask(started, "What is the mean of DOSE in gone?"))
    assert before.basis == "computed"
    started.run("del gone")
    card = ask(started, "/suggest gone")
    *_, after = replies(started, card)
    assert after.basis == "none"
    assert "There is no data in a variable of that name" in said(after, "text")
    script.prompts.clear()
    made = [{"id": "c", "cell_type": "code", "source": "gone = df.copy()", "outputs": []}]
    for question in ("What is the mean of DOSE in gone?", "How many rows has gone?"):
        *_, last = replies(started, ask(started, question, cells=made))
        assert last.basis == "none"
        assert "There is no variable gone in the kernel now" in said(last, "text")
    assert script.prompts == []


def test_what_would_be_sent_is_told_and_what_is_taken_out_is_not_sent(
    started: Panel, script: Script
) -> None:
    turns = [{"role": "user", "text": "hello there"}, {"role": "assistant", "text": "welcome back"}]
    fields = {"turns": turns, "cell": "c2", "attachments": []}
    asked = started.ask("preview", text="/explain", cells=[FAILED, SHOWN], **fields)
    told = started.event("pieces", asked)
    assert told["exact"] is False
    pieces = [Piece.from_json(one) for one in told["pieces"]]
    removable = [one.id for one in pieces if not one.fixed]
    assert removable == ["table:df", "turn:0", "turn:1", "source:c2", "output:c2"]
    assert [one.id for one in pieces if one.fixed] == ["instructions", "question"]
    assert all(one.tokens > 0 for one in pieces)
    started.event("done", asked)
    replies(started, ask(started, "/explain", **fields))
    assert all(one.text in script.prompts[-1] for one in pieces)
    replies(started, ask(started, "/explain", without=["turn:0", "output:c2"], **fields))
    assert "hello there" not in script.prompts[-1]
    assert "0.1057" not in script.prompts[-1]
    assert "welcome back" in script.prompts[-1]


def test_as_much_is_sent_as_the_models_own_window_holds(started: Panel, script: Script) -> None:
    turns = [{"role": "user", "text": f"{name} " * 80} for name in ("first", "second", "third")]
    script.window = 500
    *_, last = replies(started, ask(started, "/explain", turns=turns, cell="c2"))
    assert last.dropped > 0
    assert "first" not in script.prompts[-1]
    assert "third" in script.prompts[-1]
    script.window = 32_768
    *_, last = replies(started, ask(started, "/explain", turns=turns, cell="c2"))
    assert last.dropped == 0
    assert "first" in script.prompts[-1]


@pytest.mark.parametrize("text", ["/help", "/nothing of the kind", "/confirm 1"])
def test_nothing_is_sent_where_code_alone_answers(started: Panel, text: str) -> None:
    asked = started.ask("preview", text=text, cells=[SHOWN], turns=[], attachments=[])
    assert started.event("pieces", asked)["pieces"] == []


def test_names_are_completed_from_the_live_notebook(started: Panel) -> None:
    for kind, prefix, name in (
        ("variable", "d", "df"),
        ("column", "df.re", "df.response"),
        ("cell", "", "cell[1]"),
    ):
        asked = started.ask("complete", kind=kind, prefix=prefix)
        items = started.event("completions", asked)["items"]
        assert name in [item["name"] for item in items]
        assert all(item["told"] for item in items)


HUGE = "mean of dose " + "x{y}'\"`\\\u202e\x00\x1b[31m" * 6_000


def test_a_message_of_any_size_and_kind_is_answered(started: Panel, script: Script) -> None:
    script.state = "absent"
    *_, last = replies(started, ask(started, HUGE))
    assert "its first 2000 characters were read as the question" in said(last, "text")
    for text in (
        "",
        "\u202e",
        "{} {0} %s %(x)s",
        "/",
        "//",
        "/nothing",
        "平均 dose?",
        "/confirm x",
        "/fix 99",
    ):
        assert replies(started, ask(started, text))[-1].blocks
    *_, unknown = replies(started, ask(started, "/nothing"))
    assert said(unknown, "text").startswith("There is no command /nothing. There are /suggest,")


def test_after_a_restart_the_kernel_answers_from_what_is_there() -> None:
    with kernel({"SCIASSIST_MODEL_POLICY": "force-off"}) as panel:
        panel.run(DATA + "%load_ext jupyter_sciassist")
        panel.attach()
        assert replies(panel, ask(panel, "What is the mean of dose?"))[-1].basis == "computed"
        panel.restart()
        panel.attach()
        *_, last = replies(panel, ask(panel, "What is the mean of dose?", cells=[]))
        assert last.basis == "none"
        assert "The kernel has no data now" in said(last, "text")
        assert "Run the cells that make them" in said(last, "text")
