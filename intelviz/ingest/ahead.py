"""Reading a large file ahead in a process of its own: while the case writes one chunk, the next is made ready.

The process gets the file's name and the recipe, and gives what the rows say. It never sees the case. Where it can't be
had (a small file, one processor, a packed program), everything is done here, one thing after the other.
"""

from __future__ import annotations

import gc
import os
import pickle
import struct
import subprocess
import sys
import traceback
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from threading import Semaphore, Thread
from typing import IO, Any

from intelviz.ingest.header import Header
from intelviz.ingest.portions import Portions, Read
from intelviz.ingest.readers.table import Table
from intelviz.ingest.recipe import FileSpec, Recipe
from intelviz.schema.errors import BadInputError, Where
from intelviz.schema.model import Schema

LEAST = 4 << 20
"""Bytes of a file from which on it is worth a process: starting one takes as long as some 20,000 rows."""
_SIZE = struct.Struct("<Q")
_PIPE = 1 << 20
"""Bytes that may wait between the two processes, as far as the system allows: fewer turns for a chunk."""
_PACKAGES = Path(__file__).parents[2]


@dataclass(frozen=True)
class Task:
    """All that the process needs to know."""

    table: Table
    header_row: int
    recipe: Recipe
    entries: Sequence[FileSpec]
    schema: Schema

    def portions(self) -> Portions:
        """Return what reads the file."""
        header = Header(self.recipe, self.table.columns(self.header_row))
        return Portions(self.table, self.header_row, header, self.recipe, self.entries, self.schema)


@dataclass(frozen=True)
class _End:
    """All was read; ``stand_ins`` are the types that the rows name and nobody knows."""

    stand_ins: Counter[tuple[str, str, str]]


@dataclass(frozen=True)
class _Failed:
    """Reading failed: as ``error`` says, or, for a fault of the program, as ``trace`` says."""

    error: dict[str, Any] | None
    trace: str


@contextmanager
def ahead(task: Task, portions: Portions, *, items: bool, count: bool) -> Generator[Iterator[Read]]:
    """Yield what the rows of a file say, read ahead where that is worth it; with what it yields, it ends."""
    here = portions.reads(items=items, count=count)
    worker = _start(task, items=items, count=count) if _is_worth_it(task.table) else None
    if worker is None:
        yield here
        return
    try:
        yield _received(worker, portions, here, task.table.origin.where)
    finally:
        worker.kill()
        for pipe in (worker.stdin, worker.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        worker.wait()


def _is_worth_it(table: Table) -> bool:
    return (
        table.can_be_read_anew
        and table.origin.size >= LEAST
        and (os.cpu_count() or 1) > 1
        and not getattr(sys, "frozen", False)  # a packed program is no Python that could run a module
    )


def _start(task: Task, *, items: bool, count: bool) -> subprocess.Popen[bytes] | None:
    """Return the process at work, or None where the system gives none."""
    places = {**os.environ, "PYTHONPATH": os.pathsep.join([str(_PACKAGES), *filter(None, sys.path)])}
    try:
        worker = subprocess.Popen(  # noqa: S603  our own module
            [sys.executable, "-P", "-c", f"from {__name__} import main; main()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=places,
            bufsize=1 << 16,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError:
        return None
    assert worker.stdin is not None and worker.stdout is not None
    _widen(worker.stdout)
    with suppress(OSError):  # it ended already: that shows when it is listened to
        _send(worker.stdin, (task, items, count))
        worker.stdin.close()
    return worker


def _widen(pipe: IO[bytes]) -> None:
    """Let more wait in a pipe than usual, where the system can and the user may."""
    if sys.platform == "linux":
        import fcntl

        with suppress(OSError):
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE)


def _received(worker: subprocess.Popen[bytes], portions: Portions, here: Iterator[Read], file: str) -> Iterator[Read]:
    """Yield what the process says; where it can't even begin (a guard of the system may stop it), read ``here``."""
    assert worker.stdout is not None
    begun = False
    for text in _taken_in(worker.stdout):
        said = pickle.loads(text) if text else None  # noqa: S301  said by our own process
        if said is None and not begun:
            yield from here
            return
        begun = True
        match said:
            case Read():
                yield said
            case _End():
                portions.router.stand_ins.update(said.stand_ins)
                return
            case _Failed(error, trace):
                if error is None:
                    raise RuntimeError(f"reading ahead failed:\n{trace}")
                raise BadInputError(**error)
            case _:
                raise BadInputError(
                    "the process that reads it ended before the file did.",
                    where=Where(file=file),
                    remedy="Close other programs, if memory is short, and load it again. Nothing was loaded.",
                )


def _taken_in(pipe: IO[bytes]) -> Generator[bytes]:
    """Yield what the other side says, b"" once it says nothing more; the next is taken in while one is dealt with."""
    texts: SimpleQueue[bytes] = SimpleQueue()
    room = Semaphore(1)
    ended = False

    def take_in() -> None:
        text = b" "
        while text and room.acquire() and not ended:
            text = b""
            with suppress(OSError, ValueError):  # it was closed
                text = _text(pipe)
            texts.put(text)

    Thread(target=take_in, name="reading ahead", daemon=True).start()
    try:
        while text := texts.get():
            room.release()
            yield text
        yield b""
    finally:
        ended = True
        room.release()


def _send(pipe: IO[bytes], said: object) -> None:
    text = pickle.dumps(said, pickle.HIGHEST_PROTOCOL)
    pipe.write(_SIZE.pack(len(text)))
    pipe.write(text)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> Any:
    """Return the next thing that the other side said, None if it says nothing more."""
    text = _text(pipe)
    return pickle.loads(text) if text else None  # noqa: S301  said by our own process


def _text(pipe: IO[bytes]) -> bytes:
    """Return the next thing that the other side said as it came, b"" if it says nothing more."""
    head = pipe.read(_SIZE.size)
    if len(head) < _SIZE.size:
        return b""
    size = _SIZE.unpack(head)[0]
    text = pipe.read(size)
    return text if len(text) == size else b""


def main() -> None:
    """Read what standard input asks for and say it on standard output; this runs in the process of its own."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb", buffering=1 << 16)
    sys.stdout = sys.stderr
    gc.disable()
    task, items, count = _receive(sys.stdin.buffer)
    try:
        portions = task.portions()
        for read in portions.reads(items=items, count=count):
            _send(out, read)
        _send(out, _End(portions.router.stand_ins))
    except BrokenPipeError:
        os._exit(0)
    except BadInputError as error:
        said = {"what": error.what, "where": error.where, "remedy": error.remedy, "details": error.details}
        _send(out, _Failed(said, ""))
    except Exception:  # noqa: BLE001  it is raised again by who listens
        _send(out, _Failed(None, traceback.format_exc()))
