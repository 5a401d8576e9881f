"""Text as runs: what code states carries its sources, what a model says is checked against them."""

from __future__ import annotations

from dataclasses import dataclass, field

from .records import Block, Run, Source


@dataclass(frozen=True)
class Cited:
    """A number or a name in a sentence by code, and what it comes from."""

    text: str
    source: Source


@dataclass
class Sources:
    """The sources of one reply in the order of their first use, each once."""

    found: list[Source] = field(default_factory=list)

    def place(self, source: Source) -> int:
        """Where a source stands; a new one is put at the end."""
        if source not in self.found:
            self.found.append(source)
        return self.found.index(source)

    def told(self) -> tuple[Source, ...]:
        """All of them: `Reply.sources`."""
        return tuple(self.found)


def stated(sources: Sources, *parts: str | Cited) -> Block:
    """A paragraph by code.

    >>> sources = Sources()
    >>> mean = Source("variable", "mean of mass over 333 rows", "penguins")
    >>> block = stated(sources, "The mean of ", Cited("mass", mean), " is ", Cited("4207", mean), ".")
    >>> Reply("computed", (block,), sources.told())
    """
    runs = (
        Run(part) if isinstance(part, str) else Run(part.text, "grounded", sources.place(part.source))
        for part in parts
    )
    return Block("text", tuple(run for run in runs if run.text))
