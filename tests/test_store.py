"""The workspace: whole or not at all, known again, taken back exactly, nobody's name inside."""

from __future__ import annotations

import gzip
import random
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from dashboard import pseudonyms, store
from dashboard.release.build import build
from data_loaders import LoadError, load
from data_loaders import files as loading

Put = Callable[[str, str], store.Upload]

DEPARTMENTS = "department,name\nplanning,企画部\nsales,営業部\n"
PEOPLE = """person,valid_from,department
    a,2025-01-01,planning
    b,2025-01-01,sales
    b,2025-03-01,planning
    c,2025-01-01,sales
    c,2025-03-15,
"""
LOG = """occurred_at,sender,recipient,channel
    2025-02-03,a,b,mail
    2025-03-03,a,b,mail
    2025-03-14,a,c,mail
    2025-03-15,a,c,mail
"""
MEMBERS = """project,person,joined_on,role
    P1,a,2025-02-01,lead
    P1,b,2025-02-01,member
"""
EVENTS = "event,project,occurred_on,activity,department,person\nE1,P1,2025-02-01,agreed,sales,a\n"
ANSWERS = "wave,response,department,question,score\n2025-01,r1,sales,consultation,4\n"


def tables_of(workspace: store.Workspace) -> dict[str, list[tuple[object, ...]]]:
    """Give everything that holds now, apart from which upload it came with."""
    return {
        name: sorted(tuple(map(str, row)) for row in frame.collect("pyarrow").iter_rows())
        for name, frame in workspace.tables().items()
    }


def ties_of(workspace: store.Workspace) -> list[tuple[object, ...]]:
    """Give month, sender's and recipient's department, n and weight of each tie."""
    ties = workspace.frame("ties").sort_values(["month", "last_on", "sender_department"])
    ties["month"] = ties["month"].map("{:%Y-%m}".format)
    columns = ["month", "sender_department", "recipient_department", "n", "weight"]
    told = ties[columns].astype("object").where(ties[columns].notna(), None)
    return list(told.itertuples(index=False, name=None))


def code_of(workspace: store.Workspace, person: str) -> int:
    return pseudonyms.codes(
        pseudonyms.key_of(workspace.folder, may_draw=False), "person", [person]
    )[0]


def places(error: pytest.ExceptionInfo[LoadError]) -> list[tuple[int | None, str]]:
    return [(one.row, one.column) for one in error.value.problems]


# All or nothing, known again


def test_one_unusable_row_keeps_the_whole_file_out(workspace: store.Workspace, put: Put) -> None:
    put("people", PEOPLE)
    before = tables_of(workspace)
    with pytest.raises(LoadError):
        put("interactions", LOG + "2025-03-40,a,b,mail\n")
    assert tables_of(workspace) == before
    assert [one.table for one in workspace.uploads()] == ["people"]


