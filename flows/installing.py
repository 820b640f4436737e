"""The service as the machine's own: a systemd unit or a Windows task that outlives a reboot.

It is written and shown, never switched on: that is for the person who keeps the machine.
"""

from __future__ import annotations

import getpass
import hashlib
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from documents.filling import fill_template
from flows.defaults import DEFAULT_PORT
from flows.disk import in_words
from flows.hosting import LOOPBACK
from flows.workspace import ENVIRONMENT_FILE, Workspace
from schemas.faults import WorkspaceError

_SYSTEM_UNITS = Path("/etc/systemd/system")
_ROOT_DIGITS = 6


class Written(NamedTuple):
    """What was written, and the commands that go with it."""

    path: Path
    enabling: tuple[str, ...]
    looking: str
    removing: tuple[str, ...]


def install_service(folder: str, host: str, port: int) -> str:
    """Write what starts the service with the machine; return what the person does next."""
    workspace = Workspace.at(folder)
    write = _write_task if os.name == "nt" else _write_unit
    try:
        written = write(workspace, _arguments(workspace, host, port))
    except OSError as fault:
        raise WorkspaceError(
            f"{fault.filename} 无法写入：{in_words(fault)}，请检查权限。"
        ) from None
    told = written._asdict() | {"administrator": os.name == "nt"}
    return fill_template("service/installed.txt.j2", **told).rstrip("\n")


def _arguments(workspace: Workspace, host: str, port: int) -> list[str]:
    """Return the command that serves, with nothing that only this terminal knows.

    `-P`: no module is taken from the folder in which it runs.
    """
    given = ["-P", "-m", "flows", "serve", "--workspace", str(workspace.root.resolve())]
    if host != LOOPBACK:
        given += ["--host", host]
    return given if port == DEFAULT_PORT else [*given, "--port", str(port)]


def name_of_service(root: Path) -> str:
    """Return the name of a workspace's service: several may be on one machine."""
    return f"bulletin-{hashlib.sha256(str(root.resolve()).encode()).hexdigest()[:_ROOT_DIGITS]}"


def unit_text(workspace: Workspace, arguments: list[str], owner: str) -> str:
    """Return a systemd unit: of the system where an owner is named, else of the user."""
    root = workspace.root.resolve()
    return fill_template(
        "service/systemd.service",
        union=_escaped(_in_one_line(workspace.settings.union.name)),
        owner=owner,
        root=_escaped(str(root)),
        command=" ".join(_quoted(word) for word in (sys.executable, *arguments)),
        environment=_escaped(str(root / ENVIRONMENT_FILE)),
        target="multi-user.target" if owner else "default.target",
    )


def task_text(workspace: Workspace, arguments: list[str], user: str) -> str:
    """Return a task of Windows that starts with the machine, nobody being logged on."""
    return fill_template(
        "service/task.xml",
        union=_in_one_line(workspace.settings.union.name),
        user=user,
        program=sys.executable,
        arguments=subprocess.list2cmdline(arguments),
        root=str(workspace.root.resolve()),
    )


def _write_unit(workspace: Workspace, arguments: list[str]) -> Written:
    is_root = os.geteuid() == 0
    owner = str(workspace.root.resolve().stat().st_uid) if is_root else ""  # never more rights
    units = _SYSTEM_UNITS if is_root else Path.home() / ".config/systemd/user"
    path = units / f"{name_of_service(workspace.root)}.service"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(unit_text(workspace, arguments, owner), encoding="utf-8")
    control = "systemctl" if is_root else "systemctl --user"
    lasting = "systemctl daemon-reload" if is_root else "loginctl enable-linger"
    return Written(
        path,
        (lasting, f"{control} enable --now {path.name}"),
        f"{control} status {path.name}",
        (f"{control} disable --now {path.name}", shlex.join(["rm", str(path)])),
    )


def _write_task(workspace: Workspace, arguments: list[str]) -> Written:
    name = name_of_service(workspace.root)
    path = workspace.root.resolve() / ".cache" / f"{name}.xml"
    path.parent.mkdir(parents=True, exist_ok=True)
    user = f"{os.environ.get('USERDOMAIN', '.')}\\{getpass.getuser()}"
    path.write_text(task_text(workspace, arguments, user), encoding="utf-16")
    return Written(
        path,
        (f'schtasks /create /tn {name} /xml "{path}"', f"schtasks /run /tn {name}"),
        f"schtasks /query /tn {name}",
        (f"schtasks /end /tn {name}", f"schtasks /delete /tn {name} /f"),
    )


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


def _escaped(text: str) -> str:
    """Return a text in which systemd takes no `%` for a specifier."""
    return text.replace("%", "%%")


def _quoted(word: str) -> str:
    """Return an argument as systemd reads it: quoted, nothing in it expanded."""
    escaped = _escaped(word).replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$")
    return f'"{escaped}"'
