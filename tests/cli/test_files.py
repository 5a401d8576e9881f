import json

import pandas as pd
import pytest

from jupyter_sciassist.cli import files
from jupyter_sciassist.cli.suggest import variable_name
from jupyter_sciassist.errors import FileFormatError

FRAME = pd.DataFrame({"a": [1, 2, 3], "b": ["x", "y", "z"]})


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("t.csv", lambda f, p: f.to_csv(p, index=False)),
        ("t.tsv", lambda f, p: f.to_csv(p, index=False, sep="\t")),
        ("t.parquet", lambda f, p: f.to_parquet(p)),
        ("t.feather", lambda f, p: f.to_feather(p)),
        ("t.json", lambda f, p: f.to_json(p, orient="records")),
        ("t.jsonl", lambda f, p: f.to_json(p, orient="records", lines=True)),
    ],
)
def test_every_format_gives_the_same_table(tmp_path, name, write):
    path = tmp_path / name
    write(FRAME, path)
    read = files.read(path)
    assert read["a"].tolist() == [1, 2, 3]
    assert read["b"].tolist() == ["x", "y", "z"]
    scope = {"pd": pd}
    exec(files.loading(path, "frame"), scope)
    assert scope["frame"]["b"].tolist() == ["x", "y", "z"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("t.csv", b"", "t.csv cannot be read as a table"),
        ("t.parquet", b"PAR1 not really", "t.parquet cannot be read as a table"),
        ("t.json", b"{", "t.json cannot be read as a table"),
        ("t.xyz", b"a", "ending '.xyz'"),
    ],
)
def test_a_bad_file_is_named_with_its_fault(tmp_path, name, content, said):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(FileFormatError, match=said):
        files.read(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(FileFormatError, match=r"gone\.csv is no file"):
        files.read(tmp_path / "gone.csv")


def test_datapackage_beside_the_table_describes_it(tmp_path):
    package = {
        "description": "Birds of an island",
        "resources": [
            {"path": "other.csv"},
            {
                "path": "t.csv",
                "schema": {"fields": [{"name": "a", "description": "wing length"}, {"name": "b"}]},
            },
        ],
    }
    (tmp_path / "datapackage.json").write_text(json.dumps(package))
    told = files.described(tmp_path / "t.csv")
    assert told.about == "Birds of an island"
    assert told.columns == {"a": "wing length"}


def test_csvw_metadata_beside_the_table_describes_it(tmp_path):
    metadata = {
        "@context": "http://www.w3.org/ns/csvw",
        "url": "t.csv",
        "dc:description": {"@value": "Birds of an island"},
        "tableSchema": {"columns": [{"name": "a", "titles": {"en": "wing length"}}, {"name": "b"}]},
    }
    (tmp_path / "t.csv-metadata.json").write_text(json.dumps(metadata))
    told = files.described(tmp_path / "t.csv")
    assert told.about == "Birds of an island"
    assert told.columns == {"a": "wing length"}


def test_broken_metadata_is_named_not_ignored(tmp_path):
    (tmp_path / "datapackage.json").write_text("{")
    with pytest.raises(FileFormatError, match=r"datapackage\.json is not valid metadata"):
        files.described(tmp_path / "t.csv")


@pytest.mark.parametrize(
    ("file", "name"),
    [("my table-2.csv", "my_table_2"), ("2024.csv", "_2024"), ("class.csv", "_class")],
)
def test_variable_names_are_python_names(tmp_path, file, name):
    assert variable_name(tmp_path / file) == name
