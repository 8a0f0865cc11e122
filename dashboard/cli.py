"""``yotte``: serve the dashboard, load files, make releases, export what pages may show."""

from __future__ import annotations

import argparse
import json
import locale
import os
import signal
import sys
import threading
import time
import webbrowser
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta
from difflib import get_close_matches
from functools import partial
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from dashboard.problems import problem_line, problem_words
from dashboard.text import Translator

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.release.read import Release
    from dashboard.store import Upload, Workspace
    from data_loaders import Loaded, LoadError
    from data_loaders.files import Log

DONE, BAD_DATA, WRONG_USE = 0, 1, 2
WORKSPACE_VARIABLE = "YOTTE_WORKSPACE"
_READABLE = (
    ".csv",
    ".tsv",
    ".txt",
    ".csv.gz",
    ".tsv.gz",
    ".txt.gz",
    ".xlsx",
    ".xls",
    ".ods",
    ".zip",
    ".parquet",
    ".mbox",
    ".ics",
    ".xes",
    ".xes.gz",
)
_MOST_PROBLEMS = 50
_DAYS = ("before_from", "before_to", "after_from", "after_to")
_NEAREST = 3
_EXPORTS = ("estimates", "changes", "readings", "curves", "department-ties")


class _WrongUseError(Exception):
    """The command was given something it cannot mean; told in the reader's words."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; gives 0 when done, 1 for a problem with the data, 2 for wrong use."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    t = Translator(_system_language())
    parser, commands = _parser(t)
    if not given or given[0] not in (*commands, "-h", "--help", "--version"):
        given = ["serve", *given]
    chosen = parser.parse_args(given)
    try:
        return int(chosen.run(chosen, t))
    except _WrongUseError as error:
        parser.error(str(error))
    except BrokenPipeError:  # the reader of our output, such as head, has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def _system_language() -> str:
    spoken = os.environ.get("LC_ALL") or os.environ.get("LANG") or locale.getlocale()[0] or ""
    return "ja" if spoken.lower().startswith("ja") else "en"


def default_workspace() -> Path:
    """Give the folder used when none is named: YOTTE_WORKSPACE, else the user's data folder."""
    named = os.environ.get(WORKSPACE_VARIABLE)
    return Path(named) if named else platformdirs.user_data_path("yotte", appauthor=False)


def _say(words: str) -> None:
    print(words, file=sys.stderr)  # noqa: T201 - this is what a command line is for


# The commands. Imports of pandas, DuckDB and pandera stand inside: the server answers without them.


def _serve(chosen: argparse.Namespace, t: Translator) -> int:
    from dashboard import server  # noqa: PLC0415

    os.environ[WORKSPACE_VARIABLE] = str(chosen.workspace.absolute())
    _say(t("Starting Yotte on {workspace}. Stop it with Ctrl+C.", workspace=chosen.workspace))
    then = {"in_browser": not chosen.no_browser}
    threading.Thread(target=_prepare_pages, kwargs=then, daemon=True).start()
    # Streamlit looks for its settings beside what was started.
    sys.argv = [server.__file__]
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # to end as with Ctrl+C
    with suppress(KeyboardInterrupt):
        server.app.run(config={"server.port": chosen.port} if chosen.port else None)
    return DONE


def _prepare_pages(*, in_browser: bool) -> None:
    """Load what the first page draws with while the browser still fetches the frame.

    Plotly loads its parts when they are first used, so something small is drawn.
    """
    from streamlit import get_option, runtime  # noqa: PLC0415

    while not runtime.exists():
        time.sleep(0.02)
    if in_browser:
        webbrowser.open(f"http://localhost:{get_option('server.port')}")
    import_module("dashboard.views.overview")
    theme = import_module("dashboard.charts.theme")
    drawn = theme.figure(theme.LIGHT, 96, annotations=[theme.annotation(0, 0, "", {})])
    drawn.add_scatter(x=[0], y=[0]).to_json()


