"""What git holds: nothing of one machine, and an ignore list that cannot swallow sources."""

import re

import pytest

from tests.tracked import ROOT, tracked

BINARY = (".png", ".gguf", ".ico")
TEXTS = [name for name in tracked() if not name.endswith(BINARY)]
MACHINE_PATH = re.compile(r"(?<![\w.~])/(?:home|root|Users|work|opt|mnt)/\w")
REGISTRY_HOST = re.compile(
    r"registry\.(?:npmjs|yarnpkg)\.|pypi\.org/simple|files\.pythonhosted\.", re.IGNORECASE
)
ANYWHERE = {"node_modules/", "__pycache__/", "*.tsbuildinfo", "*.egg-info/", ".ipynb_checkpoints/"}


@pytest.mark.parametrize("name", TEXTS)
def test_names_no_machine_and_no_registry(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert [m.group() for m in MACHINE_PATH.finditer(text)] == []
    assert [m.group() for m in REGISTRY_HOST.finditer(text)] == []


def test_every_ignored_folder_is_anchored() -> None:
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").split("\n")
    rules = [line for line in lines if line and not line.startswith("#")]
    assert [rule for rule in rules if not rule.startswith("/") and rule not in ANYWHERE] == []


def test_the_front_ends_sources_are_tracked_and_its_bundle_is_not() -> None:
    assert "labextension/package.json" in tracked()
    assert [name for name in tracked() if name.startswith("jupyter_sciassist/labextension/")] == []
