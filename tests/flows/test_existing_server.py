"""An office that has outgrown the embedded database: PostgreSQL, a work pool, prefect.yaml."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.flows.copies import copy_sample
from tests.flows.personal import everything_in, found_in
from tests.flows.postgres import PASSWORD, postgresql
from tests.flows.prefect_server import (
    BULLETIN,
    START_SECONDS,
    call,
    environment,
    flow_runs,
    prefect_server,
    run_bulletin,
)

pytestmark = pytest.mark.prove

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def database():
    """The address of an empty PostgreSQL database."""
    with postgresql() as url:
        yield url


@pytest.fixture(scope="module")
def workspace(tmp_path_factory) -> Path:
    """A copy of the sample that holds January and February alone: quick to run."""
    folder = copy_sample(tmp_path_factory.mktemp("office"))
    for month in (folder / "raw").iterdir():
        if month.name > "2024-02":
            for path in month.iterdir():
                path.unlink()
            month.rmdir()
    return folder


@pytest.fixture(scope="module")
def own_run(workspace, database):
    """A run with a server of the workspace's own, whose database is PostgreSQL."""
    return run_bulletin(
        *("run", "2024-01", "--workspace", str(workspace)),
        PREFECT_SERVER_DATABASE_CONNECTION_URL=database,
    )


@pytest.fixture(scope="module")
def server(own_run, database, tmp_path_factory):
    """A server that somebody else keeps, on the same database."""
    home = tmp_path_factory.mktemp("existing-server")
    with prefect_server(home, PREFECT_SERVER_DATABASE_CONNECTION_URL=database) as api:
        yield api


@pytest.fixture(scope="module")
def prefect(server, workspace, tmp_path_factory):
    """Prefect's own command line, as the IT person types it in the program's folder."""
    home = tmp_path_factory.mktemp("client")

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(BULLETIN.with_name("prefect")), "--no-prompt", *arguments],
            cwd=ROOT,
            env=environment(
                PREFECT_API_URL=server,
                PREFECT_HOME=str(home),
                BULLETIN_WORKSPACE=str(workspace),
                DO_NOT_TRACK="1",
            ),
            capture_output=True,
            encoding="utf-8",
            timeout=START_SECONDS,
            check=False,
        )

    return run


@pytest.fixture(scope="module")
def deployments(server, prefect) -> dict[str, dict]:
    """What `prefect deploy` makes of prefect.yaml, by name."""
    made = prefect("work-pool", "create", "bulletin", "--type", "process")
    assert made.returncode == 0, made.stdout + made.stderr
    deployed = prefect("deploy", "--all")
    assert deployed.returncode == 0, deployed.stdout + deployed.stderr
    return {item["name"]: item for item in call(server, "/deployments/filter", {})}


def test_a_run_of_our_own_server_is_recorded_in_postgresql(own_run, workspace, server):
    assert own_run.returncode == 0, own_run.stderr
    assert [(run["name"], run["state_name"]) for run in flow_runs(server)][-1:] == [
        ("永新县总工会 2024-01", "Completed")
    ]
    assert not list(workspace.rglob("prefect.db"))


def test_the_password_of_the_database_is_in_no_log(own_run, workspace):
    kept = everything_in(workspace / ".cache") + (own_run.stdout + own_run.stderr).encode()

    assert found_in(kept, {PASSWORD}) == []


def test_prefect_yaml_deploys_what_the_service_serves(deployments, workspace):
    assert sorted(deployments) == ["催报提醒", "每月公报", "补做漏月"]
    monthly, reminder, catching_up = (
        deployments[name] for name in ("每月公报", "催报提醒", "补做漏月")
    )
    assert [item["schedule"]["cron"] for item in monthly["schedules"]] == ["0 8 6 * *"]
    assert [item["schedule"]["cron"] for item in reminder["schedules"]] == ["0 8 3 * *"]
    assert catching_up["schedules"] == []
    assert monthly["parameters"] == {
        "period": "上月",
        "workspace": str(workspace),
        "by": "",
        "again": False,
    }
    for item in deployments.values():
        assert item["global_concurrency_limit"]["limit"] == 1
        assert item["concurrency_options"]["collision_strategy"] == "ENQUEUE"


def test_a_worker_catches_up_the_month_that_has_no_draft(deployments, server, prefect, workspace):
    call(server, f"/deployments/{deployments['补做漏月']['id']}/create_flow_run", {})

    worked = prefect("worker", "start", "--pool", "bulletin", "--run-once")

    assert worked.returncode == 0, worked.stdout + worked.stderr
    states = {run["name"]: run["state"] for run in flow_runs(server)}
    assert states["永新县总工会 补做"]["message"] == "已补做2024年2月"
    assert states["永新县总工会 2024-02"]["type"] == "COMPLETED"
    assert (workspace / "out/2024-02/draft/bulletin.docx").is_file()
