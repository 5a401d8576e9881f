"""A drafted cell on record: what the model was asked and wrote, as the server itself saw it."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any, cast

import jsonschema
import nbformat
import pytest

from jupyter_sciassist import drafts
from jupyter_sciassist.language import coding
from jupyter_sciassist.language.asked import Asked, from_record
from jupyter_sciassist.provenance.chain import sidecar_of
from jupyter_sciassist.provenance.verify import main as verify
from jupyter_sciassist.records import Note
from jupyter_sciassist.server.app import SciAssist
from tests.drafts.notebook import notebook
from tests.server.cards import decision
from tests.server.conftest import Ask
from tests.server.models import Fluent

SCHEMA = json.loads(
    resources.files("jupyter_sciassist.provenance").joinpath("schema.json").read_text()
)
WRONG = {"uses": ["penguins"], "code": "penguins['mass'].mean()"}
RIGHT = {"uses": ["penguins"], "code": "print(np.mean(penguins['body_mass_g']))"}


@pytest.fixture
def model(app: SciAssist) -> Fluent:
    made = Fluent([WRONG, RIGHT])
    app.model_host.connect = lambda: made
    return made


def saved(path: Path) -> Path:
    nbformat.write(nbformat.v4.new_notebook(), path)
    return path


async def drafted(ask: Ask, question: str) -> drafts.Draft:
    """As a kernel does it: the model is asked through the server, the trial is made beside."""
    wanted: list[dict[str, Any]] = []

    def write(prompt: str, schema: Any, max_tokens: int) -> str:
        wanted.append({"prompt": prompt, "schema": schema, "max_tokens": max_tokens})
        return ""

    work = drafts.steps(question, notebook(names=notebook().objects), write, model="scripted")
    made = None
    while True:
        try:
            step = work.send(made)
        except StopIteration as end:
            return cast(drafts.Draft, end.value)
        made = await asyncio.to_thread(step)
        if wanted:
            made = (await ask("model/complete", wanted.pop())).json["text"]


def last(path: Path) -> dict[str, Any]:
    line: dict[str, Any] = json.loads(sidecar_of(path).read_text("utf-8").splitlines()[-1])
    jsonschema.validate(line, SCHEMA)
    return line


async def test_how_code_came_about_is_on_record(ask: Ask, jp_root_dir: Path, model: Fluent) -> None:
    made = await drafted(ask, "the mean mass")
    card = made.suggestion
    # The import is not the model's; the record is found all the same.
    assert card.code == f"import numpy as np\n{RIGHT['code']}"
    path = saved(jp_root_dir / "a.ipynb")
    await ask("decisions", decision(card, notebook="a.ipynb", profile=None))
    line = last(path)
    body, told = line["core"]["body"], {key: one["v"] for key, one in line["open"].items()}
    assert (body["suggestion"]["origin"], body["suggestion"]["analysis"]) == ("model", "draft")
    assert body["model"] == {"id": "scripted", "name": "Scripted"}
    assert (body["params"]["seed"], body["params"]["max_tokens"]) == ("0", coding.MAX_TOKENS)
    assert body["prompt"]["template"] == "draft/1"
    assert body["acceptance"]["mode"] == "verbatim"
    assert json.loads(told["/suggestion/reply"]) == RIGHT
    calls = [one for one in model.history if one.op == "complete"]
    again = from_record(
        body["params"], told["/prompt/messages"], told["/prompt/context"], "draft/1"
    )
    assert again.prompt == calls[-1].prompt
    assert "penguins['mass']" in again.prompt
    assert coding.schema(again.choices) == calls[-1].details["schema"]
    assert again.choices == tuple(notebook().objects)
    assert verify([str(sidecar_of(path))]) == 0


async def test_code_of_another_origin_claims_no_model(
    ask: Ask, jp_root_dir: Path, model: Fluent
) -> None:
    made = drafts.from_code("print(penguins.shape)", "Shape", notebook(), "engine")
    assert isinstance(made, drafts.Draft)
    path = saved(jp_root_dir / "b.ipynb")
    await ask("decisions", decision(made.suggestion, notebook="b.ipynb", profile=None))
    body = last(path)["core"]["body"]
    assert body["suggestion"]["origin"] == "engine"
    assert "model" not in body
    # By a model, but not one that this server asked: its name, and nothing that nobody saw.
    noted = replace(made.suggestion, note=Note("Written by a model.", "elsewhere"))
    await ask("decisions", decision(noted, notebook="b.ipynb", profile=None))
    body = last(path)["core"]["body"]
    assert (body["model"], body["prompt"]) == ({"name": "elsewhere"}, None)


def test_a_recorded_request_for_code_is_made_again_the_same() -> None:
    variable = coding.Variable("penguins", "pandas.DataFrame", 3, {"species": "Adelie/Gentoo"})
    prompt = coding.again(
        coding.opening([variable], ["numpy"], ["import numpy"], "count {them}"), "{}", "no"
    )
    asked = Asked(prompt, ("penguins", "x"), 480, 0.0, 0, "draft/1")
    told = asked.recorded("penguins")
    params = {
        key: str(value) if key in ("seed", "temperature") else value
        for key, value in asked.params().items()
    }
    assert from_record(params, told["messages"], told["context"], told["template"]) == asked
    note = Asked(prompt, ("penguins", "x"), 480, 0.0, 0)
    assert note.params()["grammar_sha256"] != asked.params()["grammar_sha256"]
    assert note.recorded("x")["template_sha256"] != told["template_sha256"]
