"""The user's variables, read without calling anything of theirs."""

from __future__ import annotations

from typing import Any

_OWN = ("get_ipython().run_line_magic('sci'", "get_ipython().run_cell_magic('sci'")


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


def outputs(shell: Any) -> dict[str, Any]:
    """What cells returned and IPython keeps, under the expressions that give it again: `Out[3]`."""
    kept = shell.user_ns.get("Out") if shell is not None else None
    if type(kept) is not dict:
        return {}
    return {f"Out[{key}]": value for key, value in list(kept.items()) if type(key) is int}


def ran(shell: Any) -> list[dict[str, Any]]:
    """The cells that this kernel ran with what IPython kept of their outputs and errors, as cells of the nbformat.

    IPython keeps them as texts from 9.1 on; before that cells come without. What the assistant's own magics
    showed is left out.
    """
    manager = getattr(shell, "history_manager", None)
    outputs = dict(getattr(manager, "outputs", None) or {})
    failures = dict(getattr(manager, "exceptions", None) or {})
    cells = [cell for cell in history(shell) if not cell["source"].startswith(_OWN)]
    for cell in cells:
        number = cell["execution_count"]
        shown = [_output(one) for one in list(outputs.get(number, ()))]
        failed = [{"output_type": "error", **failures[number]}] if number in failures else []
        cell["outputs"] = shown + failed
    return cells


def _output(kept: Any) -> dict[str, Any]:
    """An output as IPython keeps it, in the form of the nbformat."""
    if kept.output_type in ("out_stream", "err_stream"):
        name = "stdout" if kept.output_type == "out_stream" else "stderr"
        return {
            "output_type": "stream",
            "name": name,
            "text": "".join(map(str, kept.bundle["stream"])),
        }
    return {"output_type": kept.output_type, "data": dict(kept.bundle)}


def history(shell: Any) -> list[dict[str, Any]]:
    """The cells that this kernel ran, in order, as cells of the nbformat without their outputs."""
    kept = shell.user_ns.get("In") if shell is not None else None
    sources = [one for one in kept if type(one) is str] if type(kept) is list else []
    return [
        {"cell_type": "code", "source": source, "execution_count": number, "outputs": []}
        for number, source in enumerate(sources)
        if source
    ]
