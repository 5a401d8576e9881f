"""Random lives of notebooks against a model that is kept by hand and never read from a log.

The model knows who decided what, which names were redacted, what waits, and what each cell came
from. After every few steps the logs, the files beside them and `blame` must say the same.
"""

from __future__ import annotations

import json
import os
import random
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from jupyter_sciassist.provenance import spool
from jupyter_sciassist.provenance.amend import redact, repair
from jupyter_sciassist.provenance.chain import scan, sidecar_of
from jupyter_sciassist.provenance.moving import copy, move
from jupyter_sciassist.provenance.record import record
from jupyter_sciassist.provenance.trace import blame
from jupyter_sciassist.provenance.verify import verify
from tests.provenance.logs import CARD, sized

SEEDS, STEPS = sized(4, 500), 60


@dataclass
class Cell:
    id: str
    source: str
    suggested: str | None = None


@dataclass
class Notebook:
    """What is known of one notebook. `people`: who decided, and the record's id once it is told."""

    path: Path
    cells: list[Cell] = field(default_factory=list)
    people: dict[str, str | None] = field(default_factory=dict)
    redacted: set[str] = field(default_factory=set)
    waiting: set[str] = field(default_factory=set)
    told: dict[str, object] = field(default_factory=dict)

    @property
    def log(self) -> Path:
        return sidecar_of(self.path)

    def save(self) -> None:
        cells = [
            {"cell_type": "code", "id": cell.id, "metadata": {}, "source": cell.source}
            for cell in self.cells
        ]
        self.path.write_text(json.dumps({"metadata": {"sciassist": self.told}, "cells": cells}))


