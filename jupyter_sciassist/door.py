"""The Python door: `suggest(data)` and `ask(data, question)`, without a notebook or a server."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import answers, pipeline
from .language import outcome
from .models.base import LanguageModel
from .records import Answer, Suggestion


def suggest(
    data: Any,
    *,
    about: str | None = None,
    columns: Mapping[str, str] | None = None,
    top: int = 20,
    model: str | LanguageModel | None = "default",
) -> list[Suggestion]:
    """Suggestions for a table, with computed evidence, best first.

    Parameters
    ----------
    data : table or dict of named variables
        A pandas, Polars or pyarrow table, a Series, an array, a dict of equal-length columns, or a
        dict that names several such objects.
    about : str, optional
        What the data are; read by the ranking only.
    columns : dict of column name to meaning, optional
        Read by the ranking only, with or without a model.
    top : int
        At most so many cards a variable; those that are not established follow those that are.
    model : str, LanguageModel or None
        A catalogue id, the path of a GGUF file, the address of an OpenAI-compatible server, a model
        object, or None for none. "default" falls back to none where its file or llama-cpp-python is
        not installed or SCIASSIST_MODEL_POLICY is force-off; any other name raises ModelMissingError.

    Raises
    ------
    DataError
        Nothing in `data` can be read as data; the message says why.
    """
    objects = pipeline.named(data)
    own = language(model)
    weights = None
    try:
        if own is not None:
            weights = {
                profile.variable: outcome.for_profile(own, profile, about, columns)
                for profile in pipeline.profiles(objects)
            }
    finally:
        if own is not None and isinstance(model, str):
            own.close()
    return pipeline.suggest(
        objects, about=about, columns=columns, top=top, outcome=weights, policy="door"
    )


def ask(
    data: Any,
    question: str,
    *,
    about: str | None = None,
    columns: Mapping[str, str] | None = None,
    model: str | LanguageModel | None = "default",
) -> Answer:
    """The answer to a question about the data, computed over all rows.

    Parameters
    ----------
    data, about, columns, model
        As for `suggest`. The model reads questions that their words alone do not settle; it supplies
        no number and no name, and has no say in which findings bear on a research question.
    question : str
        In plain words, with the names of columns or what they mean.

    Raises
    ------
    DataError
        Nothing in `data` can be read as data; the message says why.
    """
    own = language(model)
    try:
        return answers.ask(pipeline.named(data), question, about=about, columns=columns, model=own)
    finally:
        if own is not None and isinstance(model, str):
            own.close()


def language(model: str | LanguageModel | None) -> LanguageModel | None:
    """The model of that name, started on first use; None where the default one is not installed."""
    if not isinstance(model, str):
        return model
    from .config import SciAssistSettings
    from .errors import ModelMissingError
    from .models import selecting

    try:
        return selecting.made(selecting.find(model, SciAssistSettings()))
    except ModelMissingError:
        if model != "default":
            raise
        return None
