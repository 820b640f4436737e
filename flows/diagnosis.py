"""What `bulletin doctor` looks at: this machine and the workspace, and what is to be done."""

from __future__ import annotations

import locale
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path
from typing import Literal, NamedTuple

from documents.charts.style import font_file
from documents.filling import fill_template
from flows.defaults import DEFAULT_PORT
from flows.founding import UNNAMED
from flows.office import find_office, fonts_lacking
from flows.server import ADDRESS, is_free, is_healthy
from flows.workspace import (
    ENVIRONMENT_FILE,
    PASSWORD_FILE,
    SECRET_VARIABLE,
    SETTINGS,
    Workspace,
)
from schemas.faults import BulletinError

Grade = Literal["正常", "留意", "须办"]

_LEAST_FREE = 200 * 2**20  # bytes: a draft and Prefect's records take some tens of millions
_COMFORTABLE = 2**30
_GIT_SECONDS = 10


class Finding(NamedTuple):
    """One thing that was looked at: how it stands, and what to do where it is not in order."""

    grade: Grade
    subject: str
    told: str
    advice: str = ""


def diagnose(folder: str) -> tuple[str, bool]:
    """Return what was found, as a person reads it, and whether nothing has to be done."""
    found = [*_of_the_machine(), *_of_the_workspace(folder)]
    todo = sum(item.grade == "须办" for item in found)
    return fill_template("doctor.txt.j2", found=found, todo=todo).rstrip("\n"), not todo


def _of_the_machine() -> Iterable[Finding]:
    yield Finding(
        "正常",
        "程序",
        f"union-bulletin {metadata.version('union-bulletin')}，"
        f"Python {sys.version.split()[0]}，Prefect {metadata.version('prefect')}",
    )
    yield _terminal()
    yield _chart_font()
    yield _document_fonts()
    yield _server()
    yield _office_program()


def _terminal() -> Finding:
    encoding = (sys.stdout.encoding or locale.getpreferredencoding()).lower().replace("-", "")
    if encoding in {"utf8", "gb18030", "gbk", "cp936"}:
        return Finding("正常", "终端", f"能显示中文（{encoding}）")
    return Finding(
        "留意", "终端", f"编码为 {encoding}，中文可能显示不全", "请设置环境变量 PYTHONUTF8=1"
    )


def _chart_font() -> Finding:
    try:
        path = font_file()
    except FileNotFoundError as fault:
        return Finding("须办", "图表字体", "没有找到", str(fault))
    if path.is_file():
        return Finding("正常", "图表字体", "Noto Sans CJK SC，随程序安装")
    return Finding("须办", "图表字体", "文件不在了", "请重新安装 mplfonts（make install）")


def _document_fonts() -> Finding:
    lacking = fonts_lacking()
    if lacking is None:
        return Finding("正常", "公文字体", "由 Word、WPS 提供，本机不作检查")
    if not lacking:
        return Finding("正常", "公文字体", "齐全")
    return Finding(
        "留意",
        "公文字体",
        f"本机没有{'、'.join(lacking)}；不影响生成，在本机打开时以别的字体显示",
        "请在装有这些字体的电脑上打印",
    )


def _server() -> Finding:
    configured = os.environ.get(ADDRESS)
    if configured and not is_healthy(configured):
        advice = f"请启动该服务，或取消环境变量 {ADDRESS}，改用程序自带的服务"
        return Finding("须办", "Prefect 服务", f"连接不上 {configured}", advice)
    if configured:
        return Finding("正常", "Prefect 服务", f"使用 {configured}")
    if is_free(DEFAULT_PORT):
        return Finding("正常", "Prefect 服务", f"用自带的；端口 {DEFAULT_PORT} 可用")
    if is_healthy(f"http://127.0.0.1:{DEFAULT_PORT}/api"):
        return Finding("正常", "Prefect 服务", f"正在端口 {DEFAULT_PORT} 上运行")
    advice = "启动服务时请用 --port 换一个端口"
    return Finding("留意", "Prefect 服务", f"端口 {DEFAULT_PORT} 被别的程序占用", advice)


def _office_program() -> Finding:
    if find_office():
        return Finding("正常", "LibreOffice", "已安装（可选）")
    return Finding("正常", "LibreOffice", "没有安装；生成 Word 和 Excel 文件不需要它")


