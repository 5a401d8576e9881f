"""Whether there may be conversations in this kernel: what its environment, its configuration and its server say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import config
from ..errors import SciAssistError

if TYPE_CHECKING:
    from .engine import Engine


class ChatPolicy:
    """`chat_policy` as this kernel knows it; any that says force-off wins.

    The environment comes down from the server that started the kernel, the configuration is IPython's own, and the
    server is asked at each message. One that is away stands by what it said last.
    """

    def __init__(self, own: Engine) -> None:
        self._own = own
        self._told: config.Policy = "user-choice"

    def allow(self) -> None:
        """Refuse where conversations are turned off. Asks the server, so not for a comm handler.

        Raises
        ------
        SciAssistError
            They are turned off.
        """
        word = config.policy("chat", self._own.own_model.settings())
        if word != "force-off":
            word = self._of_the_server()
        if word == "force-off":
            raise SciAssistError(
                "Conversations are turned off here: chat_policy is force-off. "
                f"Ask whoever set c.SciAssist.chat_policy or {config.variable('chat')}."
            )

    def _of_the_server(self) -> config.Policy:
        from ..models import through

        address = through.find() or self._own.server
        if address is None:
            return self._told
        try:
            told = through.status(address)
        except SciAssistError:
            return self._told
        self._told = told.get("policies", {}).get("chat", {}).get("value", "user-choice")
        return self._told
