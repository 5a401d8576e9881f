"""A contents manager that keeps whole objects, as S3 does: the last writer wins, names are flat.

The objects lie in a folder that stands for the bucket; no path of it means anything to a file
manager. What goes wrong is told by a file beside it, so that it can change while a server runs.
"""

from __future__ import annotations

import json
import os
import random
import signal
import time
from datetime import datetime, timezone
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote
from uuid import uuid4

import nbformat
from jupyter_server.services.contents.checkpoints import Checkpoints
from jupyter_server.services.contents.manager import ContentsManager
from tornado.web import HTTPError
from traitlets import Unicode, default


class NoCheckpoints(Checkpoints):
    def rename_all_checkpoints(self, old_path: str, new_path: str) -> None:
        pass

    def delete_all_checkpoints(self, path: str) -> None:
        pass


class ObjectStore(ContentsManager):
    """`bucket` is a folder; `<bucket>.faults` holds {dark, down, silent, latency, stale, kill}.

    dark: nothing is answered. down: saves fail. silent: saves say that they worked and lose the object. latency: seconds at
    most. stale: so many of the newest objects are missing in listings. kill: the process dies at
    the first object of a log that is saved, before it is.
    """

    bucket = Unicode(config=True)
    access_key = Unicode("unused", config=True)

    @default("checkpoints_class")
    def _no_checkpoints(self) -> type[Checkpoints]:
        return NoCheckpoints

    def is_hidden(self, path: str) -> bool:
        return any(part.startswith(".") for part in path.split("/"))

    def file_exists(self, path: str = "") -> bool:
        self._wait()
        return self._object(path).is_file()

    def dir_exists(self, path: str) -> bool:
        self._wait()
        return not path.strip("/") or any(
            key.startswith(path.strip("/") + "/") for key in self._keys()
        )

    def get(
        self, path: str, content: bool = True, type: str | None = None, format: str | None = None
    ) -> dict[str, Any]:
        path = path.strip("/")
        self._wait()
        if type == "directory" or (type is None and not self.file_exists(path)):
            return self._listing(path, content)
        try:
            data = self._object(path).read_text("utf-8")
        except FileNotFoundError:
            raise HTTPError(404, f"No such object: {path}") from None
        if type == "notebook" or (type is None and path.endswith(".ipynb")):
            model = self._model(path, "notebook")
            if content:
                model.update(content=nbformat.reads(data, as_version=4), format="json")
            return model
        model = self._model(path, "file")
        if content:
            model.update(content=data, format="text", mimetype="text/plain")
        return model

    def save(self, model: dict[str, Any], path: str = "") -> dict[str, Any]:
        path = path.strip("/")
        self._wait()
        faults = self._faults()
        if faults.get("kill") and path.endswith(".jsonl"):
            os.kill(os.getpid(), signal.SIGKILL)
        if faults.get("down"):
            raise HTTPError(503, "Slow down")
        if model["type"] == "directory":
            self._put(path + "/", "")
        elif faults.get("silent"):
            return self._model(path, model["type"])
        elif model["type"] == "notebook":
            self._put(path, nbformat.writes(nbformat.from_dict(model["content"])))
        else:
            self._put(path, model["content"])
        return self._model(path, model["type"])

    def delete_file(self, path: str) -> None:
        self._object(path.strip("/")).unlink(missing_ok=True)
        if not any(key.startswith(path + "/") and key != path + "/" for key in self._keys()):
            self._object(path.strip("/") + "/").unlink(missing_ok=True)

    def rename_file(self, old_path: str, new_path: str) -> None:
        self._object(old_path.strip("/")).rename(self._object(new_path.strip("/")))

    def _listing(self, path: str, content: bool) -> dict[str, Any]:
        if not self.dir_exists(path):
            raise HTTPError(404, f"No such folder: {path}")
        model = self._model(path, "directory")
        if content:
            prefix = path + "/" if path else ""
            keys = [key for key in self._keys() if key.startswith(prefix) and key != prefix]
            shown = [key for key in keys if "/" not in key.removeprefix(prefix)]
            if stale := self._faults().get("stale"):
                newest = sorted(shown, key=lambda key: self._object(key).stat().st_mtime_ns)
                shown = newest[:-stale]
            model.update(content=[self._model(key, "file") for key in shown], format="json")
        return model

    def _model(self, path: str, kind: str) -> dict[str, Any]:
        now = datetime.now(timezone.utc)
        fields = dict.fromkeys(("content", "format", "mimetype", "size"))
        return {
            "name": path.rpartition("/")[2], "path": path, "type": kind, "writable": True,
            "created": now, "last_modified": now, **fields,
        }  # fmt: skip

    def _object(self, path: str) -> Path:
        return Path(self.bucket) / quote(path, safe="")

    def _keys(self) -> list[str]:
        return sorted(
            unquote(one.name) for one in Path(self.bucket).iterdir() if one.name[0] != "."
        )

    def _put(self, path: str, text: str) -> None:
        beside = Path(self.bucket) / f".{uuid4()}"
        beside.write_text(text, "utf-8")
        beside.replace(self._object(path))

    def _wait(self) -> None:
        faults = self._faults()
        time.sleep(random.random() * faults.get("latency", 0))
        if faults.get("dark"):
            raise ConnectionError("s3://key:secret@host is not there")

    def _faults(self) -> dict[str, Any]:
        path = Path(f"{self.bucket}.faults")
        found: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
        return found


class Bucket:
    """The same store, looked at from outside."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder

    def faults(self, **told: Any) -> None:
        path = Path(f"{self.folder}.faults")
        beside = path.with_suffix(".new")
        beside.write_text(json.dumps(told))
        beside.replace(path)

    def notebook(self, path: str) -> None:
        text = nbformat.writes(nbformat.v4.new_notebook())
        (self.folder / quote(path, safe="")).write_text(text)

    def objects(self, notebook: str) -> dict[str, bytes]:
        """Name and content of the objects of a notebook's log."""
        prefix = f"{notebook}.prov.d/"
        return {
            unquote(one.name).removeprefix(prefix): one.read_bytes()
            for one in sorted(self.folder.iterdir())
            if unquote(one.name).startswith(prefix) and unquote(one.name) != prefix
        }

    def fetched(self, notebook: str, folder: Path) -> Path:
        """The log in a folder, as a copy of the bucket on disk has it; its path."""
        place = folder / f"{Path(notebook).name}.prov.d"
        place.mkdir(parents=True)
        for name, data in self.objects(notebook).items():
            (place / name).write_bytes(data)
        return folder / f"{Path(notebook).name}.prov.jsonl"