def _of_the_workspace(folder: str) -> Iterable[Finding]:
    try:
        workspace = Workspace.at(folder)
        name = workspace.settings.union.name
    except BulletinError as fault:
        is_there = (Path(folder) / SETTINGS).is_file()
        advice = "改好后再运行 bulletin doctor" if is_there else "新建工作区：bulletin init 文件夹"
        yield Finding("须办", "工作区", str(fault), advice)
        return
    yield _named(workspace, name)
    for look in (_lists, _returns, _writable, _disk, _secret, _ignored):
        yield look(workspace)
    if workspace.settings.pdf and not find_office():
        advice = "请安装 LibreOffice，或在 bulletin.toml 中删去 pdf = true"
        yield Finding("留意", "PDF", "没有 LibreOffice，不会生成", advice)


def _named(workspace: Workspace, name: str) -> Finding:
    if name == UNNAMED:
        advice = f"请在 {workspace.root.as_posix()}/bulletin.toml 中改为本单位的名称"
        return Finding("须办", "工会名称", f"还是“{UNNAMED}”", advice)
    if not workspace.settings.union.townships:
        advice = "在 bulletin.toml 的 townships 中填写后，写错的乡镇名会被指出"
        return Finding("留意", "设置", f"{name}；没有填写乡镇名称", advice)
    return Finding("正常", "设置", f"{name}，时区 {workspace.settings.calendar.time_zone}")


def _lists(workspace: Workspace) -> Finding:
    try:
        aliases, decided = workspace.aliases, workspace.decisions
        kept = workspace.baseline.height
    except BulletinError as fault:
        return Finding("须办", "名单", str(fault))
    accepted, corrected = len(decided.waivers), len(decided.corrections)
    earlier = f"，基期数据 {kept} 条" if kept else ""
    told = f"表头叫法 {len(aliases)} 条，接受 {accepted} 条，更正 {corrected} 条{earlier}"
    return Finding("正常", "名单", told)


def _returns(workspace: Workspace) -> Finding:
    months = workspace.months
    if not months:
        advice = (
            f"请把各部门的工作簿放进 {(workspace.root / 'raw').as_posix()} 下以月份命名的文件夹"
        )
        return Finding("留意", "报表", "还没有", advice)
    count = sum(len(workspace.workbooks(month)) for month in months)
    return Finding("正常", "报表", f"{months[0]} 至 {months[-1]}，{len(months)} 个月，{count} 份")


def _writable(workspace: Workspace) -> Finding:
    out = workspace.root / "out"
    where = next(path for path in (out, workspace.root) if path.exists())
    if os.access(where, os.W_OK | os.X_OK):
        return Finding("正常", "写入", f"{where.as_posix()} 可以写入")
    return Finding("须办", "写入", f"{where.as_posix()} 不能写入", "请给运行程序的账户写入权限")


def _disk(workspace: Workspace) -> Finding:
    free = shutil.disk_usage(workspace.root).free
    told = f"剩余 {free // 2**20} MB"
    if free < _LEAST_FREE:
        return Finding("须办", "磁盘", told, "请腾出空间，否则新稿写不成（旧稿不受影响）")
    if free < _COMFORTABLE:
        return Finding("留意", "磁盘", told, "空间不多，请适时清理")
    return Finding("正常", "磁盘", told)


def _secret(workspace: Workspace) -> Finding:
    if os.environ.get(SECRET_VARIABLE):
        return Finding("正常", "密钥", f"取自环境变量 {SECRET_VARIABLE}")
    path = workspace.root / ".secret"
    if not path.exists():
        return Finding("正常", "密钥", "第一次运行时由工作区自己生成")
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        return Finding("须办", "密钥", ".secret 别人也能读", f"请运行：chmod 600 {path.as_posix()}")
    return Finding("正常", "密钥", "在工作区的 .secret 中，只有本账户能读；请勿外传")


def _ignored(workspace: Workspace) -> Finding:
    """Return whether git would take what is private; the sample's workbooks are no secret."""
    private = [".secret", PASSWORD_FILE, ENVIRONMENT_FILE, ".cache", "out"]
    private += [] if workspace.settings.sample else ["raw"]
    open_to_git = [name for name in private if _git_takes(workspace.root / name)]
    if not open_to_git:
        return Finding("正常", "版本库", "原件、密钥和产物不会进版本库")
    advice = f"请在 .gitignore 中加入：{'、'.join(open_to_git)}"
    return Finding("须办", "版本库", f"{'、'.join(open_to_git)} 会被提交", advice)


def _git_takes(path: Path) -> bool:
    git = shutil.which("git")
    if git is None or not path.exists():
        return False

    inside = path / "x" if path.is_dir() else path
    command = [git, "-C", str(path.parent), "check-ignore", "-q", str(inside.resolve())]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=_GIT_SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 1  # ignored: 0; no repository here: 128
