"""Say until when sources may be used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
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
class SetExpiry(Command):
    """Extend (or shorten) the time for which sources may be used: ``until`` is days from today, a date, or "never"."""

    sources: tuple[int, ...]
    until: str

    name: ClassVar[str] = "set expiry"
    failure: ClassVar[str] = "The date could not be set"

    def do(self, stage: Stage) -> Done:
        """Set the date."""
        from intelviz.ingest.expiry import expiry
        from intelviz.ingest.versions import named_source

        until = expiry(self.until)
        known = stage.case.sources()
        found = [named_source(known, each) for each in self.sources]
        if not found:
            raise UsageError("No source was named.")
        for each in found:
            stage.change.set_expiry(each.id, until)
        named = found[0].name if len(found) == 1 else number_of(len(found), "source")
        words = f"until {date.fromisoformat(until):%d/%m/%Y}" if until else "without a date for review"
        # The log keeps the day, not how many days from then it was.
        args: JSON = {"sources": [each.id for each in found], "until": until or "never"}
        inverse: JSON = {"before": {str(each.id): each.expires for each in found}}
        return Done(f"Keep {named} {words}", args, inverse, Effect(Change.HISTORY), until)

    @classmethod
    def undo(cls, stage: Stage, act: LoggedAct) -> Effect:
        """Set the dates that were there before."""
        for source, until in act.inverse["before"].items():
            stage.change.set_expiry(int(source), until)
        return Effect(Change.HISTORY)

    @classmethod
    def from_args(cls, args: JSON) -> Self:
        """Return the act that the log describes."""
        return cls(tuple(int(each) for each in args["sources"]), str(args["until"]))

    @classmethod
    def replayed(cls, args: JSON, translate: Translate) -> Replayed:
        """Refuse: another case numbers its sources otherwise."""
        raise UsageError("A date for review belongs to the source of one case.")
