"""Google Forms: a time stamp, perhaps the mail address, then the questions as they were asked."""

from __future__ import annotations

from data_loaders.decode import Sheet, matching_key
from data_loaders.wide import Layout, form

_STAMP = ("timestamp", "タイムスタンプ")
_MAIL = ("email address", "username", "メールアドレス", "ユーザー名")
_META = ("score", "スコア")


def _lay_out(sheet: Sheet) -> Layout | None:
    keys = [matching_key(name) for name in sheet.header]
    if not keys or keys[0] not in _STAMP:
        return None
    mail = [name for name, key in zip(sheet.header, keys, strict=True) if key in _MAIL]
    meta = frozenset(name for name, key in zip(sheet.header, keys, strict=True) if key in _META)
    respondent = mail[0] if mail else ""
    return Layout(sheet.cells, respondent=respondent, answered=sheet.header[0], meta=meta)


FORMAT = form("google_forms", _lay_out)
