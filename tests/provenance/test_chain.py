"""A whole log under every cut, every flipped bit, mutations and simulated power loss."""

import json
import os
import random
import tracemalloc

import pytest

from jupyter_sciassist.errors import ProvenanceError
from jupyter_sciassist.provenance.chain import Chain, scan, sidecar_of
from jupyter_sciassist.provenance.lines import MAX_LINE
from jupyter_sciassist.provenance.log import SidecarLog
from tests.provenance.logs import accepted, chain_of, rehashed, sized, small_log


@pytest.fixture
def lines(tmp_path):
    return small_log(tmp_path / "a.ipynb.prov.jsonl")


def whole(lines) -> tuple[bytes, str]:
    data = b"".join(lines)
    head = chain_of(data).head
    assert head is not None
    return data, head


def faults(*lines: bytes) -> list[tuple[int, str]]:
    return chain_of(b"".join(lines)).faults


def test_a_straight_log(lines):
    chain = chain_of(b"".join(lines))
    assert (chain.count, len(chain.heads), len(chain.roots)) == (3, 1, 1)
    assert (chain.faults, chain.tail, chain.openings, chain.redactions) == ([], None, 3, 0)
    assert chain.head == json.loads(lines[2])["hash"]
    assert chain.log == json.loads(lines[0])["core"]["log"]


def test_cut_at_every_byte(lines):
    data, _ = whole(lines)
    ends = [sum(map(len, lines[:number])) for number in range(4)]
    for cut in range(len(data) + 1):
        chain = chain_of(data[:cut])
        kept = sum(end <= cut for end in ends[1:])
        assert (cut, chain.count, chain.fault_count) == (cut, kept, 0)
        assert (chain.tail is None) == (cut in ends)
        if chain.tail is not None:
            assert (chain.tail.offset, chain.tail.size) == (ends[kept], cut - ends[kept])


def test_every_flipped_bit_is_seen(tmp_path):
    data, head = whole(small_log(tmp_path / "b.ipynb.prov.jsonl", records=sized(3, 5)))
    for place in range(len(data)):
        for bit in range(8):
            changed = bytearray(data)
            changed[place] ^= 1 << bit
            chain = chain_of(bytes(changed))
            assert chain.fault_count, f"bit {bit} of byte {place}"
            assert not accepted(chain, head)


def test_nul_filled_tails_are_torn(lines):
    data, _ = whole(lines)
    for size in [*range(1, 61), 4096]:
        chain = chain_of(data + bytes(size))
        assert (chain.count, chain.fault_count) == (3, 0)
        assert chain.tail is not None
        assert chain.tail.size == size


EDITS = [
    lambda a, b, c: (b, c),
    lambda a, b, c: (a, c),
    lambda a, b, c: (b, a, c),
    lambda a, b, c: (a, c, b),
    lambda a, b, c: (a, a, b, c),
    lambda a, b, c: (a, b, c, c),
    lambda a, b, c: (a, b, c, a),
    lambda a, b, c: (a[:-1] + b"\r\n", b, c),
    lambda a, b, c: (a, b, c[:-1] + b"\r\n"),
    lambda a, b, c: (b"\xef\xbb\xbf" + a, b, c),
    lambda a, b, c: (a, b"\n", b, c),
    lambda a, b, c: (a, b, c, b"\n"),
    lambda a, b, c: (a, b, c, b" "),
    lambda a, b, c: (a, b, c[:-1] + b" \n"),
    lambda a, b, c: (a, b, c[:-1] + b" "),
    lambda a, b, c: (a, b[:-1] + c),
    lambda a, b, c: (a, b, c[:-1] + c[:-1]),
    lambda a, b, c: (a, b"<<<<<<< HEAD\n", b, c),
    lambda a, b, c: (a, b, b'{"core":1}\n'),
    lambda a, b, c: (a, b.replace(b'"n":1', b'"n":2'), c),
    lambda a, b, c: (a, b, c.replace(b'"v":"', b'"v":"x')),
    lambda a, b, c: (a, b, b"[" * 200_000),
]


@pytest.mark.parametrize("made", EDITS)
def test_edits_are_damage_and_never_a_torn_tail(lines, made):
    changed = b"".join(made(*lines))
    chain = chain_of(changed)
    assert chain.fault_count
    assert chain.tail is None


