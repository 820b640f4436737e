from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import polars as pl
import pytest

from documents.narrative import write_document
from documents.review import write_review
from schemas.bulletin import Document, Number, Paragraph, Reference, Remark, Table
from schemas.decision import ACCEPTED_SCHEMA
from schemas.edition import Edition
from schemas.figure import CHANGE_SCHEMA, SOURCE_SCHEMA
from schemas.issue import ISSUE_SCHEMA
from tests.published import coverage, published_edition, settings

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)
PREMIUM = Reference("mutual_premium", "as_of")
WORKBOOK = "2024-10/202410_W07_互助保障办_v1.xlsx"


def issue(severity: str, rule: str, message: str, **other: str) -> dict[str, str]:
    empty = dict.fromkeys(ISSUE_SCHEMA, "")
    return {**empty, "severity": severity, "rule": rule, "message": message, **other}


ISSUES = pl.DataFrame(
    [
        issue("I", "N01", "文本数字已识别", workbook="甲.xlsx", sheet="招聘会", cell="C4"),
        issue(
            "W",
            "W-P02",
            "平均每人次0.99元，疑金额单位填错",
            workbook=WORKBOOK,
            sheet="单位参保",
            cell="K4:K181",
            column="参保金额(元)",
            found="0.99",
            expected="30—500",
        ),
        issue("E", "E-C02", "不能识别为数字", workbook="甲.xlsx", sheet="招聘会", cell="G5"),
    ],
    schema=ISSUE_SCHEMA,
)


def sources(count: int) -> pl.DataFrame:
    rows = [
        ("mutual_premium", "as_of", "2024-10", "", WORKBOOK, "单位参保", f"K{row}", "", "", "")
        for row in range(4, 4 + count)
    ]
    return pl.DataFrame(rows, schema=SOURCE_SCHEMA, orient="row")


def page(**frames: object) -> str:
    edition = published_edition(**frames)
    return write_review(edition, documents(edition), {"spending_by_month": PIXEL})


def documents(edition: Edition) -> list[Document]:
    return [write_document("bulletin", edition), write_document("report", edition)]


