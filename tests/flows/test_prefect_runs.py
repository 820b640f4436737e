"""A run as a Prefect flow, with real servers: recorded, the same bytes, and nobody's data."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.flows.copies import copy_sample, hashes
from tests.flows.personal import everything_in, found_in, invented_names, personal_numbers
from tests.flows.prefect_server import (
    BULLETIN,
    call,
    environment,
    flow_runs,
    free_port,
    prefect_server,
    processes_of,
    run_bulletin,
)

pytestmark = pytest.mark.prove

WORKBOOKS = [
    "202410_W01_组织宣教部_v1",
    "202410_W02_经济产改部_v1",
    "202410_W03_基层组织部_v1",
    "202410_W04_权益保障部_v1",
    "202410_W05_职工服务(帮扶)中心_v1",
    "202410_W06_女职工委员会_v1",
    "202410_W07_互助保障办_v1",
    "202410_W08_工人文化宫_v1",
    "202410_W09_财务部_v1",
]
STEPS = [
    "读取以前月份",
    *[f"读取 {name}" for name in WORKBOOKS],
    "检查报表",
    "汇总指标",
    "与原稿比对",
    "撰写文稿",
    "核对文稿",
    "绘制图表",
    "生成文档",
    "核对成品",
    "写出数据",
    "核对公开数据",
    "生成审阅页",
    "换上新稿",
]
PROGRESS = re.compile(r"  (?P<step>.+)　\d+\.\d 秒")

FAKE_ID = "362430199003070417"
PLANTED = f"could not parse '张三四 {FAKE_ID}' as a date"
RUN_WITH_A_BUG = """
import sys
from flows import steps
from flows.command import main

def fail(*arguments):
    raise ValueError(sys.argv[3])

setattr(steps, sys.argv[1], fail)
main(["run", "2024-10", "--workspace", sys.argv[2]])
"""


def only_october(folder: Path) -> Path:
    """Return a copy of the sample that holds October's workbooks alone: quicker to run."""
    workspace = copy_sample(folder)
    for month in (workspace / "raw").iterdir():
        if month.name != "2024-10":
            shutil.rmtree(month)
    return workspace


def progress(stderr: str) -> tuple[list[str], list[str]]:
    """Return the names of the steps that were shown, and every other line."""
    lines = [(PROGRESS.fullmatch(line), line) for line in stderr.splitlines()]
    return [m["step"] for m, _ in lines if m], [line for m, line in lines if not m]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory) -> Path:
    """A copy of the sample in which October was run with a server of its own."""
    return copy_sample(tmp_path_factory.mktemp("recorded"))


@pytest.fixture(scope="module")
def run(workspace) -> subprocess.CompletedProcess[str]:
    """The run of October in it."""
    return run_bulletin("run", "2024-10", "--workspace", str(workspace))


@pytest.fixture(scope="module")
def records(run, workspace):
    """The database of the server that the run had."""
    database = workspace / ".cache/prefect/prefect.db"
    assert database.is_file(), run.stderr
    connection = sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)
    yield connection
    connection.close()


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    """Where the server of the office keeps its records."""
    return tmp_path_factory.mktemp("office-server")


@pytest.fixture(scope="module")
def server(home):
    """The address of a server that an office has running."""
    with prefect_server(home) as api:
        yield api


def test_a_recorded_run_writes_the_same_bytes_as_a_direct_one(run, workspace, october):
    assert run.returncode == 0, run.stderr
    assert hashes(workspace / "out/2024-10/draft") == hashes(october.folder)


def test_a_recorded_run_says_what_it_wrote_and_found(run, workspace):
    assert run.stdout.startswith("永新县总工会2024年10月：初稿已写好（示例数据）")
    assert (workspace / "out/2024-10/draft").as_posix() in run.stdout
    assert "检查结果：错误 0 条" in run.stdout


def test_a_recorded_run_shows_its_steps_and_nothing_else(run):
    shown, others = progress(run.stderr)

    assert shown == STEPS
    assert others == ["永新县总工会 2024年10月：正在启动 Prefect ……"]


def test_the_run_and_each_of_its_steps_are_recorded_by_name(records):
    runs = records.execute("SELECT name, state_name FROM flow_run").fetchall()
    tasks = records.execute("SELECT name, state_name FROM task_run ORDER BY start_time").fetchall()

    assert runs == [("永新县总工会 2024-10", "Completed")]
    assert tasks == [(name, "Completed") for name in STEPS]


