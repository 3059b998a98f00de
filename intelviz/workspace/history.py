"""What can be undone and redone, read from the log of the case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from intelviz.case.log import Entry


UNDO, REDO = "undo", "redo"


@dataclass(frozen=True, slots=True)
class Step:
    """One act that can be undone or redone: its number in the log and its title."""

    seq: int
    title: str


@dataclass
class History:
    """The two stacks of undo and redo, made anew from the log whenever a case is opened.

    The log only ever grows: an undo is an entry that names the act it takes back, a redo one that names the act it
    brings back. A new act drops what could have been redone from these stacks, not from the log.
    """

    done: list[Step] = field(default_factory=list[Step])
    undone: list[Step] = field(default_factory=list[Step])

    @classmethod
    def of(cls, log: Iterable[Entry]) -> History:
        """Read the log, oldest entry first."""
        history = cls()
        for entry in log:
            history.take(entry)
        return history

    def take(self, entry: Entry) -> None:
        """Follow one more entry of the log."""
        if entry.command == UNDO:
            self.undone.append(self._found(self.done, int(entry.args["undoes"])))
        elif entry.command == REDO:
            self.done.append(self._found(self.undone, int(entry.args["redoes"])))
        elif entry.inverse is not None:
            self.done.append(Step(entry.seq, entry.title))
            self.undone.clear()

    @staticmethod
    def _found(stack: list[Step], seq: int) -> Step:
        at = next(index for index in reversed(range(len(stack))) if stack[index].seq == seq)
        return stack.pop(at)
