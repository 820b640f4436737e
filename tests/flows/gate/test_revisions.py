"""What comes after a release: listed, printed, checked off, and answered by a further release."""

from __future__ import annotations

import csv
import json
import shutil

import docx
import openpyxl
import pytest

from flows.gate.standing import stand_period
from flows.workspace import Workspace
from schemas.period import Period
from tests.flows.copies import hashes
from tests.flows.gate.gated import (
    PERIOD,
    PHRASE,
    VARIABLE,
    act,
    approve,
    flip,
    out_of,
    release_all,
    submit,
)
from tests.flows.small_union import WORKBOOK, last_line, send, type_in
from tests.workbooks.by_hand import relief

AUGUST = "2024-08"


def sent(heads):
    return relief(人数=heads, **{"标准(元/人)": 168, "金额(元)": 168 * heads})


@pytest.fixture(scope="module")
def out_once(gated, tmp_path_factory):
    """A union whose July, with 150 heads at 168 yuan, is out as v1; not to be changed."""
    root = shutil.copytree(gated, tmp_path_factory.mktemp("released") / "union")
    send(root, WORKBOOK, sent(150))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, PHRASE)
        assert act(root, "run", "--direct", "--by", "张三") == 0
        release_all(root)
    return root


@pytest.fixture(scope="module")
def revised(out_once, tmp_path_factory):
    """The same after July's workbook came again with 120 heads; not to be changed."""
    root = shutil.copytree(out_once, tmp_path_factory.mktemp("revised") / "union")
    again(root)
    assert act(root, "run", "--direct", "--by", "张三") == 0
    return root


@pytest.fixture
def released(out_once, tmp_path, monkeypatch):
    """A copy of the union whose July is out; the passphrase is at hand."""
    monkeypatch.setenv(VARIABLE, PHRASE)
    return shutil.copytree(out_once, tmp_path / "union")


def again(union, heads=120, version=2):
    """Let July's workbook come again."""
    return send(union, f"2024-07/帮扶_v{version}.xlsx", sent(heads), 版本=version)


def revisions(union, period=PERIOD):
    path = union / "out" / period / "draft/revisions.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def row_of(union, code, basis="ytd", period=PERIOD):
    (row,) = [
        row
        for row in revisions(union, period)
        if (row["code"], row["basis"], row["dimension"]) == (code, basis, "")
    ]
    return row


def table_of_revisions(union, period=PERIOD):
    """Return the rows of the bulletin's table of revisions; none where it has none."""
    document = docx.Document(str(union / "out" / period / "draft/bulletin.docx"))
    for table in document.tables:
        rows = [[cell.text for cell in row.cells] for row in table.rows]
        if rows[0][-1] == "原因":
            return rows[1:]
    return []


def test_a_run_without_revisions_lists_none_and_prints_none(released):
    assert act(released, "run", "--direct", "--again", "--by", "张三") == 0

    assert revisions(released) == []
    assert table_of_revisions(released) == []
    text = "".join(
        p.text for p in docx.Document(out_of(released) / "draft/bulletin.docx").paragraphs
    )
    assert "修订" not in text


def test_july_run_again_lists_and_prints_what_its_new_workbook_changed(revised):
    row = row_of(revised, "aid_persons")
    assert (row["release"], row["before"], row["after"], row["change"]) == (
        "v1",
        "150",
        "120",
        "-30",
    )
    assert (row["category"], row["decided"]) == ("更正", "自动")
    assert row["workbook"] == "2024-07/帮扶_v2.xlsx"
    reason = "职工服务（帮扶）中心重报2024年7月报表（第2版）"
    assert [
        "四送与慰问人次", "2024年1—7月", "150人次", "120人次", "更正", reason
    ] in table_of_revisions(revised)  # fmt: skip
    page = (out_of(revised) / "draft/review.html").read_text("utf-8")
    assert "对已发布数的修订" in page
    assert "更正（自动）" in page


def test_the_statistical_tables_and_the_report_follow(revised):
    draft = out_of(revised) / "draft"

    book = openpyxl.load_workbook(draft / "tables.xlsx")
    texts = {str(cell.value) for sheet in book for row in sheet for cell in row}
    assert {"原公布数", "150人次", "120人次"} <= texts
    report = "".join(p.text for p in docx.Document(str(draft / "report.docx")).paragraphs)
    assert "部分数据与此前公布的不同，修订情况见统计公报。" in report


def test_a_report_without_a_bulletin_beside_it_does_not_refer_to_one(released):
    settings = released / "bulletin.toml"
    alone = f'[documents]\nreport = ["月"]\n{settings.read_text("utf-8")}'
    settings.write_text(alone, "utf-8")
    again(released)
    assert act(released, "run", "--direct", "--by", "张三") == 0

    report = docx.Document(str(out_of(released) / "draft/report.docx"))
    notes = "".join(p.text for p in report.paragraphs)
    assert "部分数据与此前公布的不同，以本期为准。" in notes
    assert "统计公报" not in notes


def test_august_lists_what_july_s_late_workbook_changes(released):
    send(released, f"{AUGUST}/帮扶.xlsx")
    again(released)
    assert type_in(released, "run", AUGUST, "--direct") == 0

    row = row_of(released, "aid_persons", period=AUGUST)
    assert (row["period"], row["before"], row["after"]) == (PERIOD, "150", "120")
    issues = (released / "out" / AUGUST / "draft/issues.csv").read_text("utf-8")
    assert "N-REV" in issues
    assert "E-X03" not in issues


