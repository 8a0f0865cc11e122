"""What a file format is, how formats are found, and how a header meets a table's columns."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module

import pandas as pd

from data_loaders.decode import Sheet, matching_key
from data_loaders.schemas import pa
from data_loaders.tables import TABLES, Problem

_FOLDERS = ("surveys", "collaboration", "records")


def formats() -> tuple[Format, ...]:
    """Give every format of a sheet found in the folders, tools' own before plain ones."""
    return tuple(one for one in _found() if isinstance(one, Format))


def raw_formats() -> tuple[Raw, ...]:
    """Give every format that is no sheet found in the folders."""
    return tuple(one for one in _found() if isinstance(one, Raw))


@cache
def _found() -> tuple[Format | Raw, ...]:
    folders = [import_module(f"data_loaders.{folder}") for folder in _FOLDERS]
    found = [
        import_module(f"{folder.__name__}.{module.name}").FORMAT
        for folder in folders
        for module in pkgutil.iter_modules(folder.__path__)
    ]
    return tuple(sorted(found, key=lambda one: (one.id.startswith("plain"), one.id)))


def plain() -> Format:
    """Give the format of a file that holds a table of ours, which reads what it is told to."""
    return next(one for one in formats() if one.id == "plain_csv")


def names_of(column: str, declared: pa.Column) -> set[str]:
    """Give the keys under which a header is taken for this column."""
    return {matching_key(name) for name in (column, *declared.metadata["names"])}


def matched(header: list[str], table: str, mapping: Mapping[str, str]) -> dict[str, str]:
    """Match a table's columns (keys) with a header's names (values), each name once.

    What the mapping says comes first, then the columns' own names and aliases.
    """
    columns = TABLES[table].columns
    found = {
        ours: theirs for ours, theirs in mapping.items() if ours in columns and theirs in header
    }
    free = {matching_key(name): name for name in header if name not in found.values()}
    for column, declared in columns.items():
        keys = names_of(column, declared) & free.keys()
        if column not in found and keys:
            own = matching_key(column)
            found[column] = free.pop(own if own in keys else min(keys))
    return found


def lacking(found: Mapping[str, str], table: str) -> list[str]:
    """List the columns a table still needs when these are there."""
    return [
        column
        for column, declared in TABLES[table].columns.items()
        if column not in found
        and declared.metadata["instead"] not in found
        and not (declared.metadata["optional"] and not declared.metadata["instead"])
    ]


def found_by(
    header: list[str], known: Mapping[str, Sequence[str]], mapping: Mapping[str, str]
) -> dict[str, str]:
    """Say which column each of ours is read from: the mapped one, or the first by a known name.

    ``known`` gives the keys of names, what is preferred first.
    """
    keys = {matching_key(name): name for name in header}
    found = {}
    for ours, names in known.items():
        there = [keys[key] for key in names if key in keys]
        mapped = [name for name in (mapping.get(ours),) if name in header]
        if mapped or there:
            found[ours] = [*mapped, *there][0]
    return found


@dataclass(frozen=True)
class Columns:
    """A file's columns by name, and what is taken from which: ours = theirs."""

    header: list[str]
    found: Mapping[str, str]


@dataclass(frozen=True)
class Raw:
    """A layout of a file that is no sheet: a packed folder, a mailbox.

    ``recognise`` looks at the bytes; ``read`` gives the columns of ``table`` as text, from the
    bytes, the file's name and the mapping.
    """

    id: str
    table: str
    recognise: Callable[[bytes], bool]
    read: Callable[[bytes, str, Mapping[str, str]], pd.DataFrame]


@dataclass(frozen=True)
class Format:
    """One way people's files are laid out.

    ``recognise`` looks at a sheet and names the table it holds, or nothing; ``read`` gives that
    table's columns as text, indexed by the sheet's rows. ``names`` says which of the file's columns
    (by its header) each of ours is read from, ``notes`` what else a reader should know of how it
    was read. ``columns`` gives the columns of a format that takes their names from elsewhere than
    the first row. ``mapping`` is ours = theirs.
    """

    id: str
    recognise: Callable[[Sheet, Mapping[str, str]], str | None]
    read: Callable[[Sheet, str, Mapping[str, str]], pd.DataFrame]
    names: Callable[[list[str], str, Mapping[str, str]], dict[str, str]] = matched
    notes: Callable[[Sheet, Mapping[str, str]], list[Problem]] = lambda _sheet, _mapping: []
    columns: Callable[[Sheet, Mapping[str, str]], Columns] | None = None

    @property
    def own_header(self) -> bool:
        """Whether names come from elsewhere than the first row, so that they may stand twice."""
        return self.columns is not None
