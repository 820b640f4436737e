"""Kinds of documents: chosen in bulletin.toml, added by templates, refused with their line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import docx
import pytest

from flows.freshness import is_current
from flows.workspace import Workspace
from schemas.period import Period
from tests.flows.gate.gated import PERIOD, act, out_of, release_all
from tests.flows.small_union import last_line

BRIEF = """{% if happened("cool_sanitation_persons", "in_period") %}
{{ this_period }}，{{ union }}慰问环卫工人{{ in_period.cool_sanitation_persons }}。
{% else %}
{{ this_period }}没有慰问。
{% endif %}

[[表 brief]]
"""
ENTRY = """[brief]
name = "慰问简报"
title = "{union}{period}慰问简报"
file = "{union}{period}慰问简报"
"""
TABLE = """[brief]
caption = "{period}慰问"
stub = "指标"
columns = [{ title = "{the_period}", basis = "in_period" }, { title = "本年累计" }]
rows = ["cool_sanitation_persons", "cool_sanitation_amount"]
"""
OFFICIAL = "示例县总工会2024年7月慰问简报.docx"


def choose(union: Path, **periods: list[str]) -> None:
    """Write which kinds are made, and for which periods, in front of the other settings."""
    path = union / "bulletin.toml"
    lines = [f"{key} = {json.dumps(kinds, ensure_ascii=False)}\n" for key, kinds in periods.items()]
    path.write_text("".join(["[documents]\n", *lines, path.read_text("utf-8")]), "utf-8")


def add(union: Path, text: str = BRIEF, entry: str = ENTRY, table: str = TABLE) -> Path:
    """Add a kind of the union's own; return the folder of its templates."""
    folder = union / "templates"
    folder.mkdir()
    (folder / "brief.md.j2").write_text(text, "utf-8")
    (folder / "documents.toml").write_text(entry, "utf-8")
    (folder / "tables.toml").write_text(table, "utf-8")
    return folder


def run(union: Path) -> int:
    return act(union, "run", "--direct", "--by", "张三")


def drafted(union: Path) -> set[str]:
    return {path.name for path in (out_of(union) / "draft").glob("*.docx")}


def both(*keys: str) -> set[str]:
    return {name for key in keys for name in (f"{key}.docx", f"{key}-review.docx")}


def words(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)


def refused(union: Path, capsys) -> str:
    """Return why no draft was made; the one that stood is there as it was."""
    before = drafted(union)
    assert run(union) == 2
    assert drafted(union) == before
    return last_line(capsys.readouterr().err)


def test_a_kind_added_by_templates_alone_is_drafted_and_told(union, capsys):
    add(union)
    assert run(union) == 0

    assert drafted(union) == both("bulletin", "report", "brief")
    text = words(out_of(union) / "draft/brief.docx")
    assert "示例县总工会2024年7月慰问简报" in text
    assert "7月，示例县总工会慰问环卫工人150名。" in text
    assert "brief.docx（慰问简报）" in capsys.readouterr().out
    page = (out_of(union) / "draft/review.html").read_text("utf-8")
    assert '<a href="#text-brief">慰问简报</a>' in page
    printed = (out_of(union) / "draft/printed.csv").read_text("utf-8")
    assert 'cool_sanitation_persons,month,"",慰问简报,正文第1段' in printed


def test_a_kind_of_the_unions_own_is_released_and_verified(union):
    add(union)
    assert run(union) == 0
    v1 = release_all(union)

    assert (v1 / OFFICIAL).read_bytes() == (out_of(union) / "draft/brief.docx").read_bytes()
    assert act(union, "verify") == 0
    (v1 / OFFICIAL).chmod(0o644)
    (v1 / OFFICIAL).write_bytes(b"changed")
    assert act(union, "verify") == 1


def test_a_kind_of_the_unions_own_is_taken_over_after_an_edit(union, tmp_path, capsys):
    add(union)
    assert run(union) == 0
    word = docx.Document(str(out_of(union) / "draft/brief.docx"))
    word.paragraphs[1].add_run("大家点赞。")
    word.save(str(tmp_path / "edited.docx"))

    assert act(union, "adopt", str(tmp_path / "edited.docx"), "--by", "张三") == 0
    assert "已采用慰问简报" in capsys.readouterr().out
    assert "大家点赞。" in words(release_all(union) / OFFICIAL)


def test_changing_a_template_of_its_own_makes_a_draft_out_of_date(union):
    folder = add(union)
    assert run(union) == 0
    assert is_current(Workspace.at(union), Period.parse(PERIOD))
    (folder / "brief.md.j2").write_text(BRIEF.replace("没有慰问", "未慰问"), "utf-8")

    assert not is_current(Workspace.at(union), Period.parse(PERIOD))


def test_a_kind_that_is_switched_off_is_not_made_and_its_file_does_not_stay(union):
    assert drafted(union) == both("bulletin", "report")
    choose(union, report=["月"], flash=["月"])
    assert run(union) == 0

    assert drafted(union) == both("report", "flash")
    released = {path.name for path in release_all(union).glob("*.docx")}
    assert released == {
        "示例县总工会2024年1—7月工作情况报告.docx",
        "示例县总工会2024年7月统计快报.docx",
    }
    assert act(union, "verify") == 0


def test_a_kind_of_the_unions_own_needs_no_line_of_its_own_beside_those_that_are_listed(union):
    add(union)
    choose(union, flash=["月"])
    assert run(union) == 0

    assert drafted(union) == both("flash", "brief")


