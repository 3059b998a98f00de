"""What the mouse draws on the map instead of picking: one hand at a time, left with Esc.

While a hand is at work the map still pans (middle button, Space) and zooms (wheel); the left button and the keys of the
hand are its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPen

from intelviz.views.map.marks import Scene

if TYPE_CHECKING:
    from intelviz.views.map.view import MapView

_LEAST = 300.0
REACH = 9.0
"""Pixels within which a corner is meant."""


class Hand:
    """Something that is drawn or changed with the mouse; subclasses answer what they need."""

    name = ""
    """Of the action that takes it up, to tick it."""

    def __init__(self, view: MapView) -> None:
        self.view = view
        self.by_keys = False
        """Points were last put with the keyboard, at the middle of the map."""

    @property
    def words(self) -> str:
        """What can be done now, in a line over the map."""
        return ""

    def pressed(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        """Answer the left button."""

    def moved(self, at: QPointF, *, held: bool) -> None:
        """Follow the pointer, or a drag."""

    def released(self, at: QPointF) -> None:
        """End a drag."""

    def wants(self, event: QKeyEvent) -> bool:
        """Return whether a key beside Enter, Backspace, Esc and Ctrl+C means something to it."""
        return False

    def key(self, event: QKeyEvent) -> None:
        """Answer a key that it wants."""

    def put_middle(self) -> bool:
        """Put a point where the middle of the map is; False where that means nothing."""
        return False

    def finish(self) -> None:
        """Answer Enter, a double click or the right button."""

    def back(self) -> None:
        """Answer Backspace and Delete."""

    def copy(self) -> bool:
        """Answer Ctrl+C; False where there is nothing to copy."""
        return False

    def leave(self) -> None:
        """Be put away; nothing half done may stay."""

    def draw(self, painter: QPainter, scene: Scene) -> None:
        """Draw what there is of it so far."""

    def degrees(self, at: QPointF) -> tuple[float, float]:
        """Return longitude and latitude of a point of the picture, no finer than it can be seen."""
        lon, lat = self.view.camera.degrees(at.x(), at.y())
        return round(lon, 7), round(lat, 7)


class Hands(QObject):
    """Gives mouse and keys of a map to the hand that is at work."""

    def __init__(self, view: MapView) -> None:
        super().__init__(view)
        self._view = view
        self._held = False
        self.now: Hand | None = None
        view.installEventFilter(self)

    def take(self, hand: Hand) -> None:
        """Put a hand to work; the same one again is put away."""
        same = self.now is not None and self.now.name == hand.name
        self.drop()
        if not same:
            self._view.set_tool("select")
            self._view.workspace.set_focus(-1)
            self.now = hand
            self._view.setCursor(Qt.CursorShape.CrossCursor)
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)
            self._view.picked.emit()
        self._view.update()

    def drop(self) -> None:
        """Put the hand away."""
        hand, self.now = self.now, None
        self._held = False
        if hand is not None:
            hand.leave()
            self._view.set_tool("select")
            self._view.update()

    def at_work(self, name: str) -> bool:
        """Return whether the hand of that name is at work."""
        return self.now is not None and self.now.name == name

    def draw(self, painter: QPainter, scene: Scene) -> None:
        """Draw what the hand draws, and what can be done with it."""
        if self.now is None:
            return
        painter.save()
        self.now.draw(painter, scene)
        if self.now.by_keys:
            _crosshair(painter, scene, self._view.middle)
        if self.now is not None and self.now.words:
            legend = self._view.image.legend
            banner(painter, scene, self.now.words, legend.box.left() if legend is not None else scene.camera.width)
        painter.restore()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what is meant for the hand."""
        # A view that goes may still be told of events after its parts have been forgotten.
        hand = getattr(self, "now", None)
        if hand is None:
            return False
        if isinstance(event, QMouseEvent):
            return self._mouse(hand, event)
        match event.type():
            case QEvent.Type.ContextMenu:
                hand.finish()
                self._view.update()
                return True
            case QEvent.Type.ShortcutOverride if isinstance(event, QKeyEvent) and (_means(event) or hand.wants(event)):
                event.accept()
                return True
            case QEvent.Type.KeyPress if isinstance(event, QKeyEvent):
                return self._key(hand, event)
            case _:
                return False

    def _mouse(self, hand: Hand, event: QMouseEvent) -> bool:
        at, view = event.position(), self._view
        left = event.button() == Qt.MouseButton.LeftButton
        match event.type():
            case QEvent.Type.MouseButtonPress if left and not view.panning:
                self._held = True
                hand.pressed(at, event.modifiers())
            case QEvent.Type.MouseButtonRelease if left and self._held:
                self._held = False
                hand.released(at)
            case QEvent.Type.MouseButtonDblClick if left and not view.panning:
                hand.finish()
            case QEvent.Type.MouseMove if self._held or not view.held:
                view.cursor = at
                view.workspace.set_focus(-1)
                hand.moved(at, held=self._held)
            case QEvent.Type.MouseButtonPress if event.button() == Qt.MouseButton.RightButton:
                return True
            case _:
                return False
        view.update()
        return True

    def _key(self, hand: Hand, event: QKeyEvent) -> bool:
        if hand.wants(event):
            hand.key(event)
            self._view.update()
            return True
        if not _means(event):
            return False
        match event.key():
            case Qt.Key.Key_Escape:
                self.drop()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                hand.finish()
            case Qt.Key.Key_Backspace | Qt.Key.Key_Delete:
                hand.back()
            case _:
                hand.copy()
        self._view.update()
        return True


