"""How much fits: counts of tokens, the window, and what is too long."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from jupyter_sciassist.errors import ModelLongError
from jupyter_sciassist.models.client import CONTEXT, WorkerModel
from jupyter_sciassist.models.endpoint import EndpointModel
from jupyter_sciassist.models.url import parse
from tests.models.rogue import models, rogue, status

pytestmark = pytest.mark.model

PROMPT = "<|im_start|>user\nWhat is the mean of the masses?<|im_end|>\n<|im_start|>assistant\n"
TEXTS = ["", "sea", PROMPT, "Größe, 日本, \0 and {braces}" * 50, "\ud800"]


@pytest.fixture(scope="module")
def worker(model_file) -> Iterator[WorkerModel]:
    model = WorkerModel(model_file)
    yield model
    model.close()


def test_a_count_is_what_a_request_then_takes(worker):
    counts = worker.tokens([*TEXTS, PROMPT])
    assert counts is not None
    assert counts[:2] == [0, 1]
    assert counts[2] == counts[-1] == worker.complete(PROMPT, max_tokens=1).tokens_in
    # Markup is one token each, as it is in a prompt.
    assert worker.tokens(["<|im_start|>", "<|im_end|>"]) == [1, 1]
    assert worker.tokens([]) == []


def test_it_is_counted_while_a_request_is_answered(worker):
    found = []
    expected = worker.tokens([PROMPT])
    made = worker.complete(
        PROMPT, max_tokens=8, on_token=lambda _: found.append(worker.tokens([PROMPT]))
    )
    assert len(found) > 3
    assert all(counts == expected for counts in found)
    assert made.tokens_out == 8


def test_a_worker_that_was_killed_counts_again(worker):
    expected = worker.tokens(TEXTS)
    os.kill(worker.pid, signal.SIGKILL)
    assert worker.tokens(TEXTS) == expected


def test_the_window_is_told_and_held(worker):
    assert worker.info().window == CONTEXT
    prompt = "the sea " * CONTEXT
    (count,) = worker.tokens([prompt])
    with pytest.raises(
        ModelLongError,
        match=rf"too long .* has {count} tokens, the model reads {CONTEXT}\. Send less of it\.",
    ):
        worker.complete(prompt)
    with pytest.raises(ModelLongError, match=f"{count} tokens"):
        worker.score(prompt, [" blue"])
    assert worker.complete(PROMPT, max_tokens=3).tokens_out == 3


def test_an_endpoint_counts_and_tells_its_window(worker, llama_server):
    model = EndpointModel(parse(llama_server))
    plain = [text for text in TEXTS if text.isprintable()]
    assert model.tokens(plain) == worker.tokens(plain)
    assert model.info().window == model.window == CONTEXT
    with pytest.raises(ModelLongError, match=r"too long .*context size.* Send less of it\."):
        model.complete("the sea " * CONTEXT)
    model.close()


def test_other_endpoints():
    owned = {"id": "m", "owned_by": "vllm", "max_model_len": 8192}
    vllm = {"/models": status(200, {"data": [owned]}), "/tokenize": status(200, {"count": 5})}
    with rogue(vllm) as server:
        model = EndpointModel(parse(server.address + "/v1"))
        assert model.tokens(["a", "b"]) == [5, 5]
        assert server.asked[-1] == ("/tokenize", {"model": "m", "prompt": "b"})
        assert model.info().window == 8192
    with rogue({"/models": models("m")}) as server:
        model = EndpointModel(parse(server.address + "/v1"))
        assert model.tokens(["a"]) is None
        assert model.info().window is None
        assert "/tokenize" not in server.paths()


@pytest.mark.parametrize(
    "answer",
    [status(200, []), status(200, {"tokens": 7}), status(404), status(200, {"count": "x"})],
)
def test_an_endpoint_whose_counts_are_none(answer):
    owned = {"id": "m", "owned_by": "llamacpp", "max_model_len": "long"}
    with rogue({"/models": status(200, {"data": [owned]}), "/tokenize": answer}) as server:
        model = EndpointModel(parse(server.address + "/v1"))
        assert model.tokens(["a"]) is None
        assert model.info().window is None