class Life:
    """Some notebooks in a folder, and what a random user does to them."""

    def __init__(self, folder: Path, rng: random.Random) -> None:
        self.folder, self.rng, self.number = folder, rng, 0
        self.notebooks = [Notebook(folder / "n0.ipynb")]
        self.notebooks[0].save()

    def new(self, what: str) -> str:
        self.number += 1
        return f"{what}{self.number}"

    def step(self) -> None:
        one = self.rng.choice(self.notebooks)
        work = self.rng.choices(
            [self.decide, self.edit, self.own, self.shuffle, self.drop, self.redact, self.rename,
             self.copy, self.tear, self.refuse, self.branch, self.again],
            [8, 4, 2, 2, 2, 3, 2, 1, 2, 2, 2, 1],
        )[0]  # fmt: skip
        work(one)
        one.save()

    def decide(self, one: Notebook, *, refused: bool = False) -> None:
        who, cell = self.new("person-") + "-", self.new("cell-")
        code = f"value = {self.number}\nprint(value, {'very ' * 3!r})\n"
        text = code if self.rng.random() < 0.6 else code + "# looked at\n"
        receipt = record(
            one.log,
            suggestion=replace(CARD, code=code),
            verb="accepted",
            by=who,
            notebook=one.path.name,
            doc_id=one.told.get("doc_id"),
            cell={"id": cell, "index": len(one.cells)},
            text=text,
        )
        one.people[who] = receipt.record
        assert (receipt.record is None) == refused, receipt.warning
        if refused:
            one.waiting.add(who)
        else:
            one.waiting.clear()
            keys = ("doc_id", "log", "head", "count")
            one.told = {key: getattr(receipt, key) for key in keys}
        one.cells.append(Cell(cell, text, code))

    def edit(self, one: Notebook) -> None:
        for cell in one.cells[:1]:
            cell.source += f"more = {self.number}\n"

    def own(self, one: Notebook) -> None:
        one.cells.insert(0, Cell(self.new("own-"), f"mine = {self.number}\n"))

    def shuffle(self, one: Notebook) -> None:
        self.rng.shuffle(one.cells)

    def drop(self, one: Notebook) -> None:
        if one.cells:
            one.cells.pop()

    def redact(self, one: Notebook, there: set[str] | None = None) -> None:
        among = set(one.people) if there is None else there
        open_now = sorted(who for who in among - one.redacted if one.people[who])
        if open_now:
            who = self.rng.choice(open_now)
            redact(one.log, one.people[who], ["/by"], reason="asked to")
            one.redacted.add(who)

    def rename(self, one: Notebook) -> None:
        before, log = one.path, one.log
        one.path = before.rename(self.folder / f"{self.new('n')}.ipynb")
        if self.rng.random() < 0.5 or one.waiting or not one.told:
            move(log, one.log, one.path.name, before.name)
        elif log.exists():
            self.decide(one)  # finds its log by the document's id

    def copy(self, one: Notebook) -> None:
        if len(self.notebooks) < 4 and one.log.exists():
            made = Notebook(self.folder / f"{self.new('n')}.ipynb", told=dict(one.told))
            made.cells = [Cell(cell.id, cell.source) for cell in one.cells]
            made.save()
            copy(one.log, made.log, made.path.name, "1")
            self.notebooks.append(made)

    def tear(self, one: Notebook) -> None:
        if one.log.exists():
            lines = one.log.read_bytes().splitlines()
            with one.log.open("ab") as file:
                file.write(self.rng.choice(lines)[: self.rng.randrange(1, 200)])
            os.utime(one.log, (1, 1))
            if self.rng.random() < 0.5:
                repair(one.log)
            else:
                self.decide(one)

    def refuse(self, one: Notebook) -> None:
        """The disk refuses one decision: it waits for the next."""
        aside = one.log.with_name("aside")
        if one.log.exists():
            one.log.rename(aside)
        one.log.mkdir()
        self.decide(one, refused=True)
        one.log.rmdir()
        if aside.exists():
            aside.rename(one.log)

    def branch(self, one: Notebook) -> None:
        """Two branches go on from one log; a union merge, or a conflict that is left in the file."""
        if not one.log.exists():
            return
        base = one.log.read_bytes().splitlines(keepends=True)
        sides, there = [], set(one.people) - one.waiting
        for _ in range(2):
            one.log.write_bytes(b"".join(base))
            if self.rng.random() < 0.5:
                self.redact(one, there)
            else:
                self.decide(one)
            sides.append(one.log.read_bytes().splitlines(keepends=True))
        ours, theirs = sides
        same = 0
        while same < min(map(len, sides)) and ours[same] == theirs[same]:
            same += 1
        marks = [b"", b"", b""]
        if self.rng.random() < 0.5:
            marks = [b"<<<<<<< HEAD\n", b"=======\n", b">>>>>>> side\n"]
        merged = [*ours[:same], marks[0], *ours[same:], marks[1], *theirs[same:], marks[2]]
        one.log.write_bytes(b"".join(merged))
        repair(one.log, merge=True)

    def again(self, one: Notebook) -> None:
        """A program that knows nothing of logs writes the last line once more."""
        if one.log.exists():
            lines = one.log.read_bytes().splitlines(keepends=True)
            one.log.write_bytes(b"".join([*lines, lines[-1]]))
            repair(one.log, merge=True)

    def check(self) -> None:
        for one in self.notebooks:
            if one.log.exists():
                self.check_log(one)
            self.check_cells(one)

    def check_log(self, one: Notebook) -> None:
        found = verify(one.path)
        assert found.exit_code() == 0, found
        rows = [json.loads(line) for line in one.log.read_bytes().splitlines()]
        made = [row for row in rows if row["core"]["type"] == "suggestion.accepted"]
        names = [row["open"]["/by"]["v"] for row in made if "/by" in row["open"]]
        known = set(one.people) - one.waiting
        assert sorted(names) == sorted(known - one.redacted)
        assert len(made) == len(known)
        assert len(scan(one.log).heads) == 1
        files = [one.log, one.log.with_name(one.log.name + ".torn"), spool.spool_of(one.log)]
        held = b"".join(path.read_bytes() for path in files if path.exists())
        assert not [who for who in one.redacted if who.encode() in held]

    def check_cells(self, one: Notebook) -> None:
        if not one.log.exists() or one.waiting:
            return
        expected = [
            "unknown"
            if cell.suggested is None
            else "AI verbatim"
            if cell.source.rstrip() == cell.suggested.rstrip()
            else "AI edited"
            for cell in one.cells
        ]
        badges = [item.badge for item in blame(one.log, one.path)]
        assert [" ".join(badge.split()[:2]) for badge in badges] == expected


@pytest.mark.parametrize("number", range(SEEDS))
def test_the_logs_say_what_was_done(tmp_path, number):
    seed = random.SystemRandom().getrandbits(64)
    print(f"seed {seed}")  # shown when it fails
    life = Life(tmp_path, random.Random(seed))
    for step in range(STEPS):
        life.step()
        if step % 5 == 4 or step == STEPS - 1:
            life.check()
