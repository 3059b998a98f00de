"""A line over the views that says what is out of the ordinary with the case, and offers the way on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from intelviz.render.theme import Theme
from intelviz.views.icon import icon

Offer = tuple[str, Callable[[], None]]


class Notice(QWidget):
    """Words and buttons; it goes when its reason goes, or when it is closed."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.buttons: list[QPushButton] = []
        self._close = QToolButton()
        self._close.setToolTip("Close this line")
        self._close.setIconSize(QSize(14, 14))
        self._close.clicked.connect(self.hide)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(16, 8, 8, 8)
        self._line.setSpacing(8)
        self._line.addWidget(self.words, 1)
        self._line.addWidget(self._close)
        self.set_theme(theme)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._close.setIcon(icon("close", theme, theme.quiet))

    def say(self, words: str, *offers: Offer) -> None:
        """Say this and offer that; nothing to say hides the line."""
        for button in self.buttons:
            button.hide()
            button.deleteLater()
        self.buttons = []
        for title, act in offers:
            button = QPushButton(title)
            button.setAutoDefault(True)
            button.clicked.connect(lambda _=False, act=act: act())
            self._line.insertWidget(self._line.count() - 1, button)
            self.buttons.append(button)
        self.words.setText(words)
        self.setVisible(bool(words))
