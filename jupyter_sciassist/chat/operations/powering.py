"""`power`: how many values a planned test needs, or what it can see with as many as there are.

Power of a test that was made, at the effect that it found, is refused: see `statistics.power`.
"""

from __future__ import annotations

from collections.abc import Callable

from ...language.vocabulary import UNITS
from ...statistics import power
from ..context import Context
from ..grounding import Cited
from ..records import Reply
from . import _planned, _spread, _telling
from ._hearing import Heard, heard, phrases, said
from ._planned import Planned
from ._spread import Spread
from ._telling import Part, Telling, asked, default

_CUES = phrases(
    "sample size; sample sizes; power analysis; power calculation; statistical power; what power; how much power; "
    "power to; power of; power with; power for; power at; power do; power did; power would; the power; observed power; post hoc power; achieved power; underpowered; "
    "enough power; smallest detectable; minimum detectable; minimal detectable; detectable difference; detectable effect"
)
_MANY, _NEED = phrases("how many; how large a sample; how big a sample; enough"), phrases(
    "need; needed; needs; required; require; necessary; enough"
)  # fmt: skip
_PLANNED = frozenset(
    "see detect find show difference effect correlation correlated significant test compare power proportion samples "
    "sample subjects participants patients replicates animals mice".split()
)
_EXTRA = _PLANNED | frozenset(
    "subject people values pairs paired unpaired observation measurements measurement individuals specimens plants "
    "group analysis calculation size statistical power would should have had enough detectable smallest minimum minimal "
    "differences d r sd std deviation standard alpha cohen cohens at level n mean means average change changes of "
    "significance percent pct proportions rate rates percentage before after pre post within repeated two independent "
    "detecting seeing finding showing effects cohen's reliably rows least observed hoc achieved did difference if than "
    "higher lower larger smaller total some such need needed required necessary require many large % every replicate "
    "and by rho association be able this study experiment collect measure take do real true one a".split()
)  # fmt: skip
_FOUND = ("did", "had", "observed", "achieved", "hoc", "retrospective", "underpowered", "was")
_USUAL_POWER, _USUAL_ALPHA = 0.8, 0.05
_MOST_D = 10.0
_EXAMPLE = "how many samples do I need to see a difference of 5 in mass between male and female"


def respond(question: str, context: Context) -> Reply | None:
    """The plan of a test; None where the message asks for none."""
    cue = said(question, _CUES)
    if not cue and not (said(question, _MANY) and said(question, _NEED)):
        return None
    found = heard(question, context, cue, _EXTRA, without_data=True)
    if found is None or (not cue and not found.says(*_PLANNED)):
        return None
    if found.unread and not found.numbers:
        return None
    plan = _planned.read(found)
    if plan.problem:
        return _telling.none(plan.problem)
    if not plan.effects and plan.n is None:
        return _refused(context, found) if _after_the_fact(found) else _incomplete(found)
    if found.unread:
        words = " ".join(found.unread)
        return _telling.none(
            f"“{words}” names no column{f' of {found.subject}' if found.subject else ''}. Name the column whose spread the plan is to go by, or give the "
            "effect in standard deviations (“an effect size of 0.5”)."
        )
    telling = Telling(found.subject)
    made = _PLANS[plan.design](telling, context, found, plan)
    if made is not None:
        return _telling.none(made)
    _telling.readings(telling, found, "sample size for a difference of 5")
    return telling.reply()


def _after_the_fact(found: Heard) -> bool:
    return found.says("power", "underpowered") and found.says(*_FOUND)


def _incomplete(found: Heard) -> Reply:
    return _telling.none(
        "A plan needs the smallest effect that would matter, in the units of a column or in standard deviations: for "
        f"instance “{_EXAMPLE}”, “sample size for an effect size of 0.5”, “… for a correlation of 0.3”, or “… to tell "
        "20 % from 30 %”."
    )


def _refused(context: Context, found: Heard) -> Reply:
    """Why observed power is not computed, with the interval that says what it cannot."""
    telling = Telling(found.subject)
    telling.say(
        "The power that a test had for the effect it found is its p-value in other words and tells nothing more "
        "(Hoenig and Heisey, The American Statistician), so it is not computed. What the data leave open is told by the "
        "interval of the effect: values outside of it fit them badly, values inside do not."
    )
    names = {*found.columns, *(owner for owner, _ in found.levels)}
    cards = []
    if len(names) == 2:
        cards = [
            card
            for card in context.cards(found.subject)
            if card.hypothesis is not None and set(card.hypothesis.variables) == names
            and card.evidence is not None and card.evidence.effect is not None
        ][:1]  # fmt: skip
    for card in cards:
        telling.say(_telling.claim(card), " ", *_telling.measured(card))
    telling.say(f"To plan the next test, name the effect that would matter: “{_EXAMPLE}”.")
    return telling.reply("computed" if cards else "none", cards)


