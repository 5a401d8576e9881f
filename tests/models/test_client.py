from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable
from pathlib import Path

import jsonschema
import psutil
import pytest

from jupyter_sciassist.errors import (
    ModelCancelled,
    ModelCrashed,
    ModelError,
    ModelFileError,
    ModelMissingError,
)
from jupyter_sciassist.language import replies
from jupyter_sciassist.models import memory
from jupyter_sciassist.models.client import WorkerModel

pytestmark = pytest.mark.model

STORY = "<|im_start|>user\nTell a long story of the sea.<|im_end|>\n<|im_start|>assistant\n"
SKY = "The colour of the sky on a clear day is"
COLOURS = [" blue", " a deep and quiet blue", " table", " grey-green", ""]
GUARD = 30.0


def gone(pid: int) -> bool:
    """Wait, with a bound that only guards against hanging, for the process to end."""
    end = time.monotonic() + GUARD
    while time.monotonic() < end:
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.05)
    return False


def at_token(number: int, do: Callable[[], object]) -> tuple[list[str], Callable[[str], None]]:
    """Tokens seen so far, and a listener that acts once at the token of that number."""
    seen: list[str] = []

    def listen(text: str) -> None:
        seen.append(text)
        if len(seen) == number:
            do()

    return seen, listen


def test_nothing_runs_before_the_first_request(worker):
    assert (worker.state, worker.pid) == ("idle", None)
    assert worker.score("x", []) == []
    assert worker.pid is None


def test_tokens_stream_and_add_up_to_the_text(worker):
    seen: list[str] = []
    states: list[str] = []
    made = worker.complete(
        STORY, max_tokens=24, on_token=lambda text: (seen.append(text), states.append(worker.state))
    )
    assert "".join(seen) == made.text
    assert len(seen) > 10
    assert (made.tokens_out, made.finish) == (24, "length")
    assert made.tokens_in > 10
    assert set(states) == {"ready"}


def test_greedy_is_repeatable_and_seeds_are_too(worker):
    again = [worker.complete(STORY, max_tokens=12).text for _ in range(2)]
    assert again[0] == again[1]
    drawn = [
        worker.complete(STORY, max_tokens=12, temperature=1.0, seed=seed).text for seed in (1, 1, 2)
    ]
    assert drawn[0] == drawn[1] != drawn[2]


def test_an_answer_may_end_by_itself(worker):
    made = worker.complete(
        "<|im_start|>user\nSay yes.<|im_end|>\n<|im_start|>assistant\n", max_tokens=400
    )
    assert made.finish == "stop"
    assert "<|im_end|>" not in made.text


def test_scores_are_logarithms_of_probabilities(worker):
    found = worker.score(SKY, COLOURS)
    assert found[4] == 0.0
    assert all(value < 0 for value in found[:4])
    assert found[0] > found[2]


