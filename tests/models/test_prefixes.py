from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from jupyter_sciassist.models.prefixes import InMemory, Kept, OnDisk

TOKENS = list(range(256))
BLOCK = 64


def on_disk(folder: Path, owner: str | None = "this model", room: int = 10_000) -> OnDisk:
    return OnDisk(folder, lambda _: owner, BLOCK, room)


def stored(disk: OnDisk, tokens: list[int], data: bytes) -> None:
    disk.store(tokens, data)
    end = time.monotonic() + 30
    while not disk.has(tokens):
        assert time.monotonic() < end
        time.sleep(0.01)


def test_the_longest_beginning_is_found(tmp_path):
    disk = on_disk(tmp_path / "new")
    stored(disk, TOKENS[:64], b"short")
    stored(disk, TOKENS[:192], b"long")
    found = disk.find(TOKENS, 0)
    assert (found.held, found.data, list(found.prompt)) == (192, b"long", TOKENS[:192])
    assert disk.find(TOKENS[:191], 0).data == b"short"
    assert disk.find([*TOKENS[:70], 0], 0).data == b"short"
    assert disk.find(TOKENS, 192) is None
    assert disk.find([7, *TOKENS], 0) is None


def test_another_model_build_or_context_finds_nothing(tmp_path):
    stored(on_disk(tmp_path), TOKENS[:64], b"state")
    assert on_disk(tmp_path, "another").find(TOKENS, 0) is None
    assert on_disk(tmp_path, None).find(TOKENS, 0) is None
    assert on_disk(tmp_path).find(TOKENS, 0).data == b"state"


@pytest.mark.parametrize("harm", ["cut", "changed", "empty", "foreign"])
def test_a_damaged_file_is_ignored_and_deleted(tmp_path, harm):
    disk = on_disk(tmp_path)
    stored(disk, TOKENS[:64], b"state" * 100)
    (file,) = tmp_path.glob("*.kv")
    good = file.read_bytes()
    turned = bytes([good[200] ^ 1])
    file.write_bytes(
        {
            "cut": good[:-1], "changed": good[:200] + turned + good[201:], "empty": b"",
            "foreign": b"GGUF" + good,
        }[harm]
    )  # fmt: skip
    assert disk.find(TOKENS, 0) is None
    assert not file.exists()


def test_the_least_recently_used_goes_first(tmp_path):
    disk = on_disk(tmp_path, room=1000)
    for number in range(3):
        stored(disk, [number] * 64, b"x" * 250)
    for age, number in ((30, 0), (20, 1), (10, 2)):
        path = disk._path("this model", [number] * 64)
        os.utime(path, (time.time() - age, time.time() - age))
    assert disk.find([0] * 65, 0) is not None
    (tmp_path / "half.1.part").write_bytes(b"x")
    os.utime(tmp_path / "half.1.part", (0, 0))
    disk._store([3] * 64, b"x" * 250)
    assert [disk.has([number] * 64) for number in range(4)] == [True, False, True, True]
    assert not list(tmp_path.glob("*.part"))


def test_a_state_that_is_larger_than_the_room_is_not_written(tmp_path):
    on_disk(tmp_path / "new", room=100)._store(TOKENS[:64], b"x" * 101)
    assert not (tmp_path / "new").exists()


def test_files_are_the_users_alone_and_hold_no_tokens(tmp_path):
    disk = on_disk(tmp_path / "new")
    stored(disk, TOKENS[:64], b"state")
    (file,) = (tmp_path / "new").iterdir()
    assert (file.stat().st_mode & 0o777, (tmp_path / "new").stat().st_mode & 0o777) == (
        0o600,
        0o700,
    )
    assert file.read_bytes().endswith(b"state")
    assert len(file.read_bytes()) < 64


def test_a_disk_that_cannot_take_it_is_no_error(tmp_path):
    (tmp_path / "file").write_text("no folder")
    disk = on_disk(tmp_path / "file")
    disk._store(TOKENS[:64], b"state")
    assert disk.find(TOKENS, 0) is None


def test_in_memory_the_nearest_is_found_and_the_oldest_go():
    memory = InMemory(room=30)
    assert memory.nearest(TOKENS) is None
    first, second, third = ([number, *TOKENS] for number in (1, 2, 3))
    for prompt in (first, second, third):
        memory.keep(Kept(prompt, 64, b"x" * 10))
    assert memory.nearest([1, 0, 9]).prompt is first
    memory.keep(Kept([4, *TOKENS], 64, b"x" * 10))
    assert [memory.has(prompt, 64) for prompt in (first, second, third)] == [True, False, True]


def test_in_memory_a_longer_state_replaces_what_it_contains():
    memory = InMemory()
    memory.keep(Kept(TOKENS, 64, b"short"))
    assert memory.has(TOKENS, 64)
    assert not memory.has(TOKENS, 128)
    memory.keep(Kept(TOKENS, 128, b"long"))
    assert len(memory._kept) == 1
    assert memory.nearest(TOKENS).data == b"long"
