"""Loading files into a case: all of them or, if that fails or is stopped, none."""

from __future__ import annotations

import gc
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from intelviz.case.change import Change
from intelviz.case.file import CaseFile
from intelviz.case.values import Attempt, Source, SourceDraft
from intelviz.ingest.choosing import Chosen, Decisions, choose, walk
from intelviz.ingest.expiry import EXPIRES_DAYS, USUAL_DAYS, expiry
from intelviz.ingest.fit import Fit
from intelviz.ingest.keys import Keys, name_place, place_names
from intelviz.ingest.known import known_recipes, recipe_called
from intelviz.ingest.loading import Plan, SourceLoader
from intelviz.ingest.readers.file import Opening
from intelviz.ingest.readers.table import Table
from intelviz.ingest.reconcile import Reconciler
from intelviz.ingest.report import ImportReport, RejectedRow, SourceReport
from intelviz.ingest.versions import first_version, named_source
from intelviz.schema.errors import UsageError
from intelviz.schema.grade import parse_grade
from intelviz.schema.marking import parse_marking
from intelviz.schema.progress import Step, silent
from intelviz.schema.readable import readable

__all__ = ["ImportReport", "import_files"]


class _DryRun(Exception):  # noqa: N818  not an error: it only takes back what was done
    """Everything was done, and is to be taken back."""


def import_files(
    case: CaseFile,
    paths: Sequence[str | Path],
    *,
    recipe: str | Path | None = None,
    grade: str | None = None,
    marking: str | None = None,
    expires: str | None = None,
    replaces: str | int | None = None,
    decided: Decisions = MappingProxyType({}),
    dry_run: bool = False,
    step: Step = silent,
) -> ImportReport:
    """Load files, and all files in folders, into a case, and say what came of every row.

    Without ``recipe`` (a name or a file) the best that fits is taken for each file. A file that is named and can't be
    used stops everything; one that lies in a folder is passed over, and the report says why. ``decided`` says how
    single tables are read, whatever else would fit. ``expires`` is until when it may be used (90, a date, "never";
    without it, so many days as the case keeps under ``expires_days``); ``replaces`` names the source of which the one
    file is a newer version, where it isn't known by its path. ``step`` is told how many bytes of how many have been
    read, and may raise CancelledError.
    """
    grade_text, marking_text = _grade(grade), _marking(marking)
    until = expiry(case.settings(EXPIRES_DAYS, USUAL_DAYS) if expires is None else expires)
    older = None if replaces is None else named_source(case.sources(), replaces)
    step("Looking at the files", 0, 0)
    problems: list[str] = []
    recipes = known_recipes(case.schema, problems) if recipe is None else [recipe_called(recipe, case.schema)]
    with Opening(step=step) as opening:
        found = choose(walk(paths), recipes, case.schema, opening, step, guess=recipe is None, decided=decided)
        return import_chosen(
            case,
            found,
            grade=grade_text,
            marking=marking_text,
            expires=until,
            replaces=older,
            problems=problems,
            dry_run=dry_run,
            step=step,
        )


def import_chosen(
    case: CaseFile,
    found: Chosen,
    *,
    grade: str = "",
    marking: str = "",
    expires: str = "",
    replaces: Source | None = None,
    problems: Sequence[str] = (),
    dry_run: bool = False,
    step: Step = silent,
) -> ImportReport:
    """Load tables of which the recipes are chosen; the files they come from must still be open."""
    if replaces is not None and len(found.tables) != 1:
        raise UsageError(
            f"One file can replace {replaces.name}, and {len(found.tables):,} tables are to be loaded.",
            remedy="Load the newer version by itself.",
        )
    job = _Import(case, found, _Terms(grade, marking, expires, replaces), problems, step)
    try:
        with _without_collector(), case.changing(much=True) as change:
            report = job.run(change, dry_run=dry_run)
            if dry_run:
                raise _DryRun
    except _DryRun:
        return report  # pyright: ignore[reportPossiblyUnboundVariable]  it was made before
    return report


