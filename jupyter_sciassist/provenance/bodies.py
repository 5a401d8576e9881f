"""What each type of record holds, built from the records that travel; no file, no clock.

Of every value it is decided here whether it stands in the record for good or may be redacted
later. Open to redaction: names, paths, texts, claims, results, digests of data. For good: ids,
hashes of code, models, parameters, categories.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any, Literal

from ..errors import RecordError
from ..records import Decision, Profile, Suggestion
from .edits import edit_ratio, normalised
from .lines import VERSION
from .values import decimal, digest

Origin = Literal["engine", "model", "both"]
Hashes = Mapping[str, str | None]
PATH = "/notebook/path"

MAX_NOTE = 20_000


@dataclass(frozen=True)
class Draft:
    """A record to be: `openable` maps JSON pointers below `body` to removable values.

    `withheld` maps the pointers of values that are left out to their commitments.
    """

    kind: str
    body: Mapping[str, Any]
    openable: Mapping[str, Any]
    actor: Literal["human", "system"]
    withheld: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ModelPart:
    """What a model contributed to a suggestion.

    Parameters
    ----------
    info
        The fields of `models.base.ModelInfo` as a dict; unknown ones null or left out.
    params
        seed, temperature, max_tokens ...; numbers that are no counts become decimal strings.
    prompt
        template, template_sha256; messages, context and rendered_sha256 stay removable.
    runtime
        build, backend, threads, determinism of what it ran on; engine and version come from `info`.
    reply
        The model's own words, of which code made the note, or took the code; removable.
    """

    info: Mapping[str, Any]
    params: Mapping[str, Any] | None = None
    prompt: Mapping[str, Any] | None = None
    runtime: Mapping[str, Any] | None = None
    reply: str | None = None


# What tells a value in other words, or lets it be guessed.
_TELL = {
    "/prompt/messages": ("/prompt/context", "/prompt/rendered_sha256"),
    "/suggestion/note": ("/suggestion/reply",),
    "/suggestion/text": ("/suggestion/reply",),
}


def with_what_tells(pointers: Collection[str], there: Collection[str]) -> set[str]:
    """`pointers` that are to be removed or left out, and those of `there` that have to go along."""
    tell = {told for key in pointers for told in _TELL.get(key, ())}
    return {*pointers} | tell.intersection(there)


def log_created(notebook: str | None, doc_id: str | None, version: str) -> Draft:
    """The first record of a log; `notebook` is a path, null for a terminal."""
    body = {
        "format": f"jupyter-sciassist/prov/v{VERSION}",
        "tool": {"name": "jupyter_sciassist", "version": version},
        "notebook": None if notebook is None else {"doc_id": doc_id},
    }
    return Draft("log.created", body, _paths(notebook), "system")


def session_opened(
    environment: Mapping[str, Any], kernel: str | None, told: Mapping[str, Any]
) -> Draft:
    """The environment of the process that writes, and what it was `told` of others."""
    body = {**environment, "kernel": kernel, "told": dict(told)}
    return Draft("session.opened", body, {}, "system")


def decided(
    suggestion: Suggestion,
    decision: Decision,
    *,
    session: str,
    doc_id: str | None,
    index: int | None,
    shown_ms: int | None,
    profile: Profile | None,
    model: ModelPart | None,
) -> Draft:
    """The body of suggestion.accepted, suggestion.rejected or suggestion.confirmed.

    Parameters
    ----------
    session
        Hash of the session.opened record.
    doc_id
        The UUID in the notebook's metadata; null where `decision.notebook` is.
    index
        Position of the cell in the notebook, from 0.
    shown_ms
        How long the card had been on the screen, milliseconds.
    """
    openable: dict[str, Any] = {**_paths(decision.notebook)}
    body: dict[str, Any] = {
        "session": session,
        "kernel": decision.kernel,
        "notebook": None if decision.notebook is None else {"doc_id": doc_id},
        "cell": _cell(suggestion, decision, index),
        "suggestion": _suggestion(suggestion, openable),
        "evidence": _evidence(suggestion, openable),
        "data": _data(suggestion, profile, openable),
    }
    if decision.by is not None:
        openable["/by"] = decision.by
    if _origin(suggestion) != "engine":
        body.update(_model_part(suggestion, model, openable))
    if decision.verb == "confirmed":
        body["confirmation"] = _confirmation(suggestion, openable)
        return Draft("suggestion.confirmed", body, openable, "human")
    if decision.verb == "rejected":
        body["rejection"] = {"shown_ms": shown_ms}
        return Draft("suggestion.rejected", body, openable, "human")
    body["acceptance"] = _acceptance(suggestion, decision, shown_ms, openable)
    return Draft("suggestion.accepted", body, openable, "human")


def _confirmation(suggestion: Suggestion, openable: dict[str, Any]) -> dict[str, Any]:
    made = suggestion.confirmation
    if made is None:
        raise RecordError("This suggestion was not confirmed. Confirm it before it is recorded.")
    openable["/confirmation/result"] = made.to_json()
    return {
        "outcome": made.outcome,
        "rows": made.rows,
        "method": made.evidence.method,
        "n": made.evidence.n,
        "seed": made.evidence.seed,
        "family": None if made.evidence.family is None else made.evidence.family.to_json(),
    }


def counted(
    session: str, kernel: str | None, families: Mapping[str, Mapping[str, int]], packed: str
) -> Draft:
    """The body of tests.counted: how many tests of which data, by method, and all of them packed.

    Parameters
    ----------
    families
        Id of a family to its `tests` and `confirmations`.
    packed
        The ledgers as `jupyter_sciassist.ledgers.packed` writes them; removable, since it names columns.
    """
    body = {"session": session, "kernel": kernel, "families": families}
    return Draft("tests.counted", body, {"/packed": packed}, "system")


def replayed(
    session: str, kernel: str | None, body: Mapping[str, Any], result: Mapping[str, Any] | None
) -> Draft:
    """The body of evidence.replayed: which part of which record was made again, and what came out.

    Parameters
    ----------
    body
        record (its hash), part, verdict, tolerance, compared, differs, data, runtime.
    result
        The reason in words and what came out instead; removable, null where all is as it was.
    """
    openable = {} if result is None else {"/result": dict(result)}
    return Draft(
        "evidence.replayed", {"session": session, "kernel": kernel, **body}, openable, "system"
    )


def review_note(record: str, text: str, by: str | None) -> Draft:
    """What a reviewer writes about the record whose hash is `record`.

    Raises
    ------
    RecordError
        The text is empty, or longer than `MAX_NOTE` characters.
    """
    if not text.strip():
        raise RecordError("The note is empty. Write what is to be said about the record.")
    if len(text) > MAX_NOTE:
        raise RecordError(
            f"The note has {len(text)} characters; at most {MAX_NOTE} are taken. Write two notes."
        )
    named = {} if by is None else {"/by": by}
    return Draft("review.note", {"record": record}, {"/text": text, **named}, "human")


def cell_state(
    doc_id: str | None,
    sources_sha256: str | None,
    cells: Sequence[tuple[Mapping[str, Any], Hashes]],
) -> Draft:
    """The body of cell.state: what became of acceptances, as the notebook was saved.

    Parameters
    ----------
    sources_sha256
        Over the texts of all cells, null where one of them is to stay unknown. Removable, like the hashes of a cell's text and outputs:
        a person typed them, and a short secret could be guessed back from a plain hash.
    cells
        What stands for good of each cell, and its hashes, null where there is no cell.
    """
    openable: dict[str, Any] = {}
    if sources_sha256 is not None:
        openable["/sources_sha256"] = sources_sha256
    for number, (_, hashes) in enumerate(cells):
        for key, value in hashes.items():
            if value is not None:
                openable[f"/cells/{number}/{key}"] = value
    body = {
        "notebook": None if doc_id is None else {"doc_id": doc_id},
        "cells": [dict(told) for told, _ in cells],
    }
    return Draft("cell.state", body, openable, "system")


def _paths(notebook: str | None) -> dict[str, Any]:
    return {} if notebook is None else {PATH: notebook}


def _cell(suggestion: Suggestion, decision: Decision, index: int | None) -> dict[str, Any] | None:
    if decision.cell is None:
        return None
    text = suggestion.code if decision.text is None else decision.text
    return {
        "id": decision.cell,
        "index": index,
        "type": "code",
        "after_sha256": None if decision.verb == "rejected" else digest(text),
    }


def _origin(suggestion: Suggestion) -> Origin:
    noted = suggestion.note is not None and suggestion.note.model is not None
    if not noted:
        return "engine"
    return "model" if suggestion.evidence is None and suggestion.hypothesis is None else "both"


def _suggestion(suggestion: Suggestion, openable: dict[str, Any]) -> dict[str, Any]:
    openable["/suggestion/title"] = suggestion.title
    openable["/suggestion/text"] = suggestion.code
    if suggestion.note is not None:
        openable["/suggestion/note"] = suggestion.note.text
    return {
        "id": suggestion.id,
        "kind": suggestion.kind,
        "origin": _origin(suggestion),
        "analysis": suggestion.analysis,
        "pack": suggestion.pack,
        "sha256": digest(suggestion.code),
    }


def _evidence(suggestion: Suggestion, openable: dict[str, Any]) -> list[dict[str, Any]]:
    evidence, hypothesis = suggestion.evidence, suggestion.hypothesis
    if hypothesis is not None:
        openable["/claim"] = hypothesis.to_json()
    if evidence is None:
        return []
    openable["/evidence/0/result"] = evidence.to_json()
    return [
        {
            "id": f"{suggestion.id}/0",
            "kind": suggestion.kind if hypothesis is None else hypothesis.relation,
            "method": evidence.method,
            "code_sha256": digest(suggestion.code),
            "split": evidence.split,
            "seed": evidence.seed,
            "asserted": evidence.asserted,
            "family": None if evidence.family is None else evidence.family.to_json(),
            "deterministic": True,
        }
    ]


def _data(
    suggestion: Suggestion, profile: Profile | None, openable: dict[str, Any]
) -> list[dict[str, Any]]:
    mark = suggestion.subject.fingerprint if profile is None else profile.fingerprint
    if mark is None:
        return []
    # Always committed: the digest of a small table can be guessed back to its values.
    openable["/data/0/digest"] = mark.digest
    seen = {"name": suggestion.subject.variable, "algo": mark.algo, "coverage": mark.coverage}
    if profile is None:
        return [{**seen, "type": None, "kind": None, "shape": None}]
    return [{**seen, "type": profile.type, "kind": profile.kind, "shape": list(profile.shape)}]


def _acceptance(
    suggestion: Suggestion, decision: Decision, shown_ms: int | None, openable: dict[str, Any]
) -> dict[str, Any]:
    text = suggestion.code if decision.text is None else decision.text
    openable["/acceptance/text"] = text
    same = normalised(text) == normalised(suggestion.code)
    return {
        "mode": "verbatim" if same else "edited",
        "edit_ratio": edit_ratio(suggestion.code, text),
        "sha256": digest(text),
        "shown_ms": shown_ms,
    }


_MODEL_KEYS = ("id", "name", "file", "sha256", "bytes", "quantization", "licence")
_COUNTS = frozenset({"max_tokens", "top_k", "n_ctx", "threads"})
_REMOVABLE = ("messages", "context", "rendered_sha256")


def _model_part(
    suggestion: Suggestion, model: ModelPart | None, openable: dict[str, Any]
) -> dict[str, Any]:
    if model is None:
        named = None if suggestion.note is None else suggestion.note.model
        return {"model": {"name": named}, "runtime": None, "params": None, "prompt": None}
    info = model.info
    known = {key: info[key] for key in _MODEL_KEYS if info.get(key) is not None}
    if "file" in known:
        known["file"] = PurePath(known["file"]).name
    if "sha256" in known:
        known["sha256"] = "sha256:" + known["sha256"].removeprefix("sha256:")
    for key in _REMOVABLE:
        if model.prompt is not None and key in model.prompt:
            openable[f"/prompt/{key}"] = model.prompt[key]
    if model.reply is not None:
        openable["/suggestion/reply"] = model.reply
    engine = {key: info[key] for key in ("engine", "version") if key in info}
    return {
        "model": known,
        "runtime": {**engine, **(model.runtime or {})},
        "params": None if model.params is None else _params(model.params),
        "prompt": None
        if model.prompt is None
        else {key: value for key, value in model.prompt.items() if key not in _REMOVABLE},
    }


def _params(params: Mapping[str, Any]) -> dict[str, Any]:
    def stated(key: str, value: Any) -> Any:
        if isinstance(value, bool) or not isinstance(value, (int, float)) or key in _COUNTS:
            return value
        return decimal(value) if isinstance(value, float) else str(value)

    return {key: stated(key, value) for key, value in params.items()}
