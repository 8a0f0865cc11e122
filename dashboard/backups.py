"""A workspace in one file, and back; and whether what is stored is what was loaded."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import duckdb

from dashboard import pseudonyms, store
from dashboard.release.read import POINTER, releases_of
from dashboard.settings import FILE as SETTINGS
from data_loaders import LoadError, Problem
from data_loaders.packed import require_bounded
from data_loaders.tables import N_

_RELEASES = "releases/"
_OURS = (store.DATABASE, pseudonyms.KEY, SETTINGS)
_NO_BACKUP = N_("This is no backup of a workspace, or it is damaged.")
_IN_USE = N_("There is a workspace in {folder} already. Restore into an empty folder.")


def back_up(workspace: Path, target: Path) -> None:
    """Write a workspace into one zip file that its owner alone may read, its key included.

    Nobody else stores anything meanwhile, so the copy is whole. Raises LoadError while something is
    being stored.
    """
    draft = target.with_name(f".{target.name}")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    with (
        tempfile.TemporaryDirectory(prefix=".backup-", dir=target.parent) as held,
        store.opened(workspace) as opened,
        zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        copy = Path(held) / store.DATABASE
        opened.copy_to(copy)
        packed.write(copy, store.DATABASE)
        for path in _beside(workspace):
            packed.write(path, path.relative_to(workspace).as_posix())
    draft.replace(target)


def _beside(workspace: Path) -> Iterator[Path]:
    yield from (workspace / name for name in _OURS[1:] if (workspace / name).exists())
    yield from sorted(one for one in releases_of(workspace).rglob("*") if one.is_file())


def restore(backup: Path, workspace: Path) -> None:
    """Unpack a backup into a folder that holds no workspace yet, whole or not at all.

    Raises LoadError for what is no backup, and where there is a workspace already.
    """
    if (workspace / store.DATABASE).exists():
        raise LoadError(Problem(_IN_USE, {"folder": str(workspace)}))
    workspace.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=workspace.parent) as held:
        unpacked = Path(held) / "workspace"
        _unpack(backup, unpacked)
        wrong = verify(unpacked)
        if wrong:
            raise LoadError(*wrong)
        for path in sorted(unpacked.iterdir()):
            shutil.move(path, workspace / path.name)


def _unpack(backup: Path, folder: Path) -> None:
    folder.mkdir(mode=0o700)
    require_bounded(backup.read_bytes(), backup.name)
    with zipfile.ZipFile(backup) as packed:
        names = packed.namelist()
        if store.DATABASE not in names or not all(map(_ours, names)):
            raise LoadError(Problem(_NO_BACKUP, file=backup.name))
        for name in names:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with packed.open(name) as source, path.open("wb") as made:
                path.chmod(0o600)
                shutil.copyfileobj(source, made)


def _ours(name: str) -> bool:
    """Whether a backup may hold a file of this name; nothing that leads out of the folder."""
    plain = ".." not in name.split("/") and "\\" not in name and ":" not in name
    return plain and (name in _OURS or name.startswith(_RELEASES))


def verify(workspace: Path) -> list[Problem]:
    """List what is wrong with a workspace: uploads that are not what was loaded, a lost release."""
    wrong: list[Problem] = []
    try:
        with store.opened(workspace) as opened:
            wrong += [
                Problem(
                    N_("Upload {upload} is not what was loaded."), {"upload": one.upload}, one.file
                )
                for one in opened.altered()
            ]
    except LoadError as error:
        wrong += error.problems
    except duckdb.Error as error:
        message = N_("The database is damaged: {reason}")
        wrong.append(Problem(message, {"reason": str(error).splitlines()[0]}))
    pointer = releases_of(workspace) / POINTER
    if pointer.exists() and not (pointer.parent / pointer.read_text("utf-8").strip()).is_dir():
        wrong.append(Problem(N_("The current release is missing. “yotte release” makes it anew.")))
    return wrong
