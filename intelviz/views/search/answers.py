"""Ask the case in a thread while somebody types; an answer that comes too late is dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal

from intelviz.case.coverage import Coverage
from intelviz.schema.errors import IntelvizError
from intelviz.views.search.asking import Asked
from intelviz.workspace.query.asked import read_as_query

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile
    from intelviz.workspace.workspace import Workspace

MOST = 40


class _Asking(QRunnable):
    def __init__(self, owner: Answers, case: CaseFile, number: int, text: str) -> None:
        super().__init__()
        self._owner, self._case, self._number, self._text = owner, case, number, text

    def run(self) -> None:
        """Ask, unless somebody typed on in the meantime."""
        owner = self._owner
        if self._number != owner.latest:
            return
        try:
            hits = self._case.search(self._text, limit=MOST)
            owner.coverage = self._case.coverage()
        except IntelvizError as error:
            owner.told.emit(self._number, self._text, error)
            return
        asked, why, sure = self._asked() if self._number == owner.latest else ([], "", False)
        owner.told.emit(self._number, self._text, (hits, asked, why, sure))

    def _asked(self) -> tuple[list[Asked], str, bool]:
        """Return what can be done with the text as a query, the surest first, and why it can't be one."""
        workspace = self._owner.workspace
        if workspace is None:
            return [], "", False
        reading = read_as_query(self._text, workspace.schema)
        if reading.query is None:
            return [], reading.why, False
        try:
            mask = reading.query.mask(workspace, self._case)
        except IntelvizError as error:
            return [], error.words(), False
        query, count = reading.query, int(np.count_nonzero(mask))
        if not count and not reading.sure:
            return [], "", False
        return [Asked(act, query.text, query.words, mask, count) for act in ("select", "show")], "", reading.sure


class Answers(QObject):
    """Emits ``found`` with (text, list of hits) for the last question only, and ``failed`` with its error."""

    told = Signal(int, str, object)
    found = Signal(str, object)
    failed = Signal(object)

    def __init__(self, case: CaseFile | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.case = case
        self.workspace: Workspace | None = None
        """By whose columns queries are answered."""
        self.asked: list[Asked] = []
        """What the last text does as a query."""
        self.why = ""
        """Why the last text, which begins as a query, is none."""
        self.sure = False
        """Whether the last query says more than types and words."""
        self.latest = 0
        self.coverage: Coverage | None = None
        """Which sources the last answer rests on."""
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self.told.connect(self._told, Qt.ConnectionType.QueuedConnection)

    def ask(self, text: str) -> None:
        """Ask for what the text finds; earlier questions are no longer of interest."""
        self.latest += 1
        self.asked, self.why, self.sure = [], "", False
        if self.case is None or not text.strip():
            self.found.emit(text, [])
            return
        self._pool.clear()
        self._pool.start(_Asking(self, self.case, self.latest, text))

    def forget(self) -> None:
        """Drop whatever is still being asked."""
        self.latest += 1

    def stop(self) -> None:
        """Wait until nobody asks any more."""
        self.forget()
        self._pool.clear()
        self._pool.waitForDone()

    def _told(self, number: int, text: str, answer: object) -> None:
        if number != self.latest:
            return
        if isinstance(answer, IntelvizError):
            self.failed.emit(answer)
        elif isinstance(answer, tuple):
            hits, self.asked, self.why, self.sure = answer
            self.found.emit(text, hits)
