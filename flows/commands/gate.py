"""From draft to release: approve, return, release, verify, and an approver's passphrase."""

from __future__ import annotations

from pathlib import Path

import click

from flows.commands.options import period_argument, workspace_option
from flows.helping import ChineseCommand, typed

by_option = click.option("--by", default="", metavar="姓名", help="由谁办理，必填。")
_reason = click.option("--reason", default="", metavar="理由", help="为什么。")


@click.command(cls=ChineseCommand, help="批准送审的初稿；口令在提示后输入。")
@period_argument
@workspace_option
@by_option
def approve(period: str, folder: str, by: str) -> int:
    """Approve what was submitted, with the approver's passphrase."""
    from flows.gate.acts import approve as approve_draft
    from flows.gate.passphrases import ask_passphrase
    from flows.notices import tell
    from flows.workspace import Workspace
    from schemas.notice import Notice
    from schemas.period import Period

    month, workspace = Period.parse(period), Workspace.at(folder)
    standing = approve_draft(workspace, month, by, lambda: ask_passphrase("口令"))
    click.echo(f"{month.label}已由{by}批准（内容标识 {standing.bound[:16]}）。")
    click.echo(f"下一步：{typed(folder, 'release', str(month), '--by', '姓名')}")
    tell(workspace, Notice("批准", month, by=by))
    return 0


@click.command("return", cls=ChineseCommand, help="退回送审或已批准的初稿，写明理由。")
@period_argument
@workspace_option
@by_option
@_reason
def send_back(period: str, folder: str, by: str, reason: str) -> int:
    """Send a draft back to the analyst."""
    from flows.gate.acts import send_back as return_draft
    from flows.notices import tell
    from flows.workspace import Workspace
    from schemas.notice import Notice
    from schemas.period import Period

    month, workspace = Period.parse(period), Workspace.at(folder)
    return_draft(workspace, month, by, reason)
    click.echo(f"{month.label}已退回：{reason}。修改后重新运行、送审。")
    tell(workspace, Notice("退回", month, by=by, reason=reason))
    return 0


@click.command(cls=ChineseCommand, help="发布已批准的内容：写入 vN/，一经写入不再改动。")
@period_argument
@workspace_option
@click.option("--by", default="", metavar="姓名", help="由谁发布；不写则为当前登录的用户。")
@_reason
@click.option("--scan", default="", metavar="文件", help="签字的送审单扫描件，在发布件旁存档。")
def release(period: str, folder: str, scan: str, **signed: str) -> int:
    """Release what was approved, once."""
    from flows.gate.releasing import release_period
    from flows.notices import tell
    from flows.workspace import Workspace
    from schemas.notice import Notice
    from schemas.period import Period

    month, workspace = Period.parse(period), Workspace.at(folder)
    signed_as = signed["by"], signed["reason"]
    scanned = Path(scan) if scan else None
    released = release_period(workspace, month, signed_as, scanned)
    click.echo(f"{month.label}已发布，第{released.number}版：{released.folder.as_posix()}")
    for path in sorted(released.folder.iterdir()):
        click.echo(f"  {path.name}{'/' if path.is_dir() else ''}")
    click.echo(f"校验：{typed(folder, 'verify', str(month))}")
    version, place = f"v{released.number}", released.folder.resolve().as_uri()
    tell(workspace, Notice("发布", month, *signed_as, version=version, place=place))
    return 0


@click.command(cls=ChineseCommand, help="校验发布件：报告期，或单独一个发布文件夹。")
@click.argument("released", metavar="报告期|文件夹")
@workspace_option
def verify(released: str, folder: str) -> int:
    """Compute every hash of a release again; exit 1 where something is not as released."""
    from flows.gate.verifying import verify_folder, verify_period
    from flows.workspace import Workspace
    from schemas.period import Period

    if Path(released).is_dir():
        found = [verify_folder(Path(released))]
    else:
        found = verify_period(Workspace.at(folder), Period.parse(released))
    for item in found:
        click.echo(
            f"{item.folder.as_posix()}："
            + (f"{item.files} 个文件，与发布时相同" if not item.faults else "有变动")
        )
        for fault in item.faults:
            click.echo(f"  {fault}")
    return 1 if any(item.faults for item in found) else 0


@click.command(cls=ChineseCommand, help="采用在 Word 中改过的公报或报告，核对改动的句子和数。")
@period_argument
@click.argument("file", metavar="文件.docx")
@workspace_option
@click.option("--by", default="", metavar="姓名", help="由谁采用。")
@click.option("--source", "sources", multiple=True, metavar="数或句=出处", help="可写多个。")
def adopt(period: str, file: str, folder: str, by: str, sources: tuple[str, ...]) -> int:
    """Take over a document that a person edited in Word."""
    from flows.gate.adopting import adopt_document
    from flows.workspace import Workspace
    from schemas.period import Period

    month, workspace = Period.parse(period), Workspace.at(folder)
    click.echo(adopt_document(workspace, month, Path(file), (by, sources), click.echo))
    return 0


@click.command(cls=ChineseCommand, help="审批人设置自己的口令，登记为审批人。")
@workspace_option
@by_option
def passphrase(folder: str, by: str) -> int:
    """Enrol an approver with a passphrase of his own."""
    from flows.gate.passphrases import ask_new_passphrase, enrol_approver
    from flows.workspace import Workspace

    path = enrol_approver(Workspace.at(folder), by, ask_new_passphrase)
    click.echo(f"{by}已登记为审批人：{path} 中只存口令的加盐散列，口令本身请自己记住。")
    return 0
