"""Every kind of export by name, and how its file or folder is named where nobody names it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path
from typing import NamedTuple

from . import agent_trace, page, prov, rocrate, table
from .crate import Stated
from .reading import Reading
from .writing import IsThereError, new_file, new_folder


class Kind(NamedTuple):
    """How a file or folder of a kind is named after the notebook, and what it holds."""

    ending: str
    made: Callable[[Reading, Stated], bytes | Mapping[str, bytes]]


KINDS: Mapping[str, Kind] = {
    "rocrate-1.1": Kind(".crate", lambda log, stated: rocrate.crate(log, "1.1", stated)),
    "rocrate-1.3": Kind(".crate", lambda log, stated: rocrate.crate(log, "1.3", stated)),
    "prov-json": Kind(".provenance.json", lambda log, _: prov.prov_json(log)),
    "prov-n": Kind(".provenance.provn", lambda log, _: prov.prov_n(log)),
    "agent-trace": Kind(".agent-trace.jsonl", lambda log, _: agent_trace.agent_trace(log)),
    "csv": Kind(".provenance.csv", lambda log, _: table.table(log)),
    "html": Kind(".provenance.html", lambda log, _: page.page(log)),
}


def write_beside(folder: Path, log: Reading, kind: str) -> Path:
    """Write an export into `folder`, under the first name that is free; where it is.

    The name is the notebook's with the kind's ending, then with -2, -3 ... between the two.

    Raises
    ------
    ProvenanceError
        It cannot be written; nothing is left behind.
    """
    ending, make = KINDS[kind]
    made = make(log, Stated())
    for number in count(1):
        place = folder / f"{log.title}{'' if number == 1 else f'-{number}'}{ending}"
        try:
            if isinstance(made, bytes):
                new_file(place, made)
            else:
                new_folder(place, made)
        except IsThereError:
            continue
        break
    return place
