"""Many unions on real Dask clusters: the same bytes, and a lost worker loses nothing."""

from __future__ import annotations

import contextlib
import csv
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import cloudpickle
import psutil
import pytest
from distributed import Client
from prefect_dask import DaskTaskRunner

from flows.cluster import _local
from flows.cluster_flow import _Desk, _flow_of
from flows.running import Order
from tests.flows.copies import hashes
from tests.flows.prefect_server import (
    BULLETIN,
    environment,
    free_port,
    is_listened_on,
    run_bulletin,
    wait_until,
)
from tests.flows.small_union import make_union, send, type_in
from tests.workbooks.by_hand import relief

pytestmark = pytest.mark.prove

UNIONS = ("a", "b", "c", "d")
MORE = ("e", "f", "g", "h", "i", "j")


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """Four unions with a workbook of July each."""
    for name in UNIONS:
        (tmp_path / "city" / name).mkdir(parents=True)
        make_union(tmp_path / "city" / name)
    return tmp_path / "city"


@pytest.fixture
def alone(tmp_path: Path) -> dict[str, str]:
    """The hashes of the draft that such a union gets alone."""
    (tmp_path / "alone").mkdir()
    union = make_union(tmp_path / "alone")
    assert type_in(union, "run", "2024-07", "--direct") == 0
    return hashes(union / "out/2024-07/draft")


