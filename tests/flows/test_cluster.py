"""Many unions on real Dask clusters: the same bytes, and a lost worker loses nothing."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.flows.copies import hashes
from tests.flows.prefect_server import (
    BULLETIN,
    environment,
    free_port,
    is_listened_on,
    run_bulletin,
    wait_until,
)
from tests.flows.small_union import make_union, type_in

pytestmark = pytest.mark.prove

UNIONS = ("a", "b", "c", "d")


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
    for name in UNIONS:
        assert hashes(city / name / "out/2024-07/draft") == alone


def test_what_a_killed_worker_held_is_made_by_another(city, alone):
    port = free_port()
    scheduler, listening = f"tcp://127.0.0.1:{port}", ("--host", "127.0.0.1")
    worker = ("dask_worker", scheduler, "--no-nanny", "--nthreads", "1", "--no-dashboard")
    with running("dask_scheduler", *listening, "--port", str(port), "--no-dashboard"):
        wait_until(lambda: is_listened_on(port), "the scheduler")
        with running(*worker, *listening) as one, running(*worker, *listening) as _other:
            command = [str(BULLETIN), "run", "2024-07", "--workspaces", f"{city}/*"]
            run = subprocess.Popen(
                [*command, "--scheduler", scheduler],
                cwd="/", env=environment(), encoding="utf-8",
                stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            )  # fmt: skip
            lost = wait_until(lambda: held_by(one), "a worker at work", 240)
            one.kill()
            assert not (city / lost / "out/2024-07/draft").exists()
            told, progress = run.communicate(timeout=300)

    assert run.returncode == 0, progress
    assert "做成 4，没有做成 0" in told
    assert "Traceback" not in told + progress
    for name in UNIONS:
        assert hashes(city / name / "out/2024-07/draft") == alone


def test_a_scheduler_that_does_not_answer_is_told_in_one_sentence(city):
    address = f"tcp://127.0.0.1:{free_port()}"

    done = run_bulletin("run", "2024-07", "--workspaces", f"{city}/*", "--scheduler", address)

    assert done.returncode == 2
    assert f"连接不上 Dask 调度器（{address}）" in done.stderr
    assert "Traceback" not in done.stderr
