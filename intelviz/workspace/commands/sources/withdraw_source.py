"""Take sources out of use, as when a newer version has taken their place or their time is over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

from intelviz.schema.errors import UsageError
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
)
from intelviz.workspace.workspace import Change


@dataclass(frozen=True)
class WithdrawSource(Command):
    """Withdraw sources: items and links of which nothing else speaks are no longer there. Nothing is deleted."""

    sources: tuple[int, ...]

    name: ClassVar[str] = "withdraw source"
    failure: ClassVar[str] = "The source could not be withdrawn"

    def do(self, stage: Stage) -> Done:
        """Withdraw them."""
        from intelviz.ingest.versions import named_source

        known = stage.case.sources()
        found = [named_source(known, each) for each in self.sources]
        if not found:
            raise UsageError("No source was named.")
        for each in found:
            stage.change.withdraw_source(each.id)
        named = found[0].name if len(found) == 1 else number_of(len(found), "source")
        ids = [each.id for each in found]
        return Done(f"Withdraw {named}", {"sources": ids}, {"sources": ids}, Effect(Change.ITEMS), ids)

    @classmethod
    def undo(cls, stage: Stage, act: LoggedAct) -> Effect:
        """Bring them back."""
        for source in act.inverse["sources"]:
            stage.change.restore_source(int(source))
        return Effect(Change.ITEMS)

    @classmethod
    def from_args(cls, args: JSON) -> Self:
        """Return the act that the log describes."""
        return cls(tuple(int(each) for each in args["sources"]))

    @classmethod
    def replayed(cls, args: JSON, translate: Translate) -> Replayed:
        """Refuse: another case numbers its sources otherwise."""
        raise UsageError("Withdrawing a source belongs to one case.")
