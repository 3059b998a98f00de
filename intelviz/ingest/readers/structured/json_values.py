"""JSON read value by value, so that memory holds one of them and not the file."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Generator
from json.decoder import JSONDecodeError, JSONDecoder
from typing import Any, TextIO

_BLOCK = 1 << 18
LONGEST = 1 << 26
"""Characters that one value may have."""

_SPACE = re.compile(r"[\s\x1e]*")
_IN_NUMBERS = frozenset(".eE")
"""Signs after which a number goes on, so that one that was cut there is not yet whole."""
_AT_END = 16
"""How near the end of what was read a mistake must stand to come from the end alone."""


class JsonError(ValueError):
    """The text is no JSON; its words finish the sentence "from here on …"."""


class JsonValues:
    """A JSON text and where one stands in it. A value may be asked for whole, or be walked into."""

    def __init__(self, text: TextIO, decoder: JSONDecoder | None = None) -> None:
        self._file = text
        self._text, self._at, self._ended = "", 0, False
        self._decoder = JSONDecoder() if decoder is None else decoder

    def peek(self) -> str:
        """Return the next sign that is no space, "" at the end; it is not passed."""
        while True:
            found = _SPACE.match(self._text, self._at)
            assert found is not None
            self._at = found.end()
            if self._at < len(self._text):
                return self._text[self._at]
            if self._ended:
                return ""
            self._more(_BLOCK)

    def take(self, sign: str) -> bool:
        """Pass the next sign if it is this one, and return whether it was."""
        if self.peek() != sign:
            return False
        self._at += 1
        return True

    def expect(self, sign: str) -> None:
        """Pass the next sign, which must be this one."""
        found = self.peek()
        if found != sign:
            raise JsonError(f"“{found}” stands where “{sign}” should" if found else "the file ends too early")
        self._at += 1

    def value(self) -> Any:
        """Return the next value, whole."""
        self.peek()
        size = _BLOCK
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
            except RecursionError:
                raise JsonError("values lie too deep within each other") from None
            except JSONDecodeError as error:
                certain = not error.msg.startswith("Unterminated string") and error.pos < len(self._text) - _AT_END
                if self._ended and (error.msg.startswith("Unterminated") or error.pos >= len(self._text) - 1):
                    raise JsonError("the file ends too early") from None
                if self._ended or certain:
                    raise JsonError(f"the text is no JSON ({error.msg.lower()})") from None
            except ValueError:
                raise JsonError("a number has too many digits") from None
            else:
                cut = self._text[end : end + 1] in _IN_NUMBERS and end + _AT_END > len(self._text)
                if (end < len(self._text) and not cut) or self._ended:
                    self._at = end
                    return value
            if len(self._text) - self._at > LONGEST:
                raise JsonError(f"one value has more than {LONGEST:,} characters")
            self._more(min(size, LONGEST + 1 - len(self._text) + self._at))
            size *= 2

    def names(self) -> Generator[str]:
        """Yield the names in the object that begins here; the caller reads the value of each before the next."""
        self.expect("{")
        if self.take("}"):
            return
        while True:
            key = self.value() if self.peek() == '"' else None
            if not isinstance(key, str):
                raise JsonError("a name should stand here")
            self.expect(":")
            yield key
            if self.take("}"):
                return
            self.expect(",")

    def elements(self) -> Generator[Any]:
        """Yield each value of the list that begins here, whole."""
        self.expect("[")
        if self.take("]"):
            return
        while True:
            yield self.value()
            if self.take("]"):
                return
            self.expect(",")

    def _more(self, size: int) -> None:
        block = self._file.read(size)
        self._text, self._at = self._text[self._at :] + block, 0
        self._ended = not block


def cell(value: object) -> str:
    """Return a value as the text of a cell: numbers without loss, what is nested as JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number(value)
    if isinstance(value, int):
        return str(value)
    return json.dumps(value, ensure_ascii=False)


def number(value: float) -> str:
    """Return a number in full, without exponent, and without decimals where it is whole."""
    if not math.isfinite(value):
        return ""
    if value.is_integer():
        return str(int(value))
    text = repr(value)
    if "e" not in text:
        return text
    from decimal import Decimal

    return format(Decimal(text), "f")
