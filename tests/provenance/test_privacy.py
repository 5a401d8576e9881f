"""What is found before a record is written, what is not, and that what is left out is nowhere."""

import json
import subprocess
import sys
import time

import numpy as np
import pytest
from palmerpenguins import load_penguins

import jupyter_sciassist
from jupyter_sciassist.errors import LogWriteError, RecordError
from jupyter_sciassist.provenance import amend, disk, moving, privacy, review, spool, trace
from jupyter_sciassist.provenance.bodies import Draft, ModelPart
from jupyter_sciassist.provenance.chain import SUFFIX
from jupyter_sciassist.provenance.exports.reading import reading
from jupyter_sciassist.provenance.record import look, record
from jupyter_sciassist.provenance.verify import text as said
from jupyter_sciassist.provenance.verify import verify
from jupyter_sciassist.records import Suggestion
from tests.analyses import recompute
from tests.provenance.exports.forms import FORMS
from tests.provenance.logs import CARD, NOTED
from tests.tracked import ROOT

# Put together here, so that no scanner takes this file for a leak.
AWS = "AKIA" + "IOSFODNN7EXAMPLQ"
RANDOM = "Zq8vR2xLw0" + "Tn5YbK3mHc9PfJ7sGd1QaXe4UiVo6BtMlSk"
HUB = "ghp_" + "a8Fk29dKe03LsPq71mZxCv56BnTy48RwUj0H"
SECRETS = [
    (f'boto3.client("s3", aws_access_key_id="{AWS}")', AWS),
    (f"headers = {{'Authorization': 'token {HUB}'}}", HUB),
    (f"login('hf_{RANDOM[:34]}')", f"hf_{RANDOM[:34]}"),
    (f"OpenAI(api_key='sk-proj-{RANDOM}')", f"sk-proj-{RANDOM}"),
    (f'x = "{RANDOM}"', RANDOM),
    (f"Client('glpat-{RANDOM[:20]}')", f"glpat-{RANDOM[:20]}"),
    (f"slack('xoxb-{'1234567890' * 2}-abc')", f"xoxb-{'1234567890' * 2}-abc"),
    (f"key = AIza{RANDOM[:35]}", f"AIza{RANDOM[:35]}"),
    (f"f('eyJhbGciOiJIUzI1NiJ9.eyJ{RANDOM}.{RANDOM}')", f"eyJhbGciOiJIUzI1NiJ9.eyJ{RANDOM}.{RANDOM}"),
    ("-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blb", "-----BEGIN OPENSSH PRIVATE KEY-----"),
    ("create_engine('postgresql://ada:pw8-lovelace@db.lab.org/x')", "ada:pw8-lovelace"),
    ('conn = connect(user="ada", password="correcthorse")', "correcthorse"),
    ('os.environ["CDSAPI_TOKEN"] = "9f8e7d6c-1a2b"', "9f8e7d6c-1a2b"),
    ('cfg = {"api_key": "d41d8cd98f00b204"}', "d41d8cd98f00b204"),
    ("%env MY_API_KEY=d41d8cd98f00b204", "d41d8cd98f00b204"),
    ("!export DB_PASSWORD=correct.horse", "correct.horse"),
]  # fmt: skip
OTHERS = [
    ("# mail to ada.lovelace@physics.example.ac.uk", "e-mail", "ada.lovelace@physics.example.ac.uk"),
    ("pd.read_csv('/home/ada/data.csv')", "home folder", "/home/ada"),
    ("pd.read_csv('/Users/ada.l/data.csv')", "home folder", "/Users/ada.l"),
    (r"open(r'C:\Users\ada\data.csv')", "home folder", r"C:\Users\ada"),
    ("open('C:\\\\Users\\\\ada\\\\data.csv')", "home folder", "C:\\\\Users\\\\ada"),
    ("__author__ = 'Ada King Lovelace'", "name", "Ada King Lovelace"),
    ("# Patient: Johann van der Berg", "name", "Johann van der Berg"),
]  # fmt: skip
ORDINARY = [
    "y = X@beta.values + A@B.T - (left@weights.real)",
    "df@other.at[0]; x = a@b.to(device)",
    "git clone git@github.com:lab/analysis.git",
    "token = tokens[0]; key = 'species'; secret_name = 'a'",
    "password = os.environ['DB_PASSWORD']; token = getpass()",
    'api_key = "YOUR_API_KEY"; password="<password>"; token="..."',
    'df.groupby("token")["count"].sum(); sns.heatmap(corr, key="bill_length_mm")',
    'digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"',
    'smiles = "CC1=CC=C2C(=C1)C(=O)NC3=CC=CC=C3"; seq = "MKTAYIAKQRQISFVKSHFSRQLEERLGLIEVQ"',
    'columns = ["Ball_length_Mm_Adelie_2007_2008_Sample", "water_temperature_2020_June_Depth_30m"]',
    "https://example.org/home/page and /home/jovyan/work and the homework/ada",
    'plt.title("Author: unknown"); patient = "P01"; owner: Literal = None',
    "f'{estimate:.6g}'; print(\"p = 1.2e-16\")  # q = 0.001 in a family of 41 (9f3ac2d1)",
]


