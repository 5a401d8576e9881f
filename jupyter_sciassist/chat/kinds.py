"""Which quantity a number is said to be: the words beside it, and the kind that each stands for."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence

_WORDS: Mapping[str, str] = {
    "mean": "mean; means; average; averages; averaged; averaging; avg",
    "median": "median; medians",
    "sd": "standard deviation; standard deviations; sd; std; std dev; stdev; deviation; spread",
    "error": "standard error; standard errors; se; sem; margin of error",
    "variance": "variance; variances",
    "min": "minimum; min; smallest; lowest; minimal; least",
    "max": "maximum; max; largest; highest; maximal; greatest; biggest",
    "range": "range",
    "iqr": "interquartile range; iqr",
    "sum": "sum; total; sums; totals",
    "quantile": "percentile; percentiles; quantile; quantiles; quartile; quartiles",
    "missing": "missing; missing values; missing value; nan; nans; empty",
    "present": "present values; non-missing",
    "unique": "unique; distinct; different values; unique values; distinct values",
    "n": "n; sample size; sample sizes",
    "rows": "rows; row; observations; observation; samples; cases; records; data points; count; counts; "
    "number of; individuals; subjects; participants; entries; measurements; members; people; persons; patients; events",
    "columns": "columns; features",
    "groups": "groups; categories; levels; classes",
    "share": "share; proportion; fraction; percentage; percent; percentages; pct; per cent",
    "correlation": "correlation; correlations; correlated; correlation coefficient; correlation coefficients",
    "spearman": "spearman; spearman's; rho; spearman correlation; spearman rho; rank correlation; ρ; "
    "spearman's rho; spearman rank correlation",
    "pearson": "pearson; pearson's; r; pearson correlation; pearson r",
    "r2": "r2; r²; r-squared; r squared; r^2; explained variance; coefficient of determination; r_squared; adjusted r2",
    "p": "p; p-value; p-values; p value; p values; pvalue; pvalues; p-val",
    "q": "q; q-value; q-values; q value; qvalue; adjusted p; adjusted p-value; fdr; corrected p; corrected p-value",
    "local": "local; locally",
    "global": "global; globally",
    "sigma": "sigma; sigmas; σ",
    "effect": "effect; effect size; effect sizes",
    "d": "cohen's d; cohen d; d; hedges' g; hedges g; g; smd",
    "eta": "eta; eta squared; η²; η; epsilon squared; omega squared",
    "v": "cramer's v; cramér's v; cramer v; cramér v; v; phi",
    "delta": "cliff's delta; delta",
    "auc": "auc; area under the curve",
    "odds": "odds ratio; odds ratios; odds",
    "risk": "risk ratio; hazard ratio; hazard; relative risk; rate ratio",
    "slope": "slope; slopes; gradient; per unit",
    "coefficient": "coefficient; coefficients; beta",
    "intercept": "intercept",
    "change": "change; changes; changed; by; gain; increase of; decrease of; rise of; drop of; shift",
    "difference": "difference; differences; gap; minus; diff",
    "interval": "interval; ci; confidence interval; confidence intervals; interval from; confidence limits",
    "confidence": "confidence; confident",
    "statistic": "statistic; test statistic; t statistic; chi-squared; chi-square; chi squared; χ²; z; t; f; u; h; w",
    "df": "df; degrees of freedom; degree of freedom",
    "tests": "tests; tested; hypotheses; comparisons",
    "period": "period; periods; periodicity; cycle; cycles",
    "lag": "lag; lags",
    "location": "located at; position; located",
    "power": "power",
    "accuracy": "accuracy; precision; recall; f1; score; auc score",
    "loss": "loss; rmse; mae; mse",
    "ratio": "ratio; ratios",
    "limit": "limit; threshold; cutoff; cut-off",
    "mode": "mode; most common; most frequent",
    "skew": "skew; skewness",
    "kurtosis": "kurtosis",
}  # fmt: skip
# A kind covers what is said more loosely: "correlation" of Spearman's rho.
_COVERS: Mapping[str, frozenset[str]] = {
    "rows": frozenset({"n", "rows"}),
    "present": frozenset({"present", "n"}),
    "sum": frozenset({"sum", "n"}),
    "change": frozenset({"change", "difference", "slope", "estimate", "coefficient", "sd"}),
    "difference": frozenset({"difference", "change"}),
    "ratio": frozenset({"ratio", "odds", "risk"}),
    "correlation": frozenset({"spearman", "pearson", "correlation"}),
    "coefficient": frozenset({"coefficient", "slope", "spearman", "pearson", "correlation"}),
    "effect": frozenset({"effect", "d", "eta", "v", "delta", "spearman", "pearson", "correlation"}),
}  # fmt: skip
_KIND = {phrase.strip(): kind for kind, told in _WORDS.items() for phrase in told.split(";")}
_REACH = max(len(phrase.split()) for phrase in _KIND)
_TOKEN = re.compile(r"[^\W\d_]+(?:['’_-][^\W\d_]+)*['’]?(?:[²2](?!\w))?|[<>=≤≥%]")
_WEAK = frozenset({"change", "location", "interval", "odds", "local", "global", "limit"})
OPERATIONS: Mapping[str, str] = {
    "rows": "n", "columns": "columns", "count": "n", "count_group": "n", "share": "share", "mean": "mean",
    "median": "median", "sd": "sd", "variance": "variance", "min": "min", "max": "max", "range": "range",
    "iqr": "iqr", "quantile": "quantile", "sum": "sum", "missing": "missing", "present": "present", "unique": "unique",
    "diff": "difference", "spearman": "spearman", "pearson": "pearson",
}  # fmt: skip


def spoken(text: str) -> list[tuple[int, int, str]]:
    """Every phrase of a text that stands for a kind: (start, end, kind), longest phrases first, none overlapping."""
    tokens = list(_TOKEN.finditer(text))
    found: list[tuple[int, int, str]] = []
    at = 0
    while at < len(tokens):
        for length in range(min(_REACH, len(tokens) - at), 0, -1):
            span = tokens[at : at + length]
            kind = _KIND.get(" ".join(token.group().lower().replace("’", "'") for token in span))
            if kind is not None and _close(text, span):
                found.append((span[0].start(), span[-1].end(), kind))
                at += length
                break
        else:
            at += 1
    return found


def _close(text: str, tokens: Sequence[re.Match[str]]) -> bool:
    """Only blanks stand between the words of a phrase; a symbol such as F or U is one as written."""
    if len(tokens) == 1 and len(tokens[0].group()) == 1 and tokens[0].group() in "UHWFAI":
        return True
    gaps = itertools.pairwise(tokens)
    return all(not text[one.end() : other.start()].strip() for one, other in gaps)


_AT_ONCE = re.compile(r"\s*(?:%\s*)?(?:of\s+(?:the\s+)?)?")
_CLOSES = re.compile(r"[,;:.()|\n]")
_ASIDE = frozenset({"local", "global"})


def beside(text: str, start: int, end: int, others: Sequence[tuple[int, int]]) -> frozenset[str]:
    """The kinds that the words beside the number at `start` to `end` give it; empty where none does.

    A noun right after it ("342 rows") is its kind; else the nearest word before it counts, with no
    other number in between, and where none is there the nearest after it in the same clause. Local and
    global are aside: right after the number, or before it.
    """
    first = max((stop for _, stop in others if stop <= start), default=0)
    last = min((begin for begin, _ in others if begin >= end), default=len(text))
    mark = re.search(r"[,;|]", text[first:start]) if first else None
    near = spoken(text)
    after = [one for one in near if end <= one[0] and one[1] <= last]
    before = [
        one for one in near if first + (mark.end() if mark else 0) <= one[0] and one[1] <= start
    ]
    if (
        first
        and before
        and _AT_ONCE.fullmatch(text[first : before[0][0]])
        and before[0][2] in _ASIDE
    ):
        before = before[1:]  # it was said of the number before
    return _nearest(text, start, end, before, after) | _aside(text, end, before, after)


def _nearest(
    text: str,
    start: int,
    end: int,
    before: Sequence[tuple[int, int, str]],
    after: Sequence[tuple[int, int, str]],
) -> frozenset[str]:
    noun = [one for one in after if one[2] not in _WEAK | _ASIDE][:1]
    if noun and _AT_ONCE.fullmatch(text[end : noun[0][0]]):
        return frozenset({noun[0][2]})
    plain = [one for one in before if one[2] not in _ASIDE and not _counted(text, one)]
    if plain:
        strong = [one for one in plain if one[2] not in _WEAK or not text[one[1] : start].strip()]
        return frozenset({(strong or plain)[-1][2]})
    if noun and not _CLOSES.search(text[end : noun[0][0]]):
        return frozenset({noun[0][2]})
    return frozenset()


def _counted(text: str, one: tuple[int, int, str]) -> bool:
    """People and rows before a number are who is spoken of, not what it counts."""
    return one[2] == "rows" and not re.match(
        r"(?:number|count)", text[one[0] : one[1]], re.IGNORECASE
    )


def _aside(
    text: str,
    end: int,
    before: Sequence[tuple[int, int, str]],
    after: Sequence[tuple[int, int, str]],
) -> frozenset[str]:
    """Whether a number is said to be the local or the global one."""
    close = [
        one
        for one in after
        if one[2] in _ASIDE and re.fullmatch(r"\s*(?:sigma|σ|significance)?\s*", text[end : one[0]])
    ]
    told = close[:1] or [one for one in before if one[2] in _ASIDE][-1:]
    return frozenset(one[2] for one in told)


def agree(said: frozenset[str], known: frozenset[str]) -> bool:
    """Whether a number said to be of some kinds may be one that is known to be of others."""
    return all(_COVERS.get(kind, frozenset({kind})) & known for kind in said)
