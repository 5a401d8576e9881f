"""What panel, magics and widget ask of the kernel side; everything slow goes to the worker thread."""

from __future__ import annotations

import contextlib
import functools
import importlib
import importlib.util
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..errors import DataError, ModelMissingError, SciAssistError
from . import namespace, quiet
from .allowing import ChatPolicy
from .comm import Hub, Reply, told
from .own import OwnModel
from .store import Store
from .worker import Job, Worker

if TYPE_CHECKING:
    from ..chat.records import Attachment
    from ..chat.records import Reply as Said
    from ..models.base import LanguageModel
    from ..models.through import Address
    from ..records import Request
    from .chatting import Operation, Turn
    from .consulting import Question, Remembered
    from .scanning import Reading

Cells = Sequence[Mapping[str, Any]]


def running_shell() -> Any:
    """The IPython shell of this process, or None."""
    from IPython.core.getipython import get_ipython

    return get_ipython()


class Engine:
    """One per kernel: the store, the worker thread and the hub of comms around them.

    Every request takes `reply(event, **fields)`, which is called from the worker thread.
    """

    def __init__(self, shell: Callable[[], Any] = running_shell) -> None:
        self.shell = shell
        self._worker = Worker()
        self.store = Store()
        self.hub = Hub(self)
        self.server: Address | None = None
        self.own_model = OwnModel(shell)
        self.chat_policy = ChatPolicy(self)
        self._question: Question | None = None
        self._turns: list[Turn] = []

    def preload(self) -> None:
        """Import in the thread what the first scan needs: a second or more of the user's time."""
        self._worker.submit(_preload)

    def hand_server(self, url: str, token: str) -> None:
        """Keep the address and short-lived secret of the server that the panel handed over."""
        from ..models.through import Address

        self.server = Address(url if url.endswith("/") else f"{url}/", token, scheme="sciassist")

    def stop(self) -> None:
        """Stop what is being computed and what waits; never the user's code."""
        if self._question is not None:
            self._question.stop()
        for turn in self._turns:
            turn.stop()
        self._worker.stop()

    def variables(self, reply: Reply) -> Job:
        """Profiles of the user's data: event `variables`."""
        return self._submit(self._variables, reply)

    def suggest(
        self,
        names: Sequence[str] | None,
        *,
        top: int,
        cells: Cells | None = None,
        about: str | None = None,
        reply: Reply,
    ) -> Job:
        """Suggestions about the named variables, or all that are data, one event for each.

        Events: `progress`, `suggestions` for each variable as soon as it is computed, `error` for
        one that cannot be read, and `done` at the end, also after a stop.
        """
        work = functools.partial(self._suggest, names, top, cells, about)
        return self._submit(work, reply)

    def ask(
        self,
        question: str,
        *,
        request: Request | None = None,
        about: str | None = None,
        reply: Reply,
    ) -> Question:
        """An answer to a question about the user's data, with the events of `Question`.

        `request` is the reading that the person chose among those offered. A question that still
        waits for the model gives way to the new one.
        """
        from .consulting import Question

        if self._question is not None:
            self._question.stop()
        answer = functools.partial(self._answer, question, request, about)
        self._question = Question(answer, self._submit, self._language, reply)
        return self._question

    def chat(
        self,
        text: str,
        *,
        attachments: tuple[Attachment, ...] = (),
        cells: Cells | None = None,
        without: Sequence[str] = (),
        turns: Sequence[Mapping[str, Any]] = (),
        cell: str | None = None,
        reply: Reply,
    ) -> Turn:
        """A reply to a message of the conversation, with the events of `Turn`; an `error` where a policy forbids it.

        `cells` are those of the notebook, None takes what this kernel ran; `turns` the messages before, `without`
        the ids of pieces that are not to be sent to the model.
        """
        from . import chatting

        message = chatting.Message(self, text, attachments, cells, frozenset(without), turns, cell)
        self._turns = [turn for turn in self._turns if not turn.wait(0)]
        turn = chatting.Turn(message.answered, self._submit, self._language, reply)
        self._turns.append(turn)
        return turn

    def operate(self, question: str, *, reply: Reply) -> Operation:
        """What the conversation computes beside answers, with the events of `Operation`."""
        from . import chatting

        def work(model: Remembered, job: Job, say: Reply) -> Said | None:
            from . import conversing

            return conversing.operated(self, question, model, job, say)

        return chatting.Operation(work, self._submit, self._language, reply)

    def preview(
        self,
        text: str,
        *,
        attachments: tuple[Attachment, ...] = (),
        cells: Cells | None = None,
        turns: Sequence[Mapping[str, Any]] = (),
        cell: str | None = None,
        reply: Reply,
    ) -> Job:
        """What would be sent to the model for a message.

        Events: `pieces` with estimates, `pieces` again where a model that is loaded has counted, `done`.
        """
        from . import chatting

        message = chatting.Message(self, text, attachments, cells, frozenset(), turns, cell)
        return self._submit(message.previewed, reply)

    def complete(self, kind: str, prefix: str, *, reply: Reply) -> Job:
        """Names that begin as `prefix` does: event `completions`."""

        def work(job: Job, say: Reply) -> None:
            from . import conversing

            say("completions", items=conversing.completed(self, kind, prefix))

        return self._submit(work, reply)

    def confirm(
        self, identity: str, *, on: str | None = None, by: str | None = None, reply: Reply
    ) -> Job:
        """Test the hypothesis of a card once and put the outcome on record.

        Events: `confirmed` with the card and the receipt of its record, or `error`; then `done`.
        `on` names another object with the same columns, also one that no scan reads.
        """
        return self._submit(functools.partial(self._confirm, identity, on, by), reply)

    def replay(self, which: str | None, *, reply: Reply) -> Job:
        """Compute what is on record again on the live data: `replayed` with lines of text, then `done`."""

        def work(job: Job, say: Reply) -> None:
            from . import replaying

            say("replayed", lines=replaying.lines(self, which, job))
            say("done", stopped=job.stopped)

        return self._submit(work, reply)

    def keep_ledger(self) -> None:
        """Put the tests that are not on record yet there, where the notebook has a sidecar."""
        self._worker.submit(self._keep_ledger)

    def _keep_ledger(self, job: Job) -> None:
        from . import counting

        counting.keep(self)

    def _confirm(
        self, identity: str, on: str | None, by: str | None, job: Job, reply: Reply
    ) -> None:
        from . import confirming, counting

        counting.bring_back(self)
        card = self.store.get(identity)
        done, recorded = confirming.confirm(self, card, on, by)
        reply(
            "confirmed",
            suggestion=done.to_json(),
            receipt=recorded.receipt,
            told=recorded.told(),
        )
        reply("done", stopped=job.stopped)

    def _submit(self, work: Callable[[Job, Reply], None], reply: Reply) -> Job:
        def guarded(job: Job) -> None:
            def say(event: str, **fields: Any) -> None:
                if not job.abandoned:
                    reply(event, **fields)

            quiet.hush()
            try:
                work(job, say)
            except Exception as error:  # the thread must live on; the request hears of it
                say("error", **told(error))
                say("done", stopped=job.stopped)

        return self._worker.submit(guarded)

    def _variables(self, job: Job, reply: Reply) -> None:
        from . import scanning

        found = scanning.profiles(namespace.snapshot(self.shell()))
        reply("variables", variables=[profile.to_json() for profile in found])

    def _answer(
        self,
        question: str,
        request: Request | None,
        about: str | None,
        model: LanguageModel | None,
        job: Job,
        reply: Reply,
    ) -> Mapping[str, Any] | None:
        from . import counting, scanning

        counting.bring_back(self)
        taken = namespace.snapshot(self.shell())
        reading = scanning.Reading(self.store, 0, None, about, job, reply)
        answer = reading.answer(taken, question, request, model)
        self.keep_ledger()
        return None if job.stopped else answer.to_json()

    def _language(self, cancel: threading.Event) -> LanguageModel | None:
        """The model to ask now: that of the server that this kernel belongs to, else one of its own; None without.

        Not for the worker thread: the server is asked whether it has one; ModelMissingError says why it has none.
        """
        from ..models.through import ServerModel, find

        address = find() or self.server
        if address is None:
            return self.own_model.get()
        model = ServerModel.at(address)
        why = model.lacking(cancel=cancel)
        if why is not None:
            raise ModelMissingError(why)
        return model

    def _suggest(
        self,
        names: Sequence[str] | None,
        top: int,
        cells: Cells | None,
        about: str | None,
        job: Job,
        reply: Reply,
    ) -> None:
        from . import counting, scanning

        counting.bring_back(self)
        taken = namespace.snapshot(self.shell())
        reading = scanning.Reading(self.store, top, cells, about, job, reply)
        whole = names is None
        if names is None:
            found = scanning.profiles(taken)
            names = [profile.variable for profile in found if profile.kind != "other"]
        for name in names:
            if job.stopped:
                break
            self._one(name, taken, reading, reply)
        if (whole or cells is not None) and not job.stopped:
            told = namespace.history(self.shell()) if cells is None else cells
            reading.cautions(taken, namespace.outputs(self.shell()), told)
        reply("done", stopped=job.stopped)
        # A job of its own: this one still holds the user's objects.
        self.keep_ledger()

    @staticmethod
    def _one(name: str, taken: Mapping[str, Any], reading: Reading, reply: Reply) -> None:
        """Scan one variable; whatever is wrong with it is told and leaves the others alone."""
        if name not in taken:
            missing = DataError(
                f"There is no variable {name!r}. Run the cell that makes it, or check its spelling."
            )
            reply("error", subject=name, **told(missing))
            return
        try:
            reading.suggestions(name, taken[name])
        except SciAssistError as error:
            reply("error", subject=name, **told(error))
        except Exception as error:  # an object of any type, perhaps changed while it was read
            reply("error", subject=name, **told(error))


def _preload(job: Job) -> None:
    # A missing package is told by the first request, which imports the same again.
    with contextlib.suppress(ImportError):
        if importlib.util.find_spec("pandas") is not None:
            importlib.import_module("pandas")
        importlib.import_module("jupyter_sciassist.kernel.scanning")


@functools.cache
def engine() -> Engine:
    """The engine of this kernel."""
    return Engine()
