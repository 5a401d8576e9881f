"""What others' packages are here: their tests run in an environment of its own (`make others`)."""

from __future__ import annotations

import os
from importlib.util import find_spec

import pytest

REASON = "run by make others"
# There a package that is not installed is a failure.
OWN = "SCIASSIST_OTHERS"


def needs(*packages: str) -> pytest.MarkDecorator:
    """Skip where one of the packages is not installed, but in the environment made for them."""
    absent = [name for name in packages if find_spec(name) is None and not os.environ.get(OWN)]
    return pytest.mark.skipif(bool(absent), reason=f"{REASON}: {', '.join(absent)} not installed")
