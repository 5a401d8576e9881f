"""Prompts into the context, each token read once: what was read before is found again.

A prompt keeps what it shares with the last one, with one whose state is in memory, or with a fixed
beginning on disk (`prefixes.py`), whichever reaches farthest.

Prompts are decoded in blocks that begin at multiples of BLOCK, and only whole blocks are kept:
rounding depends on how tokens are batched (0.1 in a log-probability), and this way the answer is
the same, bit for bit, whatever was asked before, also after a restart.
"""

from __future__ import annotations

from collections.abc import Sequence

from .decoding import Engine, Logits
from .prefixes import InMemory, Kept, OnDisk, common

BLOCK = 64


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
        self._in_memory = InMemory()
        self._on_disk = on_disk
        self._prompt: list[int] = []
        self._blocks = 0
        self._fixed = 0

    def feed(self, tokens: list[int]) -> tuple[Logits, int]:
        """Read a prompt; the logits after it, and how many of its tokens were there already."""
        shared = self._recall(tokens)
        self.engine.drop(shared)
        self._prompt, self._blocks = tokens, shared
        for start in range(shared, len(tokens), BLOCK):
            self.engine.append(tokens[start : start + BLOCK])
            self._blocks = len(self.engine.tokens) // BLOCK * BLOCK
        return self.engine.logits(-1), shared

    def settle(self) -> None:
        """After the answer: put on disk what this prompt and another one began with."""
        fixed, self._fixed = self._fixed, 0
        if not 0 < fixed <= self._blocks or self._on_disk is None:
            return
        tokens = self._prompt[:fixed]
        if not self._on_disk.has(tokens):
            self._on_disk.store(tokens, self.engine.state(fixed))

    def _recall(self, tokens: list[int]) -> int:
        """Bring the longest known beginning of a prompt into the context; its length."""
        last = Kept(self._prompt, min(self._blocks, len(self.engine.tokens)), b"")
        found = self._in_memory.nearest(tokens)
        self._fixed = max(_fixed(one.prompt, tokens) for one in (last, found or last))
        shared = _shared(last, tokens)
        if shared < last.held // 2 and not self._in_memory.has(last.prompt, last.held):
            self._in_memory.keep(Kept(last.prompt, last.held, self.engine.state(last.held)))
        if found is None or _shared(found, tokens) <= shared:
            found = None
        reached = shared if found is None else _shared(found, tokens)
        if self._on_disk is not None:
            found = self._on_disk.find(tokens[:-1], reached) or found
        if found is None:
            return shared
        if self.engine.restore(found.prompt[: found.held], found.data):
            return _shared(found, tokens)
        return 0


def _shared(one: Kept, tokens: Sequence[int]) -> int:
    """Tokens that need not be read again; the last one always is, for its logits."""
    return min(common(one.prompt, tokens), one.held, len(tokens) - 1) // BLOCK * BLOCK


def _fixed(old: Sequence[int], new: Sequence[int]) -> int:
    """Whole blocks of a beginning that two prompts share before they part; 0 where one goes on from the other."""
    shared = common(old, new)
    return shared // BLOCK * BLOCK if shared < min(len(old), len(new)) else 0
