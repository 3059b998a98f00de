"""Makes a fictional case: files as the systems of a force send them, and beside them the truth."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from intelviz.practice.case import make_case
from intelviz.practice.files import Output
from intelviz.practice.plan import plan
from intelviz.practice.register import Register
from intelviz.practice.systems import (
    cameras,
    crimes,
    incidents,
    intelligence,
    journeys,
    money,
    nominals,
    observations,
    smaller,
    stops,
    telephones,
)
from intelviz.practice.truth import Truth, make_truth
from intelviz.resources_path import resource
from intelviz.schema.errors import BadInputError, Where
from intelviz.schema.progress import Step, silent

TRUTH, READ_ME = "truth.json", "README.txt"
FOLDERS = (
    "nominals", "crimes", "incidents", "intelligence", "intelligence/documents", "call-data", "anpr", "bank",
    "stop-search", "custody", "orders", "case-management", "email", "tracks",
    "observations",
)  # fmt: skip
SYSTEMS: dict[str, Callable[[Register, Output], None]] = {
    "nominals": nominals.write,
    "crimes": crimes.write,
    "incidents": incidents.write,
    "intelligence reports": intelligence.write,
    "call data": telephones.write,
    "ANPR reads": cameras.write,
    "bank statements": money.write,
    "stops and searches": stops.write,
    "custody records": smaller.write_custody,
    "orders": smaller.write_orders,
    "handovers": smaller.write_handovers,
    "email headers": journeys.write_mails,
    "vehicle tracks": journeys.write_tracks,
    "observation logs": observations.write,
}


def generate(folder: Path, size: int = 60_000, seed: int = 1, step: Step = silent) -> Truth:
    """Write the files of a fictional case of about ``size`` items into ``folder`` and return the truth about it.

    The same size and seed give the same bytes. Raises UsageError for a size outside 100 to 1,000,000 or a seed below 0,
    and BadInputError where the folder can't be written, or where somebody's own files would be overwritten. Files of an
    earlier practice case are.
    """
    wanted = plan(size, seed)
    _refuse_to_overwrite(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        step("Making the practice case", 0, len(SYSTEMS))
        register = Register(make_case(wanted, seed), seed)
        out = Output(folder, seed)
        for done, (name, write) in enumerate(SYSTEMS.items()):
            step(f"Writing the practice case: {name}", done, len(SYSTEMS))
            write(register, out)
        truth = make_truth(wanted, seed, out)
        truth.write(folder / TRUTH)
        (folder / READ_ME).write_text(_read_me(truth), encoding="utf-8")
    except OSError as error:
        raise BadInputError(
            f"The files of the practice case can't be written here ({error.strerror or error}).",
            where=Where(file=str(error.filename or folder)),
            remedy="Choose another folder, or make room on the disk.",
        ) from error
    step("Writing the practice case", len(SYSTEMS), len(SYSTEMS))
    return truth


def _refuse_to_overwrite(folder: Path) -> None:
    """Refuse a folder with files of somebody's own that would be overwritten; remove those of an earlier case."""
    if not folder.is_dir():
        return
    lying = [path for path in _places(folder) if path.exists()]
    names = _written_before(folder / TRUTH)
    own = next((path for path in lying if path.relative_to(folder).as_posix() not in names), None)
    if own is not None:
        raise BadInputError(
            "This file would be overwritten by the practice case.",
            where=Where(file=str(own)),
            remedy="Choose an empty folder.",
        )
    for path in lying:
        path.unlink()


def _places(folder: Path) -> list[Path]:
    """Return the files that lie where a practice case writes its own."""
    found = [folder / TRUTH, folder / READ_ME]
    for name in FOLDERS:
        found += sorted(path for path in (folder / name).glob("*") if path.is_file())
    return found


def _written_before(path: Path) -> set[str]:
    """Return the files that an earlier practice case wrote beside its truth."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return {TRUTH, READ_ME, *found["rows"]} if found["stories"] else set()
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def _read_me(truth: Truth) -> str:
    text = resource("practice", "README.txt").read_text(encoding="utf-8")
    return text.format(
        size=f"{truth.size:,}", seed=truth.seed, first=truth.period[0], last=truth.period[1], planted=len(truth.planted)
    )
