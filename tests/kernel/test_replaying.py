"""`%sci replay`: what is on record, computed again on the live variables."""

from __future__ import annotations

from pathlib import Path

import pytest

from jupyter_sciassist.provenance.review import summary
from jupyter_sciassist.provenance.verify import verify
from tests.kernel.shells import Kernel, table, types


def test_acceptances_and_tests_are_made_again(
    kernel: Kernel,
    sidecar: Path,
) -> None:
    kernel.say("%sci suggest df")
    kernel.say("%sci accept 1")
    kernel.say("%sci confirm 1")
    out, err = kernel.say("%sci replay")
    assert err == ""
    assert out.count("  evidence: identical: method, ") == 2
    assert f"On record in {sidecar} (" in out
    assert types(sidecar)[-2:] == ["evidence.replayed"] * 2
    assert verify(sidecar).exit_code() == 0
    # The variable of a restarted kernel holds the same data: they are known again.
    kernel.restart(df=table())
    assert kernel.say("%sci replay")[0].count("  evidence: identical: ") == 2
    kernel.shell.user_ns["df"] = table(rows=380)
    out, _ = kernel.say("%sci replay")
    assert out.count("  evidence: not checkable (data changed): the data are not the same") == 2
    del kernel.shell.user_ns["df"]
    before = sidecar.read_bytes()
    out, _ = kernel.say("%sci replay")
    assert out.count("  evidence: not checkable (data gone)") == 2
    assert sidecar.read_bytes() == before


def test_one_card_or_one_record(kernel: Kernel, sidecar: Path) -> None:
    kernel.say("%sci suggest df")
    kernel.say("%sci accept 1")
    kernel.say("%sci confirm 1")
    first = next(one for one in summary(sidecar).records if one.type == "suggestion.accepted")
    assert kernel.say("%sci replay 1")[0].count("  evidence: identical") == 2
    out, _ = kernel.say(f"%sci replay {first.id}")
    assert out.count("  evidence: identical") == 1
    assert out.startswith(f"{first.id}  accepted  ")


@pytest.mark.parametrize(
    ("which", "said"),
    [
        ("2", "Card 2 is not on record as accepted or tested."),
        ("999", "There is no suggestion 999"),
        ("abcdef012345", "No acceptances and tests of"),
    ],
)
def test_what_is_not_on_record(
    kernel: Kernel,
    sidecar: Path,
    which: str,
    said: str,
) -> None:
    kernel.say("%sci suggest df")
    assert "There is no log at" in kernel.say(f"%sci replay {which}")[1]
    kernel.say("%sci accept 1")
    out, err = kernel.say(f"%sci replay {which}")
    assert out == ""
    assert said in err
