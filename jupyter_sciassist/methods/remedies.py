"""What answers an objection: models and errors that allow for units, dispersion or unequal errors, on the same outcome."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from .facts import Test, Trace, Value, joined, keys

if TYPE_CHECKING:
    from .scopes import Scopes

_KINDS = {
    "units": re.compile(
        r"mixedlm|gee$|AnovaRM|rm_anova|BayesMixedGLM|^lmer|cluster|_by_|block_permut|\bicc\b|intraclass|design_effect|deff",
        re.IGNORECASE,
    ),
    "dispersion": re.compile(r"negative_?binomial|^nbinom|quasi|deviance_?dispersion", re.IGNORECASE),
    "errors": re.compile(r"^(wls|rlm|glsar|gls|get_robustcov_results|cov_hc\d|HuberRegressor)$", re.IGNORECASE),
}  # fmt: skip
_COVARIANCES = {"units": re.compile("cluster|hac-"), "errors": re.compile("HC|HAC|cluster"), "dispersion": re.compile("HC|HAC|cluster")}  # fmt: skip


def heard(walker: Scopes, name: str, given: list[Value], named: Mapping[str, Value]) -> None:
    """A call of something that answers an objection, with the names of what it was asked about."""
    for kind, pattern in _KINDS.items():
        if pattern.search(name):
            walker.trace.remedies.setdefault(kind, set()).update(_about([*given, *named.values()]))


def _about(values: list[Value]) -> set[str]:
    """Names of the values, and words of formulas."""
    texts = [one.const for one in values if isinstance(one.const, str)]
    words = {word for text in texts for word in re.findall(r"[A-Za-z_]\w*", text)}
    return words | set(map(str, keys(joined(*values), "root")))


def fitted(walker: Scopes, endog: Value, named: Mapping[str, Value]) -> None:
    """Options of a fit: errors by clusters, errors that allow for dispersion."""
    chosen = named["cov_type"].const if "cov_type" in named else ""
    for kind, pattern in _COVARIANCES.items():
        scaled = kind == "dispersion" and "scale" in named
        if (isinstance(chosen, str) and pattern.search(chosen)) or scaled:
            walker.trace.remedies.setdefault(kind, set()).update(set(map(str, endog.keys("is"))))


def answered(trace: Trace, kind: str, one: Test) -> bool:
    """The outcome of a test was looked at with a remedy as well."""
    about = trace.remedies.get(kind, set())
    outcome = one.args[0] if one.args else Value()
    names = outcome.keys("is") | outcome.keys("of") or outcome.keys("root")
    return bool(about & set(map(str, names)))
