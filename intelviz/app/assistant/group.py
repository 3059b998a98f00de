"""Tables that are decided together, and what was decided for them. No widget."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from intelviz.ingest.choosing import Decision
from intelviz.ingest.column_sense import ColumnSense, sense_of
from intelviz.ingest.draft import Draft
from intelviz.ingest.draft_check import Problem, problems
from intelviz.ingest.fit import Fit
from intelviz.ingest.preview import KEPT, Seen
from intelviz.ingest.report import Skipped
from intelviz.schema.errors import IntelvizError
from intelviz.schema.model import Schema
from intelviz.schema.progress import Step, silent
from intelviz.schema.when import WhenFormat

DAY_FIRST, MONTH_FIRST = "dmy", "mdy"
_SEALED = {"nhs": "an NHS number", "nino": "a National Insurance number"}


@dataclass
class Group:
    """Tables with the same columns: how they are read, and whether they are loaded at all.

    ``fit`` is the recipe that was chosen, None where ``draft`` is used. ``unanswered`` are the columns of dates of
    which nobody has said yet whether day or month stands first. ``key`` is what its tables had in common when they
    were found.
    """

    tables: list[Seen]
    schema: Schema
    header: int = 0
    fit: Fit | None = None
    draft: Draft | None = None
    load: bool = True
    key: str = ""
    unanswered: list[str] = field(default_factory=list[str])
    _senses: dict[tuple[int, str], ColumnSense] = field(default_factory=dict[tuple[int, str], ColumnSense], repr=False)

    @classmethod
    def of(cls, tables: Sequence[Seen], schema: Schema, draft: Draft | None = None) -> Group:
        """Return the group, read by the best recipe that fits, or by ``draft``, which was made from its columns."""
        first = tables[0]
        found = cls(list(tables), schema, first.header)
        if draft is None and first.fits:
            found.fit = first.fits[0]
        else:
            found.map_by_hand(draft or found.made_draft(first.header))
        return found

    @property
    def first(self) -> Seen:
        """The table that is shown for all."""
        return self.tables[0]

    @property
    def columns(self) -> list[str]:
        """Names of the columns."""
        return self.first.table.columns(self.header)

    @property
    def name(self) -> str:
        """Name of the table, or how many there are."""
        return (
            self.first.name if len(self.tables) == 1 else f"{self.first.name} and {len(self.tables) - 1:,} more alike"
        )

    @property
    def words(self) -> str:
        """How it is read, and why."""
        if self.fit is not None:
            return f"{self.fit.recipe.title}: {self.fit.why}."
        words = self.draft.words if self.draft is not None else ()
        near = self.first.problem.removeprefix("No recipe fits.").strip()
        return " ".join(each for each in (*words, near) if each)

    @property
    def read_as(self) -> str:
        """Name of the recipe."""
        return self.fit.recipe.name if self.fit is not None else "made from its columns"

    def rows(self) -> tuple[int, str]:
        """Return how many rows all its tables have, and "about" or "more than" where that is not certain."""
        total, words = 0, set[str]()
        for each in self.tables:
            count, word = each.counted(self.header) if each.is_read(self.header) else (0, "more than")
            total += count
            words.add(word)
        return total, "more than" if "more than" in words else "about" if "about" in words else ""

    # Deciding

    def choose(self, fit: Fit) -> None:
        """Read it by a recipe."""
        self.fit, self.draft, self.header, self.unanswered = fit, None, fit.header, []

    def made_draft(self, header: int) -> Draft:
        """Return a recipe made from its columns; it may read the whole table."""
        return self.first.draft(header, self.schema)

    def map_by_hand(self, draft: Draft, header: int | None = None) -> None:
        """Read it by a recipe of its own, from the row after ``header`` on (-1: it has none)."""
        self.fit, self.draft = None, draft
        if header is not None:
            self.header = header
        self._ask()

    def change(self, draft: Draft) -> None:
        """Take a draft that was changed."""
        self.fit, self.draft = None, draft
        still = {*draft.columns_as("when"), *draft.columns_as("until")}
        self.unanswered = [column for column in self.unanswered if column in still]

    def sense(self, column: str) -> ColumnSense:
        """Return what a column seems to be."""
        known = self._senses.get((self.header, column))
        if known is None:
            at = self.columns.index(column)
            cells = [cells[at] for _, cells in self.first.rows(self.header, KEPT)]
            known = self._senses[self.header, column] = sense_of(column, cells)
        return known

    def _ask(self) -> None:
        """Note the columns of dates that no value decides."""
        assert self.draft is not None
        times = {*self.draft.columns_as("when"), *self.draft.columns_as("until")}
        self.unanswered = []
        for words in self.draft.words:
            if "no value of the file decides it" in words:
                self.unanswered = [column for column in self.columns if column in times and f"“{column}”" in words]

    def answer(self, order: str) -> None:
        """Say whether day (``dmy``) or month (``mdy``) stands first in all dates of the table."""
        draft = self.draft
        if draft is None:
            return
        wrong, right = ("dd/mm", "mm/dd") if order == MONTH_FIRST else ("mm/dd", "dd/mm")
        for item in draft.items:
            formats = tuple(_swapped(each, wrong, right, order) for each in item.formats)
            if formats != item.formats:
                draft = draft.with_item(replace(item, formats=formats))
        self.draft, self.unanswered = draft, []

    @property
    def order(self) -> str:
        """Which stands first in dates, day (``dmy``) or month (``mdy``); "" where that is no question."""
        formats = [each for item in (self.draft.items if self.draft else ()) for each in item.formats]
        if any(each.startswith(("dd/mm", "dd-mm", "dd.mm")) or each == DAY_FIRST for each in formats):
            return DAY_FIRST
        return MONTH_FIRST if any(each.startswith("mm") or each == MONTH_FIRST for each in formats) else ""

    def example(self) -> str:
        """Return in words what the first date means as it is read now: “03/04/2024” is 3 April 2024."""
        if self.draft is None:
            return ""
        for item in self.draft.items:
            columns = self.draft.columns_as("when", item.name)
            places = [self.columns.index(column) for column in columns if column in self.columns]
            for _, cells in self.first.rows(self.header):
                text = " ".join(cells[at].strip() for at in places if cells[at].strip())
                for form in item.formats if text else ():
                    try:
                        return f"“{text}” is {WhenFormat(form).parse(text).text()}"
                    except ValueError:
                        continue
        return ""

    # For the import

    def decision(self) -> Decision | None:
        """Return what was decided, None where the best recipe is taken as it is; not ticked, it is passed over."""
        if not self.load:
            return Decision("")
        if self.fit is not None:
            if self.first.fits and self.fit is self.first.fits[0]:
                return None
            return Decision(self.fit.recipe.text, self.header)
        assert self.draft is not None
        return Decision(self.draft.text(), self.header)

    def as_decided(self) -> Decision:
        """Return how it is read, whether it is ticked or not."""
        if self.fit is not None:
            return Decision(self.fit.recipe.text, self.header)
        assert self.draft is not None
        return Decision(self.draft.text(), self.header)

    def problems(self) -> list[Problem]:
        """Return what does not go together, the weightiest first."""
        found = [
            Problem("Say whether the day or the month stands first in these dates.", column)
            for column in self.unanswered
        ]
        if self.draft is not None:
            found += problems(self.draft, self.schema)
            named = {each.column for each in found}
            found += [
                Problem(
                    f"“{column}” can't tell items apart: {_SEALED[sense]} identifies nobody here. Leave it out.", column
                )
                for column in self.draft.columns_as("id")
                if column not in named and (sense := self.sense(column).sense) in _SEALED
            ]
            if not any(each.weighty for each in found):
                try:
                    self.draft.recipe(self.schema)
                except IntelvizError as error:
                    found.insert(0, Problem(f"{error.what} {error.remedy}".strip(), self._column_in(error.words())))
        return found

    def problem(self) -> str:
        """Return what keeps it from being loaded, "" if nothing does."""
        if self.unanswered:
            return f"Say whether the day or the month stands first in “{self.unanswered[0]}”."
        return next((each.words for each in self.problems() if each.weighty), "")

    def _column_in(self, words: str) -> str:
        """Return the column that words name, "" if they name none."""
        return next((column for column in self.columns if f"“{column}”" in words), "")


def _swapped(form: str, wrong: str, right: str, order: str) -> str:
    if form in {DAY_FIRST, MONTH_FIRST}:
        return order
    for mark in "/-.":
        form = form.replace(wrong.replace("/", mark), right.replace("/", mark))
    return form


def groups_of(tables: Iterable[Seen], schema: Schema, step: Step = silent) -> tuple[list[Group], list[Skipped]]:
    """Return the tables parted by reader and columns, and where no recipe fits, by what their columns hold.

    A table that can't be read any more is returned with the reason.
    """
    parted: dict[str, tuple[list[Seen], Draft | None]] = {}
    lost: list[Skipped] = []
    for each in tables:
        step(f"Looking at the columns of {each.name}", 0, 0)
        draft, key = None, each.group
        try:
            if not each.fits:
                draft = each.draft(each.header, schema)
                key = f"{key}\x1f{replace(draft, words=()).text()}"
            each.read(each.header)
        except (IntelvizError, OSError) as error:
            lost.append(Skipped(each.table.origin.path, why_lost(error), each.table.origin.part))
            continue
        parted.setdefault(key, ([], draft))[0].append(each)
    found = [Group.of(some, schema, draft) for some, draft in parted.values()]
    for group, key in zip(found, parted, strict=True):
        group.key = key
    return found, lost


def why_lost(error: Exception) -> str:
    """Return in words why a file can't be read."""
    if isinstance(error, IntelvizError):
        return error.what
    if isinstance(error, FileNotFoundError):
        return "it is no longer there"
    words = error.strerror if isinstance(error, OSError) else ""
    return f"it can't be read ({words or error})"
