"""Agreement with what analysts reported, beside baselines, and false claims on shuffled copies.

    python benchmarks/suite.py --suite DIR [--model none default small] [--weights FILE] [--anonymised] [--baselines]
        [--shuffles 20] [--twins 20] [--out DIR]

DIR holds a suite: items_dev.json, its tables, score.py, which judges, and baselines.py. Each table is read *blind* (table and
description; every hypothesis of the cards is a prediction) and once for each *goal*, a research question that is asked
of it. The one tuned number of the blind ranking (`ranking.OUTCOME_WEIGHT`) is also chosen by leaving one data set out; the
ranking by a goal has none. Answers of a model are kept in FILE, so that a run is repeatable and a second one fast.
`--anonymised` reads the tables again with the names v01, v02 ... and without meanings of columns.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from remembered import Remembered

from jupyter_sciassist import answers, door, pipeline
from jupyter_sciassist.language import outcome, prior, ranking
from jupyter_sciassist.models.base import LanguageModel
from jupyter_sciassist.records import Candidate, Profile, Suggestion

WEIGHTS = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0)
TOP = 40
WIDE = 6
ALL = 10_000
RANDOM = 100
HEAD = f"{'':44} {'typed@10':>8} {'95 % interval':>14} {'left out':>8} {'>= 6 col':>8} {'recall@10':>9} {'mrr':>5} {'n':>3}"

Predictions = dict[str, list[dict[str, Any]]]


class Case(NamedTuple):
    """A table as it is shown, and the real names of its columns."""

    frame: pd.DataFrame
    about: str
    meanings: Mapping[str, str]
    real: Mapping[str, str]


class Scanned(NamedTuple):
    """Every card of a table; the order in which they stand is chosen later."""

    case: Case
    profile: Profile
    cards: list[Suggestion]
    memory: pipeline.Memory

    def answer(self, _: str, asked: Sequence[Candidate] = ()) -> list[Suggestion]:
        """The cards of the scan, or of tests that a goal asks for, in one family with them."""
        if not asked:
            return self.cards
        return pipeline.scan(self.case.frame, self.profile, self.memory, "door", asked=asked)


def predictions(cards: Iterable[Suggestion]) -> list[dict[str, Any]]:
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


def load(suite: Path) -> dict[str, Any]:
    """The suite's items, and its scripts `score` and `baselines` as modules."""
    sys.path.insert(0, str(suite))
    return importlib.import_module("score").load_suite(str(suite / "items_dev.json"))


def cases(suite: Path, items: Mapping[str, Any], anonymised: bool = False) -> dict[str, Case]:
    found = {}
    for name, data in items["datasets"].items():
        frame = table(suite / next(iter(data["tables"].values())))
        meanings = {key: text for key, text in data["columns"].items() if text}
        real = {column: column for column in frame.columns}
        if anonymised:
            real = {f"v{place:02}": column for place, column in enumerate(frame.columns, 1)}
            frame, meanings = frame.set_axis(list(real), axis=1), {}
        found[name] = Case(frame, data["description"], meanings, real)
    return found


def scanned(shown: Mapping[str, Case]) -> dict[str, Scanned]:
    found = {}
    for name, case in shown.items():
        (profile,) = pipeline.profiles({"data": case.frame})
        memory = pipeline.Memory()
        cards = pipeline.suggest({"data": case.frame}, top=ALL, policy="door", memory=memory)
        failed = [card.title for card in cards if card.analysis == "fault"]
        if failed:
            raise RuntimeError(f"{name}: {failed[0]}")
        found[name] = Scanned(case, profile, cards, memory)
    return found


def likely(one: Scanned, model: LanguageModel | None) -> dict[str, float]:
    """Weights of the columns as outcomes."""
    case = one.case
    if model is None:
        return prior.of(one.profile, case.about, case.meanings)
    return outcome.for_profile(model, one.profile, case.about, case.meanings)


