"""Questions to PostgreSQL: one SELECT in a transaction that may only read, row by row.

Passwords come from where PostgreSQL's own programs take them: a password file, a service file or the environment.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING, Any

from intelviz.ingest.readers.file import FoundFile
from intelviz.ingest.readers.sheets.sheet_cells import number_text

if TYPE_CHECKING:
    from intelviz.ingest.readers.query import Query

_AT_ONCE = 5_000
_AS_TEXT = ("date", "time", "timetz", "timestamp", "timestamptz", "interval", "numeric", "json", "jsonb", "uuid")
"""Types that are taken as the database writes them: no date is out of range, no digit is lost."""
_FLOATS = ("float4", "float8")
_SECONDS_TO_CONNECT = 15


def answers(query: Query, file: FoundFile, names: list[str]) -> Generator[Sequence[object]]:
    """Yield the rows of the answer; ``names`` is filled with the columns before the first."""
    try:
        import psycopg
        from psycopg.types.string import TextLoader
    except ImportError as error:
        raise file.wrong(
            "the part of intelviz that asks PostgreSQL is not installed.",
            "Install it: pip install 'intelviz[postgres]'.",
        ) from error
    wanted: dict[str, Any] = {
        "service": query.service,
        "host": query.host,
        "port": "" if query.service else query.port,
        "dbname": query.dbname,
        "user": query.user,
        "sslmode": query.sslmode,
    }
    settings = (
        f"-c default_transaction_read_only=on -c statement_timeout={query.seconds * 1000} "
        "-c idle_in_transaction_session_timeout=600000 -c datestyle=ISO -c intervalstyle=postgres "
        "-c client_encoding=UTF8 -c extra_float_digits=1"
    )
    try:
        with psycopg.connect(
            **{key: value for key, value in wanted.items() if value},
            connect_timeout=_SECONDS_TO_CONNECT,
            application_name="intelviz",
            options=settings,
        ) as connection:
            connection.read_only = True
            for each in (*_AS_TEXT, *_FLOATS):
                connection.adapters.register_loader(each, TextLoader)
            with connection.cursor(name="intelviz") as cursor:
                cursor.itersize = _AT_ONCE
                cursor.execute(query.sql.encode())
                described = cursor.description or []
                names += [each.name for each in described]
                floats = [each.type_display in {"real", "double precision"} for each in described]
                for row in cursor:
                    yield [_value(each, is_float=is_float) for each, is_float in zip(row, floats, strict=True)]
            connection.rollback()
    except psycopg.Error as error:
        what = str(error).strip().partition("\n")[0]
        raise file.wrong(
            f"the database could not be asked ({what}).",
            "Check the query, the name of the database, and that you may read it.",
            details=str(error),
        ) from error


def _value(value: object, *, is_float: bool) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    if is_float and isinstance(value, str):
        return number_text(value) or value
    if isinstance(value, list):
        return "|".join("" if each is None else str(each) for each in value)
    return value
