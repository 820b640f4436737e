"""A release is written once, holds what may go out and nothing else, and can be verified."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import zipfile

import docx
import pytest

from tests.flows.gate.gated import PERIOD, act, approve, flip, out_of, release_all, submit
from tests.flows.small_union import HIGH, WORKBOOK, last_line, send, type_in
from tests.workbooks.by_hand import relief

BULLETIN = "示例县总工会2024年7月统计公报.docx"
REPORT = "示例县总工会2024年1—7月工作情况报告.docx"
TABLES = "示例县总工会2024年7月统计表.xlsx"
TODAY = dt.datetime.now(dt.UTC).date()


@pytest.fixture
def approved(union):
    assert (submit(union), approve(union)) == (0, 0)
    return union


def refused(capsys) -> str:
    return last_line(capsys.readouterr().err)


def change(union, count: int = 120) -> None:
    """Send July again with another number, answer its warnings and make the draft anew."""
    send(union, WORKBOOK, relief(人数=count, **{"标准(元/人)": 168, "金额(元)": 168 * count}))
    assert act(union, "run", "--direct", "--by", "张三") == 0


def test_a_release_holds_the_documents_the_public_data_and_the_manifest_alone(approved):
    assert act(approved, "release") == 0
    v1 = out_of(approved) / "v1"

    assert sorted(path.name for path in v1.rglob("*")) == sorted(
        [BULLETIN, REPORT, TABLES, "figures-public.csv", "manifest.json", "数据说明.txt"]
    )
    draft = out_of(approved) / "draft"
    assert (v1 / BULLETIN).read_bytes() == (draft / "bulletin.docx").read_bytes()
    told = (v1 / "manifest.json").read_text("utf-8")
    assert WORKBOOK not in told
    assert "W-P01" not in told


def test_a_released_document_carries_no_comment_and_no_person(approved):
    act(approved, "release")
    for name in (BULLETIN, REPORT):
        path = out_of(approved) / "v1" / name
        properties = docx.Document(str(path)).core_properties

        assert {properties.author, properties.last_modified_by} == {"示例县总工会"}
        assert not [part for part in zipfile.ZipFile(path).namelist() if "comments" in part]


def test_the_manifest_names_who_approved_what_and_when(approved):
    act(approved, "release", "--by", "张三")
    told = json.loads((out_of(approved) / "v1/manifest.json").read_text("utf-8"))
    lines = (out_of(approved) / "log.jsonl").read_text("utf-8").splitlines()
    log = [json.loads(line) for line in lines]

    assert (told["version"], told["approved_by"], told["released_by"]) == (1, "李四", "张三")
    assert told["bound"] == log[1]["bound"] == log[2]["bound"]
    assert told["log"] == log[1]["hash"]


def test_a_release_cannot_be_written_to(approved):
    act(approved, "release")
    v1 = out_of(approved) / "v1"

    assert v1.stat().st_mode & 0o777 == 0o555
    assert {path.stat().st_mode & 0o777 for path in v1.iterdir()} == {0o444}


@pytest.mark.parametrize("steps", [(), (submit,)])
def test_what_is_not_approved_is_not_released(union, capsys, steps):
    for step in steps:
        step(union)

    assert act(union, "release") == 1
    assert "没有批准，不能发布" in refused(capsys)
    assert not (out_of(union) / "v1").exists()


def test_what_is_out_already_is_not_released_again(union, capsys):
    release_all(union)

    assert act(union, "release", "--reason", "再来一次") == 1
    assert "已发布为第1版，内容没有变化" in refused(capsys)


def test_a_further_version_needs_an_approval_and_a_reason_and_keeps_the_first(union, capsys):
    first = release_all(union)
    before = {path.name: path.read_bytes() for path in first.iterdir()}
    change(union)

    assert act(union, "release", "--reason", "更正") == 1
    assert "发布后内容已变" in refused(capsys)
    assert (submit(union), approve(union)) == (0, 0)
    assert act(union, "release") == 2
    assert "没有理由" in refused(capsys)
    assert act(union, "release", "--reason", "部门更正人数") == 0
    assert {path.name: path.read_bytes() for path in first.iterdir()} == before
    assert (out_of(union) / "v2").is_dir()
    assert act(union, "verify") == 0


def test_every_byte_of_a_release_is_verified_with_the_workspace_and_without(union, tmp_path):
    v1 = release_all(union)
    for path in sorted(v1.iterdir()):
        whole = path.read_bytes()
        for at in range(0, len(whole), max(len(whole) // 5, 1)):
            flip(path, at)
            assert (act(union, "verify"), type_in(union, "verify", str(v1))) == (1, 1)
            path.write_bytes(whole)

    copied = shutil.copytree(v1, tmp_path / "copied")
    assert type_in(tmp_path, "verify", str(copied)) == 0  # no workspace there


def test_files_that_are_missing_or_too_many_and_a_lost_folder_are_told(union, capsys):
    v1 = release_all(union)
    v1.chmod(0o755)
    (v1 / "more.txt").touch()
    (v1 / REPORT).unlink()
    capsys.readouterr()

    assert act(union, "verify") == 1
    told = capsys.readouterr().out
    assert f"{REPORT} 缺失" in told
    assert "more.txt 不是发布时的文件" in told
    shutil.rmtree(v1)
    assert act(union, "verify") == 1
    assert "整个文件夹缺失" in capsys.readouterr().out


def test_a_release_without_its_manifest_is_told(union, capsys):
    v1 = release_all(union)
    (v1 / "manifest.json").unlink()
    capsys.readouterr()

    assert act(union, "verify") == 1
    assert "manifest.json 缺失或无法读取" in capsys.readouterr().out


def test_a_forged_release_with_its_own_hashes_is_not_in_the_log(union, capsys):
    v1 = release_all(union)
    forged = json.loads((v1 / "manifest.json").read_text("utf-8"))
    (v1 / REPORT).chmod(0o644)
    (v1 / REPORT).write_bytes(b"another text")
    forged["files"][REPORT] = hashlib.sha256(b"another text").hexdigest()
    (v1 / "manifest.json").chmod(0o644)
    (v1 / "manifest.json").write_text(json.dumps(forged, ensure_ascii=False, indent=1))
    capsys.readouterr()

    assert act(union, "verify") == 1
    assert "manifest.json 与审签记录不符" in capsys.readouterr().out


def test_where_nothing_is_out_there_is_nothing_to_verify(union, capsys):
    assert act(union, "verify") == 2
    assert "还没有发布过" in refused(capsys)


def test_what_was_known_on_a_day_is_the_release_of_that_day(union, capsys):
    v1 = release_all(union)
    capsys.readouterr()

    tomorrow, yesterday = (str(TODAY + dt.timedelta(days=days)) for days in (1, -2))
    assert type_in(union, "run", PERIOD, "--as-known", tomorrow) == 0
    assert v1.as_posix() in capsys.readouterr().out
    assert type_in(union, "run", PERIOD, "--as-known", yesterday) == 1
    assert "还没有发布过" in refused(capsys)
    assert type_in(union, "run", PERIOD, "--as-known", "昨天") == 2
    flip(v1 / REPORT)
    assert type_in(union, "run", PERIOD, "--as-known", tomorrow) == 1
    assert "与发布时不同" in refused(capsys)


def test_a_full_disk_leaves_no_release_and_no_record(approved, capsys, monkeypatch):
    before = sorted(path.name for path in out_of(approved).iterdir())

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        assert act(approved, "release") == 2
    assert "没有发布成，什么也没有改动" in refused(capsys)
    assert sorted(path.name for path in out_of(approved).iterdir()) == before
    assert act(approved, "release") == 0


KILLED = """
import os, signal, sys
from pathlib import Path
import flows.gate.releasing as releasing
from flows.command import main
rename, kill = Path.rename, lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[1] == "before the switch":
    Path.rename = lambda path, to: kill() if path.name.startswith(".release") else rename(path, to)