def found_in(text, pointer="/suggestion/text"):
    return [(one.kind, text[one.start : one.end]) for one in privacy.scan({pointer: text})]


@pytest.mark.parametrize(("text", "secret"), SECRETS, ids=range(len(SECRETS)))
def test_planted_secrets_are_found_and_never_shown(text, secret):
    assert ("key", secret) in found_in(text)
    (one,) = [one for one in privacy.scan({"/acceptance/text": text}) if one.kind == "key"]
    assert one.proposed
    assert secret not in json.dumps(one.to_json())
    assert one.excerpt.endswith(f"({len(secret)} characters)")


@pytest.mark.parametrize(("text", "kind", "what"), OTHERS)
def test_addresses_homes_and_names_are_found(text, kind, what):
    assert found_in(text) == [(kind, what)]
    assert privacy.scan({"/claim": text})[0].proposed == (kind != "name")


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_code_is_left_in_peace(text):
    assert found_in(text) == []


@pytest.fixture(scope="module")
def cards():
    rng = np.random.default_rng(5)
    frames = [
        load_penguins(),
        recompute.mixed(rng),
        recompute.repeated(rng),
        recompute.ordered(rng),
    ]
    return [one for frame in frames for one in jupyter_sciassist.suggest(frame, top=60, model=None)]


def test_nothing_is_found_in_our_own_analyses(cards):
    assert len({card.analysis for card in cards}) >= 10
    assert [
        look(card, "accepted", notebook="work/a.ipynb", by="Ada Lovelace") for card in cards
    ] == [()] * len(cards)


def test_nothing_is_found_in_the_code_of_notebooks():
    files = list((ROOT / "tests/methods/corpus").rglob("*.py"))
    assert len(files) > 500
    told = {path.name: found_in(path.read_text(encoding="utf-8")) for path in files}
    assert {name: found for name, found in told.items() if found} == {}


def test_a_usual_record_takes_a_few_milliseconds(cards):
    openable = {f"/text{number}": card.code for number, card in enumerate(cards[:2])}
    openable["/evidence/0/result"] = cards[0].evidence.to_json()
    took = []
    for _ in range(9):
        start = time.perf_counter()
        privacy.scan(openable)
        took.append(time.perf_counter() - start)
    assert sorted(took)[4] < 0.2  # a hundred times what it takes


def test_odd_text_is_scanned_in_time():
    for text in (
        "eyJ-" * 20_000,
        "a" * 100_000,
        "token=" * 20_000,
        "a@" * 50_000,
        "\ud800'" * 9999,
    ):
        privacy.scan({"/suggestion/text": text})
    deep = {"a/b~c": [{"x": "ada@example.org"}, None, 1.5, True]}
    (one,) = privacy.scan({"/claim": deep})
    assert (one.pointer, one.at) == ("/claim", "/claim/a~1b~0c/0/x")
    (key,) = privacy.scan({"/claim": {"ada@example.org": 1}})
    assert (key.at, key.start, key.end) == ("/claim/ada@example.org", 0, 15)


def test_it_is_deterministic_and_skips_digests_and_the_name_given():
    openable = {
        "/data/0/digest": RANDOM,
        "/by": "Ada Lovelace",
        "/suggestion/text": AWS + " " + HUB,
    }
    assert privacy.scan(openable) == privacy.scan(openable)
    assert [one.what for one in privacy.scan(openable)] == ["AWS access key", "GitHub token"]
    assert [one.kind for one in privacy.scan({"/by": "ada@example.org"})] == ["e-mail"]


