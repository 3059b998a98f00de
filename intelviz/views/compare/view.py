"""Compare: two sides item by item; two periods on maps and by numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from intelviz.render.theme import DARK, Theme
from intelviz.views.action import Action
from intelviz.views.compare import keeping
from intelviz.views.compare.maps_page import MapsPage
from intelviz.views.compare.parts_page import PartsPage
from intelviz.workspace.comparing import PARTS, Part
from intelviz.workspace.workspace import Change, Workspace

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile
    from intelviz.workspace.acts import Acts
    from intelviz.workspace.jobs import Jobs

PAGES: dict[str, tuple[str, str, str]] = {
    "parts": (
        "What differs",
        "Two sets, charts, queries, imports, dates or periods: what both hold, what one",
        "set-none",
    ),
    "maps": (
        "Two periods",
        "Two periods on maps side by side, in which hexagons they differ, and by numbers",
        "map-clock-outline",
    ),
}
_LISTED = Change.ITEMS | Change.CHART | Change.STYLE | Change.KEPT


class CompareView(QWidget):
    """Compares; what is clicked is selected in every view."""

    name = "compare"
    title = "Compare"
    picked = Signal()
    said = Signal(str)
    failed = Signal(object)

    def __init__(
        self,
        workspace: Workspace,
        theme: Theme = DARK,
        parent: QWidget | None = None,
        *,
        case: CaseFile | None = None,
        jobs: Jobs | None = None,
        acts: Acts | None = None,
    ) -> None:
        super().__init__(parent)
        self.workspace, self.theme, self.case, self.jobs, self.acts = workspace, theme, case, jobs, acts
        self.page = "parts"
        self._stale = Change(0)
        self._begun = False
        self.parts = PartsPage(workspace, theme, case, jobs)
        self.stack = QStackedWidget()
        self.maps = MapsPage(workspace, theme, case, jobs, acts)
        self.stack.addWidget(self.parts)
        self.stack.addWidget(self.maps)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.stack)
        self.setFocusProxy(self.parts)
        self.setAccessibleName(self.title)
        self.setMinimumSize(240, 120)
        self.parts.said.connect(self.said)
        self.maps.said.connect(self.said)
        self.parts.failed.connect(self.failed)
        self.parts.compared.connect(self.picked)
        self._stop = workspace.subscribe(self.changed)

    def sizeHint(self) -> QSize:
        """Return the size that it asks for: as little as its neighbours, or it would take room from the pictures."""
        return QSize(256, 200)

    def minimumSizeHint(self) -> QSize:
        """Return the size below which nothing can be read."""
        return QSize(240, 120)

    @property
    def pages(self) -> dict[str, QWidget]:
        """The pages by name."""
        return {"parts": self.parts, "maps": self.maps}

    def show_page(self, page: str) -> None:
        """Show another page."""
        self.page = page
        self.stack.setCurrentWidget(self.pages[page])
        self.setFocusProxy(self.pages[page])
        if page == "maps" and self.isVisible():
            self.maps.begin()
        self.picked.emit()

    # Change

    def changed(self, change: Change) -> None:
        """Take over what changed; nothing is compared while nobody looks."""
        self._stale |= change & _LISTED
        if self.page == "maps" and self.isVisible():
            self.maps.workspace_changed(change)
        if self._stale and self.isVisible():
            self.refresh()

    def showEvent(self, event: object) -> None:
        """Compare what changed while nobody looked."""
        super().showEvent(event)  # type: ignore[arg-type]  # Qt's own event
        if not self._begun:
            self._begun = True
            self._stale = Change(0)
            self.parts.compare()
            if self.page == "maps":
                self.maps.begin()
        elif self._stale:
            self.refresh()

    def refresh(self) -> None:
        """Compare anew as far as something changed."""
        stale, self._stale = self._stale, Change(0)
        self.parts.workspace_changed(stale)

    # As every view

    def actions_here(self) -> list[Action]:
        """Return what it can do."""

        def some(part: Part) -> bool:
            return self.parts.found is not None and bool(self.parts.found.items(part).any())

        def any_() -> bool:
            return self.parts.found is not None

        found = [
            Action(
                "compare_pages",
                "Page",
                lambda: self.show_page(next(each for each in PAGES if each != self.page)),
                "What is compared: two sides item by item, or two periods on maps",
                icon="page-next-outline",
                strip=True,
                choices=lambda: [
                    Action(
                        f"compare_page_{name}",
                        title,
                        lambda name=name: self.show_page(name),
                        words,
                        icon=sign,
                        checked=lambda name=name: self.page == name,
                    )
                    for name, (title, words, sign) in PAGES.items()
                ],
            ),
            Action(
                "compare_swap",
                "Swap left and right",
                self.parts.swap,
                "Set the left side right, and the right side left",
                icon="swap-horizontal",
            ),
            Action(
                "compare_again",
                "Compare again",
                self.parts.compare,
                "Compare once more, with the selection and what is shown as they are now",
                icon="refresh",
            ),
            Action("-", "-", lambda: None),
        ]
        found += [
            Action(
                f"compare_select_{part}",
                f"Select: {words[:1].lower()}{words[1:]}",
                lambda part=part: self.parts.select_part(part),
                "Select the items of this part in every view",
                enabled=lambda part=part: some(part),
            )
            for part, words in PARTS.items()
        ]
        found.append(
            Action(
                "compare_select_changed",
                "Select what changed",
                self.parts.select_changed,
                "Select the items of both sides in which something differs",
                enabled=lambda: any_() and self.parts.changed.isVisibleTo(self.parts),
            )
        )
        found.append(Action("-", "-", lambda: None))
        found += [
            Action(
                f"compare_keep_{part}",
                f"Keep as a set: {words[:1].lower()}{words[1:]} …",
                lambda part=part: keeping.keep_set(self, part),
                "Keep the items of this part under a name",
                enabled=lambda part=part: some(part) and self.acts is not None,
            )
            for part, words in PARTS.items()
        ]
        return [
            *found,
            Action(
                "compare_chart",
                "Show on a chart",
                lambda: keeping.show_on_chart(self),
                "Draw what either side holds on a chart of its own, each part in a frame with its words",
                icon="chart-bubble",
                strip=True,
                enabled=lambda: any_() and self.acts is not None,
            ),
            Action(
                "compare_copy",
                "Copy the comparison",
                lambda: keeping.copy(self),
                "Copy every item with its part, and what changed, as a table",
                icon="content-copy",
                strip=True,
                enabled=any_,
            ),
            Action(
                "compare_csv",
                "Save the comparison as CSV …",
                lambda: keeping.ask_csv(self),
                "Write every item with its part, and what changed, into a file",
                icon="file-delimited-outline",
                strip=True,
                enabled=any_,
            ),
        ]

    def settings(self) -> dict[str, object]:
        """Return what it remembers."""
        return {"page": self.page, **self.parts.settings(), **self.maps.settings()}

    def restore(self, settings: dict[str, object]) -> None:
        """Take over what it remembered; what can't be read is passed over."""
        self.parts.restore(settings)
        self.maps.restore(settings)
        page = settings.get("page")
        if isinstance(page, str) and page in self.pages:
            self.show_page(page)
        if self.isVisible():
            self.parts.compare()

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self.theme = theme
        self.parts.set_theme(theme)
        self.maps.set_theme(theme)
