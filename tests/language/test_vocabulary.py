"""The words of a long text, found in steps that grow as the text does."""

from __future__ import annotations

import pytest

from jupyter_sciassist.language import vocabulary


class Counted(vocabulary.Token):
    """A token that counts how often somebody looks where it stands."""

    looks = 0

    def __getattribute__(self, name: str) -> object:
        if name in ("start", "end"):
            Counted.looks += 1
        return super().__getattribute__(name)


def looks(text: str, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(vocabulary, "Token", Counted)
    Counted.looks = 0
    vocabulary.cut(text)
    return Counted.looks


@pytest.mark.parametrize("part", ["1 ", "1,234 x ", "a 2.5 = ", "3rd -4 "])
def test_twice_the_text_takes_twice_the_steps(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    once, twice = looks(part * 500, monkeypatch), looks(part * 1000, monkeypatch)
    assert once > 0
    assert twice <= 2 * once + 10


def test_numbers_are_found_with_the_tokens_that_they_are() -> None:
    found = vocabulary.cut("more than 1,234.5 or −3 kg, 2e-3 the 3rd of 12abc .5")
    numbers = {
        (one.number, tuple(token.text for token in found.tokens[one.start : one.end]))
        for one in found.mentions
    }
    assert numbers == {
        (1234.5, ("1", "234", "5")), (-3.0, ("3",)), (0.002, ("2e", "3")), (3.0, ("3rd",)), (0.5, ("5",)),
    }  # fmt: skip
