"""Questions with known answers: how many are right, and how many wrong ones are shown as verified.

    python benchmarks/questions.py --suite DIR [--model ID|none] [--out FILE]

DIR holds a suite: questions_dev.json, items_dev.json with its tables, and questions_score.py, which judges.
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

from jupyter_sciassist import answers, door


def answered(suite: Path, model) -> dict[str, dict]:
    datasets = json.loads((suite / "items_dev.json").read_text())["datasets"]
    tables: dict[str, pd.DataFrame] = {}
    found = {}
    for question in json.loads((suite / "questions_dev.json").read_text())["questions"]:
        data = datasets[question["dataset"]]
        if question["dataset"] not in tables:
            file = next(iter(data["tables"].values()))
            tables[question["dataset"]] = pd.read_csv(suite / file, low_memory=False)
        told = answers.ask(
            {"data": tables[question["dataset"]]},
            question["question"],
            about=data["description"],
            columns={key: text for key, text in data["columns"].items() if text},
            model=model,
        )
        found[question["id"]] = {"answer": told.value, "verified": told.verified}
    return found


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--suite", type=Path, required=True)
    ask.add_argument("--model", default="none")
    ask.add_argument("--out", type=Path)
    args = ask.parse_args()
    out = args.out or Path(tempfile.mkdtemp()) / "answers.json"
    model = None if args.model == "none" else door.language(args.model)
    started = time.perf_counter()
    try:
        out.write_text(json.dumps(answered(args.suite, model)))
    finally:
        if model is not None:
            model.close()
    print(f"{time.perf_counter() - started:.1f} s")
    questions = args.suite / "questions_dev.json"
    scorer = [sys.executable, str(args.suite / "questions_score.py"), str(questions), str(out)]
    subprocess.run(scorer, check=True)


if __name__ == "__main__":
    main()
