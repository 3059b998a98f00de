"""Details and table over a real case file: properties by page, records as they came."""

import json

import pytest

from intelviz.case.file import CaseFile
from intelviz.case.values import SourceDraft
from intelviz.schema.when import NO_TIME, Precision, day
from intelviz.views.details.view import DetailsView
from intelviz.views.table.view import TableView
from intelviz.workspace.workspace import Workspace


@pytest.fixture
def case(tmp_path):
    with CaseFile.create(tmp_path / "two.intelviz") as case:
        fifth = day(2017, 8, 5)
        kept = [
            {"type": "Burglary", "value": 1250, "last_outcome": "Under investigation"},
            {"type": "Robbery", "value": 80},
        ]
        with case.changing() as change:
            source = change.add_source(SourceDraft("crimes.csv", "0" * 64))
            record = change.add_records(
                source,
                [2, 3],
                [json.dumps({"Type": "Burglary ", "£": "1,250"}), json.dumps({"Type": "Robbery", "£": "80"})],
            )
            times = (fifth.start, fifth.end, int(Precision.DAY))
            first = change.add_items(
                ("Crime", f"crime:{n}", said["type"], json.dumps(said), *times, None, None, 0)
                for n, said in enumerate(kept)
            )
            place = change.add_items([("Location", "place:1", "2 Mill Lane", "{}", None, None, 0, -2.2, 53.5, 1)])
            change.add_links([("OCCURRED_AT", first, place, "{}", None, None, 0)])
            change.add_assertions((record + n, first + n, None, json.dumps(said)) for n, said in enumerate(kept))
            change.finish_source(source, rows=2, loaded=2, merged=0, rejected=0, items=2)
        yield case


def test_details_say_values_as_their_kind_and_open_the_raw_row(case, qtbot):
    workspace = Workspace(case.columns(), case.schema)
    view = DetailsView(workspace, case=case)
    qtbot.addWidget(view)
    burglary = next(row for row in range(len(workspace)) if workspace.items.label[row] == "Burglary")
    workspace.select([burglary])
    view.refresh()
    words = view.browser.toPlainText()
    assert "value lost\n£1,250\ncrimes.csv row 2, not graded" in words
    assert "through “" in words and "2 Mill Lane" in words
    view._toggle_record(case.assertions(item_id=int(workspace.items.id[burglary]))[0].record_id)
    assert "1,250" in view.browser.toPlainText().replace("£1,250", "")


def test_the_table_reads_properties_of_the_chosen_type(case, qtbot):
    workspace = Workspace(case.columns(), case.schema)
    view = TableView(workspace, case=case)
    qtbot.addWidget(view)
    view.set_type("Crime")
    titles = [column.title for column in view.items.columns]
    assert "Value lost" in titles
    number = titles.index("Value lost")
    view.items.sort(number)
    assert [view.items.columns[number].text(row) for row in view.items.rows.tolist()] == ["£80", "£1,250"]
    view.items.sort(titles.index("Last outcome"))
    assert workspace.items.label[int(view.items.rows[-1])] == "Robbery", "blanks come last"
    view.find_box.setText("investigation")
    view.refresh()
    assert view.count.text() == "1 row of 3 items"
    assert workspace.items.when_start[2] == NO_TIME
