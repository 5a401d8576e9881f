"""Discipline packs: which there are, which fit an object, and the analyses of those that do.

A pack is a folder with `SKILL.md` (a valid Agent Skill), `pack.json` (read without importing anything) and
`analyses.py`, which is imported only when one of its recognisers fits an object and which binds `ANALYSES`,
a tuple of `analyses.base.Analysis` named `<pack id>.<analysis id>`. Built-in packs lie beside this file; others
are announced by an entry point of the group `jupyter_sciassist.packs` whose value is the package that
holds the folder's files.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator

from ..analyses.base import Analysis, Finding
from ..errors import PackError
from ..profiles.table import Table
from ..records import Candidate, Profile
from .discovery import discover
from .manifest import Pack
from .recognition import fits

__all__ = ["Pack", "analyses", "catalogue", "discover", "named", "pack_of"]


class Broken:
    """Stands in the catalogue for a pack that cannot be used, so that the scan tells it on a card."""

    floor = 0

    def __init__(self, pack: str, error: PackError) -> None:
        self.name = f"{pack}.pack"
        self._error = error

    def applies(self, profile: Profile) -> Iterator[Candidate]:
        """Nothing: raises what is wrong with the pack."""
        raise self._error

    def measure(self, table: Table, candidate: Candidate) -> Finding | None:
        """Never reached."""
        return None

    def code(self, table: Table, finding: Finding) -> str:
        """Never reached."""
        return ""


def analyses(profile: Profile) -> tuple[Analysis, ...]:
    """Analyses of the packs that recognise the object; a broken pack gives one that tells its error."""
    found: list[Analysis] = []
    for pack in discover():
        if pack.problem is not None:
            found.append(Broken(pack.id, PackError(pack.problem)))
        elif any(fits(one, profile) for one in pack.recognisers):
            found += _load(pack)
    return tuple(found)


def catalogue(core: tuple[Analysis, ...], profile: Profile) -> tuple[Analysis, ...]:
    """The core's analyses and those of the packs, less what a pack does in the place of the core."""
    added = analyses(profile)
    names = {one.name for one in added}
    replaced = {
        offer.instead_of
        for pack in discover()
        for offer in pack.analyses
        if f"{pack.id}.{offer.id}" in names
    }
    return (*(one for one in core if one.name not in replaced), *added)


def named(core: tuple[Analysis, ...], name: str) -> Analysis | None:
    """The analysis of that name, of the core or of a pack; None where there is none."""
    packs = [one for one in discover() if one.problem is None and name.startswith(f"{one.id}.")]
    known = [*core, *(one for pack in packs for one in _load(pack))]
    return next((one for one in known if one.name == name), None)


def pack_of(analysis: str) -> str:
    """Id of the pack that an analysis belongs to, by its name."""
    return analysis.split(".")[0] if "." in analysis else "core"


def _load(pack: Pack) -> list[Analysis]:
    """Import the analyses of a pack and hold them against its manifest."""
    try:
        made = tuple(importlib.import_module(f"{pack.module}.analyses").ANALYSES)
        got = {one.name for one in made}
    except Exception as error:  # code of any author
        said = f"{type(error).__name__}: {error}"
        return [Broken(pack.id, PackError(f"Pack {pack.id!r} does not load ({said})."))]
    wanted = {f"{pack.id}.{offer.id}" for offer in pack.analyses}
    if got != wanted:
        odd = ", ".join(sorted(got ^ wanted))
        text = f"Pack {pack.id!r}: pack.json and analyses.py differ in {odd}."
        return [Broken(pack.id, PackError(text))]
    return list(made)
