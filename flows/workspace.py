"""A workspace is one union: its settings, its secret, its workbooks and its drafts on disk."""

from __future__ import annotations

import datetime as dt
import os
import re
import secrets
import stat
import tempfile
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
from pydantic import ValidationError

from flows.baseline import baseline_files
from flows.disk import in_words, require_inside
from flows.records import read_corrections, read_waivers
from schemas.baseline import FOLDER as BASELINE
from schemas.decision import CORRECTIONS, WAIVERS, Decisions
from schemas.faults import WorkspaceError
from schemas.period import Period
from schemas.settings import Settings
from workbooks.aliases import FILE as ALIASES
from workbooks.aliases import Aliases, read_aliases
from workbooks.baseline import read_baseline
from workbooks.naming import WITH_A_NUMBER, file_to_tell
from workbooks.privacy import Keyring

SETTINGS = "bulletin.toml"
OWN_TEMPLATES = "templates"
SECRET_VARIABLE = "BULLETIN_SECRET"
PASSWORD_VARIABLE = "BULLETIN_SERVER_PASSWORD"
PASSWORD_FILE = ".server-password"
ENVIRONMENT_FILE = ".service-environment"
"""What the service takes from the environment, where the machine starts it."""

_SHORTEST = 12  # characters of a password


_TOML = "：请检查这一行和上一行的引号、括号、等号和逗号，同一项设置不要写两遍。"


def _place_in(fault: str) -> str:
    """Return where tomllib found a fault; it may be no line but the end of the file."""
    line = re.search(r"at line (\d+)", fault)
    return f"第{line[1]}行" if line else "末尾"


def _faults_of(fault: ValidationError) -> str:
    """Return which settings nobody knows, and which are given a value that they cannot have."""
    told: dict[str, list[str]] = {}
    for error in fault.errors():
        unknown = error["type"] == "extra_forbidden"
        kind = "下列设置无法识别，请更正" if unknown else "下列设置的值不合规定，请更正"
        told.setdefault(kind, []).append(".".join(map(str, error["loc"])))
    return "；".join(f"{kind}：{'、'.join(keys)}" for kind, keys in told.items())


