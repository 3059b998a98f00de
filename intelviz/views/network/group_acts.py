"""Acts on groups: collapsing items into one node, opening it, naming and dissolving it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from intelviz.case.columns import Rows
from intelviz.views.action import Action
from intelviz.views.asking import ask_text
from intelviz.views.network import chart_acts
from intelviz.workspace import grouping
from intelviz.workspace.commands.chart.change_groups import CloseGroups, OpenGroups, RenameGroup, Ungroup
from intelviz.workspace.commands.chart.group_items import GroupItems
from intelviz.workspace.grouped import Group, groups_in
from intelviz.workspace.grouping import Division

if TYPE_CHECKING:
    from intelviz.views.network.view import NetworkView

_LISTED = 60
"""So many groups are listed in a menu, the last closed ones."""
AT_ONCE = 3_000
"""Communities of so many items are found while one waits; of more, as a job."""


def _scope(view: NetworkView) -> Rows:
    """Return the items to be grouped: the selected ones on the chart, or, with fewer than two, all."""
    rows = view.content.present_and(view.workspace.selected)
    return rows if len(rows) > 1 else np.flatnonzero(view.content.present).astype(np.int32)


def _nodes(view: NetworkView) -> Rows:
    mask = np.zeros(len(view.workspace), bool)
    mask[_scope(view)] = True
    return np.flatnonzero(view.content.nodes(mask)).astype(np.int32)


def closed_among(view: NetworkView) -> list[Group]:
    """Return the closed groups of which something is selected."""
    closed, nodes = view.workspace.chart.closed, view.content.nodes(view.workspace.selected)
    return [group for leader, group in closed.items() if nodes[leader]]


def open_among(view: NetworkView) -> list[Group]:
    """Return the open groups of which something is selected."""
    ids = view.workspace.items.id[view.workspace.selected_rows]
    return [each for each in groups_in(view.workspace.chart.body) if not each.closed and np.isin(each.ids, ids).any()]


def group(view: NetworkView) -> None:
    """Collapse the selected items into one node; if they are an open group, it is closed."""
    rows = view.content.present_and(view.workspace.selected)
    if len(rows) < 2 or not chart_acts.writable(view):
        return
    name, ids = view.workspace.chart.name, view.workspace.items.id[rows]
    same = [each for each in open_among(view) if np.isin(ids, each.ids).all()]
    if same:
        chart_acts.run(view, CloseGroups(chart=name, numbers=tuple(each.number for each in same)))
        return
    kinds = np.unique(view.workspace.items.type[rows])
    words = view.workspace.item_types[int(kinds[0])].plural if len(kinds) == 1 else "items"
    take(view, Division(rows, np.zeros(len(rows), np.int64), (words[:1].upper() + words[1:],)))


def take(view: NetworkView, division: Division) -> None:
    """Collapse items into these groups, and say how many."""
    if not chart_acts.writable(view):
        return
    if not division.labels:
        view.said.emit("Nothing here belongs together in this way.")
        return
    rows = view.content.members_of(division.rows)
    # What lies in a closed group goes where its node goes.
    of = np.full(len(view.workspace), -1, np.int64)
    of[division.rows] = division.of
    own = of[rows]
    own = np.where(own >= 0, own, of[view.content.leader[rows]])
    ids = view.workspace.items.id[rows]
    command = GroupItems(ids, view.workspace.chart.name, own, division.labels)
    if chart_acts.run(view, command):
        view.said.emit(f"{len(rows):,} items in {len(division.labels):,} group{'s' * (len(division.labels) > 1)}")


def by_type(view: NetworkView) -> None:
    """Put items of one type together."""
    take(view, grouping.by_type(view.workspace, _scope(view)))


def by_value(view: NetworkView, type_name: str, prop: str, label: str) -> None:
    """Put items with the same value of a property together."""
    if view.case is not None:
        column = view.case.property_column(type_name, prop)
        take(view, grouping.by_value(view.workspace, _scope(view), column, label))


def leaf_groups(view: NetworkView) -> None:
    """Put items together that hang on the same item alone."""
    content = view.content
    take(view, grouping.leaves(view.workspace, _nodes(view), content.degree, content.low, content.high))


def communities(view: NetworkView) -> None:
    """Put items together that are linked more to each other than to the rest."""
    workspace, chart, content, nodes = view.workspace, view.workspace.chart.name, view.content, _nodes(view)

    def found(division: Division) -> None:
        if view.workspace is workspace and workspace.chart.name == chart and view.content is content:
            take(view, division)

    def work() -> Division:
        return grouping.communities(workspace, nodes, content.low, content.high, content.count)

    if view.jobs is None or len(nodes) <= AT_ONCE:
        found(work())
        return
    view.jobs.start(
        f"Finding communities of {len(nodes):,} items", lambda _: work(), then=found, failed=view.failed.emit
    )


def _change(view: NetworkView, kind: type[OpenGroups | CloseGroups], groups: list[Group]) -> bool:
    if not groups or not chart_acts.writable(view):
        return False
    numbers = tuple(each.number for each in groups)
    return chart_acts.run(view, kind(chart=view.workspace.chart.name, numbers=numbers))


def flip(view: NetworkView) -> None:
    """Open the closed groups among the selection; if there are none, close the open ones."""
    if not open_selected(view):
        _change(view, CloseGroups, open_among(view))


def open_selected(view: NetworkView) -> bool:
    """Open the closed groups among the selection; False if there are none."""
    return _change(view, OpenGroups, closed_among(view))


def open_at(view: NetworkView, row: int) -> None:
    """Open the group that stands there."""
    _change(view, OpenGroups, [view.workspace.chart.closed[row]])


def ungroup(view: NetworkView) -> None:
    """Dissolve the groups among the selection."""
    _change(view, Ungroup, closed_among(view) + open_among(view))


def rename(view: NetworkView) -> None:
    """Ask for the name of the selected group."""
    groups = closed_among(view) or open_among(view)
    if not groups or not chart_acts.writable(view):
        return
    name, number = view.workspace.chart.name, groups[0].number

    def take(label: str) -> None:
        if label.strip():
            chart_acts.run(view, RenameGroup(chart=name, numbers=(number,), label=label))

    ask_text(view, "Rename the group", "Name:", take, proposal=groups[0].label)


def _ways(view: NetworkView) -> list[Action]:
    workspace = view.workspace
    kinds = np.flatnonzero(np.bincount(workspace.items.type[_scope(view)])).tolist()
    values = [
        Action(
            f"group_by_{kind.name}_{each.name}",
            f"{kind.label[:1].upper()}{kind.label[1:]}: {each.label}",
            lambda name=kind.name, prop=each.name, label=each.label: by_value(view, name, prop, label),
            "Put those with the same value together",
        )
        for kind in (workspace.item_types[number] for number in kinds)
        for each in workspace.schema.properties_of(kind.name)
    ]
    return [
        Action("group_by_type", "Type", lambda: by_type(view), "One group for each type", icon="shape-outline"),
        Action(
            "group_leaves",
            "Leaves of one item",
            lambda: leaf_groups(view),
            "Put items together that are linked to the same item and to nothing else",
            icon="source-branch",
        ),
        Action(
            "group_communities",
            "Community",
            lambda: communities(view),
            "Put items together that are linked more to each other than to the rest (Leiden)",
            icon="account-group-outline",
        ),
        *([Action("group_by_value", "Value of a property", lambda: None, choices=lambda: values)] if values else []),
    ]


def _every(view: NetworkView) -> list[Action]:
    def flip_one(each: Group) -> None:
        _change(view, OpenGroups if each.closed else CloseGroups, [each])

    return [
        Action(
            f"group_{each.number}",
            f"{each.label} · {len(each.ids):,}".replace("&", "&&"),
            lambda each=each: flip_one(each),
            "Open or close it",
            checked=lambda each=each: each.closed,
        )
        for each in groups_in(view.workspace.chart.body)[-_LISTED:]
    ]


def actions(view: NetworkView) -> list[Action]:
    """Return the acts on groups."""

    def can() -> bool:
        return chart_acts.writable(view) and len(view.content.rows) > 1

    def some() -> bool:
        return chart_acts.writable(view) and bool(closed_among(view) or open_among(view))

    def several() -> bool:
        return can() and int(np.count_nonzero(view.content.nodes(view.workspace.selected))) > 1

    return [
        Action(
            "group",
            "Group",
            lambda: group(view),
            "Collapse the selected items into one node; opened again, they stand where they stood",
            "G",
            "group",
            strip=True,
            enabled=several,
        ),
        Action(
            "group_by",
            "Group by",
            lambda: None,
            "Collapse the selected items, or all, into groups",
            icon="format-list-group",
            enabled=can,
            choices=lambda: _ways(view),
        ),
        Action(
            "group_open",
            "Open or close the group",
            lambda: flip(view),
            "Open the selected groups, or close those that are open",
            "Shift+G",
            "arrow-expand",
            enabled=some,
        ),
        Action(
            "group_rename",
            "Rename the group…",
            lambda: rename(view),
            "Give the selected group a name",
            icon="rename-outline",
            enabled=some,
        ),
        Action(
            "ungroup",
            "Dissolve the group",
            lambda: ungroup(view),
            "Forget the selected groups; their items stand where they stood",
            "Ctrl+Shift+G",
            "ungroup",
            enabled=some,
        ),
        Action(
            "groups",
            "Groups",
            lambda: None,
            "The groups of this chart: open or close one",
            icon="format-list-bulleted",
            enabled=lambda: chart_acts.writable(view) and bool(view.workspace.chart.body.get("groups")),
            choices=lambda: _every(view),
        ),
    ]
