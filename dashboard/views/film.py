"""Letting the ids of a choice pass by themselves, like a film: the months of the network.

While it runs, the place is the session's and not the address's, which would otherwise get a new
entry in the browser's history with every picture.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard.text import Translator

_SECONDS = 0.9
_AT = "film"


def button(t: Translator, key: str, ids: Sequence[str]) -> bool:
    """Offer to start or to stop the film of a choice in the address; gives whether it runs."""
    running = _AT in st.session_state
    label, icon = (t("Stop"), "pause") if running else (t("Play the months"), "play_arrow")
    pressed = _stop if running else _start
    st.button(label, icon=f":material/{icon}:", on_click=pressed, args=(key, ids))
    return running


def _start(key: str, ids: Sequence[str]) -> None:
    """Start where the reader is, or at the beginning from the end."""
    at = st.query_params.get(key)
    st.session_state[_AT] = ids.index(at) if at in ids[:-1] else 0


def _stop(key: str, ids: Sequence[str]) -> None:
    st.query_params[key] = ids[min(st.session_state.pop(_AT), len(ids) - 1)]


def run(key: str, words: dict[str, str], picture: Callable[[str], None]) -> None:
    """Show the picture of one id after the other; at the last one the film stops."""
    ids = list(words)

    @st.fragment(run_every=_SECONDS)
    def shown() -> None:
        at = min(st.session_state[_AT], len(ids) - 1)
        st.progress((at + 1) / len(ids), text=words[ids[at]])
        picture(ids[at])
        if at == len(ids) - 1:
            _stop(key, ids)
            st.rerun()
        st.session_state[_AT] = at + 1

    shown()
