"""One row a respondent, one column a question: what survey tools export, made into answers.

A tool's own module says how its sheets are laid out; here every column finds its part. A column is
a question when its name holds the words of a standard question, or a construct's id, or when the
mapping says so (``consultation=Q5``). Which wave it is follows from the days of the answers, unless
a column or the mapping (``wave=2026-09``) tells it. Columns of no part are left out, and named.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from data_loaders import dates, questions, scales
from data_loaders.decode import HEADER_ROW, Sheet, matching_key
from data_loaders.formats import Columns, Format, names_of
from data_loaders.tables import N_, TABLES, LoadError, Problem

TABLE = "answers"
_COMMENT = "comment"
_NOT_LETTERS = re.compile(r"[\W_]+")
_SAYS_DEPARTMENT = re.compile("部署|所属|部門|department")
_SAYS_COMMENT = re.compile("自由|ご意見|コメント|comment|anything else")
_PARTS = ("wave", "respondent", "department", "took_part", "project", "answered_on", "response")
_COLUMNS = {column for table in TABLES.values() for column in table.columns}


@dataclass(frozen=True)
class Layout:
    """A sheet with one row a respondent, its header what was asked.

    ``response``, ``respondent`` and ``answered`` name the columns that tell the form, who filled it
    in, and when; ``meta`` are others that are no question. ``unfinished`` counts the responses that
    were begun only, or tried out, and are not among the rows.
    """

    cells: pd.DataFrame
    response: str = ""
    respondent: str = ""
    answered: str = ""
    meta: frozenset[str] = frozenset()
    unfinished: int = 0


LayOut = Callable[[Sheet], Layout | None]


def form(name: str, lay_out: LayOut, *, by_questions: bool = False) -> Format:
    """Make a format of a tool's layout; ``lay_out`` gives none for sheets that are not its own.

    ``by_questions`` is a layout that nothing but a known question tells from other tables.
    """

    def recognise(sheet: Sheet, mapping: Mapping[str, str]) -> str | None:
        known = not by_questions or asked(sheet.header, mapping)
        return TABLE if known and lay_out(sheet) else None

    def read(sheet: Sheet, _: str, mapping: Mapping[str, str]) -> pd.DataFrame:
        return answers(_laid_out(sheet), mapping, sheet.file)

    def names(_: Sequence[str], __: str, ___: Mapping[str, str]) -> dict[str, str]:
        return {one: one for one in (*_PARTS, "question", "score", "text")}

    def notes(sheet: Sheet, mapping: Mapping[str, str]) -> list[Problem]:
        return _notes(_laid_out(sheet), mapping)

    def _laid_out(sheet: Sheet) -> Layout:
        layout = lay_out(sheet)
        assert layout is not None, "it was recognised"  # noqa: S101
        return layout

    def columns(sheet: Sheet, mapping: Mapping[str, str]) -> Columns:
        return _columns(_laid_out(sheet), mapping)

    return Format(name, recognise, read, names, notes, columns)


def asked(header: Sequence[str], mapping: Mapping[str, str]) -> dict[str, str]:
    """Give the questions among a header's names (keys) and what they ask for: a construct's id."""
    mapped = {theirs: ours for ours, theirs in mapping.items() if theirs in header}
    scales = questions.standard().query("kind != 'text'")
    ids = {_letters(one): one for one in scales["question"]}
    words = [
        (_letters(text), one)
        for column in ("text", "text_en")
        for text, one in zip(scales[column], scales["question"], strict=True)
    ]
    found = {
        name: ours for name, ours in mapped.items() if ours not in _COLUMNS and ours != _COMMENT
    }
    for name in header:
        key = _letters(name)
        told = [ids[key]] if key in ids else [one for text, one in words if text in key]
        # What is said beside a question bears its words too.
        if told and name not in mapped and told[0] not in found.values():
            found[name] = told[0]
    return {name: found[name] for name in header if name in found}


def answers(layout: Layout, mapping: Mapping[str, str], file: str) -> pd.DataFrame:
    """Give a row an answer, as the table ``answers`` wants them; blank ones are passed over.

    Raises LoadError where no question or no department can be found, for days that may be two, and
    for words that are no score.
    """
    cells, problems = layout.cells, []
    parts = _parts(layout, mapping)
    told = asked(_free(layout, parts), mapping)
    comments = dict.fromkeys(_comments(layout, parts, told, mapping), _COMMENT)
    if not told and not comments:
        problems.append(_unasked(layout, parts, file))
    if "department" not in parts:
        problems.append(_nowhere(layout, parts, file))
    if problems:
        raise LoadError(*problems)
    people = _people(layout, parts, mapping, file)
    scores = _scores(cells[list(told)], told, file)
    texts = cells[list(comments)].rename(columns=comments)
    long = [people.assign(question=one, score=scores[one], text="") for one in scores] + [
        people.assign(question=one, score="", text=texts[one]) for one in texts
    ]
    frame = pd.concat(long)
    said = (frame["score"] != "") | (frame["text"] != "")
    return frame[said].sort_index(kind="stable")


def _parts(layout: Layout, mapping: Mapping[str, str]) -> dict[str, str]:
    """Give the columns that tell of the respondent: ours = theirs."""
    # The number of a form is no person, whatever it is called.
    taken = {*layout.meta, layout.response}
    header = [name for name in layout.cells.columns if name not in taken]
    found = {
        ours: theirs for ours, theirs in mapping.items() if ours in _PARTS and theirs in header
    }
    columns = TABLES[TABLE].columns
    for part in _PARTS:
        keys = names_of(part, columns[part])
        own = [name for name in header if matching_key(name) in keys and name not in found.values()]
        if part not in found and own:
            found[part] = own[0]
    says = [name for name in header if _SAYS_DEPARTMENT.search(matching_key(name))]
    free = [name for name in says if name not in (*found.values(), *asked(says, mapping))]
    if "department" not in found and free:
        found["department"] = free[0]
    given = {
        "response": layout.response,
        "respondent": layout.respondent,
        "answered_on": layout.answered,
    }
    return {part: name for part, name in given.items() if name} | found


def _columns(layout: Layout, mapping: Mapping[str, str]) -> Columns:
    parts = _parts(layout, mapping)
    header = [name for name in layout.cells.columns if name and name not in layout.meta]
    told = asked(_free(layout, parts), mapping)
    found = parts | {question: name for name, question in reversed(told.items())}
    for name in _comments(layout, parts, told, mapping):
        found[_COMMENT] = name
    return Columns(list(dict.fromkeys(header)), found)


def _comments(
    layout: Layout, parts: Mapping[str, str], told: Mapping[str, str], mapping: Mapping[str, str]
) -> list[str]:
    """Name the column of comments: what the mapping says, else the first that looks like one."""
    if mapping.get(_COMMENT) in layout.cells.columns:
        return [mapping[_COMMENT]]
    taken = {*parts.values(), *told, *layout.meta}
    free = [name for name in layout.cells.columns if name not in taken]
    return [name for name in free if _SAYS_COMMENT.search(matching_key(name))][:1]


def _people(
    layout: Layout, parts: Mapping[str, str], mapping: Mapping[str, str], file: str
) -> pd.DataFrame:
    """Give what is told of each respondent, a row each."""
    frame = pd.DataFrame(
        {part: layout.cells[name] for part, name in parts.items()}, index=layout.cells.index
    )
    if "answered_on" in frame:
        frame["answered_on"] = _days(frame["answered_on"], mapping, file, parts["answered_on"])
    if "wave" not in frame:
        frame["wave"] = mapping.get("wave") or _wave(frame, file)
    if "response" not in frame:
        # Tools without numbers have times; of those at one time the order in the file tells.
        moment = layout.cells[layout.answered] if layout.answered else frame.index.astype("str")
        when = pd.Series(moment, index=frame.index)
        frame["response"] = when + "#" + when.groupby(when).cumcount().astype("str")
    return frame


def _days(text: pd.Series, mapping: Mapping[str, str], file: str, column: str) -> pd.Series:
    """Give days as text, year first; the mapping ``dates`` decides between day and month."""
    text = dates.in_order(text, mapping.get("dates", ""), file)
    days, message = dates.to_dates(text.mask(text == ""))
    bad = text.ne("") & days.isna()
    if bad.any():
        raise LoadError(
            *(
                Problem(message, {"found": text.loc[row]}, file, int(row), column)
                for row in text.index[bad]
            )
        )
    return days.dt.strftime("%Y-%m-%d").fillna("")


def _wave(people: pd.DataFrame, file: str) -> str:
    """Name the wave by the month most answers came in."""
    days = people.get("answered_on", pd.Series("", index=people.index))
    months = days[days != ""].str[: len("2026-09")]
    if months.empty:
        message = N_("Which survey is this? Nothing tells its month; say it, such as wave=2026-09.")
        raise LoadError(Problem(message, file=file, row=HEADER_ROW))
    return str(months.mode().iloc[0])


def _scores(cells: pd.DataFrame, told: Mapping[str, str], file: str) -> pd.DataFrame:
    """Give scores as text: numbers as they are, words by the scale that knows them all."""
    words = set(pd.unique(cells.to_numpy().ravel()))
    scale = scales.agreement(words)
    found, problems = {}, []
    for name, question in told.items():
        text = cells[name].iloc[:, 0] if isinstance(cells[name], pd.DataFrame) else cells[name]
        numbers, message = scales.to_scores(scales.leading_numbers(text.replace(scale)))
        bad = text.ne("") & numbers.isna()
        problems += [
            Problem(message, {"found": text.loc[row]}, file, int(row), name)
            for row in text.index[bad]
        ]
        found[question] = ["" if math.isnan(one) else f"{one:g}" for one in numbers]
    if problems:
        raise LoadError(*sorted(problems, key=lambda one: one.row or 0))
    return pd.DataFrame(found, index=cells.index)


def _unasked(layout: Layout, parts: Mapping[str, str], file: str) -> Problem:
    message = N_(
        "No column asks a question that is known. Say which is which, such as "
        "consultation=COLUMN. Found: {found}."
    )
    return Problem(message, {"found": _listed(_free(layout, parts))}, file, HEADER_ROW)


def _nowhere(layout: Layout, parts: Mapping[str, str], file: str) -> Problem:
    message = N_("Which column tells the department? Say department=COLUMN. Found: {found}.")
    return Problem(message, {"found": _listed(_free(layout, parts))}, file, HEADER_ROW)


def _free(layout: Layout, parts: Mapping[str, str]) -> list[str]:
    """Name the columns that may be questions."""
    taken = {*layout.meta, *parts.values(), ""}
    return [name for name in layout.cells.columns if name not in taken]


def _notes(layout: Layout, mapping: Mapping[str, str]) -> list[Problem]:
    """Say what each question was taken for, and what is left out."""
    parts = _parts(layout, mapping)
    free = _free(layout, parts)
    told = asked(free, mapping)
    comments = _comments(layout, parts, told, mapping)
    left = [one for one in free if one not in (*told, *comments)]
    found = [
        Problem(N_("“{name}” is {question}."), {"name": _short(name), "question": one})
        for name, one in told.items()
    ]
    if left:
        found.append(Problem(N_("Not used: {names}."), {"names": _listed(left)}))
    if layout.unfinished:
        message = N_("{n} responses are left out: not finished, or only tried out.")
        found.append(Problem(message, {"n": layout.unfinished}))
    return found


def _listed(names: Sequence[str]) -> str:
    return ", ".join(map(_short, names)) or "–"


def _short(name: str) -> str:
    line = " ".join(name.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


_LONGEST = 60


def _letters(name: str) -> str:
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", name).casefold())


def with_header(sheet: Sheet, rows: int, header: Sequence[str]) -> pd.DataFrame:
    """Give a sheet's rows after so many more header rows, under other names."""
    return sheet.cells.iloc[rows:].set_axis(list(header), axis="columns")


def finished(layout: Layout, keep: pd.Series) -> Layout:
    """Leave out the responses that are not to be kept, and count them."""
    return replace(layout, cells=layout.cells[keep], unfinished=int((~keep).sum()))