def _load(chosen: argparse.Namespace, t: Translator) -> int:
    from dashboard import store  # noqa: PLC0415
    from data_loaders import LoadError  # noqa: PLC0415

    read, paths = _reader(chosen, _mapping(chosen.map, t)), _files(chosen.paths, t)
    failed = changed = False
    try:
        with store.opened(chosen.workspace) as workspace:
            for outcome in workspace.add_files(paths, read):
                _tell(outcome, t)
                failed |= isinstance(outcome, LoadError)
                changed |= isinstance(outcome, store.Upload) and not outcome.repeated
            if changed:
                _release(workspace, t)
    except LoadError as error:
        _tell(error, t)
        return BAD_DATA
    return BAD_DATA if failed else DONE


def _reader(
    chosen: argparse.Namespace, mapping: Mapping[str, str]
) -> Callable[[Path], Loaded | Log]:
    """Read files as they were told to be read, else as files of their layout were before."""
    from dashboard.settings import layout_code, settings_of  # noqa: PLC0415
    from data_loaders import columns_of  # noqa: PLC0415
    from data_loaders.files import STREAMED_FROM_BYTES, read_file  # noqa: PLC0415

    layouts = settings_of(chosen.workspace).layouts

    def read(path: Path) -> Loaded | Log:
        big = path.is_dir() or path.stat().st_size > STREAMED_FROM_BYTES
        if mapping or chosen.table or not layouts or big:
            return read_file(path, chosen.table, mapping)
        columns = columns_of(path.read_bytes(), path.name).header
        said = dict(layouts.get(layout_code(columns), {}))
        return read_file(path, said.pop("table", None), said)

    return read


def _undo(chosen: argparse.Namespace, t: Translator) -> int:
    def take_back(workspace: Workspace) -> None:
        undone = workspace.undo(chosen.upload)
        _say(t("Taken back: {file}, {rows} rows.", file=undone.file, rows=undone.rows))

    return _changing(chosen, t, take_back)


def _comparison(chosen: argparse.Namespace, t: Translator) -> int:
    return {"add": _declare, "remove": _withdraw, "list": _list}[chosen.action](chosen, t)


def _declare(chosen: argparse.Namespace, t: Translator) -> int:
    from dashboard.comparisons import Comparison, next_id  # noqa: PLC0415
    from data_loaders import LoadError  # noqa: PLC0415

    if not (chosen.name and chosen.before and chosen.after):
        raise _WrongUseError(t("Declaring needs a name, --before and --after."))
    before, after = _span(chosen.before, t), _span(chosen.after, t)

    def declare(workspace: Workspace) -> None:
        known = {one.name: one.comparison for one in workspace.comparisons()}
        one = known.get(chosen.name) or next_id(workspace.comparisons())
        groups = {"treated": chosen.treated, "control": chosen.control}
        made = Comparison(one, chosen.name, None, *before, *after, **groups, tie_min=chosen.tie_min)
        try:
            workspace.declare(made, unequal=chosen.unequal)
        except LoadError as error:
            words = [problem_words(t, problem) for problem in error.problems]
            if any("after" in problem.facts for problem in error.problems):
                words.append(t("Say --unequal if that is what you want."))
            raise _WrongUseError(t.joined(words)) from error

    return _changing(chosen, t, declare)


def _withdraw(chosen: argparse.Namespace, t: Translator) -> int:
    return _changing(chosen, t, lambda workspace: workspace.withdraw(chosen.name or ""))


def _list(chosen: argparse.Namespace, t: Translator) -> int:
    """Print the comparisons of the release, one a line: id, name, windows, groups, tie rule."""
    from dashboard.release import read  # noqa: PLC0415

    table = read.current(chosen.workspace).table("comparisons")
    for one in table.to_dict("records"):
        days = [f"{one[name]:%Y-%m-%d}" for name in _DAYS]
        spans = "..".join(days[:2]), "..".join(days[2:])
        name = t.name_of({**one, "id": one["comparison"]})
        told = [one["comparison"], name, *spans, one["treated"], one["control"], one["tie_min"]]
        print(*told, sep="\t")  # noqa: T201
    return DONE


def _make_release(chosen: argparse.Namespace, t: Translator) -> int:
    if chosen.engine == "duckdb":
        return _changing(chosen, t, lambda _workspace: None)
    if not (chosen.spark_master and chosen.tables):
        raise _WrongUseError(t("Spark needs --spark-master and --tables."))
    from dashboard import engines  # noqa: PLC0415
    from dashboard.release.build import build_on  # noqa: PLC0415
    from data_loaders import LoadError  # noqa: PLC0415

    try:
        where = chosen.spark_master, chosen.tables, chosen.at_once
        with engines.spark(*where) as engine:
            release = build_on(engine, chosen.workspace, progress=_progress(t))
    except LoadError as error:
        _tell(error, t)
        return BAD_DATA
    _say(t("Released as {release}.", release=release.id))
    return DONE


