"""HR says of comments whether they are refusals: by keys, one at a time, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd
import streamlit as st

from dashboard.release.review import ENOUGH, Tally, next_text, reviewable, tally
from dashboard.settings import FILE, settings_of
from dashboard.store import DATABASE, Workspace
from dashboard.text import N_, Translator
from dashboard.views import parts
from dashboard.views.loading import change, done, folder, opened
from data_loaders.deflection import LANGUAGES, find

_LANGUAGES = {"ja": N_("Japanese"), "en": N_("English")}
_SAID = {True: N_("a refusal"), False: N_("no refusal")}
_MADE, _UNDONE, _SESSION = "phrases-made", "phrases-undone", "review"


def review(t: Translator, question: str) -> None:
    """Show how far the review is, and the next comment."""
    done(t)
    session = _session(t)
    texts = session.texts
    there = [one for one in LANGUAGES if (texts["language"] == one).any()]
    if not there:
        _nothing_yet(t, question)
        return
    language = there[0]
    counts = {one: tally(texts, one) for one in there}
    _answer(t, question, [counts[one] for one in there])
    st.space("small")
    if len(there) > 1:
        language = st.segmented_control(
            t("Language of the comments"),
            there,
            format_func=lambda one: t(_LANGUAGES[one]),
            default=language,
            required=True,
            key="review-language",
        )
    _next(t, session, language)
    st.space("medium")
    _so_far(t, counts[language])
    st.space("medium")
    _phrases(t, session.phrases)


@dataclass
class Session:
    """What is reviewed in one sitting: the comments, read once, and what was said of which, last.

    ``stamp`` is when the workspace and its settings were written last; somebody else's upload makes
    the session anew.
    """

    stamp: int
    texts: pd.DataFrame
    phrases: dict[str, bool]
    said: list[str] = field(default_factory=list)


def _session(t: Translator) -> Session:
    known = st.session_state.get(_SESSION)
    if isinstance(known, Session) and known.stamp == _stamp():
        return known
    with opened(t) as workspace:
        fewest = settings_of(folder()).comments
        texts = reviewable(workspace.tables(), workspace.labels(), fewest)
        phrases = workspace.own_phrases()
    found = Session(_stamp(), texts, phrases)
    st.session_state[_SESSION] = found
    return found


def _stamp() -> int:
    files = (folder() / name for name in (DATABASE, FILE))
    return max((path.stat().st_mtime_ns for path in files if path.exists()), default=0)


def _nothing_yet(t: Translator, question: str) -> None:
    least = settings_of(folder()).comments
    parts.answer(t(question), t("There are no comments to review yet."))
    st.markdown(
        t(
            "Load a survey with a free-text question. Comments can be reviewed where {n} or more "
            "people of a department, or of the company, wrote.",
            n=least,
        )
    )


def _answer(t: Translator, question: str, counts: list[Tally]) -> None:
    labels = sum(one.labels for one in counts)
    if not labels:
        said = t("Nobody has checked yet.")
    else:
        right = sum(one.agreement * one.labels for one in counts if one.labels) / labels
        said = t("In {share} of {n} comments it is.", share=t.value(right, "share"), n=labels)
    parts.answer(
        t(question),
        said,
        t(
            "From {n} comments of a language on, the figures are corrected by the errors you found "
            "instead of those found elsewhere.",
            n=ENOUGH,
        ),
    )


def _next(t: Translator, session: Session, language: str) -> None:
    """Show one comment, and take what is said of it by button or key."""
    texts, code = session.texts, next_text(session.texts, language)
    with st.container(border=True):
        if code is None:
            st.markdown(t("Every comment in this language is reviewed."))
        else:
            text = texts.set_index("code").loc[code, "text"]
            st.caption(t("Does it say that somebody declines or passes it on as out of scope?"))
            with st.container(height=150, border=False):
                st.text(text)
        with st.container(horizontal=True):
            for said, icon, key in ((True, "block", "1"), (False, "check", "2")):
                pressed = st.button(
                    t("A refusal") if said else t("No refusal"),
                    icon=f":material/{icon}:",
                    shortcut=key,
                    disabled=code is None,
                    key=f"say-{key}",
                )
                if pressed and code is not None:
                    _say(t, session, code, said=said)
            if st.button(
                t("Back"),
                icon=":material/undo:",
                shortcut="3",
                disabled=not session.said,
                key="back",
            ):
                _say(t, session, session.said.pop(), said=None)
    if session.said:
        _before(t, texts.set_index("code").loc[session.said[-1]])
    with st.expander(t("What counts, and what does not")):
        st.markdown(
            t(
                "It counts when somebody really and now declines, or passes on, because of scope, "
                "role, authority, budget or because it was never done, and takes on no part of it: "
                "also politely, also with “please ask general affairs”, also when quoted."
            )
        )
        st.markdown(
            t(
                "It does not count when they helped all the same, when time, quality, law or money "
                "stood in the way, when it is denied, long past, imagined, or a written rule."
            )
        )


def _say(t: Translator, session: Session, code: str, *, said: bool | None) -> None:
    mine = session.texts["code"] == code
    with opened(t) as workspace:
        workspace.label(code, session.texts.loc[mine, "language"].iloc[0], deflects=said)
    if said is not None:
        session.said.append(code)
    session.texts.loc[mine, "label"] = pd.NA if said is None else said
    session.stamp = _stamp()
    st.rerun()


def _before(t: Translator, text: pd.Series) -> None:
    """Say what the detector made of the comment reviewed last, and by which words."""
    found = find(text["text"], text["language"])
    said, heard = t(_SAID[bool(text["label"])]), t(_SAID[bool(text["deflects"])])
    words = t("The one before: you said {said}, the detector {heard}.", said=said, heard=heard)
    told = found.phrases if text["deflects"] else found.vetoes
    shown = t("It went by: {phrases}.", phrases=t.listed(list(told))) if told else ""
    st.text(t.joined([words, shown]) if shown else words)


def _so_far(t: Translator, count: Tally) -> None:
    """Show how far the review is, where it agrees, and offer to use it."""
    parts.subheading(t("How far it is"))
    share = min(count.labels / ENOUGH, 1.0)
    st.progress(share, t("{n} of {enough} comments reviewed", n=count.labels, enough=ENOUGH))
    table = pd.DataFrame(
        {
            t("The detector said"): [t("A refusal"), t("No refusal")],
            t("Comments"): [f"{count.heard:,}", f"{count.texts - count.heard:,}"],
            t("Reviewed"): [f"{count.candidates:,}", f"{count.sampled:,}"],
            t("A refusal, you said"): [f"{count.confirmed:,}", f"{count.missed:,}"],
        }
    )
    st.table(table, border="horizontal", hide_index=True)
    if count.enough:
        st.markdown(t("The next figures are corrected by your own company's error rates."))
        if st.button(t("Measure anew"), icon=":material/refresh:", key="measure-anew"):
            change(t, lambda _: t("The figures are measured anew."))


def _phrases(t: Translator, now: dict[str, bool]) -> None:
    """Let a company add words of its own that make or undo a refusal."""
    parts.subheading(t("Words of your own company"))
    with st.form("phrases", border=False):
        made, undone = st.columns(2)
        made.text_area(
            t("A comment with one of these is a refusal"),
            "\n".join(one for one, makes in now.items() if makes),
            key=_MADE,
            help=t("One a line"),
        )
        undone.text_area(
            t("A comment with one of these is none"),
            "\n".join(one for one, makes in now.items() if not makes),
            key=_UNDONE,
            help=t("One a line"),
        )
        pressed = st.form_submit_button(t("Read all comments anew"), icon=":material/hearing:")
    if pressed:
        wanted = dict.fromkeys(_lines(_UNDONE), False) | dict.fromkeys(_lines(_MADE), True)

        def read_anew(workspace: Workspace) -> str:
            workspace.add_phrases(wanted)
            return t("All comments were read with {n} phrases of your own.", n=len(wanted))

        change(t, read_anew)


def _lines(key: str) -> list[str]:
    return [line.strip() for line in st.session_state[key].splitlines() if line.strip()]
