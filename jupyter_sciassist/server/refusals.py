"""What a caller is told when something is not done: a status, what happened, what helps."""

from __future__ import annotations

from ..errors import (
    DataError,
    HistoryError,
    LogDamagedError,
    LogWriteError,
    ModelCancelled,
    ModelError,
    ModelFileError,
    ModelLongError,
    ModelMissingError,
    ProvenanceError,
    RecordError,
    SciAssistError,
    StoreError,
)


class RefusedError(SciAssistError):
    """A request that is not done.

    Attributes
    ----------
    status : int
        HTTP status.
    message, cure : str
        What happened to what, and what helps.

    Parameters
    ----------
    logged : str, optional
        What the server's log says of it, where the message holds what the caller sent.
    """

    def __init__(self, status: int, message: str, cure: str, logged: str | None = None) -> None:
        super().__init__(message if logged is None else logged)
        self.status = status
        self.message = message
        self.cure = cure


# Where a message holds no cure of its own. The first class that fits decides: children stand first.
_USUAL: tuple[tuple[type[SciAssistError], int, str], ...] = (
    (RecordError, 400, "Reload the page, so that panel, kernel and server have one version."),
    (DataError, 400, "Check the names in the request against the data."),
    (ModelMissingError, 503, "Run `jupyter sciassist model fetch`."),
    (ModelFileError, 503, "Fetch the file again with `jupyter sciassist model fetch`."),
    (ModelCancelled, 503, "Ask again."),
    (ModelLongError, 413, "Send less of it."),
    (ModelError, 503, "Ask again; the model starts anew by itself."),
    (LogDamagedError, 409, "Run `jupyter sciassist verify` on the notebook."),
    (LogWriteError, 507, "Make the folder writable or free some space, then accept again."),
    (StoreError, 503, "Try again when the store of the notebooks can be reached."),
    (HistoryError, 500, "See the log of the Jupyter server."),
    (ProvenanceError, 500, "Run `jupyter sciassist verify` on the notebook."),
    (SciAssistError, 500, "See the log of the Jupyter server."),
)


def refusal(error: SciAssistError) -> RefusedError:
    """The answer for an error of this package, whose message ends with its cure (errors.py)."""
    if isinstance(error, RefusedError):
        return error
    status, usual = next((row[1], row[2]) for row in _USUAL if isinstance(error, row[0]))
    what, stop, cure = str(error).rpartition(". ")
    return (
        RefusedError(status, what + ".", cure) if stop else RefusedError(status, str(error), usual)
    )
