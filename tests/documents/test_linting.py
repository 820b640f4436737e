"""A look at the layout: our documents break no rule; each rule finds its own breach."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest

from documents.linting import lint_word
from schemas.faults import PersonNeeded
from schemas.linting import LINT_RULES

DOCUMENTS = tuple(
    f"{kind}{copy}.docx" for kind in ("bulletin", "report", "flash") for copy in ("", "-review")
)
TEXT, STYLES, SETTINGS = "word/document.xml", "word/styles.xml", "word/settings.xml"
CHART_ONE = (
    '<w:instrText xml:space="preserve"> SEQ 图 \\* ARABIC </w:instrText></w:r><w:r>'
    '<w:fldChar w:fldCharType="separate"/></w:r><w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'
    '<w:t xml:space="preserve">1<'
)
FIRST = '<w:pStyle w:val="Heading1"/></w:pPr><w:bookmarkStart'
SECOND = '<w:pStyle w:val="Heading2"/></w:pPr><w:r><w:t>'
HINT = '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'
TWO = f'w:name="_Toc00000002"/><w:r>{HINT}<w:t xml:space="preserve">'
"""The beginning of the second heading, behind its bookmark."""


def changed(content: bytes, part: str, before: str, after: str) -> bytes:
    """Return a package in whose part the first `before` became `after`."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as package,
        zipfile.ZipFile(made, "w") as rewritten,
    ):
        for name in package.namelist():
            told = package.read(name)
            if name == part:
                text = told.decode()
                assert before in text, (part, before)
                told = text.replace(before, after, 1).encode()
            rewritten.writestr(name, told)
    return made.getvalue()


