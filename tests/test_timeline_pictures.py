"""The timeline against pictures that were looked at: lanes with arrows, open and doubtful times, bursts, links."""

import numpy as np
import pytest
from conftest import made_columns, made_schema
from kept_picture import same_picture
from test_timeline_view import shown

from intelviz.render.theme import DARK, LIGHT, Theme
from intelviz.schema.when import OPEN_END, OPEN_START, Precision, day
from intelviz.views.timeline.view import TimelineView
from intelviz.workspace.workspace import Workspace

D, H = 86_400, 3600
START = day(2017, 8, 1).start


def story() -> Workspace:
    """Return three persons with telephones, calls in a burst, crimes of every precision, and dated links."""
    items = [("Person", name, "", None) for name in ("Ann Archer", "Bob Baker", "Cy Cole")]
    items += [("Phone", f"07700 90000{number}", "", None) for number in range(3)]
    links = [("HAS_PHONE", number, 3 + number) for number in range(3)] + [("KNOWS", 0, 2)]
    times = [START + 2 * D + 9 * H, START + 9 * D + 21 * H, START + 20 * D]
    times += [START + 13 * D + 22 * H + number * 900 for number in range(8)]
    for number, _ in enumerate(times):
        row = len(items)
        items.append(("PhoneCall", f"Call {number}", "", None))
        one, two = [(0, 1), (1, 2), (2, 0), (0, 2)][number % 4]
        links += [("CALLER", row, 3 + one), ("CALLED", row, 3 + two)]
    extents = [(at, at + 60, Precision.MINUTE) for at in times]
    extents += [
        (START + 4 * D, START + 5 * D, Precision.DAY),
        (START + 15 * D + 18 * H, START + 17 * D + 8 * H, Precision.RANGE),
        (START + 7 * D, OPEN_END, Precision.RANGE),
        (OPEN_START, START + 24 * D, Precision.RANGE),
        (START + 26 * D, START + 20 * D, Precision.RANGE),
        (START, START + 31 * D, Precision.MONTH),
    ]
    for number in range(len(times), len(extents)):
        row = len(items)
        items.append(("Crime", f"Crime {number}", "", None))
        links += [("PARTY_TO", number % 3, row), ("PARTY_TO", (number + 1) % 3, row)]
    columns = made_columns(items, links)
    for row, (start, end, precision) in enumerate(extents, 6):
        columns.items.when_start[row], columns.items.when_end[row] = start, end
        columns.items.when_precision[row] = precision
    columns.links.when_start[:2], columns.links.when_end[:2] = START + 3 * D, (START + 18 * D, OPEN_END)
    columns.links.when_precision[:2] = Precision.RANGE
    return Workspace(columns, made_schema())


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_lanes_of_types(qtbot, theme: Theme):
    view = shown(TimelineView(story(), theme), qtbot, 1000, 400)
    view.look_at(START - D, START + 32 * D)
    same_picture(view.picture(1000, 400), f"timeline-types-{theme.name}")


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_lanes_of_persons_with_arrows(qtbot, theme: Theme):
    view = shown(TimelineView(story(), theme), qtbot, 1000, 400)
    view.laning.add(np.arange(3, dtype=np.int32), "Add lanes")
    view.options.set_bursts("usual")
    view.look_at(START - D, START + 32 * D)
    same_picture(view.picture(1000, 400), f"timeline-persons-{theme.name}")


def test_lanes_opened_to_single_events_with_a_selection(qtbot):
    view = shown(TimelineView(story()), qtbot, 1000, 400)
    view.laning.add(np.arange(3, dtype=np.int32), "Add lanes")
    view.laning.set_pinned(np.array([1], np.int32), pinned=True)
    view.laning.set_away(np.array([2], np.int32), 1)
    view.look_at(START + 13 * D + 20 * H, START + 14 * D + 2 * H)
    view.workspace.select([11])
    same_picture(view.picture(1000, 400), "timeline-zoomed")


def test_the_night_of_october_has_its_hour_twice(qtbot):
    items = [("Crime", f"Crime {number}", "", None) for number in range(5)]
    columns = made_columns(items, [])
    first = day(2017, 10, 29).start
    columns.items.when_start[:] = first + np.arange(5) * H
    columns.items.when_end[:] = columns.items.when_start + 60
    columns.items.when_precision[:] = Precision.MINUTE
    view = shown(TimelineView(Workspace(columns, made_schema())), qtbot, 1000, 300)
    view.look_at(first - H, first + 6 * H)
    same_picture(view.picture(1000, 300), "timeline-october")
