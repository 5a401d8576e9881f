"""Variables that are no tables: arrays, series, lists, dicts, single values; against NumPy and SciPy, through a kernel's chat."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import astropy.units as u
import numpy as np
import pandas as pd
import polars as pl
import pytest
import xarray as xr
from palmerpenguins import load_penguins
from scipy import stats
from sklearn.linear_model import LinearRegression

from jupyter_sciassist import answers, profiles
from jupyter_sciassist.analyses.base import candidate_of
from jupyter_sciassist.analyses.trend import Trend
from jupyter_sciassist.chat.operations import comparing, peaking
from jupyter_sciassist.chat.operations._drafting import Written
from jupyter_sciassist.chat.records import Reply
from jupyter_sciassist.kernel.engine import Engine
from jupyter_sciassist.profiles import lists, plan
from tests.chat.operations.common import answered, over, reply, told
from tests.chat.operations.common import text as words

# Every process that collects these tests must make the same ones: their names hold the values.
RNG = np.random.default_rng(7)
INDEX = np.arange(600)
SPECTRUM = 10 + 80 * np.exp(-(((INDEX - 250) / 6.0) ** 2) / 2) + RNG.normal(size=600)
SPECTRUM[[3, 77]] = np.nan
SIGNAL = 0.05 * np.arange(300) + RNG.normal(size=300)
WAVE = np.sin(2 * np.pi * np.arange(400) / 20) + RNG.normal(0, 0.2, 400)
COUNTS = [1, 2, 3, 4, 5, 2, 7, 9, 1, 0, 4, 4]
FLUX = pd.Series(RNG.normal(5, 2, 300), name="flux")
TEMPS = pd.Series(RNG.normal(15, 2, 120), index=pd.date_range("2020", periods=120), name="temp_c")
IMAGE = RNG.normal(2, 1, size=(64, 48))
STACK = RNG.normal(size=(2, 3, 4, 5))
# quantiles of normal samples in a mixed order, so that the same test fits them always
CONTROL, TREATED = (
    np.random.default_rng(3).permutation(stats.norm.ppf((np.arange(n) + 0.5) / n)) + mean
    for n, mean in ((50, 10), (60, 12))
)
SST = xr.DataArray(RNG.normal(20, 2, (10, 8)), dims=("lat", "lon"), attrs={"units": "degC"})


class Untouchable:
    """Calls nothing without complaint."""

    def __getattribute__(self, name: str) -> Any:
        raise AssertionError(f"{name} was looked up")

    def __repr__(self) -> str:
        raise AssertionError("repr was called")

    __str__ = __repr__

    def __len__(self) -> int:
        raise AssertionError("len was called")


def helper() -> None:
    """A function of the user's."""


FIT = LinearRegression().fit(np.arange(10.0)[:, None], 2 * np.arange(10.0))
OBJECTS: dict[str, Any] = {
    "penguins": load_penguins(), "spectrum": SPECTRUM, "signal": SIGNAL, "wave": WAVE, "counts": COUNTS, "flux": FLUX,
    "temps": TEMPS, "image": IMAGE, "stack": STACK, "control": CONTROL, "treated": TREATED, "sst": SST,
    "distances": np.array([1.0, 2.0, 5.0]) * u.pc, "infs": np.array([1.0, np.inf, 3.0, np.nan, -np.inf]),
    "masses": {"h": 1.008, "he": 4.0026, "fe": 55.845}, "quad": (1.0, 2.0, 4.0), "labels": ["x", "y", "x", "z"],
    "params": {"alpha": 0.5, "beta": 2, "run name": "north", "history": [1, 2]}, "ragged": {"p": [1, 2], "a": [3]},
    "temperature": 21.5, "n_runs": 12, "secret": "token-12345", "finished": True, "thing": Untouchable(),
    "zs": np.exp(1j * np.arange(5)), "nested": [[1, 2], [3, 4]], "tags": {"a", "b"}, "column": pl.Series([1.0, 2.0, 6.0]),
    "empty": np.array([]), "rows": [7, 8], "values": np.arange(3.0), "fit": FIT, "np": np, "helper": helper,
}  # fmt: skip


@pytest.fixture(scope="module")
def lab() -> Iterator[Engine]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("JPY_PARENT_PID", raising=False)
        patch.setenv("SCIASSIST_MODEL_POLICY", "force-off")
        own = Engine(lambda: SimpleNamespace(user_ns=OBJECTS, user_ns_hidden={}))
        yield own
        own.stop()


