"""What survey tools export is read as it is: one row a respondent, the questions in its header."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from data_loaders import Loaded, LoadError, load
from data_loaders.questions import questionnaire, standard

REFUSED = "この1か月に、「うちの部署の範囲外です」と断られたことがありましたか"
ASK = "It is easy to ask other departments for advice"
RESPECT = "部署どうしが互いの仕事を尊重している"


def scores(found: Loaded) -> dict[tuple[str, str], float]:
    """Give the scores read: by respondent's department and question."""
    rows = found.frame.dropna(subset="score")
    return {(one.department, one.question): one.score for one in rows.itertuples()}


def words(found: Loaded) -> str:
    return " ".join(str(note) for note in found.notes)


def test_google_forms_in_japanese() -> None:
    """Two styles of time in one column, from before and after the form's language was changed."""
    text = f"""タイムスタンプ,メールアドレス,所属部署,{REFUSED},{RESPECT},自由にお書きください
2025/07/11 10:16:35 午前 GMT+9,a@example.com,営業部,はい,非常にそう思う,よかった
2025/07/11 0:05:19,b@example.com,企画部,いいえ,そう思わない,
2025/07/12 1:30:00 午後 GMT+9,c@example.com,物流部,いいえ,どちらともいえない,"""
    found = load(text.encode("cp932"), "form.csv")
    assert (found.format, found.encoding, found.table) == ("google_forms", "cp932", "answers")
    assert scores(found) == {
        ("営業部", "not_our_department"): 1,
        ("営業部", "mutual_respect"): 5,
        ("企画部", "not_our_department"): 0,
        ("企画部", "mutual_respect"): 2,
        ("物流部", "not_our_department"): 0,
        ("物流部", "mutual_respect"): 3,
    }
    assert set(found.frame["wave"]) == {"2025-07"}
    assert found.frame["text"].dropna().tolist() == ["よかった"]
    assert found.frame["answered_on"].dt.day.tolist() == [11, 11, 11, 11, 11, 12, 12]
    assert set(found.frame["respondent"]) == {"a@example.com", "b@example.com", "c@example.com"}


def test_google_forms_in_english_with_numbered_answers_and_nobody_known() -> None:
    text = f"""Timestamp,Your department,{ASK},Favourite colour
9/11/2026 0:05:19,Sales,5 - strongly agree,red
9/30/2026 10:16:35,Planning,2,blue
9/30/2026 10:16:35,Planning,３,blue"""
    found = load(text.encode(), "form.csv")
    assert found.frame["score"].tolist() == [5, 2, 3]
    assert found.frame["respondent"].isna().all()
    assert found.frame["response"].nunique() == 3
    assert "Not used: Favourite colour." in words(found)
    assert "is consultation" in words(found)


def test_microsoft_forms_with_line_breaks_in_its_header() -> None:
    text = (
        "ID,Start time,Completion time,Email,Name,Department,"
        f'"{ASK}\n\n1 - not at all\n5 - very"\n'
        "1,7/22/20 11:00:22,7/22/20 11:01:24,anonymous,,Sales,4\n"
        "2,7/22/20 11:00:22,7/22/20 11:01:24,anonymous,,Planning,1\n"
    )
    found = load(text.encode("utf-8-sig"), "form.csv")
    assert found.format == "microsoft_forms"
    assert scores(found) == {("Sales", "consultation"): 4, ("Planning", "consultation"): 1}
    assert set(found.frame["wave"]) == {"2020-07"}
    assert found.frame["respondent"].isna().all()
    assert found.frame["response"].tolist() == ["1", "2"]


