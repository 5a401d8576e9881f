"""Columns that hold one quantity twice for each row: before and after, left and right, first and second.

Judged by names, units and profiles before anything is compared. Two names make a pair where they differ in one word
and those two words stand for two occasions or sides (pre / post, baseline / followup, left / right), or in one
number: then the family has just these two members, or its numbers count occasions (t0, t1, t2; wave 1 to 5; years), of
which the first and the last are taken. Any other two words are a pair of marks where they alone tell apart the
columns of three stems and more (`size.o`, `size.r`, `cost.o`, `cost.r`, `year.o`, `year.r`); such marks are then also found where they
end a word (`sizeo`). Words of measures and of statistics (length and width, mean and sd) are no marks.
"""

from __future__ import annotations

import itertools
import re
from typing import NamedTuple

import numpy as np

from ..records import ColumnProfile, Profile
from . import _roles

MOST_PAIRS = 20
FEWEST_STEMS = 3
LARGEST_RATIO = 4.0
_OPPOSITES = (
    "pre post; before after; baseline followup; baseline endpoint; baseline final; baseline end; baseline post; "
    "initial final; start end; start finish; begin end; beginning end; first last; first second; old new; left right; l r; "
    "test retest; control treated; control treatment; untreated treated; placebo treatment; placebo drug; observed expected; "
    "observed predicted; obs exp; obs pred; measured predicted; measured calculated; measured modelled; am pm; "
    "morning evening; day night; home away; husband wife; mother father; intake discharge; admission discharge; rest exercise; "
    "dominant nondominant; ipsilateral contralateral; upstream downstream; inlet outlet"
)
_ORDER = {
    frozenset(pair.split()): tuple(pair.split()) for pair in _OPPOSITES.split("; ")
}  # fmt: skip
_OCCASIONS = frozenset(
    "t time wave visit week day month year session round phase trial occasion period timepoint tp exam".split()
)
_TWO_WORDS = re.compile(r"follow[^A-Za-z0-9]+up|pre[^A-Za-z0-9]+test|post[^A-Za-z0-9]+test", re.I)
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_LEADS = (("pre", "post"), ("before", "after"))
# Two of these beside one stem are two quantities or two summaries of one, not one quantity measured twice.
_NO_MARKS = frozenset(
    "length width height weight depth diameter radius area volume mass size thickness speed velocity temp temperature "
    "pressure lat lon lng latitude longitude n p q t f z count counts number total sum mean avg average median mode std sd se "
    "sem var variance cv err error errors unc min max minimum maximum low high lower upper ci ratio rate pct percent share flag "
    "unit units id code name type kind date time year month day yes no true false".split()
)


class Family(NamedTuple):
    """Two columns in the order of their occasions.

    `by_number` where nothing but a number tells them apart; `marks` where two words do that recur, else empty.
    """

    first: ColumnProfile
    second: ColumnProfile
    by_number: bool
    marks: tuple[str, ...] = ()

    @property
    def is_named(self) -> bool:
        """The words that tell the two apart stand for two occasions or sides by themselves."""
        return not self.by_number and (not self.marks or frozenset(self.marks) in _ORDER)


def pairs(profile: Profile) -> list[Family]:
    """Pairs of number columns of one quantity, at most 20, in the order of the table."""
    columns = [column for column in profile.columns if _fits(column)]
    told = {column.name: parts(column.name) for column in columns}
    found: dict[frozenset[str], Family] = {}
    for a, b in itertools.combinations(columns, 2):
        order = by_words(told[a.name], told[b.name])
        if order and alike(a, b):
            first, second = (a, b) if order > 0 else (b, a)
            found[frozenset((a.name, b.name))] = Family(first, second, False)
    for family in _numbered(columns, told):
        if alike(family.first, family.second):
            found.setdefault(frozenset((family.first.name, family.second.name)), family)
    for family in _marked(profile, columns):
        names = frozenset((family.first.name, family.second.name))
        if names in found:
            found[names] = found[names]._replace(marks=family.marks)
        elif alike(family.first, family.second):
            found[names] = family
    return list(found.values())[:MOST_PAIRS]


def _fits(column: ColumnProfile) -> bool:
    return _roles.is_number(column) and not _roles.is_axis(column)


