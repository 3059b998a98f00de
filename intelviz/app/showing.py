"""Putting a case on the window, and taking it down again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from intelviz.app.acts import file_menu
from intelviz.app.look.arrangements import arrangement_named
from intelviz.app.workbench import PICTURES, Workbench
from intelviz.schema.errors import IntelvizError
from intelviz.workspace.opening import OpenCase
from intelviz.workspace.sets import SelectionHistory

if TYPE_CHECKING:
    from intelviz.app.window import MainWindow


def put_up(window: MainWindow, opened: OpenCase) -> Workbench:
    """Show a case: its views as they were left, or arranged for the size of the window."""
    bench = Workbench(opened, window.session.jobs, window.theme)
    bench.docks["map"].view.dropping.import_files = window.import_paths
    window.bench = bench
    window.selections = SelectionHistory(opened.workspace)
    for view in bench.views():
        view.said.connect(window.status.say)
        failed = getattr(view, "failed", None)
        if failed is not None:
            failed.connect(window.show_error)
    bench.docks["network"].view.arranged.connect(lambda: _keep_chart(window, opened))
    window.pages.addWidget(bench)
    window.pages.setCurrentWidget(bench)
    window.rail.show()
    window.rail.show_bench(bench)
    window.top.show_case(opened)
    window.search.set_case(opened.case, opened.workspace)
    window.status.show_workspace(opened.workspace)
    note(window, opened)
    # The docks need the room that the page has once it is shown.
    layout = window.centralWidget().layout()
    if layout is not None:
        layout.activate()
    bench.resize(window.pages.size())
    if not bench.take_layout(window.preferences.bytes_of("layout"), window.preferences.bytes_of("sizes")):
        window.arrange(arrangement_named(window.preferences.arrangement))
    kept = window.session.kept_view()
    if isinstance(kept, dict):
        bench.restore(kept.get("views"))
    first = "network" if bench.in_sight("network") else "map"
    bench.docks[first].view.setFocus(Qt.FocusReason.OtherFocusReason)
    if opened.chart_words:
        window.status.say(opened.chart_words)
        if opened.workspace.chart.x.any():
            _keep_chart(window, opened)
    return bench


def filled(window: MainWindow, opened: OpenCase) -> None:
    """Let every picture show all of a case that was empty until now."""
    bench = window.bench
    if bench is None:
        return
    for name in PICTURES:
        fit = getattr(bench.view(name), "fit", None)
        if fit is not None:
            fit()
    if opened.chart_words:
        window.status.say(opened.chart_words)


def _keep_chart(window: MainWindow, opened: OpenCase) -> None:
    """Keep the first chart once it is arranged."""
    try:
        opened.keep_first_chart()
    except IntelvizError as error:
        window.show_error(error)


def take_down(window: MainWindow, bench: Workbench) -> None:
    """Keep how the case was looked at, and take its views off the window."""
    window.session.keep_view({"views": bench.settings()})
    window.preferences.keep_bytes("layout", bench.remembered())
    window.preferences.keep_bytes("sizes", bench.remembered_sizes())
    window.preferences.save()
    if window.selections is not None:
        window.selections.stop()
    window.selections = None
    window.search.set_case(None)
    window.top.show_case(None)
    window.status.show_workspace(None)
    window.rail.show_bench(None)
    window.rail.hide()
    window.notice.say("")
    bench.leave()
    for dock in bench.docks.values():
        dock.hide()
    window.pages.removeWidget(bench)
    bench.setParent(None)
    bench.deleteLater()


def note(window: MainWindow, opened: OpenCase) -> None:
    """Say over the views what is out of the ordinary with the case."""
    if opened.case.read_only:
        window.notice.say("Open for reading only: nothing that you do here changes the case.")
    elif not len(opened.workspace):
        window.notice.say(
            "This case is empty. Import the files of a force, a network or a phone, or drop them here.",
            ("Import files…", lambda: file_menu.ask_import(window, folder=False)),
            ("Import folder…", lambda: file_menu.ask_import(window, folder=True)),
        )
    else:
        window.notice.say("")
