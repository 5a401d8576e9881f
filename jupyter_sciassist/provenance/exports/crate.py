"""An RO-Crate in the making: its files and its entities."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote

from .reading import Reading
from .showing import visible

Flavour = Literal["1.1", "1.3"]
Entity = dict[str, Any]
ORCID = re.compile(r"https://orcid\.org/\d{4}-\d{4}-\d{4}-\d{3}[\dX]")
ROR = re.compile(r"https://ror\.org/0[a-z0-9]{6}\d{2}")


@dataclass(frozen=True)
class Stated:
    """What RO-Crate asks for and no log holds.

    `publisher` is a name with its ORCID or ROR, `licence` the address of a licence's text.
    """

    publisher: tuple[str, str] | None = None
    licence: str | None = None


def ref(*entities: Entity | str) -> Any:
    """A reference to one entity, or a list of references to several."""
    found = [{"@id": one if isinstance(one, str) else one["@id"]} for one in entities]
    return found[0] if len(found) == 1 else found


def address(name: str) -> str:
    """A file's name as an id: escaped in ASCII only, since ids are IRIs."""
    return "".join(letter if ord(letter) > 127 else quote(letter) for letter in name)


class Crate:
    """`files` by their names in the crate, entities in the order of their making."""

    def __init__(self, log: Reading, flavour: Flavour, stated: Stated) -> None:
        self.log = log
        self.flavour = flavour
        self.stated = stated
        self.files: dict[str, bytes] = {}
        self.entities: dict[str, Entity] = {}
        self.parts: list[Entity] = []
        self.mentioned: list[Entity] = []

    def add(self, name: str, kind: str, /, **properties: Any) -> Entity:
        """An entity by its id, made once; properties without a value are left out."""
        if name not in self.entities:
            stated = {key: value for key, value in properties.items() if value not in (None, "")}
            self.entities[name] = {"@id": name, "@type": kind, **stated}
        return self.entities[name]

    def file(self, name: str, data: bytes, media: str, /, **properties: Any) -> Entity:
        """A file of the crate with its size and SHA-256."""
        self.files[name] = data
        entity = self.add(
            address(name),
            "File",
            encodingFormat=media,
            contentSize=str(len(data)),
            sha256=hashlib.sha256(data).hexdigest(),
            **properties,
        )
        self.parts.append(entity)
        return entity

    def value(self, name: str, label: str, value: str) -> Entity:
        """A named value, such as a seed."""
        return self.add(f"#{name}", "PropertyValue", name=label, value=visible(value))
