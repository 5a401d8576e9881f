"""Tables that a model writes in Markdown: the words that belong to a number are those of its column and its row."""

from __future__ import annotations

import re

_RULE = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)+\s*:?-*:?\s*")


def cell(text: str, place: int) -> tuple[str, str] | None:
    """The heading of the column and the first cell of the row that a place of a text lies in, or None outside a table."""
    begin = text.rfind("\n", 0, place) + 1
    line = text[begin : text.find("\n", place) if "\n" in text[place:] else len(text)]
    if line.count("|") < 2:
        return None
    lines = text[:begin].splitlines()
    rule = next((at for at in range(len(lines) - 1, 0, -1) if _RULE.fullmatch(lines[at])), None)
    if rule is None or any("|" not in one for one in lines[rule:]):
        return None
    outer = line.lstrip().startswith("|")
    column = text[begin:place].count("|") - outer
    heads = lines[rule - 1].strip().strip("|").split("|")
    row = line.strip().strip("|").split("|")
    return (heads[column].strip() if 0 <= column < len(heads) else "", row[0].strip())
