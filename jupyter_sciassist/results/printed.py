"""P-values that a notebook printed and nobody corrected."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..records import Suggestion
from ._card import caution

# With five independent tests the odds of one p below .05 by chance reach 1 in 4.
MANY = 5
_P = re.compile(
    r"(?<![A-Za-z])p(?:[-_ ]?val(?:ue)?s?)?\s*(?:=|:|<|is)\s*(?:np\.float64\()?"
    r"(\d?\.\d+(?:e[-+]?\d+)?|\d(?:\.\d+)?e-\d+)",
    re.IGNORECASE,
)
# What the assistant lists is corrected, and confirmed is what was planned.
_OWN = re.compile(r"^\s*%%?sci\b", re.MULTILINE)
CORRECTED = re.compile(
    r"multipletests|false_discovery_control|fdrcorrection|bonferroni|holm|sidak|benjamini|hochberg|tukey|dunnett|"
    r"posthoc|pairwise_tests|padj|p_?adj|adj_p|q_?val|\bq\b|fdr|alpha\s*/|0?\.05\s*/|\*\s*len\(|/\s*len\(|corrected|"
    r"/\s*n_(tests|comp)|westfall|maxstat|max_t",
    re.IGNORECASE,
)


def read(cells: Sequence[Mapping[str, Any]]) -> Iterator[Suggestion]:
    """One caution where five and more p-values stand in the outputs and no cell corrects any."""
    count = 0
    below = 0
    for cell in cells:
        source = str(cell.get("source") or "")
        if _OWN.search(source):
            continue
        if CORRECTED.search(source):
            return
        for text in _texts(cell):
            found = [float(match.group(1)) for match in _P.finditer(text)]
            count += len(found)
            below += sum(value <= 0.05 for value in found)
    if count >= MANY:
        yield caution(
            "",
            "printed p-values",
            f"{count} p-values printed in this notebook, none corrected ({below} of them at most .05; "
            f"chance alone gives {0.05 * count:.2g})",
            "Correct them together, for instance with scipy.stats.false_discovery_control, and say how many there were",
        )


def _texts(cell: Mapping[str, Any]) -> Iterator[str]:
    for output in cell.get("outputs") or ():
        if output.get("output_type") == "stream":
            yield str(output.get("text") or "")
        data = output.get("data")
        if isinstance(data, Mapping):
            yield str(data.get("text/plain") or "")
