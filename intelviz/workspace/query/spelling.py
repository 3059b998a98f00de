"""Names that are spelt in another way: Smith and Smyth, Katherine and Kathryn, Mohammed and Muhammad.

Words are brought to a rougher spelling (ph is f, c is k, doubled letters are one, vowels y and i are one) and compared
by the number of letters that must be changed, put in, left out or swapped: one up to five letters, two above.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intelviz.case.columns import Mask
from intelviz.workspace.workspace import Workspace

_WORD = re.compile(r"[^\W\d_]+")
_ROUGH = (
    ("ph", "f"),
    ("ck", "k"),
    ("sch", "sh"),
    ("th", "t"),
    ("wh", "w"),
    ("c", "k"),
    ("q", "k"),
    ("y", "i"),
    ("z", "s"),
)
_MOST_WORDS = 8
_LONGEST = 40


@dataclass(frozen=True, eq=False)
class _Words:
    """The words of all labels: ``letters`` has one bit a letter; word ``code[i]`` stands in the label of ``row[i]``."""

    words: list[str]
    letters: NDArray[np.uint32]
    length: NDArray[np.int16]
    row: NDArray[np.int32]
    code: NDArray[np.int32]


def rough(word: str) -> str:
    """Return the rougher spelling of a word."""
    plain = "".join(each for each in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(each))
    for fine, coarse in _ROUGH:
        plain = plain.replace(fine, coarse)
    found = "".join(each for at, each in enumerate(plain) if at == 0 or each != plain[at - 1])
    return found[:-1] if len(found) > 3 and found.endswith("e") else found


def spelt_alike(workspace: Workspace, text: str) -> Mask:
    """Return which labels have, for each word of ``text``, a word that is spelt so or nearly so."""
    asked = [rough(each)[:_LONGEST] for each in _WORD.findall(text)[:_MOST_WORDS]]
    mask = np.full(len(workspace), bool(asked))
    for word in asked:
        known = _words_of(workspace)
        most = 1 if len(word) <= 5 else 2
        near = (np.abs(known.length - len(word)) <= most) & (_bits(known.letters ^ _letters(word)) <= 2 * most)
        alike = np.zeros(len(known.words), bool)
        for code in np.flatnonzero(near).tolist():
            alike[code] = _apart(word, known.words[code]) <= (0 if len(word) <= 2 else most)
        having = np.zeros(len(workspace), bool)
        having[known.row[alike[known.code]]] = True
        mask &= having
    return mask


def _words_of(workspace: Workspace) -> _Words:
    kept = workspace.facts.get(("words",))
    if isinstance(kept, _Words):
        return kept
    index: dict[str, int] = {}
    spelt: dict[str, int] = {}
    rows: list[int] = []
    codes: list[int] = []
    for row, label in enumerate(workspace.items.label):
        for word in _WORD.findall(label):
            code = spelt.get(word)
            if code is None:
                code = spelt[word] = index.setdefault(rough(word)[:_LONGEST], len(index))
            rows.append(row)
            codes.append(code)
    words = list(index)
    letters = np.array([_letters(each) for each in words], np.uint32)
    length = np.array([len(each) for each in words], np.int16)
    found = _Words(words, letters, length, np.array(rows, np.int32), np.array(codes, np.int32))
    workspace.facts["words",] = found
    return found


def _letters(word: str) -> np.uint32:
    bits = 0
    for each in word:
        bits |= 1 << (ord(each) % 32)
    return np.uint32(bits)


def _bits(words: NDArray[np.uint32]) -> NDArray[np.int64]:
    return np.unpackbits(words.view(np.uint8).reshape(-1, 4), axis=1).sum(axis=1, dtype=np.int64)


def _apart(one: str, other: str) -> int:
    """Return the letters to change, put in, leave out or swap (the restricted distance of Damerau and Levenshtein)."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        now = [row]
        for column, against in enumerate(other, 1):
            cost = min(last[column] + 1, now[-1] + 1, last[column - 1] + (letter != against))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == against:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        before, last = last, now
    return last[-1]
