"""HR reviews what is heard: which comments, in which order, and what follows from the labels."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from dashboard import store
from dashboard.cli import DONE, main
from dashboard.erasure import erase
from dashboard.estimate import Detector, of_labelled
from dashboard.release import read
from dashboard.release.build import build
from dashboard.release.review import (
    detectors,
    next_text,
    rates,
    reviewable,
    tally,
)
from data_loaders import load
from data_loaders.deflection import measured

REFUSED = "この件はうちの部署の範囲外だと断られました。"
PRAISED = "みんなで作れて楽しかった。"
QUESTIONS = "question,construct,kind\nwhy,open,text\n"


def texts(heard: int, others: int, labels: dict[int, bool], language: str = "ja") -> pd.DataFrame:
    """List comments by number, the heard ones first; ``labels`` says what HR said of some."""
    n = heard + others
    return pd.DataFrame(
        {
            "code": [f"{i:04}" for i in range(n)],
            "text": [f"text {i}" for i in range(n)],
            "language": language,
            "deflects": [i < heard for i in range(n)],
            "label": pd.array([labels.get(i) for i in range(n)], "boolean"),
        }
    )


def test_both_parts_are_asked_in_turn() -> None:
    seen: dict[int, bool] = {}
    for _ in range(5):
        code = next_text(texts(2, 10, seen), "ja")
        assert code is not None
        seen[int(code)] = True
    # Heard and not heard in turn, until nothing heard is left.
    assert list(seen) == [0, 2, 1, 3, 4]
    assert next_text(texts(1, 0, {0: False}), "ja") is None
    assert next_text(texts(1, 0, {}), "en") is None


def test_what_was_said_is_counted() -> None:
    found = tally(texts(3, 4, {0: True, 1: False, 3: True, 4: False}), "ja")
    assert (found.confirmed, found.candidates, found.missed, found.sampled) == (1, 2, 1, 2)
    assert (found.heard, found.texts) == (3, 7)
    assert found.agreement == pytest.approx(0.5)
    assert not found.enough


def test_two_hundred_labels_make_the_rates_ones_own() -> None:
    labels = {i: i < 80 for i in range(100)} | {i: i < 110 for i in range(100, 199)}
    few = rates(texts(100, 900, labels))
    assert few["ja"] == of_labelled(**measured()["ja"])
    own = rates(texts(100, 900, labels | {199: False}))["ja"]
    assert own.labels == 200
    # 81/102 of the heard tenth and 11/102 of the rest.
    assert own.sensitivity == pytest.approx(81 / (81 + 9 * 11))
    assert rates(texts(100, 900, labels))["en"] == of_labelled(**measured()["en"])


def test_a_detector_is_mixed_by_the_languages_read() -> None:
    heard = pd.DataFrame(
        [("comments", "ja", 74), ("comments", "en", 26), ("messages", None, 9)],
        columns=["what", "language", "n"],
    )
    known = {"ja": Detector(0.9, 0.1, labels=5), "en": Detector(0.5, 0.1, labels=7)}
    found = detectors(heard, known)
    # 74 and 26 of a hundred are 15 and 5 twentieths.
    assert found["comments"].sensitivity == pytest.approx(0.75 * 0.9 + 0.25 * 0.5)
    assert found["comments"].labels == 12
    assert found["messages"] == Detector()


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Twelve wrote, half of them of a refusal; two of another department wrote, too."""
    people = [f"m{i}" for i in range(14)]
    lines = ["wave,response,respondent,department,question,text"]
    lines += [
        f"2025-02,{one},{one},{'sales' if i < 12 else 'works'},why,"
        f"{'その' * i}{REFUSED if i % 2 else PRAISED}"
        for i, one in enumerate(people)
    ]
    (tmp_path / "answers.csv").write_text("\n".join(lines), "utf-8")
    (tmp_path / "questions.csv").write_text(QUESTIONS, "utf-8")
    folder = tmp_path / "workspace"
    files = [str(tmp_path / name) for name in ("questions.csv", "answers.csv")]
    assert main(["load", *files, "--workspace", str(folder)]) == DONE
    return folder


def to_review(workspace: Path) -> pd.DataFrame:
    with store.opened(workspace) as opened:
        return reviewable(opened.tables(), opened.labels(), 10)


def test_only_comments_of_enough_people_are_shown(workspace: Path) -> None:
    found = to_review(workspace)
    assert len(found) == 12
    assert found["deflects"].sum() == 6
    assert found["code"].is_monotonic_increasing


