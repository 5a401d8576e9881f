"""The speed of an answer: neither the cache, nor the queue, nor a load counts."""

from __future__ import annotations

import pytest

from jupyter_sciassist.models import speed
from jupyter_sciassist.models.speed import Gauge, Speed

BEFORE = Speed(1.0, 2.0)


def gauge(monkeypatch: pytest.MonkeyPatch, *times: float) -> Gauge:
    clock = iter(times)
    monkeypatch.setattr(speed.time, "perf_counter", lambda: next(clock))
    return Gauge(None)


def reply(read: int, cached: int, written: int, seconds: float) -> dict[str, float]:
    return {"tokens_in": read, "cached": cached, "tokens_out": written, "seconds": seconds}


def test_prompt_and_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    made = gauge(monkeypatch, 100.0, 102.0)
    for piece in ("a", "b", "c"):
        made(piece)
    # 40 tokens read in one second, then ten after the first in two.
    assert made.speed(reply(50, 10, 11, 3.0), BEFORE) == Speed(40.0, 5.0)


def test_what_cannot_be_told_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    assert gauge(monkeypatch).speed(reply(50, 0, 0, 1.0), BEFORE) == BEFORE
    cached = gauge(monkeypatch, 0.0, 2.0)
    cached("a")
    assert cached.speed(reply(50, 50, 5, 3.0), BEFORE) == Speed(1.0, 2.0)
    single = gauge(monkeypatch, 0.0, 0.1)
    single("a")
    assert single.speed(reply(50, 0, 1, 1.1), BEFORE) == Speed(50.0, 2.0)


def test_pieces_are_passed_on() -> None:
    pieces: list[str] = []
    made = Gauge(pieces.append)
    for piece in ("a", "b"):
        made(piece)
    assert pieces == ["a", "b"]
