"""How an endpoint is held to a schema and gives scores: found out once, remembered, said where not."""

from __future__ import annotations

import json
import math
import re
from typing import Any

import pytest

from jupyter_sciassist.errors import ModelReplyError, ModelScoresError
from jupyter_sciassist.language import outcome
from jupyter_sciassist.models.endpoint import EndpointModel
from jupyter_sciassist.models.exchange import Limits
from jupyter_sciassist.models.scripted import ScriptedModel
from jupyter_sciassist.models.url import parse
from tests.models.rogue import Connection, Rogue, held, rogue, says, status
from tests.server.cards import COLUMNS, ROLES

CHAT = "/chat/completions"


def model_of(server: Rogue) -> EndpointModel:
    return EndpointModel(parse(server.address), limits=Limits(first=60, between=60, pauses=()))


SCHEMA = {
    "type": "object",
    "properties": {"a": {"enum": ["x", "y"]}},
    "required": ["a"],
    "additionalProperties": False,
}


@pytest.mark.parametrize("by", ["json_schema", "json_object", "guided_json"])
def test_the_dialect_is_found_out_once(by: str) -> None:
    with rogue({CHAT: held('{"a": "y"}', by=by)}) as server:
        model = model_of(server)
        assert model.complete("Hello", schema=SCHEMA).text == '{"a": "y"}'
        before = len(server.asked)
        assert model.complete("Hello", schema=SCHEMA).text == '{"a": "y"}'
        assert len(server.asked) == before + 1
        assert "x" in json.dumps(server.asked[-1][1].get("response_format", server.asked[-1][1]))
        assert model.detail == ""


@pytest.mark.parametrize("reply", ['{"a": "y"}', '```json\n{"a": "y"}\n```'])
def test_without_a_dialect_the_schema_is_told_and_that_is_said(reply: str) -> None:
    with rogue({CHAT: says(reply)}) as server:
        model = model_of(server)
        assert json.loads(model.complete("Hello", schema=SCHEMA).text) == {"a": "y"}
        assert json.dumps(SCHEMA) in server.asked[-1][1]["messages"][-1]["content"]
        assert "cannot be held to a JSON schema" in model.detail
        assert model.state == "ready"


@pytest.mark.parametrize(
    "reply", ["so", '{"a": "z"}', '{"a": "y", "b": 1}', "[" * 9000, '{"a": "y"} and more']
)
def test_a_reply_that_does_not_fit_is_refused(reply: str) -> None:
    with rogue({CHAT: held(reply, by="json_schema")}) as server:
        model = model_of(server)
        with pytest.raises(ModelReplyError, match="is not the JSON that was asked for"):
            model.complete("Hello", schema=SCHEMA, max_tokens=2000)
        assert model.state == "ready"


def test_a_schema_that_is_too_much_is_told_instead() -> None:
    def answer(to: Connection, body: Any) -> None:
        own = json.dumps(body.get("response_format"))
        if '"a"' in own:
            return status(400, {"error": "pattern is not supported"})(to, body)
        return says('{"held": "q7z"}' if "q7z" in own else '{"a": "x"}')(to, body)

    with rogue({CHAT: answer}) as server:
        assert model_of(server).complete("Hello", schema=SCHEMA).text == '{"a": "x"}'


def number(before: str, token: str) -> float:
    """A log-probability that depends on all that came before."""
    return -1.0 - (sum(map(ord, before + token)) % 97) / 20


def tokens(text: str) -> list[str]:
    return re.findall(r"\s?\w+|\W", text)


def echoes(shift: int = 0, spoil: Any = None) -> Any:
    """vLLM's /completions; with `shift` each number is that of a neighbour."""

    def answer(to: Connection, body: Any) -> None:
        made = tokens(body["prompt"])
        if body["echo"]:
            made = [*made, " seven"]
        numbers: list[Any] = [
            number("".join(made[: at + shift]), token) for at, token in enumerate(made)
        ]
        if shift:
            numbers[-1] = -0.5
        numbers[0] = None
        if spoil is not None:
            numbers[-2] = spoil
        told = {"tokens": made, "token_logprobs": numbers}
        choice = {"text": "".join(made), "logprobs": told}
        status(200, {"choices": [choice]})(to, body)

    return answer


def test_echoed_scores_are_sums_over_the_continuation() -> None:
    with rogue({"/completions": echoes()}) as server:
        model = model_of(server)
        found = model.score("It is", [" blue", " not blue", ""])
        blue = number("It is", " blue")
        both = number("It is", " not") + number("It is not", " blue")
        assert found == pytest.approx([blue, both, 0.0])
        asked = len(server.asked)
        model.score("It is", [" red"])
        assert len(server.asked) == asked + 2, "the way is found out once"
        assert model.detail == ""


@pytest.mark.parametrize(
    "answer",
    [
        status(404),
        status(400, {"error": "logprobs is not supported"}),
        status(200, {"choices": [{"text": "so"}]}),
        status(200, {"choices": []}),
        status(200, {"choices": [{"logprobs": {"tokens": ["a", "b"], "token_logprobs": [None]}}]}),
        status(200, {"choices": [{"logprobs": {"tokens": [1, 2], "token_logprobs": [0, 0]}}]}),
        echoes(shift=1),
        echoes(spoil=math.nan),
        echoes(spoil=3.0),
        echoes(spoil="-1"),
    ],
    ids=[
        "no route", "refused", "no numbers", "no choice", "too few", "no texts", "of a neighbour",
        "not a number", "positive", "a text",
    ],
)  # fmt: skip
def test_numbers_that_cannot_be_believed_are_none(answer: Any) -> None:
    with rogue({"/v1/completions": answer, CHAT: says("so")}) as server:
        model = model_of(server)
        with pytest.raises(ModelScoresError, match=r"ranked without the model\. To have them"):
            model.score("It is", [" blue"])
        asked = len(server.asked)
        with pytest.raises(ModelScoresError):
            model.score("It is", [" blue"])
        assert len(server.asked) == asked, "it is asked once"
        assert "gives no log-probabilities" in model.detail
        assert model.state == "ready"
        assert model.complete("Hello").text == "so"


def test_without_scores_the_ranking_is_that_of_the_prior() -> None:
    with rogue({}) as server:
        found = outcome.scores(model_of(server), about=None, columns=COLUMNS, roles=ROLES)
    flat = outcome.scores(_Flat(), about=None, columns=COLUMNS, roles=ROLES)
    assert found == flat


class _Flat(ScriptedModel):
    """Finds every name as likely as any other."""

    def score(self, prefix: str, continuations: Any, **more: Any) -> list[float]:
        return [-1.0] * len(continuations)
