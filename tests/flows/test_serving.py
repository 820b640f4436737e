"""`bulletin serve` with a real server: schedule, catching up, notices, dashboard, stop, restart."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
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
CHANNELS = """
[[notices]]
block = "custom-webhook/office"

[[notices]]
block = "slack-webhook/group"
events = ["催报"]

[[notices]]
block = "custom-webhook/gone"
"""
SAVE_CHANNELS = """
import sys
from prefect.blocks.notifications import CustomWebhookNotificationBlock, SlackWebhook
text = {"text": "{{subject}}\\n{{body}}"}
office = f"http://127.0.0.1:{sys.argv[1]}/office"
CustomWebhookNotificationBlock(name="office", url=office, json_data=text).save("office")
SlackWebhook(url=f"json://127.0.0.1:{sys.argv[1]}/group").save("group")
"""
LAST_SCHEDULED_DAY = 28
"""Settings admit no later day: not every month has one."""


def save_channels(api: str, port: int) -> None:
    """Save two channels on a server, as the dashboard's form does: one plain, one by Apprise."""
    subprocess.run(
        [sys.executable, "-c", SAVE_CHANNELS, str(port)],
        env=environment(PREFECT_API_URL=api),
        check=True,
        timeout=60,
    )


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
    (folder / "bulletin.toml").write_text(settings + CHANNELS, "utf-8")
    next((folder / "raw/2024-06").glob("*W08*")).unlink()
    long_ago = folder / "out/2024-08/draft/manifest.json"
    long_ago.parent.mkdir(parents=True)
    long_ago.write_text("{}", "utf-8")
    return folder


@pytest.fixture(scope="module")
def receiver():
    """A receiver of notices on loopback: its port, and what came in."""
    with receiving() as (port, received):
        yield port, received


