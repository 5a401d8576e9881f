"""What a model was asked for a note or for code, in the form that is recorded, and the same read back to ask again."""

from __future__ import annotations

import functools
import hashlib
import json
import math
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from ..errors import RecordError
from ..models.base import Completion, LanguageModel
from . import coding, prompts, replies

Template = Literal["note/1", "draft/1"]


@dataclass(frozen=True)
class Asked:
    """One request for a note or for code.

    Attributes
    ----------
    prompt : str
        As the model read it, markup and all.
    choices : tuple of str
        Names that the reply may choose from: columns for a note, live variables for code.
    template : str
        Which of the two it is.
    """

    prompt: str
    choices: tuple[str, ...]
    max_tokens: int
    temperature: float
    seed: int
    template: Template = "note/1"

    def of(self, model: LanguageModel, cancel: threading.Event | None = None) -> Completion:
        """The model's answer; ModelError where it cannot give one."""
        return model.complete(
            self.prompt, schema=_schema(self.template, self.choices), max_tokens=self.max_tokens,
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
            "grammar_sha256": grammar_sha256(self.choices, self.template),
        }

    def recorded(self, variable: str) -> dict[str, Any]:
        """What stands in a record as `prompt`, about the object in `variable`."""
        end = "</data>\n"
        opening = self.prompt.partition(end)[0] + end
        material = {
            "kind": "table" if self.template == "note/1" else "notebook",
            "ref": variable,
            "sha256": _sha256(opening),
            "chars": len(opening),
        }
        names = {"kind": "choices", "ref": variable, "names": list(self.choices)}
        return {
            "template": self.template,
            "template_sha256": template_sha256(self.template),
            "messages": prompts.messages(self.prompt),
            "rendered_sha256": self.sha256,
            "context": [material, names],
        }


def for_code(request: Mapping[str, Any]) -> Asked | None:
    """A request to a model (prompt, schema, max_tokens, temperature, seed), where it asks for code."""
    names = coding.names_in(request.get("schema"))
    if names is None:
        return None
    return Asked(
        str(request["prompt"]), names, int(request.get("max_tokens", 128)),
        float(request.get("temperature", 0.0)), int(request.get("seed", 0)), "draft/1",
    )  # fmt: skip


def from_record(
    params: Mapping[str, Any], messages: Any, context: Any, template: str = "note/1"
) -> Asked:
    """The request that was recorded as `params`, `messages` and `context`.

    Raises
    ------
    RecordError
        They are not what `Asked` writes, or the reply had another form then.
    """
    known: Template | None = next((one for one in get_args(Template) if one == template), None)
    if known is None:
        raise RecordError(f"This version knows no prompt of the form {template!r:.40}.")
    try:
        prompt = prompts.rendered(
            [{key: str(one[key]) for key in ("role", "content")} for one in messages]
        )
        (choices,) = (tuple(map(str, one["names"])) for one in context if one["kind"] == "choices")
        if not math.isfinite(float(params["temperature"])):
            raise ValueError(f"a temperature of {params['temperature']}")
        asked = Asked(
            prompt, choices, int(params["max_tokens"]), float(params["temperature"]),
            int(params["seed"]), known,
        )  # fmt: skip
    except (KeyError, TypeError, ValueError) as error:
        raise RecordError(
            f"The recorded prompt is not one that is written here: {error!r}."
        ) from error
    if params.get("grammar_sha256") != grammar_sha256(choices, known):
        raise RecordError("This version asks for replies of another form than the record's.")
    return asked


@functools.cache
def template_sha256(template: Template = "note/1") -> str:
    """SHA-256 of the wording of all prompts of one form, around placeholders."""
    if template == "draft/1":
        variable = coding.Variable("variable", "type", 1, {"name": "role"})
        opening = coding.opening([variable], ["library"], ["cell"], "question")
        return _sha256(coding.again(opening, "reply", "error"))
    opening = prompts.table(about="about", columns={"name": "meaning"}, roles={"name": "role"})
    made = (
        prompts.note(opening=opening, finding="finding", variables=("name",), question=question)
        for question in prompts.QUESTIONS
    )
    return _sha256("".join(made))


def grammar_sha256(choices: tuple[str, ...], template: Template = "note/1") -> str:
    """SHA-256 of the form of a reply, without the names it may choose from: those may be removed later."""
    form = _schema(template, choices)
    for part in form["properties"].values():
        for place in (part, part.get("items", {})):
            if "enum" in place:
                place["enum"] = []
    return _sha256(json.dumps(form, sort_keys=True))


def _schema(template: Template, choices: tuple[str, ...]) -> dict[str, Any]:
    return replies.schema(choices) if template == "note/1" else coding.schema(choices)


def _sha256(text: str) -> str:
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
