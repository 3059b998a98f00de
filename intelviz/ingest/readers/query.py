"""Query files: a question to a database as a source, for forces whose records sit in one.

A query file makes this program connect somewhere, so it is asked only if it lies in the user's own folder of queries:
to put it there is to consent. It is asked once, and its rows are kept in the temporary folder, so that all that is done
with them sees the same rows.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from intelviz.ingest.readers.database import Unreadable, blob_notes, checked, opened, text_of
from intelviz.ingest.readers.file import FoundFile, Opening, Reader
from intelviz.ingest.readers.table import Broken, Origin, StructuredTable, Table
from intelviz.schema.errors import BadInputError
from intelviz.schema.folders import user_folder
from intelviz.schema.strict_yaml import read_yaml

_LONGEST_FILE = 1 << 15
_DATABASE = re.compile(r"^database\s*:\s*[\"']?(?:sqlite|postgres)", re.MULTILINE)
_QUERY = re.compile(r"^query\s*:", re.MULTILINE)
_FIELDS = ("database", "service", "host", "port", "dbname", "user", "sslmode", "query", "timeout")
_SECRETS = re.compile(r"^\s*(?:password|passwd|pwd)\s*:", re.MULTILINE | re.IGNORECASE)
_SEPARATED = re.compile(
    r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|/\*.*?\*/|(?<![\w$])\$(\w*)\$.*?\$\1\$|(;)""", re.DOTALL
)
_SELECTS = re.compile(r"(?:\s|--[^\n]*\n|/\*.*?\*/|\()*(?:SELECT|WITH|VALUES|TABLE)\b", re.IGNORECASE | re.DOTALL)
_MODES = ("require", "verify-ca", "verify-full", "prefer")


@dataclass(frozen=True, slots=True)
class Query:
    """What a query file asks, of which database; ``path`` is that of an SQLite file."""

    sql: str
    seconds: int
    path: Path | None = None
    service: str = ""
    host: str = ""
    port: int = 5432
    dbname: str = ""
    user: str = ""
    sslmode: str = ""

    @property
    def words(self) -> str:
        """Name of the database."""
        if self.path is not None:
            return f"query of {self.path.name}"
        at = f"service {self.service}" if self.service else f"{self.dbname} at {self.host}"
        return f"query of the PostgreSQL database {at}"


class AnswerTable(StructuredTable):
    """The rows that a database answered, kept in a file."""

    reader = "query"

    def __init__(self, origin: Origin, form: str, names: Sequence[str], notes: Sequence[str], path: Path) -> None:
        super().__init__(origin, form, names, notes)
        self._path = path

    def objects(self) -> Generator[list[str] | Broken]:
        """Yield the rows."""
        with self._path.open(encoding="utf-8") as kept:
            for line in kept:
                found = json.loads(line)
                yield Broken(*found["broken"]) if isinstance(found, dict) else found


def folder_of_queries() -> Path:
    """Return the folder in which a query file may lie that is to be asked."""
    return user_folder("queries")


def query_of(file: FoundFile) -> Query:
    """Return what a query file asks; BadInputError says what is wrong with it."""
    if _SECRETS.search(file.text_start):
        raise file.wrong(
            "a query file may hold no password.",
            "Take it out, and put it where PostgreSQL looks for it: a password file (PGPASSFILE) or a service file.",
        )
    entry = read_yaml(file.path, error=BadInputError, named=file.where)
    fields = entry.fields(_FIELDS, ("database", "query"))
    kind, _, name = fields["database"].text().partition(":")
    sql = fields["query"].text().rstrip().rstrip(";")
    if not _SELECTS.match(sql):
        raise fields["query"].wrong("a query must begin with SELECT or WITH.", "It may only read.")
    if "\\'" in sql or any(found[2] for found in _SEPARATED.finditer(sql)):
        raise fields["query"].wrong(
            "there is more than one statement, or a quotation mark after a backslash.", "Write one file for each."
        )
    seconds = fields["timeout"].whole(1, 86_400) if "timeout" in fields else 300
    texts = {key: fields[key].text() for key in ("service", "host", "dbname", "user") if key in fields}
    if kind == "sqlite":
        if texts or not name.strip():
            raise fields["database"].wrong("an SQLite database is a path alone.", "Write “database: sqlite:PATH”.")
        return Query(sql, seconds, file.path.resolve().parent / name.strip())
    if kind not in {"postgresql", "postgres"} or name:
        raise fields["database"].wrong(
            "this database is not known.", "Write “database: postgresql” or “database: sqlite:PATH”."
        )
    if not ("service" in texts or ("host" in texts and "dbname" in texts)):
        raise entry.wrong("it does not say which database.", "Name its host and dbname, or its service.")
    mode = fields["sslmode"].choice(_MODES) if "sslmode" in fields else ""
    port = fields["port"].whole(1, 65_535) if "port" in fields else 5432
    return Query(sql, seconds, None, port=port, sslmode=mode, **texts)


def _fits(file: FoundFile) -> bool:
    if file.size > _LONGEST_FILE or file.is_binary:
        return False
    text = file.text_start
    return _DATABASE.search(text) is not None and _QUERY.search(text) is not None


def _tables(file: FoundFile, opening: Opening) -> Sequence[Table]:
    folder = folder_of_queries()
    if file.part or file.path.resolve().parent != folder.resolve():
        raise file.wrong(
            "this file asks a database, and was not asked: it does not lie in your folder of queries.",
            f"Read it; if it is yours and you want it to connect, put it into {folder}, and load it from there.",
        )
    query = query_of(file)
    digest = hashlib.sha256(f"{query.sql}\n".encode())
    kept = opening.folder / f"answer-{file.path.stem}"
    names: list[str] = []
    count = blobs = 0
    with kept.open("w", encoding="utf-8", errors="surrogateescape") as out:
        for values in _asked(query, file, names):
            blobs += sum(isinstance(each, bytes) for each in values)
            row = checked(values, [text_of(each) for each in values])
            line = json.dumps({"broken": [row.text, row.reason]} if isinstance(row, Broken) else row) + "\n"
            digest.update(line.encode())
            count += 1
            opening.room_left -= len(line)
            if opening.room_left < 0:
                raise file.wrong("the answer is larger than there is room for.", "Ask for fewer rows.")
            out.write(line)
    if not count:
        raise file.wrong("the database answered with no rows.", "Check the query.")
    origin = Origin(file.shown, digest.hexdigest(), kept.stat().st_size, file.part)
    return [AnswerTable(origin, query.words, names, blob_notes(blobs), kept)]


def _asked(query: Query, file: FoundFile, names: list[str]) -> Iterable[Sequence[object]]:
    if query.path is None:
        from intelviz.ingest.readers.databases.postgresql import answers

        return answers(query, file, names)
    return _of_sqlite(query, query.path, file, names)


def _of_sqlite(query: Query, path: Path, file: FoundFile, names: list[str]) -> Generator[Sequence[object]]:
    if not path.is_file():
        raise file.wrong(f"there is no database {path}.", "Check the path; it starts from the query file's folder.")
    with opened(path, file) as (connection, patience):
        cursor = connection.execute(query.sql)
        names += [each[0] for each in cursor.description]
        for values in cursor:
            patience.renew()
            yield values


__all__ = ["READER", "AnswerTable", "Query", "Unreadable", "query_of"]

READER = Reader("query", "query files: a question to a database", 150, _fits, _tables)