def _write_tables(chosen: argparse.Namespace, t: Translator) -> int:
    from dashboard import store  # noqa: PLC0415
    from data_loaders import LoadError  # noqa: PLC0415

    try:
        with store.opened(chosen.workspace) as workspace:
            for path in workspace.write_tables(chosen.folder):
                print(path)  # noqa: T201
    except LoadError as error:
        _tell(error, t)
        return BAD_DATA
    return DONE


def _uploads(chosen: argparse.Namespace, t: Translator) -> int:
    from dashboard import store  # noqa: PLC0415

    with store.opened(chosen.workspace) as workspace:
        for one in workspace.uploads():
            state = t("taken back") if one.undone_at else t("in use")
            print(one.upload, one.when, one.file, one.table, one.rows, state, sep="\t")  # noqa: T201
    return DONE


def _problems(chosen: argparse.Namespace, t: Translator) -> int:
    """Print the records that contradict each other, and are left out of figures."""
    from dashboard import store  # noqa: PLC0415
    from data_loaders import LoadError  # noqa: PLC0415

    try:
        with store.opened(chosen.workspace) as workspace:
            _print_rows(workspace.contradictions(), chosen.format)
    except LoadError as error:
        _tell(error, t)
        return BAD_DATA
    return DONE


def _export(chosen: argparse.Namespace, t: Translator) -> int:
    """Print released figures in full precision: exactly what pages may show."""
    from dashboard.release import read  # noqa: PLC0415

    release = read.current(chosen.workspace)
    if release.facts.sample:
        _say(t("There is no release of this workspace yet; these are the sample story's numbers."))
    if getattr(chosen, "metric", None):
        missing = _missing(release, chosen.metric, t)
        if missing:
            _say(missing)
            return BAD_DATA
    frame = release.table(chosen.command.replace("-", "_"))
    for column in ("metric", "cut"):
        wanted = getattr(chosen, column, None)
        if wanted:
            frame = frame[frame[column] == wanted]
    if chosen.comparison:
        frame = frame[_of_comparison(frame, chosen.comparison)]
    _print_rows(frame, chosen.format)
    return DONE


def _missing(release: Release, metric: str, t: Translator) -> str:
    """Say why a release does not know a metric: what to load, or that nobody does."""
    known = release.table("metrics")["metric"].tolist()
    lacking = release.table("lacking").set_index("metric")
    if metric in known:
        return ""
    if metric not in lacking.index:
        every = [*known, *lacking.index]
        nearest = ", ".join(get_close_matches(metric, every, _NEAREST, cutoff=0)) or "–"
        return t(
            "There is no measure “{metric}”. Nearest: {nearest}.", metric=metric, nearest=nearest
        )
    needs = lacking.loc[metric, "needs"]
    if needs:
        return t("{metric} is not measured yet. Load: {tables}.", metric=metric, tables=needs)
    return t("{metric} is not measured yet: no survey asked for it.", metric=metric)


def _deflections(chosen: argparse.Namespace, t: Translator) -> int:
    from data_loaders import LoadError  # noqa: PLC0415
    from data_loaders.decode import require_names_once, sheet  # noqa: PLC0415
    from data_loaders.deflection import find  # noqa: PLC0415

    try:
        told = sheet(chosen.file.read_bytes(), chosen.file.name)
        require_names_once(told)
    except LoadError as error:
        _tell(error, t)
        return BAD_DATA
    except OSError as error:
        raise _WrongUseError(t("There is no file or folder “{path}”.", path=chosen.file)) from error
    for column in filter(None, (chosen.text, chosen.lang)):
        if column not in told.header:
            words = t("There is no column “{found}”. The columns are: {wanted}.")
            raise _WrongUseError(words.format(found=column, wanted=", ".join(told.header)))
    cells = told.cells
    languages = cells[chosen.lang] if chosen.lang else [""] * len(cells)
    found = [find(*one) for one in zip(cells[chosen.text], languages, strict=True)]
    heard = [one.deflects for one in found]
    told_rows = cells.assign(
        deflects=heard if chosen.format == "json" else [str(one).lower() for one in heard],
        phrases=[" | ".join(one.phrases) if one.deflects else "" for one in found],
        veto=["" if one.deflects else " | ".join(one.vetoes) for one in found],
    )
    _print_rows(told_rows, chosen.format)
    return DONE


