"""Prompts into the context, each token read once: what was read before is found again.

A prompt keeps what it shares with the last one, with one whose state is in memory, or with a fixed
beginning on disk (`prefixes.py`), whichever reaches farthest.

An answer is the same, bit for bit, whatever was asked before, also after a restart: prompts are read
such that it does not matter where one batch ends and the next begins (`decoding.py`). On a machine
where it does matter, batches begin at multiples of ROWS and only whole ones are kept.
"""

from __future__ import annotations

from collections.abc import Sequence

from .decoding import ROWS, Engine, Logits, independent
from .prefixes import InMemory, Kept, OnDisk, common


class Reader:
    """Reads prompts for an engine.

    Parameters
    ----------
    engine : Engine
    on_disk : OnDisk, optional
        Without it nothing outlives the process.
    """

    def __init__(self, engine: Engine, on_disk: OnDisk | None) -> None:
        self.engine = engine
        self._grain = 1 if independent(engine) else ROWS
        self._in_memory = InMemory()
        self._on_disk = on_disk
        self._last = Kept([], 0, b"")
        self._logits: Logits | None = None
        self._fixed = 0

    def feed(self, tokens: list[int]) -> tuple[Logits, int]:
        """Read a prompt; the logits after it, and how many of its tokens were there already."""
        there = len(self.engine.tokens) >= len(tokens) and self._last.prompt == tokens
        if there and self._logits is not None:
            self.engine.drop(len(tokens))
            return self._logits, len(tokens)
        shared = self._recall(tokens)
        self.engine.drop(shared)
        self._logits = None
        self._last = Kept(tokens, shared, b"")
        for start in range(shared, len(tokens), ROWS):
            part = tokens[start : start + ROWS]
            self.engine.read(part)
            self._last = Kept(tokens, self._whole(len(self.engine.tokens)), b"")
        self._logits = self.engine.logits(len(part) - 1)
        return self._logits, shared

    def settle(self) -> None:
        """After the answer: put on disk what this prompt and another one began with."""
        fixed, self._fixed = self._fixed, 0
        if self._on_disk is None or not 0 < fixed <= self._last.held:
            return
        tokens = self._last.prompt[:fixed]
        if not self._on_disk.has(tokens):
            self._on_disk.store(tokens, self.engine.state(fixed))

    def _recall(self, tokens: list[int]) -> int:
        """Bring the longest known beginning of a prompt into the context; its length."""
        there = self._whole(len(self.engine.tokens))
        last = Kept(self._last.prompt, min(self._last.held, there), b"")
        found = self._in_memory.nearest(tokens)
        self._fixed = max(_fixed(one.prompt, tokens) for one in (last, found or last))
        shared = self._shared(last, tokens)
        if shared < last.held // 2 and not self._in_memory.has(last.prompt, last.held):
            self._in_memory.keep(Kept(last.prompt, last.held, self.engine.state(last.held)))
        if found is not None and self._shared(found, tokens) <= shared:
            found = None
        reached = shared if found is None else self._shared(found, tokens)
        if self._on_disk is not None:
            found = self._on_disk.find(tokens[:-1], reached) or found
        if found is None:
            return shared
        if self.engine.restore(found.prompt[: found.held], found.data):
            return self._shared(found, tokens)
        return 0

    def _shared(self, one: Kept, tokens: Sequence[int]) -> int:
        """Tokens that need not be read again; the last one always is, for its logits."""
        return self._whole(min(common(one.prompt, tokens), one.held, len(tokens) - 1))

    def _whole(self, tokens: int) -> int:
        return tokens // self._grain * self._grain


def _fixed(old: Sequence[int], new: Sequence[int]) -> int:
    """The whole ROWS that two prompts begin with before they part; 0 where one goes on from the other."""
    shared = common(old, new)
    return shared // ROWS * ROWS if shared < min(len(old), len(new)) else 0
