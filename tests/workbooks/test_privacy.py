"""Personal data at the door: keyed or dropped before anything leaves the reader."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac

import pytest

from schemas.codes import DEPARTMENTS
from schemas.contract import RETURNS, ROSTER, sheets
from tests.workbooks.by_hand import HOUSEHOLD, RELIEF, found, read_book, relief, write_return
from workbooks.headings import is_personal
from workbooks.naming import names_a_person
from workbooks.privacy import Keyring, holds_personal_number

ID = "999999190001010015"
OTHER_ID = "999999190001010031"
WRONG_CHECK_DIGIT = "999999190001010016"

NAME, PHONE, CARD, ADDRESS = "样本〇二七", "13800000027", "6222000000000000271", "示例路27号"


def read_households(folder, *rows, **more):
    heading = [*HOUSEHOLD, *more]
    lines = [[*{**HOUSEHOLD, **row}.values(), *more.values()] for row in rows]
    path = write_return(folder / "档案.xlsx", "W05", {"困难职工档案": [heading, *lines]})
    return read_book(path)


def keys_of(submission):
    cells = submission.cells
    return cells.filter(code="family_key", part="body").select("kind", "text").rows()


def test_the_key_is_the_hmac_of_the_id_with_the_secret():
    expected = hmac.new(b"secret", ID.encode(), hashlib.sha256).hexdigest()[:32]

    assert Keyring(b"secret").key_person(ID).key == expected


def test_one_secret_gives_one_key_however_the_id_is_spaced_or_widened():
    keyring = Keyring(b"secret")
    last = "99999919000101004X"

    assert keyring.key_person(f" {ID} ") == keyring.key_person(ID)
    assert keyring.key_person("９９９９９９190001010015") == keyring.key_person(ID)
    assert keyring.key_person(last.lower()) == keyring.key_person(last)


def test_another_secret_or_another_person_gives_another_key():
    assert Keyring(b"one").key_person(ID).key != Keyring(b"two").key_person(ID).key
    assert Keyring(b"one").key_person(ID).key != Keyring(b"one").key_person(OTHER_ID).key


def test_a_keyring_does_not_show_its_secret():
    assert "secret" not in repr(Keyring(b"secret"))


@pytest.mark.parametrize("number", [999999190001010015, 9.9999919000101e17])
def test_an_id_typed_as_a_number_is_refused_whatever_its_digits(number):
    # The check digit of the number is right; Excel has lost the last digits all the same.
    keyed = Keyring(b"secret").key_person(number)

    assert (keyed.key, keyed.rule) == ("", "E-C03")


@pytest.mark.parametrize("text", [WRONG_CHECK_DIGIT, "99999919000101001", "A" + ID[1:], "见附件"])
def test_an_id_with_a_wrong_form_or_check_digit_is_refused(text):
    keyed = Keyring(b"secret").key_person(text)

    assert (keyed.key, keyed.rule) == ("", "E-C09")
    assert text not in keyed.found


def test_an_id_leaves_the_reader_as_a_key(tmp_path):
    books = read_households(tmp_path, {}, {"户主身份证号": OTHER_ID})

    assert [kind for kind, _ in keys_of(books)] == ["keyed", "keyed"]
    assert {text for _, text in keys_of(books)}.isdisjoint({ID, OTHER_ID})
    assert found(books) == []


@pytest.mark.parametrize(
    ("value", "rule"), [(999999190001010015, "E-C03"), (WRONG_CHECK_DIGIT, "E-C09")]
)
def test_a_faulty_id_is_told_at_its_cell_and_by_its_class_alone(tmp_path, value, rule):
    books = read_households(tmp_path, {"户主身份证号": value})

    assert found(books) == [(rule, "A2")]
    assert books.issues["message"].to_list() == ["须为文本格式、校验位正确的18位身份证号"]
    assert keys_of(books) == [("faulty", "")]
    assert str(value) not in books.issues.write_csv()


@pytest.mark.parametrize("mark", ["无", "—", "待定"])
def test_a_mark_for_missing_is_no_faulty_id(tmp_path, mark):
    books = read_households(tmp_path, {"户主身份证号": mark})

    assert found(books) == []
    assert keys_of(books) == [("text", mark)]


def test_personal_columns_are_dropped_and_a_planted_person_is_nowhere(tmp_path):
    planted = {"姓名": NAME, "电话": PHONE, "银行卡号": CARD, "家庭住址": ADDRESS, "开户行": "某行"}
    books = read_households(tmp_path, {}, **planted)

    told = books.cells.write_csv() + books.issues.write_csv() + repr(books.balance)
    for secret in (*planted.values(), ID):
        assert secret not in told
    assert books.balance.set_aside["个人信息"] == len(planted)
    assert found(books) == []  # the contract knows that the file has these columns


def test_a_personal_column_where_none_belongs_is_dropped_with_a_warning(tmp_path):
    heading, row = [*RELIEF, "领取人", "手机号"], [*relief(), NAME, PHONE]
    books = read_book(write_return(tmp_path / "a.xlsx", "W05", {"四送与慰问": [heading, row]}))

    assert found(books) == [("W-F08", "M1"), ("W-F08", "N1")]
    assert NAME not in books.cells.write_csv()
    assert PHONE not in books.cells.write_csv()


@pytest.mark.parametrize(
    "remark",
    [
        f"证件{ID}",
        "证件99999919000101004x",
        f"联系{PHONE}",
        f"卡号 {CARD}",
        "电话138-0000-0027",
        "电话138 0000 0027",
        "电话+8613800000027",
        "电话+86-138-0000-0027",
        f"证件{ID[:6]}-{ID[6:14]}-{ID[14:]}",
        f"电话１３８００００００２７{NAME}",
        f"tel{PHONE}",
        f"{PHONE}微信同号v",
        f"电话{PHONE}.",
        "电话138.0000.0027",
        "电话138-000-00027",
        "电话138\u200b0000\u200b0027",
        f"ID{ID}",
        f"证件{ID}.",
        "卡号6222-0000-0000-0002",
        "卡号6222.0000.0000.0002.712",
        "证件360830801001001",
    ],
)
def test_a_number_in_a_remark_is_withheld_and_the_clerk_is_told(tmp_path, remark):
    heading, row = [*RELIEF, "备注"], [*relief(), remark]
    books = read_book(write_return(tmp_path / "a.xlsx", "W05", {"四送与慰问": [heading, row]}))

    assert found(books) == [("W-F08", "M2")]
    assert remark not in books.cells.write_csv() + books.issues.write_csv()


def test_a_remark_and_a_name_that_may_not_be_printed_leave_as_keys(tmp_path):
    heading = ["荣誉名称", "级别", "授予对象类型", "对象名称", "授予日期", "是否公开"]
    row = ["五一劳动奖章", "市", "个人", NAME, dt.date(2024, 7, 1), "否"]
    books = read_book(write_return(tmp_path / "a.xlsx", "W02", {"荣誉选树": [heading, row]}))

    (kind, text) = books.cells.filter(code="grantee_name", part="body").row(0)[6:8]
    assert (kind, text) == ("keyed", Keyring(b"the secret of the tests").key(NAME))
    assert NAME not in books.cells.write_csv()


@pytest.mark.parametrize("mark", ["/", "—", "无", "……", "  "])
def test_a_mark_for_nothing_is_not_taken_for_a_person(tmp_path, mark):
    heading, row = [*RELIEF, "备注"], [*relief(), mark]
    books = read_book(write_return(tmp_path / "a.xlsx", "W05", {"四送与慰问": [heading, row]}))

    assert "keyed" not in books.cells["kind"].to_list()


def test_a_number_in_a_printable_name_is_withheld_and_not_printed_as_a_key(tmp_path):
    heading = ["活动编号", "活动类别", "活动名称", "活动日期", "活动地点", "场次"]
    row = ["XJ-1", "文体赛事", f"职工球赛{PHONE}", dt.date(2024, 7, 1), "体育馆", 1]
    books = read_book(write_return(tmp_path / "a.xlsx", "W01", {"宣教活动": [heading, row]}))

    assert found(books) == [("W-F08", "C2")]
    assert books.cells.filter(code="activity_name", part="body")["text"].to_list() == [""]


def test_a_number_that_slipped_into_another_column_is_withheld_too(tmp_path):
    row = relief(对象类别=f"{NAME}{ID}", 形式=PHONE)
    path = write_return(tmp_path / "a.xlsx", "W05", {"四送与慰问": [list(RELIEF), row]})
    books = read_book(path)

    assert found(books) == [("W-F08", "D2"), ("W-F08", "F2")]
    assert ID not in books.cells.write_csv()
    assert PHONE not in books.cells.write_csv()


@pytest.mark.parametrize(
    "text",
    [
        "2024-07-09至2024-07-20",
        "20240709-20240720",
        "2024.10.08-2024.10.12",
        "记-7-3",
        "3-13800",
        "0.30000000000000004",
        "13800000027.5",
        "91360830598889999B",
    ],
)
def test_dates_and_vouchers_are_no_persons_numbers(text):
    assert not holds_personal_number(text)


def test_a_sheet_or_a_heading_that_holds_a_number_is_told_by_its_place(tmp_path):
    heading, row = [*RELIEF, f"{NAME}{PHONE}"], [*relief(), 1]
    path = write_return(tmp_path / "a.xlsx", "W05", {"四送与慰问": [heading, row], ID: [["x"]]})
    books = read_book(path)

    told = books.issues.select("rule", "sheet", "cell", "message").rows()
    assert [(rule, sheet, cell) for rule, sheet, cell, _ in told] == [
        ("W-F07", "四送与慰问", "M1"),
        ("W-F03", "第6张表页", ""),
    ]
    assert not any(text in books.issues.write_csv() for text in (NAME, PHONE, ID))


def test_a_voucher_that_looks_like_a_phone_number_is_kept(tmp_path):
    row = relief(凭证号="13800000027")
    path = write_return(tmp_path / "a.xlsx", "W05", {"四送与慰问": [list(RELIEF), row]})
    books = read_book(path)

    assert found(books) == []
    assert books.cells["text"].to_list().count("13800000027") == 1


@pytest.mark.parametrize("typed", [13800000027, "13800000027.00", "138 0000 0027", CARD, ID])
@pytest.mark.parametrize("heading", ["金额(元)", "人数"])
def test_a_person_s_number_in_a_column_of_numbers_is_an_error_without_the_number(
    tmp_path, heading, typed
):
    rows = [list(RELIEF), relief(**{heading: typed})]
    books = read_book(write_return(tmp_path / "a.xlsx", "W05", {"四送与慰问": rows}))

    assert found(books) == [("E-C02", "I2" if heading == "金额(元)" else "G2")]
    assert books.issues["found"].to_list() == ["疑似个人号码"]
    assert str(typed)[:11] not in books.cells.write_csv() + books.issues.write_csv()


@pytest.mark.parametrize("amount", [13800000027.5, 9999999999.99, 20400000])
def test_an_amount_that_is_no_phone_number_is_read(tmp_path, amount):
    rows = [list(RELIEF), relief(**{"金额(元)": amount})]
    books = read_book(write_return(tmp_path / "a.xlsx", "W05", {"四送与慰问": rows}))

    assert found(books) == []


def test_a_control_amount_that_is_a_phone_number_is_not_compared_nor_told(tmp_path):
    rows = {"四送与慰问": [list(RELIEF), relief()]}
    path = write_return(tmp_path / "a.xlsx", "W05", rows, 控制总金额=13800000027)
    books = read_book(path)

    assert found(books) == [("W-F10", "B7")]
    assert books.cover.controls == ()
    assert "13800000027" not in books.issues.write_csv()


def test_no_amount_is_as_long_as_a_card_and_no_number_of_a_row_is_a_resident_id(tmp_path):
    row = relief(**{"金额(元)": CARD, "凭证号": ID, "批次号": WRONG_CHECK_DIGIT})
    path = write_return(tmp_path / "a.xlsx", "W05", {"四送与慰问": [list(RELIEF), row]})
    books = read_book(path)

    assert found(books) == [("E-C02", "I2"), ("W-F08", "L2")]
    assert not any(text in books.cells.write_csv() for text in (CARD, ID))
    assert WRONG_CHECK_DIGIT in books.cells.write_csv()


PERSONS = ("王示范", "欧阳示例", "李示", "张伟", "高示范", "马示范")


@pytest.mark.parametrize("name", PERSONS)
def test_a_sheet_or_a_heading_that_is_somebody_s_name_is_told_by_its_place(tmp_path, name):
    heading, row = [*RELIEF, name, f"填表人：{name}"], [*relief(), 1, 1]
    path = write_return(tmp_path / "a.xlsx", "W05", {"四送与慰问": [heading, row], name: [["x"]]})
    books = read_book(path)

    assert found(books) == [("W-F07", "M1"), ("W-F07", "N1"), ("W-F03", "")]
    assert "第6张表页" in books.issues["sheet"].to_list()
    assert name not in books.issues.write_csv()


def test_a_name_without_end_is_not_told(tmp_path):
    sheets = {"四送与慰问": [[*RELIEF, "栏" * 500], [*relief(), 1]]}
    books = read_book(write_return(tmp_path / "a.xlsx", "W05", sheets))

    assert found(books) == [("W-F07", "M1")]
    assert len(books.issues["message"][0]) < 200


def test_no_word_of_a_form_or_of_the_sample_is_taken_for_a_name():
    words = [form.title for form in RETURNS.values()] + list(DEPARTMENTS.values())
    for sheet in (*sheets(), ROSTER):
        words += [sheet.title, *(h for c in sheet.columns.values() for h in c.headings)]
    words += [
        "封面",
        "填表说明",
        "退回说明",
        "明细",
        "汇总",
        "名单",
        "方案",
        "程序",
        "万元",
        "张数",
    ]
    words += ["任务", "比例", "高温补贴", "金秋助学", "方式", "李家村", "于都县"]
    words += ["文化宫", "夏令营", "文艺队", "康复班"]

    assert [word for word in words if names_a_person(word)] == []


@pytest.mark.parametrize(
    "heading",
    ["联系人", "受助人", "家庭成员", "监护人姓名", "家长电话", "开户名", "经办人", "户主"],
)
def test_a_column_of_persons_is_dropped_by_whatever_name_and_offered_no_alias(tmp_path, heading):
    rows = [[*RELIEF, heading], [*relief(), NAME]]
    books = read_book(write_return(tmp_path / "a.xlsx", "W05", {"四送与慰问": rows}))

    assert found(books) == [("W-F08", "M1")]
    assert NAME not in books.cells.write_csv()
    assert "aliases.csv" not in books.issues.write_csv()


@pytest.mark.parametrize("heading", ["电话回访次数", "联系人数", "户主数量"])
def test_a_count_of_persons_things_is_no_personal_column(heading):
    assert not is_personal(heading)


def test_no_person_of_the_sample_is_in_what_the_reader_hands_on(sample_books):
    for submission in sample_books.values():
        told = submission.cells.write_csv() + submission.issues.write_csv()

        assert "样本" not in told  # every name of the sample begins so
        assert "99999919000101" not in told  # every ID
        assert "1000000" not in told  # every phone number
        assert "0000000000" not in told  # every card number
        assert "刘松" not in told
