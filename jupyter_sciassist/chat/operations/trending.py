"""`trend`: whether a number moves along time: its trend, a change of level, a period, by the engine's own cards.

Never by a plain correlation: neighbours in time are alike, and that alone makes trends.
"""

from __future__ import annotations

from collections.abc import Sequence

from ... import packs, profiles
from ...analyses import ANALYSES, _roles
from ...analyses.base import offered
from ...analyses.trend import Trend
from ...records import Candidate, Profile, Suggestion
from ..context import Context
from ..records import Reply
from . import _telling
from ._hearing import Heard, heard, phrases, said
from ._telling import Telling

_TREND = phrases(
    "trend; trends; trending; over time; through time; with time; along time; in time; over the years; over the course; drift; drifts; drifting"
)
_CHANGE = phrases(
    "change point; change points; changepoint; changepoints; break point; breakpoint; turning point; level shift; "
    "abrupt change; shift in level; step change; step; steps; jump; jumps; jumped; shift; shifts"
)
_PERIOD = phrases(
    "periodic; periodicity; periodicities; period; periods; cycle; cycles; cyclic; seasonal; seasonality; season; "
    "oscillate; oscillates; oscillation; oscillations; rhythm"
)
_CUES = _TREND | _CHANGE | _PERIOD
_EXTRA = frozenset(
    "is there any does do did rise rises rising fall falls falling increase increases increasing decrease decreases "
    "decreasing change changes changed changing grow grows growing look looks show shows has have along over by "
    "significant upward downward linear long term test check analyse analyze what or and move moves vary varies".split()
)  # fmt: skip
_ORDER = ("trend", "changepoint", "periodicity")
_MOST = 3


def respond(question: str, context: Context) -> Reply | None:
    """What moves along time; None where the message asks for something else."""
    cue = said(question, _CUES)
    found = heard(question, context, cue, _EXTRA) if cue else None
    if found is None or found.unread or found.numbers or found.levels:
        return None
    if not found.columns and not found.named and found.says("what", "which"):
        return None
    profile = profiles.profile(context.objects[found.subject], found.subject)
    axis, numbers, others = _parts(profile, found)
    if others:
        what = (
            "a time along which something could be followed"
            if numbers
            else "a number that could be followed"
        )
        told = f"{others[0]} is not" if len(others) == 1 else f"{' and '.join(others)}: none is"
        return _telling.none(
            f"{told} {what}. A trend is of a number along a time, or along a rising column that is "
            "named like one; ask how other columns are related."
        )
    listed = (
        profile.kind in ("series", "wave") or Trend().asked(profile, tuple(numbers)) is not None
    )
    if axis is None and not listed:
        times = [one for one in profile.columns if one.role == "time"]
        if times:
            return _telling.none(
                f"{times[0].name} has {times[0].unique} different times, and a trend needs at least twelve different times."
            )
        return _telling.none(
            f"Nothing in {found.subject} says in which order its rows were taken: it has no time, and no rising column that is named "
            "like one. A trend along rows in any order means nothing. Add the time of each row, or make it the index."
        )
    if not numbers:
        return _any(context, found, profile)
    return _of(question, context, found, profile, axis, numbers[0])


def _parts(profile: Profile, found: Heard) -> tuple[str | None, list[str], list[str]]:
    """The time, the numbers and what is neither, of the columns named."""
    by_name = {one.name: one for one in profile.columns}
    named = [by_name[name] for name in found.columns if name in by_name]
    axes = [one.name for one in named if _roles.is_axis(one)]
    numbers = [one.name for one in named if _roles.is_number(one) and one.name not in axes]
    others = [one.name for one in named if one.name not in axes and one.name not in numbers]
    if len(numbers) > 1 and not axes:
        others, numbers = [*others, *numbers[1:]], numbers[:1]
    own = _roles.axis(profile)
    return (axes[0] if axes else own.name if own else None), numbers, others


