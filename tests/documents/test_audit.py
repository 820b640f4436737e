"""The audit of finished documents: a changed digit, a typed one, a wrong unit, another basis."""

from __future__ import annotations

import io
import random
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from documents.audit import (
    contradictions_in_charts,
    refusal,
    unexplained,
    unlike_in_tables,
    unlike_in_word,
)
from documents.charts import draw_chart
from documents.filling import TEMPLATES
from documents.narrative import write_document
from documents.word import write_word
from schemas.bulletin import Document
from schemas.edition import Edition
from tests.documents.example import GROUPED
from workbooks.shown import show_workbook
from workbooks.statistical_tables import write_tables

MUTATIONS = 20
"""Digits changed in each kind of file, at places that a fixed seed draws."""

PRINTED = {
    "text": ("word/document.xml", re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")),
    "table captions for a screen reader": (
        "word/document.xml",
        re.compile(r'<w:tbl(?:Caption|Description) w:val="([^"]*)"'),
    ),
    "alternative texts": ("word/document.xml", re.compile(r' descr="([^"]*)"')),
    "properties": ("docProps/core.xml", re.compile(r"<dc:title>([^<]*)</dc:title>")),
    "words of tables.xlsx": ("xl/sharedStrings.xml", re.compile(r"<t(?: [^>]*)?>([^<]*)</t>")),
}


PICTURE = draw_chart(GROUPED, True)  # one for every chart: pictures are not read


@pytest.fixture(scope="module")
def october(sample_edition) -> Edition:
    return sample_edition("2024-10")


@pytest.fixture(scope="module")
def documents(october) -> dict[str, Document]:
    return {key: write_document(key, october) for key in ("bulletin", "report")}


@pytest.fixture(scope="module")
def files(documents, october) -> dict[str, bytes]:
    """The finished files of October, by name."""
    made = {"tables.xlsx": write_tables(documents["bulletin"])}
    for key, document in documents.items():
        charts = {chart.key: PICTURE for chart in document.charts}
        made[f"{key}.docx"] = write_word(document, charts)
        made[f"{key}-review.docx"] = write_word(document, charts, october.remarks)
    return made


@pytest.fixture
def found(documents, october) -> Callable[[str, bytes], list[str]]:
    """A function that audits a file: the texts that it finds."""

    def audit(name: str, content: bytes) -> list[str]:
        if name == "tables.xlsx":
            shown = show_workbook(content)
            told = unlike_in_tables(shown.sheets, shown.properties, documents["bulletin"], october)
        else:
            key = name.partition(".")[0]
            remarks = october.remarks if key.endswith("-review") else ()
            told = unlike_in_word(content, documents[key.removesuffix("-review")], remarks)
        return [shown.text for shown in told]

    return audit


def digits(xml: str, printed: re.Pattern[str]) -> list[int]:
    return [
        place
        for text in printed.finditer(xml)
        for place in range(text.start(1), text.end(1))
        if xml[place].isdecimal()
    ]


def with_part(content: bytes, name: str, xml: str) -> bytes:
    """Return a package with another text in one of its parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for entry in old.namelist():
            new.writestr(entry, xml.encode() if entry == name else old.read(entry))
    return made.getvalue()


def mutated(content: bytes, kind: str, chance: random.Random, count: int) -> Iterator[bytes]:
    """Yield the file with one printed digit changed, `count` times or at every digit there is."""
    part, printed = PRINTED[kind]
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        xml = package.read(part).decode() if part in package.namelist() else ""
    places = digits(xml, printed)
    for place in chance.sample(places, min(count, len(places))):
        other = chance.choice([d for d in "0123456789" if d != xml[place]])
        yield with_part(content, part, xml[:place] + other + xml[place + 1 :])


def test_what_is_written_is_explained(documents, october, files, found):
    for document in documents.values():
        assert list(unexplained(document, october)) == []
        assert list(contradictions_in_charts(document, october)) == []
    assert {name: told for name, content in files.items() if (told := found(name, content))} == {}


@pytest.mark.parametrize(
    ("name", "kind", "least"),
    [
        ("bulletin.docx", "text", MUTATIONS),
        ("bulletin-review.docx", "text", MUTATIONS),
        ("report.docx", "text", MUTATIONS),
        ("bulletin.docx", "table captions for a screen reader", 20),
        ("bulletin.docx", "alternative texts", MUTATIONS),
        ("bulletin.docx", "properties", 6),
        ("report.docx", "properties", 7),
        ("tables.xlsx", "words of tables.xlsx", MUTATIONS),
    ],
)
def test_every_changed_digit_is_found(files, found, name, kind, least):
    chance = random.Random(f"{name} {kind}")
    changed = list(mutated(files[name], kind, chance, MUTATIONS))

    assert len(changed) >= least
    assert [number for number, content in enumerate(changed) if not found(name, content)] == []


def test_every_changed_number_of_a_worksheet_is_found(files, found):
    """A digit more in its last place; the words beside it stay."""
    content, number = files["tables.xlsx"], re.compile(r"<v>([\d.]+)</v></c>")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        sheets = [n for n in package.namelist() if n.startswith("xl/worksheets/sheet")]
        texts = {name: package.read(name).decode() for name in sheets}
    cells = [
        (name, cell)
        for name, xml in texts.items()
        for cell in number.finditer(xml)
        if 't="s"' not in xml[xml.rfind("<c ", 0, cell.start()) : cell.start()]
    ]
    assert len(cells) > 80
    for name, cell in random.Random("cells").sample(cells, MUTATIONS):
        shown = repr(float(cell[1])).removesuffix(".0")  # 87.6, written 87.59999999999999
        more = shown + ("1" if "." in shown else ".001")
        xml = texts[name][: cell.start(1)] + more + texts[name][cell.end(1) :]
        assert found("tables.xlsx", with_part(content, name, xml))


def test_a_changed_comment_of_a_review_copy_is_found(files, found):
    part = "word/comments.xml"
    with zipfile.ZipFile(io.BytesIO(files["bulletin-review.docx"])) as package:
        xml = package.read(part).decode()
    assert "20380" in xml

    changed = with_part(files["bulletin-review.docx"], part, xml.replace("20380", "20390"))

    assert any("20390" in text for text in found("bulletin-review.docx", changed))


@pytest.mark.parametrize("planted", ["5名", "５名", "三名", "5", "⑤"])
def test_a_numeral_in_a_page_edge_is_found(files, found, planted):
    part = "word/header1.xml"
    with zipfile.ZipFile(io.BytesIO(files["bulletin.docx"])) as package:
        xml = package.read(part).decode()

    changed = with_part(files["bulletin.docx"], part, xml.replace("示例数据", f"示例数据{planted}"))

    assert found("bulletin.docx", changed)


def test_a_paragraph_too_many_or_too_few_is_found(documents, files, found, october):
    document = documents["report"]
    first = next(b for b in document.blocks if hasattr(b, "spans"))
    shorter = replace(document, blocks=tuple(b for b in document.blocks if b is not first))

    told = list(unlike_in_word(files["report.docx"], shorter))
    missing = list(unlike_in_word(write_word(shorter, {}), document))

    assert told
    assert missing


@pytest.fixture
def templates(tmp_path) -> Path:
    """Templates that a test may change."""
    return Path(shutil.copytree(TEMPLATES, tmp_path / "templates"))


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


AID = "bulletin/aid.md.j2"


@pytest.mark.parametrize(
    ("file", "old", "new", "numeral"),
    [
        (AID, "举办招聘会", "举办5场招聘会", "5场"),  # the right number, but typed
        (AID, "举办招聘会", "举办五场招聘会", "五场"),
        (AID, "举办招聘会", "举办５场招聘会", "5场"),
        (AID, "# 四送与困难帮扶", "# 四送与困难帮扶3件事", "3件"),
        (AID, "合计{{ in_period.aid_amount }}", "合计{{ ytd.aid_amount }}", "72.92万元"),
        (AID, "累计{{ ytd.aid_amount }}", "累计{{ in_period.aid_amount }}", "1.6万元"),
        (AID, "，为企业招工", "，为企业招工约", "W-S01 约600余"),
        ("tables.toml", 'caption = "{period}主要指标"', 'caption = "主要指标13项"', "13项"),
        ("tables.toml", 'title = "{the_period}"', 'title = "上月"', ""),
        ("tables.toml", 'unit = "{money}"', 'unit = "份"', "13.524万元"),
        ("tables.toml", "{the_period}资金（{money}）", "{the_period}资金（名）", "1.6万元"),
        ("documents.toml", "工作统计公报", "第7号统计公报", "7"),
        ("charts.toml", '"{so_far}各类活动场次"', '"2023年各类活动场次"', "2023年"),
    ],
)
def test_what_a_template_makes_up_is_found(templates, october, file, old, new, numeral):
    change(templates / file, old, new)

    told = [
        shown.text
        for shown in unexplained(write_document("bulletin", october, (templates,)), october)
    ]

    assert (numeral in told) if numeral else told == []


def test_a_column_of_the_month_that_shows_the_year_is_found(templates, october):
    change(
        templates / "tables.toml",
        'title = "{the_period}人次", basis = "in_period"',
        'title = "{the_period}人次", basis = "ytd"',
    )

    told = list(unexplained(write_document("bulletin", october, (templates,)), october))

    assert {shown.place for shown in told} == {"表5"}


def test_a_chart_in_another_unit_is_found(templates, october):
    change(templates / "charts.toml", 'unit = "万人次"', 'unit = "万元"')

    document = write_document("bulletin", october, (templates,))

    assert list(contradictions_in_charts(document, october))


def test_a_chart_that_draws_another_number_than_the_table_prints_is_found(documents, october):
    document = documents["bulletin"]
    for chart in document.charts:
        for at, value in enumerate(chart.series[0].values):
            values = list(chart.series[0].values)
            values[at] = (value or Decimal(0)) + 1
            series = (replace(chart.series[0], values=tuple(values)), *chart.series[1:])
            drawn = replace(document, blocks=(replace(chart, series=series),))
            assert list(contradictions_in_charts(drawn, october))


def test_a_chart_that_says_another_number_than_it_draws_is_found(documents, october):
    document = documents["bulletin"]
    for chart in document.charts:
        said = replace(chart, alt=re.sub(r"\d(?=\D*$)", "0", chart.alt.replace("0", "7")))
        assert list(contradictions_in_charts(replace(document, blocks=(said,)), october))


def test_the_digits_of_a_standing_name_are_a_name(october):
    report = write_document("report", october)

    assert any("“559”部署" in str(block) for block in report.blocks)
    assert list(unexplained(report, october)) == []


def test_a_refusal_names_document_place_and_numeral(templates, october):
    change(templates / AID, "举办招聘会", "举办5场招聘会")
    document = write_document("bulletin", october, (templates,))

    told = refusal({"bulletin.docx": unexplained(document, october)})

    assert re.search(r"bulletin\.docx “六、四送与困难帮扶”第1段“5场”", told)
    assert refusal({"bulletin.docx": []}) == ""
