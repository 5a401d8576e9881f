"""Recorded notes again with the real worker: the same bytes in a fresh process, or a reason why not."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from jupyter_sciassist import replay
from jupyter_sciassist.errors import ModelCancelled
from jupyter_sciassist.language import coding, prompts
from jupyter_sciassist.language.asked import Asked
from jupyter_sciassist.language.notes import Written
from jupyter_sciassist.models import catalogue, fetching
from jupyter_sciassist.models.base import Completion, Runtime
from jupyter_sciassist.models.client import WorkerModel
from jupyter_sciassist.models.scripted import ScriptedModel
from jupyter_sciassist.provenance import environment
from jupyter_sciassist.provenance.amend import redact
from jupyter_sciassist.provenance.bodies import ModelPart
from jupyter_sciassist.provenance.exports.reading import Row
from jupyter_sciassist.provenance.record import record
from jupyter_sciassist.records import Note, Suggestion
from jupyter_sciassist.server.wordings import Wordings
from tests.provenance.logs import CARD
from tests.replay.logs import read

SETTINGS = ((0, 0.0), (1, 0.7))  # as notes are asked for, and asked again
TABLES = (
    ("Birds of Palmer Station", {"bill": "bill length, mm", "mass": "body mass, g", "sex": "", "isle": ""}),
    (None, {"dose": "", "recovery": "days", "ward": ""}),
)  # fmt: skip


@pytest.fixture(scope="module")
def model_file() -> Path:
    return fetching.fetch("test")


def asked() -> Iterator[Asked]:
    for about, columns in TABLES:
        opening = prompts.table(about=about, columns=columns)
        first, second, *others = columns
        finding = f"Rows with higher {first} have higher {second}"
        prompt = prompts.note(
            opening=opening, finding=finding, variables=(first, second), question="both"
        )
        for seed, temperature in SETTINGS:
            yield Asked(prompt, tuple(others), 40, temperature, seed)


def through(model: WorkerModel, one: Asked) -> None:
    """Other requests, as a server has them: columns are scored, a question is asked and stopped."""
    opening = one.prompt.partition("</data>\n")[0]
    model.score(opening + "Which column", [" bill", " the column of the dose"])
    model.complete("Once upon a time " * 10, max_tokens=5)
    stop = threading.Event()
    with pytest.raises(ModelCancelled):
        model.complete("word " * 70, cancel=stop, on_token=lambda _: stop.set(), max_tokens=400)
    # Stopped in the prompt as a rule; wherever it is, it must leave no trace.
    stop = threading.Event()
    threading.Timer(0.1, stop.set).start()
    with contextlib.suppress(ModelCancelled):
        model.complete("sea " * 300, cancel=stop, max_tokens=1)


@pytest.fixture(scope="module")
def sidecar(model_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log of notes as a server writes it; each was made after other requests."""
    path = tmp_path_factory.mktemp("wording") / "a.ipynb.prov.jsonl"
    known, model = Wordings(), WorkerModel(model_file)
    try:
        for number, one in enumerate(asked()):
            through(model, one)
            made = one.of(model)
            card = replace(CARD, id=f"{number:016x}")
            note = Note(f"Note {number}.", model.info().id)
            known.keep(card, Written(note, one, made.text, model.info(), made.runtime))
            noted = replace(card, note=note)
            record(path, suggestion=noted, verb="accepted", model=known.of(noted))
    finally:
        model.close()
    return path


def again(row: Row, models: replay.Models, session: Mapping[str, Any], *, run: bool = True) -> replay.Replay:  # fmt: skip
    made = replay.wording(row, models, session, run=run)
    assert made is not None
    return made


@pytest.mark.model
def test_every_wording_comes_back_to_the_byte_in_a_fresh_process(sidecar: Path) -> None:
    log = read(sidecar)
    assert [row.at("runtime", "determinism") for row in log.rows] == ["bitwise"] * len(log.rows)
    assert {row.words("params", "temperature") for row in log.rows} == {"0.0", "0.7"}
    replies = {row.value("/suggestion/reply") for row in log.rows}
    assert len(replies) > 1
    with replay.Models() as models:
        made = [again(row, models, log.session_of(row)) for row in log.rows]
        # And in another order, in the same process.
        made += [again(row, models, log.session_of(row)) for row in reversed(log.rows)]
        assert len(models._running) == 1
    assert [(one.verdict, one.detail) for one in made] == [("identical", "")] * 2 * len(log.rows)
    assert made[0].runtime == {
        key: log.rows[0].at("runtime", key)
        for key in ("build", "backend", "threads", "determinism")
    }


