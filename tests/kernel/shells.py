"""A terminal's shell with the assistant in it, and what it leaves on record."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell

from jupyter_sciassist.kernel.engine import Engine
from jupyter_sciassist.kernel.magics import SciMagics
from jupyter_sciassist.provenance.review import summary


def table(rows: int = 400, seed: int = 7) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=rows)
    return pd.DataFrame({"x": x, "y": x + rng.normal(size=rows), "z": rng.normal(size=rows)})


class Kernel:
    """A shell with an engine; `restart` gives it new ones and the same data."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.engine: Any = None
        self.restart(df=table())

    def restart(self, **data: pd.DataFrame) -> None:
        if self.engine is not None:
            self.settle()
            self.engine.stop()
        self.shell = InteractiveShell(history_manager=None)
        self.engine = Engine(shell=lambda: self.shell)
        self.shell.register_magics(SciMagics(self.shell, self.engine))
        self.shell.user_ns.update(data)

    def say(self, line: str) -> tuple[str, str]:
        assert self.shell.run_cell(line).success
        self.settle()
        told = self._capsys.readouterr()
        assert "Traceback" not in told.out + told.err
        return told.out, told.err

    def settle(self) -> None:
        """The jobs that were queued are done, since they are done in turn."""
        assert self.engine._worker.submit(lambda job: None).done.wait(60)


def types(sidecar: Path) -> list[str]:
    return [one.type for one in summary(sidecar).records]
