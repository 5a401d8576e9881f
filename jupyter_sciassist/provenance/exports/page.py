"""The log as one HTML file: no script, no remote part, light and dark, made to be printed.

Everything that comes from the log is escaped, and the page forbids itself to load anything.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from html import escape
from importlib import resources

from ..verify import LEVELS, LIMITS
from .reading import REDACTED, Note, Reading, Row
from .showing import visible, words

_RESULT = "/evidence/0/result"
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_DIFF_LINES = 500
# A region that scrolls has to be reached by keyboard.
_WIDE = (
    '<div class="wide" role="region" aria-label="{0}" tabindex="0"><table><caption>{0}</caption>'
)
_SAID = {0: "verified", 4: "verified, but the notebook beside it does not match"}


def page(log: Reading) -> bytes:
    """The whole file."""
    style = resources.files(__package__).joinpath("templates/page.css").read_text(encoding="utf-8")
    lines = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        f"<title>Provenance of {_safe(log.title)}</title>",
        f"<style>\n{style}</style>",
        "</head>",
        "<body>",
        "<main>",
        *_top(log),
        *_checks(log),
        *_overview(log),
        *(line for number, row in enumerate(log.rows, 1) for line in _section(log, number, row)),
        *_loose(log),
        "</main>",
        "</body>",
        "</html>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _safe(text: str) -> str:
    return escape(visible(text), quote=True)


def _marked(text: str) -> str:
    """Escaped text, with a removed value marked as such beyond its wording."""
    return f'<em class="removed">{REDACTED}</em>' if text == REDACTED else _safe(text)


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _top(log: Reading) -> Iterator[str]:
    yield f"<h1>Provenance of <bdi>{_safe(log.title)}</bdi></h1>"
    noted = f" and {_many(len(log.notes), 'note')}" if log.notes else ""
    told = f"{_many(len(log.rows), 'decision')}{noted} in a log of {_many(log.count, 'record')}"
    yield f"<p>{told}. Its head is</p>"
    yield f'<p><code class="head">{_safe(log.head)}</code></p>'
    if log.heads > 1:
        yield f"<p>The log has {log.heads} heads: two writers forked, and no record joins them yet.</p>"


def _checks(log: Reading) -> Iterator[str]:
    report = log.report
    yield "<h2>What was checked</h2>"
    yield f"<p>The log is <strong>{_SAID[report.exit_code()]}</strong>.</p>"
    if report.level is not None:
        _, said, unseen = LEVELS[report.level]
        yield f"<p>Level L{report.level}: {said}. It does not show {unseen}.</p>"
    yield _WIDE.format("Checks of the log")
    yield '<thead><tr><th scope="col">Check</th><th scope="col">Answer</th><th scope="col">Detail</th></tr></thead><tbody>'
    for check in report.checks:
        state = check.state.replace("_", " ")
        yield (
            f'<tr><th scope="row">{_safe(check.name)}</th><td>{_safe(state)}</td>'
            f"<td>{_safe(check.detail)}</td></tr>"
        )
    yield "</tbody></table></div>"
    if report.warnings:
        yield "<ul>"
        yield from (f"<li>{_safe(warning)}</li>" for warning in report.warnings)
        yield "</ul>"
    yield f"<p>{_safe(LIMITS)}</p>"


def _overview(log: Reading) -> Iterator[str]:
    yield "<h2>Decisions</h2>"
    if not log.rows:
        yield "<p>No suggestion was decided on.</p>"
        return
    heads = ("No.", "Time (UTC)", "Decision", "Suggestion", "Who", "Origin")
    yield _WIDE.format("Decisions in the order of the log")
    named = "".join(f'<th scope="col">{one}</th>' for one in heads)
    yield f"<thead><tr>{named}</tr></thead><tbody>"
    for number, row in enumerate(log.rows, 1):
        cells = (
            _safe(row.time[:19].replace("T", " ")),
            _safe(_decision(row)),
            f"<bdi>{_marked(row.shown('/suggestion/title'))}</bdi>",
            f"<bdi>{_marked(row.shown('/by')) or 'not named'}</bdi>",
            _safe(_origin(row)),
        )
        link = f'<th scope="row"><a href="#decision-{number}">{number}</a></th>'
        yield f"<tr>{link}{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
    yield "</tbody></table></div>"


def _decision(row: Row) -> str:
    """The decision in words, with how far an accepted text is from the suggested one."""
    if row.decision == "accepted":
        ratio = row.words("acceptance", "edit_ratio")
        if not row.edited:
            return "accepted verbatim"
        return f"accepted, edited (ratio {ratio})" if ratio else "accepted, edited"
    if row.decision == "confirmed":
        return f"tested on unseen rows: {row.words('confirmation', 'outcome')}"
    return "rejected"


def _origin(row: Row) -> str:
    told = {
        "engine": "computed, no language model",
        "both": "computed, note by a language model",
        "model": "written by a language model",
    }
    return told.get(row.words("suggestion", "origin"), "not stated")


def _section(log: Reading, number: int, row: Row) -> Iterator[str]:
    yield f'<section id="decision-{number}" aria-labelledby="title-{number}">'
    title = _marked(row.shown("/suggestion/title")) or "without a title"
    yield f'<h3 id="title-{number}">{number}. <bdi>{title}</bdi></h3>'
    yield "<dl>"
    for name, value in _facts(log, row):
        if value:
            yield f"<dt>{name}</dt><dd><bdi>{_marked(value)}</bdi></dd>"
    yield "</dl>"
    yield from _texts(row)
    yield from _notes(log, "h4", "Notes on this record", row.notes)
    yield "</section>"


def _loose(log: Reading) -> Iterator[str]:
    yield from _notes(log, "h2", "Notes on other records", log.loose)


def _notes(log: Reading, level: str, heading: str, notes: Sequence[Note]) -> Iterator[str]:
    """What reviewers wrote, each with its time, its author and what it speaks of."""
    if not notes:
        return
    yield f"<{level}>{heading}</{level}>"
    yield "<ul>"
    for note in notes:
        by = _marked(note.by) or "not named"
        about = f"{note.time}, note {note.record} on {_safe(log.place_of(note))}"
        yield f"<li><p><bdi>{by}</bdi>, {about}</p>"
        yield f'<blockquote class="note"><bdi>{_marked(note.text)}</bdi></blockquote>'
        if note.redacted:
            yield f"<p>Removed from the record: {_safe('; '.join(_removed(note)))}</p>"
        yield "</li>"
    yield "</ul>"


def _facts(log: Reading, row: Row) -> Iterator[tuple[str, str]]:
    yield "Decision", f"{_decision(row)}, {row.time}"
    yield "By", row.shown("/by") or "not named in the record"
    yield "Notebook", row.shown("/notebook/path") or "a terminal"
    yield "Cell", row.words("cell", "id")
    yield "Origin", _origin(row)
    yield "Statement", row.shown("/claim", "statement")
    yield "Analysis", f"{row.words('suggestion', 'analysis')} ({row.words('suggestion', 'pack')})"
    yield "Method", row.words("evidence", 0, "method")
    yield "Effect", _interval(row)
    for name in ("n", "p", "q"):
        yield name, row.shown(_RESULT, name)
    yield "Family", _family(row)
    yield "Established", {True: "yes", False: "no"}.get(row.at("evidence", 0, "asserted"), "")
    yield "Seed", row.words("evidence", 0, "seed")
    yield "Data", _data(row)
    yield "Data digest", row.shown("/data/0/digest")
    # Where the model wrote the code, the note is the one that code puts beside it.
    by_model = row.at("suggestion", "origin") != "model"
    yield "Note by the model" if by_model else "Note", row.shown("/suggestion/note")
    yield "Model", _model(row)
    yield "Model parameters", _params(row)
    yield "Assistant", f"jupyter_sciassist {log.version_of(row)}"
    for replay in log.replays_of(row):
        said = f"{replay.part}: {replay.verdict}, {replay.time}"
        yield "Replayed", f"{said}; {replay.detail}" if replay.detail else said
    yield "Record", f"{row.record}, {row.hash}"
    yield "Removed from the record", "; ".join(_removed(row))


def _removed(row: Row | Note) -> Iterator[str]:
    for pointer in row.redacted:
        reason = row.reasons.get(pointer)
        yield f"{pointer}: {'no redaction is on record' if reason is None else reason}"


def _interval(row: Row) -> str:
    if _RESULT in row.redacted:
        return REDACTED
    effect = row.value(_RESULT, "effect")
    if effect is None:
        return ""
    name, value, low, high = (
        row.shown(_RESULT, "effect", key) for key in ("name", "value", "low", "high")
    )
    return f"{name} = {value}" + (f" [{low}, {high}]" if low and high else "")


def _family(row: Row) -> str:
    size = row.words("evidence", 0, "family", "size")
    return f"{size} tests, {row.words('evidence', 0, 'family', 'id')}" if size else ""


def _data(row: Row) -> str:
    seen = row.at("data", 0)
    if seen is None:
        return ""
    parts = (seen.get("name"), seen.get("type"), seen.get("shape"), seen.get("coverage"))
    return ", ".join(words(part) for part in parts if part is not None)


def _model(row: Row) -> str:
    if not row.with_model:
        return ""
    known = [row.words("model", key) for key in ("name", "quantization", "sha256", "licence")]
    known += [row.words("runtime", "engine"), row.words("runtime", "version")]
    return ", ".join(part for part in known if part) or "not named in the record"


def _params(row: Row) -> str:
    parts = [("params", key) for key in ("seed", "temperature", "max_tokens")]
    told = [(key, row.words(part, key)) for part, key in [*parts, ("runtime", "determinism")]]
    return ", ".join(f"{key} {value}" for key, value in told if value)


def _texts(row: Row) -> Iterator[str]:
    suggested, accepted = row.shown("/suggestion/text"), row.shown("/acceptance/text")
    removed = {"/suggestion/text", "/acceptance/text"} & set(row.redacted)
    if row.edited and not removed:
        yield "<h4>Suggested (-) and accepted (+)</h4>"
        yield from _diff(suggested, accepted)
        return
    yield "<h4>Suggested code</h4>"
    yield f"<pre><code>{_marked(suggested)}</code></pre>"
    if row.edited:
        yield "<h4>Accepted code</h4>"
        yield f"<pre><code>{_marked(accepted)}</code></pre>"


def _diff(first: str, second: str) -> Iterator[str]:
    old, new = visible(first).splitlines(), visible(second).splitlines()
    if max(len(old), len(new)) > _DIFF_LINES:
        # The comparison takes the square of the lines at worst.
        yield f"<pre><code>{_safe(first)}</code></pre><pre><code>{_safe(second)}</code></pre>"
        return
    shown: list[str] = []
    for kind, start, end, begin, stop in difflib.SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if kind == "equal":
            shown += [f"  {escape(line)}" for line in old[start:end]]
            continue
        shown += [f"<del>- {escape(line)}</del>" for line in old[start:end]]
        shown += [f"<ins>+ {escape(line)}</ins>" for line in new[begin:stop]]
    yield f"<pre><code>{chr(10).join(shown)}</code></pre>"
