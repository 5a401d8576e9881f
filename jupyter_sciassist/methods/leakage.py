"""What the model is tested on has already told something to what it learned from."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..profiles import known
from .flaw import Flaw
from .flow import Program, Step, last, names, targets, texts, value
from .roles import Split, parts, splits

_FITTED = re.compile(
    r"(Scaler|Imputer|PCA|SVD|NMF|FactorAnalysis|FastICA|SelectKBest|SelectPercentile|SelectFromModel|SelectFdr|"
    r"SelectFpr|RFE|RFECV|SequentialFeatureSelector|PowerTransformer|QuantileTransformer|KBinsDiscretizer|"
    r"TargetEncoder|SMOTE\w*|ADASYN|RandomOverSampler|RandomUnderSampler|PLSRegression|TSNE|UMAP|"
    r"TfidfVectorizer|CountVectorizer|LDA|LinearDiscriminantAnalysis|KernelPCA)$"
)
_MAKES = frozenset({"fit_transform", "fit_resample", "transform", "fit"})
_UNIT = re.compile(
    r"(^|_)(subject|subj|patient|pat|participant|animal|mouse|rat|donor|person|user|customer|individual|"
    r"plant|tree|colony|nest|family|pid|sid|mrn|ppt|student|pupil|speaker|object|star|source)(_?(id|no|nr|num|code))?$",
    re.IGNORECASE,
)
_TIMED = frozenset({"shift", "rolling", "ewm", "diff", "pct_change", "cumsum"})
_SUMMARY = frozenset({"mean", "std", "median", "min", "max", "quantile", "var"})

PIPELINE = "Put the step into a Pipeline, or fit it on the training part only"


def read(program: Program, namespace: Mapping[str, Any]) -> Iterator[Flaw]:
    """Preparation on all rows, features made of the target, units on both sides, shuffled time."""
    found = splits(program)
    if not found:
        return
    yield from _prepared(program, found)
    yield from _chosen(program, found)
    yield from _by_class(program, found)
    yield from _target(program, found)
    yield from _units(program, found, namespace)
    yield from _time(program, found, namespace)


def _before(program: Program, step: Step, other: Step) -> bool:
    return program.steps.index(step) < program.steps.index(other)


def _prepared(program: Program, found: list[Split]) -> Iterator[Flaw]:
    """A transformer, or a mean and deviation, of the whole table before it is divided."""
    roles = parts(program)
    for step in program.steps:
        made = value(step.node)
        bound = targets(step.node)
        what = _whole(program, made, roles)
        if what is None:
            continue
        outputs = set(bound) or _fitted(made)
        for one in found:
            flows = program.ancestors(one.features)
            if outputs & flows and _before(program, step, one.step):
                yield Flaw("leakage", step, f"{what} on all rows before the split", PIPELINE)
                break


def _fitted(made: ast.expr | None) -> set[str]:
    """The owner of a bare `scaler.fit(X)`, which carries what it learned to what it transforms."""
    if isinstance(made, ast.Call) and isinstance(made.func, ast.Attribute):
        return names(made.func.value)
    return set()


def _whole(program: Program, made: ast.expr | None, roles: Mapping[str, str]) -> str | None:
    """What is fitted on rows that belong to no part, or None."""
    for node in ast.walk(made) if made is not None else ():
        if not isinstance(node, ast.Call):
            continue
        dotted = program.called(node)
        owner, _, method = dotted.rpartition(".")
        given = {name for one in node.args for name in names(one)}
        drawn = any(
            word.arg == "replace" and ast.unparse(word.value) == "True" for word in node.keywords
        )
        if method in {"resample", "sample"} and drawn and not given & set(roles):
            return "Rows are drawn with repetition"
        if method in _MAKES - {"transform"} and _FITTED.search(owner) and not given & set(roles):
            return f"{last(owner)} is fitted"
    return _standardised(made, roles)


def _standardised(made: ast.expr | None, roles: Mapping[str, str]) -> str | None:
    """`(X - X.mean()) / X.std()` and `df.fillna(df.mean())`."""
    if isinstance(made, ast.BinOp) and isinstance(made.op, ast.Div):
        own = _summaries(made.left) & _summaries(made.right)
        if isinstance(made.left, ast.BinOp) and own and not own & set(roles):
            return "Values are standardised by their mean and deviation"
    if (
        isinstance(made, ast.Call)
        and isinstance(made.func, ast.Attribute)
        and made.func.attr == "fillna"
        and made.args
    ):
        own = _summaries(made.args[0])
        if own and own <= names(made.func.value) and not own & set(roles):
            return "Missing values are filled from the column's own summary"
    return None


def _summaries(node: ast.expr) -> set[str]:
    """Names whose mean, deviation ... is taken over their rows."""
    found = set()
    for one in ast.walk(node):
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute):
            across = any(
                word.arg == "axis"
                and isinstance(word.value, ast.Constant)
                and word.value.value == 1
                for word in one.keywords
            )
            if one.func.attr in _SUMMARY and not across:
                found |= names(one.func.value) or set()
                found |= {name for given in one.args for name in names(given)}
    return found


def _chosen(program: Program, found: list[Split]) -> Iterator[Flaw]:
    """Features that were chosen by the labels of all rows."""
    roles = parts(program)
    for one in found:
        if one.kind == "search":
            continue
        for step in program.steps:
            bound, made = targets(step.node), value(step.node)
            if not set(bound) & program.ancestors(one.features) or set(bound) & one.labels:
                continue
            if not _before(program, step, one.step) or made is None:
                continue
            if _by_labels(program, made, one.labels) and not names(made) & set(roles):
                yield Flaw("leakage", step, "Features are chosen by the labels of all rows, those of the test part included", PIPELINE)  # fmt: skip
                return


_CHOOSES = frozenset(
    "corrwith corr pearsonr spearmanr f_classif f_regression mutual_info_classif mutual_info_regression "
    "ttest_ind mannwhitneyu chi2 f_oneway corrcoef pointbiserialr roc_auc_score".split()
)


def _by_labels(program: Program, made: ast.expr, labels: set[str]) -> bool:
    """A measure of relation with the labels; where folds are made without labels, with anything else."""
    for node in ast.walk(made):
        if isinstance(node, ast.Call):
            name = last(program.called(node))
            helper = program.functions.get(name)
            chooses = name in _CHOOSES or (
                helper is not None
                and any(
                    last(program.called(one)) in _CHOOSES
                    for one in ast.walk(helper)
                    if isinstance(one, ast.Call)
                )
            )
            given = {one for arg in node.args for one in names(arg)}
            if chooses and (given & labels if labels else len(names(node) - {name}) >= 2):
                return True
    return False


def _by_class(program: Program, found: list[Split]) -> Iterator[Flaw]:
    """Values made of the means (or else) of each class of the labels."""
    for one in found:
        given = one.call.args[1 + (one.kind == "cross") :]
        labels = {text for arg in given for text in texts(arg)} | {
            column for name in one.labels if (column := _column(program, name)) is not None
        }
        flows = program.ancestors(one.features)
        for step in program.steps:
            if not set(targets(step.node)) & flows or not _before(program, step, one.step):
                continue
            for node in ast.walk(step.node):
                grouped = isinstance(node, ast.Call) and last(program.called(node)) == "groupby"
                if grouped and texts(node) & labels & {str(one.value) for one in ast.walk(node) if isinstance(one, ast.Constant)}:  # fmt: skip
                    yield Flaw("leakage", step, "Features are filled or scaled within the classes that are to be predicted", PIPELINE)  # fmt: skip
                    return


def _target(program: Program, found: list[Split]) -> Iterator[Flaw]:
    """A column computed from the target column stays among the features."""
    made_of: dict[str, dict[str, Step]] = {}
    for step in program.steps:
        node = step.node
        if not isinstance(node, ast.Assign) or len(node.targets) != 1:
            continue
        place = node.targets[0]
        if isinstance(place, ast.Subscript) and isinstance(place.slice, ast.Constant):
            column = str(place.slice.value)
            past = {one.attr for one in ast.walk(node.value) if isinstance(one, ast.Attribute)}
            if not past & {"shift"} and isinstance(place.value, ast.Name):
                for text in texts(node.value) - {column}:
                    made_of.setdefault(text, {}).setdefault(column, step)
    for one in found:
        for label in one.labels:
            target = _column(program, label)
            features = _columns(program, one.features)
            if target is None or features is None:
                continue
            for column, step in made_of.get(target, {}).items():
                if features(column) and _before(program, step, one.step):
                    yield Flaw(
                        "leakage",
                        step,
                        f"The feature {column!r} is computed from the target {target!r}",
                        f"Leave {column!r} out of the features",
                    )


def _column(program: Program, label: str) -> str | None:
    """The column that a name was taken from: `y = df["sold"]`."""
    for step in program.steps:
        if targets(step.node) == [label]:
            made = value(step.node)
            while isinstance(made, (ast.Attribute, ast.Call)) and not (
                isinstance(made, ast.Call) and last(program.called(made)) == "pop"
            ):
                if isinstance(made, ast.Attribute) and isinstance(made.value, ast.Name):
                    return made.attr
                made = made.func if isinstance(made, ast.Call) else made.value
            if isinstance(made, ast.Call) and made.args and isinstance(made.args[0], ast.Constant):
                return str(made.args[0].value)
            if isinstance(made, ast.Subscript) and isinstance(made.slice, ast.Constant):
                return str(made.slice.value)
    return None


def _columns(program: Program, features: set[str]) -> Any:
    """A predicate of columns: those that the features hold; None where the code does not show."""
    lists = {
        name: texts(value(step.node))
        for step in program.steps
        for name in targets(step.node)
        if isinstance(value(step.node), (ast.List, ast.Tuple))
    }
    for step in program.steps:
        made = value(step.node)
        if not set(targets(step.node)) & features or made is None:
            continue
        for node in ast.walk(made):
            if isinstance(node, ast.Call) and last(program.called(node)) == "drop":
                gone = texts(node) | {text for name in names(node) for text in lists.get(name, ())}
                return lambda column, gone=gone: column not in gone
            if isinstance(node, ast.Subscript) and isinstance(node.slice, (ast.List, ast.Name)):
                kept = texts(node.slice)
                for name in names(node.slice):
                    kept |= lists.get(name, set())
                return lambda column, kept=kept: column in kept
    return None


def _frames(program: Program, found: Split, namespace: Mapping[str, Any]) -> list[Any]:
    """Live data frames that the features come from."""
    return [
        namespace[name]
        for name in program.ancestors(found.features)
        if known.is_exact(namespace.get(name), "pandas", "DataFrame")
    ]


def _units(program: Program, found: list[Split], namespace: Mapping[str, Any]) -> Iterator[Flaw]:
    if any(
        "Group" in last(dotted) or any(word.arg == "groups" for word in call.keywords)
        for _, call, dotted in program.calls()
    ):
        return
    for one in found:
        for frame in _frames(program, one, namespace):
            name = repeated_unit(frame)
            # Units may be drawn first and the rows looked up after, which this reading would not see.
            if name is not None and not re.search(
                rf"{name}[\"']?\]?\.(unique|drop_duplicates|isin)", program.source
            ):
                yield Flaw(
                    "leakage",
                    one.step,
                    f"Rows of one {name} stand on both sides of the split",
                    f"Split by {name}: GroupKFold or GroupShuffleSplit with groups={name}",
                )
                return


def repeated_unit(frame: Any) -> str | None:
    """Name of a column of units with two and more rows each on average, as its name and values say."""
    for label in list(frame.columns)[:60]:
        if type(label) is not str or not _UNIT.search(label):
            continue
        column = frame[label]
        if not known.is_exact(column, "pandas", "Series"):
            continue
        count = int(column.nunique())
        if count >= 3 and len(frame) >= 2 * count:
            return label
    return None


def _time(program: Program, found: list[Split], namespace: Mapping[str, Any]) -> Iterator[Flaw]:
    for one in found:
        if one.kind == "holdout":
            shuffled = one.options.get("shuffle")
            if isinstance(shuffled, ast.Constant) and shuffled.value is False:
                continue
        elif not _shuffling(program, one):
            continue
        flows = program.ancestors(one.features)
        timed = any(
            isinstance(node, ast.Call) and last(program.called(node)) in _TIMED - {"cumsum", "diff"}
            for step in program.steps
            if set(targets(step.node)) & flows
            for node in ast.walk(step.node)
        )
        ordered = any(_in_time(frame) for frame in _frames(program, one, namespace))
        if timed and (ordered or not namespace):
            yield Flaw(
                "leakage",
                one.step,
                "The rows of a time series are shuffled into the two sides, so the past is predicted from the future",
                "Split in time: shuffle=False, or TimeSeriesSplit",
            )
            return


def _shuffling(program: Program, one: Split) -> bool:
    text = ast.unparse(one.call)
    return "shuffle=True" in text or bool(
        re.search(r"KFold\([^)]*shuffle=True", program.source) and one.kind in {"folds", "cross"}
    )


def _in_time(frame: Any) -> bool:
    index = frame.index
    if known.is_exact(index, "pandas", "DatetimeIndex"):
        return bool(index.is_monotonic_increasing)
    for label in list(frame.columns)[:60]:
        column = frame[label]
        if known.is_exact(column, "pandas", "Series") and (
            str(column.dtype).startswith("datetime64")
            or str(label).lower() in {"day", "date", "time", "hour", "month", "week", "t"}
        ):
            return bool(column.is_monotonic_increasing)
    return False
