"""One writer a case: a lock that the system takes back when its holder dies, and a note of who holds it."""

from __future__ import annotations

import contextlib
import getpass
import json
import os
import socket
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from filelock import FileLock, Timeout

from intelviz.schema.errors import CaseInUseError, Where


def user_name() -> str:
    """Return the name under which the log knows the user."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown user"


class WriterLock:
    """Held while a case is open for writing; the lock file and the note lie beside it."""

    def __init__(self, case: Path) -> None:
        self._case = case
        self._note = case.with_name(f"{case.name}.open")
        self._lock = FileLock(case.with_name(f"{case.name}.lock"), timeout=0, thread_local=False)

    def take(self) -> None:
        """Take the lock; CaseInUseError names who has it."""
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise self._in_use() from None
        holder = {
            "user": user_name(),
            "host": socket.gethostname(),
            "pid": os.getpid(),
            "since": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        try:
            self._note.write_text(json.dumps(holder), encoding="utf-8")
        except OSError:
            self._lock.release()
            raise

    def release(self) -> None:
        """Give the lock back and take the files away."""
        with contextlib.suppress(OSError):
            self._note.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            Path(self._lock.lock_file).unlink(missing_ok=True)
        self._lock.release()

    def _in_use(self) -> CaseInUseError:
        try:
            holder = cast("dict[str, Any]", json.loads(self._note.read_text(encoding="utf-8")))
            since = datetime.fromisoformat(str(holder["since"])).astimezone()
            own = holder["host"] == socket.gethostname() and holder["pid"] == os.getpid()
            who = (
                f"it is open for writing in this intelviz already, since {since:%H:%M on %d/%m/%Y}."
                if own
                else f"{holder['user']} has had it open for writing on {holder['host']} "
                f"(process {holder['pid']}) since {since:%H:%M on %d/%m/%Y}."
            )
        except (OSError, ValueError, KeyError, TypeError):
            who = "somebody has it open for writing."
        return CaseInUseError(
            who, where=Where(file=str(self._case)), remedy="Close it there, or open it here read-only to look at it."
        )