@pytest.mark.model
def test_a_model_that_is_not_there_or_not_the_same(
    sidecar: Path, model_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = read(sidecar)
    row = log.rows[0]

    def state(named: str | None = None) -> tuple[Any, str]:
        with replay.Models(named) as models:
            made = again(row, models, log.session_of(row))
            assert models._running == {}
        return made.verdict, made.state

    monkeypatch.setenv("SCIASSIST_MODEL_DIR", str(tmp_path))
    assert state() == ("not checkable", "model missing")
    assert state("test") == ("not checkable", "model missing")
    assert state(str(tmp_path / "other.gguf")) == ("not checkable", "model missing")
    other = tmp_path / model_file.name
    other.write_bytes(b"GGUF" + b"\0" * 96)
    assert state() == ("not checkable", "model hash differs")
    assert state(str(other)) == ("not checkable", "model hash differs")
    # The same bytes under another name are the same model.
    renamed = tmp_path / "mine.gguf"
    renamed.symlink_to(model_file)
    with replay.Models(str(renamed)) as models:
        assert again(row, models, {}, run=False).state == "can replay"


RUNTIME = Runtime("sha256:" + "1" * 64, "CPU", 2, 4096, "bitwise")


class Answering(replay.Models):
    """The model file is there; what it says is given."""

    def __init__(self, text: str, **runtime: Any) -> None:
        super().__init__()
        self._text, self._changes = text, runtime

    def file(self, row: Row) -> Path:
        return Path("model.gguf")

    def get(self, path: Path, threads: int) -> Any:
        text, changes = self._text, self._changes

        class Model(ScriptedModel):
            def complete(self, prompt: str, **options: Any) -> Completion:
                made = super().complete(prompt, **options)
                return replace(made, text=text, runtime=replace(RUNTIME, **changes))

        return Model()


def noted(folder: Path, change: Callable[[ModelPart], ModelPart] = lambda part: part) -> Path:
    """A log of one note whose reply is `{}`."""
    path, known = folder / "a.ipynb.prov.jsonl", Wordings()
    info = replace(ScriptedModel().info(), sha256="ab" * 32, file="small.gguf")
    note = Note("Could be size.", info.id)
    known.keep(CARD, Written(note, next(asked()), "{}", info, RUNTIME))
    card: Suggestion = replace(CARD, note=note)
    part = known.of(card)
    assert part is not None
    record(path, suggestion=card, verb="accepted", model=change(part))
    return path


def drafted(folder: Path, reply: str) -> Path:
    """A log of code that a model wrote."""
    path, known = folder / "a.ipynb.prov.jsonl", Wordings()
    info = replace(ScriptedModel().info(), sha256="ab" * 32, file="small.gguf")
    variable = coding.Variable("bill", "pandas.DataFrame", 3, {"mass": "number"})
    prompt = coding.opening([variable], ["numpy"], [], "the mean mass")
    request = {"prompt": prompt, "schema": coding.schema(["bill"]), "max_tokens": 40, "seed": 3}
    known.heard(request, Completion(reply, 9, 9, "stop", 0.1, RUNTIME), info)
    written = coding.parse(reply)
    assert written is not None
    card = replace(
        CARD, analysis=coding.ANALYSIS, code=f"import numpy as np\n{written.code}", evidence=None,
        hypothesis=None, note=Note("By a model.", info.id),
    )  # fmt: skip
    part = known.of(card)
    assert part is not None
    record(path, suggestion=card, verb="accepted", model=part)
    return path


def test_code_is_written_again(tmp_path: Path) -> None:
    reply = '{"uses": ["bill"], "code": "print(np.mean(bill[\\"mass\\"]))"}'
    path = drafted(tmp_path, reply)
    assert made(path, Answering(reply)).verdict == "identical"
    assert made(path, Answering("{}")).verdict == "diverged"
    # The reply holds the code: whoever removes that removes it as well.
    done = redact(path, read(path).rows[0].record, ["/suggestion/text"], reason="x")
    assert done.pointers == ("/suggestion/reply", "/suggestion/text")
    assert made(path, Answering(reply)).state == "redacted"


def made(path: Path, models: replay.Models) -> replay.Replay:
    log = read(path)
    return again(log.rows[0], models, log.session_of(log.rows[0]))


def test_another_text_is_told_with_what_was_promised(tmp_path: Path) -> None:
    path = noted(tmp_path)
    assert made(path, Answering("{}")).verdict == "identical"
    other = made(path, Answering("[]"))
    assert (other.verdict, other.differs, other.now) == ("diverged", ("reply",), "[]")
    assert other.detail.endswith("though the record promises the same text here")
    for changes, name in (({"build": "x"}, "build"), ({"threads": 3}, "threads")):
        detail = made(path, Answering("[]", **changes)).detail
        assert detail.endswith(f"promised on the same {name} only")


def test_nothing_is_promised_that_the_record_does_not_promise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unsure = {**asdict(RUNTIME), "determinism": "none"}
    unsure.pop("context")
    path = noted(tmp_path, lambda part: replace(part, runtime=unsure))
    detail = made(path, Answering("[]")).detail
    assert detail.endswith("the record does not promise the same text")
    (tmp_path / "b").mkdir()
    path = noted(tmp_path / "b")
    log = read(path)
    elsewhere = {**environment.facts(), "system": {"cpu": "another"}}
    told = again(log.rows[0], Answering("[]"), elsewhere)
    assert told.detail.endswith("promised on the same processor only")


@pytest.mark.parametrize(
    ("pointer", "gone"),
    [
        ("/prompt/messages", "redacted"),
        ("/prompt/context", "redacted"),
        ("/suggestion/note", "redacted"),
        ("/prompt/rendered_sha256", None),
    ],
)
def test_what_was_removed_cannot_be_asked_again(
    tmp_path: Path, pointer: str, gone: str | None
) -> None:
    path = noted(tmp_path)
    redact(path, read(path).rows[0].record, [pointer], reason="x")
    told = made(path, Answering("{}"))
    assert (told.verdict, told.state) == (
        ("identical", "can replay") if gone is None else ("not checkable", gone)
    )


@pytest.mark.parametrize(
    ("change", "state"),
    [
        (lambda part: replace(part, params=None, prompt=None, reply=None), "not on record"),
        (lambda part: replace(part, prompt={**part.prompt, "template": "draft/99"}), "version differs"),
        (lambda part: replace(part, params={**part.params, "grammar_sha256": None}), "version differs"),
        (lambda part: replace(part, prompt={**part.prompt, "rendered_sha256": "sha256:" + "0" * 64}), "version differs"),
        (lambda part: replace(part, prompt={**part.prompt, "messages": [3]}), "version differs"),
    ],
    ids=["an old record", "a later form", "another form", "another rendering", "no messages"],
)  # fmt: skip
def test_records_that_hold_no_such_prompt(tmp_path: Path, change: Any, state: str) -> None:
    told = made(noted(tmp_path, change), Answering("{}"))
    assert (told.verdict, told.state) == ("not checkable", state)


def test_a_model_without_a_file_and_a_card_without_a_model(tmp_path: Path) -> None:
    path = noted(tmp_path, lambda part: replace(part, info={**part.info, "sha256": None}))
    with replay.Models() as models:
        assert made(path, models).state == "not on record"
        record(path, suggestion=CARD, verb="accepted")
        assert replay.wording(read(path).rows[1], models, {}, run=True) is None


def test_a_recorded_file_name_leads_nowhere_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCIASSIST_MODEL_DIR", str(tmp_path / "models"))
    (tmp_path / "models").mkdir()
    (tmp_path / "secret.gguf").write_bytes(b"x")
    path = noted(tmp_path)
    log = read(path)
    body = {**log.rows[0].body, "model": {**log.rows[0].body["model"], "file": "../secret.gguf"}}
    with replay.Models() as models:
        told = again(replace(log.rows[0], body=body), models, {})
    assert told.state == "model missing"
    assert catalogue.folder() == tmp_path / "models"
