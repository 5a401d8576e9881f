"""Objects to cards, in the worker thread. Imported there alone: it brings in SciPy and pandas."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from .. import answers, methods, pipeline, results
from .. import profiles as reading
from ..bearing import Cards
from ..cells import cautions
from ..confirmation import remembered
from ..errors import DataError
from ..language import prior
from ..models.base import LanguageModel
from ..profiles.seen import Past
from ..records import (
    Answer,
    Candidate,
    Profile,
    Request,
    Subject,
    Suggestion,
    suggestion_id,
)
from ..statistics.multiplicity import Ledger
from .comm import Reply
from .store import Scan, Store
from .worker import Job

Cells = Sequence[Mapping[str, Any]]
# A question is tried on so many of the latest tables; one that is named is always among them.
_TABLES = 12


class KernelMemory(pipeline.Memory):
    """Ledgers, rows seen and confirmations for the life of the kernel."""

    def __init__(self, store: Store) -> None:
        super().__init__(store.past(Past))
        self._store = store

    def ledger(self, profile: Profile) -> Ledger:
        """The family of tests of these data."""
        return self._store.ledger(profile.fingerprint.digest, Ledger)

    def take_over(self, obj: Any, profile: Profile) -> None:
        """Count the tests that an older version made of these data and put on record."""
        if not self._store.former:
            return
        before = self._store.former.get(reading.former_digest(obj, profile.variable))
        if before is not None:
            self.ledger(profile).take_over(before)


def profiles(taken: Mapping[str, Any]) -> list[Profile]:
    """Profiles of the variables that are data, the most relevant first."""
    with np.errstate(all="ignore"):
        return reading.namespace(taken)


class Reading:
    """The scans of one request."""

    def __init__(
        self,
        store: Store,
        top: int,
        cells: Sequence[Mapping[str, Any]] | None,
        about: str | None,
        job: Job,
        reply: Reply,
    ) -> None:
        self._store = store
        self._top = top
        self._cells = cells
        self._about = about
        self._job = job
        self._reply = reply

    def suggestions(self, name: str, obj: Any) -> None:
        """Scan one object or answer from the store, and reply.

        Raises
        ------
        DataError
            The object is no data; the message says why.
        """
        profile, scan = self.scanned(name, obj)
        if scan is None:
            return
        weights = {name: prior.of(profile, self._about)}
        cards = pipeline.marked(self._store.current(scan.cards), self._cells, [profile])
        cards = pipeline.ranked(cards, weights, self._top)
        self._reply(
            "suggestions",
            subject=name,
            suggestions=[card.to_json() for card in cards],
            ledger={"id": profile.fingerprint.digest[: pipeline.FAMILY_ID], "size": scan.family},
            confirmations=len(self._store.past(Past).confirmed),
            complete=scan.complete,
            split=scan.split,
        )

    def scanned(self, name: str, obj: Any) -> tuple[Profile, Scan | None]:
        """The scan of one object, made or from the store; None when the job was given up meanwhile.

        Raises
        ------
        DataError
            The object is no data; the message says why.
        """
        with np.errstate(all="ignore"):
            profile = reading.profile(obj, name)
            if profile.kind == "other":
                raise DataError(
                    f"{name} holds no data that can be read. "
                    f"{profile.note or 'Give a table, a Series, an array or a dict of columns.'}"
                )
            return profile, self._store.scan_of(profile) or self._scan(obj, profile)

    def answer(
        self,
        taken: Mapping[str, Any],
        question: str,
        request: Request | None,
        model: LanguageModel | None = None,
    ) -> Answer:
        """The answer to a question about the variables; its findings are those of their scans.

        Raises
        ------
        DataError
            No variable holds data.
        """
        objects = self.objects(taken, question, [request.subject] if request else [])
        with np.errstate(all="ignore"):
            return answers.ask(
                objects,
                question,
                about=self._about,
                cards=self.cards(objects),
                request=request,
                model=model,
            )

    def objects(
        self, taken: Mapping[str, Any], question: str, further: Sequence[str] = ()
    ) -> dict[str, Any]:
        """The variables that a question is tried on: those it names, then the latest that are data."""
        named = {*re.findall(r"\w+", question), *further}
        found = [one.variable for one in profiles(taken) if one.kind != "other"]
        names = dict.fromkeys([*(name for name in taken if name in named), *found[:_TABLES]])
        return {name: taken[name] for name in names}

    def cards(self, objects: Mapping[str, Any]) -> Cards:
        """The cards of these objects' scans, and of tests that a question asks for."""

        def cards(name: str, asked: Sequence[Candidate] = (), /) -> Sequence[Suggestion]:
            profile, scan = self.scanned(name, objects[name])
            if scan is None:
                return []
            return (
                self._asked(objects[name], profile, asked)
                if asked
                else self._store.current(scan.cards)
            )

        return cards

    def cautions(self, taken: Mapping[str, Any], outputs: Mapping[str, Any], cells: Cells) -> None:
        """Reply with what is to be said of the notebook's errors and results, under no subject."""
        known = [scan.profile for scan in self._store.scans() if scan.profile.variable in taken]
        found = [_caution(one) for one in cautions.from_errors(cells, known)]
        with np.errstate(all="ignore"):
            found += results.read({**taken, **outputs}, cells)
            found += methods.read(cells, taken)
        cards = self._store.keep_cautions(found)
        self._reply(
            "suggestions",
            subject="",
            suggestions=[card.to_json() for card in cards],
            ledger=None,
            complete=True,
            split="all",
        )

    def _scan(self, obj: Any, profile: Profile) -> Scan | None:
        """A new scan, kept in the store; None when the job was given up meanwhile."""
        memory = KernelMemory(self._store)
        memory.take_over(obj, profile)
        cards = pipeline.scan(
            obj, profile, memory, "notebook", self._job.breathe, progress=self._progress
        )
        if self._job.abandoned:
            return None
        cards = [remembered(card, memory.past) for card in cards]
        evidence = [card.evidence for card in cards if card.evidence is not None]
        planned = [found.plan.complete for found in evidence if found.plan is not None]
        splits = [found.split for found in evidence]
        return self._store.keep_scan(
            Scan(
                profile=profile,
                cards=tuple(cards),
                complete=not self._job.stopped and all(planned),
                family=memory.ledger(profile).size(profile.fingerprint.digest),
                split=splits[0] if splits else "all",
            )
        )

    def _asked(
        self, obj: Any, profile: Profile, asked: Sequence[Candidate]
    ) -> Sequence[Suggestion]:
        """Cards of tests that a question asks for, kept in the store beside those of the scan."""
        memory = KernelMemory(self._store)
        cards = pipeline.scan(obj, profile, memory, "notebook", self._job.breathe, asked=asked)
        return self._store.keep_asked([remembered(card, memory.past) for card in cards])

    def _progress(self, subject: str, done: int, total: int) -> None:
        self._reply("progress", subject=subject, done=done, total=total)


def _caution(found: cautions.Caution) -> Suggestion:
    """A caution as a card. It claims nothing, so its title carries all of its words."""
    where = "" if found.number is None else f"Cell [{found.number}]: "
    return Suggestion(
        id=suggestion_id("error output", "", (found.cell, found.title), None),
        kind="caution",
        subject=Subject("", None),
        title=f"{where}{found.title}. {found.cause} {found.cure}",
        analysis="error output",
        hypothesis=None,
        evidence=None,
        code="",
    )
