"""A real Spark cluster, a master and two workers, makes the same release as this machine."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pandas as pd
import pytest

import sample_data
from dashboard import store
from dashboard.comparisons import Comparison
from dashboard.release import read
from dashboard.release.build import build
from dashboard.release.comments import written
from dashboard.settings import keep, settings_of, with_comments_read
from data_loaders import TABLES, load
from sample_data.build_release import story_files

START_SECONDS = 60
WORKERS = 2
NO_SPARK = "NO SPARK: install Java 17 and the extra “test” to run the tests on a cluster"
# Small data on small machines: two hundred partitions would be two hundred times nothing, compiling
# a query takes longer than running it, and so does waiting for the worker that holds the rows.
SETTINGS = """\
spark.sql.shuffle.partitions 1
spark.locality.wait 0
spark.sql.constraintPropagation.enabled false
spark.driver.extraJavaOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
spark.executor.extraJavaOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
spark.sql.adaptive.enabled false
spark.sql.codegen.wholeStage false
spark.driver.memory 2g
spark.executor.memory 1g
spark.ui.enabled false
"""
STORY = Path(sample_data.__file__).parent / "company_a"
HALVES = Comparison(
    "halves",
    "前半と後半",
    "The halves of the half-year",
    date(2026, 4, 1),
    date(2026, 6, 30),
    date(2026, 7, 1),
    date(2026, 9, 30),
)
ASKED = ("not_our_department", "consultation", "temperature", "comment")
LATE = "2025-06"
YOTTE = (sys.executable, "-m", "dashboard.cli")


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def running(name: str, *options: str, log: Path) -> Iterator[None]:
    """Run one of Spark's own servers until the tests are done."""
    import pyspark  # noqa: PLC0415

    home = Path(pyspark.__file__).parent
    command = [home / "bin" / "spark-class", f"org.apache.spark.deploy.{name}", *options]
    environment = {**os.environ, "SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1"}
    with log.open("w") as out:
        server = subprocess.Popen(
            command, stdout=out, stderr=subprocess.STDOUT, env=environment, cwd=log.parent
        )
    try:
        yield
    finally:
        server.terminate()
        server.wait()


def wait_for(words: str, log: Path, times: int = 1) -> None:
    deadline = time.monotonic() + START_SECONDS
    while log.read_text().count(words) < times:
        if time.monotonic() > deadline:
            pytest.fail(f"Spark did not say “{words}”:\n{log.read_text()}")
        time.sleep(0.2)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a master with two workers."""
    if not (find_spec("pyspark") and shutil.which("java")):
        if os.environ.get("YOTTE_REQUIRE_SPARK"):
            pytest.fail(NO_SPARK)
        pytest.skip(NO_SPARK)
    folder, port = tmp_path_factory.mktemp("spark"), free_port()
    address, log = f"spark://127.0.0.1:{port}", folder / "master.log"
    listening = ("--host", "127.0.0.1", "--webui-port", "0")
    with ExitStack() as servers:
        servers.enter_context(running("master.Master", *listening, "--port", str(port), log=log))
        wait_for("New state: ALIVE", log)
        for i in range(WORKERS):
            options = ("--cores", "1", "--memory", "1500m", address)
            servers.enter_context(
                running("worker.Worker", *listening, *options, log=folder / f"worker{i}.log")
            )
        wait_for("Registering worker", log, WORKERS)
        yield address


def yotte(*arguments: object, settings: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "SPARK_CONF_DIR": str(settings), "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        [*YOTTE, *map(str, arguments)],
        capture_output=True,
        text=True,
        env=environment,
        cwd=settings,
        check=False,
    )


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("settings")
    (folder / "spark-defaults.conf").write_text(SETTINGS)
    return folder


def since(folder: Path, day: str) -> None:
    """Load what the story tells since a day, of some constructs, with the later projects.

    A query takes Spark seconds however little it reads; what differs is tried as well with fewer.
    """
    told = {
        path.name.partition(".")[0]: pd.read_csv(path, dtype="str", keep_default_na=False)
        for path in story_files(STORY)
    }
    for name, column in (("waves", "opened_on"), ("interactions", "occurred_at")):
        told[name] = told[name][told[name][column] >= day]
    for name in ("answers", "invitations"):
        told[name] = told[name][told[name]["wave"].isin(told["waves"]["wave"])]
    told["answers"] = told["answers"][told["answers"]["question"].isin(ASKED)]
    late = told["projects"].query("proposed_on >= @LATE")["project"]
    for name in ("projects", "participations", "project_events"):
        told[name] = told[name][told[name]["project"].isin(late)]
    told["answers"] = told["answers"][told["answers"]["project"].isin(["", *late])]
    with store.opened(folder) as workspace:
        for name in TABLES:
            if name in told:
                content = told[name].to_csv(index=False).encode()
                workspace.add(load(content, f"{name}.csv", table=name))
        workspace.declare(HALVES)
        settings = settings_of(folder)
        for wave, mine in written(workspace.tables()).groupby("wave"):
            settings = with_comments_read(settings, str(wave), mine["code"])
        keep(folder, settings)
        build(workspace)


@pytest.fixture(scope="module")
def half_a_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the last half-year of the sample story, released here."""
    folder = tmp_path_factory.mktemp("half_a_year")
    since(folder, "2026-03")
    return folder


