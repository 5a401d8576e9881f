"""What a model's text may rest on: every number, name and direction that code computed, with its source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ..language import answering
from ..language.vocabulary import Named
from ..profiles import units
from ..records import Answer, Effect, Estimate, Evidence, Request, Suggestion
from . import kinds, names, numerals, sides
from .records import Block, Reply, Source

_OUTPUT = 4_000
_CARDS = 12


@dataclass(frozen=True)
class Fact:
    """A number that was computed, printed or typed.

    Attributes
    ----------
    kinds : frozenset of str
        What it is: mean, p, n ... (kinds.py); empty where that is not known.
    names : frozenset of str
        Columns, variables and levels that it is about; empty where that is not known.
    needs : frozenset of str
        Those of them without which it would be another number: the levels of its conditions.
    also : frozenset of str
        Further names that may stand beside it.
    per : str
        Of a slope: the column per unit of which it is.
    before : str
        The word before it, where somebody else wrote it: it may be repeated after that word.
    bound : str
        "<" or ">" where it is only known to be below or above it.
    side : int
        -1 where it is of what lies below or before a place, 1 above or after it.
    text : str
        As it was written, where it is a date or the like; `value` then means nothing.
    """

    value: float
    source: Source
    kinds: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    unit: str | None = None
    percent: bool = False
    also: frozenset[str] = frozenset()
    per: str | None = None
    before: str | None = None
    bound: str | None = None
    text: str | None = None
    side: int = 0


@dataclass(frozen=True)
class Trend:
    """Which way something goes: two columns together, or a column where a group has a level.

    `first` is the column that comes first, where one follows the other; `ordered`: one of the two is an order such
    as time, so that the other may be said to rise by itself.
    """

    names: frozenset[str]
    way: int
    source: Source
    level: str | None = None
    first: str | None = None
    ordered: bool = False


@dataclass(frozen=True)
class Grounds:
    """All that a text may rest on."""

    names: names.Names
    facts: tuple[Fact, ...] = ()
    trends: tuple[Trend, ...] = ()


def gathered(
    reply: Reply,
    columns: Mapping[str, Sequence[Named]],
    *,
    question: str = "",
    outputs: Iterable[tuple[str, str | None]] = (),
    known: Iterable[str] = (),
) -> Grounds:
    """What the comment on a reply may rest on.

    Parameters
    ----------
    reply : Reply
        As far as code has made it.
    columns : mapping of variable to its columns
    question : str
        What the person wrote.
    outputs : iterable of (text, cell)
        Texts of outputs that the model was shown.
    known : iterable of str
        Further names that exist.
    """
    told = names.of(columns, known)
    facts: list[Fact] = []
    trends: list[Trend] = []
    if reply.answer is not None:
        facts += _of_answer(reply.answer, told)
        trends += _trends_of_answer(reply.answer)
    for card in reply.suggestions[:_CARDS]:
        facts += _of_card(card)
        trends += _trends_of_card(card)
    for block in reply.blocks:
        facts += _of_block(block, reply.sources, told)
    for text, cell in outputs:
        facts += _printed(text[:_OUTPUT], cell, told)
    facts += _typed(question, told)
    return Grounds(told, tuple(dict.fromkeys(facts)), tuple(dict.fromkeys(trends)))


def _named(request: Request) -> tuple[frozenset[str], frozenset[str]]:
    """Names that a request is about, and those without which it would be another."""
    conditions = [*request.filter, *([request.threshold] if request.threshold else [])]
    needs = {str(one.value) for one in conditions if isinstance(one.value, str)}
    about = {*request.variables, request.subject, request.group, *request.levels}
    about |= {one.column for one in conditions} | needs
    return frozenset(name for name in about if name), frozenset(needs)


def _of_answer(answer: Answer, known: names.Names) -> list[Fact]:
    if answer.reading is None:
        return _of_evidence(answer.evidence, frozenset(), None, None) if answer.evidence else []
    request = answer.reading.request
    told = answering.described(request)
    source = Source("variable", told, request.subject)
    about, needs = _named(request)
    kind = kinds.OPERATIONS.get(request.operation)
    found: list[Fact] = []
    if isinstance(answer.value, (int, float)) and not isinstance(answer.value, bool):
        own = {kind} if kind else set()
        if request.operation == "diff" and request.by:
            own |= {request.by}
        percent = request.operation == "share" and request.by != "fraction"
        found.append(
            Fact(float(answer.value), source, frozenset(own), about, needs | frozenset(request.levels),
                 answer.unit, percent)
        )  # fmt: skip
    found += _in_sentence(answer, request, source, about, needs)
    if answer.evidence is not None and request.operation in ("relation", "factors"):
        found += _of_evidence(answer.evidence, about, request.subject, None)
    return found


_PAIR = re.compile(r"\(([^,;()]+), n = (\d+); ([^,;()]+), n = (\d+)\)")


def _in_sentence(
    answer: Answer, request: Request, source: Source, about: frozenset[str], needs: frozenset[str]
) -> list[Fact]:
    """The other numbers of an answer's sentence, each with what it counts."""
    pair = _PAIR.search(answer.text)
    if request.operation == "diff" and pair and len(request.levels) == 2:
        by = frozenset({request.by or "mean"})
        found = []
        for level, value, n in zip(
            request.levels, pair.groups()[::2], pair.groups()[1::2], strict=True
        ):
            own = frozenset(
                {*request.variables, request.subject, *filter(None, [request.group]), level}
            )
            for text, of in ((value, by), (n, frozenset({"n"}))):
                found += [
                    Fact(one.value, source, of, own, frozenset({level}) | needs)
                    for one in numerals.figures(text)
                    if one.value is not None
                ]
        return found
    detail = answer.text[answer.text.rfind("(") :] if "(" in answer.text else ""
    spans = [(one.start, one.stop) for one in numerals.figures(detail)]
    found = [
        Fact(one.value, source, kinds.beside(detail, one.start, one.stop, spans), about, needs,
             percent=one.percent)
        for one in numerals.figures(detail)
        if one.value is not None
    ]  # fmt: skip
    if request.operation in ("best_group", "worst_group") and request.variables and found:
        # First stands what the group was chosen by; it is that group's alone.
        own = frozenset({request.by or "mean"})
        unit = units.from_name(request.variables[0])
        found[0] = replace(found[0], kinds=own, names=about | {str(answer.value)}, unit=unit)
    return found