def _two_groups(telling: Telling, context: Context, found: Heard, plan: Planned) -> str | None:
    spread = _sd(context, found, plan, pairs=False)
    if isinstance(spread, str):
        return spread
    if other := _other_unit(found, spread):
        return other
    between = "in each of two groups"
    _say_plan(telling, plan, spread, power.two_groups, "the t test of two groups", between)
    if spread is not None and spread.units:
        telling.say(
            f"The numbers count {spread.units}, not rows: several rows of one {spread.units} are no new values."
        )
    telling.say(
        "This holds for independent values that are near to normal, in groups of equal size. Skewed or ordinal values "
        "call for more; a test of ranks needs at most a sixth more than this (Hodges and Lehmann)."
    )
    return None


def _paired(telling: Telling, context: Context, found: Heard, plan: Planned) -> str | None:
    spread = _sd(context, found, plan, pairs=True)
    if isinstance(spread, str):
        return spread
    if other := _other_unit(found, spread):
        return other
    _say_plan(telling, plan, spread, power.paired, "the paired t test", "pairs")
    telling.say("This holds for independent units whose differences are near to normal.")
    return None


def _other_unit(found: Heard, spread: Spread | None) -> str | None:
    """The difference was told in another unit than the column has."""
    own = None if spread is None else spread.unit
    for _, at in found.numbers:
        told = found.words[at + 1] if at + 1 < len(found.words) else ""
        if (
            own is not None
            and told in UNITS
            and told not in ("sd", "percent", "pct")
            and told != own.casefold()
        ):
            return f"The difference is given in {told}, the column is in {own}. Give it in {own}."
    return None


def _sd(context: Context, found: Heard, plan: Planned, pairs: bool) -> Spread | str | None:
    """The spread by which the effect is measured; None where it is given in standard deviations."""
    if plan.sd is not None:
        return Spread(plan.sd, 0, "standard deviation as asked", "", None)
    if plan.standardised:
        return None
    columns = _spread.named(context, found)
    if pairs:
        if len(columns.numbers) >= 2:
            return _spread.of_differences(context, found, columns)
        return (
            "A paired plan goes by the spread of the differences. Name the two columns that are compared, or give the "
            "effect in standard deviations of the differences (“a paired effect size of 0.5”)."
        )
    if not columns.numbers:
        return (
            "A difference means nothing without the spread of the values. Name the column (“a difference of 5 in mass”), "
            "give its deviation (“sd 8”), or the effect in standard deviations (“an effect size of 0.5”)."
        )
    return _spread.within(context, found, columns)


def _say_plan(
    telling: Telling,
    plan: Planned,
    spread: Spread | None,
    power_of: Callable[..., float],
    test: str,
    where: str,
) -> None:
    """Values needed for an effect, power of an n, or the smallest effect that an n shows."""
    level, alpha = plan.power or _USUAL_POWER, plan.alpha or _USUAL_ALPHA
    sd = 1.0 if spread is None else spread.sd
    terms = _terms(plan)
    rule = f"{test} at level {alpha:g}, two-sided"
    if not plan.effects:
        assert plan.n is not None
        size = power.detectable(lambda d: power_of(d, plan.n, alpha=alpha), level, _MOST_D)
        told = f"smallest difference that {rule}, finds with power {level:g}"
        shown = (
            "none that is realistic"
            if size is None
            else telling.rounded(size * sd, told, _unit(spread))
        )
        telling.say(
            "With ", asked(plan.n), f" {where} the smallest difference seen is ", shown, *terms, "."
        )
    elif plan.n is not None:
        reached = power_of(plan.effects[0] / sd, plan.n, alpha=alpha)
        telling.say(
            "With ", asked(plan.n), f" {where} a difference of ", _effect(plan, spread), " is found with a power of ",
            telling.rounded(100 * reached, f"power of {rule}", "%"), ", at level ", _alpha(plan), ", two-sided.",
        )  # fmt: skip
    else:
        _say_needed(telling, plan, spread, power_of, rule, where)
    _say_spread(telling, plan, spread)


def _say_needed(
    telling: Telling,
    plan: Planned,
    spread: Spread | None,
    power_of: Callable[..., float],
    rule: str,
    where: str,
) -> None:
    level, alpha = plan.power or _USUAL_POWER, plan.alpha or _USUAL_ALPHA

    def count(sd: float) -> int | None:
        d = plan.effects[0] / sd
        return power.needed(lambda n: power_of(d, n, alpha=alpha), level)

    sd = 1.0 if spread is None else spread.sd
    n = count(sd)
    if n is None:
        telling.say(
            "More than ten million values are needed to see a difference of ",
            _effect(plan, spread),
            ".",
        )
        return
    told = f"smallest n at which {rule}, has a power of {level:g}"
    parts: list[Part] = ["To see a difference of ", _effect(plan, spread), *_terms(plan), ", "]
    parts += [
        telling.figure(n, told),
        f" {where if where == 'pairs' else 'values ' + where} are needed",
    ]
    if where != "pairs":
        parts += [", ", telling.figure(2 * n, f"twice the {told}"), " in all"]
    parts.append(".")
    if spread is not None and spread.df:
        low, high = (count(limit) for limit in power.spread_limits(spread.sd, spread.df))
        if low is not None and high is not None and low != high:
            limits = f"{told}, at both 95 % limits of the standard deviation"
            parts += [
                " The spread is itself known from a sample only: within its 95 % interval the number runs from ",
                telling.figure(low, limits), " to ", telling.figure(high, limits), ".",
            ]  # fmt: skip
    telling.say(*parts)


