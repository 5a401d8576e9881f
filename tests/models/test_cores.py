from __future__ import annotations

import os
from pathlib import Path

import pytest

from jupyter_sciassist.models import cores, groups, memory


def topology(folder: Path, siblings: list[str]) -> Path:
    for number, text in enumerate(siblings):
        room = folder / f"cpu{number}" / "topology"
        room.mkdir(parents=True)
        (room / "thread_siblings_list").write_text(f"{text}\n")
    return folder


def test_two_threads_of_a_core_count_once(tmp_path):
    folder = topology(tmp_path, ["0,2", "1,3", "0,2", "1,3"])
    assert cores._cores({0, 1, 2, 3}, folder) == 2
    assert cores._cores({0, 2}, folder) == 1
    assert cores._cores({1}, folder) == 1


def test_without_a_topology_every_processor_counts(tmp_path):
    assert cores._cores({3, 4, 7}, tmp_path) == 3


@pytest.mark.parametrize(
    ("files", "quota"),
    [
        ({"cpu.max": "150000 100000\n"}, 1.5),
        ({"cpu.max": "max 100000\n"}, None),
        ({"cpu/cpu.cfs_quota_us": "400000\n", "cpu/cpu.cfs_period_us": "100000\n"}, 4.0),
        ({"cpu/cpu.cfs_quota_us": "-1\n", "cpu/cpu.cfs_period_us": "100000\n"}, None),
        ({"cpu.max": "nonsense"}, None),
        ({}, None),
    ],
)
def test_the_quota_of_a_container(tmp_path, files, quota):
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    assert cores._quota(tmp_path) == quota


def test_the_groups_around_this_process(tmp_path):
    told = tmp_path / "cgroup"
    assert groups.own(tmp_path, told) == [tmp_path]
    for text, parts in {
        "0::/\n": [],
        "0::/user.slice/jupyter-ann.service\n": ["user.slice", "jupyter-ann.service"],
        "12:cpu:/old\n0::/new\n": ["new"],
        "12:cpu:/old\n": [],
        "0::/../../elsewhere\n": [],
    }.items():
        told.write_text(text)
        folders = [tmp_path.joinpath(*parts[:number]) for number in range(len(parts) + 1)]
        assert groups.own(tmp_path, told) == folders


def test_the_tightest_limit_around_this_process_holds(tmp_path, monkeypatch):
    inner = tmp_path / "ann.service"
    inner.mkdir()
    monkeypatch.setattr(groups, "own", lambda: [tmp_path, inner])
    monkeypatch.setattr(cores, "_allowed", lambda: range(8))
    monkeypatch.setattr(cores, "_TOPOLOGY", tmp_path)
    (tmp_path / "cpu.max").write_text("600000 100000\n")
    (inner / "cpu.max").write_text("300000 100000\n")
    assert cores.usable() == 3
    (inner / "memory.max").write_text("1000\n")
    (inner / "memory.current").write_text("700\n")
    (inner / "memory.stat").write_text("file 100\n")
    assert memory.available() == 400


@pytest.mark.parametrize(("quota", "threads"), [(None, 4), (2.9, 2), (0.5, 1), (64.0, 4)])
def test_never_more_than_the_quota_and_never_none(tmp_path, monkeypatch, quota, threads):
    monkeypatch.setattr(cores, "_allowed", lambda: range(4))
    monkeypatch.setattr(cores, "_TOPOLOGY", tmp_path)
    monkeypatch.setattr(cores, "_quota", lambda _: quota)
    assert cores.usable() == threads


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="no affinity on this system")
def test_the_affinity_of_this_process_counts():
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        assert cores.usable() == 1
    finally:
        os.sched_setaffinity(0, before)
