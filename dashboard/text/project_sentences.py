"""Sentences about projects side by side, made of facts: voices, departments, what came of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard.text import N_, Translator

FEWEST_VOICES = 5
LEAD = 0.10


def difference(
    t: Translator, used: Mapping[str, tuple[float, float]], in_time: Mapping[str, int]
) -> str:
    """Say what tells the projects apart: who used consumers' voices, else who had everybody there.

    ``used`` gives each project's voices and how many of them were used, ``in_time`` how many
    departments took part before the plan was fixed; keys are names, safe to show.
    """
    shares = {name: n / all_of for name, (all_of, n) in used.items() if all_of >= FEWEST_VOICES}
    ordered = sorted(shares, key=shares.__getitem__, reverse=True)
    if len(ordered) > 1 and shares[ordered[0]] - shares[ordered[1]] >= LEAD:
        message = N_("“{name}” used most of what consumers said: {share}.")
        return t(message, name=ordered[0], share=t.value(shares[ordered[0]]))
    most = max(in_time.values(), default=0)
    leaders = [name for name, n in in_time.items() if n == most]
    if most and len(leaders) == 1:
        message = N_("“{name}” had most departments at the table in time: {n}.")
        return t(message, name=leaders[0], n=most)
    return t("In who was there and what was heard they hardly differ.")


def only_told(t: Translator, told: Mapping[str, Sequence[str]]) -> str:
    """Say which departments were only told what had been decided, project by project."""
    sentences = [
        t("In “{name}”, {departments} were only told.", name=name, departments=t.listed([*those]))
        for name, those in told.items()
        if those
    ]
    return t.joined(sentences) if sentences else t("No department was only told.")


_FOUND = {
    "told_only": N_("{day}: {department} was only told what had been decided."),
    "late_department": N_("{day}: {department} joined when the plan was fixed already."),
    "few_at_start": N_("Departments at the table on the first day, {day}: {n}."),
    "many_themes": N_("{day}: proposed with {n} themes at once."),
    "no_session_before_plan": N_("{day}: plan fixed before consumers’ voices were read together."),
    "buried_voices": N_("Consumers’ voices unused after 90 days: {n}, the first of {day}."),
    "no_retrospective": N_("{day}: closed, and nobody has looked back on it."),
}


def went_wrong(t: Translator, pattern: str, day: str, department: str, n: str) -> str:
    """Say what went wrong in a project, and when: one of the release's anti-patterns."""
    return t(_FOUND[pattern], day=day, department=department, n=n)