def _of_card(card: Suggestion) -> list[Fact]:
    if card.evidence is None:
        return []
    claim = card.hypothesis
    about = {card.subject.variable} | set(claim.variables if claim else ())
    if claim is not None and claim.level is not None:
        about |= {claim.level}
    return _of_evidence(card.evidence, frozenset(about), card.subject.variable, card.id)


def _of_evidence(
    evidence: Evidence, about: frozenset[str], variable: str | None, card: str | None
) -> list[Fact]:
    """Every number of a record of evidence."""
    source = Source("evidence", evidence.method, variable, card)
    found: list[Fact] = []

    def add(value: float | None, *own: str, unit: str | None = None) -> None:
        if value is not None:
            found.append(Fact(float(value), source, frozenset(own), about, unit=unit))

    add(evidence.n, "n")
    add(evidence.p, "p")
    add(evidence.q, "q")
    if evidence.family is not None:
        add(evidence.family.size, "tests")
    if evidence.scan is not None:
        add(evidence.scan.local_p, "p", "local")
        add(evidence.scan.global_p, "p", "global")
    if evidence.statistic is not None:
        add(evidence.statistic.value, "statistic", *_kinds_in(evidence.statistic.name))
        for df in evidence.statistic.df:
            add(df, "df")
    for part in (evidence.estimate, evidence.effect):
        if part is not None:
            found += _with_interval(part, source, about)
    return found


def _with_interval(part: Estimate | Effect, source: Source, about: frozenset[str]) -> list[Fact]:
    own = frozenset({*_kinds_in(part.name), "effect" if isinstance(part, Effect) else "estimate"})
    unit = part.unit if isinstance(part, Estimate) else None
    found = [Fact(part.value, source, own, about, unit=unit)]
    ends = [end for end in (part.low, part.high) if end is not None]
    found += [Fact(end, source, own | {"interval"}, about, unit=unit) for end in ends]
    if part.low is not None:
        found.append(Fact(95.0, source, frozenset({"confidence", "interval"}), about, percent=True))
    return found


def _kinds_in(name: str) -> set[str]:
    return {kind for _, _, kind in kinds.spoken(name)} | sides.held(name)


def _of_block(block: Block, sources: Sequence[Source], known: names.Names) -> list[Fact]:
    """The numbers that a paragraph by code cites, with the kinds and names beside them."""
    text = "".join(run.text for run in block.runs)
    figures = numerals.figures(text)
    spans = [(one.start, one.stop) for one in figures]
    found, at = [], 0
    for run in block.runs:
        end = at + len(run.text)
        if run.source is not None:
            own = [one for one in figures if at <= one.start < end]
            found += [_beside(text, one, spans, sources[run.source], known) for one in own]
        at = end
    return found


