"""A template is a file the loaders take, in either language."""

from __future__ import annotations

import pytest

from dashboard.text import LANGUAGES, Translator
from dashboard.views.parts import csv, template_rows
from dashboard.views.templates import TEMPLATES
from data_loaders import load


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("table", TEMPLATES)
def test_a_template_is_recognised_and_read_whole(table: str, language: str) -> None:
    rows = template_rows(Translator(language), TEMPLATES[table])
    found = load(csv(rows), "template.csv")
    assert found.table == table
    assert len(found.frame) == len(rows)
    assert set(TEMPLATES[table].columns) <= set(found.frame.columns)