VALUES = [
    ("what is the mean of spectrum?", "spectrum", np.nanmean(SPECTRUM)),
    ("What is the mean of @spectrum?", "spectrum", np.nanmean(SPECTRUM)),
    ("90th percentile of spectrum", "spectrum", np.nanpercentile(SPECTRUM, 90)),
    ("how many missing values in spectrum?", "spectrum", 2),
    ("standard deviation of signal", "signal", SIGNAL.std(ddof=1)),
    ("interquartile range of signal", "signal", stats.iqr(SIGNAL)),
    ("median of signal where signal is above 5", "signal", np.median(SIGNAL[SIGNAL > 5])),
    ("max of counts", "counts", 9),
    ("what is the sum of counts?", "counts", sum(COUNTS)),
    ("how many values in counts are above 3?", "counts", 6),
    ("what fraction of counts is above 3?", "counts", 0.5),
    ("mean of flux", "flux", FLUX.mean()),
    ("what percentage of flux values are below 5?", "flux", 100 * (FLUX < 5).mean()),
    ("mean of temps", "temps", TEMPS.mean()),
    ("what is the mean of image?", "image", IMAGE.mean()),
    ("how many values in image are above 1?", "image", int((IMAGE > 1).sum())),
    ("standard deviation of stack", "stack", STACK.std(ddof=1)),
    ("mean of sst", "sst", float(SST.mean())),
    ("what is the mean of distances?", "distances", 8 / 3),
    ("what is the mean of infs?", "infs", 2.0),
    ("mean of masses", "masses", np.mean([1.008, 4.0026, 55.845])),
    ("what is fe in masses?", "masses", 55.845),
    ("range of quad", "quad", 3.0),
    ("how many unique values in labels?", "labels", 3),
    ("mean of column", "column", 3.0),
    ("mean of body mass", "penguins", OBJECTS["penguins"]["body_mass_g"].mean()),
    ("how many rows has penguins?", "penguins", 344),
    ("how many values of body_mass_g are missing?", "penguins", 2),
    ("mean of values", "values", 1.0),
]  # fmt: skip


@pytest.mark.parametrize(("question", "subject", "value"), VALUES)
def test_values_are_computed_and_cited(
    lab: Engine, question: str, subject: str, value: float
) -> None:
    found = answered(lab, question)
    assert found.basis == "computed"
    assert found.answer is not None
    assert found.answer.verified
    assert found.answer.value == pytest.approx(value, rel=1e-12)
    assert {one.variable for one in found.sources} == {subject}


def test_what_was_left_out_and_the_unit_are_told(lab: Engine) -> None:
    assert "(n = 598; 2 missing left out)" in words(answered(lab, "mean of spectrum"))
    assert "(n = 2; 3 missing left out, 2 of them infinite)" in words(answered(lab, "mean of infs"))
    assert "2.66667 pc" in words(answered(lab, "mean of distances"))
    assert "degC" in words(answered(lab, "mean of sst"))
    assert "Number of values where counts > 3: 6 of 12" in words(
        answered(lab, "how many values in counts are above 3?")
    )


