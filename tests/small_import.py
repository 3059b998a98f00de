"""A small set of files of persons, crimes, calls and links, as tests of the importer change it."""

from __future__ import annotations

from pathlib import Path

from intelviz.case.file import CaseFile
from intelviz.ingest.importing import import_files

FILES = {
    "persons.csv": ":ID,name,surname,nhs_no,hobby,:LABEL\n1,Ann,Archer,943-1,chess,Person\n2,Bob,Baker,,,Person\n",
    "phones.csv": ":ID,phoneNo,:LABEL\n3,07700 900001,Phone\n",
    "places.csv": ":ID,latitude:double,longitude:double,address,:LABEL\n4,53.48,-2.24,1 High Street,Location\n",
    "crimes.csv": ":ID,date,time,to_date,to_time,type,:LABEL\n"
    "5,05/08/2017,,,,Burglary,Crime\n6,05/08/2017,22:00,06/08/2017,07:30,Robbery,Crime\n",
    "calls.csv": ":ID,call_duration,call_time,call_date,call_type,:LABEL\n7,38,00:32,04/08/2017,CALL,PhoneCall\n",
    "knows.csv": ":START_ID,:END_ID,:TYPE,from_date\n1,2,KNOWS,01/02/2015\n1,2,KNOWS,\n1,2,KNOWS,\n",
    "has_phone.csv": ":START_ID,:END_ID,:TYPE,from_date,to_date\n1,3,HAS_PHONE,01/02/2015,03/02/2016\n",
    "occurred_at.csv": ":START_ID,:END_ID,:TYPE\n5,4,OCCURRED_AT\n6,4,OCCURRED_AT\n",
}


def written(folder: Path, **changed: str | bytes | None) -> Path:
    """Write the files into a folder; ``crimes="…"`` is another text (or bytes) for crimes.csv, None leaves it out."""
    folder.mkdir(exist_ok=True)
    usual = {name.removesuffix(".csv"): text for name, text in FILES.items()}
    for name, text in {**usual, **changed}.items():
        if text is not None:
            (folder / f"{name}.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def loaded(tmp_path: Path, *paths: Path, **more: object) -> tuple[CaseFile, dict]:
    """Import into a new case and return it, open, with the report; close it yourself."""
    case = CaseFile.create(tmp_path / "case.intelviz")
    return case, import_files(case, paths, **more).as_json()


def source_of(report: dict, name: str) -> dict:
    """Return what the report says of one file."""
    return next(each for each in report["sources"] if Path(each["source"]).name == name)