def xlsx(*rows: tuple[str, ...], sheet: str = "Form1") -> bytes:
    """Write a workbook by hand, so that no library of ours is asked whether it is right."""
    cells = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{one}</t></is></c>' for one in row) + "</row>"
        for row in rows
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    documents = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packages = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{packages}/content-types">'
        '<Default Extension="rels" ContentType="application/'
        'vnd.openxmlformats-package.relationships+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{packages}/relationships"><Relationship Id="r1" '
        f'Type="{documents}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{documents}"><sheets>'
        f'<sheet name="Empty" sheetId="1" r:id="r1"/><sheet name="{sheet}" sheetId="2" r:id="r2"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{packages}/relationships">'
        f'<Relationship Id="r1" Type="{documents}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{documents}/worksheet" Target="worksheets/sheet2.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData/></worksheet>',
        "xl/worksheets/sheet2.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData>'
        "</worksheet>",
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{content}')
    return packed.getvalue()


JAPANESE_FORM = (
    ("ID", "開始時刻", "完了時刻", "メール", "名前", "部署", REFUSED),
    ("1", "46000.45", "46000.46", "a@example.com", "●", "営業部", "はい"),
    ("2", "46001.45", "46001.46", "b@example.com", "●", "企画部", "いいえ"),
)


def test_microsoft_forms_as_a_workbook_with_days_as_numbers() -> None:
    found = load(xlsx(*JAPANESE_FORM), "form.xlsx")
    assert (found.format, found.encoding) == ("microsoft_forms", "xlsx")
    assert scores(found) == {
        ("営業部", "not_our_department"): 1,
        ("企画部", "not_our_department"): 0,
    }
    # Day 46000 of Excel's calendar is 9 December 2025.
    assert found.frame["answered_on"].dt.strftime("%Y-%m-%d").tolist() == [
        "2025-12-09",
        "2025-12-10",
    ]


def test_a_problem_in_a_workbook_names_file_sheet_row_and_column() -> None:
    rows = [*JAPANESE_FORM, ("3", "46001", "46002", "c@example.com", "●", "企画部", "たぶん")]
    with pytest.raises(LoadError) as caught:
        load(xlsx(*rows), "form.xlsx")
    (problem,) = caught.value.problems
    assert (problem.file, problem.row, problem.column) == ("form.xlsx › Form1", 4, REFUSED)


@pytest.mark.parametrize("status", ["IP Address", "0"])
def test_qualtrics_with_three_header_rows(status: str) -> None:
    codes = "StartDate,EndDate,Status,Progress,Finished,RecordedDate,ResponseId,Q1,Q2"
    asked = f"Anfangsdatum,Enddatum,Antworttyp,Stand,Beendet,Erfasst,Antwort-ID,Department,{ASK}"
    kept = ",".join(f'"{{""ImportId"":""{one}""}}"' for one in codes.split(","))
    day = "2026-03-18 08:28:09"
    text = f"""{codes}
{asked}
{kept}
{day},{day},{status},100,1,{day},R_1,Sales,4
{day},{day},Survey Preview,100,1,{day},R_2,Sales,1
{day},{day},{status},40,0,{day},R_3,Sales,1
{day},{day},{status},100,True,{day},R_4,Planning,Strongly agree"""
    found = load(text.encode(), "export.csv")
    assert found.format == "qualtrics"
    assert scores(found) == {("Sales", "consultation"): 4, ("Planning", "consultation"): 5}
    assert found.frame["response"].tolist() == ["R_1", "R_4"]
    assert found.frame.index.tolist() == [4, 7]
    assert "2 responses are left out" in words(found)


def test_qualtrics_as_it_was_with_two_header_rows() -> None:
    text = f"""V1,V2,V7,V8,V9,V10,Q1,Q2
ResponseID,Name,Status,StartDate,EndDate,Finished,部署,{ASK}
R_1,x,0,2017-07-18 08:28:09,2017-07-18 08:28:48,1,Sales,2"""
    found = load(text.encode(), "export.csv")
    assert scores(found) == {("Sales", "consultation"): 2}
    assert set(found.frame["wave"]) == {"2017-07"}


