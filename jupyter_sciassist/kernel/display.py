"""Suggestions as text and as HTML. Names come from data files: HTML is escaped, text has no controls."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from html import escape
from typing import Any

from IPython.display import display

from ..language import answering
from ..language.wordings.base import counted
from ..records import Answer, Effect, Estimate, Evidence, Suggestion
from .store import Scan

_STYLE = {
    "list": "margin: 0; padding-left: 2.2em; max-width: 60em",
    "item": "margin: 0 0 .6em 0",
    "faint": "opacity: .75; font-size: 92%",
    "code": "margin: .3em 0; white-space: pre-wrap",
}
_SMALLEST = 1e-300
WAITS = "The model is reading the question; interrupting the kernel keeps this answer."


def clean(text: str) -> str:
    """Printable text only: a column may be named with the escape codes of a terminal."""
    return "".join(c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in text)


def _number(value: float) -> str:
    return f"{value:.3g}"


def _probability(value: float) -> str:
    """`= 0.012`; what is too small for a float is not nothing."""
    return f"= {value:.2g}" if value > _SMALLEST else f"< {_SMALLEST:g}"


def _of(size: int, what: str) -> str:
    return f" of {size} {what}{'s' * (size != 1)}"


def _quantity(found: Effect | Estimate) -> str:
    text = f"{found.name} = {_number(found.value)}"
    if found.low is not None and found.high is not None:
        text += f" [{_number(found.low)}, {_number(found.high)}]"
    return text


def facts(evidence: Evidence) -> str:
    """Effect and interval first, then q, p and n, and whether it is established (a check of a fit claims nothing)."""
    parts = [_quantity(found) for found in (evidence.effect, evidence.estimate) if found][:1]
    if evidence.q is not None:
        family = _of(evidence.family.size, "test") if evidence.family else ""
        parts.append(f"q {_probability(evidence.q)}{family}")
    if evidence.p is not None:
        parts.append(f"p {_probability(evidence.p)}")
    parts.append(f"n = {evidence.n}")
    parts.append(evidence.method)
    if evidence.p is not None and evidence.q is not None and not evidence.asserted:
        parts.append("not established")
    return "; ".join(parts)


def outcome(card: Suggestion) -> str:
    """What Confirm found: the outcome, its reason, effect and interval, p, the corrected one, n."""
    made = card.confirmation
    if made is None:
        return ""
    evidence = made.evidence
    quantities = [_quantity(found) for found in (evidence.effect, evidence.estimate) if found][:1]
    parts = [*quantities, *([f"p {_probability(evidence.p)}"] if evidence.p is not None else [])]
    if evidence.q is not None and evidence.family is not None:
        of = _of(evidence.family.size, "confirmation")
        parts.append(f"q {_probability(evidence.q)}{of}")
    parts += [f"n = {evidence.n}", f"{made.rows} of {made.variable}"]
    return f"{made.outcome.capitalize()}: {card.title}; {made.reason}. {'; '.join(parts)}"


def remarks(card: Suggestion) -> list[str]:
    """What qualifies a card: weak or violated assumptions, caveats, where it was already done."""
    found: list[str] = [outcome(card)] if card.confirmation is not None else []
    if card.evidence is not None:
        found += [
            f"{item.name}: {item.verdict} ({item.detail})"
            for item in card.evidence.assumptions
            if item.verdict in ("weak", "violated")
        ]
        found += card.evidence.caveats
    if card.done_in is not None:
        found.append("a cell of this notebook already computes it")
    if card.note is not None:
        found.append(f"note of the model: {card.note.text}")
    return found


def heading(scan: Scan) -> str:
    """One line on what was looked at."""
    profile = scan.profile
    size = " x ".join(str(length) for length in profile.shape)
    text = (
        f"{profile.variable}: {profile.type}, {size}, {counted(scan.family, 'test')} in one family"
    )
    if scan.split == "explore":
        text += ", found on the explore half of the rows"
    if not scan.complete:
        text += "; the scan was stopped, so nothing is established"
    return text


def _lines(number: int, card: Suggestion) -> list[str]:
    mark = "" if card.status == "proposed" else f" ({card.status})"
    lines = [f"{number:3}. {card.title}{mark}"]
    if card.hypothesis is not None:
        lines.append(f"     {card.hypothesis.statement}")
    if card.evidence is not None:
        lines.append(f"     {facts(card.evidence)}")
    return lines + [f"     - {remark}" for remark in remarks(card)]


def as_text(headings: Sequence[str], cards: Sequence[Suggestion]) -> str:
    """A numbered listing for terminals and for `text/plain`."""
    lines = list(headings)
    for number, card in enumerate(cards, 1):
        lines += _lines(number, card)
    if cards:
        lines.append("Accept one with `%sci accept N`, reject one with `%sci reject N`.")
    return clean("\n".join(lines))


def _item(card: Suggestion) -> str:
    mark = "" if card.status == "proposed" else f" <em>({escape(card.status)})</em>"
    parts = [f"<strong>{safe(card.title)}</strong>{mark}"]
    if card.hypothesis is not None:
        parts.append(f"<br>{safe(card.hypothesis.statement)}")
    if card.evidence is not None:
        parts.append(f'<br><span style="{_STYLE["faint"]}">{safe(facts(card.evidence))}</span>')
    parts += [f'<br><span style="{_STYLE["faint"]}">{safe(text)}</span>' for text in remarks(card)]
    if card.code:
        parts.append(
            f'<details><summary>Code</summary><pre style="{_STYLE["code"]}">{safe(card.code)}</pre></details>'
        )
    return f'<li style="{_STYLE["item"]}">{"".join(parts)}</li>'


def safe(text: str) -> str:
    """Text as it stands in HTML, also within an attribute."""
    return escape(clean(text))


def as_html(headings: Sequence[str], cards: Sequence[Suggestion]) -> str:
    """The same listing for notebooks; inherits the colours of the theme."""
    top = "".join(f"<p>{safe(line)}</p>" for line in headings)
    items = "".join(_item(card) for card in cards)
    body = f'<ol style="{_STYLE["list"]}">{items}</ol>' if cards else ""
    foot = "<p>Accept one with <code>%sci accept N</code>.</p>" if cards else ""
    return f'<div class="sciassist-listing">{top}{body}{foot}</div>'


class Place:
    """The output of a cell: what comes later takes the place of what was there, or is printed below it in a terminal."""

    def __init__(self, *, in_place: bool) -> None:
        self.in_place = in_place
        self._handle: Any = None
        self._lines: list[str] = []

    def show(self, text: str, html: str) -> None:
        """Show both forms; a terminal gets the lines from the first on that is another than before."""
        lines = text.split("\n")
        if lines == self._lines:
            return
        bundle = {"text/plain": text, "text/html": html}
        if not self.in_place:
            same = sum(
                1 for _ in itertools.takewhile(_alike, zip(self._lines, lines, strict=False))
            )
            print("\n".join(lines[same:]))
        elif self._handle is None:
            self._handle = display(bundle, raw=True, display_id=True)
        else:
            self._handle.update(bundle, raw=True)
        self._lines = lines


def _alike(pair: tuple[str, str]) -> bool:
    return pair[0] == pair[1]


class AnswerDisplay:
    """An answer as the output of a cell."""

    def __init__(self, *, in_place: bool) -> None:
        self._place = Place(in_place=in_place)
        self._last: tuple[Answer, bool] | None = None

    def show(self, answer: Answer, *, waits: bool = False) -> None:
        """Show an answer; `waits` says that the model is still reading the question."""
        if self._last != (answer, waits):
            self._last = (answer, waits)
            self._place.show(
                answer_as_text(answer, waits=waits), answer_as_html(answer, waits=waits)
            )

    def settle(self) -> None:
        """Nothing more will come: what is shown says so."""
        if self._last is not None:
            self.show(self._last[0])


def answer_as_text(answer: Answer, *, waits: bool = False) -> str:
    """An answer for terminals and for `text/plain`, with the findings that bear on it."""
    lines = [*answering.plain(answer), *([WAITS] if waits else [])]
    if answer.suggestions:
        lines.append(as_text(["Findings that bear on it:"], answer.suggestions))
    return clean("\n".join(lines))


def answer_as_html(answer: Answer, *, waits: bool = False) -> str:
    """The same for notebooks; inherits the colours of the theme."""
    first, *rest = [*answering.plain(answer), *([WAITS] if waits else [])]
    top = f"<p><strong>{safe(first)}</strong></p>" + "".join(f"<p>{safe(one)}</p>" for one in rest)
    found = as_html(["Findings that bear on it:"], answer.suggestions) if answer.suggestions else ""
    return f'<div class="sciassist-answer">{top}{found}</div>'
