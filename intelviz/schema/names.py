"""Names of persons: taken apart where the way they are written tells the parts, and folded for comparison.

Nothing is concluded from a name but its parts: neither sex nor origin. What is only a convention is said in ``note``.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

from intelviz.schema.digits import one_line

LONGEST_NAME = 1000


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name with its parts, each as written; "" where it has none.

    ``number`` is an officer's, after the rank. ``single`` is the one word of a name of which nothing tells whether it
    is a first name or a surname. ``aliases`` are whole names after "aka", "alias" or "née"; ``nicknames`` stand in
    quotation marks or brackets. ``note`` says in words what was taken for granted, "" where the writing tells it.
    """

    original: str
    title: str = ""
    number: str = ""
    given: str = ""
    middle: str = ""
    surname: str = ""
    suffix: str = ""
    single: str = ""
    nicknames: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    note: str = ""

    @property
    def plain(self) -> str:
        """The name as it is spoken, without title, suffix, nicknames and aliases."""
        return " ".join(filter(None, (self.given, self.middle, self.surname, self.single)))


_TITLES = frozenset(
    {"mr", "mrs", "ms", "miss", "mx", "master", "dr", "prof", "professor", "sir", "dame", "lord", "lady", "rev", "revd"}
    | {"reverend", "fr", "father", "canon", "imam", "sheikh", "hon", "cllr", "capt", "captain", "col", "maj", "major"}
    | {"lt", "cpl", "pte", "mme", "mlle", "herr", "frau"}
)
_RANKS = frozenset(
    {"PC", "WPC", "DC", "WDC", "TDC", "PS", "DS", "SGT", "Sgt", "Sergeant", "Insp", "INSP", "Inspector", "DI", "DCI"}
    | {"CI", "Ch Insp", "Supt", "SUPT", "DSU", "D/Supt", "DCS", "ACC", "DCC", "PCSO", "SC", "SPC", "A/PS", "T/DC"}
    | {"Constable", "Superintendent", "Officer"}
)
_NUMBER = re.compile(r"[A-Z]{0,3}\d{1,6}[A-Z]{0,2}")
_SUFFIXES = frozenset(
    {"jr", "jnr", "junior", "sr", "snr", "senior", "ii", "iii", "iv", "esq", "mbe", "obe", "cbe", "qc", "kc", "jp"}
    | {"phd", "md", "mp", "qpm"}
)
_PARTICLES = frozenset(
    {
        "de",
        "da",
        "das",
        "do",
        "dos",
        "del",
        "della",
        "di",
        "du",
        "la",
        "le",
        "las",
        "los",
        "van",
        "von",
        "vander",
        "der",
    }
    | {"den", "ter", "ten", "zu", "af", "av", "al", "el", "ul", "bin", "ibn", "bint", "ben", "bat", "ap", "mac", "mc"}
    | {"st", "st.", "san", "santa", "ould", "y"}
)
_ALSO = re.compile(
    r"[,;(\[]?\s?(?<!\w)(?:aka|a\.k\.a\.?|a/k/a|alias(?:es)?|also known as|formerly|n[ée]e)(?!\w):?\s?", re.IGNORECASE
)
_NICKNAME = re.compile(
    r"\"([^\"()]{1,80})\"|“([^“”]{1,80})”|(?<!\w)‘([^‘’]{1,80})’(?!\w)|(?<!\w)'([^']{1,80})'(?!\w)"
    r"|\(([^()]{1,80})\)|\[([^\[\]]{1,80})\]"
)
_NOBODY = frozenset({"unknown", "n/k", "nk", "not known", "not given", "unidentified", "n/a", "none", "anon", "tbc"})


def parse_name(raw: str) -> PersonName:
    """Return a name with its parts; ValueError where nothing stands there.

    A comma or capital letters tell the surname ("SMITH, John", "John SMITH", "SMITH John"). Otherwise the last word,
    with particles before it, is taken for it, and ``note`` says so.
    """
    text = one_line(raw, "a name", LONGEST_NAME)
    main, *others = _ALSO.split(text)
    aliases = tuple(
        name for other in others for part in re.split(r"[;/]", other) if (name := part.strip(" ,.()[]\"'“”‘’"))
    )
    nicknames: list[str] = []

    def keep(found: re.Match[str]) -> str:
        inner = next(filter(None, found.groups()), "").strip(" '\"")
        if inner:
            nicknames.append(inner)
        return " "

    main = " ".join(_NICKNAME.sub(keep, main).split()).strip(" ,;")
    name = PersonName(raw, nicknames=tuple(nicknames), aliases=aliases)
    if main.casefold().strip(".?[]()") in _NOBODY or main.casefold().startswith("unknown "):
        return replace(name, single=main, note="may stand for somebody who is not known")
    parts = [part for each in main.split(",") if (part := each.strip())]
    if not parts:
        return replace(name, note="no name stands beside the alias or nickname")
    return _with_comma(name, parts) if len(parts) > 1 else _without_comma(name, parts[0].split())


