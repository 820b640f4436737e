"""`bulletin serve` with a real server: the schedule fires, the dashboard's run works, it stops."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import signal
import subprocess
import urllib.request
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.browser import chromium
from tests.flows.copies import copy_sample
from tests.flows.prefect_server import (
    BULLETIN,
    START_SECONDS,
    call,
    ended,
    environment,
    flow_runs,
    free_port,
    is_listened_on,
    wait_until,
)

pytestmark = pytest.mark.prove

ZONE = ZoneInfo("Asia/Shanghai")
LAST_SCHEDULED_DAY = 28
"""Settings admit no later day: not every month has one."""


def last_month(today: dt.date) -> str:
    return (today.replace(day=1) - dt.timedelta(days=1)).strftime("%Y-%m")


@pytest.fixture(scope="module")
def due() -> dt.datetime:
    """When the schedule is to fire: two minutes from now, by the clock of the workspace."""
    return (dt.datetime.now(ZONE) + dt.timedelta(seconds=125)).replace(second=0, microsecond=0)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory, due) -> Path:
    """A copy of the sample with October's workbooks as last month's, due in two minutes."""
    folder = copy_sample(tmp_path_factory.mktemp("served"))
    month = folder / "raw" / last_month(due.date())
    shutil.copytree(folder / "raw/2024-10", month)
    for path in month.glob("*.xlsx"):
        if "W08" not in path.name:
            path.unlink()
    settings = (folder / "bulletin.toml").read_text("utf-8")
    for key, value in (
        ("schedule_day", min(due.day, LAST_SCHEDULED_DAY)),
        ("schedule_hour", f"{due.hour}\nschedule_minute = {due.minute}"),
    ):
        settings, count = re.subn(rf"(?m)^{key} *= *\d+", f"{key} = {value}", settings)
        assert count == 1
    (folder / "bulletin.toml").write_text(settings, "utf-8")
    return folder


@pytest.fixture(scope="module")
def service(workspace, tmp_path_factory):
    """The service: its process, the address of its API, and where its words go."""
    port = free_port()
    told = tmp_path_factory.mktemp("words") / "serve.txt"
    with told.open("wb") as out:
        process = subprocess.Popen(
            [str(BULLETIN), "serve", "--workspace", str(workspace), "--port", str(port)],
            stdout=out,
            stderr=out,
            cwd="/",
            env=environment(),
        )
    api = f"http://127.0.0.1:{port}/api"
    try:
        wait_until(lambda: "每月公报" in told.read_text("utf-8"), "the service", START_SECONDS)
        yield process, api, port, told
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def deployment(service) -> dict:
    """The monthly deployment as the server knows it."""
    _, api, _, _ = service
    found = wait_until(lambda: call(api, "/deployments/filter", {}), "the deployment")
    assert len(found) == 1
    return dict(found[0])


def run_manually(api: str, deployment: dict, **parameters: str) -> dict:
    """Start a run as the dashboard does, and return its last state."""
    given = deployment["parameters"] | parameters
    run = call(api, f"/deployments/{deployment['id']}/create_flow_run", {"parameters": given})
    return ended(api, run["id"])


def test_the_month_is_scheduled_by_the_settings_of_the_workspace(deployment, due):
    (schedule,) = deployment["schedules"]

    assert deployment["name"] == "每月公报"
    assert schedule["schedule"]["timezone"] == "Asia/Shanghai"
    day = min(due.day, LAST_SCHEDULED_DAY)
    assert schedule["schedule"]["cron"] == f"{due.minute} {due.hour} {day} * *"
    assert deployment["parameters"]["period"] == "上月"


def test_a_manual_run_writes_the_draft_of_its_period(service, deployment, workspace):
    state = run_manually(service[1], deployment, period="2024-09")

    assert state["type"] == "COMPLETED", state["message"]
    assert (workspace / "out/2024-09/draft/bulletin.docx").is_file()


def test_a_manual_run_of_a_month_without_workbooks_says_what_to_do(service, deployment):
    state = run_manually(service[1], deployment, period="2031-01")

    assert state["type"] == "FAILED"
    assert "请把各部门的工作簿放进" in state["message"]


def test_the_dashboard_shows_the_deployment(service, deployment, tmp_path):
    _, _, port, _ = service
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20) as page:
        assert page.status == 200

    with chromium(tmp_path / "profile") as browser:
        browser.open(f"http://127.0.0.1:{port}/deployments")
        assert browser.first("a", deployment["name"], seconds=60)


def test_the_schedule_fires_by_itself_and_writes_last_month_s_draft(
    service, deployment, workspace, due
):
    _, api, _, _ = service
    if due.day > LAST_SCHEDULED_DAY:  # no schedule can fire today: one run is put before its day
        when = (dt.datetime.now(dt.UTC) + dt.timedelta(seconds=2)).isoformat()
        state = {"type": "SCHEDULED", "state_details": {"scheduled_time": when}}
        call(api, f"/deployments/{deployment['id']}/create_flow_run", {"state": state})

    def started() -> str | None:
        named = last_month(due.date())
        names = {r["id"]: r["parameters"]["period"] for r in flow_runs(api)}
        ran = [r for r in flow_runs(api) if r["state"]["type"] not in {"SCHEDULED", "PENDING"}]
        return next((r["id"] for r in ran if names[r["id"]] in {"上月", named}), None)

    run = wait_until(started, "the scheduled run", 240)
    state = ended(api, run)

    assert state["type"] == "COMPLETED", state["message"]
    assert call(api, f"/flow_runs/{run}")["name"] == f"永新县总工会 {last_month(due.date())}"
    assert (workspace / "out" / last_month(due.date()) / "draft/bulletin.docx").is_file()


def test_a_signal_ends_the_service_and_its_server(service):
    process, _, port, told = service

    process.send_signal(signal.SIGTERM)

    assert process.wait(30) == 0
    assert told.read_text("utf-8").rstrip().endswith("服务已停止。")
    assert "Traceback" not in told.read_text("utf-8")
    wait_until(lambda: not is_listened_on(port), "the port to be free", 20)
