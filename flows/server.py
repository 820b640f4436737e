"""A Prefect server of the workspace's own: on loopback, its records in the workspace.

It lives no longer than the process that needs it. Prefect's own temporary server is not
used: it gives up after 20 s, which a slow machine's first start exceeds, and has no
dashboard.
"""

from __future__ import annotations

import atexit
import importlib
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

from schemas.faults import WorkspaceError

ADDRESS = "PREFECT_API_URL"

DEFAULT_PORT = 4200
"""Where the dashboard is, unless told otherwise."""

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


def connect(home: Path, port: int = 0, *, dashboard: bool = False) -> str:
    """Point Prefect at a server and return its address (without `/api`).

    The server that PREFECT_API_URL names; else the one that already serves this home;
    else a new one of our own. Must come before Prefect is imported: Prefect sends its last
    records when the process ends, and what is registered first stops last.
    """
    configured = os.environ.get(ADDRESS)
    if configured and not is_healthy(configured):
        raise WorkspaceError(
            f"连接不上 {ADDRESS} 所指的 Prefect 服务（{configured}）："
            "请检查服务是否启动；也可以加 --direct 直接运行。"
        )
    _settle(home)
    url = configured or _running(home) or _start(home, port or _free_port(), dashboard=dashboard)
    os.environ[ADDRESS] = url
    return url.removesuffix("/api")


def use_running(home: Path) -> bool:
    """Point Prefect at the configured server or the one that serves this home; start none.

    Returns whether there is one that answers.
    """
    configured = os.environ.get(ADDRESS)
    url = configured if configured and is_healthy(configured) else None
    if url is None and not configured:
        url = _running(home)
    if url is None:
        return False
    _settle(home)
    os.environ[ADDRESS] = url
    return True


def _settle(home: Path) -> None:
    """Have Prefect keep its files in a home, and keep quiet."""
    home.mkdir(parents=True, exist_ok=True)  # Prefect warns, in English, where it is missing
    os.environ.update(_QUIET | {"PREFECT_HOME": str(home.resolve())})


def _running(home: Path) -> str | None:
    """Return the address of the server that already serves this home, if one does."""
    try:
        url = (home / "address").read_text(encoding="ascii")
    except OSError:
        return None
    return url if is_healthy(url) else None


def _start(home: Path, port: int, *, dashboard: bool) -> str:
    url = f"http://127.0.0.1:{port}/api"
    process = _launch(home, port, dashboard=dashboard)
    atexit.register(_stop, process, home / "address")
    os.environ[ADDRESS] = url  # Prefect reads it once; without it, it starts a server of its own
    importlib.import_module("prefect")  # takes as long as the server does, at the same time
    _wait_until_healthy(url, process, home)
    (home / "address").write_text(url, encoding="ascii")
    return url


def _launch(home: Path, port: int, *, dashboard: bool) -> subprocess.Popen[bytes]:
    environment = os.environ | {
        "PREFECT_SERVER_UI_ENABLED": str(dashboard).lower(),
        "PREFECT_SERVER_UI_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "WARNING",
    }
    with (home / "server.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", __name__, str(port)],
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
    """Return whether a Prefect server answers at this address (with `/api`)."""
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except (OSError, ValueError):
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_free(port: int) -> bool:
    """Return whether a port of loopback can be listened on."""
    with socket.socket() as probe:
        if os.name == "posix":  # as the server asks: old connections do not keep a port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def _serve_until_orphaned(port: int) -> None:
    """Serve until whoever started us closes the pipe to our standard input, or dies."""
    import uvicorn

    server = uvicorn.Server(
        uvicorn.Config(
            "prefect.server.api.server:create_app",
            factory=True,
            host="127.0.0.1",
            port=port,
            log_level="error",
            lifespan="on",
            timeout_graceful_shutdown=3,
        )
    )

    def stop_at_end_of_input() -> None:
        sys.stdin.buffer.read()
        server.should_exit = True

    threading.Thread(target=stop_at_end_of_input, daemon=True).start()
    server.run()


if __name__ == "__main__":
    _serve_until_orphaned(int(sys.argv[1]))
