"""Messages in other scripts: which they are, what of them is read all the same, and what is said where it is not.

Questions are read in English. Of Chinese the common words of statistics are known: where they, names and words such as
"of" make up the whole question, it is put into English and read as that; one word more, and it is not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

_STATISTICS = {
    "mean": "平均值 平均数 均值 平均", "median": "中位数 中值", "max": "最大值 最高值 最大", "min": "最小值 最低值 最小",
    "standard deviation": "标准偏差 标准差", "variance": "方差", "sum": "总和 合计 之和", "rows": "多少行 几行 行数",
    "missing values": "缺失值 缺失 空值", "correlation": "相关系数 相关性 相关",
}  # fmt: skip
_GROUPED = "按照 按 每个 每组 各个 各"
_JOINED = "以及 和 与 跟 、 ,"
_PARTICLES = (
    "请问 请 计算 求出 求 算 告诉我 给我 一下 的 是 有 多少 什么 几个 个数 数量 数 吗 呢 分组 分别 之间 里 中 ? ！ ! 。 . : “ ” ` ‘ ’ \" '"
    " \uff1f \uff0c \uff1a \uff01"
)
_WORD = {word: one for one, words in _STATISTICS.items() for word in words.split()}
_HAN = re.compile(r"[\u3400-\u9fff]")
_KANA_OR_HANGUL = re.compile(r"[\u3040-\u30ff\uac00-\ud7af]")
_NAME = r"[A-Za-z_][A-Za-z0-9_]*"
_CHINESE = (
    "关于数据的问题请用英文提出\uff0c例如 “mean of mass”\uff1b常用的统计量也可以写成 “mass 的平均值”、“a 和 b 的相关”。"
    "斜杠命令\uff08/suggest、/report、/explain、/fix、/help 等\uff09在任何语言下都可以使用。"
)
_ENGLISH = (
    "Questions about the data are read in English, such as “mean of mass”. "
    "The slash commands (/suggest, /report, /explain, /fix, /help and the others) work in any language."
)


@dataclass(frozen=True)
class Heard:
    """A message in another script.

    Attributes
    ----------
    english : str or None
        What it says in English; None where it is not read.
    told : str
        For the person, in their language where there is one: how it was read, or how to ask.
    """

    english: str | None
    told: str


def heard(text: str, names: Iterable[str], objects: Iterable[str] = ()) -> Heard | None:
    """What a message in another script says; None where it is in Latin letters, names in other letters aside.

    Parameters
    ----------
    names : iterable of str
        Of columns, which may be in any script.
    objects : iterable of str
        Names of the tables.
    """
    objects = frozenset(objects)
    known = sorted({*names, *objects} - {""}, key=len, reverse=True)
    if text.isascii() or not _is_foreign(text, known):
        return None
    if not _HAN.search(text) or _KANA_OR_HANGUL.search(text):
        return Heard(None, _ENGLISH)
    english = _english(text, known, objects)
    return Heard(english, _CHINESE if english is None else f"按英文读作 “{english}”。")


def _is_foreign(text: str, known: Iterable[str]) -> bool:
    """Whether most of the letters that are part of no name are of other scripts."""
    for name in known:
        if not name.isascii():
            text = text.replace(name, " ")
    # A Chinese character says about as much as three letters do.
    others = sum(3 if _HAN.match(mark) else mark.isalpha() and not _is_latin(mark) for mark in text)
    words = re.findall(r"[A-Za-z]+", text)
    plain = sum(len(word) for word in words if word not in known)
    return others > 0 and 2 * others >= plain


def _is_latin(mark: str) -> bool:
    # Greek letters are signs of science: a mu does not make a sentence Greek.
    return unicodedata.name(mark, "").startswith(("LATIN", "GREEK", "MICRO", "MODIFIER"))


def _english(text: str, known: list[str], objects: frozenset[str]) -> str | None:
    """A Chinese question in English, where every word of it is known."""
    found: dict[str, list[str]] = {"statistic": [], "name": [], "group": [], "object": []}
    grouped = False
    at = 0
    part = _parts(known)
    while at < len(text):
        match = part.match(text, at)
        if match is None:
            return None
        at, kind, word = match.end(), str(match.lastgroup), match.group()
        if kind == "statistic":
            found[kind].append(_WORD[word])
        elif kind == "grouped":
            grouped = True
        elif kind == "name":
            is_object = word in objects and not grouped
            found["object" if is_object else "group" if grouped else "name"].append(word)
            grouped = False
    return None if grouped else _composed(found)


def _parts(known: list[str]) -> re.Pattern[str]:
    def any_of(words: Iterable[str]) -> str:
        return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))

    latin = (
        rf"(?<![A-Za-z0-9_])(?:{any_of(name for name in known if name.isascii())})(?![A-Za-z0-9_])"
    )
    other = any_of(name for name in known if not name.isascii())
    names = "|".join(filter(None, (other, latin if known else "", _NAME)))
    return re.compile(
        rf"(?P<name>{names})|(?P<statistic>{any_of(_WORD)})|(?P<grouped>{any_of(_GROUPED.split())})"
        rf"|(?P<joined>{any_of(_JOINED.split())})|(?P<particle>\s|{any_of(_PARTICLES.split())})"
    )


def _composed(found: dict[str, list[str]]) -> str | None:
    """The question in words that are read for sure; None where it is none of a kind that is known."""
    names, groups, tables = found["name"], found["group"], found["object"]
    if len(found["statistic"]) != 1 or len(groups) > 1 or len(tables) > 1:
        return None
    statistic = found["statistic"][0]
    wanted = {"rows": 0, "correlation": 2}.get(statistic, 1)
    if len(names) != wanted or (groups and wanted != 1):
        return None
    told = "how many rows" if statistic == "rows" else f"{statistic} of {' and '.join(names)}"
    by = f" by {groups[0]}" if groups else ""
    return f"{told}{by}{f' in {tables[0]}' if tables else ''}"
