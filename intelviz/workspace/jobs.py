"""Work too long for the interface's thread: it shows progress, can be stopped, and leaves nothing half done."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from intelviz.schema.errors import CancelledError


@dataclass
class Progress:
    """Handed to the work: it says how far it is, and raises CancelledError where the work may stop.

    ``listener`` gets (words, done, total); total is 0 where the end isn't known. It may be called from any thread.
    """

    listener: Callable[[str, int, int], None] | None = None
    _cancelled: threading.Event = field(default_factory=threading.Event)

    def step(self, words: str, done: int = 0, total: int = 0) -> None:
        """Say what is being done and how far it is; raises CancelledError if the user has asked to stop."""
        if self._cancelled.is_set():
            raise CancelledError
        if self.listener is not None:
            self.listener(words, done, total)

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._cancelled.set()

    @property
    def cancelled(self) -> bool:
        """Whether the user has asked to stop."""
        return self._cancelled.is_set()


@dataclass
class Job:
    """One piece of work: its words, where it stands, and what came of it."""

    title: str
    progress: Progress
    words: str = ""
    done: int = 0
    total: int = 0
    finished: bool = False


Post = Callable[[Callable[[], None]], None]


class Jobs:
    """Runs work in threads and brings what comes of it back to one thread.

    ``post`` runs a function on the interface's thread (in a script: at once). ``changed`` listeners are called there.
    """

    def __init__(self, post: Post | None = None) -> None:
        self._post: Post = post or (lambda act: act())
        self._listeners: list[Callable[[], None]] = []
        self.running: list[Job] = []

    def on_change(self, listener: Callable[[], None]) -> None:
        """Call ``listener`` when a job begins, moves on or ends."""
        self._listeners.append(listener)

    def start(
        self,
        title: str,
        work: Callable[[Progress], Any],
        *,
        then: Callable[[Any], None] | None = None,
        failed: Callable[[BaseException], None] | None = None,
    ) -> Job:
        """Run ``work`` in a thread of its own; ``then`` gets its result, ``failed`` its error, both posted."""
        job = Job(title, Progress(), title)
        job.progress.listener = lambda words, done, total: self._moved(job, words, done, total)
        self.running.append(job)
        self._tell()

        def run() -> None:
            try:
                result = work(job.progress)
            except BaseException as error:  # noqa: BLE001  handed over to whoever started the job
                wrong = error
                self._post(lambda: self._end(job, lambda: failed(wrong) if failed else None))
            else:
                self._post(lambda: self._end(job, lambda: then(result) if then else None))

        threading.Thread(target=run, name=title, daemon=True).start()
        return job

    def cancel_all(self) -> None:
        """Ask every running job to stop."""
        for job in self.running:
            job.progress.cancel()

    def _moved(self, job: Job, words: str, done: int, total: int) -> None:
        job.words, job.done, job.total = words, done, total
        self._post(self._tell)

    def _end(self, job: Job, act: Callable[[], None]) -> None:
        job.finished = True
        if job in self.running:
            self.running.remove(job)
        try:
            act()
        finally:
            self._tell()

    def _tell(self) -> None:
        for listener in tuple(self._listeners):
            listener()
