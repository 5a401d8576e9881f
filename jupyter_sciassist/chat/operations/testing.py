"""`test`: which test the engine takes for two columns, why, and what it found.

The test is that of the engine's own card, so that the ledger counts it once, the family corrects it and third
variables were looked at. Who names another test than the data call for is told why it was not taken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ... import packs, profiles
from ...analyses import ANALYSES, _roles, triviality
from ...language.wordings.base import counted
from ...records import Candidate, ColumnProfile, Profile, Suggestion
from ..context import Context
from ..grounding import Cited
from ..records import Reply
from . import _columns, _telling
from ._hearing import Heard, heard, phrases, said
from ._telling import Telling

_NAMED: Mapping[str, str] = {
    "t test": "t test; t tests; student t test; student s t test; students t test; welch t test; welch test; "
    "welch s t test; two sample t test; independent t test; unpaired t test; ttest",
    "paired t test": "paired t test; paired test; paired samples t test; dependent t test; paired ttest",
    "analysis of variance": "anova; one way anova; analysis of variance; f test; oneway anova",
    "Mann-Whitney test": "mann whitney; mann whitney test; mann whitney u test; mann whitney u; u test; "
    "rank sum test; wilcoxon rank sum test; wilcoxon rank sum",
    "Wilcoxon signed rank test": "wilcoxon; wilcoxon test; signed rank test; wilcoxon signed rank test; "
    "wilcoxon signed rank",
    "Kruskal-Wallis test": "kruskal wallis; kruskal; kruskal wallis test; kruskal test",
    "chi-square test": "chi square; chi squared; chi square test; chi squared test; chi2; chi2 test; "
    "test of independence",
    "Fisher's exact test": "fisher exact; fisher s exact test; fisher exact test; fisher s exact; exact test",
    "test of Pearson's correlation": "pearson test; pearson correlation test; test of pearson correlation",
    "test of Spearman's correlation": "spearman test; spearman correlation test; correlation test",
}  # fmt: skip
_BY_PHRASE = {phrase: name for name, text in _NAMED.items() for phrase in phrases(text)}
_CUES = frozenset(_BY_PHRASE) | phrases(
    "test whether; test if; test that; test the; test for; test of; test a; test; hypothesis test; significance test; "
    "significant; significantly; statistically significant; statistically; significance; p value; p values"
)
_EXTRA = frozenset(
    "whether if do does run perform make use using via differ differs different difference differences compare "
    "compared comparing mean means average averages median medians higher lower larger smaller greater less equal "
    "same unequal related correlated correlate correlates correlation association associated relation relationship "
    "depend depends independent independence dependence vary varies between across among versus vs against by not "
    "no effect affect affects sample samples two one way paired unpaired be than distribution hypothesis it's goes go"
    .split()
)  # fmt: skip
# What answers best comes first. `_FITS`: the beginnings of the methods that a named test stands for.
_OF_PAIR = (
    "paired", "blocks", "difference", "groups", "contingency", "association", "trend", "counts", "lag",
)  # fmt: skip
_FITS: Mapping[str, tuple[str, ...]] = {
    "t test": ("Welch t test",),
    "paired t test": ("paired t test",),
    "analysis of variance": ("Welch analysis of variance", "randomised-block analysis of variance"),
    "Mann-Whitney test": ("Mann-Whitney", "Brunner-Munzel"),
    "Wilcoxon signed rank test": ("Wilcoxon",),
    "Kruskal-Wallis test": ("Kruskal-Wallis",),
    "chi-square test": ("chi-square", "Monte Carlo chi-square"),
    "Fisher's exact test": ("Fisher",),
    "test of Pearson's correlation": (),
    "test of Spearman's correlation": ("Spearman",),
}
_WHY: Mapping[str, str] = {
    "Welch t test": "two independent groups of a number, near enough to normal within them; equal spread is not needed",
    "Mann-Whitney": "two independent groups of a number that is too far from normal for means to be a fair summary, so "
    "ranks are compared",
    "Brunner-Munzel": "two independent groups of a number that is far from normal and spreads unequally, so ranks are "
    "compared in the form that allows for that",
    "Welch analysis of variance": "several independent groups of a number, near enough to normal within them; equal "
    "spread is not needed",
    "Kruskal-Wallis": "several independent groups of a number that is too far from normal, or groups too small, for "
    "means to be a fair summary, so ranks are compared",
    "paired t test": "two values of the same unit, whose differences are near enough to normal",
    "Wilcoxon": "two values of the same unit, whose differences are too far from normal, so their signed ranks are taken",
    "randomised-block": "every group stands in each block, so blocks are compared with themselves",
    "Friedman": "every group stands in each block, and the values are too far from normal, so ranks within blocks are taken",
    "chi-square": "two columns of groups, with expected counts that are large enough",
    "Monte Carlo": "two columns of groups with small expected counts, so that chance is computed by shuffling",
    "Fisher": "two columns of two groups with small expected counts, so that chance is computed exactly",
    "Spearman": "two numbers: ranks show any steady rise or fall, and single far values weigh little",
    "Mann-Kendall": "a number along time, where neighbouring values may be alike",
}  # fmt: skip
_RANKS = ("Mann-Whitney", "Brunner-Munzel", "Kruskal-Wallis", "Wilcoxon", "Friedman")


def respond(question: str, context: Context) -> Reply | None:
    """What a test of two columns found; None where the message asks for no test."""
    cue = said(question, _CUES)
    found = heard(question, context, cue, _EXTRA) if cue else None
    if found is None or found.unread or found.numbers:
        return None
    names, owners = list(found.columns), [owner for owner, _ in found.levels]
    beside = [owner for owner in dict.fromkeys(owners) if owner not in names]
    if len(names) == 1 and len(beside) == 1:
        names, beside = [*names, beside[0]], []
    if not names:
        return None
    if len(names) == 1:
        return _telling.none(
            f"A test needs two columns. Name what {names[0]} is to be compared with: a column of groups, or another number."
        )
    if len(names) > 2:
        return _telling.none(
            f"One test is of two columns, and {len(names)} are named: {', '.join(names)}. Name two of them; whether a "
            "third changes their relation is looked at in any case."
        )
    if beside:
        return _only_some(found, beside[0])
    return _tested(question, context, found, (names[0], names[1]))


def _only_some(found: Heard, owner: str) -> Reply:
    levels = [level for name, level in found.levels if name == owner]
    return _telling.none(
        f"A test is made of all rows of an object, and this asks for those with {owner} = {levels[0]} only. Make a variable "
        "of these rows, then test that: a test of some of the rows is one more test, and is counted as such."
    )


def _tested(question: str, context: Context, found: Heard, pair: tuple[str, str]) -> Reply:
    subject = found.subject
    profile = profiles.profile(context.objects[subject], subject)
    card = card_of(context, found, pair)
    if card is None:
        return _untested(context, subject, profile, pair)
    about = [one for one in context.cards(subject) if _is_about(one, pair)]
    telling = Telling(subject)
    telling.say(_telling.claim(card), " ", *_telling.measured(card))
    telling.say(*_choice(question, card, profile, pair))
    telling.say(*_telling.assumptions(card))
    others = _others(context.cards(subject), about, card, pair)
    for other in others:
        telling.say(_telling.claim(other), " ", *_telling.measured(other))
    telling.say(*_cautions(card, found, profile, pair))
    _telling.readings(telling, found, f"test {pair[0]} by {pair[1]}")
    return telling.reply(suggestions=(card, *others))


def card_of(context: Context, found: Heard, pair: tuple[str, str]) -> Suggestion | None:
    """The card that tests a pair: the scan's where it has one, else made now; None where no test applies."""
    profile = profiles.profile(context.objects[found.subject], found.subject)
    wanted = _wanted(profile, pair, found)
    about = [one for one in context.cards(found.subject) if _is_about(one, pair)]
    cards = sorted(
        (one for one in about if one.analysis in wanted), key=lambda one: wanted.index(one.analysis)
    )
    cards = cards or _asked(context, profile, pair, wanted)
    return cards[0] if cards else None


