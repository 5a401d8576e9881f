"""From labelled words to the slots of a request: conditions, pairs of levels and what is left over."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from ..records import Comparison, Filter
from . import measuring, periods
from .labels import Item
from .vocabulary import EXACT, GUESS, Mention, Named, stem

_SIDE = frozenset("among amongst within of in for".split())


@dataclass
class Condition:
    """A filter, the items that make it, and whether it says which rows are looked at."""

    filter: Filter
    items: tuple[Item, ...]
    base: bool = False
    level: bool = False


@dataclass
class Slots:
    """What one labelling offers to the operations."""

    items: Sequence[Item]
    columns: Mapping[str, Named]
    conditions: list[Condition] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    doubtful: bool = False
    rows: frozenset[int] = frozenset()

    @classmethod
    def of(
        cls, items: Sequence[Item], columns: Mapping[str, Named], rows: frozenset[int] = frozenset()
    ) -> Slots:
        """Find the conditions of a labelled question; `rows` the tokens that stand for a row."""
        read = [item for item in items if item.kind not in ("stop", "unit")]
        own = cls(read, columns, rows=rows)
        own._all = list(items)
        own._dates()
        own._numbers()
        own._levels()
        own._implied = own._in_words()
        return own

    def __post_init__(self) -> None:
        self._all: list[Item] = list(self.items)
        self._implied: list[Item] = []

    def targets(self) -> list[Item]:
        """Column items that no condition takes, each column once, in the order of the question."""
        found: dict[str, Item] = {}
        for item in self.items:
            if item.kind == "column" and item.start not in self.taken:
                found.setdefault(item.column, item)
        if not any(self.columns[name].numbers for name in found):
            found.update({one.column: one for one in self._implied})
        return list(found.values())

    def _in_words(self) -> list[Item]:
        """The column that a comparing word is about, where only one is: the ward with the oldest patients."""
        for item in self.items:
            if item.kind == "cue" and item.cues & {"high", "low", "more", "less"}:
                found = measuring.about(item.words.casefold(), self.columns.values())
                if len(found) == 1 and item.start not in self.taken:
                    mention = Mention("column", item.start, item.end, (found[0],), quality=GUESS)
                    return [replace(item, kind="column", cues=frozenset(), mention=mention)]
        return []

    def has(self, *names: str) -> bool:
        """Whether any of these cues stands in the question."""
        return any(item.kind == "cue" and item.cues & set(names) for item in self.items)

    def says(self, word: str) -> bool:
        """Whether a word stands in the question, whatever it is taken for."""
        return any(one.words.casefold() == word for one in self._all)

    def asks_for(self, nouns: frozenset[str]) -> bool:
        """Whether one of these stands behind "which" or "what"."""
        words = [one.words.casefold() for one in self._all]
        return any(
            asked in ("which", "what") and noun in nouns
            for asked, noun in itertools.pairwise(words)
        )

    def nouns(self) -> list[Item]:
        """Words for a row that no column is named by: stars, where a column numbers the stars."""
        return [one for one in self.items if one.kind == "unread" and one.start in self.rows]

    def asks_row(self, *cues: str) -> bool:
        """Whether a word for a row stands before some cues: the star with the largest parallax."""
        ends = [one.start for one in self.items if one.kind == "cue" and one.cues & set(cues)]
        return bool(ends) and any(one.start < max(ends) for one in self.nouns())

    def before(self, item: Item) -> Item | None:
        """The item before, stop words left aside."""
        earlier = [one for one in self.items if one.end <= item.start]
        return earlier[-1] if earlier else None

    def after(self, item: Item) -> Item | None:
        """The item after, stop words left aside."""
        later = [one for one in self.items if one.start >= item.end]
        return later[0] if later else None

    def word_before(self, item: Item) -> str:
        """The word before an item, whatever it is."""
        return next(
            (one.words.casefold() for one in reversed(self._all) if one.end <= item.start), ""
        )

    def _dates(self) -> None:
        """Conditions on times: in 2020, since March 2021, from 2015 to 2018."""
        for item in self.items:
            if item.kind != "date" or item.start in self.taken or item.mention is None:
                continue
            before, tail = self.before(item), self.after(item)
            parts: tuple[Item, ...] = (item,)
            op = "during"
            ranged = before is not None and before.kind == "compare"
            if ranged and before is not None:
                parts, op = (before, item), next(iter(before.cues))
            if op == "between" or (op == ">=" and tail is not None and tail.kind == "date"):
                if (
                    tail is None
                    or tail.mention is None
                    or tail.mention.columns != item.mention.columns
                ):
                    continue
                self._dated((*parts, tail), (">=", item), ("<=", tail))
            else:
                self._dated(parts, (op, item))

    def _dated(self, parts: tuple[Item, ...], *bounds: tuple[str, Item]) -> None:
        """Tie times to their column, a mention of which beside them is a part of the condition."""
        column = bounds[0][1].mention.columns[0] if bounds[0][1].mention else ""
        beside = (self.before(parts[0]), self.after(parts[-1]))
        owned = (
            *parts,
            *(one for one in beside if one and one.kind == "column" and one.column == column),
        )
        made = []
        for op, item in bounds:
            value: str | int | None = item.mention.level if item.mention else ""
            if not self.columns[column].time:
                value, op = periods.number(str(value)), "==" if op == "during" else op
            elif op != "during" and periods.bounds(str(value)) is None:
                return
            made.append(Filter(column, cast(Comparison, op), value))
        self.conditions += [
            Condition(one, owned, self._base(owned), isinstance(one.value, int)) for one in made
        ]
        self.taken.update(part.start for part in owned)

    def _numbers(self) -> None:
        """Conditions on numbers: above 3, between 3 and 5, 3 or more, law = 1, law 1."""
        for item in self.items:
            if item.kind != "number" or item.start in self.taken or item.mention is None:
                continue
            before, value = self.before(item), item.mention.number
            parts: tuple[Item, ...] = (item,)
            ahead = self.before(before) if before is not None and before.kind == "column" else None
            if before is not None and ahead is not None and self._adjoin(ahead, before, item):
                self._bound_to(before, (ahead, before, item), next(iter(ahead.cues)), value)
                continue
            op = ""
            if before is not None and before.kind == "compare":
                op, parts = next(iter(before.cues)), (before, item)
            tail = self.after(item)
            if op == "between" or (op == ">=" and self._to(tail, before)):
                other = tail if tail is not None and tail.kind == "number" else None
                if other is None or other.mention is None or other.mention.number < value:
                    continue
                self._bound((*parts, other), (">=", value), ("<=", other.mention.number))
                continue
            if not op and tail is not None and "or" in tail.cues:
                more = self.after(tail)
                way = {"more": ">=", "less": "<="}.get(_one(more, ("more", "less")), "")
                if way and more is not None:
                    op, parts = way, (item, tail, more)
            self._bound(parts, (op or "same", value))

    def _adjoin(self, ahead: Item, column: Item, number: Item) -> bool:
        """Whether a comparison, a column and a number stand one right after the other: beyond redshift 0.1."""
        meet = ahead.end == column.start and column.end == number.start
        plain = ahead.kind == "compare" and not ahead.cues & {"between"}
        return meet and plain and self.columns[column.column].numbers

    def _bound_to(self, column: Item, parts: tuple[Item, ...], op: str, value: float) -> None:
        """A condition whose column stands between its comparison and its number."""
        whole = int(value) if value == int(value) and abs(value) < 2**53 else value
        condition = Filter(column.column, cast(Comparison, op), whole)
        self.conditions.append(Condition(condition, parts, self._base(parts)))
        self.taken.update(part.start for part in parts)

    def _to(self, tail: Item | None, before: Item | None) -> bool:
        """Whether "to" or "and" and a second number follow "from" and a first."""
        if tail is None or tail.kind != "number" or before is None:
            return False
        return before.words.casefold() == "from" and self.word_before(tail) in (
            "to",
            "and",
            "until",
        )

    def _bound(self, parts: tuple[Item, ...], *bounds: tuple[str, float]) -> None:
        """Tie bounds to the column that stands nearest before them, or else after."""
        column = self._nearest(parts)
        name, owned = (column.column, (*parts, column)) if column is not None else ("", parts)
        own = measuring.SURE & set(parts[0].words.casefold().split()) or self._old(parts)
        meant = (
            self._by_unit(parts, name) or (self._by_word(parts) if own or not name else "") or name
        )
        if meant != name:
            name, owned = meant, parts
        if not name or not self.columns[name].numbers:
            return
        for op, value in bounds:
            few = self.columns[name].few
            if op == "same" and value not in few:
                return
            sign = cast(Comparison, "==" if op == "same" else op)
            whole = int(value) if value == int(value) and abs(value) < 2**53 else value
            level = sign == "==" and value in few
            self.conditions.append(
                Condition(Filter(name, sign, whole), owned, self._base(owned), level)
            )
        self.taken.update(part.start for part in owned)

    def _by_unit(self, parts: tuple[Item, ...], name: str) -> str:
        """The one column with the unit behind a number, where the column that stands near has another unit."""
        units = {
            one.words for one in self._all if one.kind == "unit" and one.start == parts[-1].end
        }
        own = measuring.unit(name) if name else None
        if not units or (name and (own is None or own in units)):
            return ""
        found = [one for one in self.columns if measuring.unit(one) in units]
        if len(found) != 1 or found[0] == name:
            return ""
        self.doubtful = True
        return found[0]

    def _by_word(self, parts: tuple[Item, ...]) -> str:
        """The one column that a comparing word is about: older than 65 is of an age."""
        said = parts[0].words.casefold().split()[0]
        for one in (said, self.word_before(parts[0]), self._old(parts)):
            found = measuring.about(one, self.columns.values())
            if len(found) == 1:
                self.doubtful = self.doubtful or one not in measuring.SURE
                return found[0]
        return ""

    def _old(self, parts: tuple[Item, ...]) -> str:
        """The word "old" where it stands behind a number and its unit: over 65 years old."""
        behind = (one.words.casefold() for one in self._all if one.start >= parts[-1].end)
        return "old" if "old" in itertools.islice(behind, 2) else ""

    def _nearest(self, parts: tuple[Item, ...]) -> Item | None:
        before = self.before(parts[0])
        if before is not None and before.kind == "column":
            return before
        after = self.after(parts[-1])
        if after is not None and after.kind == "column":
            return after
        if parts[0].kind == "number":
            return None
        # "for chlorophyll below 3": the bound is on what is not known.
        if before is not None and before.kind == "unread" and stem(before.words) == before.words:
            return None
        earlier = [one for one in self.items if one.kind == "column" and one.end <= parts[0].start]
        self.doubtful = self.doubtful or len({one.column for one in earlier}) > 1
        return earlier[-1] if earlier else None

    def _levels(self) -> None:
        """Conditions on levels: island is Dream, in Dream, not Dream."""
        named = [item for item in self.items if item.kind == "column"]
        for item in self.items:
            if item.kind != "level" or item.mention is None or item.start in self.taken:
                continue
            owners = item.mention.columns
            near = [one for one in named if one.column in owners]
            near.sort(key=lambda one: (abs(one.start - item.start), one.start))
            if near:
                column = near[0].column
            else:
                shared = self._shared(item, owners)
                column = shared[0]
                self.doubtful = self.doubtful or len(shared) > 1
            if len(item.words) == 1 and item.words.casefold() in "ais" and not near:
                self.doubtful = True
            parts: tuple[Item, ...] = (item, *(one for one in near if one.column == column))
            op: Comparison = "=="
            before = self.before(item)
            if before is not None and (before.cues & {"not", "!="} or before.cues == {"=="}):
                parts = (*parts, before)
                op = "!=" if before.cues & {"not", "!="} else "=="
            level = item.mention.level
            coded = self.columns[column].numbers and not self.columns[column].levels
            wanted = Filter(column, op, int(level) if coded else level)
            self.conditions.append(Condition(wanted, parts, self._base(parts), level=True))
            self.taken.update(part.start for part in parts)

    def _shared(self, item: Item, owners: Sequence[str]) -> Sequence[str]:
        """Of the columns that have a level, those that have the question's other levels too."""
        left = list(owners)
        for other in self.items:
            if other.kind == "level" and other.mention is not None and other is not item:
                left = [name for name in left if name in other.mention.columns] or left
        return left

    def _base(self, parts: Sequence[Item]) -> bool:
        """Whether "among", "of" or "in" stands before a condition: it says which rows are meant."""
        first = min(part.start for part in parts)
        if parts[0].kind == "level":
            first = min(first, parts[0].start)
        for item in reversed(self._all):
            if item.end <= first:
                if item.kind != "stop":
                    return False
                if item.words.casefold() in _SIDE:
                    return True
        return False

    def pair(self) -> tuple[Condition, Condition] | None:
        """Two levels of one column, in the order of the question."""
        levels = [one for one in self.conditions if one.level and one.filter.op == "=="]
        for place, first in enumerate(levels):
            for second in levels[place + 1 :]:
                same = first.filter.column == second.filter.column
                if same and first.filter.value != second.filter.value:
                    return first, second
        return None

    def quality(self) -> float:
        """The weakest of the names that were found."""
        implied = self._implied if self._implied and self._implied[0] in self.targets() else []
        named = [*self.items, *implied]
        return min((one.mention.quality for one in named if one.mention), default=EXACT)


def _one(item: Item | None, names: Sequence[str]) -> str:
    return next((name for name in names if item is not None and name in item.cues), "")