def test_a_failure_while_storing_leaves_no_trace(
    workspace: store.Workspace, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("people", PEOPLE)
    put("interactions", LOG)
    before, ledger = tables_of(workspace), workspace.uploads()
    settle = store.Workspace._settle  # noqa: SLF001

    def fail_at_the_end(self: store.Workspace) -> None:
        settle(self)
        raise OSError

    monkeypatch.setattr(store.Workspace, "_settle", fail_at_the_end)
    with pytest.raises(OSError):  # noqa: PT011 - it has no words
        put("interactions", LOG.replace("a,b", "b,c"))
    with pytest.raises(OSError):  # noqa: PT011
        workspace.undo(1)
    monkeypatch.undo()
    assert tables_of(workspace) == before
    assert workspace.uploads() == ledger
    assert put("interactions", LOG.replace("a,b", "b,c")).upload == 3


@pytest.mark.parametrize(
    "again",
    [
        "社員番号,発令日,所属\nb,2025/4/2,営業\na,2025/4/1,企画\n".encode("cp932"),
        "社員番号,発令日,所属\nb,2025/4/2,営業\na,2025/4/1,企画\n".encode("utf-16"),
        gzip.compress(
            "valid_from\tdepartment\tperson\n20250401\t企画\ta\n20250402\t営業\tb".encode()
        ),
    ],
    ids=["cp932", "utf-16", "gzip"],
)
def test_the_same_content_is_known_again(workspace: store.Workspace, again: bytes) -> None:
    first = "person,valid_from,department\na,2025-04-01,企画\nb,2025-04-02,営業\n".encode()
    stored = workspace.add(load(first, "first.csv"))
    found = workspace.add(load(again, "again.csv"))
    assert (found.upload, found.repeated) == (stored.upload, True)
    assert len(workspace.uploads()) == 1
    assert len(workspace.frame("people")) == 2
    assert kept_rows(workspace, "people") == 2


def kept_rows(workspace: store.Workspace, table: str) -> int:
    """Count the rows a table keeps from all uploads."""
    with duckdb.connect(workspace.folder / store.DATABASE) as connection:
        rows, _ = connection.execute(f"FROM loaded.{table}").df().shape
        return rows


@pytest.mark.parametrize(
    "other",
    [
        "person,valid_from,department\na,2025-04-01,企画\nb,2025-04-02,企画\n",
        "person,valid_from,department\na,2025-04-01,企画\n012,2025-04-02,営業\n",
        "person,valid_from,department\na,2025-04-02,企画\nb,2025-04-01,営業\n",
        "person,valid_from,department\na,2025-04-01,営業\nb,2025-04-02,企画\n",
    ],
)
def test_other_content_is_no_repetition(put: Put, other: str) -> None:
    put("people", "person,valid_from,department\na,2025-04-01,企画\nb,2025-04-02,営業\n")
    assert not put("people", other).repeated


def test_the_ledger_tells_what_came_when(workspace: store.Workspace, put: Put) -> None:
    told = put("interactions", LOG)
    assert (told.upload, told.file, told.table, told.rows) == (
        1,
        "interactions.csv",
        "interactions",
        4,
    )
    assert (told.first_on, told.last_on) == (date(2025, 2, 3), date(2025, 3, 15))
    assert workspace.uploads() == [told]


# Undo


@pytest.mark.parametrize("undone", [1, 3, 5])
def test_undo_leaves_what_would_be_there_without_the_upload(
    tmp_path: Path, workspace: store.Workspace, put: Put, undone: int
) -> None:
    loads = [
        ("departments", DEPARTMENTS),
        ("department_names", "name,department\nsales,planning\n"),
        ("people", PEOPLE),
        ("interactions", LOG),
        ("people", "person,valid_from,department\nb,2025-03-01,sales\nd,2025-01-01,sales\n"),
    ]
    for table, text in loads:
        put(table, text)
    full = tables_of(workspace)

    taken = workspace.undo(undone)

    assert taken.upload == undone
    with store.opened(tmp_path / "other") as other:
        key = (workspace.folder / "workspace.key").read_bytes()
        (other.folder / "workspace.key").write_bytes(key)
        for number, (table, text) in enumerate(loads, 1):
            if number != undone:
                content = "\n".join(map(str.strip, text.strip().splitlines())).encode()
                other.add(load(content, "a.csv", table=table))
        assert tables_of(workspace) == tables_of(other)
    state = [bool(one.undone_at) for one in workspace.uploads()]
    assert state == [number == undone for number in range(1, 6)]

    again = put(*loads[undone - 1])

    assert not again.repeated
    if undone not in (3, 5):  # of two uploads with one key the latest wins: no longer the same
        assert tables_of(workspace) == full


def test_undo_and_the_same_upload_again_gives_identical_tables(
    workspace: store.Workspace, put: Put
) -> None:
    for table, text in (("departments", DEPARTMENTS), ("people", PEOPLE), ("interactions", LOG)):
        put(table, text)
    full = tables_of(workspace)
    workspace.undo(2)
    put("people", PEOPLE)
    assert tables_of(workspace) == full


@pytest.mark.parametrize("upload", [0, 2, -1])
def test_there_is_nothing_else_to_undo(workspace: store.Workspace, put: Put, upload: int) -> None:
    put("people", PEOPLE)
    with pytest.raises(LoadError, match="no upload"):
        workspace.undo(upload)


def test_nothing_is_undone_twice(workspace: store.Workspace, put: Put) -> None:
    put("people", PEOPLE)
    workspace.undo(1)
    with pytest.raises(LoadError, match="no upload 1"):
        workspace.undo(1)


def test_a_correcting_upload_wins_and_undoing_it_brings_the_old_back(
    workspace: store.Workspace, put: Put
) -> None:
    put("people", "person,valid_from,department\na,2025-01-01,planning\n")
    put("people", "person,valid_from,department\na,2025-01-01,sales\n")
    assert workspace.frame("people")["department"].tolist() == ["sales"]
    workspace.undo(2)
    assert workspace.frame("people")["department"].tolist() == ["planning"]


# Who it was


def test_no_person_is_named_in_any_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "STREAMED_FROM_BYTES", 0)
    person, form, name = "CANARY-7731", "FORM-7732", "SINGER-7733"
    folder = tmp_path / "workspace"
    log = tmp_path / "log.csv"
    log.write_text(
        "occurred_at,sender,recipient,channel\n"
        + "".join(f"2025-02-{i % 28 + 1:02d},{person},{name}{i % 9},mail\n" for i in range(3_000))
    )
    with store.opened(folder) as workspace:
        roster = f"person,valid_from,department\n{person},2025-01-01,planning\n"
        workspace.add(load(roster.encode(), "people.csv"))
        answers = (
            "wave,response,respondent,department,question,score\n"
            f"2025-01,{form},{person},planning,not_our_department,1\n"
        )
        workspace.add(load(answers.encode(), "answers.csv"))
        assert workspace.add_file(log).format == "streamed_csv"
        build(workspace)
        live = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
        for upload in (1, 3):
            workspace.undo(upload)
        build(workspace)
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert any(path.suffix == ".parquet" for path in files)
    for content in (*live, *(path.read_bytes() for path in files)):
        for secret in (person, form, name):
            assert secret.encode() not in content
            assert secret.encode("utf-16-le") not in content


