"""Log-probabilities of several continuations of one prompt, a batch for many of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from .channel import Message
from .decoding import SEQUENCES, TILE, Engine, Logits, RequestError, Row
from .reading import Reader

# All rows want logits, which are one node of the graph: a cancel within it is not heard before its end.
_ROWS = 3 * TILE


def log_softmax(logits: Logits, token: int) -> float:
    """Natural log of the probability of one token."""
    top = float(logits.max())
    return float(logits[token]) - top - float(np.log(np.exp(logits - top, dtype=np.float64).sum()))


def score(reader: Reader, prefix: str, continuations: Sequence[str]) -> Message:
    """Sum of log-probabilities of each continuation after the prefix."""
    engine = reader.engine
    start = engine.prompt(prefix)
    parts = [engine.tokenize(text, special=False) for text in continuations]
    room = engine.room - len(start)
    longest = max(map(len, parts), default=0)
    if longest > room:
        raise RequestError("long", f"a continuation of {longest} tokens does not fit")
    first, shared = reader.feed(start)
    sums = [log_softmax(first, tokens[0]) if tokens else 0.0 for tokens in parts]
    for group in _groups(parts, room):
        tails = _tails(engine, len(start), [parts[i] for i in group])
        for number, total in zip(group, tails, strict=True):
            sums[number] += total
    return {"scores": sums, "cached": shared, "tokens_in": len(start)}


def _groups(parts: Sequence[Sequence[int]], room: int) -> Iterator[list[int]]:
    """Continuations of more than one token, as many together as there are sequences and room for."""
    group: list[int] = []
    used = 0
    for number, tokens in enumerate(parts):
        need = len(tokens) - 1
        if need < 1:
            continue
        if len(group) == SEQUENCES - 1 or used + need > room:
            yield group
            group, used = [], 0
        group.append(number)
        used += need
    if group:
        yield group


def _tails(engine: Engine, at: int, parts: Sequence[Sequence[int]]) -> list[float]:
    """Log-probability of each part after its first token; copies of sequence 0 are used and dropped."""
    rows: list[Row] = []
    for number, tokens in enumerate(parts, 1):
        engine.lib.llama_memory_seq_cp(engine.memory, 0, number, -1, -1)
        rows.extend((token, at + i, number, True) for i, token in enumerate(tokens[:-1]))
    wanted = [token for tokens in parts for token in tokens[1:]]
    try:
        found = iter(
            [
                value
                for i in range(0, len(rows), _ROWS)
                for value in _logs(engine, rows[i : i + _ROWS], wanted[i : i + _ROWS])
            ]
        )
        return [sum(next(found) for _ in tokens[1:]) for tokens in parts]
    finally:
        for number in range(1, len(parts) + 1):
            engine.lib.llama_memory_seq_rm(engine.memory, number, -1, -1)


def _logs(engine: Engine, rows: Sequence[Row], wanted: Sequence[int]) -> list[float]:
    """Log-probability of the wanted token after each row of a batch."""
    engine.decode_filled(rows)
    found = []
    for i, token in enumerate(wanted):
        engine.heed()
        found.append(log_softmax(engine.logits(i), token))
    return found
