"""Real servers on one store of objects: two at once, killed at any moment, started again."""

from __future__ import annotations

import http.client
import random
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from jupyter_sciassist.provenance.chain import scan
from jupyter_sciassist.provenance.log import SidecarLog
from jupyter_sciassist.provenance.verify import verify
from tests.provenance.logs import sized
from tests.server.cards import CARDS, decision
from tests.server.process import JupyterServer, until
from tests.server.store import Bucket
from tests.server.test_remote import marks
from tests.tracked import ROOT

Start = Callable[[str], JupyterServer]


@pytest.fixture
def bucket(tmp_path: Path) -> Bucket:
    made = Bucket(tmp_path / "bucket")
    made.notebook("a.ipynb")
    return made


@pytest.fixture
def start(tmp_path: Path, bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """A server whose data folder has a name: the same name is the same machine."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    root, servers = tmp_path / "root", []
    root.mkdir()

    def started(home: str) -> JupyterServer:
        (tmp_path / home).mkdir(exist_ok=True)
        server = JupyterServer(
            tmp_path / home, root, "--SciAssist.model=none",
            "--ServerApp.contents_manager_class=tests.server.store.ObjectStore",
            f"--ObjectStore.bucket={bucket.folder}",
        )  # fmt: skip
        servers.append(server)
        return server

    yield started
    for server in servers:
        server.stop()
    assert list(root.iterdir()) == []


def deciding(server: JupyterServer, confirmed: list[str], times: int | None) -> threading.Thread:
    """A client that accepts until the server is gone, or so many times."""

    def work() -> None:
        while times is None or len(confirmed) < times:
            try:
                status, told = server.post(
                    "sciassist/decisions", decision(CARDS[0], notebook="a.ipynb")
                )
            except (OSError, http.client.HTTPException):
                return
            assert status == 200, told
            confirmed.append(told["hash"])

    thread = threading.Thread(target=work)
    thread.start()
    return thread


def test_two_servers_that_write_at_once_lose_nothing(
    start: Start, bucket: Bucket, tmp_path: Path
) -> None:
    each, confirmed = sized(8, 100), ([], [])  # type: tuple[int, tuple[list[str], list[str]]]
    servers = [start("one"), start("two")]
    bucket.faults(latency=0.01, stale=1)
    clients = [
        deciding(server, told, each) for server, told in zip(servers, confirmed, strict=True)
    ]
    for client in clients:
        client.join()
    bucket.faults()
    for server in servers:
        status, last = server.post("sciassist/decisions", decision(CARDS[1], notebook="a.ipynb"))
        assert (status, last["warning"]) == (200, None)
    assert {*confirmed[0], *confirmed[1], last["hash"]} <= marks(bucket.objects("a.ipynb"))
    log = bucket.fetched("a.ipynb", tmp_path / "copy")
    report = verify(log)
    assert (report.exit_code(), report.head) == (0, last["hash"])
    assert list(scan(log).heads) == [last["hash"]]
    assert servers[0].get("sciassist/log?path=a.ipynb")[1]["head"] == last["hash"]
    # On a disk the next record makes one file of the objects.
    SidecarLog(log).append("review.note", {})
    assert not log.with_name("a.ipynb.prov.d").exists()
    assert verify(log).records == report.records + 1


def test_kill_9_before_the_upload_loses_nothing_confirmed(start: Start, bucket: Bucket) -> None:
    """What was confirmed while the store was down is uploaded by the next server, unasked."""
    bucket.faults(down=True)
    server, confirmed = start("one"), []  # type: tuple[JupyterServer, list[str]]
    client = deciding(server, confirmed, None)
    until(lambda: len(confirmed) >= 3)
    server.process.kill()
    client.join()
    assert bucket.objects("a.ipynb") == {}
    bucket.faults()
    start("one")
    until(lambda: set(confirmed) <= marks(bucket.objects("a.ipynb")))


def test_a_server_that_dies_in_the_upload_has_its_record_on_disk(
    start: Start, bucket: Bucket, tmp_path: Path
) -> None:
    server = start("one")
    bucket.faults(kill=True)
    with pytest.raises((OSError, http.client.HTTPException)):
        server.post("sciassist/decisions", decision(CARDS[0], notebook="a.ipynb"))
    server.process.wait()
    bucket.faults()
    start("one")
    until(lambda: len(bucket.objects("a.ipynb")) == 3)
    assert verify(bucket.fetched("a.ipynb", tmp_path / "copy")).exit_code() == 0


def test_kill_9_at_any_moment_loses_nothing_confirmed(
    start: Start, bucket: Bucket, tmp_path: Path
) -> None:
    confirmed: list[str] = []
    for number in range(sized(2, 50)):
        server = start("one")
        bucket.faults(latency=0.005, down=random.random() < 0.5)
        client = deciding(server, confirmed, None)
        goal = len(confirmed) + 1 + number % 3
        until(lambda goal=goal: len(confirmed) >= goal)
        server.process.kill()
        client.join()
    bucket.faults()
    server = start("one")
    until(lambda: set(confirmed) <= marks(bucket.objects("a.ipynb")))
    assert verify(bucket.fetched("a.ipynb", tmp_path / "copy")).exit_code() == 0
