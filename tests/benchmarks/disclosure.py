"""What an attacker learns of the same people under our rules and those of the trusted tools.

    python -m tests.benchmarks.disclosure [--companies N]

Each company has 300 people in 8 departments and 4 projects, who answered a question on a scale of
1 to 5. Two kinds: everybody in one project, every department x project a cell (45 cells); and teams
of 12 to 20, most people in none and some in several, with the lattice that Yotte publishes
(15 cells). What leaks is counted by means of its own: every difference of two and of three
cells, exact ranks modulo a prime, and bounds by linear programming over each atom's sum.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import optimize

from dashboard.privacy import Answers, Lattice, banded_cells, loose_cells, safe_cells
from tests.attacks.test_row_space import leaks

K, PEOPLE, DEPARTMENTS, PROJECTS = 5, 300, 8, 4
LEAST, MOST, FAVOURABLE = 1, 5, 4
NEAR = 2.0  # points of a mean
SIZES = ((300, 8, 4), (2_000, 20, 8), (10_000, 40, 10))
POSSIBLE = np.array([[0, 0, 1, 1], [1, 3, 4, 5]], float)
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Company:
    """Cells x people, the answers, and which cells are the parts of which: parent, children."""

    member: Flags
    points: NDArray[np.float64]
    families: list[tuple[int, list[int]]]

    @property
    def people(self) -> NDArray[np.intp]:
        return self.member.sum(axis=1)


def crossed(seed: int) -> Company:
    """Draw a company in which everybody is in one project, with every department x project."""
    random = np.random.default_rng(seed)
    department = random.choice(DEPARTMENTS, PEOPLE, p=random.dirichlet(np.full(DEPARTMENTS, 1.5)))
    project = random.choice(PROJECTS, PEOPLE, p=random.dirichlet(np.full(PROJECTS, 4.0)))
    departments = [department == one for one in range(DEPARTMENTS)]
    projects = [project == one for one in range(PROJECTS)]
    both = [a & b for a in departments for b in projects]
    member = np.array([np.ones(PEOPLE, bool), *departments, *projects, *both])
    first, cross = 1 + DEPARTMENTS, 1 + DEPARTMENTS + PROJECTS
    at = np.arange(cross, len(member)).reshape(DEPARTMENTS, PROJECTS)
    families = [(0, list(range(1, first))), (0, list(range(first, cross)))]
    families += [(1 + i, list(at[i])) for i in range(DEPARTMENTS)]
    families += [(first + i, list(at[:, i])) for i in range(PROJECTS)]
    return Company(member, _answers(random, department), families)


def overlapping(
    seed: int, people: int = PEOPLE, departments: int = DEPARTMENTS, projects: int = PROJECTS
) -> Company:
    """Draw a company with teams of 12 to 20 beside its departments, and members and others."""
    random = np.random.default_rng(seed)
    department = random.choice(departments, people, p=random.dirichlet(np.full(departments, 2.0)))
    eager = random.dirichlet(np.full(people, 0.5)) + 1e-6
    eager /= eager.sum()
    teams = np.zeros((projects, people), bool)
    for team in teams:
        team[random.choice(people, random.integers(12, 21), replace=False, p=eager)] = True
    members = teams.any(axis=0)
    own = [department == one for one in range(departments)]
    member = np.array([np.ones(people, bool), *own, members, ~members, *teams])
    first = 1 + departments
    families = [(0, list(range(1, first))), (0, [first, first + 1])]
    return Company(member, _answers(random, department), families)


def _answers(random: np.random.Generator, department: NDArray[np.intp]) -> NDArray[np.float64]:
    mood = random.normal(3.3, 0.5, department.max() + 1)[department]
    return np.clip(np.round(random.normal(mood, 1.0)), LEAST, MOST)


# The rules: which cells are shown


def threshold_only(company: Company) -> Flags:
    return company.people >= K


def next_smallest(company: Company) -> Flags:
    """Hide the next smallest part too where one part alone is hidden (Viva Glint's shape)."""
    shown = threshold_only(company)
    for _, parts in company.families:
        there = [one for one in parts if company.people[one]]
        if sum(not shown[one] for one in there) == 1:
            left = [one for one in there if shown[one]]
            if left:
                shown[min(left, key=company.people.__getitem__)] = False
    return shown


def remainder_too_small(company: Company) -> Flags:
    """Hide more parts while those hidden are fewer than k people in all (Culture Amp's shape)."""
    shown = threshold_only(company)
    for _, parts in company.families:
        there = [one for one in parts if company.people[one]]
        while 0 < sum(company.people[one] for one in there if not shown[one]) < K:
            left = [one for one in there if shown[one]]
            if not left:
                break
            shown[min(left, key=company.people.__getitem__)] = False
    return shown


def row_space(company: Company) -> Flags:
    return safe_cells(Lattice.of(company.member), K)


def ours(company: Company) -> Flags:
    lattice = Lattice.of(company.member)
    flags = (company.points >= FAVOURABLE).astype(float)
    said = Answers.of(
        company.member, np.array([flags, company.points]), np.ones(len(flags)), POSSIBLE
    )
    return loose_cells(lattice, safe_cells(lattice, K), said, K)


RULES: dict[str, Callable[[Company], Flags]] = {
    "threshold only": threshold_only,
    "“hide the next smallest too”": next_smallest,
    "“remainder too small”": remainder_too_small,
    "row-space rule": row_space,
    "row-space and interval rule: **ours**": ours,
}


# The attacks


def differences(member: Flags, taken: int) -> Iterator[Flags]:
    """Give who is left of a shown cell when ``taken`` others, apart and inside it, are taken."""
    for whole in member:
        inside = [one for one in member if one.any() and not (one & ~whole).any()]
        for parts in combinations(inside, taken):
            if np.sum(parts, axis=0).max() == 1:
                yield whole & ~np.any(parts, axis=0)


def found_by(member: Flags, taken: int) -> int:
    return len({left.tobytes() for left in differences(member, taken) if 0 < left.sum() < K})


def inferable(company: Company, shown: Flags) -> int:
    """Count the groups under k whose mean the shown means fence in to less than two points."""
    banded = banded_cells(
        company.member @ (company.points >= FAVOURABLE), company.people.astype(float)
    )
    known = np.flatnonzero(shown & ~banded)
    targets = np.flatnonzero((company.people > 0) & (company.people < K))
    atoms, of = np.unique(company.member, axis=1, return_inverse=True)
    size = np.bincount(of.ravel()).astype(float)
    totals = atoms[known] @ np.bincount(of.ravel(), company.points)
    found = 0
    for target in targets:
        ends = [
            sign
            * optimize.linprog(
                sign * atoms[target].astype(float),
                A_eq=atoms[known],
                b_eq=totals,
                bounds=np.column_stack([LEAST * size, MOST * size]),
            ).fun
            for sign in (1, -1)
        ]
        found += (ends[1] - ends[0]) / company.people[target] < NEAR - 1e-6
    return found


def attacked(company: Company, shown: Flags) -> dict[str, float]:
    """Say what an attacker finds out of a company of which these cells are shown."""
    seen = company.member[shown]
    many = company.people >= K
    return {
        "by A − B": found_by(seen, 1),
        "by A − B − C": found_by(seen, 2),
        "companies with any linear leak": leaks(seen),
        "visible cells": shown.sum(),
        "of the cells with k people": shown.sum() / many.sum(),
        "groups under k inferable to 2 points": inferable(company, shown),
    }


def table(draw: Callable[[int], Company], companies: int) -> pd.DataFrame:
    """Attack the same companies under every rule: a row a rule."""
    rows = {}
    for name, rule in RULES.items():
        told, seconds = [], 0.0
        for seed in range(companies):
            company = draw(seed)
            start = time.perf_counter()
            shown = rule(company)
            seconds += time.perf_counter() - start
            told.append(attacked(company, shown))
        frame = pd.DataFrame(told)
        means = ["visible cells", "of the cells with k people"]
        rows[name] = {**frame.sum(), **frame[means].mean(), "s a company": seconds / companies}
    return pd.DataFrame(rows).T[[*rows[name]]]


def costs(companies: int) -> pd.DataFrame:
    """Say what our rules cost as a company grows: seconds, and cells that stay."""
    rows = {}
    for people, departments, projects in SIZES:
        told = []
        for seed in range(companies):
            company = overlapping(seed, people, departments, projects)
            start = time.perf_counter()
            shown = ours(company)
            seconds = time.perf_counter() - start
            many = company.people >= K
            told.append(
                {
                    "cells": len(many),
                    "cells with k people": many.sum(),
                    "of the cells with k people": shown.sum() / many.sum(),
                    "s a wave and question": seconds,
                }
            )
        name = f"{people:,} people, {departments} departments, {projects} projects"
        rows[name] = pd.DataFrame(told).mean()
    return pd.DataFrame(rows).T


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--companies", type=int, default=30)
    companies = parser.parse_args().companies
    for words, draw in (
        ("Everybody in one project, with every department x project (45 cells)", crossed),
        ("Teams that overlap, with the lattice Yotte publishes (15 cells)", overlapping),
    ):
        print(f"## {words}, {companies} companies\n")
        print(markdown(table(draw, companies)), "\n")
    print(f"## What it costs, {companies} companies each\n")
    print(markdown(costs(companies)), "\n")


def markdown(told: pd.DataFrame) -> str:
    """Write a table, its shares in percent."""
    shares = told["of the cells with k people"].map("{:.0%}".format)
    cells = told.map("{:.3g}".format).assign(**{"of the cells with k people": shares})
    lines = [["", *cells], ["---"] * (len(list(cells)) + 1)]
    lines += [[str(name), *row] for name, row in zip(cells.index, cells.to_numpy(), strict=True)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    main()
