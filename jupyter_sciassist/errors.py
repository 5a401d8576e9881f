"""The error tree. A message says what happened, to what, and the cure.

SciAssistError
  RecordError            a record or its JSON is malformed
  DataError              an object cannot be read or analysed as given
    UnknownColumnError   a named column does not exist
    UnknownSuggestionError  no suggestion has that number or id
    FileFormatError      a file is no table that can be read here
  PackError              a discipline pack is malformed or does not load
  ModelError             the language model could not answer
    ModelMissingError    no model file or address, llama-cpp-python is not installed, or a policy forbids it
    ModelFileError       a model file is truncated, altered or no GGUF
    ModelCancelled       the request was cancelled
    ModelCrashed         the worker died; the request may be sent again
    ModelLongError       the prompt has more tokens than the model reads
    ModelReplyError      the reply does not have the form that was asked for
    ModelScoresError     the model gives no log-probabilities
  ProvenanceError        the sidecar could not be written or read
    LogDamagedError      a line inside the log fails its check
    LogWriteError        the append or its fsync failed, or an export could not be written
    StoreError           what keeps the notebooks instead of files could not be read or written
  HistoryError           what is kept of a conversation could not be read or deleted
  ServerError            the Jupyter server could not be reached or refused
"""

from __future__ import annotations


class SciAssistError(Exception):
    """Anything this package raises on purpose."""


class RecordError(SciAssistError):
    """A record or its JSON is malformed."""


class DataError(SciAssistError):
    """An object cannot be read or analysed as given."""


class UnknownColumnError(DataError):
    """A named column does not exist."""


class UnknownSuggestionError(DataError):
    """No suggestion has that number or id."""


class FileFormatError(DataError):
    """A file is no table that can be read here."""


class PackError(SciAssistError):
    """A discipline pack is malformed or does not load."""


class ModelError(SciAssistError):
    """The language model could not answer."""


class ModelMissingError(ModelError):
    """There is no model file or address, llama-cpp-python is not installed, or a policy forbids it."""


class ModelFileError(ModelError):
    """A model file is truncated, altered or no GGUF."""


class ModelCancelled(ModelError):
    """The request was cancelled."""


class ModelCrashed(ModelError):
    """The worker died; the request may be sent again."""


class ModelLongError(ModelError):
    """The prompt has more tokens than the model reads; a shorter one may be sent."""


class ModelReplyError(ModelError):
    """The reply does not have the form that was asked for."""


class ModelScoresError(ModelError):
    """The model gives no log-probabilities."""


class ProvenanceError(SciAssistError):
    """The sidecar could not be written or read."""


class LogDamagedError(ProvenanceError):
    """A line inside the log fails its check."""


class LogWriteError(ProvenanceError):
    """The append or its fsync failed, or an export could not be written."""


class StoreError(ProvenanceError):
    """What keeps the notebooks instead of files could not be read or written."""


class HistoryError(SciAssistError):
    """What is kept of a conversation could not be read or deleted."""


class ServerError(SciAssistError):
    """The Jupyter server could not be reached or refused."""
