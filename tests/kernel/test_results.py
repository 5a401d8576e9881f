"""Cautions about results, in a real kernel: over the comm of the panel and in the magic's listing."""

from __future__ import annotations

from tests.kernel.kernels import kernel

FIT = """
import numpy as np, statsmodels.api as sm
_rng = np.random.default_rng(5)
dose = _rng.normal(size=300)
sm.OLS(dose + np.exp(dose) * _rng.normal(size=300), sm.add_constant(dose)).fit()
"""
PRINTED = {
    "cell_type": "code",
    "id": "tests",
    "execution_count": 2,
    "source": "for gene in genes: print(gene, p)",
    "outputs": [
        {"output_type": "stream", "name": "stdout", "text": "p = 0.04\n" * 7},
    ],
}


def test_fits_and_printed_p_values_are_cautioned_about() -> None:
    with kernel() as one:
        number = one.run(FIT)["execution_count"]
        one.attach()
        asked = one.ask("suggest", variables=[], top=20, cells=[PRINTED])
        one.event("done", asked)
        found = next(event for event in one.events(asked) if event["event"] == "suggestions")
        titles = [card["title"] for card in found["suggestions"]]
        spread = next(card for card in found["suggestions"] if "Breusch-Pagan" in card["title"])
        assert spread["title"].startswith(f"Out[{number}]: the spread of the residuals")
        assert any(title.startswith("7 p-values printed") for title in titles)
        lines = one.run(spread["code"])["text"].splitlines()
        assert lines[0] == "n = 300"
        assert float(lines[-1].removeprefix("p = ")) < 0.01
        listing = one.run("%load_ext jupyter_sciassist\n%sci suggest")
        assert f"Out[{number}]: the spread of the residuals" in str(listing["outputs"])


FLAWED = {
    "cell_type": "code",
    "id": "split",
    "execution_count": 5,
    "source": "Z = StandardScaler().fit_transform(X)\na, b, c, d = train_test_split(Z, y)",
    "outputs": [],
}


def test_a_flaw_of_method_is_cautioned_about() -> None:
    with kernel() as one:
        one.attach()
        asked = one.ask("suggest", variables=[], top=20, cells=[FLAWED])
        one.event("done", asked)
        found = next(event for event in one.events(asked) if event["event"] == "suggestions")
        (card,) = found["suggestions"]
        assert card["kind"] == "caution"
        assert card["title"].startswith("Cell [5], line 1: StandardScaler is fitted on all rows")
