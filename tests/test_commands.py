"""Acts: whatever is done to a case can be undone and redone, in this session or the next, and is in the log."""

import numpy as np
import pytest

from intelviz.case.file import CaseFile
from intelviz.schema.errors import CaseReadOnlyError, IntelvizError, UsageError
from intelviz.workspace.commands import all_commands, command_named
from intelviz.workspace.commands.chart.add_items import AddItems
from intelviz.workspace.commands.chart.align_items import AlignItems
from intelviz.workspace.commands.chart.change_notes import ChangeNotes
from intelviz.workspace.commands.chart.delete_chart import DeleteChart
from intelviz.workspace.commands.chart.duplicate_chart import DuplicateChart
from intelviz.workspace.commands.chart.expand_items import ExpandItems
from intelviz.workspace.commands.chart.group_items import GroupItems
from intelviz.workspace.commands.chart.hide_items import HideItems
from intelviz.workspace.commands.chart.lay_out import LayOut
from intelviz.workspace.commands.chart.move_items import MoveItems
from intelviz.workspace.commands.chart.new_chart import NewChart
from intelviz.workspace.commands.chart.order_charts import OrderCharts
from intelviz.workspace.commands.chart.pin_items import PinItems
from intelviz.workspace.commands.chart.remove_items import RemoveItems
from intelviz.workspace.commands.chart.rename_chart import RenameChart
from intelviz.workspace.commands.chart.set_part import SetPart
from intelviz.workspace.commands.chart.show_items import ShowItems
from intelviz.workspace.commands.chart.unpin_items import UnpinItems
from intelviz.workspace.commands.kept.forget_thing import ForgetThing
from intelviz.workspace.commands.kept.keep_thing import KeepThing
from intelviz.workspace.commands.sets.combine_sets import CombineSets
from intelviz.workspace.commands.sets.delete_set import DeleteSet
from intelviz.workspace.commands.sets.make_set import MakeSet
from intelviz.workspace.commands.sets.rename_set import RenameSet
from intelviz.workspace.commands.sets.update_set import UpdateSet
from intelviz.workspace.notes import Note
from intelviz.workspace.opening import OpenCase, open_case
from intelviz.workspace.workspace import Change
from tests.small_case import small_case


@pytest.fixture
def opened(tmp_path):
    with OpenCase(small_case(tmp_path / "small.intelviz")) as opened:
        yield opened


def ids_of(opened, *labels):
    return np.array([opened.workspace.items.id[list(opened.workspace.items.label).index(each)] for each in labels])


def drawing(opened):
    """Everything that the chart on the screen says, and that the case keeps of all charts and sets."""
    chart, items = opened.workspace.chart, opened.workspace.items
    rows = np.flatnonzero(chart.drawn)
    seen = [
        (int(items.id[row]), float(chart.x[row]), float(chart.y[row]), bool(chart.pinned[row]), bool(chart.hidden[row]))
        for row in rows
    ]
    kept = {
        name: list(zip(*(getattr(state, each).tolist() for each in ("id", "x", "y", "pinned", "hidden")), strict=True))
        for name, state in opened.case.charts().items()
    }
    heads = [each.name for each in opened.case.chart_heads()]
    bodies = {
        name: {key: part for key, part in state.body.items() if key != "order"}
        for name, state in opened.case.charts().items()
    }
    assert chart.body == opened.case.charts().get(chart.name, chart).body
    sets = {name: np.asarray(ids).tolist() for name, ids in opened.case.sets().items()}
    return chart.name, seen, kept, sets, opened.case.kept("filter"), heads, bodies


def three(opened):
    return ids_of(opened, "Ann Archer", "Bob Baker", "Cy Cole")


