"""What the words of a question ask for: phrases and the cue that each is."""

from __future__ import annotations

import re
from collections.abc import Mapping

_PHRASES: Mapping[str, str] = {
    "mean": "mean; average; avg; averaged; averages; mean value; average value; on average; means; arithmetic mean",
    "median": "median; medians; middle value; median value",
    "half": "half",
    "sd": "standard deviation; standard deviations; sd; std; stdev; std dev; stddev; st dev; sample sd; "
    "sample standard deviation; sigma; stdevs; std deviation",
    "vary": "vary; varies; spread; variability; spread out; dispersion; scatter",
    "variance": "variance; var",
    "sum": "sum; total; totals; summed; altogether; add up; grand total; overall total; combined",
    "high": "maximum; max; largest; highest; biggest; greatest; maximal; longest; tallest; oldest; heaviest; latest; "
    "top; peak; at most; strongest; fastest; deepest; steepest; farthest; furthest; widest; thickest; hottest; warmest; richest; densest; maximum value; largest value; highest value",
    "low": "at least; minimum; min; smallest; lowest; least; minimal; shortest; youngest; lightest; earliest; weakest; slowest; shallowest; closest; nearest; narrowest; thinnest; coldest; coolest; poorest; "
    "minimum value; smallest value; lowest value",
    "most": "most",
    "fewest": "fewest",
    "when": "when; on which date; on what date; which day; what day; which date; what date; at what time; at which time",
    "first": "comes first; come first; ranks first; is first; who leads; comes out on top; first",
    "last": "comes last; come last; ranks last; is last; last",
    "rank": "rank; order; sort",
    "missing": "missing; empty; lack; lacks; lacking; nan; nans; null; nulls; blank; blanks; na; nas; not available; "
    "not recorded; unrecorded; unknown; missing values; missing value; no value; no entry; absent; unavailable; without; have no; has no; had no; with no; gap; gaps; not measured; "
    "unmeasured; not given; not known; not reported; unreported; not entered; missing entries; missing cells; empty cells; "
    "not observed; no data",
    "present": "non missing; not missing; nonmissing; not empty; filled in; filled; not null; non null; valid; "
    "not blank; recorded; have a value; has a value",
    "unique": "unique; distinct; different; unique values; distinct values; different values",
    "percent": "percentage; percent; %; per cent; pct; what percentage; percentages",
    "share": "share",
    "fraction": "fraction; proportion",
    "count": "how many; number of; n with; n where; n for; n of; count; counts; count of; how often; frequency; tally",
    "mode": "most common; most frequent; commonest; mode; modal; most often; most frequently; most frequent value; "
    "most common value; commonest value; most usual; occurs most; occur most; occurs most often; appears most often; appears most; "
    "most popular",
    "range": "range; span; spans; peak to peak; full range; maximum minus minimum; max minus min; max - min; highest minus lowest; "
    "largest minus smallest; maximum - minimum; highest - lowest; largest - smallest; biggest minus smallest",
    "percentile": "percentile; percentiles; quantile; centile",
    "quartile1": "first quartile; lower quartile; 1st quartile; bottom quartile",
    "quartile3": "third quartile; upper quartile; 3rd quartile; top quartile",
    "iqr": "iqr; interquartile range; inter quartile range; quartile range",
    "under": "below which; under which; below what; under what; less than what; lower than what; up to which; up to what; "
    "exceeded by; above which; above what; over which; over what; higher than what; more than what",
    "aside": "over all; across all; averaged over all; recorded by; measured by; observed by; found by; discovered by; that is; in other words; say; roughly; approximately; namely; viz; ie; eg",
    "diff": "difference; diff; differences; compare; compared; gap; difference in",
    "minus": "minus; -; −; –",
    "more": "exceed; exceeds; exceeded; outweigh; higher; larger; greater; more; bigger; taller; longer; older; heavier; faster; warmer; hotter; deeper; later; above; over",
    "less": "lower; smaller; less; fewer; shorter; younger; lighter; slower; colder; cooler; earlier; below; under",
    "spearman": "spearman; spearman's; rank correlation; rho; spearman rho; spearman correlation; "
    "spearman rank correlation; spearman correlation coefficient; rank correlation coefficient; spearmans",
    "pearson": "pearson; pearson's; linear correlation; pearson correlation; pearson correlation coefficient; pearsons; "
    "pearson r; linear correlation coefficient",
    "correlation": "correlation; correlation coefficient; coefficient; correlations",
    "correlated": "correlated; correlate; correlates",
    "sign": "up or down; down or up; increase or decrease; decrease or increase; increases or decreases; rise or fall; "
    "fall or rise; positive or negative; negative or positive; positively or negatively; grow or shrink; "
    "higher or lower; lower or higher; larger or smaller; smaller or larger; more or less; sign; direction; "
    "increasing or decreasing; rising or falling; rises or falls; falls or rises; direct or inverse; "
    "increased or decreased; climb or drop; climb or fall; negatively or positively; decreases or increases",
    "moves": "increase; increases; rise; rises; go; goes; grow; grows; change; changes; tend; tends; move; moves; "
    "relation; relationship; association; link; connection; get; gets; decrease; decreases; fall; falls; become; "
    "becomes; increased; increasing; rising; going; drop; drops; climb; climbs; shrink; shrinks; "
    "larger; higher; bigger; greater; run; runs",
    "related": "related; associated; linked; connected; relate; relates; connection; association; relation; relationship; "
    "depend; depends; dependence; dependent; go with; goes with; go together; affect; affects; influence; "
    "influences; effect; impact; impacts; predict; predicts; explain; explains; drive; drives; matter; matters; "
    "associate; role; relationships; associations; tied; independent; bias; determine; determines",
    "differs": "differ; differs; vary by; varies by; vary with; varies with; vary between; vary across; differ by; "
    "differences between; compare across; vary among; differ between; differ across",
    "trend": "trend; over time; trends; through time; drift; rise over time; over the years; over the course",
    "periodicity": "periodic; cycle; cycles; cyclic; period; periodicity; seasonal; seasonality; oscillate; oscillates",
    "changepoint": "change point; changepoint; break point; shift; level shift; abrupt change; jump; jumped; turning point",
    "peak": "peaks; flare; flares; bump; bumps; resonance; outburst; spike; spikes",
    "outlier": "outlier; outliers; extreme values; anomalies; anomaly; anomalous; unusual values",
    "interaction": "interact; interaction; interacts; moderate; moderates; moderated; moderation; interactions; combination",
    "confounding": "adjusted; adjusting; adjusted for; controlling for; confounded; confounding; confounder; holding; "
    "after controlling; when controlling; control for; held fixed; accounting for; simpson; simpson's paradox",
    "mediation": "mediate; mediates; mediated; mediation; mediator",
    "nonlinear": "nonlinear; non linear; curved; threshold; saturate; saturates; saturating; exponential; power law",
    "heteroscedasticity": "heteroscedastic; heteroscedasticity; scatter grow; scatter grows; spread grow; "
    "spread grows; variance grow; variance grows; unequal variance; unequal variances; unequal spread; fan out; fans out",
    "null": "equivalent; equivalence; no difference; no effect; no relation; no correlation",
    "lag": "lag; lags; lagged; leads; delay; precede; precedes",
    "cluster": "cluster; clusters; subgroups; clustered",
    "factors": "factor; factors; predictors; predictor; determinants; drivers; driver; risk factors; which variables; "
    "which columns; what variables; what factors; which features; which factors; correlates of; features; "
    "explanatory variables; predictor variables; what else; covariates",
    "columns": "columns; variables; column names; variable names; fields",
    "rows": "rows; records; observations; entries; data points; datapoints; samples",
    "which": "which; what; who; where; whose",
    "by": "by; per; each; every; grouped; across; broken down; split",
    "than": "than; relative; versus; vs; against",
    "not": "not; isn't; excluding; except; without; non; n't",
    "or": "or; either; and or",
}

