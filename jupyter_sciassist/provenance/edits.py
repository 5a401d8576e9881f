"""How far an inserted text is from the suggested one."""

from __future__ import annotations

_LONGEST = 20_000


def normalised(text: str) -> str:
    """LF line ends, no blanks at line ends, no blank lines at the end."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).rstrip("\n")


def edit_ratio(suggested: str, inserted: str) -> str | None:
    """Levenshtein distance in characters over the longer length, two decimals, of normalised texts.

    None where more than 20 000 characters remain between the common start and the common end.
    """
    first, second = normalised(suggested), normalised(inserted)
    longest = max(len(first), len(second))
    if first == second:
        return "0.00"
    first, second = _differing(first, second)
    if max(len(first), len(second)) > _LONGEST:
        return None
    # Two decimals by integers: a float would make the last digit depend on rounding.
    hundredths = (200 * _levenshtein(first, second) + longest) // (2 * longest)
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def _differing(first: str, second: str) -> tuple[str, str]:
    start, shorter = 0, min(len(first), len(second))
    while start < shorter and first[start] == second[start]:
        start += 1
    end = 0
    while end < shorter - start and first[-1 - end] == second[-1 - end]:
        end += 1
    return first[start : len(first) - end], second[start : len(second) - end]


def _levenshtein(first: str, second: str) -> int:
    """Bit-parallel edit distance (Myers 1999, in the form of Hyyrö 2003)."""
    if not first or not second:
        return len(first) + len(second)
    places: dict[str, int] = {}
    for index, letter in enumerate(first):
        places[letter] = places.get(letter, 0) | 1 << index
    full = (1 << len(first)) - 1
    top = 1 << (len(first) - 1)
    up, down, distance = full, 0, len(first)
    for letter in second:
        match = places.get(letter, 0)
        diagonal = (((match & up) + up) ^ up) | match | down
        right, left = down | (full & ~(diagonal | up)), up & diagonal
        distance += bool(right & top) - bool(left & top)
        right, left = (right << 1 | 1) & full, (left << 1) & full
        up, down = left | (full & ~(diagonal | right)), right & diagonal
    return distance
