"""Notes of a real model: how many are shown, whether a shown one breaks a rule, and how they read.

    python benchmarks/notes.py --suite DIR [--model ID] [--tables 10] [--each 4]

DIR holds a suite: items_dev.json and its tables. Cards of each table are ordered with the model's
outcome scores, and the first ones are noted, as the panel does. The rules are checked again here by
code that shares nothing with the package's checker.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from pathlib import Path

import pandas as pd

from jupyter_sciassist import door, pipeline
from jupyter_sciassist.language import notes, outcome, ranking
from jupyter_sciassist.records import Suggestion

LOOK = re.compile(r"Look at `([^`]*)` next(?:: [a-z ]+)?\.")
NUMBER = re.compile(
    r"\d|%|\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|"
    r"forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|half|halves|"
    r"quarters?|thirds?|first|second|fourth|fifth|twice|thrice|once|doubl\w+|tripl\w+|dozens?|percent\w*|"
    r"several|couple|pairs?|\w{3,}fold)\b",
    re.IGNORECASE,
)
DIRECTION = re.compile(
    r"\b(?:more|less|fewer|higher|lower|larger|smaller|bigger|greater|longer|shorter|heavier|lighter|older|"
    r"younger|increas\w*|decreas\w*|reduc\w*|declin\w*|ris(?:e|es|ing)|rose|fall(?:s|ing|en)?|fell|drop\w*|"
    r"grow\w*|positive\w*|negative\w*|invers\w*)\b",
    re.IGNORECASE,
)
CLAIM = re.compile(
    r"\b(?:caus(?:e|es|ed|ing|al)|because|due to|leads?|led|driv(?:e|es|en)|affect\w*|influenc\w*|impact\w*|"
    r"determin\w+|explain\w*|prov(?:e|es|ed|en)|confirm\w*|significan\w+|demonstrat\w+|show[sn]?|evidence)\b",
    re.IGNORECASE,
)


def broken(text: str, card: Suggestion, columns: list[str]) -> list[str]:
    """Rules that a shown note breaks, by the plain reading of the text."""
    found = []
    pointed = LOOK.findall(text)
    rest = LOOK.sub("", text)
    own = card.hypothesis.variables if card.hypothesis else ()
    if any(name not in columns or name in own for name in pointed):
        found.append(f"points at {pointed}")
    for rule, pattern in (("number", NUMBER), ("direction", DIRECTION), ("claim", CLAIM)):
        found.extend(f"{rule} {hit.group()!r}" for hit in pattern.finditer(rest))
    for name in columns:
        spoken = re.escape(re.sub(r"[_.]+", " ", name)).replace(r"\ ", r"[\s_.]+")
        if name not in own and re.search(rf"(?<!\w){spoken}(?!\w)", rest, re.IGNORECASE):
            found.append(f"speaks of {name!r}")
    if re.search(r"[<>{}\[\]\\_=]|https?:", rest):
        found.append("markup")
    return found


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--suite", type=Path, required=True)
    ask.add_argument("--model", default="default")
    ask.add_argument("--tables", type=int, default=10)
    ask.add_argument("--each", type=int, default=4)
    args = ask.parse_args()
    items = json.loads((args.suite / "items_dev.json").read_text())
    wide = {key: data for key, data in items["datasets"].items() if len(data["columns"]) >= 6}
    step = max(len(wide) // args.tables, 1)
    chosen = list(wide.items())[::step][: args.tables]
    model = door.language(args.model)
    if model is None:
        raise SystemExit(f"The model {args.model} is not here: jupyter sciassist model fetch")
    shown, dropped, rules, seconds = [], [], [], []
    try:
        for name, data in chosen:
            frame = pd.read_csv(args.suite / next(iter(data["tables"].values())), low_memory=False)
            (profile,) = pipeline.profiles({"data": frame})
            told = {
                column.name: data["columns"].get(column.name) or "" for column in profile.columns
            }
            roles = {column.name: column.role for column in profile.columns}
            about = data["description"]
            weights = outcome.scores(model, about=about, columns=told, roles=roles)
            cards = pipeline.suggest({"data": frame}, about=about, policy="door")
            cards = {card.id: card for card in cards}
            for key in ranking.order(cards.values(), {"data": weights})[: args.each]:
                card, began = cards[key], time.perf_counter()
                made = notes.note(model, card, told, about=about, roles=roles)
                seconds.append(time.perf_counter() - began)
                line = f"{name} | {card.title} | "
                if isinstance(made, notes.Dropped):
                    dropped.append(made.reason)
                    print(f"{line}DROPPED {made.reason}", flush=True)
                    continue
                wrong = broken(made.note.text, card, list(told))
                rules.extend(wrong)
                shown.append(f"{line}{made.note.text}")
                print(shown[-1], f"BREAKS {wrong}" if wrong else "", flush=True)
    finally:
        model.close()
    asked = len(shown) + len(dropped)
    print(
        f"\n{args.model}: {len(shown)} of {asked} shown ({len(shown) / asked:.0%}), "
        f"{len(rules)} rules broken, median {sorted(seconds)[asked // 2]:.1f} s a note"
    )
    print("\nTen in a row:")
    print("\n".join(shown[:10]))


if __name__ == "__main__":
    main()