def test_the_key_is_for_its_owner_only(workspace: store.Workspace, put: Put) -> None:
    put("people", PEOPLE)
    key = workspace.folder / "workspace.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE(workspace.folder.stat().st_mode) == 0o700
    database = (workspace.folder / store.DATABASE).read_bytes()
    assert key.read_bytes() not in database


def test_a_person_has_one_code_in_every_table_of_a_workspace_and_another_elsewhere(
    tmp_path: Path,
) -> None:
    codes = []
    for folder in ("one", "other"):
        with store.opened(tmp_path / folder) as workspace:
            workspace.add(load(b"person,valid_from\na,2025-01-01\n", "people.csv"))
            workspace.add(load(b"project,person,joined_on\nP1,a,2025-01-01\n", "members.csv"))
            (person,) = workspace.frame("people")["person"]
            assert workspace.frame("participations")["person"].tolist() == [person]
            codes.append(person)
    assert codes[0] != codes[1]


def test_a_person_and_a_form_of_one_number_are_kept_apart(
    workspace: store.Workspace, put: Put
) -> None:
    put(
        "answers",
        """wave,response,respondent,department,question,score
        2025-01,7,7,sales,consultation,4
        2025-01,8,,sales,consultation,4
        """,
    )
    answers = workspace.frame("answers").sort_values("respondent")
    own = code_of(workspace, "7")
    assert answers["respondent"].tolist()[0] == own
    assert own not in answers["response"].tolist()
    # The cluster is the person where one is known, else the form, which is of its wave alone.
    cluster = answers["cluster"].tolist()
    assert cluster[0] == own
    assert cluster[1] not in (own, *answers["response"].tolist())


# One writer


