"""Agreement with what analysts reported, beside baselines, and false claims on shuffled copies.

    python benchmarks/suite.py --suite DIR [--model ID|none] [--shuffles 20] [--twins 20]
        [--anonymised] [--baselines] [--out DIR]

DIR holds a suite: items_dev.json, its tables, score.py and baselines.py. Each table is read blind
(table and description); every hypothesis of the cards is handed to the suite's own scorer. The one
tuned number of the ranking (`ranking.OUTCOME_WEIGHT`) is also chosen by leaving one data set out.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from jupyter_sciassist import door, pipeline
from jupyter_sciassist.language import outcome, ranking
from jupyter_sciassist.records import Suggestion

HEADLINE = ("typed@10", "typed@20", "recall@10", "mrr", "direction_acc", "n")
WEIGHTS = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0)
TOP = 40
ALL = 10_000


def predictions(cards: Iterable[Suggestion]) -> list[dict]:
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


def scanned(suite: Path, items: dict, model) -> dict[str, tuple[list[Suggestion], dict]]:
    """Every card of each table, and the weights of its columns as outcomes."""
    found = {}
    for name, data in items["datasets"].items():
        started = time.perf_counter()
        frame = table(suite / next(iter(data["tables"].values())))
        meanings = {key: text for key, text in data["columns"].items() if text}
        (profile,) = pipeline.profiles({"data": frame})
        if model is None:
            weights = ranking.prior_of(profile, data["description"])
        else:
            weights = outcome.for_profile(model, profile, data["description"], meanings)
        cards = pipeline.suggest({"data": frame}, top=ALL, outcome={"data": weights}, policy="door")
        found[name] = (cards, {"data": weights})
        failed = [card.title for card in cards if card.analysis == "fault"]
        if failed:
            raise RuntimeError(f"{name}: {failed[0]}")
        seconds = time.perf_counter() - started
        asserted = sum(bool(card.evidence and card.evidence.asserted) for card in cards)
        print(
            f"{name:24} {frame.shape!s:12} {seconds:6.2f} s  {asserted:4} of {len(cards)} asserted",
            flush=True,
        )
    return found


def ranked(found: dict, weight: float = ranking.OUTCOME_WEIGHT) -> dict[str, list[dict]]:
    """Predictions in the order that the ranking gives with this weight of the outcome."""
    used, ranking.OUTCOME_WEIGHT = ranking.OUTCOME_WEIGHT, weight
    try:
        return {
            name: predictions(pipeline.ranked(cards, weights, TOP))
            for name, (cards, weights) in found.items()
        }
    finally:
        ranking.OUTCOME_WEIGHT = used


def blind(suite: Path, items: dict, model) -> dict[str, list[dict]]:
    return ranked(scanned(suite, items, model))


def run(suite: Path, script: str, *args: str) -> None:
    subprocess.run([sys.executable, str(suite / script), *args], check=True)


def score(suite: Path, *args: str) -> dict:
    done = subprocess.run(
        [sys.executable, str(suite / "score.py"), *args], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout) if done.stdout.strip().startswith("{") else {}


def report(suite: Path, items_file: Path, out: Path, name: str, found: dict) -> dict:
    file = out / f"predictions-{name}.json"
    file.write_text(json.dumps(found))
    details = out / f"report-{name}.json"
    score(suite, "score", str(items_file), str(file), "--mode", "blind", "--out", str(details))
    return json.loads(details.read_text())


def kinds(gold: dict, tier: str) -> list[str]:
    """The headings under which an item counts."""
    names = [gold["relation"]]
    names += ["subgroup"] if gold.get("context") else []
    names += ["formula"] if gold.get("derived") else []
    names += ["adjusted"] if gold["relation"] in {"confounding", "mediation"} else []
    return [*names, *(["signal"] if tier == "signal" else [])]


def by_kind(items: dict, rows: list[dict]) -> None:
    golds = {item["id"]: item["gold"] for item in items["items"]}
    counts: dict[str, list[int]] = {}
    for row in rows:
        gold = golds[row["id"]]
        for kind in kinds(gold, str(gold.get("tier"))):
            hit = row["rank_typed"] is not None and row["rank_typed"] <= 10
            one = counts.setdefault(kind, [0, 0])
            one[0] += hit
            one[1] += 1
    for kind, (hits, n) in sorted(counts.items()):
        print(f"  {kind:20} {hits:3} of {n:3}")


def left_out(items: dict, reports: dict[float, dict]) -> float:
    """typed@10 with the weight chosen on all other data sets, for each in turn."""
    sets = {item["id"]: item["dataset"] for item in items["items"]}
    hits: dict[float, dict[str, list[bool]]] = {}
    for weight, one in reports.items():
        for row in one["detail"]:
            hit = row["rank_typed"] is not None and row["rank_typed"] <= 10
            hits.setdefault(weight, {}).setdefault(sets[row["id"]], []).append(hit)
    total: list[bool] = []
    for name in {name for one in hits.values() for name in one}:
        others = {
            weight: [hit for other, found in one.items() if other != name for hit in found]
            for weight, one in hits.items()
        }
        best = max(others, key=lambda weight: sum(others[weight]) / len(others[weight]))
        total += hits[best][name]
    return sum(total) / len(total)


def copies(folder: Path, cut: str) -> dict[str, list[dict]]:
    found = {}
    for path in sorted(folder.glob("*.csv")):
        name = path.name.rsplit(cut, 1)[0] if cut else path.stem
        found[name] = predictions(door.suggest(table(path), top=TOP, model=None))
    return found


def headline(label: str, one: dict) -> None:
    low, high = one["ci95"]["typed@10"]
    print(
        f"{label}: "
        + json.dumps({key: one[key] for key in HEADLINE})
        + f" typed@10 95 % cluster interval {low:.3f} to {high:.3f}"
    )


def false_claims(args: argparse.Namespace, items_file: Path, out: Path, real: Path) -> None:
    suite = args.suite
    if args.shuffles:
        folder, null = out / "shuffles", out / "on-shuffles.json"
        score(suite, "shuffle", str(items_file), str(suite), str(folder), "--n", str(args.shuffles))
        null.write_text(json.dumps(copies(folder, ".df")))
        rates = score(suite, "fdr", str(items_file), str(real), str(null))
        print("shuffles with any claim:", rates["share_of_shuffles_with_any"])
    if args.twins:
        folder, null = out / "twins", out / "on-twins.json"
        score(suite, "nulltwins", str(items_file), str(folder), "--n", str(args.twins))
        made = copies(folder, "")
        # the scorer takes any relation for a claim, also that there is none, which holds in a twin
        claims = {
            key: [one for one in found if one["relation"] != "null"] for key, found in made.items()
        }
        for label, found in (("twins", made), ("twins, without claims of no effect", claims)):
            null.write_text(json.dumps(found))
            print(f"{label}:", json.dumps(score(suite, "twins", str(items_file), str(null))))


def anonymised(args: argparse.Namespace, items_file: Path, out: Path, model) -> None:
    folder = out / "anonymised"
    score(args.suite, "anonymise", str(items_file), str(args.suite), str(folder))
    file = next(folder.glob("*.json"))
    items = json.loads(file.read_text())
    found = blind(folder, items, model)
    headline("anonymised", report(args.suite, file, out, "anonymised", found))


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--suite", type=Path, required=True)
    ask.add_argument("--model", default="none")
    ask.add_argument("--shuffles", type=int, default=0)
    ask.add_argument("--twins", type=int, default=0)
    ask.add_argument("--anonymised", action="store_true")
    ask.add_argument("--baselines", action="store_true")
    ask.add_argument("--out", type=Path)
    args = ask.parse_args()
    out = args.out or Path(tempfile.mkdtemp())
    out.mkdir(parents=True, exist_ok=True)
    items_file = args.suite / "items_dev.json"
    items = json.loads(items_file.read_text())
    model = None if args.model == "none" else door.language(args.model)
    try:
        found = scanned(args.suite, items, model)
        if args.anonymised:
            anonymised(args, items_file, out, model)
    finally:
        if model is not None:
            model.close()
    one = report(args.suite, items_file, out, args.model, ranked(found))
    headline(f"blind, model {args.model}", one)
    by_kind(items, one["detail"])
    print(f"null golds contradicted: {one['null_gold_contradicted']}")
    reports = {
        weight: report(args.suite, items_file, out, f"{args.model}-{weight}", ranked(found, weight))
        for weight in WEIGHTS
    }
    print("typed@10 by weight:", {weight: each["typed@10"] for weight, each in reports.items()})
    print(f"typed@10, weight chosen without the data set at hand: {left_out(items, reports):.3f}")
    false_claims(args, items_file, out, out / f"predictions-{args.model}.json")
    if args.baselines:
        run(args.suite, "baselines.py", str(items_file))


if __name__ == "__main__":
    main()
