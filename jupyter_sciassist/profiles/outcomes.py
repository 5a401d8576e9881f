"""How likely each column is what people set out to explain, by names, roles and positions alone.

The score of a column is a sum of log-odds, one for each of a few signs, as in naive Bayes. The signs and their round
figures come from some seventy tables of textbooks and R packages with a published outcome, none of them of
the benchmark: the outcome stands first or last twice to three times as often as elsewhere, seldom is a category, and
bears a name such as *yield* or *mortality*.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping

_OUTCOME_WORDS = frozenset(
    # English
    "outcome response target label y result results score scores rate yield survival survive survived surviving death deaths "
    "died dead mortality fatality fatalities incidence prevalence success win won wins growth price cost costs revenue profit "
    "sales income wage wages salary performance accuracy error speed duration abundance richness biomass mass weight risk "
    "severity disease diagnosis recovered recovery relapse remission improved satisfaction rating ratings quality value percent "
    "index affected cases flux signal efficiency activity strength hardness conductivity concentration absorbance "
    "intensity damage loss losses failure failures defects consumption expenditure demand churn default votes vote "
    # German
    "ergebnis zielgrosse zielwert messwert wert ertrag ausbeute rate anteil quote sterblichkeit mortalitat uberleben "
    "uberlebt todesfalle preis kosten umsatz gewinn einkommen gehalt lohn leistung gewicht masse dauer geschwindigkeit "
    "fehler festigkeit verbrauch qualitat note bewertung zufriedenheit erfolg wachstum konzentration haufigkeit "
    # French
    "resultat reponse rendement taux survie mortalite deces prix cout revenu salaire ventes poids duree vitesse erreur "
    "resistance consommation qualite satisfaction reussite croissance abondance efficacite perte cible".split()
)  # fmt: skip
_GIVEN_WORDS = frozenset(
    # English
    "id idx index row name code key date year month day hour time week lat latitude lon lng longitude x "
    "site station plot block batch replicate subject participant patient session group treatment treat trt "
    "condition arm dose sex gender age race ethnicity country region state city county island species type category "
    "class sample version file source comment note "
    # German
    "nummer nr kennung schlussel datum jahr monat tag stunde zeit woche ort standort gruppe behandlung bedingung dosis "
    "geschlecht alter land bundesland stadt art sorte typ klasse probe quelle "
    # French
    "numero nom identifiant annee mois jour heure temps semaine lieu site parcelle bloc groupe traitement condition "
    "sexe genre pays ville espece classe echantillon".split()
)  # fmt: skip
_FOLLOW_UP = frozenset(
    "time duration tenure survival followup futime stime days months years".split()
)
_EVENT = frozenset(
    "event status fustat dead died death deceased censor censored censoring cens delta".split()
)
_NEVER = frozenset({"time", "id", "text", "constant", "geometry"})

FIRST, LAST = 0.8, 1.0
NAMED, GIVEN = 1.0, -0.7
CATEGORY = -1.0
# Natural-log units over which a weight falls from 1 to 0.
SPAN = 4.0


def words(name: str) -> list[str]:
    """Lower-case words of a column name without accents, split at case changes, digits and punctuation."""
    spaced = re.sub(r"(?<=[^\W\d_A-Z])(?=[A-Z])", " ", name)
    plain = unicodedata.normalize("NFKD", spaced.casefold())
    letters = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return [word for word in re.split(r"[\W\d_]+", letters) if word]


def named(text: str) -> bool:
    """Whether a text holds a word that outcomes are called by."""
    return any(word in _OUTCOME_WORDS for word in words(text))


def given(name: str, role: str) -> bool:
    """Whether a column is named like, or is, something that is given rather than an outcome."""
    own = set(words(name))
    return (
        role in _NEVER
        or role == "category"
        or bool(own & _GIVEN_WORDS and not own & _OUTCOME_WORDS)
    )


def log_odds(roles: Mapping[str, str]) -> dict[str, float]:
    """Log-odds (natural, up to a constant) of each column that can be an outcome.

    Parameters
    ----------
    roles : mapping of column name to role
        In the order of the table. Times, identifiers, texts and constants are left out.
    """
    able = {name: role for name, role in roles.items() if role not in _NEVER}
    followed = any(set(words(name)) & _EVENT for name in able)
    found = {}
    for place, (name, role) in enumerate(able.items()):
        own = set(words(name))
        score = FIRST * (place == 0) + LAST * (place == len(able) - 1)
        score += CATEGORY * (role == "category")
        if followed and own & _FOLLOW_UP:
            # Times until an event are what studies of survival explain.
            score += NAMED
        else:
            score += NAMED * bool(own & _OUTCOME_WORDS) + GIVEN * bool(own & _GIVEN_WORDS)
        found[name] = score
    return found


def weights(scores: Mapping[str, float]) -> dict[str, float]:
    """Log-odds or log-probabilities as weights in [0, 1]: the best 1, falling linearly with the logarithm."""
    best = max(scores.values(), default=0.0)
    return {
        name: max(0.0, 1.0 + (score - best) / SPAN) if math.isfinite(score) else 0.0
        for name, score in scores.items()
    }


def prior(roles: Mapping[str, str]) -> dict[str, float]:
    """Weight in [0, 1] of each column as an outcome; `roles` as for `log_odds`."""
    return {**dict.fromkeys(roles, 0.0), **weights(log_odds(roles))}