else:
    releasing.append_act = kill
main(["release", "2024-07", "--by", "张三", "--workspace", sys.argv[2]])
"""


@pytest.mark.parametrize("moment", ["before the switch", "before the record"])
def test_a_release_that_is_killed_is_whole_or_not_there_and_the_next_one_goes_through(
    approved, moment
):
    done = subprocess.run([sys.executable, "-c", KILLED, moment, str(approved)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert (out_of(approved) / "v1").exists() == (moment == "before the record")

    assert act(approved, "release", "--by", "张三") == 0

    assert act(approved, "verify") == 0
    assert not list(out_of(approved).glob(".release-built-*"))
    assert not (out_of(approved) / "v2").exists()
    assert (out_of(approved) / "v1").stat().st_mode & 0o777 == 0o555


def test_the_signed_slip_is_filed_beside_the_release_and_not_in_it(approved, capsys):
    scan = approved / "扫描.PDF"
    assert act(approved, "release", "--scan", str(scan)) == 2
    assert "没有发布" in refused(capsys)
    assert not (out_of(approved) / "v1").exists()
    scan.write_bytes(b"%PDF")

    assert act(approved, "release", "--scan", str(scan)) == 0

    filed = out_of(approved) / "送审单-第1版（签字）.pdf"
    assert filed.read_bytes() == b"%PDF"
    assert not list((out_of(approved) / "v1").glob("*.pdf"))
    assert act(approved, "verify") == 0
    flip(filed)
    capsys.readouterr()
    assert act(approved, "verify") == 1
    assert "签字的送审单扫描件缺失或被改动" in capsys.readouterr().out


def test_the_released_figures_are_the_draft_s_public_ones(approved):
    act(approved, "release")
    with (out_of(approved) / "v1/figures-public.csv").open(encoding="utf-8", newline="") as file:
        rows = {(r["code"], r["basis"], r["dimension"]): r for r in csv.DictReader(file)}

    assert rows["aid_persons", "month", ""]["value"] == "150"
    assert rows["aid_amount", "month", ""]["printed"] == f"{HIGH['金额(元)'] // 10_000}万元"


def test_a_sample_is_released_with_its_mark_on_every_page(union):
    settings = union / "bulletin.toml"
    settings.write_text("sample = true\n" + settings.read_text("utf-8"), "utf-8")
    assert act(union, "run", "--direct", "--by", "张三") == 0
    v1 = release_all(union)

    for name in (BULLETIN, REPORT):
        section = docx.Document(str(v1 / name)).sections[0]
        for header in (section.header, section.even_page_header):
            assert "示例数据" in "".join(p.text for p in header.paragraphs)
    assert json.loads((v1 / "manifest.json").read_text("utf-8"))["sample"] is True
