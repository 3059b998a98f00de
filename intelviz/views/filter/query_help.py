"""The language of queries, for somebody who writes one: every kind of condition with an example."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

LINES = (
    ("What", "burglary", "a word, or its beginning, in the label or any property"),
    ("What", '"Mill Lane"', "these words next to each other"),
    ("What", "persons", 'a type by its name or plural; type:"phone call" where it has spaces'),
    ("What", "Crime.type = Burglary", "a property; also != < <= > >= contains, in (a, b), is known, is unknown"),
    ("What", "age >= 18", "a property of any type"),
    ("Who", "like Katherine", "a name that may be spelt otherwise: Kathryn, Catherine"),
    ("Who", "linked to 12", "linked either way to an item, by its id or key, or to (a query)"),
    ("Who", "linking to (persons) by KNOWS", "with a link of that type that runs to a person"),
    ("Who", "reached from 12 by CALLED", "with a link of that type that runs from the item"),
    ("Who", "within 2 links of selected", "few links away; to or from instead of of follows one direction"),
    ("When", "on 5/8/2017", "a day, month (8/2017) or year; day before month; 5 Aug 2017 is the same"),
    ("When", "from 1/8/2017 to 7/8/2017", "also until, before, after; with 22:00 to the minute"),
    ("When", "hours 22-04 and days Fri, Sat", "times of day and days of the week"),
    ("Where", "within 500 m of 12", "near an item, (a query) or point -2.24, 53.48; also km, miles, yards"),
    ("Where", 'in area "Town centre"', "in an area that was kept"),
    ("Where", "inside -2.3, 53.4, -2.2, 53.5", "in a box: west, south, east, north"),
    ("Who says so", "from source calls.csv", "a source; several with commas"),
    ("Who says so", "graded 2BP", "a grade or its beginning; graded ungraded"),
    ("Sets", "in set suspects", "a named set"),
    ("Window", "selected", "what is selected now; also linked, shown, drawn"),
    ("Together", "persons and not (in set suspects or like Jon)", "and binds before or; and may be left out"),
)


class QueryHelp(QDialog):
    """A list to read beside the line in which queries are typed."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("The language of queries")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.list = QTreeWidget()
        self.list.setAccessibleName("Conditions of a query, with examples")
        self.list.setColumnCount(3)
        self.list.setHeaderLabels(["About", "Example", "Finds"])
        self.list.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.list.setRootIsDecorated(False)
        self.list.addTopLevelItems([QTreeWidgetItem(list(each)) for each in LINES])
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.addWidget(self.list)
        box.addWidget(buttons)
        self.resize(860, 560)
