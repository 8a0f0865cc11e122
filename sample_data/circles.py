"""The people each person keeps turning to: contacts that last, so that pairs meet again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from sample_data import story
from sample_data.roster import ABSENT
from sample_data.workdays import Indices, Numbers, choose

INSIDE, ROUTINE, BRIDGING = range(3)
NOBODY = -1

_SLOTS = (10, 6, 6)
_FAVOURITES = 0.6
_FORGOTTEN_A_MONTH = 0.015
_ATTEMPTS = 4

Flags = npt.NDArray[np.bool_]


@dataclass
class Directory:
    """Who can be turned to in one month: the staff sorted by department."""

    homes: Indices
    _order: Indices = field(init=False)
    _first: Indices = field(init=False)
    _count: Indices = field(init=False)

    def __post_init__(self) -> None:
        places = np.arange(len(story.DEPARTMENTS))
        self._order = np.argsort(self.homes, kind="stable")
        self._first = np.searchsorted(self.homes[self._order], places)
        self._count = (self.homes[:, None] == places).sum(axis=0)

    def somebody(self, departments: Indices, rng: np.random.Generator) -> Indices:
        """Draw one person from each of these departments."""
        within = (rng.random(len(departments)) * self._count[departments]).astype(np.int64)
        found: Indices = self._order[self._first[departments] + within]
        return found


class Circles:
    """Each person's contacts in three circles: own department, routine, and bridging.

    The routine circle holds the other departments one has always dealt with. The bridging circle
    holds those whom co-creation opens, team mates first; it lies idle before. Contacts who leave,
    or change to the wrong side of a department's border, are replaced.
    """

    def __init__(self) -> None:
        self._contacts = [np.empty((0, slots), dtype=np.int64) for slots in _SLOTS]
        self._reaching = (None, _by_headcount(), _opened())

    def renew(self, directory: Directory, rng: np.random.Generator) -> None:
        """Bring all circles up to a month's staff; a few contacts are forgotten each month."""
        for circle, slots in enumerate(_SLOTS):
            known = self._contacts[circle]
            contacts = np.full((len(directory.homes), slots), NOBODY, dtype=np.int64)
            contacts[: len(known)] = known
            contacts[rng.random(contacts.shape) < _FORGOTTEN_A_MONTH] = NOBODY
            self._contacts[circle] = self._filled(contacts, circle, directory, rng)

    def _filled(
        self, contacts: Indices, circle: int, directory: Directory, rng: np.random.Generator
    ) -> Indices:
        """Replace contacts that no longer fit; what cannot be filled stays nobody."""
        for _ in range(_ATTEMPTS):
            owner, slot = np.nonzero(_unfit(contacts, circle, directory.homes))
            if len(owner) == 0:
                return contacts
            target = self._target(directory.homes[owner], circle, rng)
            contacts[owner, slot] = directory.somebody(target, rng)
        contacts[_unfit(contacts, circle, directory.homes)] = NOBODY
        return contacts

    def _target(self, homes: Indices, circle: int, rng: np.random.Generator) -> Indices:
        """Draw the department in which each owner looks for a contact."""
        reaching = self._reaching[circle]
        if reaching is None:
            return homes
        edges = np.cumsum(reaching, axis=1)
        drawn = rng.random((len(homes), 1)) * edges[homes, -1:]
        department: Indices = (edges[homes] <= drawn).sum(axis=1)
        return department

    def introduce(self, person: int, team_mates: Indices) -> None:
        """Put team mates of other departments first among a person's bridging contacts."""
        kept = team_mates[: _SLOTS[BRIDGING]]
        self._contacts[BRIDGING][person, : len(kept)] = kept

    def one(self, circle: Indices, owner: Indices, rng: np.random.Generator) -> Indices:
        """Draw one contact for each owner, from the circle named for each; favourites oftener."""
        found = np.full(len(owner), NOBODY, dtype=np.int64)
        for number, slots in enumerate(_SLOTS):
            here = np.flatnonzero(circle == number)
            slot = choose(_preference(slots), len(here), rng)
            found[here] = self._contacts[number][owner[here], slot]
        return found

    def several(
        self, circle: int, owner: Indices, count: Indices, rng: np.random.Generator
    ) -> Indices:
        """Draw ``count`` different contacts for each owner: one row each, filled up with nobody."""
        contacts = self._contacts[circle][owner]
        slots = contacts.shape[1]
        wish = rng.random(contacts.shape) ** (1 / _preference(slots))
        wish[contacts == NOBODY] = -1.0
        order = np.argsort(-wish, axis=1, kind="stable")
        invited = np.take_along_axis(contacts, order, axis=1)
        invited[np.arange(slots) >= count[:, None]] = NOBODY
        return invited


def _preference(slots: int) -> Numbers:
    return np.arange(1.0, slots + 1) ** -_FAVOURITES


def _unfit(contacts: Indices, circle: int, homes: Indices) -> Flags:
    """Mark contacts of present people that are missing, gone, themselves, doubled or misplaced."""
    own, theirs = homes[:, None], homes[contacts]
    wrong_side = (own != theirs) if circle == INSIDE else (own == theirs)
    doubled = np.zeros(contacts.shape, dtype=np.bool_)
    for slot in range(1, contacts.shape[1]):
        doubled[:, slot] = (contacts[:, :slot] == contacts[:, [slot]]).any(axis=1)
    themselves = contacts == np.arange(len(homes))[:, None]
    missing = (contacts == NOBODY) | (theirs == ABSENT)
    unfit: Flags = (own != ABSENT) & (missing | wrong_side | doubled | themselves)
    return unfit


def _by_headcount() -> Numbers:
    """Weigh other departments by size, and by how much the two have always had to do."""
    sizes = np.array([one.headcount for one in story.DEPARTMENTS], dtype=np.float64)
    weights = np.tile(sizes, (len(sizes), 1)) * (1 + _paired(story.ROUTINE_AFFINITY))
    np.fill_diagonal(weights, 0.0)
    return weights


def _opened() -> Numbers:
    """Weigh the departments that co-creation opens; who has none keeps to the routine ones."""
    weights = _paired(story.BRIDGING_AFFINITY)
    closed = weights.sum(axis=1) == 0
    weights[closed] = _by_headcount()[closed]
    return weights


def _paired(affinity: Mapping[tuple[str, str], float]) -> Numbers:
    """Write affinities of pairs as a symmetric table of departments."""
    table = np.zeros((len(story.DEPARTMENTS),) * 2)
    for (one, other), strength in affinity.items():
        first, second = map(story.DEPARTMENT_IDS.index, (one, other))
        table[first, second] = table[second, first] = strength
    return table