def _terms(plan: Planned) -> tuple[Part, ...]:
    level = plan.power or _USUAL_POWER
    shown = f"{100 * level:.4g} %"
    chance = asked(shown) if plan.power else default(shown, "usual power, as none was given")
    return " with a power of ", chance, " at level ", _alpha(plan), ", two-sided"


def _alpha(plan: Planned) -> Cited:
    if plan.alpha:
        return asked(plan.alpha)
    return default(f"{_USUAL_ALPHA:g}", "usual level of significance, as none was given")


def _unit(spread: Spread | None) -> str | None:
    return "standard deviations" if spread is None else spread.unit


def _effect(plan: Planned, spread: Spread | None) -> Cited:
    unit = _unit(spread)
    shown = f"{plan.effects[0]:.6g}"
    return asked(f"{shown} {unit}" if unit else shown)


def _say_spread(telling: Telling, plan: Planned, spread: Spread | None) -> None:
    if spread is None:
        return
    parts: list[Part] = ["It goes by a standard deviation of "]
    if spread.df:
        n = sum(spread.ns)
        told = f"{spread.told}, n = {n}"
        parts += [telling.rounded(spread.sd, told, spread.unit), f" ({spread.told}, n = "]
        parts += [telling.figure(n, f"values behind the {spread.told}"), ")"]
    else:
        parts.append(asked(spread.sd))
    if plan.effects:
        d = plan.effects[0] / spread.sd
        parts += [
            ", so that the difference is ",
            telling.rounded(d, "difference over standard deviation"),
            " standard deviations",
        ]
    telling.say(*parts, ".")


def _correlation(telling: Telling, context: Context, found: Heard, plan: Planned) -> str | None:
    level, alpha = plan.power or _USUAL_POWER, plan.alpha or _USUAL_ALPHA
    rule = f"the test of a correlation by Fisher's z at level {alpha:g}, two-sided"
    if not plan.effects:
        assert plan.n is not None
        n = plan.n
        size = power.detectable(lambda r: power.correlation(r, n, alpha), level, 0.999999)
        shown = "none" if size is None else telling.rounded(size, f"smallest r that {rule}, finds")
        telling.say(
            "With ", asked(n), " pairs the smallest correlation seen is ", shown, *_terms(plan), "."
        )
    elif plan.n is not None:
        reached = power.correlation(plan.effects[0], plan.n, alpha)
        telling.say(
            "With ", asked(plan.n), " pairs a correlation of ", asked(plan.effects[0]), " is found with a power of ",
            telling.rounded(100 * reached, f"power of {rule}", "%"), ", at level ", _alpha(plan), ", two-sided.",
        )  # fmt: skip
    else:
        needed = power.needed(lambda n: power.correlation(plan.effects[0], n, alpha), level, 4.0)
        if needed is None:
            return f"More than ten million pairs are needed to see a correlation of {plan.effects[0]:g}."
        told = f"smallest n at which {rule}, has a power of {level:g}"
        telling.say(
            "To see a correlation of ", asked(plan.effects[0]), *_terms(plan), ", ", telling.figure(needed, told),
            " pairs are needed.",
        )  # fmt: skip
    telling.say(
        "This holds for independent pairs; along time or space, where neighbours are alike, more are needed."
    )
    return None


def _proportions(telling: Telling, context: Context, found: Heard, plan: Planned) -> str | None:
    if len(plan.effects) != 2:
        return "Give both proportions: “how many samples do I need to tell 20 % from 30 %”."
    first, second = plan.effects
    level, alpha = plan.power or _USUAL_POWER, plan.alpha or _USUAL_ALPHA
    rule = f"the test of two proportions (arcsine) at level {alpha:g}, two-sided"
    shown = [asked(f"{100 * one:.6g} %") for one in (first, second)]
    if plan.n is not None:
        reached = power.proportions(first, second, plan.n, alpha)
        telling.say(
            "With ", asked(plan.n), " in each of two groups, ", shown[0], " and ", shown[1],
            " are told apart with a power of ", telling.rounded(100 * reached, f"power of {rule}", "%"),
            ", at level ", _alpha(plan), ", two-sided.",
        )  # fmt: skip
    else:
        n = power.needed(lambda n: power.proportions(first, second, n, alpha), level)
        if n is None:
            return "More than ten million values are needed to tell these proportions apart."
        told = f"smallest n at which {rule}, has a power of {level:g}"
        telling.say(
            "To tell ", shown[0], " from ", shown[1], *_terms(plan), ", ", telling.figure(n, told),
            " values in each of two groups are needed, ", telling.figure(2 * n, f"twice the {told}"), " in all.",
        )  # fmt: skip
    telling.say("This holds for independent yes-or-no values.")
    return None


_PLANS: dict[str, Callable[[Telling, Context, Heard, Planned], str | None]] = {
    "two groups": _two_groups, "paired": _paired, "correlation": _correlation, "proportions": _proportions,
}  # fmt: skip