COMPARISONS: Mapping[str, str] = {
    ">": "above; over; more then; greater then; larger then; higher then; greater than; larger than; more than; higher than; exceed; exceeds; exceeding; bigger than; >; "
    "longer than; older than; heavier than; taller than; beyond; in excess of; after; exceeded; warmer than; "
    "later than; upwards of; strictly above; strictly greater than; faster than; deeper than; farther than; further than; wider than; hotter than; thicker than",
    "<": "below; under; less then; fewer then; lower then; smaller then; less than; lower than; smaller than; fewer than; <; shorter than; younger than; lighter than; "
    "before; beneath; colder than; earlier than; strictly below; strictly less than; slower than; closer than; nearer than; shallower than; narrower than; thinner than; cooler than",
    ">=": "at least; no less than; not less than; >=; ≥; greater than or equal to; no fewer than; not below; minimum of; "
    "or above; above or equal to; equal to or above; larger than or equal to; more than or equal to; from; since",
    "<=": "at most; no more than; not more than; up to; <=; ≤; less than or equal to; not above; maximum of; "
    "below or equal to; equal to or below; smaller than or equal to; until; no greater than",
    "==": "=; ==; equal to; equals; equal; is equal to; exactly; being; of exactly",
    "!=": "!=; <>; ≠; not equal to; other than; different from; unequal to; not equal",
    "between": "between",
}  # fmt: skip

