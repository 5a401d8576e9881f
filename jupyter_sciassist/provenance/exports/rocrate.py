"""The log as an RO-Crate: 1.1 with the profile Process Run Crate 0.5, or plain 1.3.

Each suggestion is a `CreateAction` of the assistant, each acceptance an `UpdateAction` of a person,
each rejection a `RejectAction`, each confirmation a `CreateAction` whose result is the outcome,
each note of a reviewer a `CommentAction`.
What a log does not know is said to be unknown: nobody's affiliation and no licence is invented.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from ..chain import open_regular
from ..lines import Decision
from . import crate_people
from .crate import Crate, Entity, Flavour, Stated, address, ref
from .disclosure import disclosure
from .page import page
from .reading import REDACTED, Note, Reading, Row
from .showing import visible, words

_PROCESS = "https://w3id.org/ro/wfrun/process/0.5"
_SITE = "https://pypi.org/project/jupyter_sciassist/"
# Kind, name, description and result of an action.
_Act = tuple[str, str, str, Entity | None]
_DONE = "http://schema.org/CompletedActionStatus"
# Terms that the context of 1.1 lacks.
_TERMS = {
    "digitalSourceType": "http://schema.org/digitalSourceType",
    "sha256": "https://w3id.org/ro/terms/workflow-run#sha256",
}
_SOURCES = {
    (False, False): "AlgorithmicMediaDigitalSource",
    (False, True): "CompositeDigitalSource",
    (True, False): "TrainedAlgorithmicMediaDigitalSource",
    (True, True): "CompositeWithTrainedAlgorithmicMediaDigitalSource",
}


def crate(log: Reading, flavour: Flavour, stated: Stated) -> dict[str, bytes]:
    """The files of the crate by their names in it; folders are the parts before a slash."""
    made = Crate(log, flavour, stated)
    _documents(made)
    for row in log.rows:
        _row(made, row)
        for note in row.notes:
            _comment(made, note, ref(f"#decision-{row.record}"))
    for note in log.loose:
        _comment(made, note, ref(address(log.name)))
    graph = [_descriptor(made), _root(made), *made.entities.values()]
    terms = f"https://w3id.org/ro/crate/{flavour}/context"
    context = [terms, _TERMS] if flavour == "1.1" else terms
    text = json.dumps({"@context": context, "@graph": graph}, ensure_ascii=False, indent=1)
    return {"ro-crate-metadata.json": (text + "\n").encode(), **made.files}


def _descriptor(made: Crate) -> Entity:
    return {
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "name": "Metadata of this crate",
        "conformsTo": ref(f"https://w3id.org/ro/crate/{made.flavour}"),
        "about": ref("./"),
    }


def _root(made: Crate) -> Entity:
    log = made.log
    root: Entity = {
        "@id": "./",
        "@type": "Dataset",
        "name": f"Provenance of {visible(log.title)}",
        "description": (
            f"Decisions about suggestions of jupyter_sciassist in {visible(log.title)}:"
            f" {len(log.rows)} on record, in a log of {log.count} records with the head {log.head}."
        ),
        "datePublished": _published(log),
    }
    if made.flavour == "1.1":
        profile = made.add(_PROCESS, "CreativeWork", name="Process Run Crate", version="0.5")
        root["conformsTo"] = ref(profile)
    root.update(crate_people.responsibility(made))
    if made.mentioned:
        root["mentions"] = ref(*made.mentioned)
    root["hasPart"] = ref(*made.parts)
    return root


def _published(log: Reading) -> str:
    """The day of the last decision; without any, of the log's last record that states a time."""
    return max((row.time for row in log.rows), default=log.last_time)[:10]


def _documents(made: Crate) -> None:
    """The log itself, the notebook beside it, and what is said of the log for readers."""
    log = made.log
    sidecar = made.file(
        log.name,
        log.data,
        "application/jsonl",
        name="Provenance log",
        description="One record a line; jupyter sciassist verify checks it.",
        additionalProperty=ref(made.value("log-head", "head of the log", log.head)),
    )
    if log.notebook is not None:
        with open_regular(log.notebook) as file:
            held = file.read()
        made.file(
            log.title,
            held,
            "application/x-ipynb+json",
            name="Notebook",
            description="The notebook as it stood when the crate was made.",
        )
    checks = json.dumps({**log.report.to_json(), "path": log.name}, indent=1) + "\n"
    for name, data, media, label, about in (
        ("verification.json", checks.encode(), "application/json", "Verification report",
         "What was checked of the log when the crate was made."),
        ("disclosure.md", disclosure(log, "icmje"), "text/markdown", "Disclosure",
         "A draft from a template; its figures are counted from the log."),
        ("report.html", page(log), "text/html", "Report", "The decisions for a reader."),
    ):  # fmt: skip
        made.file(name, data, media, name=label, description=about, about=ref(sidecar))


