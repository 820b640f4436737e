"""Makes the offline bundle for PCs without a network: wheels, start scripts and the sample.

`python bundling/make_bundle.py [--platform win_amd64] [--python 3.11] [--into dist]`. Needs the
network once, here; the folder then installs anywhere with Python of that version.
Without --platform the bundle is for machines like this one.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
START = Path(__file__).resolve().parent / "start"
CONSTRAINTS = ROOT / "constraints.txt"
NAME = "union-bulletin"
ONLY_ON_WINDOWS = ("colorama", "pywin32", "tzdata")
"""What the pinned packages ask for on Windows alone; this machine's own set may lack it."""


def main() -> None:
    """Make the bundle and say where it is."""
    parser = argparse.ArgumentParser(description="制作离线安装包")
    parser.add_argument("--platform", default="", help="如 win_amd64；省略时为本机")
    parser.add_argument("--python", default="{}.{}".format(*sys.version_info), help="如 3.11")
    parser.add_argument("--into", type=Path, default=ROOT / "dist", help="放在哪个文件夹")
    given = parser.parse_args()
    folder = make_bundle(given.into, given.platform, given.python)
    print(
        f"离线安装包：{folder}（{_megabytes(folder)} MB）；请整个复制到目标电脑，先读 README.txt。"
    )


def make_bundle(into: Path, platform: str, python: str) -> Path:
    """Return the folder of a bundle for a platform tag (empty: this machine's) and a Python."""
    label = f"{platform or sys.platform}-py{python}"
    folder = into / f"{NAME}-{metadata.version(NAME)}-{label}"
    shutil.rmtree(folder, ignore_errors=True)
    wheels = folder / "wheels"
    wheels.mkdir(parents=True)
    _pip("wheel", "-c", str(CONSTRAINTS), "-w", str(wheels), str(ROOT))
    if platform:
        change_platform(wheels, platform, python)
    shutil.copy(CONSTRAINTS, folder)
    for script in sorted(START.iterdir()):
        shutil.copy(script, folder)
    shutil.copytree(
        ROOT / "data",
        folder / "data",
        ignore=shutil.ignore_patterns("out", "sample", "*.py", ".cache", ".secret", "__pycache__"),
    )
    return folder


def change_platform(wheels: Path, platform: str, python: str) -> None:
    """Replace the wheels that hold machine code by another platform's."""
    wanted = {name: version for name, version in _pins().items() if name in ONLY_ON_WINDOWS}
    wanted = wanted if platform.startswith("win") else {}
    for wheel in sorted(wheels.glob("*.whl")):
        name, version, *_ = wheel.name.split("-")
        if not wheel.name.endswith("-none-any.whl"):
            wanted[name] = version
            wheel.unlink()
    pinned = [f"{name}=={version}" for name, version in sorted(wanted.items())]
    where = ["--platform", platform, "--python-version", python, "--only-binary=:all:"]
    _pip("download", "--no-deps", "-d", str(wheels), *where, *pinned)


def _pins() -> dict[str, str]:
    """Return the pinned version of each package, by the name that constraints.txt writes."""
    lines = [line.partition(";")[0].strip() for line in CONSTRAINTS.read_text("utf-8").splitlines()]
    pairs = [tuple(line.split("==")) for line in lines if "==" in line and not line.startswith("#")]
    return dict(pairs)


def _pip(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "pip", arguments[0], "-q", *arguments[1:]], check=True)


def _megabytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) // 2**20


if __name__ == "__main__":
    main()
