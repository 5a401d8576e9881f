"""`clean`: what is wrong with an object, and code that makes a cleaned copy."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from ... import profiles
from ...analyses import _scan, duplicates
from ...records import ColumnProfile, Profile, Suggestion
from ..context import Context
from ..records import Reply
from . import _drafting, _faults, _telling
from ._drafting import Written
from ._faults import Fault
from ._hearing import Heard, heard, phrases, said
from ._telling import Telling

_CUES = phrases(
    "clean; clean up; cleanup; cleaning; cleaned; tidy; tidy up; what is wrong; what s wrong; whats wrong; anything wrong; "
    "something wrong; problems with; problems in; any problems; issues with; issues in; any issues; data quality; quality of; "
    "quality check; check the data; check data; data check; sanity check; messy; dirty; errors in; mistakes in"
)
_EXTRA = frozenset("wrong with in is are there up my up check quality have has does look".split())
_MOST = 40
_CAUTIONS = 5
_PANDAS = "pandas.DataFrame"


def respond(question: str, context: Context) -> Reply | None:
    """Faults of an object with a draft that mends them; None where the message asks for something else."""
    return _drafting.offered(written(question, context), context)


def written(question: str, context: Context) -> Written | Reply | None:
    """The faults with the code before it is tried; a reply where there is nothing to mend by code."""
    cue = said(question, _CUES)
    found = heard(question, context, cue, _EXTRA) if cue else None
    if found is None or found.unread or found.numbers or found.levels:
        return None
    profile = profiles.profile(context.objects[found.subject], found.subject)
    columns = [one for one in profile.columns if not found.columns or one.name in found.columns]
    telling = Telling(found.subject)
    faults = _faults_of(telling, context, found, profile, columns)
    cautions = _cautions(context, found)
    for fault in faults[:_MOST]:
        telling.say(*fault.told)
    if len(faults) > _MOST:
        telling.say("And ", telling.figure(len(faults) - _MOST, "further faults"), " more.")
    if not faults:
        telling.say(
            f"Looked at {', '.join(one.name for one in columns[:12])}{' and more' if len(columns) > 12 else ''}: no codes for missing "
            "values, repeated rows, numbers stored as text, empty or constant columns, far values or groups written in two ways."
        )
    _telling.readings(telling, found, f"clean {found.columns[0]}" if found.columns else "clean it")
    if profile.plan.rows is not None:
        telling.say("Repeated rows were looked for in a sample, everything else in all rows.")
    code = _code(context, profile, faults)
    if code is None:
        if any(one.lines for one in faults):
            telling.say("Code that mends this is written for pandas tables; make one of it first.")
        return telling.reply(suggestions=cautions)
    telling.say(
        "The code makes a copy and leaves the original alone. Each line is a decision that only somebody who knows how the data were "
        "taken can make; take out what does not fit."
    )
    return Written(telling, code, f"A cleaned copy of {found.subject}", tuple(cautions))


def _faults_of(
    telling: Telling,
    context: Context,
    found: Heard,
    profile: Profile,
    columns: Sequence[ColumnProfile],
) -> list[Fault]:
    raws = profiles.columns(
        context.objects[found.subject], found.subject, [one.name for one in columns]
    )
    faults = [fault for one in columns for fault in _faults.of_column(telling, one, raws[one.name])]
    labels = [one.key.label for one in profile.columns]
    twice = sorted(
        {str(label) for label in labels if label is not None and labels.count(label) > 1}
    )
    if twice:
        faults.append(
            Fault((f"Several columns are called {', '.join(twice[:5])}; rename them by position.",))
        )
    repeats = () if found.columns else _repeats(telling, context, profile)
    return [*faults, *repeats]


def _repeats(telling: Telling, context: Context, profile: Profile) -> tuple[Fault, ...]:
    """Rows that repeat another whole, where the columns could tell all rows apart."""
    if not any(duplicates.Duplicates().applies(profile)):
        return ()
    scan = _scan.of(profiles.read(context.objects[profile.variable], profile.variable))
    repeats = scan.n - len(np.unique(duplicates.keys(scan)))
    if not repeats:
        return ()
    told = f"rows equal to an earlier one in every column, of {scan.n}"
    verb = " repeats" if repeats == 1 else " repeat"
    return (
        Fault(
            (*telling.counted(repeats, "row", told), f"{verb} an earlier one in every column."),
            ("{frame} = {frame}.drop_duplicates()",),
        ),
    )


def _cautions(context: Context, found: Heard) -> list[Suggestion]:
    """The engine's cautions about the same object and columns, so that they can be decided on."""
    cards = [one for one in context.cards(found.subject) if one.kind == "caution"]
    about = [
        card
        for card in cards
        if not found.columns or any(name in card.title for name in found.columns)
    ]
    return about[:_CAUTIONS]


def _code(context: Context, profile: Profile, faults: Sequence[Fault]) -> str | None:
    """Lines that make the copy; None where there is nothing to mend or no pandas table."""
    labels = [one.key.label for one in profile.columns]
    lines = [line for fault in faults for line in fault.lines]
    if not lines or profile.type != _PANDAS or len(set(labels)) < len(labels):
        return None
    # renaming comes last: the lines before it know the columns by their present names
    lines.sort(key=lambda line: ".rename(" in line)
    frame = _free(context, f"{profile.variable}_clean")
    body = [line.format(frame=frame) for line in lines]
    imports = [
        f"import {module} as {short}"
        for module, short in (("numpy", "np"), ("pandas", "pd"))
        if any(f"{short}." in line for line in body)
    ]
    head = [*imports, ""] if imports else []
    return "\n".join([*head, f"{frame} = {profile.variable}.copy()", *body, ""])


def _free(context: Context, name: str) -> str:
    """A name that nobody uses yet."""
    taken = {*context.names, *context.objects}
    plain = re.sub(r"\W", "_", name)
    number, free = 2, plain
    while free in taken:
        free, number = f"{plain}_{number}", number + 1
    return free
