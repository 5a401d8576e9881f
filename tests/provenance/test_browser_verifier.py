"""Two verifiers, Python's and the browser's, reach one verdict on the same bytes."""

import base64
import json
import random
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from jupyter_sciassist.provenance import verify as verifier
from jupyter_sciassist.provenance.amend import redact, repair
from jupyter_sciassist.provenance.chain import scan, sidecar_of
from jupyter_sciassist.provenance.lines import MAX_LINE, encode
from jupyter_sciassist.provenance.log import SidecarLog
from jupyter_sciassist.provenance.moving import copy
from jupyter_sciassist.provenance.record import record
from tests.provenance.browser import answers
from tests.provenance.forged import FOREIGN, SIGNATURE, beside, forged, kept
from tests.provenance.logs import CARD, NOTED, rehashed, sized, small_log
from tests.provenance.test_chain import EDITS, lost_sectors, mutated
from tests.provenance.test_lines import SPELLINGS
from tests.provenance.test_provenance_verify import newer_line

# What is found while a line is read, before its hash: which of it is met first may differ.
FORM = re.compile(
    r"not JSON: .*|not canonical JSON: .*|not in canonical form .*|not UTF-8.*|format version .*"
    r"|(an opening at|unknown key) ['\"].*['\"] ?(in core|, which is no pointer)?",
    re.DOTALL,
)
EARLY = re.compile(
    r"not an object with core.*|core is no object|open is no object|the (opening|salt) at .* is malformed"
    r"|nested too deeply.*",
    re.DOTALL,
)


@dataclass(frozen=True)
class Case:
    """A log, the notebook beside it, and a head that was kept."""

    data: bytes
    notebook: Any = None
    anchor: str | None = None

    def asked(self) -> str:
        told = {"bytes": base64.b64encode(self.data).decode(), "notebook": self.notebook}
        return json.dumps(told | ({"anchor": self.anchor} if self.anchor else {}))


