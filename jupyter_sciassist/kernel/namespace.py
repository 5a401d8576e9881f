"""The user's variables, read without calling anything of theirs."""

from __future__ import annotations

from typing import Any


def snapshot(shell: Any) -> dict[str, Any]:
    """Names and objects that the user made, as they are at this moment.

    Copying a dict is one step of the interpreter: a cell that runs meanwhile cannot change it
    halfway. What IPython put there itself is left out unless the user rebound it.
    """
    if shell is None:
        return {}
    taken = dict(shell.user_ns)
    hidden = dict(shell.user_ns_hidden)
    return {
        name: value
        for name, value in taken.items()
        if type(name) is str
        and not name.startswith("_")
        and not (name in hidden and hidden[name] is value)
    }