def test_surveymonkey_continues_a_question_to_the_right() -> None:
    text = f"""Respondent ID,Collector ID,Start Date,End Date,IP Address,Where do you work?,,{ASK}
,,,,,Department,City,Response
11,1,2026-05-01,2026-05-01,192.0.2.1,Sales,Osaka,Somewhat agree
12,1,2026-05-02,2026-05-02,192.0.2.1,Planning,Kyoto,Strongly disagree"""
    found = load(text.encode(), "export.csv")
    assert found.format == "surveymonkey"
    assert scores(found) == {("Sales", "consultation"): 4, ("Planning", "consultation"): 1}
    assert "City" in words(found)


def test_limesurvey_without_a_day_was_not_finished() -> None:
    text = f"""id,submitdate,lastpage,startlanguage,seed,department,"consultation","{RESPECT}"
1,2026-02-03 10:00:00,3,ja,99,Sales,4,5
2,,1,ja,98,Sales,1,
3,2026-02-04 10:00:00,3,ja,97,Planning,2,1"""
    found = load(text.encode("utf-8-sig"), "results.csv")
    assert found.format == "limesurvey"
    assert scores(found)["Planning", "consultation"] == 2
    assert "1 responses are left out" in words(found)


def test_viva_glint_writes_the_day_first_and_comments_beside() -> None:
    suffixes = ("", "_COMMENT", "_COMMENT_TOPICS", "_SENSITIVE_COMMENT_FLAG")
    asked = ",".join(
        f"{one}{suffix}" for one in ("consultation", "mutual_respect") for suffix in suffixes
    )
    text = f"""Employee ID,Survey Cycle Completion Date,Department,{asked}
0012,04-05-2026,Sales,4,Good to ask,help,N,2,,,
0013,05-05-2026,Planning,1,,,,5,,,"""
    found = load(text.encode(), "raw.csv")
    assert found.format == "viva_glint"
    assert scores(found) == {
        ("Sales", "consultation"): 4,
        ("Sales", "mutual_respect"): 2,
        ("Planning", "consultation"): 1,
        ("Planning", "mutual_respect"): 5,
    }
    assert set(found.frame["wave"]) == {"2026-05"}
    assert found.frame["answered_on"].dt.day.unique().tolist() == [4, 5]
    assert found.frame["text"].dropna().tolist() == ["Good to ask"]
    assert found.frame["respondent"].unique().tolist() == ["0012", "0013"]


def test_a_table_of_ones_own_and_a_mapping() -> None:
    text = "回,社員番号,部署,Q5,相談\n2026-09,0012,営業部,4,3\n2026-09,0013,営業部,2,2"
    with pytest.raises(LoadError):
        load(text.encode(), "own.csv")
    mapping = {"consultation": "Q5", "mutual_respect": "相談"}
    found = load(text.encode(), "own.csv", mapping=mapping)
    assert found.format == "plain_answers"
    assert scores(found) == {
        ("営業部", "consultation"): 2,
        ("営業部", "mutual_respect"): 2,
    }
    assert found.frame["respondent"].unique().tolist() == ["0012", "0013"]


def test_the_month_that_cannot_be_told_is_asked_for() -> None:
    text = f"部署,{ASK}\n営業部,4"
    with pytest.raises(LoadError, match="wave=2026-09"):
        load(text.encode(), "own.csv")
    found = load(text.encode(), "own.csv", mapping={"wave": "2026-09"})
    assert set(found.frame["wave"]) == {"2026-09"}


def test_days_that_may_be_two_are_asked_for() -> None:
    text = f"Timestamp,Department,{ASK}\n4/5/2026 10:00:00,Sales,4"
    with pytest.raises(LoadError, match="may be day/month"):
        load(text.encode(), "form.csv")
    for order, wave in (("day/month", "2026-05"), ("month/day", "2026-04")):
        found = load(text.encode(), "form.csv", mapping={"dates": order})
        assert set(found.frame["wave"]) == {wave}


