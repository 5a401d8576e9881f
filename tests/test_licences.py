"""Everything installed beside the project may be shipped with it: no GPL, no AGPL."""

import re
from importlib import metadata

import pytest

# Used unchanged and as a library of its own, which the LGPL allows to any program.
LGPL_ALLOWED: dict[str, str] = {
    "enum-tools": "of roc-validator, which the tests of the crates run as a program of its own",
}
COPYLEFT = re.compile(r"\b(AGPL|LGPL|GPL)|\b(Affero|Lesser|GNU) General Public", re.IGNORECASE)
DISTRIBUTIONS = {
    (distribution.metadata["Name"] or "?").lower().replace("_", "-"): distribution
    for distribution in metadata.distributions()
}


def licence_of(distribution: metadata.Distribution) -> str:
    """The licence expression; else the classifiers; else the free text's first line; else the files."""
    about = distribution.metadata
    expression = about.get("License-Expression")
    if expression:
        return str(expression)
    classifiers = [c for c in about.get_all("Classifier") or [] if c.startswith("License ::")]
    free = (about.get("License") or "").strip().partition("\n")[0]
    return "; ".join(classifiers) or str(free) or _files(distribution)


def _files(distribution: metadata.Distribution) -> str:
    """The texts of the licence files, for the few that name their licence nowhere else."""
    own = [file for file in distribution.files or [] if file.name.upper().startswith("LICEN")]
    return "\n".join(file.read_text(encoding="utf-8") for file in own)


def test_the_reading_recognises_copyleft() -> None:
    assert COPYLEFT.search("GPL-3.0-or-later")
    assert COPYLEFT.search("License :: OSI Approved :: GNU General Public License v2 (GPLv2)")
    assert COPYLEFT.search("GNU Affero General Public License v3")
    assert not COPYLEFT.search("BSD-3-Clause AND MIT")


@pytest.mark.parametrize("name", sorted(DISTRIBUTIONS))
def test_licence(name: str) -> None:
    licence = licence_of(DISTRIBUTIONS[name])
    assert licence, f"{name} names no licence"
    assert name in LGPL_ALLOWED or not COPYLEFT.search(licence), f"{name}: {licence}"
