"""The one way to change a case: commands, each in one transaction with its log entry, from which it is undone."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Literal

from intelviz.case.columns import Columns
from intelviz.schema.errors import CaseReadOnlyError, IntelvizError, UsageError
from intelviz.schema.progress import Step, silent
from intelviz.workspace.chart import Chart
from intelviz.workspace.commands import command_named
from intelviz.workspace.commands.command import Command, Done, Effect, LoggedAct, Stage
from intelviz.workspace.commands.sources.import_files import ImportFiles
from intelviz.workspace.commands.sources.withdraw_source import WithdrawSource
from intelviz.workspace.history import REDO, UNDO, History
from intelviz.workspace.history import Step as HistoryStep
from intelviz.workspace.jobs import Job, Jobs, Progress
from intelviz.workspace.workspace import Change, Workspace

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile
    from intelviz.case.values import Arranged, Entry


class Acts:
    """Does, undoes and redoes commands on one case and tells its workspace once what changed.

    ``workspace`` returns the open workspace, or None where nobody has asked for one yet (on the command line);
    ``begin`` chooses what to draw in a case that was empty until now.
    """

    def __init__(
        self,
        case: CaseFile,
        workspace: Callable[[], Workspace | None],
        jobs: Jobs | None = None,
        begin: Callable[[Workspace], None] | None = None,
    ) -> None:
        self._case, self._workspace, self._begin = case, workspace, begin
        self.jobs = jobs
        self._history: History | None = None
        self._busy = threading.Lock()

    # What can be done

    @property
    def history(self) -> History:
        """The stacks of undo and redo."""
        if self._history is None:
            self._history = History.of(self._case.log())
        return self._history

    @property
    def can_undo(self) -> str | None:
        """Title of the act that undo would take back, or None."""
        done = self.history.done
        return done[-1].title if done and not self._case.read_only else None

    @property
    def can_redo(self) -> str | None:
        """Title of the act that redo would do again, or None."""
        undone = self.history.undone
        return undone[-1].title if undone and not self._case.read_only else None

    # Doing

    def run(self, command: Command, step: Step = silent) -> Done:
        """Carry out a command; if it fails, nothing is changed and the error says so."""
        done, entry = self._perform(command, step)
        self._settle(done.effect, entry)
        return done

    def start(
        self,
        command: Command,
        title: str,
        then: Callable[[Done], None] | None = None,
        failed: Callable[[BaseException], None] | None = None,
    ) -> Job:
        """Carry out a long command as a job; the workspace is told on the interface's thread when it is done."""
        if self.jobs is None:
            raise UsageError("There is nobody to run this as a job.")

        def work(progress: Progress) -> tuple[Done, Entry, Columns | None]:
            done, entry = self._perform(command, progress.step)
            return done, entry, self._read_ahead(done.effect)

        def finish(result: tuple[Done, Entry, Columns | None]) -> None:
            done, entry, columns = result
            self._settle(done.effect, entry, columns)
            if then is not None:
                then(done)

        return self.jobs.start(title, work, then=finish, failed=failed)

    def start_reverse(
        self,
        verb: Literal["undo", "redo"],
        then: Callable[[Entry], None] | None = None,
        failed: Callable[[BaseException], None] | None = None,
    ) -> Job:
        """Undo or redo as a job: for acts that take long, such as an import."""
        if self.jobs is None:
            raise UsageError("There is nobody to run this as a job.")
        step = self._next(verb)

        def work(progress: Progress) -> tuple[Effect, Entry, Columns | None]:
            effect, entry = self._turn(step.seq, verb, progress.step)
            return effect, entry, self._read_ahead(effect)

        def finish(result: tuple[Effect, Entry, Columns | None]) -> None:
            effect, entry, columns = result
            self._settle(effect, entry, columns)
            if then is not None:
                then(entry)

        return self.jobs.start(f"{verb.title()}: {step.title}", work, then=finish, failed=failed)

    def takes_long(self, verb: Literal["undo", "redo"]) -> bool:
        """Return whether undo or redo would bring or take items, and so is better run as a job."""
        return entry_of(self._case, self._next(verb).seq).command in {ImportFiles.name, WithdrawSource.name}

    def keep(self, command: Command, title: str) -> None:
        """Carry out something that the program decides itself: it is logged, but there is nothing to undo."""
        with self._alone(), _failing(command.failure), self._case.changing() as change:
            done = command.do(Stage(self._case, change, self._workspace()))
            change.append_log(command.name, done.args, None, title)
        self._settle(done.effect, self._case.log(1)[0])

    def undo(self, step: Step = silent) -> Entry:
        """Take back the last act that was not taken back; UsageError if there is none."""
        return self._reverse(self._next(UNDO).seq, UNDO, step)

    def redo(self, step: Step = silent) -> Entry:
        """Do again what was last taken back; UsageError if there is nothing."""
        return self._reverse(self._next(REDO).seq, REDO, step)

    def _next(self, verb: str) -> HistoryStep:
        stack = self.history.done if verb == UNDO else self.history.undone
        if not stack:
            raise UsageError(f"There is nothing to {verb}.")
        return stack[-1]

    def _read_ahead(self, effect: Effect) -> Columns | None:
        """Read in the job's thread what the interface's thread would have to wait for."""
        return self._case.columns() if Change.ITEMS in effect.change and self._workspace() is not None else None

    def _perform(self, command: Command, step: Step) -> tuple[Done, Entry]:
        with self._alone():
            try:
                with self._case.changing(much=command.adds_much) as change:
                    done = command.do(Stage(self._case, change, self._workspace(), step))
                    change.append_log(command.name, done.args, done.inverse, done.title)
            except IntelvizError as error:
                with suppress(IntelvizError):
                    command.failed(self._case, error)
                with _failing(command.failure):
                    raise
            return done, self._case.log(1)[0]

    def _reverse(self, seq: int, verb: str, step: Step) -> Entry:
        effect, entry = self._turn(seq, verb, step)
        self._settle(effect, entry)
        return entry

    def _turn(self, seq: int, verb: str, step: Step) -> tuple[Effect, Entry]:
        act = entry_of(self._case, seq)
        command = command_named(act.command)
        what = "undone" if verb == UNDO else "redone"
        with (
            self._alone(),
            _failing(f"“{act.title}” could not be {what}"),
            self._case.changing() as change,
        ):
            stage = Stage(self._case, change, self._workspace(), step)
            logged = LoggedAct(act.seq, act.title, act.args, act.inverse or {})
            effect = (command.undo if verb == UNDO else command.redo)(stage, logged)
            change.append_log(act.command, {}, None, f"{verb.title()}: {act.title}", kind=verb, of=seq)
        return effect, self._case.log(1)[0]

    @contextmanager
    def _alone(self) -> Generator[None]:
        """Let one act at a time change the case."""
        if self._case.read_only:
            raise CaseReadOnlyError(
                "This case is open for reading only.", remedy="Close it and open it for changes, or save a copy."
            )
        if not self._busy.acquire(blocking=False):
            raise UsageError("The case is being changed by other work.", remedy="Wait until it is done, or stop it.")
        try:
            yield
        finally:
            self._busy.release()

    def _settle(self, effect: Effect, entry: Entry, columns: Columns | None = None) -> None:
        """Follow the log, and bring the workspace to what the case now says, in one word to all views."""
        if self._history is not None and entry.seq == self._history.last + 1:
            self._history.take(entry)
        else:
            self._history = None
        workspace = self._workspace()
        if workspace is None:
            return
        with workspace.together():
            if Change.ITEMS in effect.change:
                workspace.replace_columns(columns if columns is not None else self._case.columns())
                self._settle_chart(workspace)
            if effect.chart is not None:
                self._show(workspace, effect.chart, effect.state)
            workspace.tell(effect.change | Change.HISTORY)

    # Charts

    def _settle_chart(self, workspace: Workspace) -> None:
        """After items came or went: what the case keeps of the chart is there again, and an empty case gets a chart."""
        kept = self._case.charts().get(workspace.chart.name)
        if kept is not None:
            workspace.chart.restore(kept, workspace.items.id)
        elif self._begin is not None and not workspace.chart.drawn.any():
            self._begin(workspace)

    def open_chart(self, name: str) -> None:
        """Show another chart; which one is shown is remembered, but is no act to be undone."""
        workspace = self._workspace()
        if workspace is None or name not in self._case.charts():
            raise UsageError(f"There is no chart “{name}” in this case.")
        with workspace.together():
            self._show(workspace, name, None)
            workspace.tell(Change.CHART)

    def _show(self, workspace: Workspace, name: str, state: Arranged | None) -> None:
        if state is None:
            state = self._case.charts().get(name)
        if workspace.chart.name != name:
            workspace.chart = Chart(len(workspace), name)
            if not self._case.read_only:
                self._case.set_setting("chart", name)
        if state is not None:
            workspace.chart.restore(state, workspace.items.id)

    def log(self, tail: int | None = None) -> list[dict[str, Any]]:
        """Return the log, oldest entry first, each without its bulky arguments; ``of`` names what an undo took back."""
        shown = ("seq", "at", "by", "kind", "command", "title", "of")
        return [{name: getattr(entry, name) for name in shown} for entry in self._case.log(tail)]


def entry_of(case: CaseFile, seq: int) -> Entry:
    """Return one entry of the log, whose entries are numbered without gaps."""
    last = case.log(1)[0].seq
    return case.log(last - seq + 1)[0]


@contextmanager
def _failing(sentence: str) -> Generator[None]:
    """Put the sentence that says what was not done before the reason."""
    try:
        yield
    except IntelvizError as error:
        what = error.what
        error.what = f"{sentence}: {what[:1].lower() if what[1:2].islower() else what[:1]}{what[1:]}"
        error.args = (error.words(),)
        raise
