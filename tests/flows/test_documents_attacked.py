"""The attacker reads everything that is written: nowhere can he work out what few people got.

He reads the bulletin, the report and the flash, clean and for review, their texts, tables and
alternative texts, what the pictures draw, the statistical tables and the public figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows import writing
from schemas.bulletin import Chart
from schemas.codes import DEPARTMENTS, PROJECTS
from tests.flows.copies import draft_of
from tests.flows.documents_read import (
    Said,
    named,
    read_documents,
    read_pictures,
    read_public,
    read_workbook,
)
from tests.flows.small_union import make_union, send
from tests.flows.test_few_people import BUDGET, JULY, SPENT, batch, send_ledger
from tests.transforms.attack import Known, rounded

HELPED = {"P-ZX01": 2, "P-WN01": 200, "P-WN04": 50}
AMOUNTS = {project: amount for project, *_, amount in SPENT}
_BROKEN_DOWN = (
    "ledger_expenditure",
    "budget_executed",
    "budget_balance",
    "budget_rate",
    "aid_persons",
    "aid_amount",
)
HEADS, YUAN = "heads", "yuan"
TOTAL = sum(AMOUNTS.values())

_SPENDING = {"本月", "本年累计", "本年累计或期末", "本月支出", "累计支出", "经费支出", "text"}
_OF_AID = re.compile(r"四送|aid_|慰问")
_CODES = {
    "edu_aid": {"P-ZX01"},
    "warm_special": {"P-WN01"},
    "hard_ent": {"P-WN04"},
    "aid_": {*HELPED},
}
"""Beginnings of the codes of public figures, and the projects that they count."""


def names() -> dict[str, frozenset[str]]:
    """Return the words that name projects: labels, codes, and what sentences call them."""
    found = {"四送与慰问": {*HELPED}, "经费支出": {*AMOUNTS}, "累计支出": {*AMOUNTS}}
    found |= {"合计": {*AMOUNTS}, "冬送温暖": {"P-WN01"}, "特殊职工群体": {"P-WN01"}}
    found |= {"金秋助学": {"P-ZX01"}, "困难企业": {"P-WN04"}, "ledger_expenditure": {*AMOUNTS}}
    found |= {"budget_executed": {*AMOUNTS}, "budget_balance": {*AMOUNTS}} | _CODES
    for project, subject, department, fund, _ in SPENT:
        for kind, label in (
            ("project", project),
            ("department", department),
            ("subject", subject),
            ("fund", fund),
        ):
            for code in _BROKEN_DOWN:
                found.setdefault(f"{code} {kind}={label}", set()).add(project)
        for label in (PROJECTS[project], DEPARTMENTS[department], fund, f"（{subject}）"):
            found.setdefault(label, set()).add(project)
    return {name: frozenset(projects) for name, projects in found.items()}


NAMES = names()


def read_all(folder: Path, charts: list[Chart]) -> Iterator[Said]:
    yield from read_documents(folder)
    yield from read_workbook(folder)
    yield from read_public(folder)
    yield from read_pictures(charts)


def learn(known: Known, said: Said) -> bool:
    """Learn what a number tells of heads or yuan; return whether it tells anything."""
    projects = named(said, NAMES)
    if not projects:
        return False
    if said.unit in ("名", "人次"):
        return _learn(known, HEADS, projects & HELPED.keys(), said.number.rstrip("名人次"))
    if said.column == "累计占比（%）":
        return _learn(known, YUAN, projects, said.number, TOTAL / 100, 0.05)
    return _learn_spent(known, said, projects)


def _learn_spent(known: Known, said: Said, projects: frozenset[str]) -> bool:
    budgeted = 0
    if subject := re.search(r"(?:（|subject=)(\d+)", said.beside):
        budgeted = BUDGET[subject[1]][0]
        if said.column == "执行率（%）" or said.beside.startswith("budget_rate"):
            return _learn(known, YUAN, projects, said.number.rstrip("%"), budgeted / 100, 0.05)
        if said.beside.endswith("超出"):
            over = float(said.number.rstrip("万元"))
            return _learn(known, YUAN, projects, f"{over + budgeted / 10_000:f}", 10_000, 0.005)
    if said.beside.startswith("budget_balance"):
        given = budgeted or sum(one for one, _ in BUDGET.values())
        left = float(said.number) if said.column == "value" else 0
        return bool(left) and _learn(known, YUAN, projects, f"{given - left:f}", 1, 0.5)
    if said.column == "value" and said.unit == "元":
        return _learn(known, YUAN, projects, said.number, 1, 0.5)
    if said.unit in ("万元", "元", "") and said.column in _SPENDING | {YUAN}:
        size = 1 if said.unit == "元" else 10_000
        number = said.number.rstrip("万元")
        return _learn(known, YUAN, projects, number, size, 0.005 if size > 1 else 0.5)
    return False


def _learn(
    known: Known,
    what: str,
    projects: frozenset[str],
    number: str,
    unit: float = 1,
    half: float = 0,
) -> bool:
    if not re.fullmatch(r"\d+(\.\d+)?", number):
        low, high = rounded(number) if number else (0, 0)
        if (low, high) == (0, 0) or high >= 1e6:
            return False
    else:
        low, high = ((float(number) + side * half) * unit for side in (-1, 1))
    known.learn([(JULY, what, project) for project in projects], low, high)
    return True


@pytest.fixture
def union(tmp_path: Path) -> Path:
    root = make_union(tmp_path)
    with (root / "bulletin.toml").open("a", encoding="utf-8") as file:
        file.write('[documents]\nbulletin = ["月"]\nreport = ["月"]\nflash = ["月"]\n')
    rows = (batch("P-ZX01", 2, 3000), batch("P-WN01", 200, 1000), batch("P-WN04", 50, 1000))
    send(root, f"{JULY}/帮扶.xlsx", *rows)
    send_ledger(root)
    return root


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Chart]:
    """The charts whose pictures a run makes, as it makes them."""
    charts: list[Chart] = []
    draw = writing.draw

    def note(chart: Chart, *rest):
        charts.append(chart)
        return draw(chart, *rest)

    monkeypatch.setattr(writing, "draw", note)
    return charts


def attack(root: Path, drawn: list[Chart]) -> tuple[Known, dict[str, int]]:
    """Return what the attacker knows, and how many numbers each place told him."""
    known, places = Known(), dict[str, int]()
    for project in AMOUNTS:
        known.learn([(JULY, YUAN, project)], 0, 1e7)
        known.learn([(JULY, HEADS, project)], 0, 1e7)
    for said in read_all(draft_of(root, JULY).folder, drawn):
        if learn(known, said):
            place = said.place.partition(" ")[0] if "替代" not in said.place else said.place
            places[place] = places.get(place, 0) + 1
    return known, places


def test_nothing_that_is_written_tells_the_two_students_or_what_they_got(union, drawn):
    """Four counts must stay possible, and a fifth of the amount between its bounds: 1200 yuan."""
    known, places = attack(union, drawn)

    assert {place for place, told in places.items() if told} == {
        *(f"{kind}{copy}.docx" for kind in ("bulletin", "flash") for copy in ("", "-review")),
        *(f"{kind} 替代文字" for kind in ("bulletin.docx", "bulletin-review.docx")),
        "report.docx",
        "report-review.docx",
        "tables.xlsx",
        "figures-public.csv",
        "图1",
    }
    low, high = known.bounds([(JULY, YUAN, "P-ZX01")])
    assert low <= AMOUNTS["P-ZX01"] <= high
    assert high - low >= AMOUNTS["P-ZX01"] / 5
    fewest, most = known.bounds([(JULY, HEADS, "P-ZX01")])
    assert fewest <= 2 <= most
    assert most - fewest + 1 >= 4


def test_the_documents_tell_it_where_only_the_project_is_hidden(union, drawn, monkeypatch):
    """0.6 万元 stands beside their subject and their source of funds: 6 000 yuan in public data."""
    monkeypatch.setattr("transforms.amounts._Month.unsafe", lambda *_: None)

    known, _ = attack(union, drawn)

    assert known.bounds([(JULY, YUAN, "P-ZX01")]) == (6_000, 6_000)
