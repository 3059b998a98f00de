"""Details: what is known of the selected item, which record says it, and what it is linked to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPalette, QShowEvent, QTextDocument
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intelviz.case.columns import Rows
from intelviz.render.icons import disc
from intelviz.render.theme import DARK, Theme
from intelviz.views.action import Action
from intelviz.views.details.browser import QuietBrowser
from intelviz.views.details.page import Opened, style
from intelviz.views.details.pages import page_of_many, page_of_none, page_of_one
from intelviz.views.item_picture import whole_picture
from intelviz.workspace.workspace import Change, Workspace

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile

_PICTURE = 150
"""Pixels along the longer side of an item's picture at most."""


class DetailsView(QWidget):
    """Shows the selection; while nothing is selected, the item under the pointer."""

    name = "details"
    title = "Details"
    said = Signal(str)
    picked = Signal()

    def __init__(
        self,
        workspace: Workspace,
        theme: Theme = DARK,
        parent: QWidget | None = None,
        *,
        case: CaseFile | None = None,
        jobs: object | None = None,
        acts: object | None = None,
    ) -> None:
        super().__init__(parent)
        self.workspace, self.theme, self.case = workspace, theme, case
        self.follow = False
        self._opened = Opened()
        self._shown: tuple[int, ...] | None = None
        self._stale = True
        self.browser = QuietBrowser(self)
        self.browser.setAccessibleName(self.title)
        self.browser.anchorClicked.connect(self._clicked)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.browser)
        self.setFocusProxy(self.browser)
        self.setMinimumSize(200, 120)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(80)
        self._late.timeout.connect(self.refresh)
        self._take_theme()
        self._stop = workspace.subscribe(self.changed)
        self.refresh()

    @property
    def rows(self) -> Rows:
        """Rows of the items that the page is about."""
        workspace = self.workspace
        selected = workspace.selected_rows
        if workspace.focus >= 0 and (self.follow or not len(selected)):
            return np.array([workspace.focus], np.int32)
        return selected

    def refresh(self) -> None:
        """Make the page anew; what was opened stays open while it is about the same items."""
        self._late.stop()
        self._stale = False
        rows = self.rows
        about = (len(rows), *rows[:2].tolist(), int(rows.sum(dtype=np.int64)))
        same = about == self._shown
        if not same:
            self._opened = Opened()
            self._shown = about
        bar = self.browser.verticalScrollBar()
        at = bar.value()
        if not len(rows):
            page = page_of_none()
        elif len(rows) == 1:
            page = page_of_one(self.workspace, self.case, int(rows[0]), self._opened, self._picture(int(rows[0])))
        else:
            page = page_of_many(self.workspace, rows, self._opened)
        self.browser.document().setDefaultStyleSheet(style(self.theme))
        self.browser.setHtml(page)
        bar.setValue(at if same else 0)

    def _picture(self, row: int) -> tuple[str, str]:
        """Return the address of an item's picture on the page, and where it is from."""
        image, words = whole_picture(self.workspace, self.case, row)
        address = f"icon:picture {row}"
        if image is not None:
            way = Qt.TransformationMode.SmoothTransformation
            small = image.scaled(_PICTURE, _PICTURE, Qt.AspectRatioMode.KeepAspectRatio, way)
            self.browser.icons[address] = small
            # A page remembers what it was given under an address before.
            self.browser.document().addResource(QTextDocument.ResourceType.ImageResource, QUrl(address), small)
        return (address if image is not None else "", ", ".join(words))

    def changed(self, change: Change) -> None:
        """Take over what changed; while out of sight, only remember that something did."""
        if change & Change.ITEMS:
            self._shown = None
            self._take_icons()
        if change & Change.KEPT:
            self.refresh()
        if not change & (Change.ITEMS | Change.SELECTION | Change.FOCUS):
            return
        if not self.isVisible():
            self._stale = True
        elif change & (Change.ITEMS | Change.SELECTION):
            # A quick series of picks (arrow keys in the table) makes one page.
            self._late.start(0)
        elif self.follow or not self.workspace.selected.any():
            self._late.start(80)

    def showEvent(self, event: QShowEvent) -> None:
        """Make the page of what changed while out of sight."""
        super().showEvent(event)
        if self._stale:
            self.refresh()

    # Links on the page

    def _clicked(self, address: QUrl) -> None:
        kind, _, rest = address.toString().partition(":")
        rest = QUrl.fromPercentEncoding(rest.encode())
        if kind == "item" and rest.isdigit():
            self._pick(int(rest))
        elif kind == "record" and rest.isdigit():
            self._toggle_record(int(rest))
        elif kind == "do":
            self._do(rest)

    def _pick(self, item_id: int) -> None:
        row = self.workspace.row_of(item_id)
        if row < 0:
            self.said.emit("That item is no longer in the case")
            return
        adding = bool(QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier)
        with self.workspace.together():
            self.workspace.select(np.array([row]), "add" if adding else "replace")
            self.workspace.centre_on([row])

    def _toggle_record(self, record_id: int) -> None:
        if record_id in self._opened.records:
            self._opened.records.remove(record_id)
        else:
            self._opened.records.append(record_id)
        self.refresh()
        if record_id in self._opened.records:
            # The records stand below the properties: bring the one that was asked for into sight.
            self.browser.scrollToAnchor(f"record-{record_id}")

    def _do(self, name: str) -> None:
        word, _, rest = name.partition(" ")
        if word == "more":
            self._opened.pages[rest] = self._opened.pages.get(rest, 1) + 1
            self.refresh()
        elif word == "centre":
            self.workspace.centre_on(self.rows)
        elif word == "linked":
            self.select_linked()
        elif word == "only" and rest.isdigit():
            rows = self.rows
            self.workspace.select(rows[self.workspace.items.type[rows] == int(rest)])

    def select_linked(self) -> None:
        """Select what is linked to the items of the page."""
        mask = self.workspace.mask_of(self.rows)
        self.workspace.select(self.workspace.reach.linked_to(mask) > 0)

    # What the window asks

    def actions_here(self) -> list[Action]:
        """Return what the details can do."""

        def follow() -> None:
            self.follow = not self.follow
            self.refresh()
            self.picked.emit()

        def some() -> bool:
            return bool(len(self.rows))

        return [
            Action(
                "details_follow",
                "Follow the pointer",
                follow,
                "Show what is under the pointer even while something is selected",
                icon="cursor-default-outline",
                strip=True,
                checked=lambda: self.follow,
            ),
            Action(
                "details_centre",
                "Show in all views",
                lambda: self.workspace.centre_on(self.rows),
                "Bring these items into sight everywhere",
                icon="crosshairs-gps",
                strip=True,
                enabled=some,
            ),
            Action(
                "details_linked",
                "Select what is linked",
                self.select_linked,
                "Select what is linked to these items",
                icon="vector-link",
                strip=True,
                enabled=some,
            ),
            Action(
                "details_copy",
                "Copy the details",
                self.copy,
                "Copy the page as plain text",
                icon="content-copy",
                strip=True,
            ),
        ]

    def copy(self) -> None:
        """Copy the page, or what is marked on it, as plain text."""
        marked = self.browser.textCursor().selection().toPlainText()
        QGuiApplication.clipboard().setText(marked or self.browser.toPlainText())
        self.said.emit("Details copied")

    def settings(self) -> dict[str, object]:
        """Return whether the details follow the pointer."""
        return {"follow": self.follow}

    def restore(self, settings: dict[str, object]) -> None:
        """Take over what ``settings`` returned."""
        self.follow = settings.get("follow") is True
        self.refresh()

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self.theme = theme
        self._take_theme()
        self.refresh()

    def _take_theme(self) -> None:
        colours = self.browser.palette()
        colours.setColor(QPalette.ColorRole.Base, QColor(*self.theme.surface))
        colours.setColor(QPalette.ColorRole.Text, QColor(*self.theme.text))
        colours.setColor(QPalette.ColorRole.Link, QColor(*self.theme.accent))
        self.browser.setPalette(colours)
        self._take_icons()

    def _take_icons(self) -> None:
        self.browser.icons = {
            f"icon:{code}": disc(kind.icon, self.theme.types[kind.colour % 8], 64, self.theme.surface)
            for code, kind in enumerate(self.workspace.item_types)
        }

    def set_workspace(self, workspace: Workspace, case: CaseFile | None = None) -> None:
        """Show another case."""
        self._stop()
        self.workspace, self.case = workspace, case
        self._stop = workspace.subscribe(self.changed)
        self._shown = None
        self._take_icons()
        self.refresh()

    def set_open_case(self, open_case: object) -> None:
        """Show another case."""
        self.set_workspace(open_case.workspace, open_case.case)  # type: ignore[attr-defined]  # an OpenCase

    def picture(self, width: int, height: int, ratio: float = 1.0) -> QImage:
        """Return the view as it would look at that size."""
        if self._stale:
            self.refresh()
        old = self.size()
        self.resize(width, height)
        image = QImage(int(width * ratio), int(height * ratio), QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        self.render(image)
        self.resize(old)
        return image
