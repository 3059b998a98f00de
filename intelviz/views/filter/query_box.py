"""The line in which a query of the filter language is typed, with words for what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from intelviz.schema.errors import IntelvizError
from intelviz.schema.model import Schema
from intelviz.views.filter.completion import Completion
from intelviz.workspace.query import Query, QueryError, parse
from intelviz.workspace.query.completing import Vocabulary, complete
from intelviz.workspace.query.names import Names

EXAMPLES = (
    "burglary",
    'Crime where type = "Burglary"',
    "persons linked to (Crime from 1/8/2017 to 7/8/2017)",
    "within 500 m of point -2.24, 53.48",
    "hours 22-04 and days Fri, Sat",
    "in set suspects",
    "like Katherine and graded 2",
)
HELP = "Words, types, properties, times and places, such as:\n" + "\n".join(f"  {each}" for each in EXAMPLES)


class QueryBox(QWidget):
    """``applied`` gives a query that was understood, or None when the line was emptied.

    Not ``whole``, it is a line among those of a dialog, which asks for what is typed (``read``).
    """

    applied = Signal(object)

    def __init__(
        self,
        schema: Schema,
        vocabulary: Callable[[], Vocabulary] | None = None,
        parent: QWidget | None = None,
        *,
        whole: bool = True,
    ) -> None:
        super().__init__(parent)
        self.schema = schema
        self._vocabulary = vocabulary or (lambda: Vocabulary(Names(schema)))
        self.line = QLineEdit()
        self.line.setPlaceholderText("Show only … (a query, Enter)" if whole else "Anything (or a query)")
        self.line.setClearButtonEnabled(True)
        self.line.setAccessibleName("Query: show only what it describes" if whole else "Query: only what it describes")
        self.line.setToolTip(HELP)
        self.words = QLabel()
        self.words.setObjectName("quiet")
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(*((8, 8, 8, 4) if whole else (0, 0, 0, 0)))
        box.setSpacing(4)
        box.addWidget(self.line)
        box.addWidget(self.words)
        self.setFocusProxy(self.line)
        self.completion = Completion(self.line, lambda text, caret: complete(text, caret, self._vocabulary()))
        if whole:
            self.line.returnPressed.connect(self.apply)
            self.line.textEdited.connect(self._typed)

    @property
    def text(self) -> str:
        """The query as typed."""
        return self.line.text().strip()

    def set_text(self, text: str) -> None:
        """Write a query into the line without applying it."""
        self.line.setText(text)
        # What stands first says most: a long query is read from its beginning.
        self.line.setCursorPosition(0)
        self.say("")

    def apply(self) -> None:
        """Apply what is typed; what can't be understood is said under the line, and the query before it stays."""
        query = self.read(finished=True)
        if query is not None or not self.text:
            self.applied.emit(query)

    def _typed(self) -> None:
        if not self.text:
            self.say("")
            self.applied.emit(None)
            return
        query = self.read()
        if query is not None:
            self.say(f"Enter shows only: {query.words}")

    def read(self, *, finished: bool = False) -> Query | None:
        """Return what is typed, None where nothing is or it can't be understood, which is said under the line."""
        if not self.text:
            return None
        try:
            return parse(self.text, self.schema)
        except QueryError as error:
            # A query that is still being typed is rarely complete: only a finished one is called wrong.
            self.say(error.words(), wrong=finished)
            if finished:
                begin, text = min(error.position, len(self.line.text())), self.line.text()
                # The word that is wrong is marked, so that typing replaces it.
                self.line.setSelection(begin, len(text[begin:].split(maxsplit=1)[0]) if text[begin:].strip() else 0)
        except IntelvizError as error:
            self.say(error.words(), wrong=finished)
        return None

    def say(self, words: str, *, wrong: bool = False) -> None:
        """Write words under the line."""
        self.words.setText(words)
        self.words.setVisible(bool(words))
        self.words.setObjectName("warning" if wrong else "quiet")
        for widget in (self.words, self.line):
            widget.setProperty("wrong", wrong)
            widget.style().unpolish(widget)
            widget.style().polish(widget)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Esc take back what was typed."""
        if event.key() == Qt.Key.Key_Escape and self.line.text():
            self.line.clear()
            self.say("")
            self.applied.emit(None)
        else:
            super().keyPressEvent(event)
