"""The hand on what lies beside the items: choosing, moving, resizing and writing on notes and shapes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QPlainTextEdit

from intelviz.views.network import chart_acts
from intelviz.views.network.marks import Scene
from intelviz.views.network.note_marks import GRIP, box_of, draw_chosen, draw_notes, grips, hit
from intelviz.workspace.commands.chart.change_notes import IMAGE, ChangeNotes
from intelviz.workspace.notes import LETTERS, LINES, Note, notes_in

if TYPE_CHECKING:
    from intelviz.views.network.view import NetworkView

_LEAST = 12.0
"""Canvas units across that a note keeps."""
_STEP, _FINE = 10.0, 1.0
"""Canvas units that an arrow key moves a note, and with Shift."""


class NoteHand:
    """What is chosen among the notes of the open chart, and what is being done to it."""

    def __init__(self, view: NetworkView) -> None:
        self._view = view
        self._body: Mapping[str, object] = {}
        self._notes: list[Note] = []
        self._images: dict[str, str] = {}
        self._moving: dict[int, Note] = {}
        self._from, self._grip = QPointF(), -1
        self.chosen: set[int] = set()
        self.editor: NoteEditor | None = None

    # What there is

    @property
    def notes(self) -> list[Note]:
        """The notes of the open chart as they are, or are being moved, the lowest first."""
        body = self._view.workspace.chart.body
        if body is not self._body:
            self._body, self._notes = body, notes_in(body)
            self._moving = {}
            self.chosen &= {each.number for each in self._notes}
        return [self._moving.get(each.number, each) for each in self._notes]

    @property
    def chosen_notes(self) -> list[Note]:
        """The chosen ones."""
        return [each for each in self.notes if each.number in self.chosen]

    def images(self) -> dict[str, str]:
        """Return the images that the case keeps, read when a note shows one."""
        wanted = {each.image for each in self.notes if each.image}
        if self._view.case is not None and not wanted <= self._images.keys():
            kept = self._view.case.kept(IMAGE)
            self._images = {name: str(kept.get(name, {}).get("data", "")) for name in wanted}
        return self._images

    def draw(self, painter: QPainter, scene: Scene, *, behind: bool) -> None:
        """Draw those behind the items, or those before them with what marks the chosen ones."""
        notes = [each for each in self.notes if each.behind is behind]
        if notes:
            draw_notes(painter, scene, notes, self.images())
        if not behind and self.chosen:
            chosen = self.chosen_notes
            draw_chosen(painter, scene, chosen, handles=len(chosen) == 1)

    def at(self, point: QPointF, *, before: bool = False) -> Note | None:
        """Return the topmost note at a point; with ``before`` only one that lies before the items."""
        scene = self._view.scene()
        for note in reversed(self.notes):
            if not (before and note.behind) and (hit(scene, note, point) or self._grip_at(scene, note, point) >= 0):
                return note
        return None

    def _grip_at(self, scene: Scene, note: Note, point: QPointF) -> int:
        if self.chosen != {note.number}:
            return -1
        for number, grip in enumerate(grips(scene, note)):
            if max(abs(grip.x() - point.x()), abs(grip.y() - point.y())) <= GRIP:
                return number
        return -1

    # Choosing

    def choose(self, numbers: set[int]) -> None:
        """Choose these notes, and no item."""
        self.chosen = numbers & {each.number for each in self.notes}
        if self.chosen and self._view.workspace.selected.any():
            self._view.workspace.clear_selection()
        self._view.update()
        self._view.picked.emit()

    def click(self, point: QPointF, *, add: bool) -> bool:
        """Choose the note at a point; False, and none is chosen, if there is none."""
        note = self.at(point)
        if note is None:
            if self.chosen and not add:
                self.choose(set())
            return False
        self.choose(self.chosen ^ {note.number} if add else {note.number})
        return True

    def walk(self, step: int) -> None:
        """Choose the next note."""
        numbers = [each.number for each in self.notes]
        if numbers:
            here = next((at for at, number in enumerate(numbers) if number in self.chosen), -1 if step > 0 else 0)
            self.choose({numbers[(here + step) % len(numbers)]})

    # Moving and resizing

    def take_hold(self, point: QPointF) -> bool:
        """Take hold of the note at a point, or of all chosen ones if it is among them."""
        note = self.at(point)
        if note is None or not chart_acts.writable(self._view):
            return False
        self._grip = self._grip_at(self._view.scene(), note, point)
        if note.number not in self.chosen:
            self.choose({note.number})
        self._from = point
        self._moving = {each.number: each for each in self.chosen_notes}
        return True

    @property
    def holding(self) -> bool:
        """Whether a note is being moved or resized."""
        return bool(self._moving)

    def drag(self, point: QPointF) -> None:
        """Move or resize what is held."""
        scale = self._view.camera.scale
        dx, dy = (point.x() - self._from.x()) / scale, (point.y() - self._from.y()) / scale
        for note in self._notes:
            if note.number in self._moving:
                moved = replace(note, x=note.x + dx, y=note.y + dy)
                self._moving[note.number] = moved if self._grip < 0 else _resized(note, self._grip, dx, dy)
        self._refresh(note.behind for note in self._moving.values())

    def let_go(self) -> None:
        """Keep what was moved or resized, as an act that can be undone."""
        notes = tuple(self._moving.values())
        resized, self._moving = self._grip >= 0, {}
        old = {each.number: each for each in self._notes}
        if any(old[each.number] != each for each in notes):
            self.keep(notes, "Resize a note" if resized else _words("Move", len(notes)))
        self._refresh([True])

    def cancel(self) -> None:
        """Put back what is held."""
        self._moving = {}
        self._refresh([True])

    def _refresh(self, behind: Iterable[bool]) -> None:
        if any(behind):
            self._view.image.forget()
        self._view.update()

    def keep(self, notes: tuple[Note, ...], words: str, lay: str = "", images: dict[str, str] | None = None) -> bool:
        """Put these notes on the chart, in place of those that have their numbers."""
        view = self._view
        if not chart_acts.writable(view):
            return False
        command = ChangeNotes(chart=view.workspace.chart.name, notes=notes, lay=lay, words=words, images=images or {})
        return chart_acts.run(view, command)

    def remove(self) -> None:
        """Take the chosen notes off the chart."""
        view = self._view
        if self.chosen and chart_acts.writable(view):
            words = _words("Delete", len(self.chosen))
            numbers = tuple(sorted(self.chosen))
            chart_acts.run(view, ChangeNotes(chart=view.workspace.chart.name, remove=numbers, words=words))

    def key(self, event: QKeyEvent) -> bool:
        """Answer a key that concerns the chosen notes; False if it doesn't."""
        steps = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
        if not self.chosen or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        if event.key() in steps:
            far = _FINE if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else _STEP
            dx, dy = steps[Qt.Key(event.key())]
            notes = tuple(replace(each, x=each.x + far * dx, y=each.y + far * dy) for each in self.chosen_notes)
            self.keep(notes, _words("Move", len(notes)))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edit(next(iter(self.chosen_notes), None))
        elif event.key() == Qt.Key.Key_Escape:
            self.choose(set())
        else:
            return False
        return True

    # Writing

    def edit(self, note: Note | None) -> None:
        """Write on a note where it lies."""
        if note is None or note.kind == "image" or not chart_acts.writable(self._view):
            return
        self.choose({note.number})
        self.editor = NoteEditor(self._view, note)

    def written(self, number: int, text: str) -> None:
        """Keep what was written on a note."""
        note = next((each for each in self.notes if each.number == number), None)
        text = text[:LETTERS]
        if note is not None and note.text != text:
            self.keep((replace(note, text=text),), "Write on a note")