ACTS = {
    "move": lambda o: MoveItems(three(o)[:2], x=np.array([5.0, 6.5]), y=np.array([-1.0, 2.0])),
    "pin": lambda o: PinItems(three(o)[:1]),
    "unpin": lambda o: UnpinItems(three(o)[1:2]),
    "hide": lambda o: HideItems(three(o)[:2]),
    "show": lambda o: ShowItems(three(o)[2:]),
    "add": lambda o: AddItems(ids_of(o, "Burglary", "Ann Archer"), x=np.array([1.0, 2.0]), y=np.array([3.0, 4.0])),
    "remove": lambda o: RemoveItems(three(o)[1:]),
    "lay out": lambda o: LayOut(three(o), x=np.ones(3), y=np.zeros(3), layout="circle", seed=7),
    "new chart": lambda o: NewChart(three(o)[:1], x=np.ones(1), y=np.ones(1)),
    "rename chart": lambda o: RenameChart("Chart 1", "Suspects"),
    "delete chart": lambda o: DeleteChart("Chart 1"),
    "align items": lambda o: AlignItems(three(o), x=np.array([4.0, 5.0, 6.0]), y=np.zeros(3), way="top"),
    "change notes": lambda _: ChangeNotes(notes=(Note(1, "note", 1.5, 2.0, 90.0, 40.0, "Seen"),)),
    "group items": lambda o: GroupItems(three(o), of=np.zeros(3, np.int64), labels=("The three",)),
    "expand items": lambda o: ExpandItems(
        ids_of(o, "Burglary"), x=np.array([1.0]), y=np.array([3.0]), seeds=three(o)[2:]
    ),
    "duplicate chart": lambda _: DuplicateChart("Chart 1"),
    "order charts": lambda _: OrderCharts(("Chart 1", "Spare")),
    "set chart part": lambda _: SetPart(part="style", value={"colour": "grade"}, words="Colour by grade"),
    "make set": lambda o: MakeSet("Phones", ids_of(o, "07700 900001")),
    "update set": lambda o: UpdateSet("Men", three(o)[:1]),
    "rename set": lambda o: RenameSet("Men", "men"),
    "delete set": lambda o: DeleteSet("Men"),
    "combine sets": lambda o: CombineSets("Both", "union", ("Men", "Women")),
    "keep thing": lambda _: KeepThing("filter", "Nights", {"query": "what is Crime"}),
    "rename thing": lambda _: KeepThing("filter", "Late", {"query": "what is Call"}, before="Calls"),
    "forget thing": lambda _: ForgetThing("filter", "Calls"),
}


@pytest.fixture
def begun(opened):
    """A case with a chart of three persons, one pinned, one hidden, and two sets."""
    opened.acts.keep(NewChart(three(opened)[:1], "Spare", np.zeros(1), np.zeros(1)), "A spare chart")
    opened.acts.keep(KeepThing("filter", "Calls", {"query": "what is Call"}), "A filter to begin with")
    opened.acts.keep(NewChart(three(opened), "Chart 1", np.arange(3.0), np.arange(3.0)), "Chart 1 drawn")
    opened.acts.run(PinItems(three(opened)[1:2]))
    opened.acts.run(HideItems(three(opened)[2:]))
    opened.acts.run(MakeSet("Men", three(opened)[1:]))
    opened.acts.run(MakeSet("Women", three(opened)[:1]))
    return opened


@pytest.mark.parametrize("act", list(ACTS))
def test_every_act_is_undone_and_redone(begun, act):
    before = drawing(begun)
    done = begun.acts.run(ACTS[act](begun))
    after = drawing(begun)
    assert after != before
    assert begun.acts.can_undo == done.title
    begun.acts.undo()
    assert drawing(begun) == before
    assert begun.acts.can_redo == done.title
    begun.acts.redo()
    assert drawing(begun) == after
    begun.acts.undo()
    assert drawing(begun) == before
    assert begun.case.verify() == []


@pytest.mark.parametrize("act", list(ACTS))
def test_undo_and_redo_survive_save_close_and_reopen(begun, act):
    path, before = begun.case.path, drawing(begun)
    title = begun.acts.run(ACTS[act](begun)).title
    after = drawing(begun)
    begun.close()
    with open_case(path) as again:
        assert drawing(again) == after
        assert again.acts.can_undo == title
        again.acts.undo()
        assert drawing(again) == before
    with open_case(path) as again:
        assert drawing(again) == before
        assert again.acts.can_redo == title
        again.acts.redo()
        assert drawing(again) == after


