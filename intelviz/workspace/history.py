"""What can be undone and redone, read from the log of the case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from intelviz.case.values import Entry


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
    last: int = 0

    @classmethod
    def of(cls, log: Iterable[Entry]) -> History:
        """Read the log, oldest entry first."""
        history = cls()
        for entry in log:
            history.take(entry)
        return history

    def take(self, entry: Entry) -> None:
        """Follow one more entry of the log; ``last`` is the number of the one that was followed last."""
        self.last = entry.seq
        if entry.kind == UNDO:
            self.undone.append(_taken(self.done, entry.of))
        elif entry.kind == REDO:
            self.done.append(_taken(self.undone, entry.of))
        elif entry.inverse is not None:
            self.done.append(Step(entry.seq, entry.title))
            self.undone.clear()


def _taken(stack: list[Step], seq: int | None) -> Step:
    """Take an act off a stack; it is the last one there, unless the log was written by hand."""
    return stack.pop(next(at for at in reversed(range(len(stack))) if stack[at].seq == seq))
