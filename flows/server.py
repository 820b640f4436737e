"""A Prefect server of the workspace's own: on loopback, its records in the workspace.

It lives no longer than the process that needs it. Prefect's own temporary server is not
used: it gives up after 20 s, which a slow machine's first start exceeds, and has no
dashboard. Its database is the one that PREFECT_SERVER_DATABASE_CONNECTION_URL names
(PostgreSQL), else a file in the workspace.
"""

from __future__ import annotations

import atexit
import base64
import importlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple

from flows.hosting import LOOPBACK, is_loopback
from flows.workspace import PASSWORD_VARIABLE, Workspace
from schemas.faults import WorkspaceError

ADDRESS = "PREFECT_API_URL"
PASSWORD = "PREFECT_API_AUTH_STRING"

_PATIENCE_SECONDS = 180
"""The first start in a workspace builds Prefect's tables: 10 to 20 s on two cores."""

_GRACE_SECONDS = 10

_QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
    "PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED": "false",
    "PREFECT_TASKS_DISABLE_CACHING": "true",
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
}


class Place(NamedTuple):
    """Where a server of our own listens: beyond loopback only behind a password."""

    host: str = LOOPBACK
    port: int = 0
    dashboard: bool = False

    @property
    def url(self) -> str:
        """Return the address at which this machine reaches it (with `/api`)."""
        everywhere = self.host in {"0.0.0.0", "::"}
        host = LOOPBACK if everywhere else self.host
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}/api"


def connect(workspace: Workspace, place: Place | None = None) -> str:
    """Point Prefect at a server and return its address (without `/api`).

    The server that PREFECT_API_URL names; else the one that already serves this workspace;
    else a new one of our own. Must come before Prefect is imported: Prefect sends its last
    records when the process ends, and what is registered first stops last.
    """
    configured = os.environ.get(ADDRESS)
    if configured and not is_healthy(configured):
        raise WorkspaceError(
            f"连接不上 {ADDRESS} 所指的 Prefect 服务（{configured}）："
            "请检查服务是否启动；也可以加 --direct 直接运行。"
        )
    _settle(workspace)
    url = configured or _running(workspace.prefect_home)
    if url is None:
        wanted = place or Place()
        url = _start(workspace, wanted if wanted.port else wanted._replace(port=_free_port()))
    _require_admission(url)
    os.environ[ADDRESS] = url
    return url.removesuffix("/api")


def use_running(workspace: Workspace) -> bool:
    """Point Prefect at the configured server or the one that serves this workspace; start none.

    Returns whether there is one that answers.
    """
    configured = os.environ.get(ADDRESS)
    if configured:
        url = configured if is_healthy(configured) else None
    else:
        url = _running(workspace.prefect_home)
    if url is None:
        return False
    _settle(workspace)
    _require_admission(url)
    os.environ[ADDRESS] = url
    return True


def _settle(workspace: Workspace) -> None:
    """Have Prefect keep its files in the workspace, keep quiet, and know the password."""
    home = workspace.prefect_home
    home.mkdir(parents=True, exist_ok=True)  # Prefect warns, in English, where it is missing
    home.chmod(0o700)  # its database holds the addresses of notices, and the key to them
    os.environ.update(_QUIET | {"PREFECT_HOME": str(home.resolve())})
    if password := workspace.server_password:
        os.environ.setdefault(PASSWORD, password)


def _running(home: Path) -> str | None:
    """Return the address of the server that already serves this home, if one does."""
    try:
        url = (home / "address").read_text(encoding="ascii")
    except OSError:
        return None
    return url if is_healthy(url) else None


def _start(workspace: Workspace, place: Place) -> str:
    home, url = workspace.prefect_home, place.url
    if not is_loopback(place.host):
        os.environ[PASSWORD] = workspace.require_server_password()
    process = _launch(home, place, workspace.server_password)
    atexit.register(_stop, process, home / "address")
    os.environ[ADDRESS] = url  # Prefect reads it once; without it, it starts a server of its own
    importlib.import_module("prefect")  # takes as long as the server does, at the same time
    _wait_until_healthy(url, process, home)
    (home / "address").write_text(url, encoding="ascii")
    return url


def _launch(home: Path, place: Place, password: str) -> subprocess.Popen[bytes]:
    environment = os.environ | {
        "PREFECT_SERVER_UI_ENABLED": str(place.dashboard).lower(),
        "PREFECT_SERVER_UI_V2_ENABLED": "false",  # it calls its maker, and is unfinished
        "PREFECT_SERVER_UI_API_URL": "/api",
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": place.url.removesuffix("/api"),
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "WARNING",
    }
    if password:
        environment["PREFECT_SERVER_API_AUTH_STRING"] = password
    with (home / "server.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "flows.hosting", place.host, str(place.port)],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            env=environment,
            start_new_session=True,  # Ctrl-C is ours to answer, then the server's
        )


def _stop(process: subprocess.Popen[bytes], address: Path) -> None:
    address.unlink(missing_ok=True)
    if process.stdin is not None:
        process.stdin.close()
    try:
        process.wait(_GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait_until_healthy(url: str, process: subprocess.Popen[bytes], home: Path) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not is_healthy(url):
        if process.poll() is not None or time.monotonic() > deadline:
            raise WorkspaceError(
                f"Prefect 服务没有启动，原因见 {home / 'server.log'}；也可以加 --direct 直接运行。"
            )
        time.sleep(0.1)


def is_healthy(url: str) -> bool:
    """Return whether a Prefect server answers at this address (with `/api`).

    Its health needs no password and asks no database, so that a busy one answers as well.
    """
    return _status(f"{url}/health") == HTTPStatus.OK


def _require_admission(url: str) -> None:
    """Raise WorkspaceError where a server wants a password that we do not have."""
    if _status(f"{url}/version", os.environ.get(PASSWORD, "")) == HTTPStatus.UNAUTHORIZED:
        raise WorkspaceError(
            f"Prefect 服务（{url}）要口令：请把环境变量 {PASSWORD_VARIABLE} 设为该服务的口令。"
        )


def _status(url: str, password: str = "") -> int:
    """Return the status of an answer; 0 where there is none."""
    admission = base64.b64encode(password.encode()).decode()
    headers = {"authorization": f"Basic {admission}"} if password else {}
    try:
        asked = urllib.request.Request(url, headers=headers)
        with urllib.request.urlopen(asked, timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as fault:
        return fault.code
    except (OSError, ValueError):
        return 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def is_free(port: int) -> bool:
    """Return whether a port of loopback can be listened on."""
    with socket.socket() as probe:
        if os.name == "posix":  # as the server asks: old connections do not keep a port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True