FACTS = [
    ("what is the shape of image?", "image is an array (numpy.ndarray) of shape (64, 48), 3072 values, of type float64"),
    ("what is the dtype of spectrum?", "of type float64"),
    ("how large is stack?", "shape (2, 3, 4, 5), 120 values"),
    ("how many values are in spectrum?", "600 values, of type float64.\n2 values are missing"),
    ("how long is counts?", "counts is a list of 12 items, of type int"),
    ("how many elements does labels have?", "a list of 4 items"),
    ("what type is flux?", "flux is a series (pandas.Series) of shape (300,)"),
    ("what is the shape of penguins?", "penguins is a table (pandas.DataFrame) of shape (344, 8)"),
    ("what is the shape of sst?", "(xarray.DataArray) of shape (10, 8)"),
    ("what keys are in params?", "Keys: alpha, beta, run name, history."),
    ("what is alpha in params?", "alpha of params is a number (float): 0.5."),
    ("what is the run name in params?", "run name of params is a text (str) of 5 characters."),
    ("what is history in params?", "history of params is a list of 2 items"),
    ("what is a in ragged?", "a of ragged is a list of 1 item"),
    ("what is the value of temperature?", "temperature is a number (float): 21.5."),
    ("what is the mean of temperature?", "temperature is a number (float): 21.5."),
    ("what is n_runs?", "n_runs is a number (int): 12."),
    ("what is finished?", "finished is a truth value (bool): True."),
    ("what is secret?", "secret is a text (str) of 11 characters."),
    ("what is the mean of ragged?", "No statistics are computed of it: its values are neither columns of one length nor all numbers."),
    ("describe thing", "thing is an object (tests.Untouchable).\nNo statistics are computed of it: tests.Untouchable is no table"),
    ("is there a trend in thing?", "thing is an object (tests.Untouchable)."),
    ("what is the mean of nested?", "it holds list objects; make an array or a table of them first"),
    ("what is in tags?", "`sorted(tags)` makes a list of it"),
    ("what is the mean of zs?", "complex128 values are not read"),
    ("what is the mean of empty?", "empty has too few values"),
    ("describe image", f"Mean {IMAGE.mean():.4g}"),
    ("describe counts", "counts (number): 12 values, 0 missing. Mean 3.5"),
    ("describe spectrum", "598 values, 2 missing"),
    ("what is the slope of fit?", "fit is a model (sklearn.LinearRegression).\nLearned: n_features_in_, coef_ (1,)"),
    ("describe fit", "`learned = fit.coef_`"),
    ("where is the maximum of spectrum?", f"is at index {np.nanargmax(SPECTRUM)}, counted from 0"),
    ("at which index is image largest?", "is at index {}, {}, counted".format(*np.unravel_index(IMAGE.argmax(), IMAGE.shape))),
    ("is there a peak in spectrum?", f"index {np.nanargmax(SPECTRUM)}, counted from 0.\nWhether spectrum has a peak cannot be tested"),
    ("what is the mean of control and treated?", "are variables of their own"),
    ("are signal and wave correlated?", "signal has 300 values and wave 400"),
    ("how many rows has penguins?", "344"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "told"), FACTS)
def test_facts_and_reasons_are_told(lab: Engine, question: str, told: str) -> None:
    found = answered(lab, question)
    assert told in words(found)
    assert "12345" not in words(found)
    assert found.basis != "general"


@pytest.mark.parametrize("question", ["What is a spectrum?", "what does a signal mean?"])
def test_what_a_word_means_is_no_question_about_the_variable(lab: Engine, question: str) -> None:
    found = answered(lab, question)
    assert "(numpy.ndarray)" not in words(found)


def test_a_trend_along_the_index_is_of_all_values_and_its_cell_gives_it_again(lab: Engine) -> None:
    found = answered(lab, "is there a trend in signal?")
    (card,) = (one for one in found.suggestions if one.analysis == "trend")
    evidence = card.evidence
    assert evidence is not None
    assert evidence.estimate is not None
    assert evidence.asserted
    assert (evidence.split, evidence.n) == ("all", 300)
    slope = stats.theilslopes(SIGNAL, np.arange(300)).slope
    assert evidence.estimate.value == pytest.approx(slope, rel=1e-9)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(card.code.replace("plt.show()", ""), {"signal": SIGNAL})
    assert f"estimate = {slope:.6g}" in printed.getvalue()
    profile = profiles.profile(SIGNAL, "signal")
    assert candidate_of(Trend(), profile, "signal", card.id, ("signal",)) is not None
    assert not list(Trend().applies(profile))


def test_periods_and_steps_of_an_array_and_of_a_list(lab: Engine) -> None:
    card = answered(lab, "is wave periodic?").suggestions[0]
    assert (card.analysis, card.evidence is not None and card.evidence.asserted) == (
        "periodicity",
        True,
    )
    assert card.evidence is not None
    assert card.evidence.estimate is not None
    assert card.evidence.estimate.value == pytest.approx(20, rel=0.01)
    level = [float(one) for one in np.repeat([0.0, 5.0], 40) + RNG.normal(0, 0.5, 80)]
    step = reply("is there a step in level?", over(level=level)).suggestions[0]
    assert step.analysis == "changepoint"
    assert step.hypothesis is not None
    assert step.hypothesis.location == 40


def test_two_variables_are_compared_and_the_draft_makes_the_table_that_is_tested() -> None:
    where = over(control=CONTROL, treated=TREATED)
    made = comparing.written("do control and treated differ?", where)
    assert isinstance(made, Written)
    said = words(made.telling.reply())
    assert f"Mean of control minus mean of treated: {CONTROL.mean() - TREATED.mean():.4g}" in said
    assert "q =" not in said
    assert " p " not in said
    run: dict[str, Any] = {"control": CONTROL, "treated": TREATED}
    exec(made.code, run)
    tested = reply("test value by sample in samples", over(samples=run["samples"], **where.objects))
    evidence = tested.suggestions[0].evidence
    assert evidence is not None
    assert evidence.p is not None
    assert evidence.p == pytest.approx(
        stats.ttest_ind(CONTROL, TREATED, equal_var=False).pvalue, rel=1e-6
    )