def _wanted(profile: Profile, pair: tuple[str, str], found: Heard) -> tuple[str, ...]:
    """Analyses that can answer, best first; two numbers are paired only where a difference is asked for."""
    numbers = all(_roles.is_number(_column(profile, name)) for name in pair)
    differ = found.says(
        "differ", "differs", "different", "difference", "paired", "higher", "lower", "wilcoxon"
    )
    if numbers and not differ:
        return (*(name for name in _OF_PAIR if name != "paired"), "paired")
    return _OF_PAIR


def _column(profile: Profile, name: str) -> ColumnProfile:
    return next(one for one in profile.columns if one.name == name)


def _is_about(card: Suggestion, pair: tuple[str, str]) -> bool:
    claim = card.hypothesis
    return claim is not None and not claim.context and set(claim.variables) == set(pair)


def _asked(
    context: Context, profile: Profile, pair: tuple[str, str], wanted: Sequence[str]
) -> list[Suggestion]:
    """Cards of tests that the scan did not keep, made now: they count as the others do."""
    catalogue = {one.name: one for one in packs.catalogue(ANALYSES, profile)}
    tests: list[Candidate] = [
        candidate
        for name in wanted
        if name in catalogue
        for candidate in catalogue[name].applies(profile)
        if set(candidate.variables) == set(pair) and not candidate.context
    ]
    made = context.cards(profile.variable, tests) if tests else []
    kept = [one for one in made if one.evidence is not None and one.evidence.p is not None]
    return sorted(kept, key=lambda one: wanted.index(one.analysis))


def _untested(context: Context, subject: str, profile: Profile, pair: tuple[str, str]) -> Reply:
    table = profiles.read(context.objects[subject], subject)
    trivial = triviality.reason(table, pair)
    if trivial is not None:
        return _telling.none(
            f"Nothing is tested of {pair[0]} and {pair[1]}: {trivial}, so that the answer is known."
        )
    told = "; ".join(
        f"{name} has {counted(one.n - one.missing, 'value')} in {counted(one.n, 'row')} and is read as {_columns.kind(one)}"
        for name in pair
        if (one := _column(profile, name))
    )
    return _telling.none(
        f"No test of the catalogue applies to {pair[0]} and {pair[1]} here: {told}. Tests begin at about ten complete rows, "
        "for two columns of numbers or groups."
    )


