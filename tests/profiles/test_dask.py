"""A table larger than a worker may hold is profiled and searched on a real cluster of two processes."""

from __future__ import annotations

import os
import threading
import time

import dask.dataframe as dd
import numpy as np
import pandas as pd
import psutil
import pytest
from distributed import Client, LocalCluster

from jupyter_sciassist import profiles
from jupyter_sciassist.door import suggest

LIMIT = 360 * 2**20
PARTITIONS, ROWS, COLUMNS = 80, 100_000, 12
TOTAL = PARTITIONS * ROWS


class Peak(threading.Thread):
    """Highest resident memory of some processes, by pid, sampled until it is stopped."""

    def __init__(self, pids: list[int]) -> None:
        super().__init__(daemon=True)
        self._processes = [psutil.Process(pid) for pid in pids]
        self.start_at = {one.pid: one.memory_info().rss for one in self._processes}
        self.highest = dict(self.start_at)
        self._over = threading.Event()

    def run(self) -> None:
        while not self._over.wait(0.01):
            for one in self._processes:
                self.highest[one.pid] = max(self.highest[one.pid], one.memory_info().rss)

    def stop(self) -> None:
        self._over.set()
        self.join()


def table() -> dd.DataFrame:
    """Random columns of which the first two go together, made a partition at a time where it is needed."""

    def part(seed: int) -> pd.DataFrame:
        random = np.random.default_rng(seed)
        values = random.random((ROWS, COLUMNS))
        values[:, 1] += values[:, 0]
        return pd.DataFrame(values, columns=[f"c{i}" for i in range(COLUMNS)])

    return dd.from_map(part, range(PARTITIONS), meta=part(0).head(0))


@pytest.fixture(scope="module")
def client():
    cluster = LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        memory_limit=LIMIT,
        dashboard_address=None,
    )
    with cluster, Client(cluster, timeout=60) as found:
        yield found


def test_table_larger_than_a_worker_stays_on_the_cluster(client: Client) -> None:
    live = table()
    assert TOTAL * COLUMNS * 8 > 2 * LIMIT
    suggest(live.partitions[:1], model=None)  # imports are paid before memory is measured
    workers = client.run(os.getpid)
    own = os.getpid()
    peak = Peak([own, *workers.values()])
    peak.start()
    began = time.monotonic()
    profile = profiles.profile(live, "live")
    cards = suggest(live, model=None)
    took = time.monotonic() - began
    peak.stop()

    assert profile.shape == (TOTAL, COLUMNS)
    first = profile.columns[0]
    assert (first.n, first.missing) == (TOTAL, 0)
    # sums of uniform numbers: mean 1/2 and 1, standard deviations known, errors of 1e-4
    assert first.summary["mean"] == pytest.approx(0.5, abs=1e-3)
    assert profile.columns[1].summary["std"] == pytest.approx(np.sqrt(1 / 6), abs=1e-3)
    assert first.summary["min"] < 1e-5 < 1 - 1e-5 < first.summary["max"]
    assert profile.plan.rows is not None
    claim = cards[0].hypothesis
    assert claim is not None
    assert (claim.relation, set(claim.variables)) == ("association", {"c0", "c1"})
    assert cards[0].evidence is not None
    assert cards[0].evidence.n == profile.plan.rows

    assert client.run(os.getpid) == workers
    for pid in workers.values():
        assert peak.highest[pid] < LIMIT
    grown = peak.highest[own] - peak.start_at[own]
    # what the analyses of the sample take for themselves, however large the table is
    assert grown < LIMIT, f"the client grew by {grown / 2**20:.0f} MB"
    assert took < 300, "guard against hanging"
