"""The web server round ``app.py``: its files go out packed, and its first page has an address."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route

from dashboard.menu import entries


def front(request: Request) -> RedirectResponse:
    """Lead from the first page's name to the bare address, where alone Streamlit opens it."""
    return RedirectResponse(f"./?{request.url.query}")


# Streamlit packs everything but its own files, which are nine tenths of a first visit. Level 9
# takes twice as long for one hundredth less.
app = st.App(
    Path(__file__).with_name("app.py"),
    routes=[Route(f"/{entries()[0].id}", front)],
    middleware=[Middleware(GZipMiddleware, compresslevel=5)],
)