@pytest.fixture(scope="module")
def tables(half_a_year: Path, settings: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The story's tables as Parquet, written by the command."""
    folder = tmp_path_factory.mktemp("tables") / "written"
    done = yotte("tables", folder, "--workspace", half_a_year, settings=settings)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [str(path) for path in sorted_as_written(folder)]
    return folder


def sorted_as_written(folder: Path) -> list[Path]:
    names = [*store.EFFECTIVE, "comparisons", "interactions"]
    return [folder / f"{name}.parquet" for name in names]


@pytest.fixture(scope="module")
def on_spark(
    cluster: str,
    tables: Path,
    settings: Path,
    half_a_year: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> read.Release:
    workspace = tmp_path_factory.mktemp("clustered")
    shutil.copy(half_a_year / "settings.json", workspace)
    # Here one comparison at a time, there several: what is released does not depend on it.
    where = ("--spark-master", cluster, "--tables", tables, "--at-once", 16)
    done = yotte(
        "release", "--engine", "spark", *where, "--workspace", workspace, settings=settings
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert "100%" not in done.stderr
    return read.current(workspace)


@pytest.mark.parametrize("name", read.TABLES)
def test_spark_and_this_machine_release_the_same(
    name: str, half_a_year: Path, on_spark: read.Release
) -> None:
    here = read.current(half_a_year)
    assert not on_spark.facts.sample
    assert on_spark.facts.until == here.facts.until
    pd.testing.assert_frame_equal(on_spark.table(name), here.table(name), rtol=1e-9, atol=1e-12)


def test_written_tables_are_their_owners_alone(tables: Path) -> None:
    written = sorted_as_written(tables)
    assert {path.stat().st_mode & 0o777 for path in written} == {0o600}
    assert tables.stat().st_mode & 0o777 == 0o700
    log = pd.read_parquet(tables / "interactions.parquet")
    assert "upload" not in log
    # People are codes, as in the workspace.
    assert log["sender"].dtype == "int64"


@pytest.mark.parametrize("given", [(), ("--spark-master", "local[1]"), ("--tables", "there")])
def test_spark_needs_to_know_where(given: tuple[str, ...], settings: Path) -> None:
    done = yotte("release", "--engine", "spark", *given, settings=settings)
    assert done.returncode == 2
    assert "--spark-master and --tables" in done.stderr


def test_tables_that_are_not_there_are_said_to_be(
    cluster: str, settings: Path, tmp_path: Path
) -> None:
    options = ("--engine", "spark", "--spark-master", cluster, "--tables", tmp_path / "nowhere")
    done = yotte("release", *options, "--workspace", tmp_path, settings=settings)
    assert done.returncode == 1
    assert "nowhere" in done.stderr
    assert "Traceback" not in done.stderr
