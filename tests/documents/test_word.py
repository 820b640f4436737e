"""The Word file: official layout, numbers in fields, the same bytes, comments for reviewers."""

from __future__ import annotations

import io
import re
import time
import zipfile
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from documents.word import write_word
from documents.word.decimals import right_insets
from documents.word.edges import title_lines
from documents.word.tables import column_widths
from schemas.bulletin import Paragraph
from tests.documents.example import PROJECTS, REAL, REMARKS, SAMPLE, pictures

TYPE_AREA_TWIPS = 8844  # 156 mm


@pytest.fixture(scope="module")
def written() -> bytes:
    return write_word(SAMPLE, pictures())


@pytest.fixture(scope="module")
def word(written):
    return docx.Document(io.BytesIO(written))


def parts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {
            name: package.read(name).decode()
            for name in package.namelist()
            if name.endswith((".xml", ".rels"))
        }


def words(element) -> str:
    return "".join(text.text or "" for text in element.iter(qn("w:t")))


def paragraphs(word, style: str):
    return [p for p in word.element.body.iter(qn("w:p")) if p.style == style]


def test_the_sheet_is_a4_with_the_standards_margins(word):
    section = word.sections[0]
    lengths = {
        Mm(210): section.page_width,
        Mm(297): section.page_height,
        Mm(37): section.top_margin,
        Mm(35): section.bottom_margin,
        Mm(28): section.left_margin,
        Mm(26): section.right_margin,
    }

    assert all(abs(stated - found) <= Pt(0.05) for stated, found in lengths.items())


def test_the_grid_holds_22_lines_of_28_characters(word):
    grid = word.sections[0]._sectPr.find(qn("w:docGrid"))

    assert {name: grid.get(qn(f"w:{name}")) for name in ("type", "linePitch", "charSpace")} == {
        "type": "linesAndChars",
        "linePitch": "579",
        "charSpace": "-848",
    }


def test_body_lines_are_28_points_apart_and_begin_two_characters_in(word):
    body = word.styles["Body Text"].element

    spacing, indent = body.find(f".//{qn('w:spacing')}"), body.find(f".//{qn('w:ind')}")
    assert spacing.get(qn("w:line")) == "560"
    assert spacing.get(qn("w:lineRule")) == "exact"
    assert indent.get(qn("w:firstLineChars")) == "200"
    assert indent.get(qn("w:firstLine")) == "640"


def test_every_style_names_its_four_fonts_and_none_leans_on_a_theme(written):
    styles = parts(written)["word/styles.xml"]
    fonts = re.findall(r"<w:rFonts([^>]*)/>", styles)

    assert len(fonts) == 1 + styles.count("<w:style ")
    for stated in fonts:
        assert all(f"w:{name}=" in stated for name in ("ascii", "hAnsi", "eastAsia", "cs"))
    assert not any("Theme=" in content for content in parts(written).values())
    assert '<w:lang w:val="en-US" w:eastAsia="zh-CN"' in styles


@pytest.mark.parametrize(
    ("style", "font", "size"),
    [
        ("Title", "方正小标宋简体", 22),
        ("heading 1", "黑体", 16),
        ("heading 2", "楷体_GB2312", 16),
        ("Body Text", "仿宋_GB2312", 16),
        ("footer", "宋体", 14),
    ],
)
def test_titles_headings_and_text_have_the_standards_fonts(word, style, font, size):
    fonts = word.styles[style].element.find(f".//{qn('w:rFonts')}")

    assert fonts.get(qn("w:eastAsia")) == font
    assert word.styles[style].font.size == Pt(size)


def test_every_style_used_is_defined(written):
    everything = parts(written)
    defined = set(re.findall(r'w:styleId="([^"]+)"', everything["word/styles.xml"]))
    named = re.compile(r'w:(?:pStyle|rStyle|tblStyle) w:val="([^"]+)"')
    used = set(named.findall("".join(everything.values())))

    assert used <= defined


def test_chinese_quotes_and_dashes_take_the_chinese_font(word):
    runs = [run for run in word.element.body.iter(qn("w:r")) if words(run)]

    assert all(run.rPr.find(qn("w:rFonts")).get(qn("w:hint")) == "eastAsia" for run in runs)


def test_captions_carry_numbers_that_word_can_renew(word):
    captions = paragraphs(word, "TableCaption") + paragraphs(word, "Caption")

    assert [caption.find(f".//{qn('w:instrText')}").text.strip() for caption in captions] == [
        *[r"SEQ 表 \* ARABIC"] * 2,
        *[r"SEQ 图 \* ARABIC"] * 3,
    ]
    assert [words(caption).split("　")[0] for caption in captions] == [
        *["表1", "表2"],
        *["图1", "图2", "图3"],
    ]


