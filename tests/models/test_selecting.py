"""What a model's name means, and what the policies forbid, in the settings and in the environment."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from traitlets import TraitError

import jupyter_sciassist
from jupyter_sciassist.config import SciAssistSettings, policy
from jupyter_sciassist.errors import ModelMissingError
from jupyter_sciassist.models import catalogue, fetching, selecting
from jupyter_sciassist.models.client import WorkerModel
from jupyter_sciassist.models.endpoint import EndpointModel
from tests.models.rogue import rogue

FAR = "https://gpu.invalid/v1#m"
NEAR = "http://localhost:1/v1#m"
NAMES = {name: f"SCIASSIST_{name.upper()}_POLICY" for name in ("chat", "model", "network")}


@pytest.mark.parametrize("name", ["chat", "model"])
@pytest.mark.parametrize(
    ("setting", "environment", "holds"),
    [
        ("user-choice", None, "user-choice"),
        ("user-choice", "", "user-choice"),
        ("user-choice", "force-off", "force-off"),
        ("force-off", "user-choice", "force-off"),
        ("force-off", "force-on", "force-off"),
        ("user-choice", "force-on", "force-on"),
        ("force-on", None, "force-on"),
        ("force-on", "force-off", "force-off"),
        ("user-choice", "off", "force-off"),
    ],
)
def test_the_stricter_of_setting_and_environment_holds(
    name: str, setting: str, environment: str | None, holds: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if environment is not None:
        monkeypatch.setenv(NAMES[name], environment)
    settings = SciAssistSettings(**{f"{name}_policy": setting})
    assert policy(name, settings) == holds  # type: ignore[arg-type]


def test_the_network_cannot_be_forced_on(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TraitError):
        SciAssistSettings(network_policy="force-on")
    monkeypatch.setenv(NAMES["network"], "force-on")
    assert policy("network") == "force-off", "a word that means nothing allows nothing"


@pytest.mark.parametrize("name", [FAR, NEAR, "default", "test", "/no/such/file.gguf"])
@pytest.mark.parametrize("by", ["setting", "environment"])
def test_no_model_is_chosen_where_models_are_forbidden(
    name: str, by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = SciAssistSettings(**({"model_policy": "force-off"} if by == "setting" else {}))
    if by == "environment":
        monkeypatch.setenv(NAMES["model"], "force-off")
    with pytest.raises(ModelMissingError, match="model_policy is force-off"):
        selecting.find(name, settings)


@pytest.mark.parametrize("by", ["setting", "environment"])
def test_without_the_network_only_the_loopback_is_contacted(
    by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = SciAssistSettings(**({"network_policy": "force-off"} if by == "setting" else {}))
    if by == "environment":
        monkeypatch.setenv(NAMES["network"], "force-off")
    with pytest.raises(ModelMissingError, match=r"gpu\.invalid:443 is not contacted"):
        selecting.find(FAR, settings)
    assert isinstance(selecting.made(selecting.find(NEAR, settings)), EndpointModel)


def test_a_name_that_claims_to_be_this_machine_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    with rogue({}) as server:
        model = selecting.made(selecting.find(f"http://localhost:{server.port}#m"))
        monkeypatch.setattr("jupyter_sciassist.models.exchange._is_loopback", lambda sock: False)
        with pytest.raises(Exception, match="localhost is no address of this machine"):
            model.complete("Hello")
        assert server.asked == []


@pytest.mark.model
def test_files_are_for_the_worker(model_file: Path) -> None:
    for name in ("test", str(model_file)):
        model = selecting.made(selecting.find(name))
        assert isinstance(model, WorkerModel)
        assert model.path == model_file


@pytest.mark.parametrize(
    ("model", "forced", "name"),
    [
        ("none", "force-on", "default"),
        ("none", "user-choice", "none"),
        ("small", "force-on", "small"),
        ("none", "force-off", "none"),
    ],
)
def test_force_on_leaves_no_way_to_have_none(model: str, forced: str, name: str) -> None:
    settings = SciAssistSettings(model=model, model_policy=forced)
    assert selecting.configured(settings) == name


def test_nothing_is_fetched_without_the_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(*_: Any) -> None:
        raise AssertionError("a source was asked")

    monkeypatch.setattr(fetching, "_from_sources", forbidden)
    settings = SciAssistSettings(network_policy="force-off", model_dir=str(tmp_path))
    damaged = tmp_path / catalogue.entry("test").file
    damaged.write_bytes(b"GGUF")
    with pytest.raises(ModelMissingError, match=r"so SmolLM2.* is not fetched\. Ask whoever"):
        fetching.fetch("test", settings=settings)
    assert damaged.exists()


@pytest.mark.model
def test_a_file_that_is_here_needs_no_network(
    model_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(NAMES["network"], "force-off")
    assert fetching.fetch("test") == model_file


def test_the_door_obeys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAMES["model"], "force-off")
    data = pd.DataFrame({"dose": range(20), "growth": [n + (n * n * 7) % 41 for n in range(20)]})
    with rogue({}) as server:
        with pytest.raises(ModelMissingError, match="model_policy is force-off"):
            jupyter_sciassist.suggest(data, model=server.address)
        jupyter_sciassist.suggest(data)
        assert server.asked == []