@dataclass(frozen=True)
class Workspace:
    """The folder of one union; see DESIGN of the workspace in the README."""

    root: Path

    @classmethod
    def at(cls, folder: str | Path) -> Workspace:
        """Return the workspace in a folder.

        Raises WorkspaceError where there is none.
        """
        root = Path(folder)
        if not (root / SETTINGS).is_file():
            raise WorkspaceError(
                f"{root} 不是工作区：其中没有 bulletin.toml。请用 --workspace 指明工作区文件夹。"
            )
        return cls(root)

    @cached_property
    def settings(self) -> Settings:
        """Return the settings of `bulletin.toml`; WorkspaceError names the faulty line."""
        path = self.root / SETTINGS
        try:
            return Settings(**tomllib.loads(path.read_text(encoding="utf-8-sig")))
        except UnicodeDecodeError:
            raise WorkspaceError(f"{path} 不是 UTF-8 编码，请另存为 UTF-8。") from None
        except tomllib.TOMLDecodeError as fault:
            raise WorkspaceError(f"{path} {_place_in(str(fault))}的写法不对{_TOML}") from None
        except ValidationError as fault:
            raise WorkspaceError(f"{path} 中{_faults_of(fault)}") from None

    @property
    def own_files(self) -> dict[str, bytes]:
        """Return the files beside `raw/` that decide what is read and printed, by name."""
        paths = [self.root / name for name in (SETTINGS, ALIASES, WAIVERS, CORRECTIONS)]
        own = {path.name: path.read_bytes() for path in paths if path.is_file()}
        kept = {f"{BASELINE}/{name}": told for name, told in baseline_files(self.root).items()}
        return own | kept | self.own_templates

    @property
    def own_templates(self) -> dict[str, bytes]:
        """Return the union's own templates by name; WorkspaceError for a link that leads out."""
        folder = self.root / OWN_TEMPLATES
        paths = sorted(path for path in folder.rglob("*") if path.is_file())
        inside = (require_inside(path, self.root) for path in paths)
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in inside}

    @cached_property
    def baseline(self) -> pl.DataFrame:
        """Return the figures of earlier periods that the union keeps (BASELINE_SCHEMA).

        Raises WorkspaceError, which names file and line.
        """
        return read_baseline(baseline_files(self.root))

    @cached_property
    def aliases(self) -> Aliases:
        """Return the union's own headings; WorkspaceError names the faulty line."""
        path = self.root / ALIASES
        if not path.is_file():
            return {}
        return read_aliases(path.read_bytes())

    @cached_property
    def decisions(self) -> Decisions:
        """Return what persons have accepted and corrected; WorkspaceError names a broken line."""
        return Decisions(read_waivers(self.root), read_corrections(self.root))

    @cached_property
    def keyring(self) -> Keyring:
        """Return the secret: from the environment, else the workspace's own, made on first use."""
        given = os.environ.get(SECRET_VARIABLE)
        return Keyring(given.encode() if given else self._own_secret())

    def _own_secret(self) -> bytes:
        path = self.root / ".secret"
        if path.is_file() and (kept := path.read_bytes()):
            return kept
        path.unlink(missing_ok=True)  # an empty one keeps nothing secret
        return _write_privately(path, secrets.token_hex(32).encode())

    @property
    def server_password(self) -> str:
        """Return the password of the workspace's Prefect server; empty where it has none.

        Raises WorkspaceError where it can be read by others, or guessed.
        """
        path = self.root / PASSWORD_FILE
        given = os.environ.get(PASSWORD_VARIABLE)
        if given is None and path.is_file():
            if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
                raise WorkspaceError(f"{path} 别人也能读，请先运行：chmod 600 {path}")
            given = path.read_text(encoding="utf-8").strip()
        if given and not (given.isascii() and given.isprintable() and len(given) >= _SHORTEST):
            raise WorkspaceError(
                f"服务的口令须为 {_SHORTEST} 位以上的字母、数字和符号：请改环境变量"
                f" {PASSWORD_VARIABLE} 或 {path}。"
            )
        return given or ""

    def require_server_password(self) -> str:
        """Return the password of the Prefect server, made now where there is none."""
        if not self.server_password:
            _write_privately(self.root / PASSWORD_FILE, secrets.token_urlsafe(18).encode())
        return self.server_password

    @property
    def months(self) -> list[Period]:
        """Return the months that have a folder below `raw/`, in order."""
        return [period for period in _periods_in(self.root / "raw") if period.is_month]

    @property
    def periods_out(self) -> list[Period]:
        """Return the periods of which there are results below `out/`, in order."""
        return _periods_in(self.root / "out")

    def workbooks(self, period: Period) -> list[Path]:
        """Return the workbooks of a period's months, month by month and by name.

        What office programs leave behind is none of them. Raises WorkspaceError where a
        month's folder is a link that leads elsewhere: what lies there is not this union's, and
        would be marked and sent back as if it were.
        """
        return [
            path
            for folder in map(self._raw, period.months)
            if folder.is_dir()
            for path in sorted(folder.iterdir())
            if not path.name.startswith(("~$", "."))
        ]

    def month_of(self, workbook: Path) -> Period:
        """Return the month in whose folder a workbook lies."""
        return Period.parse_month(workbook.parent.name)

    def name_of(self, workbook: Path) -> str:
        """Return a workbook's path below `raw/`, as findings and sources write it.

        A person's name in it is told as 某某. A name that holds a person's number is not
        told at all; that file, and files that are then called alike, by their place.
        """
        return _name_among(self.workbooks(self.month_of(workbook)), workbook)

    def named_workbooks(self, month: Period) -> dict[str, Path]:
        """Return a month's workbooks by their names (`name_of`), the month looked at once."""
        workbooks = self.workbooks(month)
        return {_name_among(workbooks, path): path for path in workbooks}

    def require(self, period: Period) -> list[Path]:
        """Return the workbooks of a period; WorkspaceError where there is nothing to read."""
        folders = [self._raw(month) for month in period.months]
        named = "、".join(map(str, folders))
        if not any(folder.is_dir() for folder in folders):
            if self.settings.union.members:
                raise WorkspaceError(
                    f"{self.settings.union.name}{period.label}没有本级的报表：汇总所属工会的发布件，"
                    f"请运行 bulletin rollup {period} --packages '发布件所在文件夹/*' "
                    f"--into {self.root}。"
                )
            raise WorkspaceError(
                f"没有找到{period.label}的报表：请把各部门的工作簿放进 {named} 后重新运行。"
            )
        found = self.workbooks(period)
        if not found:
            raise WorkspaceError(f"{named} 是空的：请放入各部门的工作簿后重新运行。")
        return found

    @property
    def today(self) -> str:
        """Return today's date (ISO) where the union is."""
        return dt.datetime.now(ZoneInfo(self.settings.calendar.time_zone)).date().isoformat()

    @property
    def prefect_home(self) -> Path:
        """Return the folder in which a Prefect server of our own keeps its records."""
        return self.root / ".cache" / "prefect"

    @property
    def locks(self) -> Path:
        """Return the folder of the files that tell who works on which period."""
        return self.root / ".cache" / "locks"

    def out(self, period: Period) -> Path:
        """Return the folder of a period's results; WorkspaceError for a link out of `out/`."""
        return require_inside(self.root / "out" / str(period), self.root / "out")

    def _raw(self, month: Period) -> Path:
        return require_inside(self.root / "raw" / str(month), self.root / "raw")


def _name_among(month: Sequence[Path], workbook: Path) -> str:
    told = file_to_tell(workbook.name)
    if told == WITH_A_NUMBER or [file_to_tell(path.name) for path in month].count(told) > 1:
        told += f"（第{month.index(workbook) + 1}份）"
    return f"{workbook.parent.name}/{told}"


def _periods_in(folder: Path) -> list[Period]:
    names = [entry.name for entry in folder.iterdir() if entry.is_dir()] if folder.is_dir() else []
    return sorted(period for name in names if (period := _period_named(name)) is not None)


def _period_named(name: str) -> Period | None:
    try:
        period = Period.parse(name)
    except WorkspaceError:
        return None
    return period if str(period) == name else None


def _write_privately(path: Path, content: bytes) -> bytes:
    """Write a file that only its owner reads; a second writer takes the first one's content."""
    try:
        handle, aside = tempfile.mkstemp(prefix=f"{path.name}-", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        try:
            _name_once(Path(aside), path)
        finally:
            Path(aside).unlink(missing_ok=True)
        return path.read_bytes()
    except OSError as fault:
        raise WorkspaceError(
            f"{path.parent} 无法写入：{in_words(fault)}，请检查权限和磁盘。"
        ) from None


def _name_once(aside: Path, path: Path) -> None:
    """Give a whole file its name, unless another has it by now."""
    try:
        os.link(aside, path)
    except FileExistsError:
        return
    except OSError:  # a file system without links
        if not path.exists():
            aside.rename(path)