def test_what_is_found_once_is_found_wherever_it_stands():
    openable = {
        "/suggestion/text": f'x = "{RANDOM}"',
        "/suggestion/title": f"y rises with {RANDOM}",
    }
    assert [(one.pointer, one.start) for one in privacy.scan(openable)] == [
        ("/suggestion/text", 5),
        ("/suggestion/title", 13),
    ]
    assert [one.at for one in privacy.scan({"/claim": {"variables": ["y", RANDOM]}})] == [
        "/claim/variables/1"
    ]


def test_counts_are_kept_under_marks():
    ledger = {
        "tests": [["f", "all", "m", ["dose", f"mail ada@example.org {RANDOM}"], 0.5]],
        AWS: None,
    }
    made = privacy.veiled(ledger)
    text = json.dumps(made)
    assert AWS not in text
    assert "ada@example.org" not in text
    assert made["tests"][0][:3] == ["f", "all", "m"]
    assert made["tests"][0][3][0] == "dose"
    assert made == privacy.veiled(ledger)
    assert privacy.veiled("ada@example.org") != privacy.veiled("bob@example.org")
    assert privacy.veiled(["plain", 1, None]) == ["plain", 1, None]


def test_the_own_home_is_found_also_below_the_root_of_the_disk(monkeypatch, tmp_path):
    home = tmp_path / "people" / "ada"
    home.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    inside = f"{home}/x.ipynb"
    assert found_in(f"open('{inside}')") == [("home folder", str(home))]
    assert found_in(f"open('{home}s/x')") == []
    assert found_in(inside.lstrip("/"), "/notebook/path") == [
        ("home folder", str(home).lstrip("/"))
    ]
    assert found_in("people/ada/x.ipynb", "/notebook/path") == []
    monkeypatch.setenv("HOME", "/")
    assert found_in(f"open('{inside}')") == []


