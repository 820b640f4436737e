"""Real Prefect servers and real `bulletin` processes for the long proofs of the flow."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any, TypeVar

import pytest

from flows.server import is_healthy

BULLETIN = Path(sys.executable).with_name("bulletin")
START_SECONDS = 180
"""The first start in a folder builds Prefect's tables: half a minute on two busy cores."""

T = TypeVar("T")


def environment(**added: str) -> dict[str, str]:
    """Return this process's environment without any setting of Prefect's, and with these."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}
    return inherited | {"PYTHONUTF8": "1"} | added


def run_bulletin(*arguments: str, **added: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a user does, in no particular folder."""
    return subprocess.run(
        [str(BULLETIN), *arguments],
        cwd="/",
        env=environment(**added),
        capture_output=True,
        encoding="utf-8",
        timeout=START_SECONDS + 120,
        check=False,
    )


def wait_until(look: Callable[[], T | None], what: str, seconds: float = 60) -> T:
    """Return the first thing that `look` finds; fail, naming `what`, where it finds none."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(0.2)
    return pytest.fail(f"waited {seconds:.0f} s in vain: {what}")


RETRY_SECONDS = 30
"""For how long a request is repeated that the server was too busy to take."""


def call(api: str, path: str, body: Mapping[str, Any] | None = None, method: str = "") -> Any:
    """Ask a server's API; a body makes it a POST. Return what it answers.

    A 503 says that the database was locked and nothing was done: asked again, as Prefect's
    own client does.
    """
    request = urllib.request.Request(
        api + path,
        data=None if body is None else json.dumps(body).encode(),
        headers={"content-type": "application/json"},
        method=method or ("GET" if body is None else "POST"),
    )
    deadline = time.monotonic() + RETRY_SECONDS
    while True:
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                content = answer.read()
        except urllib.error.HTTPError as fault:
            if fault.code != HTTPStatus.SERVICE_UNAVAILABLE or time.monotonic() > deadline:
                return pytest.fail(f"{path} answers {fault.code}: {fault.read().decode()[:500]}")
            time.sleep(0.5)
        else:
            return json.loads(content) if content else None


def flow_runs(api: str) -> list[dict[str, Any]]:
    """Return every flow run that a server knows."""
    return list(call(api, "/flow_runs/filter", {}))


def ended(api: str, run: str, seconds: float = 90) -> dict[str, Any]:
    """Return a flow run's last state, once it has one."""

    def final() -> dict[str, Any] | None:
        state = call(api, f"/flow_runs/{run}")["state"]
        return state if state["type"] in {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"} else None

    return wait_until(final, f"the end of flow run {run}", seconds)


def free_port() -> int:
    """Return a port of loopback at which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_listened_on(port: int) -> bool:
    """Return whether something answers at a port of loopback."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def processes_of(home: Path) -> list[str]:
    """Return the commands of the processes that work in this PREFECT_HOME."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if f"PREFECT_HOME={home}".encode() in (process / "environ").read_bytes().split(b"\0"):
                found.append((process / "cmdline").read_text().replace("\0", " ").strip())
        except OSError:  # it has ended meanwhile
            continue
    return found


@contextmanager
def prefect_server(home: Path, **added: str) -> Iterator[str]:
    """Start a server that keeps its records in `home`; yield its address (with `/api`)."""
    home.mkdir(parents=True, exist_ok=True)
    port = free_port()
    api = f"http://127.0.0.1:{port}/api"
    with (home / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "flows.hosting", "127.0.0.1", str(port)],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            env=environment(PREFECT_HOME=str(home), DO_NOT_TRACK="1", **added),
        )
        try:
            wait_until(lambda: is_healthy(api), "Prefect's server to answer", START_SECONDS)
            yield api
        finally:
            end(process)


def end(process: subprocess.Popen[Any]) -> None:
    """Close a process's input, then stop it by force where that was no sign to it."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
