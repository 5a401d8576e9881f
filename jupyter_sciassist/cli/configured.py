"""The settings of the Jupyter server's configuration files, so that a command sees what the server does."""

from __future__ import annotations

from jupyter_core.application import JupyterApp
from traitlets.config import Config

from ..config import SciAssistSettings


class _Files(JupyterApp):  # type: ignore[misc]
    """Reads `jupyter_server_config` wherever Jupyter looks for it, in Jupyter's order."""

    name = "jupyter_server"
    config_file_name = "jupyter_server_config"


def settings() -> SciAssistSettings:
    """What `c.SciAssist` says there."""
    files = _Files()
    files.load_config_file()
    told = files.config.get("SciAssist", {})
    known = SciAssistSettings.class_trait_names(config=True)
    return SciAssistSettings(
        config=Config({"SciAssistSettings": {key: told[key] for key in told if key in known}})
    )
