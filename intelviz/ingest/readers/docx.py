"""Word documents (.docx): the text of paragraphs, tables, text boxes, headers, notes and comments.

What tracked changes have deleted stands in the text as ``[deleted: …]``, for it is often what somebody looks for.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from intelviz.ingest.readers.documents.documents import Document, DocumentTable, normal_lines
from intelviz.ingest.readers.documents.office_parts import OfficeParts, attribute, parts_of
from intelviz.ingest.readers.documents.text_flow import TextFlow
from intelviz.ingest.readers.file import FoundFile, Opening, Reader
from intelviz.ingest.readers.packed.zips import names_of
from intelviz.ingest.readers.structured.xml_elements import local
from intelviz.ingest.readers.table import Table

MAIN = "word/document.xml"
_WHOLE = frozenset({"p"})
_SKIPPED = frozenset({"Fallback", "instrText", "delInstrText", "pPr", "rPr", "moveFrom", "sectPr"})
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}


def paragraph_text(element: Element) -> str:
    """Return the text of a paragraph with its text boxes."""
    return "".join(_pieces(element))


def _pieces(element: Element) -> Iterator[str]:
    for child in element:
        name = local(child)
        if name in _SKIPPED:
            continue
        if name == "t":
            yield child.text or ""
        elif name in _SIGNS:
            yield _SIGNS[name]
        elif name == "del":
            gone = "".join(each.text or "" for each in child.iter() if local(each) == "delText")
            if gone.strip():
                yield f"[deleted: {gone}]"
        elif name in {"footnoteReference", "endnoteReference"}:
            yield f"[{attribute(child, 'id')}]"
        elif name == "p":
            yield "\n" + paragraph_text(child) + "\n"
        else:
            yield from _pieces(child)


def part_text(parts: OfficeParts, name: str) -> str:
    """Return the text of one part."""
    flow = TextFlow()
    for begins, element in parts.elements(name, _WHOLE):
        tag = local(element)
        if tag == "p":
            flow.paragraph(paragraph_text(element))
        elif tag in {"tr", "tc"}:
            if begins:
                flow.begin()
            elif tag == "tc":
                flow.end_cell()
            else:
                flow.end_row()
    return flow.text()


def _asides(parts: OfficeParts) -> Iterator[str]:
    """Yield footnotes, endnotes and comments, each with what it is."""
    for name, tag, what in (
        ("word/footnotes.xml", "footnote", "Footnote"),
        ("word/endnotes.xml", "endnote", "Endnote"),
        ("word/comments.xml", "comment", "Comment"),
    ):
        if name not in parts:
            continue
        for begins, element in parts.elements(name, frozenset({tag})):
            if begins or local(element) != tag or attribute(element, "type").endswith("eparator"):
                continue
            text = " ".join(paragraph_text(each).strip() for each in element.iter() if local(each) == "p").strip()
            if text and tag == "comment":
                said = ", ".join(each for each in (attribute(element, "author"), attribute(element, "date")) if each)
                yield f"[{what}{f' by {said}' if said else ''}: {text}]"
            elif text:
                yield f"[{what} {attribute(element, 'id')}: {text}]"


def _margins(parts: OfficeParts, kind: str) -> Iterator[str]:
    seen: set[str] = set()
    for name in parts.names:
        if name.startswith(f"word/{kind}") and name.endswith(".xml"):
            text = normal_lines(part_text(parts, name)).strip()
            if text and text not in seen:
                seen.add(text)
                yield text


def document_of(file: FoundFile) -> Document:
    """Return the document."""
    with parts_of(file) as parts:
        main = part_text(parts, MAIN)
        pieces = [*_margins(parts, "header"), main, *_asides(parts), *_margins(parts, "footer")]
        core, app = parts.values("docProps/core.xml"), parts.values("docProps/app.xml")
    text = normal_lines("\n\n".join(piece for piece in pieces if piece.strip()))
    more = {"last_modified_by": core.get("lastModifiedBy", ""), "subject": core.get("subject", "")}
    more |= {"keywords": core.get("keywords", ""), "company": app.get("Company", "")}
    return Document(
        title=core.get("title", ""),
        text=text,
        author=core.get("creator", ""),
        created=core.get("created", ""),
        modified=core.get("modified", ""),
        pages=app.get("Pages", ""),
        note="" if text.strip() else "it holds no text",
        more={name: value for name, value in more.items() if value},
    )


def _fits(file: FoundFile) -> bool:
    return MAIN in names_of(file)


def _tables(file: FoundFile, opening: Opening) -> list[Table]:
    found = document_of(file)
    notes = [f"{found.note}."] if found.note else []

    def read() -> Document:
        return document_of(file)

    return [DocumentTable(file.origin(file.sha256()), "Word document", "docx", read, list(found.more), notes)]


READER = Reader("docx", "Word documents", 130, _fits, _tables)
