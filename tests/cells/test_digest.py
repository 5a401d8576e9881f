from __future__ import annotations

from typing import Any

import pytest

from jupyter_sciassist.cells.digest import cut


def code(outputs: list[Any], **more: Any) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "id": "a1",
        "execution_count": 3,
        "source": "1",
        "outputs": outputs,
    } | more


def test_cells_within_budget_stay_as_they_are() -> None:
    cells = [
        {"cell_type": "markdown", "source": "# Title", "id": "m"},
        code([{"output_type": "stream", "name": "stdout", "text": "hello\n"}]),
        code([{"output_type": "execute_result", "data": {"text/plain": "3.5"}}]),
        code([{"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["l1", "l2"]}]),
    ]
    assert cut(cells) == cells


def test_lists_of_lines_are_joined() -> None:
    lines = [{"output_type": "stream", "name": "stdout", "text": ["a\n", "b"]}]
    assert cut([code(lines, source=["x = 1\n", "x"])])[0] == code(
        [{"output_type": "stream", "name": "stdout", "text": "a\nb"}], source="x = 1\nx"
    )


def test_long_texts_are_cut_at_their_end_and_only_once() -> None:
    data = {"text/plain": "y" * 9_000}
    cells = cut(
        [
            code(
                [
                    {"output_type": "stream", "name": "stdout", "text": "x" * 9_000},
                    {"output_type": "execute_result", "data": data},
                ],
                source="z" * 90_000,
            )
        ]
    )
    stream, result = cells[0]["outputs"]
    assert (len(stream["text"]), len(result["data"]["text/plain"])) == (2_000, 2_000)
    assert stream["text"].endswith("x\n[...]\n")
    assert len(cells[0]["source"]) == 20_000
    assert cut(cells) == cells


def test_an_error_keeps_its_end() -> None:
    trace = [f"{i:04d}" + "." * 696 for i in range(50)]
    error = {"output_type": "error", "ename": "E", "evalue": "v" * 9_000, "traceback": trace}
    kept = cut([code([error])])[0]["outputs"][0]
    assert "".join(kept["traceback"]) == "".join(trace)[-3_000:]
    assert len(kept["evalue"]) == 3_000


def test_images_are_placeholders() -> None:
    data = {"image/png": "iVBORw0" * 10_000, "text/html": "<b>x</b>", "text/plain": "<Figure>"}
    kept = cut([code([{"output_type": "display_data", "data": data}])])[0]["outputs"]
    assert kept == [
        {
            "output_type": "display_data",
            "data": {
                "image/png": "[image/png]",
                "text/html": "[text/html]",
                "text/plain": "<Figure>",
            },
        }
    ]


def test_terminal_escapes_and_control_characters_go() -> None:
    text = "\x1b[0;31mKeyError\x1b[0m\x07: 'a'\tb\n"
    kept = cut([code([{"output_type": "stream", "name": "stderr", "text": text}])])
    assert kept[0]["outputs"][0]["text"] == "KeyError: 'a'\tb\n"


def test_many_outputs_keep_the_error_that_comes_last() -> None:
    many = [{"output_type": "stream", "name": "stdout", "text": str(i)} for i in range(500)]
    error = {"output_type": "error", "ename": "E", "evalue": "v", "traceback": []}
    kept = cut([code([*many, error])])[0]["outputs"]
    assert len(kept) == 21
    assert kept[-1] == error


@pytest.mark.parametrize(
    "cells",
    [
        None,
        "cells",
        {"cell_type": "code"},
        [None, 3, "x", ["y"]],
    ],
)
def test_what_is_no_list_of_cells(cells: Any) -> None:
    assert cut(cells) == []


def test_fields_of_wrong_types() -> None:
    broken = [
        {},
        {"cell_type": "code"},
        {"cell_type": "code", "id": 5, "source": 7, "execution_count": "x", "outputs": "abc"},
        code([None, 3, {"output_type": "stream", "text": 5}, {"output_type": "what"}]),
        code([{"output_type": "error", "ename": None, "evalue": None, "traceback": [1, None]}]),
        code([{"output_type": "display_data", "data": ["x"]}]),
    ]
    assert cut(broken) == [
        {"cell_type": "raw", "source": ""},
        {"cell_type": "code", "source": "", "execution_count": None, "outputs": []},
        {"cell_type": "code", "source": "", "execution_count": None, "outputs": []},
        code([{"output_type": "stream", "name": "", "text": ""}]),
        code([{"output_type": "error", "ename": "", "evalue": "", "traceback": ["", ""]}]),
        code([{"output_type": "display_data", "data": {}}]),
    ]


def test_number_of_cells() -> None:
    assert len(cut([code([])] * 900)) == 500
