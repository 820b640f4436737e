"""Where last year's figures come from: last year's workbooks, else the union's baseline."""

from __future__ import annotations

import polars as pl

from schemas.baseline import BASELINE_SCHEMA
from schemas.contract import return_of, sheet_named
from schemas.period import Period
from schemas.settings import Comparing
from tests.transforms.by_hand import SETTINGS, good, submission
from transforms.examination import examine
from transforms.issuing import issue_edition

JULY = Period(2024, 7)
ONE = SETTINGS.model_copy(update={"departments": ("BF",)})


def sent(month, *rows, **on_cover):
    code = return_of(sheet_named("reliefs")).code
    return submission("reliefs", *rows, workbook=f"{month}/{code}.xlsx", **on_cover)


def relief(month, heads, number, day=10):
    return good(
        "reliefs",
        batch_id=f"P-QL01-{month.replace('-', '')}-{number:02d}",
        pay_date=f"{month}-{day:02d}",
        headcount=heads,
        unit_amount_cny=168,
        amount_cny=168 * heads,
    )


def months(year, *numbers, heads):
    return [
        sent(f"{year}-{month:02d}", relief(f"{year}-{month:02d}", heads, month))
        for month in numbers
    ]


def kept(*rows):
    lines = [(*row, "人次", "正常", "1") for row in rows]
    return pl.DataFrame(lines, schema=BASELINE_SCHEMA, orient="row")


def persons(books, basis="ytd", baseline=None, settings=ONE, period=JULY):
    examined = examine(books, settings, period)
    figures = issue_edition(examined, settings, period, None, baseline).figures
    (row,) = figures.filter(code="aid_persons", basis=basis, dimension="").rows(named=True)
    return row


def test_last_years_workbooks_give_the_base_and_the_years_do_not_mix():
    books = months(2023, *range(1, 13), heads=20) + months(2024, *range(1, 8), heads=30)
    so_far, july = persons(books), persons(books, "month")

    assert so_far["value"] == str(7 * 30)
    assert so_far["previous_year_value"] == str(7 * 20)
    assert (so_far["year_change"], so_far["year_change_pct"]) == ("70", "50")
    assert (july["value"], july["previous_year_value"]) == ("30", "20")
    assert july["previous_period_value"] == "30"


def test_january_is_compared_with_december():
    books = months(2023, *range(1, 13), heads=20) + months(2024, 1, heads=30)
    row = persons(books, "month", period=Period(2024, 1))

    assert (row["previous_period_value"], row["period_change"]) == ("20", "10")
    assert row["previous_year_value"] == "20"


def test_without_last_years_workbooks_the_baseline_gives_the_base():
    baseline = kept(
        ("aid_persons", "ytd", "2023-07", "", "140"),
        ("aid_persons", "ytd", "2023-06", "", "1"),
        ("aid_persons", "ytd", "2022-07", "", "2"),
    )
    row = persons(months(2024, *range(1, 8), heads=30), baseline=baseline)

    assert (row["previous_year_value"], row["year_change_pct"]) == ("140", "50")


def test_whole_workbooks_come_before_the_baseline():
    books = months(2023, *range(1, 8), heads=20) + months(2024, *range(1, 8), heads=30)

    row = persons(books, baseline=kept(("aid_persons", "ytd", "2023-07", "", "999")))

    assert row["previous_year_value"] == "140"


def test_workbooks_that_begin_within_the_year_give_way_to_the_baseline():
    books = months(2023, *range(4, 8), heads=20) + months(2024, *range(1, 8), heads=30)
    baseline = kept(("aid_persons", "ytd", "2023-07", "", "140"))

    assert persons(books, baseline=baseline)["previous_year_value"] == "140"
    alone = persons(books)
    assert (alone["year_change"], alone["year_change_pct"]) == (None, None)
    assert persons(books, "month")["year_change"] == "10"


def test_a_year_that_begins_late_is_not_compared_with_a_whole_one():
    books = months(2024, *range(3, 8), heads=30)
    row = persons(books, baseline=kept(("aid_persons", "ytd", "2023-07", "", "140")))

    assert (row["previous_year_value"], row["year_change"]) == ("140", None)


