"""How a query reads and writes dates: local (UK) time, day before month."""

from __future__ import annotations

from intelviz.schema.when import UK, Precision, When, WhenFormat, from_epoch, is_repeated, to_epoch

_DAYS = ("dd/mm/yyyy", "yyyy-mm-dd", "dd mon yyyy", "dd-mm-yyyy", "dd.mm.yyyy")
_TIMES = (" HH:MM", " HH:MM:SS", "THH:MM", "THH:MM:SS", " HH:MMzone", " HH:MM:SSzone")
_FORMATS = [
    WhenFormat(text)
    for text in (*(day + time for day in _DAYS for time in ("", *_TIMES)), "mm/yyyy", "yyyy-mm", "mon yyyy", "yyyy")
]

EXAMPLES = "a date such as 5/8/2017, 5 Aug 2017, Aug 2017, 2017 or 5/8/2017 22:00"


class NotADateError(ValueError):
    """The text looks like a date, but there is none such; the message says why."""


def read_date(text: str) -> When | None:
    """Return the time that is written so, or None if it isn't a date; NotADateError for 31/02/2017 and the like."""
    why = ""
    for form in _FORMATS:
        try:
            return form.parse(text, UK)
        except ValueError as error:
            if not str(error).startswith("is not written"):
                why = why or str(error)
    if why:
        raise NotADateError(why)
    return None


def last_moment(when: When) -> int:
    """Return where "to …" ends: after the whole day, month or year, but at the minute or second itself."""
    return when.start if when.precision >= Precision.MINUTE else when.end


def start_text(at: int) -> str:
    """Return an instant as "from …" writes it: a day where it is a midnight."""
    here = from_epoch(at)
    if here.second:
        text = f"{here:%H:%M:%S}"
    elif here.hour or here.minute:
        text = f"{here:%H:%M}"
    else:
        text = ""
    if is_repeated(When(at, at, Precision.SECOND)):
        offset = here.strftime("%z")
        text = f"{text or '00:00'}{offset[:3]}:{offset[3:5]}"
    return f"{here.year:04d}-{here:%m-%d} {text}".strip()


def end_text(at: int) -> str:
    """Return an instant as "to …" writes it: the day before where it is a midnight."""
    here = from_epoch(at)
    if here.hour or here.minute or here.second or is_repeated(When(at, at, Precision.SECOND)):
        return start_text(at)
    before = from_epoch(at - 1)
    return f"{before.year:04d}-{before:%m-%d}"


def span_words(start: int | None, end: int | None) -> str:
    """Return "from 1 Aug 2017 to 7 Aug 2017" or the like for the reader."""
    if start is None:
        return f"up to {_reader(end or 0, last=True)}"
    if end is None:
        return f"from {_reader(start, last=False)} on"
    first, last = _reader(start, last=False), _reader(end, last=True)
    return f"on {first}" if first == last else f"from {first} to {last}"


def _reader(at: int, *, last: bool) -> str:
    here = from_epoch(at)
    if (here.hour, here.minute, here.second) == (0, 0, 0):
        return When(to_epoch(from_epoch(at - 1 if last else at)), at, Precision.DAY).text() if last else _day(at)
    return When(at, at, Precision.SECOND if here.second else Precision.MINUTE).text()


def _day(at: int) -> str:
    return When(at, at, Precision.DAY).text()
