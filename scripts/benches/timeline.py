"""The timeline at 1200×800 with a million events: brushing a window of time, panning, zooming, hovering, and lanes.

Each figure is the median of what a user waits for: the act and the picture after it. There is no peer for lanes; the
brush of three linked views beside glue's is that of the window's own benches.
"""

from __future__ import annotations

import os
import statistics
from collections.abc import Callable
from time import perf_counter

import numpy as np

from scripts.benches.figure import Figure

_BEGIN, _SPAN, _DAY = 1_470_000_000, 730, 86_400


def run(size: int | None, rounds: int) -> list[Figure]:
    """Measure with ``size`` events (1,000,000) and a fifth as many entities, ``rounds`` times 5 frames each."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QPointF
    from PySide6.QtWidgets import QApplication

    from intelviz.views.timeline.view import TimelineView

    app = QApplication.instance() or QApplication([])
    events = size or 1_000_000
    view = TimelineView(_workspace(events, events // 5))
    view.resize(1200, 800)
    view.show()
    app.processEvents()
    found: list[Figure] = []

    def measured(words: str, act: Callable[[int], object], goal: float) -> None:
        took: list[float] = []
        for number in range(5 * max(rounds, 1)):
            begin = perf_counter()
            act(number)
            view.grab()
            took.append((perf_counter() - begin) * 1000)
        found.append(Figure(words, statistics.median(took), "ms", events, goal=goal))

    def brush(days: int) -> Callable[[int], None]:
        def act(number: int) -> None:
            begin = _BEGIN + number % 15 * 20 * _DAY
            view.set_window(begin, begin + days * _DAY)

        return act

    def hover(number: int) -> None:
        at = QPointF(300 + number * 37 % 800, 200 + number * 13 % 300)
        view.workspace.set_focus(view.row_at(at))
        view.hovered(at)

    def look(name: str) -> None:
        view.clear_window()
        view.fit()
        view.grab()
        measured(f"pan frame, {name}", lambda _: view.pan_by(-13, 0), 30)
        measured(f"hover, {name}", hover, 16)
        measured(f"zoom frame, {name}", lambda n: view.zoom_by(1.3 if n % 20 < 10 else 1 / 1.3, QPointF(600, 300)), 30)

    look("a lane for each type")
    measured("brush a window of 60 days, a lane for each type", brush(60), 30)
    measured("brush a window of a year, a lane for each type", brush(365), 30)
    view.clear_window()
    begin = perf_counter()
    view.laning.add(view.laning.busiest(200), "the busiest")
    view.grab()
    found.append(Figure("lanes for the 200 with most events", (perf_counter() - begin) * 1000, "ms", events))
    look("200 lanes of entities")
    measured("brush a window of 60 days, 200 lanes of entities", brush(60), 30)
    view.close()
    return found


def _workspace(events: int, entities: int):  # noqa: ANN202  its type is imported only when it runs
    from intelviz.case.columns import Columns, ItemColumns, LinkColumns
    from intelviz.schema.load import load_schema
    from intelviz.schema.when import NO_TIME, Precision
    from intelviz.workspace.workspace import Workspace

    random = np.random.default_rng(2)
    count = events + entities
    types, link_types = ("Person", "Phone", "Crime", "PhoneCall"), ("CALLER", "CALLED", "PARTY_TO")
    kind = np.concatenate([random.integers(0, 2, entities), random.integers(2, 4, events)]).astype(np.int16)
    at = _BEGIN + random.integers(0, _SPAN * _DAY, events)
    start = np.concatenate([np.full(entities, NO_TIME), at])
    exact = random.choice([Precision.MINUTE, Precision.DAY, Precision.RANGE], count, p=[0.6, 0.3, 0.1]).astype(np.int8)
    long = np.select(
        [exact == Precision.MINUTE, exact == Precision.DAY], [60, _DAY], random.integers(3600, 5 * _DAY, count)
    )
    nowhere = np.full(count, np.nan)
    event = np.arange(entities, count, dtype=np.int32)
    link = np.where(kind[event] == 3, random.integers(0, 2, events), 2).astype(np.int16)
    never = np.full(events, NO_TIME)
    items = ItemColumns(
        np.arange(count, dtype=np.int64) + 1,
        kind,
        types,
        [f"Item {row}" for row in range(count)],
        start,
        np.where(start == NO_TIME, NO_TIME, start + long),
        exact,
        nowhere,
        nowhere.copy(),
        np.zeros(count, np.int8),
        np.full(count, -1, np.int32),
    )
    links = LinkColumns(
        np.arange(events, dtype=np.int64) + 1,
        link,
        link_types,
        random.integers(0, entities, events).astype(np.int32),
        event,
        never,
        never.copy(),
        np.zeros(events, np.int8),
    )
    return Workspace(Columns(items, links), load_schema())
