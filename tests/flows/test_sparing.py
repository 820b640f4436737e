"""How a command's process ends: at once, but not before all that waits for its end."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import IO, Any

import pytest

PROGRAM = """
import atexit, sys, threading, time
from flows.sparing import run_once

def wait():
    time.sleep(0.2)
    print("thread done")

def command():
    atexit.register(print, "asked at the end")
    threading.Thread(target=wait).start()
    print("said, and not flushed")
    {last}

run_once(command)
"""


def end(last: str, out: int | IO[Any] = subprocess.PIPE) -> subprocess.CompletedProcess[str]:
    """Return a process whose command ended so; it holds back what it says, as into a file."""
    command = [sys.executable, "-E", "-c", PROGRAM.format(last=last)]
    return subprocess.run(command, check=False, stdout=out, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize("code", [0, 1, 2])
def test_all_that_waits_for_the_end_has_its_turn_and_the_exit_code_stays(code):
    done = end(f"return {code}")

    assert done.returncode == code
    assert done.stdout.splitlines() == ["said, and not flushed", "thread done", "asked at the end"]
    assert not done.stderr


def test_a_command_that_breaks_off_ends_as_any_python_program_does():
    done = end("raise KeyError('bug')")

    assert done.returncode == 1
    assert done.stdout.splitlines()[-1] == "asked at the end"
    assert done.stderr.splitlines()[-1] == "KeyError: 'bug'"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_output_that_cannot_be_written_is_told_as_any_python_program_does():
    with Path("/dev/full").open("w") as full:
        done = end("return 0", full)

    assert done.returncode == 120
    assert "No space left on device" in done.stderr


LOOK = """
from importlib import metadata
from flows.sparing import run_once

asked = []
metadata.entry_points = lambda **which: asked.append(which) or []

def command():
    from schemas.settings import Settings
    print(asked, Settings.__name__)
    return 0

run_once(command)
"""


@pytest.mark.parametrize(
    ("environment", "told"),
    [({}, []), ({"PYDANTIC_DISABLE_PLUGINS": ""}, [{"group": "pydantic"}])],
    ids=["by itself", "as somebody wants"],
)
def test_packages_are_not_looked_through_for_plugins_that_our_models_do_not_take(environment, told):
    known = {name: value for name, value in os.environ.items() if not name.startswith("PYDANTIC")}
    command = [sys.executable, "-c", LOOK]

    done = subprocess.run(
        command, check=True, capture_output=True, text=True, env=known | environment
    )

    assert done.stdout == f"{told} Settings\n"
