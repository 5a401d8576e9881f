"""`%sci` and `%%sci`, in notebooks and in a plain IPython terminal."""

from __future__ import annotations

import argparse
import difflib
import re
import shlex
import sys
from collections.abc import Callable
from typing import Any, NoReturn

from IPython.core.error import UsageError
from IPython.core.magic import Magics, line_cell_magic, magics_class, no_var_expand
from IPython.display import display

from .. import __version__
from ..chat.records import Attachment
from ..errors import SciAssistError
from ..records import Verb
from . import asking, recording, replies, talking
from . import display as showing
from .engine import Engine, engine

_USAGE = """\
%sci suggest [VARIABLE] [--top N] [--about TEXT]   suggestions with computed evidence
%sci ask QUESTION                                  an answer, computed from your data
%sci chat TEXT                                     anything else: computed first, then the model's comment, checked
%sci explain [N]                                   the output or error of cell N, or the last one
%sci fix                                           the last error, with code tried on a sample where there is any
%sci accept N [--edit] [--openly]                  record it, then offer its code as the next cell
%sci reject N                                      record that it is not wanted
%sci confirm N [--on VARIABLE]                     test it once on rows it has not seen; recorded either way
%sci replay [N|RECORD]                             compute what is on record again, on the data as they are now
%sci log                                           what is on record for this notebook
%sci status                                        versions, suggestions at hand, where records go
%sci version
%%sci                                              a message of several lines
%%sci INSTRUCTION                                  what to do with the code in the lines below
%%sci suggest [VARIABLE]                           the lines below say what the data are
Each takes -h."""

_QUESTION = re.compile(r"\s*%sci\s+(?:ask|chat)\s.*\?\s*$")
# What follows these is said, not typed: quotes and braces belong to it.
_HELP = ("-h", "--help")
_SPOKEN = ("ask", "chat")
# With lines below them these are an instruction as any other; the rest decides, shows or records.
_ABOUT_CODE = ("explain", "fix")


