"""A layout in a process of its own: the window goes on answering, and stopping it stops it at once."""

from __future__ import annotations

from multiprocessing import get_context
from multiprocessing.connection import Connection

from intelviz.analysis.layout import layouts
from intelviz.analysis.layout.layout import Linked, Positions
from intelviz.schema.errors import IntelvizError
from intelviz.schema.progress import Step, silent


def place_apart(name: str, linked: Linked, seed: int, step: Step) -> Positions:
    """Return the positions that layout ``name`` finds, found in another process; CancelledError ends that process.

    The graph library holds Python's lock while it works, so a thread would not do.
    """
    context = get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    worker = context.Process(target=_work, args=(name, linked, seed, theirs), name=f"layout {name}", daemon=True)
    worker.start()
    theirs.close()
    try:
        while not ours.poll(0.05):
            step(f"Arranging {linked.count:,} items", 0, 0)
        try:
            found: Positions = ours.recv()
        except EOFError:
            raise IntelvizError(
                f"{linked.count:,} items could not be arranged: the work ended before it was done.",
                remedy="Draw fewer items, or choose another layout.",
            ) from None
        return found
    finally:
        if worker.is_alive():
            worker.kill()
        worker.join()
        ours.close()


def _work(name: str, linked: Linked, seed: int, answer: Connection) -> None:
    answer.send(layouts()[name].place(linked, seed, silent))
    answer.close()
