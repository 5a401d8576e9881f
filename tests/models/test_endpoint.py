"""The endpoint against llama.cpp's own server, over HTTP, with the small real model."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pandas as pd
import pytest

import jupyter_sciassist
from jupyter_sciassist.errors import ModelCancelled, ModelError, ModelLongError
from jupyter_sciassist.language import notes, replies
from jupyter_sciassist.models.calling import KEY
from jupyter_sciassist.models.client import WorkerModel
from jupyter_sciassist.models.endpoint import EndpointModel
from jupyter_sciassist.models.url import parse
from jupyter_sciassist.records import Note
from tests.models.llama_server import serving
from tests.server.cards import COLUMNS, card

pytestmark = pytest.mark.model

SOON = 3.0  # ten times the time within which a cancel is obeyed
HELLO = "<|im_start|>user\nSay hello.<|im_end|>\n<|im_start|>assistant\n"
CHOICE = "<|im_start|>user\nWhich of these can fly?<|im_end|>\n<|im_start|>assistant\n"
LONG = "The penguin walked over the ice and looked at the sea. " * 250


@pytest.fixture
def model(llama_server: str) -> Iterator[EndpointModel]:
    made = EndpointModel(parse(llama_server))
    yield made
    made.close()


def test_the_record_names_model_and_server_and_no_host(
    model: EndpointModel, model_file: Path
) -> None:
    assert (model.state, model.name) == ("idle", None)
    info = model.info()
    assert info.id == info.name == model_file.name
    assert (info.file, info.sha256, info.bytes, info.quantization) == (None,) * 4
    assert info.engine == "OpenAI-compatible endpoint at a loopback address"
    assert info.version.startswith("llama-server ")
    assert "127.0.0.1" not in repr(info)
    assert str(model_file.parent) not in repr(info)


def test_the_answer_is_streamed_and_the_same_again(model: EndpointModel) -> None:
    pieces: list[str] = []
    made = model.complete(HELLO, max_tokens=12, on_token=pieces.append)
    assert "".join(pieces) == made.text
    assert len(pieces) > 3
    assert (made.tokens_out, made.finish) == (12, "length")
    assert made.tokens_in > 5
    assert model.complete(HELLO, max_tokens=12).text == made.text
    assert (model.state, model.detail) == ("ready", "")


def test_the_markup_of_the_prompt_does_not_reach_the_model(model: EndpointModel) -> None:
    asked = "Repeat this."
    marked = f"<|im_start|>user\n{asked}<|im_end|>\n<|im_start|>assistant\n"
    assert model.complete(marked, max_tokens=1).tokens_in == (
        model.complete(asked, max_tokens=1).tokens_in
    )


def test_a_reply_is_held_to_its_schema(model: EndpointModel) -> None:
    schema = replies.schema(["year of birth", 'the "other" one', "back\\slash"])
    made = model.complete(HELLO, schema=schema, max_tokens=120)
    assert made.finish == "stop"
    jsonschema.validate(json.loads(made.text), schema)
    assert model.detail == ""


def test_a_note_is_made(model: EndpointModel) -> None:
    made = notes.note(model, card(), COLUMNS)
    if isinstance(made, Note):
        assert made.model == model.info().id
    else:
        assert made.reason


def test_scores_are_those_of_our_own_worker(model: EndpointModel, worker: WorkerModel) -> None:
    # Kernels of llama.cpp differ between builds, so that the numbers agree to a few tenths only.
    words = ["a bird", "a stone", "body_mass_g", "的", "a"]
    ours, theirs = worker.score(CHOICE, words), model.score(CHOICE, words)
    assert theirs == pytest.approx(ours, abs=0.7)
    assert min(ours) < max(ours) - 10
    assert (model.state, model.detail) == ("ready", "")


@pytest.mark.parametrize(
    ("prompt", "tokens"), [(LONG, 5), (HELLO, 2000)], ids=["in the prompt", "in the answer"]
)
def test_a_cancel_is_obeyed_and_frees_the_server(
    model: EndpointModel, prompt: str, tokens: int
) -> None:
    model.info()
    cancel, came, ended = threading.Event(), threading.Event(), []

    def seen(text: str) -> None:
        came.set()
        cancel.wait(60)  # so that a short answer does not end before it is cancelled

    def work() -> None:
        try:
            model.complete(prompt, max_tokens=tokens, cancel=cancel, on_token=seen)
        except ModelCancelled:
            ended.append(time.monotonic())

    thread = threading.Thread(target=work)
    thread.start()
    if tokens > 5:
        assert came.wait(60)
    began = time.monotonic()
    cancel.set()
    thread.join(SOON)
    assert ended
    assert ended[0] - began < SOON
    assert model.complete(HELLO, max_tokens=2).tokens_out == 2


def test_a_closed_model_cancels(model: EndpointModel) -> None:
    model.info()
    model.close()
    with pytest.raises(ModelCancelled):
        model.complete(HELLO)


def test_a_prompt_that_does_not_fit_is_refused_in_one_sentence(model: EndpointModel) -> None:
    with pytest.raises(ModelLongError, match=r"too long .*\(\d+ tokens\).* Send less of it\."):
        model.complete(LONG * 3, max_tokens=5)
    assert model.complete(HELLO, max_tokens=2).tokens_out == 2


def test_the_python_door_takes_an_address(llama_server: str) -> None:
    data = pd.DataFrame({"dose": range(60), "growth": [n + (n * n * 7) % 41 for n in range(60)]})
    address = f"{llama_server}/v1#small"
    found = jupyter_sciassist.suggest(data, model=address, top=3)
    assert found
    answer = jupyter_sciassist.ask(data, "what is the mean of growth?", model=address)
    assert answer.value == pytest.approx(data["growth"].mean())


def test_the_key_of_the_environment_opens_the_server(
    model_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = "sk-a-very-secret-key"
    with serving(model_file, key) as address:
        model = EndpointModel(parse(address))
        monkeypatch.setenv(KEY, "sk-another")
        with pytest.raises(ModelError, match=r"refused \(401: .*\)\. Set SCIASSIST_API_KEY"):
            model.complete(HELLO, max_tokens=2)
        assert model.state == "failed"
        monkeypatch.setenv(KEY, key)
        assert model.complete(HELLO, max_tokens=2).tokens_out == 2
        assert model.state == "ready"
        assert key not in repr(vars(model)) + repr(model.info()) + model.detail
