"""A document that a person edited in Word is taken over, or refused with a sentence."""

from __future__ import annotations

import io
import json
import shutil
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.flows.gate.gated import act, approve, flip, out_of, release_all, submit
from tests.flows.small_union import WORKBOOK, last_line, send
from tests.workbooks.by_hand import relief

REPORT = "示例县总工会2024年1—7月工作情况报告.docx"


def edit(union, added: str, key: str = "report", make=None):
    """Add words to the sentence with 150名, as somebody in Word would; return the file."""
    word = docx.Document(str(out_of(union) / f"draft/{key}.docx"))
    paragraph = next(p for p in word.paragraphs if "150名" in p.text)
    paragraph.runs[-1].text += added
    word.core_properties.author = word.core_properties.last_modified_by = "王某某"
    if make:
        make(word, paragraph)
    path = union / "改过的.docx"
    word.save(str(path))
    return path


def adopt(union, path, *words: str) -> int:
    return act(union, "adopt", str(path), *words)


def refused(capsys) -> str:
    return last_line(capsys.readouterr().err)


@pytest.mark.parametrize(("key", "name"), [("report", "工作情况报告"), ("bulletin", "统计公报")])
def test_the_file_says_itself_which_document_it_is_and_its_changes_are_shown(
    union, capsys, key, name
):
    assert adopt(union, edit(union, "大家点赞。", key), "--by", "李四") == 0

    told = capsys.readouterr().out
    assert f"{name}：与初稿相比，1 处有改动" in told
    assert "增：大家点赞。" in told
    assert (out_of(union) / f"adopted/{key}.docx").is_file()


def test_an_adopted_document_is_what_is_submitted_approved_and_released(union):
    """A leader may edit the text and approve it; the maker of the figures is another."""
    adopt(union, edit(union, "大家点赞。"), "--by", "李四")

    released = (release_all(union) / REPORT).read_bytes()

    assert released == (out_of(union) / "adopted/report.docx").read_bytes()
    assert "大家点赞。" in "".join(p.text for p in docx.Document(io.BytesIO(released)).paragraphs)


def test_adopting_a_document_after_the_approval_ends_it(union, capsys):
    submit(union)
    approve(union)
    adopt(union, edit(union, "大家点赞。"))

    assert act(union, "release") == 1
    assert "批准后内容已变" in refused(capsys)


def test_a_number_from_elsewhere_needs_a_source(union, capsys):
    path = edit(union, "全县共有320名环卫工人。")

    assert adopt(union, path) == 1
    assert "没有采用：320名在本期数据中查不到" in refused(capsys)
    assert not (out_of(union) / "adopted").exists()
    assert adopt(union, path, "--source", "320名=城管局通报", "--by", "李四") == 0
    record = json.loads((out_of(union) / "adopted/adoption.json").read_text("utf-8"))["report"]
    assert record["by"] == "李四"
    assert record["changes"][0]["numerals"] == [["320名", "城管局通报"]]


@pytest.mark.parametrize(
    ("source", "code", "told"),
    [
        ("320名", 2, "出处写作"),
        ("320名=", 2, "出处写作"),
        ("320名=13812345678", 2, "疑似证件、电话或卡号"),
        ("999名=城管局", 1, "没有对应的数"),
    ],
)
def test_a_source_that_says_nothing_is_refused(union, capsys, source, code, told):
    path = edit(union, "全县共有320名环卫工人。")

    assert adopt(union, path, "--source", source) == code
    assert told in refused(capsys)


def test_a_number_of_the_figures_needs_none(union):
    assert adopt(union, edit(union, "150名环卫工人都领到了。")) == 0


def with_insertion(word, paragraph):
    new = '<w:ins {} w:id="9" w:author="x"><w:r><w:t>新</w:t></w:r></w:ins>'
    paragraph._p.append(parse_xml(new.format(nsdecls("w"))))


def with_format_change(word, paragraph):
    change = '<w:rPr {}><w:rPrChange w:id="9" w:author="x"><w:rPr/></w:rPrChange></w:rPr>'
    paragraph.runs[-1]._r.get_or_add_rPr().append(parse_xml(change.format(nsdecls("w")))[0])


def with_comment(text):
    return lambda word, paragraph: word.add_comment(paragraph.runs, text, author="王某某")


def with_object(word, paragraph):
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    part = Part(PackURI("/word/embeddings/a.xlsx"), "application/x", b"x", word.part.package)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/package"
    word.part.relate_to(part, kind)


