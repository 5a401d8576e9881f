"""Who writes a decision down: the server where there is one, else this process."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import re
import sys
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from traitlets.config import MultipleInstanceError

from .. import __version__
from ..config import SciAssistSettings
from ..errors import ServerError
from ..language.wordings.base import counted
from ..records import Profile, Status, Suggestion, Verb
from . import web

if TYPE_CHECKING:
    from .engine import Engine

TERMINAL = "ipython"
_STATUS: dict[Verb, Status] = {
    "accepted": "accepted",
    "edited": "accepted",
    "rejected": "rejected",
}


@dataclasses.dataclass(frozen=True)
class Recorded:
    """What became of a decision. `count` and `path` are null where it was not to be recorded."""

    path: str | None
    count: int | None
    warning: str | None
    receipt: dict[str, Any] | None = None

    def told(self) -> str:
        """One line for the user."""
        if self.path is None:
            return self.warning or "Not recorded: record_rejections is off."
        on_record = f"On record in {self.path} ({counted(self.count, 'record')})."
        return " ".join([self.warning or on_record, *self._left_out()])

    @property
    def withheld(self) -> list[dict[str, Any]]:
        """What was left out of the record, {pointer, what}."""
        found: list[dict[str, Any]] = (self.receipt or {}).get("withheld", [])
        return found

    def _left_out(self) -> Iterator[str]:
        if self.withheld:
            kinds = ", ".join(sorted({one["what"] or "chosen by you" for one in self.withheld}))
            places = ", ".join(one["pointer"] for one in self.withheld)
            yield f"Left out of the record, as it looks private ({kinds}): {places}."


def decide(
    own: Engine,
    card: Suggestion,
    verb: Verb,
    by: str | None = None,
    withhold: Collection[str] | None = None,
) -> Recorded:
    """Put a decision on record, then note it in the store.

    Parameters
    ----------
    withhold
        Pointers of values to leave out of the record; None leaves out what looks private.

    Raises
    ------
    ServerError
        The server refused, or broke off so that nobody knows what it wrote.
    ProvenanceError
        The sidecar cannot be written and `on_failure` is "block".
    """
    server = web.server(own)
    recorded = None if server is None else _through(server, own, card, verb, by, withhold)
    if recorded is None:
        recorded = _here(own, card, verb, by, withhold)
    if verb == "confirmed":
        own.store.keep_confirmed(card)
    else:
        own.store.set_status(card.id, _STATUS[verb])
    own.keep_ledger()
    return recorded


def _through(
    server: web.Server,
    own: Engine,
    card: Suggestion,
    verb: Verb,
    by: str | None,
    withhold: Collection[str] | None,
) -> Recorded | None:
    """Recorded by the server; None where it is gone or does not know this kernel."""
    profile = _profile(own, card)
    body = {
        "suggestion": card.to_json(),
        "verb": verb,
        "kernel": kernel_id(),
        "by": by,
        "profile": None if profile is None else profile.to_json(),
        "withhold": None if withhold is None else list(withhold),
    }
    try:
        answer = server.ask("sciassist/decisions", body)
    except web.NotThereError:
        return None
    if answer["record"] is None and answer["warning"] is None:
        return Recorded(None, None, None)
    return Recorded(answer["path"], answer["count"], answer["warning"], answer)


def _here(
    own: Engine, card: Suggestion, verb: Verb, by: str | None, withhold: Collection[str] | None
) -> Recorded:
    """Recorded by this process, beside the notebook or in the working folder."""
    from ..provenance.record import record

    settings = SciAssistSettings(parent=own.shell())
    if verb == "rejected" and not settings.record_rejections:
        return Recorded(None, None, None)
    notebook = notebook_path()
    receipt = record(
        sidecar(),
        suggestion=card,
        verb=verb,
        by=by,
        notebook=None if notebook is None else notebook.name,
        doc_id=None if notebook is None else _doc_id(notebook),
        kernel=kernel_id(),
        profile=_profile(own, card),
        withhold=withhold,
        on_failure=settings.on_failure,
    )
    return Recorded(receipt.path, receipt.count, receipt.warning, receipt.to_json())


def _profile(own: Engine, card: Suggestion) -> Profile | None:
    """The object as the card's scan saw it. Its columns stay behind: there may be ten thousand."""
    profile = own.store.profile(card.subject.variable)
    if profile is None or profile.fingerprint != card.subject.fingerprint:
        return None
    return dataclasses.replace(profile, columns=())