def test_two_variables_of_one_length_are_related_by_position() -> None:
    other = SIGNAL + RNG.normal(size=300)
    made = comparing.written("are signal and other correlated?", over(signal=SIGNAL, other=other))
    assert isinstance(made, Written)
    said = words(made.telling.reply())
    assert f"Spearman correlation {stats.spearmanr(SIGNAL, other).statistic:.4g}" in said
    assert f"Pearson correlation {stats.pearsonr(SIGNAL, other).statistic:.4g}" in said


def test_the_draft_makes_the_table_in_which_a_peak_is_tested() -> None:
    made = peaking.written("is there a peak in spectrum?", over(spectrum=SPECTRUM))
    assert isinstance(made, Written)
    run: dict[str, Any] = {"spectrum": SPECTRUM}
    exec(made.code, run)
    found = reply(
        "are there peaks in intensity?",
        over(spectrum_table=run["spectrum_table"], spectrum=SPECTRUM),
    )
    claim = found.suggestions[0].hypothesis
    assert claim is not None
    assert (claim.relation, found.suggestions[0].subject.variable) == ("peak", "spectrum_table")
    assert claim.location == pytest.approx(250, abs=5)


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("plot spectrum", 'plt.plot(rows["spectrum"]'), ("plot counts", 'plt.plot(rows["counts"]'),
        ("histogram of counts", 'plt.hist(rows["counts"]'), ("plot image", "plt.imshow(image,"),
    ],
)  # fmt: skip
def test_figures(question: str, code: str) -> None:
    where = over(spectrum=SPECTRUM, counts=COUNTS, image=IMAGE)
    assert code in told(question, where)


def test_a_column_and_a_variable_of_one_name_are_a_choice() -> None:
    table = pd.DataFrame({"mass": [1.0, 2.0, 6.0]})
    found = answers.ask({"events": table, "mass": np.array([4.0, 6.0])}, "mean mass")
    assert not found.verified
    assert found.reading is not None
    assert [one.request.subject for one in found.reading.rivals] == ["mass"]


def test_nothing_of_a_query_is_computed_to_say_what_it_is() -> None:
    chunks = xr.DataArray(np.ones((4, 4))).chunk({"dim_0": 2})

    def fail(block: Any) -> Any:
        raise AssertionError("computed")

    lazy = xr.apply_ufunc(fail, chunks, dask="parallelized", output_dtypes=[float])
    engine = Engine(lambda: SimpleNamespace(user_ns={"lazy": lazy}, user_ns_hidden={}))
    try:
        said = words(answered(engine, "what is the mean of lazy?"))
    finally:
        engine.stop()
    assert "lazy is an array (xarray.DataArray) of shape (4, 4)" in said
    assert "its chunks have not been computed; assign its .compute() to a name" in said


def test_huge_objects_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "MAX_WHOLE", 60_000)
    monkeypatch.setattr(lists, "MOST_ITEMS", 10)
    large = RNG.normal(size=70_000)
    found = answers.ask({"large": large}, "mean of large")
    assert found.value == pytest.approx(large.mean(), abs=0.05)
    assert not found.verified
    assert "From a sample of 50000 rows, so not exact" in found.text
    assert profiles.every(np.ones((300, 300)).T[::2]) is not None
    assert profiles.every(np.ones((300, 600)).T[::2]) is None
    assert "lists of up to" in str(profiles.why_not(list(range(11))))


def test_a_finding_of_another_kind_is_no_answer(lab: Engine) -> None:
    found = answered(lab, "are there outliers in flux?")
    assert found.basis != "computed"
    assert found.answer is None or not found.answer.verified


def test_completion_offers_what_can_be_asked_about(lab: Engine) -> None:
    events: list[dict[str, Any]] = []
    job = lab.complete(
        "variable", "", reply=lambda event, **fields: events.append({"event": event, **fields})
    )
    assert job.wait(60)
    (items,) = (one["items"] for one in events if one["event"] == "completions")
    offered = {one["name"]: one["told"] for one in items}
    assert offered.keys() == OBJECTS.keys() - {"np", "helper"}
    assert offered["counts"] == "list 12"
    assert offered["spectrum"] == "array 600"
    assert offered["thing"] == "tests.Untouchable"
    assert all(offered.values())


def test_a_reply_travels(lab: Engine) -> None:
    found = answered(lab, "what is the shape of image?")
    assert Reply.from_json(found.to_json()) == found
