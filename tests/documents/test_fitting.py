"""A document of one page is held to it when it is made: shortened by rule, else refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from documents.charts import draw_chart
from documents.narrative import write_document
from documents.word import write_word
from documents.word.fitting import fit_on_page
from documents.word.measuring import height_pt, room_pt
from schemas.bulletin import Cell, Colophon, Document, Paragraph, Table, plain
from schemas.faults import BulletinError
from tests.documents.example import RANKED, REAL
from tests.documents.office import print_all

ROOM = 637.8
"""Points of a type area of 225 mm: 225 / 25.4 × 72."""

SENTENCE = "工会统计公报。"
NOTE = "注：“—”表示本期没有发生。"


def lines(count: int) -> Paragraph:
    """Return a paragraph of so many lines: 28 characters a line, two of them the indent."""
    return Paragraph(("工" * (28 * count - 3) + "。",))


def table(*told: str) -> Table:
    rows = tuple((Cell((f"指标{at}",)), Cell((text,), "right")) for at, text in enumerate(told))
    return Table(
        "flash", 1, "主要指标", "", ("指标", "本月"), rows, (0.6, 0.4), "主要指标", (NOTE,)
    )


def page(*blocks, **edges: object) -> Document:
    return replace(REAL, subtitle="", one_page=True, blocks=blocks, **edges)


def names(document: Document) -> list[str]:
    return [plain(row[0].spans) for row in document.tables[0].rows]


def test_a_page_of_text_is_as_high_as_its_lines():
    """A title of 36 points and 6 below, ten lines of 28, six before the issuer, two lines."""
    assert height_pt(page(lines(10))) == 36 + 6 + 10 * 28 + 6 + 28 + 28
    assert round(room_pt(), 1) == ROOM


def test_a_row_is_as_high_as_its_fullest_cell():
    """Two lines of 16 points in the place of the 6 mm that every row has at least.

    Two fifths of 156 mm less 3 mm are 168.4 points: 16 characters of 10.5.
    """
    one, two = table("2"), table("职工" * 9)

    assert height_pt(page(two)) - height_pt(page(one)) == pytest.approx(2 * 16 - 6 / 25.4 * 72)


@pytest.mark.parametrize("fits", [19, 18])
def test_what_fits_is_left_as_it_is(fits):
    """42 + 19 × 28 + 62 = 636 of 637.8 points."""
    document = page(lines(fits))

    assert fit_on_page(document) is document


def test_one_line_more_than_a_page_holds_is_refused_with_what_to_do():
    with pytest.raises(BulletinError, match=r"统计公报一页排不下，约多1行，.*删去 bulletin 一行"):
        fit_on_page(page(lines(20)))


def test_a_document_of_several_pages_is_never_shortened():
    document = replace(REAL, blocks=(lines(100),))

    assert fit_on_page(document) is document


def test_rows_that_tell_of_nothing_go_first_the_last_one_before_the_others_and_a_note_says_so():
    document = page(lines(14), table("2", "—", "3", "—", "4"))
    assert height_pt(document) > ROOM

    fitted = fit_on_page(document)

    assert names(fitted) == ["指标0", "指标1", "指标2", "指标4"]
    assert fitted.tables[0].notes == (f"{NOTE}本期没有发生的部分指标从略。",)
    assert height_pt(fitted) <= ROOM


def test_rows_that_tell_of_something_are_never_left_out():
    with pytest.raises(BulletinError, match="一页排不下"):
        fit_on_page(page(lines(17), table("2", "—", "3")))


def test_number_and_colophon_take_their_room():
    """28 + 6 points of the number; 28 of the printing office's line, 28 of one line of copies."""
    both = Colophon(("市总工会",), "办公室", "2024年11月8日")
    plainly = height_pt(page(lines(5)))

    assert height_pt(page(lines(5), number="某工发〔2024〕1号")) - plainly == 28 + 6
    assert height_pt(page(lines(5), colophon=both)) - plainly == 28 + 28


def test_a_chart_takes_its_room():
    """8 points above, the picture's own height at 200 dots an inch, 4 below the line's foot, and
    18 of the caption.
    """
    dots = int.from_bytes(draw_chart(RANKED, sample=False)[20:24], "big")  # of the PNG's header
    plainly = height_pt(page(lines(5)))

    taken = height_pt(page(lines(5), RANKED)) - plainly
    assert taken == pytest.approx(8 + dots / 200 * 72 + 4 + 18, abs=0.4)


def test_a_page_with_a_chart_is_held_to_one_page_too():
    assert fit_on_page(page(lines(15), RANKED)).one_page
    with pytest.raises(BulletinError, match="一页排不下，约多1行"):
        fit_on_page(page(lines(16), RANKED))


def test_the_flash_of_october_leaves_nothing_out(sample_edition):
    document = fit_on_page(write_document("flash", sample_edition("2024-10")))

    assert "从略" not in "".join(document.tables[0].notes)
    assert height_pt(document) <= ROOM


@pytest.mark.prove
@pytest.mark.parametrize(("count", "printed"), [(15, 1), (16, 2)])
def test_a_chart_is_counted_as_an_office_program_lays_it_out(tmp_path, count, printed):
    path = tmp_path / "page.docx"
    drawn = {RANKED.key: draw_chart(RANKED, sample=False)}
    path.write_bytes(write_word(page(lines(count), RANKED), drawn))

    assert len(print_all([path], tmp_path)["page.docx"].pages) == printed


@pytest.mark.prove
@pytest.mark.parametrize("count", [19, 20])
def test_what_is_counted_is_what_an_office_program_lays_out(tmp_path, count):
    """Nineteen lines are one page, and twenty are two, as they are counted above."""
    path = tmp_path / "page.docx"
    path.write_bytes(write_word(page(lines(count)), {}))

    assert len(print_all([path], tmp_path)["page.docx"].pages) == count - 18
