"""No amount beside a hidden count can be worked out of what was published, by whatever way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from schemas.figure import WITHHELD
from schemas.period import Period
from tests.transforms.by_hand import SETTINGS, good, submission
from tests.transforms.spending_attack import Version, broken
from tests.transforms.spending_union import Books, Edition, Spent, issue, make_books, revise_books
from transforms.examination import examine
from transforms.issuing import issue_edition

PERIODS = ("2024-01", "2024-02", "2024-03", "2024Q1")

TWO_STUDENTS = (
    Spent(1, "P-ZX01", 6_000, heads=2),
    Spent(1, "P-WN01", 240_000, heads=240),
    Spent(1, "P-WN04", 50_000, heads=50),
    Spent(1, "P-XJ01", 8_000),
    Spent(1, "P-WG01", 90_000),
)
"""金秋助学 alone has the subject 50204 and the fund 中央财政专项."""


def editions(books: Books, periods: Sequence[str] = PERIODS) -> list[Version]:
    return [(books, issue(books, period)) for period in periods]


def hidden(edition: Edition, code: str, basis: str = "ytd") -> set[str]:
    return set(edition.figures.filter(code=code, basis=basis, status=WITHHELD)["dimension"])


@pytest.mark.parametrize("seed", range(4))
def test_no_amount_of_few_people_of_a_generated_union_can_be_worked_out(seed):
    books = make_books(seed)

    assert broken(editions(books)) == []


def hide_beside_counts_alone(monkeypatch):
    monkeypatch.setattr("transforms.amounts._Month.unsafe", lambda *_: None)


def test_the_attacker_breaks_a_publication_that_hides_the_project_alone(monkeypatch):
    hide_beside_counts_alone(monkeypatch)

    told = broken(editions(TWO_STUDENTS, PERIODS[:1]))

    assert told
    assert told[0].startswith("P-ZX01 [1] 6000: 6000..6000")


def test_what_repeats_a_hidden_project_is_hidden_with_another_that_takes_its_place():
    """50204 and 中央财政专项 are the two students' 6000 yuan; BF is theirs and P-WN01's.

    P-WN04 (QY, 50205, 省总), hidden beside its count, is what the 6000 could have been spent on.
    """
    edition = issue(TWO_STUDENTS, "2024-01")

    assert hidden(edition, "aid_persons") == {"project=P-ZX01", "project=P-WN04"}
    assert hidden(edition, "ledger_expenditure") == {
        "project=P-ZX01",
        "project=P-WN04",
        "department=BF",
        "department=QY",
        "subject=50204",
        "subject=50205",
        "fund=中央财政专项",
        "fund=省总",
    }
    for code in ("budget_executed", "budget_balance", "budget_rate"):
        basis = "ytd" if code == "budget_executed" else "as_of"
        assert hidden(edition, code, basis) == {"subject=50204", "subject=50205"}


def test_where_nobody_is_hidden_no_amount_is():
    books = [Spent(1, "P-ZX01", 15_000, heads=5), Spent(1, "P-XJ01", 100)]

    assert issue(books, "2024-01").figures.filter(status=WITHHELD).is_empty()


def test_what_the_totals_of_the_county_tell_is_not_hidden_elsewhere():
    """The two students' amount is all that was spent: no other cell can help."""
    edition = issue([Spent(1, "P-ZX01", 6_000, heads=2)], "2024-01")

    assert hidden(edition, "ledger_expenditure") == {"project=P-ZX01"}
    assert hidden(edition, "budget_executed") == set()


def corrected(books: Books, seed: int, *, known: bool = True) -> list[Version]:
    """Return January and February, February's corrected version, and March after it."""
    now = revise_books(books, seed)
    first = [(books, issue(books, "2024-01")), (books, issue(books, "2024-02"))]
    out = [edition for _, edition in first] if known else []
    second = issue(now, "2024-02", out)
    third = issue(now, "2024-03", [*out, second] if known else [])
    return [*first, (now, second), (now, third)]


@pytest.mark.parametrize("seed", [1, 3, 8, 16, 23, 26])
def test_a_corrected_version_gives_no_amount_away_that_was_hidden(seed):
    assert broken(corrected(make_books(seed), seed), out=2) == []


@pytest.mark.parametrize("seed", [23, 26])
def test_who_knows_what_was_corrected_breaks_versions_that_reckon_with_less(seed, monkeypatch):
    """As if a number that was told otherwise told nothing any more."""
    monkeypatch.setattr("transforms.amounts.find_revised", lambda *_: ())
    monkeypatch.setattr("transforms.amounts.as_if_true", lambda told, _: told)

    assert broken(corrected(make_books(seed), seed), out=2)


def test_a_corrected_version_made_without_a_look_at_the_release_is_broken():
    assert broken(corrected(make_books(1), 1, known=False), out=2)


ONE_ILLNESS = (
    Spent(1, "P-BF02", 5_000, heads=1),
    Spent(1, "P-WN01", 240_000, heads=240),
    Spent(1, "P-XJ01", 8_000),
    Spent(1, "P-WG01", 90_000),
    Spent(2, "P-BF02", 21_000, heads=6),
    Spent(2, "P-WN02", 30_000, heads=60),
    Spent(3, "P-BF02", 3_000, heads=1),
)
"""One case of illness in January and in March, and six in February, that no figure counts."""


def test_the_spending_on_few_cases_of_illness_cannot_be_worked_out():
    told = editions(ONE_ILLNESS)

    assert broken(told) == []
    for _, edition in told:
        assert "project=P-BF02" in hidden(edition, "ledger_expenditure", edition.period.basis)


def test_the_spending_on_enough_cases_of_illness_is_told():
    books = [Spent(1, "P-BF02", 50_000, heads=5), Spent(1, "P-XJ01", 100)]

    assert issue(books, "2024-01").figures.filter(status=WITHHELD).is_empty()


def test_whose_cases_nobody_listed_is_hidden_by_the_lines_of_the_ledger():
    books = [replace(one, heads=0) if one.project == "P-BF02" else one for one in ONE_ILLNESS]

    assert "project=P-BF02" in hidden(issue(books, "2024-01"), "ledger_expenditure")
    assert "project=P-BF02" in hidden(issue(books, "2024-03"), "ledger_expenditure")


def test_the_attacker_breaks_a_publication_that_does_not_know_of_the_cases(monkeypatch):
    monkeypatch.setattr("tests.transforms.spending_union.cases_of_rows", lambda *_: ())

    assert broken(editions(ONE_ILLNESS, PERIODS[:1]))[0].startswith("P-BF02 [1] 5000: 5000..5000")


def test_a_draft_of_workbooks_knows_of_the_cases():
    july = Period(2024, 7)
    rows = [
        good("ledger_lines", project_code="P-BF02", amount_cny="5000.00"),
        good("ledger_lines", line_no=2, project_code="P-XJ01", amount_cny="800.00"),
    ]
    examined = examine([submission("ledger_lines", *rows)], SETTINGS, july)

    spent = issue_edition(examined, SETTINGS, july, None).figures.filter(
        code="ledger_expenditure", dimension="project=P-BF02"
    )
    assert dict(spent.select("basis", "status").rows()) == {"month": WITHHELD, "ytd": WITHHELD}
