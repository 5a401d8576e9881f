"""Disclosures: every figure counted from records, nothing claimed that a log cannot know."""

import json
import re
from importlib import resources

import pytest

from jupyter_sciassist.provenance.exports.disclosure import STYLES, counted, disclosure
from jupyter_sciassist.provenance.exports.reading import reading
from jupyter_sciassist.provenance.record import record
from tests.provenance.exports.logs import HOSTILE
from tests.provenance.logs import CARD, small_log


def records_of(log):
    """The decisions as a reader with no more than a JSON parser finds them."""
    found = [json.loads(line) for line in log.data.splitlines()]
    return [one for one in found if one["core"]["type"].startswith("suggestion.")]


def test_the_figures_are_those_of_an_independent_count(full):
    rows = records_of(full)
    accepted = [one for one in rows if one["core"]["type"] == "suggestion.accepted"]
    bodies = [one["core"]["body"] for one in accepted]
    modes = [body["acceptance"]["mode"] for body in bodies]
    origins = [one["core"]["body"]["suggestion"]["origin"] for one in rows]
    expected = {
        "decided": len(rows),
        "accepted": len(accepted),
        "verbatim": modes.count("verbatim"),
        "edited": modes.count("edited"),
        "rejected": sum(one["core"]["type"] == "suggestion.rejected" for one in rows),
        "tested": sum(one["core"]["type"] == "suggestion.confirmed" for one in rows),
        "supported": 1,
        "refuted": 0,
        "inconclusive": 0,
        "with_evidence": sum(bool(body["evidence"]) for body in bodies),
        "established": sum(any(e["asserted"] for e in body["evidence"]) for body in bodies),
        "noted": origins.count("both"),
        "written": origins.count("model"),
        "prompts": sum("/prompt/messages" in one["open"] for one in rows),
        "prompts_removed": sum(
            "/prompt/messages" in one["core"]["commit"] and "/prompt/messages" not in one["open"]
            for one in rows
        ),
        "redacted": sum(set(one["core"]["commit"]) != set(one["open"]) for one in rows),
        "replayed": 0,
        "replays_passed": 0,
        "cells": len({body["cell"]["id"] for body in bodies if body["cell"]}),
        "review_notes": 0,
    }
    assert {figure.name: figure.value for figure in counted(full)} == expected
    known = {one["core"]["id"] for one in rows}
    for figure in counted(full):
        assert len(set(figure.records)) == figure.value
        assert set(figure.records) <= known


@pytest.mark.parametrize("style", STYLES)
def test_each_figure_of_the_text_is_traced(style, full):
    text = disclosure(full, style).decode()
    body, _, sources = text.partition("## Where the figures come from")
    assert "$" not in body
    assert full.short_head in body
    assert full.head in sources
    for figure in counted(full):
        line = next(
            one
            for one in sources.splitlines()
            if one.startswith(f"- {figure.name.replace('_', ' ')}:")
        )
        assert line.startswith(f"- {figure.name.replace('_', ' ')}: {figure.value}")
        assert all(one in line for one in figure.records)
    # Whatever else is a number there is a version, a date, a digest, a checklist's item or a count
    # of an analysis, and stands in the log itself.
    allowed = {str(figure.value) for figure in counted(full)} | {str(full.count), full.short_head}
    data = full.data.decode()
    plain = re.sub(r"^Draft from a template.*$|^\| \d ", "", body, flags=re.MULTILINE)
    for number in re.findall(r"(?<![\w.-])\d[\w.-]*", plain):
        number = number.rstrip(".")
        assert number in allowed or number in data or number == "1", number


@pytest.mark.parametrize("style", STYLES)
def test_every_style_says_what_people_and_what_a_model_did(style):
    template = resources.files("jupyter_sciassist.provenance.exports") / f"templates/{style}.md"
    named = set(re.findall(r"\$\{(\w+)\}", template.read_text(encoding="utf-8")))
    wanted = "tool versions models runtimes period accepted verbatim edited rejected tested written noted head"
    assert named >= set(wanted.split())


@pytest.mark.parametrize("style", STYLES)
def test_responsibility_is_left_to_a_person(style, full):
    text = disclosure(full, style).decode()
    boxes = re.findall(r"^- \[(.)\] (.*)$", text, flags=re.MULTILINE)
    assert [mark for mark, _ in boxes] == [" "]
    assert re.search("responsib|accountable", boxes[0][1])
    assert re.search(r"\[[Aa]uthors: ", text)


@pytest.mark.parametrize("style", STYLES)
def test_untrusted_names_stay_one_line_of_text(style, full):
    text = disclosure(full, style).decode()
    assert "<script>" not in text
    assert "](" not in text
    assert HOSTILE not in text
    for line in text.splitlines():
        if line.startswith("| "):
            assert len(re.findall(r"(?<!\\)\|", line)) == 3, line


def test_which_model_and_when(full):
    text = disclosure(full, "icmje").decode()
    assert f"head {full.short_head}, verified at level L0" in text
    assert "small-model, quantization Q4_1, licence Apache-2.0, SHA-256 " + "ab" * 32 in text
    assert "small-model, quantization not on record" in text
    assert "Runtime: llama.cpp llama-cpp-python 0.3.36." in text
    days = {row.time[:10] for row in full.rows}
    assert (f"on {min(days)}" if len(days) == 1 else f"from {min(days)} to {max(days)}") in text


@pytest.mark.parametrize("style", STYLES)
def test_no_model_and_no_decision(style, tmp_path):
    sidecar = tmp_path / "a.ipynb.prov.jsonl"
    small_log(sidecar)
    text = disclosure(reading(sidecar), style).decode()
    assert "no language model took part in the suggestions on record" in text
    assert "at no time on record" in text
    other = tmp_path / "b.ipynb.prov.jsonl"
    record(other, suggestion=CARD, verb="accepted")
    text = disclosure(reading(other), style).decode()
    assert "no language model took part" in text


def test_of_many_records_the_first_are_named(tmp_path):
    sidecar = tmp_path / "a.ipynb.prov.jsonl"
    for _ in range(12):
        record(sidecar, suggestion=CARD, verb="accepted")
    text = disclosure(reading(sidecar), "icmje").decode()
    assert "and 2 more (`jupyter sciassist report --csv` lists all)" in text
