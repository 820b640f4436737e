"""The worked example of data/corrections: the corrected ledger of W07 after October's release.

DOMAIN.md §7: as printed 20 380 元; set B: 12 870 × 60 + 4 196 × 50 + 3 520 × 300 = 2 038 000 元.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from documents.audit import unexplained
from documents.narrative import write_document
from schemas.bulletin import plain
from schemas.period import Period
from schemas.revision import Published
from tests.conftest import DATA
from tests.flows.copies import copy_sample
from tests.transforms.by_hand import release_of
from transforms.examination import examine
from transforms.issuing import issue_edition
from transforms.revising import list_revisions
from workbooks.privacy import Keyring
from workbooks.reader import Desk, read_workbook

OCTOBER, NOVEMBER = Period(2024, 10), Period(2024, 11)
AGAIN, LEDGER = "2024-10/202410_W07_互助保障办_v2.xlsx", "2024-11/202411_W07_互助保障办_v1.xlsx"
DOUBTS = {"W-P02", "W-P03", "W-P09"}
PRINTED = [
    "互助保障参保金额",
    "2024年10月底",
    "约2.04万元（20380元）",
    "约204万元（2038000元）",
    "更正",
]
RESENT, MENDED = "互助保障办重报2024年10月报表（第2版）", "互助保障办在2024年11月台账中更正"


def read(name):
    desk = Desk(Period.parse(name[:7]), Keyring(b"the secret of the tests"))
    return read_workbook(DATA / "corrections" / name, name, desk)


@pytest.fixture(scope="module")
def released(sample_books, sample_settings) -> Published:
    return release_of(list(sample_books.values()), OCTOBER, settings=sample_settings)


@pytest.mark.parametrize(("came", "reason"), [([AGAIN, LEDGER], RESENT), ([LEDGER], MENDED)])
def test_the_premium_s_revision_is_listed_and_printed(
    sample_books, sample_settings, released, came, reason
):
    books = [*sample_books.values(), *map(read, came)]
    examined = examine(books, sample_settings, NOVEMBER, [released])
    edition = issue_edition(examined, sample_settings, NOVEMBER, None)
    found = list_revisions(examined, edition)
    (row,) = found.to_dicts()
    told = replace(edition, revisions=found)
    bulletin = write_document("bulletin", told)
    (table,) = (table for table in bulletin.tables if table.key == "revisions")

    assert set(examine(books[:90], sample_settings, OCTOBER).issues["rule"]) >= DOUBTS
    assert DOUBTS.isdisjoint(examined.issues["rule"])
    assert (row["code"], row["before"], row["after"]) == ("mutual_premium", "20380", "2038000")
    assert row["change"] == "2017620"  # 2 038 000 − 20 380
    assert row["workbook"] == came[0]
    assert [[plain(cell.spans) for cell in r] for r in table.rows] == [[*PRINTED, reason]]
    assert list(unexplained(bulletin, told)) == []
    assert list(unexplained(bulletin, edition))  # who lists no revision cannot print it


def test_the_sample_s_later_months_revise_none_of_its_earlier_ones(sample_books, sample_settings):
    released = [
        release_of(
            [book for name, book in sample_books.items() if name[:7] <= str(month)],
            month,
            settings=sample_settings,
        )
        for month in (Period(2024, 3), Period(2024, 8))
    ]
    examined = examine(list(sample_books.values()), sample_settings, OCTOBER, released)
    edition = issue_edition(examined, sample_settings, OCTOBER, None)

    assert list_revisions(examined, edition).is_empty()
    assert set(examined.issues["rule"]).isdisjoint({"E-X03", "N-REV"})


def typed_lines() -> list[str]:
    """Return the lines that the example's page asks its reader to type."""
    page = (DATA / "corrections/README.md").read_text("utf-8")
    return re.search(r"```\n(.*?)```", page, re.DOTALL)[1].splitlines()


def type_all(lines, folder):
    """Type lines in a shell where the program is at hand and the passphrase known."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    surroundings = {**os.environ, "PATH": path, "BULLETIN_PASSPHRASE": "correct horse"}
    subprocess.run(
        ["bash", "-ec", "\n".join(lines)], cwd=folder, env=surroundings, check=True,
        capture_output=True,
    )  # fmt: skip


def table_in(path):
    for table in docx.Document(str(path)).tables:
        rows = [[cell.text for cell in row.cells] for row in table.rows]
        if rows[0][-1] == "原因":
            return rows[1:]
    return []


def rules_in(draft):
    with (draft / "issues.csv").open(encoding="utf-8", newline="") as file:
        return {row["rule"] for row in csv.DictReader(file) if row["severity"] == "W"}


@pytest.fixture(scope="module")
def typed(tmp_path_factory):
    """The folder in which the page's lines were typed."""
    folder = tmp_path_factory.mktemp("example")
    copy_sample(folder)
    (folder / "data/out").mkdir()
    type_all(typed_lines(), folder)
    return folder


@pytest.mark.prove
def test_what_the_page_asks_to_type_prints_the_revision(typed):
    draft = typed / "试用/out/2024-11/draft"

    assert table_in(draft / "bulletin.docx") == [[*PRINTED, RESENT]]
    assert DOUBTS.isdisjoint(rules_in(draft))


def november_of_the_others(folder):
    """Write November's returns of the other departments: nothing to report."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import make_sample as made\n"
        "from pathlib import Path\n"
        "for one in made.RETURNS:\n"
        "    if one is not made.mutual:\n"
        "        made.write(one.book(11), made.hand_of(one.book(11).code, 11), Path(sys.argv[2]))\n"
    )
    subprocess.run([sys.executable, "-c", code, str(DATA), str(folder)], check=True)


@pytest.mark.prove
def test_november_s_other_returns_change_nothing_of_the_revision(typed):
    others = shutil.copytree(typed / "试用", typed / "齐全")
    november_of_the_others(others / "raw/2024-11")
    type_all(["bulletin run 2024-11 --direct --by 张三 --workspace 齐全"], typed)
    draft = others / "out/2024-11/draft"

    assert table_in(draft / "bulletin.docx") == [[*PRINTED, RESENT]]
    assert DOUBTS.isdisjoint(rules_in(draft))
    assert "未报送" not in (draft / "figures.csv").read_text("utf-8")


@pytest.mark.prove
def test_october_can_be_released_again_and_november_then_says_nothing(typed):
    where = "--workspace 试用"
    type_all(
        [
            f"bulletin run 2024-10 --direct --by 张三 {where}",
            f"bulletin review 2024-10 --by 张三 {where}",
            f"bulletin approve 2024-10 --by 王五 {where}",
            f"bulletin release 2024-10 --reason 更正金额单位 {where}",
            f"bulletin run 2024-11 --direct --by 张三 {where}",
            f"bulletin verify 2024-10 {where}",
        ],
        typed,
    )
    out = typed / "试用/out"

    (released,) = (out / "2024-10/v2").glob("*统计公报.docx")
    assert table_in(released) == [[*PRINTED, RESENT]]
    assert table_in(out / "2024-11/draft/bulletin.docx") == []
