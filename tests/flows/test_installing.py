"""What makes the service start with the machine: written, shown, not switched on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from flows import installing
from flows.installing import install_service, name_of_service, task_text, unit_text
from flows.workspace import Workspace

TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
SERVE = ["-P", "-m", "flows", "serve", "--workspace"]


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    """A workspace whose folder and union are awkward to quote."""
    root = tmp_path / "50% 工会 & $数据"
    root.mkdir()
    (root / "bulletin.toml").write_text('[union]\nname = "甲 & 乙县总工会"\n', "utf-8")
    return Workspace.at(root)


def unit_of(workspace: Workspace, owner: str = "") -> str:
    return unit_text(workspace, [*SERVE, str(workspace.root)], owner)


def test_the_unit_starts_the_service_of_the_workspace_after_a_reboot(workspace):
    unit = unit_of(workspace)

    root = str(workspace.root).replace("%", "%%")
    line = next(line for line in unit.splitlines() if line.startswith("ExecStart="))
    assert line.startswith(f'ExecStart="{sys.executable}" "-P" "-m" "flows" "serve" "--workspace" ')
    assert line.endswith(f'"{root.replace("$", "$$")}"')
    assert f"WorkingDirectory={root}" in unit.splitlines()
    assert "Restart=on-failure" in unit
    assert "WantedBy=default.target" in unit
    assert "User=" not in unit


def test_a_unit_of_the_system_runs_as_the_owner_of_the_workspace(workspace):
    unit = unit_of(workspace, "1000")

    assert "User=1000\n" in unit
    assert "WantedBy=multi-user.target" in unit


def test_systemd_takes_the_unit_as_it_is(workspace, tmp_path):
    analyser = shutil.which("systemd-analyze")
    if analyser is None:
        pytest.skip("no systemd here")
    unit = tmp_path / "bulletin-test.service"
    unit.write_text(unit_of(workspace, "0"), "utf-8")

    judged = subprocess.run(
        [analyser, "verify", "--man=no", str(unit)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    complaints = [line for line in judged.stderr.splitlines() if unit.name in line]
    assert complaints == []


def test_the_task_starts_the_service_with_the_machine(workspace):
    task = ET.fromstring(task_text(workspace, [*SERVE, str(workspace.root)], r"PC\张三"))

    def text(path: str) -> str | None:
        return task.findtext("/".join(TASK + name for name in path.split("/")))

    assert text("Principals/Principal/UserId") == r"PC\张三"
    assert text("Actions/Exec/Command") == sys.executable
    assert text("Actions/Exec/Arguments") == f'-P -m flows serve --workspace "{workspace.root}"'
    assert text("Actions/Exec/WorkingDirectory") == str(workspace.root)
    assert text("Triggers/BootTrigger/Enabled") == "true"
    assert text("Settings/ExecutionTimeLimit") == "PT0S"


@pytest.mark.skipif(os.name == "nt", reason="units are systemd's")
def test_installing_writes_the_unit_and_names_the_commands(workspace, tmp_path, monkeypatch):
    monkeypatch.setattr(installing, "_SYSTEM_UNITS", tmp_path / "units")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("BULLETIN_SERVER_PASSWORD", "a-password-of-length")

    told = install_service(str(workspace.root), "192.0.2.7", 4300)

    (unit,) = tmp_path.rglob("*.service")
    assert unit.name == f"{name_of_service(workspace.root)}.service"
    assert '"--host" "192.0.2.7" "--port" "4300"' in unit.read_text("utf-8")
    assert "a-password-of-length" not in unit.read_text("utf-8") + told
    assert told.startswith(f"已写好：{unit}（还没有启用）")
    assert f"enable --now {unit.name}" in told
    assert f"disable --now {unit.name}" in told


def test_each_workspace_has_a_service_of_its_own():
    assert name_of_service(Path("/srv/a")) != name_of_service(Path("/srv/b"))
