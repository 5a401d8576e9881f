"""The catalogues of the front end's strings: what the sources say, what the catalogues hold.

`tools/translations.py` says which strings lack a translation, which are left over and where a
placeholder was lost, and fails on any. With `--update` it first rewrites each `.po` file (new
strings come with an empty translation, those that nothing says any more go) and makes the `.json`
file beside it, the one that JupyterLab reads. Translators edit the `.po` files.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from console import ROOT

DOMAIN = "jupyter_sciassist"
SOURCES = ROOT / "labextension" / "src"
SCHEMA = ROOT / "labextension" / "schema" / "plugin.json"
CATALOGUES = ROOT / DOMAIN / "locale"

# What the arguments of each call of JupyterLab's bundles are, before the values.
CALLS = {
    "__": ("text",),
    "_n": ("text", "plural"),
    "_p": ("context", "text"),
    "_np": ("context", "text", "plural"),
}
CALL = re.compile(r"\.(__|_np?|_p)\(\s*")
LITERAL = re.compile(r"""('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")\s*(?:,\s*|(?=\)))""")
ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)")
PLACEHOLDER = re.compile(r"%\d+")
FIELD = re.compile(r'(?:(msgctxt|msgid|msgid_plural|msgstr|msgstr\[\d\]) )?(".*")')


class CatalogueError(Exception):
    """A source or a catalogue that cannot be read; the message names the place."""


@dataclass(frozen=True, order=True)
class Message:
    """What is looked up: the string, its plural and its context, each empty where there is none."""

    text: str
    plural: str = ""
    context: str = ""


@dataclass(frozen=True)
class Catalogue:
    """A language: the head of its file as it stands, and the forms of each message."""

    head: str
    forms: Mapping[Message, tuple[str, ...]]


def spoken() -> dict[Message, list[str]]:
    """Every message of the front end, with the files that say it.

    Raises
    ------
    CatalogueError
        A call whose string is put together at run time, so that no catalogue can hold it.
    """
    found: dict[Message, list[str]] = {}
    files = [file for file in SOURCES.rglob("*.ts*") if "__tests__" not in file.parts]
    said = [pair for file in sorted(files) for pair in _calls(file)]
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    said += [(message, _place(SCHEMA)) for message in _titles(schema)]
    for message, place in said:
        places = found.setdefault(message, [])
        if place not in places:
            places.append(place)
    return found


