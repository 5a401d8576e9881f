"""A draft is tried on copies, in a process with limits, and what became of it is told."""

from __future__ import annotations

import os
import re
import time
from typing import Any

import numpy as np
import pandas as pd
import pytest

from jupyter_sciassist.drafts import sampling, trial
from tests.drafts.notebook import MODULES, penguins
from tests.drafts.trials import DATA, left, tried


def test_it_ran_and_shows_what_a_cell_would() -> None:
    made = tried("print('sum')\nx.sum()", ("x",)).trial
    assert (made.state, made.rows) == ("ran", 5)
    assert made.output == "sum\nnp.float64(10.0)\n"
    assert made.seconds is not None
    assert made.told.startswith("Ran without an error on a copy of x, in ")


def test_it_failed_with_what_and_where() -> None:
    made = tried("a = 1\npenguins['mass']", ("penguins",))
    assert made.trial.state == "failed"
    assert made.failure is not None
    assert (made.failure.kinds[0], made.failure.line) == ("KeyError", 2)
    assert made.trial.told == "Failed on a copy of penguins: KeyError: 'mass' in line 2"


def test_it_has_only_so_much_memory() -> None:
    made = tried("kept = bytearray(3 * 2**30)")
    assert made.trial.state == "failed"
    assert made.failure is not None
    assert made.failure.kinds[0] == "MemoryError"


def test_it_fills_no_disk() -> None:
    made = tried(
        "with open('big', 'wb') as f:\n    for _ in range(64):\n        f.write(bytes(2**20))"
    )
    assert made.failure is not None
    assert "OSError" in made.failure.kinds


@pytest.mark.parametrize(
    "code",
    [
        "while True:\n    pass",
        "import time\ntime.sleep(600)",
        "sum(range(10**15))",
        "try:\n    while True: pass\nfinally:\n    while True: pass",
    ],
)
def test_it_has_only_so_much_time(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "SECONDS", 3)
    made = tried(code)
    assert made.trial.state == "failed"
    assert "3 s" in made.trial.told
    assert left() == []


def test_it_is_gone_at_once_when_stopped() -> None:
    begun = time.monotonic()
    made = tried("while True:\n    pass", stopped=lambda: time.monotonic() - begun > 1)
    assert made.trial == trial.not_run("you stopped it.").trial
    assert time.monotonic() - begun < 10
    assert left() == []


@pytest.mark.parametrize(
    "code",
    [
        "import os\nos._exit(0)",
        "import sys\nsys.exit(3)",
        "import ctypes\nctypes.string_at(0)",
        'import os\nfor fd in range(3, 20):\n    try:\n        os.write(fd, b\'{"state": "ran"}\\n\')\n    except OSError:\n        pass\nos._exit(0)',
        "raise type('Odd', (Exception,), {'__str__': lambda self: 1 / 0})()",
        "raise KeyboardInterrupt",
        "class A(BaseException):\n    pass\nraise A('\\x1b[31m<script>' * 1000)",
    ],
)
def test_however_it_ends_it_is_told(code: str) -> None:
    made = tried(code)
    assert made.trial.state == "failed"
    assert made.failure is not None
    assert "\x1b" not in made.trial.told
    assert len(made.trial.told) < 600