def test_every_command_has_a_test_and_words():
    commands = all_commands()
    elsewhere = {
        "import files", "correct row", "set expiry", "withdraw source", "collapse expansion", "close groups",
        "open groups", "ungroup", "rename group", "set lanes", "draw comparison",
        "set picture", "add layer",
    }  # fmt: skip
    assert set(commands) - elsewhere == {
        "add items", "combine sets", "delete chart", "delete set", "hide items", "lay out", "make set", "move items",
        "new chart", "pin items", "remove items", "rename chart", "rename set", "show items", "unpin items",
        "update set", "keep thing", "forget thing", "duplicate chart", "expand items",
        "align items", "change notes", "group items", "order charts", "set chart part",
    }  # fmt: skip
    assert len(commands) == len(ACTS) - 1 + len(elsewhere)
    for command in commands.values():
        assert "could not be" in command.failure
    with pytest.raises(UsageError, match="knows no command “teleport”"):
        command_named("teleport")


def test_the_log_tells_what_was_done_in_the_analysts_words(begun):
    begun.acts.undo()
    begun.acts.redo()
    begun.acts.run(HideItems(three(begun)[:2]))
    log = begun.acts.log()
    assert [entry["title"] for entry in log][-7:] == [
        "Pin 1 item",
        "Hide 1 item",
        "Make set “Men” of 2 items",
        "Make set “Women” of 1 item",
        "Undo: Make set “Women” of 1 item",
        "Redo: Make set “Women” of 1 item",
        "Hide 2 items",
    ]
    undone, redone = log[-3], log[-2]
    assert undone["kind"] == "undo"
    assert undone["of"] == redone["of"] == log[-4]["seq"]
    assert begun.acts.log(1) == log[-1:]


def test_new_work_after_an_undo_drops_the_redo_but_not_the_log(begun):
    begun.acts.undo()
    begun.acts.undo()
    begun.acts.run(MakeSet("Other", three(begun)))
    assert begun.acts.can_redo is None
    with pytest.raises(UsageError, match="nothing to redo"):
        begun.acts.redo()
    assert "Make set “Women” of 1 item" in [entry["title"] for entry in begun.acts.log()]
    titles = []
    while begun.acts.can_undo:
        titles.append(begun.acts.undo().title)
    assert titles == ["Undo: Make set “Other” of 3 items", "Undo: Hide 1 item", "Undo: Pin 1 item"]
    with pytest.raises(UsageError, match="nothing to undo"):
        begun.acts.undo()


def test_a_failing_command_changes_nothing_and_says_so(begun):
    before, log = drawing(begun), len(begun.acts.log())
    for command, message in [
        (MakeSet("men", three(begun)), "The set could not be made: there is a set “men” already"),
        (MakeSet(" ", three(begun)), "A set needs a name|a set needs a name"),
        (DeleteSet("Mn"), "The set could not be deleted: there is no set “Mn” in this case. Did you mean Men"),
        (RenameChart("Chart 9", "x"), "The chart could not be renamed: there is no chart “Chart 9”"),
        (NewChart(three(begun)[:0], "Chart 1"), "There is a chart|there is a chart “Chart 1” already"),
        (RenameChart("Chart 1", "Spare"), "there is a chart “Spare” already"),
        (CombineSets("x", "union", ("Men",)), "The sets could not be combined: at least two"),
        (MoveItems(three(begun), x=np.full(3, np.nan), y=np.zeros(3)), "not a number"),
    ]:
        with pytest.raises(IntelvizError, match=message):
            begun.acts.run(command)
    assert drawing(begun) == before
    assert len(begun.acts.log()) == log