def _place(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def _calls(file: Path) -> Iterator[tuple[Message, str]]:
    source = file.read_text(encoding="utf-8")
    for call in CALL.finditer(source):
        values = {}
        at = call.end()
        for name in CALLS[call[1]]:
            literal = LITERAL.match(source, at)
            if literal is None:
                line = source.count("\n", 0, call.start()) + 1
                raise CatalogueError(
                    f"{_place(file)}:{line}: write the whole string into the call, as one literal"
                )
            values[name] = ESCAPE.sub(_unescaped, literal[1][1:-1])
            at = literal.end()
        yield Message(**values), _place(file)


def _unescaped(found: re.Match[str]) -> str:
    escape = found[1]
    if len(escape) > 1:
        return chr(int(escape[1:], 16))
    return {"n": "\n", "t": "\t"}.get(escape, escape)


def _titles(schema: Mapping[str, Any]) -> Iterator[Message]:
    """What JupyterLab's settings show, in the contexts under which it looks them up."""
    for key in ("title", "description"):
        yield Message(schema[key], context="schema")
    yield Message(schema["jupyter.lab.setting-icon-label"], context="settings")
    for one in schema["properties"].values():
        yield from (Message(one[key], context="settings") for key in ("title", "description"))


def read(path: Path) -> Catalogue:
    """Read a `.po` file: entries apart by an empty line, the first of them its head."""
    head, *blocks = path.read_text(encoding="utf-8").strip().split("\n\n")
    forms = {}
    for block in blocks:
        fields = _fields(block, path)
        message = Message(
            fields["msgid"], fields.get("msgid_plural", ""), fields.get("msgctxt", "")
        )
        forms[message] = tuple(text for key, text in fields.items() if key.startswith("msgstr"))
    return Catalogue(head, forms)


def _fields(block: str, path: Path) -> dict[str, str]:
    fields: dict[str, str] = {}
    key = ""
    for line in block.split("\n"):
        if line.startswith("#"):
            continue
        found = FIELD.fullmatch(line)
        if found is None:
            raise CatalogueError(f"{_place(path)}: this line cannot be read: {line}")
        key = found[1] or key
        fields[key] = fields.get(key, "") + json.loads(found[2])
    return fields


def updated(old: Catalogue, said: Mapping[Message, list[str]]) -> Catalogue:
    """The catalogue with what is said now: translations kept, new ones empty, the rest gone."""
    return Catalogue(old.head, {one: old.forms.get(one, ("",)) for one in said})


def po(catalogue: Catalogue, said: Mapping[Message, list[str]]) -> str:
    """Text of the `.po` file."""
    entries = [catalogue.head]
    for message, forms in catalogue.forms.items():
        lines = [f"#: {place}" for place in said[message]]
        named = {"msgctxt": message.context, "msgid": message.text, "msgid_plural": message.plural}
        lines += [f"{key} {_quoted(text)}" for key, text in named.items() if text]
        for place, form in enumerate(forms):
            key = f"msgstr[{place}]" if message.plural else "msgstr"
            lines.append(f"{key} {_quoted(form)}")
        entries.append("\n".join(lines))
    return "\n\n".join(entries) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def compiled(catalogue: Catalogue, locale: str) -> str:
    """Text of the `.json` file: what is translated, under the keys that JupyterLab looks up."""
    rule = re.search(r"Plural-Forms: (.*?)\\n", catalogue.head)
    if rule is None:
        raise CatalogueError(f"the catalogue of {locale} does not say its Plural-Forms")
    head = {"domain": DOMAIN, "language": locale.replace("_", "-"), "plural_forms": rule[1]}
    entries: dict[str, Any] = {"": head}
    for message, forms in catalogue.forms.items():
        if all(forms):
            key = f"{message.context}\x04{message.text}" if message.context else message.text
            # JupyterLab takes one form for a message without a plural and passes over it.
            doubled = message.plural and len(forms) == 1
            entries[key] = [*forms, *forms] if doubled else [*forms]
    return json.dumps(entries, ensure_ascii=False, indent=1) + "\n"


def faults(catalogue: Catalogue, said: Mapping[Message, list[str]]) -> list[str]:
    """One line for each message that lacks something or is no longer said."""
    lines = [f"not in the catalogue: {one.text}" for one in said if one not in catalogue.forms]
    for message, forms in catalogue.forms.items():
        if message not in said:
            lines.append(f"left over: {message.text}")
        elif not all(forms):
            lines.append(f"not translated: {message.text}")
        elif any(_places(form) != _places(message.plural or message.text) for form in forms):
            lines.append(f"other placeholders: {message.text}")
    return lines


def _places(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def main(update: bool) -> int:
    """Check every catalogue, rewritten first where `update` says so; 1 where one has faults."""
    said = spoken()
    count = 0
    for path in sorted(CATALOGUES.glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
        locale = path.parents[1].name
        catalogue = read(path)
        if update:
            catalogue = updated(catalogue, said)
            path.write_text(po(catalogue, said), encoding="utf-8")
            path.with_suffix(".json").write_text(compiled(catalogue, locale), encoding="utf-8")
        found = faults(catalogue, said)
        count += len(found)
        print(f"{locale}: {len(said)} strings, {len(found)} faults")
        for fault in found:
            print(f"    {fault}")
    return 1 if count else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--update", action="store_true", help="rewrite the catalogues first")
    try:
        sys.exit(main(parser.parse_args().update))
    except CatalogueError as error:
        sys.exit(str(error))
