"""The HTML page: escaped, self-contained, accessible, printable."""

import json
import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from jupyter_sciassist.provenance.exports.page import page
from jupyter_sciassist.provenance.exports.reading import reading
from jupyter_sciassist.provenance.exports.showing import visible
from jupyter_sciassist.provenance.log import SidecarLog
from jupyter_sciassist.provenance.record import record
from jupyter_sciassist.provenance.verify import LIMITS
from tests.provenance.exports.logs import HOSTILE, MODEL, redact
from tests.provenance.logs import CARD, NOTED

VOID = {"meta", "link", "br", "hr", "img", "input"}
ALLOWED = {
    "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "h3", "h4", "p", "code",
    "strong", "div", "table", "caption", "thead", "tbody", "tr", "th", "td", "ul", "li", "a", "bdi",
    "section", "dl", "dt", "dd", "em", "pre", "del", "ins", "blockquote",
}  # fmt: skip


class Reader(HTMLParser):
    """Elements with their attributes, the text, and whether all is closed in order."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.elements, self.open, self.text, self.crossed = [], [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.crossed.append(tag)

    def handle_data(self, data):
        if self.open[-1:] != ["style"]:
            self.text.append(data)


@pytest.fixture(scope="module")
def html(full):
    return page(full).decode()


@pytest.fixture(scope="module")
def parsed(html):
    return Reader(html)


def test_it_is_whole(parsed):
    assert (parsed.open, parsed.crossed) == ([], [])
    assert {tag for tag, _ in parsed.elements} <= ALLOWED


def test_nothing_runs_and_nothing_is_fetched(html, parsed):
    for _, attributes in parsed.elements:
        assert not any(name.startswith("on") for name in attributes)
        assert not {"src", "srcset", "data", "action", "style", "background"} & set(attributes)
        assert attributes.get("href", "#").startswith("#")
    policy = next(
        one["content"] for _, one in parsed.elements if "Policy" in one.get("http-equiv", "")
    )
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"
    style = html.partition("<style>")[2].partition("</style>")[0]
    assert "url(" not in style
    assert "@import" not in style


def test_hostile_text_stays_text(html, parsed):
    text = "".join(parsed.text)
    assert visible(HOSTILE).split("\n")[0] in text
    assert "<b>@SUM(1)</b>" in text
    assert "<script" not in html


def test_it_says_what_a_reviewer_asks(full, parsed):
    text = " ".join("".join(parsed.text).split())
    assert full.head in text
    assert LIMITS in text
    assert "Level L0: consistent in itself. It does not show records cut off at the end" in text
    for said in (
        "accepted verbatim", "accepted, edited (ratio 0.35)", "rejected",
        "tested on unseen rows: supported", "computed, note by a language model",
        "written by a language model", "a terminal", "r = 0.5 [0.4, 0.6]", "Q4_1", "[redacted]",
    ):  # fmt: skip
        assert said in text, said


def test_the_edit_is_shown_line_by_line(html):
    assert "<del>- print(&quot;n = 333&quot;)</del>" in html
    assert "<ins>+ print(&quot;n = 332&quot;)</ins>" in html
    assert "<ins>+ # mine</ins>" in html


def test_a_long_edit_is_shown_side_by_side(tmp_path):
    """The comparison takes the square of the lines: it is left out, the texts are not."""
    sidecar = tmp_path / "a.ipynb.prov.jsonl"
    text = "x\n" * 3000
    record(sidecar, suggestion=CARD, verb="accepted", text=text)
    record(sidecar, suggestion=NOTED, verb="accepted", text=text, model=MODEL)
    made = page(reading(sidecar)).decode()
    assert "<ins>" not in made
    assert made.count("x\n" * 2999) == 2
    assert Reader(made).crossed == []


def test_it_is_made_for_eyes_ears_and_paper(html, parsed):
    assert ("html", {"lang": "en"}) in parsed.elements
    style = html.partition("<style>")[2].partition("</style>")[0]
    for rule in ("prefers-color-scheme: dark", "@media print", "break-inside: avoid"):
        assert rule in style
    identities = [one["id"] for _, one in parsed.elements if "id" in one]
    assert len(identities) == len(set(identities))
    targets = {one["href"][1:] for _, one in parsed.elements if "href" in one}
    labels = {one["aria-labelledby"] for _, one in parsed.elements if "aria-labelledby" in one}
    assert targets | labels <= set(identities)
    tables = [tag for tag, _ in parsed.elements if tag in ("table", "caption")]
    assert tables == ["table", "caption"] * 2
    assert all(one.get("scope") in ("row", "col") for tag, one in parsed.elements if tag == "th")
    levels = [int(tag[1]) for tag, _ in parsed.elements if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def luminance(colour):
    digits = colour.lstrip("#")
    digits = digits if len(digits) == 6 else "".join(2 * one for one in digits)
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_contrast_is_that_of_wcag_aa(html):
    themes = re.findall(r":root \{([^}]*)\}", html)
    assert len(themes) == 3
    for theme in themes:
        named = dict(re.findall(r"--(\w+): (#\w+);", theme))
        for ink in ("ink", "faint", "link"):
            for ground in ("ground", "code") + (("gone", "come") if ink == "ink" else ()):
                light, dark = sorted(
                    (luminance(named[ink]), luminance(named[ground])), reverse=True
                )
                assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, ground, theme)


def test_why_a_value_was_removed(tmp_path):
    sidecar = tmp_path / "a.ipynb.prov.jsonl"
    receipt = record(sidecar, suggestion=CARD, verb="accepted", by="Ann")
    keep = tuple(json.loads(sidecar.read_bytes().splitlines()[-1])["open"])
    redact(sidecar, -1, keep=tuple(one for one in keep if one not in ("/by", "/claim")))
    body = {"record": receipt.hash, "pointers": ["/by"]}
    SidecarLog(sidecar).append("redaction", body, {"/reason": "a <name>"})
    text = page(reading(sidecar)).decode()
    assert "/by: a &lt;name&gt;; /claim: no redaction is on record" in text


def test_what_a_model_was_set_to(html):
    assert html.count("seed 7, temperature 0.0, max_tokens 200, determinism bitwise") == 3
