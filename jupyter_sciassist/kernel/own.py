"""A language model of the kernel's own, in a child process: for a terminal and for whatever starts kernels without a server."""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..config import SciAssistSettings
from ..errors import ModelError

if TYPE_CHECKING:
    from ..models.base import LanguageModel


class SciAssistMagics(SciAssistSettings):
    """The settings where no server has them: `c.SciAssistMagics` in ipython_config.py."""


class OwnModel:
    """The model that the settings name; its process starts with the first request and ends with the kernel."""

    def __init__(self, shell: Callable[[], Any]) -> None:
        self._shell = shell
        self._lock = threading.Lock()
        self._model: LanguageModel | None = None
        self.detail = ""

    def get(self) -> LanguageModel | None:
        """The model; None where there is none, `detail` says why."""
        with self._lock:
            if self._model is None:
                self._model = self._made()
            elif not self._is_allowed(self._model):
                return None
            return self._model

    def told(self) -> str:
        """What is known of it, for a line of a status: its name, or why there is none."""
        model = self.get()
        if model is None:
            return f"none; {self.detail}"
        return (
            f"{self.settings().model}, of this kernel alone ({getattr(model, 'state', 'endpoint')})"
        )

    def settings(self) -> SciAssistSettings:
        """What the configuration of this IPython says."""
        return SciAssistMagics(config=getattr(self._shell(), "config", None))

    def close(self) -> None:
        """End its process."""
        with self._lock:
            if self._model is not None:
                self._model.close()
            self._model = None

    def _is_allowed(self, model: LanguageModel) -> bool:
        """Whether no policy forbids the model by now."""
        from ..models import selecting

        try:
            selecting.allow(getattr(model, "url", None), self.settings())
        except ModelError as error:
            self.detail = str(error)
            return False
        return True

    def _made(self) -> LanguageModel | None:
        from ..models import selecting

        self.detail = ""
        if os.environ.get("JPY_SESSION_NAME"):
            # A notebook's kernel asks its server, which has the model already.
            self.detail = "the Jupyter server was not found; open the panel once"
            return None
        settings = self.settings()
        name = selecting.configured(settings)
        if name == selecting.NONE:
            self.detail = "the settings say none"
            return None
        try:
            model = selecting.made(selecting.find(name, settings), settings)
        except ModelError as error:
            self.detail = str(error)
            return None
        atexit.register(self.close)
        return model
