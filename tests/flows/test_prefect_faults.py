"""Runs as Prefect flows that are killed, or meet: the draft is whole, and nobody is on record."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.locking import locked
from flows.workspace import Workspace
from schemas.period import Period
from tests.flows.copies import hashes
from tests.flows.personal import everything_in, found_in
from tests.flows.prefect_server import BULLETIN, environment, flow_runs, prefect_server
from tests.flows.small_union import SHEET, WORKBOOK, make_union
from tests.workbooks.by_hand import HEADING, relief, write_return

pytestmark = [pytest.mark.prove, pytest.mark.alone]

KILLS = 4
MOST_RUNS = 12
"""A run that ends before its moment is not killed: another one is begun, with an earlier moment."""

PERSON = {
    "姓名": "亓官垚",
    "身份证号": "999999190112310012",
    "手机号": "16100000012",
    "银行卡号": "9990000000000001234",
}
"""Nobody: no region has the code 999999, no operator the numbers that begin with 161."""

VERSIONS = [relief(), relief(**{"人数": 100, "金额(元)": 16_800})]
"""The two workbooks that alternate: 150 persons, 100 persons, at 168 yuan."""


def deliver(union: Path, version: int) -> str:
    """Have the department send a version of its workbook, a person beside it; return its hash."""
    rows = [[*HEADING, *PERSON], [*VERSIONS[version], *PERSON.values()]]
    others = {"张三说明": [[f"{PERSON['姓名']}电话{PERSON['手机号']}"]]}
    path = union / "raw" / WORKBOOK
    write_return(path, "W05", {SHEET: rows, **others})
    return hashlib.sha256(path.read_bytes()).hexdigest()


def content_of_draft(union: Path) -> str:
    """Return the hash of the workbook that the draft was made from; the draft is whole."""
    draft = union / "out/2024-07/draft"
    manifest = json.loads((draft / "manifest.json").read_text("utf-8"))
    assert manifest["outputs"] == hashes(draft)
    (told,) = manifest["inputs"]
    return str(told["sha256"])


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    """Where the server keeps its records."""
    return tmp_path_factory.mktemp("server")


@pytest.fixture(scope="module")
def server(home) -> Iterator[str]:
    with prefect_server(home) as api:
        yield api


def begin(union: Path, server: str) -> subprocess.Popen[str]:
    """Start a run of July that the server records, in a group of processes of its own."""
    return subprocess.Popen(
        [str(BULLETIN), "run", "2024-07", "--workspace", str(union)],
        cwd="/",
        env=environment(PREFECT_API_URL=server),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        start_new_session=True,
    )


def finish(running: subprocess.Popen[str]) -> tuple[int, list[str]]:
    """Return the exit code and the lines of a run that comes to its end."""
    said, _ = running.communicate(timeout=120)
    return running.returncode, said.splitlines()


def kill(running: subprocess.Popen[str], after: float) -> tuple[bool, str]:
    """Kill a run at its moment; return whether it was still under way, and what it had said."""
    try:
        said, _ = running.communicate(timeout=after)
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)
        said, _ = running.communicate(timeout=30)
        return True, said
    return False, said


def kill_while_workbooks_alternate(union: Path, server: str, whole: float) -> list[str]:
    """Kill runs of up to `whole` seconds while two workbooks alternate; return what they said."""
    standing, chance, told, killed = content_of_draft(union), random.Random(2024), [], 0
    for number in range(1, MOST_RUNS + 1):
        wanted = deliver(union, number % 2)
        moment = chance.uniform(0.3, 0.98) * whole
        was_killed, words = kill(begin(union, server), moment)
        killed += was_killed
        whole = whole if was_killed else moment  # runs are quicker now than the first one was
        told.append(words)
        found = content_of_draft(union)
        assert found in (standing, wanted), (moment, words)
        standing = found
        if killed == KILLS:
            break
    assert killed == KILLS
    return told


def test_a_killed_flow_run_leaves_a_whole_draft_and_nobody_s_data(server, home, tmp_path):
    union = make_union(tmp_path)
    deliver(union, 0)
    began = time.monotonic()
    code, said = finish(begin(union, server))
    whole = time.monotonic() - began
    assert code == 0, said

    told = [*said, *kill_while_workbooks_alternate(union, server, whole)]

    wanted = deliver(union, 1)
    code, said = finish(begin(union, server))
    assert code == 0, said
    assert content_of_draft(union) == wanted
    assert {path.name for path in (union / "out/2024-07").iterdir()} <= {"draft", "review.html"}
    for path in (union / "raw").rglob("*.xlsx"):
        path.unlink()
    kept = everything_in(home) + everything_in(union) + "\n".join([*told, *said]).encode()
    assert "示例县总工会 2024-07".encode() in kept
    assert found_in(kept, set(PERSON.values())) == []


def test_of_two_flow_runs_of_a_period_the_second_waits_or_refuses_in_words(server, tmp_path):
    union = make_union(tmp_path)
    wanted = deliver(union, 0)

    ended = [finish(run) for run in [begin(union, server), begin(union, server)]]

    codes = sorted(code for code, _ in ended)
    assert codes in ([0, 0], [0, 2]), ended
    for code, said in ended:
        assert not any("Traceback" in line for line in said)
        assert code == 0 or "正由另一个程序处理，请等它结束后再运行" in said[-1]
    assert content_of_draft(union) == wanted


def test_a_flow_run_that_meets_another_program_refuses_and_is_on_record_as_failed(server, tmp_path):
    union = make_union(tmp_path)
    deliver(union, 0)
    known = {run["id"] for run in flow_runs(server)}

    with locked(Workspace.at(union), Period(2024, 7)):
        code, said = finish(begin(union, server))

    assert code == 2, said
    assert said[-1] == "2024年7月正由另一个程序处理，请等它结束后再运行；已有的文稿未动。"
    (run,) = [run for run in flow_runs(server) if run["id"] not in known]
    assert run["state_type"] == "FAILED"
    assert "正由另一个程序处理" in run["state"]["message"]
    assert not (union / "out/2024-07/draft").exists()