class Pythons:
    """Python's verdicts, in the shape of the browser's."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.notebook = folder / "case.ipynb"
        self.chain, self.seen = None, []
        monkeypatch.setattr(verifier, "scan", self._scan)

    def _scan(self, path):
        self.seen = []
        self.chain = scan(path, lambda line: self.seen.append(line.hash))
        return self.chain

    def report(self, case: Case) -> dict[str, Any]:
        log = sidecar_of(self.notebook)
        log.write_bytes(case.data)
        self.notebook.unlink(missing_ok=True)
        if case.notebook is not None:
            self.notebook.write_text(json.dumps(case.notebook))
        anchor = case.anchor and case.anchor.lower().removeprefix("sha256:")
        found = verifier.verify(log, verifier.Trust(anchor)).to_json()
        assert self.chain is not None
        found["heads"], found["seen"] = list(self.chain.heads), self.seen
        found["checks"] = [
            {"status" if key == "state" else key: value for key, value in check.items()}
            for check in found["checks"]
        ]
        del found["path"], found["problem"]
        return found


def alike(report: dict[str, Any]) -> dict[str, Any]:
    """The report, but for words about a line that does not read, and how a head is shown that is none."""
    told = json.loads(json.dumps(report))
    for fault in told["faults"]:
        fault["reason"] = (
            "form"
            if FORM.fullmatch(fault["reason"]) or EARLY.fullmatch(fault["reason"])
            else fault["reason"]
        )
    for check in told["checks"]:
        if (check["name"], check["status"]) == ("records", "fail"):
            check["detail"] = check["detail"].partition(":")[0]
        if check["detail"].startswith(("its head ", "it counts ")) and check["status"] == "fail":
            check["detail"] = check["detail"][:9]
    return told


@pytest.fixture
def compared(tmp_path, monkeypatch):
    """Compare the verdicts on many cases; gives how often each exit code was reached."""
    (tmp_path / "compared").mkdir()
    pythons = Pythons(tmp_path / "compared", monkeypatch)

    def compare(cases: list[Case]) -> Counter[int]:
        said = [json.loads(line) for line in answers("verify", [case.asked() for case in cases])]
        codes: Counter[int] = Counter()
        for number, (case, browsers) in enumerate(zip(cases, said, strict=True)):
            browsers["seen"] = [mark for _, mark in browsers["seen"]]
            python = pythons.report(case)
            assert alike(browsers) == alike(python), f"case {number}: {case}"
            codes[python["exit"]] += 1
        return codes

    return compare


@pytest.fixture
def lines(tmp_path):
    return small_log(tmp_path / "a.ipynb.prov.jsonl")


def marks_of(data: bytes) -> list[str]:
    return [json.loads(line)["hash"] for line in data.splitlines()]


def told(data: bytes, place: int = -1, **other) -> dict[str, Any]:
    row = json.loads(data.splitlines()[place])
    found = {"head": row["hash"], "log": row["core"]["log"], "count": data.count(b"\n")}
    return {"metadata": {"sciassist": {**found, **other}}}


def test_every_cut(compared, lines):
    data = b"".join(lines)
    head = json.loads(lines[-1])["hash"]
    cases = [Case(data[:cut], None, head if cut % 2 else None) for cut in range(len(data) + 1)]
    codes = compared(cases)
    assert set(codes) == {0, 1}


def test_edits_with_and_without_a_head_kept(compared, lines):
    data = b"".join(lines)
    head = json.loads(lines[-1])["hash"]
    changed = [b"".join(made(*lines)) for made in EDITS]
    changed += [
        b"".join([*lines, raw, b"\n", *after]) for raw, _ in SPELLINGS for after in ([], lines[:1])
    ]
    changed += [b"".join(lines[:2]), data, b"", data + b"\n" * 3, data[:-1] + b"\0", data * 2]
    changed += [
        data + newer_line(),
        newer_line() + data,
        newer_line(),
        lines[0] + newer_line() + lines[1],
    ]
    codes = compared([Case(one, None, anchor) for one in changed for anchor in (None, head)])
    assert codes[0] >= 3
    assert codes[1] > 100
    assert codes[2] >= 2


def test_flipped_bits_and_mutations(compared, lines):
    data = b"".join(lines)
    seed = random.SystemRandom().getrandbits(64)
    print(f"seed {seed}")  # shown when it fails
    rng = random.Random(seed)
    changed = [mutated(data, rng) for _ in range(sized(3_000, 100_000))]
    for _ in range(sized(1_000, 20_000)):
        flipped = bytearray(data)
        flipped[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        changed.append(bytes(flipped))
    compared([Case(one) for one in changed])


def test_lost_sectors_and_nuls(compared, tmp_path):
    path = tmp_path / "p.ipynb.prov.jsonl"
    log = SidecarLog(path)
    log.append("log.created", {})
    safe = path.stat().st_size
    log.append("review.note", {}, {"/text": "several sectors, é " * 80})
    data = path.read_bytes()
    seed = random.SystemRandom().getrandbits(64)
    print(f"seed {seed}")  # shown when it fails
    rng = random.Random(seed)
    states = [lost_sectors(data, safe, rng) for _ in range(sized(300, 10_000))]
    for _ in range(sized(300, 10_000)):
        first, last = sorted(rng.randrange(len(data) + 1) for _ in range(2))
        # As a rule whole sectors.
        first = first // 512 * 512 + rng.choice((0, 0, 1))
        last = -(-last // 512) * 512 - rng.choice((0, 0, 1))
        states.append(data[:first] + bytes(max(0, last - first)) + data[max(first, last) :])
    states += [data + bytes(size) for size in (*range(1, 61), 512, 4096)]
    assert set(compared([Case(one) for one in states])) == {0, 1}


def test_the_beginning_of_a_line_and_what_is_none(compared, lines):
    """Tails without a newline: torn where a crash may have left them, else damage."""
    data = b"".join(lines)
    begun = b'{"core":{'
    tails = [
        *(begun[:size] for size in range(1, 10)), b"x", b" ", b"[", b'{"hash":', b'{"core":{}}',
        b'{"core":{}} ', b'{"core":{}}x', b'{"core":{]}x', b'{"core":{"a":NaN}}x', b'{"core":{"a":-Infinity}}',
        b'{"core":{"a":-NaN}}x', b'{"core":{"NaN\\"":"Infinity"}}x', b'{"core":{"a":1e999}}x',
        b'{"core":{"a":%b}}x' % (b"9" * 5_000), b'{"core":{"a":01}}x', b'{"core":{"a":"\t"}}x', b'{"core":{"a":"\\x"}}x',
        b'{"core":{"a":"\\ud800"}}x', b'{"core":{"a":"}', b'{"core":{"a":"\\', b'{"core":{"a":"\\"}}"}}x',
        b'{"core":{"\xc3', b'{"core":{"\xc3\xa9', b'{"core":{"\xc3\xc3', b'{"core":{"\xed\xa0', b'{"core":{"\xed\x9f',
        b'{"core":{"\xf4\x90', b'{"core":{"\xf4\x8f\xbf', b'{"core":{"\xe0\x80', b'{"core":{"\xf0\x80',
        b'{"core":{}}\xc3', b'{"core":{"a":1,"a":1}}', b'{"core":{"a":' + b"[" * 90, b'{"core":{"a":' + b"[" * 99,
        b'{"core":{"a":"' + b"[" * 200, b'{"core":{"a":' + b"[" * 100_000, b'{"co\xc3', b"\xef\xbb\xbf" + begun,
    ]  # fmt: skip
    longest = [
        b'{"core":{"a":"' + b"x" * (MAX_LINE - 20), b'{"core":{"a":"' + b'\\"' * (MAX_LINE // 2 - 20) + b'",NaN}}x',
        b"y" * MAX_LINE, b"y" * (MAX_LINE + 1), b"y" * (MAX_LINE + 1) + b"\n", b"y" * MAX_LINE + b"\n" + lines[0],
    ]  # fmt: skip
    cases = [Case(data + tail) for tail in tails + longest] + [Case(tail) for tail in tails]
    codes = compared(cases)
    assert min(codes[0], codes[1]) > 20


def test_notebooks_and_heads_kept(compared, tmp_path):
    notebook = tmp_path / "a.ipynb"
    log = sidecar_of(notebook)
    for card in (CARD, NOTED):
        record(log, suggestion=card, verb="accepted", by="Ann", notebook="a.ipynb", doc_id=None)
    data = log.read_bytes()
    notebook.write_text(json.dumps(told(data)))
    copied = tmp_path / "b.ipynb"
    copied.write_text(notebook.read_text())
    copy(log, sidecar_of(copied), copied.name, "1")
    record(sidecar_of(copied), suggestion=CARD, verb="accepted", notebook="b.ipynb")
    other = sidecar_of(copied).read_bytes()
    cases = [Case(data, told(data, place), head) for place in range(4) for head in (None, FOREIGN)]
    cases += [Case(data, told(data, count=count)) for count in (3, 4, 5, 4.0, 4.5, True, "9", None)]
    cases += [Case(data, told(data, head=head)) for head in (FOREIGN, None, 7, [], "sha256:")]
    cases += [Case(data, told(data, log=log)) for log in ("x", None, 7, told(other)["metadata"])]
    cases += [Case(other, told(data, place)) for place in range(4)]
    cases += [
        Case(other, told(other)),
        Case(data, told(other)),
        Case(b"", told(data)),
        Case(b"x", told(data)),
    ]
    cases += [Case(other, told(data, head=head)) for head in (None, FOREIGN)]
    cases += [
        Case(data, one)
        for one in ({}, [], 7, "x", {"metadata": []}, {"metadata": {"sciassist": {}}})
    ]
    marks = marks_of(data)
    heads = [*marks, *(mark[7:19] for mark in marks), marks[0].upper(), marks[0][:40], FOREIGN]
    cases += [Case(data, note, head) for head in heads for note in (None, told(data), {})]
    codes = compared(cases)
    assert min(codes[0], codes[1], codes[4]) > 5


def test_merges_redactions_and_signatures(compared, tmp_path, lines):
    path = tmp_path / "m.ipynb.prov.jsonl"
    receipt = record(path, suggestion=CARD, verb="accepted", by="Ann", notebook="m.ipynb")
    base = path.read_bytes()
    record(path, suggestion=NOTED, verb="rejected", notebook="m.ipynb")
    ours = path.read_bytes()
    path.write_bytes(base)
    redact(path, str(receipt.record), ["/by"], reason="asked to")
    theirs = path.read_bytes()
    added = b"".join(row for row in theirs.splitlines(keepends=True) if row not in ours)
    path.write_bytes(ours + added)
    united = path.read_bytes()
    repair(path, merge=True)
    marked = b"<<<<<<< HEAD\n" + ours + b"=======\n" + theirs + b">>>>>>> side\n"
    fork = rehashed(lines[2], lambda core: core.update(id=core["id"][:-4] + "0000"))
    rows = [json.loads(row) for row in lines]
    signed = encode(rows[2]["core"], rows[2]["open"], SIGNATURE)[1]
    opened = theirs.replace(b'"open":{', b'"open":{}', 1)
    logs = [base, ours, theirs, united, path.read_bytes(), marked, opened, b"".join([*lines, fork])]
    logs += [b"".join([*lines[:2], signed]), b"".join(lines) + base, base + b"".join(lines)]
    logs += [
        lines[0] + encode(rows[1]["core"], {})[1] + lines[2],
        theirs + base.splitlines(keepends=True)[-1],
    ]
    codes = compared([Case(one, told(base)) for one in logs] + [Case(one) for one in logs])
    assert min(codes[0], codes[1]) > 5


def test_values_left_out(compared, tmp_path):
    path = tmp_path / "w.ipynb.prov.jsonl"
    out = ["/by", "/notebook/path"]
    receipt = record(
        path, suggestion=CARD, verb="accepted", by="Ann", notebook="w.ipynb", withhold=out
    )
    kept = path.read_bytes()
    assert b"Ann" not in kept
    redact(path, str(receipt.record), ["/suggestion/title"], reason="asked to")
    lied = [rehashed(row, say_left_out) for row in kept.splitlines(keepends=True)]
    codes = compared([Case(one) for one in (kept, path.read_bytes(), b"".join(lied[:1]))])
    assert codes[0] == 3


def say_left_out(core: dict[str, Any]) -> None:
    """What is not committed to, what stands open, and what is no pointer."""
    core["body"]["note"] = {"withheld": ["/none", "/suggestion/title", 3, {"/by": 1}]}


def test_forged_logs_notebooks_and_heads(compared):
    seed = random.SystemRandom().getrandbits(64)
    print(f"seed {seed}")  # shown when it fails
    rng = random.Random(seed)
    cases = []
    for _ in range(sized(3_000, 60_000)):
        data, logs = forged(rng)
        cases.append(Case(data, beside(rng, logs, data), kept(rng, logs)))
    codes = compared(cases)
    assert min(codes[code] for code in (0, 1, 2, 4)) > 10


def test_the_page_goes_on_and_a_stop_is_heeded():
    noise = base64.b64encode(b'{"core":no\n' * 200_000).decode()
    heads = ["0" * 11, "g" * 12, "0" * 65, "sha256:"]
    cases = [{"bytes": noise, "stop": stop} for stop in (None, 1, 0)]
    cases += [{"bytes": "", "stop": None, "anchor": head} for head in heads]
    through, first, never, *wrong = map(json.loads, answers("pace", map(json.dumps, cases)))
    assert through["error"] is None
    assert len(through["done"]) > 2
    assert through["done"] == sorted(through["done"])
    assert through["done"][-1] == 200_000 * 11
    assert through["turns"] > 0
    assert (first["error"], len(first["done"])) == ("stopped", 1)
    assert (never["error"], never["done"]) == ("stopped", [])
    expected = [f"'{head}' is no head: 12 to 64 hexadecimal digits" for head in heads]
    assert [one["error"] for one in wrong] == expected
