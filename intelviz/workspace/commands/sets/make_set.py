"""Make a set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np

from intelviz.case.columns import Ints
from intelviz.workspace.commands.command import (
    JSON,
    Command,
    Done,
    Effect,
    LoggedAct,
    Replayed,
    Stage,
    Translate,
    number_of,
    translated,
)
from intelviz.workspace.commands.sets.set_command import new_name
from intelviz.workspace.packing import packed, unpacked
from intelviz.workspace.workspace import Change


@dataclass(frozen=True, eq=False)
class MakeSet(Command):
    """Give items, mostly the selected ones, a name; ``query`` is by what they were found, if by a query."""

    set: str
    ids: Ints
    query: str = ""

    name: ClassVar[str] = "make set"
    failure: ClassVar[str] = "The set could not be made"

    def do(self, stage: Stage) -> Done:
        """Make it."""
        name, ids = new_name(stage, self.set), np.unique(np.asarray(self.ids, np.int64))
        stage.change.save_set(name, ids, self.query)
        title = f"Make set “{name}” of {number_of(len(ids))}"
        args: JSON = {"set": name, "ids": packed(ids)}
        if self.query:
            title, args["query"] = f"{title}, found by “{self.query}”", self.query
        return Done(title, args, {}, Effect(Change.STYLE), name)

    @classmethod
    def undo(cls, stage: Stage, act: LoggedAct) -> Effect:
        """Delete it."""
        stage.change.delete_set(str(act.args["set"]))
        return Effect(Change.STYLE)

    @classmethod
    def from_args(cls, args: JSON) -> Self:
        """Return the act that the log describes."""
        return cls(str(args["set"]), unpacked(args["ids"], np.int64), str(args.get("query", "")))

    @classmethod
    def replayed(cls, args: JSON, translate: Translate) -> Replayed:
        """Return the act for the items that the other case has too."""
        ids, _, missing = translated(unpacked(args["ids"], np.int64), translate)
        return Replayed(cls(str(args["set"]), ids, str(args.get("query", ""))), missing)
