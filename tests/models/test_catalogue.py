from __future__ import annotations

import json
from pathlib import Path

import pytest

from jupyter_sciassist.config import SciAssistSettings
from jupyter_sciassist.errors import ModelFileError, ModelMissingError
from jupyter_sciassist.models import catalogue


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("SCIASSIST_MODEL_DIR", raising=False)
    return tmp_path


def test_ids_and_aliases_name_the_same_entries():
    ids = ["qwen2.5-coder-1.5b", "qwen2.5-coder-0.5b", "smollm2-135m"]
    assert [known.id for known in catalogue.ENTRIES] == ids
    assert [catalogue.entry(alias).id for alias in ("default", "small", "test")] == ids
    assert [len(known.parts) for known in catalogue.ENTRIES] == [22, 6, 1]
    assert {known.licence for known in catalogue.ENTRIES} == {"Apache-2.0"}


def test_an_unknown_name_lists_the_known_ones():
    with pytest.raises(ModelMissingError, match=r"no model named 'gpt'.*qwen2\.5-coder-1\.5b"):
        catalogue.resolve("gpt", SciAssistSettings())


def test_the_folder_is_the_variable_then_the_setting_then_the_cache(home, monkeypatch):
    assert catalogue.folder() == home / "cache" / "jupyter_sciassist" / "models"
    settings = SciAssistSettings(model_dir=str(home / "set"))
    assert catalogue.folder(settings) == home / "set"
    monkeypatch.setenv("SCIASSIST_MODEL_DIR", str(home / "variable"))
    assert catalogue.folder(settings) == home / "variable"


def test_a_model_that_was_not_fetched_names_the_command():
    with pytest.raises(ModelMissingError, match="jupyter sciassist model fetch smollm2-135m"):
        catalogue.resolve("test", SciAssistSettings())


def test_a_path_is_taken_as_it_is(home):
    file = home / "Some-Model-Q5_K_M.gguf"
    with pytest.raises(ModelMissingError, match="Check the path"):
        catalogue.resolve(str(file))
    file.write_bytes(b"GGUF and more")
    assert catalogue.resolve(str(file)) == file.resolve()
    file.write_bytes(b"MZ and more")
    with pytest.raises(ModelFileError, match="no GGUF"):
        catalogue.resolve(str(file))


def test_a_known_file_of_the_wrong_size_is_refused(home):
    file = home / catalogue.entry("test").file
    file.write_bytes(b"GGUF and little more")
    with pytest.raises(ModelFileError, match="Delete it, then: jupyter sciassist model fetch"):
        catalogue.resolve(str(file))


def test_any_file_is_described_by_what_can_be_known(home):
    file = home / "Some-Model-Q5_K_M.gguf"
    file.write_bytes(b"GGUF and more")
    made = catalogue.describe(file)
    assert (made.id, made.file, made.bytes, made.licence) == (
        "Some-Model-Q5_K_M",
        "Some-Model-Q5_K_M.gguf",
        13,
        None,
    )
    assert made.quantization == "Q5_K_M"
    assert made.sha256 == "144581c14596a699068df44aa4ca0ed507e2d4a875f409e78b6319ec468379b3"
    assert made.engine == "llama.cpp"


def test_a_digest_is_computed_again_only_when_the_file_changed(home):
    file = home / "a.gguf"
    file.write_bytes(b"GGUF1")
    first = catalogue.sha256(file)
    memory = home / "cache" / "jupyter_sciassist" / "sha256.json"
    known = json.loads(memory.read_text())
    known[file.as_posix()][2] = "remembered"
    memory.write_text(json.dumps(known))
    assert catalogue.sha256(file) == "remembered"
    file.write_bytes(b"GGUF12")
    assert catalogue.sha256(file) not in ("remembered", first)


@pytest.mark.parametrize("text", ["", "not json", "[1]", '{"x": 3}'])
def test_a_damaged_memory_of_digests_does_no_harm(home, text):
    memory = home / "cache" / "jupyter_sciassist" / "sha256.json"
    memory.parent.mkdir(parents=True)
    memory.write_text(text)
    file = home / "a.gguf"
    file.write_bytes(b"GGUF1")
    assert catalogue.sha256(file) == catalogue.digest(file)


def test_a_known_name_over_other_bytes_is_refused(home):
    known = catalogue.entry("test")
    file = home / known.file
    with file.open("wb") as out:
        out.write(b"GGUF")
        out.truncate(known.bytes)
    with pytest.raises(ModelFileError, match="was altered"):
        catalogue.describe(file)
