"""A reading that leaves words out is marked as such wherever a reply is shown."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from jupyter_sciassist import answers, pipeline
from jupyter_sciassist.chat import conversation, transcript
from jupyter_sciassist.chat.context import Context, outside
from jupyter_sciassist.chat.conversation import Asked
from jupyter_sciassist.chat.records import Reply
from jupyter_sciassist.kernel.replies import as_html, as_text


def trial() -> Context:
    rng = np.random.default_rng(5)
    table = pd.DataFrame(
        {
            "patient": [f"P{at:03d}" for at in range(90)],
            "arm": rng.choice(["placebo", "low", "high"], 90),
            "died": rng.integers(0, 2, 90),
            "weight": rng.normal(70, 9, 90),
        }
    )
    return outside({"trial": table})


def asked(question: str) -> Reply:
    return conversation.answer(Asked(question), trial(), None).reply


def test_a_question_with_words_that_were_not_read_is_not_called_computed() -> None:
    reply = asked("mean weight of the cheerful unicorns")
    assert reply.answer is not None
    assert not reply.answer.verified
    assert reply.basis == "unverified"


def test_a_question_read_whole_is_computed() -> None:
    reply = asked("What is the mean weight for each arm?")
    assert reply.basis == "computed"
    assert "?" not in transcript.of(reply)
    assert as_text(reply).startswith("Mean of weight")


@pytest.mark.parametrize("shown", [transcript.of, as_text, as_html])
def test_the_doubt_stands_before_what_was_computed(shown) -> None:
    reply = asked("mean weight of the cheerful unicorns")
    text = shown(reply)
    reading = reply.answer.reading
    for part in (
        "Computed, but read as",
        reading.text,
        "unicorns",
        "Is this what you meant?",
        "yes:",
    ):
        assert part in text
    stated = "".join(run.text for run in reply.blocks[0].runs)
    assert text.index("Is this what you meant?") < text.index(stated[:12])
    for choice in reading.rivals:
        assert choice.text in text


def test_the_reading_itself_is_a_question_that_is_read_whole() -> None:
    """What "yes, that" sends is answered as verified."""
    reading = asked("mean weight of the cheerful unicorns").answer.reading
    again = asked(reading.text)
    assert again.basis == "computed"
    assert again.answer.reading.request == reading.request


def test_a_finding_says_over_which_rows_it_is() -> None:
    told = asked("does weight differ between the arms?").answer.text
    assert told.endswith("(n = 90).")
    rng = np.random.default_rng(3)
    table = pd.DataFrame(
        {"arm": rng.choice(["low", "high"], 400), "weight": rng.normal(70, 9, 400)}
    )
    cards = pipeline.suggest({"trial": table}, top=30)
    told = answers.ask(
        {"trial": table},
        "does weight differ between the arms?",
        cards=lambda name, more=None: cards,
    ).text
    n = next(
        one.evidence.n for one in cards if one.hypothesis and "arm" in one.hypothesis.variables
    )
    assert told.endswith(f", in the explore half (n = {n}); Confirm tests it on the rest.")


def test_no_hash_of_a_family_stands_in_prose() -> None:
    reply = asked("test whether weight differs by arm")
    text = "".join(run.text for block in reply.blocks for run in block.runs)
    assert "in a family of" in text
    family = reply.suggestions[0].evidence.family
    assert family.id not in text
