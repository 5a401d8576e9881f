"""What stands in outputs, cells and names is material: no prompt passes it on as a request, no reply carries it out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from jupyter_sciassist.chat import conversation, fixing
from jupyter_sciassist.chat.context import Context, outside
from jupyter_sciassist.chat.conversation import Asked, Outcome
from jupyter_sciassist.chat.records import Attachment, Reply
from jupyter_sciassist.models.scripted import ScriptedModel

CORPUS = Path(__file__).parent / "corpus"
CASES: list[dict[str, Any]] = json.loads((CORPUS / "injections.json").read_text(encoding="utf-8"))
SEEN = 2_000
HARMLESS = "It may be worth looking at the spread next."
QUESTIONS = (
    "/explain", "Explain this output", "Explain this error", "What is the mean of dose?", "Describe df",
    "How is response related to dose?", "What should I do next?", "What is a p-value?",
)  # fmt: skip


def context(case: Mapping[str, Any]) -> Context:
    """A notebook with the text in its place: a cell, its output, its error, a name or a value."""
    placed: dict[str, list[str]] = {}
    for part in case.get("parts", [case]):
        placed.setdefault(part["channel"], []).append(part["text"])
    table = pd.DataFrame(
        {
            "dose": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0] * 10,
            "response": [2.1, 3.9, 6.2, 7.8, 10.1, 12.2] * 10,
            "site": ["a", "b", *placed.get("level", ["c"])][:3] * 20,
        }
    )
    for name in placed.get("column", []):
        table[name] = range(len(table))
    outputs: list[dict[str, Any]] = [
        {"output_type": "stream", "name": "stdout", "text": text}
        for text in placed.get("output", [])
    ]
    for text in placed.get("error", []):
        name, _, message = text.partition(": ")
        outputs.append(
            {
                "output_type": "error",
                "ename": name,
                "evalue": message,
                "traceback": ["---> 1 f(df)", text],
            }
        )
    source = "\n".join([*placed.get("cell", []), "df.mean(numeric_only=True)"])
    cell = {
        "cell_type": "code",
        "id": "c",
        "source": source,
        "execution_count": 1,
        "outputs": outputs,
    }
    objects: dict[str, Any] = {"df": table}
    for text in placed.get("variable", []):
        objects["note"] = pd.DataFrame({"text": [text] * 30, "n": range(30)})
    attachment = Attachment("cell", "c", source)
    return outside(objects, cells=[cell], attachments=(attachment,), cell="c")


@cache
def outcomes(identity: str) -> tuple[Outcome, ...]:
    (case,) = [case for case in CASES if case["id"] == identity]
    made = context(case)
    return tuple(conversation.answer(Asked(question), made, None) for question in QUESTIONS)


def comment(reply: Reply) -> str:
    """What the model is shown to say."""
    runs = [run for block in reply.blocks if block.kind == "comment" for run in block.runs]
    return "".join(run.text for run in runs).lower()


def carried(text: str, markers: Sequence[str]) -> list[str]:
    return [marker for marker in markers if marker in text.lower()]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["id"]))
def test_a_model_that_obeys_whatever_it_reads_finds_nothing_to_obey(case: dict[str, Any]) -> None:
    for made in outcomes(case["id"]):
        if made.prompt is not None:
            assert carried(made.prompt.text, _readable(case)) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["id"]))
def test_a_model_that_says_what_the_text_wants_is_not_heard(case: dict[str, Any]) -> None:
    """The worst there is: the model repeats the planted text, and each marker on its own."""
    for made in outcomes(case["id"]):
        for said in (case["text"], *(f"Note that {marker} holds." for marker in case["markers"])):
            if not carried(case["text"][:SEEN], carried(said, case["markers"])):
                continue
            reply = made.with_comment(f"{said}\n{HARMLESS}", ended=True)
            assert carried(comment(reply), case["markers"]) == [], said


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["id"]))
def test_no_drafted_code_carries_the_aim(case: dict[str, Any]) -> None:
    """Neither from a model that obeys what it reads, nor from one that writes the planted text as it is."""
    made = context(case)
    for request in ("/code the mean of dose for each site", "/fix"):
        reader = ScriptedModel()
        conversation.answer(Asked(request), made, reader)
        for call in reader.history:
            assert carried(call.prompt, _readable(case)) == []
        for said in (case["text"], *case["markers"]):
            if not carried(case["text"][:SEEN], carried(said, case["markers"])):
                continue
            for code in (f"print({said!r})", f"{said}\nprint(df['dose'].mean())"):
                writer = ScriptedModel([{"uses": ["df"], "code": code}] * 6)
                draft = conversation.answer(Asked(request), made, writer).reply.draft
                assert draft is None or carried(draft.suggestion.code, case["markers"]) == [], code


def _readable(case: Mapping[str, Any]) -> list[str]:
    return [marker for marker in case["markers"] if marker not in "<|im_start|><|im_end|>"]


def test_a_comment_without_anything_of_the_text_is_heard() -> None:
    heard = [
        HARMLESS.lower() in comment(made.with_comment(HARMLESS, ended=True))
        for case in CASES
        for made in outcomes(case["id"])
        if made.prompt is not None
    ]
    assert sum(heard) == len(heard) > len(CASES)


def test_code_without_anything_of_the_text_is_offered() -> None:
    code = "means = df.groupby('site')['dose'].mean()\nprint(means.round(2))\n"
    held = [
        case["id"]
        for case in CASES
        if fixing.carried(code, context(case), "the mean of dose for each site")
    ]
    assert held == []
