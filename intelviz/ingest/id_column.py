"""What tells an item from others: an id from the cells of a row."""

from __future__ import annotations

from collections.abc import Sequence

from intelviz.ingest.cells import Columns, Kept, Seen, Wrong, all_references
from intelviz.ingest.header import Header
from intelviz.schema.kinds import kind_of
from intelviz.schema.unknown import is_unknown, may_be_unknown

_JOINED = {"account": " ", "cell": "-"}
"""Kinds of which several columns make one id, and what stands between these: sort code and number, network and cell."""


class IdColumn(Seen[tuple[str, ...], str]):
    """An id from the cells of one or several columns, "" where one of them (with ``some``, all of them) is blank.

    ``beside`` are the coordinates of a place: where one of the columns is blank, or the file lacks one (``whole`` is
    false), they tell it apart too, for there is a High Street in every town. With ``meets``, equal ids of any files are
    one item: then words for what isn't known are no id, for they would make one of all that is unknown.
    """

    def __init__(
        self,
        places: Sequence[int],
        kind: str,
        header: Header,
        blank: frozenset[str],
        *,
        some: bool = False,
        leave: bool = False,
        meets: bool = False,
        beside: Sequence[int] = (),
        whole: bool = True,
    ) -> None:
        super().__init__()
        self._count, self._whole = len(places), whole
        self._some, self._leave, self._meets = some, leave, meets
        self._unknown: set[tuple[str, ...]] = set()
        self.places = (*places, *beside)
        self.header = ", ".join(header.names[place] for place in (places or beside))
        self._clean = kind_of(kind).clean if kind not in {"", "text", "name", "code"} else None
        self._between = _JOINED.get(kind, "") if len(self.places) > 1 else ""
        self._is_reference = kind == "identifier"
        self._folded = kind == "email"
        self._blank = blank
        self._ids: Kept[Sequence[str]] = Kept()
        self._raw: Kept[list[tuple[str, ...]]] = Kept()

    def raw(self, columns: Columns) -> list[tuple[str, ...]]:
        """Return the cells of each row."""
        return self._raw.get(columns, lambda: list(zip(*(columns[place] for place in self.places), strict=True)))

    def make(self, raw: tuple[str, ...]) -> str:
        """Return the id."""
        cells = [cell.strip() for cell in raw]
        if self._some:
            return self._of_some(raw, cells)
        if any(cell in self._blank for cell in cells):
            return ""
        found = self._cleaned(raw, cells)
        if found and any(map(self._is_unknown, cells)):
            self._leave_unknown(raw, cells)
            return ""
        return found

    def _of_some(self, raw: tuple[str, ...], cells: list[str]) -> str:
        cells = ["" if cell in self._blank else cell for cell in cells]
        cells, place = cells[: self._count], cells[self._count :]
        known = ["" if self._is_unknown(cell) else cell for cell in cells]
        if not self._whole or not all(known):
            beside = ["" if is_unknown(cell, zero=True) else cell for cell in place]
            if any(beside):
                known += beside
        if known != cells and not any(known):
            self._leave_unknown(raw, cells)
        return "|".join(known) if any(known) else ""

    def _cleaned(self, raw: tuple[str, ...], cells: Sequence[str]) -> str:
        if self._clean is not None:
            try:
                if len(cells) > 1 and not self._between:
                    return "|".join(cells)
                one = self._between.join(cells)
                found = str(self._clean(one))
                # Capitals in an email address are as people type them: Ann@x.uk and ann@x.uk are one.
                return found.casefold() if self._folded else found
            except ValueError as error:
                if self._leave:
                    self.altered[raw] = ("", f"left out: {error}")
                else:
                    self.wrong[raw] = str(error)
                return ""
        return cells[0] if len(cells) == 1 else "|".join(cells)

    def _is_unknown(self, cell: str) -> bool:
        return self._meets and is_unknown(cell, zero=self._count == 1)

    def _leave_unknown(self, raw: tuple[str, ...], cells: Sequence[str]) -> None:
        words = ", ".join(f"“{cell}”" for cell in cells if self._is_unknown(cell))
        self.altered[raw] = ("", f"left out: {words} names nothing in particular, and would join all that have it")
        self._unknown.add(raw)

    def ids(self, columns: Columns) -> Sequence[str]:
        """Return the id of each row."""
        return self._ids.get(columns, lambda: self._make_ids(columns))

    def _make_ids(self, columns: Columns) -> Sequence[str]:
        if not self.places:
            return [""] * len(columns[0])
        if self._clean is None and len(self.places) == 1:
            plain = list(map(str.strip, columns[self.places[0]]))
            if self._meets and may_be_unknown(set(plain)):
                return list(map(self.__getitem__, self.raw(columns)))
            return plain if self._blank.isdisjoint(plain) else ["" if each in self._blank else each for each in plain]
        if self._is_reference and len(self.places) == 1:
            plain = list(map(str.strip, columns[self.places[0]]))
            unknown = self._meets and may_be_unknown(set(plain))
            if all_references(plain) and self._blank.isdisjoint(plain) and not unknown:
                return plain
        return list(map(self.__getitem__, self.raw(columns)))

    def wrong_in(self, columns: Columns, *, may_be_blank: bool) -> list[Wrong]:
        """Return the rows without a usable id."""
        ids = self.ids(columns)
        if "" not in ids:
            return []
        found: list[Wrong] = []
        if may_be_blank and not self.wrong:
            return found
        raw = self.raw(columns)
        for at in (at for at, each in enumerate(ids) if not each):
            cells = raw[at]
            reason = self.wrong.get(cells, "" if may_be_blank else self._why_none(cells))
            if reason:
                found.append(Wrong(at, self.header, self.said(cells), reason))
        return found

    def said(self, cells: tuple[str, ...]) -> str:
        """Return what stands in the columns of the id, as lists of alterations and rejections show it."""
        return "|".join(cells[: self._count])

    def _why_none(self, cells: tuple[str, ...]) -> str:
        if cells in self._unknown:
            return "stands for nothing in particular: as an id it would join all rows that have it"
        return "the id is empty"

    def forget(self) -> None:
        """Forget what was seen once it is much."""
        super().forget()
        if not self:
            self._unknown.clear()
