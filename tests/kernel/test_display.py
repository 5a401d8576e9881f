from __future__ import annotations

from jupyter_sciassist.kernel import display
from jupyter_sciassist.records import Assumption, Evidence, Note
from tests.kernel.cards import card, scan

FACTS = "rho = 0.5 [0.2, 0.7]; q = 0.01 of 12 tests; p = 0.004; n = 30; Spearman"


def test_facts_give_effect_and_interval_first() -> None:
    evidence = card("a").evidence
    assert evidence is not None
    assert display.facts(evidence) == FACTS


def test_what_is_not_asserted_reads_not_established() -> None:
    evidence = Evidence(
        method="Welch", estimate=None, effect=None, n=12, statistic=None, p=0.2, q=0.5
    )
    assert display.facts(evidence) == "q = 0.5; p = 0.2; n = 12; Welch; not established"


def test_a_description_without_a_test_claims_nothing() -> None:
    evidence = Evidence(
        method="count", estimate=None, effect=None, n=12, statistic=None, p=None, caveats=("odd",)
    )
    assert display.facts(evidence) == "n = 12; count"
    assert display.remarks(card("a", evidence=evidence)) == ["odd"]


def test_remarks_tell_weak_assumptions_what_was_done_and_the_note() -> None:
    evidence = Evidence(
        method="Spearman",
        estimate=None,
        effect=None,
        n=12,
        statistic=None,
        p=0.2,
        assumptions=(Assumption("few ties", "weak", "many"), Assumption("n", "ok", "enough")),
    )
    one = card("a", evidence=evidence, done_in="c1", note=Note("Look at the island.", "m"))
    assert display.remarks(one) == [
        "few ties: weak (many)",
        "a cell of this notebook already computes it",
        "note of the model: Look at the island.",
    ]


def test_headings_say_what_was_looked_at() -> None:
    assert display.heading(scan()) == "df: pandas.DataFrame, 30 x 2, 12 tests in one family"
    assert display.heading(scan(split="explore")).endswith(
        ", found on the explore half of the rows"
    )
    assert display.heading(scan(complete=False)).endswith("so nothing is established")


def test_text_numbers_the_cards() -> None:
    listing = display.as_text(["df"], [card("a"), card("b", status="accepted")])
    assert listing.splitlines() == [
        "df",
        "  1. title of a",
        "     x rises with y.",
        f"     {FACTS}",
        "  2. title of b (accepted)",
        "     x rises with y.",
        f"     {FACTS}",
        "Accept one with `%sci accept N`, reject one with `%sci reject N`.",
    ]


def test_names_cannot_command_a_terminal_or_a_page() -> None:
    evil = card("a", title="\x1b[31m<script>alert(1)</script>\x07", code="x = '</pre><script>'\n")
    assert "\x1b" not in display.as_text([], [evil])
    html = display.as_html(["<i>df</i>"], [evil])
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)" in html
    assert "&lt;i&gt;df&lt;/i&gt;" in html
    assert "\x1b" not in html
