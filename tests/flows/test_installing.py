"""What makes the service start with the machine: written, shown, not switched on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from lxml import etree

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


MINUTE_TO_MONTH = '<xs:minInclusive value="PT1M"/><xs:maxInclusive value="P31D"/>'
AT_LEAST_ONE = '<xs:minInclusive value="1"/>'


def optional(*elements: tuple[str, str]) -> str:
    """Return elements of a schema that may be there, by name and type."""
    told = (f'<xs:element name="{name}" type="{kind}" minOccurs="0"/>' for name, kind in elements)
    return "".join(told)


def in_any_order(name: str, *elements: tuple[str, str], attribute: str = "") -> str:
    held = f"<xs:all>{optional(*elements)}</xs:all>{attribute}"
    return f'<xs:complexType name="{name}">{held}</xs:complexType>'


def one_of(name: str, *values: str) -> str:
    told = "".join(f'<xs:enumeration value="{value}"/>' for value in values)
    return restricted(name, "xs:string", told)


def restricted(name: str, base: str, limits: str) -> str:
    inner = f'<xs:restriction base="{base}">{limits}</xs:restriction>'
    return f'<xs:simpleType name="{name}">{inner}</xs:simpleType>'


SCHEMA = "".join(
    [
        (
            '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified"'
            f' xmlns="{TASK[1:-1]}" targetNamespace="{TASK[1:-1]}">'
        ),
        '<xs:element name="Task" type="taskType"/>',
        in_any_order(
            "taskType",
            ("RegistrationInfo", "registrationInfoType"),
            ("Triggers", "triggersType"),
            ("Settings", "settingsType"),
            ("Principals", "principalsType"),
            ("Actions", "actionsType"),
            attribute='<xs:attribute name="version" type="xs:string"/>',
        ),
        in_any_order("registrationInfoType", ("Author", "xs:string"), ("Description", "xs:string")),
        '<xs:complexType name="triggersType"><xs:choice maxOccurs="48">',
        '<xs:element name="BootTrigger" type="bootTriggerType"/></xs:choice></xs:complexType>',
        '<xs:complexType name="bootTriggerType"><xs:sequence>',
        optional(
            ("Enabled", "xs:boolean"),
            ("StartBoundary", "xs:dateTime"),
            ("EndBoundary", "xs:dateTime"),
            ("ExecutionTimeLimit", "xs:duration"),
            ("Delay", "xs:duration"),
        ),
        "</xs:sequence></xs:complexType>",
        in_any_order("principalsType", ("Principal", "principalType")),
        in_any_order(
            "principalType",
            ("UserId", "xs:string"),
            ("LogonType", "logonType"),
            ("RunLevel", "runLevelType"),
            attribute='<xs:attribute name="id" type="xs:ID"/>',
        ),
        one_of("logonType", "S4U", "Password", "InteractiveToken", "InteractiveTokenOrPassword"),
        one_of("runLevelType", "LeastPrivilege", "HighestAvailable"),
        in_any_order(
            "settingsType",
            ("AllowStartOnDemand", "xs:boolean"),
            ("RestartOnFailure", "restartType"),
            ("MultipleInstancesPolicy", "instancesType"),
            ("DisallowStartIfOnBatteries", "xs:boolean"),
            ("StopIfGoingOnBatteries", "xs:boolean"),
            ("StartWhenAvailable", "xs:boolean"),
            ("ExecutionTimeLimit", "xs:duration"),
            ("Enabled", "xs:boolean"),
        ),
        one_of("instancesType", "Parallel", "Queue", "IgnoreNew", "StopExisting"),
        in_any_order("restartType", ("Interval", "intervalType"), ("Count", "countType")),
        restricted("intervalType", "xs:duration", MINUTE_TO_MONTH),
        restricted("countType", "xs:unsignedByte", AT_LEAST_ONE),
        '<xs:complexType name="actionsType"><xs:sequence>',
        '<xs:element name="Exec" type="execType" maxOccurs="32"/></xs:sequence>',
        '<xs:attribute name="Context" type="xs:IDREF"/></xs:complexType>',
        '<xs:complexType name="execType"><xs:sequence>',
        '<xs:element name="Command" type="xs:string"/>',
        optional(("Arguments", "xs:string"), ("WorkingDirectory", "xs:string")),
        "</xs:sequence></xs:complexType></xs:schema>",
    ]
)
"""What Microsoft's documentation of the Task Scheduler ([MS-TSCH] 2.5) says of the elements
that a task of ours has: their order, their types, their limits."""


def test_the_task_is_as_the_schema_of_the_task_scheduler_has_it(workspace):
    schema = etree.XMLSchema(etree.fromstring(SCHEMA))
    text = task_text(workspace, [*SERVE, str(workspace.root)], r"PC\张三")
    task = etree.fromstring(text.encode("utf-16"))

    assert schema.validate(task), schema.error_log
    for right, wrong in {
        "<Delay>PT1M</Delay>": "<Delay>1 minute</Delay>",
        "<Interval>PT1M</Interval>": "<Interval>PT30S</Interval>",
        "<LogonType>S4U": "<LogonType>Service",
        "      <Enabled>true</Enabled>\n      <Delay>PT1M</Delay>": (
            "<Delay>PT1M</Delay><Enabled>true</Enabled>"
        ),
    }.items():
        assert right in text
        assert not schema.validate(etree.fromstring(text.replace(right, wrong).encode("utf-16")))


def test_the_task_is_written_in_the_encoding_that_it_names(workspace, monkeypatch):
    monkeypatch.setenv("USERDOMAIN", "PC")
    written = installing._write_task(workspace, [*SERVE, str(workspace.root)])
    content = written.path.read_bytes()

    assert content.startswith((b"\xff\xfe", b"\xfe\xff"))  # schtasks reads UTF-16 by its mark
    assert etree.fromstring(content).tag == f"{TASK}Task"
    assert f'/xml "{written.path}"' in written.enabling[0]


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
