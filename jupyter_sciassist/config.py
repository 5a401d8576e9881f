"""Every setting, as traits with help. Names are stable: they stand in people's configuration."""

from __future__ import annotations

from traitlets import Bool, Enum, Int, Unicode
from traitlets.config import Configurable


class SciAssistSettings(Configurable):  # type: ignore[misc]
    """Shared by the server (`c.SciAssist...`), the magics and the command line."""

    model = Unicode(
        "default",
        help="Language model: an id of `jupyter sciassist model list`, the path of a GGUF file, or 'none'.",
    ).tag(config=True)
    model_dir = Unicode(
        "",
        help="Folder of model files; empty means the user's cache folder.",
    ).tag(config=True)
    threads = Int(0, help="Threads of the model; 0 means the cores this process may use.").tag(
        config=True
    )
    unload_after = Int(
        900, help="Seconds without a question after which the model leaves memory; 0 means never."
    ).tag(config=True)
    record_rejections = Bool(
        True, help="Write rejected suggestions to the sidecar as well as accepted ones."
    ).tag(config=True)
    on_failure = Enum(
        ["warn", "block"],
        "warn",
        help="When the sidecar cannot be written: 'warn' goes on with a banner, 'block' refuses.",
    ).tag(config=True)
