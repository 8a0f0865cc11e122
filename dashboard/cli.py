"""``yotte``: serve the dashboard, load files, make releases, export what pages may show."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import pandas as pd
import platformdirs

from dashboard.release import read
from dashboard.text import Translator, system_language

DONE, BAD_DATA, WRONG_USE = 0, 1, 2
WORKSPACE_VARIABLE = "YOTTE_WORKSPACE"
_READABLE = (".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; gives 0 when done, 1 for a problem with the data, 2 for wrong use."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    t = Translator(system_language())
    parser = _parser(t)
    chosen = parser.parse_args(given if _names_a_command(given) else ["serve", *given])
    return int(chosen.run(chosen, t))


def _names_a_command(given: Sequence[str]) -> bool:
    return bool(given) and (given[0] in _COMMANDS or given[0] in ("-h", "--help", "--version"))


def default_workspace() -> Path:
    """Give the folder used when none is named: YOTTE_WORKSPACE, else the user's data folder."""
    named = os.environ.get(WORKSPACE_VARIABLE)
    return Path(named) if named else platformdirs.user_data_path("yotte", appauthor=False)


# What each command does


def _serve(chosen: argparse.Namespace, t: Translator) -> int:
    """Hand over to Streamlit, in this process."""
    from streamlit.web import cli as streamlit_cli  # noqa: PLC0415 - half a second, here alone

    os.environ[WORKSPACE_VARIABLE] = str(chosen.workspace.absolute())
    app = str(files("dashboard") / "app.py")
    options = ["--server.headless", "true"] if chosen.no_browser else []
    options += ["--server.port", str(chosen.port)] if chosen.port else []
    print(t("Starting Yotte. Stop it with Ctrl+C."), file=sys.stderr)  # noqa: T201
    streamlit_cli.main(["run", app, *options], standalone_mode=False)
    return DONE


def _load(chosen: argparse.Namespace, t: Translator) -> int:
    from dashboard import store  # noqa: PLC0415 - brings DuckDB and pandera
    from data_loaders import LoadError  # noqa: PLC0415

    try:
        mapping = _mapping(chosen.map)
        paths = _files(chosen.paths)
    except ValueError as error:
        return _wrong_use(t(str(error.args[0]), **_facts(error)))
    failed = False
    with store.opened(chosen.workspace) as workspace:
        for outcome in workspace.add_files(paths, table=chosen.table, mapping=mapping):
            if isinstance(outcome, LoadError):
                failed = True
                _tell(outcome, t)
            else:
                _say(_loaded_words(outcome, t))
        _release_from(workspace, t)
    return BAD_DATA if failed else DONE
