"""What a record would hold openly and somebody may not want to: looked for before it is written.

Patterns of well-known tokens, assignments to names like `password`, text that looks random, e-mail
addresses, paths of home folders, and the few names of people that can be known without guessing:
that of the account, that which git signs with, and what stands behind a word like `author`.
A value in which nothing is found may still be private: this is a reminder, no guarantee.
"""

from __future__ import annotations

import hashlib
import math
import re
import secrets
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from ..errors import RecordError
from ..records import Record
from . import account
from .bodies import PATH, Draft, with_what_tells
from .lines import commitment
from .values import plain

Kind = Literal["key", "e-mail", "home folder", "name"]
Found = tuple[Kind, str, int, int]

_PROPOSED: frozenset[Kind] = frozenset({"key", "e-mail", "home folder"})
_PATHS = (PATH, "/path", "/before")
# A digest is random text by nature; who decided chose the name that is to stand there.
_DIGEST = re.compile(r"/data/\d+/digest")
_BY = "/by"
_VEIL = secrets.token_bytes(16)

# Every repetition is bounded, so that no text takes longer than its length.
_TOKENS: tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...] = tuple(
    (what, tuple(signs.split("|")), re.compile(pattern))
    for what, signs, pattern in (
        ("private key", "PRIVATE KEY-----", r"-----BEGIN (?:[A-Z]{1,12} ){0,3}PRIVATE KEY-----"),
        (
            "AWS access key",
            "AKIA|ASIA|ABIA|ACCA",
            r"(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])",
        ),
        (
            "GitHub token",
            "ghp_|gho_|ghu_|ghs_|ghr_|github_pat_",
            r"(?<!\w)(?:gh[pousr]_\w{36,255}|github_pat_\w{22,255})",
        ),
        ("GitLab token", "glpat-|gldt-|glrt-|glptt-", r"(?<!\w)gl(?:pat|dt|rt|ptt)-[\w-]{20,100}"),
        ("Slack token", "xox", r"(?<!\w)xox[abeoprs]-[\w-]{10,200}"),
        ("Slack webhook", "hooks.slack.com", r"hooks\.slack\.com/services/[\w/]{20,100}"),
        ("Google key", "AIza|ya29.", r"(?<!\w)(?:AIza[\w-]{35}|ya29\.[\w-]{20,200})"),
        (
            "API key",
            "sk-",
            r"(?<![\w-])sk-(?:[a-z0-9]{2,12}-){0,2}(?=\w{0,100}\d)[A-Za-z0-9_]{20,200}",
        ),
        ("Hugging Face token", "hf_", r"(?<!\w)hf_[A-Za-z0-9]{30,100}"),
        ("Stripe key", "k_live_|k_test_", r"(?<!\w)[rs]k_(?:live|test)_[A-Za-z0-9]{16,200}"),
        ("npm token", "npm_", r"(?<!\w)npm_[A-Za-z0-9]{36}"),
        ("PyPI token", "pypi-AgE", r"(?<!\w)pypi-AgE[\w-]{50,300}"),
        ("SendGrid key", "SG.", r"(?<!\w)SG\.[\w-]{16,32}\.[\w-]{16,64}"),
        ("Telegram token", ":AA", r"(?<!\w)\d{8,10}:AA[\w-]{33}"),
        ("Azure key", "AccountKey=", r"AccountKey=[A-Za-z0-9+/]{40,100}={0,2}"),
        (
            "JSON web token",
            "eyJ",
            r"(?<![\w-])eyJ[\w-]{10,2000}\.eyJ[\w-]{10,4000}\.[\w-]{10,1000}",
        ),
        (
            "password in an address",
            "://",
            r"(?<=://)[^\s:/@'\"]{1,64}:[^\s:/@'\"]{3,128}(?=@[\w\[])",
        ),
    )
)
_SUSPECT = r"(?:passw(?:or)?d|passphrase|pwd|secret|token|credential|(?:api|access|private|auth|account)[_-]?key)"
_SUSPECT_SIGN = re.compile(r"(?i)pass|pwd|secret|token|credential|key")
_ASSIGNED = re.compile(
    rf"(?i)(?P<name>{_SUSPECT})[\w-]{{0,20}}[\"']?\s{{0,4}}\]?\s{{0,4}}(?:=(?!=)|:|,)\s{{0,4}}"
    r"[rbuf]{0,2}(?P<quote>[\"'])(?P<value>(?:(?!(?P=quote))[^\s\\]){6,200})(?P=quote)"
)
_EXPORTED = re.compile(
    rf"(?im)^[ \t!%]{{0,8}}(?:env|set_env|export|set)[ \t]{{1,4}}\w{{0,40}}{_SUSPECT}\w{{0,20}}"
    r"[ \t]{0,4}[= ][ \t]{0,4}(?P<value>[^\s\"'$]{6,200})"
)
_PLACEHOLDER = re.compile(
    r"(?i)[<{$%*.]|your|change|example|placeholder|dummy|insert|none$|null$|x{4}|(.)\1*$"
)
_QUOTED = re.compile(r"(?<![^\"'])[A-Za-z0-9+/=_-]{32,200}(?![^\"'])")
_WORD_RUN = re.compile(r"[a-z]{7}|[A-Z]{7}")
_ENTROPY = 4.2
# The ends that people's addresses have; any word would make `left@weights.values` one.
_EMAIL = re.compile(
    r"(?<![\w.%+@-])(?!git@)[\w.%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,6}"
    r"(?:com|org|net|edu|gov|mil|int|info|science|academy|institute|health|museum|dev|app|eu|[a-z]{2})"
    r"(?![\w(\[]|\.\w)"
)
_HOME = re.compile(
    r"(?<![\w.])(?:/(?:home|Users)/|[A-Za-z]:(?:\\\\|[\\/])Users(?:\\\\|[\\/]))"
    r"(?!(?:jovyan|Shared|Public|Default)(?![\w.-]))[\w.-]{1,64}"
)
_PERSON = re.compile(
    r"(?i:(?<![A-Za-z])(?:author|patient|participant|proband|operator|investigator|supervisor|owner))\w{0,2}"
    r"[\"']?\]?[ \t]{0,4}[:=][ \t]{0,4}[\"']?"
    r"(?P<value>[A-Z][\w'-]{1,30}(?:[ ](?:[A-Z]\.?|[a-z]{2,3}|[A-Z][\w'-]{1,30})){0,3}[ ][A-Z][\w'-]{0,29}\w)"
)


