"""What the system tells of the account that this process belongs to: its home folder and its names."""

from __future__ import annotations

import getpass
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

_GIT_SECONDS = 2.0
_NOBODY = frozenset({
    "root", "admin", "administrator", "debian", "default", "docker", "guest", "jovyan", "jupyter",
    "nobody", "runner", "student", "ubuntu", "unknown", "user", "vagrant",
})  # fmt: skip


def homes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The home folder as it is named and as it is, with patterns; none where it is the whole disk."""
    try:
        return _homes(str(Path.home()))
    except RuntimeError:  # an account without one
        return ()


@cache
def _homes(home: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    named = Path(home)
    try:
        places = dict.fromkeys(str(one) for one in (named, named.resolve()) if len(one.parts) > 1)
    except (OSError, RuntimeError):  # a loop of links
        return ()
    return tuple((one, re.compile(re.escape(one) + r"(?![\w.-])")) for one in places)


@cache
def names() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What is known of who works here, in words, with patterns; asked for once a process."""
    told = {"your login": _login(), "your name": _full_name(), "your name in git": _git_name()}
    return tuple(
        (what, re.compile(rf"(?i)(?<!\w){re.escape(name)}(?!\w)"))
        for what, name in told.items()
        if len(name) >= 5 and name.lower() not in _NOBODY
    )


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # an account without a name, or Windows without one
        return ""


def _full_name() -> str:
    try:
        import pwd

        return pwd.getpwnam(_login()).pw_gecos.split(",")[0].strip()
    except (ImportError, KeyError):  # Windows, or an account that the system does not list
        return ""


def _git_name() -> str:
    git = shutil.which("git")
    if git is None:
        return ""
    try:
        asked = subprocess.run(  # noqa: S603
            [git, "config", "--global", "--get", "user.name"],
            capture_output=True,
            check=False,
            timeout=_GIT_SECONDS,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return asked.stdout.decode("utf-8", "replace").strip()
