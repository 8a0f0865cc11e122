"""How many people a figure needs: only ever more."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.cli import BAD_DATA, DONE, main
from dashboard.release import read
from dashboard.settings import keep, raised, settings_of
from data_loaders import LoadError


def survey(folder: Path) -> Path:
    """Write a survey of planning (seven people) and sales (twelve)."""
    lines = ["wave,response,department,question,score"]
    for wave in ("2025-02", "2025-05"):
        lines += [
            f"{wave},{i},{'planning' if i < 7 else 'sales'},not_our_department,{int(i % 3 == 0)}"
            for i in range(19)
        ]
    path = folder / "answers.csv"
    path.write_text("\n".join(lines), "utf-8")
    return path


def shown(workspace: Path, group: str) -> bool:
    table = read.current(workspace).table("estimates")
    mine = table[(table["metric"] == "not_our_department") & (table["group"] == group)]
    return bool((mine["status"] == "shown").all())


def test_before_the_first_release_three_is_the_least(tmp_path: Path) -> None:
    assert raised(tmp_path, people=3, comments=3).people == 3
    with pytest.raises(LoadError, match="At least 3 people"):
        raised(tmp_path, people=2, comments=10)


def test_it_is_kept_for_its_owner_only(tmp_path: Path) -> None:
    keep(tmp_path, raised(tmp_path, people=7, comments=12))
    (file,) = tmp_path.glob("*.json")
    assert file.stat().st_mode & 0o777 == 0o600
    assert (settings_of(tmp_path).people, settings_of(tmp_path).comments) == (7, 12)


def test_more_people_hide_more_and_fewer_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YOTTE_WORKSPACE", str(tmp_path / "workspace"))
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert main(["load", str(survey(tmp_path))]) == DONE
    workspace = tmp_path / "workspace"
    assert shown(workspace, "planning")
    assert main(["settings", "--people", "8"]) == DONE
    assert read.current(workspace).facts.threshold == 8
    # Sales tells what planning's seven said, but it was shown already and so was planning.
    hidden = [shown(workspace, group) for group in ("all", "sales", "planning")]
    assert hidden == [True, True, False]
    capsys.readouterr()
    assert main(["settings", "--people", "5"]) == BAD_DATA
    assert "At least 8 people" in capsys.readouterr().err
    assert read.current(workspace).facts.threshold == 8
    main(["withheld"])
    assert "planning,few" in capsys.readouterr().out
