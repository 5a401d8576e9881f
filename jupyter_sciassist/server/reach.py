"""Which running notebook somebody means who asks from outside of the panel, and the way to its kernel."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Iterable
from typing import TYPE_CHECKING, Any

from ..cells import digest
from .link import KernelLink, linked
from .notebooks import contents_path
from .refusals import RefusedError, refusal

if TYPE_CHECKING:
    from ..errors import SciAssistError
    from .app import SciAssist

_MOST_NAMES = 10


def extension(serverapp: Any) -> SciAssist:
    """The extension of a running server; RefusedError where it is not enabled there."""
    found = serverapp.extension_manager.extension_apps.get("jupyter_sciassist", ())
    for app in found:
        served: SciAssist = app
        return served
    raise RefusedError(
        503,
        "The Jupyter server has not loaded jupyter_sciassist.",
        "Run `jupyter server extension enable jupyter_sciassist`, then start the server again.",
    )


def chosen(told: str | None, running: Iterable[str]) -> str:
    """The one running notebook that `told` names: its path, or the end of it; the only one for None.

    Raises
    ------
    RefusedError
        404 for none, 409 for several; the cure names those that run.
    """
    paths = sorted(running)
    if not paths:
        raise RefusedError(
            404, "No notebook with a kernel is running.", "Open one, run its cells, ask again."
        )
    if told is None:
        fitting = paths
    else:
        wanted = contents_path(told)
        exact = [path for path in paths if path == wanted]
        fitting = exact or [path for path in paths if f"/{path}".endswith(f"/{wanted}")]
    if len(fitting) == 1:
        return fitting[0]
    listed = ", ".join(repr(path)[:200] for path in (fitting or paths)[:_MOST_NAMES])
    if fitting:
        raise RefusedError(409, "Several notebooks fit.", f"Name one of these: {listed}.")
    raise RefusedError(404, f"No notebook {told!r:.200} is running.", f"Running are: {listed}.")


@contextlib.asynccontextmanager
async def kernel_of(
    app: SciAssist, path: str, user: Any | None = None
) -> AsyncIterator[KernelLink]:
    """A link to the kernel of a running notebook; `user`, on whose behalf, lets it ask the model."""
    running = await app.notebooks.running()
    if path not in running:
        chosen(path, running)
    manager = app.serverapp.kernel_manager.get_kernel(running[path])
    async with linked(manager) as link:
        if user is not None:
            # As the panel does: a kernel does not always find the server's token, and so the model.
            grant = app.secrets.issue(running[path], user)
            link.send("server", url=app.serverapp.connection_url, token=grant.token)
        yield link


async def cells_of(app: SciAssist, path: str) -> list[dict[str, Any]]:
    """The cells of a notebook as it is saved, each within its budget."""
    return digest.cut(await app.notebooks.cells(path))


def spoken(error: SciAssistError) -> RefusedError:
    """The same refusal with its cure in its text, for whoever shows the text alone."""
    told = refusal(error)
    return RefusedError(told.status, told.message, told.cure, f"{told.message} {told.cure}")
