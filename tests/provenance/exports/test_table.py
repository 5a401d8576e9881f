"""The table, as a spreadsheet would read it."""

import csv
import io

import pytest

from jupyter_sciassist.provenance.exports.table import COLUMNS, safe, table
from tests.provenance.exports.logs import CARD, HOSTILE


def rows_of(log):
    return list(csv.DictReader(io.StringIO(table(log).decode(), newline="")))


def test_a_row_a_decision(full):
    rows = rows_of(full)
    assert [row["record"] for row in rows] == [row.record for row in full.rows]
    assert {(row["log"], row["log_head"], row["log_records"]) for row in rows} == {
        (full.log, full.head, "11")
    }
    first, second, _, fourth, terminal, written, _, removed = rows
    assert (first["title"], first["mode"], first["edit_ratio"]) == (CARD.title, "verbatim", "0.00")
    assert (first["n"], first["effect_value"], first["p"]) == ("333", "0.5", "1e-21")
    assert first["variables"] == "a, b, c"
    assert (second["mode"], second["model"], second["model_seed"]) == ("edited", "small-model", "7")
    assert (fourth["decision"], fourth["outcome"]) == ("confirmed", "supported")
    assert (terminal["notebook"], terminal["cell"], terminal["by"]) == ("", "", "")
    assert (written["origin"], written["method"]) == ("model", "")
    assert removed["title"] == removed["by"] == removed["n"] == removed["statement"] == "[redacted]"
    assert "/suggestion/title" in removed["redacted"].split()


def test_rfc_4180(full):
    data = table(full)
    assert data.endswith(b"\r\n")
    parsed = list(csv.reader(io.StringIO(data.decode(), newline=""), strict=True))
    assert {len(row) for row in parsed} == {len(COLUMNS) + 6}
    # A line feed within a title stands in quotes, every other line ends in CR LF.
    assert data.count(b"\r\n") == len(parsed)


def test_no_cell_begins_a_formula(full):
    for row in rows_of(full):
        for name, value in row.items():
            number = name in ("effect_value", "effect_low", "effect_high", "p", "q")
            assert number or not value.lstrip().startswith(("=", "+", "-", "@", "|")), (name, value)
    odd = rows_of(full)[6]
    assert odd["title"].startswith("'=HYPERLINK")
    assert odd["method"] == "<b>@SUM(1)</b>"
    assert HOSTILE.startswith("=")


@pytest.mark.parametrize("text", ["-0.5", "+3", "-1e-21", "1.5", "-.5", "", "a=b", "é"])
def test_numbers_and_words_stay(text):
    assert safe(text) == text


@pytest.mark.parametrize(
    "text", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "  =1", "\t=1", "\n=1", "＝1", "-x", "|calc"]
)
def test_formulas_become_text(text):
    assert safe(text).startswith("'")
