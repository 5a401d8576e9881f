"""How servers that speak the OpenAI API differ: in the way to a schema, and to log-probabilities.

What a server can do is found out by asking it something whose answer is known.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import jsonschema

from ..errors import ModelReplyError, ModelScoresError

JSON = dict[str, Any]
Ask = Callable[[str, JSON], Any]

_MARKUP = re.compile(r"<\|im_start\|>(\w+)\n(.*?)(?:<\|im_end\|>\n?|\Z)", re.DOTALL)
_FENCED = re.compile(r"\s*```(?:json)?\s*\n(.*?)\n?\s*```\s*\Z", re.DOTALL)

# No model answers a greeting with this unless it is held to the schema.
GREETING = "Say hello."
PROBE: JSON = {
    "type": "object",
    "properties": {"held": {"enum": ["q7z"]}},
    "required": ["held"],
    "additionalProperties": False,
}

# Which fields hold a reply to a schema: llama-server, vLLM, Ollama | llama-cpp-python | older vLLM.
HOLDS: Mapping[str, Callable[[JSON], JSON]] = {
    "json_schema": lambda schema: {
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "reply", "strict": True, "schema": schema},
        }
    },
    "json_object": lambda schema: {"response_format": {"type": "json_object", "schema": schema}},
    "guided_json": lambda schema: {"guided_json": schema},
}

# Which field of /tokenize holds the text, by `owned_by` of a listed model.
COUNTS = {"vllm": "prompt", "llamacpp": "content"}

_COUNTING = "One, two, three, four, five, six,"
_NEAR = 0.3
_FORCE = 1e9


def messages(prompt: str) -> list[JSON]:
    """A prompt with ChatML markup as messages, so that the server puts its own model's markup in."""
    found = [
        {"role": role, "content": text.removesuffix("\n")}
        for role, text in _MARKUP.findall(prompt)
        if text
    ]
    return found or [{"role": "user", "content": prompt}]


def told(said: list[JSON], schema: JSON) -> list[JSON]:
    """The messages with the schema in words, for a server that cannot hold a reply to it."""
    words = f"\nAnswer with JSON only, that fits this JSON schema: {json.dumps(schema)}"
    return [*said[:-1], {**said[-1], "content": said[-1]["content"] + words}]


def fitting(text: str, schema: JSON) -> str:
    """The JSON of a reply, out of a fence where it stands in one.

    Raises
    ------
    ModelReplyError
        It is no JSON, or does not fit.
    """
    fenced = _FENCED.match(text)
    bare = fenced.group(1) if fenced else text
    try:
        jsonschema.validate(json.loads(bare), schema)
    except (ValueError, RecursionError, jsonschema.ValidationError) as error:
        raise ModelReplyError(
            "The reply of the model is not the JSON that was asked for. Ask again, or use a model "
            "and a server that can be held to a JSON schema."
        ) from error
    return bare


def is_held(text: str) -> bool:
    """Whether the reply to the probe shows that the schema was kept to."""
    try:
        fitting(text, PROBE)
    except ModelReplyError:
        return False
    return True


def counted(reply: Any) -> int:
    """Tokens of a text, out of the reply to /tokenize."""
    return int(reply["count"]) if "count" in reply else len(reply["tokens"])


def window(told: JSON) -> int | None:
    """Tokens that a model reads, out of a row of the list of models (vLLM) or /props (llama-server)."""
    settings = told.get("default_generation_settings")
    size = told.get("max_model_len") or (
        settings.get("n_ctx") if isinstance(settings, dict) else None
    )
    return size if isinstance(size, int) and size > 0 else None


