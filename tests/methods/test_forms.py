"""Many ways of writing each flaw, and as many sound ones beside them, in the idioms of several libraries."""

from __future__ import annotations

import contextlib
import io
import warnings
from pathlib import Path

import matplotlib
import pytest

from jupyter_sciassist import methods, results
from tests.methods.test_corpus import HINTS, KINDS


def forms() -> list[tuple[str, str, str, str, str]]:
    """Kind, "flawed" or "sound", name, the cell before and the cell of each form."""
    found = []
    for path in sorted((Path(__file__).parent / "forms").glob("*.txt")):
        start, *rest = path.read_text().split("# %% ")
        kind = start.partition("\n")[0].removeprefix("# kind: ")
        for one in rest:
            title, _, source = one.partition("\n")
            side, _, name = title.partition(": ")
            found.append((kind, side, name, start, source))
    return found


FORMS = forms()


def cautions(*sources: str) -> set[str]:
    """Kinds of the cautions after the cells have run."""
    matplotlib.use("Agg")
    namespace: dict = {"__name__": "__main__"}
    cells = []
    for number, source in enumerate(sources, 1):
        out = io.StringIO()
        with contextlib.redirect_stdout(out), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exec(source, namespace)
        outputs = [{"output_type": "stream", "name": "stdout", "text": out.getvalue()}]
        cells.append({"cell_type": "code", "source": source, "execution_count": number, "outputs": outputs})  # fmt: skip
    own = {name: value for name, value in namespace.items() if not name.startswith("_")}
    cards = [*methods.read(cells, own), *results.read(own, cells)]
    return {card.analysis for card in cards} - HINTS


@pytest.mark.parametrize(
    ("kind", "side", "start", "source"),
    [(kind, side, start, source) for kind, side, _, start, source in FORMS],
    ids=[f"{kind}, {side}: {name}" for kind, side, name, _, _ in FORMS],
)
def test_a_form_is_told_or_left_in_peace(kind: str, side: str, start: str, source: str) -> None:
    """A flawed one is named with its kind, a sound one with nothing."""
    found = cautions(start, source)
    if side == "flawed":
        assert found & KINDS[kind]
    else:
        assert found == set()