def _with_comma(name: PersonName, parts: list[str]) -> PersonName:
    words = [each.split() for each in parts]
    titles = [" ".join(each) for each in words[1:] if all(_is_title(word) for word in each)]
    suffixes = [" ".join(each) for each in words[1:] if all(_is_suffix(word) for word in each)]
    rest = [each for each in words[1:] if " ".join(each) not in (*titles, *suffixes)]
    if titles:
        name = replace(name, title=" ".join(titles))
    if not rest:
        found = _without_comma(name, words[0])
        return replace(found, suffix=" ".join(filter(None, (found.suffix, *suffixes))))
    title, number, given = _titled(rest[0])
    given, suffix = _suffixed(given, least=1)
    before, number_before, surname = _titled(words[0])
    surname, behind = _suffixed(surname, least=1)
    name = replace(
        name,
        title=" ".join(filter(None, (before, title, name.title))),
        number=number_before or number,
        suffix=" ".join(filter(None, (behind, suffix, *suffixes))),
    )
    at = len(given)
    while at > 1 and given[at - 1] in _PARTICLES:
        at -= 1
    surname, given = [*given[at:], *surname], given[:at]
    note = "has more parts between commas than a name has" if len(rest) > 1 else ""
    more = [word for each in rest[1:] for word in each]
    return replace(
        name,
        given=given[0] if given else "",
        middle=" ".join((*given[1:], *more)),
        surname=" ".join(surname),
        note=note,
    )


def _without_comma(name: PersonName, words: list[str]) -> PersonName:
    title, number, words = _titled(words)
    words, suffix = _suffixed(words, least=2)
    if title and not number and len(words) > 1 and _NUMBER.fullmatch(words[-1]):
        number, words = words[-1], words[:-1]
    name = replace(
        name,
        title=" ".join(filter(None, (title, name.title))),
        number=number or name.number,
        suffix=suffix or name.suffix,
    )
    if not words:
        return replace(name, note="no name stands beside the title")
    if len(words) == 1:
        if name.title:
            return replace(name, surname=words[0])
        return replace(name, single=words[0], note="one word: nothing tells whether it is a first name or a surname")
    first, note = _surname_start(words)
    if first < 0:
        surname, given = words[:-first], words[-first:]
    else:
        while first > 1 and words[first - 1].casefold() in _PARTICLES:
            first -= 1
        surname, given = words[first:], words[:first]
    return replace(name, given=given[0], middle=" ".join(given[1:]), surname=" ".join(surname), note=note)


def _surname_start(words: list[str]) -> tuple[int, str]:
    """Return where the surname begins, or minus its words if it stands first; and what was taken for granted."""
    capital = [_is_capital(word) for word in words]
    if capital[-1] and not all(capital):
        at = len(words) - 1
        while at > 1 and capital[at - 1]:
            at -= 1
        return (at, "") if not any(capital[:at]) else (at, "more than one part is in capitals")
    if capital[0] and not all(capital) and len(words[0]) > 2:
        count = capital.index(False)
        return -count, ""
    if re.fullmatch(r"[^\W\d_]\.?", words[-1]) and not re.fullmatch(r"[^\W\d_]\.?", words[0]):
        return -1, f"“{words[-1]}” is an initial, so the first word was taken for the surname"
    return len(words) - 1, "the last word was taken for the surname"


def _is_capital(word: str) -> bool:
    letters = [each for each in word if each.isalpha()]
    inside = word[2:] if word[:2] in {"Mc", "O'", "O’", "D'", "D’"} else word[3:] if word[:3] == "Mac" else ""
    if len(inside) > 1 and inside.isupper():
        return True
    return len(letters) > 1 and word.isupper()


def _is_title(word: str) -> bool:
    return word.casefold().rstrip(".") in _TITLES or word.rstrip(".") in _RANKS


def _is_suffix(word: str) -> bool:
    return word.casefold().replace(".", "") in _SUFFIXES


def _titled(words: list[str]) -> tuple[str, str, list[str]]:
    """Return the titles or rank at the beginning, an officer's number, and the words after them."""
    at = 0
    while at < len(words) - 1 and _is_title(words[at]):
        at += 1
    number = ""
    if at and at < len(words) - 1 and words[at - 1].rstrip(".") in _RANKS and _NUMBER.fullmatch(words[at]):
        number = words[at]
        return " ".join(words[:at]), number, words[at + 1 :]
    return " ".join(words[:at]), number, words[at:]


def _suffixed(words: list[str], least: int) -> tuple[list[str], str]:
    """Return the words before a suffix, of which there are at least ``least``, and the suffix."""
    at = len(words)
    while at > least and _is_suffix(words[at - 1]):
        at -= 1
    return words[:at], " ".join(words[at:])


_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ħ": "h", "ŧ": "t"}
)
_APOSTROPHES = re.compile(r"['’‘ʼ`´ʹ]")
_OTHER = re.compile(r"[\W_]+")


def fold_name(text: str) -> str:
    """Return a name for comparison, without capitals, accents, apostrophes and signs: "oneill smith"."""
    before = ""
    while text != before:
        before = text
        text = _APOSTROPHES.sub("", text.casefold().translate(_LETTERS))
        if not text.isascii():
            text = "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
        text = _OTHER.sub(" ", text).strip()
    return text
