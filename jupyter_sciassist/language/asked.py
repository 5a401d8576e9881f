"""What a model was asked for a note, in the form that is recorded, and the same read back to ask again."""

from __future__ import annotations

import functools
import hashlib
import json
import math
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..errors import RecordError
from ..models.base import Completion, LanguageModel
from . import prompts, replies

TEMPLATE = "note/1"


@dataclass(frozen=True)
class Asked:
    """One request for a note.

    Attributes
    ----------
    prompt : str
        As the model read it, markup and all.
    choices : tuple of str
        Columns that the reply may name.
    """

    prompt: str
    choices: tuple[str, ...]
    max_tokens: int
    temperature: float
    seed: int

    def of(self, model: LanguageModel, cancel: threading.Event | None = None) -> Completion:
        """The model's answer; ModelError where it cannot give one."""
        return model.complete(
            self.prompt, schema=replies.schema(self.choices), max_tokens=self.max_tokens,
            temperature=self.temperature, seed=self.seed, cancel=cancel,
        )  # fmt: skip

    @property
    def sha256(self) -> str:
        """Digest of the prompt."""
        return _sha256(self.prompt)

    def params(self) -> dict[str, Any]:
        """What stands in a record as `params`."""
        return {
            "seed": self.seed,
            "temperature": float(self.temperature),
            "max_tokens": self.max_tokens,
            "grammar_sha256": grammar_sha256(self.choices),
        }

    def recorded(self, variable: str) -> dict[str, Any]:
        """What stands in a record as `prompt`, about the object in `variable`."""
        end = "</data>\n"
        opening = self.prompt.partition(end)[0] + end
        table = {
            "kind": "table",
            "ref": variable,
            "sha256": _sha256(opening),
            "chars": len(opening),
        }
        names = {"kind": "choices", "ref": variable, "names": list(self.choices)}
        return {
            "template": TEMPLATE,
            "template_sha256": template_sha256(),
            "messages": prompts.messages(self.prompt),
            "rendered_sha256": self.sha256,
            "context": [table, names],
        }


def from_record(params: Mapping[str, Any], messages: Any, context: Any) -> Asked:
    """The request that was recorded as `params`, `messages` and `context`.

    Raises
    ------
    RecordError
        They are not what `Asked` writes, or the reply had another form then.
    """
    try:
        prompt = prompts.rendered(
            [{key: str(one[key]) for key in ("role", "content")} for one in messages]
        )
        (choices,) = (tuple(map(str, one["names"])) for one in context if one["kind"] == "choices")
        if not math.isfinite(float(params["temperature"])):
            raise ValueError(f"a temperature of {params['temperature']}")
        asked = Asked(
            prompt, choices, int(params["max_tokens"]), float(params["temperature"]), int(params["seed"])
        )  # fmt: skip
    except (KeyError, TypeError, ValueError) as error:
        raise RecordError(
            f"The recorded prompt is not one that is written here: {error!r}."
        ) from error
    if params.get("grammar_sha256") != grammar_sha256(choices):
        raise RecordError("This version asks for replies of another form than the record's.")
    return asked


@functools.cache
def template_sha256() -> str:
    """SHA-256 of the wording of all prompts for notes, around placeholders."""
    opening = prompts.table(about="about", columns={"name": "meaning"}, roles={"name": "role"})
    made = (
        prompts.note(opening=opening, finding="finding", variables=("name",), question=question)
        for question in prompts.QUESTIONS
    )
    return _sha256("".join(made))


def grammar_sha256(choices: tuple[str, ...]) -> str:
    """SHA-256 of the form of a reply, without the names it may choose from: those may be removed later."""
    form = replies.schema(choices)
    for part in form["properties"].values():
        if "enum" in part:
            part["enum"] = []
    return _sha256(json.dumps(form, sort_keys=True))


def _sha256(text: str) -> str:
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