def test_the_unit_stands_above_the_table_and_the_notes_below(word):
    texts = [words(p) for p in word.element.body.iter(qn("w:p"))]
    caption = texts.index("表1　送温暖等项目资金发放情况")

    assert texts[caption + 1 : caption + 3] == ["单位：万元", "项目"]
    assert texts.index("人次为服务次数累计。") == texts.index("注：“…”表示不单独公布。") + 1


def test_the_header_row_repeats_and_no_row_splits(word):
    for table in word.tables:
        repeated = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
        whole = [row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows]

        assert repeated == [True] + [False] * (len(repeated) - 1)
        assert all(whole)


def test_a_short_table_stays_on_one_page_and_a_long_one_only_holds_its_ends(word):
    short, long = ([_stays(row) for row in table.rows] for table in word.tables)

    assert short == [True] * len(short)  # the last row stays with the notes
    assert long == [True] * 3 + [False] * 35 + [True, True, False]


def _stays(row) -> bool:
    return row.cells[0].paragraphs[0]._p.pPr.find(qn("w:keepNext")) is not None


def test_column_widths_fill_the_type_area_to_the_twip(word):
    for table in word.tables:
        columns = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
        cells = [[cell._tc.width.twips for cell in row.cells] for row in table.rows]

        assert sum(columns) == TYPE_AREA_TWIPS
        assert cells == [columns] * len(cells)


@pytest.mark.parametrize("shares", [(1 / 3,) * 3, (0.1,) * 10, (0.07, 0.93), (2, 5, 3)])
def test_shares_of_any_kind_make_widths_that_add_up(shares):
    assert sum(column_widths(shares, TYPE_AREA_TWIPS)) == TYPE_AREA_TWIPS


def test_numbers_stand_right_and_totals_are_bold(word):
    total = word.tables[0].rows[-1].cells[2].paragraphs[0]

    assert total._p.pPr.jc.val.name == "RIGHT"
    assert total.runs[0].bold


def test_decimal_points_stand_one_below_another_in_the_middle_of_the_column():
    texts = ["2.4", "12", "600余", "—", "数据待核"]

    insets = right_insets(texts, room_em=10)

    # In ems a digit is 0.5 and a point 0.25 wide: after their whole part 2.4 has 0.75 and
    # 600余 has 1; the widest, 数据待核, takes 4 of the 10, so that 3 are left on either side.
    assert insets == [3.25, 4, 3, 4, 3]


def test_a_column_without_room_ends_at_its_edge():
    assert right_insets(["2.4", "数据待核"], room_em=3) == [0, 0]


def test_only_numbers_are_set_in_from_the_right(word):
    names, *numbers = zip(*(row.cells for row in word.tables[0].rows[1:]), strict=True)

    assert not [cell for cell in names if _inset(cell)]
    assert all(_inset(cell) for column in numbers for cell in column)


def _inset(cell) -> int:
    indent = cell.paragraphs[0]._p.pPr.ind
    return 0 if indent is None else int(indent.get(qn("w:right")))


def test_no_line_breaks_within_a_date_or_a_range_of_months(word):
    ends, starts = (
        word.settings.element.find(qn(f"w:noLineBreaks{side}")).get(qn("w:val"))
        for side in ("After", "Before")
    )

    assert {"—", "（", "“"} <= set(ends)
    assert {*"—年月日", "）", "”", "，", "。", "%"} <= set(starts)


def test_the_signature_never_stands_alone_on_its_page(word):
    ended = replace(SAMPLE, blocks=SAMPLE.blocks[:3])
    *_, last, issuer, _date = docx.Document(io.BytesIO(write_word(ended, pictures()))).paragraphs

    assert last.style.name == "Body Text"
    assert last.paragraph_format.keep_with_next
    assert issuer.style.paragraph_format.keep_with_next
    assert word.styles["公报注释"].paragraph_format.keep_with_next


def test_a_document_may_end_with_a_table():
    ended = replace(SAMPLE, blocks=(replace(SAMPLE.tables[0], notes=()),))

    (table,) = docx.Document(io.BytesIO(write_word(ended, pictures()))).tables

    assert table._tbl.tblPr.find(qn("w:keepNext")) is None  # it belongs to paragraphs alone


def test_pictures_and_tables_tell_what_they_show(word):
    pictures_told = [shape._inline.docPr.get("descr") for shape in word.inline_shapes]
    tables_told = [
        table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val")) for table in word.tables
    ]

    assert pictures_told == [chart.alt for chart in SAMPLE.charts]
    assert tables_told == [table.alt for table in SAMPLE.tables]
    assert word.inline_shapes[0].width == Mm(156)


@pytest.mark.parametrize(("document", "marked"), [(SAMPLE, True), (REAL, False)])
def test_every_page_of_a_sample_says_so_and_no_other_page_does(document, marked):
    word = docx.Document(io.BytesIO(write_word(document, pictures())))
    section = word.sections[0]

    for header in (section.header, section.even_page_header):
        assert ("示例数据" in header.paragraphs[0].text) is marked


