"""A workspace: its settings, its secret, its months and workbooks."""

from __future__ import annotations

import os
import stat

import pytest

from flows.workspace import Workspace
from schemas.faults import WorkspaceError
from schemas.period import Period

TOML = '[union]\nname = "某县总工会"\n'


@pytest.fixture
def bare(tmp_path):
    (tmp_path / "bulletin.toml").write_text(TOML, encoding="utf-8")
    return Workspace.at(tmp_path)


def test_a_folder_without_settings_is_no_workspace(tmp_path):
    with pytest.raises(WorkspaceError, match=r"没有 bulletin\.toml"):
        Workspace.at(tmp_path)


def test_a_setting_that_is_not_known_is_named(tmp_path):
    (tmp_path / "bulletin.toml").write_text(TOML + "colour = 1\n", encoding="utf-8")

    with pytest.raises(WorkspaceError, match=r"union\.colour"):
        _ = Workspace.at(tmp_path).settings


def test_the_secret_is_made_once_and_only_its_owner_may_read_it(bare, monkeypatch):
    monkeypatch.delenv("BULLETIN_SECRET", raising=False)
    first = bare.keyring.key("张三")
    secret = bare.root / ".secret"

    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert len(secret.read_bytes()) == 64
    assert Workspace.at(bare.root).keyring.key("张三") == first


def test_a_secret_that_a_kill_left_empty_is_made_again(bare, monkeypatch):
    monkeypatch.delenv("BULLETIN_SECRET", raising=False)
    (bare.root / ".secret").touch()

    key = bare.keyring.key("x")

    assert len((bare.root / ".secret").read_bytes()) == 64
    assert Workspace.at(bare.root).keyring.key("x") == key
    assert [path.name for path in bare.root.glob(".secret*")] == [".secret"]


def test_the_secret_of_the_environment_goes_before_the_workspace_s_own(bare, monkeypatch):
    monkeypatch.setenv("BULLETIN_SECRET", "an office secret")

    keys = {bare.keyring.key("张三"), Workspace.at(bare.root).keyring.key("张三")}

    assert len(keys) == 1
    assert not (bare.root / ".secret").exists()


def test_the_workspace_s_own_headings_are_read_by_sheet(bare):
    (bare.root / "aliases.csv").write_text(
        "表页,表头,规定表头\n四送与慰问, 慰问人次 ,人数\n", encoding="utf-8-sig"
    )

    assert bare.aliases["四送与慰问", "慰问人次"] == "人数"


def test_only_folders_named_as_months_are_months(bare):
    for name in ("2024-03", "2024-01", "2024-13", "旧文件"):
        (bare.root / "raw" / name).mkdir(parents=True)

    assert [str(month) for month in bare.months] == ["2024-01", "2024-03"]


def test_what_office_programs_leave_behind_is_no_workbook(bare):
    folder = bare.root / "raw" / "2024-01"
    folder.mkdir(parents=True)
    for name in ("b.xlsx", "a.xlsx", "~$a.xlsx", ".~lock.a.xlsx#"):
        (folder / name).touch()

    assert [w.name for w in bare.workbooks(Period(2024, 1))] == ["a.xlsx", "b.xlsx"]


@pytest.mark.parametrize("make", [False, True])
def test_a_month_without_workbooks_is_refused_with_what_to_do(bare, make):
    if make:
        (bare.root / "raw" / "2024-01").mkdir(parents=True)

    with pytest.raises(WorkspaceError, match=r"工作簿.*重新运行"):
        bare.require(Period(2024, 1))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("202407_W05_帮扶中心_v1.xlsx", "2024-07/202407_W05_帮扶中心_v1.xlsx"),
        ("张三_13800000027.xlsx", "2024-07/文件名含个人号码（第2份）"),
        ("999999190001010015.xls", "2024-07/文件名含个人号码（第2份）"),
        ("202407_W05_帮扶中心_王示范_v1.xlsx", "2024-07/202407_W05_帮扶中心_某某_v1.xlsx"),
        ("欧阳示例.xlsx", "2024-07/某某.xlsx"),
        ("two\nlines.xlsx", "2024-07/two lines.xlsx"),
        (os.fsdecode("报表.xlsx".encode("gbk")), "2024-07/报表.xlsx"),
    ],
)
def test_a_workbook_is_told_by_a_name_that_can_be_written_and_names_nobody(bare, name, told):
    folder = bare.root / "raw/2024-07"
    folder.mkdir(parents=True)
    for file in ("0.xlsx", name):
        (folder / file).touch()

    assert bare.name_of(folder / name) == told


def test_a_server_password_is_made_once_and_kept_from_others(tmp_path, monkeypatch):
    monkeypatch.delenv("BULLETIN_SERVER_PASSWORD", raising=False)
    (tmp_path / "bulletin.toml").write_text('[union]\nname = "示例县总工会"\n', "utf-8")
    workspace = Workspace.at(tmp_path)
    assert workspace.server_password == ""

    made = workspace.require_server_password()

    assert len(made) >= 20
    assert workspace.require_server_password() == made == workspace.server_password
    assert (tmp_path / ".server-password").stat().st_mode & 0o077 == 0


@pytest.mark.skipif(os.name == "nt", reason="rights of POSIX")
def test_a_server_password_that_others_can_read_is_refused(tmp_path, monkeypatch):
    monkeypatch.delenv("BULLETIN_SERVER_PASSWORD", raising=False)
    (tmp_path / ".server-password").write_text("long-enough-to-be-one", "utf-8")
    (tmp_path / ".server-password").chmod(0o644)

    with pytest.raises(WorkspaceError, match="chmod 600"):
        _ = Workspace(tmp_path).server_password


@pytest.mark.parametrize(
    "password", ["short", "带有汉字的口令带有汉字的口令", "two lines\nof twelve"]
)
def test_a_server_password_that_can_be_guessed_or_not_be_sent_is_refused(
    tmp_path, monkeypatch, password
):
    monkeypatch.setenv("BULLETIN_SERVER_PASSWORD", password)

    with pytest.raises(WorkspaceError, match="12 位以上") as refused:
        _ = Workspace(tmp_path).server_password

    assert password not in str(refused.value)


def test_workbooks_that_only_a_person_s_name_keeps_apart_are_told_by_their_place(bare):
    folder = bare.root / "raw/2024-07"
    folder.mkdir(parents=True)
    files = [folder / f"{name}.xlsx" for name in ("李示", "王示")]
    for file in files:
        file.touch()

    told = [bare.name_of(file) for file in files]
    assert told == ["2024-07/某某.xlsx（第1份）", "2024-07/某某.xlsx（第2份）"]
