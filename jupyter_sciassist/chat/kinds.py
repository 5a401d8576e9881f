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
    "rows": "rows; row; observations; observation; samples; records; data points; count; counts; "
    "number of; individuals; subjects; participants; entries; measurements; members; people; persons; patients; readings",
    "events": "events; event; cases",
    "effective": "effective sample size; effective n; effective sample; effective number; effective",
    "outliers": "outliers; outlier; anomalies",
    "duplicates": "duplicates; duplicate rows; duplicated rows; duplicate; duplicated",
    "columns": "columns; features",
    "groups": "groups; categories; levels; classes; clusters",
    "share": "share; proportion; fraction; percentage; percent; percentages; pct; per cent; probability; "
    "prevalence; incidence",
    "correlation": "correlation; correlations; correlated; correlation coefficient; correlation coefficients",
    "spearman": "spearman; spearman's; rho; spearman correlation; spearman rho; rank correlation; ρ; "
    "spearman's rho; spearman rank correlation",
    "pearson": "pearson; pearson's; r; pearson correlation; pearson r",
    "explained": "of the variance; of variance; of the variation; of the total variance; variance explained",
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
    "interval": "interval; ci; confidence interval; confidence intervals; interval from; confidence limits; "
    "lower bound; upper bound; lower limit; upper limit; lower end; upper end; low end; high end; bounds; limits",
    "confidence": "confidence; confident",
    "statistic": "statistic; test statistic; t statistic; chi-squared; chi-square; chi squared; χ²; z; t; f; u; h; w",
    "df": "df; degrees of freedom; degree of freedom",
    "tests": "tests; tested; hypotheses; comparisons",
    "period": "period; periods; periodicity; cycle; cycles",
    "lag": "lag; lags",
    "location": "located at; position; located; change point; changepoint; change-point; breakpoint; break point; optimum",
    "power": "power",
    "accuracy": "accuracy; precision; recall; f1; score; auc score",
    "loss": "loss; rmse; mae; mse",
    "ratio": "ratio; ratios; factor; factor of",
    "snr": "signal to noise; signal-to-noise; signal to noise ratio; signal-to-noise ratio; snr; s/n",
    "halflife": "half-life; half life; half-lives",
    "amplitude": "amplitude; amplitudes",
    "width": "width; full width; full width at half maximum; fwhm; line width; half width",
    "height": "height; heights",
    "baseline": "baseline; background; expected",
    "silhouette": "silhouette; silhouette score; silhouette coefficient; silhouette width",
    "fold": "log2 fold change; log2 fold-change; log fold change; log2fc; log2 change",
    "autocorrelation": "autocorrelation; autocorrelations; lag-1 autocorrelation",
    "mad": "mad; mads; median absolute deviation",
    "initial": "initial rate; initial; starting rate; starts at; starting at",
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
    "events": frozenset({"events", "n", "rows"}),
    "duplicates": frozenset({"duplicates", "n", "rows"}),
    "sd": frozenset({"sd", "sigma"}),
    "place": frozenset({"place", "rows"}),
    "times": frozenset({"ratio", "risk"}),
    "outliers": frozenset({"outliers", "n", "rows", "max", "min"}),
    "explained": frozenset({"r2", "eta"}),
    "confidence": frozenset({"confidence", "interval"}),
    "change": frozenset({"change", "difference", "slope", "estimate", "coefficient", "sd", "lag"}),
    "difference": frozenset({"difference", "change"}),
    "ratio": frozenset({"ratio", "odds", "risk"}),
    "correlation": frozenset({"spearman", "pearson", "correlation"}),
    "coefficient": frozenset({"coefficient", "slope", "spearman", "pearson", "correlation"}),
    "effect": frozenset({"effect", "d", "eta", "v", "delta", "spearman", "pearson", "correlation"}),
}  # fmt: skip
_KIND = {phrase.strip(): kind for kind, told in _WORDS.items() for phrase in told.split(";")}
_REACH = max(len(phrase.split()) for phrase in _KIND)
_TOKEN = re.compile(
    r"s/n\b|log2(?:fc)?\b|lag-1\b|[^\W\d_]+(?:['’_-][^\W\d_]+)*['’]?(?:[²2](?!\w))?|[<>=≤≥%]",
    re.IGNORECASE,
)
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
_CLOSES = re.compile(r"[,;:.()|\n]|\b(?:the|have|has|had)\b")
# "0.57 means that": a verb.
_MEANS = re.compile(r"\s*means\s+(?:that|it|there|a|the|no)\b")
_ASIDE = frozenset({"local", "global"})
# What may stand between "by" and the change.
_BY = re.compile(r"\s*(?:about|around|roughly|approximately|nearly|almost|only|just|some|~|≈)?\s*")
_ELSEWHERE = re.compile(r"\s*(?:at|in|on|near|around|after|before|with)\b")
_PREDICATE = re.compile(r"\b(?:is|are|was|were)\s+(?:the\s+)?$")
_CONDITION = re.compile(r"\b(?:at|than|from|since)\s+(?:the\s+)?$")
_NUMBER_OF = re.compile(r"\b(?:number|count|total)\s+of\s+(?:\w+\s+)?$", re.IGNORECASE)
_GOES_ON = re.compile(r"\s*(?:,|(?:with|at|in|for)\b)")
# What a number is by what stands right beside it, whatever else the sentence speaks of.
_BRACKETED = re.compile(r"(?:\b[Ft]|[χX]²?)\s?\((?:[\d.]+,\s*)?$")
_LEVEL = re.compile(r"\s*-?(?:confidence\b|credible\b|interval\b|CIs?\b)")
_EXPLAINED = re.compile(
    r"\s*of\s+(?:the\s+|its\s+)?(?:total\s+)?(?:variance|variation|variability)\b"
)
_ROW = re.compile(r"\brows?\s+(?:number\s+)?$", re.IGNORECASE)
DIMENSIONS = {"high": "height", "tall": "height", "wide": "width", "broad": "width"}


