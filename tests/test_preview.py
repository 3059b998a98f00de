"""What files hold before they are loaded, and what they would match in the case."""

from intelviz.case.file import CaseFile
from intelviz.ingest.choosing import Decision
from intelviz.ingest.importing import import_files
from intelviz.ingest.preview import dry_run, look

PEOPLE = "First Name,Surname,Mobile\nAnn,Ash,07700 900001\nBob,Bay,07700 900002\nCy,Cox,07700 900001\n"


def write(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def decided(seen, schema):
    return Decision(seen.draft(seen.header, schema).text(), seen.header)


def test_items_that_the_case_holds_already_are_counted_once_with_examples(tmp_path):
    with CaseFile.create(tmp_path / "case.intelviz") as case:
        import_files(case, [write(tmp_path / "old.csv", PEOPLE)])
        more = write(tmp_path / "new.csv", PEOPLE.replace("Ann", "Di") + "Ed,Elm,07700 900003\n")
        found = look([more], case.schema)
        try:
            report = dry_run(case, [(each, decided(each, case.schema)) for each in found.tables], None)
        finally:
            found.close()
        (source,) = report.sources
        assert source.matched["Phone"] == 2
        assert source.matched_at["Phone"] == ["07700 900001", "07700 900002"]
        assert source.added["Phone"] == 1
        assert source.as_json()["matched"]["Phone"] == 2
        assert case.info()["items"]["Phone"] == 2, "the case is as it was"


def test_what_one_import_brings_itself_is_not_matched(tmp_path):
    with CaseFile.create(tmp_path / "case.intelviz") as case:
        report = import_files(case, [write(tmp_path / "old.csv", PEOPLE)])
        assert report.sources[0].matched == {}
        assert report.sources[0].added == {"Person": 3, "Phone": 2}