def test_page_numbers_stand_outside_between_dashes(word):
    odd, even = word.sections[0].footer, word.sections[0].even_page_footer

    assert word.settings.odd_and_even_pages_header_footer
    for footer, side in ((odd, "right"), (even, "left")):
        line = footer.paragraphs[0]
        assert line.text == "— 1 —"
        assert line._p.pPr.jc.get(qn("w:val")) == side
        assert line._p.pPr.ind.get(qn(f"w:{side}Chars")) == "100"
        assert "PAGE" in line._p.xml


def test_headings_are_those_that_word_navigates_by(word):
    headings = [p.text for p in word.paragraphs if p.style.name.startswith("Heading")]

    assert headings == ["一、互助保障", "（一）资金发放"]


def test_the_title_breaks_after_the_issuers_name():
    assert title_lines("永新县总工会2024年统计公报", "永新县总工会", 20) == [
        "永新县总工会2024年统计公报"
    ]
    assert title_lines("永新县总工会2024年1—10月统计公报", "永新县总工会", 12) == [
        "永新县总工会",
        "2024年1—10月统计公报",
    ]


def test_a_long_title_of_another_kind_breaks_in_the_middle_but_not_in_a_number():
    assert title_lines("关于一至十月2024年工会工作", "永新县总工会", 12) == [
        "关于一至十月",
        "2024年工会工作",
    ]


@pytest.mark.parametrize(
    ("issuer", "issuer_inset", "dated_inset"),
    [("江西省吉安市永新县总工会", 2, 5.5), ("永新县总工会", 4.5, 2)],
)
def test_issuer_and_date_stand_as_in_an_unsealed_document(issuer, issuer_inset, dated_inset):
    content = write_word(replace(SAMPLE, issuer=issuer), pictures())
    *_, signature, date = docx.Document(io.BytesIO(content)).paragraphs

    insets = [int(p._p.pPr.ind.get(qn("w:rightChars"))) / 100 for p in (signature, date)]
    assert (signature.text, date.text) == (issuer, "2024年11月8日")
    assert insets == [issuer_inset, dated_inset]


def test_the_file_names_the_union_and_no_program(written, word):
    properties = word.core_properties

    assert properties.author == properties.last_modified_by == "永新县总工会"
    assert properties.title == "永新县总工会2024年1—10月统计公报"
    assert properties.language == "zh-CN"
    assert properties.keywords == "工会；统计公报"
    assert properties.created == properties.modified
    assert "python" not in "".join(parts(written).values()).lower()


def test_two_writes_give_the_same_bytes_whatever_the_clock_and_zone(written, monkeypatch):
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    time.tzset()
    again = write_word(SAMPLE, pictures())
    monkeypatch.undo()
    time.tzset()

    assert again == written
    assert write_word(SAMPLE, pictures(), REMARKS) == write_word(SAMPLE, pictures(), REMARKS)


def test_only_the_review_copy_has_comments_and_its_text_is_the_same(written):
    review = write_word(SAMPLE, pictures(), REMARKS)
    plain_text, review_text = (
        [words(p) for p in docx.Document(io.BytesIO(content)).element.body.iter(qn("w:p"))]
        for content in (written, review)
    )

    assert "word/comments.xml" not in parts(written)
    assert "word/comments.xml" in parts(review)
    assert plain_text == review_text


def test_remarks_on_one_number_are_one_comment_once_a_paragraph():
    review = docx.Document(io.BytesIO(write_word(SAMPLE, pictures(), REMARKS)))
    in_text, in_table = review.comments

    assert in_text.text == (
        "【提醒 W-P02】平均每人次不足1元，请核对金额单位。\n出处：参保.xlsx 参保 F7\n"
        "【提醒 W-P03】赔付与参保金额之比超出范围。"
    )
    assert in_table.text == in_text.text
    assert in_text.author == "工会统计公报"
    assert in_text.timestamp == in_table.timestamp == review.core_properties.created


def test_a_comment_frames_its_number():
    body = docx.Document(io.BytesIO(write_word(SAMPLE, pictures(), REMARKS))).element.body
    start = next(body.iter(qn("w:commentRangeStart")))

    assert words(start.getnext()) == "约204万元"
    assert start.getnext().getnext().tag == qn("w:commentRangeEnd")


def test_without_a_matching_remark_there_is_no_comments_part():
    assert "word/comments.xml" not in parts(write_word(SAMPLE, pictures(), REMARKS[-1:]))


def test_a_chart_without_its_picture_is_refused():
    with pytest.raises(KeyError, match="warmth_by_month"):
        write_word(SAMPLE, {})


def test_ten_pages_are_written_in_well_under_a_second():
    text = Paragraph(("全县各级工会开展送温暖活动，" * 30,))
    document = replace(SAMPLE, blocks=(*[text] * 25, *[PROJECTS] * 10, *SAMPLE.blocks))
    begun = time.perf_counter()
    write_word(document, pictures())

    assert time.perf_counter() - begun < 2  # a fifth of it here; slow machines pass too
