"""A recipe in the making: what it writes, and what it says does not go together."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intelviz.ingest.draft import Draft, DraftItem, DraftLink, Use
from intelviz.ingest.draft_check import grade_part, problems
from intelviz.schema.load import load_schema

SCHEMA = load_schema()


PERSON = (DraftItem("row", "Person", rest=True),)


def draft(*uses: Use, items=PERSON, links=()) -> Draft:
    return Draft(tuple(f"c{at}" for at in range(len(uses))), uses, tuple(items), tuple(links))


def weighty(made: Draft) -> list[str]:
    return [each.words for each in problems(made, SCHEMA) if each.weighty]


def test_a_lone_longitude_is_told_at_its_column():
    (found,) = problems(draft(Use("lon", "row"), Use()), SCHEMA)
    assert found.column == "c0"
    assert "no column is its latitude" in found.words
    assert not problems(draft(Use("lon", "row"), Use("lat", "row")), SCHEMA)


def test_an_nhs_number_may_not_tell_persons_apart():
    made = draft(Use("id", "row", "nhs_no"), items=[DraftItem("row", "Person", "case", rest=True)])
    found = next(each for each in problems(made, SCHEMA) if each.weighty)
    assert "an NHS number identifies nobody here" in found.words
    assert found.column == "c0"


def test_an_end_without_a_start_and_a_time_that_cannot_be_read_are_told():
    assert "no column is its start" in weighty(draft(Use("until", "row")))[0]
    assert "holds a time that can be read" in weighty(draft(Use("when", "row")))[0]


def test_an_item_of_which_no_column_speaks_is_told():
    made = draft(Use(), items=[DraftItem("row", "Person", rest=True), DraftItem("car", "Vehicle", "case")])
    assert "No column says anything of “car”" in weighty(made)[0]


def test_a_link_between_types_that_do_not_usually_have_it_is_told_and_keeps_nothing_back():
    made = draft(
        Use("id", "car", "reg"),
        items=[DraftItem("row", "Person", rest=True), DraftItem("car", "Vehicle", "case")],
        links=[DraftLink("OCCURRED_AT", "row", "car")],
    )
    found = problems(made, SCHEMA)
    assert found
    assert not any(each.weighty for each in found)
    assert "does not usually" in found[0].words


def test_a_grade_has_its_parts_in_order_and_no_fourth():
    made = draft(Use("grade"), Use("grade"), Use("grade"))
    assert [grade_part(made, each) for each in made.columns] == ["source", "intelligence", "handling"]
    assert not problems(made, SCHEMA)
    assert "c3" in weighty(draft(*[Use("grade")] * 4))[0]
    assert grade_part(draft(Use("grade")), "c0") == "the whole grade"


def test_a_column_may_name_the_type():
    made = draft(Use("type", "row"), Use("property", "row", "name"), items=[DraftItem("row", "Entity", rest=True)])
    (item,) = made.recipe(SCHEMA).files[0].items
    assert (item.type.column, item.type.otherwise) == ("c0", "Entity")


def test_a_renamed_item_keeps_its_columns_and_links():
    made = draft(
        Use("id", "car", "reg"),
        items=[DraftItem("row", "Person", rest=True), DraftItem("car", "Vehicle", "case")],
        links=[DraftLink("LINKED_TO", "row", "car")],
    )
    renamed = made.renamed("car", " the  car ")
    assert [each.name for each in renamed.items] == ["row", "the car"]
    assert renamed.uses[0].item == "the car"
    assert renamed.links[0].b == "the car"
    renamed.recipe(SCHEMA)
    for wrong in ("", "ROW"):
        with pytest.raises(ValueError, match="item"):
            made.renamed("car", wrong)


def test_the_first_item_may_be_removed():
    made = draft(
        Use("property", "row", "name"),
        Use("id", "car", "reg"),
        items=[DraftItem("row", "Person", rest=True), DraftItem("car", "Vehicle", "case")],
        links=[DraftLink("LINKED_TO", "row", "car")],
    ).without_item("row")
    assert [each.name for each in made.items] == ["car"]
    assert made.links == ()
    made.recipe(SCHEMA)


_USES = st.builds(
    Use,
    st.sampled_from(["record", "leave out", "id", "label", "when", "until", "lon", "lat", "place", "type", "grade"]),
    st.sampled_from(["row", "other"]),
)


@given(st.lists(_USES, min_size=1, max_size=6), st.sampled_from(["case", "file", "row"]))
def test_what_has_no_weighty_problem_is_a_recipe(uses, identity):
    uses = [replace(each, item="") if each.what in {"record", "leave out", "grade"} else each for each in uses]
    made = draft(items=[DraftItem("row", "Event", rest=True, formats=("dmy",)), DraftItem("other", "Person", identity)])
    made = replace(made, columns=tuple(f"c{at}" for at in range(len(uses))), uses=tuple(Use() for _ in uses))
    for column, use in zip(made.columns, uses, strict=True):
        made = made.using(column, use)
    if not any(each.weighty for each in problems(made, SCHEMA)):
        made.recipe(SCHEMA)
