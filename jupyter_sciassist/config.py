"""Every setting, as traits with help. Names are stable: they stand in people's configuration."""

from __future__ import annotations

import os
from typing import Literal, get_args

from traitlets import Bool, Enum, Int, Unicode
from traitlets.config import Configurable

Policy = Literal["user-choice", "force-on", "force-off"]
PolicyName = Literal["chat", "model", "network"]
# The later wins.
_WORDS: tuple[Policy, ...] = ("user-choice", "force-on", "force-off")


class SciAssistSettings(Configurable):  # type: ignore[misc]
    """Shared by the server (`c.SciAssist...`), the magics and the command line."""

    model = Unicode(
        "default",
        help=(
            "Language model: an id of `jupyter sciassist model list`, the path of a GGUF file, the "
            "address of an OpenAI-compatible server (https://host:port/v1#name-of-the-model; its "
            "key is read from the environment: SCIASSIST_API_KEY), or 'none'."
        ),
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
    model_policy = Enum(
        list(_WORDS),
        "user-choice",
        help=(
            "'force-off': no language model is used, whatever `model` says; 'force-on': 'none' is "
            "read as 'default'. SCIASSIST_MODEL_POLICY in the environment says the same; "
            "force-off in either place wins."
        ),
    ).tag(config=True)
    network_policy = Enum(
        # Forcing the network on would contact what nobody configured: there is no such word.
        ["user-choice", "force-off"],
        "user-choice",
        help=(
            "'user-choice': only the address in `model` is contacted, and what `jupyter sciassist "
            "model fetch` asks for; 'force-off': no other machine is, an endpoint at a loopback "
            "address still may be. SCIASSIST_NETWORK_POLICY in the environment says the same; "
            "force-off in either place wins."
        ),
    ).tag(config=True)
    chat_policy = Enum(
        list(_WORDS),
        "user-choice",
        help=(
            "'force-off': there is no conversation, and none is kept; 'force-on': users cannot turn "
            "it off in their settings. SCIASSIST_CHAT_POLICY in the environment says the same; "
            "force-off in either place wins."
        ),
    ).tag(config=True)
    record_rejections = Bool(
        True, help="Write rejected suggestions to the sidecar as well as accepted ones."
    ).tag(config=True)
    on_failure = Enum(
        ["warn", "block"],
        "warn",
        help="When the sidecar cannot be written: 'warn' goes on with a banner, 'block' refuses.",
    ).tag(config=True)


def policy(name: PolicyName, settings: SciAssistSettings | None = None) -> Policy:
    """What holds for `name`: the setting and the environment together, force-off before force-on.

    The environment can forbid what the settings allow and never allow what they forbid. A word
    there that means nothing is taken for force-off.
    """
    told: Policy = "user-choice" if settings is None else getattr(settings, f"{name}_policy")
    said = os.environ.get(variable(name), "") or "user-choice"
    words = SciAssistSettings.class_traits()[f"{name}_policy"].values
    known: Policy = next((word for word in words if word == said), "force-off")
    return max(told, known, key=_WORDS.index)


def hand_down(settings: SciAssistSettings) -> None:
    """Put what is forbidden into the environment, so that kernels and terminals that this process starts have it."""
    for name in get_args(PolicyName):
        if policy(name, settings) == "force-off":
            os.environ[variable(name)] = "force-off"


def variable(name: str) -> str:
    """The environment's twin of a policy."""
    return f"SCIASSIST_{name.upper()}_POLICY"
