"""Every rule about what was sent can pass, can fail, and can be of nothing that it may judge."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from schemas.catalogue import CATALOGUE
from schemas.contract import ROSTER, sheets
from schemas.period import Period
from schemas.settings import Union
from schemas.submission import Control, Submission
from tests.conftest import DATA
from tests.transforms.by_hand import SETTINGS, good, submission
from tests.transforms.judged import JUDGED
from tests.transforms.test_every_rule import OF_DOCUMENTS, OF_RELEASES
from transforms.examination import examine

JULY = Period(2024, 7)
NO_TOWNSHIPS = SETTINGS.model_copy(update={"union": Union(name="示例县总工会")})
OTHER = "2024-07/b.xlsx"

Books = Sequence[Submission]


@dataclass(frozen=True, eq=False)
class Sent:
    """One rule and three months of workbooks: it passes them, fails them, or cannot judge them."""

    rule: str
    passing: Books
    failing: Books
    open: Books


def cell(rule: str, code: str, wrong: Any, nothing: Any = None, name: str = "reliefs") -> Sent:
    """Return the cases of a rule about one cell; `nothing` is what it cannot judge."""
    return Sent(
        rule,
        [submission(name, good(name))],
        [submission(name, good(name, **{code: wrong}))],
        [submission(name, good(name, **{code: nothing}))],
    )


def controlled(count: int | None) -> Books:
    controls = (Control("四送与慰问", count, None),)
    return [submission("reliefs", good("reliefs"), controls=controls)]


def totalled(amount: str | None) -> Books:
    return [submission("reliefs", good("reliefs"), {"part": "total", "amount_cny": amount})]


def two(name: str, again: dict[str, Any], **on_cover: Any) -> Books:
    """Return two workbooks of July that hold the same row, the second with changes."""
    first = submission(name, good(name))
    return [first, submission(name, good(name, **again), **{"workbook": OTHER, **on_cover})]


def twice(name: str, **again: Any) -> Books:
    return [submission(name, good(name), good(name, **again))]


def later(name: str, **again: Any) -> Books:
    """Return a register's row of June, and the same one sent again in July with changes."""
    june = submission(name, good(name, done_date="2024-06-05"), workbook="2024-06/a.xlsx")
    return [june, submission(name, good(name, **{"done_date": "2024-06-05", **again}))]


SENT = [
    cell("E-C01", "form", None, "实物"),
    cell("E-C02", "headcount", "若干"),
    cell("E-C06", "pay_date", "2024-08-01"),
    cell("E-C07", "form", "红包"),
    cell("E-C08", "headcount", -1),
    cell("E-C10", "headcount", 1.5),
    cell("E-C11", "headcount", 0),
    cell("N01", "headcount", "150名"),
    cell("W-D01", "township", "某某镇", name="stations"),
    cell("W-D02", "publishable", None, "否", name="child_cares"),
    Sent("N-CALC", totalled(None), [submission("reliefs", good("reliefs", amount_cny=None))], []),
    Sent("E-F06", controlled(1), controlled(2), controlled(None)),
    Sent("E-F07", totalled("25200"), totalled("25200.01"), totalled(None)),
    Sent(
        "E-F03",
        two("reliefs", {"batch_id": "BF-2"}, version=2),
        two("reliefs", {"batch_id": "BF-2"}),
        [submission("reliefs", good("reliefs"))],
    ),
    Sent(
        "W-T06",
        two("reliefs", {"form": "实物"}, version=2),
        two("reliefs", {"batch_id": "BF-2"}, version=2),
        [submission("reliefs", good("reliefs"), version=2)],
    ),
    Sent(
        "E-R04",
        twice("reliefs", batch_id="BF-2"),
        twice("reliefs", site="县城"),
        twice("reliefs", batch_id=None),
    ),
    Sent("N-DUP", twice("reliefs", batch_id="BF-2"), twice("reliefs"), twice("reliefs", form="?")),
    Sent("N-REG", later("norm_sites"), later("norm_sites", status="已验收"), []),
    Sent("W-T03", [submission("reliefs")], [submission("gifts")], []),
]
"""The rules that only whole submissions can break."""

every_case = pytest.mark.parametrize("case", SENT, ids=[case.rule for case in SENT])


def told(books: Books, rule: str) -> int:
    """Return how often a rule is told of W05 and its neighbours; W-T03 of W05 alone."""
    issues = examine(
        [*books, submission("venue_events", workbook="2024-07/c.xlsx")], SETTINGS, JULY
    )
    found = issues.issues.filter(rule=rule)
    if rule == "W-T03":
        return sum("W05" in message for message in found["message"])
    return found.height


@every_case
def test_what_is_right_passes(case: Sent):
    assert told(case.passing, case.rule) == 0


@every_case
def test_what_is_wrong_fails(case: Sent):
    assert told(case.failing, case.rule) > 0


@every_case
def test_what_cannot_be_judged_is_not_told_as_wrong(case: Sent):
    expected = 1 if case.rule == "W-T03" else 0  # nothing sent at all is what it tells

    assert told(case.open, case.rule) == expected


def test_a_place_is_not_judged_without_a_list_of_places():
    book = submission("stations", good("stations", township="某某镇"))

    assert examine([book], NO_TOWNSHIPS, JULY).issues.filter(rule="W-D01").is_empty()


def named_in(*rooms: str) -> set[str]:
    """Return the rules that a room's code names."""
    files = [path for room in rooms for path in (DATA.parent / room).rglob("*.py")]
    source = "".join(path.read_text("utf-8") for path in files)
    return set(re.findall(r'"([EWN]-?[A-Z]*\d*[A-Z]*)"', source)) & CATALOGUE.keys()


def test_every_rule_has_its_cases_here_or_with_the_room_that_tells_it():
    of_rows = {rule.id for sheet in (*sheets(), ROSTER) for rule in sheet.rules}
    of_rules = of_rows | {case.rule for case in JUDGED} | {case.rule for case in SENT}
    of_files = named_in("workbooks") & named_in("tests/workbooks")
    of_decisions = {"N-FIX"}
    of_own_tests = {"N-NUM", "N-OUT", "W-V01"}  # test_numbering, test_uncounted, test_revising

    assert of_own_tests <= named_in("transforms") & named_in("tests/transforms")
    assert CATALOGUE.keys() - of_rules - of_files - of_decisions - of_own_tests <= OF_DOCUMENTS


def test_every_rule_about_releases_is_told_and_has_its_test():
    tests = ("flows/test_rollup.py", "transforms/test_rolling.py")
    tested = "".join((DATA.parent / "tests" / name).read_text("utf-8") for name in tests)

    assert named_in("flows", "transforms") >= OF_RELEASES
    assert [rule for rule in sorted(OF_RELEASES) if f'"{rule}"' not in tested] == []
