"""What people wrote, where so many did that nobody is found by it.

Each comment stands in one group alone: its department where enough people of it wrote, else with
the rest of the company, if they are enough. Two groups of one comment would meet in a smaller one.
A comment has no id, no day but its wave's, and an order that its text alone decides. Names with a
form of address, mail addresses and numbers are masked; other names are not known to Yotte, which
stores none, so HR reads a wave's comments before they appear.
"""

from __future__ import annotations

import hashlib
import re

import narwhals as nw
import pandas as pd

from dashboard.metrics import Tables
from dashboard.settings import Settings

COLUMNS = ["wave", "department", "text"]
_HEARD = ["language", "deflects"]
_MASK = "●●"
_ADDRESSED = "さん|様|氏|くん|ちゃん|社長|専務|常務|部長|次長|室長|課長|係長|主任"
_SECRETS = (
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII),
    re.compile(r"[A-Za-z]*\d(?:[\dA-Za-z.,:/_+-]*[\dA-Za-z])?"),
    re.compile(rf"(?!皆|客)[\u4e00-\u9fff々ァ-ヶー]{{1,8}}?(?={_ADDRESSED})"),
    re.compile(r"(?<=\bMr )\w+|(?<=\bMs )\w+|(?<=\bMr\. )\w+|(?<=\bMs\. )\w+|(?<=\bMrs )\w+"),
    re.compile(r"\w+(?=-san\b)"),
)


def written(tables: Tables) -> pd.DataFrame:
    """Give what people wrote, masked: wave, writer, department, text, code, language, deflects.

    ``code`` names the text; ``deflects`` says whether a refusal was heard in it.
    """
    answers = tables["answers"].filter(~nw.col("text").is_null())
    columns = ["wave", "respondent", "response", "department", "text", *_HEARD]
    told = answers.select(columns)
    rows = pd.DataFrame(told.collect("pandas").to_native())
    rows["text"] = rows["text"].astype("str").str.strip()
    rows = rows[rows["text"] != ""]
    known = rows["respondent"].notna()
    writer = rows["respondent"].where(known, rows["response"])
    texts = rows["text"].map(masked)
    return rows.assign(
        writer=writer.astype("str") + known.map({True: "p", False: "r"}),
        text=texts,
        code=texts.map(code),
    )[["wave", "writer", "department", "text", "code", *_HEARD]]


def masked(text: str) -> str:
    """Put ●● in the place of names with a form of address, mail addresses and numbers."""
    for secret in _SECRETS:
        text = secret.sub(_MASK, text)
    return text


def code(text: str) -> str:
    """Name a text by its content."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def in_groups(rows: pd.DataFrame, fewest: int) -> pd.DataFrame:
    """Give the comments that enough people wrote, with department "" for the rest.

    ``rows`` come from ``written``; who wrote is left out.
    """
    keys = ["wave", "department"]
    writers = rows.groupby(keys)["writer"].transform("nunique")
    own = rows["department"].where(writers >= fewest).fillna("")
    placed = rows.assign(department=own)
    enough = placed.groupby(keys)["writer"].transform("nunique") >= fewest
    order = [*keys, "code"]
    return placed[enough].sort_values(order, ignore_index=True)[[*COLUMNS, "code", *_HEARD]]


def comments(tables: Tables, settings: Settings) -> pd.DataFrame:
    """Give the comments of the waves whose comments HR read through, and that are still those."""
    if not settings.read:
        return pd.DataFrame(columns=COLUMNS)
    found = in_groups(written(tables), settings.comments)
    same = {
        wave: sorted(set(mine)) == settings.read.get(wave)
        for wave, mine in found.groupby("wave")["code"]
    }
    return found.loc[found["wave"].map(same).astype(bool), COLUMNS]
