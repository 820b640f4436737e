"""`bulletin forms`: nine blank workbooks where the command says that they lie."""

from __future__ import annotations

import hashlib
from pathlib import Path

import openpyxl
import pytest

from flows.command import main
from schemas.contract import RETURNS
from schemas.period import Period
from tests.workbooks.by_hand import write_return
from workbooks.privacy import Keyring
from workbooks.reader import Desk, read_workbook


def forms(capsys: pytest.CaptureFixture[str], period: str, folder: Path) -> tuple[int, str, str]:
    """Run the command; return its exit code, output and what it says beside."""
    with pytest.raises(SystemExit) as ended:
        main(["forms", period, "--workspace", str(folder)])
    told = capsys.readouterr()
    return int(ended.value.code or 0), told.out, told.err


@pytest.fixture
def union(tmp_path: Path) -> Path:
    """A workspace that has nothing but its settings."""
    (tmp_path / "bulletin.toml").write_text('[union]\nname = "示例县总工会"\n', "utf-8")
    return tmp_path


def test_forms_of_all_returns_are_written_and_read_back_for_their_month(capsys, union):
    code, out, err = forms(capsys, "2024-11", union)

    folder = union / "out/2024-11/forms"
    written = sorted(folder.iterdir())
    desk = Desk(Period(2024, 11), Keyring(b"the secret of the tests"))
    read = [read_workbook(path, f"2024-11/{path.name}", desk) for path in written]
    assert code == 0
    assert folder.as_posix() in out
    assert "共9份" in out
    assert "2024年12月5日前收回" in out
    assert "W05 四送与困难帮扶台账" in err
    assert written[4].name == "202411_W05_职工服务（帮扶）中心_v1.xlsx"
    assert [item.cover.table_code for item in read] == list(RETURNS)
    assert all(item.issues.is_empty() for item in read)


def test_writing_the_forms_again_gives_the_same_bytes_and_touches_nothing_else(capsys, union):
    def hashes() -> dict[str, str]:
        return {
            path.relative_to(union).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in union.rglob("*")
            if path.is_file() and path.suffix != ".lock"
        }

    forms(capsys, "2024-11", union)
    first = hashes()
    forms(capsys, "2024-11", union)

    assert hashes() == first
    assert len(first) == 1 + len(RETURNS)


def test_a_union_gets_the_forms_of_the_departments_that_report(capsys, union):
    settings = 'departments = ["BF", "CW"]\n[union]\nname = "示例县总工会"\n'
    (union / "bulletin.toml").write_text(settings, "utf-8")

    _, out, _ = forms(capsys, "2024-11", union)

    names = sorted(path.name[7:10] for path in (union / "out/2024-11/forms").iterdir())
    assert names == ["W05", "W09"]
    assert "共2份" in out


def test_a_period_that_is_none_is_told_in_one_line(capsys, union):
    code, out, err = forms(capsys, "2024-13", union)

    assert (code, out) == (2, "")
    assert "2024-13”无法识别" in err
    assert not (union / "out").exists()


def test_what_was_registered_by_last_month_is_brought_along(capsys, union):
    folder = union / "raw/2024-10"
    folder.mkdir(parents=True)
    heading = ["规划名称", "起始年", "终止年", "单位类型", "建设标准", "目标数"]
    plan = ["五年规划", 2024, 2028, "乡镇", "六有六规范", 23]
    write_return(folder / "阵地.xlsx", "W03", {"建设规划": [heading, plan]}, 报送期="2024-10")

    code, out, _ = forms(capsys, "2024-11", union)

    (path,) = (union / "out/2024-11/forms").glob("*W03*")
    rows = openpyxl.load_workbook(path)["建设规划"].iter_rows(values_only=True)
    assert code == 0
    assert "已带出截至2024年10月的内容" in out
    assert path.stat().st_mode & 0o777 == 0o600  # it holds a department's rows
    assert tuple(plan) in rows


def test_a_month_that_follows_none_has_blank_forms_and_says_nothing_of_another(capsys, union):
    _, out, _ = forms(capsys, "2024-11", union)

    assert "带出" not in out