def _print_rows(frame: pd.DataFrame, form: str) -> None:
    if form == "json":
        rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
        json.dump(rows, sys.stdout, ensure_ascii=False, indent=1, default=str)
    else:
        frame.to_csv(sys.stdout, index=False)


def _of_comparison(frame: pd.DataFrame, comparison: str) -> pd.Series:
    if "comparison" in frame:
        return frame["comparison"] == comparison
    return frame["window"].isin([f"{comparison}:before", f"{comparison}:after"])


def _withheld(chosen: argparse.Namespace, _: Translator) -> int:
    """Print which rule hides which figure: for HR alone."""
    from dashboard.release import disclosure, read  # noqa: PLC0415

    _print_rows(disclosure.ledger(read.releases_of(chosen.workspace)), chosen.format)
    return DONE


def _settings(chosen: argparse.Namespace, t: Translator) -> int:
    from dashboard import settings  # noqa: PLC0415

    now = settings.settings_of(chosen.workspace)
    people, comments = chosen.people or now.people, chosen.comments or now.comments
    print("people", people, sep="\t")  # noqa: T201
    print("comments", comments, sep="\t")  # noqa: T201
    if (people, comments) == (now.people, now.comments):
        return DONE

    def change(_: Workspace) -> None:
        raised = settings.raised(chosen.workspace, people=people, comments=comments)
        settings.keep(chosen.workspace, raised)

    return _changing(chosen, t, change)


def _erase(chosen: argparse.Namespace, t: Translator) -> int:
    from dashboard import erasure  # noqa: PLC0415
    from data_loaders import LoadError  # noqa: PLC0415

    try:
        erased = erasure.erase(chosen.workspace, chosen.person)
    except LoadError as error:
        _tell(error, t)
        return BAD_DATA
    _say(t("Erased: {rows} rows.", rows=erased.rows))
    for path in erased.left:
        _say(t("Something is left in {path}.", path=path))
    if not erased.left:
        _say(t("{files} files were searched: nothing is left.", files=erased.files))
    released = _changing(chosen, t, lambda _workspace: None)
    return BAD_DATA if erased.left else released


def _backup(chosen: argparse.Namespace, t: Translator) -> int:
    from dashboard import backups  # noqa: PLC0415

    return _guarded(t, partial(backups.back_up, chosen.workspace, chosen.file), chosen.file)


def _restore(chosen: argparse.Namespace, t: Translator) -> int:
    from dashboard import backups  # noqa: PLC0415

    if not chosen.file.is_file():
        raise _WrongUseError(t("There is no file or folder “{path}”.", path=chosen.file))
    return _guarded(t, partial(backups.restore, chosen.file, chosen.workspace), chosen.workspace)


def _guarded(t: Translator, act: Callable[[], None], made: Path) -> int:
    from data_loaders import LoadError  # noqa: PLC0415

    try:
        act()
    except LoadError as error:
        _tell(error, t)
        return BAD_DATA
    _say(t("Written: {path}.", path=made))
    return DONE


def _verify(chosen: argparse.Namespace, t: Translator) -> int:
    from dashboard import backups  # noqa: PLC0415

    wrong = backups.verify(chosen.workspace)
    for one in wrong:
        _say(problem_line(t, one))
    if not wrong:
        _say(t("Every upload is what was loaded."))
    return BAD_DATA if wrong else DONE


# What they share


def _changing(
    chosen: argparse.Namespace, t: Translator, change: Callable[[Workspace], object]
) -> int:
    """Open the workspace, change it, and release anew."""
    from dashboard import store  # noqa: PLC0415
    from data_loaders import LoadError  # noqa: PLC0415

    try:
        with store.opened(chosen.workspace) as workspace:
            change(workspace)
            _release(workspace, t)
    except LoadError as error:
        _tell(error, t)
        return BAD_DATA
    return DONE


