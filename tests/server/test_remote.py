"""Decisions on notebooks that a contents manager keeps as objects: uploaded, never lost, never behind its back."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from jupyter_core.paths import jupyter_data_dir
from traitlets.config import Config

from jupyter_sciassist.provenance.chain import scan
from jupyter_sciassist.provenance.mirror import mirrors
from jupyter_sciassist.provenance.verify import verify
from jupyter_sciassist.server.app import SciAssist
from jupyter_sciassist.server.refusals import RefusedError
from jupyter_sciassist.server.remote import store_of
from tests.server.cards import CARDS, decision
from tests.server.conftest import Ask
from tests.server.store import Bucket, ObjectStore


@pytest.fixture
def bucket(tmp_path: Path) -> Bucket:
    made = Bucket(tmp_path / "bucket")
    made.notebook("a.ipynb")
    made.notebook("sub/b.ipynb")
    return made


@pytest.fixture
def jp_server_config(bucket: Bucket) -> Config:
    return Config(
        {
            "ServerApp": {
                "jpserver_extensions": {"jupyter_sciassist": True},
                "contents_manager_class": ObjectStore,
            },
            "ObjectStore": {"bucket": str(bucket.folder)},
            "SciAssist": {"model": "none"},
        }
    )


def marks(objects: dict[str, bytes]) -> set[str]:
    return {json.loads(data)["hash"] for data in objects.values()}


async def test_an_acceptance_is_in_the_store_when_the_answer_comes(
    ask: Ask, bucket: Bucket, jp_root_dir: Path, tmp_path: Path
) -> None:
    reply = await ask("decisions", decision(notebook="sub/b.ipynb"))
    assert (reply.code, reply.json["warning"], reply.json["count"]) == (200, None, 3)
    assert reply.json["path"] == "sub/b.ipynb.prov.d"
    objects = bucket.objects("sub/b.ipynb")
    assert reply.json["hash"] in marks(objects)
    for name, data in objects.items():
        line = json.loads(data)
        assert name == f"{line['core']['seq']:08d}-{line['hash'][7:19]}.jsonl"
    # A copy of the bucket on a disk is a log that anybody can check.
    report = verify(bucket.fetched("sub/b.ipynb", tmp_path / "copy"))
    assert (report.exit_code(), report.records, report.head) == (0, 3, reply.json["head"])
    assert list(jp_root_dir.rglob("*prov*")) == []


async def test_the_log_is_read_counted_and_downloaded(
    ask: Ask, bucket: Bucket, jp_fetch: Any, tmp_path: Path
) -> None:
    assert (await ask("log", params={"path": "a.ipynb"})).json["state"] == "none"
    assert (await ask("log/file", params={"path": "a.ipynb"})).refused == (
        404,
        "Nothing is on record for 'a.ipynb' yet.",
        "Accept or reject a suggestion.",
    )
    assert not (Path(jupyter_data_dir()) / "sciassist" / "remote").exists()
    told = [(await ask("decisions", decision(card, notebook="a.ipynb"))).json for card in CARDS]
    log = (await ask("log", params={"path": "a.ipynb"})).json
    assert (log["state"], log["count"], log["head"]) == ("ok", 7, told[-1]["head"])
    assert log["path"] == "a.ipynb.prov.d"
    assert [one["title"] for one in log["records"][2:]] == [card.title for card in CARDS]
    answer = await jp_fetch("sciassist", "log", "file", params={"path": "a.ipynb"})
    assert answer.headers["Content-Disposition"].endswith("''a.ipynb.prov.jsonl")
    file = tmp_path / "a.ipynb.prov.jsonl"
    file.write_bytes(answer.body)
    report = verify(file)
    assert (report.exit_code(), report.records, report.head) == (0, 7, log["head"])


async def test_a_log_on_disk_is_downloaded_by_another_server(
    ask: Ask, app: SciAssist, bucket: Bucket
) -> None:
    """A second server with an empty data folder sees what the first wrote."""
    told = (await ask("decisions", decision(notebook="a.ipynb"))).json
    (mirror,) = mirrors(store_of(app.serverapp.contents_manager))
    for file in [*mirror.folder.iterdir()]:
        file.unlink()
    log = (await ask("log", params={"path": "a.ipynb"})).json
    assert (log["state"], log["head"], log["count"]) == ("ok", told["head"], 3)
    again = (await ask("decisions", decision(CARDS[1], notebook="a.ipynb"))).json
    assert (again["log"], again["count"], again["warning"]) == (told["log"], 4, None)


async def test_a_store_that_fails_keeps_nobody_waiting_and_is_caught_up(
    ask: Ask, bucket: Bucket, tmp_path: Path
) -> None:
    bucket.faults(down=True)
    told = (await ask("decisions", decision(notebook="a.ipynb"))).json
    assert told["hash"]
    assert told["warning"] == (
        "Recorded on this machine; the upload is pending: The ObjectStore of this server failed"
        " (Slow down). Try again when the store of the notebooks can be reached."
        " It is tried again with the next decision."
    )
    assert bucket.objects("a.ipynb") == {}
    bucket.faults()
    next_ = (await ask("decisions", decision(CARDS[1], notebook="a.ipynb"))).json
    assert next_["warning"] is None
    assert {told["hash"], next_["hash"]} <= marks(bucket.objects("a.ipynb"))
    assert verify(bucket.fetched("a.ipynb", tmp_path / "copy")).exit_code() == 0


async def test_a_store_that_cannot_be_reached_takes_decisions_and_tells_nothing(
    ask: Ask, bucket: Bucket, tmp_path: Path
) -> None:
    first = (await ask("decisions", decision(notebook="a.ipynb"))).json
    bucket.faults(dark=True)
    told = (await ask("decisions", decision(CARDS[1], notebook="a.ipynb"))).json
    assert (told["log"], told["count"]) == (first["log"], 4)
    assert "(ConnectionError)" in told["warning"]
    assert "secret" not in told["warning"]
    for route in ("log", "log/file"):
        refused = (await ask(route, params={"path": "a.ipynb"})).refused
        assert refused == (
            503,
            "The ObjectStore of this server failed (ConnectionError).",
            "Try again when the store of the notebooks can be reached.",
        )
    bucket.faults()
    last = (await ask("decisions", decision(CARDS[2], notebook="a.ipynb"))).json
    assert last["warning"] is None
    report = verify(bucket.fetched("a.ipynb", tmp_path / "copy"))
    assert (report.exit_code(), report.records, report.head) == (0, 5, last["head"])


async def test_an_upload_counts_when_it_was_read_back(
    ask: Ask, bucket: Bucket, app: SciAssist
) -> None:
    bucket.faults(silent=True)
    told = (await ask("decisions", decision(notebook="a.ipynb"))).json
    assert "the upload is pending" in told["warning"]
    (mirror,) = mirrors(store_of(app.serverapp.contents_manager))
    assert mirror.confirmed() == set()
    bucket.faults()
    await ask("decisions", decision(CARDS[1], notebook="a.ipynb"))
    assert told["hash"] in marks(bucket.objects("a.ipynb"))


async def test_a_record_is_on_disk_here_before_it_is_uploaded(
    ask: Ask, bucket: Bucket, app: SciAssist, monkeypatch: pytest.MonkeyPatch
) -> None:
    contents = app.serverapp.contents_manager
    save, seen = contents.save, []

    def saved(model: dict[str, Any], path: str) -> Any:
        if model["type"] == "file":
            (mirror,) = mirrors(store_of(contents))
            assert json.loads(model["content"])["hash"] in scan(mirror.log).known
            seen.append(path)
        return save(model, path)

    monkeypatch.setattr(contents, "save", saved)
    assert (await ask("decisions", decision(notebook="a.ipynb"))).json["warning"] is None
    assert len(seen) == 3


async def test_listings_that_lag_behind_raise_no_alarm(
    ask: Ask, bucket: Bucket, tmp_path: Path
) -> None:
    heads = []
    for number, card in enumerate(CARDS):
        bucket.faults(stale=number)
        reply = (await ask("decisions", decision(card, notebook="a.ipynb"))).json
        assert reply["warning"] is None
        heads.append(reply["hash"])
    log = (await ask("log", params={"path": "a.ipynb"})).json
    assert (log["state"], log["count"]) == ("ok", 7)
    assert set(heads) <= marks(bucket.objects("a.ipynb"))
    assert verify(bucket.fetched("a.ipynb", tmp_path / "copy")).exit_code() == 0


async def test_an_object_that_was_tampered_with_is_told_and_not_taken(
    ask: Ask, bucket: Bucket, app: SciAssist
) -> None:
    await ask("decisions", decision(notebook="a.ipynb"))
    (mirror,) = mirrors(store_of(app.serverapp.contents_manager))
    for file in [*mirror.folder.iterdir()]:
        file.unlink()
    last = max(bucket.objects("a.ipynb"))
    (place,) = [one for one in bucket.folder.iterdir() if unquote(one.name).endswith(last)]
    place.write_bytes(place.read_bytes().replace(b'"mode":"verbatim"', b'"mode":"edited"'))
    log = (await ask("log", params={"path": "a.ipynb"})).json
    assert (log["state"], log["count"]) == ("damaged", 2)
    told = (await ask("decisions", decision(CARDS[1], notebook="a.ipynb"))).json
    assert told["warning"] == f"Recorded, but in a.ipynb.prov.d {last} does not hold."


async def test_a_renamed_notebook_takes_its_objects_along_and_a_copy_begins_its_own(
    ask: Ask, bucket: Bucket, app: SciAssist, jp_fetch: Any, tmp_path: Path
) -> None:
    first = (await ask("decisions", decision(notebook="a.ipynb"))).json
    contents = app.serverapp.contents_manager
    contents.rename("a.ipynb", "sub/c.ipynb")
    await _until(lambda: not bucket.objects("a.ipynb") and bucket.objects("sub/c.ipynb"))
    moved = verify(bucket.fetched("sub/c.ipynb", tmp_path / "moved"))
    assert (moved.exit_code(), moved.records, moved.log) == (0, 4, first["log"])
    told = (await ask("decisions", decision(CARDS[1], notebook="sub/c.ipynb"))).json
    assert (told["log"], told["warning"]) == (first["log"], None)
    contents.copy("sub/c.ipynb", "d.ipynb")
    await _until(lambda: bucket.objects("d.ipynb"))
    (copied,) = bucket.objects("d.ipynb").values()
    body = json.loads(copied)["core"]["body"]
    assert body["from"]["head"] == told["head"]


async def _until(true: Any) -> None:
    async def found() -> None:
        while not true():
            await asyncio.sleep(0.02)

    await asyncio.wait_for(found(), 60)


async def test_notebooks_that_are_not_there_or_hidden_are_refused(ask: Ask, bucket: Bucket) -> None:
    bucket.notebook(".h/x.ipynb")
    for path, code in (("none.ipynb", 409), (".h/x.ipynb", 403), ("../a.ipynb", 404)):
        assert (await ask("decisions", decision(notebook=path))).code == code, path
    assert (await ask("log/file", params={"path": "none.ipynb"})).code == 409
    assert (await ask("log/file")).code == 400


async def test_what_is_done_with_files_only_says_what_to_do(app: SciAssist) -> None:
    with pytest.raises(RefusedError) as refused:
        app.notebooks.file("a.ipynb")
    assert (refused.value.status, refused.value.cure) == (
        501,
        "Download the log (GET /sciassist/log/file?path=...) and use `jupyter sciassist`"
        " on that file.",
    )


async def test_stores_are_told_apart_and_secrets_do_not_count(bucket: Bucket) -> None:
    one, other, rotated = (
        ObjectStore(bucket=name, access_key=key)
        for name, key in (("x", "1"), ("y", "1"), ("x", "2"))
    )
    assert store_of(one) == store_of(rotated) != store_of(other)


async def test_a_notebook_that_was_renamed_elsewhere_finds_its_log(
    ask: Ask, bucket: Bucket, tmp_path: Path
) -> None:
    told = (await ask("decisions", decision(notebook="a.ipynb"))).json
    (bucket.folder / "a.ipynb").rename(bucket.folder / "z.ipynb")
    moved = decision(CARDS[1], notebook="z.ipynb", doc_id=told["doc_id"])
    reply = (await ask("decisions", moved)).json
    assert (reply["log"], reply["count"], reply["warning"]) == (told["log"], 6, None)
    assert bucket.objects("a.ipynb") == {}
    assert verify(bucket.fetched("z.ipynb", tmp_path / "copy")).exit_code() == 0


async def test_where_neither_store_nor_machine_takes_it_the_decision_waits_in_memory(
    ask: Ask, bucket: Bucket
) -> None:
    place = Path(jupyter_data_dir()) / "sciassist"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text("in the way")
    told = (await ask("decisions", decision(notebook="a.ipynb"))).json
    assert told["hash"] is None
    assert told["warning"].startswith("Not on record yet:")
    assert "in memory only" in told["warning"]
    place.unlink()
    last = (await ask("decisions", decision(CARDS[1], notebook="a.ipynb"))).json
    assert (last["count"], last["warning"]) == (4, None)
    assert len(bucket.objects("a.ipynb")) == 4
