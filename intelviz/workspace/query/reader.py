"""Walks along the tokens of a query."""

from __future__ import annotations

from intelviz.workspace.query.tokens import Kind, QueryError, Token, tokens


class Reader:
    """Stands at one token of a query; asks, takes, and says what was expected where something else stands."""

    def __init__(self, text: str) -> None:
        self._tokens = tokens(text)
        self._at = 0

    @property
    def _here(self) -> Token:
        return self._tokens[self._at]

    def _ahead(self, by: int = 1) -> Token:
        return self._tokens[min(self._at + by, len(self._tokens) - 1)]

    def _next(self) -> Token:
        token = self._here
        if token.kind is not Kind.END:
            self._at += 1
        return token

    def _is(self, *words: str) -> bool:
        return self._here.kind is Kind.WORD and self._here.text.casefold() in words

    def _is_sign(self, sign: str) -> bool:
        return self._here.kind is Kind.SIGN and self._here.text == sign

    def _take(self, *words: str) -> bool:
        if self._is(*words):
            self._at += 1
            return True
        return False

    def _take_sign(self, sign: str) -> bool:
        if self._is_sign(sign):
            self._at += 1
            return True
        return False

    def _fail(self, expected: str, near: list[str] | None = None, token: Token | None = None) -> QueryError:
        token = token or self._here
        what = f"{token.shown} can't stand here"
        if token.kind is Kind.END:
            what = "the query ends too early"
        return QueryError(what, token.start, expected=expected, near=near)