def _release(workspace: Workspace, t: Translator) -> None:
    from dashboard.release.build import build  # noqa: PLC0415

    release = build(workspace, progress=_progress(t))
    _say(t("Released as {release}.", release=release.id))


def _progress(t: Translator) -> Callable[[str, float], None]:
    """Say once of each measure that it is being measured, and the share that is done."""
    said: set[str] = set()

    def progress(what: str, share: float) -> None:
        if what not in said:
            said.add(what)
            _say(f"{share:4.0%}  {t(what)}")

    return progress


def _tell(outcome: Upload | LoadError, t: Translator) -> None:
    if isinstance(outcome, Exception):
        for problem in outcome.problems[:_MOST_PROBLEMS]:
            _say(problem_line(t, problem))
        more = len(outcome.problems) - _MOST_PROBLEMS
        if more > 0:
            _say(t("and {n} more; the Data page lists them all.", n=more))
    elif outcome.repeated:
        _say(t("{file}: already loaded, nothing changed.", file=outcome.file))
    else:
        words = t(
            "{file}: {rows} rows into “{table}”.",
            file=outcome.file,
            rows=f"{outcome.rows:,}",
            table=outcome.table,
        )
        _say(words)


def _mapping(pairs: Sequence[str], t: Translator) -> Mapping[str, str]:
    if not all("=" in pair for pair in pairs):
        raise _WrongUseError(t("Write a mapping as OURS=THEIRS, for example person=社員コード."))
    return dict(pair.split("=", 1) for pair in pairs)


def _files(paths: Sequence[Path], t: Translator) -> list[Path]:
    """Give the files named, and those of a readable kind in the folders named."""
    from data_loaders.files import is_export  # noqa: PLC0415

    found: list[Path] = []
    for path in paths:
        if not path.exists():
            raise _WrongUseError(t("There is no file or folder “{path}”.", path=path))
        inside = sorted(path.iterdir()) if path.is_dir() and not is_export(path) else [path]
        found += [one for one in inside if one == path or one.name.lower().endswith(_READABLE)]
    return found


def _span(text: str, t: Translator) -> tuple[date, date]:
    """Read FROM..TO, months (2024-04) or days (2024-04-01), both inclusive."""
    try:
        first, last = (part.strip() for part in text.split(".."))
        start = date.fromisoformat(first if first.count("-") > 1 else f"{first}-01")
        end = date.fromisoformat(last if last.count("-") > 1 else f"{last}-01")
    except ValueError as error:
        raise _WrongUseError(
            t("“{text}” is no window. Write it like 2024-04..2024-09.", text=text)
        ) from error
    if last.count("-") == 1:
        end = (end + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return start, end


# The parser


def _parser(t: Translator) -> tuple[argparse.ArgumentParser, Sequence[str]]:
    parser = argparse.ArgumentParser(
        prog="yotte",
        description=t("Measures whether co-creation projects change an organisation."),
        epilog=t("Without a command the dashboard starts. Exit: 0 done, 1 data, 2 wrong use."),
    )
    parser.add_argument("--version", action="version", version=f"yotte {version('yotte')}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(
        name: str, run: Callable[[argparse.Namespace, Translator], int], words: str
    ) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=words, description=words)
        made.set_defaults(run=run, command=name)
        made.add_argument(
            "--workspace",
            type=Path,
            default=default_workspace(),
            metavar="PATH",
            help=t("folder with the loaded data (made at first use; default: {default})").format(
                default=default_workspace()
            ),
        )
        return made

    serve = command("serve", _serve, t("start the dashboard (this is the default)"))
    serve.add_argument("--port", type=int, help=t("port to listen on"))
    serve.add_argument("--no-browser", action="store_true", help=t("do not open a browser"))
    load = command("load", _load, t("store files, whole or not at all, and release anew"))
    _load_options(load, t)
    undo = command("undo", _undo, t("take one upload back"))
    undo.add_argument("upload", type=int, help=t("its number, as “yotte uploads” shows it"))
    command("uploads", _uploads, t("list the uploads"))
    words = t("list records that contradict each other, and are left out of figures")
    problems = command("problems", _problems, words)
    problems.add_argument("--format", choices=["csv", "json"], default="csv")
    _engine_options(command("release", _make_release, t("measure what is new")), t)
    words = t("write the tables as Parquet, as a Spark cluster reads them; they are personal data")
    tables = command("tables", _write_tables, words)
    tables.add_argument("folder", type=Path, metavar="DIR")
    words = t("say which rule hides which figure; for HR alone")
    command("withheld", _withheld, words).add_argument(
        "--format", choices=["csv", "json"], default="csv"
    )
    words = t("how many people a figure needs; it can only be raised")
    settings = command("settings", _settings, words)
    settings.add_argument("--people", type=int, metavar="N", help=t("people a figure needs"))
    settings.add_argument("--comments", type=int, metavar="N", help=t("writers comments need"))
    words = t("write the whole workspace into one file, its key included")
    command("backup", _backup, words).add_argument("file", type=Path, metavar="FILE.zip")
    words = t("unpack a backup into a folder that holds no workspace yet")
    command("restore", _restore, words).add_argument("file", type=Path, metavar="FILE.zip")
    command("verify", _verify, t("check that what is stored is what was loaded"))
    words = t("forget a person: every record of theirs, and every byte of it")
    erase = command("erase", _erase, words)
    erase.add_argument("person", metavar="PERSON", help=t("the number rosters and logs use"))
    words = t("declare, list or remove comparisons of two windows")
    comparison = command("comparison", _comparison, words)
    _comparison_options(comparison, t)
    words = t("read the texts of a file, and say which are refusals on grounds of scope, and why")
    hear = command("deflections", _deflections, words)
    hear.add_argument("file", type=Path, metavar="FILE")
    hear.add_argument("--text", required=True, metavar="COLUMN", help=t("the column of the texts"))
    hear.add_argument("--lang", metavar="COLUMN", help=t("the column of their language, ja or en"))
    hear.add_argument("--format", choices=["csv", "json"], default="csv")
    for name in _EXPORTS:
        _export_options(
            command(name, _export, t("print released figures, as pages may show them")), name
        )
    return parser, list(commands.choices)