# An "aside" of two letters, each of which may be a column's name: not to be cut into words.
DOTTED = re.compile(r"\b(?:i\.\s?e|e\.\s?g)\b\.?", re.IGNORECASE)

UNKNOWABLE: Mapping[str, str] = {
    "why": "why; reason; reasons; how come; because; explanation for; what explains why",
    "cause": "cause; causes; caused; causing; causal; causally; causation; responsible",
    "future": "will; forecast; future; tomorrow; next year; next month; next week; going to; shall; "
    "projection; upcoming; in the future; extrapolate; prognosis; by then",
    "outside": "literature; according; published; elsewhere; other studies; other data; internet; wikipedia; known; "
    "experts; textbook; textbooks; other countries; worldwide",
    "judgement": "should; ought; recommend; advise; advice; opinion; think; believe; fair; ethical; good; bad; better; "
    "worse; best; worst; interesting; surprising; beautiful; moral; right thing; important; worth",
    "would": "would; if we; what if; suppose; hypothetically; counterfactual",
}

_STOP = (
    "a an the of in on for to with is are was were be been do does did has have having had how much that there this these "
    "those it its it's as at from and among amongst within me my i we us you your can could please tell show give find "
    "compute calculate report get display say whose where when value values data dataset table row rows record records "
    "observation observations entry entries case cases item items variable variables column columns group groups level levels "
    "category categories among subset case whose number what's so then any all only just typical sample out both also take "
    "takes taken about into per whole overall entire mean's exist exists occur occurs appear appears come comes together "
    "one ones here given let know want need lie lies stand stands fall against each hi hello thanks thank ok s t "
    "terms relative using based considering subjects whether measured them they their if size amount kind type types "
    "between big large long old tall heavy high low small often much belong belongs labelled labeled called named marked contain contains containing such which what who file files set catalogue catalog archive experiment study survey "
    "found seen listed produced anywhere altogether ever"
)
STOP = frozenset(_STOP.split())


def _table(source: Mapping[str, str]) -> dict[tuple[str, ...], tuple[str, ...]]:
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for cue, phrases in source.items():
        for phrase in phrases.split("; "):
            key = tuple(phrase.replace("'", " ").split())
            found[key] = (*found.get(key, ()), cue)
    return found


PHRASES = _table(_PHRASES)
COMPARED = _table(COMPARISONS)
REFUSED = _table(UNKNOWABLE)
REACH = max(map(len, [*PHRASES, *COMPARED, *REFUSED]))