class Elements(HTMLParser):
    """Collects every start tag of a page with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def of_class(self, name: str) -> list[dict[str, str | None]]:
        return [
            attributes
            for _, attributes in self.found
            if name in (attributes.get("class") or "").split()
        ]


def cards(text: str) -> list[dict[str, object]]:
    found = re.search(r'<script type="application/json" id="cards">(.*?)</script>', text, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def card(text: str, name: str) -> dict[str, object]:
    return next(card for card in cards(text) if card["name"] == name)


PAGE = page(issues=ISSUES, sources=sources(60))


def test_no_request_leaves_the_page():
    elements = Elements(PAGE).found
    targets = [
        value
        for _, attributes in elements
        for key, value in attributes.items()
        if key in ("src", "href", "action", "data", "srcset", "poster")
    ]

    assert all(target.startswith(("#", "data:image/png;base64,")) for target in targets)
    assert not [tag for tag, _ in elements if tag in ("link", "iframe", "object", "base", "form")]
    assert "url(" not in PAGE
    assert "@import" not in PAGE
    assert "default-src 'none'" in PAGE


def test_only_a_sample_is_called_one():
    assert "示例数据：" in PAGE
    assert "示例数据：" not in page(settings=settings(sample=False))


def test_the_status_counts_errors_and_warnings():
    assert "初稿；含待核项 2 条" in PAGE
    assert "初稿；没有待核项" in page()


def test_next_steps_name_what_is_there_to_do():
    urged = page(coverage=coverage(missing=(("2024-10", "W09"),)))

    assert "处理错误 1 条" in PAGE
    assert "核对提醒 1 条" in PAGE
    assert "催报：财务部" in urged
    assert "处理错误" not in urged


def test_findings_begin_with_the_gravest_and_hide_information_at_first():
    findings = Elements(PAGE).of_class("finding")

    assert [finding["data-severity"] for finding in findings] == ["E", "W", "I"]
    assert ["hidden" in finding for finding in findings] == [False, False, True]


def test_a_finding_tells_its_place_what_was_found_and_what_to_do():
    for words in (
        f"{WORKBOOK} › 单位参保 › K4:K181",
        "栏目：参保金额(元)",
        "实为：0.99",
        "应为：30—500",
        "W-P02 每人次参保金额超出常见范围",
    ):
        assert words in re.sub(r"<[^>]+>", "", PAGE)


def test_filters_are_buttons_that_say_which_is_chosen():
    buttons = [
        attributes
        for tag, attributes in Elements(PAGE).found
        if tag == "button" and "data-show" in attributes
    ]

    assert [button["data-show"] for button in buttons] == ["EWI", "EW", "E", "W", "I"]
    assert [button["aria-pressed"] for button in buttons].count("true") == 1


def test_every_number_of_the_documents_opens_its_own_card():
    edition = published_edition()
    text = write_review(edition, documents(edition), {})
    told = cards(text)
    printed = [
        span
        for document in documents(edition)
        for block in document.blocks
        for run in _runs(block)
        for span in run
        if isinstance(span, Number)
    ]
    opened = re.findall(r'data-card="(\d+)">([^<]*)</a>', text)

    assert len(opened) >= len(printed)
    for number in printed:
        numbers = {int(place) for place, words in opened if words == number.text}
        codes = {dict(told[place]["facts"])["指标代码"] for place in numbers}
        assert number.reference.code in codes


def _runs(block: object) -> list[tuple[object, ...]]:
    if isinstance(block, Paragraph):
        return [block.spans]
    if isinstance(block, Table):
        return [cell.spans for row in block.rows for cell in row]
    return []


def test_a_card_holds_definition_exact_value_and_the_first_fifty_cells():
    premium = card(PAGE, "互助保障参保金额")

    assert premium["printed"] == "约2.04万元"
    assert dict(premium["facts"])["精确值"] == "20380元"
    assert dict(premium["facts"])["口径"] == "期末"
    assert "参保金额之和" in premium["explains"]
    (place,) = premium["cells"]
    assert len(place["cells"].split("、")) == 50
    assert premium["more"] == 10


def accepted(by: str, reason: str) -> pl.DataFrame:
    row = issue("W", "W-P10", "赠送标准230元/份", workbook=WORKBOOK, sheet="赠送参保", cell="F4")
    return pl.DataFrame([row | {"by": by, "reason": reason}], schema=ACCEPTED_SCHEMA)


def test_accepted_warnings_are_listed_with_name_and_reason():
    text = page(accepted=accepted("张三", "已对照采购合同"))

    assert "赠送标准230元/份</td><td>张三</td><td>已对照采购合同</td>" in text
    assert f"{WORKBOOK} › 赠送参保 › F4" in text
    assert 'id="accepted"' not in PAGE


def test_nothing_that_a_person_typed_becomes_markup():
    text = page(accepted=accepted("<b>张三</b>", "<script>alert(1)</script>"))

    assert "<script>alert" not in text
    assert "&lt;b&gt;张三" in text


def test_a_card_of_a_part_is_named_by_it():
    printed = {
        dict(told["facts"])["口径"]: told["printed"]
        for told in cards(PAGE)
        if told["name"] == "经费支出·金秋助学"
    }

    assert printed == {"本月": "—", "本年累计": "12万元"}


def test_a_doubtful_number_is_marked_and_its_card_says_why():
    remark = Remark(PREMIUM, "W", "W-P02", "平均每人次0.99元", ("K4",))
    text = page(remarks=(remark,))
    marked = re.findall(r'class="number doubt"[^>]*>([^<]*)<', text)

    assert set(marked) == {"约2.04万元", "约2.04"}
    assert card(text, "互助保障参保金额")["remarks"] == [
        {"severity": "W", "rule": "提醒 W-P02", "text": "平均每人次0.99元"}
    ]


def test_the_returns_show_what_arrived_and_what_did_not():
    text = page(coverage=coverage(missing=(("2024-03", "W01"), ("2024-10", "W09"))))

    assert len(Elements(text).of_class("gone")) == 2
    assert len(Elements(text).of_class("here")) == 88


def test_changes_name_the_figure_and_both_forms():
    changed = pl.DataFrame(
        [("aid_amount", "四送与慰问资金", "ytd", "project=P-ZX01", "10万元", "12万元")],
        schema=CHANGE_SCHEMA,
        orient="row",
    )
    text = page(changes=changed)

    for words in ("1 项数据有变化", "四送与慰问资金·金秋助学", "本年累计", "10万元", "12万元"):
        assert words in text
    assert "没有变化：首次生成" in PAGE


def test_charts_stand_with_their_numbers_and_say_in_words_what_they_show():
    pictures = [attributes for tag, attributes in Elements(PAGE).found if tag == "img"]

    assert len(pictures) == 1
    assert pictures[0]["src"].startswith("data:image/png;base64,iVBOR")
    assert "8月14.9万元" in pictures[0]["alt"]
    assert PAGE.count("查看图中各数") == len(write_document("bulletin", published_edition()).charts)


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "</script><b>", "'\"&"])
def test_nothing_from_a_workbook_becomes_markup(hostile):
    issues = pl.DataFrame(
        [issue("W", "W-P02", hostile, workbook=hostile, sheet=hostile)], schema=ISSUE_SCHEMA
    )
    named = sources(1).with_columns(workbook=pl.lit(hostile))
    text = page(issues=issues, sources=named, remarks=(Remark(PREMIUM, "W", "W-P02", hostile),))

    assert "<script>alert" not in text
    assert "<b>" not in re.sub(r"<b class", "", text)
    assert card(text, "互助保障参保金额")["cells"][0]["workbook"] == hostile


def test_the_same_edition_gives_the_same_page():
    assert page(issues=ISSUES, sources=sources(60)) == PAGE
