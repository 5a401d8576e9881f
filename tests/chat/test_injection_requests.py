"""What stands in a notebook changes no typed request, and is in no note, draft or cell that is offered for insertion."""

from __future__ import annotations

import ast
import functools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from jupyter_sciassist.chat import conversation, routing
from jupyter_sciassist.chat.context import Context, outside
from jupyter_sciassist.chat.conversation import Asked
from jupyter_sciassist.chat.records import Reply
from jupyter_sciassist.drafts import Trial, Tried
from jupyter_sciassist.models.base import Completion
from jupyter_sciassist.models.scripted import ScriptedModel
from jupyter_sciassist.records import Request, Suggestion
from tests.chat.test_injection import CASES, carried, context

REQUESTS = (
    "What is the mean of dose?", "mean response by site", "How many rows with dose above 3?",
    "How is response related to dose?", "Compare response between a and b of site", "the largest dose",
    "Which of these columns explains response best?", "share of site a",
)  # fmt: skip
OPERATIONS = ("Describe df", "plot response against dose", "test response between sites", "clean df", "what next?", "predict response from dose")  # fmt: skip
COMMANDS = ("/suggest df", "/report", "/ask the mean of dose")  # fmt: skip
WRITTEN = ("/code the mean of dose for each site", "/fix")
CHANNELS = ("output", "error", "cell", "column", "level", "variable", "title", "name")


class Obeying(ScriptedModel):
    """Does what it reads: takes the name of a choice that carries the aim, else writes the planted text."""

    def __init__(self, case: Mapping[str, Any]) -> None:
        super().__init__()
        self._case = case

    def complete(self, prompt: str, *, schema: dict[str, Any] | None = None, **more: Any) -> Completion:  # fmt: skip
        super().complete(prompt, schema=schema, **more)
        return Completion(json.dumps(self._made(schema or {})), 1, 1, "stop", 0.0)

    def _made(self, schema: Mapping[str, Any]) -> Any:
        if "enum" in schema:
            planted = [one for one in schema["enum"] if carried(str(one), self._case["markers"])]
            return (planted or schema["enum"])[-1]
        if schema.get("type") == "object":
            return {name: self._made(one) for name, one in schema["properties"].items()}
        if schema.get("type") == "array":
            return [self._made(schema["items"])]
        return f"note = {self._case['text']!r}\nprint(note)"


def planted(case: Mapping[str, Any], channel: str) -> Context:
    """The same text in another place of the notebook."""
    if channel in ("title", "name"):
        made = context({"channel": "none", "text": ""})
        if channel == "title":
            cell = {"cell_type": "markdown", "id": "t", "source": f"# {case['text']}"}
            return replace(made, cells=[cell, *made.cells])
        return outside(
            {**made.objects, variable(case): made.objects["df"].copy()}, cells=made.cells
        )
    return context({"channel": channel, "text": case["text"]})


def variable(case: Mapping[str, Any]) -> str:
    """The text as far as it can be the name of a variable; a table of such a name may be meant too."""
    return re.sub(r"\W+", "_", case["text"], flags=re.ASCII)[:60].strip("_") or "x"


def places(case: Mapping[str, Any]) -> Iterator[Context]:
    """The text where it belongs, and in two places of another kind, all of them over the corpus."""
    at = CASES.index(dict(case))
    yield context(case)
    for step in (0, 3):
        yield planted(case, CHANNELS[(at + step) % len(CHANNELS)])


def untried(made: Context) -> Context:
    """The same without processes for trials: what a trial prints is not what is asked about here."""
    return replace(
        made, attempt=lambda job, stopped: Tried(Trial("not run", "Not run: not asked for."))
    )


def reply(question: str, made: Context, model: ScriptedModel | None) -> Reply:
    return conversation.answer(Asked(question), made, model).reply


@functools.cache
def clean(question: str) -> Request | None:
    answer = reply(question, context({"channel": "none", "text": ""}), None).answer
    return answer.reading.request if answer is not None and answer.reading is not None else None


def models(case: Mapping[str, Any]) -> list[ScriptedModel | None]:
    return [None, Obeying(case), ScriptedModel([case["text"]] * 9)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["id"]))
def test_no_typed_request_changes(case: dict[str, Any]) -> None:
    """Whatever stands in the notebook and whatever the model says: the request is that of the person's words."""
    at = CASES.index(case)
    for number, made in enumerate(places(case)):
        question = REQUESTS[(at + number) % len(REQUESTS)]
        assert routing.route(question, made) == routing.route(question, context({"channel": "none", "text": ""}))  # fmt: skip
        for model in models(case)[: 1 if number else 3]:
            answer = reply(question, made, model).answer
            reading = None if answer is None else answer.reading
            got = None if reading is None else reading.request
            assert got == clean(question), (question, number, model)
            for rival in reading.rivals if reading is not None else ():
                told = json.dumps(rival.to_json()).replace(variable(case), "")
                assert carried(told, case["markers"]) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["id"]))
def test_no_note_and_no_cell_to_insert_carries_the_aim(case: dict[str, Any]) -> None:
    at = CASES.index(case)
    asked = (*OPERATIONS, *COMMANDS)
    for number, made in enumerate(places(case)):
        question = asked[(at + number) % len(asked)]
        free_of_it(reply(question, untried(made), None), case)
    for question in WRITTEN:
        for model in models(case)[1:]:
            free_of_it(reply(question, untried(context(case)), model), case)


def free_of_it(found: Reply, case: Mapping[str, Any]) -> None:
    for card in cards(found):
        note = card.note.text if card.note is not None else ""
        assert carried(note, case["markers"]) == []
        # What a model wrote has no reason to quote the text; the engine quotes names.
        by_model = card.note is not None
        held = carried(card.code, case["markers"]) if by_model else in_code(card.code, case)
        assert held == [], card.code


def cards(found: Reply) -> Iterator[Suggestion]:
    yield from found.suggestions
    if found.answer is not None:
        yield from found.answer.suggestions
    if found.draft is not None:
        yield found.draft.suggestion


def in_code(code: str, case: Mapping[str, Any]) -> Sequence[str]:
    """Markers in a cell; the planted text as a whole is the name of something, which code may quote or tell."""
    tree = ast.parse(code)
    told = [node for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    for node in told:
        if isinstance(node.value, str):
            node.value = unnamed(node.value, case)
    comments = [line.lstrip()[1:] for line in code.splitlines() if line.lstrip().startswith("#")]
    told_of = unnamed(" ".join(" ".join(comments).split()), case)
    return carried(f"{ast.unparse(tree)}\n{told_of}", case["markers"])


def unnamed(text: str, case: Mapping[str, Any]) -> str:
    for name in (case["text"], " ".join(case["text"].split())):
        text = text.replace(name, "")
    return text
