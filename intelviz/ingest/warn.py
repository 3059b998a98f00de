"""What the user should know of a file, in words: columns left out or not used, rows passed over, things at odds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from intelviz.ingest.header import Header
from intelviz.ingest.readers.table import Table
from intelviz.ingest.recipe import FileSpec
from intelviz.ingest.reconcile import Tally
from intelviz.ingest.report import SourceReport
from intelviz.ingest.rowmaker import Router, RowMaker

_MOST = 20
"""Unknown types that are named one by one."""


def warnings_of(
    table: Table,
    header: Header,
    entries: Sequence[FileSpec],
    router: Router,
    tally: Tally,
    report: SourceReport,
    blank: int,
    lost: int,
) -> list[str]:
    """Return the warnings, the weightiest first."""
    found: list[str] = []
    makers = router.makers
    used = [maker.entry for maker in makers] or list(entries)
    for column, reason in {key: value for entry in used for key, value in entry.leave_out.items()}.items():
        place = next((place for entry in used if (place := header.find(entry, column)) is not None), None)
        if place is not None:
            found.append(f"The column “{header.names[place]}” was left out: {reason}.")
    if not report.rows:
        found.append("The file has a header and no rows.")
    if tally.differs:
        rows = "1 row says" if tally.differs == 1 else f"{tally.differs:,} rows say"
        found.append(
            f"{rows} otherwise of an item than was known; every statement is kept. {'; '.join(tally.differs_at)}"
            + (" …" if tally.differs > len(tally.differs_at) else "")
        )
    if lost:
        many = "1 link was" if lost == 1 else f"{lost:,} links were"
        found.append(f"{many} left out, as no item has the id at an end; the altered cells say which.")
    for (column, value, name), count in router.stand_ins.most_common(_MOST):
        if not value:
            many = "1 row states" if count == 1 else f"{count:,} rows state"
            found.append(f"{many} no type: taken for {name}.")
            continue
        many = "1 row says" if count == 1 else f"{count:,} rows say"
        found.append(f"{many} “{value}” in “{column}”, which is no type here: taken for {name}.")
    if len(router.stand_ins) > _MOST:
        found.append(f"{len(router.stand_ins) - _MOST:,} more names of types are not known here.")
    for (link, side, end), count in sorted(tally.odd_ends.items()):
        many = f"1 link {link} {side}s" if count == 1 else f"{count:,} links {link} {side}"
        found.append(f"{many} at an item of type {end}, where the type definitions expect others.")
    unused = _unused(header, makers)
    if unused and makers:
        columns = ", ".join(f"“{name}”" for name in unused)
        found.append(f"Kept in the records alone, as the recipe makes nothing of it: {columns}.")
    if blank:
        found.append("1 empty row was passed over." if blank == 1 else f"{blank:,} empty rows were passed over.")
    if not table.ended and report.rows:
        found.append("The last row has no line end: if the file was cut off there, its last cell may be incomplete.")
    return found


def _unused(header: Header, makers: Iterable[RowMaker]) -> list[str]:
    """Return the columns of which nothing was made and of which the recipe says nothing."""
    used: set[int] = set()
    for maker in makers:
        used.update(header.places(maker.entry, maker.entry.mentioned))
        for each in (*maker.items.values(), *maker.links):
            for column in each.properties:
                used.update(header.places(maker.entry, column.spec.columns))
    return [name for place, name in enumerate(header.names) if place not in used]
