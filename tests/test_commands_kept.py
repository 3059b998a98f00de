"""What an analyst keeps under a name: kept, changed, renamed, deleted, and every step of it taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intelviz.case.file import CaseFile
from intelviz.schema.errors import UsageError
from intelviz.workspace.acts import Acts
from intelviz.workspace.commands.kept.forget_thing import ForgetThing
from intelviz.workspace.commands.kept.keep_thing import KeepThing

NAMES = ["a", "b", "Ä"]


@pytest.fixture
def case(tmp_path: Path):
    with CaseFile.create(tmp_path / "kept.intelviz") as made:
        yield made


def acts_of(case: CaseFile) -> Acts:
    return Acts(case, lambda: None)


def test_kept_by_kind_and_name_and_there_after_reopening(tmp_path: Path) -> None:
    path = tmp_path / "kept.intelviz"
    with CaseFile.create(path) as case:
        acts = acts_of(case)
        acts.run(KeepThing("filter", "  burglaries ", {"query": "what is Crime"}))
        acts.run(KeepThing("area", "burglaries", {"points": [[0.5, 1]]}))
    with CaseFile.open(path) as case:
        assert case.kept("filter") == {"burglaries": {"query": "what is Crime"}}
        assert case.kept("area") == {"burglaries": {"points": [[0.5, 1]]}}
        assert case.kept("style") == {}


def test_a_name_is_needed_and_no_other_is_overwritten_by_renaming(case: CaseFile) -> None:
    acts = acts_of(case)
    acts.run(KeepThing("filter", "one", {"n": 1}))
    acts.run(KeepThing("filter", "two", {"n": 2}))
    with pytest.raises(UsageError, match="filter needs a name"):
        acts.run(KeepThing("filter", " "))
    with pytest.raises(UsageError, match="here is a filter “two” already"):
        acts.run(KeepThing("filter", "two", {"n": 1}, before="one"))
    with pytest.raises(UsageError, match="here is no filter “three”"):
        acts.run(ForgetThing("filter", "three"))
    assert case.kept("filter") == {"one": {"n": 1}, "two": {"n": 2}}


steps = st.lists(
    st.one_of(
        st.tuples(st.just("keep"), st.sampled_from(NAMES), st.integers(0, 9)),
        st.tuples(st.just("rename"), st.sampled_from(NAMES), st.sampled_from(NAMES)),
        st.tuples(st.just("forget"), st.sampled_from(NAMES), st.none()),
    ),
    max_size=8,
)


@given(steps=steps)
@settings(max_examples=25, deadline=None)
def test_any_sequence_is_taken_back_and_done_again(
    steps: list[tuple[str, str, int | str | None]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    with CaseFile.create(tmp_path_factory.mktemp("kept") / "case.intelviz") as case:
        acts = acts_of(case)
        states = [case.kept("style")]
        for what, called, value in steps:
            try:
                if what == "keep":
                    acts.run(KeepThing("style", called, {"n": value}))
                elif what == "rename":
                    acts.run(KeepThing("style", str(value), case.kept("style").get(called, {}), before=called))
                else:
                    acts.run(ForgetThing("style", called))
            except UsageError:
                assert case.kept("style") == states[-1]
            else:
                states.append(case.kept("style"))
        for state in reversed(states[:-1]):
            acts.undo()
            assert case.kept("style") == state
        for state in states[1:]:
            acts.redo()
            assert case.kept("style") == state
