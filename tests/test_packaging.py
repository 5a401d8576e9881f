"""What ships: the wheel's contents, from a clone and from an sdist, and the wheel installed."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tarfile
import venv
import zipfile
from importlib.metadata import version as version_of
from pathlib import Path

import pytest

from tests.clones import copy_to, run, state_of
from tests.test_licences import COPYLEFT
from tests.tracked import ROOT, tracked

EXTENSION = "share/jupyter/labextensions/jupyter-sciassist"
CONFIG = "etc/jupyter/jupyter_server_config.d/jupyter_sciassist.json"
HATCH = [sys.executable, "-m", "build", "--no-isolation"]


@pytest.fixture(scope="module")
def clone(tmp_path_factory) -> Path:
    return copy_to(tmp_path_factory.mktemp("clone"))


@pytest.fixture(scope="module")
def wheel(clone: Path) -> Path:
    """Built where a development bundle is lying about, as after `make lab`: this checkout's own."""
    bundle = Path("jupyter_sciassist", "labextension")
    assert list((ROOT / bundle).rglob("*.map")) != [], "no development bundle here: make setup"
    shutil.copytree(ROOT / bundle, clone / bundle)
    run(*HATCH, "--wheel", "--outdir", "from-clone", cwd=clone)
    return next((clone / "from-clone").glob("*.whl"))


@pytest.fixture(scope="module")
def sdist(clone: Path, wheel: Path) -> Path:
    run(*HATCH, "--sdist", "--outdir", "from-clone", cwd=clone)
    return next((clone / "from-clone").glob("*.tar.gz"))


@pytest.fixture(scope="module")
def wheel_of_sdist(sdist: Path, tmp_path_factory) -> Path:
    """Built without Node on the path: an sdist carries the bundle."""
    folder = tmp_path_factory.mktemp("sdist")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder)
    (unpacked,) = folder.iterdir()
    run(*HATCH, "--wheel", "--outdir", "dist", cwd=unpacked, PATH="/usr/bin-without-node")
    return next((unpacked / "dist").glob("*.whl"))


def contents(wheel: Path) -> list[str]:
    return sorted(zipfile.ZipFile(wheel).namelist())


def package_files() -> list[str]:
    return [name for name in tracked() if name.startswith("jupyter_sciassist/")]


def shared(wheel: Path) -> list[str]:
    """The files of the wheel that go to the environment's share/ and etc/."""
    marker = ".data/data/"
    return [name.partition(marker)[2] for name in contents(wheel) if marker in name]


def test_the_package_is_in_the_wheel_whole_and_nothing_else(wheel: Path) -> None:
    found = [name for name in contents(wheel) if ".dist-info/" not in name and ".data/" not in name]
    assert found == package_files()


def test_the_bundle_is_there_once_and_without_maps(wheel: Path) -> None:
    bundle = [name for name in shared(wheel) if name.startswith(EXTENSION)]
    relative = [name.removeprefix(EXTENSION + "/") for name in bundle]
    assert {"package.json", "install.json", "static/style.js"} <= set(relative)
    assert [name for name in relative if name.startswith("static/remoteEntry.")] != []
    assert [name for name in contents(wheel) if name.endswith(".map")] == []
    remote = [name for name in contents(wheel) if "remoteEntry" in name]
    assert len(remote) == 1, f"more than one bundle: {remote}"
    assert sorted(set(shared(wheel)) - set(bundle)) == [CONFIG]


def test_no_tests_and_no_data_ship(wheel: Path) -> None:
    endings = (".csv", ".tsv", ".parquet", ".gguf", ".ipynb", ".ts", ".tsx", ".prov.jsonl")
    assert [name for name in contents(wheel) if name.endswith(endings)] == []
    assert [name for name in contents(wheel) if "test" in name.split("/")[0]] == []


def test_nothing_in_the_bundle_is_copyleft(wheel: Path) -> None:
    name = next(name for name in contents(wheel) if name.endswith("third-party-licenses.json"))
    listed = json.loads(zipfile.ZipFile(wheel).read(name))["packages"]
    assert listed != []
    assert [one for one in listed if COPYLEFT.search(one["licenseId"])] == []


def test_an_sdist_builds_the_same_wheel_without_node(wheel: Path, wheel_of_sdist: Path) -> None:
    assert contents(wheel_of_sdist) == contents(wheel)


def test_the_sdist_holds_the_front_ends_sources(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    sources = {name for name in tracked() if name.startswith("labextension/")}
    assert sorted(sources - names) == []
    assert [name for name in names if "node_modules" in name] == []


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory) -> Path:
    """A fresh environment with the base install only; its bin folder."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    run(programs / "python", "-m", "pip", "install", "-q", "--no-compile", wheel, cwd=folder)
    return programs


def test_base_install_works_without_the_model_runtime(installed: Path) -> None:
    code = (
        "import importlib.util as u, jupyter_sciassist as s\n"
        "assert u.find_spec('llama_cpp') is None and u.find_spec('jupyterlab') is None\n"
        "import numpy as np, pandas as pd\n"
        "draw = np.random.default_rng(0).normal\n"
        "x = draw(size=60)\n"
        "data = pd.DataFrame({'x': x, 'y': x + draw(size=60)})\n"
        "found = s.suggest(data)\n"
        "assert found, 'no suggestion'\n"
        "print(found[0].hypothesis.relation)"
    )
    assert run(installed / "python", "-c", code, cwd=installed).strip() == "association"


def test_both_extensions_are_ok(installed: Path) -> None:
    version = version_of("jupyter_sciassist")
    home = {"JUPYTER_CONFIG_DIR": str(installed / "config"), "JUPYTER_NO_CONFIG": "1"}
    server = run(installed / "jupyter-server", "extension", "list", cwd=installed, **home)
    found = state_of(server, "jupyter_sciassist")
    assert "jupyter_sciassist enabled" in found
    assert f"jupyter_sciassist {version} OK" in found
    run(
        installed / "python",
        "-m",
        "pip",
        "install",
        "-q",
        "--no-compile",
        "jupyterlab",
        cwd=installed,
    )
    lab = run(installed / "jupyter-labextension", "list", cwd=installed, **home)
    assert f"jupyter-sciassist v{version} enabled OK" in state_of(lab, "jupyter-sciassist")
