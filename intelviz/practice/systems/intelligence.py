"""Intelligence reports as they are sent: tables of 3×5×2 and older 5×5×5, text blocks and Word documents."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import timedelta

from intelviz.practice.chance import stream
from intelviz.practice.files import Fault, Output, Planted, Sheet
from intelviz.practice.register import Register
from intelviz.practice.reports import Report, make_reports
from intelviz.practice.words import word_list
from intelviz.practice.workbook import write_document

NEWER = (
    "URN", "Date of Report", "Information From", "Information To", "Date of Information", "Source Evaluation",
    "Intelligence Assessment", "Handling Code", "Handling Conditions", "Provenance", "Text", "Action", "Flags",
    "Nominals", "Vehicles", "Telephones", "Location", "Postcode", "Easting", "Northing",
)  # fmt: skip
OLDER = (
    "URN", "Date Submitted", "5x5x5 Source", "5x5x5 Intelligence", "5x5x5 Handling", "Report", "Nominal Nos", "VRMs",
)  # fmt: skip
TABLE, OLD_TABLE = "intelligence/reports-3x5x2.csv", "intelligence/reports-5x5x5.csv"
TEXT, DOCUMENTS = "intelligence/submissions.txt", "intelligence/documents"
AS_TEXT, AS_DOCUMENT, MOST_DOCUMENTS = 0.04, 0.01, 40
_BROKEN = ("31/09/2025 10:00", "12/10/2025 24:15")


def write(register: Register, out: Output) -> None:
    """Write all reports, each in one of the four forms."""
    random = stream(register.seed, "report forms")
    blocks, documents = 0, 0
    faults = (
        Fault("impossible time", "rejected", 900, "Date of Report", _BROKEN, {"URN": "IR{n}/25"}),
        Fault("duplicate", "loaded", 700),
    )
    path = out.folder / TEXT
    path.parent.mkdir(parents=True, exist_ok=True)
    repeats: list[tuple[str, str]] = []
    contradicts: list[tuple[str, str]] = []
    with ExitStack() as stack:
        newer = stack.enter_context(out.sheet(TABLE, NEWER, faults))
        older = stack.enter_context(out.sheet(OLD_TABLE, OLDER))
        text = stack.enter_context(path.open("w", encoding="utf-8", newline="\r\n"))
        for report in make_reports(register, out):
            chance = random.random()
            if report.repeats:
                repeats.append((report.urn, report.repeats))
            if report.contradicts:
                contradicts.append((report.urn, report.contradicts))
            plain = not report.older and not report.story
            if report.older:
                _note(out, older, older.add(_older(register, report)), report, "5x5x5 Source", "Report")
            elif plain and chance < AS_DOCUMENT and documents < MOST_DOCUMENTS and report.is_graded:
                documents += 1
                name = f"{DOCUMENTS}/{report.urn.replace('/', '-')}.docx"
                write_document(out.folder / name, ["INTELLIGENCE REPORT", *_block(register, report)])
                out.rows[name] = 1
            elif plain and chance < AS_DOCUMENT + AS_TEXT and report.is_graded:
                blocks += 1
                text.write("\n".join(["-" * 60, *_block(register, report), "", ""]))
            else:
                cells = _newer(register, report, random.random())
                _note(out, newer, newer.add(cells, report.story), report, "Source Evaluation", "Text")
                if report.story:
                    urns = out.stories[report.story].keys.setdefault("urns", [])
                    assert isinstance(urns, list)
                    urns.append(report.urn)
    if blocks:
        out.rows[TEXT] = blocks
    else:
        path.unlink()
    out.facts["rewritten_reports"] = repeats
    out.facts["contradicting_reports"] = contradicts


def _note(out: Output, sheet: Sheet, row: int, report: Report, column: str, text: str) -> None:
    if not report.is_graded:
        said = " ".join(each for each in report.grade if each)
        out.planted.append(Planted(sheet.name, row, column, said, "missing or impossible grade", "altered"))
    for said, true in report.altered:
        sheet.note(row, text, said, true, "name altered")


def _words(register: Register, report: Report, at: float) -> tuple[str, str, str, str, str]:
    lists = word_list("reports")

    def one(words: list[str], turn: int) -> str:
        return words[(report.minute * 31 + turn * 17) % len(words)]

    moment = register.moment(report.minute)
    begin = moment - timedelta(days=2 + report.minute % 20)
    span = (
        (f"{begin:%d/%m/%Y}", f"{begin + timedelta(days=report.minute % 5):%d/%m/%Y}", "")
        if at < 0.6
        else ("", "", one(lists["when"], 0))
    )
    return (span[0], span[1], span[2], one(lists["provenance"], 1), one(lists["actions"], 2))


def _newer(register: Register, report: Report, at: float) -> tuple[object, ...]:
    begin, end, words, provenance, action = _words(register, report, at)
    flags = word_list("reports")["flags"]
    spot = register.spot(report.place) if report.place >= 0 else ("", "", "", "")
    source, known, handling = report.grade
    conditions = "Refer to the originator before use; A1 S2" if handling == "C" else ""
    return (
        report.urn, register.text(report.minute), begin, end, words, source, known, handling, conditions, provenance,
        report.text, action, flags[report.minute % len(flags)], "; ".join(report.nominals), "; ".join(report.vehicles),
        "; ".join(report.telephones), *spot,
    )  # fmt: skip


def _older(register: Register, report: Report) -> tuple[object, ...]:
    return (
        report.urn, register.text(report.minute), *report.grade, report.text, "; ".join(report.nominals),
        "; ".join(report.vehicles),
    )  # fmt: skip


def _block(register: Register, report: Report) -> list[str]:
    _, _, _, provenance, action = _words(register, report, 1.0)
    source, known, handling = report.grade
    return [
        f"URN: {report.urn}",
        f"Date of report: {register.text(report.minute)}",
        f"Source evaluation: {source}",
        f"Intelligence assessment: {known}",
        f"Handling code: {handling}",
        f"Provenance: {provenance}",
        f"Nominals: {'; '.join(report.nominals)}",
        f"Text: {report.text}",
        f"Action: {action}",
    ]
