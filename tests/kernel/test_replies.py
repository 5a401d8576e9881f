"""A reply as text and as HTML: where each number comes from, what is not verified, and nothing that acts."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest

from jupyter_sciassist.chat.records import Block, Danger, Draft, Reply, Run, Source, Trial
from jupyter_sciassist.kernel.replies import GENERAL, WAITS, ReplyDisplay, as_html, as_text
from jupyter_sciassist.records import Subject, Suggestion

HOSTILE = (
    "<img src=x onerror=alert(1)>\"' <script>alert(1)</script> <a href=http://evil.example>x</a>"
)
MEAN = Source("variable", f"mean of mass {HOSTILE}", "birds")
CELL = Source("output", "output of cell [3]", cell="c3")


class Parsed(HTMLParser):
    """The tags, attributes and texts of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def draft(state: str = "ran") -> Draft:
    card = Suggestion(
        "0" * 16, "next step", Subject("birds", None), f"Drop rows {HOSTILE}", "draft", None, None,
        f"birds = birds.dropna()  # {HOSTILE}\n",
    )  # fmt: skip
    danger = Danger(1, "os.remove", f"deletes a file {HOSTILE}")
    return Draft(card, Trial(state, f"It {state}, printed {HOSTILE}.", 200), (danger,))  # type: ignore[arg-type]


def reply(**more: Any) -> Reply:
    stated = Block("text", (Run("Mean mass: "), Run("4207", "grounded", 0), Run(f" {HOSTILE}")))
    said = Block("comment", (Run("That is "), Run("43", "unverified"), Run(" more.\nSo.")))
    return replace(Reply("computed", (stated, said), (MEAN, CELL)), **more)


def test_a_number_shows_its_computation_and_what_is_not_verified_is_struck() -> None:
    html = Parsed(as_html(reply()))
    (cited,) = [about for tag, about in html.tags if "title" in about]
    assert cited["title"] == MEAN.told
    after = html.texts[html.texts.index("43") + 1 :]
    assert ("s", {}) in html.tags
    assert "not verified" in after


def test_text_says_the_same_in_words() -> None:
    lines = as_text(reply()).split("\n")
    assert lines[0].startswith("Mean mass: 4207")
    assert lines[1] == f"Computed: {MEAN.told}."
    assert lines[2] == "The model comments: That is [not verified: 43] more."


@pytest.mark.parametrize(
    "shown", [reply(), reply(draft=draft()), reply(basis="general"), reply(dropped=2)]
)
def test_what_data_and_models_say_is_text(shown: Reply) -> None:
    html = Parsed(as_html(shown, waits=True))
    allowed = {"div", "p", "span", "s", "em", "pre", "br", "ol", "li", "strong"}
    assert {tag for tag, _ in html.tags} <= allowed
    for _, about in html.tags:
        assert set(about) <= {"class", "style", "title"}


def test_controls_of_a_terminal_are_made_visible() -> None:
    shown = Reply("none", (Block("text", (Run("\x1b[2J\x07 mass"),)),))
    assert as_text(shown) == "\N{REPLACEMENT CHARACTER}[2J\N{REPLACEMENT CHARACTER} mass"
    assert "\x1b" not in as_html(shown)


def test_general_knowledge_is_labelled_before_it_is_read() -> None:
    shown = reply(basis="general")
    assert as_text(shown).startswith(GENERAL)
    assert Parsed(as_html(shown)).texts[0] == GENERAL


@pytest.mark.parametrize("state", ["ran", "failed", "not run"])
def test_a_draft_stands_with_its_trial_its_dangers_and_how_it_is_recorded(state: str) -> None:
    text = as_text(reply(draft=draft(state)))
    html = "".join(Parsed(as_html(reply(draft=draft(state)))).texts)
    for told in (
        "    birds = birds.dropna()",
        f"On a sample: It {state}, printed",
        "! line 1, os.remove: deletes a file",
        "`%sci accept 1` records it and offers it as the next cell; nothing has run here.",
    ):
        assert told in text
        assert told.strip() in html


def test_the_code_of_a_draft_stands_there_once() -> None:
    made = draft()
    shown = reply(draft=made, blocks=(Block("code", (Run(made.suggestion.code),)),))
    assert as_text(shown).count("birds.dropna()") == 1
    assert as_html(shown).count("birds.dropna()") == 1


def test_a_terminal_gets_what_is_computed_once_and_the_comment_after_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    shown = ReplyDisplay(in_place=False)
    computed = reply(blocks=reply().blocks[:1])
    shown.grow(computed)
    first = capsys.readouterr().out
    assert first.endswith(f"{WAITS}\n")
    half = Block("comment", (Run("That "),))
    shown.grow(reply(blocks=(*computed.blocks, half)))
    assert capsys.readouterr().out == ""
    shown.show(reply())
    assert capsys.readouterr().out == (
        "The model comments: That is [not verified: 43] more.\nSo.\n"
    )
    shown.settle()
    assert capsys.readouterr().out == ""
