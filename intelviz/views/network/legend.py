"""The legend: what is drawn and how many, what the chart's style means, and which line stands for what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from intelviz.case.columns import Mask
from intelviz.render.icons import disc
from intelviz.views.network.content import Content
from intelviz.views.network.links import FEW_DASHES, FEW_LINES
from intelviz.views.network.marks import Scene
from intelviz.views.network.pairs import GROUPS, MIXED
from intelviz.workspace.style.certainty import UNGRADED, WORDS
from intelviz.workspace.style.look import Line, Section
from intelviz.workspace.style.rules import OF_LINES, PATTERNS

ROOMY = 760
"""A view at least so wide shows its legend without being asked."""
_ROW, _WIDE, _MOST = 18.0, 190.0, 8
_STYLED = 236.0
"""Width where the chart has a style of its own, whose values need more room."""
FOOT = 42.0
"""Pixels at the foot of a view that the legend leaves free."""
_OF_GRADE = {
    "confirmed": "known directly or corroborated",
    "unconfirmed": "known indirectly, or of a doubted source",
    "tentative": "not known, or suspected false",
    "ungraded": "nobody graded it",
}


@dataclass(frozen=True, eq=False)
class Entry:
    """One line of the legend; ``picks`` gives the items that a click on it selects, None for a heading."""

    kind: str
    number: int
    words: str
    count: int = -1
    line: Line | None = None
    channel: str = ""
    picks: Callable[[Content], Mask] | None = None


class Legend:
    """As it was last drawn: where each line of it stands, so that a click picks what it names."""

    def __init__(self) -> None:
        self.places: list[tuple[QRectF, Entry]] = []
        self.box = QRectF()
        self._said: tuple[tuple[object, ...], list[list[Entry]]] = ((), [])

    def named_at(self, content: Content, at: QPointF) -> Mask | None:
        """Return the drawn items that the line under a point names: of a type, of a style's class, or at lines."""
        for box, entry in self.places:
            if box.contains(at) and entry.picks is not None:
                return entry.picks(content)
        return None

    def words_at(self, at: QPointF) -> str:
        """Return what the line under a point means, "" for none."""
        return next((explained(entry) for box, entry in self.places if box.contains(at)), "")

    def clear(self) -> None:
        """Forget where it stood."""
        self.places, self.box = [], QRectF()

    def lay_out(self, scene: Scene, foot: float = FOOT) -> list[Entry]:
        """Find its place at the upper right, and the entries for which there is room above ``foot`` pixels."""
        self.clear()
        content, width, height = scene.content, scene.camera.width, scene.camera.height
        room = int((height - foot - 18) // _ROW)
        wide = _STYLED if scene.applied is not None else _WIDE
        if not content.present.any() or room < 2 or width < 2.5 * _WIDE:
            return []
        counted = self._parts(scene)
        told = scene.applied is not None and scene.applied.by_kind is not None
        parts = [*counted[:2], _parallel(scene), counted[2], [] if told else counted[3]]
        types = parts[0] if len(parts[0]) <= _MOST else [*parts[0][: _MOST - 1], _more(len(parts[0]) - _MOST + 1)]
        entries = [*types, *(each for part in parts[1:] for each in part)]
        if len(entries) > room:
            entries = [*entries[: room - 1], _more(len(entries) - room + 1)]
        high = _ROW * len(entries) + 10
        self.box = QRectF(width - wide - 8, 8, wide, high)
        return entries

    def _parts(self, scene: Scene) -> list[list[Entry]]:
        """Return what there is to say, counted once for what is drawn and not in every frame."""
        key = (scene.content, scene.applied, scene.sure)
        if len(self._said[0]) != len(key) or any(a is not b for a, b in zip(key, self._said[0], strict=True)):
            content = scene.content
            self._said = key, [_types(scene), _styled(scene), _certainties(scene), _groups(content)]
        return self._said[1]

    def draw(self, painter: QPainter, scene: Scene, foot: float = FOOT) -> None:
        """Draw it."""
        entries = self.lay_out(scene, foot)
        if not entries:
            return
        theme = scene.theme
        font = QFont(scene.font)
        font.setPointSizeF(max(7.0, scene.font.pointSizeF() - 1))
        metrics = QFontMetricsF(font)
        painter.setPen(QPen(QColor(*theme.line), 1))
        painter.setBrush(QColor(*theme.raised, 240))
        painter.drawRoundedRect(self.box, 4, 4)
        painter.setFont(font)
        top = self.box.top() + 5
        for entry in entries:
            line = QRectF(self.box.left(), top, self.box.width(), _ROW)
            if entry.kind == "heading":
                painter.setPen(QColor(*theme.quiet))
                text = line.adjusted(8, 0, -8, 0)
                words = metrics.elidedText(entry.words, Qt.TextElideMode.ElideRight, text.width())
                painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, words)
            else:
                _swatch(painter, scene, entry, line)
                _words(painter, scene, metrics, line, entry.words, f"{entry.count:,}" if entry.count >= 0 else "")
            self.places.append((line, entry))
            top += _ROW


