"""The recorded note or code again: the same model file, prompt, seed and parameters, the reply held against the record's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path, PurePath
from types import TracebackType
from typing import Any

from typing_extensions import Self

from ..config import SciAssistSettings
from ..errors import ModelError, ModelMissingError, RecordError
from ..language.asked import Asked, from_record
from ..models import catalogue
from ..models.base import Completion, LanguageModel
from ..models.client import WorkerModel
from ..provenance.environment import facts
from ..provenance.exports.reading import Row
from .base import Blocked, Replay, blocked

_MOST_THREADS = 256
_NEEDED = ("/prompt/messages", "/prompt/context", "/suggestion/reply")


class Models:
    """The model files of this machine, and those that were started; a context manager that ends them.

    Parameters
    ----------
    named : str, optional
        Path or catalogue id of the model to take whatever the records call it; its bytes must be
        theirs all the same.
    """

    def __init__(self, named: str | None = None) -> None:
        self._named = named
        self._digests: dict[Path, str] = {}
        self._running: dict[tuple[Path, int], LanguageModel] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for model in self._running.values():
            model.close()

    def file(self, row: Row) -> Path:
        """The file with the very bytes that a record names; Blocked where it is not here."""
        wanted = row.words("model", "sha256").removeprefix("sha256:")
        if not wanted:
            raise Blocked(
                "not on record", "the record names no model file that could be known again"
            )
        path = self._path(row, wanted)
        if path not in self._digests:
            self._digests[path] = catalogue.digest(path)
        if self._digests[path] != wanted:
            raise Blocked(
                "model hash differs",
                f"{path} has SHA-256 {self._digests[path][:12]}, the record names {wanted[:12]}",
            )
        return path

    def _path(self, row: Row, wanted: str) -> Path:
        settings = SciAssistSettings()
        known = next((one for one in catalogue.ENTRIES if one.sha256 == wanted), None)
        named = known.file if known else PurePath(row.words("model", "file")).name
        try:
            if self._named is not None:
                return catalogue.resolve(self._named, settings)
        except ModelMissingError as error:
            raise Blocked("model missing", str(error)) from error
        except ModelError as error:
            raise Blocked("model hash differs", str(error)) from error
        path = catalogue.folder(settings) / named
        if named and path.is_file():
            return path
        cure = (
            f"jupyter sciassist model fetch {known.id}" if known else "give its file with --model"
        )
        raise Blocked(
            "model missing", f"{row.words('model', 'name') or named or 'it'} is not here: {cure}"
        )

    def get(self, path: Path, threads: int) -> LanguageModel:
        """The model of a file, started once for each number of threads."""
        key = (path, threads)
        if key not in self._running:
            self._running[key] = WorkerModel(path, threads=threads)
        return self._running[key]


def wording(row: Row, models: Models, session: Mapping[str, Any], *, run: bool) -> Replay | None:
    """Look at what a model wrote for a decision, or have it written again; None where it wrote nothing.

    Parameters
    ----------
    session : mapping
        The environment that the decision was recorded in: its processor is held against this one.
    """
    if not row.with_model:
        return None
    try:
        asked = _asked(row)
        path = models.file(row)
        if not run:
            return Replay(row, "wording", "can replay", _promise(row, session, None), None)
        return _judged(row, session, asked.of(models.get(path, _threads(row))))
    except Blocked as why:
        return blocked(row, "wording", why)
    except ModelMissingError as error:
        return blocked(row, "wording", Blocked("model missing", str(error)))
    except ModelError as error:
        return blocked(row, "wording", Blocked("failed", str(error)))


def _threads(row: Row) -> int:
    """As many as the record says, within reason; 0 means those of this machine."""
    told = row.at("runtime", "threads")
    return told if isinstance(told, int) and 0 < told <= _MOST_THREADS else 0


def _asked(row: Row) -> Asked:
    gone = [pointer for pointer in _NEEDED if pointer in row.redacted]
    if gone:
        raise Blocked("redacted", f"{gone[0]} was removed from the record")
    params = row.at("params")
    if params is None or any(row.value(pointer) is None for pointer in _NEEDED):
        raise Blocked("not on record", "seed, parameters and prompt are not on record")
    try:
        asked = from_record(
            params, row.value("/prompt/messages"), row.value("/prompt/context"),
            row.words("prompt", "template"),
        )  # fmt: skip
    except RecordError as error:
        raise Blocked("version differs", str(error)) from error
    if row.value("/prompt/rendered_sha256") not in (None, asked.sha256):
        raise Blocked("version differs", "this version renders the recorded prompt to another text")
    return asked


def _judged(row: Row, session: Mapping[str, Any], made: Completion) -> Replay:
    runtime = None if made.runtime is None else asdict(made.runtime)
    if runtime is not None:
        del runtime["context"]
    same = made.text == row.value("/suggestion/reply")
    detail = "" if same else "the model writes something else; " + _promise(row, session, runtime)
    return Replay(
        row, "wording", "can replay", detail, "identical" if same else "diverged",
        ("reply",), () if same else ("reply",), runtime=runtime, now=made.text,
    )  # fmt: skip


def _promise(row: Row, session: Mapping[str, Any], runtime: Mapping[str, Any] | None) -> str:
    """Whether the record promises the same bytes here, as far as that can be told."""
    if row.at("runtime", "determinism") != "bitwise":
        return "the record does not promise the same text"
    pairs = {"processor": (_cpu(session), _cpu(facts()))}
    for key in ("build", "backend", "threads"):
        if runtime is not None:
            pairs[key] = (row.at("runtime", key), runtime.get(key))
    unlike = [name for name, (old, new) in pairs.items() if old != new]
    if unlike:
        return f"the same text is promised on the same {', '.join(unlike)} only"
    return "" if runtime is None else "though the record promises the same text here"


def _cpu(session: Mapping[str, Any]) -> Any:
    system = session.get("system")
    return system.get("cpu") if isinstance(system, Mapping) else None
