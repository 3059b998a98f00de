"""Pages to read: the keyboard list, and what this program is."""

from __future__ import annotations

import platform
from collections.abc import Sequence

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from intelviz import __version__
from intelviz.app.crashes import log_file
from intelviz.resources_path import resource
from intelviz.views.search.commands import Listed

HAND = (
    ("Click", "Select; on the ground, select nothing"),
    ("Ctrl+click", "Add to the selection, or take it out again"),
    ("Shift+click", "Add everything between, where a view has an order"),
    ("Alt+click", "Take away from the selection"),
    ("Drag on the ground", "Select what the box holds; with L, what the lasso encloses"),
    ("Wheel, + and -", "Zoom at the pointer, or in the middle"),
    ("Middle button, Space, arrows", "Move the picture"),
    ("Double click", "Bring every view to the item"),
    ("Right click, Menu key", "What can be done with exactly this"),
    ("Esc", "Out of this: ends what is under way, then the selection, then the enlarged view"),
)


class KeysDialog(QDialog):
    """Every key, by menu; typing narrows the list."""

    def __init__(self, parent: QWidget | None, commands: Sequence[Listed]) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard and mouse")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.find = QLineEdit()
        self.find.setPlaceholderText("Find a key or an act")
        self.find.setClearButtonEnabled(True)
        self.find.setAccessibleName("Find a key or an act")
        self.list = QTreeWidget()
        self.list.setAccessibleName("Keys and acts")
        self.list.setColumnCount(3)
        self.list.setHeaderLabels(["Key", "Act", "What it does"])
        self.list.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.list.setUniformRowHeights(True)
        by_menu: dict[str, list[tuple[str, str, str]]] = {"In every picture": [(key, "", words) for key, words in HAND]}
        for each in commands:
            if each.action.key:
                rows = by_menu.setdefault(each.menu, [])
                rows.append((each.action.key, each.action.title, each.action.help))
        for menu, rows in by_menu.items():
            top = QTreeWidgetItem([menu])
            font = top.font(0)
            font.setBold(True)
            top.setFont(0, font)
            self.list.addTopLevelItem(top)
            top.setFirstColumnSpanned(True)
            for row in rows:
                line = QTreeWidgetItem(list(row))
                line.setToolTip(2, row[2])
                top.addChild(line)
        self.list.expandAll()
        self.find.textChanged.connect(self._narrow)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 16, 16, 16)
        box.setSpacing(8)
        box.addWidget(self.find)
        box.addWidget(self.list, 1)
        box.addWidget(buttons)
        self.resize(960, 600)
        self.find.setFocus()

    def _narrow(self, text: str) -> None:
        words = text.casefold().split()
        for number in range(self.list.topLevelItemCount()):
            top = self.list.topLevelItem(number)
            assert top is not None
            some = False
            for place in range(top.childCount()):
                line = top.child(place)
                whole = " ".join((top.text(0), *(line.text(column) for column in range(3)))).casefold()
                fits = all(word in whole for word in words)
                line.setHidden(not fits)
                some |= fits
            top.setHidden(not some)


class AboutDialog(QDialog):
    """Name, version, licence, and what it stands on."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("About intelviz")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sign = QLabel()
        sign.setPixmap(QIcon(str(resource("icons", "intelviz.svg"))).pixmap(QSize(64, 64)))
        self.words = QLabel(
            f"intelviz {__version__}\n"
            "Who is linked to whom, where, and when: every mark traceable to the source that says so.\n\n"
            "Free software under the GNU General Public Licence, version 3 or later, without any warranty.\n"
            "For OFFICIAL material, OFFICIAL-SENSITIVE included. It makes no network connection.\n\n"
            "Contains Ordnance Survey, Royal Mail and National Statistics data, © Crown copyright and database right, "
            "under the Open Government Licence v3.0; and data of Natural Earth, public domain. "
            "Icons: Material Design Icons.\n\n"
            f"Python {platform.python_version()}, Qt for Python {pyside_version}, {platform.platform()}\n"
            f"Log: {log_file()}"
        )
        self.words.setWordWrap(True)
        self.words.setMinimumWidth(440)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 24, 24, 16)
        box.setSpacing(16)
        box.addWidget(sign)
        box.addWidget(self.words)
        box.addWidget(buttons)