def test_words_that_mean_two_scores_are_not_guessed() -> None:
    """「そう思う」 is the best of one scale and the second best of another."""
    text = f"回,部署,{RESPECT}\n2026-09,営業部,そう思う\n2026-09,営業部,どちらともいえない"
    with pytest.raises(LoadError, match="そう思う"):
        load(text.encode(), "own.csv")


@pytest.mark.parametrize(
    ("answers", "points"),
    [
        (["全くそう思わない", "そう思わない", "そう思う", "非常にそう思う"], [1, 2, 4, 5]),
        (["そう思わない", "あまりそう思わない", "ややそう思う", "そう思う"], [1, 2, 4, 5]),
        (["まったくあてはまらない", "ややあてはまる", "とてもあてはまる"], [1, 4, 5]),
        (["Disagree", "Neutral", "Agree", "Strongly Agree"], [2, 3, 4, 5]),
        (["Tend to disagree", "tend to agree"], [2, 4]),
    ],
)
def test_answers_in_words(answers: list[str], points: list[int]) -> None:
    rows = "\n".join(f"2026-09,{i},営業部,{one}" for i, one in enumerate(answers))
    found = load(f"回,回答ID,部署,{RESPECT}\n{rows}".encode(), "own.csv")
    assert found.frame["score"].tolist() == points


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("msforms_en_multiline_header.csv", "department=COLUMN"),
        ("msforms_ja_header_only.csv", "no row below"),
        ("qualtrics_3header_de_ropensci.csv", "consultation=COLUMN"),
        ("qualtrics_legacy_2header_ropensci.csv", "consultation=COLUMN"),
        ("surveymonkey_2row_header.csv", "Select the SMD"),
    ],
)
def test_files_of_others_are_refused_with_what_they_lack(
    shared_data: Path, file: str, words: str
) -> None:
    path = shared_data / "survey-formats" / file
    with pytest.raises(LoadError, match=words):
        load(path.read_bytes(), file)


def test_a_file_of_others_is_read_once_its_columns_are_named(shared_data: Path) -> None:
    path = shared_data / "survey-formats" / "msforms_en_multiline_header.csv"
    header = pd.read_csv(path, nrows=0).columns
    mapping = {
        "department": "What is the name of this resource?",
        "consultation": header[-1],
        "dates": "month/day",
    }
    found = load(path.read_bytes(), path.name, mapping=mapping)
    assert set(found.frame["wave"]) == {"2020-07"}
    assert found.frame["score"].between(1, 5).all()


def test_a_document_that_is_no_spreadsheet_is_refused_in_one_sentence() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("word/document.xml", "<x/>")
    for content in (packed.getvalue(), xlsx(*JAPANESE_FORM)[:400], b"PK\x03\x04"):
        with pytest.raises(LoadError, match=r"no spreadsheet|no zip file"):
            load(content, "notes.docx")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_questionnaire_is_recognised_when_its_answers_come_back(language: str) -> None:
    """Asked in our words, in either language, nothing has to be mapped."""
    asked = questionnaire(language)
    stamp = {"ja": "タイムスタンプ", "en": "Timestamp"}[language]
    answers = [
        [options.split(" / ")[min(row, len(options.split(" / ")) - 1)] for _, options in asked[1:]]
        for row in range(5)
    ]
    rows = [[f"2026-03-0{i + 1} 10:00:00", "Sales", *given] for i, given in enumerate(answers)]
    table = pd.DataFrame(rows, columns=[stamp, *(question for question, _ in asked)])
    found = load(table.to_csv(index=False).encode(), "form.csv")
    scored = found.frame.dropna(subset="score")
    assert set(scored["question"]) == set(standard().query("kind != 'text'")["question"])
    consultation = scored.loc[scored["question"] == "consultation", "score"]
    assert consultation.tolist() == [1, 2, 3, 4, 5]
    refused = scored.loc[scored["question"] == "not_our_department", "score"]
    assert refused.tolist() == [1, 0, 0, 0, 0]
    assert (found.frame["question"] == "comment").sum() == 5
    assert not [note for note in found.notes if "Not used" in note.message]