def test_a_person_s_category_and_reason_go_into_the_bulletin(released):
    again(released)
    settings = released / "bulletin.toml"
    said = (
        '\n[[revisions]]\nworkbook = "帮扶_v2.xlsx"\ncategory = "更正"\n'
        'reason = "名册重复登记，剔除30人"\nby = "张三"\n'
    )
    settings.write_text(settings.read_text("utf-8") + said, "utf-8")
    act(released, "run", "--direct", "--by", "张三")

    assert {row["decided"] for row in revisions(released)} == {"张三"}
    assert {row[-1] for row in table_of_revisions(released)} == {"名册重复登记，剔除30人"}


def test_a_wrong_statement_is_named(released, capsys):
    settings = released / "bulletin.toml"
    before = settings.read_text("utf-8")
    settings.write_text(f'{before}\n[[revisions]]\ncode = "x"\ncategory = "其他"\nreason = "无"\n')

    assert act(released, "run", "--direct") == 2
    assert "revisions.0.category" in last_line(capsys.readouterr().err)


def test_the_checklist_says_whether_revisions_have_category_and_reason(out_once, revised):
    count = len(revisions(revised))
    met = f"✓ 修订{count}项均有类别和理由（自动{count}项）"

    assert met in (out_of(revised) / "review.html").read_text("utf-8")
    assert "均有类别和理由" not in (out_of(out_once) / "review.html").read_text("utf-8")


def test_a_revision_without_a_reason_stands_against_submission(revised, tmp_path):
    root = shutil.copytree(revised, tmp_path / "union")
    path = out_of(root) / "draft/revisions.csv"
    path.write_text(path.read_text("utf-8").replace("更正", "", 1), "utf-8")
    told = {item.told for item in stand_period(Workspace.at(root), Period.parse(PERIOD)).unmet}

    assert any("没有类别或理由" in sentence for sentence in told)


def test_a_further_release_prints_the_revision_and_a_rerun_changes_nothing(
    revised, tmp_path, monkeypatch, capsys
):
    monkeypatch.setenv(VARIABLE, PHRASE)
    released = shutil.copytree(revised, tmp_path / "union")
    assert (submit(released), approve(released)) == (0, 0)
    assert act(released, "release", "--reason", "部门更正人数") == 0
    printed = table_of_revisions(released)
    listed = revisions(released)
    capsys.readouterr()

    assert act(released, "run", "--direct", "--by", "张三") == 0
    assert "没有变化" in capsys.readouterr().out
    assert act(released, "run", "--direct", "--again", "--by", "张三") == 0
    assert table_of_revisions(released) == printed != []
    assert revisions(released) == listed
    assert act(released, "release", "--reason", "再来一次") == 1
    assert "内容没有变化" in last_line(capsys.readouterr().err)
    assert act(released, "verify") == 0


def test_a_release_holds_none_of_the_office_s_copy_and_seals_it(out_once):
    out = out_of(out_once)
    manifest = json.loads((out / "v1/manifest.json").read_text("utf-8"))
    kept = out / "kept/v1"

    assert sorted(path.name for path in kept.iterdir()) == [
        "comparisons.csv", "figures.parquet", "made-of.json",
        "printed.csv", "revisions.csv", "sources.parquet",
    ]  # fmt: skip
    assert {path.stat().st_mode & 0o777 for path in kept.iterdir()} == {0o600}
    assert len(manifest["kept"]) == 64
    assert not {"figures.parquet", "made-of.json"} & set(manifest["files"])


def test_without_the_copy_as_it_was_sealed_public_figures_are_compared(released):
    flip(out_of(released) / "kept/v1/made-of.json", 20)
    again(released)
    act(released, "run", "--direct", "--by", "张三")

    row = row_of(released, "aid_persons")
    assert (row["before"], row["after"]) == ("150", "120")
    assert row["reason"].startswith("发布时的留底缺失")


def test_a_release_that_was_changed_is_told_and_not_compared(released):
    flip(out_of(released) / "v1/figures-public.csv")
    again(released)
    assert act(released, "run", "--direct", "--by", "张三") == 0

    assert revisions(released) == []
    issues = (out_of(released) / "draft/issues.csv").read_text("utf-8")
    assert "2024年7月的发布件（v1）与发布时不同，没有对照" in issues


def test_a_new_release_of_july_makes_august_s_draft_out_of_date(released, capsys):
    send(released, f"{AUGUST}/帮扶.xlsx")
    assert type_in(released, "run", AUGUST, "--direct") == 0
    again(released)
    act(released, "run", "--direct", "--by", "张三")
    assert (submit(released), approve(released)) == (0, 0)
    assert type_in(released, "run", AUGUST, "--direct") == 0
    assert revisions(released, AUGUST)
    assert act(released, "release", "--reason", "部门更正人数") == 0

    assert type_in(released, "run", AUGUST, "--direct") == 0
    assert revisions(released, AUGUST) == []


def test_a_run_with_what_was_kept_lists_what_one_with_nothing_kept_does(released, tmp_path):
    again(released)
    bare = shutil.copytree(released, tmp_path / "bare")
    shutil.rmtree(bare / ".cache")

    for root in (released, bare):
        assert act(root, "run", "--direct", "--by", "张三") == 0

    assert revisions(released)
    assert hashes(out_of(released) / "draft") == hashes(out_of(bare) / "draft")
