"""Every error of the package becomes a status, what happened and what helps."""

from __future__ import annotations

import pytest

from jupyter_sciassist import errors
from jupyter_sciassist.server.refusals import RefusedError, refusal


@pytest.mark.parametrize(
    ("error", "status", "message", "cure"),
    [
        (
            errors.ModelMissingError("The model M is not in /m. Get it with: jupyter sciassist model fetch m"),
            503,
            "The model M is not in /m.",
            "Get it with: jupyter sciassist model fetch m",
        ),
        (errors.ModelMissingError("no model"), 503, "no model", "Run `jupyter sciassist model fetch`."),
        (errors.ModelCrashed("It died."), 503, "It died.", "Ask again; the model starts anew by itself."),
        (
            errors.LogWriteError("/d/x cannot be written: Read-only. Work on a copy elsewhere."),
            507,
            "/d/x cannot be written: Read-only.",
            "Work on a copy elsewhere.",
        ),
        (
            errors.RecordError("Suggestion has no field 'x'."),
            400,
            "Suggestion has no field 'x'.",
            "Reload the page, so that panel, kernel and server have one version.",
        ),
        (errors.LogDamagedError("bad"), 409, "bad", "Run `jupyter sciassist verify` on the notebook."),
        (errors.SciAssistError("odd"), 500, "odd", "See the log of the Jupyter server."),
        (RefusedError(418, "a. b", "c"), 418, "a. b", "c"),
    ],
)  # fmt: skip
def test_refusal(error: errors.SciAssistError, status: int, message: str, cure: str) -> None:
    told = refusal(error)
    assert (told.status, told.message, told.cure) == (status, message, cure)


def test_every_error_of_the_tree_has_an_answer() -> None:
    def below(kind: type[errors.SciAssistError]) -> list[type[errors.SciAssistError]]:
        return [kind, *(found for child in kind.__subclasses__() for found in below(child))]

    kinds = [kind for kind in below(errors.SciAssistError) if kind is not RefusedError]
    assert all(400 <= refusal(kind("x")).status < 600 for kind in kinds)
    assert all(refusal(kind("x")).cure for kind in kinds)