def style(content: bytes, identity: str, before: str, after: str) -> bytes:
    """Return a package in which one style's first `before` became `after`."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        text = package.read(STYLES).decode()
    start = text.index(f'w:styleId="{identity}"')
    own = text[start : text.index("</w:style>", start)]
    assert before in own, own
    return changed(content, STYLES, own, own.replace(before, after, 1))


@pytest.fixture(scope="module")
def bulletin(october) -> bytes:
    return (october.folder / "bulletin.docx").read_bytes()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_document_of_ours_passes(october, name):
    assert lint_word((october.folder / name).read_bytes()) == ()


BREACHES = [
    ("L-01", TEXT, 'w:h="16838"', 'w:h="15840"'),
    ("L-02", TEXT, 'w:top="2098"', 'w:top="1440"'),
    ("L-03", TEXT, 'w:type="linesAndChars"', 'w:type="lines"'),
    ("L-04", SETTINGS, "<w:evenAndOddHeaders/>", ""),
    ("L-05", "word/footer1.xml", " PAGE ", " DATE "),
    ("L-06", "word/footer1.xml", "— ", ""),
    ("L-07", STYLES, ' w:eastAsia="仿宋_GB2312"', ""),
    (
        "L-08",
        TEXT,
        '<w:rFonts w:hint="eastAsia"/>',
        '<w:rFonts w:hint="eastAsia" w:asciiTheme="minorHAnsi"/>',
    ),
    ("L-10", STYLES, 'w:eastAsia="黑体"', 'w:eastAsia="微软雅黑"'),
    ("L-11", STYLES, 'w:eastAsia="zh-CN"', 'w:eastAsia="ja-JP"'),
    ("L-12", "word/fontTable.xml", 'w:name="黑体"', 'w:name="其他"'),
    (
        "L-19",
        TEXT,
        f'<w:pStyle w:val="BodyText"/></w:pPr><w:r>{HINT}',
        '<w:pStyle w:val="BodyText"/></w:pPr><w:r><w:rPr><w:sz w:val="28"/></w:rPr>',
    ),
    ("L-20", TEXT, f'{HINT}<w:t xml:space="preserve">1—10月', '<w:t xml:space="preserve">1—10月'),
    ("L-21", TEXT, "<w:tbl>", '<w:p><w:pPr><w:pStyle w:val="BodyText"/></w:pPr></w:p><w:tbl>'),
    ("L-22", TEXT, "一、概述", "一、概    述"),
    ("L-23", TEXT, f"{TWO}二、", f"{TWO}三、"),
    ("L-24", TEXT, FIRST, SECOND + "（二）</w:t></w:r><w:bookmarkStart"),
    ("L-25", TEXT, FIRST, SECOND + "（一）</w:t></w:r><w:bookmarkStart"),
    ("L-27", TEXT, f'{HINT}<w:t xml:space="preserve">1</w:t>', "<w:t>3</w:t>"),
    ("L-28", TEXT, CHART_ONE, CHART_ONE[:-2] + "4<"),
    ("L-29", TEXT, "SEQ 表", "PAGE 表"),
    ("L-32", TEXT, "一、概述", "一、概述见表99"),
    ("L-33", TEXT, "<w:tblCaption", "<w:tblCaptio"),
    ("L-34", TEXT, 'descr="', 'title="'),
    ("L-35", TEXT, "<w:tblHeader/>", ""),
    ("L-36", TEXT, "<w:cantSplit/>", ""),
    ("L-37", TEXT, '<w:gridCol w:w="3061"/>', '<w:gridCol w:w="1061"/><w:gridCol w:w="2000"/>'),
    ("L-38", TEXT, '<w:tblLayout w:type="fixed"/>', ""),
    ("L-39", TEXT, '<w:jc w:val="right"/>', '<w:jc w:val="left"/>'),
    ("L-41", TEXT, '<wp:docPr id="2"', '<wp:docPr id="1"'),
    ("L-30", TEXT, f'{HINT}<w:t xml:space="preserve">表</w:t>', "<w:t>附</w:t>"),
    ("L-42", "docProps/core.xml", "<dc:title>永新县总工会2024年10月工作统计公报<", "<dc:title><"),
    (
        "L-45",
        TEXT,
        "<w:body>",
        '<w:body><w:p><w:ins w:id="1" w:author="甲"><w:r><w:t>改</w:t></w:r></w:ins></w:p>',
    ),
    ("L-46", TEXT, '<w:fldChar w:fldCharType="separate"/>', ""),
    ("L-48", TEXT, " REF _Ref_table_headline ", " REF _Ref_table_elsewhere "),
    ("L-49", TEXT, ">一、概述<", ">一、概况<"),
    ("L-50", TEXT, 'w:anchor="_Toc00000002"', 'w:anchor="_Toc00000003"'),
]


STYLED = [
    ("L-13", "Title", 'w:val="44"', 'w:val="36"'),
    ("L-13", "Title", "<w:rFonts", "<w:b/><w:rFonts"),
    ("L-14", "Heading1", 'w:eastAsia="黑体"', 'w:eastAsia="宋体"'),
    ("L-16", "BodyText", 'w:val="32"', 'w:val="28"'),
    ("L-17", "BodyText", 'w:line="560"', 'w:line="580"'),
    ("L-18", "BodyText", 'w:firstLineChars="200"', 'w:firstLineChars="0"'),
    ("L-26", "Heading1", "<w:keepNext/>", ""),
]


@pytest.mark.parametrize(("rule", "part", "before", "after"), BREACHES)
def test_a_breach_is_found(bulletin, rule, part, before, after):
    found = {fault.rule for fault in lint_word(changed(bulletin, part, before, after))}

    assert rule in found


@pytest.mark.parametrize(("rule", "identity", "before", "after"), STYLED)
def test_a_style_that_looks_otherwise_is_found(bulletin, rule, identity, before, after):
    found = {fault.rule for fault in lint_word(style(bulletin, identity, before, after))}

    assert rule in found


def edited(change) -> set[str]:
    """Return the rules that a file of the library's own template, once changed, breaks."""
    word, made = docx.Document(), io.BytesIO()
    change(word)
    word.save(made)
    return {fault.rule for fault in lint_word(made.getvalue())}


def test_a_file_of_another_maker_is_looked_at_too():
    found = edited(lambda word: word.add_heading("概述", 1))

    assert {"L-01", "L-02", "L-03", "L-07", "L-08", "L-09", "L-14", "L-23", "L-42"} <= found


def test_pictures_need_a_caption_below_and_the_width_of_the_page(october):
    picture = next((october.folder / "charts").glob("*.png"))

    found = edited(lambda word: word.add_picture(str(picture), width=docx.shared.Mm(250)))

    assert {"L-31", "L-34", "L-40"} <= found


def test_second_headings_are_written_in_their_own_font():
    assert "L-15" in edited(lambda word: word.add_heading("（一）宣教", 2))


def test_a_date_with_zeros_is_found():
    assert "L-47" in edited(lambda word: word.add_paragraph("2024年11月08日"))


def test_links_and_objects_to_the_outside_are_found():
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

    def change(word):
        word.part.relate_to("file:///C:/总结.docx", kinds + "hyperlink", is_external=True)
        word.part.relate_to("file:///C:/表.xlsx", kinds + "oleObject", is_external=True)

    assert {"L-43", "L-44"} <= edited(change)


def test_every_rule_has_a_breach_here():
    of_other_makers = {"L-09", "L-15", "L-31", "L-40", "L-43", "L-44", "L-47"}
    rules = {rule for rule, *_ in (*BREACHES, *STYLED)}

    assert rules | of_other_makers == set(LINT_RULES)


def test_what_is_no_word_file_is_told_so():
    with pytest.raises(PersonNeeded, match="另存为"):
        lint_word(b"no package")