def beside(text: str, start: int, end: int, others: Sequence[tuple[int, int]]) -> frozenset[str]:
    """The kinds that the words beside the number at `start` to `end` give it; empty where none does.

    A noun right after it ("342 rows") is its kind; else the nearest word before it counts, with no
    other number in between, and where none is there the nearest after it in the same clause. Local and
    global are aside: right after the number, or before it.
    """
    first = max((stop for _, stop in others if stop <= start), default=0)
    own = _touching(text, start, end, first)
    if own is not None:
        return frozenset({own})
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


def _touching(text: str, start: int, end: int, first: int) -> str | None:
    """The kind that a bracket, a row's number or an adjective right beside a number gives it."""
    if _BRACKETED.search(text[max(start - 12, 0) : start]):
        return "df"
    if "%" in text[max(end - 2, first) : end] and _LEVEL.match(text, end):
        return "confidence"
    if _EXPLAINED.match(text, end):
        return "explained"
    if _ROW.search(text[first:start]):
        return "place"
    adjective = re.match(r"\s*(?:units?\s+)?([a-z]+)\b", text[end:])
    return DIMENSIONS.get(adjective[1]) if adjective else None


def _nearest(
    text: str,
    start: int,
    end: int,
    before: Sequence[tuple[int, int, str]],
    after: Sequence[tuple[int, int, str]],
) -> frozenset[str]:
    verb = _MEANS.match(text, end)
    after = [one for one in after if verb is None or one[0] >= verb.end()]
    noun = [one for one in after if one[2] not in _WEAK | _ASIDE][:1]
    if noun and _AT_ONCE.fullmatch(text[end : noun[0][0]]):
        return frozenset({noun[0][2]})
    plain = [one for one in before if one[2] not in _ASIDE and not _of_others(text, one, start)]
    if plain:
        strong = [one for one in plain if one[2] not in _WEAK or not text[one[1] : start].strip()]
        return frozenset({_of_counts(text, strong or plain)})
    if noun and not _CLOSES.search(text[end : noun[0][0]]):
        return frozenset({noun[0][2]})
    return frozenset()


def _of_counts(text: str, told: Sequence[tuple[int, int, str]]) -> str:
    """The last kind told; of "mean daily count" it is the mean."""
    if len(told) > 1 and told[-1][2] == "rows":
        gap = text[told[-2][1] : told[-1][0]]
        if re.fullmatch(r"\s+(?:[a-z]+\s+)?", gap):
            return told[-2][2]
    return told[-1][2]


def _of_others(text: str, one: tuple[int, int, str], start: int) -> bool:
    """Whether a word before a number names who is spoken of, or says something else than what the number is."""
    word, gap = text[one[0] : one[1]].lower(), text[one[1] : start]
    if one[2] in ("rows", "groups", "columns", "tests", "events"):
        numbered = re.match(r"(?:number|count)", word) or _NUMBER_OF.search(text[: one[0]])
        return not numbered and not re.fullmatch(r"\s*[:=(]?\s*", gap)
    if word == "by":
        return _BY.fullmatch(gap) is None
    if one[2] == "baseline" and _CONDITION.search(text[: one[0]]):
        return True
    if one[2] == "change" and _ELSEWHERE.match(gap):
        return True
    predicate = one[2] in ("min", "max") and _GOES_ON.match(gap) is not None
    return predicate and _PREDICATE.search(text[: one[0]]) is not None


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
