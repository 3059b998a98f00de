"""One email as columns: who wrote to whom, when, what, and how it came, decoded and never rendered.

Addresses are joined by ``; `` and the names shown beside them lie in columns of their own, in the same order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import timezone
from email import policy
from email.errors import HeaderParseError, MessageDefect, MessageError
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.utils import getaddresses, parsedate_to_datetime
from html.parser import HTMLParser

from intelviz.schema.identifiers import clean_email

COLUMNS = (
    "@element", "@id", "@label", "@start", "@text", "From", "From name", "To", "To names", "Cc", "Cc names", "Bcc",
    "Bcc names", "No addresses", "Reply-To", "Date", "Subject", "Message-ID", "In-Reply-To", "References",
    "Attachments", "Attachment count", "Received hops", "Received", "X-Originating-IP", "X-Mailer", "@note",
)  # fmt: skip
LONGEST_TEXT = 1_000_000
_LONGEST_LIST = 100_000
_MOST_PARTS = 1_000
_ID = re.compile(r"<([^<>\s]+)>")
_BLOCKS = frozenset({"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "table", "blockquote", "hr", "pre"})
_UNSEEN = frozenset({"script", "style", "head", "title", "noscript", "template"})


class _Words(HTMLParser):
    """The text of HTML, without what is not shown. Nothing that it names is fetched."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        if tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(self._unseen - (tag in _UNSEEN), 0)
        if tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.pieces.append(data)


