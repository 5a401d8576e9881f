"""What a variable is: shape, kind of values, size, keys, where its extremes are; and of what is no data, what it is.

It looks at the object by its exact type, and computes nothing of a query or of what a package has not loaded.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from ... import profiles
from ...language import called, cues, vocabulary
from ...profiles import known
from ...profiles.glance import Glance, glance, is_code
from .. import routing
from ..context import Context
from ..records import Reply
from . import _columns
from ._hearing import phrases, said, spelled
from ._telling import Part, Telling

_SHAPE = phrases("shape; dimensions; dimension; dims; ndim; number of dimensions; axes")
_TYPE = phrases("dtype; data type; type; types; class; kind of object; kind of values")
_SIZE = phrases(
    "size; length; len; how long; how large; how big; number of values; number of elements; number of items; "
    "number of entries; number of points; number of samples; number of keys; how many values; how many elements; "
    "how many items; how many entries; how many points; how many data points; how many samples; how many keys; "
    "how many numbers"
)
_KEYS = phrases("keys; key; fields; what keys; which keys")
_WHOLE = phrases(
    "describe; description of; summary; summary of; summarise; summarize; overview of; what is in; what s in; contain; "
    "contains; info; info on; information on; information about; tell me about; value; value of; content of; contents of"
)
_WHERE = phrases(
    "where; at which index; at what index; which index; index of; position of; at which position; at what position; "
    "which position; argmax; argmin; location of"
)
_HIGH = phrases(
    "maximum; max; largest; highest; biggest; greatest; maximal; peak; argmax; largest value; highest value; maximum value"
)
_LOW = phrases(
    "minimum; min; smallest; lowest; least; minimal; argmin; smallest value; lowest value; minimum value"
)
_FACTS = _SHAPE | _TYPE | _SIZE | _KEYS | _WHOLE
_EXTRA = frozenset("does do elements items kind all many variable object have has at".split())
_SHOWN = 12
_CURES: Mapping[str, str] = {
    "awkward": "`ak.to_dataframe({0})` makes a table of it",
    "uproot": '`{0}.arrays(library="pd")` brings its branches over as a table',
    "torch": "`{0}.numpy(force=True)` makes an array of it",
    "jax": "`np.asarray({0})` makes an array of it",
    "scipy": "`{0}.toarray()` makes an array of a sparse matrix",
    "dask": "`{0}.compute()` brings its values over",
    "h5py": "`{0}[:]` brings the values of a data set over",
    "sklearn": "What it has learned can be asked about under a name of its own: `learned = {0}.coef_`",
    "statsmodels": "Its coefficients can be asked about under a name of their own: `coefficients = {0}.params`",
    "set": "`sorted({0})` makes a list of it",
    "frozenset": "`sorted({0})` makes a list of it",
    "netCDF4": "`{0}[:]` brings the values of a variable over",
}  # fmt: skip


def variables(question: str, context: Context) -> list[str]:
    """The user's variables that a message names, letter by letter; modules, functions and classes left aside.

    A word that questions are made of, such as `mean` or `rows`, names one only where it stands as a name does.
    """
    words = dict.fromkeys(re.findall(r"[^\W\d]\w*", question))
    known = [one for one in words if one in context.names and not is_code(context.names[one])]
    return [one for one in known if called.by_name(question, one)]


def respond(question: str, context: Context) -> Reply | None:
    """Facts about the one variable that is named; None where the message asks for something else."""
    named = variables(question, context)
    if len(named) != 1 or _is_definition(question, named[0]):
        return None
    name, obj = named[0], context.names[named[0]]
    high, low = said(question, _HIGH), said(question, _LOW)
    where = said(question, _WHERE)
    if where and bool(high) != bool(low):
        left = _unread(question, name, where | high | low)
        telling = Telling(name)
        done = not left and place(telling, name, context, high=bool(high))
        return telling.reply() if done else None
    asked = said(question, _FACTS)
    left = _unread(question, name, asked)
    if type(obj) is dict and name not in context.columns:
        held = _held(question, name, obj, left)
        if held is not None or left:
            return held
    seen = glance(obj)
    if left or not _answers(question, name, context, seen, asked):
        return None
    telling = Telling(name)
    facts(telling, name, seen)
    if name not in context.columns:
        if asked & said(question, _WHOLE) and seen.value is None:
            _further(telling, name, obj, seen)
    elif profiles.every(obj) is not None or asked != said(question, _SHAPE | _TYPE | _KEYS):
        _values(telling, name, obj, described=asked == said(question, _WHOLE))
    return telling.reply("computed" if telling.figures else "none")


def otherwise(question: str, context: Context) -> Reply | None:
    """What the variable is that a message is about and that is no data; None where data are meant."""
    others = [name for name in variables(question, context) if name not in context.columns]
    if not others or _is_definition(question, others[0]):
        return None
    name = others[0]
    if not called.inside(question, name) and _names_data(question, name, context):
        return None
    telling = Telling(name)
    seen = glance(context.names[name])
    facts(telling, name, seen)
    _further(telling, name, context.names[name], seen)
    return telling.reply("none")


def _answers(question: str, name: str, context: Context, seen: Glance, asked: set[int]) -> bool:
    """Whether the facts about a variable are what is asked for, and no other operation says it better."""
    if not asked:
        return (
            seen.value is not None
        )  # "what is x" is told of a number; of anything else it says too little
    if asked == said(question, _WHOLE) and name in context.columns:
        return profiles.every(context.names[name]) is not None
    if seen.what != "a table":
        return True
    own = said(question, _SHAPE | _TYPE | phrases("size; how large; how big"))
    return own == asked and not _names_data(question, name, context)


def _is_definition(question: str, name: str) -> bool:
    """Whether a message asks what a word means, and not what the variable of that name holds."""
    return not called.inside(question, name) and routing.is_definition(question)


def _names_data(question: str, name: str, context: Context) -> bool:
    """Whether data or a column of theirs are named beside a variable, or a column is called just as it is."""
    words = set(re.findall(r"\w+", question)) - {name}
    if words & context.columns.keys():
        return True
    for own in context.columns.values():
        spotted = vocabulary.spot(question, own)
        for one in spotted.mentions:
            tokens = spotted.tokens[one.start : one.end]
            text = question[tokens[0].start : tokens[-1].end]
            least = vocabulary.SAME if text == name else vocabulary.SURE
            if one.kind == "column" and one.quality >= least and tokens[0].low not in cues.STOP:
                return True
    return False


def _unread(question: str, name: str, cue: set[int]) -> list[str]:
    """Words that are neither the name, nor what is asked for, nor words such as "the"."""
    words = vocabulary.cut(question)
    own = spelled(words, [name]).get(name, set())
    return [
        token.text
        for at, token in enumerate(words.tokens)
        if at not in cue | own and token.text[0].isalnum() and token.low not in cues.STOP | _EXTRA
    ]


def facts(telling: Telling, name: str, seen: Glance) -> None:
    """The one sentence of what a variable is."""
    kind = "" if seen.what.endswith(f" {seen.type}") else f" ({seen.type})"
    head: list[Part] = [f"{name} is {seen.what}{kind}"]
    if seen.value is not None:
        shown = (
            telling.quoted(str(seen.value), name)
            if isinstance(seen.value, (bool, str))
            else telling.figure(seen.value, name)
        )
        telling.say(*head, ": ", shown, ".")
        return
    if seen.what == "a text":
        telling.say(
            *head, " of ", *telling.counted(seen.size or 0, "character", f"len({name})"), "."
        )
        return
    if seen.shape is not None:
        shape = f"({', '.join(map(str, seen.shape))}{',' * (len(seen.shape) == 1)})"
        head += [" of shape ", telling.quoted(shape, f"shape of {name}")]
    if seen.size is not None:
        noun = {"a dict": "key", "an array": "value", "a series": "value"}.get(seen.what, "item")
        head += [", " if seen.shape is not None else " of "]
        head += telling.counted(seen.size, noun, f"number of {noun}s of {name}")
    if seen.dtype:
        head += [", of type ", telling.quoted(seen.dtype, f"type of the values of {name}")]
    telling.say(*head, ".")
    if seen.keys:
        more = f" and {len(seen.keys) - _SHOWN} more" if len(seen.keys) > _SHOWN else ""
        noun = {"a table": "Columns", "a model": "Learned"}.get(seen.what, "Keys")
        telling.say(
            f"{noun}: ",
            telling.quoted(", ".join(seen.keys[:_SHOWN]), f"keys of {name}"),
            f"{more}.",
        )


def _further(telling: Telling, name: str, obj: Any, seen: Glance) -> None:
    """Why nothing is computed of a variable, what can be asked of it, and what helps."""
    if seen.value is not None or seen.what == "a text":
        telling.say("It is a single value, so that nothing more can be computed of it.")
        return
    parts = [
        "type",
        *(["shape"] if seen.shape is not None else []),
        *(["size"] if seen.size is not None else []),
    ]
    parts += ["keys", "what stands under one of them"] if seen.what == "a dict" else []
    asked = f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else parts[0]
    cure = _CURES.get(seen.type, _CURES.get(known.module_of(type(obj)), "")).format(name)
    cure = cure or "Put what is to be asked about into an array, a list or a table"
    telling.say(
        f"No statistics are computed of it: {profiles.why_not(obj) or 'it cannot be read as data'}. Its {asked} can be asked for. {cure}."
    )


def _values(telling: Telling, name: str, obj: Any, *, described: bool) -> None:
    """How many values of an object are missing; all that describes them where it is asked for."""
    values = profiles.every(obj)
    live = obj if values is None else values
    own = profiles.own_column(live, name)
    if own is None:
        return
    raw = profiles.columns(live, name, [own])[own]
    if described:
        column = next(one for one in profiles.profile(live, name).columns if one.name == own)
        _columns.sentences(telling, column, raw, np.ones(len(raw.values), dtype=bool), "")
        return
    missing = int(raw.missing.sum())
    if not missing:
        telling.say("None of its values is missing.")
        return
    verb = " is missing" if missing == 1 else " are missing"
    infinite = (
        (" (", telling.figure(raw.infinite, f"infinite values of {name}"), " of them infinite)")
        if raw.infinite
        else ()
    )
    telling.say(
        *telling.counted(missing, "value", f"missing values of {name}"), verb, *infinite, "."
    )


def place(telling: Telling, name: str, context: Context, *, high: bool) -> bool:
    """Say where the largest or smallest value of an object stands; False where it has none."""
    obj = context.names[name]
    values = profiles.every(obj)
    live = obj if values is None else values
    own = profiles.own_column(live, name)
    if own is None or name not in context.columns:
        return False
    raw = profiles.columns(live, name, [own])[own]
    shape = (profiles.rows(live, name),) if values is None else obj.shape
    if (
        raw.values.dtype.kind != "f"
        or raw.kind == "time"
        or raw.missing.all()
        or len(raw.values) < np.prod(shape)
    ):
        return False
    end = np.nanmax(raw.values) if high else np.nanmin(raw.values)
    places = np.flatnonzero(raw.values == end)
    index = ", ".join(str(int(one)) for one in np.unravel_index(places[0], shape))
    what = f"{'largest' if high else 'smallest'} value of {own}"
    parts: list[Part] = [
        f"The {what}, ",
        telling.figure(float(end), what, raw.unit),
        ", is at index ",
    ]
    telling.say(
        *parts, telling.quoted(index, f"index of the {what}, counted from 0"), ", counted from 0."
    )
    if len(places) > 1:
        telling.say(
            "It is reached ",
            telling.figure(len(places), f"how often the {what} comes"),
            " times; this is the first.",
        )
    return True


def _held(question: str, name: str, obj: dict[Any, Any], left: list[str]) -> Reply | None:
    """What a dict holds under the key that stands before its name, or that the words left name."""
    before = re.search(rf"(\w+)\W+(?:in|of|from)\s+@?{re.escape(name)}\b", question)
    asked = {
        vocabulary.squeezed("".join(left)),
        vocabulary.squeezed(before[1]) if before else "",
    } - {""}
    labels = {key: known.label_text(key) or "" for key in obj}
    keys = [key for key, label in labels.items() if vocabulary.squeezed(label) in asked]
    if len(keys) != 1:
        return None
    telling = Telling(name)
    facts(telling, f"{labels[keys[0]]} of {name}", glance(obj[keys[0]]))
    return telling.reply()
