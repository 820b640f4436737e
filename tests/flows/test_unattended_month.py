"""A month from forms to release with the commands alone, its draft made by a real service."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from tests.flows.prefect_server import (
    BULLETIN,
    START_SECONDS,
    call,
    ended,
    environment,
    free_port,
    run_bulletin,
    wait_until,
)
from tests.flows.small_union import issues_in

pytestmark = pytest.mark.prove

PERIOD = "2024-07"
MONTHLY = "示例县总工会每月公报"
SECRET = {"BULLETIN_PASSPHRASE": "七月的口令-只有王五知道"}
FAN_SUITS = {
    "批次号": "BF-202407-01",
    "项目编码": "P-QL01",
    "项目名称": "夏送清凉（环卫空调服）",
    "对象类别": "环卫工人",
    "发放日期": "2024-07-09",
    "形式": "实物",
    "人数": 150,
    "标准(元/人)": 168,
    "资金来源": "县总本级",
    "发放方式": "实物",
    "凭证号": "记-2024-07-001",
}
"""One batch; its amount is left to the program: 150 × 168 = 25 200 yuan."""
PAID = {
    "凭证号": "记-2024-07-001",
    "行号": 1,
    "记账日期": "2024-07-10",
    "科目编码": "50202",
    "科目名称": "劳动保护",
    "项目编码": "P-QL01",
    "经办部门": "BF",
    "摘要": "付环卫工人空调服",
    "资金来源": "县总本级",
    "金额(元)": 25200,
    "支付状态": "已支付",
}


@pytest.fixture(scope="module")
def union(tmp_path_factory) -> Path:
    """A fresh workspace, its July forms filled by two departments and sent in by all."""
    root = tmp_path_factory.mktemp("month") / "示例县总工会"
    assert run_bulletin("init", str(root)).returncode == 0
    assert do(root, "forms", PERIOD).returncode == 0
    sent = root / "raw" / PERIOD
    (root / "out" / PERIOD / "forms").rename(sent)
    fill(next(sent.glob("*W05*")), "四送与慰问", FAN_SUITS)
    fill(next(sent.glob("*W09*")), "支出明细账", PAID)
    return root


def fill(path: Path, title: str, values: dict[str, object]) -> None:
    """Fill the first row of a form's sheet, as a clerk does."""
    book = openpyxl.load_workbook(path)
    page = book[title]
    head = next(row for row in page.iter_rows() if row[0].value == next(iter(values)))
    columns = {cell.value: cell.column for cell in head}
    for heading, value in values.items():
        page.cell(head[0].row + 1, columns[heading], value)
    book.save(path)


def do(root: Path, *words: str, **added: str) -> subprocess.CompletedProcess[str]:
    return run_bulletin(*words, "--workspace", str(root), **added)


@pytest.fixture(scope="module")
def api(union, tmp_path_factory) -> Iterator[str]:
    """The address of the service that the workspace's own command started."""
    port = free_port()
    told = tmp_path_factory.mktemp("words") / "serve.txt"
    with told.open("wb") as out:
        process = subprocess.Popen(
            [str(BULLETIN), "serve", "--workspace", str(union), "--port", str(port)],
            stdout=out, stderr=out, cwd="/", env=environment(),
        )  # fmt: skip
    try:
        wait_until(lambda: "每月公报" in told.read_text("utf-8"), "the service", START_SECONDS)
        yield f"http://127.0.0.1:{port}/api"
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture(scope="module")
def draft(union, api) -> Path:
    """The draft that the service made when it was told to, as the dashboard tells it."""

    def monthly() -> dict | None:
        return next((d for d in call(api, "/deployments/filter", {}) if d["name"] == MONTHLY), None)

    deployment = wait_until(monthly, "the deployment")
    parameters = deployment["parameters"] | {"period": PERIOD}
    created = f"/deployments/{deployment['id']}/create_flow_run"
    state = ended(api, call(api, created, {"parameters": parameters})["id"])
    assert state["type"] == "COMPLETED", state["message"]
    return union / "out" / PERIOD / "draft"


def test_a_draft_with_unanswered_warnings_is_not_submitted(union, draft):
    found = issues_in(draft / "issues.csv")
    warnings = sorted({row["rule"] for row in found if row["severity"] == "W"})

    refused = do(union, "review", PERIOD, "--by", "张三")

    assert [row for row in found if row["severity"] == "E"] == []
    assert warnings
    assert (refused.returncode, "没有答复" in refused.stderr) == (1, True)
    signed = ("--by", "张三", "--reason", "已向有关部门核实")
    accepted = do(union, "waive", PERIOD, *warnings, *signed)
    assert accepted.returncode == 0, accepted.stderr


def test_once_answered_it_passes_the_gate(union, draft):
    assert do(union, "run", PERIOD, "--by", "张三").returncode == 0
    assert do(union, "release", PERIOD, "--by", "张三").returncode == 1
    assert do(union, "review", PERIOD, "--by", "张三").returncode == 0
    assert do(union, "passphrase", "--by", "王五", **SECRET).returncode == 0
    assert do(union, "approve", PERIOD, "--by", "王五", **SECRET).returncode == 0
    released = do(union, "release", PERIOD, "--by", "张三")

    assert released.returncode == 0, released.stderr
    assert do(union, "verify", PERIOD).returncode == 0
    assert "已发布" in do(union, "status").stdout


def test_what_is_out_is_what_was_approved_and_nothing_of_the_office(union):
    released = union / "out" / PERIOD / "v1"
    files = json.loads((released / "manifest.json").read_text("utf-8"))["files"]
    public = (released / "figures-public.csv").read_text("utf-8-sig")

    assert {path.name for path in released.iterdir()} == {
        "figures-public.csv",
        "manifest.json",
        "数据说明.txt",
        "示例县总工会2024年7月统计公报.docx",
        "示例县总工会2024年7月统计快报.docx",
        "示例县总工会2024年1—7月工作情况报告.docx",
        "示例县总工会2024年7月统计表.xlsx",
    }
    for name, digest in files.items():
        assert hashlib.sha256((released / name).read_bytes()).hexdigest() == digest
    assert re.search(rf'cool_sanitation_amount,.*,month,{PERIOD},"",25200,2.52万元,', public)
    for path in filter(Path.is_file, union.rglob("*")):
        assert SECRET["BULLETIN_PASSPHRASE"].encode() not in path.read_bytes(), path
