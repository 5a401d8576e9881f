"""Logs and cards for the tests, and a process that appends."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

from jupyter_sciassist.provenance.chain import Chain, read
from jupyter_sciassist.provenance.log import SidecarLog
from jupyter_sciassist.records import (
    Assumption,
    Effect,
    Estimate,
    Evidence,
    Family,
    Fingerprint,
    Hypothesis,
    Note,
    Plan,
    Profile,
    Statistic,
    Subject,
    Suggestion,
)
from tests.tracked import ROOT

PRINT = Fingerprint("sciassist-fp/1", "9f" * 32, "full")
CARD = Suggestion(
    id="00112233445566ff",
    kind="hypothesis",
    subject=Subject("penguins", PRINT),
    title="bill_depth falls with bill_length, reverses within species",
    analysis="confounding",
    hypothesis=Hypothesis("It reverses.", "confounding", ("a", "b", "c"), "+"),
    evidence=Evidence(
        method="partial correlation",
        estimate=Estimate("slope", 0.2, "mm/mm", 0.1, 0.3),
        effect=Effect("r", 0.5, 0.4, 0.6),
        n=333,
        statistic=Statistic("t", 10.5, (329.0,)),
        p=1e-21,
        q=3e-20,
        family=Family("penguins/all", 41),
        assumptions=(Assumption("linearity", "ok", "no curve in the residuals"),),
        asserted=True,
        plan=Plan(None, 8, 28, "0"),
        versions={"scipy": "1.17"},
    ),
    code='print("n = 333")\n',
)
NOTED = Suggestion.from_json(
    {
        **CARD.to_json(),
        "note": Note("Species differ in body plan.", "small-model").to_json(),
    }
)
PROFILE = Profile(
    "penguins", "table", "pandas.DataFrame", (344, 8), (), PRINT, Plan(None, 8, 28, "0")
)


def sized(suite: int, nightly: int) -> int:
    """How often something is tried: in the suite, or by `make nightly`."""
    return nightly if os.environ.get("SCIASSIST_NIGHTLY") else suite


def small_log(path: Path, records: int = 3) -> list[bytes]:
    """A log with one opening a record; its lines, each with its newline."""
    log = SidecarLog(path)
    log.append("log.created", {"n": 0}, {"/text": "zero"})
    for number in range(1, records):
        log.append("review.note", {"n": number}, {"/text": f"é {number}"})
    return path.read_bytes().splitlines(keepends=True)


def chain_of(data: bytes) -> Chain:
    return read(io.BytesIO(data))


def seqs(chain: Chain) -> list[int]:
    """0, 1, 2 ... for a straight line without forks."""
    return sorted(seq for seq, _ in chain.known.values())


def accepted(chain: Chain, anchor: str) -> bool:
    """Whether a reader who kept `anchor` would take the log for whole."""
    return chain.fault_count == 0 and chain.tail is None and anchor in chain.known


def rehashed(line: bytes, change) -> bytes:
    """The line after `change(core)`, with a hash that fits: what a forger would write."""
    from jupyter_sciassist.provenance.lines import encode

    data = json.loads(line)
    change(data["core"])
    return encode(data["core"], data["open"])[1]


def python(code: str, *args: object, runtime: Path | None = None, **options) -> subprocess.Popen:
    """A Python process with `code`, its output in a pipe."""
    environment = dict(os.environ)
    if runtime is not None:
        environment["JUPYTER_RUNTIME_DIR"] = str(runtime)
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, args)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        **options,
    )
