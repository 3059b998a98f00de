"""Opening, making, filling and closing cases: each as a job, its end told by signals on the interface's thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from intelviz.app.crashes import LOG
from intelviz.app.posting import Poster
from intelviz.schema.errors import CaseError, IntelvizError, Where
from intelviz.workspace.jobs import Jobs, Progress
from intelviz.workspace.opening import OpenCase, open_case
from intelviz.workspace.workspace import Workspace

if TYPE_CHECKING:
    from intelviz.workspace.commands.command import Done

SUFFIX = ".intelviz"


class Session(QObject):
    """At most one open case, and the jobs.

    ``closing`` is said while the case can still be asked, ``closed`` when it is gone. ``failed`` gives an error and,
    where the case could be opened read-only, the path with which to do so.
    ``imported`` gives the report and how many items of each type came in.
    """

    opened = Signal(object)
    closing = Signal()
    closed = Signal()
    failed = Signal(object, object)
    imported = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.jobs = Jobs(Poster(self).post)
        self.case: OpenCase | None = None
        self.opening = False
        self._idle: list[Callable[[], None]] = []
        self.jobs.on_change(self._jobs_changed)

    # Opening and closing

    def open(self, path: Path, *, read_only: bool = False, then: Callable[[], None] | None = None) -> None:
        """Open a case in place of the one that is open."""
        self._begin(f"Opening {path.name}", lambda progress: _read(path, read_only, self.jobs, progress), path, then)

    def new(self, path: Path, then: Callable[[], None] | None = None) -> None:
        """Make an empty case and open it."""

        def work(progress: Progress) -> OpenCase:
            from intelviz.case.file import CaseFile

            CaseFile.create(path).close()
            return _read(path, False, self.jobs, progress)

        self._begin(f"Making {path.name}", work, path, then)

    def practice(self, path: Path, size: int = 60_000, seed: int = 1) -> None:
        """Make the practice case, as a user's files would be imported, and open it."""

        def work(progress: Progress) -> OpenCase:
            from intelviz.scripting import Case

            path.parent.mkdir(parents=True, exist_ok=True)
            Case.sample(path, size=size, seed=seed, step=progress.step)
            return _read(path, False, self.jobs, progress)

        self._begin("Making the practice case", work, path, None)

    def _begin(
        self, title: str, work: Callable[[Progress], OpenCase], path: Path, then: Callable[[], None] | None
    ) -> None:
        if self.opening:
            return
        if self.case is not None and self.case.case.path == path.absolute() and not self.case.case.read_only:
            if then is not None:
                then()
            return
        self.opening = True

        def ready(opened: OpenCase) -> None:
            self.opening = False
            self.take(opened)
            if then is not None:
                then()

        def failed(error: BaseException) -> None:
            self.opening = False
            self.failed.emit(error, path)

        # What is open stays open until the other case could be read.
        self.jobs.start(title, work, then=ready, failed=failed)

    def take(self, opened: OpenCase) -> None:
        """Show a case that was read."""
        if self.case is None:
            self.case = opened
            self.opened.emit(opened)
            return

        def swap() -> None:
            self.let_go()
            self.case = opened
            self.opened.emit(opened)

        self.when_idle(swap)

    def close(self, then: Callable[[], None] | None = None) -> None:
        """Stop all work, close the case, and then go on."""

        def end() -> None:
            self.let_go()
            if then is not None:
                then()

        self.when_idle(end)

    def let_go(self) -> None:
        """Close the case at once, whatever runs."""
        if self.case is None:
            return
        self.closing.emit()
        case, self.case = self.case, None
        try:
            case.close()
        except IntelvizError as error:
            self.failed.emit(error, None)
        self.closed.emit()

    def when_idle(self, then: Callable[[], None]) -> None:
        """Ask every job to stop, and go on when none runs any more."""
        if not self.jobs.running:
            then()
            return
        self._idle.append(then)
        self.jobs.cancel_all()

    def _jobs_changed(self) -> None:
        if self._idle and not self.jobs.running:
            waiting, self._idle = self._idle, []
            for then in waiting:
                # The job that just ended still has something to say after this.
                QTimer.singleShot(0, self, then)

    # Filling

    def import_files(
        self,
        paths: Sequence[Path],
        *,
        recipe: str | None = None,
        grade: str | None = None,
        marking: str | None = None,
        decided: Mapping[str, tuple[str, int]] | None = None,
        expires: str | None = None,
        replaces: str | None = None,
    ) -> None:
        """Load files or folders into the open case; ``decided`` is what the assistant was told of single tables."""
        from intelviz.workspace.commands.sources.import_files import ImportFiles

        case = self.case
        if case is None:
            return
        before = _counts(case.workspace)

        def then(done: Done) -> None:
            after = _counts(case.workspace)
            added = {name: count - before.get(name, 0) for name, count in after.items()}
            self.imported.emit(done.result, {name: count for name, count in added.items() if count > 0})

        what = paths[0].name if len(paths) == 1 else f"{len(paths):,} files"
        try:
            case.acts.start(
                ImportFiles(tuple(paths), recipe, grade, marking, dict(decided or {}), expires, replaces),
                f"Importing {what}",
                then=then,
                failed=lambda error: self.failed.emit(error, None),
            )
        except IntelvizError as error:
            self.failed.emit(error, None)

    def keep_view(self, settings: dict[str, Any]) -> None:
        """Keep how the case was looked at in the case, if it can be written."""
        if self.case is None or self.case.case.read_only:
            return
        try:
            self.case.case.set_setting("window", settings)
        except IntelvizError as error:
            LOG.warning("how the case was looked at is not kept: %s", error.words())

    def kept_view(self) -> object:
        """Return how the case was looked at last, or None."""
        return self.case.case.settings("window", None) if self.case is not None else None


def _read(path: Path, read_only: bool, jobs: Jobs, progress: Progress) -> OpenCase:
    if not path.exists():
        raise CaseError(
            "There is no such file any more.",
            where=Where(file=str(path)),
            remedy="Was it moved, or is a drive missing?",
        )
    opened = open_case(path, read_only=read_only, jobs=jobs)
    try:
        progress.step(f"Reading {path.name}")
        read_whole(opened)
        progress.step(f"Reading {path.name}")
    except BaseException:
        opened.case.close()
        raise
    return opened


def read_whole(opened: OpenCase) -> None:
    """Read what views ask of a case when they are made: a damaged one is found out here, not half way through."""
    _ = opened.workspace
    opened.case.charts()
    opened.case.sources()
    opened.case.sets()


def _counts(workspace: Workspace) -> dict[str, int]:
    numbers = np.bincount(workspace.items.type, minlength=len(workspace.item_types))
    return {kind.plural: int(number) for kind, number in zip(workspace.item_types, numbers, strict=True)}
