"""The review page tells where a period stands, while the draft keeps its bytes."""

from __future__ import annotations

import re

import docx
import pytest

from tests.flows.copies import hashes
from tests.flows.gate.gated import act, approve, out_of, release_all, submit
from tests.flows.small_union import WORKBOOK, last_line, make_union, send, type_in
from tests.workbooks.by_hand import relief


@pytest.fixture
def opened(monkeypatch) -> list[str]:
    opened: list[str] = []
    monkeypatch.setattr("flows.reviewing.webbrowser.open", opened.append)
    return opened


def page_of(union) -> str:
    """Return what the section of the page says, without its markup."""
    page = (out_of(union) / "review.html").read_text("utf-8")
    (section,) = re.findall(r'<section id="standing".*?</section>', page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", section).split())


def test_the_page_is_opened_where_it_lies(union, capsys, opened):
    (out_of(union) / "review.html").unlink()

    assert act(union, "review") == 0

    page = out_of(union) / "review.html"
    assert page.as_posix() in capsys.readouterr().out
    assert opened == [page.resolve().as_uri()]


def test_without_a_draft_there_is_nothing_to_open(union, capsys, opened):
    assert type_in(union, "review", "2024-08") == 2
    assert "还没有初稿" in last_line(capsys.readouterr().err)
    assert opened == []


def test_every_act_is_told_on_the_page_and_changes_no_byte_of_the_draft(union):
    before = hashes(out_of(union) / "draft")
    told = [page_of(union)]
    for step in (submit, approve, lambda u: act(u, "release", "--by", "张三")):
        assert step(union) == 0
        told.append(page_of(union))

    assert [re.search("草稿|已送审|已批准|已发布", t)[0] for t in told] == [
        "草稿", "已送审", "已批准", "已发布",
    ]  # fmt: skip
    assert "✓ 提醒均已更正或具名接受" in told[0]
    assert "第1版" in told[-1]
    assert hashes(out_of(union) / "draft") == before


def told_at(union, part: str) -> str:
    """Return what a part of the page says: its heading's status, or the next steps."""
    page = (out_of(union) / "review.html").read_text("utf-8")
    (held,) = re.findall(f"<!-- {part} -->(.*?)<!-- /{part} -->", page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", held).split())


def test_heading_and_next_steps_follow_every_act(union):
    told = [(told_at(union, "status"), told_at(union, "next"))]
    give_back = ("return", "--by", "王五", "--reason", "核实")
    release = ("release", "--by", "张三")
    for step in (submit, lambda u: act(u, *give_back), submit, approve, lambda u: act(u, *release)):
        assert step(union) == 0
        told.append((told_at(union, "status"), told_at(union, "next")))

    assert [status for status, _ in told] == [
        "初稿；没有待核项",
        "已送审，待批准",
        "已退回，待修改",
        "已送审，待批准",
        "已批准，待发布",
        "已发布（第1版）",
    ]
    wanted = [
        "通读下面的文稿，无误后送领导审签",
        "bulletin approve 2024-07 --by 姓名",
        "bulletin adopt 2024-07 文件.docx",
        "bulletin return 2024-07 --by 姓名 --reason 理由",
        "bulletin release 2024-07 --by 姓名",
        "bulletin verify 2024-07",
    ]
    assert [words in steps for words, (_, steps) in zip(wanted, told, strict=True)] == [True] * 6


def test_a_draft_made_after_the_release_is_a_draft_again(union):
    release_all(union)
    send(union, WORKBOOK, relief(人数=160, **{"金额(元)": 160 * 168}))
    assert act(union, "run", "--direct", "--by", "张三") == 0

    assert told_at(union, "status").startswith("初稿；")


def test_a_condition_that_is_not_met_is_told_with_what_to_do(union, opened):
    send(union, WORKBOOK, relief())
    act(union, "review")

    assert "✗ 报表在生成初稿后没有变动：" in page_of(union)
    assert "请重新运行 bulletin run 2024-07" in page_of(union)


def test_the_page_after_a_rerun_tells_what_differs_from_the_release(union):
    release_all(union)
    send(union, WORKBOOK, relief(人数=160, **{"金额(元)": 160 * 168}))
    assert act(union, "run", "--direct", "--by", "张三") == 0

    told = page_of(union)
    assert "草稿 （发布后内容已变，须重新送审）" in told
    assert "与第1版相比" in told
    assert re.search("慰问环卫工人 本月 150名（150） 160名（160）", told)


def test_an_adopted_document_s_changes_stand_on_the_page(union):
    word = docx.Document(str(out_of(union) / "draft/report.docx"))
    next(p for p in word.paragraphs if "150名" in p.text).runs[-1].text += "<b>有320名。</b>"
    word.save(str(union / "a.docx"))
    source = ("--source", "320名=城管局", "--by", "李四")
    assert act(union, "adopt", str(union / "a.docx"), *source) == 0

    told = page_of(union)
    assert "采用的工作情况报告（李四）" in told
    assert "320名：城管局" in told
    assert "&lt;b&gt;有320名。" in told


def test_with_an_altered_log_no_page_pretends_to_know(union, capsys, opened):
    submit(union)
    path = out_of(union) / "log.jsonl"
    path.write_bytes(path.read_bytes().replace("张三".encode(), "王五".encode()))

    assert act(union, "review") == 1
    assert "记录被改动过" in last_line(capsys.readouterr().err)
    assert opened == []


def test_a_new_approver_makes_no_draft_out_of_date(union, capsys):
    assert type_in(union, "passphrase", "--by", "王五") == 0
    capsys.readouterr()

    assert act(union, "run", "--direct", "--by", "张三") == 0
    assert "没有变化：报表、设置和程序都与现有初稿相同" in capsys.readouterr().out


def test_a_release_whose_figures_were_changed_stops_no_run_and_is_told(tmp_path, capsys):
    union = make_union(tmp_path)
    released = union / "out/2024-07/v1"
    released.mkdir(parents=True)
    (released / "figures-public.csv").write_bytes(b"changed")

    assert type_in(union, "run", "2024-07", "--direct") == 0
    assert type_in(union, "review", "2024-07") == 1

    assert "v1 的内容被改动，无法比较：请用 bulletin verify 2024-07 核对" in capsys.readouterr().err
