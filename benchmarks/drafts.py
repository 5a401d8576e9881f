"""Code drafted by a real model: how much is offered, what became of it, and whether a name in it does not exist.

    python benchmarks/drafts.py [--model ID] [--requests 60] [--show]

Three tables that packages bring along (palmerpenguins, scikit-learn). Whatever is offered is run once more on the
whole table in a fresh process, which shares nothing with the package's checks: an error that says that something
does not exist counts as a name that was offered in vain.
"""

from __future__ import annotations

import argparse
import collections
import pickle
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import Any

import palmerpenguins
from sklearn import datasets

from jupyter_sciassist import answers, drafts
from jupyter_sciassist.config import SciAssistSettings
from jupyter_sciassist.models import catalogue
from jupyter_sciassist.models.client import WorkerModel

REQUESTS = {
    "penguins": [
        "mean body mass by species", "how many penguins are on each island?", "plot a histogram of flipper length",
        "scatter bill length against bill depth, coloured by species", "correlation matrix of the numbers",
        "count missing values in each column", "t-test of body mass between males and females",
        "fit a linear model of body mass on flipper length and print the slope", "cross tabulate species and sex",
        "show the five heaviest penguins", "boxplot of body mass by island", "median bill length by year and species",
        "share of females for each species", "rank the islands by mean flipper length",
        "standardise the bill columns and print their means", "average weight of the Gentoos",
        "which species has the longest bill?", "ANOVA of body mass over species", "drop rows with missing values and count the rest",
        "predict sex from the measurements with logistic regression and print the accuracy",
    ],
    "wine": [
        "describe the alcohol column", "mean alcohol by target", "correlation of alcohol with all other columns",
        "plot hue against color intensity", "principal component analysis with two components", "cluster the rows in three groups",
        "Spearman correlation of ash and magnesium", "histogram of proline", "rows with alcohol above 14",
        "variance of each column, sorted", "train a random forest for the target and print feature importances",
        "ratio of flavanoids to total phenols by target", "largest malic acid", "number of rows for each target",
        "Kruskal-Wallis test of magnesium over target", "quantiles of proline", "pairwise plot of the first three columns",
        "bootstrap a confidence interval of the mean alcohol", "is alcohol normally distributed?", "mean price of the wines",
    ],
    "patients": [
        "regress target on bmi", "mean target for the two values of sex", "scatter of bmi and target with a fitted line",
        "ridge regression with cross validation, print the score", "which column correlates most with the target?",
        "histogram of age", "median of bp", "partial correlation of bmi and target given age", "top ten rows by target",
        "mean of s1 to s6", "lasso coefficients", "residual plot of a linear model of target on bmi", "split in train and test and print both sizes",
        "quartiles of target and the mean bmi in each", "box plot of target by sex", "check for duplicates",
        "confidence interval of the slope of target on bmi", "pearson correlation with p-value for bmi and bp",
        "mean blood glucose by sex", "standard deviation of all columns",
    ],
}  # fmt: skip
ABSENT = ("NameError", "KeyError", "AttributeError", "ImportError", "ModuleNotFoundError")
WHOLE = (
    "import pickle, sys\nspace = pickle.load(sys.stdin.buffer)\ncode = space.pop('code')\n"
    "import matplotlib\nmatplotlib.use('Agg')\n"
    "try:\n    exec(compile(code, 'cell', 'exec'), space)\n"
    "except Exception as error:\n    print(type(error).__name__, str(error)[:200], file=sys.stderr)\n    sys.exit(1)\n"
)


@dataclass(frozen=True)
class Live:
    objects: dict[str, Any]
    columns: dict[str, Any]
    names: dict[str, Any]
    cells: tuple[Any, ...] = ()
    cell: str | None = None

    def stopped(self) -> bool:
        return False


def tables() -> dict[str, Any]:
    wine, patients = datasets.load_wine(as_frame=True), datasets.load_diabetes(as_frame=True)
    return {
        "penguins": palmerpenguins.load_penguins(),
        "wine": wine.frame,
        "patients": patients.frame,
    }


def again(code: str, name: str, table: Any) -> str:
    """The error of the code on the whole table, empty where there is none."""
    job = pickle.dumps({"code": code, name: table, "__name__": "__main__"})
    made = subprocess.run(
        [sys.executable, "-c", WHOLE], input=job, capture_output=True, timeout=300, check=False
    )
    return (
        made.stderr.decode("utf-8", "replace").strip().splitlines()[-1] if made.returncode else ""
    )


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--model", default="default")
    options.add_argument("--requests", type=int, default=60)
    options.add_argument("--show", action="store_true", help="print the code")
    told = options.parse_args()
    model = WorkerModel(catalogue.resolve(told.model, SciAssistSettings()))
    held = tables()
    todo = [(name, one[at]) for at in range(20) for name, one in REQUESTS.items()][: told.requests]
    outcomes: collections.Counter[str] = collections.Counter()
    vain, seconds, rounds = [], [], []
    for name, request in todo:
        live = Live(
            {name: held[name]}, {name: answers.names_of(held[name], name, {})}, {name: held[name]}
        )
        asked = 0

        def write(prompt: str, schema: Any, most: int) -> str:
            nonlocal asked
            asked += 1
            return model.complete(prompt, schema=schema, max_tokens=most).text

        begun = time.monotonic()
        made = drafts.draft(request, live, write, model=told.model)
        seconds.append(time.monotonic() - begun)
        rounds.append(asked)
        outcome = "refused" if isinstance(made, drafts.Refused) else made.trial.state
        outcomes[outcome] += 1
        said = made.told if isinstance(made, drafts.Refused) else made.trial.told
        print(
            f"{seconds[-1]:6.1f} s {asked} {outcome:8} {name}: {request}\n         {said[:150]}",
            flush=True,
        )
        if isinstance(made, drafts.Draft):
            if told.show:
                print("           | " + made.suggestion.code.replace("\n", "\n           | "))
            error = again(made.suggestion.code, name, held[name]) if outcome == "ran" else ""
            if error:
                print(f"         on the whole table: {error}")
            if error.startswith(ABSENT):
                vain.append((request, error))
    model.close()
    print(
        f"\n{len(todo)} requests: {dict(outcomes)}; offered with a name that does not exist: {len(vain)} {vain or ''}"
    )
    print(
        f"asked {sum(rounds) / len(rounds):.2f} times a request; median {sorted(seconds)[len(seconds) // 2]:.1f} s a request"
    )


if __name__ == "__main__":
    main()
