"""The acts of one case, done on another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from intelviz.case.columns import Ints
from intelviz.case.file import CaseFile
from intelviz.schema.errors import IntelvizError
from intelviz.schema.progress import Step, silent
from intelviz.workspace.acts import Acts, entry_of
from intelviz.workspace.commands import all_commands, command_named
from intelviz.workspace.history import REDO, UNDO


@dataclass(frozen=True)
class ReplayedAct:
    """What came of one act: ``applied`` with ``why`` naming what of it could not be done, or not at all."""

    seq: int
    title: str
    applied: bool
    why: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return it for a machine."""
        return {"seq": self.seq, "title": self.words, "applied": self.applied, "why": self.why}

    @property
    def words(self) -> str:
        """Return the act's title, and what was not done and why."""
        if self.applied:
            return f"{self.title} ({self.why})" if self.why else self.title
        return f"Not done: {self.title}: {self.why}"


def replay(source: CaseFile, target: CaseFile, acts: Acts, step: Step = silent) -> list[ReplayedAct]:
    """Do every act of ``source`` that stands, not those that were taken back, on ``target``, in order.

    Items are found again by their keys. Each act is one undoable act of the target; one that can't be done there is
    passed over, and the answer says why.
    """
    standing = _standing(source)
    done: list[ReplayedAct] = []
    for number, seq in enumerate(standing):
        entry = entry_of(source, seq)
        step(f"Replaying: {entry.title}", number, len(standing))
        try:
            fitted = command_named(entry.command).replayed(entry.args, lambda ids: _same_items(source, target, ids))
            title = acts.run(fitted.command, step).title
        except IntelvizError as error:
            done.append(ReplayedAct(seq, entry.title, applied=False, why=error.words()))
        else:
            done.append(ReplayedAct(seq, title, applied=True, why=fitted.missing))
    return done


def _standing(source: CaseFile) -> list[int]:
    """Return the entries of acts that were not taken back, in order; what only notes something is none."""
    standing: list[int] = []
    for entry in source.log():
        if entry.kind == UNDO and entry.of is not None:
            standing.remove(entry.of)
        elif entry.kind == REDO and entry.of is not None:
            standing.append(entry.of)
        elif entry.inverse is not None or entry.command in all_commands():
            standing.append(entry.seq)
    return standing


def _same_items(source: CaseFile, target: CaseFile, ids: Ints) -> Ints:
    """Return the ids in ``target`` of items with the same keys, -1 where there is none."""
    keys = {item.id: item.key for item in source.items([int(each) for each in ids])}
    with target.changing() as change:
        there = {key: number for key, (number, _) in change.keys([key for key in keys.values() if key]).items()}
    living = {item.id for item in target.items(there.values())}
    found = [there.get(keys.get(int(each)) or "", -1) for each in ids]
    return np.array([each if each in living else -1 for each in found], np.int64)
