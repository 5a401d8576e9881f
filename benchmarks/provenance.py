"""What a decision costs: appends beside a bare write and fsync of the same bytes, and verifying.

    python benchmarks/provenance.py [--records 10000] [--folder DIR]

The two kinds of append take turns in one run and one folder, so that the disk is the same for both.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from jupyter_sciassist.provenance.log import SidecarLog
from jupyter_sciassist.provenance.verify import verify

BODY = {"n": 0, "session": "sha256:" + "0" * 64}
OPEN = {"/suggestion/text": "print('value')\n" * 100, "/claim": {"of": list(range(300))}}


def bare(path: Path, data: bytes) -> float:
    """Seconds for one write and fsync of the same bytes to a file that is opened for it."""
    began = time.perf_counter()
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
    os.write(descriptor, data)
    os.fsync(descriptor)
    os.close(descriptor)
    return time.perf_counter() - began


def appended(log: SidecarLog) -> float:
    began = time.perf_counter()
    log.append("review.note", BODY, OPEN)
    return time.perf_counter() - began


def shown(name: str, seconds: list[float]) -> None:
    marks = np.percentile(seconds, [50, 95, 99]) * 1000
    print(f"{name:32} p50 {marks[0]:7.2f}  p95 {marks[1]:7.2f}  p99 {marks[2]:7.2f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--folder", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=args.folder) as name:
        path, plain = Path(name) / "a.ipynb.prov.jsonl", Path(name) / "plain"
        log = SidecarLog(path)
        log.append("log.created", {})
        ours, theirs = [], []
        for _ in range(args.records):
            before = path.stat().st_size
            ours.append(appended(log))
            theirs.append(bare(plain, b"x" * (path.stat().st_size - before)))
        shown("append", ours)
        shown("bare write and fsync", theirs)
        ratio = np.percentile(ours, 95) / np.percentile(theirs, 95)
        print(f"p95, append over bare            {ratio:.2f} (at most 3)")
        # What the disk gives and takes in an hour is in both: the difference is ours.
        own = np.array(ours) - np.array(theirs)
        early, late = np.median(own[10:1010]), np.median(own[-1000:])
        print(f"own share, records 10 to 1010    {early * 1000:.2f} ms median")
        print(f"own share, last 1000             {late * 1000:.2f} ms median")
        began = time.process_time()
        report = verify(path)
        spent = time.process_time() - began
        assert report.exit_code() == 0
        print(
            f"verify                           {report.records / spent:.0f} records a CPU second"
            f" of {path.stat().st_size / report.records / 1000:.1f} kB (at least 2000)"
        )


if __name__ == "__main__":
    main()