def test_scores_do_not_depend_on_what_was_asked_before(worker, model_file):
    long = SKY + " and the sea below it is" * 30
    fresh = worker.score(long, COLOURS)
    cached = worker.score(long, COLOURS)
    worker.complete(long, max_tokens=8)
    worker.score(STORY, [" once"])
    after_others = worker.score(long, COLOURS)
    for share in (3, 5, 7):
        worker.score(long[: len(long) * share // 8], [" far"])
        worker.score(long[: len(long) * share // 8] + " Then the wind rose", [" far"])
    after_parts = worker.score(long, COLOURS)
    turned = worker.score(long, COLOURS[::-1])[::-1]
    alone = [worker.score(long, [text])[0] for text in COLOURS]
    other = WorkerModel(model_file)
    elsewhere = other.score(long, COLOURS)
    other.close()
    for found in (cached, after_others, after_parts, turned, alone, elsewhere):
        assert found == pytest.approx(fresh, abs=1e-3)


def test_many_continuations_are_scored_in_several_batches(worker):
    names = [f" column number {number} of the table" for number in range(40)]
    together = worker.score(SKY, names)
    assert together == pytest.approx(
        [worker.score(SKY, [name])[0] for name in names[:5]] + together[5:], abs=1e-3
    )


NAMES = [
    "bill_length",
    "Größe (µm)",
    'a "quoted" name',
    "back\\slash",
    "new\nline",
    "tab\t",
    "日本",
    "a/b",
]
NOTE = replies.schema(NAMES)
FLAT = {
    "type": "object",
    "properties": {
        "operation": {"enum": ["mean", "count"]},
        "yes": {"type": "boolean"},
        "words": {"type": "array", "items": {"type": "string", "maxLength": 8}, "maxItems": 3},
    },
    "required": ["operation", "yes", "words"],
    "additionalProperties": False,
}


@pytest.mark.parametrize("schema", [NOTE, FLAT], ids=["note", "flat"])
@pytest.mark.parametrize("seed", range(5))
def test_with_a_schema_the_text_always_fits_it(worker, schema, seed):
    made = worker.complete(
        STORY, schema=schema, max_tokens=200, temperature=1.5 if seed else 0.0, seed=seed
    )
    assert made.finish == "stop"
    jsonschema.validate(json.loads(made.text), schema)


@pytest.mark.parametrize("name", NAMES)
def test_any_name_of_a_column_can_be_in_an_enum(worker, name):
    made = worker.complete(STORY, schema={"enum": [name]}, max_tokens=60)
    assert json.loads(made.text) == name


def test_a_cancel_in_the_answer_stops_it(worker):
    cancel = threading.Event()
    seen, listen = at_token(3, cancel.set)
    with pytest.raises(ModelCancelled):
        worker.complete(STORY, max_tokens=1000, cancel=cancel, on_token=listen)
    assert len(seen) == 3
    pid = worker.pid
    assert worker.complete(STORY, max_tokens=3).tokens_out == 3
    assert worker.pid == pid


def test_a_request_cancelled_before_it_starts_is_never_sent(worker):
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(ModelCancelled):
        worker.complete(STORY, max_tokens=1000, cancel=cancel)


def test_a_listener_that_fails_leaves_the_model_usable(worker):
    def fail() -> None:
        raise KeyError("listener")

    _, listen = at_token(2, fail)
    with pytest.raises(KeyError):
        worker.complete(STORY, max_tokens=2000, on_token=listen)
    assert worker.complete(STORY, max_tokens=3).tokens_out == 3


def test_killed_while_answering_the_next_request_is_answered(worker):
    expected = worker.score(SKY, COLOURS)
    pid = worker.pid
    _, listen = at_token(3, lambda: os.kill(pid, signal.SIGKILL))
    with pytest.raises(ModelCrashed, match="ask again"):
        worker.complete(STORY, max_tokens=2000, on_token=listen)
    assert (worker.state, worker.pid) == ("failed", None)
    assert worker.score(SKY, COLOURS) == pytest.approx(expected, abs=1e-3)
    assert worker.pid != pid
    assert worker.state == "ready"


def test_killed_between_requests_it_is_started_again(worker):
    worker.load()
    pid = worker.pid
    os.kill(pid, signal.SIGKILL)
    assert gone(pid)
    assert worker.complete(STORY, max_tokens=3).tokens_out == 3


def test_a_hung_worker_is_killed(model_file):
    worker = WorkerModel(model_file, patience=2.0)
    worker.load()
    pid = worker.pid
    _, listen = at_token(3, lambda: os.kill(pid, signal.SIGSTOP))
    with pytest.raises(ModelCrashed, match="no sign of life"):
        worker.complete(STORY, max_tokens=2000, on_token=listen)
    assert gone(pid)
    assert worker.complete(STORY, max_tokens=3).tokens_out == 3
    worker.close()


def test_an_interrupt_is_not_for_the_model(worker):
    worker.load()
    pid = worker.pid
    _, listen = at_token(3, lambda: os.kill(pid, signal.SIGINT))
    assert worker.complete(STORY, max_tokens=20, on_token=listen).tokens_out == 20
    assert worker.pid == pid


def test_it_outlives_the_thread_that_started_it(worker):
    starter = threading.Thread(target=worker.load)
    starter.start()
    starter.join()
    pid = worker.pid
    assert worker.complete(STORY, max_tokens=3).tokens_out == 3
    assert worker.pid == pid


def test_close_leaves_no_process_and_ends_what_runs(worker):
    worker.load()
    pid = worker.pid
    _, listen = at_token(3, threading.Thread(target=worker.close).start)
    with pytest.raises(ModelCancelled, match="closed"):
        worker.complete(STORY, max_tokens=4000, on_token=listen)
    assert gone(pid)
    with pytest.raises(ModelError, match="closed"):
        worker.complete(STORY)
    worker.close()


@pytest.mark.parametrize("child", [False, True], ids=["alone", "with a child that holds the pipe"])
def test_no_orphan_when_the_parent_is_killed(model_file, child, tmp_path):
    script = f"""
    import os, time
    from jupyter_sciassist.models.client import WorkerModel
    model = WorkerModel({str(model_file)!r})
    model.load()
    other = os.fork() if {child} else 0
    if {child} and other == 0:
        time.sleep(120)
    print(model.pid, other, flush=True)
    time.sleep(120)
    """
    parent = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE, text=True
    )
    pid, other = map(int, parent.stdout.readline().split())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert gone(pid)
    if other:
        os.kill(other, signal.SIGKILL)


def test_files_of_the_working_folder_shadow_nothing(worker, tmp_path, monkeypatch):
    for name in ("json.py", "numpy.py", "queue.py"):
        (tmp_path / name).write_text("raise SystemExit('shadowed')\n")
    monkeypatch.chdir(tmp_path)
    assert worker.complete(STORY, max_tokens=3).tokens_out == 3


def test_what_does_not_fit_is_said_so(worker):
    with pytest.raises(ModelError, match=r"too long .* tokens, the model reads 4096"):
        worker.complete("the sea " * 5000)
    with pytest.raises(ModelError, match="empty"):
        worker.complete("")
    with pytest.raises(ModelError, match="schema"):
        worker.complete(STORY, schema={"type": "nonsense"})
    assert worker.complete(STORY, max_tokens=3).tokens_out == 3


def test_a_truncated_file_is_refused_with_the_cure(model_file, tmp_path):
    short = tmp_path / "short.gguf"
    with model_file.open("rb") as file:
        short.write_bytes(file.read(20_000_000))
    model = WorkerModel(short)
    with pytest.raises(ModelFileError, match="truncated"):
        model.complete(STORY)
    assert (model.state, model.pid) == ("failed", None)
    assert "truncated" in model.detail


def test_a_known_file_of_another_size_is_refused_before_anything_is_started(model_file, tmp_path):
    short = tmp_path / model_file.name
    with model_file.open("rb") as file:
        short.write_bytes(file.read(1_000_000))
    model = WorkerModel(short)
    with pytest.raises(ModelFileError, match="model fetch smollm2-135m"):
        model.complete(STORY)
    assert model.pid is None


def test_no_gguf_no_file(tmp_path):
    other = tmp_path / "other.gguf"
    other.write_bytes(b"PK\x03\x04 something else")
    with pytest.raises(ModelFileError, match="no GGUF"):
        WorkerModel(other).complete(STORY)
    with pytest.raises(ModelMissingError, match="Check the path"):
        WorkerModel(tmp_path / "none.gguf").complete(STORY)
    noise = tmp_path / "noise.gguf"
    noise.write_bytes(b"GGUF" + bytes(range(256)) * 100)
    with pytest.raises(ModelFileError, match="cannot load"):
        WorkerModel(noise).complete(STORY)


def test_a_file_that_becomes_whole_is_loaded_at_the_next_request(model_file, tmp_path):
    path = tmp_path / "late.gguf"
    model = WorkerModel(path)
    with pytest.raises(ModelMissingError):
        model.complete(STORY)
    shutil.copy(model_file, path)
    assert model.complete(STORY, max_tokens=2).tokens_out == 2
    model.close()


def test_without_llama_cpp_the_cure_is_named(model_file, tmp_path, monkeypatch):
    (tmp_path / "llama_cpp.py").write_text(
        "raise ModuleNotFoundError(\"No module named 'llama_cpp'\", name='llama_cpp')\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    model = WorkerModel(model_file)
    with pytest.raises(ModelMissingError) as error:
        model.complete(STORY)
    assert 'pip install "jupyter_sciassist[local]"' in str(error.value)
    assert model.state == "failed"


def test_too_little_memory_is_said_before_loading(model_file, monkeypatch):
    monkeypatch.setattr(memory, "available", lambda: 50 << 20)
    model = WorkerModel(model_file)
    with pytest.raises(ModelError, match=r"needs 0\.5 GB of memory, 0\.1 GB are free"):
        model.complete(STORY)
    assert model.pid is None


def test_memory_of_a_container(tmp_path: Path):
    assert memory._of_group(tmp_path) is None
    (tmp_path / "memory.max").write_text("max\n")
    assert memory._of_group(tmp_path) is None
    (tmp_path / "memory.max").write_text("1000\n")
    (tmp_path / "memory.current").write_text("700\n")
    (tmp_path / "memory.stat").write_text("anon 300\nfile 400\nshmem 150\n")
    assert memory._of_group(tmp_path) == 550
    assert memory.available() > 0
