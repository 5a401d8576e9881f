"""What a record is: a frozen dataclass with an explicit JSON form. `records.py` holds the records.

And the names by which whoever asks a kernel finds its kernel side: `labextension/src/kernel.ts` has the same.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from typing_extensions import Self

from .errors import RecordError

JSON = Any

REQUEST = "sciassist.request"
PUSH = "sciassist.push"
PROTOCOL = 1
# An expression, so that neither a name nor a cell's number is taken from the user.
REGISTER = "__import__('importlib').import_module('jupyter_sciassist.kernel.attach').register()"


def _plain(value: Any, where: str) -> JSON:
    if isinstance(value, Record):
        return value.to_json()
    if isinstance(value, (tuple, list)):
        return [_plain(item, where) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(item, where) for key, item in value.items()}
    if isinstance(value, float) and not math.isfinite(value):
        raise RecordError(f"{where} is {value}; a record holds finite numbers or null.")
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    raise RecordError(f"{where} holds a {type(value).__name__}; records hold JSON values only.")


@dataclass(frozen=True)
class Record:
    """Base of all records. `_nested` names the fields that hold records (or tuples of them)."""

    _nested: ClassVar[Mapping[str, Any]] = {}

    def to_json(self) -> dict[str, JSON]:
        """Plain dict, keys in the order of the fields."""
        name = type(self).__name__
        return {
            field.name: _plain(getattr(self, field.name), f"{name}.{field.name}")
            for field in dataclasses.fields(self)
        }

    @classmethod
    def from_json(cls, data: JSON) -> Self:
        """Rebuild a record; RecordError names the field that is wrong."""
        if not isinstance(data, Mapping):
            raise RecordError(f"{cls.__name__} wants an object, got {type(data).__name__}.")
        fields = {field.name: field for field in dataclasses.fields(cls)}
        unknown = sorted(set(data) - set(fields))
        if unknown:
            raise RecordError(f"{cls.__name__} has no field {', '.join(map(repr, unknown))}.")
        missing = [
            name
            for name, field in fields.items()
            if name not in data
            and field.default is dataclasses.MISSING
            and field.default_factory is dataclasses.MISSING
        ]
        if missing:
            raise RecordError(f"{cls.__name__} lacks {', '.join(map(repr, missing))}.")
        return cls(**{key: cls._field(key, value) for key, value in data.items()})

    @classmethod
    def _field(cls, name: str, value: JSON) -> Any:
        nested = cls._nested.get(name)
        if nested is not None and value is not None:
            if isinstance(value, list):
                return tuple(nested.from_json(item) for item in value)
            return nested.from_json(value)
        if isinstance(value, list):
            return tuple(_freeze(item) for item in value)
        _plain(value, f"{cls.__name__}.{name}")
        return value


def _freeze(value: JSON) -> Any:
    return tuple(_freeze(item) for item in value) if isinstance(value, list) else value