def _row(made: Crate, row: Row) -> None:
    suggested = _text(made, row, "suggested", "/suggestion/text", "suggestion")
    assistant = _assistant(made, row)
    noted = row.at("suggestion", "origin") == "both"
    made.mentioned.append(
        made.add(
            f"#suggesting-{row.record}",
            "CreateAction",
            name=f"Suggestion {row.words('suggestion', 'id')}: {_title(row)}",
            description="Made by the assistant; the time is that of the decision about it.",
            instrument=ref(assistant),
            agent=crate_people.person(made, row.shown("/by")),
            endTime=_time(row),
            actionStatus=_DONE,
            object=ref(*_inputs(made, row), *([] if noted else _asked(made, row))),
            result=ref(suggested),
        )
    )
    if noted:
        _note(made, row, suggested)
    _decision(made, row, suggested, assistant)


def _time(row: Row | Note) -> str:
    return row.time.replace("Z", "+00:00")


def _title(row: Row) -> str:
    return visible(row.shown("/suggestion/title"))


def _assistant(made: Crate, row: Row) -> Entity:
    version = made.log.version_of(row)
    model = _model(made, row)
    mark = "" if model is None else model["@id"]
    return made.add(
        f"{_SITE}{quote(version)}/{mark}",
        "SoftwareApplication",
        name="jupyter_sciassist",
        version=visible(version),
        url=_SITE,
        softwareRequirements=None if model is None else ref(model),
    )


def _model(made: Crate, row: Row) -> Entity | None:
    if not row.with_model:
        return None
    keys = ("name", "sha256", "quantization", "file", "bytes", "licence")
    facts = {key: visible(row.words("model", key)) for key in keys}
    mark = hashlib.sha256(words(facts).encode()).hexdigest()[:12]
    return made.add(
        f"#model-{mark}",
        "CreativeWork",
        name=facts["name"] or "Language model, not named in the record",
        description="; ".join(f"{key} {facts[key]}" for key in keys[2:] if facts[key]),
        sha256=facts["sha256"].removeprefix("sha256:"),
    )


def _text(made: Crate, row: Row, folder: str, pointer: str, part: str) -> Entity:
    """A code text of a record as a file, or what is known of it where it was removed."""
    text = row.value(pointer)
    digest = row.words(part, "sha256").removeprefix("sha256:")
    source = _SOURCES[
        row.at("suggestion", "origin") == "model", folder == "accepted" and row.edited
    ]
    about = {"digitalSourceType": ref(_source(made, source))}
    if not isinstance(text, str):
        return made.add(
            f"#{folder}-{row.record}",
            "CreativeWork",
            name=f"Code as {folder}, {REDACTED}",
            sha256=digest,
            **about,
        )
    return made.file(
        f"{folder}/{row.record}.py",
        text.encode(),
        "text/x-python",
        name=f"Code as {folder}",
        description=_title(row),
        **about,
    )


def _inputs(made: Crate, row: Row) -> list[Entity]:
    """Data, seed and evidence that a suggestion was computed from, as named values."""
    found = []
    for label, value in (
        ("data", row.words("data", 0, "name")),
        ("data digest", row.shown("/data/0/digest")),
        ("data digest algorithm", row.words("data", 0, "algo")),
        ("data coverage", row.words("data", 0, "coverage")),
        ("method", row.words("evidence", 0, "method")),
        ("seed", row.words("evidence", 0, "seed")),
        ("family", row.words("evidence", 0, "family")),
        ("evidence", row.shown("/evidence/0/result")),
        ("removed from the record", " ".join(row.redacted)),
        ("record hash", row.hash),
    ):
        if value:
            found.append(made.value(f"{label.replace(' ', '-')}-{row.record}", label, value))
    return found


