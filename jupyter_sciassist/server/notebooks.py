"""Where a kernel's notebook lies now, and where its sidecar belongs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from jupyter_core.paths import is_hidden
from jupyter_core.utils import ensure_async
from jupyter_server.services.contents.fileio import FileManagerMixin
from tornado.web import HTTPError

from ..provenance.files import SUFFIX
from .refusals import RefusedError

SAVE = "Save the notebook, then try again."


class Notebooks:
    """The server's kernels, sessions and files, as far as records need them.

    Parameters
    ----------
    contents, sessions, kernels : object
        The server's contents, session and kernel managers.
    """

    def __init__(self, contents: Any, sessions: Any, kernels: Any) -> None:
        self._contents = contents
        self._sessions = sessions
        self._kernels = kernels

    async def path(self, kernel: str | None, told: str | None) -> str:
        """Contents path of a kernel's notebook, also after a rename.

        The session decides; `told`, what the caller says, counts only where there is none.

        Raises
        ------
        RefusedError
            404 for a kernel that this server does not have or that no notebook belongs to.
        """
        path = await self._session_path(kernel) if kernel is not None else None
        path = path or told
        if path:
            return contents_path(path)
        if kernel is not None and kernel not in self._kernels:
            raise unknown_kernel(kernel)
        raise RefusedError(404, "No saved notebook belongs to this kernel.", SAVE)

    async def running(self) -> dict[str, str]:
        """The kernel's id of each notebook that has one, by contents path."""
        sessions = await ensure_async(self._sessions.list_sessions())
        return {
            contents_path(session["path"]): session["kernel"]["id"]
            for session in sessions
            if session["type"] == "notebook" and session["kernel"] is not None
        }

    async def cells(self, path: str) -> list[Any]:
        """The cells of a notebook as it is saved.

        Raises
        ------
        RefusedError
            It was not saved yet, or is no notebook.
        """
        try:
            model = await ensure_async(self._contents.get(path, content=True, type="notebook"))
        except HTTPError as error:
            raise RefusedError(
                409, f"{path!r} cannot be read ({error.log_message}).", SAVE
            ) from None
        return list(model["content"].get("cells", ()))

    def known(self, kernel: str) -> bool:
        """Whether this server has the kernel."""
        return kernel in self._kernels

    async def watched(self, kernel: str) -> bool:
        """Whether the kernel is alive and at least one page is connected to it."""
        model = await self._model(kernel)
        return model is not None and bool(model.get("connections", 1))

    async def facts(self, kernel: str | None) -> dict[str, Any]:
        """What a record says of the kernel beside its id: the name of its specification."""
        model = None if kernel is None else await self._model(kernel)
        return {} if model is None else {"kernel_spec": model["name"]}

    def file(self, path: str) -> Path:
        """Absolute path of a notebook on disk. Reads the disk: not for the event loop.

        Raises
        ------
        RefusedError
            Outside the root, hidden, not there, or kept by something else than files.
        """
        file = self._visible(path, "notebook")
        if not os.path.isfile(file):  # noqa: PTH113, as no error is raised
            raise RefusedError(409, f"There is no file {path!r} yet.", SAVE)
        return file

    def log(self, path: str) -> Path:
        """Absolute path of a log on disk, given its own contents path. Reads the disk.

        Raises
        ------
        RefusedError
            It is not named like a log, outside the root, hidden, not there, or a link.
        """
        if not path.endswith(SUFFIX):
            raise RefusedError(400, f"{path!r} is not named like a log.", f"Name a *{SUFFIX} file.")
        file = self._visible(path, "log")
        if os.path.islink(file):  # noqa: PTH114, as no error is raised
            # As whoever writes to logs does: it may point to where this server serves nothing.
            raise RefusedError(
                403,
                f"{path!r} is a symbolic link; a log is a regular file.",
                "Open the file that it points to.",
            )
        if not os.path.isfile(file):  # noqa: PTH113, as no error is raised
            raise RefusedError(
                404, f"There is no log {path!r}.", "Look in the file browser where it is now."
            )
        return file

    def _visible(self, path: str, kind: str) -> Path:
        """Absolute path of what this server may serve; RefusedError for all else."""
        contents = self._contents
        if not isinstance(contents, FileManagerMixin):
            raise RefusedError(
                501,
                f"This server keeps notebooks in a {type(contents).__name__}, not in files; "
                "this is done with files only.",
                "Download the log (GET /sciassist/log/file?path=...) and use"
                " `jupyter sciassist` on that file.",
            )
        try:
            file = Path(contents._get_os_path(path))
            hidden = not contents.allow_hidden and is_hidden(file, contents.root_dir)
        except (HTTPError, ValueError, OSError):  # OSError: longer than any file's name
            raise RefusedError(
                404,
                f"{path!r} is no path below this server's root folder.",
                f"Open the {kind} from the server's file browser.",
            ) from None
        if hidden:
            raise RefusedError(
                403,
                f"{path!r} is hidden, and this server does not serve hidden files.",
                f"Move the {kind} to a visible folder.",
            )
        return file

    def on_disk(self) -> bool:
        """Whether this server keeps its notebooks in files."""
        return isinstance(self._contents, FileManagerMixin)

    def place(self, path: str) -> Path:
        """Where the file of a contents path is, or was."""
        return Path(self._contents._get_os_path(path))

    async def _model(self, kernel: str) -> dict[str, Any] | None:
        try:
            model: dict[str, Any] = await ensure_async(self._kernels.kernel_model(kernel))
        except (HTTPError, KeyError):  # unknown, or it went away in between
            return None
        return model

    async def _session_path(self, kernel: str) -> str | None:
        sessions = await ensure_async(self._sessions.list_sessions())
        for session in sessions:
            if session["kernel"]["id"] == kernel and session["type"] == "notebook":
                found: str = session["path"]
                return found
        return None


def contents_path(told: str) -> str:
    """A contents path as the server's own file manager has it."""
    return told.removeprefix("RTC:").strip("/")


def unknown_kernel(kernel: str) -> RefusedError:
    """The answer for a kernel id that this server does not know."""
    return RefusedError(
        404,
        f"This server has no kernel {kernel!r}.",
        "Start or choose a kernel for the notebook, then refresh the panel.",
    )
