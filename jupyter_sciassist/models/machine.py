"""What the worker computes on: the build of llama.cpp by its bytes, and what it makes of the processor."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

_LIBRARIES = (".so", ".dylib", ".dll")


def runtime(lib: Any, *, context: int, threads: int) -> dict[str, Any]:
    """The fields of `models.base.Runtime` for a loaded `llama_cpp.llama_cpp`.

    Bitwise holds for the processor alone, whose kernels add up in a fixed order; on a GPU nothing is
    promised, nor of libraries that were not found to be hashed.
    """
    digest = _digest(Path(lib.__file__).parent / "lib")
    alone = digest is not None and not lib.llama_supports_gpu_offload()
    return {
        "build": digest or "unknown",
        "backend": lib.llama_print_system_info().decode("utf-8", "replace").strip(" |"),
        "threads": threads,
        "context": context,
        "determinism": "bitwise" if alone else "none",
    }


def _digest(folder: Path) -> str | None:
    """SHA-256 over the libraries in `folder`, each once, by name; None where there are none."""
    files = {path.resolve() for path in folder.glob("*") if path.suffix in _LIBRARIES}
    unlike = {hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    if not unlike:
        return None
    return "sha256:" + hashlib.sha256("\n".join(sorted(unlike)).encode()).hexdigest()
