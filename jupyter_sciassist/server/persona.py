"""The assistant as a persona of Jupyter AI (`jupyter_ai.personas`): the same conversation in a shared chat.

Loaded by jupyter_ai alone. The kernel of the notebook that is meant computes and answers, as it does for the
chat in JupyterLab; the persona carries messages there and replies back, and keeps nothing.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jupyter_ai_persona_manager import BasePersona, CommandOption, PersonaDefaults
from jupyter_server.auth.identity import User
from jupyterlab_chat.models import Message, NewMessage, NotebookAttachment

from ..chat import transcript
from ..chat.records import Attachment, Reply
from ..errors import SciAssistError
from .link import KernelLink
from .reach import cells_of, chosen, extension, kernel_of, spoken
from .refusals import RefusedError

# The last messages that go along, as the chat in JupyterLab sends them.
_TURNS = 12
_DRAFTED = (
    "*Code that is put into a cell from here is not on record. To have it on record, ask for it in the"
    " conversation beside the notebook or with `%sci chat`, and accept it there.*"
)
_COMMANDS: Mapping[str, str] = {
    "/suggest": "Suggestions with computed evidence",
    "/ask": "An answer, computed from the data",
    "/explain": "What an output or an error means",
    "/fix": "Code in the place of a cell that failed, tried on a sample",
    "/confirm": "Test a hypothesis once on rows it has not seen",
    "/code": "Code, tried on a sample before it is shown",
    "/report": "What was found and confirmed so far",
}


class SciAssistPersona(BasePersona):  # type: ignore[misc]
    """Answers from the live data of a notebook that runs on this server."""

    _link: KernelLink | None = None
    _stopped = False
    _task: asyncio.Task[Any] | None = None
    _notebook: str | None = None

    @property
    def defaults(self) -> PersonaDefaults:
        """What the picker shows."""
        return PersonaDefaults(
            name="Research Assistant",
            description="Answers from the live data of your notebook: computed first, said second.",
            avatar_path=str(Path(__file__).with_name("persona.svg")),
            system_prompt="",
        )

    async def prepare(self) -> None:
        """Tell which commands there are."""
        self.report_slash_commands(
            [CommandOption(name=name, description=told) for name, told in _COMMANDS.items()]
        )

    async def process_message(self, message: Message) -> None:
        """Answer a message in the kernel of the notebook that it is about."""
        self.set_status("is computing ...")
        self._stopped = False
        self._task = asyncio.current_task()
        try:
            await self._answer(message)
        except SciAssistError as error:
            self.send_message(transcript.escaped(str(spoken(error))))
        finally:
            self._link = self._task = None
            self.clear_status()

    async def cancel_response(self) -> None:
        """Stop the reply under way; what was computed stays."""
        self._stopped = True
        if self._link is not None:
            self._link.send("stop")

    async def shutdown(self) -> None:
        """Let go of the kernel: a reply that is waited for would keep the server from ending."""
        await super().shutdown()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _answer(self, message: Message) -> None:
        app = extension(self.parent.parent.serverapp)
        app.chat.refuse_forbidden()
        attached = self._attached(message)
        path = self._chosen(message.body, attached, await app.notebooks.running())
        user = self.chat.get_users().get(message.sender) or User(username=message.sender)
        cells = await cells_of(app, path)
        async with kernel_of(app, path, user) as link:
            shown = _Shown(self, path)
            if self._stopped:
                shown.take({"event": "done", "stopped": True})
                return
            self._link = link
            async for event in link.ask(
                "chat",
                text=self._words(message.body),
                cells=cells,
                attachments=[one.to_json() for one in _cells_in(attached, cells)],
                without=[],
                turns=self._turns(message),
                cell=None,
            ):
                shown.take(event)
        self._notebook = path

    def _words(self, body: str) -> str:
        """What was said, without the name of whom it was said to."""
        return body.removeprefix(f"@{self.as_user().mention_name}").strip()

    def _attached(self, message: Message) -> list[NotebookAttachment]:
        known = self.chat.get_attachments()
        found = [known.get(one) for one in message.attachments or ()]
        return [one for one in found if isinstance(one, NotebookAttachment)]

    def _chosen(
        self, body: str, attached: Sequence[NotebookAttachment], running: Mapping[str, str]
    ) -> str:
        """The notebook that is attached, else the one that is named, else that of before, else the only one."""
        if attached:
            return chosen(attached[0].value, running)
        named = [path for path in running if path.rpartition("/")[2] in body]
        if len(named) == 1:
            return named[0]
        if self._notebook is not None and self._notebook in running:
            return self._notebook
        try:
            return chosen(None, running)
        except RefusedError as error:
            if error.status != 409:
                raise
            raise RefusedError(
                409,
                "Several notebooks are running.",
                f"Attach the one that is meant, or write its name. {error.cure}",
            ) from None

    def _turns(self, message: Message) -> list[dict[str, str]]:
        """The last messages between the person and this persona."""
        users = self.chat.get_users()
        turns = []
        for one in self.chat.get_messages():
            own = one.sender == self.id
            others = not own and getattr(users.get(one.sender), "bot", False)
            if one.id != message.id and not one.deleted and not others:
                turns.append({"role": "assistant" if own else "user", "text": one.body})
        return turns[-_TURNS:]


class _Shown:
    """A reply as one message of the chat, replaced as it grows."""

    def __init__(self, persona: SciAssistPersona, path: str) -> None:
        self._persona = persona
        self._about = f"*{transcript.escaped(path)}*"
        self._id: str | None = None
        self._text = ""

    def take(self, event: Mapping[str, Any]) -> None:
        kind = event["event"]
        if kind == "reply":
            self._put(_markdown(Reply.from_json(event["reply"])))
        elif kind == "consulting":
            self._persona.set_status("is asking the model ...")
        elif kind == "error":
            told = transcript.escaped(f"{event['message']} {event['cure']}".strip())
            self._put("\n\n".join(filter(None, (self._text, told))))
        elif kind == "done" and event.get("stopped"):
            self._put("\n\n".join(filter(None, (self._text, "*Stopped.*"))))

    def _put(self, text: str) -> None:
        self._text = text
        body = f"{text}\n\n{self._about}"
        chat, sender = self._persona.chat, self._persona.id
        if self._id is None:
            self._id = chat.add_message(NewMessage(body=body, sender=sender))
            return
        chat.update_message(
            Message(id=self._id, body=body, time=time.time(), sender=sender, raw_time=False)
        )


def _markdown(reply: Reply) -> str:
    text = transcript.of(reply)
    return text if reply.draft is None else f"{text}\n\n{_DRAFTED}"


def _cells_in(
    attached: Sequence[NotebookAttachment], cells: Sequence[Mapping[str, Any]]
) -> list[Attachment]:
    """The cells that were attached, with their source as it is saved."""
    wanted = {one.id for notebook in attached for one in notebook.cells or ()}
    return [
        Attachment("cell", cell["id"], str(cell["source"]))
        for cell in cells
        if cell.get("id") in wanted
    ]
