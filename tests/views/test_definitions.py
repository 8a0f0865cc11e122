"""Every metric there is stands on the Definitions page, explained in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.menu import FOLDER
from dashboard.metrics import metrics
from dashboard.metrics.constructs import STANDARD
from dashboard.release.read import sample
from dashboard.text import LANGUAGES, Translator


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str) -> str:
    monkeypatch.setenv("YOTTE_WORKSPACE", str(tmp_path))
    app = AppTest.from_file(str(FOLDER.parent / "app.py"), default_timeout=30)
    app.query_params["lang"] = language
    app.run().switch_page("app_pages/90_definitions.py").run()
    texts = [one.value for one in app.markdown] + [one.label for one in app.expander]
    texts += [str(cell) for table in app.table for cell in table.value.to_numpy().ravel()]
    return "\n".join(texts).replace("\\", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_metric_is_explained_in_the_readers_language(told: str, language: str) -> None:
    t = Translator(language)
    shown = set(sample().table("metrics")["metric"])
    known = {one.id: one for one in metrics(STANDARD)}
    assert {"not_our_department", "consultation", "temperature_mean"} <= shown <= set(known)
    for metric in (known[one] for one in shown):
        for words in (metric.label, metric.question, metric.formula, metric.limits):
            assert t(words) in told
        assert all(t(paragraph) in told for paragraph in metric.meaning)
        assert metric.source in told
        if language == "ja":
            for words in (metric.label, metric.formula, metric.limits, *metric.meaning):
                assert t(words) != words


@pytest.mark.parametrize("language", ["en"])
def test_what_is_hidden_is_named_by_group_and_never_by_number(told: str) -> None:
    assert "Public Relations" in told
    withheld = sample().table("withheld")
    assert "pr" in set(withheld.loc[withheld["metric"] == "ei_index", "group"])
