"""Which token comes next: greedy or seeded, and within a grammar where there is one."""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np
from numpy.typing import NDArray

_TOP = 64
_NUCLEUS = 0.95

_CANDIDATE = np.dtype([("id", np.int32), ("logit", np.float32), ("p", np.float32)])


class Chooser:
    """Picks the next token: greedy at temperature 0, else seeded; within a grammar where there is one.

    The grammar is asked about the picked token first, then about the likeliest ones, and about the
    whole vocabulary only when none of those fits.

    Attributes
    ----------
    constrained : bool
        There is a grammar.
    """

    def __init__(self, lib: Any, grammar: Any, temperature: float, seed: int) -> None:
        self._lib = lib
        self._grammar = grammar
        self.constrained = grammar is not None
        self._temperature = temperature
        self._random = np.random.default_rng(seed)

    def pick(self, logits: NDArray[np.float32]) -> int:
        """The next token, already accepted by the grammar."""
        token = self._draw(logits)
        if self._grammar is not None:
            if not len(self._allowed(logits, np.array([token]))):
                token = self._within(logits)
            self._lib.llama_sampler_accept(self._grammar, token)
        return token

    def _within(self, logits: NDArray[np.float32]) -> int:
        fitting = self._allowed(logits, _likeliest(logits))
        if not len(fitting):
            fitting = self._allowed(logits, np.arange(len(logits)))
        return int(fitting[self._draw(logits[fitting])])

    def _allowed(self, logits: NDArray[np.float32], tokens: NDArray[Any]) -> NDArray[Any]:
        """Those of the tokens that the grammar lets stand next."""
        rows = np.zeros(len(tokens), _CANDIDATE)
        rows["id"], rows["logit"] = tokens, logits[tokens]
        pointer = rows.ctypes.data_as(ctypes.POINTER(self._lib.llama_token_data))
        array = self._lib.llama_token_data_array(pointer, len(rows), -1, False)
        self._lib.llama_sampler_apply(self._grammar, ctypes.byref(array))
        fitting: NDArray[Any] = tokens[np.isfinite(rows["logit"])]
        return fitting

    def _draw(self, logits: NDArray[np.float32]) -> int:
        """Position of the drawn one."""
        if self._temperature <= 0:
            return int(np.argmax(logits))
        order = _likeliest(logits)
        weights = np.exp((logits[order] - logits[order[0]]).astype(float) / self._temperature)
        weights /= weights.sum()
        kept = int(np.searchsorted(np.cumsum(weights), _NUCLEUS)) + 1
        weights = weights[:kept] / weights[:kept].sum()
        return int(self._random.choice(order[:kept], p=weights))

    def close(self) -> None:
        """Free the grammar."""
        if self._grammar is not None:
            self._lib.llama_sampler_free(self._grammar)


def _likeliest(logits: NDArray[np.float32]) -> NDArray[Any]:
    """Positions of the largest, in falling order; of equal ones the lower position first."""
    top = np.arange(len(logits))
    if len(logits) > _TOP:
        top = np.sort(np.argpartition(-logits, _TOP)[:_TOP])
    found: NDArray[Any] = top[np.argsort(-logits[top], kind="stable")]
    return found
