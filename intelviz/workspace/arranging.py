"""A layout in a process of its own: the window goes on answering, and stopping it stops it at once."""

from __future__ import annotations

from multiprocessing import get_context
from multiprocessing.connection import Connection
from time import monotonic

from intelviz.analysis.layout.arranged import arranged
from intelviz.analysis.layout.layout import Linked, Positions
from intelviz.case.columns import Mask
from intelviz.schema.errors import IntelvizError
from intelviz.schema.progress import Step

_PAUSE = 0.1


def place_apart(
    name: str, linked: Linked, seed: int, step: Step, still: Mask | None = None, stand: Positions | None = None
) -> Positions:
    """Return what ``arranged`` returns, found in another process; CancelledError ends that process.

    What the layout can't do is raised here as there. The graph library holds Python's lock while it works, so a thread
    would not do.
    """
    context = get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    worker = context.Process(
        target=_work, args=(name, linked, seed, theirs, still, stand), name=f"layout {name}", daemon=True
    )
    worker.start()
    theirs.close()
    try:
        words, done, total = f"Arranging {linked.count:,} items", 0, 0
        while True:
            step(words, done, total)
            if not ours.poll(0.05):
                continue
            try:
                said: Positions | IntelvizError | tuple[str, int, int] = ours.recv()
            except EOFError:
                raise IntelvizError(
                    f"{linked.count:,} items could not be arranged: the work ended before it was done.",
                    remedy="Draw fewer items, or choose another layout.",
                ) from None
            if isinstance(said, IntelvizError):
                raise said
            if not isinstance(said, tuple):
                return said
            words, done, total = said
    finally:
        if worker.is_alive():
            worker.kill()
        worker.join()
        ours.close()


def _work(
    name: str, linked: Linked, seed: int, answer: Connection, still: Mask | None, stand: Positions | None
) -> None:
    told = 0.0

    def tell(words: str, done: int, total: int) -> None:
        # A few words a second are enough for a person.
        nonlocal told
        if monotonic() - told > _PAUSE:
            told = monotonic()
            answer.send((words, done, total))

    try:
        answer.send(arranged(name, linked, seed, tell, still, stand))
    except IntelvizError as error:
        answer.send(error)
    answer.close()
