"""Words that a note must not hold: numbers, directions, causes and verdicts.

Lists are wide on purpose: a note that is dropped costs nothing, a wrong one costs trust.
"""

from __future__ import annotations

import re


def bag(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


NUMBERS = bag(
    "zero nil one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty "
    "ninety hundred hundreds thousand thousands million millions billion billions trillion "
    "ones twos threes tens dozen dozens score scores couple couples pair pairs trio several few "
    "first second third fourth fifth sixth seventh eighth ninth tenth twentieth hundredth "
    "seconds thirds fourths fifths tenths half halves halved halving quarter quarters quartile "
    "quartiles once twice thrice double doubles doubled doubling triple triples tripled tripling "
    "quadruple quadrupled percent percents percentage percentages percentile percentiles percentual "
    "fraction fractions majority minority plural single sole solely unit mean median average averages "
    "ratio ratios factor-of sigma minus plus"
)
_FOLD = re.compile(r"^(?!mani|scaf|blind|un|en)\w*fold$")

_MORE = (
    "higher highest high larger largest bigger biggest greater greatest longer longest taller tallest heavier "
    "heaviest older oldest faster fastest quicker stronger strongest warmer warmest hotter hottest "
    "wetter deeper richer wealthier wider thicker brighter denser better best more most rise rises "
    "rising rose risen raise raises raised raising grow grows growing grew grown growth climb climbs climbing "
    "gain gains gained gaining up upward upwards above exceed exceeds exceeding exceeded positive "
    "positively plus additional added extra surge surges soar soars soaring expand expands expanding expanded "
    "expansion maximum maximal peak peaks peaking excess abundant steeper earlier sooner closer nearer "
    "healthier safer fitter busier harsher stricter superior ascending upper top outperform outperforms"
)
_LESS = (
    "lower lowest low lowers lowered lowering smaller smallest lesser least fewer fewest less shorter shortest "
    "lighter lightest younger youngest slower slowest weaker weakest colder coldest cooler coolest "
    "drier dryer shallower poorer narrower thinner dimmer sparser worse worst fall falls falling fell "
    "fallen drop drops dropping dropped decline declines declining declined shrink shrinks shrinking "
    "shrank lose loses losing lost loss losses down downward downwards below negative negatively "
    "minimum minimal lack lacks lacking deficit scarce scarcity later farther further inferior "
    "descending bottom inverse inversely opposite reverse reversed reversal underperform fade fades"
)
LESS = bag(_LESS)
DIRECTIONS = bag(f"{_MORE} {_LESS} proportional proportionally trade-off tradeoff")
_DIRECTION = re.compile(
    r"^(?:increas|decreas|reduc|diminish|elevat|enhanc|improv|worsen|boost|amplif|intensif|"
    r"strengthen|weaken|accelerat|decelerat|escalat|deplet|dwindl|lessen|heighten|lengthen|shorten|"
    r"widen|narrow|deepen|augment|attenuat|mitigat|aggravat|exacerbat|restrict|suppress|"
    r"monoton|maximi[sz]|minimi[sz])"
)

CAUSES = bag(
    "cause causes caused causing causal causally causation causative because due owing thanks thus therefore "
    "hence consequently consequence consequences result results resulted resulting resultant lead leads "
    "leading led drive drives driving drove driven driver drivers affect affects affected affecting effect effects effective "
    "effectively influence influences influenced influencing influential impact impacts impacted impacting determine "
    "determines determined determining determinant contribute contributes contributed contributing "
    "produce produces produced producing make makes making made induce induces induced inducing trigger "
    "triggers triggered triggering prevent prevents prevented preventing promote promotes promoted "
    "promoting inhibit inhibits inhibited allow allows allowed allowing enable enables enabled "
    "enabling force forces forced forcing create creates created creating generate generates "
    "generated explain explains explained explaining explanation responsible depend depends depended "
    "depending dependent dependence stem stems stemming govern governs governed control controls "
    "controlled shape shapes shaped mediate mediates mediated consequent yield yields provoke provokes "
    "attribute attributes attributed attributable help helps helping helped hinder hinders protect protects "
    "protective"
)

VERDICTS = bag(
    "prove proves proved proven proof confirm confirms confirmed confirming confirmation significant "
    "significantly significance insignificant establish establishes established demonstrate "
    "demonstrates demonstrated show shows showed shown showing indicate indicates indicated indicating "
    "imply implies implied verify verifies verified validate validates validated refute refutes refuted reject "
    "rejects rejected disprove disproves clear clearly certain certainly definite definitely obvious obviously must "
    "always never undoubtedly doubtless evidence evident evidently fact facts truth true truly false "
    "conclusive conclusively conclude concludes conclusion robust robustly strong strongly weak weakly "
    "perfect perfectly sure surely guaranteed guarantee spurious unrelated uncorrelated independent "
    "independently nonexistent no not nothing none without cannot irrefutable undeniable undeniably real "
    "really hypothesis probability likely unlikely probable probably should ought"
)


def number_word(word: str) -> bool:
    """Whether a lower-case word counts or measures something."""
    return word in NUMBERS or _FOLD.match(word) is not None


def direction_word(word: str) -> bool:
    """Whether a lower-case word says more or less."""
    return word in DIRECTIONS or _DIRECTION.match(word) is not None