@dataclass(frozen=True)
class Finding(Record):
    """Something that may be private.

    Parameters
    ----------
    pointer
        What can be left out of the record: a pointer below its `body`.
    at
        The text it was found in: `pointer`, or a pointer below it.
    kind, what
        What it seems to be, roughly and in words.
    excerpt
        Its first characters and its length; never the whole.
    start, end
        Where in that text, in characters.
    proposed
        Whether it is left out unless somebody says otherwise.
    """

    pointer: str
    at: str
    kind: Kind
    what: str
    excerpt: str
    start: int
    end: int
    proposed: bool


@dataclass(frozen=True)
class Withheld(Record):
    """A value that was left out of a record, and what it seemed to hold; null where nothing was found."""

    pointer: str
    what: str | None


def scan(openable: Mapping[str, Any]) -> tuple[Finding, ...]:
    """What may be private among the values that a record would hold openly.

    Parameters
    ----------
    openable
        JSON pointer below `body` to value, as in `bodies.Draft`.
    """
    leaves = [
        (pointer, at, text)
        for pointer in sorted(openable)
        if not _DIGEST.fullmatch(pointer)
        for at, text in _texts(openable[pointer], pointer)
    ]
    seen = [(*leaf, list(_in_text(leaf[2], leaf[0]))) for leaf in leaves]
    # What gives itself away in quotes stands in a title without them.
    known = {
        text[start:end]: (kind, what)
        for _, _, text, found in seen
        for kind, what, start, end in found
        if kind in _PROPOSED
    }
    return tuple(
        Finding(pointer, at, kind, what, _masked(text[start:end]), start, end, kind in _PROPOSED)
        for pointer, at, text, found in seen
        for kind, what, start, end in _distinct([*found, *_again(text, known)])
    )


def veiled(value: Any) -> Any:
    """A JSON value with a mark of its own in the place of each text that would be proposed.

    One text has one mark as long as the process lives, so that what is counted by name stays apart.
    """
    marks: dict[str, str] = {}

    def veil(text: str) -> str:
        if text not in marks:
            found = [one for one in scan({"/packed": text}) if one.proposed]
            marks[text] = text
            for one in reversed(found):
                mark = hashlib.sha256(_VEIL + text[one.start : one.end].encode("utf-8", "replace"))
                whole = marks[text]
                marks[text] = (
                    f"{whole[: one.start]}withheld-{mark.hexdigest()[:12]}{whole[one.end :]}"
                )
        return marks[text]

    def walk(item: Any) -> Any:
        if isinstance(item, str):
            return veil(item)
        if isinstance(item, Mapping):
            return {veil(str(key)): walk(inner) for key, inner in item.items()}
        return [walk(inner) for inner in item] if isinstance(item, (list, tuple)) else item

    return walk(value)


