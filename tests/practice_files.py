"""The files of a practice case as tests read them: frames of texts, without the rows that are wrong on purpose."""

from pathlib import Path

import pandas as pd


class Files:
    """The files of a generated case."""

    def __init__(self, folder: Path, truth) -> None:
        self.folder, self.truth = folder, truth

    def path(self, name: str) -> Path:
        return self.folder / name

    def whole(self, name: str) -> pd.DataFrame:
        """Return every row as text; the index is the number of the row in the file."""
        path, first = self.path(name), 2
        if path.suffix == ".xlsx":
            found, first = pd.read_excel(path, header=4, dtype=str, engine="openpyxl"), 6
        else:
            second = "operator-2" in name
            found = pd.read_csv(path, dtype=str, sep=";" if second else ",", encoding="cp1252" if second else "utf-8")
        found.index = range(first, first + len(found))
        return found.fillna("")

    def rows(self, name: str) -> pd.DataFrame:
        """Return the rows that are as they should be."""
        wrong = {
            each.row
            for each in self.truth.planted
            if each.file == name and (each.kind in EXTRA or each.outcome == "rejected")
        }
        return self.whole(name).drop(index=sorted(wrong))


EXTRA = {"duplicate", "the same row twice", "impossible date of birth", "impossible postcode", "no position"}
"""Kinds of mistakes that are rows of their own."""