def kernel_id() -> str | None:
    """The id that the server gave this kernel, from the name of its connection file."""
    # A kernel has this module loaded; a terminal must not import it.
    connect = sys.modules.get("ipykernel.connect")
    if connect is None:
        return None
    try:
        found = re.fullmatch(r"kernel-(.+)\.json", Path(connect.get_connection_file()).name)
    except (RuntimeError, OSError, MultipleInstanceError):  # loaded by something else than a kernel
        return None
    return found[1] if found else None


def notebook_path() -> Path | None:
    """The notebook that JPY_SESSION_NAME names, where its folder exists."""
    told = os.environ.get("JPY_SESSION_NAME", "")
    path = Path(told)
    return path.absolute() if told.endswith(".ipynb") and path.parent.is_dir() else None


def sidecar() -> Path:
    """Where this process writes: beside the notebook, else `ipython.prov.jsonl` in the folder."""
    from ..provenance.chain import SUFFIX, sidecar_of

    notebook = notebook_path()
    return Path.cwd() / f"{TERMINAL}{SUFFIX}" if notebook is None else sidecar_of(notebook)


def log_file(own: Engine) -> Path:
    """The log of this notebook under its present name, where the server tells that; else `sidecar`.

    Raises
    ------
    ServerError
        The server refused, or broke off.
    """
    from ..provenance.chain import sidecar_of
    from ..provenance.files import is_log

    server = web.server(own)
    if server is not None and server.address.root is not None:
        with contextlib.suppress(web.NotThereError):
            found = sidecar_of(server.address.root / _contents_path(server))
            if is_log(found):
                return found
    return sidecar()


def _doc_id(notebook: Path) -> str | None:
    """The id of the document in the notebook's metadata, where the file is there and has one."""
    try:
        metadata = json.loads(notebook.read_text(encoding="utf-8"))["metadata"]
        found = metadata["sciassist"]["doc_id"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if isinstance(found, str) else None


def log(own: Engine) -> str:
    """What is on record for this notebook, newest first."""
    from ..provenance import review

    server = web.server(own)
    if server is not None and not server.limited:
        try:
            return _log_through(server)
        except web.NotThereError:
            pass
    return review.text(review.summary(sidecar()))


def _log_through(server: web.Server) -> str:
    """The log that the server reads, for the path that the notebook has now."""
    from ..provenance import review

    answer = server.ask("sciassist/log", query={"path": _contents_path(server)})
    return review.text(review.Summary.from_json({"doc_id": None, "damage": None, **answer}))


def _contents_path(server: web.Server) -> str:
    """Where the notebook of this kernel is now; NotThereError where the server has no such session."""
    mine = kernel_id()
    sessions: Any = server.ask("api/sessions")
    for one in sessions:
        if (one.get("kernel") or {}).get("id") == mine:
            return str(one["path"]).removeprefix("RTC:").strip("/")
    raise web.NotThereError("The server has no session of this kernel.")


def status(own: Engine) -> str:
    """Versions, suggestions at hand and where records go."""
    lines = [f"jupyter_sciassist {__version__}"]
    for scan in own.store.scans():
        known = scan.profile
        state = "" if scan.complete else ", stopped before its end"
        lines.append(
            f"{known.variable}: {known.type}, {len(scan.cards)} findings, "
            f"{counted(scan.family, 'test')} in one family{state}"
        )
    decided = [card for card in own.store.cards() if card.status != "proposed"]
    lines.append(f"decided: {len(decided)}")
    server = web.server(own)
    try:
        lines += (
            [f"records go to: {sidecar()}", f"model: {own.own_model.told()}"]
            if (server is None)
            else _served(server)
        )
    except ServerError as error:
        lines.append(f"server: {error}")
    lines.append(f"panel attached: {'yes' if own.hub.attached else 'no'}")
    return "\n".join(lines)


def _served(server: web.Server) -> list[str]:
    lines = ["records go through the Jupyter server"]
    if not server.limited:
        model = server.ask("sciassist/status")["model"]
        name = model["name"] or "none"
        lines.append(f"model: {name} ({model['state']})")
    return lines
