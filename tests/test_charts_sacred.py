"""What an analyst placed stays where it was placed, whatever else is done to the case."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intelviz.schema.errors import UsageError
from intelviz.workspace.chart import ChartState
from intelviz.workspace.commands.chart.add_items import AddItems
from intelviz.workspace.commands.chart.align_items import AlignItems
from intelviz.workspace.commands.chart.change_groups import CloseGroups, OpenGroups, Ungroup
from intelviz.workspace.commands.chart.collapse_expansion import CollapseExpansion
from intelviz.workspace.commands.chart.duplicate_chart import DuplicateChart
from intelviz.workspace.commands.chart.expand_items import ExpandItems
from intelviz.workspace.commands.chart.expansions import expansions_in
from intelviz.workspace.commands.chart.group_items import GroupItems
from intelviz.workspace.commands.chart.hide_items import HideItems
from intelviz.workspace.commands.chart.lay_out import LayOut
from intelviz.workspace.commands.chart.move_items import MoveItems
from intelviz.workspace.commands.chart.new_chart import NewChart
from intelviz.workspace.commands.chart.pin_items import PinItems
from intelviz.workspace.commands.chart.remove_items import RemoveItems
from intelviz.workspace.commands.chart.show_items import ShowItems
from intelviz.workspace.commands.sources.import_files import ImportFiles
from intelviz.workspace.expand import offers, placed
from intelviz.workspace.expanding import Around, Wish, choice_of
from intelviz.workspace.grouped import groups_in
from intelviz.workspace.opening import OpenCase, open_case
from tests.small_case import small_case
from tests.small_import import written


class Desk:
    """A case at which an analyst works; ``hand`` is where each item was placed by hand, by id."""

    def __init__(self, path: Path, files: Path) -> None:
        self.path, self.files, self.imported = path, files, 0
        self.opened: OpenCase = open_case(path)
        self.hand: dict[int, tuple[float, float]] = {}
        self.before: list[dict[int, tuple[float, float]]] = []
        self.after: list[dict[int, tuple[float, float]]] = []
        self.chart = self.opened.workspace.chart.name

    @property
    def workspace(self):
        return self.opened.workspace

    @property
    def ids(self) -> np.ndarray:
        """Items that are seen themselves on the chart."""
        chart = self.workspace.chart
        own = chart.leader == np.arange(len(chart.leader))
        alone = ~np.isin(np.arange(len(own)), list(chart.closed))
        return self.workspace.items.id[chart.drawn & own & alone]

    def run(self, command, hand=None) -> None:
        was = dict(self.hand)
        try:
            self.opened.acts.run(command)
        except UsageError:
            return
        self.before.append(was)
        self.after = []
        if hand is not None:
            self.hand = hand

    def place_of(self, number: int) -> tuple[float, float] | None:
        """Where an item stands, or where it will stand once the group that it lies in is opened."""
        chart, items = self.workspace.chart, self.workspace.items
        for group in groups_in(chart.body):
            if group.closed and number in group.ids:
                at = int(np.flatnonzero(group.ids == number)[0])
                return float(group.x[at]), float(group.y[at])
        row = int(np.flatnonzero(items.id == number)[0])
        return (float(chart.x[row]), float(chart.y[row])) if chart.drawn[row] else None

    def check(self) -> None:
        for number, place in self.hand.items():
            assert self.place_of(number) == place, number


def some(desk: Desk, share: float, most: int = 3) -> np.ndarray:
    ids = desk.ids
    at = int(share * max(len(ids) - 1, 0))
    return ids[at : at + most]


def move(desk: Desk, share: float) -> None:
    ids = some(desk, share)
    x = np.float32(1000 * share) + np.arange(len(ids), dtype=np.float32) * 70
    y = np.full(len(ids), np.float32(-500 * share))
    placed_at = dict(zip(ids.tolist(), zip(x.tolist(), y.tolist(), strict=True), strict=True))
    desk.run(MoveItems(ids, x=x, y=y), desk.hand | placed_at)


def expand(desk: Desk, share: float) -> None:
    seeds = np.flatnonzero(np.isin(desk.workspace.items.id, some(desk, share))).astype(np.int32)
    kinds = frozenset(choice_of(each) for each in offers(desk.workspace, seeds))
    new = Around(desk.workspace, seeds).coming(Wish(kinds), {}).rows
    if len(new):
        x, y = placed(desk.workspace, new, seeds)
        ids = desk.workspace.items.id
        desk.run(ExpandItems(ids[new], x=x, y=y, seeds=ids[seeds]))


def collapse(desk: Desk, share: float) -> None:
    found = expansions_in(desk.workspace.chart.body)
    if found:
        desk.run(CollapseExpansion(number=found[int(share * (len(found) - 1))].number))


def bring_in(desk: Desk, share: float) -> None:
    if not desk.imported:
        desk.imported = 1
        desk.run(ImportFiles((desk.files,)))


def add(desk: Desk, share: float) -> None:
    ids = desk.workspace.items.id[~desk.workspace.chart.drawn][:2]
    rows = np.flatnonzero(np.isin(desk.workspace.items.id, ids)).astype(np.int32)
    x, y = placed(desk.workspace, rows, rows[:0])
    desk.run(AddItems(ids, x=x, y=y))


def remove(desk: Desk, share: float) -> None:
    ids = some(desk, share, 1)
    if len(desk.ids) > 2:
        desk.run(RemoveItems(ids), {each: place for each, place in desk.hand.items() if each not in ids})


def hide_and_pin(desk: Desk, share: float) -> None:
    desk.run((HideItems, ShowItems, PinItems)[int(share * 2.9)](some(desk, share)))


def lay_out_the_others(desk: Desk, share: float) -> None:
    """Arrange as a layout may: everything that is not held by the analyst's hand."""
    ids = desk.ids[~np.isin(desk.ids, list(desk.hand))]
    desk.run(LayOut(ids, x=np.full(len(ids), 7.0), y=np.arange(len(ids)) * 9.0, layout="circular"))