@pytest.mark.parametrize(
    ("tail", "torn"),
    [
        (b'{"core":{"a":"\xed', True),
        (b'{"core":{"a":"\xed\x9f', True),
        (b'{"core":{"a":"\xed\xa0', False),
        (b'{"core":{"a":' + b"9" * 5_000 + b"}} x", False),
        (b'{"core":{"a":' + b"[" * 98, True),
        (b'{"core":{"a":' + b"[" * 99, False),
    ],
)
def test_a_torn_line_is_the_same_for_every_interpreter(lines, tail, torn):
    """Whatever its limits of digits and of depth, and however patient its decoder is."""
    chain = chain_of(b"".join(lines) + tail)
    assert (chain.tail is not None, chain.fault_count) == (torn, not torn)


def test_a_cut_at_a_record_needs_an_anchor(lines):
    _, head = whole(lines)
    chain = chain_of(b"".join(lines[:2]))
    assert (chain.fault_count, chain.tail, head in chain.known) == (0, None, False)


def test_a_removed_opening_is_counted(lines):
    data = json.loads(lines[1])
    data["open"] = {}
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    chain = chain_of(lines[0] + text.encode() + b"\n" + lines[2])
    assert (chain.fault_count, chain.redactions, chain.openings) == (0, 1, 2)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"seq": 5}, "seq does not follow from the parents"),
        ({"log": "85a77024-c6eb-42ba-a69f-ff856f547e33"}, "the log id is not that of a parent"),
        ({"prev": [], "seq": 0}, "a log begins with log.created"),
        ({"type": "log.created"}, "a log begins with log.created"),
        ({"prev": ["sha256:" + "a" * 64]}, "a parent is missing"),
    ],
)
def test_a_forged_last_record_must_still_fit(lines, change, said):
    forged = rehashed(lines[2], lambda core: core.update(change))
    assert [number for number, reason in faults(*lines[:2], forged) if said in reason] == [3]


def test_one_id_for_two_records(lines):
    first = json.loads(lines[1])["core"]["id"]
    forged = rehashed(lines[2], lambda core: core.update(id=first))
    assert faults(*lines[:2], forged) == [(3, "two different records bear one id")]


def test_forks_and_two_roots_are_whole(tmp_path, lines):
    fork = rehashed(lines[2], lambda core: core.update(id=core["id"][:-4] + "0000"))
    chain = chain_of(b"".join([*lines, fork]))
    assert (chain.fault_count, len(chain.heads), len(chain.roots)) == (0, 2, 1)
    assert chain.head == min(chain.heads)
    other = small_log(tmp_path / "b.ipynb.prov.jsonl", records=5)
    both = chain_of(b"".join([*lines, *other]))
    assert (both.fault_count, both.count, len(both.heads), len(both.roots)) == (0, 8, 2, 2)
    assert both.head == json.loads(other[-1])["hash"]
    assert both.log == chain.log


MUTATIONS = sized(20_000, 1_000_000)


def mutated(data: bytes, rng: random.Random) -> bytes:
    here, there = sorted(rng.randrange(len(data) + 1) for _ in range(2))
    there = min(there, here + 200)
    rows = data.splitlines(keepends=True)
    match rng.randrange(8):
        case 0:
            return data[:here] + data[there:]
        case 1:
            return data[:here] + rng.randbytes(rng.randrange(1, 9)) + data[here:]
        case 2:
            return data[:here] + data[here:there] * 2 + data[there:]
        case 3:
            return data[:here] + bytes(there - here) + data[there:]
        case 4:
            rng.shuffle(rows)
            return b"".join(rows)
        case 5:
            return b"".join([*rows, rng.choice(rows)])
        case 6:
            return b"".join(row for row in rows if rng.random() < 0.7)
        case _:
            spot = rng.randrange(len(data))
            return data[:spot] + bytes([rng.choice(b'0aA"{}[],:\\ \n\r\0')]) + data[spot + 1 :]


def test_random_mutations_are_never_accepted(lines):
    data, head = whole(lines)
    seed = random.SystemRandom().getrandbits(64)
    rng = random.Random(seed)
    for number in range(MUTATIONS):
        changed = mutated(data, rng)
        if changed != data:
            assert not accepted(chain_of(changed), head), f"seed {seed}, mutation {number}"


STATES = sized(600, 20_000)


