"""The catalogue of the core: one analysis is one file with `applies`, `measure` and `code`."""

from __future__ import annotations

from .association import Association
from .base import Analysis
from .blocks import RandomisedBlocks
from .changepoint import ChangePoint
from .cluster import Cluster
from .confounding import Confounding
from .contingency import Contingency
from .counts import Counts
from .derived import Derived
from .difference import Difference
from .distribution import Distribution
from .duplicates import Duplicates
from .equivalence import NoEffect
from .far_rows import FarRows
from .groups import SeveralGroups
from .heteroscedasticity import Heteroscedasticity
from .interaction import Interaction
from .joint import Joint
from .lag import Lag
from .left_out import LeftOut
from .line import Flare, Line
from .mediation import Mediation
from .missing import Missing
from .nonlinear import Nonlinear
from .outliers import Outliers
from .paired import Paired
from .partial_association import PartialAssociation
from .peak import EventPeak
from .periodicity import Periodicity
from .repeated_units import RepeatedUnits
from .subgroup import Subgroup
from .trend import Trend

ANALYSES: tuple[Analysis, ...] = (
    Duplicates(),
    RepeatedUnits(),
    Association(),
    Difference(),
    SeveralGroups(),
    Paired(),
    RandomisedBlocks(),
    Contingency(),
    Trend(),
    ChangePoint(),
    Periodicity(),
    Lag(),
    Confounding(),
    PartialAssociation(),
    Nonlinear(),
    Heteroscedasticity(),
    Joint(),
    Interaction(),
    Subgroup(),
    Counts(),
    Mediation(),
    EventPeak(),
    Line(),
    Flare(),
    Derived(),
    Cluster(),
    Missing(),
    Outliers(),
    FarRows(),
    Distribution(),
    NoEffect(),
    LeftOut(),
)
