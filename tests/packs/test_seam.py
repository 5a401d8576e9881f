"""The seam of packs: found without importing, loaded only where they fit, broken ones told."""

import json
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from jupyter_sciassist import packs, pipeline, profiles
from jupyter_sciassist.packs import discovery, manifest

ANALYSES_PY = """
from jupyter_sciassist.analyses import _evidence
from jupyter_sciassist.analyses.base import Finding
from jupyter_sciassist.records import Candidate


class Widest:
    name, floor = "tides.widest", 3

    def applies(self, profile):
        yield Candidate(self.name, profile.variable, ("tide_m",))

    def measure(self, table, candidate):
        values = table.columns["tide_m"].values
        facts = {"title": "tides turn", "sentence": "Tides turn", "columns": ("tide_m",)}
        return Finding(candidate, "analysis", _evidence.of(table, "range", len(values), None), facts=facts)

    def code(self, table, finding):
        return 'n = len(data)\\nprint(f"n = {n}")\\n'


ANALYSES = (Widest(),)
"""
MANIFEST = {
    "api": 1, "id": "tides", "version": "0.1", "title": "Tides",
    "recognisers": [{"columns": [{"role": "level", "names": ["tide_.*"], "units": ["m"], "min": -20, "max": 20}]}],
    "analyses": [{"id": "widest", "title": "Widest", "kinds": ["table"], "cost": "low", "extras": []}],
}  # fmt: skip


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Installs a pack as a wheel would: a package and its entry point; gives a function to do so."""

    def install(data=MANIFEST, code=ANALYSES_PY, package="tides_pack"):
        folder = tmp_path / package
        folder.mkdir()
        (folder / "__init__.py").write_text("")
        (folder / "SKILL.md").write_text("---\nname: tides\ndescription: Tides.\n---\n")
        (folder / "pack.json").write_text(data if isinstance(data, str) else json.dumps(data))
        (folder / "analyses.py").write_text(code)
        info = tmp_path / f"{package}-0.1.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 0.1\n")
        (info / "entry_points.txt").write_text(
            f"[jupyter_sciassist.packs]\n{package} = {package}\n"
        )
        monkeypatch.syspath_prepend(str(tmp_path))
        monkeypatch.delitem(sys.modules, f"{package}.analyses", raising=False)
        monkeypatch.delitem(sys.modules, package, raising=False)

    return install


def tides():
    return pd.DataFrame({"tide_m": np.sin(np.arange(50)), "gauge": np.arange(50) % 3})


def test_the_built_in_packs_are_sound():
    found = packs.discover()
    assert {"physics", "astronomy"} <= {pack.id for pack in found}
    assert [pack.problem for pack in found if pack.problem] == []
    core = {analysis.name for analysis in pipeline.ANALYSES}
    for pack in found:
        assert {one.instead_of for one in pack.analyses} - {None} <= core
        for offer in pack.analyses:
            assert packs.named(pipeline.ANALYSES, f"{pack.id}.{offer.id}") is not None


def test_an_installed_pack_is_used_where_it_fits(installed):
    installed()
    assert "tides" in {pack.id for pack in packs.discover()}
    assert "tides_pack" not in sys.modules
    assert packs.analyses(profiles.profile(pd.DataFrame({"a": [1.5, 2, 4]}), "other")) == ()
    assert "tides_pack" not in sys.modules
    cards = [card for card in pipeline.suggest({"tides": tides()}, policy="door") if card.pack == "tides"]  # fmt: skip
    assert [card.title for card in cards] == ["tides turn"]
    assert "tides_pack.analyses" in sys.modules


BAD = {
    "no JSON": "{",
    "another api": MANIFEST | {"api": 2},
    "a field too many": MANIFEST | {"extra": 1},
    "a field too few": {key: MANIFEST[key] for key in MANIFEST if key != "analyses"},
    "a taken id": MANIFEST | {"id": "physics"},
    "a bad id": MANIFEST | {"id": "No Good"},
    "a wrong type": MANIFEST | {"title": 7},
    "fits everything": MANIFEST | {"recognisers": [{}]},
    "bad pattern": MANIFEST | {"recognisers": [{"columns": [{"role": "a", "names": ["("]}]}]},
    "bad cost": MANIFEST | {"analyses": [{"id": "a", "title": "b", "cost": "free"}]},
}
BROKEN = {
    "raises": "1 / 0",
    "a syntax error": "def",
    "binds nothing": "",
    "other names": ANALYSES_PY.replace("tides.widest", "tides.other"),
    "needs what is missing": "import no_such_module_here",
}


@pytest.mark.parametrize("case", [*BAD, *BROKEN])
def test_a_bad_pack_gives_one_error_and_costs_the_scan_nothing(case, installed):
    before = {card.id for card in pipeline.suggest({"tides": tides()}, policy="door")}
    installed(BAD.get(case, MANIFEST), BROKEN.get(case, ANALYSES_PY))
    cards = pipeline.suggest({"tides": tides()}, policy="door")
    told = [card for card in cards if card.analysis == "fault"]
    assert len(told) == 1
    assert "tides" in told[0].title
    assert before <= {card.id for card in cards}


def test_a_missing_package_is_told(installed, tmp_path):
    installed()
    (tmp_path / "tides_pack-0.1.dist-info" / "entry_points.txt").write_text(
        "[jupyter_sciassist.packs]\ngone = not_there.at_all\n"
    )
    discovery._discover.cache_clear()
    problems = [pack.problem for pack in packs.discover() if pack.problem]
    discovery._discover.cache_clear()
    assert len(problems) == 1
    assert "not_there.at_all" in problems[0]


def test_discovery_imports_nothing_and_is_quick():
    code = (
        "import importlib, json, sys, time\n"
        "import jupyter_sciassist.packs.discovery as d\n"
        "before = set(sys.modules); t = time.process_time(); found = d.discover()\n"
        "took = time.process_time() - t\n"
        "print(json.dumps([took, sorted(set(sys.modules) - before), [p.id for p in found]]))"
    )
    runs = [
        json.loads(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)
        for _ in range(3)
    ]  # fmt: skip
    for _, loaded, found in runs:
        third = {name.split(".")[0] for name in loaded} - set(sys.stdlib_module_names)
        assert third <= {"jupyter_sciassist"}
        assert not any(name.endswith(".analyses") for name in loaded)
        assert {"physics", "astronomy"} <= set(found)
    assert min(took for took, *_ in runs) < 0.5  # ten times the aim: a guard against hanging


def test_recognisers_want_name_role_unit_and_range():
    role = manifest.ColumnRole("level", ("tide_.*",), ("numeric",), ("m",), -20, 20)
    recogniser = manifest.Recogniser((role,))
    from jupyter_sciassist.packs.recognition import fits

    def says(frame):
        return fits(recogniser, profiles.profile(frame, "f"))

    assert says(tides())
    assert not says(tides().rename(columns={"tide_m": "tide_km"}))
    assert not says(tides().rename(columns={"tide_m": "level_m"}))
    assert not says(tides().assign(tide_m=tides().tide_m * 100))
    assert not fits(manifest.Recogniser((role, role)), profiles.profile(tides(), "f"))
    assert not fits(manifest.Recogniser((role,), ("events",)), profiles.profile(tides(), "f"))
