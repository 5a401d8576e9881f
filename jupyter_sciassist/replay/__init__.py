"""A record again: its analysis on present data (`evidence`), its note by the same model (`wording`).

Only analyses of this package and of installed packs are run. No text of a log is executed: not the code
of a card, not the cell that was accepted. q is not computed again, for it hangs on all the tests that had been
made by then.
"""

from .base import Replay, chosen, told
from .evidence import evidence
from .wording import Models, wording

__all__ = ["Models", "Replay", "chosen", "evidence", "told", "wording"]