def words_of_html(text: str) -> str:
    """Return the text that a page shows."""
    reader = _Words()
    try:
        reader.feed(text)
        reader.close()
    except (AssertionError, ValueError):
        return " ".join(re.sub(r"<[^>]*>", " ", text).split())
    lines = (" ".join(line.split()) for line in "".join(reader.pieces).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _all(message: Message, name: str) -> list[str]:
    """Return the headers of a name as they stand, bytes that are no ASCII as surrogates."""
    wanted = name.lower()
    return [str(value) for key, value in message.raw_items() if key.lower() == wanted]


def _first(message: Message, name: str) -> str:
    return next(iter(_all(message, name)), "")


def decoded(raw: str) -> str:
    """Return a header as people read it: on one line, its encoded words decoded (RFC 2047)."""
    text = _plain(raw)
    try:
        parts = decode_header(text)
    except (HeaderParseError, ValueError, LookupError):
        return " ".join(text.split())
    found = "".join(part if isinstance(part, str) else _bytes(part, charset) for part, charset in parts)
    return " ".join(found.replace("\0", "").split())


def _plain(text: str) -> str:
    """Return a header whose bytes were no ASCII as UTF-8, or as Windows-1252 if they are not that."""
    if text.isascii():
        return text
    return _bytes(text.encode("utf-8", "surrogateescape"), "utf-8")


def _bytes(raw: bytes, charset: str | None) -> str:
    for each in (charset, "utf-8", "cp1252"):
        try:
            if each:
                return raw.decode(each)
        except (LookupError, ValueError):
            continue
    return raw.decode("cp1252", "replace")


class _TooDeep(MessageDefect):
    """Parts lie so deep within each other that they can't be read."""


def message_of(raw: bytes) -> Message:
    """Return bytes as a message; of one whose parts lie too deep within each other, only what stands above them."""
    parser = BytesParser(policy=policy.compat32)
    try:
        message = parser.parsebytes(raw)
        for _ in message.walk():
            pass
    except RecursionError:
        message = parser.parsebytes(raw, headersonly=True)
        del message["Content-Type"]
        message.set_payload("")
        message.defects.append(_TooDeep())
    return message


def row_of(message: Message) -> list[str]:
    """Return the cells of a message, in the order of ``COLUMNS``."""
    notes: list[str] = []
    if any(isinstance(each, _TooDeep) for each in message.defects):
        notes.append("its parts lie too deep within each other, and were not read")
    found = {
        "@element": "message",
        "Subject": decoded(_first(message, "Subject")),
        "Date": decoded(_first(message, "Date")),
    }
    strange: list[str] = []
    for name in ("From", "To", "Cc", "Bcc", "Reply-To"):
        addresses = _addresses(_all(message, name), strange)
        found[name] = _joined([address for address, _ in addresses], notes)
        if name != "Reply-To":
            found[f"{name} name{'s' if name != 'From' else ''}"] = _joined([shown for _, shown in addresses], notes)
    found["No addresses"] = _joined(list(dict.fromkeys(strange)), notes)
    if strange:
        notes.append("some senders or recipients are given without an address (No addresses)")
    found["@start"] = iso_time(found["Date"])
    if found["Date"] and not found["@start"]:
        notes.append("its date can't be read")
    ids = {name: " ".join(_ids(_all(message, name))) for name in ("Message-ID", "In-Reply-To", "References")}
    found |= ids
    found["@id"] = ids["Message-ID"]
    found["@label"] = found["Subject"]
    for name in ("X-Originating-IP", "X-Mailer"):
        found[name] = decoded(_first(message, name))[:500]
    received = [decoded(each) for each in _all(message, "Received")]
    found["Received hops"] = str(len(received))
    found["Received"] = "\n".join(received)[:20_000]
    text, attachments = _content(message, notes)
    found["@text"] = text
    found["Attachments"] = _joined(attachments, notes)
    found["Attachment count"] = str(len(attachments))
    found["@note"] = "; ".join(dict.fromkeys(notes))
    return [_clean(found.get(name, "")) for name in COLUMNS]


def _clean(text: str) -> str:
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def _joined(parts: Sequence[str], notes: list[str]) -> str:
    if not any(parts):
        return ""
    text = "; ".join(part.replace(";", ",") for part in parts)
    if len(text) <= _LONGEST_LIST:
        return text
    notes.append(f"a list has more than {_LONGEST_LIST:,} characters and was cut off")
    return text[:_LONGEST_LIST].rpartition("; ")[0]


def _addresses(headers: Sequence[str], strange: list[str]) -> list[tuple[str, str]]:
    """Return addresses with the names beside them; what is written there and is none goes to ``strange``."""
    texts = [_plain(each).replace("\n", " ").replace("\r", " ") for each in headers]
    try:
        pairs = getaddresses([text[:1_000_000] for text in texts], strict=False)
    except TypeError:
        pairs = getaddresses([text[:1_000_000] for text in texts])
    except (ValueError, IndexError, HeaderParseError):
        pairs = []
    found: list[tuple[str, str]] = []
    for shown, address in pairs:
        name = decoded(shown)
        try:
            found.append((clean_email(address), name))
        except ValueError:
            if name or address.strip():
                strange.append(" ".join(f"{name} {address}".split())[:300])
    return found


def _ids(headers: Sequence[str]) -> Iterator[str]:
    for each in headers:
        text = decoded(each)
        yield from _ID.findall(text) or text.split()[:1]


def iso_time(text: str) -> str:
    """Return the time of a ``Date`` header as ISO with its offset, "" if it is none."""
    try:
        found = parsedate_to_datetime(re.sub(r"\s*\([^()]*\)\s*$", "", text))
    except (TypeError, ValueError, IndexError, OverflowError):
        return ""
    if found.tzinfo is None:
        found = found.replace(tzinfo=timezone.utc)  # noqa: UP017  -0000 says that it is UTC
    return found.isoformat()


def _content(message: Message, notes: list[str]) -> tuple[str, list[str]]:
    """Return the text, plain where there is any, and the names of what is attached."""
    plain: list[str] = []
    html: list[str] = []
    attached: list[str] = []
    for count, part in enumerate(_leaves(message, 0)):
        if count >= _MOST_PARTS:
            notes.append(f"it has more than {_MOST_PARTS:,} parts")
            break
        name, kind = _name_of(part), _kind_of(part)
        if name or _first(part, "Content-Disposition").strip().lower().startswith("attachment"):
            attached.append(name or f"({kind})")
        elif kind == "message/rfc822":
            attached.append("(a message)")
        elif kind == "text/plain":
            plain.append(_text_of(part, notes))
        elif kind == "text/html":
            html.append(_text_of(part, notes))
        elif kind.startswith(("application/pkcs7", "application/pgp-encrypted")):
            notes.append("it is encrypted or signed, and its text can't be read")
        elif not kind.startswith("multipart/"):
            attached.append(f"({kind})")
    text = "\n\n".join(each for each in plain if each.strip())
    if not text:
        text = "\n\n".join(words_of_html(each) for each in html)
        if text:
            notes.append("its text was taken from HTML")
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > LONGEST_TEXT:
        notes.append(f"its text has {len(text):,} characters, of which the first {LONGEST_TEXT:,} were kept")
        text = text[:LONGEST_TEXT]
    return text, attached


def _leaves(message: Message, depth: int) -> Iterator[Message]:
    parts = message.get_payload() if message.is_multipart() else None
    if not isinstance(parts, list) or depth > 30 or _kind_of(message) == "message/rfc822":
        yield message
        return
    for part in parts:
        if isinstance(part, Message):
            yield from _leaves(part, depth + 1)


def _kind_of(part: Message) -> str:
    try:
        return part.get_content_type()
    except (MessageError, ValueError, IndexError, AttributeError):
        return "application/octet-stream"


def _name_of(part: Message) -> str:
    try:
        return decoded(part.get_filename() or "")[:300].replace("/", "_").replace("\\", "_")
    except (MessageError, ValueError, IndexError, AttributeError, TypeError, LookupError):
        return ""


def _text_of(part: Message, notes: list[str]) -> str:
    try:
        payload = part.get_payload(decode=True)
        charset = part.get_content_charset()
    except (MessageError, ValueError, IndexError, AttributeError, TypeError, LookupError):
        notes.append("a part of it can't be decoded")
        return ""
    if not isinstance(payload, bytes):
        return ""
    try:
        return payload.decode(charset or "utf-8")
    except (LookupError, ValueError):
        if charset not in {None, "us-ascii"}:
            notes.append(f"its text is not in the encoding that it names ({str(charset)[:30]})")
        return _bytes(payload, None)