def _means(event: QKeyEvent) -> bool:
    if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        return event.key() == Qt.Key.Key_C
    return event.key() in (
        Qt.Key.Key_Escape,
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
        Qt.Key.Key_Backspace,
        Qt.Key.Key_Delete,
    )


def _crosshair(painter: QPainter, scene: Scene, at: QPointF) -> None:
    for colour, width in ((scene.theme.halo, 4.0), (scene.theme.text, 1.5)):
        painter.setPen(QPen(QColor(*colour), width))
        for step in (QPointF(14, 0), QPointF(0, 14)):
            painter.drawLine(at - step, at - step * 0.3)
            painter.drawLine(at + step * 0.3, at + step)


def banner(painter: QPainter, scene: Scene, words: str, right: float) -> None:
    """Draw words at the top of the map, left of ``right``, in as many lines as they need."""
    theme = scene.theme
    painter.setFont(scene.small_font(-0.5))
    flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
    # On a narrow map the legend leaves no room at the top: then the words stand over the scale.
    above = right - 80 >= _LEAST
    room = QRectF(0, 0, min(right - 80 if above else scene.camera.width - 40, 520), 120)
    needed = QFontMetricsF(painter.font()).boundingRect(room, flags, words)
    box = QRectF(0, 8, needed.width() + 20, needed.height() + 10)
    if above:
        box.moveLeft(max((right - box.width()) / 2, 46))
    else:
        box.moveLeft(max((scene.camera.width - box.width()) / 2, 4))
        box.moveBottom(scene.camera.height - 60)
    painter.setPen(QPen(QColor(*theme.accent), 1))
    painter.setBrush(QColor(*theme.raised, 240))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(QColor(*theme.text))
    painter.drawText(box, flags, words)


def handles(painter: QPainter, scene: Scene, points: list[QPointF], *, strong: int = -1) -> None:
    """Draw corners that can be taken hold of."""
    for number, at in enumerate(points):
        size = 5.0 if number == strong else 3.5
        painter.setPen(QPen(QColor(*scene.theme.halo), 1.5))
        painter.setBrush(QColor(*scene.theme.accent))
        painter.drawRect(QRectF(at.x() - size, at.y() - size, 2 * size, 2 * size))


def tag(painter: QPainter, scene: Scene, at: QPointF, words: str) -> None:
    """Draw a few words on a plate beside a point."""
    painter.setFont(scene.small_font(-0.5, bold=True))
    metrics = QFontMetricsF(painter.font())
    box = QRectF(0, 0, metrics.horizontalAdvance(words) + 10, metrics.height() + 4)
    box.moveCenter(at)
    box.moveLeft(min(max(box.left(), 2), max(scene.camera.width - box.width() - 2, 2)))
    box.moveTop(min(max(box.top(), 2), max(scene.camera.height - box.height() - 2, 2)))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(*scene.theme.raised, 225))
    painter.drawRoundedRect(box, 3, 3)
    painter.setPen(QColor(*scene.theme.text))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), words)
