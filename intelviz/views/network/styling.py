"""The chart's style at work: its rules followed for what is drawn, at once where it is little, in a job where much."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QTimer
from shiboken6 import isValid

from intelviz.case.columns import Ints
from intelviz.schema.errors import IntelvizError
from intelviz.workspace.style.applied import applied
from intelviz.workspace.style.certainty import UNGRADED, known_certainty, link_certainty
from intelviz.workspace.style.depends import depends_on
from intelviz.workspace.style.look import Applied
from intelviz.workspace.style.rules import FIXED, Style, style_from
from intelviz.workspace.workspace import Change

if TYPE_CHECKING:
    from intelviz.case.file import CaseFile
    from intelviz.views.network.content import Content
    from intelviz.views.network.view import NetworkView
    from intelviz.workspace.jobs import Jobs, Progress

FEW = 5_000
"""Items and lines on a chart up to which a style is followed at once."""
_MOST_SURE = 50_000
"""Lines up to which it is looked up how sure each is."""
FEW_FANS = 400
"""Lines of several links that are drawn as curves at once, if the chart asks for it."""

_Key = tuple[Style, "Content | None", int]
"""What is followed: a style, for what is drawn, and how often what its queries look at has changed."""


class Styling:
    """What the chart's style gives the drawn items; ``proposed`` is one that is being tried and not yet kept."""

    def __init__(self, view: NetworkView) -> None:
        self._view = view
        self.proposed: Style | None = None
        self.applied: Applied | None = None
        self._said: tuple[object, Style] = (None, Style())
        self._found_by: tuple[Style | None, Change] = (None, Change(0))
        self._turn, self._running = 0, False
        self._made_for: _Key = (Style(), None, 0)
        self._asked: _Key = (Style(), None, 0)
        self._certainty: tuple[object, NDArray[np.int8]] = (None, np.zeros(0, np.int8))
        self._reading = False
        self.fanned = (0, 0)
        self._wanted: tuple[object, str, Ints] = (None, "", np.zeros(0, np.int64))

    @property
    def style(self) -> Style:
        """The style that is drawn: the one being tried, else the chart's."""
        if self.proposed is not None:
            return self.proposed
        said = self._view.workspace.chart.body.get("style")
        if self._said[0] is not said:
            self._said = said, style_from(said)
        return self._said[1]

    def _depends(self, style: Style) -> Change:
        """Return after which changes the queries of a style may find other items; read once for each style."""
        if self._found_by[0] is not style:
            self._found_by = style, depends_on(style, self._view.workspace.schema)
        return self._found_by[1]

    def try_out(self, style: Style | None) -> None:
        """Draw a style without keeping it; None goes back to the chart's own."""
        self.proposed = style
        self.follow(Change.STYLE)

    def follow(self, change: Change) -> None:
        """Follow the rules anew if anything that they depend on changed."""
        style, content = self.style, self._view.content
        if change & (Change.ITEMS | self._depends(style)):
            self._turn += 1
        for before in (self._asked[1], self._made_for[1]):
            if before is not None and content.draws_as(before):
                # Items were moved, or what changed is not drawn: what the style gives them is the same.
                content = before
                break
        # The content itself, not its number: that of one which is gone may be given to another.
        wanted = (style, content, self._turn)
        if wanted == self._asked:
            return
        if wanted == self._made_for:
            self._asked = wanted
            return
        if not style.rules and not style.second and not style.unread:
            self._take(wanted, None)
            return
        view = self._view
        if view.jobs is None or (len(content.rows) + len(content.low) <= FEW and not _reads(style)):
            self._take(wanted, applied(style, view.workspace, view.case, content))
            return
        if self.applied is not None and content is not self._made_for[1]:
            self.applied = None
        self._asked = wanted
        if not self._running:
            self._start(view.jobs)

    def _start(self, jobs: Jobs) -> None:
        style, content, _ = wanted = self._asked
        workspace, case = self._view.workspace, self._view.case

        def work(progress: Progress) -> Applied:
            progress.step("Following the chart's style")
            return applied(style, workspace, case, content)

        self._running = True
        jobs.start(
            "Styling the chart",
            work,
            then=lambda found: self._ended(jobs, wanted, found),
            failed=lambda error: self._ended(jobs, wanted, error),
        )

    def _ended(self, jobs: Jobs, wanted: _Key, found: Applied | BaseException) -> None:
        self._running = False
        if not isValid(self._view):
            return
        if wanted != self._asked:
            # Something changed meanwhile; what was asked for since has waited, as one at a time is enough.
            if self._asked != self._made_for:
                self._start(jobs)
        elif isinstance(found, Applied):
            self._take(wanted, found)
        else:
            self._failed(found)

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, IntelvizError):
            raise error
        if isValid(self._view):
            self._view.failed.emit(error)

    def _take(self, wanted: _Key, found: Applied | None) -> None:
        changed = found is not None or self.applied is not None
        self.applied, self._made_for, self._asked = found, wanted, wanted
        if changed:
            self._view.image.forget()
            self._view.update()
            if self.proposed is None:
                # The legend may need more room; not while one is still trying.
                self._view.refit()
        self._view.styled.emit()

    # How sure the lines are

    def certainty(self, content: Content) -> NDArray[np.int8]:
        """Return how sure each line is: the surest of its links decides; ungraded until the grades have been read."""
        if self._certainty[0] is content:
            return self._certainty[1]
        if len(content.low) > _MOST_SURE:
            # So many lines are counted into pixels, without their patterns.
            self._certainty = (content, np.full(len(content.low), UNGRADED, np.int8))
            return self._certainty[1]
        known = known_certainty(content.workspace)
        if known is None:
            known = self._read(content)
        if known is None:
            return np.full(len(content.low), UNGRADED, np.int8)
        found = (
            np.minimum.reduceat(known[content.link], content.begin[:-1]) if len(content.low) else np.zeros(0, np.int8)
        )
        self._certainty = (content, found)
        return found

    def _read(self, content: Content) -> NDArray[np.int8] | None:
        view = self._view
        if view.case is None:
            return np.full(len(content.workspace.links), UNGRADED, np.int8)
        if view.jobs is None:
            return link_certainty(content.workspace, view.case)
        if not self._reading:
            self._reading = True
            # Not from here: a job says at once that it runs, and this is asked while the view is being painted.
            QTimer.singleShot(0, view, self._begin)
        return None

    def _begin(self) -> None:
        view = self._view
        if view.jobs is not None and view.case is not None:
            workspace, case = view.workspace, view.case
            view.jobs.start(
                "Reading the grades of links",
                lambda _: link_certainty(workspace, case),
                then=lambda _: self._grades_came(),
                failed=lambda error: self._grades_failed(case, error),
            )

    def _grades_came(self) -> None:
        self._reading = False
        if isValid(self._view):
            self._view.image.forget()
            self._view.update()

    def _grades_failed(self, case: CaseFile, error: BaseException) -> None:
        self._reading = False
        # A case that was closed meanwhile needs no grades.
        if isValid(self._view) and self._view.case is case and not case.closed:
            self._failed(error)

    # Parallel links

    def opened(self, by_hand: set[int]) -> set[int]:
        """Return the lines that are drawn as curves: those opened by hand, or all others if the chart asks for it.

        Of very many, those in sight, as far as they can be told apart; ``fanned`` says how many of how many.
        """
        wanted = self._several()
        shown = wanted if len(wanted) <= FEW_FANS else self._in_sight(wanted)[:FEW_FANS]
        self.fanned = (len(shown), len(wanted))
        return set(shown.tolist()) ^ by_hand

    def _several(self) -> Ints:
        """Return the lines that the chart's style wants drawn as curves."""
        content, parallel = self._view.content, self.style.parallel
        if parallel == "count" or not len(content.low):
            return np.zeros(0, np.int64)
        if self._wanted[:2] != (content, parallel):
            apart = (content.count > 1) & (content.low != content.high)
            if parallel == "bundled":
                # Of one kind and one direction they are one line with their number anyhow.
                kinds = content.workspace.links.type[content.link]
                first = content.begin[:-1]
                one_kind = np.minimum.reduceat(kinds, first) == np.maximum.reduceat(kinds, first)
                apart &= ~one_kind | (content.direction == 0)
            self._wanted = (content, parallel, np.flatnonzero(apart))
        return self._wanted[2]

    def _in_sight(self, pairs: Ints) -> Ints:
        view, content = self._view, self._view.content
        chart, camera = view.workspace.chart, view.camera
        seen = np.zeros(len(pairs), bool)
        for end in (content.low[pairs], content.high[pairs]):
            x, y = camera.screen(chart.x[end], chart.y[end])
            seen |= (x >= 0) & (x <= camera.width) & (y >= 0) & (y <= camera.height)
        return pairs[seen]


def _reads(style: Style) -> bool:
    """Return whether a style asks for what takes long: what is not in the columns."""
    return any(
        rule.on and (rule.where or (rule.by != FIXED and not rule.by.startswith(("type", "link", "measure degree"))))
        for rule in style.rules
    ) or style.second.startswith("property ")
