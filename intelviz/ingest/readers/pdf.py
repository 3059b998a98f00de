"""PDF documents: their text page by page, as far as they hold any. Pictures of text are not read, and that is said."""

from __future__ import annotations

from functools import cache

from intelviz.ingest.readers.documents.documents import Document, DocumentTable, normal_lines
from intelviz.ingest.readers.documents.pdf_text import PdfText, text_of_pdf
from intelviz.ingest.readers.file import FoundFile, Opening, Reader
from intelviz.ingest.readers.table import Table

_STATED = ("subject", "creator", "producer")


def _note(found: PdfText) -> str:
    """Return what is to be said of a PDF."""
    if found.problem:
        return found.problem
    empty = [number for number, page in enumerate(found.pages, 1) if not page.strip()]
    if len(empty) == len(found.pages):
        return "it holds pictures only; no text could be read"
    if empty:
        shown = ", ".join(f"{number:,}" for number in empty[:10]) + (" …" if len(empty) > 10 else "")
        return f"no text could be read on page {shown}, which may be pictures"
    return ""


def document_of(found: PdfText) -> Document:
    """Return a PDF as a document; pages begin with their number where there are several."""
    many = len(found.pages) > 1
    pages = [f"[page {number}]\n{page}" if many else page for number, page in enumerate(found.pages, 1) if page.strip()]
    return Document(
        title=found.stated.get("title", ""),
        text=normal_lines("\n\n".join(pages)),
        author=found.stated.get("author", ""),
        created=found.stated.get("creation_date", ""),
        modified=found.stated.get("modification_date", ""),
        pages=str(found.count or ""),
        note=_note(found),
        more={name: found.stated[name] for name in _STATED if name in found.stated},
    )


def _fits(file: FoundFile) -> bool:
    if file.start.lstrip(b"\xef\xbb\xbf\0 \t\r\n").startswith(b"%PDF-"):
        return True
    return b"%PDF-" in file.start[:1024] and file.is_binary


def _tables(file: FoundFile, opening: Opening) -> list[Table]:
    @cache
    def read() -> PdfText:
        return text_of_pdf(str(file.path))

    found = read()
    if found.locked:
        raise file.wrong("it is protected by a password.", "Save it without one, and load that.")
    if not found.count:
        raise file.wrong(f"it begins as a PDF, but {found.problem or 'has no page'}.", "Ask for the file again.")
    document = document_of(found)
    notes = [f"Of this PDF: {document.note}."] if document.note else []
    origin = file.origin(file.sha256())
    return [DocumentTable(origin, "PDF", "pdf", lambda: document_of(read()), list(document.more), notes)]


READER = Reader("pdf", "PDF documents", 150, _fits, _tables)
