"""Catalogues: every string of the front end is in each, whole, and nothing is left over."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.tracked import ROOT

sys.path.insert(0, str(ROOT / "tools"))
import translations
from translations import Catalogue, CatalogueError, Message

FILES = sorted(translations.CATALOGUES.glob("*/LC_MESSAGES/*.po"))
HEAD = r'"Plural-Forms: nplurals=1; plural=0;\n"'
ONE = Message("%1 of %2")
MANY = Message("%1 test", "%1 tests")
TITLE = Message("Title", context="settings")
SAID = {one: ["labextension/src/a.ts"] for one in (ONE, MANY, TITLE)}
WHOLE = {ONE: ("%2 的 %1",), MANY: ("%1 次检验",), TITLE: ("标题",)}


def test_there_is_a_chinese_catalogue() -> None:
    assert [file.parents[1].name for file in FILES] == ["zh_CN"]
    assert len(translations.spoken()) > 400


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parents[1].name)
def test_the_catalogue_is_complete(file: Path) -> None:
    assert translations.faults(translations.read(file), translations.spoken()) == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parents[1].name)
def test_the_files_are_as_the_tool_writes_them(file: Path) -> None:
    catalogue, said = translations.read(file), translations.spoken()
    cure = "run: python tools/translations.py --update"
    current = translations.updated(catalogue, said)
    assert file.read_text(encoding="utf-8") == translations.po(current, said), cure
    made = translations.compiled(catalogue, file.parents[1].name)
    assert file.with_suffix(".json").read_text(encoding="utf-8") == made, cure


@pytest.mark.parametrize(
    ("forms", "fault"),
    [
        (WHOLE, None),
        ({ONE: WHOLE[ONE], TITLE: WHOLE[TITLE]}, "not in the catalogue: %1 test"),
        ({**WHOLE, Message("gone"): ("没了",)}, "left over: gone"),
        ({**WHOLE, TITLE: ("",)}, "not translated: Title"),
        ({**WHOLE, ONE: ("%1",)}, "other placeholders: %1 of %2"),
        ({**WHOLE, ONE: ("%1 %2 %2",)}, "other placeholders: %1 of %2"),
        ({**WHOLE, MANY: ("一次检验",)}, "other placeholders: %1 test"),
    ],
)
def test_faults_are_told(forms: dict[Message, tuple[str, ...]], fault: str | None) -> None:
    told = translations.faults(Catalogue(HEAD, forms), SAID)
    assert told == ([] if fault is None else [fault])


def test_a_catalogue_is_read_as_written(tmp_path: Path) -> None:
    quoted = {ONE: ('"%2"\\的\n%1',), MANY: ("%1", "%1"), TITLE: ("",)}
    file = tmp_path / "written.po"
    file.write_text(translations.po(Catalogue(HEAD, quoted), SAID), encoding="utf-8")
    assert translations.read(file) == Catalogue(HEAD, quoted)


def test_what_jupyterlab_reads() -> None:
    made = json.loads(translations.compiled(Catalogue(HEAD, {**WHOLE, ONE: ("",)}), "zh_CN"))
    assert made == {
        "": {
            "domain": "jupyter_sciassist",
            "language": "zh-CN",
            "plural_forms": "nplurals=1; plural=0;",
        },
        "%1 test": ["%1 次检验", "%1 次检验"],
        "settings\x04Title": ["标题"],
    }


def sources(folder: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "a.tsx").write_text(text, encoding="utf-8")
    monkeypatch.setattr(translations, "ROOT", folder)
    monkeypatch.setattr(translations, "SOURCES", folder)
    (folder / "plugin.json").write_text(
        '{"title": "T", "description": "D", "jupyter.lab.setting-icon-label": "L", "properties": {}}'
    )
    monkeypatch.setattr(translations, "SCHEMA", folder / "plugin.json")


def test_every_way_of_saying_it_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = """
        trans.__('one'); this._trans.__(\n  "it's %1",\n  value\n);
        trans._n('a \\'b\\'', 'c\\u2026', n); trans._p('menu', 'Open'); trans.__('one')
    """
    sources(tmp_path, text, monkeypatch)
    found = [one for one, places in translations.spoken().items() if places == ["a.tsx"]]
    assert found == [
        Message("one"),
        Message("it's %1"),
        Message("a 'b'", "c…"),
        Message("Open", context="menu"),
    ]


@pytest.mark.parametrize("call", ["trans.__(word)", "trans.__('a' + b)", "trans.__(`a ${b}`)"])
def test_a_string_made_at_run_time_is_refused(
    call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources(tmp_path, f"\n{call}", monkeypatch)
    with pytest.raises(CatalogueError, match=r"^a\.tsx:2: write the whole string"):
        translations.spoken()
