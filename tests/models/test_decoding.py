"""The loop beside llama-cpp-python's own, in one process: the same bytes; and grammars that hold."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import jsonschema
import numpy as np
import pytest

from jupyter_sciassist.models import grammars
from jupyter_sciassist.models.choosing import Chooser
from jupyter_sciassist.models.client import WorkerModel
from jupyter_sciassist.models.decoding import ROWS

pytestmark = pytest.mark.model

CONTEXT = 1024
PROMPTS = [
    f"<|im_start|>user\n{ask}<|im_end|>\n<|im_start|>assistant\n"
    for ask in (
        "What is the capital of France?",
        'Say "hello" in German, then in French.',
        "Name three birds of the south.",
        "def mean(values):\n    return",
        "Why is the sky blue? " * 8,
        "The columns are: " + ", ".join(f"column_{number}" for number in range(24)),
        "日本の首都はどこですか",
        "Give an example of JSON.",
    )
]
SCHEMA = {
    "type": "object",
    "properties": {
        "answer": {"type": "string", "maxLength": 30},
        "sure": {"type": "boolean"},
        "kind": {"enum": ["fact", "text", "number"]},
    },
    "required": ["answer", "sure", "kind"],
    "additionalProperties": False,
}


@pytest.fixture(scope="module")
def worker(model_file) -> Iterator[WorkerModel]:
    model = WorkerModel(model_file, threads=1)
    yield model
    model.close()


@pytest.fixture(scope="module")
def library(model_file) -> Iterator[Any]:
    """Its high-level interface, with prompts in the same blocks and as many threads."""
    llama_cpp = pytest.importorskip("llama_cpp")
    model = llama_cpp.Llama(
        str(model_file), n_ctx=CONTEXT, n_batch=ROWS, flash_attn=True, verbose=False,
        n_threads=1, n_threads_batch=1,
    )  # fmt: skip
    yield model
    model.close()


def told(library: Any, prompt: str, tokens: int, schema: dict[str, Any] | None) -> str:
    from llama_cpp import LlamaGrammar

    library.reset()
    grammar = schema and LlamaGrammar.from_string(grammars.gbnf(schema), verbose=False)
    made = library.create_completion(
        prompt, max_tokens=tokens, temperature=0.0, repeat_penalty=1.0, grammar=grammar
    )
    return str(made["choices"][0]["text"])


@pytest.mark.parametrize("prompt", PROMPTS)
def test_greedy_text_is_that_of_the_library(worker, library, prompt):
    assert worker.complete(prompt, max_tokens=20).text == told(library, prompt, 20, None)


# The library holds the whole vocabulary against the grammar at each token, so that a few have to do.
@pytest.mark.parametrize("prompt", PROMPTS[::3])
def test_greedy_text_within_a_schema_is_that_of_the_library(worker, library, prompt):
    made = worker.complete(prompt, schema=SCHEMA, max_tokens=40)
    assert made.text == told(library, prompt, 40, SCHEMA).rstrip()


def test_the_vocabulary_is_looked_through_only_on_a_miss(library, monkeypatch):
    from llama_cpp import llama_cpp as lib

    model = SimpleNamespace(lib=lib, vocab=library._model.vocab)
    chooser = Chooser(lib, grammars.started(model, {"enum": ["yes"]}), 0.0, 0)
    looked: list[int] = []
    allowed = Chooser._allowed

    def counted(self: Chooser, logits: Any, tokens: Any) -> Any:
        looked.append(len(tokens))
        return allowed(self, logits, tokens)

    monkeypatch.setattr(Chooser, "_allowed", counted)
    quote, yes = (library.tokenize(text, add_bos=False)[0] for text in (b'"', b"yes"))
    size = library.n_vocab()
    logits = np.linspace(0.0, 1.0, size, dtype=np.float32)
    logits[quote] = 3.0  # what is drawn fits
    assert (chooser.pick(logits), looked) == (quote, [1])
    logits[yes] = 2.0  # what is drawn does not, one of the likeliest does
    assert (chooser.pick(logits), looked[1:]) == (yes, [1, 64])
    logits[quote] = -3.0  # none of the likeliest does
    assert (chooser.pick(logits), looked[3:]) == (quote, [1, 64, size])
    chooser.close()


def drawn(random_: random.Random, depth: int = 0) -> dict[str, Any]:
    """A schema of bounded texts."""
    kinds = ["enum", "boolean", "string", "integer", "null", "const"]
    kind = "object" if depth == 0 else random_.choice(kinds + ["object", "array"] * (depth < 2))
    if kind == "object":
        names = random_.sample(["n", "größe", "a b", 'q"', "back\\", "日", "_x", "9"], 2)
        fields = {name: drawn(random_, depth + 1) for name in names}
        needed = names[: random_.choice([1, 2])]
        return {"type": "object", "properties": fields, "required": needed,
                "additionalProperties": False}  # fmt: skip
    if kind == "array":
        least = random_.choice([0, 1])
        items = drawn(random_, depth + 1)
        return {"type": "array", "items": items, "minItems": least, "maxItems": 2}
    if kind == "string":
        return {"type": "string", "maxLength": random_.choice([1, 6])}
    if kind == "enum":
        return {"enum": random_.sample(["red", "dark\nblue", 'a "b"', 7, 2.5, True, None, "ü"], 3)}
    return {"const": random_.choice(["one", 1, -2.5, False])} if kind == "const" else {"type": kind}


def test_a_text_holds_no_bare_control_characters(library):
    from llama_cpp import llama_cpp as lib

    model = SimpleNamespace(lib=lib, vocab=library._model.vocab)
    grammar = grammars.started(model, {"type": "string"})
    chooser = Chooser(lib, grammar, 0.0, 0)
    pieces = [library.detokenize([token]) for token in range(library.n_vocab())]
    lib.llama_sampler_accept(grammar, pieces.index(b'"'))
    fitting = chooser._allowed(np.zeros(len(pieces), np.float32), np.arange(len(pieces)))
    chooser.close()
    assert len(fitting) > len(pieces) // 2
    assert [pieces[token] for token in fitting if min(pieces[token], default=32) < 32] == []


@pytest.mark.parametrize("seed", range(16))
def test_a_random_schema_is_never_violated(worker, seed):
    schema = drawn(random.Random(seed))
    made = worker.complete(
        PROMPTS[seed % len(PROMPTS)], schema=schema, max_tokens=400, temperature=1.5, seed=seed
    )
    assert made.finish == "stop"
    jsonschema.validate(json.loads(made.text), schema)
