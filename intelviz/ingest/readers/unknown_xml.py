"""XML that no other reader knows: refused in words, so that its tags are not taken for a table of one column."""

from __future__ import annotations

import re
from collections.abc import Sequence

from intelviz.ingest.readers.file import FoundFile, Opening, Reader
from intelviz.ingest.readers.table import Table

_XML = re.compile(r"\s*<(?:\?xml\b|!DOCTYPE\b|!--)", re.IGNORECASE)
_ROOT = re.compile(r"<([A-Za-z_][\w.:-]*)")
_ENTITY = re.compile(r"<!ENTITY\b", re.IGNORECASE)


def _fits(file: FoundFile) -> bool:
    return _XML.match(file.text_start) is not None


def _tables(file: FoundFile, opening: Opening) -> Sequence[Table]:
    text = file.text_start
    if _ENTITY.search(text):
        raise file.wrong(
            "this is XML that declares entities, as files do that are made to do harm; it was not read.",
            "Ask who sent it for the data as CSV.",
        )
    root = _ROOT.search(text)
    what = f" (“{root[1][:40]}”)" if root else ""
    if root and root[1].lower() == "html":
        raise file.wrong("this is a web page without a table.", "Save what is wanted of it as CSV or text.")
    raise file.wrong(f"this is XML of a kind that is not known{what}.", "Ask for the data as CSV.")


READER = Reader("unknown_xml", "XML of other kinds, which is refused", 960, _fits, _tables)
