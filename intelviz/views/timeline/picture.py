"""The picture of the timeline, made in layers so that only what changed is made again."""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from intelviz.case.columns import Ints
from intelviz.render.timeaxis import TimeStep
from intelviz.views.timeline.arrows import Arrows, arrows_of, draw_arrows
from intelviz.views.timeline.frame import axis_of, draw_axis, draw_bands, draw_dashed, draw_names, rgb
from intelviz.views.timeline.index import TimeIndex
from intelviz.views.timeline.lanes import Lane
from intelviz.views.timeline.layout import LaneLayout, Stretch, laid_out
from intelviz.views.timeline.link_marks import LinkMarks
from intelviz.views.timeline.marks import (
    Extras,
    MarkPainter,
    blank,
    draw_counts,
    emphasised,
    lighter,
    paint_bars,
    rows_of,
)
from intelviz.views.timeline.rhythms import Rhythms
from intelviz.views.timeline.sight import Sight
from intelviz.workspace.workspace import Workspace


class TimelinePicture:
    """Keeps the layers: ground (bands, axis, names), marks of everything shown, and what the selection lifts out."""

    def __init__(self, workspace: Workspace, index: TimeIndex | None = None) -> None:
        self.workspace = workspace
        self.index = index or TimeIndex(workspace.items)
        self.imported = math.inf
        """When the data came in: events after that are doubted."""
        self.rhythms = Rhythms()
        self.links = LinkMarks(workspace)
        self.events = workspace.category_mask("event")
        self._stretch: Stretch | None = None
        self._layouts: dict[tuple[str, int], LaneLayout] = {}
        self._lifted: dict[tuple[str, int], LaneLayout] = {}
        self._version = 0
        self._selection = 0
        self._arrows: Arrows | None = None
        self._ground: QImage | None = None
        self._content: tuple[QImage, np.ndarray] | None = None
        self._composed: QImage | None = None
        self._base_key: Hashable = None
        self._composed_key: Hashable = None

    def forget_lanes(self) -> None:
        """Lay everything out anew: items, filter, lanes or theme changed."""
        self._layouts.clear()
        self._version += 1
        self.rhythms.forget()
        self.links.forget()
        self.forget_selection()

    def redraw(self) -> None:
        """Draw again what is laid out already: an option changed that moves nothing."""
        self._version += 1

    def forget_selection(self) -> None:
        """Lift out anew: the selection changed."""
        self._lifted.clear()
        self._arrows = None
        self._selection += 1

    # Layout

    def stretch(self, sight: Sight) -> Stretch:
        """Return the stretch that is laid out, a new one where the view has left the old."""
        width = sight.frame.area.width()
        if self._stretch is None or not self._stretch.serves(sight.scale.begin, sight.scale.end, width):
            self._stretch = Stretch.around(sight.scale.begin, sight.scale.end, width)
            self._layouts.clear()
            self._lifted.clear()
        return self._stretch

    def layout(self, sight: Sight, lane: Lane) -> LaneLayout:
        """Return where the marks of a lane stand."""
        stretch = self.stretch(sight)
        key = lane.key, rows_of(sight.frame.lane_height)
        if key not in self._layouts:
            self._layouts[key] = laid_out(lane, stretch, key[1])
        return self._layouts[key]

    def lifted(self, sight: Sight, lane: Lane) -> LaneLayout | None:
        """Return where the selected and linked items stand that the lane itself shows only as bars."""
        if not self.workspace.selected.any():
            return None
        base = self.layout(sight, lane)
        key = lane.key, rows_of(sight.frame.lane_height)
        if key not in self._lifted:
            picked = emphasised(lane, self.workspace)
            hidden = np.zeros(len(lane), bool)
            hidden[base.crowded] = True
            self._lifted[key] = laid_out(lane, self.stretch(sight), key[1], picked[hidden[picked]])
        return self._lifted[key]

    def arrows(self, sight: Sight) -> Arrows:
        """Return the arrows between lanes that are in sight."""
        if self._arrows is None:
            self._arrows = arrows_of(self, sight)
        return self._arrows

    def shift(self, sight: Sight) -> float:
        """Return the pixel at which the stretch begins."""
        return sight.scale.x(self.stretch(sight).begin)

    # Layers

    def draw(self, painter: QPainter, sight: Sight) -> None:
        """Draw ground, marks and what is lifted out."""
        frame = sight.frame
        size = int(frame.width * sight.ratio), int(frame.height * sight.ratio)
        base = (size, frame, sight.scale, sight.theme.name, sight.ratio, self._version)
        if base != self._base_key:
            self._make_base(sight, size)
            self._base_key = base
        composed = (base, self._selection)
        if composed != self._composed_key:
            self._arrows = None
            self._compose(sight, size)
            self._composed_key = composed
        assert self._composed is not None
        painter.drawImage(0, 0, self._composed)

    def _make_base(self, sight: Sight, size: tuple[int, int]) -> None:
        frame, scale, theme = sight.frame, sight.scale, sight.theme
        ground = _image(self._ground, size, sight.ratio)
        found = axis_of(frame, scale)
        painter = QPainter(ground)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_bands(painter, frame, scale, found, theme)
        draw_axis(painter, frame, scale, found, theme)
        notes: dict[int, str] = {}
        for number in frame.seen():
            layout = self.layout(sight, sight.lanes[number])
            if layout.peak:
                notes[number] = f"peak {round(layout.peak):,} {_each(layout.step)}"
        draw_names(painter, frame, sight.lanes, notes, theme, sight.ratio)
        painter.end()
        self._ground = ground
        self._draw_content(sight, size)

    def _draw_content(self, sight: Sight, size: tuple[int, int]) -> None:
        frame, scale, theme = sight.frame, sight.scale, sight.theme
        if self._content is None or self._content[1].shape != (size[1], size[0]):
            self._content = blank(*size)
        image, pixels = self._content
        image.setDevicePixelRatio(sight.ratio)
        pixels[:] = 0
        area = frame.area
        seen = frame.seen()
        for number in seen:
            lane = sight.lanes[number]
            colour = theme.types[lane.bars % 8]
            clip = frame.clip(number)
            if number == 0 and frame.held:
                pixels[: round(frame.fold * sight.ratio)] = 0
            paint_bars(
                pixels,
                self.layout(sight, lane),
                area.left(),
                frame.top(number),
                frame.lane_height,
                scale.begin,
                scale.per_pixel,
                colour,
                sight.ratio,
                alpha=200,
                within=(clip.top(), clip.bottom()),
            )
        pixels[: round(area.top() * sight.ratio)] = 0
        pixels[round(area.bottom() * sight.ratio) :] = 0
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number in seen:
            lane = sight.lanes[number]
            layout = self.layout(sight, lane)
            top = frame.top(number)
            painter.setClipRect(frame.clip(number).intersected(area))
            self.rhythms.draw(painter, sight, lane, top)
            self.links.draw(painter, sight, number)
            draw_counts(painter, layout, scale.x, top, frame.lane_height, area, theme)
            self._draw_marks(painter, sight, number, layout)
        painter.end()

    def _draw_marks(
        self, painter: QPainter, sight: Sight, number: int, layout: LaneLayout, keep: Ints | None = None
    ) -> None:
        area, shift = sight.frame.area, self.shift(sight)
        marks = layout.marks.seen(area.left() - shift - 8, area.right() - shift + 8)
        picked = self.workspace.selected
        if keep is not None:
            flags = np.zeros(len(sight.lanes[number]), bool)
            flags[keep] = True
            marks = marks.only(flags[marks.at])
        if not len(marks):
            return
        lane = sight.lanes[number]
        rows = lane.row[marks.at]
        MarkPainter(self.workspace, sight.theme, sight.ratio, halo=keep is not None).draw(
            painter,
            lane,
            marks,
            Extras(
                self.index.open[rows],
                self.index.doubtful(rows, self.imported, self.events),
                lane.away[marks.at] if len(lane.away) else np.zeros(len(rows), np.int8),
            ),
            shift,
            sight.frame.top(number),
            sight.frame.lane_height,
            area,
            ring=None if keep is None else lambda row: bool(picked[row]),
        )

    def _compose(self, sight: Sight, size: tuple[int, int]) -> None:
        assert self._ground is not None and self._content is not None
        composed = _image(self._composed, size, sight.ratio)
        painter = QPainter(composed)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawImage(0, 0, self._ground)
        picking = bool(self.workspace.selected.any())
        painter.setOpacity(sight.theme.faded if picking else 1.0)
        arrows = self.arrows(sight)
        colours = [rgb(sight.theme.quiet)] * len(arrows)
        draw_arrows(painter, arrows, sight, colours)
        painter.drawImage(0, 0, self._content[0])
        painter.setOpacity(1.0)
        if picking:
            self._lift_arrows(painter, sight, arrows)
            for number in sight.frame.seen():
                painter.setClipRect(sight.frame.clip(number).intersected(sight.frame.area))
                self._lift(painter, sight, number)
        painter.end()
        self._composed = composed

    def _lift_arrows(self, painter: QPainter, sight: Sight, arrows: Arrows) -> None:
        selected = self.workspace.selected[arrows.row]
        picked = selected | (self.workspace.linked[arrows.row] > 0)
        if picked.any():
            theme = sight.theme
            colours = [rgb(theme.accent) if own else rgb(theme.text) for own in selected.tolist()]
            draw_arrows(painter, arrows, sight, colours, picked)

    def _lift(self, painter: QPainter, sight: Sight, number: int) -> None:
        lane = sight.lanes[number]
        picked = emphasised(lane, self.workspace)
        if not len(picked):
            return
        base, lifted = self.layout(sight, lane), self.lifted(sight, lane)
        if lifted is not None and lifted.peak:
            self._lift_bars(painter, sight, number, base, lifted)
        self._draw_marks(painter, sight, number, base, picked)
        if lifted is not None:
            self._draw_marks(painter, sight, number, lifted, picked)

    def _lift_bars(self, painter: QPainter, sight: Sight, number: int, base: LaneLayout, lifted: LaneLayout) -> None:
        frame, theme, lane = sight.frame, sight.theme, sight.lanes[number]
        image, pixels = blank(int(frame.width * sight.ratio), int(frame.height * sight.ratio))
        image.setDevicePixelRatio(sight.ratio)
        colour = theme.types[lane.bars % 8]
        at = lifted.crowded[self.workspace.selected[lane.row[lifted.crowded]]]
        chosen = np.where(lifted.share > 0, lane.density_of(at).share(lifted.edges), 0.0)
        clip = frame.clip(number)
        for layout, paint in ((lifted, colour), (replace(lifted, share=chosen), lighter(theme.accent, 0.15))):
            paint_bars(
                pixels,
                layout,
                frame.area.left(),
                frame.top(number),
                frame.lane_height,
                sight.scale.begin,
                sight.scale.per_pixel,
                paint,
                sight.ratio,
                most=base.peak or None,
                least=3.0,
                within=(clip.top(), clip.bottom()),
            )
        painter.drawImage(0, 0, image)


def draw_outside(painter: QPainter, sight: Sight, window: tuple[float, float]) -> None:
    """Grey what lies outside the time window, and mark its edges."""
    area, scale, theme = sight.frame.area, sight.scale, sight.theme
    left, right = (min(max(scale.x(edge), area.left()), area.right()) for edge in window)
    shade = rgb(theme.surface, 170)
    painter.fillRect(QRectF(area.left(), area.top(), left - area.left(), area.height()), shade)
    painter.fillRect(QRectF(right, area.top(), area.right() - right, area.height()), shade)
    for x in (left, right):
        if area.left() < x < area.right():
            draw_dashed(painter, x, area.top(), area.bottom(), rgb(theme.accent))


def _each(step: TimeStep) -> str:
    return f"a {step.unit}" if step.count == 1 and step.unit != "hour" else f"in {step.words}"


def _image(old: QImage | None, size: tuple[int, int], ratio: float) -> QImage:
    if old is not None and (old.width(), old.height()) == size and old.devicePixelRatio() == ratio:
        return old
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    return image
