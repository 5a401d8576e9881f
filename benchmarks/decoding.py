"""The model process beside llama-cpp-python's own interface and beside xllamacpp: one run, one file, the same prompts.

    python benchmarks/decoding.py [--model ID] [--xllamacpp PYTHON] [--rounds 5] [--tokens 32]

PYTHON is an interpreter that has xllamacpp, this one unless another is named; where none has it that
column is left out. All run as child processes behind pipes with as many threads, and take turns, so that a busy machine is equally
unkind to each; figures are medians over rounds, ratios medians of the ratios within a round. CPU
time of the child is printed beside: it depends less on what else runs.

Ends with status 1 where one of the bounds (in brackets) is missed.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from other_engines import Peer

TABLE = "".join(
    f"- measure_{number} (numeric): what was read from instrument {number} in the south\n"
    for number in range(28)
)
QUESTIONS = ("Which column would a reader look at first?", "What could explain the second column?")
NOTE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "idea": {"type": "string", "minLength": 60, "maxLength": 120},
        "look_at": {"enum": [f"measure_{number}" for number in range(28)]},
    },
    "required": ["idea", "look_at"],
    "additionalProperties": False,
}


def prompt(head: int, question: str) -> str:
    """Prompts with the same head share all but the question; those with different ones share nothing."""
    return (
        f"<|im_start|>system\n{head} is the number of this study. You help a scientist.<|im_end|>\n"
        f"<|im_start|>user\ncolumns:\n{TABLE}{question} Tell at length.<|im_end|>\n"
        "<|im_start|>assistant\n"
    )


@dataclass(frozen=True)
class Run:
    """Seconds to the first token, tokens a second after it, CPU seconds of all and for each later token."""

    first: float
    rate: float
    cpu: float
    each: float


class Own:
    """The model as the extension uses it."""

    def __init__(self, model: Path) -> None:
        from jupyter_sciassist.models.client import WorkerModel

        self.model = WorkerModel(model)
        self.model.load()

    @property
    def pid(self) -> int:
        return self.model.pid or 0

    def ask(self, text: str, tokens: int, schema: dict[str, Any] | None, token: Any) -> None:
        self.model.complete(text, max_tokens=tokens, schema=schema, on_token=token)

    def close(self) -> None:
        self.model.close()


def timed(engine: Any, text: str, tokens: int, schema: dict[str, Any] | None = None) -> Run:
    import psutil

    process = psutil.Process(engine.pid)
    moments: list[tuple[float, float]] = []

    def now() -> tuple[float, float]:
        used = process.cpu_times()
        return time.perf_counter(), used.user + used.system

    began = now()
    engine.ask(text, tokens, schema, lambda _: moments.append(now()))
    (first, used), (last, all_used) = moments[0], moments[-1]
    later = max(len(moments) - 1, 1)
    rate = later / (last - first) if last > first else float("nan")
    return Run(first - began[0], rate, all_used - began[1], (all_used - used) / later)


def rounds(engines: dict[str, Any], number: int, tokens: int) -> dict[str, dict[str, list[Run]]]:
    """Each engine reads a new table, is asked about it again, and writes within a schema; in turns."""
    kinds = ("cold", "cached", "plain", "constrained")
    found: dict[str, dict[str, list[Run]]] = {
        name: {kind: [] for kind in kinds} for name in engines
    }
    heads = itertools.count(random.randrange(10**6, 10**8))
    for _ in range(number):
        head = next(heads)
        asks = {
            "cold": (prompt(head, QUESTIONS[0]), 2, None),
            "cached": (prompt(head, QUESTIONS[1]), 2, None),
            "plain": (prompt(head, QUESTIONS[1]), tokens, None),
            "constrained": (prompt(head, QUESTIONS[1]), 100, NOTE),
        }
        for kind, ask in asks.items():
            for name in random.sample(list(engines), len(engines)):
                found[name][kind].append(timed(engines[name], *ask))
    return found


def restart(model: Path, number: int) -> list[tuple[Run, Run]]:
    """A cold prompt of a known kind, and another of the same table after the process was started again."""
    pairs = []
    for before in range(number):
        head = random.randrange(10**6, 10**8)
        own = Own(model)
        cold = timed(own, prompt(head, QUESTIONS[0]), 2)
        timed(own, prompt(head, QUESTIONS[1]), 2)
        wait_for_file(before)
        own.close()
        own = Own(model)
        pairs.append((cold, timed(own, prompt(head, "What is to be asked next?"), 2)))
        own.close()
    return pairs


def wait_for_file(before: int) -> None:
    """Until the state of the last table is on disk."""
    from jupyter_sciassist.models import prefixes

    end = time.monotonic() + 60
    while len(list(prefixes.folder().glob("*.kv"))) <= before:
        if time.monotonic() > end:
            raise SystemExit("no state was written")
        time.sleep(0.05)


class Stop:
    """A cancel at a moment that is not planned: after so many seconds, or at a token."""

    def __init__(self, token: bool) -> None:
        self.cancel = threading.Event()
        self.moment = 0.0
        self._left = random.randrange(2, 8) if token else -1
        if not token:
            threading.Timer(random.uniform(0.05, 0.8), self._now).start()

    def _now(self) -> None:
        self.moment = time.perf_counter()
        self.cancel.set()

    def token(self, _: str) -> None:
        self._left -= 1
        if self._left == 0:
            self._now()


def cancels(model: Path, number: int) -> dict[str, list[float]]:
    """Seconds from a cancel to its error, by what was going on."""
    from jupyter_sciassist.errors import ModelCancelled

    own = Own(model)
    names = NOTE["properties"]["look_at"]["enum"] * 4
    heads = itertools.count(random.randrange(10**6, 10**8))

    def prompted(stop: Stop) -> None:
        own.model.complete(prompt(next(heads), QUESTIONS[0]), cancel=stop.cancel)

    def answered(stop: Stop, schema: dict[str, Any] | None = None) -> None:
        own.model.complete(
            "Once upon a time", schema=schema, max_tokens=500, cancel=stop.cancel,
            on_token=stop.token,
        )  # fmt: skip

    kinds: dict[str, tuple[bool, Callable[[Stop], Any]]] = {
        "in a prompt": (False, prompted),
        "in an answer": (True, answered),
        "in an answer within a schema": (True, lambda stop: answered(stop, NOTE)),
        "in scores": (False, lambda stop: own.model.score("The", names, cancel=stop.cancel)),
    }
    waits: dict[str, list[float]] = {kind: [] for kind in kinds}
    for _ in range(number):
        for kind, (token, ask) in kinds.items():
            stop = Stop(token)
            try:
                ask(stop)
            except ModelCancelled:
                waits[kind].append(time.perf_counter() - stop.moment)
    own.close()
    return waits


class Quiet:
    """Nobody cancels."""

    def cancelled(self) -> bool:
        return False


def together(model: Path, number: int) -> float:
    """CPU seconds of four tokens decoded in one batch, in those of one token: what guessing ahead would save.

    Guessing the next tokens and checking them in one batch pays where this is well under four.
    """
    from jupyter_sciassist.models.decoding import Engine

    engine = Engine(model, 1024, 0, Quiet())  # type: ignore[arg-type]
    tokens = engine.tokenize(TABLE, special=False)[:56]
    engine.read(tokens)

    def cost(rows: int) -> float:
        began = time.process_time()
        engine.decode([(tokens[i], len(tokens) + i, 0, True) for i in range(rows)])
        used = time.process_time() - began
        engine.drop(len(tokens))
        return used

    return median([cost(4) / cost(1) for _ in range(4 * number)])


def apart(model: Path) -> float:
    """Largest difference between scores in one batch and one by one."""
    own = Own(model)
    names = NOTE["properties"]["look_at"]["enum"]
    text = prompt(1, QUESTIONS[0])
    together = own.model.score(text, names)
    alone = [own.model.score(text, [name])[0] for name in names[:8]]
    own.close()
    return max(abs(a - b) for a, b in zip(together, alone, strict=False))


def median(values: Iterator[float] | list[float]) -> float:
    return statistics.median(list(values))


class Report:
    """Prints lines and remembers whether a bound was missed."""

    def __init__(self) -> None:
        self.missed = False

    def line(self, text: str, value: float, bound: str = "", good: bool = True) -> None:
        self.missed |= not good
        print(
            f"  {text:58} {value:9.3f}  {f'[{bound}]' if bound else '':12} {'' if good else 'MISSED'}"
        )


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--model", default="default")
    here = sys.executable if find_spec("xllamacpp") else None
    ask.add_argument("--xllamacpp", default=here, help="a Python that has xllamacpp")
    ask.add_argument("--rounds", type=int, default=5)
    ask.add_argument("--tokens", type=int, default=32)
    args = ask.parse_args()
    from jupyter_sciassist.models import catalogue, cores, prefixes

    model = catalogue.resolve(args.model)
    catalogue.sha256(model)
    threads = cores.usable()
    print(f"{model.name}, {threads} threads, {args.rounds} rounds, {args.tokens} tokens")
    print(f"processes that wanted a processor in the last minute: {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        prefixes.folder = lambda: Path(folder)
        engines: dict[str, Any] = {"own": Own(model)}
        engines["library"] = Peer("library", sys.executable, model, threads)
        if args.xllamacpp:
            engines["xllamacpp"] = Peer("xllamacpp", args.xllamacpp, model, threads)
        try:
            found = rounds(engines, args.rounds, args.tokens)
        finally:
            for engine in engines.values():
                engine.close()
        report = Report()
        table(found)
        ratios(report, found)
        for path in Path(folder).iterdir():
            path.unlink()
        own_only(report, model, args.rounds)
    return int(report.missed)


def table(found: dict[str, dict[str, list[Run]]]) -> None:
    print(f"{'':24}" + "".join(f"{name:>14}" for name in found))
    rows: dict[str, tuple[str, Callable[[Run], float]]] = {
        "plain, tokens/s": ("plain", lambda run: run.rate),
        "plain, CPU ms/token": ("plain", lambda run: 1000 * run.each),
        "in a schema, tokens/s": ("constrained", lambda run: run.rate),
        "in a schema, CPU ms/tok.": ("constrained", lambda run: 1000 * run.each),
        "first token cold, s": ("cold", lambda run: run.first),
        "first token cached, s": ("cached", lambda run: run.first),
        "cold, CPU s": ("cold", lambda run: run.cpu),
        "cached, CPU s": ("cached", lambda run: run.cpu),
    }
    for title, (kind, figure) in rows.items():
        values = [median([figure(run) for run in runs[kind]]) for runs in found.values()]
        print(f"{title:24}" + "".join(f"{value:14.3f}" for value in values))


def ratios(report: Report, found: dict[str, dict[str, list[Run]]]) -> None:
    own = found["own"]

    def ratio(a: list[Run], b: list[Run], figure: Callable[[Run], float]) -> float:
        return median([figure(x) / figure(y) for x, y in zip(a, b, strict=True)])

    print("ratios of the own loop")
    for name in [name for name in found if name != "own"]:
        other, beside = found[name], name == "xllamacpp"
        value = ratio(own["plain"], other["plain"], lambda run: run.rate)
        report.line(
            f"plain tokens/s to {name}", value, *(("≥ 0.95", value >= 0.95) if beside else ())
        )
        value = ratio(other["plain"], own["plain"], lambda run: run.each)
        report.line(f"  the same of tokens per CPU second to {name}", value)
        value = ratio(own["constrained"], other["constrained"], lambda run: run.rate)
        report.line(f"tokens/s in a schema to {name}", value)
        value = ratio(own["cached"], other["cached"], lambda run: run.first)
        at_once = median([run.first for run in own["cached"]]) <= 0.1
        bound = ("≤ 1.2", value <= 1.2 or at_once) if beside else ()
        report.line(f"seconds to the first token, cached, to {name}", value, *bound)
    value = ratio(own["constrained"], own["plain"], lambda run: run.rate)
    report.line("tokens/s in a schema to plain", value, "≥ 0.9", value >= 0.9)
    report.line(
        "  the same per CPU second", ratio(own["plain"], own["constrained"], lambda run: run.each)
    )
    value = ratio(own["cached"], own["cold"], lambda run: run.first)
    report.line("first token cached to cold", value, "≤ 0.1", value <= 0.1)


def own_only(report: Report, model: Path, number: int) -> None:
    pairs = restart(model, number)
    value = median([cold.first / again.first for cold, again in pairs])
    report.line("first token cold to after a restart", value, "≥ 5", value >= 5)
    value = median([cold.cpu / again.cpu for cold, again in pairs])
    report.line("  the same in CPU seconds", value)
    for kind, waits in cancels(model, 3 * number).items():
        value = 1000 * max(waits, default=0.0)
        report.line(f"longest of {len(waits)} cancels {kind}, ms", value, "≤ 300", value <= 300)
    value = apart(model)
    report.line("scores together and one by one differ by", value, "≤ 1e-4", value <= 1e-4)
    report.line("CPU seconds of four tokens in one batch to one token", together(model, number))


if __name__ == "__main__":
    sys.exit(main())