def _any(context: Context, found: Heard, profile: Profile) -> Reply:
    """What of all numbers of an object moves along its time."""
    cards = _cards(context.cards(found.subject), None)
    sure = [one for one in cards if one.evidence is not None and one.evidence.asserted]
    telling = Telling(found.subject)
    sure.sort(key=lambda one: _ORDER.index(one.analysis))
    for card in sure[: 2 * _MOST]:
        telling.say(_telling.claim(card), " ", *_telling.measured(card))
    looked = {one.hypothesis.variables[-1] for one in cards if one.hypothesis is not None}
    if not sure:
        telling.say(f"No trend, change of level or period is established in {found.subject}.")
    telling.say(f"Looked at {', '.join(sorted(looked)) or 'no number'} along {_along(profile)}.")
    return telling.reply(suggestions=sure[: 2 * _MOST])


def _along(profile: Profile) -> str:
    axis = _roles.axis(profile)
    return axis.name if axis is not None else "the order of the rows"


def _cards(cards: Sequence[Suggestion], names: tuple[str, ...] | None) -> list[Suggestion]:
    """Cards of trend, change and period; of one series where its columns are given."""
    return [
        one
        for one in cards
        if one.analysis in _ORDER and one.hypothesis is not None
        and (names is None or one.hypothesis.variables == names)
    ]  # fmt: skip


def _of(
    question: str, context: Context, found: Heard, profile: Profile, axis: str | None, number: str
) -> Reply:
    names = (number,) if axis is None else (axis, number)
    # Along its index an object is followed whole, and not in the part that a scan explores.
    cards = [] if axis is None else _cards(context.cards(found.subject), names)
    missing = [name for name in _ORDER if name not in {one.analysis for one in cards}]
    cards += _asked(context, profile, names, missing)
    if not cards:
        column = next(one for one in profile.columns if one.name == number)
        return _telling.none(
            f"Nothing can be said of {number} along {axis or 'its rows'}: it has {column.n - column.missing} values, and a trend "
            "needs at least twelve different times, and values that vary."
        )
    first = (
        "periodicity"
        if said(question, _PERIOD)
        else "changepoint"
        if said(question, _CHANGE)
        else "trend"
    )
    cards = [one for one in cards if one.analysis != "periodicity" or _is_first(one)]
    cards.sort(key=lambda one: (one.analysis != first, _ORDER.index(one.analysis)))
    telling = Telling(found.subject)
    for place, card in enumerate(cards[:_MOST]):
        telling.say(_telling.claim(card), " ", *_telling.measured(card))
        if place == 0:
            telling.say(*_telling.assumptions(card))
    if cards[0].analysis != first:
        what = {"trend": "trend", "changepoint": "change of level", "periodicity": "period"}[first]
        telling.say(f"Of a {what} of {number} nothing was found that could be tested.")
    telling.say(*_telling.caveats(cards[:_MOST]))
    _telling.readings(telling, found, f"trend of {number}")
    return telling.reply(suggestions=cards[:_MOST])


def _is_first(card: Suggestion) -> bool:
    """The clearest period, or a further one that is established as well."""
    once = card.hypothesis is not None and "once" in card.hypothesis.statement
    return not once or (card.evidence is not None and card.evidence.asserted)


def _asked(
    context: Context, profile: Profile, names: tuple[str, ...], wanted: Sequence[str]
) -> list[Suggestion]:
    """Tests that the scan did not keep, made now: they count as the others do."""
    catalogue = {one.name: one for one in packs.catalogue(ANALYSES, profile)}
    tests: list[Candidate] = [
        candidate
        for name in wanted
        if name in catalogue
        for candidate in offered(catalogue[name], profile, names)
        if candidate.variables == names and (candidate.context or {}).get("rank", "1") == "1"
    ]
    return _cards(context.cards(profile.variable, tests), names) if tests else []
