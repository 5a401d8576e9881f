"""Room for a few at a time; those who wait are let in one client after the other."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from ..errors import ModelCancelled


class Room:
    """Places that clients take turns for: who asks once does not wait for all that another asks.

    Of the event loop, and not to be used from threads.

    Parameters
    ----------
    places : int
        How many are in at a time.
    """

    def __init__(self, places: int) -> None:
        self._free = places
        self._waiting: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()
        self._turns: dict[object, asyncio.Future[None]] = {}

    @asynccontextmanager
    async def place(self, client: str, request: object) -> AsyncIterator[None]:
        """Wait for a place and hold it.

        Parameters
        ----------
        client : str
            Whose request it is.
        request : object
            What `leave` names it by.

        Raises
        ------
        ModelCancelled
            The request left before its turn came.
        """
        if self._free:
            self._free -= 1
        else:
            await self._turn(client, request)
        try:
            yield
        finally:
            self._pass_on()

    def leave(self, request: object) -> None:
        """Let a request that still waits go at once."""
        turn = self._turns.get(request)
        if turn is not None and not turn.done():
            turn.set_exception(
                ModelCancelled("The request was cancelled while it waited. Ask again.")
            )

    async def _turn(self, client: str, request: object) -> None:
        turn = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(client, deque()).append(turn)
        self._turns[request] = turn
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():  # the place came in the same moment
                self._pass_on()
            raise
        finally:
            del self._turns[request]

    def _pass_on(self) -> None:
        while self._waiting:
            client, turns = self._waiting.popitem(last=False)
            turn = turns.popleft()
            if turns:
                self._waiting[client] = turns  # behind the others
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1
