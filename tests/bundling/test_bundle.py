"""The offline bundle: it installs and runs where there is no network, and lacks no package."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bundling.make_bundle import change_platform, make_bundle

pytestmark = pytest.mark.prove

PYTHON = "{}.{}".format(*sys.version_info)
WINDOWS = {
    "sys_platform": "win32",
    "os_name": "nt",
    "platform_system": "Windows",
    "platform_machine": "AMD64",
}


@pytest.fixture(scope="module")
def bundle(tmp_path_factory) -> Path:
    return make_bundle(tmp_path_factory.mktemp("bundle"), "", PYTHON)


def without_network(*command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command in a network namespace of its own, in which nothing can be reached."""
    return subprocess.run(
        ["unshare", "--net", *command],
        cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False,
        env={"PATH": os.environ["PATH"], "PYTHON": sys.executable, "PYTHONUTF8": "1"},
    )  # fmt: skip


def needed_from(wheels: Path, environment: dict[str, str]) -> set[str]:
    """Return the wheels that union-bulletin needs in an environment but that are not there."""
    there, missing = {}, set()
    for wheel in wheels.glob("*.whl"):
        with zipfile.ZipFile(wheel) as packed:
            (name,) = [n for n in packed.namelist() if n.endswith(".dist-info/METADATA")]
            told = message_from_bytes(packed.read(name))
        there[canonicalize_name(told["Name"])] = told.get_all("Requires-Dist") or []
    waiting, seen = [("union-bulletin", "")], set()
    while waiting:
        package, extra = waiting.pop()
        if (package, extra) in seen:
            continue
        seen.add((package, extra))
        if package not in there:
            missing.add(package)
            continue
        for requirement in map(Requirement, there[package]):
            marker = requirement.marker
            if marker is None or marker.evaluate(environment | {"extra": extra}):
                name = canonicalize_name(requirement.name)
                waiting += [(name, wanted) for wanted in ("", *requirement.extras)]
    return missing


def test_it_installs_and_writes_a_bulletin_without_a_network(bundle):
    installed = without_network("./install.sh", cwd=bundle)
    assert installed.returncode == 0, installed.stderr
    made = without_network("./bulletin.sh", "run", "2024-01", "--direct", cwd=bundle)

    assert made.returncode == 0, made.stderr
    assert (bundle / "data/out/2024-01/draft/bulletin.docx").is_file()


def test_the_start_script_says_when_nothing_is_installed(bundle, tmp_path):
    shutil.copy(bundle / "bulletin.sh", tmp_path)

    started = without_network("./bulletin.sh", "status", cwd=tmp_path)

    assert started.returncode == 2
    assert "请先运行 install.sh" in started.stderr


def test_the_bundle_for_windows_lacks_no_package_and_holds_none_of_another_machine(
    bundle, tmp_path
):
    wheels = Path(shutil.copytree(bundle / "wheels", tmp_path / "wheels", copy_function=os.link))

    change_platform(wheels, "win_amd64", PYTHON)

    kinds = {path.stem.rpartition("-")[2] for path in wheels.glob("*.whl")}
    assert kinds == {"any", "win_amd64"}
    assert needed_from(wheels, {**WINDOWS, "python_version": PYTHON}) == set()
    (wheels / next(path.name for path in wheels.glob("colorama-*"))).unlink()
    assert needed_from(wheels, {**WINDOWS, "python_version": PYTHON}) == {"colorama"}


def test_the_scripts_for_windows_end_their_lines_as_windows_does(bundle):
    for script in bundle.glob("*.bat"):
        lines = script.read_bytes().split(b"\n")[:-1]
        assert lines
        assert all(line.endswith(b"\r") for line in lines)