def test_a_fault_in_the_middle_leaves_nothing_half_done(begun, monkeypatch):
    before = drawing(begun)
    monkeypatch.setattr(HideItems, "title", lambda self: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        begun.acts.run(HideItems(three(begun)[:1]))
    assert drawing(begun) == before
    begun.acts.run(MakeSet("Still works", three(begun)))


def test_the_views_are_told_once(begun):
    told = []
    begun.workspace.subscribe(told.append)
    begun.acts.run(HideItems(three(begun)[:1]))
    begun.acts.undo()
    assert told == [Change.CHART | Change.HISTORY] * 2


def test_a_case_opened_for_reading_is_not_changed(begun):
    path = begun.case.path
    begun.close()
    with open_case(path, read_only=True) as reading:
        assert reading.acts.can_undo is None
        with pytest.raises(CaseReadOnlyError, match="reading only"):
            reading.acts.run(MakeSet("x", three(reading)))
        with pytest.raises(CaseReadOnlyError):
            reading.acts.undo()


def test_undo_of_another_chart_opens_it(begun):
    begun.acts.run(MoveItems(three(begun)[:1], x=np.array([9.0]), y=np.array([9.0])))
    begun.acts.run(NewChart(three(begun)[:1]))
    begun.acts.open_chart("Chart 1")
    assert begun.workspace.chart.name == "Chart 1"
    begun.acts.undo()
    begun.acts.undo()
    assert begun.workspace.chart.name == "Chart 1"
    assert not begun.workspace.chart.x.max() > 2


def test_the_first_chart_is_kept_once_and_is_nothing_to_undo(tmp_path):
    path = tmp_path / "small.intelviz"
    small_case(path).close()
    with open_case(path) as opened:
        labels = [opened.workspace.items.label[row] for row in opened.workspace.chart.rows]
        assert labels == ["Ann Archer", "Bob Baker", "Cy Cole"]
        assert opened.chart_words.startswith("The chart starts with 3 persons")
        opened.workspace.chart.x[opened.workspace.chart.rows] = [1, 2, 3]
        opened.keep_first_chart()
        assert opened.chart_words == ""
        assert opened.acts.can_undo is None
        assert opened.acts.log()[-1]["title"].startswith("The chart starts with 3 persons")
    with open_case(path, read_only=True) as again:
        assert again.workspace.chart.x[again.workspace.chart.rows].tolist() == [1, 2, 3]
        assert again.workspace
        assert again.chart_words == ""


def test_acts_before_the_first_chart_is_kept_keep_it(opened):
    opened.acts.run(HideItems(three(opened)[:1]))
    assert opened.case.charts()["Chart 1"].hidden.sum() == 1
    opened.acts.undo()
    assert len(opened.workspace.chart.rows) == 3


# Replay


def test_replay_does_the_standing_acts_on_another_case(begun, tmp_path):
    from intelviz.workspace.replaying import replay

    begun.acts.run(MoveItems(three(begun)[:1], x=np.array([9.0]), y=np.array([8.0])))
    begun.acts.run(MakeSet("Wrong", three(begun)))
    begun.acts.undo()
    begun.acts.run(DeleteSet("Women"))
    begun.acts.undo()
    begun.acts.redo()
    other = small_case(tmp_path / "other.intelviz", shift=50)
    with OpenCase(other) as target:
        done = replay(begun.case, target.case, target.acts)
        assert all(each.applied for each in done), [each.words for each in done]
        assert "Wrong" not in target.case.sets()
        assert set(target.case.sets()) == {"Men"}
        labels = [item.label for item in target.case.items(target.case.sets()["Men"].tolist())]
        assert labels == ["Bob Baker", "Cy Cole"]
        chart = target.case.charts()["Chart 1"]
        assert 9.0 in chart.x.tolist()
        assert len(target.acts.history.done) == len(begun.acts.history.done) + 3  # and the two charts and the filter


def test_replay_says_what_could_not_be_done(begun, tmp_path):
    from intelviz.workspace.replaying import replay

    begun.acts.run(MakeSet("Bobs", three(begun)[1:2]))
    begun.acts.run(RenameSet("Bobs", "Roberts"))
    with OpenCase(small_case(tmp_path / "other.intelviz", without="Bob Baker")) as target:
        done = {each.title: each for each in replay(begun.case, target.case, target.acts)}
        assert "1 of its 2 items not in that case" in done["Make set “Men” of 1 item"].words
        assert done["Make set “Bobs” of 1 item"].words.startswith(
            "Not done: Make set “Bobs” of 1 item: None of its 1 item"
        )
        assert "there is no set “Bobs”" in done["Rename set “Bobs” to “Roberts”"].words
        assert not done["Rename set “Bobs” to “Roberts”"].applied


def test_a_case_file_is_what_is_opened(tmp_path):
    assert isinstance(small_case(tmp_path / "x.intelviz"), CaseFile)
