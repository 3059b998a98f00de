"""Words that people type where they know nothing: no two things are one because both are said to be "unknown"."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORDS = (
    r"(?:is |are |currently |as yet |status )*(?:unknown|unkn|unk|unidentified|undisclosed|unspecified|undetermined)"
    r"(?: (?:address|male|female|person|persons|location|owner|suspect|offender|victim|vehicle|vrm|reg|user|party))?"
    r"|(?:not|none|never|nothing) (?:known|given|stated|recorded|provided|supplied|available|applicable|obtained|held"
    r"|disclosed|specified|shown|found|entered|traced|identified|seen|readable|yet known|on file|at present)"
    r"|not yet (?:known|identified|traced)|no (?:id|reference|ref|number|plate|plates|reg|vrm|vrn|registration|index"
    r"|address|name|data|details|info|information|value|entry|record|trace|reply|fixed address|fixed abode)"
    r"|n ?/? ?[ak]|n/?f/?a|n\.a\.?|n\.k\.?|n\.f\.a\.?|nil|nils|none|null|nan|blank"
    r"|tb[acd]|t\.b\.[acd]\.?|to (?:follow|be (?:confirmed|advised|determined|decided))|awaited"
    r"|noplate|noreg|notknown|misread|unreadable|illegible|withheld|anon|anonymous|redacted|refused|declined"
    r"|various|ditto|as above|see above|same as above|as before|homeless"
    r"|#n/a|#ref!|#value!|#name\?|\(null\)"
)
_NO_SIGN = r"[^\w\n]+|_+"
_ZEROS = r"0+(?:[.:/ -]0+)*"
_ALL = rf"[<(\[{{\"'*?]*(?:{_WORDS})[>)\]}}\"'*?.!]*|{_NO_SIGN}"
_UNKNOWN = re.compile(_ALL)
_UNKNOWN_OR_ZERO = re.compile(rf"{_ALL}|{_ZEROS}")
_ANY = re.compile(rf"^(?:{_ALL}|{_ZEROS})$", re.MULTILINE)


def is_unknown(text: str, *, zero: bool = False) -> bool:
    """Return whether a text stands for what isn't known ("N/K", "unknown?", "No Fixed Abode", "--").

    With ``zero``, so does one of zeros alone.
    """
    bare = " ".join(text.split()).casefold()
    return bool((_UNKNOWN_OR_ZERO if zero else _UNKNOWN).fullmatch(bare))


def may_be_unknown(texts: Iterable[str]) -> bool:
    """Return whether any of many texts may be such a one, or be of zeros alone; quick, for columns."""
    return _ANY.search("\n".join(texts).casefold()) is not None
