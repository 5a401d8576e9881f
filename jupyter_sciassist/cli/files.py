"""Tables on disk, and the description that stands beside them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from ..errors import FileFormatError

_PYARROW_CURE = 'Parquet and Feather need pyarrow: pip install "jupyter_sciassist[tables]"'


@dataclass(frozen=True)
class Described:
    """A table's description and the meanings of its columns, where a file beside it gives them."""

    about: str | None
    columns: Mapping[str, str]


def _json(path: Path) -> pd.DataFrame:
    try:
        return pd.read_json(path)
    except ValueError:
        return pd.read_json(path, lines=True)


_READERS: Mapping[str, tuple[Callable[[Path], pd.DataFrame], str]] = {
    ".csv": (lambda path: pd.read_csv(path, low_memory=False), "pd.read_csv({!r}, low_memory=False)"),
    ".tsv": (
        lambda path: pd.read_csv(path, sep="\t", low_memory=False),
        "pd.read_csv({!r}, sep='\\t', low_memory=False)",
    ),
    ".parquet": (pd.read_parquet, "pd.read_parquet({!r})"),
    ".feather": (pd.read_feather, "pd.read_feather({!r})"),
    ".json": (_json, "pd.read_json({!r})"),
    ".jsonl": (lambda path: pd.read_json(path, lines=True), "pd.read_json({!r}, lines=True)"),
}  # fmt: skip


def read(path: Path) -> pd.DataFrame:
    """The table in `path`; FileFormatError names the file, the fault and the cure."""
    if not path.is_file():
        raise FileFormatError(f"{path} is no file. Name a {', '.join(_READERS)} table.")
    if path.suffix.lower() not in _READERS:
        raise FileFormatError(
            f"{path} has the ending {path.suffix!r}; tables end in {', '.join(_READERS)}."
        )
    try:
        return _READERS[path.suffix.lower()][0](path)
    except ImportError as error:
        raise FileFormatError(f"{path} cannot be read. {_PYARROW_CURE}") from error
    except (ValueError, OSError, KeyError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise FileFormatError(
            f"{path} cannot be read as a table ({reason}). Check that it is whole and has a header."
        ) from error


def loading(path: Path, variable: str) -> str:
    """The line of Python that loads the table, for the code of a card."""
    return f"{variable} = {_READERS[path.suffix.lower()][1].format(str(path))}"


def described(path: Path) -> Described:
    """What a `datapackage.json` or a CSVW metadata file beside the table says of it."""
    for candidate, take in (
        (path.with_name("datapackage.json"), _datapackage),
        (path.with_name(path.name + "-metadata.json"), _csvw),
        (path.with_name("csv-metadata.json"), _csvw),
    ):
        if candidate.is_file():
            try:
                found = take(json.loads(candidate.read_text(encoding="utf-8")), path.name)
            except (ValueError, AttributeError, TypeError) as error:
                raise FileFormatError(
                    f"{candidate} is not valid metadata ({error}). Mend it or move it away."
                ) from error
            if found is not None:
                return found
    return Described(None, {})


def _text(value: Any) -> str:
    """CSVW natural-language values are strings, lists or {language: string} objects."""
    if isinstance(value, dict):
        value = value.get("@value") or next(iter(value.values()), "")
    if isinstance(value, list):
        value = value[0] if value else ""
    return value if isinstance(value, str) else ""


def _datapackage(data: Any, file: str) -> Described | None:
    for resource in data.get("resources", []):
        if Path(str(resource.get("path", ""))).name != file:
            continue
        fields = resource.get("schema", {})
        fields = fields.get("fields", []) if isinstance(fields, dict) else []
        columns = {
            str(field["name"]): _text(field.get("description") or field.get("title"))
            for field in fields
            if "name" in field
        }
        about = _text(resource.get("description")) or _text(data.get("description"))
        return Described(about or None, {key: text for key, text in columns.items() if text})
    return None


def _csvw(data: Any, file: str) -> Described | None:
    tables = data.get("tables", [data])
    for table in tables:
        if Path(str(table.get("url", ""))).name != file:
            continue
        columns = {
            str(column["name"]): _text(column.get("dc:description") or column.get("titles"))
            for column in table.get("tableSchema", {}).get("columns", [])
            if "name" in column
        }
        about = _text(table.get("dc:description")) or _text(data.get("dc:description"))
        return Described(about or None, {key: text for key, text in columns.items() if text})
    return None