def lost_sectors(data: bytes, safe: int, rng: random.Random) -> bytes:
    """What a disk may hold after power is cut: of the bytes after `safe`, any sectors as NUL."""
    end = rng.choice([len(data), len(data), rng.randrange(safe, len(data) + 1)])
    state = bytearray(data[:end])
    for sector in range(safe // 512, -(-end // 512)):
        if rng.random() < 0.5:
            first, last = max(safe, sector * 512), min(end, sector * 512 + 512)
            state[first:last] = bytes(last - first)
    return bytes(state)


def test_power_loss_loses_nothing_confirmed_and_raises_no_false_alarm(tmp_path):
    path = tmp_path / "p.ipynb.prov.jsonl"
    log = SidecarLog(path)
    log.append("log.created", {"n": 0})
    for number in range(3):
        log.append("review.note", {"n": number}, {"/text": "x" * 300 * number})
    safe, confirmed = path.stat().st_size, 4
    log.append("review.note", {}, {"/text": "long enough for several sectors " * 80})
    data = path.read_bytes()
    seed = random.SystemRandom().getrandbits(64)
    rng = random.Random(seed)
    torn = 0
    for number in range(STATES):
        state = lost_sectors(data, safe, rng)
        chain = chain_of(state)
        assert chain.fault_count == 0, f"seed {seed}, state {number}: {chain.faults}"
        assert chain.count == confirmed + (state == data)
        torn += chain.tail is not None
    assert torn > STATES // 2


def test_a_sector_lost_before_a_whole_record_is_damage(tmp_path):
    path = tmp_path / "p.ipynb.prov.jsonl"
    log = SidecarLog(path)
    log.append("log.created", {}, {"/text": "x" * 3000})
    log.append("review.note", {})
    data = bytearray(path.read_bytes())
    data[1024:1536] = bytes(512)
    chain = chain_of(bytes(data))
    assert [number for number, _ in chain.faults] == [1, 2]
    assert chain.tail is None


@pytest.mark.parametrize(
    ("first", "last", "torn"),
    [(1024, 1536, True), (1030, 1536, False), (1024, 1530, False), (1100, 1101, False)],
)
def test_only_whole_lost_sectors_of_the_last_line_are_torn(tmp_path, first, last, torn):
    path = tmp_path / "p.ipynb.prov.jsonl"
    log = SidecarLog(path)
    log.append("log.created", {})
    assert path.stat().st_size < 1024
    log.append("review.note", {}, {"/text": "x" * 3000})
    data = bytearray(path.read_bytes())
    data[first:last] = bytes(last - first)
    chain = chain_of(bytes(data))
    assert (chain.count, chain.tail is not None, chain.fault_count) == (1, torn, not torn)


def test_a_line_of_100_megabytes_takes_bounded_memory(tmp_path, lines):
    path = tmp_path / "long.ipynb.prov.jsonl"
    with path.open("wb") as file:
        file.write(lines[0])
        for _ in range(100):
            file.write(b"x" * 2**20)
        file.write(b"\n" + lines[1] + b"y" * (MAX_LINE + 1))
    tracemalloc.start()
    chain = scan(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    reason = f"longer than {MAX_LINE} bytes"
    assert chain.faults == [(2, reason), (4, reason)]
    assert (chain.count, chain.tail, chain.parts[0].ended) == (2, None, False)
    assert chain.parts[0].size == path.stat().st_size
    assert peak < 4 * MAX_LINE


def test_faults_are_counted_and_fifty_are_kept(lines):
    chain = chain_of(b"".join([lines[0], *[b"no\n"] * 70, *lines[1:]]))
    assert (chain.fault_count, len(chain.faults), chain.count) == (70, 50, 3)


def test_empty_file_holds_nothing():
    assert chain_of(b"") == Chain()


@pytest.mark.parametrize("kind", ["missing", "folder", "pipe", "link to nothing"])
def test_what_is_no_file_is_said(tmp_path, kind):
    path = tmp_path / "x.ipynb.prov.jsonl"
    if kind == "folder":
        path.mkdir()
    if kind == "pipe":
        os.mkfifo(path)
    if kind == "link to nothing":
        path.symlink_to(tmp_path / "nowhere")
    with pytest.raises(ProvenanceError, match=r"x\.ipynb\.prov\.jsonl"):
        scan(path)


def test_the_sidecar_stands_beside_its_notebook(tmp_path):
    assert sidecar_of(tmp_path / "a b.ipynb") == tmp_path / "a b.ipynb.prov.jsonl"