def _asked(made: Crate, row: Row) -> list[Entity]:
    """What a model was given, as files or as what is known of them, and its parameters."""
    found = []
    for key in ("messages", "context"):
        if row.value(f"/prompt/{key}") is not None:
            data = (words(row.value(f"/prompt/{key}")) + "\n").encode()
            about = {"name": f"Prompt: {key}", "description": "What the language model was given."}
            name = f"prompts/{row.record}-{key}.json"
            found.append(made.file(name, data, "application/json", **about))
        elif f"/prompt/{key}" in row.redacted:
            found.append(made.value(f"prompt-{key}-{row.record}", f"prompt {key}", REDACTED))
    params = row.at("params")
    for key, value in sorted(params.items()) if isinstance(params, dict) else ():
        label = f"model {visible(key)}"
        found.append(made.value(f"model-{quote(key)}-{row.record}", label, words(value)))
    return found


def _note(made: Crate, row: Row, suggested: Entity) -> None:
    """The note of a model beside computed evidence."""
    source = "TrainedAlgorithmicMediaDigitalSource"
    note = made.add(
        f"#note-{row.record}",
        "CreativeWork",
        name="Note by the language model",
        text=visible(row.shown("/suggestion/note")),
        digitalSourceType=ref(_source(made, source)),
    )
    made.mentioned.append(
        made.add(
            f"#noting-{row.record}",
            "CreateAction",
            name=f"Note on: {_title(row)}",
            description="Written by the language model beside the computed evidence.",
            instrument=ref(_assistant(made, row)),
            agent=crate_people.person(made, row.shown("/by")),
            endTime=_time(row),
            actionStatus=_DONE,
            object=ref(suggested, *_asked(made, row)),
            result=ref(note),
        )
    )


def _comment(made: Crate, note: Note, about: Any) -> None:
    """What somebody wrote about a decision, or about another record and so about the log."""
    place = made.log.place_of(note)
    said = made.add(f"#comment-{note.record}", "Comment", name="Note", text=visible(note.text))
    made.mentioned.append(
        made.add(
            f"#commenting-{note.record}",
            "CommentAction",
            name=f"Note on {place}",
            description="A person put a note on record.",
            agent=crate_people.person(made, note.by),
            endTime=_time(note),
            actionStatus=_DONE,
            object=about,
            resultComment=ref(said),
        )
    )


def _source(made: Crate, name: str) -> Entity:
    return made.add(f"http://schema.org/{name}", "DefinedTerm", name=name)


def _decision(made: Crate, row: Row, suggested: Entity, assistant: Entity) -> None:
    """What was decided, as the action of a person."""
    kind, name, description, result = _ACTS[row.decision](made, row)
    act = made.add(
        f"#decision-{row.record}",
        kind,
        name=f"{name}: {_title(row)}",
        description=description,
        instrument=ref(assistant),
        agent=crate_people.person(made, row.shown("/by")),
        endTime=_time(row),
        actionStatus=_DONE,
        object=ref(suggested),
        result=None if result is None else ref(result),
    )
    made.mentioned.append(act)


def _accepted(made: Crate, row: Row) -> _Act:
    how = row.words("acceptance", "mode") or "in a way not on record"
    result = _text(made, row, "accepted", "/acceptance/text", "acceptance")
    return (
        "UpdateAction",
        f"Accepted {how}",
        f"A person accepted the suggestion, {_place(row)}.",
        result,
    )


def _rejected(made: Crate, row: Row) -> _Act:
    return "RejectAction", "Rejected", "A person rejected the suggestion.", None


def _confirmed(made: Crate, row: Row) -> _Act:
    outcome = row.words("confirmation", "outcome")
    return (
        "CreateAction",
        f"Tested on {row.words('confirmation', 'rows')}",
        f"The claim was tested on rows that its exploration never saw: {outcome}.",
        made.value(f"outcome-{row.record}", "outcome", outcome),
    )


_ACTS: Mapping[Decision, Callable[[Crate, Row], _Act]] = {
    "accepted": _accepted,
    "rejected": _rejected,
    "confirmed": _confirmed,
}


def _place(row: Row) -> str:
    cell, path = row.words("cell", "id"), visible(row.shown("/notebook/path"))
    if row.at("notebook") is None:
        return "in a terminal"
    return f"in {path}" + (f", cell {cell}" if cell else "")
