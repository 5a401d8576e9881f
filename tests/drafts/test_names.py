"""Everything that a draft names is held against what exists."""

import pandas as pd
import pytest
import statsmodels.formula.api as smf

from jupyter_sciassist.drafts import modules, names, source
from tests.drafts.named import BAD, DOUBTFUL, GOOD
from tests.drafts.notebook import MODULES, data

DATA = data()
MEANS = DATA["penguins"].groupby("species")["body_mass_g"].mean()
LIVE = {
    **MODULES, **DATA, "means": MEANS, "other": pd.Series({"Emperor": 1.0, "Adelie": 2.0}), "ols": smf.ols,
    "fit": smf.ols("year ~ body_mass_g", DATA["penguins"]).fit(),
}  # fmt: skip


def check(code: str) -> names.Checked:
    return names.check(source.read(code), LIVE)


@pytest.mark.parametrize("code", GOOD)
def test_what_exists_is_not_missed(code: str) -> None:
    assert check(code).missing == ()


@pytest.mark.parametrize(("code", "name"), BAD)
def test_what_does_not_exist_is_missed(code: str, name: str) -> None:
    assert name in {one.name for one in check(code).missing}


@pytest.mark.parametrize(("code", "told"), DOUBTFUL)
def test_what_cannot_be_decided_is_said(code: str, told: str) -> None:
    found = check(code)
    assert found.missing == ()
    assert told in "; ".join(found.doubts)


def test_what_ran_for_certain_is_no_doubt_any_more() -> None:
    told = check("o = pd.read_csv('a')\no['a']\nif len(o):\n    o['b']\nfor c in o:\n    o['c']")
    assert [one.split("'")[1] for one in told.doubts] == ["a", "b", "c"]
    assert [one.split("'")[1] for one in told.unsettled] == ["b", "c"]


def test_near_names_are_told_with_the_line() -> None:
    (one,) = check("import math\npenguins['body_mass']").missing
    assert one.told() == "Line 2: there is no column 'body_mass' in penguins. Near: body_mass_g."


def test_a_column_of_something_unknown_is_said_and_not_guessed() -> None:
    told = check("other = pd.read_csv('other.csv')\nother['depth'].mean()")
    assert told.missing == ()
    assert told.doubts == ("whether 'depth' is in a table that the code makes (line 2)",)


def test_live_names_that_are_read_are_known() -> None:
    assert check("y = x.mean()\nsites.height").reads == ("x", "sites")


def test_nothing_is_imported_to_find_out_whether_it_is_installed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import sys

    for name in [one for one in sys.modules if one.partition(".")[0] == "sklearn"]:
        monkeypatch.delitem(sys.modules, name)
    assert modules.installed("sklearn.linear_model")
    assert not modules.installed("sklearn.linear_models")
    assert "sklearn" not in sys.modules
    assert check("from sklearn.svm import SVC").unloaded == ("SVC of sklearn.svm",)


def test_no_method_of_an_unknown_type_is_called() -> None:
    class Hostile:
        def __getattribute__(self, name: str) -> object:
            raise AssertionError(name)

        def __hash__(self) -> int:
            raise AssertionError

    told = names.check(source.read("thing['a'] + thing.b"), {"thing": Hostile()})
    assert told.missing == ()


@pytest.mark.parametrize("code", ["x = (", "a\0b", "(" * 2000, "def f(:\n  pass"])
def test_what_is_no_python_is_refused_with_a_reason(code: str) -> None:
    with pytest.raises(source.UnreadableError, match=r"Line 1|null|nested"):
        source.read(code)