def _more(count: int) -> Entry:
    return Entry("heading", -1, f"… and {count:,} more lines")


def _types(scene: Scene) -> list[Entry]:
    content, workspace = scene.content, scene.content.workspace
    # Where no group is closed the drawn rows are all that is present, and quicker to look up.
    which = content.present if workspace.chart.closed else content.rows
    of_type = np.bincount(workspace.items.type[which], minlength=len(workspace.item_types))

    recoloured = np.zeros(len(workspace.item_types), bool)
    if scene.applied is not None:
        recoloured[workspace.items.type[content.present & (scene.applied.colour >= 0)]] = True

    def picks(kind: int) -> Callable[[Content], Mask]:
        return lambda content: content.present & (content.workspace.items.type == kind)

    return [
        Entry(
            "type",
            kind,
            workspace.item_types[kind].plural,
            int(of_type[kind]),
            channel="colour" if recoloured[kind] else "",
            picks=picks(kind),
        )
        for kind in np.argsort(-of_type, kind="stable").tolist()
        if of_type[kind]
    ]


def _at_pairs(pairs: Callable[[Content], np.ndarray]) -> Callable[[Content], Mask]:
    def picks(content: Content) -> Mask:
        named, chosen = np.zeros(len(content.workspace), bool), pairs(content)
        named[content.low[chosen]] = True
        named[content.high[chosen]] = True
        return named

    return picks


def _groups(content: Content) -> list[Entry]:
    counts = np.bincount(content.group, minlength=MIXED + 1)

    def of(group: int) -> Callable[[Content], np.ndarray]:
        return lambda content: content.group == group

    there = np.flatnonzero(counts).tolist()
    words = [GROUPS[group] if group < MIXED else "several kinds" for group in there]
    entries = [
        Entry("group", group, said, int(counts[group]), picks=_at_pairs(of(group)))
        for group, said in zip(there, words, strict=True)
    ]
    return [Entry("heading", -1, "Lines by kind of link"), *entries] if entries else []


def _certainties(scene: Scene) -> list[Entry]:
    """Return what the signs of lines say; nothing where nobody graded any. Lines with a pattern by a rule say that."""
    sure, given = scene.sure, scene.applied
    if (sure == UNGRADED).all():
        return []
    says = np.ones(len(sure), bool)
    if given is not None and len(given.pattern) == len(sure):
        says = given.pattern < 0
    counts = np.bincount(sure[says], minlength=len(WORDS))
    if counts.sum() == counts[UNGRADED]:
        return []

    def of(code: int) -> Callable[[Content], np.ndarray]:
        lines = (sure == code) & says
        return lambda content: lines if len(lines) == len(content.low) else np.zeros(len(content.low), bool)

    return [
        Entry("heading", -1, "Lines by how sure they are"),
        *(
            Entry("certainty", code, WORDS[code], int(counts[code]), picks=_at_pairs(of(code)))
            for code in np.flatnonzero(counts).tolist()
        ),
        *_from_near(scene),
    ]


def _from_near(scene: Scene) -> list[Entry]:
    """Say that of many lines only the colours are drawn; nothing where they are few."""
    if len(scene.content.low) <= FEW_DASHES:
        return []
    return [Entry("heading", -1, f"… where at most {FEW_DASHES} lines are in sight")]


def _styled(scene: Scene) -> list[Entry]:
    found: list[Entry] = []
    if scene.applied is None:
        return found
    for section in scene.applied.sections:
        found += _section(section)
        found += _from_near(scene) if section.channel in ("line width", "line pattern") else []
    found += [Entry("heading", -1, words) for words in scene.applied.problems]
    return found


