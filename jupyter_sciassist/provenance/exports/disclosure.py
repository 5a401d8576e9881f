"""Disclosure paragraphs: templates filled from the log, never written by a model.

Each figure is counted from records, which are named below the paragraph. What a log cannot know
stands in square brackets for the authors, and the sentence of responsibility waits for a person.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from string import Template
from typing import Literal, get_args

from .reading import Reading, Replayed, Row
from .showing import visible

Style = Literal["icmje", "jama", "nature", "elsevier", "neurips", "gamer"]
STYLES: tuple[Style, ...] = get_args(Style)
_MARKDOWN = re.compile(r"([\\`*<>|\[\]])")
_NAMED = 10


@dataclass(frozen=True)
class Figure:
    """A number of the paragraph, what it counts, and the records it was counted from."""

    name: str
    value: int
    records: tuple[str, ...]


def disclosure(log: Reading, style: Style) -> bytes:
    """The template of `style`, filled, with the source of each figure below it."""
    found = resources.files(__package__).joinpath(f"templates/{style}.md")
    figures = counted(log)
    text = Template(found.read_text(encoding="utf-8")).substitute(
        {figure.name: str(figure.value) for figure in figures}, **_phrases(log)
    )
    return (text + _sources(log, figures)).encode()


def counted(log: Reading) -> tuple[Figure, ...]:
    """All figures of a log, in a fixed order."""

    def figure(name: str, test: Callable[[Row], object]) -> Figure:
        found = tuple(row.record for row in log.rows if test(row))
        return Figure(name, len(found), found)

    accepted = [row for row in log.rows if row.decision == "accepted"]
    cells: dict[tuple[str, str, str], str] = {}
    for row in accepted:
        if row.at("cell", "id") is not None:
            key = (row.words("notebook", "doc_id"), row.words("kernel"), row.words("cell", "id"))
            cells.setdefault(key if not key[0] else (key[0], "", key[2]), row.record)
    return (
        figure("decided", lambda row: True),
        figure("accepted", lambda row: row.decision == "accepted"),
        figure("verbatim", lambda row: row.decision == "accepted" and not row.edited),
        figure("edited", lambda row: row.decision == "accepted" and row.edited),
        figure("rejected", lambda row: row.decision == "rejected"),
        figure("tested", lambda row: row.decision == "confirmed"),
        figure("supported", _outcome("supported")),
        figure("refuted", _outcome("refuted")),
        figure("inconclusive", _outcome("inconclusive")),
        figure("with_evidence", lambda row: row.decision == "accepted" and row.at("evidence", 0)),
        figure("established", lambda row: row.decision == "accepted" and row.at("evidence", 0, "asserted") is True),
        figure("noted", lambda row: row.at("suggestion", "origin") == "both"),
        figure("written", lambda row: row.at("suggestion", "origin") == "model"),
        figure("prompts", lambda row: row.value("/prompt/messages") is not None),
        figure("prompts_removed", lambda row: "/prompt/messages" in row.redacted),
        figure("redacted", lambda row: row.redacted),
        _replayed("replayed", log.replays),
        _replayed("replays_passed", [one for one in log.replays if one.passed]),
        Figure("cells", len(cells), tuple(cells.values())),
        Figure("review_notes", len(log.notes), tuple(note.record for note in log.notes)),
    )  # fmt: skip


def _replayed(name: str, found: Iterable[Replayed]) -> Figure:
    records = tuple(one.record for one in found)
    return Figure(name, len(records), records)


def _outcome(name: str) -> Callable[[Row], object]:
    return lambda row: row.decision == "confirmed" and row.at("confirmation", "outcome") == name


def _phrases(log: Reading) -> dict[str, str]:
    days = sorted({row.time[:10] for row in log.rows})
    return {
        "tool": "jupyter_sciassist",
        "versions": _listed(log.version_of(row) for row in log.rows) or _version(log),
        "notebook": _plain(log.title),
        "period": _period(days),
        "models": _models(log),
        "analyses": _analyses(log) or "none was accepted",
        "runtimes": _runtimes(log),
        "records": str(log.count),
        "head": log.short_head,
        "state": _state(log),
    }  # fmt: skip


def _state(log: Reading) -> str:
    if not log.matches_notebook:
        return "verified, but the notebook beside it does not match it"
    return f"verified at level L{log.report.level}"


def _version(log: Reading) -> str:
    tool = log.created.get("tool")
    found = tool.get("version") if isinstance(tool, Mapping) else None
    return _plain(found) if isinstance(found, str) else "unknown"


def _plain(text: str) -> str:
    """One line of text that Markdown takes for nothing else."""
    return _MARKDOWN.sub(r"\\\1", " ".join(visible(text).split()))


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(_plain(text) for text in dict.fromkeys(texts) if text)


def _period(days: list[str]) -> str:
    if not days:
        return "at no time on record"
    return f"on {days[0]}" if days[0] == days[-1] else f"from {days[0]} to {days[-1]}"


def _analyses(log: Reading) -> str:
    found = Counter(
        row.words("suggestion", "analysis") or "unnamed"
        for row in log.rows
        if row.decision == "accepted"
    )
    return ", ".join(f"{_plain(name)} ({times})" for name, times in sorted(found.items()))


def _models(log: Reading) -> str:
    found: dict[str, None] = {}
    for row in log.rows:
        if row.with_model:
            found[_model(row)] = None
    if not found:
        return "no language model took part in the suggestions on record"
    return "; ".join(found)


def _model(row: Row) -> str:
    name = row.words("model", "name") or "a language model that the record does not name"
    parts = [_plain(name)]
    for label, key in (
        ("quantization", "quantization"),
        ("licence", "licence"),
        ("SHA-256", "sha256"),
    ):
        value = row.words("model", key).removeprefix("sha256:")
        parts.append(f"{label} {_plain(value) if value else 'not on record'}")
    return ", ".join(parts) + ", publisher [authors: name it]"


def _runtimes(log: Reading) -> str:
    found = _listed(
        f"{row.words('runtime', 'engine')} {row.words('runtime', 'version')}".strip()
        for row in log.rows
        if row.with_model
    )
    return found or "none on record"


def _sources(log: Reading, figures: tuple[Figure, ...]) -> str:
    lines = [
        "",
        "## Where the figures come from",
        "",
        f"Counted from the log of {_plain(log.title)}: {log.count} records, head {log.head}.",
        "",
    ]
    for figure in figures:
        shown = ", ".join(figure.records[:_NAMED])
        more = len(figure.records) - _NAMED
        rest = f", and {more} more (`jupyter sciassist report --csv` lists all)" if more > 0 else ""
        name = figure.name.replace("_", " ")
        lines.append(f"- {name}: {figure.value}" + (f" (records {shown}{rest})" if shown else ""))
    return "\n".join(lines) + "\n"