def _load_options(load: argparse.ArgumentParser, t: Translator) -> None:
    load.add_argument("paths", nargs="+", type=Path, metavar="FILE-OR-FOLDER")
    load.add_argument(
        "--as", dest="table", metavar="TABLE", help=t("which table, when the header does not say")
    )
    load.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="OURS=THEIRS",
        help=t("a column of ours and how the file calls it; may be repeated"),
    )


def _engine_options(release: argparse.ArgumentParser, t: Translator) -> None:
    release.add_argument(
        "--engine",
        choices=["duckdb", "spark"],
        default="duckdb",
        help=t("where to measure: this machine (duckdb), or a Spark cluster"),
    )
    release.add_argument(
        "--spark-master", metavar="URL", help=t("the cluster, such as spark://host:7077")
    )
    release.add_argument(
        "--tables", metavar="DIR", help=t("where “yotte tables” wrote, as the cluster reads it")
    )
    release.add_argument(
        "--at-once",
        type=int,
        default=8,
        metavar="N",
        help=t(
            "comparisons and quarters in one query of the cluster: more is faster, and takes more "
            "of the driver’s memory"
        ),
    )


def _comparison_options(comparison: argparse.ArgumentParser, t: Translator) -> None:
    comparison.add_argument("action", choices=["add", "list", "remove"])
    comparison.add_argument("name", metavar="NAME", nargs="?")
    window = t("months or days, both inclusive: 2024-04..2024-09")
    comparison.add_argument("--before", metavar="FROM..TO", help=window)
    comparison.add_argument("--after", metavar="FROM..TO", help=window)
    group = t("a group as cut:group, for example project:P7 or department:planning")
    comparison.add_argument("--treated", default="membership:members", metavar="…", help=group)
    comparison.add_argument("--control", default="membership:others", metavar="…", help=group)
    comparison.add_argument(
        "--tie-min", type=int, default=2, metavar="N", help=t("interactions that make a tie")
    )
    comparison.add_argument(
        "--unequal", action="store_true", help=t("allow windows of unequal length")
    )


def _export_options(export: argparse.ArgumentParser, name: str) -> None:
    if name != "department-ties":
        export.add_argument("--metric", metavar="ID")
        export.add_argument("--cut", metavar="CUT")
    export.add_argument("--comparison", metavar="NAME")
    export.add_argument("--format", choices=["csv", "json"], default="csv")


if __name__ == "__main__":
    sys.exit(main())
