"""``yotte``: what each command does, prints and gives back."""

from __future__ import annotations

import csv
import io
import json
import shutil
import zipfile
from pathlib import Path

import pytest

from dashboard import store
from dashboard.cli import BAD_DATA, DONE, WRONG_USE, main
from dashboard.release import read
from dashboard.settings import keep, settings_of, with_layout

PEOPLE = [(f"p{i}", "planning" if i < 6 else "sales") for i in range(12)]
NUMBERED = list(enumerate(PEOPLE))
FILES = {
    "1 answers.csv": [
        "wave,response,department,question,score",
        *(f"2025-02,2{one},{of},not_our_department,{int(i % 3 > 0)}" for i, (one, of) in NUMBERED),
        *(f"2025-05,5{one},{of},not_our_department,{int(i % 3 > 1)}" for i, (one, of) in NUMBERED),
    ],
    "2 roster.csv": ["社員番号,発令日,所属", *(f"{one},2024-01-01,{of}" for one, of in PEOPLE)],
    "3 log.csv": [
        "occurred_at,sender,recipient,channel",
        *(
            f"2025-0{month}-{day:02d},p{day % 12},p{(day + month) % 12},mail"
            for month in range(1, 7)
            for day in range(1, 29)
        ),
    ],
}


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


def written(folder: Path) -> Path:
    folder.mkdir()
    for name, lines in FILES.items():
        (folder / name).write_text("\n".join(lines), "utf-8")
    (folder / "notes.docx").write_bytes(b"PK\x03\x04")
    return folder


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    return written(tmp_path / "sources")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace into which the files were loaded, to be copied."""
    folder = tmp_path_factory.mktemp("template")
    sources = written(folder / "sources")
    assert main(["load", str(sources), "--workspace", str(folder / "workspace")]) == DONE
    return folder / "workspace"


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "workspace"
    monkeypatch.setenv("YOTTE_WORKSPACE", str(folder))
    return folder


@pytest.fixture
def loaded(template: Path, workspace: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    shutil.copytree(template, workspace)
    capsys.readouterr()
    return workspace


def wrong_use(*arguments: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == WRONG_USE


def test_a_folder_is_loaded_what_is_referred_to_first(
    workspace: Path, sources: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["load", str(sources)]) == DONE
    told = capsys.readouterr()
    assert told.out == ""
    for line in (
        "2 roster.csv: 12 rows into “people”.",
        "1 answers.csv: 24 rows into “answers”.",
        "3 log.csv: 168 rows into “interactions”.",
        f"Released as {read.current(workspace).id}.",
    ):
        assert line in told.err.splitlines()
    with store.opened(workspace) as opened:
        assert [one.table for one in opened.uploads()] == ["people", "answers", "interactions"]


def test_a_bad_file_does_not_keep_the_good_ones_out(
    workspace: Path, sources: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (sources / "2 roster.csv").write_text("社員番号,発令日,所属\np1,いつか,sales\n", "utf-8")
    assert main(["load", str(sources)]) == BAD_DATA
    assert "2 roster.csv · row 2 · 発令日: “いつか” is not a date." in capsys.readouterr().err
    with store.opened(workspace) as opened:
        assert [one.table for one in opened.uploads()] == ["answers", "interactions"]


def test_a_long_list_of_problems_ends_with_how_many_more(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "people.csv"
    rows = [f"p{i},someday,sales" for i in range(73)]
    path.write_text("\n".join(["person,valid_from,department", *rows]))
    assert main(["load", str(path), "--workspace", str(workspace)]) == BAD_DATA
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 51
    assert told[-1].startswith("and 23 more")


def test_the_same_folder_again_changes_nothing(
    loaded: Path, sources: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = read.current(loaded).id
    assert main(["load", str(sources)]) == DONE
    assert capsys.readouterr().err.count("already loaded") == 3
    assert read.current(loaded).id == before


def test_a_mapping_and_a_table_may_be_told(workspace: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("wer,wann,wo\np1,2025-01-01,sales\n")
    assert main(["load", str(path)]) == BAD_DATA
    pairs = ("person=wer", "valid_from=wann", "department=wo")
    options = [part for pair in pairs for part in ("--map", pair)]
    assert main(["load", str(path), "--as", "people", *options]) == DONE
    with store.opened(workspace) as opened:
        assert opened.frame("people")["department"].tolist() == ["sales"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["load"],
        ["load", "/no/such/file.csv"],
        ["load", ".", "--map", "person"],
        ["undo", "first"],
        ["estimates", "--format", "xml"],
        ["comparison", "add", "c", "--before", "2025-01..2025-03"],
        ["comparison", "add", "c", "--before", "spring", "--after", "2025-04..2025-06"],
        ["comparison", "add", "c", "--before", "2025-13..2025-14", "--after", "2025-04..2025-06"],
        ["comparison", "add", "c", "--before", "2025-04..2025-06", "--after", "2025-01..2025-03"],
    ],
    ids=" ".join,
)
@pytest.mark.usefixtures("workspace")
def test_wrong_use(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    wrong_use(*arguments)
    assert "yotte" in capsys.readouterr().err


def test_undo_takes_one_upload_back(loaded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["undo", "2"]) == DONE
    assert "Taken back: 1 answers.csv, 24 rows." in capsys.readouterr().err
    assert set(read.current(loaded).table("estimates")["metric"]) == {"cross_department_share"}
    assert main(["undo", "2"]) == BAD_DATA
    assert "There is no upload 2 to undo." in capsys.readouterr().err
    main(["uploads"])
    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert [(line[0], line[3], line[-1]) for line in lines] == [
        ("1", "people", "in use"),
        ("2", "answers", "taken back"),
        ("3", "interactions", "in use"),
    ]


def test_estimates_are_those_of_the_release(
    loaded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--metric", "not_our_department", "--cut", "department"]
    assert main(["estimates", *options]) == DONE
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    values = {(row["group"], row["window"][:7]): row["value"] for row in rows}
    assert float(values["planning", "2025-02"]) == pytest.approx(4 / 6)
    assert float(values["sales", "2025-05"]) == pytest.approx(2 / 6)
    main(["estimates", *options, "--format", "json"])
    told = json.loads(capsys.readouterr().out)
    released = read.current(loaded).table("estimates")
    chosen = released[
        (released["metric"] == "not_our_department") & (released["cut"] == "department")
    ]
    assert [one["value"] for one in told] == pytest.approx(chosen["value"].tolist())
    assert len(told) == len(rows)


def test_a_declared_comparison_is_measured(
    loaded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    windows = ["--before", "2025-01..2025-03", "--after", "2025-04..2025-06"]
    assert main(["comparison", "add", "春の前後", *windows]) == DONE
    comparisons = read.current(loaded).table("comparisons").set_index("name")
    (declared,) = comparisons.loc[["春の前後"]].to_dict("records")
    days = [f"{declared[one]:%Y-%m-%d}" for one in ("before_from", "before_to", "after_to")]
    assert days == ["2025-01-01", "2025-03-31", "2025-06-30"]
    assert declared["equal_length"]
    capsys.readouterr()

    main(["changes", "--comparison", declared["comparison"], "--cut", "all"])
    told = csv.DictReader(io.StringIO(capsys.readouterr().out))
    by_metric = {one["metric"]: one for one in told}
    assert float(by_metric["not_our_department"]["change"]) == pytest.approx(-4 / 12)
    contact = by_metric["cross_department_share"]
    assert float(contact["change"]) == pytest.approx(
        float(contact["after"]) - float(contact["before"])
    )

    main(["department-ties", "--comparison", declared["comparison"], "--format", "json"])
    ties = json.loads(capsys.readouterr().out)
    assert {one["window"].split(":")[1] for one in ties} == {"before", "after"}
    assert {(one["from_department"], one["to_department"]) for one in ties} == {
        ("planning", "planning"),
        ("planning", "sales"),
        ("sales", "sales"),
    }


def test_unequal_windows_are_refused_unless_wanted(
    loaded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--before", "2025-01..2025-03", "--after", "2025-04..2025-05"]
    wrong_use("comparison", "add", "c", *options)
    assert "--unequal" in capsys.readouterr().err
    with store.opened(loaded) as opened:
        assert opened.comparisons() == []
    assert main(["comparison", "add", "c", *options, "--unequal"]) == DONE
    comparisons = read.current(loaded).table("comparisons").set_index("name")
    assert not comparisons.loc["c", "equal_length"]


def test_a_comparison_of_the_same_name_replaces_the_first(loaded: Path) -> None:
    windows = ["--before", "2025-01..2025-03", "--after", "2025-04..2025-06"]
    assert main(["comparison", "add", "c", *windows]) == DONE
    assert main(["comparison", "add", "c", *windows, "--tie-min", "3"]) == DONE
    told = read.current(loaded).table("comparisons")
    assert told.loc[told["name"] == "c", "tie_min"].tolist() == [3]


def test_comparisons_are_listed_and_removed(
    loaded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    windows = ["--before", "2025-01..2025-03", "--after", "2025-04..2025-06"]
    main(["comparison", "add", "春の前後", *windows, "--treated", "department:planning"])
    capsys.readouterr()
    assert main(["comparison", "list"]) == DONE
    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    (mine,) = [line for line in lines if line[0] == "declared-1"]
    spans = ["2025-01-01..2025-03-31", "2025-04-01..2025-06-30"]
    assert mine[1:] == ["春の前後", *spans, "department:planning", "membership:others", "2"]
    assert main(["comparison", "remove", "春の前後"]) == DONE
    assert "declared-1" not in set(read.current(loaded).table("comparisons")["comparison"])
    assert main(["comparison", "remove", "春の前後"]) == BAD_DATA


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(
    "more",
    [
        ["--treated", "department:nowhere"],
        ["--treated", "planning"],
        ["--tie-min", "0"],
        ["--treated", "department:sales", "--control", "department:sales"],
    ],
)
def test_a_comparison_of_nothing_is_wrong_use(more: list[str]) -> None:
    windows = ["--before", "2025-01..2025-03", "--after", "2025-04..2025-06"]
    wrong_use("comparison", "add", "c", *windows, *more)


@pytest.mark.usefixtures("workspace")
def test_without_a_release_the_samples_numbers_are_told_as_such(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["estimates", "--metric", "not_our_department", "--cut", "all"]) == DONE
    told = capsys.readouterr()
    assert "sample" in told.err
    assert told.out.startswith("metric,cut,group,window,value")


def test_problems_are_told_in_japanese_too(
    workspace: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    path = tmp_path / "空.csv"
    path.write_bytes(b"")
    assert main(["load", str(path), "--workspace", str(workspace)]) == BAD_DATA
    words = capsys.readouterr().err
    assert "空.csv" in words
    assert "The file is empty" not in words


def test_each_step_is_told_once(
    workspace: Path, sources: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["load", str(sources)]) == DONE
    steps = [line for line in capsys.readouterr().err.splitlines() if "%  " in line]
    assert len(steps) > 1
    assert len({step.split("%  ")[1] for step in steps}) == len(steps)
    assert read.current(workspace).folder.is_relative_to(workspace)


def test_a_file_that_is_refused_makes_no_release(
    loaded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = read.releases_of(loaded).joinpath(read.POINTER).stat().st_mtime_ns
    bad = tmp_path / "bad.csv"
    bad.write_text("person,valid_from\n1,yesterday\n", "utf-8")
    assert main(["load", str(bad), "--workspace", str(loaded)]) == BAD_DATA
    assert "%" not in capsys.readouterr().err
    assert read.releases_of(loaded).joinpath(read.POINTER).stat().st_mtime_ns == before


def test_json_has_every_digit(loaded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["estimates", "--workspace", str(loaded), "--format", "json"])
    told = [row["low"] for row in json.loads(capsys.readouterr().out) if row["low"] is not None]
    released = read.current(loaded).table("estimates")["low"].dropna().tolist()
    assert told == released


def test_a_measure_without_data_says_what_to_load(
    loaded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export = ["estimates", "--workspace", str(loaded), "--metric"]
    assert main([*export, "time_to_kickoff"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "time_to_kickoff is not measured yet. Load: projects." in told.err
    assert main([*export, "contact_share"]) == 1
    assert "“contact_share”. Nearest: " in capsys.readouterr().err


def test_a_layout_explained_once_needs_no_mapping(
    tmp_path: Path, workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = ["Timestamp,Team,It is easy to ask other departments for advice"]
    lines += [f"2026-03-{i + 1:02d} 10:00:00,{of},{i % 5 + 1}" for i, (_, of) in NUMBERED]
    form = tmp_path / "form.csv"
    form.write_text("\n".join(lines), "utf-8")
    assert main(["load", str(form)]) == BAD_DATA
    assert "department=COLUMN" in capsys.readouterr().err
    workspace.mkdir(exist_ok=True)
    keep(
        workspace, with_layout(settings_of(workspace), lines[0].split(","), {"department": "Team"})
    )
    assert main(["load", str(form)]) == DONE
    assert "12 rows into “answers”" in capsys.readouterr().err


def test_an_unpacked_export_of_slack_is_one_thing(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    packed = Path(__file__).parent / "loaders" / "slack_export" / "workspace.zip"
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(tmp_path / "slack")
    assert main(["load", str(tmp_path / "slack"), "--workspace", str(workspace)]) == DONE
    assert "slack: 1 rows into “interactions”." in capsys.readouterr().err
    # The zip it came from holds the same.
    assert main(["load", str(packed), "--workspace", str(workspace)]) == DONE
    assert "slack: already loaded, nothing changed." in capsys.readouterr().err


def test_a_zip_is_read_though_layouts_are_remembered(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace.mkdir(parents=True, exist_ok=True)
    keep(workspace, with_layout(settings_of(workspace), ["a", "b"], {"person": "a"}))
    packed = Path(__file__).parent / "loaders" / "slack_export" / "workspace.zip"
    assert main(["load", str(packed), "--workspace", str(workspace)]) == DONE
    assert "workspace.zip: 1 rows into “interactions”." in capsys.readouterr().err
