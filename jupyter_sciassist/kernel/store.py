"""Every suggestion of this kernel: one store that panel, magics and widget share."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..errors import UnknownSuggestionError
from ..language import coding
from ..records import Note, Profile, Status, Suggestion

if TYPE_CHECKING:
    from ..profiles.seen import Past, Seen
    from ..statistics.multiplicity import Ledger

Watcher = Callable[[str], None]


@dataclass(frozen=True)
class Scan:
    """What one scan of an object found: all cards, unranked.

    `family` is the size of the ledger when the scan ended, `split` the side it looked at. A scan
    that was stopped is not complete: it asserts nothing and is not answered from the store.
    """

    profile: Profile
    cards: tuple[Suggestion, ...]
    complete: bool
    family: int
    split: str


@dataclass
class Counted:
    """How much of the ledgers and of the rows seen is on record; `back` once the record was read."""

    back: bool = False
    tests: dict[str, int] = field(default_factory=dict)
    rows: list[Seen] = field(default_factory=list)


class Store:
    """Suggestions by id and by number. Any thread may call; nothing here computes or sends."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._cards: dict[str, Suggestion] = {}
        self._scans: dict[str, Scan] = {}
        self._decided: Mapping[str, Status] = {}
        self._numbers: list[str] = []
        self._listed = False
        self._ledgers: dict[str, Ledger] = {}
        # of logs that know the data by an older algorithm's fingerprint, by that fingerprint
        self.former: dict[str, Ledger] = {}
        self._past: Past | None = None
        self.counted = Counted()
        self._watchers: list[Watcher] = []

    def watch(self, watcher: Watcher) -> Callable[[], None]:
        """Call `watcher(id)` on a change of one suggestion, `watcher("")` on new ones; gives the undo."""
        with self._lock:
            self._watchers.append(watcher)

        def forget() -> None:
            with self._lock:
                if watcher in self._watchers:
                    self._watchers.remove(watcher)

        return forget

    def _tell(self, identity: str) -> None:
        with self._lock:
            watchers = list(self._watchers)
        for watcher in watchers:
            watcher(identity)

    def ledger(self, digest: str, new: Callable[[str], Ledger]) -> Ledger:
        """The ledger of the data with that fingerprint; `new` makes it the first time."""
        with self._lock:
            if digest not in self._ledgers:
                self._ledgers[digest] = new(digest)
            return self._ledgers[digest]

    def past(self, new: Callable[[], Past]) -> Past:
        """Rows seen and confirmations made; `new` makes it the first time."""
        with self._lock:
            if self._past is None:
                self._past = new()
            return self._past

    def ledgers(self) -> list[Ledger]:
        """The ledgers of all data."""
        with self._lock:
            return list(self._ledgers.values())

    def scan_of(self, profile: Profile) -> Scan | None:
        """The finished scan of these very data, where there is one."""
        with self._lock:
            scan = self._scans.get(profile.variable)
        if scan is None or not scan.complete or profile.fingerprint.coverage == "unhashable":
            return None
        return scan if _reading(scan.profile) == _reading(profile) else None

    def keep_scan(self, scan: Scan) -> Scan:
        """Keep a scan; its cards take over what the user already said about them."""
        with self._lock:
            merged = dataclasses.replace(scan, cards=tuple(self._merged(c) for c in scan.cards))
            self._scans[scan.profile.variable] = merged
            self._replace(scan.profile.variable, merged.cards)
        self._tell("")
        return merged

    def keep_asked(self, cards: Sequence[Suggestion]) -> list[Suggestion]:
        """Keep cards of tests that were asked for, beside those of the scan, until the next one."""
        with self._lock:
            merged = [self._merged(card) for card in cards]
            self._cards.update((card.id, card) for card in merged)
        return merged

    def keep_cautions(self, cards: Sequence[Suggestion]) -> list[Suggestion]:
        """Keep the cautions about the notebook's cells, in place of the former ones."""
        with self._lock:
            merged = [self._merged(card) for card in cards]
            self._replace("", merged)
        return merged

    def _merged(self, card: Suggestion) -> Suggestion:
        known = self._cards.get(card.id)
        if known is None:
            return dataclasses.replace(card, status=self._decided.get(card.id, card.status))
        same = known.subject.fingerprint == card.subject.fingerprint
        return dataclasses.replace(
            card,
            status=known.status,
            note=known.note if same else card.note,
            confirmation=known.confirmation,
        )

    def remember(self, decided: Mapping[str, Status]) -> None:
        """Status by id from earlier kernels; what was said in this one stands."""
        with self._lock:
            self._decided = dict(decided)
            late = [
                (identity, status)
                for identity, status in decided.items()
                if identity in self._cards and self._cards[identity].status == "proposed"
            ]
        for identity, status in late:
            self.set_status(identity, status)

    def _replace(self, variable: str, cards: Sequence[Suggestion]) -> None:
        fresh = {card.id for card in cards}
        gone = [
            identity
            for identity, card in self._cards.items()
            if card.subject.variable == variable
            and identity not in fresh
            and card.status == "proposed"
            and card.analysis != coding.ANALYSIS  # no scan finds what a conversation drafted
        ]
        for identity in gone:
            del self._cards[identity]
        self._cards.update((card.id, card) for card in cards)
        self._numbers = [identity for identity in self._numbers if identity in self._cards]

    def current(self, cards: Sequence[Suggestion]) -> list[Suggestion]:
        """The same cards with their present status, note and confirmation; `done_in` stays."""
        with self._lock:
            known = [self._cards.get(card.id, card) for card in cards]
        return [
            dataclasses.replace(
                card, status=now.status, note=now.note, confirmation=now.confirmation
            )
            for card, now in zip(cards, known, strict=True)
        ]

    def get(self, identity: str) -> Suggestion:
        """The suggestion of that id; UnknownSuggestionError where there is none."""
        with self._lock:
            card = self._cards.get(identity)
        if card is None:
            raise UnknownSuggestionError(
                f"There is no suggestion {identity!r} in this kernel. Run `%sci suggest` or refresh the panel."
            )
        return card

    def cards(self) -> list[Suggestion]:
        """Every suggestion that is known, in the order of the numbers, then the others."""
        with self._lock:
            first = [self._cards[identity] for identity in self._numbers]
            shown = set(self._numbers)
            return first + [card for key, card in self._cards.items() if key not in shown]

    def profile(self, variable: str) -> Profile | None:
        """The profile that the last scan of a variable saw."""
        with self._lock:
            scan = self._scans.get(variable)
        return scan.profile if scan else None

    def scans(self) -> list[Scan]:
        """The last scan of each variable."""
        with self._lock:
            return list(self._scans.values())

    def follow_panel(self, ids: Sequence[str]) -> None:
        """Number the suggestions as the panel shows them, unless a listing on paper came first.

        Whoever reads "2" in the output of `%sci suggest` means that line, whatever the panel has
        sorted since.
        """
        with self._lock:
            if not self._listed:
                self._numbers = [identity for identity in ids if identity in self._cards]

    def follow_listing(self, ids: Sequence[str]) -> None:
        """Number the suggestions as a printed listing shows them."""
        with self._lock:
            self._numbers = [identity for identity in ids if identity in self._cards]
            self._listed = True

    def follow_reply(self, ids: Sequence[str], draft: str | None) -> None:
        """Number what a reply lists; a draft alone comes after the last listing, whose numbers stay."""
        with self._lock:
            if ids:
                self.follow_listing(ids)
            if draft in self._cards and draft not in self._numbers:
                self._numbers.append(draft)

    def number_of(self, identity: str) -> int | None:
        """The number by which a suggestion is accepted; None where it is in no listing."""
        with self._lock:
            return self._numbers.index(identity) + 1 if identity in self._numbers else None

    def numbered(self, number: int) -> Suggestion:
        """Suggestion `number`, counted from 1, of the last listing or of the panel."""
        with self._lock:
            if 1 <= number <= len(self._numbers):
                return self._cards[self._numbers[number - 1]]
            count = len(self._numbers)
        if count == 0:
            raise UnknownSuggestionError("There are no suggestions yet. Run `%sci suggest` first.")
        raise UnknownSuggestionError(
            f"There is no suggestion {number}. The last listing has 1 to {count}."
        )

    def set_status(self, identity: str, status: Status, note: Note | None = None) -> Suggestion:
        """Note what the user said of a suggestion; a `note` of the model is kept with it."""
        with self._lock:
            card = self.get(identity)
            card = dataclasses.replace(card, status=status, note=note or card.note)
            self._cards[identity] = card
        self._tell(identity)
        return card

    def keep_confirmed(self, card: Suggestion) -> None:
        """Keep a card with its confirmation and the status that it gave."""
        with self._lock:
            self._cards[card.id] = card
        self._tell(card.id)


def _reading(profile: Profile) -> tuple[object, ...]:
    """What a scan goes by: the values, and the types and roles in which they are read."""
    columns = [(one.key, one.name, one.role, one.dtype, one.unit) for one in profile.columns]
    return profile.type, profile.kind, profile.shape, profile.fingerprint, columns
