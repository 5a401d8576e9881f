"""The loop beside llama-cpp-python's own, in one process: the same bytes; and grammars that hold."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from jupyter_sciassist.models import cores, grammars
from jupyter_sciassist.models.client import WorkerModel
from jupyter_sciassist.models.decoding import ROWS

pytestmark = pytest.mark.model

CONTEXT = 1024
PROMPTS = [
    f"<|im_start|>user\n{ask}<|im_end|>\n<|im_start|>assistant\n"
    for ask in (
        "What is the capital of France?",
        "Write one line about the sea.",
        'Say "hello" in German, then in French.',
        "Compute 12 + 30.",
        "Name three birds of the south.",
        "Was ist ein Pinguin?",
        "List the months of the year.",
        "def mean(values):\n    return",
        "Why is the sky blue? " * 12,
        "The columns are: " + ", ".join(f"column_{number}" for number in range(40)),
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
    model = WorkerModel(model_file)
    yield model
    model.close()


@pytest.fixture(scope="module")
def library(model_file) -> Iterator[Any]:
    """Its high-level interface, with prompts in the same blocks."""
    llama_cpp = pytest.importorskip("llama_cpp")
    threads = cores.usable()
    model = llama_cpp.Llama(
        str(model_file), n_ctx=CONTEXT, n_batch=ROWS, flash_attn=True, verbose=False,
        n_threads=threads, n_threads_batch=threads,
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


@pytest.mark.parametrize("prompt", PROMPTS)
def test_greedy_text_within_a_schema_is_that_of_the_library(worker, library, prompt):
    made = worker.complete(prompt, schema=SCHEMA, max_tokens=60)
    assert made.text == told(library, prompt, 60, SCHEMA).rstrip()


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
        return {"type": "string", "maxLength": random_.choice([1, 8])}
    if kind == "enum":
        return {"enum": random_.sample(["red", "dark\nblue", 'a "b"', 7, 2.5, True, None, "ü"], 3)}
    return {"const": random_.choice(["one", 1, -2.5, False])} if kind == "const" else {"type": kind}


def test_a_text_holds_no_bare_control_characters(worker):
    lines = "<|im_start|>user\nWrite a poem of four lines.<|im_end|>\n<|im_start|>assistant\n"
    schema = {"type": "array", "items": {"type": "string", "maxLength": 60}, "maxItems": 2}
    for seed in range(3):
        made = worker.complete(lines, schema=schema, max_tokens=200, temperature=1.5, seed=seed)
        jsonschema.validate(json.loads(made.text), schema)


@pytest.mark.parametrize("seed", range(50))
def test_a_random_schema_is_never_violated(worker, seed):
    schema = drawn(random.Random(seed))
    made = worker.complete(
        PROMPTS[seed % len(PROMPTS)], schema=schema, max_tokens=400, temperature=1.5, seed=seed
    )
    assert made.finish == "stop"
    jsonschema.validate(json.loads(made.text), schema)