def _beside(
    text: str,
    one: numerals.Figure,
    spans: Sequence[tuple[int, int]],
    source: Source,
    known: names.Names,
) -> Fact:
    """A number of a text by code as a fact: its kind by the words beside it, its names by its part of the sentence."""
    start, end = names.part(text, one.start, one.end)
    own = kinds.beside(
        text[start:end],
        one.start - start,
        one.stop - start,
        [(a - start, b - start) for a, b in spans],
    )
    own |= sides.held(text[start : one.start], text[one.stop : end])
    if "interval" not in own:
        own |= _of_range(text, one)
    about = known.within(text[start:end]) - known.levels or known.last(text[: one.start])
    levels = names.levels_at(text, one.start, one.end, spans, known, by_code=True)
    unit = one.unit or None
    exact = text[one.start : one.end] if one.value is None else None
    return Fact(
        one.value or 0.0,
        source,
        own,
        about | levels,
        levels,
        unit,
        one.percent,
        text=exact,
        side=sides.said(text, one.start, one.stop, spans),
    )


def _of_range(text: str, one: numerals.Figure) -> frozenset[str]:
    """The kinds of an end of "from 1 to 5"."""
    if re.match(r"\s+to\s+[-−]?[\d.]", text[one.end :]):
        return frozenset({"min", "range"})
    return (
        frozenset({"max", "range"})
        if re.search(r"[\d.]\s+to\s+$", text[: one.start])
        else frozenset()
    )


def _printed(text: str, cell: str | None, known: names.Names) -> list[Fact]:
    """Numbers of an output: true as what was printed, with what stands beside them in their line or over them."""
    source = Source("output", "printed in the output of a cell", cell=cell)
    found: list[Fact] = []
    header: list[str] = []
    for line in text.splitlines():
        figures = [one for one in numerals.figures(line) if one.value is not None]
        words = line.split()
        if words and not figures:
            header = words
            continue
        spans = [(one.start, one.stop) for one in figures]
        heads = header if len(header) == len(figures) > 0 else [""] * len(figures)
        for one, head in zip(figures, heads, strict=True):
            label = line[: spans[0][0]] if head else line
            own = kinds.beside(
                label,
                *((len(label),) * 2 if head else (one.start, one.stop)),
                [] if head else spans,
            )
            own |= {kind for _, _, kind in kinds.spoken(head)}
            about = known.within(f"{label} {head}" if head else line)
            found.append(Fact(one.value or 0.0, source, own, about, percent=one.percent))
    return found


def _typed(question: str, known: names.Names) -> list[Fact]:
    """Numbers of the question: they may be repeated as they stand there."""
    source = Source("question", "typed in the question")
    return [
        Fact(one.value, source, percent=one.percent, before=word_before(question, one.start))
        for one in numerals.figures(question)
        if one.value is not None
    ]


def word_before(text: str, at: int) -> str:
    """The word or sign right before a place, without case; empty at the beginning."""
    found = re.search(r"([^\W\d_]+|[<>=≤≥]+)\W{0,2}$", text[:at])
    return found[1].lower() if found else ""


def _trends_of_answer(answer: Answer) -> list[Trend]:
    if answer.reading is None:
        return []
    request = answer.reading.request
    source = Source("variable", answering.described(request), request.subject)
    pair = frozenset(request.variables)
    if request.operation in ("spearman", "pearson") and isinstance(answer.value, (int, float)):
        return [Trend(pair, 1 if answer.value > 0 else -1, source)] if answer.value else []
    if request.operation == "sign" and answer.value in ("positive", "negative"):
        return [Trend(pair, 1 if answer.value == "positive" else -1, source)]
    if request.operation in ("best_group", "worst_group") and isinstance(answer.value, str):
        way = 1 if request.operation == "best_group" else -1
        return [Trend(pair, way, source, answer.value)]
    return []


def _trends_of_card(card: Suggestion) -> list[Trend]:
    claim, evidence = card.hypothesis, card.evidence
    if claim is None or evidence is None or claim.direction not in ("+", "-"):
        return []
    source = Source("evidence", claim.statement, card.subject.variable, card.id)
    way = 1 if claim.direction == "+" else -1
    if claim.level is not None:
        highest = claim.relation == "difference"
        return [Trend(frozenset(claim.variables), 1, source, claim.level)] if highest else []
    pair = frozenset(claim.variables)
    if len(pair) == 2 and claim.relation in ("association", "confounding", "trend", "lag"):
        first = claim.variables[0] if claim.relation == "lag" else None
        return [Trend(pair, way, source, first=first, ordered=claim.relation == "trend")]
    return []