def without(
    draft: Draft, pointers: Collection[str] | None = None
) -> tuple[Draft, tuple[Withheld, ...]]:
    """`draft` with commitments in the place of some values, and what was left out like that.

    The salts are thrown away, so that nobody can open or guess such a value, ever.

    Parameters
    ----------
    pointers
        What to leave out; None takes what `scan` proposes.

    Raises
    ------
    RecordError
        There is no such value.
    """
    findings = scan(draft.openable)
    chosen = {one.pointer for one in findings if one.proposed} if pointers is None else {*pointers}
    unknown = sorted(chosen - set(draft.openable))
    if unknown:
        there = ", ".join(sorted(draft.openable))
        raise RecordError(f"Nothing can be left out at {unknown[0]!r:.80}; there are {there}.")
    if not chosen:
        return draft, ()
    chosen = with_what_tells(chosen, draft.openable)
    sealed = {
        key: commitment(secrets.token_hex(16), plain(draft.openable[key])[0]) for key in chosen
    }
    note = {**draft.body.get("note", {}), "withheld": sorted(chosen)}
    left = {key: value for key, value in draft.openable.items() if key not in chosen}
    what = {one.pointer: one.what for one in reversed(findings)}
    return (
        replace(draft, body={**draft.body, "note": note}, openable=left, withheld=sealed),
        tuple(Withheld(key, what.get(key)) for key in sorted(chosen)),
    )


def _texts(value: Any, at: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            below = f"{at}/{str(key).replace('~', '~0').replace('/', '~1')}"
            yield below, str(key)
            yield from _texts(inner, below)
    elif isinstance(value, (list, tuple)):
        for number, inner in enumerate(value):
            yield from _texts(inner, f"{at}/{number}")


def _in_text(text: str, pointer: str) -> Iterator[Found]:
    # Most texts hold no sign of anything, and to look for a sign costs next to nothing.
    for what, signs, pattern in _TOKENS:
        if any(sign in text for sign in signs):
            for match in pattern.finditer(text):
                yield "key", what, match.start(), match.end()
    if _SUSPECT_SIGN.search(text):
        yield from _assigned(text)
    for match in _QUOTED.finditer(text):
        if _looks_random(match[0]):
            yield "key", "random text", match.start(), match.end()
    if "@" in text:
        for match in _EMAIL.finditer(text):
            yield "e-mail", "e-mail address", match.start(), match.end()
    yield from _homes(text, pointer)
    if pointer != _BY:
        yield from _names(text)


def _assigned(text: str) -> Iterator[Found]:
    for match in _ASSIGNED.finditer(text):
        if _is_secret(match["name"], match["value"]):
            yield "key", "secret in quotes", match.start("value"), match.end("value")
    for match in _EXPORTED.finditer(text):
        if not _PLACEHOLDER.match(match["value"]):
            yield "key", "secret in the environment", match.start("value"), match.end("value")


def _again(text: str, known: Mapping[str, tuple[Kind, str]]) -> Iterator[Found]:
    for secret, (kind, what) in known.items():
        for match in re.finditer(re.escape(secret), text):
            yield kind, what, match.start(), match.end()


def _homes(text: str, pointer: str) -> Iterator[Found]:
    if "home" in text or "Users" in text:
        for match in _HOME.finditer(text):
            yield "home folder", "path of a home folder", match.start(), match.end()
    for home, own in account.homes():
        for match in own.finditer(text):
            yield "home folder", "path of your home folder", match.start(), match.end()
        # A path that the server tells begins below its root folder, which may be that of the disk.
        if pointer in _PATHS and f"/{text}".startswith(home + "/"):
            yield "home folder", "path of your home folder", 0, len(home) - 1


def _names(text: str) -> Iterator[Found]:
    for name, pattern in account.names():
        for match in pattern.finditer(text):
            yield "name", name, match.start(), match.end()
    for match in _PERSON.finditer(text):
        yield "name", "name of a person", match.start("value"), match.end("value")


def _distinct(found: Iterable[Found]) -> Iterator[Found]:
    """In order of place, of two that overlap the first and longer one."""
    last = -1
    for one in sorted(found, key=lambda item: (item[2], -item[3])):
        if one[2] >= last:
            last = one[3]
            yield one


def _is_secret(name: str, value: str) -> bool:
    if _PLACEHOLDER.match(value):
        return False
    if name.lower().startswith(("pass", "pwd")):
        return True
    digits = sum(letter.isdigit() for letter in value)
    return len(value) >= 8 and digits > 0 and _entropy(value) >= 3


def _looks_random(text: str) -> bool:
    digits = sum(letter.isdigit() for letter in text)
    mixed = text != text.lower() and text != text.upper() and 3 <= digits < len(text) / 2
    return mixed and not _WORD_RUN.search(text) and _entropy(text) >= _ENTROPY


def _entropy(text: str) -> float:
    """Shannon's entropy of the characters, bits a character."""
    return -sum(n / len(text) * math.log2(n / len(text)) for n in Counter(text).values())


def _masked(text: str) -> str:
    return f"{text[: min(3, len(text) // 4)]}\u2026 ({len(text)} characters)"
