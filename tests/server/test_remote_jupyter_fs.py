"""jupyter-fs, where it is installed: its manager hands each drive to a manager of its own.

It is no requirement of the tests, for it would enable its server and lab extension in all of them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_core.utils import ensure_async
from traitlets.config import Config

from jupyter_sciassist.provenance.verify import verify
from tests.server.cards import CARDS, decision
from tests.server.conftest import Ask

metamanager = pytest.importorskip("jupyterfs.metamanager", reason="jupyter-fs is not installed")


@pytest.fixture
def drive(tmp_path: Path) -> Path:
    folder = tmp_path / "drive"
    folder.mkdir()
    nbformat.write(nbformat.v4.new_notebook(), folder / "a.ipynb")
    return folder


@pytest.fixture(params=["MetaManager", "SyncMetaManager"])
def jp_server_config(drive: Path, request: Any) -> Config:
    resource = {"name": "d", "url": f"file://{drive}", "type": "fsspec", "auth": "none"}
    return Config(
        {
            "ServerApp": {
                "jpserver_extensions": {"jupyter_sciassist": True},
                "contents_manager_class": getattr(metamanager, request.param),
            },
            "JupyterFs": {"resources": [resource]},
            "SciAssist": {"model": "none"},
        }
    )


async def test_decisions_on_a_drive_of_jupyter_fs(
    ask: Ask, drive: Path, jp_serverapp: Any, jp_root_dir: Path
) -> None:
    (resource,) = jp_serverapp.contents_manager.resources
    path = f"{resource['drive']}:a.ipynb"
    told = [(await ask("decisions", decision(card, notebook=path))).json for card in CARDS[:3]]
    assert [one["warning"] for one in told] == [None, None, None]
    assert told[0]["path"] == f"{path}.prov.d"
    log = (await ask("log", params={"path": path})).json
    assert (log["state"], log["count"], log["head"]) == ("ok", 5, told[-1]["head"])
    # The drive is a folder here, so that it can be looked at: objects, and a log that verifies.
    assert len(list((drive / "a.ipynb.prov.d").iterdir())) == 5
    report = verify(drive / "a.ipynb")
    assert (report.exit_code(), report.records) == (0, 5)
    assert list(jp_root_dir.rglob("*prov*")) == []


async def test_a_rename_that_is_told_without_its_drive_moves_no_other_log(
    ask: Ask, drive: Path, jp_serverapp: Any, jp_root_dir: Path
) -> None:
    contents = jp_serverapp.contents_manager
    (resource,) = contents.resources
    nbformat.write(nbformat.v4.new_notebook(), jp_root_dir / "a.ipynb")
    root = (await ask("decisions", decision(notebook="a.ipynb"))).json
    told = (await ask("decisions", decision(notebook=f"{resource['drive']}:a.ipynb"))).json
    await ensure_async(
        contents.rename(f"{resource['drive']}:a.ipynb", f"{resource['drive']}:b.ipynb")
    )
    again = (await ask("log", params={"path": "a.ipynb"})).json
    assert (again["head"], again["state"]) == (root["head"], "ok")
    # The next decision finds the log by the document's id, which the notebook bears.
    moved = decision(CARDS[1], notebook=f"{resource['drive']}:b.ipynb", doc_id=told["doc_id"])
    reply = (await ask("decisions", moved)).json
    assert (reply["log"], reply["count"], reply["warning"]) == (told["log"], 6, None)
    assert not (drive / "a.ipynb.prov.d").exists()
    assert verify(drive / "b.ipynb").exit_code() == 0