@contextmanager
def serving(workspace: Path, port: int, told: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Start the service; yield its process once it has said what it does; end it."""
    with told.open("wb") as out:
        process = subprocess.Popen(
            [str(BULLETIN), "serve", "--workspace", str(workspace), "--port", str(port)],
            stdout=out,
            stderr=out,
            cwd="/",
            env=environment(),
        )
    try:
        wait_until(lambda: "每月公报" in told.read_text("utf-8"), "the service", START_SECONDS)
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def service(workspace, tmp_path_factory, receiver):
    """The service: its process, the address of its API, and where its words go."""
    port, told = free_port(), tmp_path_factory.mktemp("words") / "serve.txt"
    api = f"http://127.0.0.1:{port}/api"
    with serving(workspace, port, told) as process:
        save_channels(api, receiver[0])
        yield process, api, port, told


@pytest.fixture(scope="module")
def deployment(service) -> dict:
    """The monthly deployment as the server knows it."""
    return deployments(service[1])["永新县总工会每月公报"]


def deployments(api: str) -> dict[str, dict]:
    """Return what is served, by name, once all three are."""

    def all_of_them() -> list[dict] | None:
        found = call(api, "/deployments/filter", {})
        return found if len(found) == 3 else None

    return {item["name"]: item for item in wait_until(all_of_them, "the deployments")}


def planned(api: str) -> list[dict]:
    """Return the runs that the schedule plans."""
    runs = flow_runs(api)
    return [r for r in runs if r["auto_scheduled"] and r["state"]["type"] == "SCHEDULED"]


def run_manually(api: str, deployment: dict, **parameters: str) -> dict:
    """Start a run as the dashboard does, and return its last state."""
    given = deployment["parameters"] | parameters
    run = call(api, f"/deployments/{deployment['id']}/create_flow_run", {"parameters": given})
    return ended(api, run["id"])


@contextmanager
def receiving() -> Iterator[tuple[int, list[tuple[str, str]]]]:
    """Receive what is posted to a port of loopback; yield the port and paths with texts."""
    received: list[tuple[str, str]] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = json.loads(self.rfile.read(int(self.headers["content-length"])))
            received.append((self.path, "\n".join(str(value) for value in content.values())))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Receiver) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1], received
        server.shutdown()


def runs_of(api: str, name: str) -> list[dict]:
    """Return the runs that bear a name, the latest first."""
    runs = [run for run in flow_runs(api) if run["name"] == name]
    return sorted(runs, key=lambda run: run["created"], reverse=True)


def test_the_month_is_scheduled_by_the_settings_of_the_workspace(deployment, due):
    (schedule,) = deployment["schedules"]

    assert schedule["schedule"]["timezone"] == "Asia/Shanghai"
    day = min(due.day, LAST_SCHEDULED_DAY)
    assert schedule["schedule"]["cron"] == f"{due.minute} {due.hour} {day} * *"
    assert deployment["parameters"]["period"] == "上月"


def test_departments_are_reminded_by_the_settings_of_the_workspace(service):
    served = deployments(service[1])

    assert sorted(served) == [
        "永新县总工会催报提醒",
        "永新县总工会每月公报",
        "永新县总工会补做漏月",
    ]
    (schedule,) = served["永新县总工会催报提醒"]["schedules"]
    assert schedule["schedule"]["cron"].split()[2] == "3"  # two days before the fifth
    assert served["永新县总工会补做漏月"]["schedules"] == []


def test_months_missed_are_caught_up_one_after_the_other(service, workspace):
    _, api, _, told = service
    parent = wait_until(lambda: runs_of(api, "永新县总工会 补做"), "the catching up")[0]

    state = ended(api, parent["id"], seconds=240)

    assert "服务停止期间错过：2024年9月、2024年10月" in told.read_text("utf-8")
    assert state["type"] == "COMPLETED"
    assert state["message"].startswith("已补做2024年9月、2024年10月")  # later: the next, too
    (september,), (october,) = (runs_of(api, f"永新县总工会 2024-{n}") for n in ("09", "10"))
    assert september["end_time"] <= october["start_time"]
    assert (workspace / "out/2024-10/draft/bulletin.docx").is_file()
    assert not (workspace / "out/2024-07").exists()


def test_a_run_leaves_tables_and_links_under_keys_that_stay(service):
    _, api, _, _ = service
    run = runs_of(api, "永新县总工会 2024-10")[-1]

    left = call(api, "/artifacts/filter", {"flow_runs": {"id": {"any_": [run["id"]]}}})

    by_kind = {item["key"].partition("-2024-10-")[0]: item for item in left}
    assert sorted(by_kind) == ["changes", "coverage", "documents", "findings", "progress"]
    assert by_kind["progress"]["data"] == 100
    assert len(json.loads(by_kind["coverage"]["data"])) == 9
    assert json.loads(by_kind["findings"]["data"])[0].keys() == {
        "级别",
        "规则",
        "问题",
        "条数",
        "位置",
    }
    assert "/out/2024-10/draft/review.html" in by_kind["documents"]["data"]


def test_a_reminder_names_the_departments_that_have_not_reported(service, receiver):
    _, api, _, told = service
    received = receiver[1]

    state = run_manually(api, deployments(api)["永新县总工会催报提醒"], period="2024-06")

    assert state["message"] == "2024年6月没有收到：工人文化宫"
    notices = {path: text for path, text in received if "2024年6月：报表催报" in text}
    assert sorted(notices) == ["/group", "/office"]
    assert all("没有收到：工人文化宫" in text for text in notices.values())
    assert all("截止日期：2024年7月5日" in text for text in notices.values())
    assert "通知没有发出，不影响文稿：custom-webhook/gone" in told.read_text("utf-8")


def test_a_manual_run_writes_the_draft_of_its_period_and_tells_of_it(
    service, deployment, workspace, receiver
):
    state = run_manually(service[1], deployment, period="2024-08")

    assert state["type"] == "COMPLETED", state["message"]
    assert (workspace / "out/2024-08/draft/bulletin.docx").is_file()
    (told,) = [text for _, text in receiver[1] if "2024年8月" in text]
    assert "初稿已写好" in told
    assert "检查结果：错误 0 条，提醒" in told
    assert (workspace / "out/2024-08/draft/review.html").as_uri() in told


def test_a_manual_run_of_a_month_without_workbooks_says_what_to_do(service, deployment, receiver):
    state = run_manually(service[1], deployment, period="2031-01")

    assert state["type"] == "FAILED"
    assert "请把各部门的工作簿放进" in state["message"]
    (told,) = [text for _, text in receiver[1] if "2031年1月" in text]
    assert "初稿没有写成" in told
    assert "请把各部门的工作簿放进" in told


def test_the_dashboard_shows_the_deployment(service, deployment, tmp_path):
    _, _, port, _ = service
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20) as page:
        assert page.status == 200

    with chromium(tmp_path / "profile") as browser:
        browser.open(f"http://127.0.0.1:{port}/deployments")
        assert browser.first("a", deployment["name"], seconds=60)
        assert [url for url in browser.requests if f"//127.0.0.1:{port}/" not in url] == []


def test_the_schedule_fires_by_itself_and_writes_last_month_s_draft(
    service, deployment, workspace, due
):
    _, api, _, _ = service
    if due.day > LAST_SCHEDULED_DAY:  # no schedule can fire today: one run is put before its day
        when = (dt.datetime.now(dt.UTC) + dt.timedelta(seconds=2)).isoformat()
        state = {"type": "SCHEDULED", "state_details": {"scheduled_time": when}}
        call(api, f"/deployments/{deployment['id']}/create_flow_run", {"state": state})

    def started() -> str | None:
        ran = [r for r in flow_runs(api) if r["state"]["type"] not in {"SCHEDULED", "PENDING"}]
        asked = {"上月", last_month(due.date())}
        scheduled = [r for r in ran if r["deployment_id"] == deployment["id"]]
        return next((r["id"] for r in scheduled if r["parameters"]["period"] in asked), None)

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


def make_scheduled_runs_late(database: Path) -> int:
    """Put what the schedule plans into the past, as a long stop does; return how many."""
    long_ago = "2026-01-06 00:00:00.000000"
    with closing(sqlite3.connect(database)) as records, records:
        return records.execute(
            "UPDATE flow_run SET expected_start_time = ?, next_scheduled_start_time = ?"
            " WHERE auto_scheduled AND state_type = 'SCHEDULED'",
            (long_ago, long_ago),
        ).rowcount


def test_a_service_that_was_killed_starts_again_without_running_what_is_late(
    service, workspace, tmp_path
):
    _, api, port, _ = service
    with serving(workspace, port, tmp_path / "killed.txt"):
        wait_until(lambda: planned(api), "the schedule")
    wait_until(lambda: not is_listened_on(port), "the server to follow", 20)
    late = make_scheduled_runs_late(workspace / ".cache/prefect/prefect.db")

    def cancelled() -> list[dict]:
        return [run for run in flow_runs(api) if run["state"]["type"] == "CANCELLED"]

    with serving(workspace, port, tmp_path / "again.txt"):
        runs = wait_until(lambda: len(cancelled()) == late and flow_runs(api), "what was late")
        settled = cancelled()
        schedules = [s for item in deployments(api).values() for s in item["schedules"]]

    assert late > 0
    assert {run["state"]["message"] for run in settled} == {"服务停止期间错过；见“补做漏月”"}
    assert "永新县总工会 2024-10" in {run["name"] for run in runs}
    assert [schedule["active"] for schedule in schedules] == [True, True]
    assert "服务停止期间错过" not in (tmp_path / "again.txt").read_text("utf-8")
