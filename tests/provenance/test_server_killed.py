"""A whole Jupyter server killed while decisions come in: what it confirmed is on record."""

import http.client
import threading
from pathlib import Path

import nbformat

from jupyter_sciassist.provenance.chain import scan, sidecar_of
from jupyter_sciassist.provenance.log import SidecarLog
from tests.provenance.logs import sized
from tests.server.cards import CARDS, decision
from tests.server.process import JupyterServer, until


def killed_while_writing(home: Path, root: Path, names: list[str], after: int) -> set[str]:
    """Hashes that a server confirmed before it was killed, one client a notebook."""
    home.mkdir()
    server = JupyterServer(home, root, "--SciAssist.model=none")
    confirmed: list[str] = []

    def work(name: str) -> None:
        while True:
            try:
                status, told = server.post("sciassist/decisions", decision(CARDS[0], notebook=name))
            except (OSError, http.client.HTTPException):
                return
            assert status == 200
            confirmed.append(told["hash"])

    clients = [threading.Thread(target=work, args=(name,)) for name in names]
    try:
        for client in clients:
            client.start()
        until(lambda: len(confirmed) >= after)
    finally:
        server.process.kill()
        server.process.wait()
    for client in clients:
        client.join()
    server.stop()
    return set(confirmed)


def test_kill_9_of_the_server_loses_nothing_confirmed(tmp_path):
    root, names = tmp_path / "root", ["a.ipynb", "b.ipynb"]
    root.mkdir()
    for name in names:
        nbformat.write(nbformat.v4.new_notebook(), root / name)
    logs = [sidecar_of(root / name) for name in names]
    confirmed: set[str] = set()
    for number in range(sized(1, 50)):
        confirmed |= killed_while_writing(tmp_path / f"home{number}", root, names, 3 + number % 5)
        known = set()
        for log in logs:
            if log.exists():
                chain = scan(log)
                assert (number, chain.faults) == (number, [])
                known |= set(chain.known)
        assert confirmed <= known
    for log in logs:
        SidecarLog(log).append("review.note", {})
        assert scan(log).tail is None
    assert len(confirmed) >= sized(3, 150)