def parts(name: str) -> tuple[str, ...]:
    """Lower-case words and numbers of a column name."""
    joined = _TWO_WORDS.sub(lambda found: re.sub(r"[^A-Za-z0-9]", "", found.group()), name)
    return tuple(part.lower() for part in _PARTS.findall(joined))


def by_words(a: tuple[str, ...], b: tuple[str, ...]) -> int:
    """1 where the names are of one quantity and `a` is the earlier, -1 where `b` is, 0 where they are not."""
    if len(a) != len(b):
        return 0
    differ = [(one, other) for one, other in zip(a, b, strict=True) if one != other]
    if len(differ) != 1:
        return 0
    one, other = differ[0]
    order = _ORDER.get(frozenset((one, other)))
    if order is not None:
        return 1 if order[0] == one else -1
    for early, late in _LEADS:
        if one.startswith(early) and other == late + one[len(early) :]:
            return 1
        if other.startswith(early) and one == late + other[len(early) :]:
            return -1
    return 0


def _numbered(columns: list[ColumnProfile], told: dict[str, tuple[str, ...]]) -> list[Family]:
    """Families whose names differ in one number."""
    members: dict[tuple[str, ...], list[tuple[int, ColumnProfile]]] = {}
    for column in columns:
        name = told[column.name]
        for place, part in enumerate(name):
            if part.isdigit() and len(part) < 9 and place > 0:
                stem = (*name[:place], "#", *name[place + 1 :])
                members.setdefault(stem, []).append((int(part), column))
    found = []
    for stem, family in members.items():
        family.sort(key=lambda one: one[0])
        numbers = [number for number, _ in family]
        occasions = stem[stem.index("#") - 1] in _OCCASIONS or all(
            1800 <= number <= 2100 for number in numbers
        )
        if len(set(numbers)) < 2 or not (occasions or (len(family) == 2 and len(stem) > 1)):
            continue
        found.append(Family(family[0][1], family[-1][1], not occasions))
    return found


def _marked(profile: Profile, columns: list[ColumnProfile]) -> list[Family]:
    """Families whose names differ in one of two marks that recur in the table."""
    told = {column.name: parts(column.name) for column in profile.columns}
    found = []
    for marks in _marks(list(told.values())):
        known = {told[column.name]: column for column in columns}
        for name, column in known.items():
            for place, word in enumerate(name):
                head = word.removesuffix(marks[0])
                if not word.endswith(marks[0]) or (len(name) == 1 and not head):
                    continue
                other = known.get((*name[:place], head + marks[1], *name[place + 1 :]))
                if other is not None:
                    found.append(Family(column, other, False, marks))
    return found


def _marks(names: list[tuple[str, ...]]) -> list[tuple[str, str]]:
    """Pairs of words that alone tell apart the columns of three stems and more, the one that mostly stands first first.

    Stems that differ in numbers only are occasions of one, and the words that stand before them two quantities.
    """
    members: dict[tuple[str, ...], list[str]] = {}
    for name in names:
        for place, word in enumerate(name):
            if len(name) > 1 and not word.isdigit():
                members.setdefault((*name[:place], "#", *name[place + 1 :]), []).append(word)
    seen: dict[frozenset[str], dict[tuple[str, ...], str]] = {}
    for stem, words in members.items():
        if len(words) == 2 and len(set(words)) == 2 and not _NO_MARKS.intersection(words):
            plain = tuple(word for word in stem if not word.isdigit())
            seen.setdefault(frozenset(words), {})[plain] = words[0]
    found = []
    for pair, ahead in seen.items():
        if len(ahead) >= FEWEST_STEMS:
            first = max(sorted(pair), key=list(ahead.values()).count)
            (second,) = pair - {first}
            found.append((first, second))
    return found


def alike(a: ColumnProfile, b: ColumnProfile) -> bool:
    """One unit, deviations within a factor of four, and ranges that overlap."""
    if a.unit != b.unit:
        return False
    ends = [[one.summary.get(key) for key in ("min", "max", "std")] for one in (a, b)]
    if any(not isinstance(value, float) for one in ends for value in one):
        return False
    (low, high, spread), (other_low, other_high, other_spread) = np.array(ends, dtype=np.float64)
    least = max(min(spread, other_spread), 1e-300)
    similar = max(spread, other_spread) / least <= LARGEST_RATIO
    return bool(similar and low <= other_high and other_low <= high)