def test_labels_outlive_an_undo_and_the_next_load(workspace: Path, tmp_path: Path) -> None:
    code = to_review(workspace)["code"][0]
    with store.opened(workspace) as opened:
        opened.label(code, "ja", deflects=True)
        opened.label(code, "ja", deflects=False)
        upload = next(one.upload for one in opened.uploads() if one.table == "answers")
        opened.undo(upload)
        assert reviewable(opened.tables(), opened.labels(), 10).empty
        opened.add_file(tmp_path / "answers.csv")
    known = to_review(workspace).set_index("code")["label"].dropna()
    assert known.to_dict() == {code: False}
    with store.opened(workspace) as opened:
        opened.label(code, "ja", deflects=None)
        assert opened.labels().empty


def test_who_is_erased_leaves_no_label_and_no_finding(workspace: Path) -> None:
    with store.opened(workspace) as opened:
        for code in reviewable(opened.tables(), opened.labels(), 10)["code"]:
            opened.label(code, "ja", deflects=True)
    erase(workspace, "m3")
    with store.opened(workspace) as opened:
        assert len(opened.labels()) == 11
        assert len(opened.frame("findings")) == 13


def test_a_company_s_own_words_are_heard_in_what_is_there(workspace: Path) -> None:
    with store.opened(workspace) as opened:
        opened.add_phrases({"楽しかった": True, "うちの部署": False})
        assert opened.own_phrases() == {"うちの部署": False, "楽しかった": True}
        found = reviewable(opened.tables(), opened.labels(), 10)
    assert (found["deflects"] == found["text"].str.contains("楽しかった")).all()


def test_comments_become_a_figure_corrected_by_the_detector(workspace: Path) -> None:
    with store.opened(workspace) as opened:
        release = build(opened)
    (ear,) = release.table("detectors").to_dict("records")
    told = measured()["ja"]
    sensitivity = (told["heard"] + 1) / (told["refusals"] + 2)
    assert ear["sensitivity"] == pytest.approx(sensitivity)
    estimates = release.table("estimates").query("metric == 'deflection_in_comments'")
    everyone = estimates.query("cut == 'all' and window == '2025-02'").iloc[0]
    # Seven of fourteen comments tell of a refusal, all of which are heard, and nothing else is.
    assert everyone["value"] == pytest.approx((0.5 - ear["alarms"]) / (sensitivity - ear["alarms"]))
    assert everyone["low"] < 0.5 < everyone["high"]


def test_figures_are_measured_anew_with_a_company_s_own_words(workspace: Path) -> None:
    def share() -> float:
        estimates = read.current(workspace).table("estimates")
        mine = estimates.query("metric == 'deflection_in_comments' and cut == 'all'")
        return float(mine.set_index("window").loc["2025-02", "value"])

    before = share()
    with store.opened(workspace) as opened:
        opened.add_phrases({"その" * 4: False})
        build(opened)
    assert share() < before


def test_answers_without_a_text_have_no_findings(
    tmp_path: Path,
) -> None:
    rows = "wave,response,department,question,score\n2025-02,1,sales,consultation,4\n"
    with store.opened(tmp_path) as opened:
        opened.add(load(rows.encode(), "answers.csv"))
        assert opened.frame("findings").empty
        assert opened.heard().empty


def test_messages_become_a_figure_corrected_by_the_detector(tmp_path: Path) -> None:
    """Twenty people write to the other department every day; a fifth of it is heard as refusing."""
    people = [(f"p{i}", "sales" if i % 2 else "planning") for i in range(20)]
    log = ["occurred_at,sender,recipient,channel,deflects,language"]
    log += [
        f"2025-0{month}-{day:02d},p{i},p{(i + 1) % 20},chat,{'true' if i % 5 == 0 else 'false'},ja"
        for month in (1, 2)
        for day in range(1, 11)
        for i in range(20)
    ]
    files = {
        "people.csv": ["person,valid_from,department"]
        + [f"{one},2024-01-01,{of}" for one, of in people],
        "log.csv": log,
    }
    with store.opened(tmp_path) as opened:
        for name, lines in files.items():
            opened.add(load("\n".join(lines).encode(), name))
        assert opened.frame("ties")["n_read"].sum() == 400
        release = build(opened)
    (ear,) = release.table("detectors").to_dict("records")
    told = measured()["ja"]
    assert (ear["what"], ear["labels"]) == ("messages", told["refusals"] + told["others"])
    found = release.table("estimates").query(
        "metric == 'deflection_in_messages' and cut == 'all' and window == '2025-01'"
    )
    heard = (0.2 - ear["alarms"]) / (ear["sensitivity"] - ear["alarms"])
    assert found["value"].iloc[0] == pytest.approx(heard)
