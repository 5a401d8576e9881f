"""Cards about results: cautions with their numbers and a cell that computes them again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..records import Assumption, Estimate, Evidence, Statistic, Subject, Suggestion, suggestion_id

Floats = NDArray[np.float64]


class Numbers(NamedTuple):
    """The numbers of one diagnostic."""

    method: str
    n: int
    estimate: Estimate | None = None
    statistic: Statistic | None = None
    p: float | None = None


def caution(
    subject: str,
    kind: str,
    title: str,
    cure: str,
    *,
    numbers: Numbers | None = None,
    code: str = "",
    about: Sequence[str] = (),
) -> Suggestion:
    """One caution about the variable `subject` (empty for the notebook); `cure` says what to do.

    Like all that is said of the notebook and not of its data, the card itself has no subject.
    """
    evidence = None
    if numbers is not None:
        evidence = Evidence(
            method=numbers.method,
            estimate=numbers.estimate,
            effect=None,
            n=numbers.n,
            statistic=numbers.statistic,
            p=numbers.p,
            assumptions=(Assumption("planned check", "ok", "a diagnostic of one fitted result"),),
            caveats=(cure,),
        )
    return Suggestion(
        id=suggestion_id(f"result: {kind}", subject, tuple(about), None),
        kind="caution",
        subject=Subject("", None),
        title=f"{title}. {cure}",
        analysis=f"result: {kind}",
        hypothesis=None,
        evidence=evidence,
        code=code,
    )


def prints(numbers: Numbers) -> str:
    """Lines `name = value`, 6 significant digits, of the names that a cell has bound."""
    names = [name for name in ("estimate", "statistic", "p") if getattr(numbers, name) is not None]
    lines = ['print(f"n = {n}")', *(f'print(f"{name} = {{{name}:.6g}}")' for name in names)]
    return "\n".join(lines)