@pytest.mark.parametrize(
    ("entry", "listed"),
    [(f'{ENTRY}periods = ["季"]\n', {}), (ENTRY, {"brief": []}), (ENTRY, {"brief": ["年"]})],
)
def test_a_kind_of_the_unions_own_is_not_made_for_other_periods(union, entry, listed):
    add(union, entry=entry)
    choose(union, bulletin=["月"], **listed)
    assert run(union) == 0

    assert drafted(union) == both("bulletin")


def test_tables_are_those_of_the_first_document_that_has_any(union):
    choose(union, report=["月"])
    assert run(union) == 0
    assert (out_of(union) / "draft/tables.xlsx").is_file()


def test_a_kind_for_other_periods_is_not_made(union, capsys):
    choose(union, bulletin=["月"], flash=["季", "年"])
    assert run(union) == 0
    assert drafted(union) == both("bulletin")


def test_a_period_without_any_document_is_refused(union, capsys):
    choose(union, flash=["季"])

    assert "没有安排2024年7月的文稿：请给要写的文稿加上“月”" in refused(union, capsys)


def test_a_kind_that_nobody_defines_is_refused_with_those_that_can_be_written(union, capsys):
    choose(union, kuaibao=["月"])

    told = refused(union, capsys)
    assert "[documents] 中“kuaibao”没有这种文稿" in told
    assert "flash（统计快报）" in told


def test_a_period_that_has_no_such_word_is_refused(union, capsys):
    choose(union, flash=["周"])

    assert "documents.flash" in refused(union, capsys)


def test_a_document_that_was_adopted_and_is_written_no_more_stops_the_gate(union, tmp_path, capsys):
    word = docx.Document(str(out_of(union) / "draft/report.docx"))
    word.paragraphs[2].add_run("大家点赞。")
    word.save(str(tmp_path / "edited.docx"))
    assert act(union, "adopt", str(tmp_path / "edited.docx"), "--by", "张三") == 0
    choose(union, bulletin=["月"])
    assert run(union) == 0
    capsys.readouterr()

    assert act(union, "review", "--by", "张三") == 1
    assert "本期不再写工作情况报告" in capsys.readouterr().err
    shutil.rmtree(out_of(union) / "adopted")
    assert act(union, "review", "--by", "张三") == 0


@pytest.mark.parametrize(
    ("changed", "place", "told"),
    [
        ({"text": f"{BRIEF}\n共慰问５人。\n"}, "brief.md.j2 第9行", "共慰问５人。"),
        ({"text": f'{BRIEF}\n{{{{ "慰问3人" }}}}\n'}, "brief.md.j2 第9行", "慰问3人"),
        ({"text": f"{BRIEF}\n{{{{ ytd.no_such }}}}\n"}, "brief.md.j2 第9行", "没有“no_such”"),
        (
            {"text": '{% if happened("aid_persons") and unknown_word %}{% endif %}\n乙'},
            "brief.md.j2 第1行",
            "unknown_word",
        ),
        (
            {"text": BRIEF.replace("没有慰问。", "{{ as_of.job_fairs }}")},
            "brief.md.j2 第4行",
            "E-X08",
        ),
        ({"text": BRIEF.replace("brief]]", "other]]")}, "brief.md.j2 第7行", "没有“other”这张表"),
        ({"text": "{% if %}"}, "brief.md.j2 第1行", "有误"),
        ({"text": "\n"}, "brief.md.j2 第1行", "是空的"),
        ({"text": "甲\n\n### 乙\n\n丙"}, "brief.md.j2 第3行", "标题只分两级"),
        ({"text": '甲\n{% include "x.j2" %}'}, "brief.md.j2 第2行", "没有“x.j2”这个模板"),
        ({"text": "甲\n{{ unknown_word }}"}, "brief.md.j2 第2行", "没有“unknown_word”这个名称"),
        ({"entry": ENTRY + "subtitle = '第2期'\n"}, "documents.toml 第5行", "有数字"),
        ({"entry": "brief = 1"}, "documents.toml 第1行", "请检查 写法"),
        ({"entry": ENTRY.replace("brief", "bulletin")}, "documents.toml 第1行", "重名"),
        ({"entry": ENTRY.replace("慰问简报", "统计公报", 1)}, "documents.toml 第1行", "name"),
        ({"entry": ENTRY + "\n" + ENTRY.replace("brief", "other")}, "documents.toml 第6行", "缺少"),
        ({"entry": ENTRY + 'pages = "one"\n'}, "documents.toml 第1行", "pages"),
        ({"entry": ENTRY.replace("{period}慰", "{month}慰")}, "documents.toml 第1行", "{month}"),
        ({"entry": ENTRY.replace("[brief]", '["../brief"]')}, "documents.toml", "小写字母"),
        ({"entry": ENTRY + "title =\n"}, "documents.toml 第5行", "无法读取"),
        ({"entry": "# 空"}, "brief.md.j2 第1行", "没有 [brief] 一段"),
        ({"entry": ENTRY.replace("慰问简报", "慰问2期", 1)}, "documents.toml 第2行", "有数字"),
        ({"table": TABLE.replace("[brief]", "[headline]")}, "tables.toml 第1行", "重名"),
        ({"table": TABLE.replace('"cool_s', '"kool_s')}, "tables.toml 第5行", "没有“kool_s"),
    ],
)
def test_a_fault_of_a_template_is_refused_with_its_line(union, capsys, changed, place, told):
    add(union, **changed)

    sentence = refused(union, capsys)
    assert place in sentence
    assert told in sentence


def test_a_template_called_like_one_of_the_programs_is_refused(union, capsys):
    folder = add(union)
    (folder / "phrases.j2").write_text("{# 另一套句式 #}", "utf-8")

    assert "模板 phrases.j2 与程序自带的重名" in refused(union, capsys)