def test_the_names_of_the_account_are_asked_of_the_system(tmp_path):
    (tmp_path / ".gitconfig").write_text("[user]\n name = Grace Brewster Hopper\n")
    code = (
        "from jupyter_sciassist.provenance import privacy;"
        "print([(o.what, o.start) for o in privacy.scan({'/claim': 'by grace brewster hopper'})])"
    )
    made = subprocess.run(
        [sys.executable, "-c", code],
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert made.stdout.strip() == "[('your name in git', 3)]"


# What is left out


LEAKY = Suggestion.from_json({**CARD.to_json(), "code": f'key = "{AWS}"\n'})
CODE = ("/acceptance/text", "/suggestion/text")


@pytest.fixture
def sidecar(tmp_path):
    (tmp_path / "a.ipynb").write_text('{"cells": [], "metadata": {}}')
    return tmp_path / f"a.ipynb{SUFFIX}"


def everywhere(folder):
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_what_looks_private_is_left_out_and_the_log_holds(sidecar, tmp_path):
    receipt = record(sidecar, suggestion=LEAKY, verb="accepted", by="ada@example.org", notebook="a")
    assert [(one.pointer, one.what) for one in receipt.withheld] == [
        ("/acceptance/text", "AWS access key"),
        ("/by", "e-mail address"),
        ("/suggestion/text", "AWS access key"),
    ]
    assert AWS.encode() not in everywhere(tmp_path)
    assert b"ada@example" not in everywhere(tmp_path)
    line = json.loads(sidecar.read_bytes().splitlines()[-1])
    left_out = {"/acceptance/text", "/by", "/suggestion/text"}
    assert left_out <= set(line["core"]["commit"])
    assert not left_out & set(line["open"])
    assert line["core"]["body"]["note"] == {"withheld": sorted(left_out)}
    assert "/suggestion/title" in line["open"]
    report = verify(sidecar)
    assert report.exit_code() == 0
    assert report.warnings[0] == "values left out when their records were written: 3"
    assert "removed, 3 left out" in said(report)


def test_two_commitments_to_one_value_tell_nothing_of_each_other(sidecar):
    record(sidecar, suggestion=LEAKY, verb="accepted")
    commit = json.loads(sidecar.read_bytes().splitlines()[-1])["core"]["commit"]
    assert commit["/acceptance/text"] != commit["/suggestion/text"]


def test_a_person_may_decide_otherwise(sidecar):
    whole = record(sidecar, suggestion=LEAKY, verb="accepted", withhold=())
    assert whole.withheld == ()
    assert AWS.encode() in sidecar.read_bytes()
    chosen = record(sidecar, suggestion=CARD, verb="accepted", withhold=["/suggestion/title"])
    assert [one.to_json() for one in chosen.withheld] == [
        {"pointer": "/suggestion/title", "what": None}
    ]
    with pytest.raises(RecordError, match="Nothing can be left out at '/nowhere'"):
        record(sidecar, suggestion=CARD, verb="accepted", withhold=["/nowhere"])
    assert verify(sidecar).exit_code() == 0


def test_a_path_that_is_left_out_does_not_begin_the_log_either(sidecar, monkeypatch, tmp_path):
    path = "people/ada/a.ipynb"
    record(sidecar, suggestion=CARD, verb="accepted", notebook=path, withhold=["/notebook/path"])
    created = json.loads(sidecar.read_bytes().splitlines()[0])
    assert created["core"]["body"]["note"] == {"withheld": ["/notebook/path"]}
    assert b"people" not in sidecar.read_bytes()
    # Nobody is asked when a notebook is renamed or copied: what would be proposed is left out.
    monkeypatch.setenv("HOME", "/people/ada")
    moved, copied = (tmp_path / f"{name}.ipynb{SUFFIX}" for name in ("b", "c"))
    moving.move(sidecar, moved, "people/ada/b.ipynb", path)
    moving.copy(moved, copied, "people/ada/c.ipynb", "1")
    assert b"people" not in everywhere(tmp_path)
    assert verify(moved).exit_code() == verify(copied).exit_code() == 0


def test_nothing_waits_openly_where_the_log_cannot_be_written(sidecar, tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    append = disk.append

    def refuse(path, *args, **options):
        if path == sidecar:
            raise LogWriteError("The disk is full. Free some.")
        append(path, *args, **options)

    odd = Suggestion.from_json({**LEAKY.to_json(), "title": "odd \ud800"})
    monkeypatch.setattr(disk, "append", refuse)
    left_out = [*CODE, "/notebook/path"]
    receipt = record(
        sidecar, suggestion=odd, verb="accepted", notebook="secret/a.ipynb", withhold=left_out
    )
    assert "It is kept in" in receipt.warning
    assert [one.pointer for one in receipt.withheld] == sorted(left_out)
    assert spool.spool_of(sidecar).is_file()
    assert AWS.encode() not in everywhere(tmp_path)
    assert b"secret/" not in everywhere(tmp_path)
    monkeypatch.setattr(disk, "append", append)
    record(sidecar, suggestion=CARD, verb="accepted", notebook="a.ipynb")
    late = json.loads(sidecar.read_bytes().splitlines()[-2])
    note = late["core"]["body"]["note"]
    assert (note["withheld"], note["surrogates"], note["gap"]["waiting"]) == (
        sorted(left_out),
        1,
        1,
    )
    assert not set(left_out) & set(late["open"])
    assert verify(sidecar).exit_code() == 0


def test_no_reader_calls_it_redacted(sidecar, capsys):
    part = ModelPart({"name": "small-model"}, None, {"messages": [f"token {HUB}"]})
    receipt = record(sidecar, suggestion=NOTED, verb="accepted", model=part, text=f'k = "{AWS}"')
    record(sidecar, suggestion=CARD, verb="accepted", withhold=["/suggestion/title"])
    line = review.find(sidecar, receipt.record)
    assert "/prompt/messages: left out when it was written" in review.detail(line)
    assert "redacted" not in review.detail(line)
    told = [
        "\n".join(trace.differences(one, [], frozenset())) for one in trace.acceptances(sidecar)
    ]
    assert "suggested -> accepted: the text was left out" in told[0]
    assert "(title left out)" in told[1]
    log = reading(sidecar)
    row = log.rows[0]
    assert row.reasons["/acceptance/text"] == "left out when it was written"
    for name, form in FORMS.items():
        assert AWS.encode() not in form(log), name
    assert b"/acceptance/text: left out when it was written" in FORMS["page"](log)


def test_it_can_be_redacted_further_but_not_again(sidecar):
    receipt = record(sidecar, suggestion=LEAKY, verb="accepted")
    with pytest.raises(RecordError, match="Nothing is open at '/suggestion/text'"):
        amend.redact(sidecar, receipt.record, ["/suggestion/text"], reason="r")
    amend.redact(sidecar, receipt.record, ["/suggestion/title"], reason="r")
    warnings = verify(sidecar).warnings
    assert "values removed: 1" in warnings
    assert "values left out when their records were written: 2" in warnings


def test_a_draft_without_anything_private_is_the_same():
    draft = Draft("review.note", {}, {"/text": "plain"}, "human")
    assert privacy.without(draft) == (draft, ())