def test_the_baseline_also_gives_a_month_before_of_which_there_is_no_workbook():
    row = persons(
        months(2024, 7, heads=30),
        "month",
        baseline=kept(("aid_persons", "month", "2024-06", "", "24")),
    )

    assert (row["previous_period_value"], row["period_change_pct"]) == ("24", "25")


def test_a_month_in_doubt_last_year_is_no_base():
    books = months(2023, *range(1, 7), heads=20) + months(2024, *range(1, 8), heads=30)
    books.append(sent("2023-07", good("reliefs", pay_date="不详")))
    row = persons(books)

    assert (row["previous_year_value"], row["year_change"]) == (None, None)


def test_a_ledger_of_the_new_year_does_not_take_last_years_away():
    books = [
        sent("2023-07", relief("2023-07", 20, 1), submit_mode="累计台账"),
        sent("2024-07", relief("2024-07", 30, 1), submit_mode="累计台账"),
    ]
    row = persons(books)

    assert (row["value"], row["previous_year_value"]) == ("30", "20")
    assert row["year_change_pct"] == "50"


def test_a_redefined_indicator_is_not_compared_across_the_change():
    changed = {"comparison": Comparing(redefined={"aid_persons": "2024-01"})}
    books = months(2023, *range(1, 8), heads=20) + months(2024, *range(1, 8), heads=30)
    row = persons(books, settings=ONE.model_copy(update=changed))

    assert (row["previous_year_value"], row["year_change"]) == ("140", None)


QUARTER, YEAR = Period.parse("2024Q3"), Period.parse("2024")


def test_a_quarter_is_compared_with_the_quarter_before_and_with_last_years():
    # 10 a month in 2023, 20 in the first half of 2024, 30 in its third quarter
    books = [
        *months(2023, *range(1, 10), heads=10),
        *months(2024, *range(1, 7), heads=20),
        *months(2024, 7, 8, 9, heads=30),
    ]
    row = persons(books, "quarter", period=QUARTER)

    assert (row["value"], row["previous_period_value"], row["previous_year_value"]) == (
        "90",
        "60",
        "30",
    )
    assert (row["period_change_pct"], row["year_change_pct"]) == ("50", "200")


def test_a_quarter_before_that_lacks_a_month_is_no_base():
    row = persons(months(2024, 5, 6, 7, 8, 9, heads=30), "quarter", period=QUARTER)

    assert (row["value"], row["previous_period_value"]) == ("90", None)


def test_a_year_is_compared_with_last_year_alone():
    books = [*months(2023, *range(1, 13), heads=10), *months(2024, *range(1, 13), heads=20)]

    for basis in ("year", "ytd"):
        row = persons(books, basis, period=YEAR)

        assert (row["value"], row["previous_year_value"]) == ("240", "120")
        assert row["previous_period_value"] is None


def test_a_baseline_kept_of_the_closing_month_holds_for_a_quarter_too():
    baseline = kept(
        ("aid_persons", "ytd", "2023-09", "", "140"),
        ("aid_persons", "month", "2023-09", "", "9"),
        ("aid_persons", "quarter", "2023Q3", "", "60"),
    )
    books = months(2024, *range(1, 10), heads=30)

    assert persons(books, "ytd", baseline, period=QUARTER)["previous_year_value"] == "140"
    assert persons(books, "quarter", baseline, period=QUARTER)["previous_year_value"] == "60"


def test_a_baseline_kept_by_month_gives_a_quarter_its_base_and_names_the_month_it_lacks():
    july, august, september = (
        ("aid_persons", "month", f"2023-{month:02d}", "", value)
        for month, value in ((7, "10"), (8, "20"), (9, "30"))
    )
    books = months(2024, *range(1, 10), heads=30)
    whole = persons(books, "quarter", kept(july, august, september), period=QUARTER)

    assert (whole["value"], whole["previous_year_value"]) == ("90", "60")
    assert whole["year_change_pct"] == "50"
    baseline = kept(july, september)
    assert persons(books, "quarter", baseline, period=QUARTER)["previous_year_value"] is None
    edition = issue_edition(examine(books, ONE, QUARTER), ONE, QUARTER, None, baseline)
    (row,) = edition.comparisons.filter(
        code="aid_persons", basis="quarter", dimension="", view="同比"
    ).rows(named=True)
    assert row["wording"] == "上年同期无数据"
    assert row["reason"] == "上年同期无数据（基期数据缺2023年8月）"


