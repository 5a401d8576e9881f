"""The log as W3C PROV, in PROV-JSON and PROV-N.

Class names are those of PROV-AGENT (arXiv 2508.02866: Prompt, AIModel, AIModelInvocation,
ResponseData) under IRIs of our own, since that vocabulary has no stable address. A suggestion is
`ResponseData` only where a model wrote it; a model's note beside computed evidence is one of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from .reading import REDACTED, Note, Reading, Row
from .showing import visible, words

VOCABULARY = "urn:jupyter-sciassist:prov:v1:"
# Of each relation: the names of its first two arguments, and what follows them in PROV-N.
_RELATIONS: Mapping[str, tuple[str, str, str]] = {
    "wasGeneratedBy": ("prov:entity", "prov:activity", ", {}"),
    "used": ("prov:activity", "prov:entity", ", {}"),
    "wasAssociatedWith": ("prov:activity", "prov:agent", ", -"),
    "wasAttributedTo": ("prov:entity", "prov:agent", ""),
    "wasDerivedFrom": ("prov:generatedEntity", "prov:usedEntity", ""),
}
_ACTS = {"accepted": "Acceptance", "rejected": "Rejection", "confirmed": "Confirmation"}


Named = dict[str, dict[tuple[str, ...], str]]


@dataclass
class Graph:
    """Elements by kind and id, and relations, in the order in which they were added.

    An element's attributes are (name, text) pairs; `prov:type` holds a qualified name.
    """

    prefixes: Mapping[str, str]
    elements: dict[str, dict[str, list[tuple[str, str]]]] = field(
        default_factory=lambda: {"entity": {}, "activity": {}, "agent": {}}
    )
    ends: dict[str, str] = field(default_factory=dict)
    relations: list[tuple[str, str, str, str | None]] = field(default_factory=list)

    def add(self, kind: str, name: str, types: tuple[str, ...], /, **attributes: str) -> str:
        """Declare an element; attributes without text are left out."""
        pairs = [("prov:type", one) for one in types]
        pairs += [
            ("prov:label" if key == "label" else f"sci:{key}", visible(text))
            for key, text in attributes.items()
            if text
        ]
        self.elements[kind][f"log:{name}"] = pairs
        return f"log:{name}"

    def relate(self, kind: str, first: str, second: str, time: str | None = None) -> None:
        """Add a relation between two declared elements."""
        self.relations.append((kind, first, second, time))


def graph(log: Reading) -> Graph:
    """The decisions of a log with their suggestions, data, models, people and outcomes."""
    made = Graph({"log": f"urn:jupyter-sciassist:log:{log.log}:", "sci": VOCABULARY})
    made.add(
        "entity",
        "log",
        ("sci:Log",),
        label=log.name,
        head=log.head,
        records=str(log.count),
        heads=str(log.heads),
    )
    named: Named = {}
    for row in log.rows:
        _row(made, log, row, named)
        for note in row.notes:
            _note(made, note, f"log:suggestion-{row.record}", named)
    for note in log.loose:
        _note(made, note, "log:log", named)
    return made


def _once(named: Named, kind: str, *marks: str) -> tuple[str, bool]:
    """The name of what `marks` tell apart, numbered by first appearance; whether it is new."""
    known = named.setdefault(kind, {})
    is_new = marks not in known
    return known.setdefault(marks, f"{kind}-{len(known) + 1}"), is_new


def _row(made: Graph, log: Reading, row: Row, named: Named) -> None:
    wrote = row.at("suggestion", "origin") == "model"
    suggestion = made.add(
        "entity",
        f"suggestion-{row.record}",
        ("sci:Suggestion", "sci:ResponseData") if wrote else ("sci:Suggestion",),
        label=row.shown("/suggestion/title"),
        suggestion=row.words("suggestion", "id"),
        kind=row.words("suggestion", "kind"),
        origin=row.words("suggestion", "origin"),
        sha256=row.words("suggestion", "sha256"),
        redacted=" ".join(row.redacted),
    )
    suggesting = made.add(
        "activity",
        f"suggesting-{row.record}",
        ("sci:AIModelInvocation",) if wrote else ("sci:Analysis",),
        analysis=row.words("suggestion", "analysis"),
        pack=row.words("suggestion", "pack"),
        method=row.words("evidence", 0, "method"),
        seed=row.words("evidence", 0, "seed"),
        split=row.words("evidence", 0, "split"),
    )
    made.relate("wasGeneratedBy", suggestion, suggesting)
    assistant = _assistant(made, log.version_of(row), named)
    made.relate("wasAssociatedWith", suggesting, assistant)
    if row.at("data", 0) is not None:
        made.relate("used", suggesting, _data(made, row, named))
    if row.with_model:
        _model(made, row, suggestion, suggesting, named, wrote=wrote)
    _decision(made, row, suggestion, assistant, named)


def _assistant(made: Graph, version: str, named: Named) -> str:
    name, is_new = _once(named, "assistant", version)
    if is_new:
        types = ("prov:SoftwareAgent", "sci:AIAgent")
        made.add("agent", name, types, label="jupyter_sciassist", version=version)
    return f"log:{name}"


def _note(made: Graph, note: Note, about: str, named: Named) -> None:
    """What somebody wrote about a record, derived from the suggestion in it, else from the log."""
    reviewing = made.add("activity", f"reviewing-{note.record}", ("sci:Review",), record=note.hash)
    made.ends[reviewing] = note.time
    said = made.add(
        "entity",
        f"review-note-{note.record}",
        ("sci:ReviewNote",),
        label=note.text,
        about=note.about,
        redacted=" ".join(note.redacted),
    )
    person = _person(made, note.by, named)
    made.relate("used", reviewing, about)
    made.relate("wasAssociatedWith", reviewing, person)
    made.relate("wasGeneratedBy", said, reviewing, note.time)
    made.relate("wasDerivedFrom", said, about)
    made.relate("wasAttributedTo", said, person)


def _person(made: Graph, by: str, named: Named) -> str:
    who = by or "not named in the record"
    name, is_new = _once(named, "person", who)
    if is_new:
        made.add("agent", name, ("prov:Person",), label=who)
    return f"log:{name}"


def _data(made: Graph, row: Row, named: Named) -> str:
    seen = row.at("data", 0)
    digest = row.shown("/data/0/digest")
    # Two digests that were both removed may have been of different data.
    mark = row.record if digest == REDACTED else digest
    facts = {key: words(seen.get(key)) for key in ("kind", "type", "shape", "algo", "coverage")}
    name, is_new = _once(named, "data", row.words("data", 0, "name"), mark, *facts.values())
    if is_new:
        label = row.words("data", 0, "name")
        made.add("entity", name, ("sci:Data",), label=label, digest=digest, **facts)
    return f"log:{name}"


def _model(
    made: Graph,
    row: Row,
    suggestion: str,
    suggesting: str,
    named: Named,
    *,
    wrote: bool,
) -> None:
    keys = ("id", "name", "file", "sha256", "bytes", "quantization", "licence")
    facts = {key: row.words("model", key) for key in keys}
    name, is_new = _once(named, "model", *facts.values())
    if is_new:
        label = facts.pop("name") or "not named in the record"
        made.add("entity", name, ("sci:AIModel",), label=label, **facts)
    invocation = suggesting
    if not wrote:
        invocation = made.add(
            "activity",
            f"noting-{row.record}",
            ("sci:AIModelInvocation",),
            engine=row.words("runtime", "engine"),
            version=row.words("runtime", "version"),
        )
        note = made.add(
            "entity",
            f"note-{row.record}",
            ("sci:ResponseData",),
            label=row.shown("/suggestion/note"),
        )
        made.relate("used", invocation, suggestion)
        made.relate("wasGeneratedBy", note, invocation)
        made.relate("wasDerivedFrom", note, suggestion)
    made.relate("used", invocation, f"log:{name}")
    if row.at("prompt") is not None:
        prompt = made.add(
            "entity",
            f"prompt-{row.record}",
            ("sci:Prompt",),
            label=row.words("prompt", "template"),
            template_sha256=row.words("prompt", "template_sha256"),
            rendered_sha256=row.words("prompt", "rendered_sha256"),
            messages=row.shown("/prompt/messages"),
        )
        made.relate("used", invocation, prompt)


def _decision(made: Graph, row: Row, suggestion: str, assistant: str, named: Named) -> None:
    act = made.add(
        "activity",
        f"decision-{row.record}",
        (f"sci:{_ACTS[row.decision]}",),
        record=row.hash,
        notebook=row.shown("/notebook/path"),
        cell=row.words("cell", "id"),
        kernel=row.words("kernel"),
    )
    made.ends[act] = row.time
    made.relate("used", act, suggestion)
    person = _person(made, row.shown("/by"), named)
    made.relate("wasAssociatedWith", act, person)
    if row.decision == "accepted":
        accepted = made.add(
            "entity",
            f"accepted-{row.record}",
            ("sci:AcceptedText",),
            mode=row.words("acceptance", "mode"),
            edit_ratio=row.words("acceptance", "edit_ratio"),
            sha256=row.words("acceptance", "sha256"),
        )
        made.relate("wasGeneratedBy", accepted, act, row.time)
        made.relate("wasDerivedFrom", accepted, suggestion)
        made.relate("wasAttributedTo", accepted, person)
    if row.decision == "confirmed":
        outcome = made.add(
            "entity",
            f"outcome-{row.record}",
            ("sci:Outcome",),
            label=row.words("confirmation", "outcome"),
            rows=row.words("confirmation", "rows"),
            method=row.words("confirmation", "method"),
            n=row.words("confirmation", "n"),
        )
        made.relate("wasAssociatedWith", act, assistant)
        made.relate("wasGeneratedBy", outcome, act, row.time)
        made.relate("wasDerivedFrom", outcome, suggestion)


def prov_json(log: Reading) -> bytes:
    """The graph in PROV-JSON."""
    made = graph(log)
    found: dict[str, Any] = {"prefix": dict(made.prefixes)}
    for kind, members in made.elements.items():
        if members:
            found[kind] = {name: _attributes(pairs) for name, pairs in members.items()}
    for name, time in made.ends.items():
        found["activity"][name]["prov:endTime"] = time
    for number, (kind, first, second, when) in enumerate(made.relations, 1):
        keys = _RELATIONS[kind]
        relation = {keys[0]: first, keys[1]: second}
        if when is not None:
            relation["prov:time"] = when
        found.setdefault(kind, {})[f"_:r{number}"] = relation
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()


def _attributes(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    types = [
        {"$": text, "type": "prov:QUALIFIED_NAME"} for key, text in pairs if key == "prov:type"
    ]
    rest = {key: text for key, text in pairs if key != "prov:type"}
    return {"prov:type": types if len(types) > 1 else types[0], **rest}


def prov_n(log: Reading) -> bytes:
    """The graph in PROV-N."""
    return (
        "\n".join(["document", *(f"  {line}" for line in _notation(graph(log)))])
        + "\nendDocument\n"
    ).encode()


def _notation(made: Graph) -> Iterator[str]:
    for prefix, address in made.prefixes.items():
        yield f"prefix {prefix} <{address}>"
    for kind, members in made.elements.items():
        for name, pairs in members.items():
            stated = ", ".join(
                f"{key}='{text}'"
                if key == "prov:type"
                else f"{key}={json.dumps(text, ensure_ascii=False)}"
                for key, text in pairs
            )
            times = f", -, {made.ends.get(name, '-')}" if kind == "activity" else ""
            yield f"{kind}({name}{times}, [{stated}])"
    for kind, first, second, time in made.relations:
        yield f"{kind}({first}, {second}{_RELATIONS[kind][2].format(time or '-')})"
