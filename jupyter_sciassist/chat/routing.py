"""Which way a message goes: a command, the explanation of an output or error, code, the data, or general knowledge."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ..language import cues, requests, vocabulary
from .context import Context

Way = Literal[
    "suggest", "ask", "explain", "fix", "confirm", "code", "report", "help", "unknown", "general"
]

COMMANDS: Mapping[Way, str] = {
    "suggest": "what is worth a look in the data, or in the variable named after it",
    "ask": "a question about the data, computed",
    "explain": "the last output or error, or that of the cell with the number after it",
    "fix": "the last error, with code that may mend it",
    "confirm": "test the suggestion with the number after it, once, on rows it has not seen",
    "code": "code for what is said after it, tried on a sample first",
    "report": "what was found and decided so far",
    "help": "these commands",
}
_COMMAND = re.compile(r"\s*/([A-Za-z]+)(?:\s+|$)")
_FAILED = re.compile(
    r"\b(?:error|exception|traceback|fails?|failed|crash(?:ed)?|broken?|went\s+wrong)\b",
    re.IGNORECASE,
)
_FIX = re.compile(
    r"\b(?:fix|repair|correct|mend|solve|debug)\b.{0,200}\b(?:error|exception|it|this|that|cell|code|problem|bug)\b",
    re.IGNORECASE,
)
_THING = r"(?:\w+\s+)?(?:outputs?|errors?|exception|traceback|plot|figure|results?|warnings?)\b"
_EXPLAIN = re.compile(
    rf"\b(?:explain|interpret)\b.{{0,40}}\b(?:this|that|these|the|my|last)\s+{_THING}|"
    rf"\b(?:what|why|how|read)\b.{{0,60}}\b(?:this|that|these|my|last)\s+(?:{_THING}|cell\b)|"
    r"\b(?:explain|interpret|what|why)\b.{0,60}\b(?:cell|output)\s*\[?\d+",
    re.IGNORECASE,
)
_THIS = re.compile(r"\s*(?:please\s+)?(?:explain|what\s+(?:is|does|means?))\s+(?:this|that|it)(?:\s+(?:mean|say|show))?\s*[?.!]*\s*", re.IGNORECASE)  # fmt: skip
_CODE = re.compile(
    r"\b(?:write|give\s+me|show\s+me|generate|draft|create|make|need|want)\b.{0,40}\b(?:code|script|function|snippet|cell|loop|class)\b|"
    r"\bcode\s+(?:to|for|that|which)\b|\bhow\s+(?:do|can|could|would|should)\s+(?:i|we|you|one)\b.{0,80}\b(?:in|with|using)\s+"
    r"(?:python|pandas|polars|numpy|scipy|matplotlib|seaborn|sklearn|scikit-learn|statsmodels|code)\b|"
    r"^\s*(?:fit|merge|join|pivot|melt|resample|export|save|load|read\s+in|rename|convert|compute\s+a\s+new|add\s+a\s+column|"
    r"create\s+a\s+column|filter|sort|standardi[sz]e|normali[sz]e|encode|bin)\b",
    re.IGNORECASE,
)
_DEFINED = re.compile(
    r"^\s*(?:please\s+)?(?:(?:can|could)\s+you\s+)?(?:"
    r"what(?:'s|\s+is|\s+are)\s+(?:an?\b|meant\b|the\s+(?:idea|meaning|definition|assumptions?|purpose|point|difference)\b)|"
    r"what\s+(?:does|do)\s+(?:an?\s+)?[\w-]+(?:\s+[\w-]+){0,3}\s+mean\b|define\b|"
    r"explain\s+(?:what|how|why|the\s+(?:idea|concept|difference))\b|how\s+does\s+an?\b|"
    r"when\s+(?:should|would|do|is)\s+(?:i|one|we|it)\b|why\s+(?:should|would|do)\s+(?:i|one|we|people)\b|"
    r"tell\s+me\s+(?:about|what)\s+an?\b|who\s|is\s+it\s+(?:ok|okay|fine|valid|allowed)\b)",
    re.IGNORECASE,
)

# Cues of what is computed of data and of nothing else: a question with one is no small talk.
_FIGURES = frozenset(
    {
        "mean", "median", "sd", "variance", "sum", "high", "low", "missing", "unique", "percent", "count",
        "mode", "range", "percentile", "spearman", "pearson", "correlation", "correlated", "related", "differs",
        "trend", "outlier", "rows", "columns",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Routed:
    """The way a message goes, and what of its text is left for that way; `failed`: an error is meant."""

    way: Way
    rest: str
    failed: bool = False


def route(text: str, context: Context) -> Routed:
    """The way of a message. Attachments and outputs are never read for it: only what the person wrote."""
    command = _COMMAND.match(text)
    if command:
        return _commanded(command[1].lower(), text[command.end() :].strip(), text)
    if _FIX.search(text) and _FAILED.search(text):
        return Routed("fix", text, True)
    attached = any(one.kind in ("cell", "output") for one in context.attachments)
    if _EXPLAIN.search(text) or (attached and _THIS.fullmatch(text)):
        return Routed("explain", text, _FAILED.search(text) is not None)
    if _CODE.search(text):
        return Routed("code", text)
    return Routed("ask" if about_data(text, context) else "general", text)


def _commanded(word: str, rest: str, text: str) -> Routed:
    if word == "explain":
        return Routed("explain", rest, _FAILED.search(rest) is not None)
    for way in COMMANDS:
        if way == word:
            return Routed(way, rest, way == "fix")
    return Routed("unknown", word)


def about_data(text: str, context: Context) -> bool:
    """Whether a question is about the data: it names something of theirs, or asks for what is computed of data."""
    columns = {name: own for name, own in context.columns.items() if own}
    defined = is_definition(text)
    if not columns:
        return not defined and _asks_figures(text)
    words = set(re.findall(r"\w+", text))
    for name, own in columns.items():
        if name in words and not defined:
            return True
        spotted = vocabulary.spot(text[:500], own)
        sure = [
            one
            for one in spotted.mentions
            if one.kind == "column" and one.quality >= vocabulary.ALIKE
        ]
        named = [one for one in sure if spotted.tokens[one.start].low not in cues.STOP]
        if named and not (defined and _is_term(named, spotted)):
            return True
    if re.search(r"[A-Za-z]_[A-Za-z]|`[^`]+`", text):
        return True
    if defined:
        return False
    asked = [requests.read(text[:500], name, own) for name, own in list(columns.items())[:1]]
    return any(one.readings or one.refused for one in asked)


def is_definition(text: str) -> bool:
    """Whether a question asks what something is, which needs no data."""
    return _DEFINED.match(text) is not None


def _asks_figures(text: str) -> bool:
    """Whether the words alone ask for something computed, where no column is there to be named."""
    tokens = [token.low for token in vocabulary.cut(text[:500]).tokens]
    return any(
        not _FIGURES.isdisjoint(cues.PHRASES.get(tuple(tokens[at : at + length]), ()))
        for at in range(len(tokens))
        for length in range(1, cues.REACH + 1)
    )


def _is_term(named: list[vocabulary.Mention], spotted: vocabulary.Words) -> bool:
    """All that is named are words of statistics, which a column happens to be called too."""
    return all((spotted.tokens[one.start].low,) in cues.PHRASES for one in named)
