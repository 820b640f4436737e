"""What a release has told cannot be taken back, and no later one may open what it hid."""

from __future__ import annotations

from dataclasses import replace

import pytest

from schemas.figure import WITHHELD
from schemas.period import Period
from tests.transforms.by_hand import SETTINGS, good, release_of, submission
from tests.transforms.spending_union import Edition, Spent, issue
from transforms.examination import examine
from transforms.issuing import issue_edition

STUDENTS = Spent(1, "P-ZX01", 6_000, heads=2)
OTHERS = (Spent(1, "P-WN01", 240_000, heads=240), Spent(1, "P-WN04", 50_000, heads=50))


def students(heads: int) -> Spent:
    return replace(STUDENTS, heads=heads, amount=3_000 * heads)


def hidden(edition: Edition, code: str = "aid_persons", basis: str = "ytd") -> set[str]:
    rows = edition.figures.filter(code=code, basis=basis, status=WITHHELD)
    return {dimension.removeprefix("project=") for dimension in rows["dimension"]}


def test_what_was_hidden_stays_hidden_in_a_corrected_version():
    """6 students, not 2: were P-WN04's 50 shown now, the first version's total would tell the 2."""
    first = issue([STUDENTS, *OTHERS], "2024-01")
    assert hidden(first) == {"P-ZX01", "P-WN04"}

    second = issue([students(6), *OTHERS], "2024-01", [first])

    assert hidden(issue([students(6), *OTHERS], "2024-01")) == set()
    assert hidden(second) == {"P-ZX01", "P-WN04"}
    assert {"P-ZX01", "P-WN04"} <= hidden(second, "ledger_expenditure")


def test_what_was_hidden_and_is_nothing_now_is_not_told_as_nothing():
    first = issue([STUDENTS, *OTHERS], "2024-01")

    assert hidden(issue(OTHERS, "2024-01", [first])) == {"P-ZX01", "P-WN04"}


@pytest.mark.parametrize(("heads", "found"), [(20, set()), (21, {"P-ZX01", "P-WN04"}), (25, set())])
def test_a_correction_by_fewer_than_five_people_hides_the_part(heads, found):
    """20 students were published: 21 would be one more."""
    first = issue([students(20), *OTHERS], "2024-01")
    assert hidden(first) == set()

    assert hidden(issue([students(heads), *OTHERS], "2024-01", [first])) == found


def test_what_was_shown_and_is_too_few_now_is_hidden_with_another():
    first = issue([students(6), *OTHERS], "2024-01")

    assert hidden(issue([STUDENTS, *OTHERS], "2024-01", [first])) == {"P-ZX01", "P-WN04"}


def test_a_later_month_does_not_open_an_earlier_one_that_was_corrected():
    """January was published with 6 students and had 2: 32 so far and 30 in February would tell."""
    january = issue([students(6), *OTHERS], "2024-01")
    february = Spent(2, "P-ZX01", 90_000, heads=30)

    edition = issue([STUDENTS, *OTHERS, february], "2024-02", [january])

    assert "P-ZX01" in hidden(edition, basis="month")
    assert "P-ZX01" not in hidden(issue([students(6), *OTHERS, february], "2024-02", [january]))


def test_a_later_release_tells_of_the_month_before_its_own():
    """36 students until February less 30 in February are 6 in January: 7 would be one more."""
    february = [Spent(2, "P-ZX01", 90_000, heads=30), *OTHERS]
    later = issue([students(6), *february], "2024-02")

    again = issue([students(7), *february], "2024-01", [later])

    assert hidden(issue([students(7), *february], "2024-01")) == set()
    assert hidden(again) == {"P-ZX01", "P-WN04"}
    assert hidden(issue([students(6), *february], "2024-01", [later])) == set()


def test_what_a_later_release_hides_is_hidden_in_an_earlier_period_that_is_run_again():
    """32 until March are told, February's 1 is not: January's and February's stay hidden."""
    books = [students(31), Spent(2, "P-ZX01", 3_000, heads=1), *OTHERS]
    later = issue(books, "2024-02")
    assert "P-ZX01" in hidden(later)

    again = issue([students(40), *books[1:]], "2024-01", [later])

    assert "P-ZX01" in hidden(again)


def test_the_release_of_a_year_is_looked_at_in_every_run():
    """The same through the examination: 2 students in July, and 6 as the return came again."""
    july = Period(2024, 7)

    def book(heads: int, **on_cover):
        rows = [("P-ZX01", heads), ("P-WN01", 240), ("P-WN04", 50)]
        given = [
            good(
                "reliefs",
                batch_id=f"BF-{project}",
                project_code=project,
                headcount=number,
                unit_amount_cny="1000",
                amount_cny=str(1000 * number),
            )
            for project, number in rows
        ]
        return submission("reliefs", *given, **on_cover)

    sent = [book(2), book(6, workbook="2024-07/b.xlsx", version=2)]
    examined = examine(sent, SETTINGS, july, [release_of(sent[:1], july)])
    figures = issue_edition(examined, SETTINGS, july, None).figures

    rows = figures.filter(code="aid_persons", basis="ytd", status=WITHHELD)
    assert dict(rows.select("dimension", "value").iter_rows()) == {
        "project=P-WN04": "50",
        "project=P-ZX01": "6",
    }
