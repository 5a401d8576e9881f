"""A log as scientists leave it: every decision, with a model and without, notebook and terminal."""

import json
from dataclasses import replace
from pathlib import Path

from jupyter_sciassist.provenance.bodies import ModelPart
from jupyter_sciassist.provenance.lines import encode
from jupyter_sciassist.provenance.record import record
from jupyter_sciassist.records import Confirmation, Subject
from tests.provenance.logs import CARD, NOTED, PRINT, PROFILE

INFO = {
    "id": "small",
    "name": "small-model",
    "file": "/models/ann/small.gguf",
    "sha256": "ab" * 32,
    "bytes": 98362432,
    "quantization": "Q4_1",
    "licence": "Apache-2.0",
    "engine": "llama.cpp",
    "version": "llama-cpp-python 0.3.36",
}
MODEL = ModelPart(
    INFO,
    params={
        "seed": 7,
        "temperature": 0.0,
        "max_tokens": 200,
        "n_ctx": 4096,
        "grammar_sha256": "sha256:" + "4" * 64,
    },
    prompt={
        "template": "note",
        "template_sha256": "sha256:" + "1" * 64,
        "rendered_sha256": "sha256:" + "2" * 64,
        "messages": [{"role": "user", "content": "What is behind <this> & that?"}],
        "context": [{"kind": "column", "ref": "a"}],
    },
    runtime={
        "build": "sha256:" + "3" * 64,
        "backend": "CPU",
        "threads": 2,
        "determinism": "bitwise",
    },
    reply='{"idea": "body plan"}',
)
# What an attacker, or an innocent spreadsheet, might put into a title, a name or a variable.
HOSTILE = (
    '=HYPERLINK("http://evil")<script>alert(1)</script>"&\u202e|[x](javascript:y) $models\n\x00#'
)
SECRET = "patient 4711 of Ward 9"


def odd(name: str = HOSTILE):
    """A card whose every free text is hostile."""
    return replace(
        CARD,
        id="ffeeddccbbaa9988",
        title=name,
        analysis="=cmd|'/c calc'!A1",
        subject=Subject(name, PRINT),
        hypothesis=replace(CARD.hypothesis, statement=name, variables=(name, "b")),
        evidence=replace(CARD.evidence, method="<b>@SUM(1)</b>"),
    )


def written(card=CARD):
    """A card of which a model wrote all: no evidence, no hypothesis."""
    return replace(
        NOTED, id="0a0b0c0d0e0f0001", kind="next step", evidence=None, hypothesis=None, code="df\n"
    )


def full_log(path: Path) -> Path:
    """Fill `path`: 9 decisions, the last two rows hostile and redacted."""
    here = {"notebook": "work/a b.ipynb", "kernel": "k1", "by": "Ann Ä. Lovelace"}
    made = Confirmation("supported", "same sign", "confirm side", "penguins", CARD.evidence)

    def cell(number: int) -> dict:
        return {"id": f"cell-{number}", "index": number}

    record(path, suggestion=CARD, verb="accepted", cell=cell(1), profile=PROFILE, **here)
    text = CARD.code.replace("333", "332") + "# mine\n"
    record(path, suggestion=NOTED, verb="accepted", cell=cell(2), text=text, model=MODEL, **here)
    record(path, suggestion=NOTED, verb="rejected", model=None, **here)
    done = replace(CARD, status="supported", confirmation=made)
    record(path, suggestion=done, verb="confirmed", **here)
    record(path, suggestion=CARD, verb="accepted")
    record(path, suggestion=written(), verb="accepted", cell=cell(3), model=MODEL, **here)
    record(path, suggestion=odd(), verb="accepted", cell=cell(4), **{**here, "by": HOSTILE})
    secret = {**here, "notebook": f"{SECRET}/a b.ipynb", "by": SECRET}
    card = replace(NOTED, title=SECRET, code=f"# {SECRET}\n", id="1" * 16)
    prompt = {**MODEL.prompt, "messages": [{"role": "user", "content": SECRET}]}
    part = replace(MODEL, prompt=prompt)
    record(path, suggestion=card, verb="accepted", cell=cell(5), model=part, **secret)
    redact(path, -1)
    return path


def redact(path: Path, number: int, keep: tuple[str, ...] = ()) -> None:
    """Remove the openings of one record, all but those to `keep`."""
    lines = path.read_bytes().splitlines(keepends=True)
    row = json.loads(lines[number])
    row["open"] = {key: value for key, value in row["open"].items() if key in keep}
    lines[number] = encode(row["core"], row["open"])[1]
    path.write_bytes(b"".join(lines))
