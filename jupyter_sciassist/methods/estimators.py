"""Facts of what models, divisions of data and significance tests give back."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from . import remedies
from .facts import Evaluated, Fact, Value, joined, keys, parted, without
from .marks import column, copies, estimate, learn, note, picked, subset, summed

if TYPE_CHECKING:
    from .scopes import Scopes

TESTS = frozenset(
    "ttest_ind ttest_rel ttest_1samp mannwhitneyu wilcoxon kruskal f_oneway pearsonr spearmanr kendalltau "
    "chi2_contingency chisquare fisher_exact linregress ranksums ks_2samp binomtest friedmanchisquare "
    "ttest_ind_from_stats pointbiserialr barnard_exact boschloo_exact alexandergovern proportions_ztest "
    "brunnermunzel permutation_test ztest logrank_test logrank survdiff mcnemar ttest levene bartlett fligner mood ansari kstest "
    "ks_1samp median_test poisson_means_test somersd weightedtau siegelslopes theilslopes anderson_ksamp "
    "cramervonmises_2samp CompareMeans ttest_mean grangercausalitytests coint f_classif f_regression chi2".split()
)
MODELS = frozenset("OLS ols WLS wls GLS gls GLM glm Logit logit Poisson poisson Probit probit MixedLM mixedlm RLM rlm QuantReg quantreg GLSAR NegativeBinomial negativebinomial PHReg phreg GEE gee MNLogit mnlogit".split())  # fmt: skip
FITS = frozenset({"polyfit", "curve_fit", "lstsq", "solve", "pinv", "least_squares", "minimize", "nnls", "inv"})  # fmt: skip
_CROSS = frozenset({"cross_val_score", "cross_validate", "cross_val_predict", "permutation_test_score", "validation_curve", "learning_curve"})  # fmt: skip
_SEARCHES = re.compile(r"(GridSearchCV|RandomizedSearchCV|HalvingGridSearchCV|HalvingRandomSearchCV|BayesSearchCV)$")  # fmt: skip
_STATELESS = re.compile(r"(FunctionTransformer|Normalizer|PolynomialFeatures|OneHotEncoder|LabelEncoder|OrdinalEncoder|Binarizer|HashingVectorizer|VarianceThreshold|LabelBinarizer|GroupBy)$")  # fmt: skip
_REGRESSION = re.compile(
    r"^(LinearRegression|Ridge|Lasso|ElasticNet|HuberRegressor|TheilSenRegressor)$"
)
_ONE_SIDED = ("norm", "poisson", "t", "binom")
_FOLDS = re.compile(r"Fold|Split|LeaveOne|LeaveP")
_CURVES = frozenset({"roc_curve", "precision_recall_curve", "det_curve"})
_PREDICTS = frozenset({"predict", "predict_proba", "decision_function", "predict_log_proba", "forecast", "staged_predict", "score_samples"})  # fmt: skip


def read(
    walker: Scopes, node: ast.Call, name: str, dotted: str, owner: Value | None, given: list[Value], named: Mapping[str, Value]
) -> Value | None:  # fmt: skip
    """Facts of a call of a test, a model or a division; None where it is none."""
    if name == "train_test_split":
        return _divided(walker, node, given, named)
    if name in _CROSS and len(given) >= 2:
        return _crossed(walker, node, given, named)
    if name in TESTS and (owner is None or name == "ttest_mean"):
        return tested(walker, node, name, given, named)
    if name in MODELS:
        return _model(walker, node, name, owner, given, named)
    _noted(walker, node, name, dotted, owner, given)
    if name in {"sf", "cdf", "logsf"}:
        return _tail(walker, node, dotted, given)
    if name in {"ppf", "isf"} and "." in dotted:
        return _quantile(walker, node, dotted, given)
    if name in _CURVES:
        over = {Fact("over", id(node))}
        made = walker.derive(*given, add=over)
        return Value(made.facts, dict.fromkeys(range(3), made))
    if name in FITS and owner is None:
        return _solved(walker, node, name, given, named)
    if name == "fit" and owner is None and given:  # `stats.weibull_min.fit(x)`
        return walker.derive(*given, add=summed(walker, node, dotted, "A distribution is fitted", given[:1]))  # fmt: skip
    if name == "resample" and (named.get("replace") is None or named["replace"].const is not False):
        return _resampled(walker, given)
    if owner is None:
        return _made(walker, name, dotted, given, named)
    return _method(walker, node, name, owner, given, named)


def _quantile(walker: Scopes, node: ast.Call, dotted: str, given: list[Value]) -> Value:
    """A quantile of a distribution: a limit for a statistic, a factor of an error, the limits of a total."""
    if dotted.endswith("chi2.ppf") and len(given) > 1 and given[1].has("sum"):
        note(walker, node, "exact total", given[1:2])
    normal = {Fact("quantile")} if dotted.endswith(("norm.ppf", "norm.isf")) else set()
    turned = {Fact("turned")} if dotted.endswith(".isf") and given and given[0].has("p") else set()
    return walker.derive(*given, add={Fact("critical")} | normal | turned)


def _noted(
    walker: Scopes, node: ast.Call, name: str, dotted: str, owner: Value | None, given: list[Value]
) -> None:
    """Scores and intervals: what they were taken of is written down."""
    if (dotted.startswith("sklearn.metrics.") and len(given) >= 2) or name == "proportion_confint":
        told = name if name == "proportion_confint" else "metric"
        note(walker, node, told, given[:2])
    if name in {"tconfint_mean", "zconfint_mean"} and owner is not None:
        estimate(walker, node, owner)


def _method(
    walker: Scopes, node: ast.Call, name: str, owner: Value, given: list[Value], named: Mapping[str, Value]
) -> Value | None:  # fmt: skip
    """A method of a model or of a division into folds."""
    if name in {"fit", "partial_fit", "fit_predict", "fit_transform", "fit_resample", "transform", "fit_regularized", "iterative_fit"} or name in _PREDICTS | {"score"}:  # fmt: skip
        return _used(walker, node, name, owner, given, named)
    if name in {"split", "get_n_splits"} and (owner.has("splitter") or _fold_name(node)):
        return _folds(walker, node, owner, given)
    return None


def _fold_name(node: ast.Call) -> bool:
    func = node.func
    text = ast.unparse(func.value) if isinstance(func, ast.Attribute) else ""
    return bool(re.search(r"(^|\.)(kf|skf|cv|folds?|gkf|tscv|splitter|rkf|rskf|outer|inner)\w*$", text))  # fmt: skip


def _made(
    walker: Scopes, name: str, dotted: str, given: list[Value], named: Mapping[str, Value]
) -> Value | None:
    """An instance of a class of a library."""
    if not (name[:1].isupper() and "." in dotted) and name not in {"make_pipeline", "add_constant"}:
        return None
    if name in {"DataFrame", "Series"} or dotted.startswith(("numpy.", "pandas.", "matplotlib")):
        return None
    if name == "add_constant":
        return given[0] if given else Value()
    inner = without(joined(*given, *named.values()), "class", "is", "row")
    if _FOLDS.search(name):
        walker.trace.grouped |= bool(re.search(r"Group|TimeSeries|Predefined", name))
        shuffled = "Shuffle" in name or ("shuffle" in named and named["shuffle"].const is True)
        return Value(
            frozenset(
                {Fact("splitter", name), *([Fact("splitter", "shuffled")] if shuffled else [])}
            )
        )
    return Value(inner | {Fact("class", name)})


def _divided(
    walker: Scopes, node: ast.Call, given: list[Value], named: Mapping[str, Value]
) -> Value:
    shuffled = named.get("shuffle")
    random = not (shuffled is not None and shuffled.const is False)
    key = id(node)
    walker.trace.divided.setdefault(key, (walker.step, "random" if random else "ordered", joined(*given)))  # fmt: skip
    items: dict[Any, Value] = {}
    for place, one in enumerate(given):
        for side, part in enumerate("ab"):
            items[2 * place + side] = subset(one, {Fact("piece", (key, part))})
    options = frozenset(named)
    labels = given[1].all() if len(given) > 1 else frozenset()
    walker.trace.evaluated.append(Evaluated(walker.step, joined(*given[:1]), labels, False, tuple(walker.loops), given[0] if given else None, options | {"division"}, node))  # fmt: skip
    return Value(items=items)


def _folds(walker: Scopes, node: ast.Call, owner: Value, given: list[Value]) -> Value:
    labels = given[1].all() if len(given) > 1 else frozenset()
    options = frozenset({"folds", *map(str, keys(owner.all(), "splitter"))})
    walker.trace.evaluated.append(Evaluated(walker.step, joined(*given[:1]), labels, False, tuple(walker.loops), given[0] if given else None, options, node))  # fmt: skip
    sides = {place: Value(frozenset({Fact("piece", (id(node), part))})) for place, part in enumerate("ab")}  # fmt: skip
    return Value(frozenset({Fact("folds")}), each=Value(frozenset(), dict(sides)))


def _crossed(
    walker: Scopes, node: ast.Call, given: list[Value], named: Mapping[str, Value]
) -> Value:
    labels = given[2] if len(given) > 2 else named.get("y", Value())
    options = frozenset(named) | {str(one) for one in keys(joined(*named.values()), "splitter")}
    features = given[1]
    inside = {"outer"} if any(_SEARCHES.search(str(one)) for one in keys(given[0].all(), "class")) else set()  # fmt: skip
    walker.trace.evaluated.append(Evaluated(walker.step, features.all(), labels.all(), True, tuple(walker.loops), features, options | inside, node))  # fmt: skip
    made = walker.derive(*given, labels, add={Fact("cv", id(node)), Fact("fit")})
    return Value(without(made.facts, "class", "search"))


def tested(
    walker: Scopes, node: ast.AST, name: str, given: list[Value], named: Mapping[str, Value]
) -> Value:
    """A test: it is written down, and its p-value is marked."""
    args = [*given, *(one for key, one in named.items() if key not in {"alternative", "axis"})]
    key = id(node)
    note(walker, node, name, args)
    summed = learn(walker, "A relation is measured on all rows", False, *args)
    over = {Fact("over", key)} if "axis" in named or name in {"f_classif", "f_regression", "chi2"} else set()  # fmt: skip
    base = walker.derive(*args, add=summed | over)
    base = Value(without(base.facts, "is"))
    p, stat = Value(base.facts | {Fact("p", key)}), Value(base.facts | {Fact("stat")})
    items: dict[Any, Value] = {0: stat, 1: p, 2: base, 3: base, "pvalue": p, "statistic": stat}
    if name in {"linregress", "theilslopes", "siegelslopes"}:
        slope, intercept = (Value(base.facts | {Fact("number", (key, name))}) for name in ("slope", "intercept"))  # fmt: skip
        items = {0: slope, 1: intercept, 2: stat, 3: p, 4: base, "pvalue": p, "rvalue": stat, "slope": slope, "intercept": intercept, "stderr": base}  # fmt: skip
        items.update({2: base, 3: base} if name != "linregress" else {})  # limits of the slope
    return Value(base.facts | {Fact("test", key)}, items)


def _tail(walker: Scopes, node: ast.Call, dotted: str, given: list[Value]) -> Value:
    """`stats.norm.sf(z)`: a p-value by hand."""
    facts = joined(*given)
    if any(one.kind == "best" for one in facts) and any(one.kind == "stat" for one in facts):
        picked(walker, facts | {Fact("p", id(node))})
    if any(one.kind == "peak" for one in facts) and dotted.rpartition(".")[0].endswith(_ONE_SIDED):
        picked(walker, facts | {Fact("p", id(node)), Fact("scanned")})
    if keys(facts, "root"):
        note(walker, node, "sf", given)
    made = walker.derive(*given, add={Fact("p", id(node))})
    return Value(without(made.facts, "minus", "turned"))


def _solved(
    walker: Scopes, node: ast.Call, name: str, given: list[Value], named: Mapping[str, Value]
) -> Value:
    """Numbers of a fit by hand."""
    args = [*given, *named.values()]
    if name in {"polyfit", "curve_fit", "lstsq"} and len(given) >= 2:
        note(walker, node, name, given)
    labels = given[1].keys("is") if len(given) > 1 else frozenset()
    roots = given[1].keys("root") if len(given) > 1 else frozenset()
    add = {Fact("fit"), *(Fact("label", one) for one in labels), *(Fact("label origin", one) for one in roots)}  # fmt: skip
    made = walker.derive(*[one for one in args if one.node is None], add=add)
    return Value(made.facts)


def _resampled(walker: Scopes, given: list[Value]) -> Value:
    made = {Fact("copied", copies(walker, *given))}
    if len(given) == 1:
        return subset(given[0], made)
    return Value(items={place: subset(one, made) for place, one in enumerate(given)})


def _model(
    walker: Scopes, node: ast.Call, name: str, owner: Value | None, given: list[Value], named: Mapping[str, Value]
) -> Value | None:  # fmt: skip
    """A model of statsmodels, by arrays or by a formula, before it is fitted."""
    if owner is not None:
        return None
    formula = given[0] if given else named.get("formula", Value())
    data = given[1] if len(given) > 1 else named.get("data", Value())
    first = node.args[0] if node.args else None
    text = formula.const if isinstance(formula.const, str) else None
    if text is None and isinstance(first, ast.JoinedStr):
        text = "".join(str(one.value) if isinstance(one, ast.Constant) else "_" for one in first.values)  # fmt: skip
    if isinstance(text, str):
        outcome, _, rest = text.partition("~")
        names = re.findall(r"[A-Za-z_]\w*", re.sub(r"^\s*(np\.)?log\w*\(|\)\s*$", "", outcome))
        made = {"endog": column(data, names[0]) if names else Value(data.all()), "exog": Value(frozenset().union(*(column(data, one).all() for one in re.findall(r"[A-Za-z_]\w*", rest))))}  # fmt: skip
    else:
        made = {"endog": formula, "exog": data}
    walker.models[id(node)] = node
    for one in keys(named["family"].all(), "class") if "family" in named else ():
        remedies.heard(walker, str(one), [made["endog"]], {})
    return Value(frozenset({Fact("class", name), Fact("model", id(node))}), dict(made))


def _used(
    walker: Scopes, node: ast.Call, name: str, owner: Value, given: list[Value], named: Mapping[str, Value]
) -> Value | None:  # fmt: skip
    """`fit`, `transform`, `predict` and `score` of an instance."""
    if owner.has("model"):
        return _inference(walker, node, owner, named)
    if "transform" in name and not (owner.has("class") or owner.has("fit")):
        return None
    features = given[0] if given else named.get("X", Value())
    labels = given[1] if len(given) > 1 else named.get("y", Value())
    cls = str(next(iter(keys(owner.facts, "class")), ""))
    if name.startswith(("fit", "partial")):
        _fitted(walker, node, name, owner, features, labels, named, cls)
        if name == "fit":
            return owner
    if name == "fit_resample":
        copies = {one for one in owner.facts if one.kind == "learned"}
        return Value(items={0: subset(features, copies), 1: subset(labels, copies)})
    if "transform" in name:
        made = frozenset(one for one in owner.facts if one.kind in {"learned", "piece", "root", "fit"})  # fmt: skip
        return Value(without(features.all(), "is") | made | keys_is(features))
    facts = features.all() | without(owner.facts, "class", "is") | _elsewhere(owner, features)
    if name == "score" or name in _PREDICTS:
        options = frozenset({"score" if name == "score" else "predict"})
        walker.trace.evaluated.append(Evaluated(walker.step, facts, labels.all(), False, tuple(walker.loops), features, options, node))  # fmt: skip
    gone = without(facts | labels.all(), "is", "search", "class", "row")
    return Value(gone | {Fact("fit")})


def _elsewhere(owner: Value, features: Value) -> set[Fact]:
    """A model meets data that have nothing in common with those that it was fitted on: another cohort, another session."""
    via, made = features.keys("via"), features.keys("made")
    found: set[Fact] = set()
    for names, calls in (parted(one) for one in owner.facts if one.kind == "taught"):
        if (names and via and not names & via) or (calls and made and not calls & made):
            found |= {Fact("origin", ("origin", (names, calls))), Fact("origin", ("origin", (via, made)))}  # fmt: skip
        else:
            return set()
    return found


def keys_is(value: Value) -> set[Fact]:
    """Identities of a value."""
    return {one for one in value.facts if one.kind == "is"}


def _fitted(
    walker: Scopes, node: ast.Call, name: str, owner: Value, features: Value, labels: Value, named: Mapping[str, Value], cls: str
) -> None:  # fmt: skip
    told = without(joined(features, labels), "is", "over", "draw", "cmp")
    add: set[Fact] = {Fact("fit"), *(Fact("label", one.key) for one in keys_is(labels))}
    add |= {Fact("label origin", one) for one in keys(labels.all(), "root")}
    if labels.has("ahead"):
        add.add(Fact("label ahead"))
    if not labels.has("shift"):
        add |= {Fact("label root", one) for one in keys(labels.all(), "root")}
    if _SEARCHES.search(cls):
        add |= {Fact("cv", id(node)), Fact("search")}
        walker.trace.evaluated.append(Evaluated(walker.step, features.all(), labels.all(), True, tuple(walker.loops), features, frozenset({"search"}), node))  # fmt: skip
    elif not _STATELESS.search(cls) and (cls or name != "fit"):
        add |= {Fact("own", one.key) for one in learn(walker, f"{cls or 'A step'} is fitted", True, features, labels)}  # fmt: skip
    if name in {"fit_transform", "fit_resample", "fit_predict"} or cls:
        add |= {Fact("learned", one.key) for one in add if one.kind == "own"}
    if _REGRESSION.search(cls) and name == "fit":
        note(walker, node, "fit", (labels, features))
    taught = (features.keys("via"), features.keys("made"))
    add |= {Fact("taught", taught)}
    owner.facts = without(owner.facts, "piece", "learned", "root", "own") | told | add
    for word in ("eval_set", "validation_data"):
        if word in named:
            walker.choose(joined(named[word], owner) | {Fact("over", id(node)), Fact("stopping")}, "stopping")  # fmt: skip


def _inference(walker: Scopes, node: ast.Call, owner: Value, named: Mapping[str, Value]) -> Value:
    """A fitted model of statsmodels: a test of its coefficients."""
    endog, exog = owner.items.get("endog", Value()), owner.items.get("exog", Value())
    key = id(node)
    cls = str(next(iter(keys(owner.facts, "class")), ""))
    call = walker.models.get(next(iter(keys(owner.facts, "model"))), node)
    note(walker, call, cls, (endog, exog), key)
    remedies.fitted(walker, endog, named)
    summed = learn(walker, "A model is fitted", False, endog, exog)
    made = walker.derive(endog, exog, add={Fact("test", key), Fact("fit"), *summed, *(Fact("label", one) for one in endog.keys("is"))})  # fmt: skip
    return Value(without(made.facts, "is"))