@contextmanager
def running(*words: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a part of Dask until the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", "distributed.cli." + words[0], *words[1:]],
        env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@contextmanager
def dask_by_hand() -> Iterator[tuple[str, subprocess.Popen[bytes], Sequence[Any]]]:
    """Run a scheduler and two workers as processes of their own: address, scheduler, workers."""
    port = free_port()
    address, listening = f"tcp://127.0.0.1:{port}", ("--host", "127.0.0.1")
    worker = ("dask_worker", address, "--no-nanny", "--nthreads", "1", "--no-dashboard")
    with running("dask_scheduler", *listening, "--port", str(port), "--no-dashboard") as scheduler:
        wait_until(lambda: is_listened_on(port), "the scheduler")
        with running(*worker, *listening) as one, running(*worker, *listening) as other:
            yield address, scheduler, (one, other)


def written(city: Path) -> dict[str, int]:
    """Return when each union's draft was written, by union."""
    drafts = city.glob("*/out/2024-07/draft/manifest.json")
    return {path.parents[3].name: path.stat().st_mtime_ns for path in drafts}


def endings(city: Path) -> dict[str, str]:
    """Return how each union ended, as the summary tells it."""
    with (city / "summary-2024-07.csv").open(encoding="utf-8", newline="") as stream:
        return {Path(row["workspace"]).name: row["ending"] for row in csv.DictReader(stream)}


def held_by(process: subprocess.Popen[bytes]) -> str:
    """Return the union whose period a process has locked, empty where it has none."""
    for entry in Path(f"/proc/{process.pid}/fd").iterdir():
        with contextlib.suppress(OSError):
            file = entry.readlink()
            if file.name == "2024-07.lock":
                return file.parents[2].name
    return ""


def test_two_workers_of_our_own_give_the_bytes_of_each_union_alone(city, alone):
    (city / "broken").mkdir()

    done = run_bulletin("run", "2024-07", "--workspaces", f"{city}/*", "--workers", "2")

    assert done.returncode == 1, done.stderr
    assert "做成 4，没有做成 1" in done.stdout
    assert "broken 不是工作区" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert "Finished in state" not in done.stdout + done.stderr  # Prefect's own words
    for name in UNIONS:
        assert hashes(city / name / "out/2024-07/draft") == alone


def begin_run(city: Path, address: str) -> subprocess.Popen[str]:
    """Begin to make July of every union on an existing scheduler."""
    command = ("run", "2024-07", "--workspaces", f"{city}/*", "--scheduler", address)
    return subprocess.Popen(
        [str(BULLETIN), *command],
        cwd="/", env=environment(), encoding="utf-8",
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def test_what_a_killed_worker_held_is_made_by_another(city, alone):
    with dask_by_hand() as (address, _, (one, _)):
        run = begin_run(city, address)
        lost = wait_until(lambda: held_by(one), "a worker at work", 240)
        one.kill()
        assert not (city / lost / "out/2024-07/draft").exists()
        told, progress = run.communicate(timeout=300)

    assert run.returncode == 0, progress
    assert "做成 4，没有做成 0" in told
    assert "Traceback" not in told + progress
    for name in UNIONS:
        assert hashes(city / name / "out/2024-07/draft") == alone


def broken_off(city: Path) -> tuple[int, str, str]:
    """Kill one of two workers, then the scheduler, amid a run: exit code, what was said."""
    with dask_by_hand() as (address, scheduler, (one, _)):
        run = begin_run(city, address)
        wait_until(lambda: held_by(one), "a worker at work", 240)
        one.kill()
        wait_until(lambda: len(written(city)) > 2, "drafts of which the first is told", 240)
        scheduler.kill()
        told, progress = run.communicate(timeout=300)
    return run.returncode, told, progress


def test_after_the_scheduler_died_a_second_command_makes_what_was_left_and_no_more(city, alone):
    for name in MORE:
        (city / name).mkdir()
        make_union(city / name)
    everyone = {*UNIONS, *MORE}

    code, told, progress = broken_off(city)

    assert code == 1
    assert progress.count("Dask 调度器中断或连不上，没有等到结果") > 0
    assert told.count("Dask 调度器") == 1  # one cause is told once, with all its unions
    assert "运算进程" not in told + progress
    assert "Traceback" not in told + progress
    ended = endings(city)
    assert (ended.keys(), {*ended.values()}) == (everyone, {"已写出", "没有做成"})
    standing = written(city)
    assert {name for name, ending in ended.items() if ending == "已写出"} == standing.keys()

    with dask_by_hand() as (address, _, _):
        again = run_bulletin("run", "2024-07", "--workspaces", f"{city}/*", "--scheduler", address)

    assert again.returncode == 0, again.stderr
    kept = {name for name, ending in endings(city).items() if ending == "没有变化"}
    assert kept == standing.keys()
    assert {name: at for name, at in written(city).items() if name in standing} == standing
    for name in everyone:
        assert hashes(city / name / "out/2024-07/draft") == alone


def workers_of(run: subprocess.Popen[str]) -> list[psutil.Process]:
    """Return the processes of a command's own cluster."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return psutil.Process(run.pid).children(recursive=True)
    return []


def kill_each_time(run: subprocess.Popen[str], union: str, lock: str) -> int:
    """Kill every worker that takes up a union's month, until the command ends: how many."""
    killed = set()
    while run.poll() is None:
        for process in workers_of(run):
            with contextlib.suppress(psutil.Error, OSError):
                files = {Path(f.path) for f in process.open_files()}
                if any(f.name == lock and f.parents[2].name == union for f in files):
                    process.kill()
                    killed.add(process.pid)
        time.sleep(0.02)
    return len(killed)


def test_the_month_that_kills_its_workers_is_given_up_and_those_after_it_are_made(city, alone):
    for name in UNIONS:
        for month in ("2024-08", "2024-09"):
            send(city / name, f"{month}/帮扶.xlsx", relief())
    for name in MORE[:2]:  # so many that each one's months are handed out together
        (city / name).mkdir()
    words = ("backfill", "2024-07..2024-09", "--workspaces", f"{city}/*", "--workers", "1")
    with (city / "told").open("w+", encoding="utf-8") as told:
        run = subprocess.Popen(
            [str(BULLETIN), *words], cwd="/", env=environment(), stdout=told, stderr=told
        )
        killed = kill_each_time(run, "b", "2024-08.lock")
        told.seek(0)
        said = told.read()

    assert (killed, run.returncode) == (4, 1), said
    assert "做成 11，没有做成 7" in said  # three months each of the two without settings
    assert "运算进程几次中断" in said
    assert "Traceback" not in said
    for name in UNIONS:
        assert hashes(city / name / "out/2024-07/draft") == alone
    made = {path.parents[1].name for path in (city / "b/out").glob("*/draft/manifest.json")}
    assert made == {"2024-07", "2024-09"}


_HELD_AT_MOST = """
import sys
from distributed import Scheduler
from flows.cluster import make_on_cluster
from flows.running import Order
from flows.unions import find_workspaces

def tell(outcome):
    (scheduler,) = Scheduler._instances
    held.append(sum(task.state == "memory" for task in scheduler.tasks.values()))

if __name__ == "__main__":
    held, folders = [], find_workspaces(sys.argv[1])
    orders = [Order("2024-07", str(folder)) for folder in folders]
    make_on_cluster(orders, folders[0].parent, ("", 1), tell)
    print(len(held), max(held))
"""


def test_what_has_been_told_of_is_held_no_longer(city, tmp_path):
    for name in MORE:
        (city / name).mkdir()
        make_union(city / name)
    (tmp_path / "held.py").write_text(_HELD_AT_MOST, "utf-8")

    done = subprocess.run(
        [sys.executable, str(tmp_path / "held.py"), f"{city}/*"],
        env=environment(), capture_output=True, encoding="utf-8", timeout=300, check=True,
    )  # fmt: skip

    told, held = map(int, done.stdout.split())
    assert told == len({*UNIONS, *MORE})
    assert held <= 2  # the one that has just ended, and the one before


def test_a_worker_keeps_no_call_stacks_of_what_it_has_done():
    with _local(1, 1) as cluster, Client(cluster.address, security=cluster.security) as client:
        client.submit(time.sleep, 1.5).result()

        assert client.profile()["count"] == 0


def test_a_worker_that_waits_looks_after_itself_seldom():
    def ticks(dask_worker: Any) -> int:
        return int(dask_worker._tick_counter)  # of its own accord fifty a second

    with _local(1, 1) as cluster, Client(cluster.address, security=cluster.security) as client:
        (before,) = client.run(ticks).values()
        time.sleep(2)
        (after,) = client.run(ticks).values()

    assert after - before <= 10


def test_what_a_task_takes_along_does_not_grow_with_the_number_of_unions():
    def sent(unions: int) -> int:
        orders = [Order("2024-07", f"/city/{number:04d}") for number in range(unions)]
        return len(cloudpickle.dumps(_flow_of(_Desk(orders, print), DaskTaskRunner(), 1)))

    assert sent(1000) == sent(1)


def test_a_scheduler_that_does_not_answer_is_told_in_one_sentence(city):
    address = f"tcp://127.0.0.1:{free_port()}"

    done = run_bulletin("run", "2024-07", "--workspaces", f"{city}/*", "--scheduler", address)

    assert done.returncode == 2
    assert f"连接不上 Dask 调度器（{address}）" in done.stderr
    assert "Traceback" not in done.stderr
