"""Research questions: how often what analysts reported stands among the first findings of the answer.

    python benchmarks/goal.py --suite DIR [--model ID|none] [--out FILE]

DIR holds a suite: items_dev.json with its tables, and score.py, which judges. Each goal is asked of its table;
the suggestions of the answer are the ranked list.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from pathlib import Path

from suite import predictions, score, table

from jupyter_sciassist import answers, door, pipeline

HEADLINE = ("typed@10", "typed@20", "recall@10", "mrr", "direction_acc", "n")


def asked(suite: Path, items: dict, model) -> dict[str, list[dict]]:
    cards: dict[str, list] = {}
    found = {}
    for item in items["items"]:
        if not item.get("goal"):
            continue
        data = items["datasets"][item["dataset"]]
        frame = table(suite / next(iter(data["tables"].values())))
        if item["dataset"] not in cards:
            cards[item["dataset"]] = pipeline.suggest(
                {"data": frame}, about=data["description"], top=answers.ALL, policy="door"
            )
        answer = answers.ask(
            {"data": frame},
            item["goal"],
            about=data["description"],
            columns={key: text for key, text in data["columns"].items() if text},
            model=model,
            cards=lambda _, known=cards[item["dataset"]]: known,
        )
        found[item["id"]] = predictions(list(answer.suggestions))
    return found


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--suite", type=Path, required=True)
    ask.add_argument("--model", default="none")
    ask.add_argument("--out", type=Path)
    args = ask.parse_args()
    out = args.out or Path(tempfile.mkdtemp()) / "goals.json"
    items = json.loads((args.suite / "items_dev.json").read_text())
    model = None if args.model == "none" else door.language(args.model)
    started = time.perf_counter()
    try:
        out.write_text(json.dumps(asked(args.suite, items, model)))
    finally:
        if model is not None:
            model.close()
    print(f"{time.perf_counter() - started:.1f} s")
    items["items"] = [item for item in items["items"] if item.get("goal")]
    for data in items["datasets"].values():
        data["tables"] = {
            name: str((args.suite / file).resolve()) for name, file in data["tables"].items()
        }
    only = out.with_name("items-with-goals.json")
    only.write_text(json.dumps(items))
    report = score(args.suite, "score", str(only), str(out), "--mode", "goal")
    print(json.dumps({key: report[key] for key in HEADLINE} | {"ci95": report["ci95"]["typed@10"]}))


if __name__ == "__main__":
    main()
