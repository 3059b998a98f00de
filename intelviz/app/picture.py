"""Pictures without a window on the screen: of one view, or of the whole window, into a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QMarginsF, QPoint, QRect, QSize, QSizeF, Qt, QTimer
from PySide6.QtGui import QImage, QPageSize, QPaintDevice, QPainter, QPdfWriter
from PySide6.QtWidgets import QWidget

from intelviz.app.look.arrangements import arrangement_named
from intelviz.app.main import application
from intelviz.app.session import read_whole
from intelviz.app.window import MainWindow
from intelviz.render.theme import THEMES
from intelviz.schema.errors import CaseError, UsageError, Where
from intelviz.workspace.opening import OpenCase, open_case

FORMATS = (".png", ".svg", ".pdf")
_DPI = 96


def window_picture(
    case: Path | OpenCase,
    width: int = 1280,
    height: int = 800,
    theme: str = "light",
    *,
    select: str | None = None,
    arrangement: str = "Investigate",
) -> QImage:
    """Return the window as it would look at that size; the case is opened read-only where a path is given."""
    window = _window(case, width, height, theme, select, arrangement)
    try:
        image = QImage(window.size(), QImage.Format.Format_RGB32)
        window.render(image)
        return image
    finally:
        _let_go(window, case)


def draw_picture(
    case: Path,
    view: str,
    out: Path,
    *,
    width: int = 1280,
    height: int = 800,
    select: str | None = None,
    theme: str = "light",
) -> dict[str, Any]:
    """Draw a view (network, map, timeline), or the whole window, into a PNG, SVG or PDF file.

    Returns what was drawn: path, view, size, and how many items are selected.
    """
    _check(out)
    window = _window(case, width, height, theme, select, "Investigate")
    try:
        bench = window.bench
        if bench is None:
            raise CaseError(
                "The case could not be shown in the window.", remedy="`intelviz verify` says what is wrong with it."
            )
        coverage = bench.opened.case.coverage().whole
        words = coverage.words()
        if view == "window":
            write_widget(window, out, words)
        else:
            dock = bench.docks[view]
            dock.view.setParent(None)
            dock.view.resize(width, height)
            # A view of its own size is drawn as its own window: without the strip, at exactly that size.
            dock.view.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
            dock.view.show()
            fit = getattr(dock.view, "fit", None)
            if fit is not None:
                fit()
            if select:
                # What was centred on in the dock is centred on anew in the size of the picture.
                bench.opened.workspace.centre_on(bench.opened.workspace.selected_rows)
            _settle(window)
            write_widget(dock.view, out, words)
            dock.setWidget(dock.view)
        selected = bench.opened.workspace.counts.selected
    finally:
        _let_go(window, case)
    return {
        "path": str(out),
        "view": view,
        "width": width,
        "height": height,
        "theme": theme,
        "selected": selected,
        "coverage": coverage.as_json(),
    }


def write_widget(widget: QWidget, out: Path, words: str = "") -> None:
    """Write a widget as it looks now; the file's ending says as what. ``words`` are kept in the file, unseen."""
    _check(out)
    size = widget.size()
    kind = out.suffix.lower()
    if kind == ".png":
        image = widget_image(widget, widget.devicePixelRatioF())
        image.setText("Sources", words)
        written = image.save(str(out), "PNG")
    else:
        written = _write_drawing(widget, size, out, words, pdf=kind == ".pdf")
    if not written or not out.is_file():
        raise CaseError(
            "The picture can't be written there.", where=Where(file=str(out)), remedy="Choose another folder."
        )


def widget_image(widget: QWidget, ratio: float) -> QImage:
    """Return a widget as it looks now, with so many pixels of the picture to one of its own."""
    image = QImage(widget.size() * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    widget.render(image)
    return image


def _write_drawing(widget: QWidget, size: QSize, out: Path, words: str, *, pdf: bool) -> bool:
    if not out.parent.is_dir():
        return False
    painter = QPainter()
    if pdf:
        page = QPdfWriter(str(out))
        page.setResolution(_DPI)
        page.setPageSize(QPageSize(QSizeF(size.width() * 72 / _DPI, size.height() * 72 / _DPI), QPageSize.Unit.Point))
        page.setPageMargins(QMarginsF())
        page.setCreator("intelviz")
        page.setTitle(words)
        return _render(painter, page, widget)
    from PySide6.QtSvg import QSvgGenerator

    drawing = QSvgGenerator()
    drawing.setFileName(str(out))
    drawing.setSize(size)
    drawing.setViewBox(QRect(0, 0, size.width(), size.height()))
    drawing.setTitle("intelviz")
    drawing.setDescription(words)
    return _render(painter, drawing, widget)


def _render(painter: QPainter, device: QPaintDevice, widget: QWidget) -> bool:
    if not painter.begin(device):
        return False
    widget.render(painter, QPoint())
    return painter.end()


def _check(out: Path) -> None:
    if out.suffix.lower() not in FORMATS:
        raise UsageError(f"“{out.name}” is not the name of a picture.", remedy="End it in .png, .svg or .pdf.")
    if not out.parent.is_dir():
        raise UsageError(f"There is no folder {out.parent}.", remedy="Make it first, or choose another.")


def _window(
    case: Path | OpenCase, width: int, height: int, theme: str, select: str | None, arrangement: str
) -> MainWindow:
    from intelviz.app.look.preferences import Preferences

    if theme not in THEMES:
        raise UsageError(f"There is no theme “{theme}”.", remedy=f"Choose one of: {', '.join(THEMES)}.")
    opened = case if isinstance(case, OpenCase) else open_case(case, read_only=True)
    try:
        read_whole(opened)
        mask = None
        if select:
            from intelviz.workspace.query import parse

            mask = parse(select, opened.workspace.schema).mask(opened.workspace, opened.case)
        application()
        preferences = Preferences.none()
        window = MainWindow(preferences, theme=THEMES[theme])
        window.set_theme(THEMES[theme])
        window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        window.resize(width, height)
        window.show()
        opened.jobs = opened.acts.jobs = window.session.jobs
        window.session.take(opened)
        window.notice.say("")
        window.arrange(arrangement_named(arrangement))
        _settle(window)
        if mask is not None:
            opened.workspace.select(mask)
            opened.workspace.centre_on(opened.workspace.selected_rows)
        focus = window.focusWidget()
        if focus is not None:
            focus.clearFocus()
        _settle(window)
    except BaseException:
        if not isinstance(case, OpenCase):
            opened.case.close()
        raise
    return window


def _let_go(window: MainWindow, case: Path | OpenCase) -> None:
    if isinstance(case, OpenCase):
        window.leave_case()
    window.close()
    window.deleteLater()


def _settle(window: MainWindow) -> None:
    """Wait until every job is done and everything is drawn."""
    loop = QEventLoop()
    ticks = QTimer()
    quiet = 0

    def look() -> None:
        nonlocal quiet
        views = window.bench.views() if window.bench is not None else ()
        busy = window.session.jobs.running or any(getattr(view, "busy", False) for view in views)
        quiet = 0 if busy else quiet + 1
        if quiet >= 8:
            loop.quit()

    ticks.timeout.connect(look)
    ticks.start(25)
    loop.exec()
    ticks.stop()
