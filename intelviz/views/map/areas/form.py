"""Asks for what an area that was drawn still needs, its name and reach, and says how many items it holds."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit
from shiboken6 import isValid

from intelviz.schema.errors import IntelvizError, UsageError
from intelviz.views.map import goto
from intelviz.views.map.areas.book import AreaBook, size_words, square_metres
from intelviz.workspace.areas import Area, checked

_SOON = 200
"""Milliseconds after the last letter until items are counted."""


class AreaForm(QDialog):
    """Keeps an area when it is accepted; ``made`` makes the area of the metres that were typed (0: none are asked for).

    ``preview`` is told of each area that could be kept, ``ended`` whether one was.
    """

    def __init__(
        self,
        book: AreaBook,
        title: str,
        made: Callable[[float], Area],
        ended: Callable[[bool], None],
        *,
        name: str,
        reach: str = "",
        asked: str = "",
        preview: Callable[[Area], None] | None = None,
    ) -> None:
        super().__init__(book.view)
        self._book, self._made, self._preview = book, made, preview
        self.area: Area | None = None
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.name = QLineEdit(name)
        self.name.setAccessibleName("Name of the area")
        self.name.selectAll()
        self.reach = QLineEdit(reach)
        self.reach.setAccessibleName(asked or "Metres")
        self.reach.setPlaceholderText("500 m, 1.5 km or 1 mile")
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setMinimumWidth(300)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText("Keep")
        box = QFormLayout(self)
        box.addRow("Name:", self.name)
        self._asks = bool(asked)
        if asked:
            box.addRow(f"{asked}:", self.reach)
        else:
            self.reach.hide()
        box.addRow(self.words)
        box.addRow(self.buttons)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON)
        self._soon.timeout.connect(self._count)
        self.name.textChanged.connect(self._check)
        self.reach.textChanged.connect(self._check)
        self.buttons.accepted.connect(self._keep)
        self.buttons.rejected.connect(self.reject)
        self.finished.connect(lambda result: ended(result == QDialog.DialogCode.Accepted))
        self._check()

    def _check(self) -> None:
        """Make the area, and say what is wrong with it."""
        self.area = None
        try:
            self.area = self._read()
        except IntelvizError as error:
            self.words.setText(error.words())
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(self.area is not None)
        if self.area is not None:
            self.words.setText("Counting …")
            self._soon.start()
            if self._preview is not None:
                self._preview(self.area)

    def _read(self) -> Area:
        metres = goto.read_metres(self.reach.text()) if self._asks else 0.0
        if metres is None:
            raise UsageError(f"“{self.reach.text()}” is no distance.", remedy="Write 500, 500 m, 1.5 km or 1 mile.")
        area = checked(self._made(metres))
        name = self.name.text().strip()
        if not name:
            raise UsageError("The area needs a name.")
        if name.casefold() in {each.casefold() for each in (*self._book.areas, *self._book.broken)}:
            raise UsageError(f"There is an area “{name}” already.", remedy="Choose another name.")
        return area

    def _count(self) -> None:
        area = self.area
        if area is None:
            return
        size = f"{size_words(square_metres(area))}, "

        def say(counts: dict[Area, int]) -> None:
            if isValid(self) and self.area == area:
                self.words.setText(f"{size}{counts.get(area, 0):,} of the shown items lie in it.")

        self._book.count([area], say)

    def _keep(self) -> None:
        self._check()
        if self.area is not None and self._book.keep(self.name.text().strip(), self.area):
            self.accept()


def ask_name(book: AreaBook, area: Area, *, name: str = "", ended: Callable[[bool], None] = lambda _: None) -> AreaForm:
    """Ask for the name of an area that is finished otherwise."""
    form = AreaForm(book, "Keep as area", lambda _: area, ended, name=book.free_name(name or "Area"))
    form.open()
    return form


def ask_circle(book: AreaBook, centre: tuple[float, float] | None = None) -> CircleForm:
    """Ask for a circle by typing."""
    form = CircleForm(book, centre)
    form.open()
    return form


class CircleForm(AreaForm):
    """A circle by typing: where its middle is, and how far it reaches."""

    def __init__(self, book: AreaBook, centre: tuple[float, float] | None) -> None:
        self.where = QLineEdit(f"{centre[1]:.6f}, {centre[0]:.6f}" if centre else "")
        self.where.setAccessibleName("Middle of the circle")
        self.where.setPlaceholderText("M14 5 · SJ 838 981 · 53.48, -2.24 · a name")
        super().__init__(
            book,
            "Circle",
            self._circle,
            lambda _: None,
            name=book.free_name("Circle"),
            reach="500 m",
            asked="Radius",
        )
        box = self.layout()
        assert isinstance(box, QFormLayout)
        box.insertRow(1, "Middle:", self.where)
        self.where.textChanged.connect(self._check)

    def _circle(self, metres: float) -> Area:
        goal = goto.find(self.where.text())
        if goal is None:
            raise UsageError(
                f"“{self.where.text()}” is no place that is known." if self.where.text() else "Where is its middle?",
                remedy="Write a postcode, a grid reference, a latitude and longitude, or a name.",
            )
        lon, lat = goto.degrees_of(goal)
        return Area("circle", ((round(lon, 7), round(lat, 7)),), metres)
