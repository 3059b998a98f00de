"""One family of errors, each written for the person who reads it."""

from __future__ import annotations

from dataclasses import dataclass

from intelviz.schema.readable import readable, readable_lines


@dataclass(frozen=True, slots=True)
class Where:
    """Where in the input something is wrong; rows count from 1 and include the header row."""

    file: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None

    def words(self) -> str:
        """Return "crimes.csv, row 12, column “date”, value “31/02/2017”", or "" if nothing is known."""
        parts: list[str] = []
        if self.file:
            parts.append(readable(self.file))
        if self.row is not None:
            parts.append(f"row {self.row:,}")
        if self.column:
            parts.append(f"column “{readable(self.column)}”")
        if self.value is not None:
            parts.append(f"value “{readable(self.value[:120])}”")
        return ", ".join(parts)


class IntelvizError(Exception):
    """Something the user asked for can't be done: what happened, to what, where, and what to do.

    ``what`` is one sentence without the place; ``remedy`` is what the reader can do next; ``details`` is
    technical text for the button, never needed to understand the message.
    """

    title = "That could not be done"

    def __init__(self, what: str, *, where: Where | None = None, remedy: str = "", details: str = "") -> None:
        self.what = what
        self.where = where or Where()
        self.remedy = remedy
        self.details = details
        super().__init__(self.words())

    def words(self) -> str:
        """Return the whole message: place, what happened, and the remedy."""
        place = self.where.words()
        text = f"{place}: {self.what}" if place else self.what
        return readable_lines(f"{text} {self.remedy}".strip())


class UsageError(IntelvizError):
    """The command was called with words that make no sense."""

    title = "That was not understood"


class SchemaError(IntelvizError):
    """A type definition is wrong."""

    title = "The type definitions have a mistake"


class RecipeError(IntelvizError):
    """A recipe is wrong, or fits no file."""

    title = "The recipe can't be used"


class BadInputError(IntelvizError):
    """A file can't be read as what it should be."""

    title = "The file can't be read"


class CaseError(IntelvizError):
    """The case file can't be used."""

    title = "The case can't be used"


class NotACaseError(CaseError):
    """The file is something else."""

    title = "This is not a case"


class CaseDamagedError(CaseError):
    """The file is a case, but damaged."""

    title = "The case is damaged"


class CaseNewerError(CaseError):
    """A newer intelviz wrote the file."""

    title = "The case is from a newer intelviz"


class CaseInUseError(CaseError):
    """Somebody has the case open for writing."""

    title = "The case is already open"


class CaseReadOnlyError(CaseError):
    """The case can be looked at, not changed."""

    title = "The case can't be changed"


class DiskFullError(CaseError):
    """There is no room left on the disk."""

    title = "The disk is full"


class CancelledError(IntelvizError):
    """The user stopped the work."""

    title = "Stopped"

    def __init__(self, what: str = "Stopped at your request; nothing was changed.") -> None:
        super().__init__(what)
