"""The workspace: what a company loaded, and how to take it back.

A workspace is a folder: a DuckDB file with the canonical tables, the key of its pseudonyms, and
the releases made from it. It is opened for a load or an undo and closed again; pages never open
it. Every stored row carries its upload, and what holds now is derived from the rows that are
there (``sql/effective.sql``: the latest upload wins a key), so undoing any upload, a middle one
too, is deleting its rows.
"""

from __future__ import annotations

import errno
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import astuple, dataclass, replace
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import narwhals as nw
import pandas as pd

from dashboard import pseudonyms
from dashboard.comparisons import Comparison, problems_of
from data_loaders import (
    TABLES,
    Loaded,
    LoadError,
    Problem,
    deflection,
    logs,
    questions,
    references,
    scales,
)
from data_loaders.files import Log, read_file
from data_loaders.tables import N_

DATABASE = "workspace.duckdb"
UNWRITTEN = N_("Nothing was stored: the disk is full, or may not be written. {reason}")
SCHEMA_VERSION = 4
MEETING_CAP = 20
EFFECTIVE = (
    "people",
    "departments",
    "projects",
    "participations",
    "project_events",
    "waves",
    "questions",
    "answers",
    "invitations",
    "group_interactions",
)
_LOG = ("interactions", "people", "departments", "department_names")
# The loaded tables that each of these is derived from.
_RESTS_ON = {
    "people": ("people", "departments", "department_names"),
    "departments": (
        "departments",
        "department_names",
        "people",
        "answers",
        "group_interactions",
    ),
    "answers": ("answers", "departments", "department_names", "questions"),
    "waves": ("waves", "answers"),
    "group_interactions": ("group_interactions", "departments", "department_names"),
    "ties": _LOG,
    "pairs": _LOG,
}
_MOST_PLACES, _TIES_AT_ONCE = 16, 2_000_000
_PATIENCE_SECONDS = 5.0
_QUOTE = "'"
_COPY = ".version-"
_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO)
_UNWRITTEN = (duckdb.IOException, duckdb.TransactionException, duckdb.FatalException)
_SQL = files("dashboard") / "sql"
# A log of any length in bounded memory; nothing is fetched from outside. Joins run as they are
# written, the larger table first: DuckDB takes a CSV or a month's log for a few dozen rows and
# would build its hash table on the log (twice the time).
_SETTINGS = """
SET disabled_optimizers = 'join_order,build_side_probe_side';
SET memory_limit = '2GB';
SET autoinstall_known_extensions = false;
SET autoload_known_extensions = false;
"""
_TYPES = {
    "person": "BIGINT",
    "response": "BIGINT",
    "date": "DATE",
    "time": "TIMESTAMP",
    "number": "DOUBLE",
    "score": "DOUBLE",
    "count": "INTEGER",
    "flag": "BOOLEAN",
}
_one_at_a_time = threading.RLock()


@dataclass(frozen=True)
class Upload:
    """One line of the ledger; ``repeated`` says the same content was there already."""

    upload: int
    file: str
    table: str
    format: str
    rows: int
    first_on: date | None
    last_on: date | None
    stored_at: datetime
    undone_at: datetime | None
    digest: str
    repeated: bool = False

    @property
    def when(self) -> str:
        """When it was stored, on this machine's clock."""
        return f"{self.stored_at.replace(tzinfo=UTC).astimezone():%Y-%m-%d %H:%M}"