@pytest.mark.parametrize(
    ("make", "added", "told"),
    [
        (with_insertion, "", "未处理的修订"),
        (with_format_change, "", "未处理的修订"),
        (with_comment("电13812345678"), "", "批注中有疑似证件、电话或卡号"),
        (None, "联系13812345678。", "正文中有疑似证件、电话或卡号"),
        (with_object, "", "嵌入的表格或文件"),
    ],
)
def test_what_must_not_be_published_is_refused(union, capsys, make, added, told):
    assert adopt(union, edit(union, added, make=make)) == 1
    assert told in refused(capsys)
    assert not (out_of(union) / "adopted").exists()


def test_a_comment_is_dealt_with_before_it_is_submitted(union, capsys):
    adopt(union, edit(union, "", make=with_comment("请核对语气")))
    assert not (out_of(union) / "adopted/report.docx").exists()  # the text is the draft's

    adopt(union, edit(union, "大家点赞。", make=with_comment("请核对语气")))
    capsys.readouterr()

    assert submit(union) == 1
    assert "工作情况报告中还有批注" in refused(capsys)


def test_who_edited_it_is_not_told(union):
    adopt(union, edit(union, "大家点赞。"))
    with zipfile.ZipFile(out_of(union) / "adopted/report.docx") as package:
        parts = {name: package.read(name) for name in package.namelist()}

    assert not [name for name, part in parts.items() if "王某某".encode() in part]
    assert "docProps/app.xml" not in parts


@pytest.mark.parametrize("content", [b"", b"not a word file", b"PK\x03\x04"])
def test_what_is_no_word_file_is_refused(union, capsys, content):
    path = union / "a.docx"
    path.write_bytes(content)

    assert adopt(union, path) == 1
    assert "不是可以读取的 Word 文件" in refused(capsys)


def test_another_document_is_refused_and_a_missing_one_cannot_be_read(union, capsys):
    path = union / "a.docx"
    docx.Document().save(str(path))

    assert adopt(union, path) == 1
    assert "看不出这是哪一份文稿" in refused(capsys)
    assert adopt(union, union / "none.docx") == 2
    assert "无法读取" in refused(capsys)


def test_the_draft_s_own_text_takes_an_adopted_one_back(union, capsys):
    submit(union)
    before = json.loads((out_of(union) / "log.jsonl").read_text("utf-8"))["bound"]
    adopt(union, edit(union, "大家点赞。"))
    own = shutil.copy(out_of(union) / "draft/report.docx", union / "own.docx")

    assert adopt(union, own) == 0
    assert "送审和发布用初稿" in capsys.readouterr().out
    assert submit(union) == 1  # what was submitted stands again
    last = (out_of(union) / "log.jsonl").read_text("utf-8").splitlines()[-1]
    assert json.loads(last)["bound"] == before


def test_an_adopted_document_that_was_changed_afterwards_is_not_submitted(union, capsys):
    adopt(union, edit(union, "大家点赞。"))
    flip(out_of(union) / "adopted/report.docx", 200)

    assert submit(union) == 1
    assert "采用的文稿之后又被改动" in refused(capsys)


def test_a_rerun_says_what_has_moved_since_and_blocks_until_it_is_edited_again(union, capsys):
    adopt(union, edit(union, "大家点赞。"))
    send(union, WORKBOOK, relief(人数=160, **{"金额(元)": 160 * 168}))
    capsys.readouterr()
    assert act(union, "run", "--direct", "--by", "张三") == 0

    told = capsys.readouterr().out
    assert "慰问环卫工人　150名 → 160名" in told
    assert submit(union) == 1
    assert "采用工作情况报告后有" in refused(capsys)

    assert adopt(union, union / "改过的.docx") == 1  # it still says 150名
    assert "150名" in refused(capsys)
    assert adopt(union, edit_again(union)) == 0
    assert submit(union) == 0


def edit_again(union):
    word = docx.Document(str(out_of(union) / "draft/report.docx"))
    next(p for p in word.paragraphs if "160名" in p.text).runs[-1].text += "大家点赞。"
    path = union / "再改.docx"
    word.save(str(path))
    return path


def test_the_mark_of_a_sample_stays(union, capsys):
    settings = union / "bulletin.toml"
    settings.write_text("sample = true\n" + settings.read_text("utf-8"), "utf-8")
    assert act(union, "run", "--direct", "--by", "张三") == 0

    def unmark(word, paragraph):
        word.sections[0].header.paragraphs[0].clear()

    assert adopt(union, edit(union, "大家点赞。", make=unmark)) == 1
    assert "示例数据" in refused(capsys)
    assert adopt(union, edit(union, "大家点赞。")) == 0
