"""Widgets whose choice lives in the URL under a stable id.

A link then opens the same view for someone else, in their language, and a change of language
keeps what was chosen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import streamlit as st

KEPT = ("lang", "comparison", "followed")


def one_of(
    key: str,
    label: str,
    ids: Sequence[str],
    words: Mapping[str, str],
    *,
    widget: Literal["selectbox", "segmented_control", "pills", "select_slider"] = "selectbox",
    default: str | None = None,
    hide_label: bool = False,
    width: int | None = None,
) -> str:
    """Ask for one of some ids and give it; an address with an unknown id gives the default.

    ``words`` says what each id is called, in the reader's language. The default is the first id.
    """
    chosen = chosen_of(key, ids, default)
    state = f"choice:{key}"
    st.session_state[state] = chosen
    visible: Literal["collapsed", "visible"] = "collapsed" if hide_label else "visible"
    ask = getattr(st, widget)
    more: dict[str, Any] = {"required": True} if widget in ("segmented_control", "pills") else {}
    if width:
        more["width"] = width
    ask(
        label,
        ids,
        format_func=words.__getitem__,
        key=state,
        on_change=_keep,
        args=(key, state),
        label_visibility=visible,
        **more,
    )
    return chosen


def some_of(
    key: str,
    label: str,
    ids: Sequence[str],
    words: Mapping[str, str],
    *,
    default: Sequence[str],
    most: int,
) -> list[str]:
    """Ask for several ids, at most so many, and give them in their own order.

    The address repeats the key, once an id. Whoever presses one too many keeps the first ones.
    """
    chosen = chosen_ones(key, ids, default=default, most=most)
    state = f"choice:{key}"
    st.session_state[state] = chosen
    st.pills(
        label,
        ids,
        selection_mode="multi",
        format_func=words.__getitem__,
        key=state,
        on_change=_keep,
        args=(key, state),
    )
    return chosen


def chosen_ones(key: str, ids: Sequence[str], *, default: Sequence[str], most: int) -> list[str]:
    """Give what the address says of a choice of several, as far as these are ids."""
    asked = set(st.query_params.get_all(key)) & set(ids) or set(default)
    return [one for one in ids if one in asked][:most]


def chosen_of(key: str, ids: Sequence[str], default: str | None = None) -> str:
    """Give what the address says of a choice, if it is one of the ids."""
    asked = st.query_params.get(key)
    return asked if asked is not None and asked in ids else default or ids[0]


def kept() -> dict[str, str]:
    """Give the choices that go along to another page."""
    return {key: st.query_params[key] for key in KEPT if key in st.query_params}


def _keep(key: str, state: str) -> None:
    st.query_params[key] = st.session_state[state]
