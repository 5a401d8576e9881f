"""Agreement with what analysts reported, and false claims on shuffled copies.

    python benchmarks/suite.py --suite DIR [--model ID|none] [--shuffles 20] [--twins 20] [--out DIR]

DIR holds a suite: items_dev.json, its tables and score.py. Each table is read blind (table and
description); every hypothesis of the cards is handed to the suite's own scorer.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

from jupyter_sciassist import door
from jupyter_sciassist.records import Suggestion

HEADLINE = ("typed@10", "typed@20", "recall@10", "mrr", "direction_acc", "n")


def predictions(cards: list[Suggestion]) -> list[dict]:
    return [
        {
            **card.hypothesis.to_json(),
            "q_value": card.evidence.q if card.evidence else None,
            "significant": bool(card.evidence and card.evidence.asserted),
        }
        for card in cards
        if card.hypothesis is not None
    ]


def table(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, low_memory=False)


def blind(suite: Path, items: dict, model) -> dict[str, list[dict]]:
    found = {}
    for name, data in items["datasets"].items():
        started = time.perf_counter()
        file = next(iter(data["tables"].values()))
        frame = table(suite / file)
        meanings = {key: text for key, text in data["columns"].items() if text}
        cards = door.suggest(
            frame, about=data["description"], columns=meanings, top=40, model=model
        )
        found[name] = predictions(cards)
        seconds = time.perf_counter() - started
        asserted = sum(hypothesis["significant"] for hypothesis in found[name])
        print(f"{name:24} {frame.shape!s:12} {seconds:6.2f} s  {asserted:3} asserted", flush=True)
    return found


def score(suite: Path, *args: str) -> dict:
    done = subprocess.run(
        [sys.executable, str(suite / "score.py"), *args], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout) if done.stdout.strip().startswith("{") else {}


def copies(folder: Path, cut: str) -> dict[str, list[dict]]:
    found = {}
    for path in sorted(folder.glob("*.csv")):
        name = path.name.rsplit(cut, 1)[0] if cut else path.stem
        found[name] = predictions(door.suggest(table(path), top=40, model=None))
    return found


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--suite", type=Path, required=True)
    ask.add_argument("--model", default="none")
    ask.add_argument("--shuffles", type=int, default=0)
    ask.add_argument("--twins", type=int, default=0)
    ask.add_argument("--out", type=Path)
    args = ask.parse_args()
    out = args.out or Path(tempfile.mkdtemp())
    out.mkdir(parents=True, exist_ok=True)
    items_file = args.suite / "items_dev.json"
    items = json.loads(items_file.read_text())
    model = None if args.model == "none" else door.language(args.model)
    real = out / f"predictions-{args.model}.json"
    try:
        real.write_text(json.dumps(blind(args.suite, items, model)))
    finally:
        if model is not None:
            model.close()
    report = score(args.suite, "score", str(items_file), str(real), "--mode", "blind")
    print(json.dumps({key: report[key] for key in HEADLINE} | {"ci95": report["ci95"]["typed@10"]}))
    print(f"null golds contradicted: {report['null_gold_contradicted']}")
    if args.shuffles:
        shuffled = out / "shuffles"
        score(args.suite, "shuffle", str(items_file), str(args.suite), str(shuffled), "--n", str(args.shuffles))  # fmt: skip
        null = out / "on-shuffles.json"
        null.write_text(json.dumps(copies(shuffled, ".df")))
        rates = score(args.suite, "fdr", str(items_file), str(real), str(null))
        print("shuffles with any claim:", rates["share_of_shuffles_with_any"])
    if args.twins:
        folder = out / "twins"
        score(args.suite, "nulltwins", str(items_file), str(folder), "--n", str(args.twins))
        null = out / "on-twins.json"
        null.write_text(json.dumps(copies(folder, "")))
        print(json.dumps(score(args.suite, "twins", str(items_file), str(null))))


if __name__ == "__main__":
    main()