class Echoed:
    """Scores from `/completions` that returns its prompt with log-probabilities (vLLM)."""

    def __init__(self, ask: Ask, base: str, model: str) -> None:
        self._ask, self._path, self._model = ask, f"{base}/completions", model

    def works(self) -> bool:
        """Whether the number of a generated token is the one that it has as part of a prompt.

        A server may leave the prompt out, or tell the numbers of the neighbouring tokens.
        """
        tokens, numbers = self._tokens(_COUNTING)
        if len(tokens) < 2 or not tokens[-1].strip():
            return False
        alone = numbers[-1]
        (again,) = self.score(_COUNTING, [tokens[-1]])
        return alone is not None and abs(again - alone) < _NEAR

    def score(self, prefix: str, continuations: Sequence[str]) -> list[float]:
        """Sums of natural logarithms, one a continuation."""
        before, _ = self._tokens(prefix)
        sums = []
        for text in continuations:
            tokens, numbers = self._tokens(prefix + text)
            # A token that spans the border belongs to the continuation.
            shared = 0
            while shared < min(len(before), len(tokens)) - 1 and before[shared] == tokens[shared]:
                shared += 1
            sums.append(_sum(numbers[shared:-1]))
        return sums

    def _tokens(self, prompt: str) -> tuple[list[str], list[float | None]]:
        """Tokens of the prompt and of one that is made after it, with their numbers."""
        body = {
            "model": self._model, "prompt": prompt, "max_tokens": 1, "temperature": 0,
            "echo": True, "logprobs": 1,
        }  # fmt: skip
        try:
            found = self._ask(self._path, body)["choices"][0]["logprobs"]
            tokens, numbers = list(found["tokens"]), list(found["token_logprobs"])
        except (KeyError, IndexError, TypeError) as error:
            raise without() from error
        if len(tokens) != len(numbers) or not all(isinstance(token, str) for token in tokens):
            raise without()
        return tokens, numbers


class Forced:
    """Scores from llama-server's own routes: each token is forced, and its number read off."""

    def __init__(self, ask: Ask, root: str) -> None:
        self._ask, self._root = ask, root

    def works(self) -> bool:
        """Whether the routes are there and answer for the token that was asked about."""
        return self.score(_COUNTING, [" seven"])[0] <= 0.0

    def score(self, prefix: str, continuations: Sequence[str]) -> list[float]:
        """Sums of natural logarithms, one a continuation."""
        start = self._split(prefix, special=True)
        known: dict[tuple[int, ...], float] = {}
        sums = []
        for text in continuations:
            tokens = self._split(text, special=False)
            heads = [tuple(tokens[: end + 1]) for end in range(len(tokens))]
            for head in heads:
                if head not in known:
                    known[head] = self._number([*start, *head[:-1]], head[-1])
            sums.append(_sum([known[head] for head in heads]))
        return sums

    def _split(self, text: str, *, special: bool) -> list[int]:
        body = {"content": text, "add_special": special, "parse_special": special}
        try:
            return [int(token) for token in self._ask(f"{self._root}/tokenize", body)["tokens"]]
        except (KeyError, TypeError, ValueError) as error:
            raise without() from error

    def _number(self, before: list[int], token: int) -> float:
        body = {
            "prompt": before, "n_predict": 1, "n_probs": 1, "temperature": 0,
            "logit_bias": [[token, _FORCE]], "cache_prompt": True,
        }  # fmt: skip
        try:
            made = self._ask(f"{self._root}/completion", body)["completion_probabilities"][0]
            if made["id"] != token:
                raise without()
            return _sum([made["logprob"]])
        except (KeyError, IndexError, TypeError) as error:
            raise without() from error


def _sum(numbers: Sequence[float | None]) -> float:
    """The sum of log-probabilities; what is none is refused."""
    total = 0.0
    for number in numbers:
        if not isinstance(number, (int, float)) or not math.isfinite(number) or number > 1e-3:
            raise without()
        total += number
    return total


def without() -> ModelScoresError:
    """The error of a server that has no numbers, or none that can be believed."""
    return ModelScoresError(
        "The endpoint gives no log-probabilities of a prompt, so that suggestions are ranked "
        "without the model. To have them ranked by it, use llama-server or vLLM."
    )