def said(period: str, view: str = "环比") -> list[str]:
    """Return how the aid of a period is compared, of a union with 30 heads a month since 2023."""
    written = Period.parse(period)
    books = months(2023, *range(1, 13), heads=30) + months(2024, *range(1, 13), heads=40)
    kept_until = [b for b in books if b.cover.reported_in <= str(written.closing_month)]
    edition = issue_edition(examine(kept_until, ONE, written), ONE, written, None)
    views = edition.comparisons.filter(
        code="aid_persons", basis=written.basis, dimension="", view=view
    )
    return views["wording"].to_list()


def test_the_words_for_the_period_before_are_those_of_its_kind():
    assert said("2024-01") == ["比上月增加10人次，增长33.3%"]
    assert said("2024-09") == ["与上月持平"]
    assert said("2024Q3") == ["与上季度持平"]
    assert said("2024Q1") == ["比上季度增加30人次，增长33.3%"]  # 120 after 90
    assert said("2024H2") == ["与上半年持平"]
    assert said("2024H1") == ["比上年下半年增加60人次，增长33.3%"]  # 240 after 180


def test_a_year_is_said_beside_last_year_and_beside_nothing_else():
    assert said("2024") == []
    assert said("2024", "同比") == ["比上年增加120人次，增长33.3%"]  # 480 after 360


def parts_a_year_ago(status: str = "正常") -> pl.DataFrame:
    """Return last July's parts as a person typed them in: two students got 6 000 yuan."""
    rows = [
        (code, "ytd", "2023-07", f"project={project}" if project else "", str(value))
        for code, values in (
            ("aid_persons", {"": 52, "P-ZX01": 2, "P-WN01": 30, "P-WN04": 20}),
            ("aid_amount", {"": 56_000, "P-ZX01": 6_000, "P-WN01": 30_000, "P-WN04": 20_000}),
        )
        for project, value in values.items()
    ]
    small = ("project=P-ZX01", "project=P-WN04")
    return kept(*rows).with_columns(
        status=pl.when(pl.col("dimension").is_in(small)).then(pl.lit(status)).otherwise("status"),
        unit=pl.when(code="aid_amount").then(pl.lit("元")).otherwise("unit"),
    )


def compared_parts(baseline: pl.DataFrame) -> dict[tuple[str, str], str | None]:
    """Return how many points of a year's growth each project is said to have brought."""
    given = [
        good(
            "reliefs",
            batch_id=f"BF-{project}",
            project_code=project,
            pay_date="2024-07-10",
            headcount=30,
            unit_amount_cny="1000",
            amount_cny="30000",
        )
        for project in ("P-ZX01", "P-WN01", "P-WN04")
    ]
    books = [*months(2024, *range(1, 7), heads=10), sent("2024-07", *given)]
    edition = issue_edition(examine(books, ONE, JULY), ONE, JULY, None, baseline)
    views = edition.comparisons.filter(pl.col("dimension") != "", basis="ytd", view="拉动")
    told = views.select("code", "dimension", "printed").iter_rows()
    return {(code, dimension): printed or None for code, dimension, printed in told}


def test_a_part_of_few_people_is_no_base_though_nobody_said_that_it_was_hidden():
    """The two students', and what would tell them: the next smallest, 20 of 52."""
    told = compared_parts(parts_a_year_ago())

    assert told == compared_parts(parts_a_year_ago("不单独公布"))
    for code in ("aid_persons", "aid_amount"):
        assert told[code, "project=P-WN01"]
        assert told[code, "project=P-ZX01"] is told[code, "project=P-WN04"] is None