@contextmanager
def opened(folder: Path) -> Iterator[Workspace]:
    """Open a workspace, making it when it is not there, and close it again.

    Raises LoadError when another process is storing something for longer than a moment, and when
    the disk is full or may not be written: nothing is stored then, and the next try works.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _one_at_a_time:
            connection = _connected(folder / DATABASE)
            try:
                yield Workspace(folder, connection)
            finally:
                connection.close()
    except (OSError, *_UNWRITTEN) as error:
        if isinstance(error, OSError) and error.errno not in _DISK:
            raise
        reason = str(error).splitlines()[0]
        raise LoadError(Problem(UNWRITTEN, {"reason": reason})) from error


def _connected(path: Path) -> duckdb.DuckDBPyConnection:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            connection = duckdb.connect(path)
            connection.execute(_SETTINGS)
            return connection  # noqa: TRY300 - what follows is for the one that failed
        except duckdb.IOException as error:
            if "lock" not in str(error).lower():
                reason = str(error).splitlines()[0]
                raise LoadError(
                    Problem(N_("The workspace cannot be opened: {reason}"), {"reason": reason})
                ) from error
            if time.monotonic() > deadline:
                raise LoadError(
                    Problem(N_("Something else is being stored just now. Try again in a moment."))
                ) from error
            time.sleep(0.1)


class Workspace:
    """An open workspace; get one from ``opened``."""

    def __init__(self, folder: Path, connection: duckdb.DuckDBPyConnection) -> None:
        self.folder = folder
        self._sql = connection
        self._prepare()

    def _prepare(self) -> None:
        """Make the tables a workspace lacks, bring an older one forward; refuse a newer one."""
        self._sql.register("standard_questions", questions.standard())
        self._sql.register("top_boxes", scales.top_boxes())
        self._sql.execute("CREATE TABLE IF NOT EXISTS meta (schema_version INTEGER)")
        version = self._one("SELECT coalesce(max(schema_version), 0) FROM meta")
        if version > SCHEMA_VERSION:
            raise LoadError(Problem(N_("This workspace was written by a newer version of Yotte.")))
        if version and version < SCHEMA_VERSION:
            self._migrate(version)
        elif not version:
            with self._transaction():
                self._sql.execute("INSERT INTO meta VALUES (?)", [SCHEMA_VERSION])
                self._create_tables()
        self._derive()

    def _migrate(self, version: int) -> None:
        """Bring an older workspace forward, all or nothing; a copy of it as it was stays beside it.

        Fingerprints of uploads that are as they were loaded are taken anew, since tables may have
        got columns.
        """
        copy = self.folder / f"{DATABASE}{_COPY}{version}"
        copy.unlink(missing_ok=True)
        self.copy_to(copy)
        copy.chmod(0o600)
        altered = {one.upload for one in self.altered()}
        with self._transaction():
            for step in range(version + 1, SCHEMA_VERSION + 1):
                self._run(f"to_{step}")
            for one in self.uploads():
                if not one.undone_at and one.upload not in altered:
                    digest, *_ = self._content(one.table, one.upload)
                    self._sql.execute(
                        "UPDATE uploads SET digest = ? WHERE upload = ?", [digest, one.upload]
                    )
            self._sql.execute("INSERT INTO meta VALUES (?)", [SCHEMA_VERSION])
            self._derive()
            self._touch("deflects IS NOT NULL")
            self._settle()

    def _create_tables(self) -> None:
        self._sql.execute("CREATE SCHEMA IF NOT EXISTS loaded")
        for name, table in TABLES.items():
            columns = ", ".join(
                f"{column} {_TYPES.get(declared.metadata['kind'], 'VARCHAR')}"
                for column, declared in table.columns.items()
            )
            self._sql.execute(
                f"CREATE TABLE IF NOT EXISTS loaded.{name} ({columns}, upload INTEGER)"
            )
        self._run("schema")

    # Loading and undoing

    def add_file(
        self, path: Path, *, table: str | None = None, mapping: Mapping[str, str] | None = None
    ) -> Upload:
        """Store one file; a big log in UTF-8 is streamed, everything else is read whole.

        Raises LoadError listing every problem; nothing is stored then.
        """
        return self.add(read_file(path, table, mapping))

    def add_files(
        self,
        paths: Sequence[Path],
        read: Callable[[Path], Loaded | Log] = read_file,
    ) -> Iterator[Upload | LoadError]:
        """Store several files, what is referred to before what refers; each stands for itself."""
        found: list[Loaded | Log] = []
        for path in paths:
            try:
                found.append(read(path))
            except LoadError as error:
                yield error
        for one in sorted(found, key=lambda one: list(TABLES).index(one.table)):
            try:
                yield self.add(one)
            except LoadError as error:
                yield error

    def add(self, found: Loaded | Log) -> Upload:
        """Store a checked table, or a log while it is being checked; whole or not at all.

        Raises LoadError for people, departments, projects or questions nobody declared, and for
        rows of a log that cannot be used.
        """
        if isinstance(found, Log):
            return self._stream(found)
        problems = self.unknown(found)
        if problems:
            raise LoadError(*problems)
        self._sql.register("staged_frame", found.frame)
        try:
            return self._store(found.file, found.table, found.format, "staged_frame")
        finally:
            self._sql.unregister("staged_frame")

    def _stream(self, log: Log) -> Upload:
        """Store a log in one go when it is written plainly, else through the check of its rows."""
        try:
            plain = logs.plain(log.path, log.header, log.mapping)
            return self._store(log.path.name, log.table, "streamed_csv", plain)
        except (duckdb.Error, logs.OddCellError):
            return self._stage(log)

    def _stage(self, log: Log) -> Upload:
        try:
            logs.stage(self._sql, log.path, log.header, log.mapping)
            return self._store(log.path.name, log.table, "streamed_csv", logs.STAGED)
        finally:
            logs.drop(self._sql)

    def _store(self, file: str, table: str, form: str, staged: str) -> Upload:
        """Move a staged table in with its line in the ledger, in one transaction.

        Content that is there already is left alone, and its upload given back.
        """
        self._draw_pseudonyms(table, staged)
        with self._transaction():
            upload = self._one("SELECT coalesce(max(upload), 0) + 1 FROM uploads")
            self._insert(table, staged, upload)
            digest, rows, first_on, last_on = self._content(table, upload)
            there = [one for one in self.uploads() if not one.undone_at and one.digest == digest]
            if there:
                self._sql.execute(f"DELETE FROM loaded.{table} WHERE upload = ?", [upload])
                return replace(there[0], repeated=True)
            line = Upload(upload, file, table, form, rows, first_on, last_on, _now(), None, digest)
            self._sql.execute(
                "INSERT INTO uploads VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", astuple(line)[:-1]
            )
            self._touch(self._of_log(table, upload))
            self._settle()
        return line

    def undo(self, upload: int) -> Upload:
        """Take one upload back: its rows go, the ledger keeps the line.

        Raises LoadError when there is no such upload or it was undone before.
        """
        found = {one.upload: one for one in self.uploads() if not one.undone_at}.get(upload)
        if not found:
            raise LoadError(Problem(N_("There is no upload {upload} to undo."), {"upload": upload}))
        with self._transaction():
            self._touch(self._of_log(found.table, upload))
            self._sql.execute(f"DELETE FROM loaded.{found.table} WHERE upload = ?", [upload])
            self._sql.execute("UPDATE uploads SET undone_at = ? WHERE upload = ?", [_now(), upload])
            self._settle()
        return found

    def code_of(self, person: str) -> int:
        """Give the code a person is stored under, by the number that files call them."""
        (code,) = pseudonyms.codes(self._key(), "person", [person.strip()])
        return code

    def forget(self, code: int) -> int:
        """Delete every row that speaks of a person, and give how many there were.

        Their uploads are counted and known anew, so the same file can be loaded once more. Raises
        LoadError when there are none.
        """
        rows = 0
        with self._transaction():
            self._sql.execute("CREATE OR REPLACE TEMP TABLE touched (month DATE)")
            for table in TABLES:
                columns = _columns_of(table, "person")
                if not columns:
                    continue
                mine = " OR ".join(f"{column} = {code}" for column in columns)
                if table == "interactions":
                    self._sql.execute(
                        "INSERT INTO touched SELECT DISTINCT date_trunc('month', occurred_at) "
                        f"FROM loaded.{table} WHERE {mine}"
                    )
                gone = f"DELETE FROM loaded.{table} WHERE {mine} RETURNING upload"
                uploads = self._column(gone)
                rows += len(uploads)
                for upload in set(uploads):
                    digest, left, first_on, last_on = self._content(table, upload)
                    self._sql.execute(
                        "UPDATE uploads SET digest = ?, row_count = ?, first_on = ?, last_on = ? "
                        "WHERE upload = ?",
                        [digest, left, first_on, last_on, upload],
                    )
            if not rows:
                raise LoadError(Problem(N_("Nothing is stored of a person with this number.")))
            self._sql.execute(
                "DELETE FROM findings WHERE text NOT IN "
                "(SELECT md5(text) FROM loaded.answers WHERE text IS NOT NULL)"
            )
            self._settle()
        return rows

    def _key(self) -> bytes:
        """Give the key of the pseudonyms; a workspace that holds people must have kept its own."""
        try:
            return pseudonyms.key_of(self.folder, may_draw=not self.uploads())
        except FileNotFoundError as error:
            message = N_(
                "The key of this workspace, {file}, is missing. Put it back; without it nobody's "
                "records can be continued."
            )
            raise LoadError(Problem(message, {"file": pseudonyms.KEY})) from error

    def _draw_pseudonyms(self, table: str, staged: str) -> None:
        """Give every person in a staged table a code; the ids themselves are stored nowhere."""
        key = self._key()
        self._sql.execute(
            "CREATE OR REPLACE TEMP TABLE pseudonym (kind VARCHAR, id VARCHAR, code BIGINT)"
        )
        for kind in ("person", "response"):
            columns = _columns_of(table, kind)
            if columns:
                seen = f"SELECT DISTINCT unnest([{', '.join(columns)}]) AS id FROM {staged}"
                ids = self._column(f"SELECT id FROM ({seen}) WHERE id IS NOT NULL")
                codes = pseudonyms.codes(key, kind, logs.stripped(ids))
                drawn = pd.DataFrame({"id": ids, "code": codes})
                self._sql.register("drawn", drawn.astype({"id": "str", "code": "int64"}))
                self._sql.execute(f"INSERT INTO pseudonym SELECT '{kind}', id, code FROM drawn")
                self._sql.unregister("drawn")

    def _insert(self, table: str, staged: str, upload: int) -> None:
        values, joins = [], []
        for column, declared in TABLES[table].columns.items():
            kind = declared.metadata["kind"]
            if kind in ("person", "response"):
                joins.append(
                    f"LEFT JOIN pseudonym AS of_{column} "
                    f"ON of_{column}.kind = '{kind}' AND of_{column}.id = staged.{column}"
                )
                values.append(f"of_{column}.code")
            else:
                values.append(f"staged.{column}")
        names = ", ".join([*TABLES[table].columns, "upload"])
        self._sql.execute(
            f"INSERT INTO loaded.{table} ({names}) SELECT {', '.join(values)}, {upload} "
            f"FROM {staged} AS staged {' '.join(joins)}"
        )

    def _content(self, table: str, upload: int) -> tuple[str, int, date | None, date | None]:
        """Fingerprint an upload's rows whatever their order, and give its days.

        The digest is of the stored values, so the same answers saved in another encoding or with
        other column names are known again.
        """
        columns = TABLES[table].columns
        days = [
            column
            for column, declared in columns.items()
            if declared.metadata["kind"] in ("date", "time")
        ]
        first = f"least({', '.join(f'min({day})' for day in days)})" if days else "NULL"
        last = f"greatest({', '.join(f'max({day})' for day in days)})" if days else "NULL"
        ((rows, total, folded, first_on, last_on),) = self._sql.execute(
            f"SELECT count(*), sum(h), bit_xor(h), CAST({first} AS DATE), CAST({last} AS DATE) "
            f"FROM (SELECT *, hash(*COLUMNS(* EXCLUDE (upload))) AS h FROM loaded.{table} "
            "WHERE upload = ?)",
            [upload],
        ).fetchall()
        return f"{table}:{rows}:{total}:{folded}", rows, first_on, last_on

    def _of_log(self, table: str, upload: int) -> str:
        return f"upload = {upload}" if table == "interactions" else "false"

    def _touch(self, chosen: str) -> None:
        """Note in which months the ties of some rows of the log have to be made anew."""
        self._sql.execute(
            "CREATE OR REPLACE TEMP TABLE touched AS SELECT DISTINCT "
            f"CAST(date_trunc('month', occurred_at) AS DATE) AS month "
            f"FROM loaded.interactions WHERE {chosen}"
        )

    def _derive(self) -> None:
        """Derive the tables of what holds now; what is written is read for refusals, once."""
        own, detector = self.own_phrases(), self.detector()
        unread = self._column(
            "SELECT DISTINCT text FROM loaded.answers WHERE text IS NOT NULL AND md5(text) NOT IN "
            f"(SELECT text FROM findings WHERE detector = '{detector}')"
        )
        if unread:
            heard = pd.DataFrame({"text": unread}, dtype="str")
            heard["language"] = heard["text"].map(deflection.language_of)
            pairs = zip(heard["text"], heard["language"], strict=True)
            heard["deflects"] = [deflection.deflects(*one, own) for one in pairs]
            self._sql.register("heard", heard)
            self._sql.execute(f"DELETE FROM findings WHERE detector <> '{detector}'")
            found = f"SELECT md5(text), '{detector}', language, deflects FROM heard"
            self._sql.execute(f"INSERT INTO findings {found}")
            self._sql.unregister("heard")
        self._run("effective")

    def _settle(self) -> None:
        """Derive what holds now: the ties of the touched months, and of who moved in all others.

        So a late correction of the roster costs in proportion to the people it concerns.
        """
        self._sql.execute("CREATE OR REPLACE TEMP TABLE people_before AS FROM people")
        self._derive()
        self._run("moved")
        self._sql.execute("DELETE FROM ties WHERE month IN (FROM touched)")
        self._resolve("loaded.interactions", "touched")
        if self._one("SELECT count(*) FROM moved"):
            theirs = "sender IN (FROM moved) OR recipient IN (FROM moved)"
            settled = "month NOT IN (FROM touched)"
            self._sql.execute(f"DELETE FROM ties WHERE {settled} AND ({theirs})")
            log = f"(SELECT * FROM loaded.interactions WHERE {theirs})"
            months = (
                "SELECT DISTINCT CAST(date_trunc('month', occurred_at) AS DATE) AS month "
                "FROM loaded.interactions"
            )
            self._resolve(log, f"(SELECT month FROM ({months}) WHERE {settled})")

    def _resolve(self, log: str, touched: str) -> None:
        """Make the ties of some months anew, from a log or a part of it."""
        ties = sql("ties").format(log=log, touched=touched, hash="hash", meeting_cap=MEETING_CAP)
        self._sql.execute(f"INSERT INTO ties {ties}")

    # What a reader of the workspace gets

    @property
    def places_at_once(self) -> int:
        """How many comparisons, or quarters of a log, one query looks at: of a big log but one."""
        ties: int = self._one("SELECT count(*) FROM ties")
        return max(1, min(_MOST_PLACES, _TIES_AT_ONCE // max(1, ties)))

    def uploads(self) -> list[Upload]:
        """Give the ledger, oldest first, undone uploads included."""
        return [Upload(*row) for row in self._sql.execute("FROM uploads ORDER BY ALL").fetchall()]

    def tables(self) -> dict[str, nw.LazyFrame[Any]]:
        """Give what holds now, as the metrics read it: the canonical tables and monthly ties.

        ``people`` has the end of each row (``valid_to``); ``answers`` have their question's
        construct and whether the score is favourable.
        """
        return {name: nw.from_native(self._sql.table(name)) for name in (*EFFECTIVE, "ties")}

    def frame(self, name: str) -> pd.DataFrame:
        """Give one of the small tables as a frame, its rows always in one order."""
        return self._sql.sql(f"FROM {name} ORDER BY ALL").df()

    def lend(self, name: str, frame: pd.DataFrame) -> nw.LazyFrame[Any]:
        """Put a small frame beside the tables, so that one query can use both; days as dates."""
        days = frame.select_dtypes("datetime").columns
        dates = ", ".join(f"CAST({day} AS DATE) AS {day}" for day in days)
        self._sql.register("lent", frame)
        replaced = f" REPLACE ({dates})" if dates else ""
        self._sql.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT *{replaced} FROM lent")
        self._sql.unregister("lent")
        return nw.from_native(self._sql.table(name))

    def hold(self, name: str, rows: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """Compute rows once, for a query that reads them several times."""
        query = rows.to_native().sql_query()
        self._sql.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}")
        return nw.from_native(self._sql.table(name))

    def days(self) -> tuple[date | None, date | None]:
        """Give the first and the last day that logs and surveys speak of, else project records."""
        ((first, last),) = self._sql.execute(sql("days")).fetchall()
        return first, last

    def constructs(self) -> list[str]:
        """Give the constructs that some answer on a scale is about."""
        return self._column(sql("constructs"))

    def heard(self) -> pd.DataFrame:
        """Count what was read for refusals: what (comments, messages), language, n."""
        return self._sql.sql(sql("heard").format(log="loaded.interactions")).df()

    def headcounts(self) -> pd.DataFrame:
        """Count the people of each department on the last day of each lent window."""
        return self._sql.sql(sql("headcounts")).df()

    def quality(self) -> dict[str, int]:
        """Count what HR should know of the log: see ``quality.Quality.log``."""
        counts = self._sql.sql(sql("quality").format(meeting_cap=MEETING_CAP))
        return {name: int(n) for name, n in counts.df().iloc[0].items()}

    def months(self) -> pd.DataFrame:
        """Give the months of the log: month, contacts, first_on, last_on."""
        return self._sql.sql(sql("months")).df()

    def contradictions(self) -> pd.DataFrame:
        """List records that contradict each other: kind, project, event, day, other_day, file.

        What is wrong is left out of the figures it would spoil. Nobody is named.
        """
        return self.frame("contradictions")

    def altered(self) -> list[Upload]:
        """Give the uploads in use whose stored rows are not those that were loaded."""
        return [
            one
            for one in self.uploads()
            if not one.undone_at and self._content(one.table, one.upload)[0] != one.digest
        ]

    def copy_to(self, database: Path) -> None:
        """Write everything that is stored into a database file of its own."""
        name = str(database).replace(_QUOTE, _QUOTE * 2)
        ours = self._one("SELECT current_database()")
        self._sql.execute(f"ATTACH '{name}' AS copied")
        self._sql.execute(f'COPY FROM DATABASE "{ours}" TO copied')
        self._sql.execute("DETACH copied")

    # Refusals in what people write

    def own_phrases(self) -> dict[str, bool]:
        """Give the phrases a company added: whether each makes a refusal, or undoes one."""
        return dict(self._sql.execute("FROM own_phrases ORDER BY ALL").fetchall())

    def detector(self) -> str:
        """Name the version of the detector, own phrases included, that comments are read by."""
        return deflection.version(self.own_phrases())

    def add_phrases(self, phrases: Mapping[str, bool]) -> None:
        """Put these in the place of the phrases added before; every comment is read anew."""
        with self._transaction():
            self._sql.execute("DELETE FROM own_phrases")
            for one in phrases.items():
                self._sql.execute("INSERT INTO own_phrases VALUES (?, ?)", one)
            self._derive()

    def labels(self) -> pd.DataFrame:
        """Give what HR said of texts: code (of the masked text), language, deflects."""
        return self.frame("labels")

    def label(self, code: str, language: str, *, deflects: bool | None) -> None:
        """Note what HR says of a text, or with None forget what it said."""
        self._sql.execute("DELETE FROM labels WHERE code = ?", [code])
        if deflects is not None:
            self._sql.execute("INSERT INTO labels VALUES (?, ?, ?)", [code, language, deflects])

    def keep_labels(self, codes: Iterable[str]) -> None:
        """Forget what was said of texts other than these."""
        self._sql.register("kept", pd.DataFrame({"code": list(codes)}, dtype="str"))
        self._sql.execute("DELETE FROM labels WHERE code NOT IN (SELECT code FROM kept)")
        self._sql.unregister("kept")

    # Comparisons

    def declare(self, comparison: Comparison, *, unequal: bool = False) -> None:
        """Declare a comparison, in place of one of the same id.

        Raises LoadError for windows out of order or, unless ``unequal``, of different lengths, and
        for groups nobody knows.
        """
        problems = problems_of(
            comparison,
            others=self.comparisons(),
            departments=self._column("SELECT DISTINCT department FROM departments"),
            projects=self._column("SELECT project FROM projects"),
            unequal=unequal,
        )
        if problems:
            raise LoadError(*problems)
        with self._transaction():
            self._forget(comparison)
            self._sql.execute(
                "INSERT INTO comparisons VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                astuple(comparison),
            )

    def withdraw(self, name: str) -> Comparison:
        """Take a declared comparison back; gives it, so that it can be declared again.

        Raises LoadError when none has this name.
        """
        found = {one.name: one for one in self.comparisons()}.get(name)
        if not found:
            message = N_("No comparison is called “{name}”.")
            raise LoadError(Problem(message, {"name": name}))
        self._forget(found)
        return found

    # What another engine reads

    def write_tables(self, folder: Path) -> list[Path]:
        """Write what holds now as Parquet, a file a table, as ``engines.Spark`` reads it.

        It is personal data, behind pseudonyms: only the owner may read it.
        """
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        queries = {name: f"FROM {name}" for name in EFFECTIVE}
        queries["comparisons"] = "FROM comparisons ORDER BY rowid"
        queries["interactions"] = "SELECT * EXCLUDE (upload) FROM loaded.interactions"
        written = []
        for name, query in queries.items():
            path = folder / f"{name}.parquet"
            self._sql.execute(f"COPY ({query}) TO '{str(path).replace(_QUOTE, _QUOTE * 2)}'")
            path.chmod(0o600)
            written.append(path)
        return written

    def _forget(self, comparison: Comparison) -> None:
        self._sql.execute("DELETE FROM comparisons WHERE comparison = ?", [comparison.comparison])

    def comparisons(self) -> list[Comparison]:
        """Give the declared comparisons in the order of their declaration."""
        rows = self._sql.execute("FROM comparisons ORDER BY rowid").fetchall()
        return [Comparison(*row) for row in rows]

    # References

    def unknown(self, loaded: Loaded) -> list[Problem]:
        """List what a table refers to that nobody declared, with the nearest known name.

        Nothing is unknown while nothing of its kind is declared. People in a log may be unknown:
        their department then is.
        """
        return references.unknown(loaded, self._known(loaded.frame))

    def _known(self, frame: pd.DataFrame) -> references.Known:
        scales = self._sql.execute(
            "SELECT a.name, q.low, q.high "
            "FROM question_alias AS a JOIN questions AS q USING (question)"
        ).fetchall()
        waves = set(self._column("SELECT wave FROM waves"))
        return references.Known(
            departments=self._column(
                "SELECT name FROM department_alias WHERE EXISTS (FROM loaded.departments)"
            ),
            people=self._people_among(frame),
            projects=self._column("SELECT project FROM projects"),
            questions={name: (low, high) for name, low, high in scales},
            undated=[
                wave
                for wave in frame.get("wave", pd.Series(dtype="str")).unique()
                if wave not in waves and self._one("SELECT wave_day(?)", wave) is None
            ],
        )

    def _people_among(self, frame: pd.DataFrame) -> list[str]:
        """Give which of a frame's people stand in the roster."""
        roster = set(self._column("SELECT DISTINCT person FROM people"))
        named = [frame[column] for column in ("person", "respondent") if column in frame]
        ids = sorted({one for column in named for one in column.dropna()})
        drawn = pseudonyms.codes(self._key(), "person", ids)
        known = [one for one, code in zip(ids, drawn, strict=True) if code in roster]
        # An empty answer would mean that no roster is declared: then nobody is unknown.
        return known or sorted(map(str, roster))

    # Plumbing

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """Keep all of it or nothing; what holds is derived anew after a failure."""
        self._sql.execute("BEGIN")
        try:
            yield
        except BaseException:
            with suppress(duckdb.Error):  # after a failed write the connection is dead
                self._sql.execute("ROLLBACK")
            raise
        self._sql.execute("COMMIT")

    def _run(self, script: str) -> None:
        self._sql.execute(sql(script))

    def _one(self, query: str, *values: object) -> Any:  # noqa: ANN401 - as the query says
        rows = self._sql.execute(query, list(values)).fetchall()
        return rows[0][0] if rows else None

    def _column(self, query: str) -> list[Any]:
        return [row[0] for row in self._sql.execute(query).fetchall()]


def earlier_copies(folder: Path) -> list[Path]:
    """Name the copies of a workspace as it was before it was brought forward."""
    return sorted(folder.glob(f"{DATABASE}{_COPY}*"))


def rests_on(
    uploads: Iterable[Upload], tables: Iterable[str], first: date, last: date
) -> list[str]:
    """Give the content of every upload that some tables are derived from, in order.

    While it is the same, so is what is measured from these tables between two days: of logs
    only those count that reach into the months of these days.
    """
    loaded = {source for table in tables for source in _RESTS_ON.get(table, (table,))}
    start = first.replace(day=1)
    return [
        one.digest
        for one in uploads
        if not one.undone_at
        and one.table in loaded
        and (
            one.table != "interactions"
            or (one.first_on and one.last_on and one.first_on <= last and one.last_on >= start)
        )
    ]


def sql(name: str) -> str:
    """Give a query that this package keeps in a file of its own."""
    return (_SQL / f"{name}.sql").read_text("utf-8")


def _columns_of(table: str, kind: str) -> list[str]:
    """Name a table's columns of one kind."""
    columns = TABLES[table].columns
    return [name for name, declared in columns.items() if declared.metadata["kind"] == kind]


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)