def named(found: list[dict[str, Any]], real: Mapping[str, str]) -> list[dict[str, Any]]:
    """Predictions with the real names of the columns, as the scorer knows them."""

    def back(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {key: back(one) for key, one in value.items()}
        if isinstance(value, (list, tuple)):
            return [back(one) for one in value]
        return real.get(value, value) if isinstance(value, str) else value

    return [
        {**one, "variables": back(one["variables"]), "context": back(one["context"])}
        for one in found
    ]


def blind(found: Mapping[str, Scanned], weights: Mapping[str, Mapping[str, float]]) -> Predictions:
    return {
        name: named(
            predictions(pipeline.ranked(one.cards, {"data": weights[name]}, TOP)), one.case.real
        )
        for name, one in found.items()
    }


def goals(
    items: Mapping[str, Any], found: Mapping[str, Scanned], model: LanguageModel | None
) -> Predictions:
    answered = {}
    for item in items["items"]:
        if item["goal"]:
            one = found[item["dataset"]]
            answer = answers.ask(
                {"data": one.case.frame},
                item["goal"],
                about=one.case.about,
                columns=one.case.meanings,
                model=model,
                cards=one.answer,
            )
            answered[item["id"]] = named(predictions(answer.suggestions), one.case.real)
    return answered


def evaluate(
    items: Mapping[str, Any], found: Predictions, mode: str = "blind", wide: bool = False
) -> dict[str, Any]:
    """The scorer's report; `wide` keeps tables of six columns and more."""

    def keep(item: Mapping[str, Any], data: Mapping[str, Any]) -> bool:
        return (mode == "blind" or item["id"] in found) and (not wide or data["n_columns"] >= WIDE)

    report: dict[str, Any] = importlib.import_module("score").evaluate(
        items, found, mode, keep=keep, reps=0 if wide else 2000
    )
    return report


def hit(row: Mapping[str, Any]) -> bool:
    return row["rank_typed"] is not None and row["rank_typed"] <= 10


def left_out(
    items: Mapping[str, Any],
    found: Mapping[str, Scanned],
    weights: Mapping[str, Mapping[str, float]],
) -> float:
    """typed@10 with the weight of the outcome chosen on all other data sets, for each in turn."""
    sets = {item["id"]: item["dataset"] for item in items["items"]}
    hits: dict[float, dict[str, list[bool]]] = {}
    used = ranking.OUTCOME_WEIGHT
    try:
        for weight in WEIGHTS:
            ranking.OUTCOME_WEIGHT = weight
            for row in evaluate(items, blind(found, weights))["detail"]:
                hits.setdefault(weight, {}).setdefault(sets[row["id"]], []).append(hit(row))
    finally:
        ranking.OUTCOME_WEIGHT = used
    total: list[bool] = []
    for name in hits[used]:
        others = {
            weight: np.mean([one for other, rows in by.items() if other != name for one in rows])
            for weight, by in hits.items()
        }
        total += hits[max(others, key=lambda weight: others[weight])][name]
    return float(np.mean(total))


def kinds(gold: Mapping[str, Any]) -> list[str]:
    """The headings under which an item counts."""
    names = [gold["relation"]]
    names += ["subgroup"] if gold.get("context") else []
    names += [gold["tier"]] if gold["tier"] in {"formula", "adjusted", "signal", "derived"} else []
    return names


def by_kind(items: Mapping[str, Any], report: Mapping[str, Any]) -> str:
    golds = {item["id"]: item["gold"] for item in items["items"]}
    counts: dict[str, list[bool]] = {}
    for row in report["detail"]:
        for kind in kinds(golds[row["id"]]):
            counts.setdefault(kind, []).append(hit(row))
    return ", ".join(f"{kind} {sum(hits)}/{len(hits)}" for kind, hits in sorted(counts.items()))


def line(
    label: str,
    items: Mapping[str, Any],
    found: Predictions,
    mode: str = "blind",
    chosen: float | None = None,
) -> dict[str, Any]:
    """Print one row of the table; the report of the scorer."""
    report, wide = evaluate(items, found, mode), evaluate(items, found, mode, wide=True)
    low, high = report["ci95"]["typed@10"]
    left = "" if chosen is None else f"{chosen:.3f}"
    print(
        f"{label:44} {report['typed@10']:8.3f} {f'{low:.2f} to {high:.2f}':>14} {left:>8} {wide['typed@10']:8.3f} "
        f"{report['recall@10']:9.3f} {report['mrr']:5.3f} {report['n']:3}",
        flush=True,
    )
    return report


def engine(
    items: Mapping[str, Any],
    found: Mapping[str, Scanned],
    model: LanguageModel | None,
    label: str,
    out: Path,
) -> None:
    """The rows of the engine with one model under one kind of names."""
    weights = {name: likely(one, model) for name, one in found.items()}
    runs = {"blind": blind(found, weights), "goal": goals(items, found, model)}
    for mode, made in runs.items():
        (out / f"predictions-{mode}-{label.replace(' ', '-')}.json").write_text(json.dumps(made))
        chosen = left_out(items, found, weights) if mode == "blind" else None
        report = line(f"{mode}, {label}", items, made, mode, chosen)
        print(
            f"    {by_kind(items, report)}; null golds contradicted {report['null_gold_contradicted']}",
            flush=True,
        )


def baselines(items: Mapping[str, Any], shown: Mapping[str, Case]) -> None:
    """The suite's own rankers; none of them reads names but the one by words of the goal."""
    rankers = importlib.import_module("baselines")
    frames = {name: case.frame for name, case in shown.items()}
    made = {
        system: {name: rank(frame) for name, frame in frames.items()}
        for system, rank in rankers.SYSTEMS.items()
    }
    for system, found in made.items():
        line(f"blind, baseline {system}", items, found)
    drawn = [
        evaluate(
            items,
            {
                name: rankers.random_pairs(frame, RANDOM * seed + place)
                for place, (name, frame) in enumerate(frames.items())
            },
            wide=wide,
        )["typed@10"]
        for wide in (False, True)
        for seed in range(RANDOM)
    ]
    print(
        f"{'blind, baseline random pairs':44} {np.mean(drawn[:RANDOM]):8.3f} {'':14} {'':8} {np.mean(drawn[RANDOM:]):8.3f}",
        flush=True,
    )
    typed = made["typed"]
    told, words = {}, {}
    for item in items["items"]:
        ranks = typed[item["dataset"]]
        wanted = {slot["name"] for slot in item["gold"]["slots"][-1]}
        told[item["id"]] = [one for one in ranks if set(one["variables"]) & wanted]
        if item["goal"]:
            columns = items["datasets"][item["dataset"]]["columns"]
            words[item["id"]] = rankers.goal_rank(item["goal"], columns, ranks)
    line("goal, baseline words and typed", items, words, "goal")
    line("told the outcome, baseline typed", items, told, "goal")


def copies(shown: Iterable[tuple[str, pd.DataFrame]]) -> Predictions:
    return {name: predictions(door.suggest(frame, top=TOP, model=None)) for name, frame in shown}


def false_claims(
    items: Mapping[str, Any],
    shown: Mapping[str, Case],
    real: Predictions,
    shuffles: int,
    twins: int,
) -> None:
    score = importlib.import_module("score")
    if shuffles:
        made = copies(
            (f"{name}#shuffle{one}", score.shuffled(case.frame, [0, one]))
            for name, case in shown.items()
            if items["datasets"][name]["kind"] != "simulated"
            for one in range(shuffles)
        )
        print(
            "shuffles with any claim:", score.fdr(items, real, made)["share_of_shuffles_with_any"]
        )
    if twins:
        print(
            "null twins:",
            json.dumps(score.twins_report(items, copies(score.null_twins(items, twins)))),
        )


def main() -> None:
    ask = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ask.add_argument("--suite", type=Path, required=True)
    ask.add_argument("--model", nargs="+", default=["none"])
    ask.add_argument("--weights", type=Path)
    ask.add_argument("--anonymised", action="store_true")
    ask.add_argument("--baselines", action="store_true")
    ask.add_argument("--shuffles", type=int, default=0)
    ask.add_argument("--twins", type=int, default=0)
    ask.add_argument("--out", type=Path)
    args = ask.parse_args()
    out = args.out or Path(tempfile.mkdtemp())
    out.mkdir(parents=True, exist_ok=True)
    items = load(args.suite)
    print(HEAD)
    for names in ("real names", "anonymised")[: 1 + args.anonymised]:
        shown = cases(args.suite, items, names == "anonymised")
        found = scanned(shown)
        for name in args.model:
            model = None
            if name != "none":
                model = Remembered(args.weights, name, lambda wanted=name: door.language(wanted))
            try:
                engine(items, found, model, f"{names}, model {name}", out)
            finally:
                if model is not None:
                    model.close()
    shown = cases(args.suite, items)
    if args.baselines:
        baselines(items, shown)
    if args.shuffles or args.twins:
        real = copies((name, case.frame) for name, case in shown.items())
        false_claims(items, shown, real, args.shuffles, args.twins)


if __name__ == "__main__":
    main()
