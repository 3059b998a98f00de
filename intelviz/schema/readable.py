"""Names and values from strangers as they can be shown: nothing in them moves a cursor, turns text round or hides."""

from __future__ import annotations

import re

_UNSHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, marks that change the direction of writing, and halves of characters (bytes of file names that
are no UTF-8 come as such)."""


def readable(text: str) -> str:
    r"""Return a text on one line in which each sign that would act, and not be seen, is written out: ``\x1b``."""
    return _UNSHOWN.sub(_written_out, text)


def readable_lines(text: str) -> str:
    """Return a text of several lines in the same way; line ends and tabs stay."""
    return _UNSHOWN.sub(lambda found: found[0] if found[0] in "\n\t" else _written_out(found), text)


def is_text(text: str) -> bool:
    """Return whether a text can be written as UTF-8: it holds no half of a character."""
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _written_out(found: re.Match[str]) -> str:
    code = ord(found[0])
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
