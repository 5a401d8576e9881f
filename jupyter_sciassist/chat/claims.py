"""What a model's text claims without a number: a cause, significance, which of two comes first, what is held fixed.

A cause is never established by what the engine computes, so words of cause are borne out by nothing; they stand
unmarked only where the sentence leaves it open. Significance is held against the p and q on record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import names
from .facts import Fact, Grounds
from .records import Source

LEVEL = 0.05
_STRICT = 0.001
_OPEN = re.compile(
    r"\b(?:could|may|might|perhaps|possibly|maybe|whether|if|would|hypothes\w+|suppose|unclear|unknown|speculat\w+)\b|\?",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:not|n['’]t|never|cannot|nor|no|without)\b[^.;]*?\b(?:mean|imply|implies|prove|proves|proven|show|shows|shown|establish\w*|"
    r"demonstrate\w*|tell|say|conclude\w*|necessarily|evidence|claim|known|causation|causal)\b",
    re.IGNORECASE,
)
_CAUSE = re.compile(
    r"\b(?:caus(?:es|ed|ing|e)\b(?!\s+of\s+(?:the\s+)?(?:error|warning))|caus(?:al|ally|ation)\b|"
    r"(?:lead|leads|led|leading)\s+to\b|result(?:s|ed|ing)?\s+in\b|trigger(?:s|ed|ing)?\b|induc(?:es|ed|ing)\b|"
    r"driv(?:es|ing)\b|drove\b|driven\s+by\b|due\s+to\b|because\s+of\b|responsible\s+for\b|brings?\s+about\b|brought\s+about\b|"
    r"(?:affect|influenc|impact)(?:s|es|ed)\b|owing\s+to\b|thanks\s+to\s+the\s+(?:drug|treatment|dose|intervention)\b|"
    r"ma(?:kes?|de)\s+(?:the\s+|its\s+|their\s+)?(?:\w+\s+){1,3}?(?:\w+er|more|less)\b)",
    re.IGNORECASE,
)
_ACTS = re.compile(
    r"\b(?P<does>rais(?:es|ed)|lower(?:s|ed)|reduc(?:es|ed)|boost(?:s|ed)|shorten(?:s|ed)|lengthen(?:s|ed)|prolong(?:s|ed)|"
    r"increas(?:es|ed)|decreas(?:es|ed)|improv(?:es|ed)|worsen(?:s|ed)|enhanc(?:es|ed)|prevent(?:s|ed)|promot(?:es|ed)|"
    r"suppress(?:es|ed)|inhibit(?:s|ed)|diminish(?:es|ed)|accelerat(?:es|ed))\s+(?=[^\W\d_]|`)(?P<what>[`\w]+)",
    re.IGNORECASE,
)
_INTRANSITIVE = frozenset(
    "with by as from over when where in at and or but for to steadily slightly sharply strongly rapidly monotonically "
    "linearly after before until across along between during on toward towards while than again only about roughly "
    "significantly clearly together once per only if up down beyond past through level levels values value".split()
)
_ADJECTIVAL = frozenset(
    "the a an this that these those with of in at by for and or is are was were be been has".split()
)
# What is said of a method, not of the data.
_OF_METHODS = re.compile(
    r"`?(?:\w+\s+){0,2}?(?:fit|model|power|precision|accuracy|interpretation|readability|noise|error|uncertainty|bias|chance)\b",
    re.IGNORECASE,
)
_SIGNIFICANT = re.compile(
    r"\b(?:(?:highly|very|strongly|extremely)\s+)?(?:statistically\s+)?(?:in)?significant(?:ly)?\b"
    r"(?!\s+(?:digits?|figures?|level|bits?))",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"\b(?:no|not|never|nor|neither|non|without|hardly|barely|lacks?|fails?|cannot|isn|wasn|aren|doesn)\b|n['’]t\b",
    re.IGNORECASE,
)
_RAW = re.compile(
    r"\b(?:uncorrected|unadjusted|nominal(?:ly)?|before\s+(?:any\s+)?correct\w+|without\s+correct\w+|raw)\b",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"\b(?P<ahead>leads|led|precedes|preceded|anticipates|runs\s+ahead\s+of|comes\s+before)\b(?!\s+to\b)|"
    r"\b(?:follows|followed|lags(?:\s+behind)?|lagged|trails|trailed|comes\s+after|responds\s+to)\b",
    re.IGNORECASE,
)
_HELD = re.compile(
    r"\b(?:adjust(?:ing|ed|ment)|controll?(?:ing|ed)|account(?:ing|ed)|correct(?:ing|ed)|condition(?:ing|ed|al)|stratif\w+)\s+(?:for|on|by)\s+(?:the\s+)?|"
    r"\b(?:holding|given|keeping|fixing)\s+(?:the\s+)?",
    re.IGNORECASE,
)

Told = tuple[int, int, Source | None]


def told(text: str, grounds: Grounds) -> Iterator[Told]:
    """Each claim in words of a text: where, and the source that bears it out, or None."""
    if not any(fact.source.kind != "question" for fact in grounds.facts) and not grounds.trends:
        return  # general knowledge: nothing was computed that it could be about
    at = 0
    for end in [match.end() for match in re.finditer(r"[.!?](?=\s|$)|\n", text)] + [len(text)]:
        part = text[at:end]
        for found in (
            _causes(part),
            _significance(part, grounds),
            _orders(part, grounds),
            _held(part, grounds),
        ):
            for start, stop, source in found:
                yield at + start, at + stop, source
        at = end


def _causes(part: str) -> Iterator[Told]:
    if _OPEN.search(part) or _DENIED.search(part):
        return
    for match in _CAUSE.finditer(part):
        if (
            match.group().lower().startswith("caus")
            and _NOT.search(part[: match.start()])
            and "al" in match.group()
        ):
            continue
        yield *match.span(), None
    for match in _ACTS.finditer(part):
        ahead = re.search(r"([^\W\d_]+)\W*$", part[: match.start()])
        if match["what"].strip("`").lower() in _INTRANSITIVE or ahead is None:
            continue
        if ahead[1].lower() not in _ADJECTIVAL and not _OF_METHODS.match(part, match.start("what")):
            yield match.start(), match.start() + len(match["does"]), None


def _significance(part: str, grounds: Grounds) -> Iterator[Told]:
    """Words of significance, against q where there is one, else p; where several disagree they are in doubt."""
    for match in _SIGNIFICANT.finditer(part):
        if _OPEN.search(part[: match.start()]) and re.search(
            r"\b(?:whether|if)\b", part[: match.start()]
        ):
            continue
        word = match.group().lower()
        denied = "insignificant" in word or _NOT.search(_clause(part, match.start())) is not None
        strict = re.match(r"(?:highly|very|strongly|extremely)", word) is not None
        yield (
            *match.span(),
            _decides(part, grounds, denied, _STRICT if strict and not denied else LEVEL),
        )


def _clause(part: str, at: int) -> str:
    begin, _ = names.clause(part, at, at)
    return part[begin:at]


def _decides(part: str, grounds: Grounds, denied: bool, level: float) -> Source | None:
    about = grounds.names.within(part) & grounds.names.columns
    for kind in ("p",) if _RAW.search(part) else ("q", "p"):
        found = [
            fact
            for fact in grounds.facts
            if kind in fact.kinds
            and "local" not in fact.kinds
            and (not about or about <= fact.names | fact.also or not fact.names)
        ]
        if found:
            same = all(_below(fact, level) != denied for fact in found)
            return found[0].source if same else None
    return None


def _below(fact: Fact, level: float) -> bool:
    return fact.value <= level and fact.bound != ">"


def _orders(part: str, grounds: Grounds) -> Iterator[Told]:
    """Which of two columns comes first, against the leads on record."""
    spots = [spot for spot in grounds.names.spots(part) if spot[2].name in grounds.names.columns]
    for match in _ORDER.finditer(part):
        before = [spot[2].name for spot in spots if spot[1] <= match.start()]
        after = [spot[2].name for spot in spots if spot[0] >= match.end()]
        if not before or not after or before[-1] == after[0]:
            continue
        leader, follower = before[-1], after[0]
        if match["ahead"] is None:
            leader, follower = follower, leader
        pair = frozenset({leader, follower})
        lead = next(
            (one for one in grounds.trends if one.first == leader and one.names == pair), None
        )
        yield *match.span(), None if lead is None else lead.source


def _held(part: str, grounds: Grounds) -> Iterator[Told]:
    """A column that is said to be held fixed and is itself one of the two that the record relates."""
    pairs = [trend.names for trend in grounds.trends if trend.level is None]
    for match in _HELD.finditer(part):
        for start, end, known in grounds.names.spots(part):
            between = part[match.end() : start].strip(" `'\"")
            if start >= match.end() and not between and any(known.name in pair for pair in pairs):
                yield start, end, None
