"""The built wheel, alone in a new environment and read-only, starts and shows the sample story."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import serving

ROOT = Path(__file__).parents[2]


def run(*command: str | Path) -> None:
    subprocess.run([*map(str, command)], check=True, capture_output=True)


def contents(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file below a folder with its size and the time it was last changed."""
    return {
        str(path.relative_to(folder)): (path.stat().st_size, path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with nothing but the wheel and what it needs, made read-only."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", folder, ROOT)
    venv.create(folder / "env", with_pip=True)
    python = folder / "env" / ("Scripts" if os.name == "nt" else "bin") / "python"
    constraints = ROOT / "constraints.txt"
    run(python, "-m", "pip", "install", "-q", "-c", constraints, *folder.glob("yotte-*.whl"))
    for path in (folder / "env").rglob("*"):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & ~0o222)
    return python


def test_starts_and_shows_the_sample_story(
    installed: Path, chromium: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.delenv("PYTHONPATH", raising=False)
    before = contents(installed.parents[1])
    with serving(tmp_path / "workspace", (str(installed.with_name("yotte")),)) as address:
        page = chromium.new_page(locale="ja-JP")
        page.goto(address)
        expect(page.get_by_text("サンプル", exact=True)).to_be_visible(timeout=60_000)
        expect(page.locator("h1").first).to_be_visible()
        page.close()
    assert contents(installed.parents[1]) == before
