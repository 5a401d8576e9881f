"""Whether a model knows which columns people want explained: right first choices, beside the prior by itself.

    python benchmarks/outcome_choice.py [--model default] [--weights FILE]

The tables (outcome_tables.json: name:role:meaning of each column) are made up, so that no model has read them, with the
outcome first, last or between. `whole` adds all that the model says to the prior, `bounded` what counts in the order of cards.
Answers of a model are kept in FILE.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path

from remembered import Remembered

from jupyter_sciassist import door
from jupyter_sciassist.language import outcome, prior

TABLES = Path(__file__).with_name("outcome_tables.json")


def columns(table: Mapping[str, list[str]]) -> tuple[dict[str, str], dict[str, str]]:
    """Roles and meanings by name, in the order of the table."""
    parts = [f"{column}::".split(":")[:3] for column in table["columns"]]
    return {name: role for name, role, _ in parts}, {name: told for name, _, told in parts}


def rank(odds: Mapping[str, float], wanted: list[str]) -> int:
    """Place of the first column that is an outcome, from 1."""
    order = sorted(odds, key=lambda name: -odds[name])
    return 1 + min(order.index(name) for name in wanted)


def main() -> None:
    ask = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ask.add_argument("--model", default="default")
    ask.add_argument("--weights", type=Path)
    args = ask.parse_args()
    model = Remembered(args.weights, args.model, lambda: door.language(args.model))
    tables = json.loads(TABLES.read_text())
    ranks: dict[str, list[int]] = {"prior": [], "whole": [], "bounded": []}
    try:
        for table in tables:
            roles, meanings = columns(table)
            odds = prior.log_odds(roles, table["about"], meanings)
            said = outcome.said(model, list(odds), table["about"], meanings, roles)
            bounded = outcome.bounded(said)
            for way, more in (("prior", {}), ("whole", said), ("bounded", bounded)):
                both = {name: score + more.get(name, 0.0) for name, score in odds.items()}
                ranks[way].append(rank(both, table["outcomes"]))
    finally:
        model.close()
    for way, found in ranks.items():
        first, mean = found.count(1), sum(1 / place for place in found) / len(found)
        print(f"{way:8} right first {first:2} of {len(found)}  mean reciprocal rank {mean:.3f}")


if __name__ == "__main__":
    main()
