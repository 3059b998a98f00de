"""Until when a source may be used (management of police information)."""

from __future__ import annotations

from datetime import date, timedelta

from intelviz.schema.errors import UsageError

EXPIRES_DAYS = "expires_days"
"""Setting of a case: how many days what is loaded may be used where nothing else is said; 0 is for ever."""
USUAL_DAYS = 90
_LONGEST = 36_500


def expiry(text: str | int, today: date | None = None) -> str:
    """Return an ISO date for a number of days, a date (2027-03-31 or 31/03/2027) or "never" (which is "")."""
    plain = str(text).strip().casefold()
    if plain in {"never", "0"}:
        return ""
    if plain.isascii() and plain.isdigit() and int(plain[:9]) <= _LONGEST and len(plain) < 9:
        return ((today or date.today()) + timedelta(days=int(plain))).isoformat()
    parts = plain.split("/")
    try:
        if len(parts) == 3 and len(parts[2]) == 4:
            return date(int(parts[2]), int(parts[1]), int(parts[0])).isoformat()
        return date.fromisoformat(plain).isoformat()
    except ValueError:
        raise UsageError(
            f"“{text}” is no time until which a source may be used.",
            remedy="Give a number of days (90), a date (2027-03-31 or 31/03/2027), or “never”.",
        ) from None
