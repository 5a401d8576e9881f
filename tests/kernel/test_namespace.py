from __future__ import annotations

from IPython.core.interactiveshell import InteractiveShell

from jupyter_sciassist.kernel import namespace


class Hostile:
    """Every look at it raises."""

    def _refuse(self, *_: object) -> object:
        raise RuntimeError("touched")

    __eq__ = __hash__ = __repr__ = __len__ = __bool__ = __iter__ = _refuse  # type: ignore[assignment]

    def __getattribute__(self, name: str) -> object:
        raise RuntimeError(f"touched: {name}")


def test_the_users_names_and_objects_alone() -> None:
    shell = InteractiveShell()
    shell.run_cell("import math\nx = [1]\n_private = 2\ndef f(): pass")
    assert sorted(namespace.snapshot(shell)) == ["f", "math", "x"]
    assert namespace.snapshot(shell)["x"] is shell.user_ns["x"]


def test_a_name_of_ipython_that_the_user_rebound_is_theirs() -> None:
    shell = InteractiveShell()
    shell.user_ns["quit"] = [1, 2]
    assert namespace.snapshot(shell) == {"quit": [1, 2]}


def test_objects_are_not_touched() -> None:
    shell = InteractiveShell()
    shell.user_ns["hostile"] = Hostile()
    shell.user_ns[Hostile] = 1
    assert list(namespace.snapshot(shell)) == ["hostile"]


def test_without_a_shell_there_is_nothing() -> None:
    assert namespace.snapshot(None) == {}