def test_a_second_process_gets_one_sentence(workspace: store.Workspace) -> None:
    script = """
import sys
from pathlib import Path
from dashboard import store
from data_loaders import LoadError
store._PATIENCE_SECONDS = 0.2
try:
    with store.opened(Path(sys.argv[1])):
        print("opened")
except LoadError as error:
    print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", script, str(workspace.folder)],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "Something else is being stored just now. Try again in a moment.\n"
    assert done.stderr == ""


def test_a_workspace_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    with store.opened(tmp_path):
        pass
    with duckdb.connect(tmp_path / store.DATABASE) as connection:
        connection.execute("UPDATE meta SET schema_version = 99")
    with pytest.raises(LoadError, match="newer"), store.opened(tmp_path):
        pass


def test_a_workspace_opened_again_holds_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "workspace"
    with store.opened(folder) as workspace:
        workspace.add(load(b"person,valid_from,department\na,2025-01-01,x\n", "people.csv"))
        before = tables_of(workspace)
    with store.opened(folder) as workspace:
        assert tables_of(workspace) == before
        assert len(workspace.uploads()) == 1


# Departments of the day


@pytest.mark.parametrize("roster_first", [True, False])
def test_ties_use_the_departments_of_the_day(
    workspace: store.Workspace, put: Put, *, roster_first: bool
) -> None:
    loads = [("people", PEOPLE), ("interactions", LOG)]
    for table, text in loads if roster_first else loads[::-1]:
        put(table, text)
    assert ties_of(workspace) == [
        ("2025-02", "planning", "sales", 1, 1.0),
        ("2025-03", "planning", "planning", 1, 1.0),
        ("2025-03", "planning", "sales", 1, 1.0),
        ("2025-03", "planning", None, 1, 1.0),
    ]


def test_a_leaver_has_no_department_from_that_day(workspace: store.Workspace, put: Put) -> None:
    put("people", PEOPLE)
    people = workspace.frame("people")
    mine = people[people["person"] == code_of(workspace, "c")].sort_values("valid_from")
    spells = [
        (f"{one.valid_from:%Y-%m-%d}", f"{one.valid_to:%Y-%m-%d}") for one in mine.itertuples()
    ]
    assert spells == [("2025-01-01", "2025-03-15"), ("2025-03-15", "9999-12-31")]
    assert mine["department"].tolist()[0] == "sales"
    assert mine["department"].isna().tolist() == [False, True]


def test_nobody_has_a_department_before_the_first_row(workspace: store.Workspace, put: Put) -> None:
    put("people", "person,valid_from,department\na,2025-03-01,planning\nb,2025-01-01,sales\n")
    put("interactions", "occurred_at,sender,recipient,channel\n2025-02-28,a,b,mail\n")
    assert ties_of(workspace) == [("2025-02", None, "sales", 1, 1.0)]


def test_every_name_of_a_department_leads_to_it(workspace: store.Workspace, put: Put) -> None:
    names = ["企画部", "Planning", "商品企画", "旧企画", "planning"]
    put("departments", "department,name,name_en\nplanning,企画部,Planning\n")
    put("department_names", "name,department\n商品企画,planning\n旧企画,企画部\n")
    people = [f"{i},2025-01-01,{name}" for i, name in enumerate(names)]
    put("people", "\n".join(["person,valid_from,department", *people]))
    answers = [f"2025-01,{i},{name},consultation,4" for i, name in enumerate(names)]
    put("answers", "\n".join(["wave,response,department,question,score", *answers]))
    assert workspace.frame("people")["department"].tolist() == ["planning"] * 5
    assert workspace.frame("answers")["department"].tolist() == ["planning"] * 5
    assert workspace.frame("departments")["department"].tolist() == ["planning"]


def test_departments_keep_the_order_of_their_file(workspace: store.Workspace, put: Put) -> None:
    names = [f"d{(7 * i) % 30:02d}" for i in range(30)]
    put("departments", "department,name\n" + "".join(f"{one},{one}さん\n" for one in names))
    told = workspace.frame("departments").sort_values("position")
    assert told["department"].tolist() == names


# What counts as a tie


def test_a_meeting_beyond_the_cap_counts_for_nothing(workspace: store.Workspace, put: Put) -> None:
    put("people", PEOPLE)
    put(
        "interactions",
        """occurred_at,sender,recipient,channel,group_size
        2025-02-01,a,b,meeting,20
        2025-02-02,a,b,meeting,21
        2025-02-03,a,c,meeting,300
        """,
    )
    assert ties_of(workspace) == [("2025-02", "planning", "sales", 1, pytest.approx(1 / 19))]
    found = workspace.quality()
    assert (found["interactions"], found["oversized"], found["counted"]) == (3, 2, 1)


def test_a_conversation_counts_once_and_rows_without_one_each(
    workspace: store.Workspace, put: Put
) -> None:
    put(
        "interactions",
        """occurred_at,sender,recipient,channel,group_size,conversation
        2025-02-01,a,b,mail,2,c1
        2025-02-02,a,b,mail,2,c1
        2025-02-03,a,b,mail,3,c2
        2025-02-04,a,b,mail,5,
        2025-02-05,a,b,mail,2,
        2025-02-06,a,a,mail,2,
        """,
    )
    assert ties_of(workspace) == [("2025-02", None, None, 4, 1 + 1 + 1 / 2 + 1 / 4 + 1)]


def test_only_the_touched_months_are_built_again(workspace: store.Workspace, put: Put) -> None:
    put("people", PEOPLE)
    put("interactions", LOG)
    with duckdb.connect(workspace.folder / store.DATABASE) as connection:
        connection.execute("UPDATE ties SET n = 777")
    put("interactions", "occurred_at,sender,recipient,channel\n2025-02-09,a,b,mail\n")
    assert [(month, n) for month, _, _, n, _ in ties_of(workspace)] == [
        ("2025-02", 2),
        ("2025-03", 777),
        ("2025-03", 777),
        ("2025-03", 777),
    ]
    # A roster re-resolves the ties of those it moves, in every month, and of nobody else.
    put("people", "person,valid_from,department\nz,2025-01-01,sales\n")
    assert [n for _, _, _, n, _ in ties_of(workspace)].count(777) == 3
    put("people", "person,valid_from,department\nc,2025-01-01,planning\n")
    kept = [n for _, _, _, n, _ in ties_of(workspace)]
    assert 0 < kept.count(777) < 3


def test_late_corrections_give_what_the_right_roster_would_have_given(tmp_path: Path) -> None:
    drawn = random.Random(7)
    names, departments = [f"p{i}" for i in range(12)], ["sales", "planning", "logistics", ""]

    def rows(n: int) -> bytes:
        cells = [
            (drawn.choice(names), f"2025-0{drawn.randint(1, 6)}-1{drawn.randint(0, 9)}")
            for _ in range(n)
        ]
        lines = [f"{who},{day},{drawn.choice(departments)}" for who, day in dict.fromkeys(cells)]
        return "\n".join(["person,valid_from,department", *lines]).encode()

    talk = [
        f"2025-0{drawn.randint(1, 6)}-0{drawn.randint(1, 9)},{one},{other},mail"
        for one, other in (drawn.sample(names, 2) for _ in range(400))
    ]
    log = "\n".join(["occurred_at,sender,recipient,channel", *talk]).encode()
    rosters = [rows(n) for n in (30, 1, 5, 2)]
    shutil.copy(_key(tmp_path / "late"), _key(tmp_path / "early"))
    with store.opened(tmp_path / "late") as late:
        late.add(load(rosters[0], "people.csv"))
        late.add(load(log, "log.csv"))
        corrections = [late.add(load(one, "people.csv")).upload for one in rosters[1:]]
        late.undo(corrections[1])
        after = late.frame("ties")
    with store.opened(tmp_path / "early") as early:
        for one in (rosters[0], rosters[1], rosters[3]):
            early.add(load(one, "people.csv"))
        early.add(load(log, "log.csv"))
        expected = early.frame("ties")
    pd.testing.assert_frame_equal(after, expected)


def _key(folder: Path) -> Path:
    """Give the key of a workspace, drawn if need be: two of one key call people alike."""
    folder.mkdir(exist_ok=True)
    pseudonyms.key_of(folder, may_draw=True)
    return folder / pseudonyms.KEY


# What nobody declared


def test_an_unknown_department_is_named_with_its_nearest(put: Put) -> None:
    put("departments", DEPARTMENTS)
    with pytest.raises(LoadError) as caught:
        put("people", "person,valid_from,department\na,2025-01-01,plannning\nb,2025-01-01,sales\n")
    assert places(caught) == [(2, "department")]
    (problem,) = caught.value.problems
    assert problem.facts["found"] == "plannning"
    assert str(problem.facts["nearest"]).split(", ")[0] == "planning"


@pytest.mark.parametrize(
    ("table", "text", "place"),
    [
        ("participations", MEMBERS + "P1,x,2025-01-01,\n", (4, "person")),
        ("participations", MEMBERS.replace("P1,b", "P9,b"), (3, "project")),
        ("answers", ANSWERS.replace("consultation", "コンサル"), (2, "question")),
        ("answers", ANSWERS.replace("sales", "saels"), (2, "department")),
        ("answers", ANSWERS.replace(",4", ",6"), (2, "score")),
        ("answers", ANSWERS.replace(",4", ",0"), (2, "score")),
        ("answers", ANSWERS.replace("2025-01", "the first"), (2, "wave")),
        ("answers", ANSWERS.replace("2025-01", "2025-13"), (2, "wave")),
        ("project_events", EVENTS.replace("sales,a", "sales,x"), (2, "person")),
        ("project_events", EVENTS.replace("sales", "saels"), (2, "department")),
        ("invitations", "wave,department,invited\n2025-01,saels,3\n", (2, "department")),
        ("department_names", "name,department\n商品企画,saels\n", (2, "department")),
    ],
)
def test_what_refers_to_nothing_is_named(
    declared: store.Workspace, table: str, text: str, place: tuple[int, str]
) -> None:
    content = "\n".join(map(str.strip, text.splitlines())).encode()
    with pytest.raises(LoadError) as caught:
        declared.add(load(content, "a.csv", table=table))
    assert places(caught) == [place]
    assert len(declared.uploads()) == 3


@pytest.fixture(scope="module")
def declared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[store.Workspace]:
    """A workspace with departments, people and a project, into which nothing gets."""
    records = {
        "departments": DEPARTMENTS,
        "people": PEOPLE,
        "projects": "project,name,kind,proposed_on\nP1,p,co_creation,2025-01-01\n",
    }
    with store.opened(tmp_path_factory.mktemp("declared")) as workspace:
        for table, text in records.items():
            content = "\n".join(map(str.strip, text.splitlines())).encode()
            workspace.add(load(content, "a.csv", table=table))
        yield workspace


def test_nothing_is_unknown_before_it_is_declared(workspace: store.Workspace, put: Put) -> None:
    put("participations", MEMBERS)
    put("department_names", "name,department\n商品企画,planning\n")
    put("answers", ANSWERS)
    assert len(workspace.uploads()) == 3


def test_a_stranger_in_the_log_has_an_unknown_department(
    workspace: store.Workspace, put: Put
) -> None:
    put("people", PEOPLE)
    put("interactions", "occurred_at,sender,recipient,channel\n2025-02-01,x,a,mail\n")
    assert ties_of(workspace) == [("2025-02", None, "planning", 1, 1.0)]
    assert workspace.quality()["unknown_department"] == 1


@pytest.mark.parametrize(
    ("wave", "opened"),
    [
        ("2025-09", (2025, 9, 1)),
        ("2025-9", (2025, 9, 1)),
        ("2025年9月", (2025, 9, 1)),
        ("2025Q3", (2025, 7, 1)),
        ("2025-Q4", (2025, 10, 1)),
    ],
)
def test_a_wave_is_dated_by_its_name(
    workspace: store.Workspace, put: Put, wave: str, opened: tuple[int, int, int]
) -> None:
    put("answers", ANSWERS.replace("2025-01", wave))
    assert workspace.frame("waves")["opened_on"].tolist() == [datetime(*opened)]  # noqa: DTZ001


def test_a_wave_is_dated_by_its_answers_or_as_declared(
    workspace: store.Workspace, put: Put
) -> None:
    put(
        "answers",
        """wave,response,department,question,score,answered_on
        spring,r1,sales,consultation,4,2025-04-03
        spring,r2,sales,consultation,4,2025-04-01
        """,
    )
    days = ["opened_on", "closed_on"]
    (seen,) = workspace.frame("waves")[days].astype("str").itertuples(index=False, name=None)
    assert seen == ("2025-04-01", "2025-04-03")
    put("waves", "wave,opened_on,closed_on\nspring,2025-03-31,2025-04-10\n")
    (said,) = workspace.frame("waves")[days].astype("str").itertuples(index=False, name=None)
    assert said == ("2025-03-31", "2025-04-10")


# Questions


def test_an_answer_is_favourable_as_its_question_declares(
    workspace: store.Workspace, put: Put
) -> None:
    put(
        "questions",
        """question,construct,text,kind,low,high,favourable
        q1,consultation,相談しやすい,scale,1,7,6;7
        """,
    )
    put(
        "answers",
        """wave,response,department,question,score
        2025-01,r1,sales,q1,5
        2025-01,r2,sales,相談しやすい,6
        2025-01,r3,sales,q1,
        2025-01,r4,sales,not_our_department,0
        2025-01,r5,sales,not_our_department,1
        """,
    )
    answers = workspace.frame("answers").set_index("score")
    assert bool(answers.loc[6.0, "favourable"])
    assert not answers.loc[5.0, "favourable"]
    assert answers.loc[6.0, ["question", "construct"]].tolist() == ["q1", "consultation"]
    assert bool(answers.loc[0.0, "favourable"])
    assert not answers.loc[1.0, "favourable"]
    assert answers[answers.index.isna()]["favourable"].isna().all()


# Comparisons


def test_a_comparison_declared_again_replaces_the_one_of_its_name(
    workspace: store.Workspace,
) -> None:
    days = (date(2025, 1, 1), date(2025, 3, 31), date(2025, 4, 1), date(2025, 6, 30))
    first = store.Comparison("declared-1", "spring", None, *days)
    other = store.Comparison("declared-2", "other", None, *days, tie_min=3)
    again = store.Comparison("declared-1", "spring", "Spring", *days, treated="project:P1")
    for one in (first, other, again):
        workspace.declare(one)
    assert workspace.comparisons() == [other, again]


def test_a_scale_without_declared_favourable_scores_has_the_usual_ones(
    put: Put, workspace: store.Workspace
) -> None:
    put("questions", "question,construct,kind,low,high,reversed\nq,buy_in,scale,1,5,yes")
    put("answers", "wave,respondent,department,question,score\n2025-03,1,a,q,2\n2025-03,2,a,q,3")
    told = workspace.frame("answers").sort_values("score")
    assert told["favourable"].tolist() == [True, False]


def test_a_workspace_whose_key_is_lost_is_not_continued_under_another(tmp_path: Path) -> None:
    with store.opened(tmp_path) as made:
        made.add(load(b"person,valid_from\n1,2025-01-01", "people.csv"))
    (tmp_path / pseudonyms.KEY).unlink()
    with store.opened(tmp_path) as made, pytest.raises(LoadError, match=pseudonyms.KEY):
        made.add(load(b"person,valid_from\n1,2025-02-01", "people.csv"))
    assert not (tmp_path / pseudonyms.KEY).exists()


def test_a_file_that_is_no_database_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / store.DATABASE).write_bytes(b"no database" * 1000)
    with pytest.raises(LoadError, match="cannot be opened"), store.opened(tmp_path):
        pass