@contextmanager
def _without_collector() -> Generator[None]:
    """Keep Python from looking for garbage among millions of tuples that hold none: a sixth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _grade(text: str | None) -> str:
    try:
        return str(parse_grade(text or ""))
    except ValueError as error:
        words = str(error) if str(error).startswith(("“", "the", "there")) else f"it {error}"
        remedy = "" if "Write" in words else "Write it as 2BP or B24."
        raise UsageError(f"The grade “{text}” can't be used: {words}.", remedy=remedy) from None


def _marking(text: str | None) -> str:
    try:
        found = parse_marking(text or "")
    except ValueError as error:
        raise UsageError(f"The marking can't be used: {error}.") from None
    if found.refusal:
        raise UsageError(found.refusal, remedy="Nothing was loaded.")
    return str(found) if found.stated else ""


# The import itself


@dataclass(frozen=True)
class _Terms:
    """What is said of all sources of an import."""

    grade: str
    marking: str
    expires: str
    replaces: Source | None


class _Import:
    def __init__(self, case: CaseFile, found: Chosen, terms: _Terms, problems: Sequence[str], step: Step) -> None:
        self._case, self._found, self._terms, self._step = case, found, terms, step
        self._problems = problems
        self._sources = case.sources()

    def run(self, change: Change, *, dry_run: bool) -> ImportReport:
        """Load everything and return the report."""
        keys = Keys(change, self._case.schema)
        reconciler = Reconciler(change, self._case.schema, keys)
        places = self._places()
        reports: list[SourceReport] = []
        loaders: list[SourceLoader] = []
        progress = _Progress(self._step, sum(table.origin.size for table, _ in self._found.tables))
        for table, fit in self._found.tables:
            older = self._older(table, fit)
            first = first_version(older[-1], self._sources) if older else None
            folder = Path(first.path).parent if first is not None else table.origin.path.parent
            place = name_place(places, fit.recipe.name, folder)
            again = self._loaded_before(table, fit, place)
            if again is not None:
                reports.append(self._nothing_new(table, again))
                progress.skip(table.origin.size)
                continue
            loader = self._loader(
                change,
                keys,
                reconciler,
                Plan(table, fit.recipe, fit.entries, fit.header, place, fit.notes, first.name if first else ""),
                older,
                progress,
                searchable=not dry_run,
            )
            loaders.append(loader)
            reports.append(loader.report)
        both = [each for each in loaders if each.router.has_items and each.router.has_links_alone]
        progress.total += sum(each.plan.table.origin.size for each in both)
        for each in loaders:
            if each.router.has_items:
                progress.begin(f"Loading items from {each.plan.table.origin.name}")
                each.load_items()
                progress.end(each.plan.table.origin.size)
        for each in loaders:
            if each.router.has_links_alone:
                progress.begin(f"Loading links from {each.plan.table.origin.name}")
            each.load_links()
            if each.router.has_links_alone:
                progress.end(each.plan.table.origin.size)

        def searchable() -> None:
            self._step("Making it searchable", progress.total, progress.total)

        searchable()
        with change.watched(searchable):
            reconciler.finish()
            if not dry_run:
                change.index()
        if loaders and self._found.skipped:
            passed = ", ".join(f"{each.name} ({readable(each.why)})" for each in self._found.skipped)
            loaders[0].report.warnings.append(f"Passed over in the same import: {passed}")
        if loaders:
            loaders[0].report.warnings += self._problems
        for each in loaders:
            self._compare(each)
            each.finish()
        change.remember_attempts(
            Attempt(readable(str(each.path)), readable(each.part), each.name, "passed over", readable(each.why))
            for each in self._found.skipped
        )
        return ImportReport(reports, self._found.skipped, dry_run)

    def _compare(self, loader: SourceLoader) -> None:
        """Say what a newer version of a file added, changed and no longer has."""
        version = self._case.version_change(loader.source_id)
        if version is not None:
            loader.report.version = version
            loader.report.warnings.append(version.words())

    def _older(self, table: Table, fit: Fit) -> list[Source]:
        """Return the older versions of a table that are in use, the last one at the end."""
        origin, said = table.origin, self._terms.replaces
        older = [
            each
            for each in self._sources
            if each.live
            and (each.path, each.name) == (str(origin.path), origin.name)
            and each.recipe == fit.recipe.name
        ]
        return older if said is None else [*(each for each in older if each.id != said.id), said]

    def _loader(
        self,
        change: Change,
        keys: Keys,
        reconciler: Reconciler,
        plan: Plan,
        older: Sequence[Source],
        progress: _Progress,
        *,
        searchable: bool,
    ) -> SourceLoader:
        origin = plan.table.origin

        def at(byte: int) -> None:
            # While the next chunk is made ready elsewhere, this one can be indexed.
            if searchable:
                change.make_searchable()
            progress.at(byte)

        source_id = change.add_source(
            SourceDraft(
                name=origin.name,
                path=str(origin.path),
                sha256=origin.sha256,
                bytes=origin.size,
                recipe=plan.recipe.name,
                recipe_sha256=plan.recipe.sha256,
                recipe_text=plan.recipe.text,
                marking=self._terms.marking,
                grade=self._terms.grade,
                expires=self._terms.expires,
                columns=plan.table.columns(plan.header),
                replaces=older[-1].id if older else None,
            )
        )
        loader = SourceLoader(
            plan,
            source_id,
            change,
            self._case.schema,
            keys,
            reconciler,
            [each.id for each in older],
            _day(older[-1]) if older else "",
            at,
        )
        loader.report.expires = self._terms.expires
        return loader

    def _places(self) -> dict[tuple[str, str], str]:
        """Return the name of each set of files by recipe and folder.

        A folder whose files with items were all loaded from another folder is a copy of it, and the same set.
        """
        names = place_names(self._sources)
        live = {(each.recipe, each.sha256): each for each in self._sources if each.live}
        folders: dict[tuple[str, str], list[tuple[Table, Fit]]] = {}
        for table, fit in self._found.tables:
            folders.setdefault((fit.recipe.name, str(table.origin.path.parent)), []).append((table, fit))
        for key, files in folders.items():
            if key in names:
                continue
            of_items = [table for table, fit in files if any(entry.items for entry in fit.entries)]
            before = [live.get((key[0], table.origin.sha256)) for table in of_items or [table for table, _ in files]]
            known = {names[key[0], str(Path(each.path).parent)] for each in before if each is not None}
            if None not in before and len(known) == 1:
                names[key] = known.pop()
            else:
                name_place(names, key[0], Path(key[1]))
        return names

    def _loaded_before(self, table: Table, fit: Fit, place: str) -> Source | None:
        """Return the live source that is this very file, read by this very recipe, as part of this set."""
        names = place_names(self._sources)
        for each in self._sources:
            same = each.sha256 == table.origin.sha256 and each.recipe_sha256 == fit.recipe.sha256
            same = same and each.name.partition(" › ")[2] == table.origin.part
            if (
                each.live
                and same
                and (not fit.recipe.is_local or names[each.recipe, str(Path(each.path).parent)] == place)
            ):
                return each
        return None

    def _nothing_new(self, table: Table, before: Source) -> SourceReport:
        origin = table.origin
        report = SourceReport(origin.path, before.sha256, before.recipe, table.form, part=origin.part)
        report.rows, report.rejected = before.rows, before.rejected
        report.merged = before.rows - before.rejected
        report.rejections = [
            RejectedRow(each.row, each.column, each.value, each.reason) for each in self._case.rejections(before.id)
        ]
        report.warnings.append(f"This very file was loaded on {_day(before)} already; nothing was added.")
        return report


def _day(source: Source) -> str:
    return f"{datetime.fromisoformat(source.at).astimezone():%d/%m/%Y at %H:%M}"


class _Progress:
    """Adds up what has been read of all files, and says so."""

    def __init__(self, step: Step, total: int) -> None:
        self._step, self.total = step, total
        self._done, self._words = 0, ""

    def begin(self, words: str) -> None:
        """Begin with another file."""
        self._words = words
        self.at(0)

    def at(self, byte: int) -> None:
        """Say how much of this file has been read."""
        self._step(self._words, min(self._done + byte, self.total), self.total)

    def end(self, size: int) -> None:
        """Be done with a file."""
        self._done += size

    skip = end