def test_the_same_code_on_the_same_data_is_tried_once(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[trial.Job] = []
    run = trial._run

    def counted(job: trial.Job, stopped: Any) -> Any:
        begun.append(job)
        return run(job, stopped)

    monkeypatch.setattr(trial, "_run", counted)
    first = tried("print(sum(x) + 1)", ("x",))
    assert tried("print(sum(x) + 1)", ("x",)) == first
    assert tried("print(sum(x) + 1)", ("x",), x=np.arange(3)) != first
    assert tried("print(sum(x) + 1)", ("x",), stopped=lambda: True) == first
    assert len(begun) == 2
    # What was stopped is not what came of it.
    assert tried("print(sum(x) + 2)", ("x",), stopped=lambda: True).trial.state == "not run"
    assert tried("print(sum(x) + 2)", ("x",)).trial.state == "ran"


def test_what_it_prints_is_cut() -> None:
    made = tried("for i in range(10**6):\n    print('\\x1b[31m', i)").trial
    assert made.output is not None
    assert len(made.output) <= trial.OUTPUT
    assert "\x1b" not in made.output


def test_the_users_objects_stay_as_they_are() -> None:
    before = DATA["penguins"].copy()
    made = tried(
        "penguins['year'] = 0\npenguins.drop(columns='sex', inplace=True)\nsettings.clear()",
        ("penguins", "settings"),
    )
    assert made.trial.state == "ran"
    pd.testing.assert_frame_equal(DATA["penguins"], before)
    assert DATA["settings"] == {"alpha": 0.05}


def test_no_file_holds_the_data() -> None:
    made = tried(
        "import os\nprint(sorted(one for one in os.listdir('.') if not one.startswith('fontlist')))",
        ("penguins",),
    )
    assert made.trial.output == "[]\n"


def test_modules_and_functions_of_the_notebook_are_there() -> None:
    code = "print(pd.Series([1, 2]).sum(), join('a', 'b'))"
    held = {**MODULES, "join": os.path.join}
    job = trial.prepared(code, ("pd", "join"), {}, held)
    assert isinstance(job, trial.Job)
    assert trial.run(job).trial.output == "3 a/b\n"


def test_what_only_the_kernel_has_is_not_tried() -> None:
    class Mine:
        def __reduce__(self) -> Any:
            raise AssertionError("a method of the user's object was called")

    def own() -> None:
        raise AssertionError

    own.__module__ = "__main__"
    assert tried("mine", ("mine",), mine=Mine()).trial.state == "not run"
    table = pd.DataFrame({"a": [1, 2], "o": [Mine(), Mine()]})
    made = tried("table", ("table",), table=table).trial
    assert made.state == "not run"
    assert re.fullmatch(r"Not run: table holds a \S+Mine, which is not copied\.", made.told)
    job = trial.prepared("own()", ("own",), {}, {"own": own})
    assert isinstance(job, trial.Tried)
    assert job.trial.told == "Not run: it uses own, which only exists in your kernel."


def test_a_file_that_it_does_not_have_is_no_failure() -> None:
    made = tried("import pandas as pd\npd.read_csv('measurements.csv')").trial
    assert (made.state, made.told) == (
        "not run",
        "Not run: it reads a file, and a trial has none of yours.",
    )


def test_a_large_table_is_sampled_with_its_groups_and_what_belongs_to_it() -> None:
    table = penguins(50_000)
    table.loc[table.index[-3:], "species"] = "rare"
    values = table["year"].to_numpy()
    code = "print(len(table), (table['year'].to_numpy() == values).all(), sorted(table['species'].unique()))"
    made = tried(code, ("table", "values"), table=table, values=values).trial
    assert made.output == "1000 True ['Adelie', 'Chinstrap', 'Gentoo', 'rare']\n"
    assert made.rows == 1000
    assert "on a sample of 1,000 of the 50,000 rows of table" in made.told
    same = [sampling.copies(["table"], {"table": table}).data for _ in range(2)]
    assert same[0] == same[1]


@pytest.mark.parametrize(
    "obj",
    [
        pd.DataFrame({"c": pd.Categorical(["a", "b"]), "i": pd.array([1, None], dtype="Int64"), "t": pd.to_datetime(["2020-01-01", None])}),
        pd.Series([1.0, 2.0], index=pd.MultiIndex.from_tuples([("a", 1), ("b", 2)])),
        DATA["sites"],
        np.array(["a", "b"]),
        np.zeros((3, 2), dtype=[("p", float), ("q", int)]),
        [1, "a", None, {"b": (2.5, True)}],
        3 + 4j,
        {"one": penguins(5)},
    ],
    ids=lambda obj: type(obj).__name__,
)  # fmt: skip
def test_copies_are_equal(obj: Any) -> None:
    assert tried("print(repr(thing))", ("thing",), thing=obj).trial.output == f"{obj!r}\n"


def test_what_is_too_large_is_not_copied() -> None:
    wide = np.zeros((2000, 5000))
    assert "values in its sample" in tried("wide", ("wide",), wide=wide).trial.told
    assert "nested too deeply" in tried("deep", ("deep",), deep=[[[[[1]]]]]).trial.told