class _Parser(argparse.ArgumentParser):
    """argparse that speaks in one line instead of leaving the process."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{self.prog}: {message}. See `{self.prog} -h`.")

    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:
        raise _Helped


class _Helped(Exception):  # noqa: N818 - no error: the help text was printed
    """The help was asked for and printed."""


def _parser(verb: str, about: str) -> _Parser:
    return _Parser(prog=f"%sci {verb}", description=about, allow_abbrev=False)


def load(ipython: Any) -> None:
    """Register `%sci` and `%%sci`; leaves no name behind."""
    ipython.register_magics(SciMagics(ipython, engine()))
    engine().preload()


def keep_question(lines: list[str]) -> list[str]:
    """`%sci ask ...?` and `%sci chat ...?` without their question mark, which IPython would take for a call for help."""
    return [line.rstrip().rstrip("?") + "\n" if _QUESTION.match(line) else line for line in lines]


@magics_class
class SciMagics(Magics):  # type: ignore[misc]
    """One line magic with subcommands. Braces and dollar signs pass as they are typed."""

    def __init__(self, shell: Any, own: Engine) -> None:
        super().__init__(shell)
        self._engine = own
        self._talk = talking.Talk(own)
        cleanup = getattr(shell, "input_transformers_cleanup", [])
        if keep_question not in cleanup:
            cleanup.append(keep_question)
        self._verbs: dict[str, Callable[[list[str], str | None], None]] = {
            "suggest": self._suggest,
            "ask": self._ask,
            "chat": self._chat,
            "explain": self._explain,
            "fix": self._fix,
            "accept": self._accept,
            "reject": self._reject,
            "confirm": self._confirm,
            "replay": self._replay,
            "log": self._log,
            "status": self._status,
            "help": self._help,
            "version": self._version,
        }

    @no_var_expand  # type: ignore[untyped-decorator]
    @line_cell_magic  # type: ignore[untyped-decorator]
    def sci(self, line: str, cell: str | None = None) -> None:
        """Suggestions with computed evidence; `%sci help` lists what it can do."""
        try:
            words = shlex.split(line)
        except ValueError:
            words = line.split()
        verb, rest = (words[0], words[1:]) if words else ("help" if cell is None else "chat", [])
        if cell is not None and (verb in _ABOUT_CODE or verb not in (*self._verbs, *_HELP)):
            verb, rest = "code", [line.strip()]
        if verb in _SPOKEN and rest[:1] not in (["-h"], ["--help"]):
            rest = line.split(maxsplit=1)[1:]
        try:
            self._dispatch(verb, rest, cell)
        except _Helped:
            return
        except SciAssistError as error:
            print(f"%sci {verb}: {error}", file=sys.stderr)

    def _dispatch(self, verb: str, rest: list[str], cell: str | None) -> None:
        if verb == "code":
            self._instruct(rest[0], cell or "")
            return
        if verb in _HELP:
            verb = "help"
        if verb not in self._verbs:
            near = difflib.get_close_matches(verb, self._verbs, n=1)
            hint = f"Did you mean `%sci {near[0]}`?" if near else "See `%sci help`."
            raise UsageError(f"%sci has no `{verb}`. {hint}")
        if cell is not None and verb not in ("suggest", "ask", "chat"):
            raise UsageError(
                f"%%sci {verb} does not read the lines below it. Write `%%sci` alone above a message, "
                "an instruction beside it above code, `%%sci suggest [variable]` above a "
                "description of the data."
            )
        self._verbs[verb](rest, cell)

    def _suggest(self, words: list[str], cell: str | None) -> None:
        own = _parser("suggest", "Suggestions for a variable, or for all that hold data.")
        own.add_argument("variable", nargs="?", help="name of a variable")
        own.add_argument("--top", type=_count, default=20, metavar="N", help="at most N a variable")
        own.add_argument(
            "--about", nargs="+", metavar="TEXT", help="what the data are; read by the ranking"
        )
        args = own.parse_args(words)
        about = " ".join([*(args.about or []), *((cell or "").split())]) or None
        names = None if args.variable is None else [args.variable]
        answer = asking.suggest(self._engine, names, args.top, about)
        for problem in answer.problems:
            print(f"%sci suggest: {problem}", file=sys.stderr)
        if answer.scans or answer.cards:
            self._show(answer)

    def _show(self, answer: asking.Listing) -> None:
        headings = [showing.heading(scan) for scan in answer.scans]
        if not answer.cards:
            headings.append("Nothing to suggest: no analysis applies to these columns.")
        text = showing.as_text(headings, answer.cards)
        if not self._in_place:
            print(text)
        else:
            html = showing.as_html(headings, answer.cards)
            display({"text/plain": text, "text/html": html}, raw=True)

    def _ask(self, words: list[str], cell: str | None) -> None:
        if words[:1] in (["-h"], ["--help"]):
            print(_USAGE)
            return
        question = " ".join([*words, *((cell or "").split())])
        if not question:
            raise UsageError("%sci ask: what? For example `%sci ask what is the mean of age?`")
        found = talking.operated(self._engine, question)
        if found is not None:
            replies.ReplyDisplay(in_place=self._in_place).show(found)
            return
        shown = showing.AnswerDisplay(in_place=self._in_place)
        try:
            done = asking.ask(self._engine, question, lambda answer: shown.show(answer, waits=True))
        except KeyboardInterrupt:
            shown.settle()
            raise
        shown.show(done.answer)
        for problem in done.problems:
            print(f"%sci ask: {problem}", file=sys.stderr)

    @property
    def _in_place(self) -> bool:
        """Whether an output can be drawn anew: in a kernel, not in a terminal."""
        return getattr(self.shell, "kernel", None) is not None

    def _chat(self, words: list[str], cell: str | None) -> None:
        own = _parser("chat", "Say anything: computed first, then the model's comment, checked.")
        if words[:1] in (["-h"], ["--help"]):
            own.parse_args(words)
        text = "\n".join(part for part in (" ".join(words), (cell or "").strip()) if part)
        if not text:
            raise UsageError("%sci chat: what? For example `%sci chat describe the data`")
        self._say("chat", text)

    def _explain(self, words: list[str], cell: str | None) -> None:
        own = _parser("explain", "The output or error of a cell, explained.")
        own.add_argument(
            "number",
            nargs="?",
            type=_count,
            metavar="N",
            help="number of the cell; default the last",
        )
        number = own.parse_args(words).number
        self._say("explain", "/explain" if number is None else f"/explain {number}")

    def _fix(self, words: list[str], cell: str | None) -> None:
        _parser("fix", "The last error, with code in its place where some was tried.").parse_args(
            words
        )
        self._say("fix", "/fix")

    def _instruct(self, instruction: str, code: str) -> None:
        """What to do with code that is given, not run."""
        if not code.strip():
            raise UsageError("%%sci: the lines below an instruction are the code it is about.")
        verb = instruction.split(maxsplit=1)[0]
        text = f"/{instruction}" if verb in _ABOUT_CODE else f"/code {instruction}"
        self._say("code", text, (Attachment("cell", "below", code),))

    def _say(self, verb: str, text: str, attachments: tuple[Attachment, ...] = ()) -> None:
        shown = replies.ReplyDisplay(in_place=self._in_place)
        for problem in self._talk.say(text, shown, attachments).problems:
            print(f"%sci {verb}: {problem}", file=sys.stderr)

    def _accept(self, words: list[str], cell: str | None) -> None:
        own = _parser("accept", "Record a suggestion as accepted, then offer its code as a cell.")
        own.add_argument("number", type=_count, metavar="N", help="its number in the last listing")
        own.add_argument(
            "--edit", action="store_true", help="you mean to change the code: recorded as edited"
        )
        own.add_argument(
            "--openly",
            action="store_true",
            help="record also what looks like a key, an e-mail address or your home folder",
        )
        args = own.parse_args(words)
        card = self._engine.store.numbered(args.number)
        verb: Verb = "edited" if args.edit else "accepted"
        withhold = () if args.openly else None
        recorded = recording.decide(self._engine, card, verb, withhold=withhold)
        print(f"Accepted: {showing.clean(card.title)}. {showing.clean(recorded.told())}")
        if any(one["pointer"] == "/acceptance/text" for one in recorded.withheld):
            print("The cell itself holds it, and so will the notebook: take it out before sharing.")
        if card.code:
            self.shell.set_next_input(card.code)

    def _reject(self, words: list[str], cell: str | None) -> None:
        own = _parser("reject", "Record that a suggestion is not wanted.")
        own.add_argument("number", type=_count, metavar="N", help="its number in the last listing")
        args = own.parse_args(words)
        card = self._engine.store.numbered(args.number)
        recorded = recording.decide(self._engine, card, "rejected")
        print(f"Rejected: {showing.clean(card.title)}. {recorded.told()}")

    def _confirm(self, words: list[str], cell: str | None) -> None:
        own = _parser("confirm", "Test a hypothesis once, on rows that its exploration never saw.")
        own.add_argument("number", type=_count, metavar="N", help="its number in the last listing")
        own.add_argument(
            "--on", metavar="VARIABLE", help="new rows with the same columns, such as _new"
        )
        args = own.parse_args(words)
        card = self._engine.store.numbered(args.number)
        done, recorded = asking.confirm(self._engine, card.id, args.on)
        print(showing.clean(showing.outcome(done)))
        print(recorded)

    def _replay(self, words: list[str], cell: str | None) -> None:
        own = _parser("replay", "Compute what is on record again, on the data as they are now.")
        own.add_argument(
            "which", nargs="?", metavar="N|RECORD", help="number of a card, or how a record begins"
        )
        args = own.parse_args(words)
        print("\n".join(map(showing.clean, asking.replay(self._engine, args.which))))

    def _log(self, words: list[str], cell: str | None) -> None:
        _parser("log", "What is on record for this notebook.").parse_args(words)
        print(showing.clean(recording.log(self._engine)))

    def _status(self, words: list[str], cell: str | None) -> None:
        _parser("status", "Versions, suggestions at hand, where records go.").parse_args(words)
        print(showing.clean(recording.status(self._engine)))

    def _help(self, words: list[str], cell: str | None) -> None:
        print(_USAGE)

    def _version(self, words: list[str], cell: str | None) -> None:
        _parser("version", "Version of jupyter_sciassist.").parse_args(words)
        print(__version__)


def _count(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 up")
    return number
