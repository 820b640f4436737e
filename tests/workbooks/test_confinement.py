"""The child process: what misbehaves there ends there, and the next call goes through."""

from __future__ import annotations

import operator
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from schemas.faults import WorkbookError
from workbooks import confinement
from workbooks.confinement import MEMORY, Delayed, Overrun, confine
from workbooks.opening import open_file

ENOUGH = 20.0
"""Seconds that no honest call here needs, however busy the machine."""


def next_call_goes_through():
    return confine(abs, -7, seconds=ENOUGH) == 7


@pytest.mark.parametrize(
    ("act", "arguments", "seconds"),
    [
        (sum, [range(10**11)], 0.2),
        (bytearray, [MEMORY], ENOUGH),
        (operator.mul, [["x" * (1 << 20)], 300], ENOUGH),
        (os._exit, [0], ENOUGH),
    ],
    ids=["endless", "greedy", "talkative", "gone"],
)
def test_what_passes_the_limits_ends_alone(act, arguments, seconds):
    with pytest.raises(Overrun) as ended:
        confine(act, *arguments, seconds=seconds)

    assert not isinstance(ended.value, Delayed)
    assert next_call_goes_through()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no alarm")
def test_what_only_waits_is_told_from_what_works_too_long(monkeypatch):
    monkeypatch.setattr(confinement, "_PATIENCE", 2)

    with pytest.raises(Delayed):
        confine(time.sleep, 3600, seconds=0.2)

    assert next_call_goes_through()


WORKS = """
import time
from workbooks.confinement import allow
allow({allowed})
began = time.process_time()
while time.process_time() - began < 0.6:
    pass
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no alarm")
def test_a_call_is_allowed_more_work_once_it_is_known_to_be_large():
    confine(exec, WORKS.format(allowed=ENOUGH), seconds=0.3)

    with pytest.raises(Overrun):
        confine(exec, WORKS.format(allowed=0), seconds=0.3)


def test_what_aborts_its_process_ends_alone():
    with pytest.raises(Overrun):
        confine(os.abort, seconds=ENOUGH)

    assert next_call_goes_through()


def test_what_is_raised_there_is_raised_here(tmp_path):
    with pytest.raises(WorkbookError, match=r"甲\.xlsx 无法打开") as told:
        confine(open_file, tmp_path / "甲.xlsx", seconds=ENOUGH)

    assert told.value.rule == "E-F01"


def test_what_a_library_prints_does_not_mix_with_the_answer():
    assert confine(print, "warning", seconds=ENOUGH) is None
    assert confine(os.write, 1, b"warning", seconds=ENOUGH) == len(b"warning")
    assert next_call_goes_through()


def test_the_secret_does_not_reach_the_child(monkeypatch):
    with pytest.raises(Overrun):  # so that a new child is started
        confine(os._exit, 0, seconds=ENOUGH)
    monkeypatch.setenv("BULLETIN_SECRET", "密")
    monkeypatch.setenv("OTHER", "公")

    assert confine(os.getenv, "OTHER", seconds=ENOUGH) == "公"
    assert confine(os.getenv, "BULLETIN_SECRET", seconds=ENOUGH) is None


def test_one_child_serves_one_call_after_the_other():
    first = confine(os.getpid, seconds=ENOUGH)

    assert first != os.getpid()
    assert confine(os.getpid, seconds=ENOUGH) == first


def test_calls_from_several_threads_wait_for_each_other():
    answers = {}

    def ask(number):
        answers[number] = confine(divmod, number, 7, seconds=ENOUGH)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == {number: divmod(number, 7) for number in range(20)}


ASKS = """
import os, sys
from workbooks.confinement import confine
print(confine(os.getpid, seconds=20), flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks in /proc")
def test_no_child_outlives_its_parent():
    root = Path(__file__).resolve().parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", ASKS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.send_signal(signal.SIGKILL)

    assert ends(child)


def ends(process):
    """Return whether a process is gone before long."""
    until = time.monotonic() + ENOUGH
    while time.monotonic() < until:
        stat = Path(f"/proc/{process}/stat")
        if not stat.exists() or stat.read_text().split(")")[-1].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


def test_a_child_that_got_ready_has_loaded_what_calls_need_and_answers_them():
    confinement.get_ready("workbooks.opening")
    first = confine(os.getpid, seconds=ENOUGH)

    confinement.get_ready("workbooks.opening")  # one runs: nothing happens

    assert confine(os.getpid, seconds=ENOUGH) == first
    assert first != os.getpid()


def test_what_a_child_loads_to_get_ready_is_there_before_it_is_asked():
    ask = """
from workbooks.confinement import confine, get_ready
get_ready("workbooks.opening")
print(confine(eval, "'workbooks.opening' in __import__('sys').modules", seconds=20))
"""
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)

    assert done.stdout == "True\n"
