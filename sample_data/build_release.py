"""Build the release of Company A's story that ships with Yotte, so that it opens at once.

python -m sample_data.build_release
"""

from __future__ import annotations

import shutil
import tempfile
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path

from dashboard import store
from dashboard.comparisons import Comparison
from dashboard.release.build import build
from dashboard.release.comments import in_groups, written
from dashboard.release.read import Release
from dashboard.settings import keep, settings_of, with_comments_read
from data_loaders import LoadError

YEAR_EITHER_SIDE = Comparison(
    "year",
    "共創を始める前と後の1年",
    "The years before and after co-creation began",
    date(2023, 10, 1),
    date(2024, 9, 30),
    date(2024, 10, 1),
    date(2025, 9, 30),
)


def story_files(folder: Path) -> list[Path]:
    """Give the story's files, as a company would drop them on the Data page."""
    return sorted(path for path in folder.iterdir() if ".csv" in path.suffixes)


def build_sample(workspace_folder: Path) -> Release:
    """Load the story into a workspace and release it, marked as sample.

    Raises LoadError when a file of the story cannot be loaded.
    """
    with (
        as_file(files("sample_data") / "company_a") as story,
        store.opened(workspace_folder) as workspace,
    ):
        for outcome in workspace.add_files(story_files(story)):
            if isinstance(outcome, LoadError):
                raise outcome
        workspace.declare(YEAR_EITHER_SIDE)
        settings = settings_of(workspace_folder)
        for wave, mine in in_groups(written(workspace.tables()), settings.comments).groupby("wave"):
            settings = with_comments_read(settings, str(wave), mine["code"])
        keep(workspace_folder, settings)
        return build(workspace, sample=True)


def main() -> None:
    """Put the story's release in its place in the package."""
    target = Path(__file__).parent / "release"
    with tempfile.TemporaryDirectory() as workspace:
        release = build_sample(Path(workspace))
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(release.folder, target)


if __name__ == "__main__":
    main()
