"""What an RDF file says, set down in a private file: it has no order, so all is needed before the first concept."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field

from concepts.formats.batches import ROWS_AT_A_TIME, batches

TABLES = """
CREATE TABLE subject (number INTEGER PRIMARY KEY, about TEXT UNIQUE, line INTEGER);
CREATE TABLE statement (about TEXT, uri TEXT, address TEXT, text TEXT, language TEXT, line INTEGER);
CREATE TABLE concept (number INTEGER PRIMARY KEY, about TEXT UNIQUE, title TEXT, folded TEXT, slug TEXT);
CREATE TABLE said (source TEXT, target TEXT, kind INTEGER, PRIMARY KEY (source, target, kind)) WITHOUT ROWID;
"""
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_ROWS_A_WRITE = 500
_OF_TYPE = """
SELECT number, about FROM subject
WHERE number IN (SELECT number FROM statement JOIN subject USING (about) WHERE uri = ? AND address = ?)
ORDER BY number
"""
_IN_ORDER = "SELECT about, title, slug FROM concept ORDER BY folded, about"

Said = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Value:
    """What a property says: the address of something else, or a text with its language."""

    address: str = ""
    text: str = ""
    language: str = ""


@dataclass(slots=True)
class Subject:
    """All that is kept of one thing. `line`: where the file says the first of it; with each value the same for it."""

    line: int
    values: dict[str, dict[Value, int]] = field(default_factory=dict)


class StagedStatements:
    """The statements of a file. Memory holds a few of them, however many there are."""

    def __init__(self, file: sqlite3.Connection) -> None:
        self._file = file
        self._subjects: list[tuple[str, int]] = []
        self._statements: list[tuple[str, str, str, str, str, int]] = []

    def name(self, about: str, line: int) -> None:
        """Take note of a subject, in the order in which each is first spoken of."""
        self._subjects.append((about, line))
        if len(self._subjects) >= _ROWS_A_WRITE:
            self._write()

    def say(self, about: str, uri: str, value: Value, line: int) -> None:
        """Set a statement down."""
        self._statements.append((about, uri, value.address, value.text, value.language, line))
        if len(self._statements) >= _ROWS_A_WRITE:
            self._write()

    def end(self) -> None:
        """All has been said: from here on it can be looked up."""
        self._write()
        self._file.execute("CREATE INDEX statement_about ON statement (about)")

    def of_type(self, uri: str) -> Iterator[tuple[int, str]]:
        """Numbers and names of the subjects of a type, in the order in which each is first spoken of."""
        return iter(self._file.execute(_OF_TYPE, (TYPE, uri)))

    def subject(self, about: str) -> Subject:
        """All that is said of a subject."""
        (line,) = self._file.execute("SELECT line FROM subject WHERE about = ?", (about,)).fetchone()
        subject = Subject(line)
        rows = "SELECT uri, address, text, language, line FROM statement WHERE about = ? ORDER BY rowid"
        for uri, address, text, language, at in self._file.execute(rows, (about,)):
            subject.values.setdefault(uri, {}).setdefault(Value(address, text, language), at)
        return subject

    def keep_concepts(self, concepts: Iterator[tuple[int, str, str]]) -> None:
        """Keep the number, name and title of each concept."""
        rows = ((number, about, title, title.casefold()) for number, about, title in concepts)
        for some in batches(rows, ROWS_AT_A_TIME):
            self._file.executemany("INSERT INTO concept VALUES (?, ?, ?, ?, '')", some)

    def keep_slugs(self, slugs: Iterator[tuple[str, str]]) -> None:
        """Keep the slug of each concept, given with its name."""
        for some in batches(slugs, ROWS_AT_A_TIME):
            rows = [(slug, about) for about, slug in some]
            self._file.executemany("UPDATE concept SET slug = ? WHERE about = ?", rows)

    def concepts(self) -> Iterator[tuple[str, str, str]]:
        """Name, title and slug of each concept, by title."""
        return iter(self._file.execute(_IN_ORDER))

    def slug(self, about: str) -> str:
        """The slug of a concept; for what is none, its name."""
        row = self._file.execute("SELECT slug FROM concept WHERE about = ?", (about,)).fetchone()
        return str(row[0]) if row else about

    def is_new(self, link: Said) -> bool:
        """Whether a link, of two names and a kind, is asked about for the first time."""
        return self._file.execute("INSERT OR IGNORE INTO said VALUES (?, ?, ?)", link).rowcount == 1

    def _write(self) -> None:
        self._file.executemany("INSERT OR IGNORE INTO subject (about, line) VALUES (?, ?)", self._subjects)
        self._file.executemany("INSERT INTO statement VALUES (?, ?, ?, ?, ?, ?)", self._statements)
        self._subjects.clear()
        self._statements.clear()