def _parallel(scene: Scene) -> list[Entry]:
    """Say how several links between two items are drawn, and where that is not so."""
    if scene.parallel == "count":
        return []
    shown, wanted = scene.fanned
    words = {"bundled": "A line for each kind of link", "all": "A line for each link"}[scene.parallel]
    found = [Entry("heading", -1, words)]
    if shown < wanted or len(scene.content.low) > FEW_LINES:
        found.append(Entry("heading", -1, "… where few are in sight: zoom in"))
    return found


def _section(section: Section) -> list[Entry]:
    heading = [Entry("heading", -1, section.title)]
    for line in section.lines:
        picked = line.picked
        if section.channel in OF_LINES:
            picks = _at_pairs(lambda _, picked=picked: picked)
        else:

            def picks(content: Content, picked: np.ndarray = picked) -> Mask:
                named = np.zeros(len(content.workspace), bool)
                named[picked] = True
                return content.present & named

        heading.append(Entry("style", -1, line.words, len(picked), line, section.channel, picks))
    return heading


def explained(entry: Entry) -> str:
    """Return what a line of the legend means, in a sentence."""
    if entry.kind == "certainty":
        return f"{entry.words}: {_OF_GRADE[entry.words]}; of several statements the surest counts"
    return entry.words


def _swatch(painter: QPainter, scene: Scene, entry: Entry, line: QRectF) -> None:
    theme = scene.theme
    middle = QPointF(line.left() + 25, line.center().y())
    if entry.kind == "type":
        item_type = scene.content.workspace.item_types[entry.number]
        # Of a type whose items a rule colours only the icon still tells it.
        colour = theme.quiet if entry.channel else theme.types[item_type.colour]
        picture = disc(item_type.icon, colour, round(14 * scene.ratio), theme.ground)
        painter.drawImage(QRectF(middle.x() - 7, middle.y() - 7, 14, 14), picture)
        return
    if entry.kind == "certainty":
        _line(painter, scene.pen(entry.number, near=True), line)
        return
    said = entry.line
    if said is None:
        return
    painter.setPen(Qt.PenStyle.NoPen)
    colour = scene.swatch(said.swatch) if said.swatch >= 0 else theme.quiet
    match entry.channel:
        case "line colour" | "line width" | "line pattern":
            pattern = PATTERNS.index(said.text) if said.text in PATTERNS else -1
            _line(painter, scene.pen(UNGRADED, colour=colour, width=said.size, pattern=pattern, near=True), line)
        case "ring":
            painter.setPen(QPen(QColor(*colour), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(middle, 5.5, 5.5)
        case "icon":
            picture = disc(said.text, theme.quiet, round(14 * scene.ratio), theme.ground)
            painter.drawImage(QRectF(middle.x() - 7, middle.y() - 7, 14, 14), picture)
        case "badge":
            painter.setPen(QColor(*theme.text))
            box = QRectF(line.left() + 6, line.top(), 40, line.height())
            text = painter.fontMetrics().elidedText(said.text, Qt.TextElideMode.ElideRight, 40)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        case _:
            painter.setBrush(QColor(*colour))
            radius = min(5.0 * said.size, 8.0) if entry.channel == "size" else 5.5
            painter.drawEllipse(middle, radius, radius)


def _line(painter: QPainter, pen: QPen, line: QRectF) -> None:
    painter.setPen(pen)
    middle = round(line.center().y()) + 0.5
    painter.drawLine(QPointF(line.left() + 8, middle), QPointF(line.left() + 42, middle))


def _words(painter: QPainter, scene: Scene, metrics: QFontMetricsF, line: QRectF, words: str, count: str) -> None:
    wide = metrics.horizontalAdvance(count)
    text = QRectF(line.left() + 50, line.top(), line.width() - 62 - wide, line.height())
    painter.setPen(QColor(*scene.theme.text))
    painter.drawText(
        text, Qt.AlignmentFlag.AlignVCenter, metrics.elidedText(words, Qt.TextElideMode.ElideRight, text.width())
    )
    painter.setPen(QColor(*scene.theme.quiet))
    right = QRectF(line.right() - wide - 9, line.top(), wide + 2, line.height())
    painter.drawText(right, Qt.AlignmentFlag.AlignVCenter, count)
