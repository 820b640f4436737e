"""The service beyond loopback: behind a password that is told nowhere."""

from __future__ import annotations

import base64
import json
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.flows.personal import everything_in, found_in
from tests.flows.prefect_server import (
    BULLETIN,
    START_SECONDS,
    environment,
    free_port,
    processes_of,
    run_bulletin,
    wait_until,
)
from tests.flows.small_union import make_union

pytestmark = pytest.mark.prove


@pytest.fixture(scope="module")
def union(tmp_path_factory) -> Path:
    """A workspace of one workbook."""
    return make_union(tmp_path_factory.mktemp("union"))


@pytest.fixture(scope="module")
def service(union, tmp_path_factory):
    """A service that listens everywhere: its port and where its words go."""
    port, told = free_port(), tmp_path_factory.mktemp("words") / "serve.txt"
    with told.open("wb") as out:
        process = subprocess.Popen(
            [str(BULLETIN), "serve", "--workspace", str(union), "--host", "0.0.0.0",
             "--port", str(port)],
            stdout=out, stderr=out, cwd="/", env=environment(),
        )  # fmt: skip
    try:
        wait_until(lambda: "补做漏月" in told.read_text("utf-8"), "the service", START_SECONDS)
        yield port, told
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture(scope="module")
def password(service, union) -> str:
    """The password that the workspace made for its server."""
    return (union / ".server-password").read_text("ascii")


def status(port: int, path: str, body: object = None, **headers: str) -> int:
    """Ask the server; return the status of its answer."""
    content = None if body is None else json.dumps(body).encode()
    given = {"content-type": "application/json"} | headers
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", content, given)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as fault:
        return fault.code


def test_a_page_of_ours_asks_no_other_site(service):
    port, _ = service

    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20) as page:
        policy = page.headers["content-security-policy"]

    assert policy.startswith("default-src 'self' ")
    assert "http" not in policy


def admitted(password: str) -> dict[str, str]:
    return {"authorization": f"Basic {base64.b64encode(password.encode()).decode()}"}


def test_only_who_knows_the_password_is_answered(service, password):
    port, _ = service

    assert status(port, "/api/flow_runs/filter", {}) == 401
    assert status(port, "/api/flow_runs/filter", {}, **admitted("a-guess-of-length")) == 401
    assert status(port, "/api/flow_runs/filter", {}, **admitted(password)) == 200
    assert status(port, "/api/health") == 200
    assert status(port, "/") == 200  # the page itself, which asks for the password


def test_a_page_of_another_site_is_not_answered(service, password):
    port, _ = service
    ours, other = f"http://127.0.0.1:{port}", "https://evil.example"

    assert status(port, "/api/flow_runs/filter", {}, origin=other, **admitted(password)) == 403
    assert status(port, "/api/flow_runs/filter", {}, origin=ours, **admitted(password)) == 200


def test_a_run_at_the_terminal_is_admitted_without_being_told_the_password(service, union):
    done = run_bulletin("run", "2024-07", "--again", "--workspace", str(union))

    assert done.returncode == 0, done.stderr
    assert "正在启动 Prefect" in done.stderr


def test_who_has_another_password_is_told_what_to_do(service, union):
    done = run_bulletin(
        *("run", "2024-07", "--again", "--workspace", str(union)),
        BULLETIN_SERVER_PASSWORD="another-password",
    )

    assert done.returncode == 2
    assert "要口令：请把环境变量 BULLETIN_SERVER_PASSWORD 设为该服务的口令。" in done.stderr


def test_the_password_is_told_nowhere(service, union, password):
    _, told = service
    home = union / ".cache/prefect"

    assert (union / ".server-password").stat().st_mode & 0o077 == 0
    assert str(union / ".server-password") in told.read_text("utf-8")
    commands = "\n".join(processes_of(home))
    assert "flows.hosting" in commands
    kept = everything_in(union / ".cache") + told.read_bytes() + commands.encode()
    assert found_in(kept, {password}) == []