def _choice(
    question: str, card: Suggestion, profile: Profile, pair: tuple[str, str]
) -> _telling.Parts:
    """Which test was taken and why, and why not the one that was named."""
    assert card.evidence is not None
    method = card.evidence.method
    own = _telling.source(card)
    why = next((text for start, text in _WHY.items() if method.startswith(start)), "")
    parts: list[_telling.Part] = [
        "Test taken: ", Cited(method, own), f": {why}." if why else "."
    ]  # fmt: skip
    name = _name_of_test(question)
    if name is None or any(method.startswith(start) for start in _FITS[name]):
        if name == "t test":
            parts.append(" It is the t test that does not assume equal spreads.")
        return tuple(parts)
    detail = next(
        (one.detail for one in card.evidence.assumptions if one.verdict == "violated"), ""
    )
    parts.append(f" The {name} that you named was not taken: {_not_apt(name, card, profile, pair)}")
    if (
        method.startswith(_RANKS)
        and name in ("t test", "paired t test", "analysis of variance")
        and detail
    ):
        parts += [" (", Cited(detail, own), ")"]
    parts.append(".")
    return tuple(parts)


def _name_of_test(question: str) -> str | None:
    for phrase in sorted(_BY_PHRASE, key=len, reverse=True):
        if said(question, [phrase]):
            return _BY_PHRASE[phrase]
    return None


def _not_apt(name: str, card: Suggestion, profile: Profile, pair: tuple[str, str]) -> str:
    kinds = [_column(profile, one) for one in pair]
    numbers = sum(map(_roles.is_number, kinds))
    if numbers == 0:
        return f"{pair[0]} and {pair[1]} both hold groups, so that counts are compared"
    method = card.evidence.method if card.evidence is not None else ""
    if card.analysis in ("paired", "blocks") and not name.startswith(("paired", "Wilcoxon")):
        return "the two values belong to the same unit, so that they are no independent samples"
    if numbers == 2 and card.analysis != "paired":
        if "Pearson" in name:
            return "ranks also show a bent relation, and single far values weigh little"
        return "both columns are numbers that need not belong to one unit, so that their relation is tested"
    if name.startswith(("chi", "Fisher")) or "correlation" in name:
        return "a number is compared between groups"
    if card.analysis not in ("paired", "blocks") and name.startswith(("paired", "Wilcoxon")):
        return "nothing in the data says which rows belong together"
    groups = next((one.unique or 0 for one in kinds if not _roles.is_number(one)), 2)
    if groups > 2 and name in ("t test", "paired t test", "Mann-Whitney test"):
        return f"it compares two groups, and there are {groups}"
    if groups == 2 and name in ("analysis of variance", "Kruskal-Wallis test"):
        return "with two groups it is a test of two groups"
    if method.startswith(_RANKS):
        return "the values are too far from normal"
    return "the values are near enough to normal, where means say more than ranks"


def _others(
    cards: Sequence[Suggestion],
    about: Sequence[Suggestion],
    card: Suggestion,
    pair: tuple[str, str],
) -> list[Suggestion]:
    """What belongs beside the test: a third variable that changes the pair, and that there is no more than a small effect."""
    third = [
        one
        for one in cards
        if one.hypothesis is not None and one.hypothesis.relation == "confounding"
        and set(pair) == set(one.hypothesis.variables[:2])
        and one.evidence is not None and one.evidence.asserted
    ]  # fmt: skip
    null = [
        one
        for one in about
        if one.hypothesis is not None and one.hypothesis.relation == "null" and one.id != card.id
        and one.evidence is not None and one.evidence.asserted
    ]  # fmt: skip
    return [*third[:1], *null[:1]]


def _cautions(
    card: Suggestion, found: Heard, profile: Profile, pair: tuple[str, str]
) -> _telling.Parts:
    assert card.evidence is not None
    warned = _telling.caveats([card])
    parts: list[_telling.Part] = [*warned, " "] if warned else []
    named = [level for owner, level in found.levels if owner in pair]
    groups = [_column(profile, owner) for owner, _ in found.levels if owner in pair]
    if named and (groups[0].unique or 0) > len(named):
        parts.append(
            f"It is a test of all groups of {groups[0].name}, not of {' and '.join(named)} alone: two that were picked "
            "after a look at all would differ too easily. "
        )
    return (*parts, *closing(card))


def closing(card: Suggestion) -> _telling.Parts:
    """What stands under every test: the rows that wait, and what a test does not say."""
    kept = "The other half of the rows is kept to confirm it: Confirm on the card tests it there once. "
    explored = card.evidence is not None and card.evidence.split == "explore"
    return (kept if explored else "", "What goes together is not thereby cause and effect.")
