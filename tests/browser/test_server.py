"""What the server sends, and how it starts and ends as a user starts and ends it."""

from __future__ import annotations

# ruff: noqa: S310 - the addresses are our own server's
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
import streamlit

from tests.browser.conftest import START_SECONDS, YOTTE

ASSETS = Path(streamlit.__file__).parent / "static/static"
FIRST = 8501  # the port Streamlit tries first


def _asset(address: str, pattern: str) -> tuple[str | None, int, int]:
    """Give how one of Streamlit's files is packed, its bytes on the way and on the disk."""
    path = max(ASSETS.glob(pattern), key=lambda one: one.stat().st_size)
    asked = Request(
        f"{address}/static/{path.relative_to(ASSETS).as_posix()}",
        headers={"Accept-Encoding": "gzip"},
    )
    with urlopen(asked, timeout=30) as answer:
        return answer.headers["Content-Encoding"], len(answer.read()), path.stat().st_size


def test_a_script_goes_out_packed(sample_address: str) -> None:
    packed, sent, stored = _asset(sample_address, "js/PlotlyChart.*.js")
    assert packed == "gzip"
    assert sent < stored / 3


@pytest.mark.parametrize("pattern", ["media/*.woff2", "media/*.png", "media/*.gif"])
def test_what_is_packed_already_goes_out_as_it_is(sample_address: str, pattern: str) -> None:
    packed, sent, stored = _asset(sample_address, pattern)
    assert (packed, sent) == (None, stored)


@pytest.mark.parametrize("query", ["", "lang=ja&comparison=project-P07&x=%E5%96%B6%20b"])
def test_the_name_of_the_first_page_leads_to_it(sample_address: str, query: str) -> None:
    with urlopen(f"{sample_address}/overview?{query}", timeout=30) as answer:
        assert answer.url.rstrip("?") == f"{sample_address}/?{query}".rstrip("?")


@pytest.mark.skipif(sys.platform == "win32", reason="a console has no signals there")
@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_takes_the_next_free_port_opens_a_browser_and_ends_when_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: signal.Signals
) -> None:
    opened, browser = tmp_path / "opened", tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {opened}.part && mv {opened}.part {opened}\n')
    browser.chmod(0o755)
    monkeypatch.setenv("BROWSER", str(browser))
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with suppress(OSError):  # somebody else has it, which is as well
            taken.bind(("127.0.0.1", FIRST))
            taken.listen()
        command = [*YOTTE, "--workspace", str(tmp_path / "workspace")]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd="/") as server:
            deadline = time.monotonic() + START_SECONDS
            while not opened.exists() and time.monotonic() < deadline:
                time.sleep(0.1)
            address = opened.read_text().strip()
            assert int(address.removeprefix("http://localhost:")) > FIRST
            with urlopen(f"{address}/_stcore/health", timeout=5) as answer:
                assert answer.read() == b"ok"
            server.send_signal(told)
            said = server.communicate(timeout=20)[1]
    assert server.returncode == 0
    assert "Traceback" not in said
