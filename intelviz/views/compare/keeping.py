"""What leaves a comparison: parts as sets, the union as a chart, the rows as a table or a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from intelviz.schema.errors import IntelvizError
from intelviz.views.asking import ask_text
from intelviz.views.table.copying import as_tsv, write_csv
from intelviz.workspace.commands.chart.draw_comparison import DrawComparison
from intelviz.workspace.commands.sets.make_set import MakeSet
from intelviz.workspace.comparing import PARTS, Part
from intelviz.workspace.comparing.drawn import drawn, short

if TYPE_CHECKING:
    from intelviz.views.compare.view import CompareView
    from intelviz.workspace.jobs import Progress

HEADER = ("Part", "Id", "Type", "Label", "What changed", "Left", "Right")
MOST_COPIED = 100_000
"""Rows up to which a comparison is copied; a file holds any number."""


def lines(view: CompareView) -> Iterator[tuple[str, ...]]:
    """Yield every item of both sides with its part, then what changed."""
    found, items = view.parts.found, view.workspace.items
    if found is None:
        return
    types = view.workspace.item_types
    for part, words in PARTS.items():
        for row in np.flatnonzero(found.items(part)).tolist():
            yield words, str(items.id[row]), types[items.type[row]].label, str(items.label[row]), "", "", ""
    moved = [
        (row, "place on the chart", f"{at[0]:.1f}, {at[1]:.1f}", f"{at[2]:.1f}, {at[3]:.1f}")
        for row, at in zip(found.moved.tolist(), found.places.tolist(), strict=True)
    ]
    moved += [
        (row, "on the chart", *(("hidden", "shown") if on_left else ("shown", "hidden")))
        for row, on_left in zip(found.hidden.tolist(), found.hidden_left.tolist(), strict=True)
    ]
    for row, name, before, after in [(each.row, each.name, each.before, each.after) for each in found.changed] + moved:
        yield "Changed", str(items.id[row]), types[items.type[row]].label, str(items.label[row]), name, before, after


def copy(view: CompareView) -> None:
    """Copy all of it as a table."""
    found = view.parts.found
    if found is None:
        return
    count = sum(int(np.count_nonzero(found.items(part))) for part in PARTS)
    if count > MOST_COPIED:
        view.said.emit(f"{count:,} rows are too many to copy: save them as CSV instead")
        return
    QGuiApplication.clipboard().setText(as_tsv(HEADER, lines(view)))
    view.said.emit(f"{count:,} {'row' if count == 1 else 'rows'} copied")


def ask_csv(view: CompareView) -> None:
    """Ask where to write all of it."""
    dialog = QFileDialog(view, "Save the comparison as CSV", "comparison.csv", "CSV files (*.csv)")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("csv")
    dialog.fileSelected.connect(lambda name: save_csv(view, Path(name)))
    dialog.open()


def save_csv(view: CompareView, path: Path) -> None:
    """Write all of it, in a job."""

    def work(progress: Progress | None) -> None:
        if progress is not None:
            progress.step(f"Writing {path.name}")
        write_csv(path, HEADER, lines(view))

    def failed(error: BaseException) -> None:
        if not isinstance(error, IntelvizError):
            raise error
        view.failed.emit(error)

    if view.jobs is not None:
        view.jobs.start(
            f"Writing {path.name}", work, then=lambda _: view.said.emit(f"Written to {path.name}"), failed=failed
        )
        return
    try:
        work(None)
    except IntelvizError as error:
        failed(error)
    else:
        view.said.emit(f"Written to {path.name}")


def keep_set(view: CompareView, part: Part) -> None:
    """Ask for a name and keep a part as a set."""
    found = view.parts.found
    if found is None:
        return
    ids = view.workspace.items.id[found.items(part)]
    left, right = found.left.side.value or found.left.side.words, found.right.side.value or found.right.side.words
    proposal = {"left": f"{left} without {right}", "common": f"{left} and {right}", "right": f"{right} without {left}"}
    ask_text(
        view,
        "Keep as a set",
        f"Name of the set of {len(ids):,} {'item' if len(ids) == 1 else 'items'}:",
        lambda name: _run(view, MakeSet(name, ids)),
        proposal=proposal[part][:80],
    )


def show_on_chart(view: CompareView) -> None:
    """Draw what either side holds on a chart of its own: one act, one undo."""
    found = view.parts.found
    if found is None or view.case is None:
        return
    left, right = (side.side.value or side.side.words for side in (found.left, found.right))
    try:
        made = drawn(view.workspace, found, left, right)
    except IntelvizError as error:
        view.failed.emit(error)
        return
    taken = {each.name for each in view.case.chart_heads()}
    base = f"{short(left)} ⟷ {short(right)}"
    name = next(each for each in (base, *(f"{base} ({n})" for n in range(2, 10_000))) if each not in taken)
    notes = tuple(each.plain() for each in made.notes)
    _run(view, DrawComparison(made.ids, name, made.x, made.y, notes))


def _run(view: CompareView, command: MakeSet | DrawComparison) -> None:
    if view.acts is None:
        return
    try:
        view.said.emit(view.acts.run(command).title)
    except IntelvizError as error:
        view.failed.emit(error)