def test_a_run_has_one_server_and_leaves_none(tmp_path):
    workspace = only_october(tmp_path)
    home = workspace / ".cache/prefect"
    command = [str(BULLETIN), "run", "2024-10", "--workspace", str(workspace)]
    seen = set()

    running = subprocess.Popen(
        command,
        cwd="/",
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while running.poll() is None:
        seen |= set(processes_of(home))
        time.sleep(0.2)

    assert running.returncode == 0
    readers = {process for process in seen if "workbooks.confinement" in process}
    assert (len(readers), len(seen - readers)) == (1, 1), seen  # and nothing beside them
    assert processes_of(home) == []


def test_the_server_of_a_run_ends_with_it(run, workspace):
    assert run.returncode == 0
    assert not (workspace / ".cache/prefect/address").exists()
    assert "Traceback" not in (workspace / ".cache/prefect/server.log").read_text("utf-8")


def test_no_personal_value_of_the_sample_is_in_what_prefect_keeps(records, workspace):
    values = personal_numbers() | invented_names()
    kept = everything_in(workspace / ".cache")

    assert len(personal_numbers()) > 60
    assert len(invented_names()) > 60
    assert "读取 202410_W05".encode() in kept
    assert found_in(kept, values) == []


def test_a_configured_server_records_the_run_and_no_own_one_is_started(server, tmp_path, october):
    workspace = copy_sample(tmp_path)

    done = run_bulletin("run", "2024-10", "--workspace", str(workspace), PREFECT_API_URL=server)

    assert done.returncode == 0, done.stderr
    assert progress(done.stderr) == (STEPS, ["永新县总工会 2024年10月：正在启动 Prefect ……"])
    recorded = [
        run for run in flow_runs(server) if run["parameters"]["workspace"] == str(workspace)
    ]
    assert [(run["name"], run["state_name"]) for run in recorded] == [
        ("永新县总工会 2024-10", "Completed")
    ]
    tasks = call(server, "/task_runs/filter", {"flow_runs": {"id": {"any_": [recorded[0]["id"]]}}})
    assert sorted(task["name"] for task in tasks) == sorted(STEPS)
    assert not list(workspace.rglob("prefect.db"))
    assert not list(workspace.rglob("server.log"))
    assert hashes(workspace / "out/2024-10/draft") == hashes(october.folder)


def test_prefect_itself_tries_a_half_copied_workbook_again(server, tmp_path):
    workspace = only_october(tmp_path)
    (workbook,) = (workspace / "raw/2024-10").glob("*W08*")
    whole = workbook.read_bytes()
    command = [str(BULLETIN), "run", "2024-10", "--workspace", str(workspace)]
    told = []

    workbook.write_bytes(whole[:1000])
    with subprocess.Popen(
        command,
        cwd="/",
        env=environment(PREFECT_API_URL=server),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as running:
        for line in running.stderr:
            told.append(line)
            if line.startswith("  读取 202410_W07"):
                os.utime(workbook)  # the copy is still under way
            if "稍候再试" in line:
                workbook.write_bytes(whole)

    assert running.returncode == 0, told
    assert len([line for line in told if "稍候再试" in line]) == 1
    assert "E-F01" not in (workspace / "out/2024-10/draft/issues.csv").read_text("utf-8")
    (run,) = [r for r in flow_runs(server) if r["parameters"]["workspace"] == str(workspace)]
    tasks = call(server, "/task_runs/filter", {"flow_runs": {"id": {"any_": [run["id"]]}}})
    counts = {task["name"]: (task["state_name"], task["run_count"]) for task in tasks}
    assert counts["读取 202410_W08_工人文化宫_v1"] == ("Completed", 2)
    assert set(counts.values()) == {("Completed", 1), ("Completed", 2)}


def test_a_configured_server_that_does_not_answer_is_told_in_one_line(tmp_path):
    workspace = only_october(tmp_path)
    nowhere = f"http://127.0.0.1:{free_port()}/api"

    done = run_bulletin("run", "2024-10", "--workspace", str(workspace), PREFECT_API_URL=nowhere)

    starting, told = done.stderr.splitlines()
    assert (done.returncode, done.stdout) == (2, "")
    assert starting.endswith("正在启动 Prefect ……")
    assert told == (
        f"连接不上 PREFECT_API_URL 所指的 Prefect 服务（{nowhere}）："
        "请检查服务是否启动；也可以加 --direct 直接运行。"
    )
    assert not (workspace / "out").exists()


@pytest.mark.parametrize(
    "step",
    [
        pytest.param("check_returns", id="inside a task"),
        pytest.param("require_readable", id="between two tasks"),
    ],
)
def test_the_words_of_our_own_bug_are_kept_nowhere(server, home, tmp_path, step):
    workspace = only_october(tmp_path)
    known = {run["id"] for run in flow_runs(server)}

    done = subprocess.run(
        [sys.executable, "-c", RUN_WITH_A_BUG, step, str(workspace), PLANTED],
        cwd="/",
        env=environment(PREFECT_API_URL=server),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )

    (failed,) = [run for run in flow_runs(server) if run["id"] not in known]
    assert failed["state_type"] == "FAILED"
    assert failed["state"]["message"].endswith("StepFailed: ValueError <string>:7")
    _, (_, told) = progress(done.stderr)
    assert (done.returncode, done.stdout) == (2, "")
    assert told == "程序出错，没有换上新稿；请把这一行告诉维护人员：ValueError <string>:7"
    kept = everything_in(home) + everything_in(workspace / ".cache") + done.stderr.encode()
    assert found_in(kept, {FAKE_ID, "张三四", "could not parse"}) == []
    assert not (workspace / "out/2024-10/draft").exists()
