"""What should not have happened goes to a file, and the user is told in words which; never a bare traceback."""

from __future__ import annotations

import faulthandler
import logging
import sys
import threading
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import TextIO

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from intelviz.schema.crash import write_crash
from intelviz.schema.folders import user_folder

LOG = logging.getLogger("intelviz")
LOG.addHandler(logging.NullHandler())
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
Tell = Callable[[BaseException, Path], None]
"""Tells the user of an unexpected error and the file that describes it; called on any thread."""


def log_file() -> Path:
    """Return the file that the program's log goes to."""
    return user_folder("log") / "intelviz.log"


def write_down(error: BaseException) -> Path:
    """Write an unexpected error to a file of its own and to the log, and return the file."""
    LOG.error("unexpected error", exc_info=error)
    return write_crash(error)


class CrashWatch:
    """While installed, every error that nobody caught, Qt's complaints and hard crashes go to files in the log folder.

    ``tell`` is called for each uncaught error but KeyboardInterrupt, on the thread where it happened.
    """

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._handler: RotatingFileHandler | None = None
        self._fault: TextIO | None = None
        self._old = (sys.excepthook, threading.excepthook)

    def install(self) -> None:
        """Begin to watch."""
        folder = user_folder("log")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._handler = RotatingFileHandler(log_file(), maxBytes=1_000_000, backupCount=4, encoding="utf-8")
            self._handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(threadName)s %(message)s"))
            LOG.addHandler(self._handler)
            LOG.setLevel(logging.INFO)
            self._fault = (folder / "fault.txt").open("a", encoding="utf-8")
            faulthandler.enable(self._fault)
        except OSError as error:
            print(f"intelviz: no log can be written to {folder} ({error.strerror})", file=sys.stderr)
        self._old = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._uncaught
        threading.excepthook = self._uncaught_in_thread
        qInstallMessageHandler(_from_qt)

    def remove(self) -> None:
        """Stop watching and close the files."""
        sys.excepthook, threading.excepthook = self._old
        qInstallMessageHandler(None)
        if self._fault is not None:
            faulthandler.disable()
            self._fault.close()
            self._fault = None
        if self._handler is not None:
            LOG.removeHandler(self._handler)
            self._handler.close()
            self._handler = None

    def _uncaught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._old[0](kind, error, trace)
            return
        self._take(error)

    def _uncaught_in_thread(self, given: threading.ExceptHookArgs) -> None:
        if given.exc_value is not None and not isinstance(given.exc_value, SystemExit):
            self._take(given.exc_value)

    def _take(self, error: BaseException) -> None:
        try:
            file = write_down(error)
        except OSError as problem:
            file = Path(f"nowhere: no file could be written ({problem.strerror})")
        self._tell(error, file)


def _from_qt(kind: QtMsgType, context: QMessageLogContext, words: str | None) -> None:
    place = f" ({context.file}:{context.line})" if context.file else ""
    LOG.log(_LEVELS.get(kind, logging.WARNING), "Qt: %s%s", words, place)
    if kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg):
        print(f"intelviz: {words}", file=sys.stderr)
