"""The forms of a time that have a name rather than a pattern."""

from __future__ import annotations

from datetime import tzinfo
from functools import lru_cache

from intelviz.schema.when import TOO_LATE
from intelviz.schema.written.free import read_free
from intelviz.schema.written.iso import read_email, read_iso
from intelviz.schema.written.local import Written
from intelviz.schema.written.numbers import read_epoch, read_excel


@lru_cache(maxsize=4096)
def read_named(form: str, text: str, zone: tzinfo) -> Written:
    """Return the time that a text means in a named form, and what was assumed; ValueError in words."""
    try:
        return _read(form, text, zone)
    except OverflowError:
        raise ValueError(TOO_LATE) from None


def _read(form: str, text: str, zone: tzinfo) -> Written:
    match form:
        case "epoch" | "epoch-ms" | "epoch-us":
            return read_epoch(text, form)
        case "excel" | "excel-1904":
            return read_excel(text, form, zone)
        case "iso":
            return read_iso(text, zone)
        case "rfc2822":
            return read_email(text, zone)
        case "dmy" | "mdy" | "ymd":
            return read_free(text, form, zone)
        case _:
            raise ValueError(f"is not written as {form}, because there is no such form")
