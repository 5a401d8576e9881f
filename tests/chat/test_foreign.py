"""Messages in other scripts: common Chinese questions are computed, all others get an answer that helps."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from jupyter_sciassist import answers
from jupyter_sciassist.chat import conversation
from jupyter_sciassist.chat.context import Context, outside
from jupyter_sciassist.language import foreign


@pytest.fixture(scope="module")
def context() -> Context:
    mass = np.arange(40.0)
    mass[3] = np.nan
    table = pd.DataFrame(
        {"mass": mass, "len": np.arange(40.0) * 2, "site": list("ab") * 20, "温度": np.arange(40.0)}
    )
    return outside({"df": table})


def said(text: str, context: Context) -> str:
    made = conversation.answer(conversation.Asked(text), context, None)
    reply = made.unanswered("no model.") if made.prompt is not None else made.reply
    return " ".join("".join(run.text for run in block.runs) for block in reply.blocks)


@pytest.mark.parametrize(
    ("question", "english"),
    [
        ("mass 的平均值", "mean of mass"),
        ("请问mass的平均值是多少？", "mean of mass"),
        ("每个 site 的 mass 的中位数", "median of mass by site"),
        ("按 site 分组，mass 的标准差", "standard deviation of mass by site"),
        ("df 中 mass 的最大值", "max of mass in df"),
        ("mass 最小值", "min of mass"),
        ("mass 有多少缺失值？", "missing values of mass"),
        ("mass 和 len 之间的相关性", "correlation of mass and len"),
        ("df 有多少行？", "how many rows in df"),
        ("温度的平均值", "mean of 温度"),
        ("/ask mass 的总和", "sum of mass"),
    ],
)
def test_common_chinese_questions_are_computed_as_their_english(
    context: Context, question: str, english: str
) -> None:
    told = said(question, context)
    assert told == f"按英文读作 “{english}”。 {said(english, context)}"
    found = answers.ask(context.objects, question.removeprefix("/ask "), cards=context.cards)
    assert found == answers.ask(context.objects, english, cards=context.cards)
    assert found.value is not None
    assert found.verified == ("correlation" not in english)


@pytest.mark.parametrize(
    "question",
    [
        "mass 的平均值为什么不高？",
        "mass 大于 3 的平均值",
        "mass 和 len 的平均值",
        "不是 mass 的平均值",
        "平均 nothing 和 dose?",
        "这个数据怎么样",
    ],
)
def test_what_is_not_read_to_its_last_word_is_not_computed(context: Context, question: str) -> None:
    told = said(question, context)
    assert told.startswith("关于数据的问题请用英文提出")
    assert "/suggest" in told
    found = answers.ask(context.objects, question, cards=context.cards)
    assert (found.value, found.verified) == (None, False)
    assert found.text.startswith("关于数据的问题请用英文提出")


@pytest.mark.parametrize(
    "question", ["Каково среднее mass?", "mass の平均は？", "ما هو متوسط mass"]
)
def test_other_scripts_are_told_how_to_ask(context: Context, question: str) -> None:
    told = said(question, context)
    assert told.startswith("Questions about the data are read in English")
    assert "Mean of" not in told


@pytest.mark.parametrize(
    "question", ["mean of 温度", "mean of mass", "mean of mass in µm", "mean of «mass»", "Größe?"]
)
def test_names_and_signs_in_other_letters_make_no_other_language(
    context: Context, question: str
) -> None:
    names = [one.name for one in context.columns["df"]]
    assert foreign.heard(question, names, context.columns) is None


def test_commands_work_beside_any_language(context: Context) -> None:
    assert said("/help 帮助", context).startswith("/suggest:")
    assert "suggestion" in said("/suggest", context)