class NoteEditor(QPlainTextEdit):
    """The text of a note, written where the note lies; Ctrl+Return or a click elsewhere keeps it, Esc does not."""

    def __init__(self, view: NetworkView, note: Note) -> None:
        super().__init__(view)
        self._view, self._number, self._done = view, note.number, False
        box = box_of(view.scene(), note).normalized().toRect()
        wide, high = max(box.width(), 180), max(box.height(), 70)
        left = max(0, min(box.left(), view.width() - wide))
        self.setGeometry(QRect(left, max(0, min(box.top(), view.height() - high)), wide, high))
        self.setPlainText(note.text)
        self.selectAll()
        self.setAccessibleName("Text of the note")
        self.setToolTip("Ctrl+Return keeps the text, Esc does not")
        self.setTabChangesFocus(True)
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep keys that are written from being shortcuts of the window."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """End with Ctrl+Return or Esc."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape:
            self._end(keep=False)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and control:
            self._end(keep=True)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QEvent) -> None:  # type: ignore[override]  Qt gives a QFocusEvent
        """Keep what was written."""
        super().focusOutEvent(event)  # type: ignore[arg-type]  the same event
        self._end(keep=True)

    def _end(self, *, keep: bool) -> None:
        if self._done:
            return
        self._done = True
        self._view.notes.editor = None
        if keep:
            self._view.notes.written(self._number, self.toPlainText())
        self.hide()
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.deleteLater()


def _resized(note: Note, grip: int, dx: float, dy: float) -> Note:
    """Return a note with one of its handles moved; of an image, with the shape that it has."""
    if note.kind in LINES:
        if grip == 0:
            return replace(note, x=note.x + dx, y=note.y + dy, width=note.width - dx, height=note.height - dy)
        return replace(note, width=note.width + dx, height=note.height + dy)
    left, top = grip in (0, 3), grip in (0, 1)
    width = max(_LEAST, note.width + (-dx if left else dx))
    height = max(_LEAST, note.height + (-dy if top else dy))
    if note.kind == "image":
        factor = max(width / note.width, height / note.height, _LEAST / min(note.width, note.height))
        width, height = note.width * factor, note.height * factor
    x = note.x + note.width - width if left else note.x
    y = note.y + note.height - height if top else note.y
    return replace(note, x=x, y=y, width=width, height=height)


def _words(what: str, count: int) -> str:
    return f"{what} a note" if count == 1 else f"{what} {count:,} notes"
