"""Statements of a query about time."""

from __future__ import annotations

import re

from intelviz.schema.when import When
from intelviz.workspace.query.dates import EXAMPLES, NotADateError, last_moment, read_date
from intelviz.workspace.query.reader import Reader
from intelviz.workspace.query.terms import Days, During, Hours, Term
from intelviz.workspace.query.tokens import Kind, QueryError, Token

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DAY_NAMES = {
    name: number
    for number, short in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))
    for name in (short, short[:3], f"{short}s")
}
_CLOCK = re.compile(r"(\d{1,2})(?::(\d{2}))?")


class WhenReader(Reader):
    """Reads dates, hours and days of the week."""

    def _read_from(self) -> Term:
        first = self._date()
        if not self._take("to", "until"):
            return During(first.start, None)
        token = self._here
        last = last_moment(self._date())
        if last <= first.start:
            raise QueryError("this time ends before it begins", token.start, expected="a later date")
        return During(first.start, last)

    def _read_until(self) -> Term:
        return During(None, last_moment(self._date()))

    def _read_to(self) -> Term:
        return self._read_until()

    def _read_before(self) -> Term:
        return During(None, self._date().start)

    def _read_after(self) -> Term:
        return During(last_moment(self._date()), None)

    def _read_on(self) -> Term:
        found = self._date()
        return During(found.start, found.end)

    def _date(self) -> When:
        for count in range(4, 0, -1):
            parts = [self._ahead(step) for step in range(count)]
            if any(each.kind not in {Kind.WORD, Kind.TEXT} for each in parts):
                continue
            try:
                found = read_date(" ".join(each.text for each in parts))
            except NotADateError as error:
                text = " ".join(each.text for each in parts)
                raise QueryError(f"“{text}” is no date: {error}", self._here.start, expected=EXAMPLES) from None
            if found is not None:
                self._at += count
                return found
        raise self._fail(EXAMPLES)

    def _read_hours(self) -> Term:
        token = self._here
        parts = [part for part in self._next().text.split("-") if part] if token.kind is Kind.WORD else []
        if len(parts) == 1 and (self._take("to") or self._take("-")):
            parts.append(self._next().text)
        if len(parts) != 2:
            raise self._fail("hours of the day such as 22-04 or 22:30-04:15", token=token)
        start, end = (self._clock(part, token) for part in parts)
        return Hours(start % 1440, end % 1440)

    def _clock(self, text: str, token: Token) -> int:
        found = _CLOCK.fullmatch(text)
        minutes = int(found[1]) * 60 + int(found[2] or 0) if found else -1
        if found is None or int(found[2] or 0) > 59 or not 0 <= minutes <= 1440:
            raise QueryError(
                f"“{text}” is no time of day", token.start, expected="hours of the day such as 22-04 or 22:30-04:15"
            )
        return minutes

    def _read_days(self) -> Term:
        found = self._day_range()
        while self._is_sign(",") and self._ahead().kind is Kind.WORD:
            self._at += 1
            found |= self._day_range()
        return Days(tuple(sorted(found)))

    def _day_range(self) -> set[int]:
        token = self._here
        parts = token.text.casefold().split("-") if token.kind is Kind.WORD else []
        if not 1 <= len(parts) <= 2 or any(part not in _DAY_NAMES for part in parts):
            raise self._fail("days of the week such as Fri, Sat or Mon-Fri")
        self._next()
        first, last = _DAY_NAMES[parts[0]], _DAY_NAMES[parts[-1]]
        return {(first + step) % 7 for step in range((last - first) % 7 + 1)}