def lay_out_pinned(desk: Desk, share: float) -> None:
    """Arrange everything, once all that was placed by hand is pinned."""
    if desk.hand and np.isin(list(desk.hand), desk.ids).all():
        desk.run(PinItems(np.array(list(desk.hand), np.int64)))
        desk.run(LayOut(desk.ids, x=np.full(len(desk.ids), 3.0), y=np.full(len(desk.ids), 3.0), layout="force"))


def align_the_others(desk: Desk, share: float) -> None:
    ids = np.setdiff1d(some(desk, share), list(desk.hand))
    place = dict.fromkeys(ids.tolist(), (11.0, 12.0))
    pinned = desk.workspace.items.id[desk.workspace.chart.pinned]
    held = {each: at for each, at in place.items() if each not in pinned}
    desk.run(AlignItems(ids, x=np.full(len(ids), 11.0), y=np.full(len(ids), 12.0), way="left"), desk.hand | held)


def group(desk: Desk, share: float) -> None:
    ids = some(desk, share)
    desk.run(GroupItems(ids, of=np.zeros(len(ids), np.int64), labels=("Some",)))


def group_groups(desk: Desk, share: float) -> None:
    """Close everything into one group, what is closed already included."""
    ids = desk.workspace.items.id[desk.workspace.chart.drawn]
    desk.run(GroupItems(ids, of=np.zeros(len(ids), np.int64), labels=("All",)))


def open_or_close(desk: Desk, share: float) -> None:
    groups = groups_in(desk.workspace.chart.body)
    if groups:
        each = groups[-1]
        kind = Ungroup if share > 0.8 else OpenGroups if each.closed else CloseGroups
        desk.run(kind(numbers=(each.number,)))


def duplicate(desk: Desk, share: float) -> None:
    if desk.workspace.chart.name == desk.chart:
        desk.run(DuplicateChart(desk.chart))


def undo(desk: Desk, share: float) -> None:
    if desk.before:
        desk.opened.acts.undo()
        desk.after.append(desk.hand)
        desk.hand = desk.before.pop()


def redo(desk: Desk, share: float) -> None:
    if desk.after:
        desk.opened.acts.redo()
        desk.before.append(desk.hand)
        desk.hand = desk.after.pop()


def reopen(desk: Desk, share: float) -> None:
    desk.opened.close()
    desk.opened = open_case(desk.path)


DEEDS = (
    move, expand, collapse, bring_in, add, remove, hide_and_pin, lay_out_the_others, lay_out_pinned, align_the_others,
    group, group_groups, open_or_close, duplicate, undo, redo, reopen,
)  # fmt: skip


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """Return a case with five items on its chart, and files to import."""
    folder = tmp_path_factory.mktemp("sacred")
    with OpenCase(small_case(folder / "begun.intelviz")) as opened:
        ids = opened.workspace.items.id[:5]
        opened.acts.keep(NewChart(ids, "Chart 1", np.arange(5.0) * 100, np.zeros(5)), "Five")
    return folder / "begun.intelviz", written(folder / "files")


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.sampled_from(DEEDS), st.floats(0, 1, width=16)), min_size=4, max_size=14))
def test_nothing_placed_by_hand_ever_moves(begun, deeds):
    template, files = begun
    path = template.with_name("now.intelviz")
    shutil.copy(template, path)
    desk = Desk(path, files)
    try:
        move(desk, 0.1)
        for deed, share in deeds:
            deed(desk, share)
            desk.check()
        reopen(desk, 0)
        desk.check()
        while desk.before:
            undo(desk, 0)
            desk.check()
        assert same(desk.workspace.chart.state(desk.workspace.items.id), Desk(template, files).opened)
    finally:
        desk.opened.close()


def same(state: ChartState, template: OpenCase) -> bool:
    """Return whether a chart is as it was at the beginning."""
    with template:
        first = template.workspace.chart.state(template.workspace.items.id)
    return all(np.array_equal(getattr(state, name), getattr(first, name)) for name in ("id", "x", "y", "hidden"))


@pytest.mark.parametrize("deed", DEEDS)
def test_each_deed_can_be_done_and_leaves_the_hand_alone(begun, deed, tmp_path):
    template, files = begun
    desk = Desk(Path(shutil.copy(template, tmp_path / "now.intelviz")), files)
    move(desk, 0.1)
    for earlier in (expand, group, open_or_close):
        earlier(desk, 0.5)
    deed(desk, 0.4)
    desk.check()
    desk.opened.close()
